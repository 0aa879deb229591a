//! The variants of ISO 15118-20 for wireless links and for eMSPs, 0x9002 to 0x9005.

use core::fmt;
use core::net::Ipv6Addr;
use core::ops::BitOr;
use core::str;

use super::error::SdpError;
use super::message::{Security, Transport};
use super::wire::{datagram, endpoint, endpoint_bytes, fixed, payload, split, wire_byte};
use crate::encode::ready;
use crate::{EncodeError, Frame, Header, PayloadType, write_frame};

wire_byte! {
    /// How vehicle and station couple, as byte of the wire (UNSURE: dsV2Gshark, which names annexes of
    /// EN 50696:2021 for the pantographs).
    Coupling, "coupling" {
        /// Annex A.2: inverse pantograph of the station, cross rail contacts.
        PANTOGRAPH_CROSS_RAIL = 0x00, "inverse pantograph, cross rail";
        /// Annex A.3: inverse pantograph of the station, in line contacts.
        PANTOGRAPH_IN_LINE = 0x01, "inverse pantograph, in line";
        /// Annex A.4: pantograph of the station, contact dome.
        PANTOGRAPH_DOME = 0x02, "pantograph, contact dome";
        /// Annex B: pantograph of the vehicle.
        PANTOGRAPH_VEHICLE = 0x03, "pantograph of the vehicle";
        /// Annex C: a device underneath the vehicle.
        UNDERNEATH = 0x04, "underneath the vehicle";
        /// Annex D: a device of the station at the side or the roof of the vehicle.
        SIDE_OR_ROOF = 0x05, "side or roof of the vehicle";
        /// Wireless power transfer.
        WPT = 0x10, "WPT";
        /// ACD-U, a manipulator of the station.
        ACD_U_INFRASTRUCTURE = 0x20, "ACD-U of the station";
        /// ACD-U, a manipulator of the vehicle.
        ACD_U_VEHICLE = 0x21, "ACD-U of the vehicle";
        /// ACD-S.
        ACD_S = 0x30, "ACD-S";
        /// A plug, by hand.
        MANUAL = 0x40, "manual";
        /// Not applicable.
        NOT_APPLICABLE = 0xFF, "not applicable";
    }
}

wire_byte! {
    /// How far pairing has come, as byte of the wire (UNSURE: dsV2Gshark).
    Diagnosis, "diagnosis" {
        /// Going on.
        ONGOING = 0x00, "ongoing";
        /// Finished, and the EVSEID is known.
        FINISHED_WITH_EVSE_ID = 0x01, "finished with EVSEID";
        /// Finished without EVSEID.
        FINISHED_WITHOUT_EVSE_ID = 0x02, "finished without EVSEID";
        /// There is no station.
        NO_SECC = 0x10, "no SECC";
    }
}

/// Positioning and pairing (P2PS, PPD) that a vehicle can do, as bit field of the wire (UNSURE:
/// dsV2Gshark).
///
/// ```
/// use v2gtp::sdp::Pairing;
///
/// let pairing = Pairing::WPT_LF_VEHICLE | Pairing::WPT_CAMERA_VEHICLE;
/// assert_eq!(pairing.bits(), 0x1800);
/// assert!(pairing.contains(Pairing::WPT_LF_VEHICLE));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pairing(u16);

impl Pairing {
    /// Pairing and positioning device on the infrastructure.
    pub const PPD_INFRASTRUCTURE: Self = Self(0x0100);
    /// Pairing and positioning device on the vehicle.
    pub const PPD_VEHICLE: Self = Self(0x0200);
    /// Low frequency signal for WPT from the infrastructure.
    pub const WPT_LF_INFRASTRUCTURE: Self = Self(0x0400);
    /// Low frequency signal for WPT from the vehicle.
    pub const WPT_LF_VEHICLE: Self = Self(0x0800);
    /// Camera for WPT on the vehicle.
    pub const WPT_CAMERA_VEHICLE: Self = Self(0x1000);
    /// Infrared for ACD-U.
    pub const ACD_U_INFRARED: Self = Self(0x2000);
    /// Directed WLAN for ACD.
    pub const ACD_DIRECTED_WLAN: Self = Self(0x4000);

    /// The value of 16 bits. Every value is allowed.
    #[must_use]
    pub const fn new(bits: u16) -> Self {
        Self(bits)
    }

    /// The bits as they are on the wire (there big endian).
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// Whether all bits of the other one are set here.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for Pairing {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What a vehicle asks for on a wireless link: payload type 0x9002, 61 bytes.
///
/// **UNSURE**: the layout is that of dsV2Gshark. WWCP_ISO15118 of OpenChargingCloud has 37 bytes for
/// the EVSEID, so a payload of 62 bytes; a peer that agrees with it is told apart by
/// [`SdpError::Length`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WirelessRequest {
    /// Whether the vehicle wants TLS.
    pub security: Security,
    /// The transport protocol that it wants.
    pub transport: Transport,
    /// The positioning and pairing that it can do.
    pub pairing: Pairing,
    /// How they couple.
    pub coupling: Coupling,
    /// Identifier of the vehicle, text in 20 bytes (UNSURE is what fills up a shorter one; zeros in
    /// WWCP_ISO15118).
    pub ev_id: [u8; 20],
    /// Identifier of the station, text in 36 bytes, filled up the same way.
    pub evse_id: [u8; 36],
}

