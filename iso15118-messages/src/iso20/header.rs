//! Constructors of headers.

use super::MessageHeader;
use crate::xmldsig::Signature;

impl<'a> MessageHeader<'a> {
    /// A header without signature. The session id has exactly 8 bytes, the time is in seconds since
    /// 1970-01-01 UTC.
    #[must_use]
    pub const fn new(session_id: &'a [u8; 8], time_stamp: u64) -> Self {
        Self { session_id, time_stamp, signature: None }
    }

    /// The same header with a signature.
    #[must_use]
    pub const fn with_signature(mut self, signature: Signature<'a>) -> Self {
        self.signature = Some(signature);
        self
    }
}
