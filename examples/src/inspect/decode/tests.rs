use super::*;
use crate::inspect::input;
use crate::inspect::record::Entry;

/// Handshake messages, encoded by EXIficient: the vehicle offers DIN SPEC 70121 as 7 and
/// ISO 15118-2 as 8; in the other request a namespace of nobody as 7 and ISO 15118-20 DC as 8.
const OFFER_DIN_ISO2: &str = "8000dbab9371d3234b71d1b981899189d191818991d26b9b3a232b300200001c0001\
     d75726e3a69736f3a31353131383a323a323031333a4d73674465660040000400880";
const OFFER_VENDOR_ISO20: &str = "8000dbab9371d32bc30b6b836329d3b32b73237b91d26b9b3a232b300100001c00\
     01e75726e3a69736f3a7374643a69736f3a31353131383a2d32303a44430020000400880";
const CHOOSE_7: &str = "804001c0";
const CHOOSE_8: &str = "80400200";
const CHOOSE_9: &str = "80400240";
const REFUSE: &str = "80480000";

/// SessionSetupReq of ISO 15118-2 (a recorded session) and of DIN SPEC 70121.
const SETUP_ISO2: &str = "8098004011d0197b9a226bebb800";
const SETUP_DIN: &str = "809a004011d018000408282c3000";

/// Messages of ISO 15118-20, made by EXIficient.
const POWER_DELIVERY_RES: &str = "80580465b0ebf2962e32b300020c40";
const METERING_CONFIRMATION_RES: &str = "8044047105a684584bf63300020200";
const CHECK_OUT_RES: &str = "80d00479531991ab410f2e00222e20";
const AC_DISCOVERY_REQ: &str = "8010042f937193ae7bbb498012046001100072fbc041003fffe024";
const CABLE_CHECK_REQ: &str = "802c043ae34708b87c08b70002";
const WPT_DISCOVERY_REQ: &str = "8074041c17b001837a60e380021600042662c0c00040000808";
const SYSTEM_STATUS_REQ: &str = "801004102d37f8aa2e21ac000220c0";

