//! Names in the content of wildcards: always names of XML, whatever a peer sends.
#![cfg(all(feature = "all-sets", feature = "serde"))]
#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "clippy.toml allows it in tests, not in their helpers"
)]

mod support;

use exi::grammar::to_xml_with;
use exi::{
    AnyAttribute, AnyElement, AnyItem, ArenaBuf, DecodeErrorKind, DecodeOptions, Encode,
    EncodeError, EncodeOptions, Facet, Owned,
};
use iso15118_messages::xmldsig::{Fragment, Object, ObjectItem};

/// A fragment with one `Object` around an element.
fn object<'m>(content: &'m [ObjectItem<'m>]) -> Fragment<'m> {
    Fragment::Object(Object { encoding: None, id: None, mime_type: None, content })
}

fn element<'m>(name: &'m str, content: &'m [AnyItem<'m>]) -> AnyElement<'m> {
    AnyElement { namespace: "urn:example", name, attributes: &[], content }
}

fn round_trip(fragment: &Fragment<'_>, learn: bool) -> Result<(), EncodeError> {
    let exi = fragment.encode_to_vec_with(EncodeOptions::new().learning_grammars(learn))?;
    let options = DecodeOptions::new().learning_grammars(learn);
    let mut memory = ArenaBuf::<4096>::new();
    let (again, _) =
        Fragment::decode_with(&exi, &mut memory.arena(), options).expect("what was written");
    assert_eq!(again, *fragment);
    Ok(())
}

