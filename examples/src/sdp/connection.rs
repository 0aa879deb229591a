//! The TCP ports of a station, and how a connection to them begins.

use core::fmt;
use core::net::{SocketAddr, SocketAddrV6};
use core::time::Duration;
use std::io::{self, Read};
use std::net::{TcpListener, TcpStream};

use v2gtp::Header;
use v2gtp::sdp::Security;

use super::link::{Link, LinkError};

/// How long a vehicle may take for its first bytes.
const FIRST_BYTES: Duration = Duration::from_secs(5);

/// A TCP port that vehicles are told of.
pub(super) struct Door {
    listener: TcpListener,
    port: u16,
    security: Security,
}

impl Door {
    pub(super) fn open(link: &Link, port: u16, security: Security) -> Result<Self, LinkError> {
        Ok(Self { listener: link.listen(port)?, port, security })
    }

    /// The connection that waits, if one does. Its first bytes are waited for.
    pub(super) fn look(&self) -> Result<Option<Visit>, LinkError> {
        let cannot = |error| LinkError::NotAccepted(self.port, error);
        let (stream, from) = match self.listener.accept() {
            Ok(accepted) => accepted,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
            Err(error) => return Err(cannot(error)),
        };
        let SocketAddr::V6(from) = from else { return Ok(None) };
        stream.set_nonblocking(false).map_err(cannot)?;
        stream.set_read_timeout(Some(FIRST_BYTES)).map_err(cannot)?;
        let opening = Opening::read(stream);
        Ok(Some(Visit { from, port: self.port, security: self.security, opening }))
    }
}

/// A connection that came.
pub(super) struct Visit {
    pub(super) from: SocketAddrV6,
    pub(super) port: u16,
    /// What the port is for.
    pub(super) security: Security,
    pub(super) opening: Opening,
}

impl Visit {
    /// Whether the vehicle keeps to the answer; one that says nothing does.
    pub(super) fn is_as_answered(&self) -> bool {
        match self.opening {
            Opening::Nothing => true,
            Opening::Tls => self.security == Security::TLS,
            Opening::V2gtp => self.security == Security::NONE,
            Opening::Other(_) => false,
        }
    }
}

/// How a connection begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// Nothing came in time, or it was closed.
    Nothing,
    /// A TLS handshake record.
    Tls,
    /// A V2GTP header.
    V2gtp,
    /// Something else, with this byte.
    Other(u8),
}

impl Opening {
    fn read(mut stream: TcpStream) -> Self {
        let mut bytes = [0; 2];
        let len = match stream.read(&mut bytes) {
            // The second byte may come in a segment of its own.
            Ok(1) => 1 + stream.read(&mut bytes[1..]).unwrap_or(0),
            Ok(len) => len,
            Err(_) => 0,
        };
        Self::of(&bytes[..len])
    }

    fn of(bytes: &[u8]) -> Self {
        /// Content type of TLS records that carry a handshake.
        const HANDSHAKE: u8 = 0x16;
        match *bytes {
            [] => Self::Nothing,
            [HANDSHAKE, ..] => Self::Tls,
            [Header::VERSION, Header::INVERSE_VERSION, ..] => Self::V2gtp,
            [other, ..] => Self::Other(other),
        }
    }
}

impl fmt::Display for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Tls => f.write_str("a TLS handshake"),
            Self::V2gtp => f.write_str("V2GTP"),
            Self::Other(byte) => write!(f, "byte 0x{byte:02x}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_tell_what_a_vehicle_speaks() {
        for (bytes, opening, to_tls, to_plain) in [
            (&[][..], Opening::Nothing, true, true),
            (&[0x16, 0x03], Opening::Tls, true, false),
            (&[0x01, 0xfe], Opening::V2gtp, false, true),
            (&[0x01], Opening::Other(1), false, false),
            (b"GE", Opening::Other(b'G'), false, false),
        ] {
            assert_eq!(Opening::of(bytes), opening);
            let from = "[fe80::1]:50000".parse().unwrap();
            let visit = |security| Visit { from, port: 50_001, security, opening };
            assert_eq!(visit(Security::TLS).is_as_answered(), to_tls);
            assert_eq!(visit(Security::NONE).is_as_answered(), to_plain);
        }
    }
}
