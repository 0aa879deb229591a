//! Request and response of the wired variant, 0x9000 and 0x9001.

use core::error::Error;
use core::fmt;
use core::net::Ipv6Addr;

use crate::{Frame, FrameError, Header, PayloadType};

/// What is wrong with a datagram. It is to be dropped, and the socket goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SdpError {
    /// Not one V2GTP frame.
    Frame(FrameError),
    /// A frame of another payload type.
    PayloadType(PayloadType),
    /// A payload of the wrong length.
    Length {
        /// Bytes that the payload must have, or must have at least.
        expected: usize,
        /// Bytes that it has.
        found: usize,
    },
    /// A text that is not UTF-8.
    Text,
}

impl fmt::Display for SdpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Frame(error) => error.fmt(f),
            Self::PayloadType(found) => write!(f, "unexpected payload type {found}"),
            Self::Length { expected, found } => {
                write!(f, "payload of {found} bytes instead of {expected}")
            }
            Self::Text => f.write_str("text that is not UTF-8"),
        }
    }
}

impl Error for SdpError {}

impl From<FrameError> for SdpError {
    fn from(error: FrameError) -> Self {
        Self::Frame(error)
    }
}

/// The payload of a datagram of this type.
pub(super) fn payload(datagram: &[u8], payload_type: PayloadType) -> Result<&[u8], SdpError> {
    let frame = Frame::parse_datagram(datagram)?;
    if frame.payload_type == payload_type {
        Ok(frame.payload)
    } else {
        Err(SdpError::PayloadType(frame.payload_type))
    }
}

/// The payload of a datagram of this type and length.
pub(super) fn fixed<const N: usize>(
    datagram: &[u8],
    payload_type: PayloadType,
) -> Result<&[u8; N], SdpError> {
    let payload = payload(datagram, payload_type)?;
    let error = SdpError::Length { expected: N, found: payload.len() };
    payload.try_into().map_err(|_| error)
}

/// Defines a byte of the wire with names for some of its values; every value is representable.
macro_rules! wire_byte {
    (
        $(#[$meta:meta])*
        $name:ident, $what:literal { $($(#[$doc:meta])* $value:ident = $byte:literal, $text:literal;)* }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name(u8);

        impl $name {
            $($(#[$doc])* pub const $value: Self = Self($byte);)*

            /// The value of a byte.
            #[must_use]
            pub const fn new(byte: u8) -> Self {
                Self(byte)
            }

            /// The byte.
            #[must_use]
            pub const fn byte(self) -> u8 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match *self {
                    $(Self::$value => f.write_str($text),)*
                    Self(other) => write!(f, concat!("reserved ", $what, " 0x{:02X}"), other),
                }
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "(0x{:02X})"), self.0)
            }
        }
    };
}

wire_byte! {
    /// Whether the TCP connection is to be protected, as byte of the wire.
    Security, "security" {
        /// TLS.
        TLS = 0x00, "TLS";
        /// No transport security.
        NONE = 0x10, "no TLS";
    }
}

wire_byte! {
    /// The transport protocol, as byte of the wire.
    Transport, "transport" {
        /// TCP.
        TCP = 0x00, "TCP";
        /// Reserved for UDP.
        UDP = 0x10, "UDP";
    }
}

/// What a vehicle asks for: payload type 0x9000, 2 bytes. Sources: Josev, RISE-V2G.
///
/// ```
/// use v2gtp::sdp::{Request, Security, Transport};
///
/// let request = Request { security: Security::TLS, transport: Transport::TCP };
/// let datagram = [0x01, 0xFE, 0x90, 0x00, 0, 0, 0, 2, 0x00, 0x00];
/// assert_eq!(request.encode(), datagram);
/// assert_eq!(Request::parse(&datagram), Ok(request));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Request {
    /// Whether the vehicle wants TLS.
    pub security: Security,
    /// The transport protocol that it wants.
    pub transport: Transport,
}

impl Request {
    /// Bytes of the datagram.
    pub const LEN: usize = Header::LEN + 2;

    /// Reads a datagram.
    ///
    /// # Errors
    ///
    /// [`SdpError`] if it is something else.
    pub fn parse(datagram: &[u8]) -> Result<Self, SdpError> {
        let [security, transport] = fixed(datagram, PayloadType::SDP_REQUEST)?;
        Ok(Self { security: Security(*security), transport: Transport(*transport) })
    }

    /// The datagram.
    #[must_use]
    pub const fn encode(self) -> [u8; Self::LEN] {
        let header = Header { payload_type: PayloadType::SDP_REQUEST, payload_length: 2 };
        let [a, b, c, d, e, f, g, h] = header.encode();
        [a, b, c, d, e, f, g, h, self.security.0, self.transport.0]
    }
}

/// Where a station can be reached: payload type 0x9001, 20 bytes. Sources: Josev, RISE-V2G.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Response {
    /// The address of the TCP server.
    pub address: Ipv6Addr,
    /// Its port.
    pub port: u16,
    /// Whether the port speaks TLS.
    pub security: Security,
    /// The transport protocol of the port.
    pub transport: Transport,
}

impl Response {
    /// Bytes of the datagram.
    pub const LEN: usize = Header::LEN + 20;

    /// Reads a datagram.
    ///
    /// # Errors
    ///
    /// [`SdpError`] if it is something else.
    pub fn parse(datagram: &[u8]) -> Result<Self, SdpError> {
        let payload: &[u8; 20] = fixed(datagram, PayloadType::SDP_RESPONSE)?;
        let (server, [security, transport]) = split(payload);
        let (address, port) = endpoint(server);
        Ok(Self { address, port, security: Security(*security), transport: Transport(*transport) })
    }

    /// The datagram.
    #[must_use]
    pub fn encode(self) -> [u8; Self::LEN] {
        let header = Header { payload_type: PayloadType::SDP_RESPONSE, payload_length: 20 };
        let mut datagram = [0; Self::LEN];
        let port = self.port.to_be_bytes();
        let parts = header.encode().into_iter().chain(self.address.octets()).chain(port);
        let parts = parts.chain([self.security.0, self.transport.0]);
        for (to, byte) in datagram.iter_mut().zip(parts) {
            *to = byte;
        }
        datagram
    }

    /// Whether the port is in the dynamic range, 49152 to 65535, where stations are to put it
    /// (Josev refuses others).
    #[must_use]
    pub const fn has_dynamic_port(&self) -> bool {
        self.port >= 49152
    }
}

/// Cuts an array in two of known lengths.
pub(super) fn split<const N: usize, const A: usize, const B: usize>(
    bytes: &[u8; N],
) -> (&[u8; A], &[u8; B]) {
    const { assert!(A + B == N) };
    const { assert!(A <= N) };
    // The lengths are right, as the compiler has checked.
    match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => (first, last),
        _ => (&[0; A], &[0; B]),
    }
}

/// Address and port.
pub(super) fn endpoint(bytes: &[u8; 18]) -> (Ipv6Addr, u16) {
    let (address, port): (&[u8; 16], &[u8; 2]) = split(bytes);
    (Ipv6Addr::from(*address), u16::from_be_bytes(*port))
}
