//! SECC discovery payloads (`0x9000` to `0x9005`), request and answer.
//!
//! The JSON form is the one of recorded sessions: `{"Security": "TLS", "TransportProtocol": 0}`.
//! Layouts of the wireless and eMSP variants are those of the Wireshark plugin dsV2Gshark; see
//! [`v2gtp::sdp`].

use core::net::SocketAddr;

use serde_json::{Value, json};
use v2gtp::sdp::{
    Diagnosis, EmspRequest, EmspResponse, Request, Response, SdpError, Security, WirelessRequest,
    WirelessResponse,
};
use v2gtp::{Frame, PayloadType};

use crate::inspect::decode::Decoded;
use crate::inspect::record::Direction;
use crate::shared::hex::to_hex;
use crate::shared::problem::DecodeProblem;

/// Who sends a payload of this type.
#[must_use]
pub(crate) fn direction(payload_type: PayloadType) -> Option<Direction> {
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
pub(crate) fn offered_endpoint(payload_type: PayloadType, payload: &[u8]) -> Option<SocketAddr> {
    let frame = Frame { payload_type, payload };
    let (address, port) = if let Ok(Response { address, port, .. }) = frame.try_into() {
        (address, port)
    } else if let Ok(WirelessResponse { address, port, .. }) = frame.try_into() {
        (address, port)
    } else {
        let EmspResponse { address, port, .. } = frame.try_into().ok()?;
        (address, port)
    };
    Some(SocketAddr::new(address.into(), port))
}

/// Decodes a discovery payload.
///
/// # Errors
///
/// Returns a problem where the length is wrong or the payload type is none of discovery.
pub(crate) fn decode(payload_type: PayloadType, payload: &[u8]) -> Result<Decoded, DecodeProblem> {
    let frame = Frame { payload_type, payload };
    let (name, json) = match payload_type {
        PayloadType::SDP_REQUEST => ("SDPRequest", frame.try_into().map(request)),
        PayloadType::SDP_RESPONSE => ("SDPResponse", frame.try_into().map(response)),
        PayloadType::SDP_REQUEST_WIRELESS => {
            ("SDPRequestWireless", frame.try_into().map(wireless_request))
        }
        PayloadType::SDP_RESPONSE_WIRELESS => {
            ("SDPResponseWireless", frame.try_into().map(wireless_response))
        }
        PayloadType::SDP_REQUEST_EMSP => ("SDPEMSPRequest", frame.try_into().map(emsp_request)),
        PayloadType::SDP_RESPONSE_EMSP => ("SDPEMSPResponse", frame.try_into().map(emsp_response)),
        other => return Err(DecodeProblem::new(format!("payload type {other} is not SDP"))),
    };
    let json = json.map_err(|error: SdpError| DecodeProblem::new(format!("{name}: {error}")))?;
    Ok(Decoded { name: name.to_owned(), protocol: None, json, violations: Vec::new() })
}

fn request(request: Request) -> Value {
    json!({
        "Security": security(request.security),
        "TransportProtocol": request.transport.byte(),
    })
}

fn response(response: Response) -> Value {
    json!({
        "IPAddress": to_hex(&response.address.octets()),
        "Port": response.port,
        "Security": security(response.security),
        "TransportProtocol": response.transport.byte(),
    })
}

fn wireless_request(request: WirelessRequest) -> Value {
    json!({
        "Security": security(request.security),
        "TransportProtocol": request.transport.byte(),
        "P2PS_PPD": format!("0x{:04x}", request.pairing.bits()),
        "CouplingType": format!("0x{:02x}", request.coupling.byte()),
        "EVID": text(&request.ev_id),
        "EVSEID": text(&request.evse_id),
    })
}

fn wireless_response(response: WirelessResponse) -> Value {
    let status = match response.diagnosis {
        Diagnosis::ONGOING => "Ongoing".into(),
        Diagnosis::FINISHED_WITH_EVSE_ID => "FinishedWithEVSEID".into(),
        Diagnosis::FINISHED_WITHOUT_EVSE_ID => "FinishedWithoutEVSEID".into(),
        Diagnosis::NO_SECC => "NoSECC".into(),
        reserved => Value::from(reserved.byte()),
    };
    json!({
        "IPAddress": to_hex(&response.address.octets()),
        "Port": response.port,
        "Security": security(response.security),
        "TransportProtocol": response.transport.byte(),
        "DiagStatus": status,
        "CouplingType": format!("0x{:02x}", response.coupling.byte()),
        "EVSEID": text(&response.evse_id),
    })
}

fn emsp_request(request: EmspRequest<'_>) -> Value {
    json!({ "EMSPs": text(request.emsp_ids.as_bytes()) })
}

fn emsp_response(response: EmspResponse<'_>) -> Value {
    json!({
        "IPAddress": to_hex(&response.address.octets()),
        "Port": response.port,
        "EMSPs": text(response.emsp_ids.as_bytes()),
    })
}

/// Security as in recorded sessions.
pub(crate) fn security(security: Security) -> Value {
    match security {
        Security::TLS => "TLS".into(),
        Security::NONE => "NO_TLS".into(),
        reserved => reserved.byte().into(),
    }
}

/// Text of a fixed field, without the padding behind it.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches('\0').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_says_tls_or_not() {
        let decoded = decode(PayloadType::SDP_REQUEST, &[0x10, 0x00]).unwrap();
        assert_eq!(decoded.json, json!({"Security": "NO_TLS", "TransportProtocol": 0}));
        let error = decode(PayloadType::SDP_REQUEST, &[0x10]).unwrap_err();
        assert_eq!(error.text, "SDPRequest: payload of 1 bytes instead of 2");
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
