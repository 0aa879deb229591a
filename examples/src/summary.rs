//! The values of a message that matter, as pairs of name and text for one line.
//!
//! Made from the JSON form, so it knows no message type: leaves are named after their element,
//! physical values become one number with a unit, lists are counted. What matters most in which
//! message is a table at the end of this file; the rest follows in the order of the message.

use core::net::Ipv6Addr;

use serde_json::{Map, Value};

use crate::decode::Decoded;

/// A name and the text of its value. The text may hold anything a peer sent.
pub type Pair = (String, String);

/// The values of a message, the most telling ones first.
#[must_use]
pub fn pairs(decoded: &Decoded) -> Vec<Pair> {
    let mut pairs = Vec::new();
    match (decoded.name.as_str(), decoded.json.get("V2G_Message")) {
        (name, Some(message)) => {
            let header = &message["Header"];
            if name.starts_with("SessionSetup") {
                flatten("SessionID", &header["SessionID"], &mut pairs);
            }
            flatten("", &message["Body"][name], &mut pairs);
            flatten("Notification", &header["Notification"], &mut pairs);
            if let Some(signed) = signed_parts(&header["Signature"]) {
                pairs.push(("signed".to_owned(), signed));
            }
        }
        ("supportedAppProtocolReq", None) => offers(&decoded.json[&decoded.name], &mut pairs),
        (_, None) if decoded.protocol.is_none() => discovery(&decoded.json, &mut pairs),
        (name, None) => flatten("", &decoded.json[name], &mut pairs),
    }
    // An id inside a message is of use to its signature only, and that is shown.
    pairs.retain(|(name, _)| name != "Id");
    let first = PREFERRED.iter().find(|(name, _)| *name == decoded.name);
    let order = first.map_or(&[][..], |(_, names)| names);
    // Stable: what the table does not name keeps its order.
    pairs.sort_by_key(|(name, _)| match name.as_str() {
        "ResponseCode" => 0,
        name => 1 + order.iter().position(|first| *first == name).unwrap_or(order.len()),
    });
    pairs
}

/// Adds the leaves of a value.
fn flatten(name: &str, value: &Value, pairs: &mut Vec<Pair>) {
    let mut push = |name: &str, text: String| pairs.push((name.to_owned(), text));
    match value {
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) | Value::String(_) => push(name, scalar(value)),
        Value::Object(object) => {
            if let Some(quantity) = quantity(object) {
                push(name, quantity);
            } else if let Some(count) = certificates(object) {
                push(name, count);
            } else if let Some(value) = object.get("value").filter(|_| object.len() <= 2) {
                // A text with an attribute, such as eMAID with its Id.
                flatten(name, value, pairs);
            } else {
                for (name, value) in object {
                    flatten(name, value, pairs);
                }
            }
        }
        Value::Array(items) => match &items[..] {
            [] => {}
            [item] => flatten(name, item, pairs),
            items if items.iter().all(is_scalar) => {
                push(name, items.iter().map(scalar).collect::<Vec<_>>().join(","));
            }
            items => {
                let (name, text) = ids(items)
                    .unwrap_or_else(|| (name.to_owned(), format!("{} items", items.len())));
                push(&name, text);
            }
        },
    }
}

