use serde_json::json;
use v2gtp::PayloadType;

use super::*;
use crate::inspect::record::NoteKind;
use crate::shared::problem::{DecodeProblem, Place};
use crate::shared::protocol::Protocol;

fn record(index: usize) -> Record {
    let mut record = Record::new(Some(PayloadType::V2G_EXI), vec![0x80], String::new());
    record.index = index;
    record.time = Some(Duration::from_millis(1_000_000 + 1_250 * u64::try_from(index).unwrap()));
    record
}

fn decoded(name: &str, body: &serde_json::Value) -> Outcome {
    let json = json!({"V2G_Message": {"Header": {}, "Body": {name: body}}});
    Ok(Decoded {
        name: name.to_owned(),
        protocol: Some(Protocol::Iso2),
        json,
        violations: Vec::new(),
    })
}

fn printed(lines: &[Line<'_>], width: usize) -> Vec<String> {
    let mut out = anstream::StripStream::new(Vec::new());
    print(lines, width, &mut out).unwrap();
    String::from_utf8(out.into_inner()).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn a_row_has_everything_in_its_column() {
    let (first, second) = (record(8), record(10));
    let body = json!({"ResponseCode": "OK", "EVSEProcessing": "Finished"});
    let lines = [
        Line::Message((&first, decoded("AuthorizationReq", &json!({})))),
        Line::Message((&second, decoded("AuthorizationRes", &body))),
    ];
    assert_eq!(
        printed(&lines, 100),
        [
            " #   time  dir     type    message           values",
            " 8  0.000  ev->se  0x8001  AuthorizationReq",
            "10  2.500  se->ev  0x8001  AuthorizationRes  ResponseCode=OK, EVSEProcessing=Finished",
        ]
    );
}

#[test]
fn columns_without_contents_are_left_out() {
    let mut bare = record(0);
    (bare.time, bare.payload_type) = (None, None);
    let lines = [Line::Message((&bare, decoded("SessionStopReq", &json!({}))))];
    assert_eq!(printed(&lines, 100)[1], "0  ev->se          SessionStopReq");
}

#[test]
fn several_connections_are_told_apart() {
    let (mut first, mut second) = (record(0), record(1));
    (first.connection, second.connection) = (1, 2);
    let line = |record| Line::Message((record, decoded("SessionStopReq", &json!({}))));
    let rows = printed(&[line(&first), line(&second)], 100);
    assert_eq!(rows[0], "#   time  con  dir     type    message         values");
    assert_eq!(rows[2], "1  1.250    2  ev->se  0x8001  SessionStopReq");
}

#[test]
fn what_does_not_fit_is_cut_between_values() {
    let record = record(0);
    let body: serde_json::Map<_, _> =
        (0..30).map(|at| (format!("Name{at}"), json!(at * 1000))).collect();
    let rows = printed(&[Line::Message((&record, decoded("X", &body.into())))], 60);
    assert_eq!(rows.len(), 1 + MAX_LINES);
    assert!(rows.iter().all(|row| row.chars().count() <= 60), "{rows:#?}");
    assert!(rows[MAX_LINES].ends_with("000, ..."), "{rows:#?}");
    // One value alone that is too long is cut into pieces, and shown.
    let body = json!({"FaultMsg": "no ".repeat(15)});
    let rows = printed(&[Line::Message((&record, decoded("X", &body)))], 60);
    assert!(rows[1..].concat().contains("FaultMsg="), "{rows:#?}");
}

#[test]
fn a_problem_is_shown_whole() {
    let mut record = record(0);
    record.label = Some("SessionSetupReq".to_owned());
    let place = Place { bit: 77, path: "V2G_Message/Body/SessionSetupReq/EVCCID".repeat(4) };
    let text = "the input ends inside the document";
    let problem = DecodeProblem { place: Some(place), ..DecodeProblem::new(text) };
    let rows = printed(&[Line::Message((&record, Err(problem)))], 100);
    assert!(rows[1].contains("SessionSetupReq  NOT DECODED: bit 77,"), "{rows:#?}");
    assert!(rows.len() > 1 + MAX_LINES && rows.concat().ends_with("document"), "{rows:#?}");
}

#[test]
fn a_note_takes_the_whole_width() {
    let note = Note {
        time: Some(Duration::from_secs(7)),
        kind: NoteKind::Gap,
        text: format!("12 bytes \u{1b}[31m are missing{}", " x".repeat(50)),
    };
    let rows = printed(&[Line::Note(&note)], 60);
    assert!(rows[1].starts_with("*  0.000  gap: 12 bytes \\u{1b}[31m are missing x"), "{rows:#?}");
    assert!(rows[2].starts_with("          x x"), "{rows:#?}");
    assert!(rows.iter().all(|row| row.chars().count() <= 60), "{rows:#?}");
}

#[test]
fn nothing_from_the_wire_steers_the_terminal() {
    let record = record(0);
    let body = json!({"FaultMsg": "\u{1b}]0;x\u{7}"});
    let rows = printed(&[Line::Message((&record, decoded("X", &body)))], 100);
    assert!(rows[1].contains("FaultMsg=\\u{1b}]0;x\\u{7}"), "{rows:#?}");
}
