//! SECC discovery payloads (`0x9000` to `0x9005`), request and answer.
//!
//! The JSON form is the one of recorded sessions: `{"Security": "TLS", "TransportProtocol": 0}`.
//! Layouts of the wireless and eMSP variants come from a single public source.

use core::net::Ipv6Addr;

use serde_json::{Map, Value};

use crate::decode::{Decoded, DecodeProblem};
use crate::input::to_hex;

/// UDP port on which stations answer.
pub const PORT: u16 = 15118;

/// Bytes of address, port, security and transport protocol at the beginning of an answer.
type AnswerHead = [u8; 20];

/// Address and port that a discovery answer offers.
#[must_use]
pub fn offered_endpoint(payload_type: u16, payload: &[u8]) -> Option<(Ipv6Addr, u16)> {
    if !matches!(payload_type, 0x9001 | 0x9003 | 0x9005) {
        return None;
    }
    let (address, rest) = payload.split_first_chunk::<16>()?;
    let port = rest.first_chunk::<2>()?;
    Some((Ipv6Addr::from(*address), u16::from_be_bytes(*port)))
}

/// Decodes a discovery payload.
///
/// # Errors
///
/// Returns a problem where the length is wrong or the payload type is not assigned.
pub fn decode(payload_type: u16, payload: &[u8]) -> Result<Decoded, DecodeProblem> {
    match payload_type {
        0x9000 => match payload {
            [security, transport] => Ok(request("SDPRequest", *security, *transport)),
            _ => Err(wrong_length("SDPRequest", 2, payload)),
        },
        0x9001 => match payload.try_into() {
            Ok(head) => Ok(answer("SDPResponse", head)),
            Err(_) => Err(wrong_length("SDPResponse", 20, payload)),
        },
        0x9002 => wireless_request(payload),
        0x9003 => wireless_answer(payload),
        0x9004 => {
            let mut decoded = Decoded::named("SDPEMSPRequest");
            decoded.add("EMSPs", text(payload));
            decoded.summary = text(payload);
            Ok(decoded)
        }
        0x9005 => emsp_answer(payload),
        _ => Err(problem(format!("payload type 0x{payload_type:04x} is reserved"))),
    }
}

/// A request of two bytes.
fn request(name: &str, security: u8, transport: u8) -> Decoded {
    let mut decoded = Decoded::named(name);
    decoded.add("Security", security_json(security));
    decoded.add("TransportProtocol", transport);
    decoded.summary = format!("{}, {}", security_text(security), transport_text(transport));
    decoded
}

/// An answer of twenty bytes.
fn answer(name: &str, head: &AnswerHead) -> Decoded {
    let [address @ .., port_high, port_low, security, transport] = *head;
    let mut decoded = request(name, security, transport);
    let port = u16::from_be_bytes([port_high, port_low]);
    let mut json = Map::new();
    json.insert("IPAddress".to_owned(), to_hex(&address).into());
    json.insert("Port".to_owned(), port.into());
    if let Value::Object(rest) = decoded.json {
        json.extend(rest);
    }
    decoded.json = Value::Object(json);
    decoded.summary = format!("[{}]:{port}, {}", Ipv6Addr::from(address), decoded.summary);
    decoded
}

/// The request of wireless and automatic connection devices, 61 bytes.
fn wireless_request(payload: &[u8]) -> Result<Decoded, DecodeProblem> {
    const NAME: &str = "SDPRequestWireless";
    let whole: &[u8; 61] =
        payload.try_into().map_err(|_| wrong_length(NAME, 61, payload))?;
    let [security, transport, flags_high, flags_low, coupling, ids @ ..] = *whole;
    let (evid, evseid) = ids.split_at(20);
    let flags = u16::from_be_bytes([flags_high, flags_low]);
    let mut decoded = request(NAME, security, transport);
    decoded.add("P2PS_PPD", format!("0x{flags:04x}"));
    decoded.add("CouplingType", format!("0x{coupling:02x}"));
    decoded.add("EVID", text(evid));
    decoded.add("EVSEID", text(evseid));
    decoded.summary += &format!(", coupling 0x{coupling:02x}, EVID {}", text(evid));
    Ok(decoded)
}

