//! Constructors of messages and headers.

use super::{Body, MessageHeader, Notification, V2gMessage};
use crate::xmldsig::Signature;

impl<'a> V2gMessage<'a> {
    /// A message of the session with this id (ISO 15118-2, 8.3.2 and 8.3.3), without notification
    /// and signature.
    ///
    /// A vehicle that has no session yet sends an id of zeros
    /// ([`SessionId::ZERO`](super::SessionId::ZERO)). At most 8 bytes; more are refused by the
    /// encoder.
    #[must_use]
    pub fn new(session_id: &'a [u8], body: impl Into<Body<'a>>) -> Self {
        Self { header: MessageHeader::new(session_id), body: body.into() }
    }
}

impl<'a> MessageHeader<'a> {
    /// A header without notification and signature.
    #[must_use]
    pub const fn new(session_id: &'a [u8]) -> Self {
        Self { session_id, notification: None, signature: None }
    }

    /// The same header with a notification of a fault.
    #[must_use]
    pub const fn with_notification(mut self, notification: Notification<'a>) -> Self {
        self.notification = Some(notification);
        self
    }

    /// The same header with the signature of the message's body or of parts of it.
    #[must_use]
    pub const fn with_signature(mut self, signature: Signature<'a>) -> Self {
        self.signature = Some(signature);
        self
    }
}

#[cfg(test)]
mod tests {
    use crate::iso2::{Body, FaultCode, Notification, ResponseCode, SessionStopRes, V2gMessage};

    #[test]
    fn messages_are_made_from_their_bodies() {
        let mut message =
            V2gMessage::new(&[1, 2], SessionStopRes { response_code: ResponseCode::Ok });
        assert_eq!(message.header.session_id, [1, 2]);
        assert_eq!(message.body.name(), "SessionStopRes");
        assert!(matches!(message.body, Body::SessionStopRes(_)));
        let notification = Notification { fault_code: FaultCode::UnknownError, fault_msg: None };
        message.header = message.header.with_notification(notification);
        assert_eq!(message.header.notification, Some(notification));
    }
}
