//! The modules under `tests/fixtures`, compiled: they read and write what EXIficient wrote.

#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "fixtures/choice/mod.rs"]
mod choice;
#[path = "fixtures/imported/mod.rs"]
mod imported;
#[path = "fixtures/items/mod.rs"]
mod items;
#[path = "fixtures/record/mod.rs"]
mod record;
#[path = "fixtures/roles/mod.rs"]
mod roles;
#[path = "fixtures/slots/mod.rs"]
mod slots;

use core::fmt::Debug;

use exi::grammar::{HasSchema, to_xml_with};
use exi::{ArenaBuf, Decode, DecodeErrorKind, DecodeOptions, Encode, EncodeError, Facet};

/// Both ways between a message and its document.
#[track_caller]
fn assert_document<'a, M: Decode<'a> + Encode + PartialEq + Debug>(
    memory: &'a mut ArenaBuf<1024>,
    exi: &str,
    expected: M,
) {
    let exi = hex(exi);
    assert_eq!(M::decode(&exi, &mut memory.arena()).unwrap(), expected);
    assert_eq!(expected.encode_to_vec().unwrap(), exi);
}

fn hex(text: &str) -> Vec<u8> {
    let byte = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(byte).collect()
}

#[test]
fn a_record_with_all_of_its_members() {
    // <MeterReadingReq xmlns="urn:record" Id="a"><MeterID>M1</MeterID><Unit>kW_h</Unit>
    //   <Value><Multiplier>-3</Multiplier><Value>230</Value></Value>
    //   <Value><Multiplier>0</Multiplier><Value>-1</Value></Value>
    //   <Signature>C0FFEE</Signature></MeterReadingReq>
    assert_document(
        &mut ArenaBuf::new(),
        "80006c2022698840fa1cc02040080080f03ffb80",
        record::MeterReadingReq {
            id: Some("a"),
            meter_id: "M1",
            unit: record::Unit::KWH,
            value: &[
                record::Value { multiplier: -3, value: 230 },
                record::Value { multiplier: 0, value: -1 },
            ],
            signature: Some(&[0xc0, 0xff, 0xee]),
        },
    );
}

/// `<MeterReadingReq xmlns="urn:record"><MeterID>M1</MeterID><Unit>VAh</Unit></MeterReadingReq>`
const SHORT: &str = "802044d31120";

fn short() -> record::MeterReadingReq<'static> {
    record::MeterReadingReq {
        id: None,
        meter_id: "M1",
        unit: record::Unit::VAh,
        value: &[],
        signature: None,
    }
}

#[test]
fn a_record_with_nothing_optional() {
    assert_document(&mut ArenaBuf::new(), SHORT, short());
}

#[test]
fn facets_are_checked_in_both_directions() {
    let long = record::MeterReadingReq { meter_id: "123456789", ..short() };
    let error = long.encode_to_vec().unwrap_err();
    assert!(matches!(error, EncodeError::Facet { facet: Facet::Length, .. }), "{error}");
    // The length of `MeterID`, of which 2 is taken off, from 4 to 11.
    let mut exi = hex(SHORT);
    exi[2] = 0xb4;
    exi.extend([0; 16]);
    let mut memory = ArenaBuf::<64>::new();
    let error = record::MeterReadingReq::decode(&exi, &mut memory.arena()).unwrap_err();
    assert_eq!(error.kind(), DecodeErrorKind::Facet(Facet::Length));
}

#[test]
fn a_choice_and_a_member_of_a_substitution_group() {
    // <Start xmlns="urn:choice"><textValue>now</textValue>
    //   <FastMode><Limit>32</Limit></FastMode></Start>
    assert_document(
        &mut ArenaBuf::new(),
        "80640adcdeee0100",
        choice::Message::Start(choice::Start {
            value: Some(choice::StartValue::TextValue("now")),
            mode: choice::Mode::FastMode(choice::FastMode { limit: Some(32) }),
        }),
    );
}

#[test]
fn mixed_content_in_document_order() {
    // <Display xmlns="urn:items"><Line Language="en">Take <Bold>care</Bold>!</Line><Line/></Display>
    assert_document(
        &mut ArenaBuf::new(),
        "8000232b730754616b652000663617265303214340",
        items::Display {
            line: &[
                items::Line {
                    language: Some("en"),
                    content: &[
                        items::LineItem::Text("Take "),
                        items::LineItem::Bold("care"),
                        items::LineItem::Text("!"),
                    ],
                },
                items::Line { language: None, content: &[] },
            ],
        },
    );
}