/// A wildcard element around an attribute list and some content.
fn with_attributes<'m>(attributes: &'m [AnyAttribute<'m>]) -> AnyElement<'m> {
    AnyElement { attributes, ..element("e", &[]) }
}

fn attribute<'m>(namespace: &'m str, name: &'m str) -> AnyAttribute<'m> {
    AnyAttribute { namespace, name, value: "v" }
}

#[test]
fn an_attribute_stands_once_and_declares_no_namespace() {
    for learn in [false, true] {
        let round_trip = |attributes: &[AnyAttribute<'_>]| {
            round_trip(&object(&[ObjectItem::Any(with_attributes(attributes))]), learn)
        };
        for (attributes, expected) in [
            (&[attribute("", "x"); 2][..], Facet::Attribute),
            (&[attribute("urn:a", "x"); 2], Facet::Attribute),
            (&[attribute("", "xmlns")], Facet::Attribute),
            (&[attribute("http://www.w3.org/2000/xmlns/", "a")], Facet::Lexical),
            (&[attribute("", "a/><forged")], Facet::Lexical),
            // White space around a value of `xs:ID` is not part of it. Names have none.
            (&[attribute("", "xmlns ")], Facet::Lexical),
            (&[attribute("", "a"), attribute("", "a\n")], Facet::Lexical),
        ] {
            match round_trip(attributes) {
                Err(EncodeError::Facet { facet, .. }) => assert_eq!(facet, expected),
                other => panic!("{attributes:?}: {other:?}"),
            }
        }
        // The same local name in another namespace is another attribute.
        let fine = [
            attribute("", "x"),
            attribute("urn:a", "x"),
            attribute("urn:a", "xmlns"),
            attribute("http://www.w3.org/XML/1998/namespace", "lang"),
        ];
        assert!(round_trip(&fine).is_ok());
    }
    let lang =
        AnyElement { namespace: "http://www.w3.org/XML/1998/namespace", ..element("lang", &[]) };
    let error = round_trip(&object(&[ObjectItem::Any(lang)]), false).expect_err("reserved");
    assert!(matches!(error, EncodeError::Facet { facet: Facet::Lexical, .. }), "{error}");
}

/// Streams that no encoder of ours writes: made from one with two attributes of which the second name
/// is changed to the first, with any options.
#[test]
fn names_that_xml_does_not_have_are_refused_with_any_options() {
    for (from, to, facet) in [
        ("ab", "aa", Facet::Attribute),
        ("xmlnt", "xmlns", Facet::Attribute),
        ("a-b", "a>b", Facet::Lexical),
        ("b-a", "b a", Facet::Lexical),
        ("aab", "aa ", Facet::Lexical),
        ("baa", "\taa", Facet::Lexical),
        ("xmlns-a", "xmlns\r\n", Facet::Lexical),
    ] {
        let attributes = [attribute("", "aa"), attribute("", from)];
        let any = [ObjectItem::Any(with_attributes(&attributes))];
        for learn in [false, true] {
            let options = EncodeOptions::new().learning_grammars(learn);
            let exi = object(&any).encode_to_vec_with(options).expect("it can be written");
            let damaged = replaced(&exi, from, to);
            for report in [false, true] {
                let options = DecodeOptions::new().learning_grammars(learn).report_facets(report);
                let mut memory = ArenaBuf::<4096>::new();
                let error = Fragment::decode_with(&damaged, &mut memory.arena(), options);
                let error = error.map(drop).expect_err("refused");
                assert_eq!(error.kind(), DecodeErrorKind::Facet(facet), "{to}");
                let schema = support::fragment_schema("xmldsig");
                let xml = to_xml_with(schema, &damaged, options).expect_err("not XML");
                assert_eq!(xml, error);
            }
        }
    }
}

#[test]
fn names_of_elements_have_no_white_space_around_them() {
    for (good, bad) in [("ab", "a "), ("ba", " a"), ("a-b", "a\r\n")] {
        let exi = object(&[ObjectItem::Any(element(good, &[]))]).encode_to_vec();
        let damaged = replaced(&exi.expect("it can be written"), good, bad);
        let mut memory = ArenaBuf::<4096>::new();
        let error = Fragment::decode(&damaged, &mut memory.arena()).expect_err("no name");
        assert_eq!(error.kind(), DecodeErrorKind::Facet(Facet::Lexical), "{bad:?}");
        let error = object(&[ObjectItem::Any(element(bad, &[]))]).encode_to_vec();
        let error = error.expect_err("no name");
        assert!(matches!(error, EncodeError::Facet { facet: Facet::Lexical, .. }), "{bad:?}");
    }
}

/// The stream with a text, which stands there at any bit, replaced by one of the same length.
fn replaced(exi: &[u8], from: &str, to: &str) -> Vec<u8> {
    let bits = |bytes: &[u8]| -> Vec<bool> {
        bytes.iter().flat_map(|byte| (0..8).map(move |bit| byte << bit & 0x80 != 0)).collect()
    };
    let (mut stream, from, to) = (bits(exi), bits(from.as_bytes()), bits(to.as_bytes()));
    let at = stream.windows(from.len()).position(|window| *window == from).expect("the text");
    stream[at..at + to.len()].copy_from_slice(&to);
    stream
        .chunks(8)
        .map(|bits| bits.iter().fold(0, |byte, bit| byte << 1 | u8::from(*bit)))
        .collect()
}

#[test]
fn a_character_that_xml_does_not_have_is_an_error_of_the_xml_alone() {
    let any = [ObjectItem::Any(element("e", &[AnyItem::Text("a\u{1}b")]))];
    let encode = EncodeOptions::new().report_facets(true);
    let exi = object(&any).encode_to_vec_with(encode).expect("reported");
    let options = DecodeOptions::new().report_facets(true);
    let mut memory = ArenaBuf::<4096>::new();
    let (_, report) = Fragment::decode_with(&exi, &mut memory.arena(), options).expect("reported");
    assert_eq!(report.violations.count, 1);
    let schema = support::fragment_schema("xmldsig");
    let error = to_xml_with(schema, &exi, options).expect_err("not XML");
    assert_eq!(error.kind(), DecodeErrorKind::Facet(Facet::Character));
}

#[test]
fn a_namespace_with_a_brace_comes_back_from_json() {
    let attributes = [attribute("urn:{b}", "a")];
    let inside = AnyElement { namespace: "urn:}x{", ..with_attributes(&attributes) };
    let any = [ObjectItem::Any(inside)];
    let fragment = object(&any);
    let json = serde_json::to_string(&fragment).expect("messages have a JSON form");
    let again = Owned::<Fragment<'static>>::from_json(&json).expect("it is ours");
    assert_eq!(*again.get(), fragment, "{json}");
}
