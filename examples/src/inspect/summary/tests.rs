use serde_json::json;

use super::*;
use crate::shared::protocol::Protocol;

/// The pairs as the table writes them.
fn shown(name: &str, json: Value) -> Vec<String> {
    let protocol = (!name.starts_with("SDP")).then_some(Protocol::Iso2);
    let decoded = Decoded { name: name.to_owned(), protocol, json, violations: Vec::new() };
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
    assert_eq!(decimal(1, i64::MIN), None);
}

#[test]
fn rational_numbers_are_numbers_and_the_header_of_iso20_is_passed_over() {
    let body = json!({
        "Header": {
            "SessionID": "0A", "TimeStamp": 7,
            "Signature": {"SignedInfo": {"Reference": [{"URI": "#id1"}]}},
        },
        "ResponseCode": "OK",
        "EVSEPresentCurrent": {"Exponent": -1, "Value": 2005},
        "EVSEPresentVoltage": {"Exponent": 2, "Value": 4},
        "Scheduled_DC_CLResControlMode": {"EVSEMaximumChargePower": {"Exponent": -99, "Value": 5}},
    });
    assert_eq!(
        shown("DC_ChargeLoopRes", json!({"DC_ChargeLoopRes": body})),
        [
            "ResponseCode=OK",
            "EVSEPresentVoltage=400",
            "EVSEPresentCurrent=200.5",
            "EVSEMaximumChargePower=5e-99",
            "signed=#id1"
        ]
    );
    let setup = json!({"Header": {"SessionID": "0A", "TimeStamp": 7}, "EVCCID": "W"});
    let setup = shown("SessionSetupReq", json!({"SessionSetupReq": setup}));
    assert_eq!(setup, ["EVCCID=W", "SessionID=0A"]);
}

#[test]
fn fragments_are_shown_without_a_message_around_them() {
    let text = json!({"eMAID": {"Id": "id1", "value": "DE1"}});
    assert_eq!(shown("eMAID", text), ["eMAID=DE1"]);
}

#[test]
fn values_are_preferred_once_in_one_message() {
    for (at, (message, names)) in preferred::PREFERRED.iter().enumerate() {
        let earlier = &preferred::PREFERRED[..at];
        assert!(earlier.iter().all(|(other, _)| other != message), "{message}");
        for (at, name) in names.iter().enumerate() {
            assert!(!names[..at].contains(name), "{message}: {name}");
        }
    }
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
