//! Elements that the xmldsig schema leaves open (`xs:any`), in both ways of coding them: the EXI
//! profile, as ISO 15118 stacks have it, and built-in grammars that learn.
#![cfg(all(feature = "all-sets", feature = "serde"))]
#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "clippy.toml allows it in tests, not in their helpers"
)]

mod support;

use exi::grammar::{to_xml_with, trace_with};
use exi::{
    AnyAttribute, AnyElement, AnyItem, ArenaBuf, DecodeErrorKind, DecodeOptions, Encode,
    EncodeError, EncodeOptions, Malformed, Owned, Unsupported,
};
use iso15118_messages::iso2::V2gMessage;
use iso15118_messages::xmldsig::{Fragment, Object, ObjectItem};
use serde_json::Value;
use support::{bytes_of, schema, shipped_records, xml};

type Message = V2gMessage<'static>;

fn options(record: &Value) -> (DecodeOptions, EncodeOptions) {
    let learns = !record["options"].as_str().expect("a string").starts_with("profile");
    let decode = DecodeOptions::new().learning_grammars(learns);
    (decode, EncodeOptions::new().learning_grammars(learns))
}

#[test]
fn what_the_schema_leaves_open_round_trips() {
    let records = shipped_records("wildcards.jsonl");
    assert_eq!(records.len(), 30);
    for record in &records {
        let what = format!("{} {} {}", record["id"], record["case"], record["options"]);
        let exi = bytes_of(record, "exi");
        let (decode, encode) = options(record);
        let (message, report) =
            Owned::<Message>::decode_with(&exi, decode).unwrap_or_else(|e| panic!("{what}: {e}"));
        assert_eq!(report.bytes, exi.len(), "{what}");
        let again = message.get().encode_to_vec_with(encode);
        assert_eq!(again.as_ref(), Ok(&exi), "{what}");
        // The tables read the same.
        let theirs = record["xml"].as_str().expect("a string");
        let ours = to_xml_with(schema("iso2"), &exi, decode).expect("decodes");
        xml::same(&ours, theirs).unwrap_or_else(|error| panic!("{what}: {error}"));
        let trace = trace_with(schema("iso2"), &exi, decode);
        let mut bit = 8;
        for step in &trace.steps {
            assert_eq!(step.bit, bit, "{what}: {}", trace.path(step));
            bit += step.width;
        }
        assert_eq!((trace.error, bit.div_ceil(8)), (None, exi.len()), "{what}");
        // By way of JSON the same.
        let json = serde_json::to_string(message.get()).expect("messages have a JSON form");
        let from_json = Owned::<Message>::from_json_with(&json, encode)
            .unwrap_or_else(|error| panic!("{what}: {error} in {json}"));
        assert_eq!(from_json.get(), message.get(), "{what}");
    }
}

#[test]
fn prefixes_are_truncated() {
    for record in shipped_records("wildcards.jsonl") {
        let exi = bytes_of(&record, "exi");
        let (decode, _) = options(&record);
        for end in 0..exi.len() {
            let prefix = &exi[..end];
            let error = Owned::<Message>::decode_with(prefix, decode).map(drop);
            let error = error.expect_err("a prefix is no document");
            let what = format!("{} {end}: {error}", record["id"]);
            assert_eq!(error.kind(), DecodeErrorKind::Truncated, "{what}");
            let trace = trace_with(schema("iso2"), prefix, decode);
            assert_eq!(trace.error.map(|e| e.kind()), Some(DecodeErrorKind::Truncated), "{what}");
        }
    }
}