#[test]
fn a_type_of_another_module() {
    // <LimitRes xmlns="urn:imported"><Limit><r:Multiplier xmlns:r="urn:record">1</r:Multiplier>
    //   <r:Value xmlns:r="urn:record">400</r:Value></Limit><Unit>Wh</Unit></LimitRes>
    assert_document(
        &mut ArenaBuf::new(),
        "80040848018000",
        imported::LimitRes {
            limit: record::Value { multiplier: 1, value: 400 },
            unit: Some(record::Unit::Wh),
        },
    );
}

/// `EE` in the place of the value: right for a string, not for a name. Codec and tables agree.
#[test]
fn an_empty_name_is_refused_by_codec_and_tables() {
    let ping = slots::Ping { id: None, note: "n", link: None, name: "a", count: &[] };
    let exi = slots::Message::Ping(ping).encode_to_vec().unwrap();
    // Bits: header, root, no `Id`, `SE(Note)`; then the value, `EE`, `SE(Name)`, the value ...
    let bits: String = exi.iter().map(|byte| format!("{byte:08b}")).collect();
    let empty = |bits: &str, text: u8| {
        // `CH`, length and character give way to the escape, and to `EE` of the second level but
        // for its last bit.
        let value = format!("000000011{text:08b}");
        assert_eq!(bits.matches(&value).count(), 1, "{bits}");
        bits.replace(&value, "100")
    };
    let bytes = |bits: &str| -> Vec<u8> {
        let bits = format!("{bits}{}", "0".repeat(bits.len().wrapping_neg() % 8));
        bits.as_bytes()
            .chunks(8)
            .map(|byte| u8::from_str_radix(core::str::from_utf8(byte).unwrap(), 2).unwrap())
            .collect()
    };
    let mut memory = ArenaBuf::<1024>::new();
    for options in [DecodeOptions::new(), DecodeOptions::new().string_table_hits(true)] {
        let exi = bytes(&empty(&bits, b'n'));
        let (message, _) = slots::Message::decode_with(&exi, &mut memory.arena(), options).unwrap();
        assert_eq!(message, slots::Message::Ping(slots::Ping { note: "", ..ping }));
        assert!(to_xml_with(slots::Message::schema(), &exi, options).is_ok());

        let exi = bytes(&empty(&bits, b'a'));
        let error = slots::Message::decode_with(&exi, &mut memory.arena(), options).unwrap_err();
        assert_eq!(error.kind(), DecodeErrorKind::Facet(Facet::Lexical));
        let by_tables = to_xml_with(slots::Message::schema(), &exi, options);
        assert_eq!(by_tables.unwrap_err(), error);
    }
}

/// The smallest response has the least of everything, and the element and values that were asked
/// for.
#[test]
fn the_smallest_response_is_valid() {
    let response = roles::StatusRes::failed(roles::ResponseCode::Failed);
    assert_eq!(response.name, "000");
    assert_eq!(response.plug, [roles::Plug { number: -1, key: &[0, 0] }]);
    assert_eq!(response.power, roles::Power::DcPower(roles::DcPower { limit: -5 }));
    assert_eq!(response.reading, Some(7));
    let kind = roles::MessageKind::StatusReq;
    assert_eq!(kind.failed(roles::ResponseCode::Failed), Some(roles::Body::from(response)));
    assert_eq!(roles::MessageKind::StatusRes.failed(roles::ResponseCode::Failed), None);

    let header = roles::Header { session_id: &[1, 2] };
    let envelope = roles::Envelope { header, body: response.into() };
    let exi = envelope.encode_to_vec().unwrap();
    let mut memory = ArenaBuf::<512>::new();
    assert_eq!(roles::Envelope::decode_response(&exi, &mut memory.arena()), Ok(envelope));
    let error = roles::Envelope::decode_request(&exi, &mut memory.arena()).unwrap_err();
    assert_eq!(error.kind(), DecodeErrorKind::Unsupported(exi::Unsupported::OtherRole));
    assert_eq!(roles::MessageKind::of(&error), Some(roles::MessageKind::StatusRes));
    assert_eq!(
        envelope.encode_request(&mut [0; 64]),
        Err(EncodeError::Unsupported(exi::Unsupported::OtherRole))
    );
}

/// An element that is neither is for both roles.
#[test]
fn an_element_without_a_role_is_read_by_both() {
    let header = roles::Header { session_id: &[] };
    for body in [roles::Body::Note(roles::Note { text: "hello" }), roles::Body::Empty] {
        let envelope = roles::Envelope { header, body };
        let exi = envelope.encode_to_vec().unwrap();
        let mut memory = ArenaBuf::<64>::new();
        assert_eq!(roles::Envelope::decode_request(&exi, &mut memory.arena()), Ok(envelope));
        assert_eq!(roles::Envelope::decode_response(&exi, &mut memory.arena()), Ok(envelope));
        let mut output = [0; 64];
        let length = envelope.encode_request(&mut output).unwrap();
        assert_eq!(&output[..length], exi);
        assert_eq!(body.kind(), None);
    }
}
