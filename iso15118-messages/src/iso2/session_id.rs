//! The id of a session, as a value that lives longer than a message.

use core::fmt;

/// A session id: up to 8 bytes (`sessionIDType`).
///
/// The station chooses it and sends it in SessionSetupRes; both sides put it into every header that
/// follows. Real vehicles ask for a new session with eight zeros or with a single one, so ids are
/// compared byte by byte, but [`is_zero`](Self::is_zero) looks at the value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionId {
    bytes: [u8; Self::MAX_LEN],
    len: u8,
}

/// An id of more than [`SessionId::MAX_LEN`] bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a session id of more than 8 bytes")]
pub struct SessionIdTooLong;

impl SessionId {
    /// Greatest length in bytes, by the schema.
    pub const MAX_LEN: usize = 8;

    /// Eight zeros: the vehicle asks for a new session.
    pub const ZERO: Self = Self { bytes: [0; Self::MAX_LEN], len: 8 };

    /// An id of eight bytes, as a station chooses it: random, and not zero.
    #[must_use]
    pub const fn new(bytes: [u8; Self::MAX_LEN]) -> Self {
        Self { bytes, len: 8 }
    }

    /// The bytes as they are in the header.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or(&self.bytes)
    }

    /// True if there are only zeros, in any number: no session yet.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.bytes == [0; Self::MAX_LEN]
    }
}

impl TryFrom<&[u8]> for SessionId {
    type Error = SessionIdTooLong;

    fn try_from(id: &[u8]) -> Result<Self, SessionIdTooLong> {
        let mut bytes = [0; Self::MAX_LEN];
        let len = u8::try_from(id.len()).map_err(|_| SessionIdTooLong)?;
        bytes.get_mut(..id.len()).ok_or(SessionIdTooLong)?.copy_from_slice(id);
        Ok(Self { bytes, len })
    }
}

/// Upper-case hexadecimal, as in JSON and XML.
impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_bytes().iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionId({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::{SessionId, SessionIdTooLong};
    use alloc::string::ToString;

    #[test]
    fn ids_keep_their_length() {
        let short = SessionId::try_from([0].as_slice()).expect("one byte");
        assert_eq!(short.as_bytes(), [0]);
        assert!(short.is_zero());
        assert_ne!(short, SessionId::ZERO);
        assert_eq!(SessionId::try_from([].as_slice()).map(|id| id.as_bytes().len()), Ok(0));
        assert_eq!(SessionId::try_from([1; 9].as_slice()), Err(SessionIdTooLong));
        assert_eq!(SessionId::try_from([1; 300].as_slice()), Err(SessionIdTooLong));
        let id = SessionId::new([0xaf, 0x6d, 0x43, 0x8d, 0x11, 0xac, 0xc8, 0x9c]);
        assert_eq!(id.to_string(), "AF6D438D11ACC89C");
        assert!(!id.is_zero());
    }
}
