//! Constructors of messages.

use super::{Body, MessageHeader, V2gMessage};

impl<'a> V2gMessage<'a> {
    /// Makes a message of the session with this id (ISO 15118-2, 8.3.2 and 8.3.3), without
    /// notification and signature.
    ///
    /// A vehicle that has no session yet sends an id of zeros
    /// ([`SessionId::ZERO`](super::SessionId::ZERO)). The encoder refuses more than 8 bytes.
    #[must_use]
    pub fn new(session_id: &'a [u8], body: impl Into<Body<'a>>) -> Self {
        Self { header: MessageHeader::new(session_id), body: body.into() }
    }
}

#[cfg(test)]
mod tests {
    use crate::iso2::{
        Body, FaultCode, MessageHeader, Notification, ResponseCode, SessionStopRes, V2gMessage,
    };

    #[test]
    fn messages_are_made_from_their_bodies() {
        let mut message = V2gMessage::new(&[1, 2], SessionStopRes::new(ResponseCode::Ok));
        assert_eq!(message.header.session_id, [1, 2]);
        assert_eq!(message.body.name(), "SessionStopRes");
        assert!(matches!(message.body, Body::SessionStopRes(_)));
        let notification = Notification::new(FaultCode::UnknownError);
        message.header = MessageHeader { notification: Some(notification), ..message.header };
        assert_eq!(message.header.session_id, [1, 2]);
    }
}
