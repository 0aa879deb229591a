//! Simple types of the schema model: built-in types and facets.

mod support;

use exi_codegen::schema::{Primitive, Schema, SimpleType};
use support::{element, load, simple};

/// The types `T0`, `T1` and so on: each restricts the one before it by the given facets.
fn chain(base: &str, steps: &[&str]) -> Schema {
    let mut base = base.to_owned();
    let mut body = String::new();
    for (index, facets) in steps.iter().enumerate() {
        body += &format!(
            "\n<xs:simpleType name='T{index}'><xs:restriction base='{base}'>{facets}\
             </xs:restriction></xs:simpleType>"
        );
        base = format!("T{index}");
    }
    load(&body)
}

fn length(simple: &SimpleType) -> (Option<u32>, Option<u32>) {
    (simple.min_length, simple.max_length)
}

fn range(simple: &SimpleType) -> (Option<i128>, Option<i128>) {
    (simple.min_inclusive, simple.max_inclusive)
}

fn literals(simple: &SimpleType) -> Vec<&str> {
    simple.enumeration.iter().map(|literal| literal.value.as_str()).collect()
}

#[test]
fn built_in_integers_have_their_range() {
    for (name, primitive, min, max) in [
        ("byte", Primitive::I8, -128, 127),
        ("short", Primitive::I16, -32_768, 32_767),
        ("int", Primitive::I32, -2_147_483_648, 2_147_483_647),
        ("long", Primitive::I64, -9_223_372_036_854_775_808, 9_223_372_036_854_775_807),
        ("unsignedByte", Primitive::U8, 0, 255),
        ("unsignedShort", Primitive::U16, 0, 65_535),
        ("unsignedInt", Primitive::U32, 0, 4_294_967_295),
        ("unsignedLong", Primitive::U64, 0, 18_446_744_073_709_551_615),
    ] {
        let schema = chain(&format!("xs:{name}"), &[""]);
        let simple = simple(&schema, "T0");
        assert_eq!(
            (simple.primitive, range(simple)),
            (primitive, (Some(min), Some(max))),
            "{name}"
        );
    }
}

#[test]
fn an_integer_without_facets_has_no_bounds() {
    let schema = chain("xs:integer", &[""]);
    let simple = simple(&schema, "T0");
    assert_eq!((simple.primitive, range(simple)), (Primitive::Integer, (None, None)));
}

#[test]
fn the_other_built_in_types_are_known() {
    for (name, primitive) in [
        ("string", Primitive::String),
        ("normalizedString", Primitive::String),
        ("token", Primitive::String),
        ("language", Primitive::String),
        ("NMTOKEN", Primitive::String),
        ("Name", Primitive::String),
        ("NCName", Primitive::NcName),
        ("ID", Primitive::NcName),
        ("IDREF", Primitive::NcName),
        ("anyURI", Primitive::AnyUri),
        ("boolean", Primitive::Boolean),
        ("hexBinary", Primitive::HexBinary),
        ("base64Binary", Primitive::Base64Binary),
    ] {
        let schema = chain(&format!("xs:{name}"), &[""]);
        assert_eq!(simple(&schema, "T0").primitive, primitive, "{name}");
    }
}

#[test]
fn a_built_in_type_is_entered_once() {
    let schema = load("<xs:element name='a' type='xs:int'/><xs:element name='b' type='xs:int'/>");
    assert_eq!(element(&schema, "a").type_id, element(&schema, "b").type_id);
}

#[test]
fn length_facets_bound_strings_and_binaries() {
    for base in ["xs:string", "xs:anyURI", "xs:hexBinary", "xs:base64Binary"] {
        let schema = chain(base, &["<xs:minLength value='2'/>", "<xs:maxLength value='8'/>"]);
        assert_eq!(length(simple(&schema, "T0")), (Some(2), None), "{base}");
        assert_eq!(length(simple(&schema, "T1")), (Some(2), Some(8)), "{base}");
        let schema = chain(base, &["<xs:length value='6'/>"]);
        assert_eq!(length(simple(&schema, "T0")), (Some(6), Some(6)), "{base}");
    }
}

#[test]
fn inclusive_and_exclusive_facets_bound_numbers() {
    let schema = chain(
        "xs:int",
        &[
            "<xs:minInclusive value='-5'/><xs:maxInclusive value='5'/>",
            "<xs:minExclusive value='-5'/><xs:maxExclusive value='5'/>",
        ],
    );
    assert_eq!(range(simple(&schema, "T0")), (Some(-5), Some(5)));
    assert_eq!(range(simple(&schema, "T1")), (Some(-4), Some(4)));
}

#[test]
fn one_bound_leaves_the_other_to_the_base() {
    let schema = chain("xs:unsignedByte", &["<xs:minInclusive value='10'/>"]);
    assert_eq!(range(simple(&schema, "T0")), (Some(10), Some(255)));
    let schema = chain("xs:integer", &["<xs:minInclusive value='10'/>"]);
    assert_eq!(range(simple(&schema, "T0")), (Some(10), None));
}