impl WirelessRequest {
    /// Bytes of the datagram.
    pub const LEN: usize = Header::LEN + 61;

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
        let front = [self.security.byte(), self.transport.byte()];
        let front = front.into_iter().chain(self.pairing.0.to_be_bytes()).chain([self.coupling.0]);
        datagram(PayloadType::SDP_REQUEST_WIRELESS, front.chain(self.ev_id).chain(self.evse_id))
    }
}

/// For a frame that has been cut out already, such as one of a capture.
impl TryFrom<Frame<&[u8]>> for WirelessRequest {
    type Error = SdpError;

    fn try_from(frame: Frame<&[u8]>) -> Result<Self, SdpError> {
        let bytes: &[u8; 61] = fixed(frame, PayloadType::SDP_REQUEST_WIRELESS)?;
        let (front, ids): (&[u8; 5], &[u8; 56]) = split(bytes);
        let (ev_id, evse_id) = split(ids);
        let [security, transport, high, low, coupling] = *front;
        Ok(Self {
            security: Security::new(security),
            transport: Transport::new(transport),
            pairing: Pairing(u16::from_be_bytes([high, low])),
            coupling: Coupling(coupling),
            ev_id: *ev_id,
            evse_id: *evse_id,
        })
    }
}

/// Where a station can be reached on a wireless link: payload type 0x9003, 58 bytes.
///
/// **UNSURE**, as [`WirelessRequest`]: 59 bytes in WWCP_ISO15118.
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
    /// Identifier of the station, text in 36 bytes (UNSURE is what fills up a shorter one; zeros in
    /// WWCP_ISO15118).
    pub evse_id: [u8; 36],
}

impl WirelessResponse {
    /// Bytes of the datagram.
    pub const LEN: usize = Header::LEN + 58;

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
        let state =
            [self.security.byte(), self.transport.byte(), self.diagnosis.0, self.coupling.0];
        datagram(PayloadType::SDP_RESPONSE_WIRELESS, server.chain(state).chain(self.evse_id))
    }
}

/// For a frame that has been cut out already, such as one of a capture.
impl TryFrom<Frame<&[u8]>> for WirelessResponse {
    type Error = SdpError;

    fn try_from(frame: Frame<&[u8]>) -> Result<Self, SdpError> {
        let bytes: &[u8; 58] = fixed(frame, PayloadType::SDP_RESPONSE_WIRELESS)?;
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
        Frame::parse_datagram(datagram)?.try_into()
    }

    /// Writes the datagram into `buf` and returns what was written.
    ///
    /// # Errors
    ///
    /// As [`Frame::encode`]. `buf` stays as it was.
    pub fn encode<'b>(&self, buf: &'b mut [u8]) -> Result<&'b [u8], EncodeError> {
        let payload = self.emsp_ids;
        Frame { payload_type: PayloadType::SDP_REQUEST_EMSP, payload }.encode(buf)
    }
}

/// For a frame that has been cut out already, such as one of a capture.
impl<'a> TryFrom<Frame<&'a [u8]>> for EmspRequest<'a> {
    type Error = SdpError;

    fn try_from(frame: Frame<&'a [u8]>) -> Result<Self, SdpError> {
        let payload = payload(frame, PayloadType::SDP_REQUEST_EMSP)?;
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
        Frame::parse_datagram(datagram)?.try_into()
    }

    /// Writes the datagram into `buf` and returns what was written.
    ///
    /// # Errors
    ///
    /// As [`Frame::encode`]. `buf` stays as it was.
    pub fn encode<'b>(&self, buf: &'b mut [u8]) -> Result<&'b [u8], EncodeError> {
        let len = self.emsp_ids.len().saturating_add(18);
        ready(buf, len)?;
        write_frame(buf, PayloadType::SDP_RESPONSE_EMSP, |room| {
            let payload = endpoint_bytes(self.address, self.port).chain(self.emsp_ids.bytes());
            for (to, byte) in room.iter_mut().zip(payload) {
                *to = byte;
            }
            Ok(len)
        })
    }
}

/// For a frame that has been cut out already, such as one of a capture.
impl<'a> TryFrom<Frame<&'a [u8]>> for EmspResponse<'a> {
    type Error = SdpError;

    fn try_from(frame: Frame<&'a [u8]>) -> Result<Self, SdpError> {
        let payload = payload(frame, PayloadType::SDP_RESPONSE_EMSP)?;
        let Some((server, ids)) = payload.split_first_chunk::<18>() else {
            return Err(SdpError::TooShort { at_least: 18, found: payload.len() });
        };
        let (address, port) = endpoint(server);
        let emsp_ids = str::from_utf8(ids).map_err(|_| SdpError::Text)?;
        Ok(Self { address, port, emsp_ids })
    }
}
