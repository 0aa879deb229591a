//! SECC discovery payloads (`0x9000` to `0x9005`), request and answer.
//!
//! The JSON form is the one of recorded sessions: `{"Security": "TLS", "TransportProtocol": 0}`.
//! Layouts of the wireless and eMSP variants come from a single public source (the Wireshark
//! plugin dsV2Gshark).

use core::net::{IpAddr, Ipv6Addr, SocketAddr};

use serde_json::{Map, Value};
use v2gtp::PayloadType;

use crate::decode::{DecodeProblem, Decoded};
use crate::input::to_hex;
use crate::record::Direction;

/// UDP port on which stations answer.
pub const PORT: u16 = 15118;

/// Who sends a payload of this type.
#[must_use]
pub fn direction(payload_type: PayloadType) -> Option<Direction> {
    match payload_type {
        PayloadType::SDP_REQUEST
        | PayloadType::SDP_REQUEST_WIRELESS
        | PayloadType::SDP_REQUEST_EMSP => Some(Direction::FromEv),
        PayloadType::SDP_RESPONSE
        | PayloadType::SDP_RESPONSE_WIRELESS
        | PayloadType::SDP_RESPONSE_EMSP => Some(Direction::FromEvse),
        _ => None,
    }
}

/// Address and port that a discovery answer offers.
#[must_use]
pub fn offered_endpoint(payload_type: PayloadType, payload: &[u8]) -> Option<SocketAddr> {
    if !payload_type.is_sdp() || direction(payload_type) != Some(Direction::FromEvse) {
        return None;
    }
    let (address, rest) = payload.split_first_chunk::<16>()?;
    let port = rest.first_chunk::<2>()?;
    let address = IpAddr::V6(Ipv6Addr::from(*address));
    Some(SocketAddr::new(address, u16::from_be_bytes(*port)))
}

/// Decodes a discovery payload.
///
/// # Errors
///
/// Returns a problem where the length is wrong or the payload type is none of discovery.
pub fn decode(payload_type: PayloadType, payload: &[u8]) -> Result<Decoded, DecodeProblem> {
    let mut fields = Fields { rest: payload, json: Map::new() };
    let (name, expected, done) = match payload_type {
        PayloadType::SDP_REQUEST => ("SDPRequest", "2", fields.request()),
        PayloadType::SDP_RESPONSE => ("SDPResponse", "20", fields.answer()),
        PayloadType::SDP_REQUEST_WIRELESS => {
            ("SDPRequestWireless", "61", fields.wireless_request())
        }
        PayloadType::SDP_RESPONSE_WIRELESS => {
            ("SDPResponseWireless", "58", fields.wireless_answer())
        }
        PayloadType::SDP_REQUEST_EMSP => ("SDPEMSPRequest", "any number of", fields.emsps()),
        PayloadType::SDP_RESPONSE_EMSP => ("SDPEMSPResponse", "at least 18", fields.emsp_answer()),
        other => return Err(DecodeProblem::new(format!("payload type {other} is not SDP"))),
    };
    if done.is_none() || !fields.rest.is_empty() {
        let len = payload.len();
        let text = format!("{name} of {len} bytes, {expected} bytes expected");
        return Err(DecodeProblem::new(text));
    }
    Ok(Decoded {
        name: name.to_owned(),
        protocol: None,
        json: Value::Object(fields.json),
        violations: Vec::new(),
    })
}

/// Takes fields from the front of a payload; `None` where it is too short.
struct Fields<'a> {
    rest: &'a [u8],
    json: Map<String, Value>,
}

