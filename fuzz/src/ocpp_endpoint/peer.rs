//! CALLs of the peer, and what is owed for them.

use ocpp16::endpoint::{Connection, OpenCall};
use ocpp16::messages::core::{
    AuthorizeResponse, BootNotificationResponse, ClearCacheResponse, ClearCacheStatus,
    HeartbeatResponse, MeterValuesResponse, RegistrationStatus, ResetResponse, ResetStatus,
    StartTransactionResponse, StopTransactionResponse,
};
use ocpp16::messages::types::{AuthorizationStatus, IdTagInfo};
use ocpp16::{Action, CallError, DateTime, ErrorCode, MessageId, Response, ToJson};

/// A CALL of the peer.
#[derive(Clone)]
pub(super) struct Told {
    pub(super) call: OpenCall,
    pub(super) connection: Connection,
    pub(super) message_id: MessageId<'static>,
    pub(super) frame: Vec<u8>,
    /// Kept over connections, on one, or not at all.
    pub(super) keep: Option<bool>,
}

/// A CALL that was answered.
#[derive(Clone)]
pub(super) struct Past {
    pub(super) connection: Connection,
    /// Its place in `told`.
    pub(super) place: usize,
    pub(super) frame: Vec<u8>,
    pub(super) answer: String,
}

/// The message type of a frame, found without the reader.
pub(super) fn type_of(frame: &[u8]) -> Option<u8> {
    let frame = frame.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(frame).trim_ascii_start();
    frame.strip_prefix(b"[")?.trim_ascii_start().first().copied()
}

/// How the CALLERROR to a CALL begins.
pub(super) fn error_to(message_id: &MessageId<'_>) -> String {
    let error = CallError::new(message_id.borrowed(), ErrorCode::GenericError).to_json();
    let end = error.rfind("\"GenericError\"").expect("the code is in it");
    error[..end].to_owned()
}

/// An answer to each of the CALLs of the table, and one that is wrong for any other.
pub(super) fn response(action: Action) -> Response<'static> {
    let time: DateTime = "2026-11-25T08:00:00Z".parse().expect("a time");
    let info = IdTagInfo::new(AuthorizationStatus::Accepted);
    match action {
        Action::ClearCache => ClearCacheResponse::new(ClearCacheStatus::Accepted).into(),
        Action::StartTransaction => StartTransactionResponse::new(info, 7).into(),
        Action::StopTransaction => StopTransactionResponse::new().into(),
        Action::MeterValues => MeterValuesResponse::new().into(),
        Action::Authorize => AuthorizeResponse::new(info).into(),
        Action::Heartbeat => HeartbeatResponse::new(time).into(),
        Action::BootNotification => {
            BootNotificationResponse::new(RegistrationStatus::Accepted, time, 60).into()
        }
        _ => ResetResponse::new(ResetStatus::Accepted).into(),
    }
}