#[test]
fn a_problem_names_the_message_it_is_in() {
    let message = |path: &str| {
        let place = Place { bit: 0, path: path.to_owned() };
        let problem = DecodeProblem { place: Some(place), ..DecodeProblem::new("x") };
        problem.message().map(str::to_owned)
    };
    assert_eq!(message("V2G_Message/Body/CableCheckReq/DC_EVStatus").unwrap(), "CableCheckReq");
    assert_eq!(
        message("supportedAppProtocolReq/AppProtocol[1]").unwrap(),
        "supportedAppProtocolReq"
    );
    for path in ["", "V2G_Message", "V2G_Message/Header/SessionID", "V2G_Message/Body"] {
        assert_eq!(message(path), None, "{path}");
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect()
}

fn record(payload_type: PayloadType, hex: &str) -> Record {
    Record::new(Some(payload_type), bytes(hex), String::new())
}

fn v2g(hex: &str) -> Record {
    record(PayloadType::V2G_EXI, hex)
}

/// Decodes each message in turn; set and name, or the text of the problem.
fn names(session: &mut Session, records: &[Record]) -> Vec<String> {
    let name = |record| match session.decode(record) {
        Ok(decoded) => match decoded.protocol {
            Some(protocol) => format!("{protocol} {}", decoded.name),
            None => decoded.name,
        },
        Err(problem) => problem.text,
    };
    records.iter().map(name).collect()
}

fn last(fallback: Option<Protocol>, messages: &[&str]) -> String {
    let records: Vec<_> = messages.iter().map(|hex| v2g(hex)).collect();
    names(&mut Session::new(fallback), &records).pop().unwrap()
}

#[test]
fn the_handshake_decides() {
    let offer = OFFER_DIN_ISO2;
    assert_eq!(last(None, &[offer, CHOOSE_8, SETUP_ISO2]), "iso2 SessionSetupReq");
    assert_eq!(last(None, &[offer, CHOOSE_7, SETUP_DIN]), "din SessionSetupReq");
    // Even against what the bytes look like: then they are wrong, and the error says so.
    assert_eq!(last(None, &[offer, CHOOSE_7, SETUP_ISO2]), "a root element that is not a message");
}

#[test]
fn an_unknown_choice_is_named() {
    let text = last(None, &[OFFER_VENDOR_ISO20, CHOOSE_7, SETUP_ISO2]);
    assert!(text.contains("urn:example:vendor:MsgDef"), "{text}");
    let fallback = Some(Protocol::Iso2);
    let messages = [OFFER_VENDOR_ISO20, CHOOSE_7, SETUP_ISO2];
    assert_eq!(last(fallback, &messages), "iso2 SessionSetupReq");
}

#[test]
fn without_a_usable_answer_the_first_bytes_decide() {
    for answer in [CHOOSE_9, REFUSE] {
        assert_eq!(last(None, &[OFFER_DIN_ISO2, answer, SETUP_ISO2]), "iso2 SessionSetupReq");
        assert_eq!(last(None, &[OFFER_DIN_ISO2, answer, SETUP_DIN]), "din SessionSetupReq");
    }
}

#[test]
fn a_recording_may_begin_behind_the_handshake() {
    assert_eq!(last(None, &[SETUP_ISO2]), "iso2 SessionSetupReq");
    assert_eq!(last(None, &[SETUP_DIN]), "din SessionSetupReq");
    let text =
        names(&mut Session::default(), &[Record::new(None, vec![0x80, 0x80], String::new())]);
    assert!(text[0].contains("name it with --protocol"), "{text:?}");
}

#[test]
fn a_second_handshake_begins_a_second_session() {
    let messages =
        [OFFER_DIN_ISO2, CHOOSE_8, SETUP_ISO2, OFFER_DIN_ISO2, CHOOSE_7, SETUP_DIN].map(v2g);
    let names = names(&mut Session::default(), &messages);
    let second =
        ["sap supportedAppProtocolReq", "sap supportedAppProtocolRes", "din SessionSetupReq"];
    assert_eq!(names[3..], second);
}

#[test]
fn each_connection_has_its_own_handshake() {
    let mut records = [OFFER_DIN_ISO2, OFFER_DIN_ISO2, CHOOSE_7, CHOOSE_8, SETUP_ISO2].map(v2g);
    for (record, connection) in records.iter_mut().zip([1, 2, 1, 2, 2]) {
        record.connection = connection;
    }
    assert_eq!(names(&mut Session::default(), &records)[4], "iso2 SessionSetupReq");
}

#[test]
fn iso20_is_told_by_the_payload_type() {
    let mut session = Session::default();
    for (payload_type, hex, expected) in [
        (0x8002, POWER_DELIVERY_RES, "iso20-common PowerDeliveryRes"),
        (0x8003, AC_DISCOVERY_REQ, "iso20-ac AC_ChargeParameterDiscoveryReq"),
        (0x8004, CABLE_CHECK_REQ, "iso20-dc DC_CableCheckReq"),
        (0x8005, SYSTEM_STATUS_REQ, "iso20-acdp ACDP_SystemStatusReq"),
        (0x8006, WPT_DISCOVERY_REQ, "iso20-wpt WPT_ChargeParameterDiscoveryReq"),
        (0x8102, METERING_CONFIRMATION_RES, "iso20-common MeteringConfirmationRes"),
        (0x8103, SYSTEM_STATUS_REQ, "iso20-acdp ACDP_SystemStatusReq"),
        (0x8104, CHECK_OUT_RES, "iso20-common VehicleCheckOutRes"),
    ] {
        let record = record(PayloadType::new(payload_type), hex);
        assert_eq!(names(&mut session, &[record]), [expected]);
    }
    // Two messages that can be read as supportedAppProtocolRes, too.
    for (payload_type, hex, expected) in [
        (0x8004, "8044044292067a7e941d7b800241e0380ac0430010", "iso20-dc DC_PreChargeReq"),
        (0x8102, "80440400000000000000000800223800", "iso20-common MeteringConfirmationRes"),
    ] {
        let record = record(PayloadType::new(payload_type), hex);
        assert_eq!(names(&mut session, &[record]), [expected]);
    }
    // 0x8001 stays with the handshake.
    let messages = [OFFER_VENDOR_ISO20, CHOOSE_8, OFFER_DIN_ISO2].map(v2g);
    assert_eq!(names(&mut session, &messages)[2], "sap supportedAppProtocolReq");
    // A grammar that is not there can be named only.
    let amendment = || record(PayloadType::AC_DER_IEC, AC_DISCOVERY_REQ);
    assert!(names(&mut session, &[amendment()])[0].contains("nothing tells the message set"));
    let mut session = Session::new(Some(Protocol::Iso20(Iso20Set::Ac)));
    let name = "iso20-ac AC_ChargeParameterDiscoveryReq";
    assert_eq!(names(&mut session, &[amendment()]), [name]);
}

#[test]
fn the_renegotiation_stream_carries_ten_messages_of_four_sets() {
    let renegotiation = |hex| record(PayloadType::SCHEDULE_RENEGOTIATION, hex);
    let mut session = Session::default();
    for (hex, expected) in [
        (AC_DISCOVERY_REQ, "iso20-ac AC_ChargeParameterDiscoveryReq"),
        (
            "80140464175f9b42c9058b80020840003f9100100404400ffff8094001162204600048",
            "iso20-ac AC_ChargeParameterDiscoveryRes",
        ),
        (
            "803c04302342fd077290010dcbb99ffe5ebeab20628b807f03e800800000805e1fd3202000001047800080",
            "iso20-dc DC_ChargeParameterDiscoveryReq",
        ),
        (
            "8040041c9473c19dd7cd1e800220400000800030dc80003fc0e08111a00000003fc00440",
            "iso20-dc DC_ChargeParameterDiscoveryRes",
        ),
        (WPT_DISCOVERY_REQ, "iso20-wpt WPT_ChargeParameterDiscoveryReq"),
        (
            "80780469a18f8fd5cb892f80224e108214a000001052400105208a09816040000080",
            "iso20-wpt WPT_ChargeParameterDiscoveryRes",
        ),
        ("806c040daec0989a0570328002000680", "iso20-common ScheduleExchangeReq"),
        ("80700477b59cbdced2875e0002021340", "iso20-common ScheduleExchangeRes"),
        ("8054044c687391d11e6ded0945620140", "iso20-common PowerDeliveryReq"),
        (POWER_DELIVERY_RES, "iso20-common PowerDeliveryRes"),
    ] {
        assert_eq!(names(&mut session, &[renegotiation(hex)]), [expected]);
    }
    // Anything else belongs to the service in use, which the last main stream tells.
    assert!(names(&mut session, &[renegotiation(CABLE_CHECK_REQ)])[0].contains("nothing tells"));
    let messages = [
        record(PayloadType::DC_MAIN_STREAM, CABLE_CHECK_REQ),
        record(PayloadType::COMMON_MAIN_STREAM, POWER_DELIVERY_RES),
        renegotiation(CABLE_CHECK_REQ),
    ];
    assert_eq!(names(&mut session, &messages)[2], "iso20-dc DC_CableCheckReq");
    let other = Record { connection: 9, ..renegotiation(CABLE_CHECK_REQ) };
    assert!(names(&mut session, &[other])[0].contains("nothing tells"));
}

#[test]
fn a_field_of_the_input_comes_before_everything() {
    let mut din = v2g(SETUP_DIN);
    din.protocol = Some(Protocol::Din);
    let texts = names(&mut Session::new(Some(Protocol::Iso2)), &[din]);
    assert_eq!(texts, ["din SessionSetupReq"]);
    // Even where the bytes are a good message of another grammar.
    let mut handshake = v2g(OFFER_DIN_ISO2);
    handshake.protocol = Some(Protocol::Iso2);
    let problem = Session::default().decode(&handshake).unwrap_err();
    assert_eq!(problem.protocol, Some(Protocol::Iso2));
}

#[test]
fn fragments_have_grammars_of_their_own() {
    let fragment = |protocol, hex| {
        let mut record = Record::new(None, bytes(hex), String::new());
        (record.protocol, record.fragment) = (Some(protocol), true);
        record
    };
    let records = [
        fragment(Protocol::Iso2, "8004bd00"),
        fragment(Protocol::Din, "801cbd80"),
        fragment(Protocol::XmlDsig, "807540dd60dc"),
        fragment(Protocol::Sap, "80"),
    ];
    let expected = [
        "iso2 AuthorizationReq",
        "din ContractAuthenticationReq",
        "xmldsig SignatureProperties",
        "supportedAppProtocol has no EXI fragments",
    ];
    assert_eq!(names(&mut Session::default(), &records), expected);
    let steps = trace(Protocol::Iso2, &records[0]);
    assert_eq!(steps.last().unwrap().event, "ED", "{steps:#?}");
    // Parts of a signature are nothing else.
    let bare = Record::new(None, bytes("807540dd60dc"), String::new());
    let mut session = Session::new(Some(Protocol::XmlDsig));
    assert_eq!(names(&mut session, &[bare]), ["xmldsig SignatureProperties"]);
}

#[test]
fn payload_types_of_nobody_are_named() {
    let vendor = record(PayloadType::new(0xA001), "80");
    let text = &names(&mut Session::default(), &[vendor])[0];
    assert!(text.contains("0xA001 (manufacturer specific)"), "{text}");
}

#[test]
fn a_damaged_message_has_a_place_and_the_next_is_decoded() {
    let mut session = Session::default();
    let cut = &SETUP_ISO2[..SETUP_ISO2.len() - 6];
    let problem = session.decode(&v2g(cut)).unwrap_err();
    assert_eq!(problem.protocol, Some(Protocol::Iso2));
    let place = problem.place.clone().unwrap();
    // The length of the identifier is read, its six bytes are not all there.
    assert_eq!(place.path, "V2G_Message/Body/SessionSetupReq/EVCCID");
    assert!((45..cut.len() * 4).contains(&place.bit), "{place:?}");
    let text = problem.to_string();
    assert!(text.starts_with(&format!("bit {}, {}: ", place.bit, place.path)), "{text}");
    assert_eq!(problem.message(), Some("SessionSetupReq"));
    assert_eq!(direction(&v2g(cut), &Err(problem)), Some(Direction::FromEv));
    assert!(session.decode(&v2g(SETUP_ISO2)).is_ok());
}

#[test]
fn the_recorded_session_is_decoded_as_its_recorder_did() {
    let entries = input::built_in(&crate::progress::Progress::hidden()).unwrap();
    let lines = include_str!("../../../data/iso2_ac_pnc.jsonl").lines();
    let mut session = Session::default();
    for (entry, line) in entries.iter().zip(lines) {
        let Entry::Record(record) = entry else { panic!("{entry:?}") };
        // As a capture would have it: without the name of the grammar.
        let record = Record { protocol: None, ..record.clone() };
        let decoded = session.decode(&record).unwrap();
        let recorded: Value = serde_json::from_str(line).unwrap();
        assert_eq!(decoded.name, recorded["message"]);
        assert_eq!(decoded.json, recorded["json"], "{}", decoded.name);
        assert_eq!(Direction::of_message(&decoded.name), record.direction);
    }
}

#[test]
fn the_items_of_a_message_follow_each_other() {
    let record = v2g(SETUP_ISO2);
    let steps = trace(Protocol::Iso2, &record);
    // Behind the header byte every bit belongs to one item, up to the padding of the last byte.
    let mut bit = 8;
    for step in &steps {
        assert_eq!(step.place.bit, bit, "{step:?}");
        bit += step.width;
    }
    assert_eq!(bit.div_ceil(8), record.payload.len());
    let evccid = TraceStep {
        place: Place { bit: 45, path: "V2G_Message/Body/SessionSetupReq/EVCCID".to_owned() },
        width: 57,
        event: "CH".to_owned(),
        value: Some("5EE6889AFAEE".to_owned()),
        violation: None,
    };
    assert!(steps.contains(&evccid), "{steps:#?}");
}