fn is_scalar(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A physical value as one number with its unit.
fn quantity(object: &Map<String, Value>) -> Option<String> {
    let value = object.get("Value")?.as_i64()?;
    let multiplier = object.get("Multiplier")?.as_i64()?;
    let number = decimal(value, i32::try_from(multiplier).ok()?)?;
    match (object.len(), object.get("Unit").and_then(Value::as_str)) {
        (3, Some(unit)) => Some(format!("{number} {unit}")),
        // DIN SPEC 70121 may leave the unit out.
        (2, None) => Some(number),
        _ => None,
    }
}

/// `value` times ten to the power of `exponent`, exactly and without needless zeros.
fn decimal(value: i64, exponent: i32) -> Option<String> {
    let digits = value.unsigned_abs().to_string();
    let sign = if value < 0 { "-" } else { "" };
    // The schemas allow -3 to 3; a damaged message must not make a line of zeros.
    let places = usize::try_from(exponent.unsigned_abs()).ok().filter(|places| *places <= 18)?;
    if exponent >= 0 {
        let zeros = if value == 0 { 0 } else { places };
        return Some(format!("{sign}{digits}{}", "0".repeat(zeros)));
    }
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = padded.split_at(padded.len() - places);
    match fraction.trim_end_matches('0') {
        "" => Some(format!("{sign}{whole}")),
        fraction => Some(format!("{sign}{whole}.{fraction}")),
    }
}

/// How many certificates a chain has.
fn certificates(object: &Map<String, Value>) -> Option<String> {
    object.get("Certificate")?.as_str()?;
    let sub = &object.get("SubCertificates").map_or(&Value::Null, |sub| &sub["Certificate"]);
    match 1 + sub.as_array().map_or(0, Vec::len) {
        1 => Some("1 certificate".to_owned()),
        count => Some(format!("{count} certificates")),
    }
}

/// The ids of a list whose items begin with one, `ServiceID=1,2`.
fn ids(items: &[Value]) -> Option<Pair> {
    let first = |item: &Value| {
        let (name, value) = item.as_object()?.iter().next()?;
        (name.ends_with("ID") && is_scalar(value)).then(|| (name.clone(), scalar(value)))
    };
    let all: Vec<_> = items.iter().map(first).collect::<Option<_>>()?;
    let name = all.first()?.0.clone();
    let ids: Vec<_> = all.into_iter().map(|(_, id)| id).collect();
    Some((name, ids.join(",")))
}

/// Which elements a signature covers.
fn signed_parts(signature: &Value) -> Option<String> {
    let references = signature["SignedInfo"]["Reference"].as_array()?;
    let parts: Vec<_> = references.iter().filter_map(|part| part["URI"].as_str()).collect();
    Some(parts.join(","))
}

/// The protocols of a handshake request in the order of their priority.
fn offers(message: &Value, pairs: &mut Vec<Pair>) {
    let mut offers: Vec<_> = message["AppProtocol"].as_array().into_iter().flatten().collect();
    offers.sort_by_key(|offer| offer["Priority"].as_u64());
    for offer in offers {
        let text = |name: &str| scalar(&offer[name]);
        let (major, minor) = (text("VersionNumberMajor"), text("VersionNumberMinor"));
        let namespace = text("ProtocolNamespace");
        let value = format!("{namespace} {major}.{minor} (SchemaID {})", text("SchemaID"));
        pairs.push(("AppProtocol".to_owned(), value));
    }
}

/// The values of a discovery message.
fn discovery(json: &Value, pairs: &mut Vec<Pair>) {
    let address = json["IPAddress"].as_str().and_then(|hex| u128::from_str_radix(hex, 16).ok());
    if let (Some(address), Some(port)) = (address, json["Port"].as_u64()) {
        let address = Ipv6Addr::from_bits(address);
        pairs.push(("Address".to_owned(), format!("[{address}]:{port}")));
    }
    for (name, value) in json.as_object().into_iter().flatten() {
        let text = match (name.as_str(), value.as_u64()) {
            ("IPAddress" | "Port", _) => continue,
            ("TransportProtocol", Some(0x00)) => "TCP".to_owned(),
            ("TransportProtocol", Some(0x10)) => "UDP".to_owned(),
            _ => scalar(value),
        };
        pairs.push((name.clone(), text));
    }
}

/// What matters most, by message; `ResponseCode` comes first everywhere.
const PREFERRED: &[(&str, &[&str])] = &[
    ("supportedAppProtocolRes", &["SchemaID"]),
    ("SessionSetupReq", &["EVCCID"]),
    ("SessionSetupRes", &["SessionID", "EVSEID"]),
    ("ServiceDiscoveryRes", &["PaymentOption", "ServiceID", "EnergyTransferMode"]),
    ("PaymentServiceSelectionReq", &["SelectedPaymentOption", "ServiceID"]),
    ("PaymentDetailsReq", &["eMAID", "ContractSignatureCertChain"]),
    ("AuthorizationRes", &["EVSEProcessing"]),
    (
        "ChargeParameterDiscoveryReq",
        &[
            "RequestedEnergyTransferMode",
            "EVRESSSOC",
            "EVErrorCode",
            "EAmount",
            "EVMaxVoltage",
            "EVMaxCurrent",
            "EVMaximumVoltageLimit",
            "EVMaximumCurrentLimit",
            "EVMaximumPowerLimit",
        ],
    ),
    (
        "ChargeParameterDiscoveryRes",
        &[
            "EVSEProcessing",
            "EVSEStatusCode",
            "EVSENominalVoltage",
            "EVSEMaxCurrent",
            "EVSEMaximumVoltageLimit",
            "EVSEMaximumCurrentLimit",
            "EVSEMaximumPowerLimit",
            "SAScheduleTupleID",
            "PMax",
        ],
    ),
    ("PowerDeliveryReq", &["ChargeProgress", "SAScheduleTupleID"]),
    ("PowerDeliveryRes", &["EVSENotification", "EVSEStatusCode"]),
    (
        "ChargingStatusRes",
        &["EVSEMaxCurrent", "EVSENotification", "ReceiptRequired", "MeterReading"],
    ),
    ("MeteringReceiptReq", &["MeterReading", "MeterID"]),
    ("CableCheckReq", &["EVRESSSOC", "EVErrorCode"]),
    ("CableCheckRes", &["EVSEProcessing", "EVSEIsolationStatus", "EVSEStatusCode"]),
    ("PreChargeReq", &["EVTargetVoltage", "EVTargetCurrent", "EVRESSSOC"]),
    ("PreChargeRes", &["EVSEPresentVoltage", "EVSEStatusCode"]),
    (
        "CurrentDemandReq",
        &["EVRESSSOC", "EVTargetVoltage", "EVTargetCurrent", "ChargingComplete", "EVErrorCode"],
    ),
    (
        "CurrentDemandRes",
        &["EVSEPresentVoltage", "EVSEPresentCurrent", "EVSEStatusCode", "EVSENotification"],
    ),
    ("WeldingDetectionRes", &["EVSEPresentVoltage", "EVSEStatusCode"]),
    ("SessionStopReq", &["ChargingSession"]),
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::protocol::Protocol;

    /// The pairs as the table writes them.
    fn shown(name: &str, json: Value) -> Vec<String> {
        let protocol = (!name.starts_with("SDP")).then_some(Protocol::Iso2);
        let decoded = Decoded { name: name.to_owned(), protocol, json };
        pairs(&decoded).into_iter().map(|(name, text)| format!("{name}={text}")).collect()
    }

    fn message(name: &str, body: Value) -> Value {
        json!({"V2G_Message": {"Header": {"SessionID": "0A"}, "Body": {name: body}}})
    }

    #[test]
    fn physical_values_are_numbers_with_a_unit() {
        let cases = [
            (400, 0, "400"),
            (32000, -3, "32"),
            (2301, -1, "230.1"),
            (-5, -1, "-0.5"),
            (-5, -3, "-0.005"),
            (110, 2, "11000"),
            (0, 3, "0"),
            (0, -3, "0"),
            (i64::MIN, 0, "-9223372036854775808"),
        ];
        for (value, exponent, expected) in cases {
            assert_eq!(decimal(value, exponent).as_deref(), Some(expected));
        }
        assert_eq!(decimal(1, 1_000_000), None);
        assert_eq!(decimal(1, i32::MIN), None);
    }

    #[test]
    fn what_matters_comes_first() {
        let body = json!({
            "EVSEPresentVoltage": {"Multiplier": -1, "Unit": "V", "Value": 3999},
            "DC_EVSEStatus": {"NotificationMaxDelay": 0, "EVSEStatusCode": "EVSE_Ready"},
            "ResponseCode": "OK",
        });
        assert_eq!(
            shown("CurrentDemandRes", message("CurrentDemandRes", body)),
            [
                "ResponseCode=OK",
                "EVSEPresentVoltage=399.9 V",
                "EVSEStatusCode=EVSE_Ready",
                "NotificationMaxDelay=0"
            ]
        );
    }

    #[test]
    fn lists_are_joined_named_by_their_ids_or_counted() {
        let body = json!({
            "Modes": ["AC_single_phase_core", "DC_extended"],
            "ServiceList": {"Service": [{"ServiceID": 2, "Free": true}, {"ServiceID": 3}]},
            "ProfileEntry": [{"Start": {"a": 1}}, {"Start": {"a": 2}}],
            "Tuple": [{"SAScheduleTupleID": 1, "PMax": {"Multiplier": 3, "Unit": "W", "Value": 11}}],
            "Empty": [],
        });
        assert_eq!(
            shown("X", message("X", body)),
            [
                "Modes=AC_single_phase_core,DC_extended",
                "ServiceID=2,3",
                "ProfileEntry=2 items",
                "SAScheduleTupleID=1",
                "PMax=11000 W"
            ]
        );
    }

    #[test]
    fn chains_are_counted_and_texts_with_attributes_are_texts() {
        let body = json!({
            "Chain": {"Id": "id1", "Certificate": "MII", "SubCertificates": {"Certificate": ["A", "B"]}},
            "Leaf": {"Certificate": "MII"},
            "eMAID": {"Id": "id4", "value": "UKSWI123456791A"},
            "Id": "id5",
        });
        assert_eq!(
            shown("X", message("X", body)),
            ["Chain=3 certificates", "Leaf=1 certificate", "eMAID=UKSWI123456791A"]
        );
    }

    #[test]
    fn the_header_adds_session_notification_and_signature() {
        let mut json = message("SessionSetupRes", json!({"ResponseCode": "OK", "EVSEID": "E"}));
        json["V2G_Message"]["Header"]["Notification"] = json!({"FaultCode": "ParsingError"});
        json["V2G_Message"]["Header"]["Signature"] =
            json!({"SignedInfo": {"Reference": [{"URI": "#id1"}, {"URI": "#id2"}]}});
        assert_eq!(
            shown("SessionSetupRes", json),
            [
                "ResponseCode=OK",
                "SessionID=0A",
                "EVSEID=E",
                "FaultCode=ParsingError",
                "signed=#id1,#id2"
            ]
        );
        // The id is worth showing where it is agreed on, not in each message.
        assert!(shown("SessionStopReq", message("SessionStopReq", json!({}))).is_empty());
    }

    #[test]
    fn offers_are_in_the_order_of_their_priority() {
        let offer = |id: u64, priority: u64| {
            json!({"ProtocolNamespace": format!("urn:{id}"), "VersionNumberMajor": 2,
                   "VersionNumberMinor": 0, "SchemaID": id, "Priority": priority})
        };
        let json = json!({"supportedAppProtocolReq": {"AppProtocol": [offer(7, 2), offer(9, 1)]}});
        assert_eq!(
            shown("supportedAppProtocolReq", json),
            ["AppProtocol=urn:9 2.0 (SchemaID 9)", "AppProtocol=urn:7 2.0 (SchemaID 7)"]
        );
    }

    #[test]
    fn discovery_shows_an_address() {
        let json = json!({"IPAddress": "fe800000000000000000000000000001", "Port": 55884,
                          "Security": "TLS", "TransportProtocol": 0});
        assert_eq!(
            shown("SDPResponse", json),
            ["Address=[fe80::1]:55884", "Security=TLS", "TransportProtocol=TCP"]
        );
    }
}
