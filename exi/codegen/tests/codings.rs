//! How the values of simple types are written (EXI 1.0, section 7.1).

#![allow(clippy::panic, clippy::unwrap_used, reason = "tests")]

mod support;

use exi_codegen::grammar::{Coding, Lexical};
use support::{grammars, type_id};

/// The coding of a restriction of `base`.
fn coding(base: &str, facets: &str) -> Coding {
    let set = grammars(&format!(
        "<xs:simpleType name='T'><xs:restriction base='{base}'>{facets}</xs:restriction>\
         </xs:simpleType>"
    ));
    set.coding(type_id(&set.schema, "T")).unwrap()
}

fn between(base: &str, min: &str, max: &str) -> Coding {
    coding(base, &format!("<xs:minInclusive value='{min}'/><xs:maxInclusive value='{max}'/>"))
}

#[test]
fn a_boolean_is_one_bit() {
    assert_eq!(coding("xs:boolean", ""), Coding::Boolean);
}

#[test]
fn a_range_of_4096_values_takes_n_bits_and_one_more_value_does_not() {
    assert_eq!(between("xs:int", "0", "4095"), Coding::Bits { width: 12, min: 0, max: 4095 });
    assert_eq!(between("xs:int", "0", "4096"), Coding::Unsigned { min: 0, max: 4096 });
    assert_eq!(between("xs:int", "-1", "4094"), Coding::Bits { width: 12, min: -1, max: 4094 });
    assert_eq!(between("xs:int", "-1", "4095"), Coding::Integer { min: -1, max: 4095 });
    assert_eq!(
        between("xs:long", "-9223372036854775808", "-9223372036854771713"),
        Coding::Bits { width: 12, min: i64::MIN.into(), max: i128::from(i64::MIN) + 4095 }
    );
}

#[test]
fn the_width_is_that_of_the_number_of_values() {
    for (max, width) in [("5", 0), ("6", 1), ("7", 2), ("8", 2), ("9", 3), ("105", 7)] {
        let expected = Coding::Bits { width, min: 5, max: max.parse().unwrap() };
        assert_eq!(between("xs:unsignedShort", "5", max), expected);
    }
}

#[test]
fn small_built_in_types_take_n_bits() {
    assert_eq!(coding("xs:byte", ""), Coding::Bits { width: 8, min: -128, max: 127 });
    assert_eq!(coding("xs:unsignedByte", ""), Coding::Bits { width: 8, min: 0, max: 255 });
}

#[test]
fn a_greater_range_without_negative_numbers_is_unsigned_and_has_no_offset() {
    assert_eq!(between("xs:int", "100", "5000"), Coding::Unsigned { min: 100, max: 5000 });
    assert_eq!(coding("xs:unsignedShort", ""), Coding::Unsigned { min: 0, max: 65_535 });
    assert_eq!(coding("xs:unsignedLong", ""), Coding::Unsigned { min: 0, max: u64::MAX });
    assert_eq!(
        between("xs:integer", "1", "18446744073709551615"),
        Coding::Unsigned { min: 1, max: u64::MAX }
    );
}

#[test]
fn a_greater_range_with_negative_numbers_is_signed() {
    assert_eq!(coding("xs:short", ""), Coding::Integer { min: -32_768, max: 32_767 });
    assert_eq!(coding("xs:long", ""), Coding::Integer { min: i64::MIN, max: i64::MAX });
    assert_eq!(between("xs:integer", "-1", "5000"), Coding::Integer { min: -1, max: 5000 });
}

#[test]
fn an_integer_without_bounds_has_no_limit() {
    assert_eq!(coding("xs:integer", ""), Coding::Unbounded);
}

#[test]
fn an_enumeration_has_the_width_of_its_number_of_literals() {
    for (count, width) in [(1, 0), (2, 1), (3, 2), (4, 2), (5, 3), (64, 6), (65, 7)] {
        let facets: String =
            (0..count).map(|n| format!("<xs:enumeration value='v{n}'/>")).collect();
        for base in ["xs:string", "xs:anyURI"] {
            let Coding::Enumeration { width: actual, literals } = coding(base, &facets) else {
                panic!("not an enumeration");
            };
            assert_eq!((actual, literals.len()), (width, count));
        }
    }
}

#[test]
fn strings_have_lengths_in_characters_and_know_whether_they_are_uris() {
    assert_eq!(
        coding("xs:string", ""),
        Coding::String { min: 0, max: None, lexical: Lexical::Any }
    );
    assert_eq!(
        coding("xs:token", "<xs:minLength value='1'/><xs:maxLength value='9'/>"),
        Coding::String { min: 1, max: Some(9), lexical: Lexical::Any }
    );
    assert_eq!(
        coding("xs:anyURI", "<xs:maxLength value='9'/>"),
        Coding::String { min: 0, max: Some(9), lexical: Lexical::Uri }
    );
    let name = Coding::String { min: 0, max: None, lexical: Lexical::NcName };
    assert_eq!(coding("xs:ID", ""), name);
}

#[test]
fn binaries_have_lengths_in_bytes_and_know_their_text_form() {
    assert_eq!(
        coding("xs:hexBinary", "<xs:length value='8'/>"),
        Coding::Binary { min: 8, max: Some(8), hex: true }
    );
    assert_eq!(coding("xs:base64Binary", ""), Coding::Binary { min: 0, max: None, hex: false });
}

#[test]
fn only_booleans_short_ranges_and_enumerations_have_a_fixed_width() {
    for (coding, width) in [
        (coding("xs:boolean", ""), Some(1)),
        (coding("xs:byte", ""), Some(8)),
        (coding("xs:string", "<xs:enumeration value='a'/><xs:enumeration value='b'/>"), Some(1)),
        (coding("xs:short", ""), None),
        (coding("xs:unsignedShort", ""), None),
        (coding("xs:string", "<xs:length value='1'/>"), None),
        (coding("xs:hexBinary", "<xs:length value='1'/>"), None),
    ] {
        assert_eq!(coding.fixed_width(), width, "{coding:?}");
    }
}

#[test]
fn a_complex_type_has_no_coding() {
    let set = grammars("<xs:complexType name='T'/>");
    assert_eq!(set.coding(type_id(&set.schema, "T")), None);
}
