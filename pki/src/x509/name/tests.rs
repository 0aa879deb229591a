//! Tests of names.

use alloc::string::ToString as _;
use alloc::vec::Vec;

use super::*;

fn tlv(tag: u8, value: &[u8]) -> Vec<u8> {
    [&[tag, value.len().try_into().unwrap()][..], value].concat()
}

fn tlv_long(tag: u8, value: &[u8]) -> Vec<u8> {
    let [high, low] = u16::try_from(value.len()).unwrap().to_be_bytes();
    [&[tag, 0x82, high, low], value].concat()
}

fn attribute(kind: &[u8], tag: u8, value: &str) -> Vec<u8> {
    let value = [tlv(tag::OID, kind), tlv(tag, value.as_bytes())].concat();
    tlv(tag::SEQUENCE, &value)
}

fn name(sets: &[&[&[u8]]]) -> Vec<u8> {
    let sets: Vec<_> = sets.iter().map(|set| tlv(tag::SET, &set.concat())).collect();
    tlv(tag::SEQUENCE, &sets.concat())
}

fn read(der: &[u8]) -> Name<'_> {
    Name::read(&mut Reader::new(der)).unwrap()
}

fn cn(tag: u8, value: &str) -> Vec<u8> {
    name(&[&[&attribute(oid::COMMON_NAME, tag, value)]])
}

#[test]
fn strings_are_compared_without_case_and_spaces() {
    let ours = cn(tag::PRINTABLE_STRING, "Sub CA  2");
    for (tag, value, equal) in [
        (tag::UTF8_STRING, "sub ca 2", true),
        (tag::UTF8_STRING, "  SUB CA 2 ", true),
        (tag::UTF8_STRING, "SubCA 2", false),
        (tag::UTF8_STRING, "Sub CA 2\0", false),
        // TeletexString: only octet by octet.
        (0x14, "Sub CA  2", false),
    ] {
        let other = cn(tag, value);
        assert_eq!(read(&ours) == read(&other), equal, "{value:?}");
    }
    assert!(read(&cn(tag::UTF8_STRING, "ÄÖ")) == read(&cn(tag::UTF8_STRING, "äö")));
    assert!(read(&cn(0x14, "x")) == read(&cn(0x14, "x")));
    assert!(read(&cn(0x14, "x")) != read(&cn(0x14, "X")));
}

#[test]
fn order_counts_between_sets_and_not_in_them() {
    let a = attribute(oid::COMMON_NAME, tag::UTF8_STRING, "a");
    let upper = attribute(oid::COMMON_NAME, tag::UTF8_STRING, "A");
    let b = attribute(oid::COMMON_NAME, tag::UTF8_STRING, "b");
    let (ab, ba) = (name(&[&[&a], &[&b]]), name(&[&[&b], &[&a]]));
    assert!(read(&ab) != read(&ba));
    assert!(read(&ab) != read(&name(&[&[&a]])));
    let set = name(&[&[&a, &b]]);
    // Case folding changes the order of the encoding, not the set.
    assert!(read(&set) == read(&name(&[&[&upper, &b]])));
    assert!(read(&set) != read(&name(&[&[&a, &a]])));
    assert_eq!(read(&ab).within(&read(&name(&[&[&upper]]))), Comparison::Same);
    assert_eq!(read(&ab).within(&read(&name(&[&[&b]]))), Comparison::Different);
    assert_eq!(read(&ab).within(&read(&name(&[]))), Comparison::Same);
    assert_eq!(read(&name(&[])).within(&read(&ab)), Comparison::Different);
    let out_of_order = name(&[&[&b, &a]]);
    let error = Name::read(&mut Reader::new(&out_of_order)).unwrap_err();
    assert_eq!(error, Malformed::SetOrder);
}

