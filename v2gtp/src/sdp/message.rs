//! Request and response of the wired variant, 0x9000 and 0x9001.

use core::fmt;
use core::net::Ipv6Addr;

use super::DYNAMIC_PORTS;
use super::error::SdpError;
use super::wire::{datagram, endpoint, endpoint_bytes, fixed, split, wire_byte};
use crate::{Frame, Header, PayloadType};

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
        Frame::parse_datagram(datagram)?.try_into()
    }

    /// The datagram.
    #[must_use]
    pub const fn encode(self) -> [u8; Self::LEN] {
        let header = Header { payload_type: PayloadType::SDP_REQUEST, payload_length: 2 };
        let [a, b, c, d, e, f, g, h] = header.encode();
        [a, b, c, d, e, f, g, h, self.security.0, self.transport.0]
    }
}

/// For a frame that has been cut out already, such as one of a capture.
impl TryFrom<Frame<&[u8]>> for Request {
    type Error = SdpError;

    fn try_from(frame: Frame<&[u8]>) -> Result<Self, SdpError> {
        let [security, transport] = fixed(frame, PayloadType::SDP_REQUEST)?;
        Ok(Self { security: Security(*security), transport: Transport(*transport) })
    }
}

/// Where a station can be reached: payload type 0x9001, 20 bytes. Sources: Josev, RISE-V2G.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Response {
    /// The address of the TCP server: link-local, so it means nothing without an interface. To
    /// connect, add the scope of the interface that the request went out on.
    pub address: Ipv6Addr,
    /// Its port, to be in [`DYNAMIC_PORTS`].
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
        Frame::parse_datagram(datagram)?.try_into()
    }

    /// The datagram.
    #[must_use]
    pub fn encode(self) -> [u8; Self::LEN] {
        let server = endpoint_bytes(self.address, self.port);
        datagram(PayloadType::SDP_RESPONSE, server.chain([self.security.0, self.transport.0]))
    }

    /// Whether the port is in [`DYNAMIC_PORTS`].
    #[must_use]
    pub fn has_dynamic_port(&self) -> bool {
        DYNAMIC_PORTS.contains(&self.port)
    }
}

/// For a frame that has been cut out already, such as one of a capture.
impl TryFrom<Frame<&[u8]>> for Response {
    type Error = SdpError;

    fn try_from(frame: Frame<&[u8]>) -> Result<Self, SdpError> {
        let payload: &[u8; 20] = fixed(frame, PayloadType::SDP_RESPONSE)?;
        let (server, [security, transport]) = split(payload);
        let (address, port) = endpoint(server);
        Ok(Self { address, port, security: Security(*security), transport: Transport(*transport) })
    }
}
