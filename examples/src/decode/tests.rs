use super::*;
use crate::input;
use crate::record::Entry;

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

/// Decodes each message in turn; a name, or the text of the problem.
fn names(session: &mut Session, records: &[Record]) -> Vec<String> {
    let name = |record| match session.decode(record) {
        Ok(decoded) => decoded.name,
        Err(problem) => problem.text,
    };
    records.iter().map(name).collect()
}

fn last(fallback: Option<Protocol>, messages: &[&str]) -> String {
    let records: Vec<_> = messages.iter().map(|hex| v2g(hex)).collect();
    names(&mut Session::new(fallback), &records).pop().unwrap()
}

const NO_DIN: &str = "DIN SPEC 70121 is not decoded by this version";

#[test]
fn the_handshake_decides() {
    assert_eq!(last(None, &[OFFER_DIN_ISO2, CHOOSE_8, SETUP_ISO2]), "SessionSetupReq");
    assert_eq!(last(None, &[OFFER_DIN_ISO2, CHOOSE_7, SETUP_DIN]), NO_DIN);
    // Even against what the bytes look like: then they are wrong, and the error says so.
    assert_eq!(last(None, &[OFFER_DIN_ISO2, CHOOSE_7, SETUP_ISO2]), NO_DIN);
}

#[test]
fn an_unknown_choice_is_named() {
    let text = last(None, &[OFFER_VENDOR_ISO20, CHOOSE_7, SETUP_ISO2]);
    assert!(text.contains("urn:example:vendor:MsgDef"), "{text}");
    let fallback = Some(Protocol::Iso2);
    assert_eq!(last(fallback, &[OFFER_VENDOR_ISO20, CHOOSE_7, SETUP_ISO2]), "SessionSetupReq");
}

#[test]
fn without_a_usable_answer_the_first_bytes_decide() {
    for answer in [CHOOSE_9, REFUSE] {
        assert_eq!(last(None, &[OFFER_DIN_ISO2, answer, SETUP_ISO2]), "SessionSetupReq");
        assert_eq!(last(None, &[OFFER_DIN_ISO2, answer, SETUP_DIN]), NO_DIN);
    }
}

#[test]
fn a_recording_may_begin_behind_the_handshake() {
    assert_eq!(last(None, &[SETUP_ISO2]), "SessionSetupReq");
    assert_eq!(last(None, &[SETUP_DIN]), NO_DIN);
    let text =
        names(&mut Session::default(), &[Record::new(None, vec![0x80, 0x80], String::new())]);
    assert!(text[0].contains("name it with --protocol"), "{text:?}");
}

#[test]
fn a_second_handshake_begins_a_second_session() {
    let messages =
        [OFFER_DIN_ISO2, CHOOSE_8, SETUP_ISO2, OFFER_DIN_ISO2, CHOOSE_7, SETUP_DIN].map(v2g);
    let names = names(&mut Session::default(), &messages);
    assert_eq!(names[3..], ["supportedAppProtocolReq", "supportedAppProtocolRes", NO_DIN]);
}

#[test]
fn each_connection_has_its_own_handshake() {
    let mut records = [OFFER_DIN_ISO2, OFFER_DIN_ISO2, CHOOSE_7, CHOOSE_8, SETUP_ISO2].map(v2g);
    for (record, connection) in records.iter_mut().zip([1, 2, 1, 2, 2]) {
        record.connection = connection;
    }
    assert_eq!(names(&mut Session::default(), &records)[4], "SessionSetupReq");
}

#[test]
fn iso20_is_told_by_the_payload_type() {
    let problem =
        Session::default().decode(&record(PayloadType::DC_MAIN_STREAM, "8000")).unwrap_err();
    assert_eq!(problem.text, "ISO 15118-20 (DC) is not decoded by this version");
    let mut session = Session::default();
    let renegotiation = record(PayloadType::SCHEDULE_RENEGOTIATION, "8000");
    assert!(names(&mut session, &[renegotiation])[0].contains("several message sets"));
    // 0x8001 stays with the handshake.
    let messages = [OFFER_VENDOR_ISO20, CHOOSE_8, OFFER_DIN_ISO2].map(v2g);
    assert_eq!(names(&mut session, &messages)[2], "supportedAppProtocolReq");
}

#[test]
fn a_field_of_the_input_comes_before_everything() {
    let mut din = v2g(SETUP_ISO2);
    din.protocol = Some(Protocol::Din);
    let mut fragment = v2g("80");
    fragment.fragment = true;
    let texts = names(&mut Session::new(Some(Protocol::Iso2)), &[din, fragment]);
    assert_eq!(texts, [NO_DIN, "EXI fragments are not decoded by this version"]);
    // Even where the bytes are a good message of another grammar.
    let mut handshake = v2g(OFFER_DIN_ISO2);
    handshake.protocol = Some(Protocol::Iso2);
    let problem = Session::default().decode(&handshake).unwrap_err();
    assert_eq!(problem.protocol, Some(Protocol::Iso2));
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
    let entries = input::built_in().unwrap();
    let lines = include_str!("../../data/iso2_ac_pnc.jsonl").lines();
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
    let exi = bytes(SETUP_ISO2);
    let steps = trace(Protocol::Iso2, &exi);
    // Behind the header byte every bit belongs to one item, up to the padding of the last byte.
    let mut bit = 8;
    for step in &steps {
        assert_eq!(step.place.bit, bit, "{step:?}");
        bit += step.width;
    }
    assert_eq!(bit.div_ceil(8), exi.len());
    let evccid = TraceStep {
        place: Place { bit: 45, path: "V2G_Message/Body/SessionSetupReq/EVCCID".to_owned() },
        width: 57,
        event: "CH".to_owned(),
        value: Some("5EE6889AFAEE".to_owned()),
    };
    assert!(steps.contains(&evccid), "{steps:#?}");
    assert!(trace(Protocol::Din, &exi).is_empty());
}