impl Fields<'_> {
    fn request(&mut self) -> Option<()> {
        let [security] = self.take()?;
        let security = match security {
            0x00 => "TLS".into(),
            0x10 => "NO_TLS".into(),
            reserved => reserved.into(),
        };
        self.add("Security", security);
        let [transport] = self.take()?;
        self.add("TransportProtocol", transport.into());
        Some(())
    }

    fn endpoint(&mut self) -> Option<()> {
        let address: [u8; 16] = self.take()?;
        self.add("IPAddress", to_hex(&address).into());
        let port = u16::from_be_bytes(self.take()?);
        self.add("Port", port.into());
        Some(())
    }

    fn answer(&mut self) -> Option<()> {
        self.endpoint()?;
        self.request()
    }

    fn wireless_request(&mut self) -> Option<()> {
        self.request()?;
        let flags = u16::from_be_bytes(self.take()?);
        self.add("P2PS_PPD", format!("0x{flags:04x}").into());
        let [coupling] = self.take()?;
        self.add("CouplingType", format!("0x{coupling:02x}").into());
        self.text::<20>("EVID")?;
        self.text::<36>("EVSEID")
    }

    fn wireless_answer(&mut self) -> Option<()> {
        self.answer()?;
        let [status] = self.take()?;
        let status = match status {
            0x00 => "Ongoing".into(),
            0x01 => "FinishedWithEVSEID".into(),
            0x02 => "FinishedWithoutEVSEID".into(),
            0x10 => "NoSECC".into(),
            reserved => reserved.into(),
        };
        self.add("DiagStatus", status);
        let [coupling] = self.take()?;
        self.add("CouplingType", format!("0x{coupling:02x}").into());
        self.text::<36>("EVSEID")
    }

    fn emsps(&mut self) -> Option<()> {
        let list = core::mem::take(&mut self.rest);
        self.add("EMSPs", text(list).into());
        Some(())
    }

    fn emsp_answer(&mut self) -> Option<()> {
        self.endpoint()?;
        self.emsps()
    }

    fn text<const N: usize>(&mut self, name: &str) -> Option<()> {
        let field: [u8; N] = self.take()?;
        self.add(name, text(&field).into());
        Some(())
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (field, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*field)
    }

    fn add(&mut self, name: &str, value: Value) {
        self.json.insert(name.to_owned(), value);
    }
}

/// Text of a fixed field, without the padding behind it.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches('\0').to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_request_says_tls_or_not() {
        let decoded = decode(PayloadType::SDP_REQUEST, &[0x10, 0x00]).unwrap();
        assert_eq!(decoded.json, json!({"Security": "NO_TLS", "TransportProtocol": 0}));
        let error = decode(PayloadType::SDP_REQUEST, &[0x10]).unwrap_err();
        assert_eq!(error.text, "SDPRequest of 1 bytes, 2 bytes expected");
        assert!(decode(PayloadType::SDP_REQUEST, &[0x10, 0, 0]).is_err());
    }

    #[test]
    fn an_answer_names_the_endpoint() {
        let mut payload = vec![0xFE, 0x80];
        payload.extend([0; 13]);
        payload.extend([0x01, 0xDA, 0x4C, 0x00, 0x00]);
        let decoded = decode(PayloadType::SDP_RESPONSE, &payload).unwrap();
        let expected = json!({
            "IPAddress": "fe800000000000000000000000000001",
            "Port": 55884,
            "Security": "TLS",
            "TransportProtocol": 0,
        });
        assert_eq!(decoded.json, expected);
        let endpoint = offered_endpoint(PayloadType::SDP_RESPONSE, &payload).unwrap();
        assert_eq!(endpoint, "[fe80::1]:55884".parse().unwrap());
        assert_eq!(offered_endpoint(PayloadType::SDP_REQUEST, &payload), None);
    }

    #[test]
    fn the_wireless_forms_have_their_exact_length() {
        let mut answer = vec![0; 20];
        answer.extend([0x01, 0x10]);
        answer.extend(b"UK123E1234");
        answer.resize(58, 0);
        let decoded = decode(PayloadType::SDP_RESPONSE_WIRELESS, &answer).unwrap();
        assert_eq!(decoded.json["DiagStatus"], "FinishedWithEVSEID");
        assert_eq!(decoded.json["EVSEID"], "UK123E1234");
        for (payload_type, expected) in [
            (PayloadType::SDP_REQUEST, 2),
            (PayloadType::SDP_RESPONSE, 20),
            (PayloadType::SDP_REQUEST_WIRELESS, 61),
            (PayloadType::SDP_RESPONSE_WIRELESS, 58),
        ] {
            for len in 0..70 {
                assert_eq!(decode(payload_type, &vec![0; len]).is_ok(), len == expected, "{len}");
            }
        }
    }

    #[test]
    fn the_emsp_forms_end_with_a_text() {
        let request = decode(PayloadType::SDP_REQUEST_EMSP, b"DEABC").unwrap();
        assert_eq!(request.json["EMSPs"], "DEABC");
        let mut answer = vec![0; 18];
        assert_eq!(decode(PayloadType::SDP_RESPONSE_EMSP, &answer).unwrap().json["EMSPs"], "");
        answer.pop();
        assert!(decode(PayloadType::SDP_RESPONSE_EMSP, &answer).is_err());
    }
}
