//! Constructors of messages.

use super::{Body, MessageHeader, V2gMessage};

impl<'a> V2gMessage<'a> {
    /// Makes a message of the session with this id, without notification and signature.
    ///
    /// A vehicle that has no session yet sends an id of zeros. The encoder refuses more than 8
    /// bytes.
    #[must_use]
    pub fn new(session_id: &'a [u8], body: impl Into<Body<'a>>) -> Self {
        Self { header: MessageHeader::new(session_id), body: body.into() }
    }
}