/// The answer of wireless and automatic connection devices, 58 bytes.
fn wireless_answer(payload: &[u8]) -> Result<Decoded, DecodeProblem> {
    const NAME: &str = "SDPResponseWireless";
    let Some((head, [diagnosis, coupling, evseid @ ..])) = payload.split_first_chunk() else {
        return Err(wrong_length(NAME, 58, payload));
    };
    if evseid.len() != 36 {
        return Err(wrong_length(NAME, 58, payload));
    }
    let mut decoded = answer(NAME, head);
    let state = match diagnosis {
        0x00 => "ongoing",
        0x01 => "finished with EVSEID",
        0x02 => "finished without EVSEID",
        0x10 => "no SECC",
        _ => "unknown state",
    };
    decoded.add("DiagStatus", format!("0x{diagnosis:02x}"));
    decoded.add("CouplingType", format!("0x{coupling:02x}"));
    decoded.add("EVSEID", text(evseid));
    decoded.summary += &format!(", {state}, EVSEID {}", text(evseid));
    Ok(decoded)
}

/// The answer with a list of mobility providers: address, port, text.
fn emsp_answer(payload: &[u8]) -> Result<Decoded, DecodeProblem> {
    const NAME: &str = "SDPEMSPResponse";
    let too_short = || problem(format!("{NAME} of {} bytes, at least 18 expected", payload.len()));
    let (address, rest) = payload.split_first_chunk::<16>().ok_or_else(too_short)?;
    let (port, list) = rest.split_first_chunk::<2>().ok_or_else(too_short)?;
    let port = u16::from_be_bytes(*port);
    let mut decoded = Decoded::named(NAME);
    decoded.add("IPAddress", to_hex(address));
    decoded.add("Port", port);
    decoded.add("EMSPs", text(list));
    decoded.summary = format!("[{}]:{port}, {}", Ipv6Addr::from(*address), text(list));
    Ok(decoded)
}

impl Decoded {
    /// A discovery message without values yet.
    fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            protocol: None,
            summary: String::new(),
            json: Value::Object(Map::new()),
        }
    }

    /// Adds a value to the JSON form.
    fn add(&mut self, name: &str, value: impl Into<Value>) {
        if let Value::Object(object) = &mut self.json {
            object.insert(name.to_owned(), value.into());
        }
    }
}

/// The security byte as recorded sessions write it.
fn security_json(security: u8) -> Value {
    match security {
        0x00 => "TLS".into(),
        0x10 => "NO_TLS".into(),
        other => other.into(),
    }
}

/// The security byte for a person.
fn security_text(security: u8) -> String {
    match security {
        0x00 => "TLS".to_owned(),
        0x10 => "no TLS".to_owned(),
        other => format!("reserved security 0x{other:02x}"),
    }
}

/// The transport protocol byte for a person.
fn transport_text(transport: u8) -> String {
    match transport {
        0x00 => "TCP".to_owned(),
        0x10 => "UDP (reserved)".to_owned(),
        other => format!("reserved transport 0x{other:02x}"),
    }
}

/// Text of a fixed field, without the padding behind it.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches('\0').to_owned()
}

fn wrong_length(name: &str, expected: usize, payload: &[u8]) -> DecodeProblem {
    problem(format!("{name} of {} bytes, {expected} expected", payload.len()))
}

fn problem(text: String) -> DecodeProblem {
    DecodeProblem { text, protocol: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_says_tls_or_not() {
        assert_eq!(decode(0x9000, &[0x10, 0x00]).unwrap().summary, "no TLS, TCP");
        let error = decode(0x9000, &[0x10]).unwrap_err();
        assert_eq!(error.text, "SDPRequest of 1 bytes, 2 expected");
    }

    #[test]
    fn an_answer_names_the_endpoint() {
        let mut payload = vec![0xFE, 0x80];
        payload.extend([0; 13]);
        payload.extend([0x01, 0xDA, 0x4C, 0x00, 0x00]);
        assert_eq!(decode(0x9001, &payload).unwrap().summary, "[fe80::1]:55884, TLS, TCP");
        let endpoint = offered_endpoint(0x9001, &payload).unwrap();
        assert_eq!(endpoint, ("fe80::1".parse().unwrap(), 55884));
        assert!(decode(0x9001, &payload[..19]).is_err());
        assert_eq!(offered_endpoint(0x9000, &payload), None);
    }

    #[test]
    fn a_wireless_answer_adds_state_and_station() {
        let mut payload = vec![0; 20];
        payload.extend([0x01, 0x10]);
        payload.extend(b"UK123E1234");
        payload.resize(58, 0);
        let decoded = decode(0x9003, &payload).unwrap();
        assert!(decoded.summary.ends_with("finished with EVSEID, EVSEID UK123E1234"));
        assert_eq!(decoded.json["EVSEID"], "UK123E1234");
        assert_eq!(decode(0x9002, &[0; 61]).unwrap().json["EVID"], "");
    }
}
