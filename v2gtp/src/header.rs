//! The eight bytes in front of every payload.

use crate::PayloadType;

/// V2GTP header: what follows it, and how long that is.
///
/// | Offset | Size | Field | Value |
/// |---|---|---|---|
/// | 0 | 1 | protocol version | `0x01` |
/// | 1 | 1 | inverse version | `0xFE`, the bitwise complement of the version |
/// | 2 | 2 | payload type | big endian |
/// | 4 | 4 | payload length | big endian, in bytes, header excluded |
///
/// The layout is the same in DIN SPEC 70121, ISO 15118-2 and ISO 15118-20. The two version bytes
/// carry no choice, so they are not fields here: a value of this type always stands for `01 FE ..`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Header {
    /// Kind of the payload. Every code parses; whether it applies is for the receiver to decide.
    pub payload_type: PayloadType,
    /// Length of the payload in bytes, without the header: 0 to 2^32 - 1.
    ///
    /// When it came off the wire, it is the peer's claim and nothing more. No source states a
    /// largest legal value; set a cap before reserving memory for it.
    pub payload_length: u32,
}

impl Header {
    /// Length of the encoded header in bytes.
    pub const LEN: usize = 8;

    /// The protocol version this crate speaks, byte 0.
    pub const VERSION: u8 = 0x01;

    /// Complement of [`VERSION`](Self::VERSION), byte 1.
    pub const INVERSE_VERSION: u8 = !Self::VERSION;

    /// Parses a header.
    ///
    /// Checks version, then inverse version: the order that \[V2G2-092\] and \[V2G2-094\] are cited
    /// for by the crate `iso15118` 0.7.0 (not compared with the standard). Payload type and length
    /// come after them in that order and cannot be wrong by themselves: an unknown type still has a
    /// valid length, so its frame can be passed over (\[V2G2-800\], same source).
    ///
    /// # Errors
    ///
    /// Returns the first version byte that is wrong. A stream that gives this error cannot be
    /// brought back into step, because there is no mark to search for: close the connection.
    #[inline]
    pub const fn parse(bytes: &[u8; Self::LEN]) -> Result<Self, HeaderError> {
        let [version, inverse, t0, t1, l0, l1, l2, l3] = *bytes;
        if version != Self::VERSION {
            return Err(HeaderError::Version { found: version });
        }
        if inverse != Self::INVERSE_VERSION {
            return Err(HeaderError::InverseVersion { found: inverse });
        }
        Ok(Self {
            payload_type: PayloadType::new(u16::from_be_bytes([t0, t1])),
            payload_length: u32::from_be_bytes([l0, l1, l2, l3]),
        })
    }

    /// Encodes the header.
    ///
    /// Useful by itself for a vectored write of header and payload;
    /// [`write_frame`](crate::write_frame) puts both into one buffer.
    #[inline]
    #[must_use]
    pub const fn encode(self) -> [u8; Self::LEN] {
        let [t0, t1] = self.payload_type.code().to_be_bytes();
        let [l0, l1, l2, l3] = self.payload_length.to_be_bytes();
        [Self::VERSION, Self::INVERSE_VERSION, t0, t1, l0, l1, l2, l3]
    }

    /// Checks as much of the version bytes as has arrived, so that a foreign protocol (a TLS
    /// record, say) is refused at its first byte and not only at its eighth. The error does not
    /// depend on how a stream was cut.
    pub(crate) const fn check_prefix(bytes: &[u8]) -> Result<(), HeaderError> {
        match *bytes {
            [version, ..] if version != Self::VERSION => {
                Err(HeaderError::Version { found: version })
            }
            [_, inverse, ..] if inverse != Self::INVERSE_VERSION => {
                Err(HeaderError::InverseVersion { found: inverse })
            }
            _ => Ok(()),
        }
    }

    /// Payload length for use with slices. Where `usize` is too narrow the result is a length that
    /// no slice has.
    pub(crate) fn payload_len(self) -> usize {
        usize::try_from(self.payload_length).unwrap_or(usize::MAX)
    }
}

/// Reason why eight bytes are not a V2GTP header.
///
/// Both mean the same for a stream: the peer does not speak V2GTP here, or the stream is out of
/// step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum HeaderError {
    /// Byte 0 is not [`Header::VERSION`].
    #[error("V2GTP version is {found:#04x}, expected 0x01")]
    Version {
        /// The byte in its place.
        found: u8,
    },
    /// Byte 1 is not [`Header::INVERSE_VERSION`].
    #[error("V2GTP inverse version is {found:#04x}, expected 0xfe")]
    InverseVersion {
        /// The byte in its place.
        found: u8,
    },
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn layout_is_big_endian() {
        let header = Header { payload_type: PayloadType::SDP_REQUEST, payload_length: 0x0102_0304 };
        let bytes = [0x01, 0xfe, 0x90, 0x00, 0x01, 0x02, 0x03, 0x04];
        assert_eq!(header.encode(), bytes);
        assert_eq!(Header::parse(&bytes), Ok(header));
    }

    #[test]
    fn version_is_checked_before_inverse_version() {
        let mut bytes = [0x02, 0x00, 0x80, 0x01, 0, 0, 0, 0];
        assert_eq!(Header::parse(&bytes), Err(HeaderError::Version { found: 2 }));
        bytes[0] = 0x01;
        assert_eq!(Header::parse(&bytes), Err(HeaderError::InverseVersion { found: 0 }));
        bytes[1] = 0xfe;
        assert!(Header::parse(&bytes).is_ok());
    }

    #[test]
    fn a_consistent_pair_of_another_version_is_refused() {
        let bytes = [0x02, 0xfd, 0x80, 0x01, 0, 0, 0, 0];
        assert_eq!(Header::parse(&bytes), Err(HeaderError::Version { found: 2 }));
    }

    #[test]
    fn every_version_pair_but_one_is_refused() {
        for version in 0..=u8::MAX {
            for inverse in 0..=u8::MAX {
                let bytes = [version, inverse, 0x80, 0x01, 0, 0, 0, 0];
                let good = version == 0x01 && inverse == 0xfe;
                assert_eq!(Header::parse(&bytes).is_ok(), good);
                // The early check and the full parse agree.
                assert_eq!(Header::check_prefix(&bytes).err(), Header::parse(&bytes).err());
            }
        }
    }

    #[test]
    fn prefix_check_judges_only_what_is_there() {
        assert_eq!(Header::check_prefix(&[]), Ok(()));
        assert_eq!(Header::check_prefix(&[0x01]), Ok(()));
        assert_eq!(Header::check_prefix(&[0x16]), Err(HeaderError::Version { found: 0x16 }));
        assert_eq!(
            Header::check_prefix(&[0x01, 0x03]),
            Err(HeaderError::InverseVersion { found: 0x03 })
        );
    }

    #[test]
    fn errors_name_the_byte() {
        assert_eq!(
            HeaderError::Version { found: 0x16 }.to_string(),
            "V2GTP version is 0x16, expected 0x01"
        );
        assert_eq!(
            HeaderError::InverseVersion { found: 0 }.to_string(),
            "V2GTP inverse version is 0x00, expected 0xfe"
        );
    }
}