#[test]
fn what_cannot_be_compared_is_neither_the_same_nor_different() {
    use Comparison::{Different, Same, Unknown};
    let utf8 = tag::UTF8_STRING;
    for (one, two, expected) in [
        ((utf8, "Caf\u{e9}"), (utf8, "CAF\u{c9}"), Same),
        ((utf8, "Caf\u{e9}"), (utf8, "Cafe\u{301}"), Unknown),
        ((utf8, "Caf\u{e9}"), (utf8, "Ca\u{ad}f\u{e9}"), Unknown),
        ((utf8, "Cafe"), (utf8, "Ca\u{ad}fe"), Unknown),
        ((utf8, "\u{ff23}afe"), (utf8, "Cafe"), Unknown),
        ((utf8, "Ca\0fe"), (utf8, "Cafe"), Unknown),
        ((utf8, "Cafe"), (utf8, "Cafes"), Different),
        ((utf8, "Caf\u{e9}"), (utf8, "Bar"), Different),
        ((utf8, "Cafe"), (0x1E, "\0C\0a\0f\0e"), Unknown),
        ((0x14, "Cafe"), (utf8, "Cafe"), Unknown),
        ((0x14, "Cafe"), (0x14, "cafe"), Unknown),
        ((0x14, "Cafe"), (0x14, "Cafe"), Same),
    ] {
        let (one, two) = (cn(one.0, one.1), cn(two.0, two.1));
        for (one, two) in [(&one, &two), (&two, &one)] {
            assert_eq!(read(one).within(&read(two)), expected, "{:?}", read(one));
            assert_eq!(read(one) == read(two), expected == Same);
        }
    }
    // A long name is compared only with a copy.
    let long = |octet: &str| name(&[&[&attribute(oid::COMMON_NAME, utf8, &octet.repeat(60))]]);
    let many = |text: &str| {
        let one = attribute(oid::COMMON_NAME, utf8, text);
        let sets: [&[&[u8]]; 1] = [&[&one]];
        let one = &name(&sets)[2..];
        tlv_long(tag::SEQUENCE, &one.repeat(100))
    };
    assert_eq!(read(&long("a")).within(&read(&long("A"))), Same);
    assert_eq!(read(&many("ca 1")).within(&read(&many("CA 1"))), Unknown);
    assert_eq!(read(&many("ca 1")).within(&read(&many("ca 1"))), Same);
    // Sets: one attribute that is unknown makes it so, and one that differs decides.
    let of = |texts: &[&str]| {
        let mut set: Vec<_> =
            texts.iter().map(|text| attribute(oid::COMMON_NAME, utf8, text)).collect();
        set.sort();
        let set: Vec<_> = set.iter().map(Vec::as_slice).collect();
        name(&[&set])
    };
    let large = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    let upper = ["A", "b", "c", "d", "e", "f", "g", "h", "i"];
    for (one, two, expected) in [
        (of(&["a", "b"]), of(&["B", "A"]), Same),
        (of(&["a", "\u{e9}"]), of(&["A", "e\u{301}"]), Unknown),
        (of(&["a", "\u{e9}"]), of(&["x", "e\u{301}"]), Different),
        (of(&["a", "\u{e9}"]), of(&["x", "y"]), Different),
        (of(&["a"]), of(&["a", "b"]), Different),
        (of(&large), of(&large), Same),
        (of(&large), of(&upper), Unknown),
        (of(&large), of(&large[1..]), Different),
    ] {
        assert_eq!(read(&one).within(&read(&two)), expected, "{:?}", read(&one));
        assert_eq!(read(&two).within(&read(&one)), expected, "{:?}", read(&one));
    }
}

#[test]
fn names_are_printed_safely() {
    let dc = attribute(oid::DOMAIN_COMPONENT, tag::IA5_STRING, "CPO");
    let cn = attribute(oid::COMMON_NAME, tag::UTF8_STRING, "a,b\u{1b}[0m");
    let other = attribute(&[0x2A, 3], 0x1E, "\u{1}");
    let der = name(&[&[&cn], &[&dc], &[&other]]);
    assert_eq!(read(&der).to_string(), "CN=a\\,b\\u{1b}[0m,DC=CPO,1.2.3=#01");
    assert_eq!(read(&der).domain_component(), Some(&b"CPO"[..]));
    assert!(!read(&der).is_empty() && read(&name(&[])).is_empty());
}

#[test]
fn malformed_names() {
    for (der, error) in [
        (name(&[&[]]), Malformed::Empty),
        (cn(tag::IA5_STRING, "ä"), Malformed::Characters),
        // Constructed UTF8String and T61String; SEQUENCE that is primitive.
        (cn(0x2C, ""), Malformed::Tag),
        (cn(0x34, ""), Malformed::Tag),
        (cn(0x10, ""), Malformed::Tag),
        (tlv(tag::SEQUENCE, &tlv(tag::SEQUENCE, &[])), Malformed::Tag),
        (name(&[&[&tlv(tag::SEQUENCE, &tlv(tag::OID, &[0x2A]))]]), Malformed::Truncated),
    ] {
        assert_eq!(Name::read(&mut Reader::new(&der)).unwrap_err(), error);
    }
}