/// Every bit of each stream set to its opposite, in both directions of the options.
#[test]
fn damage_ends_without_harm_and_alike_in_codec_and_tables() {
    let mut memory = Box::new(ArenaBuf::<16384>::new());
    for record in shipped_records("wildcards.jsonl") {
        let exi = bytes_of(&record, "exi");
        for bit in 8..8 * exi.len() {
            let mut damaged = exi.clone();
            damaged[bit / 8] ^= 0x80 >> (bit % 8);
            for learn in [false, true] {
                let decode = DecodeOptions::new().learning_grammars(learn);
                let encode = EncodeOptions::new().learning_grammars(learn);
                let what = format!("{} bit {bit}, learning {learn}", record["id"]);
                let trace = trace_with(schema("iso2"), &damaged, decode);
                match V2gMessage::decode_with(&damaged, &mut memory.arena(), decode) {
                    Ok((message, report)) => {
                        assert_eq!(trace.error, None, "{what}");
                        assert!(report.bytes <= damaged.len(), "{what}");
                        let bytes = message.encode_to_vec_with(encode).expect("what was read");
                        let again = Owned::<Message>::decode_with(&bytes, decode);
                        let (again, _) = again.expect("what was written");
                        assert_eq!(again.get(), &message, "{what}");
                    }
                    Err(error) => {
                        let theirs = trace.error.expect("the tables refuse it too");
                        assert_eq!(theirs.kind(), error.kind(), "{what}");
                        if error.kind() != DecodeErrorKind::Truncated {
                            assert_eq!(theirs.bit_offset(), error.bit_offset(), "{what}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn without_the_option_nothing_is_learned() {
    let mut refused = 0;
    for record in shipped_records("wildcards.jsonl") {
        let exi = bytes_of(&record, "exi");
        let learns = options(&record).0 == DecodeOptions::new().learning_grammars(true);
        let has_unknown = record["xml"].as_str().is_some_and(|xml| xml.contains("<x:"));
        let result = Owned::<Message>::decode(&exi).map(drop);
        if learns && has_unknown {
            let kind = DecodeErrorKind::Unsupported(Unsupported::BuiltInGrammar);
            assert_eq!(result.expect_err("no cast").kind(), kind, "{}", record["id"]);
            refused += 1;
        } else {
            assert_eq!(result, Ok(()), "{}", record["id"]);
        }
    }
    assert!(refused > 5, "{refused}");
}

/// A fragment with one `Object` around an element.
fn object<'m>(content: &'m [ObjectItem<'m>]) -> Fragment<'m> {
    Fragment::Object(Object { encoding: None, id: None, mime_type: None, content })
}

fn element<'m>(name: &'m str, content: &'m [AnyItem<'m>]) -> AnyElement<'m> {
    AnyElement { namespace: "urn:example", name, attributes: &[], content }
}

fn round_trip(fragment: &Fragment<'_>, learn: bool) -> Result<usize, EncodeError> {
    let exi = fragment.encode_to_vec_with(EncodeOptions::new().learning_grammars(learn))?;
    let options = DecodeOptions::new().learning_grammars(learn);
    let mut memory = Box::new(ArenaBuf::<16384>::new());
    let (again, _) =
        Fragment::decode_with(&exi, &mut memory.arena(), options).expect("what was written");
    assert_eq!(again, *fragment);
    Ok(exi.len())
}

#[test]
fn elements_of_the_schema_have_their_types_and_others_none() {
    let number = [AnyItem::Text("123456789012345678901234567890")];
    let known = AnyElement {
        namespace: "http://www.w3.org/2000/09/xmldsig#",
        ..element("X509SerialNumber", &number)
    };
    let issuer =
        AnyElement { namespace: known.namespace, ..element("KeyName", &[AnyItem::Text("a")]) };
    for learn in [false, true] {
        assert!(round_trip(&object(&[ObjectItem::Any(issuer)]), learn).is_ok());
        // Not global, so not known here.
        assert!(round_trip(&object(&[ObjectItem::Any(known)]), learn).is_ok());
    }
    // A value that its type does not have.
    let algorithm = [AnyAttribute { namespace: "", name: "Algorithm", value: "a b:c" }];
    let method = AnyElement { attributes: &algorithm, content: &[], ..issuer };
    let method = AnyElement { name: "DigestMethod", ..method };
    let error = round_trip(&object(&[ObjectItem::Any(method)]), false).expect_err("no URI");
    assert!(matches!(error, EncodeError::Facet { facet: exi::Facet::Lexical, .. }), "{error}");
}

#[test]
fn repeated_names_are_short_and_learned_grammars_shorter() {
    let text = [AnyItem::Text("t")];
    let attributes = [
        AnyAttribute { namespace: "urn:a", name: "one", value: "1" },
        AnyAttribute { namespace: "urn:b", name: "two", value: "é" },
    ];
    let leaf = AnyElement { attributes: &attributes, ..element("leaf", &text) };
    let many = [AnyItem::Element(leaf); 5];
    let all = [ObjectItem::Any(element("list", &many))];
    let profile = round_trip(&object(&all), false).expect("within the limits");
    let learned = round_trip(&object(&all), true).expect("within the limits");
    let one = [ObjectItem::Any(element("list", &many[..1]))];
    let first = round_trip(&object(&one), true).expect("within the limits");
    // Two values of three octets each, and a few bits, for each further element.
    assert!(learned - first < 4 * 9, "{first} and {learned} bytes");
    assert!(learned < profile, "{learned} and {profile} bytes");
}

#[test]
fn what_is_beyond_the_limits_is_a_typed_error() {
    fn nested(depth: usize, check: &mut dyn FnMut(AnyElement<'_>), inside: AnyElement<'_>) {
        if depth == 0 {
            return check(inside);
        }
        let content = [AnyItem::Element(inside)];
        nested(depth - 1, check, element("deep", &content));
    }
    let refused = Err(EncodeError::Unsupported(Unsupported::Wildcard));
    for learn in [false, true] {
        let mut check = |any: AnyElement<'_>| {
            assert!(round_trip(&object(&[ObjectItem::Any(any)]), learn).is_ok());
        };
        nested(15, &mut check, element("deep", &[]));
        let mut check = |any: AnyElement<'_>| {
            assert_eq!(round_trip(&object(&[ObjectItem::Any(any)]), learn), refused);
        };
        nested(16, &mut check, element("deep", &[]));
        // Names: up to 48 of them, of which the attributes make use.
        let names: Vec<String> = (0..60).map(|n| format!("n{n}")).collect();
        let attributes: Vec<AnyAttribute<'_>> =
            names.iter().map(|name| AnyAttribute { namespace: "", name, value: "" }).collect();
        for (count, fits) in [(47, true), (48, false)] {
            let any = AnyElement { attributes: &attributes[..count], ..element("e", &[]) };
            let result = round_trip(&object(&[ObjectItem::Any(any)]), learn);
            assert_eq!(result.is_ok(), fits, "{count}: {result:?}");
        }
    }
}

#[test]
fn identifiers_of_names_that_are_not_there_are_malformed() {
    let any = [ObjectItem::Any(element("e", &[]))];
    let mut exi = object(&any).encode_to_vec().expect("it can be written");
    // Header, event codes of `Object` (6 bits) and the wildcard (3 bits); then the identifier of the
    // namespace in 3 bits, which is 0 for a new one.
    let at = 8 + 6 + 3;
    assert_eq!(exi[at / 8] >> (5 - at % 8) & 7, 0);
    exi[at / 8] |= 7 << (5 - at % 8);
    let mut memory = ArenaBuf::<1024>::new();
    let error = Fragment::decode(&exi, &mut memory.arena()).expect_err("no such namespace");
    assert_eq!(error.kind(), DecodeErrorKind::Malformed(Malformed::Name));
    assert_eq!(error.bit_offset(), at);
}
