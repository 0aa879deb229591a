//! Constructors of messages and headers.

use super::{Body, MessageHeader, V2gMessage};

impl<'a> V2gMessage<'a> {
    /// A message of the session with this id, without notification and signature.
    ///
    /// A vehicle that has no session yet sends an id of zeros. At most 8 bytes; more are refused by
    /// the encoder.
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
}