#[test]
fn facets_narrow_what_they_inherit_and_never_widen_it() {
    let schema = chain(
        "xs:string",
        &[
            "<xs:minLength value='2'/><xs:maxLength value='8'/>",
            "<xs:minLength value='4'/><xs:maxLength value='6'/>",
            "<xs:minLength value='1'/><xs:maxLength value='9'/>",
        ],
    );
    assert_eq!(length(simple(&schema, "T1")), (Some(4), Some(6)));
    assert_eq!(length(simple(&schema, "T2")), (Some(4), Some(6)));
    let wide = "<xs:minInclusive value='-1000'/><xs:maxInclusive value='1000'/>";
    let schema = chain("xs:byte", &[wide]);
    assert_eq!(range(simple(&schema, "T0")), (Some(-128), Some(127)));
}

#[test]
fn literals_stay_in_the_order_of_the_schema() {
    let schema = chain(
        "xs:string",
        &[
            "<xs:enumeration value='b'/><xs:enumeration value='a'/><xs:enumeration value=' '/>",
            "<xs:enumeration value='a'/><xs:enumeration value='b'/>",
            "",
        ],
    );
    assert_eq!(literals(simple(&schema, "T0")), ["b", "a", " "]);
    assert_eq!(literals(simple(&schema, "T1")), ["a", "b"]);
    assert_eq!(literals(simple(&schema, "T2")), ["a", "b"]);
}

#[test]
fn literals_have_documentation() {
    let schema = chain(
        "xs:anyURI",
        &["<xs:enumeration value='urn:a'><xs:annotation><xs:documentation>The first one.\
           </xs:documentation></xs:annotation></xs:enumeration><xs:enumeration value='urn:b'/>"],
    );
    let enumeration = &simple(&schema, "T0").enumeration;
    assert_eq!(enumeration[0].documentation.as_deref(), Some("The first one."));
    assert_eq!(enumeration[1].documentation, None);
}

#[test]
fn white_space_that_is_preserved_changes_nothing() {
    let schema = chain("xs:string", &["<xs:whiteSpace value='preserve'/>"]);
    assert_eq!(length(simple(&schema, "T0")), (None, None));
}

fn restriction(base: &str, facets: &str) -> String {
    format!(
        "
<xs:simpleType name='T'>
<xs:restriction base='{base}'>
{facets}
</xs:restriction></xs:simpleType>"
    )
}

refused! {
    bounds_that_exclude_each_other: &restriction(
        "xs:int", "<xs:minInclusive value='3'/><xs:maxInclusive value='2'/>")
        => "t.xsd:3: the facets leave no value";
    bounds_outside_the_range_of_the_base: &restriction("xs:byte", "<xs:minInclusive value='128'/>")
        => "t.xsd:3: the facets leave no value";
    exclusive_bounds_without_a_value_between: &restriction(
        "xs:int", "<xs:minExclusive value='3'/><xs:maxExclusive value='4'/>")
        => "t.xsd:3: the facets leave no value";
    lengths_that_exclude_each_other: &restriction(
        "xs:string", "<xs:minLength value='3'/><xs:maxLength value='2'/>")
        => "t.xsd:3: the facets leave no value";
    a_length_against_that_of_the_base: "
<xs:simpleType name='T'><xs:restriction base='U'><xs:length value='4'/></xs:restriction></xs:simpleType>
<xs:simpleType name='U'><xs:restriction base='xs:string'><xs:length value='3'/></xs:restriction></xs:simpleType>"
        => "t.xsd:2: the facets leave no value";
    a_length_that_is_no_number: &restriction("xs:string", "<xs:length value='-1'/>")
        => "t.xsd:4: \"-1\" is no length";
    a_bound_that_is_no_integer: &restriction("xs:int", "<xs:maxInclusive value='1.5'/>")
        => "t.xsd:4: \"1.5\" is no integer of 128 bits";
    an_exclusive_bound_at_the_end_of_all_numbers: &restriction(
        "xs:integer", "<xs:minExclusive value='170141183460469231731687303715884105727'/>")
        => "t.xsd:4: \"170141183460469231731687303715884105727\" is no integer of 128 bits";
    a_facet_without_a_value: &restriction("xs:string", "<xs:enumeration/>")
        => "t.xsd:4: xs:enumeration without the attribute value";
    a_literal_that_is_there_twice: &restriction(
        "xs:string", "<xs:enumeration value='a'/>\n<xs:enumeration value='a'/>")
        => "t.xsd:5: the literal \"a\" is there twice";
    a_literal_that_the_base_does_not_have: "
<xs:simpleType name='T'><xs:restriction base='U'>
<xs:enumeration value='b'/></xs:restriction></xs:simpleType>
<xs:simpleType name='U'><xs:restriction base='xs:string'>
<xs:enumeration value='a'/></xs:restriction></xs:simpleType>"
        => "t.xsd:3: \"b\" is no literal of the base";
    a_literal_that_is_too_long: &restriction(
        "xs:string", "<xs:enumeration value='abc'/><xs:maxLength value='2'/>")
        => "t.xsd:3: the literal \"abc\" violates a length facet";
}
