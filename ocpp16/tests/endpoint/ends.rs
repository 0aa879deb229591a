//! Endpoints, and short ways to ask them.

use core::ops::{Deref, DerefMut};

use ocpp16::endpoint::{
    CallFailure, CallId, Connection, Endpoint, EndpointOptions, Incoming, IncomingCall, Output,
    Queued,
};
use ocpp16::messages::core::{AuthorizeRequest, AuthorizeResponse, HeartbeatResponse};
use ocpp16::messages::types::{AuthorizationStatus, IdTagInfo};
use ocpp16::{Action, CiString, Frame, Instant, Options, Role};

pub(crate) const STATION: u64 = 0x57A7_1011;
pub(crate) const BACK_END: u64 = 0xBAC0;

pub(crate) fn at(seconds: u64) -> Instant {
    Instant::from_millis(1000 * seconds)
}

/// An endpoint and the connection that it has or had.
#[derive(Clone)]
pub(crate) struct End {
    pub(crate) endpoint: Endpoint,
    pub(crate) connection: Connection,
}

impl End {
    pub(crate) fn new(role: Role, options: EndpointOptions) -> Self {
        let seed = if role == Role::ChargePoint { STATION } else { BACK_END };
        let mut endpoint = Endpoint::new(role, seed, options);
        let connection = endpoint.handle_connected();
        Self { endpoint, connection }
    }

    /// Takes a frame of the last connection.
    pub(crate) fn hear<'a>(&mut self, frame: &'a str) -> Incoming<'a> {
        self.endpoint.handle_frame(self.connection, frame.as_bytes())
    }

    pub(crate) fn connect(&mut self) {
        self.connection = self.endpoint.handle_connected();
    }

    pub(crate) fn disconnect(&mut self, queued: Queued) {
        self.endpoint.handle_disconnected(self.connection, queued);
    }
}

impl Deref for End {
    type Target = Endpoint;

    fn deref(&self) -> &Endpoint {
        &self.endpoint
    }
}

impl DerefMut for End {
    fn deref_mut(&mut self) -> &mut Endpoint {
        &mut self.endpoint
    }
}

pub(crate) fn station() -> End {
    End::new(Role::ChargePoint, EndpointOptions::default())
}

pub(crate) fn back_end() -> End {
    End::new(Role::CentralSystem, EndpointOptions::default())
}

pub(crate) fn authorize(tag: &str) -> AuthorizeRequest<'_> {
    AuthorizeRequest::new(CiString::new(tag).unwrap())
}

pub(crate) fn accepted() -> AuthorizeResponse<'static> {
    AuthorizeResponse::new(IdTagInfo::new(AuthorizationStatus::Accepted))
}

pub(crate) fn current_time() -> HeartbeatResponse {
    HeartbeatResponse::new("2026-11-22T08:00:00Z".parse::<ocpp16::DateTime>().unwrap())
}

#[track_caller]
pub(crate) fn transmitted(endpoint: &mut Endpoint, now: Instant) -> String {
    match endpoint.poll_output(now) {
        Output::Transmit(frame) => frame,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub(crate) fn waits(endpoint: &mut Endpoint, now: Instant) -> Option<Instant> {
    match endpoint.poll_output(now) {
        Output::Wait(until) => until,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub(crate) fn fails(endpoint: &mut Endpoint, now: Instant) -> (CallId, CallFailure<'static>) {
    match endpoint.poll_output(now) {
        Output::Failed { call, failure } => (call, failure),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub(crate) fn called<'a>(end: &mut End, frame: &'a str) -> IncomingCall<'a> {
    match end.hear(frame) {
        Incoming::Call(call) => call,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub(crate) fn action_of(frame: &str) -> Action {
    match Frame::parse(frame.as_bytes(), &Options::strict()) {
        Ok(Frame::Call(call)) => call.request.action(),
        other => panic!("{other:?}"),
    }
}
