//! The variants of ISO 15118-20 for wireless links and for eMSPs, 0x9002 to 0x9005. **UNSURE**: one
//! public source has the layouts, dsV2Gshark.

use core::net::Ipv6Addr;
use core::str;

use super::message::{SdpError, Security, Transport, endpoint, fixed, payload, split};
use crate::PayloadType;

/// How vehicle and station couple, as byte of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Coupling(pub u8);

impl Coupling {
    /// Wireless power transfer.
    pub const WPT: Self = Self(0x10);
    /// A manipulator of the station under the vehicle.
    pub const ACD_U_INFRASTRUCTURE: Self = Self(0x20);
    /// A manipulator of the vehicle.
    pub const ACD_U_VEHICLE: Self = Self(0x21);
    /// A device at the side.
    pub const ACD_S: Self = Self(0x30);
    /// A plug, by hand.
    pub const MANUAL: Self = Self(0x40);
    /// Not applicable.
    pub const NOT_APPLICABLE: Self = Self(0xFF);
}

/// How far pairing has come, as byte of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Diagnosis(pub u8);

impl Diagnosis {
    /// Going on.
    pub const ONGOING: Self = Self(0x00);
    /// Finished, and the EVSEID is known.
    pub const FINISHED_WITH_EVSE_ID: Self = Self(0x01);
    /// Finished without EVSEID.
    pub const FINISHED_WITHOUT_EVSE_ID: Self = Self(0x02);
    /// There is no station.
    pub const NO_SECC: Self = Self(0x10);
}

/// What a vehicle asks for on a wireless link: payload type 0x9002, 61 bytes (UNSURE: dsV2Gshark;
/// the fields it names take 61 bytes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WirelessRequest {
    /// Whether the vehicle wants TLS.
    pub security: Security,
    /// The transport protocol that it wants.
    pub transport: Transport,
    /// Bit field of the positioning and pairing that the vehicle knows.
    pub pairing: u16,
    /// How they couple.
    pub coupling: Coupling,
    /// Identifier of the vehicle, text in 20 bytes.
    pub ev_id: [u8; 20],
    /// Identifier of the station, text in 36 bytes.
    pub evse_id: [u8; 36],
}

impl WirelessRequest {
    /// Bytes of the payload.
    pub const PAYLOAD_LEN: usize = 61;

    /// Reads a datagram.
    ///
    /// # Errors
    ///
    /// [`SdpError`] if it is something else.
    pub fn parse(datagram: &[u8]) -> Result<Self, SdpError> {
        let bytes: &[u8; 61] = fixed(datagram, PayloadType::SDP_REQUEST_WIRELESS)?;
        let (front, ids): (&[u8; 5], &[u8; 56]) = split(bytes);
        let (ev_id, evse_id) = split(ids);
        let [security, transport, high, low, coupling] = *front;
        Ok(Self {
            security: Security::new(security),
            transport: Transport::new(transport),
            pairing: u16::from_be_bytes([high, low]),
            coupling: Coupling(coupling),
            ev_id: *ev_id,
            evse_id: *evse_id,
        })
    }

    /// The payload, to be put behind a header.
    #[must_use]
    pub fn payload(&self) -> [u8; Self::PAYLOAD_LEN] {
        let front = [self.security.byte(), self.transport.byte()];
        let front = front.into_iter().chain(self.pairing.to_be_bytes());
        filled(front.chain([self.coupling.0]).chain(self.ev_id).chain(self.evse_id))
    }
}

/// Where a station can be reached on a wireless link: payload type 0x9003, 58 bytes (UNSURE:
/// dsV2Gshark).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WirelessResponse {
    /// The address of the TCP server.
    pub address: Ipv6Addr,
    /// Its port.
    pub port: u16,
    /// Whether the port speaks TLS.
    pub security: Security,
    /// The transport protocol of the port.
    pub transport: Transport,
    /// How far pairing has come.
    pub diagnosis: Diagnosis,
    /// How they couple.
    pub coupling: Coupling,
    /// Identifier of the station, text in 36 bytes.
    pub evse_id: [u8; 36],
}

impl WirelessResponse {
    /// Bytes of the payload.
    pub const PAYLOAD_LEN: usize = 58;

    /// Reads a datagram.
    ///
    /// # Errors
    ///
    /// [`SdpError`] if it is something else.
    pub fn parse(datagram: &[u8]) -> Result<Self, SdpError> {
        let bytes: &[u8; 58] = fixed(datagram, PayloadType::SDP_RESPONSE_WIRELESS)?;
        let (server, rest): (&[u8; 18], &[u8; 40]) = split(bytes);
        let (front, evse_id): (&[u8; 4], &[u8; 36]) = split(rest);
        let (address, port) = endpoint(server);
        let [security, transport, diagnosis, coupling] = *front;
        Ok(Self {
            address,
            port,
            security: Security::new(security),
            transport: Transport::new(transport),
            diagnosis: Diagnosis(diagnosis),
            coupling: Coupling(coupling),
            evse_id: *evse_id,
        })
    }

    /// The payload, to be put behind a header.
    #[must_use]
    pub fn payload(&self) -> [u8; Self::PAYLOAD_LEN] {
        let server = self.address.octets().into_iter().chain(self.port.to_be_bytes());
        let state =
            [self.security.byte(), self.transport.byte(), self.diagnosis.0, self.coupling.0];
        filled(server.chain(state).chain(self.evse_id))
    }
}

fn filled<const N: usize>(bytes: impl Iterator<Item = u8>) -> [u8; N] {
    let mut array = [0; N];
    for (to, byte) in array.iter_mut().zip(bytes) {
        *to = byte;
    }
    array
}

/// A question for eMSPs: payload type 0x9004 (UNSURE: dsV2Gshark).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EmspRequest<'a> {
    /// A list of identifiers as text; may be empty.
    pub emsp_ids: &'a str,
}

impl<'a> EmspRequest<'a> {
    /// Reads a datagram.
    ///
    /// # Errors
    ///
    /// [`SdpError`] if it is something else.
    pub fn parse(datagram: &'a [u8]) -> Result<Self, SdpError> {
        let payload = payload(datagram, PayloadType::SDP_REQUEST_EMSP)?;
        let emsp_ids = str::from_utf8(payload).map_err(|_| SdpError::Text)?;
        Ok(Self { emsp_ids })
    }
}

/// The answer: payload type 0x9005 (UNSURE: dsV2Gshark). TCP with TLS is taken for granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EmspResponse<'a> {
    /// The address of the TCP server.
    pub address: Ipv6Addr,
    /// Its port.
    pub port: u16,
    /// A list of identifiers as text.
    pub emsp_ids: &'a str,
}

impl<'a> EmspResponse<'a> {
    /// Reads a datagram.
    ///
    /// # Errors
    ///
    /// [`SdpError`] if it is something else.
    pub fn parse(datagram: &'a [u8]) -> Result<Self, SdpError> {
        let payload = payload(datagram, PayloadType::SDP_RESPONSE_EMSP)?;
        let Some((server, ids)) = payload.split_first_chunk::<18>() else {
            return Err(SdpError::Length { expected: 18, found: payload.len() });
        };
        let (address, port) = endpoint(server);
        let emsp_ids = str::from_utf8(ids).map_err(|_| SdpError::Text)?;
        Ok(Self { address, port, emsp_ids })
    }
}
