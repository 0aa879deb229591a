//! What XML Schema has and this generator does not: refused by name and place, never passed over.

mod support;

use support::{file, try_load_files};

/// A type with this content, which begins in line 3.
fn content(content: &str) -> String {
    format!("\n<xs:complexType name='T'>\n{content}\n</xs:complexType>")
}

/// A type with a sequence of this content, which begins in line 3.
fn sequence(particles: &str) -> String {
    format!(
        "\n<xs:complexType name='T'><xs:sequence>\n{particles}\n</xs:sequence></xs:complexType>"
    )
}

/// Five groups inside of each other, each within the limit for one group.
fn nested_groups(inner: &str) -> String {
    let start = "<xs:sequence minOccurs='0' maxOccurs='64'>".repeat(5);
    format!("{start}{inner}{}", "</xs:sequence>".repeat(5))
}

/// A restriction of `base` by these facets, which are in line 3.
fn restriction(base: &str, facets: &str) -> String {
    format!(
        "\n<xs:simpleType name='T'><xs:restriction base='{base}'>\n{facets}\n\
         </xs:restriction></xs:simpleType>"
    )
}

/// An element of this type, in line 2.
fn of_type(ty: &str) -> String {
    format!("\n<xs:element name='e' type='{ty}'/>")
}

// At the top of a schema.
refused! {
    global_group: "\n<xs:group name='g'><xs:sequence/></xs:group>"
        => "t.xsd:2: xs:group is not supported by this generator";
    global_attribute_group: "\n<xs:attributeGroup name='g'/>"
        => "t.xsd:2: xs:attributeGroup is not supported by this generator";
    redefine: "\n<xs:redefine schemaLocation='u.xsd'/>"
        => "t.xsd:2: xs:redefine is not supported by this generator";
    override_of_xsd_1_1: "\n<xs:override schemaLocation='u.xsd'/>"
        => "t.xsd:2: xs:override is not supported by this generator";
    import_with_another_attribute: "\n<xs:import namespace='urn:u' lazy='true'/>"
        => "t.xsd:2: attribute lazy of xs:import is not supported by this generator";
    import_with_content: "\n<xs:import namespace='urn:u'>\n<xs:element name='e'/></xs:import>"
        => "t.xsd:3: xs:element in this place of xs:import is not supported by this generator";
    notation: "\n<xs:notation name='n' public='p'/>"
        => "t.xsd:2: xs:notation is not supported by this generator";
}

#[test]
fn defaults_of_block_and_final() {
    for attribute in ["blockDefault", "finalDefault"] {
        let text =
            file("").replace("elementFormDefault", &format!("{attribute}='' elementFormDefault"));
        assert_eq!(
            try_load_files(&[("t.xsd", &text)]).unwrap_err().to_string(),
            format!(
                "t.xsd:1: attribute {attribute} of xs:schema is not supported by this generator"
            )
        );
    }
}

// Elements.
refused! {
    element_without_a_type: "\n<xs:element name='e'/>"
        => "t.xsd:2: an element without a type (xs:anyType) is not supported by this generator";
    element_with_the_type_of_its_head: "
<xs:element name='h' type='xs:int'/>
<xs:element name='e' substitutionGroup='h'/>"
        => "t.xsd:3: an element without a type (xs:anyType) is not supported by this generator";
    nillable_element: "\n<xs:element name='e' type='xs:int' nillable='true'/>"
        => "t.xsd:2: attribute nillable of xs:element is not supported by this generator";
    nillable_local_element: &sequence("<xs:element name='e' type='xs:int' nillable='true'/>")
        => "t.xsd:3: attribute nillable of xs:element is not supported by this generator";
    element_with_a_default: "\n<xs:element name='e' type='xs:int' default='1'/>"
        => "t.xsd:2: attribute default of xs:element is not supported by this generator";
    element_with_a_fixed_value: &sequence("<xs:element name='e' type='xs:int' fixed='1'/>")
        => "t.xsd:3: attribute fixed of xs:element is not supported by this generator";
    element_that_blocks_substitution: "\n<xs:element name='e' type='xs:int' block='#all'/>"
        => "t.xsd:2: attribute block of xs:element is not supported by this generator";
    element_that_is_final: "\n<xs:element name='e' type='xs:int' final='#all'/>"
        => "t.xsd:2: attribute final of xs:element is not supported by this generator";
    reference_with_a_default: &sequence("<xs:element ref='e' default='1'/>")
        => "t.xsd:3: attribute default of xs:element is not supported by this generator";
    reference_with_a_type: &sequence("<xs:element ref='e'>\n<xs:complexType/></xs:element>")
        => "t.xsd:4: xs:complexType in this place of xs:element is not supported by this generator";
    uniqueness_beside_a_type: "
<xs:element name='e' type='T'>
<xs:unique name='u'><xs:selector xpath='a'/><xs:field xpath='b'/></xs:unique></xs:element>
<xs:complexType name='T'/>"
        => "t.xsd:3: xs:unique in this place of xs:element is not supported by this generator";
    key_behind_a_type: "
<xs:element name='e'><xs:complexType/>
<xs:key name='k'><xs:selector xpath='a'/><xs:field xpath='b'/></xs:key></xs:element>"
        => "t.xsd:3: xs:key in this place of xs:element is not supported by this generator";
    alternative_types_of_xsd_1_1: "\n<xs:element name='e'>\n<xs:alternative type='T'/></xs:element>"
        => "t.xsd:3: xs:alternative in this place of xs:element is not supported by this generator";
}

// Complex types.
refused! {
    all_group: &content("<xs:all><xs:element name='e' type='xs:int'/></xs:all>")
        => "t.xsd:3: xs:all in a complex type is not supported by this generator";
    reference_to_a_group: &content("<xs:group ref='g'/>")
        => "t.xsd:3: xs:group in a complex type is not supported by this generator";
    nested_reference_to_a_group: &sequence("<xs:group ref='g'/>")
        => "t.xsd:3: xs:group in a content model is not supported by this generator";
    reference_to_an_attribute_group: &content("<xs:attributeGroup ref='g'/>")
        => "t.xsd:3: xs:attributeGroup in a complex type is not supported by this generator";
    any_attribute: &content("<xs:anyAttribute/>")
        => "t.xsd:3: xs:anyAttribute in a complex type is not supported by this generator";
    assertion_of_xsd_1_1: &content("<xs:assert test='true()'/>")
        => "t.xsd:3: xs:assert in a complex type is not supported by this generator";
    restriction_of_complex_content: &content(
        "<xs:complexContent>\n<xs:restriction base='xs:anyType'/></xs:complexContent>")
        => "t.xsd:4: xs:restriction of a complex type is not supported by this generator";
    restriction_of_simple_content: &content(
        "<xs:simpleContent>\n<xs:restriction base='T'/></xs:simpleContent>")
        => "t.xsd:4: xs:restriction of a complex type is not supported by this generator";
    extension_of_any_type: &content(
        "<xs:complexContent>\n<xs:extension base='xs:anyType'/></xs:complexContent>")
        => "t.xsd:4: the built-in type xs:anyType is not supported by this generator";
    mixed_without_elements: "\n<xs:complexType name='T' mixed='true'/>"
        => "t.xsd:2: mixed content without elements is not supported by this generator";
    mixed_with_an_empty_sequence: "\n<xs:complexType name='T' mixed='true'><xs:sequence/></xs:complexType>"
        => "t.xsd:2: mixed content without elements is not supported by this generator";
    mixed_on_the_derivation: &content("<xs:complexContent mixed='true'><xs:extension base='T'/></xs:complexContent>")
        => "t.xsd:3: attribute mixed of xs:complexContent is not supported by this generator";
    extension_that_becomes_mixed: "
<xs:complexType name='B'><xs:sequence><xs:any/></xs:sequence></xs:complexType>
<xs:complexType name='T' mixed='true'>
<xs:complexContent><xs:extension base='B'/></xs:complexContent></xs:complexType>"
        => "t.xsd:4: extension that changes mixed is not supported by this generator";
    complex_type_that_blocks: "\n<xs:complexType name='T' block='extension'/>"
        => "t.xsd:2: attribute block of xs:complexType is not supported by this generator";
    complex_type_that_is_final: "\n<xs:complexType name='T' final='extension'/>"
        => "t.xsd:2: attribute final of xs:complexType is not supported by this generator";
    extension_with_another_attribute: &content(
        "<xs:complexContent>\n<xs:extension base='T' open='true'/></xs:complexContent>")
        => "t.xsd:4: attribute open of xs:extension is not supported by this generator";
    group_with_a_name: &content("<xs:sequence name='g'/>")
        => "t.xsd:3: attribute name of xs:sequence is not supported by this generator";
    second_content_model: &content("<xs:sequence/>\n<xs:choice/>")
        => "t.xsd:4: xs:choice in this place of xs:complexType is not supported by this generator";
    attribute_beside_a_derivation: "
<xs:complexType name='T'><xs:simpleContent><xs:extension base='xs:int'/></xs:simpleContent>
<xs:attribute name='a' type='xs:int'/></xs:complexType>"
        => "t.xsd:3: xs:attribute in this place of xs:complexType is not supported by this generator";
    wildcard_without_a_namespace: &sequence("<xs:any namespace=''/>")
        => "t.xsd:3: xs:any without a namespace is not supported by this generator";
    wildcard_with_content: &sequence("<xs:any>\n<xs:element name='e'/></xs:any>")
        => "t.xsd:4: xs:element in this place of xs:any is not supported by this generator";
    wildcard_of_xsd_1_1: &sequence("<xs:any notNamespace='urn:u'/>")
        => "t.xsd:3: attribute notNamespace of xs:any is not supported by this generator";
}

// Attributes.
refused! {
    reference_to_an_attribute: &content("<xs:attribute ref='a'/>")
        => "t.xsd:3: attribute ref of xs:attribute is not supported by this generator";
    attribute_with_a_default: &content("<xs:attribute name='a' type='xs:int' default='1'/>")
        => "t.xsd:3: attribute default of xs:attribute is not supported by this generator";
    attribute_with_a_fixed_value: &content("<xs:attribute name='a' type='xs:int' fixed='1'/>")
        => "t.xsd:3: attribute fixed of xs:attribute is not supported by this generator";
    attribute_without_a_type: &content("<xs:attribute name='a'/>")
        => "t.xsd:3: an attribute without a named type is not supported by this generator";
    attribute_of_anonymous_type: &content(
        "<xs:attribute name='a'>\n<xs:simpleType><xs:restriction base='xs:int'/></xs:simpleType></xs:attribute>")
        => "t.xsd:3: an attribute without a named type is not supported by this generator";
    attribute_of_two_types: &content("<xs:attribute name='a' type='xs:int'>\n<xs:simpleType/></xs:attribute>")
        => "t.xsd:4: xs:simpleType in this place of xs:attribute is not supported by this generator";
}

// Simple types.
refused! {
    list: "\n<xs:simpleType name='T'>\n<xs:list itemType='xs:int'/></xs:simpleType>"
        => "t.xsd:3: xs:list of a simple type is not supported by this generator";
    union: "\n<xs:simpleType name='T'>\n<xs:union memberTypes='xs:int xs:string'/></xs:simpleType>"
        => "t.xsd:3: xs:union of a simple type is not supported by this generator";
    restriction_of_an_anonymous_type: "
<xs:simpleType name='T'>
<xs:restriction><xs:simpleType><xs:restriction base='xs:int'/></xs:simpleType></xs:restriction></xs:simpleType>"
        => "t.xsd:3: a restriction of an anonymous type is not supported by this generator";
    simple_type_that_is_final: "\n<xs:simpleType name='T' final='list'/>"
        => "t.xsd:2: attribute final of xs:simpleType is not supported by this generator";
    pattern: &restriction("xs:string", "<xs:pattern value='[A-Z]'/>")
        => "t.xsd:3: facet xs:pattern of a String is not supported by this generator";
    total_digits: &restriction("xs:int", "<xs:totalDigits value='3'/>")
        => "t.xsd:3: facet xs:totalDigits of a I32 is not supported by this generator";
    white_space_that_collapses: &restriction("xs:string", "<xs:whiteSpace value='collapse'/>")
        => "t.xsd:3: facet xs:whiteSpace of a String is not supported by this generator";
    enumeration_of_numbers: &restriction("xs:int", "<xs:enumeration value='1'/>")
        => "t.xsd:3: facet xs:enumeration of a I32 is not supported by this generator";
    enumeration_of_binaries: &restriction("xs:hexBinary", "<xs:enumeration value='00'/>")
        => "t.xsd:3: facet xs:enumeration of a HexBinary is not supported by this generator";
    length_of_a_number: &restriction("xs:int", "<xs:maxLength value='3'/>")
        => "t.xsd:3: facet xs:maxLength of a I32 is not supported by this generator";
    bound_of_a_string: &restriction("xs:string", "<xs:minInclusive value='3'/>")
        => "t.xsd:3: facet xs:minInclusive of a String is not supported by this generator";
    length_of_an_enumeration: "
<xs:simpleType name='T'><xs:restriction base='U'>
<xs:maxLength value='1'/></xs:restriction></xs:simpleType>
<xs:simpleType name='U'><xs:restriction base='xs:string'>
<xs:enumeration value='a'/><xs:enumeration value='bc'/></xs:restriction></xs:simpleType>"
        => "t.xsd:3: facet xs:maxLength of an enumeration is not supported by this generator";
    facet_with_content: &restriction("xs:string", "<xs:maxLength value='1'>\n<xs:length value='1'/></xs:maxLength>")
        => "t.xsd:4: xs:length in this place of xs:maxLength is not supported by this generator";
    restriction_with_another_attribute: "
<xs:simpleType name='T'>
<xs:restriction base='xs:int' open='true'/></xs:simpleType>"
        => "t.xsd:3: attribute open of xs:restriction is not supported by this generator";
    facet_with_another_attribute: &restriction("xs:string", "<xs:maxLength value='1' unit='m'/>")
        => "t.xsd:3: attribute unit of xs:maxLength is not supported by this generator";
    decimal: &of_type("xs:decimal")
        => "t.xsd:2: the built-in type xs:decimal is not supported by this generator";
    date_and_time: &of_type("xs:dateTime")
        => "t.xsd:2: the built-in type xs:dateTime is not supported by this generator";
    floating_point: &of_type("xs:double")
        => "t.xsd:2: the built-in type xs:double is not supported by this generator";
    positive_integer: &of_type("xs:positiveInteger")
        => "t.xsd:2: the built-in type xs:positiveInteger is not supported by this generator";
    list_of_references: &of_type("xs:IDREFS")
        => "t.xsd:2: the built-in type xs:IDREFS is not supported by this generator";
    any_type: &of_type("xs:anyType")
        => "t.xsd:2: the built-in type xs:anyType is not supported by this generator";
    any_simple_type: &restriction("xs:anySimpleType", "")
        => "t.xsd:2: the built-in type xs:anySimpleType is not supported by this generator";
}

// Types that contain themselves.
refused! {
    recursive_type: "
<xs:complexType name='T'><xs:sequence>
<xs:element name='e' type='T' minOccurs='0'/></xs:sequence></xs:complexType>"
        => "t.xsd:2: the recursive type {urn:t}T is not supported by this generator";
    types_that_contain_each_other: "
<xs:complexType name='T'><xs:sequence><xs:element name='e' type='U'/></xs:sequence></xs:complexType>
<xs:complexType name='U'><xs:sequence><xs:element name='e' type='T'/></xs:sequence></xs:complexType>"
        => "t.xsd:2: the recursive type {urn:t}T is not supported by this generator";
    type_that_extends_itself: &content(
        "<xs:complexContent><xs:extension base='T'/></xs:complexContent>")
        => "t.xsd:2: the recursive type {urn:t}T is not supported by this generator";
    element_that_contains_itself: "
<xs:element name='e'><xs:complexType><xs:sequence>
<xs:element ref='e' minOccurs='0'/></xs:sequence></xs:complexType></xs:element>"
        => "t.xsd:2: the recursive element {urn:t}e is not supported by this generator";
    member_that_contains_its_head: "
<xs:element name='head' type='B' abstract='true'/>
<xs:element name='member' type='T' substitutionGroup='head'/>
<xs:complexType name='B' abstract='true'/>
<xs:complexType name='T'><xs:complexContent><xs:extension base='B'>
<xs:sequence><xs:element ref='head'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>"
        => "t.xsd:5: the recursive type {urn:t}T is not supported by this generator";
    anonymous_member_that_contains_its_head: "
<xs:element name='head' type='B'/>
<xs:element name='member' substitutionGroup='head'><xs:complexType><xs:complexContent>
<xs:extension base='B'><xs:choice><xs:element ref='head'/></xs:choice></xs:extension>
</xs:complexContent></xs:complexType></xs:element>
<xs:complexType name='B'/>"
        => "t.xsd:3: the recursive type without a name is not supported by this generator";
}

// Content models whose event codes this generator does not work out. The place is that of the type.
refused! {
    group_with_more_copies_than_the_limit: &content(
        "<xs:sequence maxOccurs='65'><xs:element name='a' type='xs:int'/></xs:sequence>")
        => "t.xsd:2: a group that is repeated more than 64 times is not supported by this generator";
    group_with_more_mandatory_copies_than_the_limit: &content(
        "<xs:choice minOccurs='65' maxOccurs='unbounded'><xs:element name='a' type='xs:int'/></xs:choice>")
        => "t.xsd:2: a group that is repeated more than 64 times is not supported by this generator";
    groups_that_multiply: &content(&nested_groups("<xs:element name='a' type='xs:int'/>"))
        => "t.xsd:2: a content model that unrolls to more than 1024 particles is not supported by this generator";
    empty_groups_that_multiply: &content(&nested_groups(""))
        => "t.xsd:2: a content model that unrolls to more than 1024 particles is not supported by this generator";
    two_elements_of_the_same_name_in_a_choice: &content(
        "<xs:choice><xs:element name='a' type='xs:int'/><xs:element name='a' type='xs:int'/></xs:choice>")
        => "t.xsd:2: an ambiguous content model is not supported by this generator";
    optional_element_before_the_same_element: &sequence(
        "<xs:element name='a' type='xs:int' minOccurs='0'/><xs:element name='a' type='xs:int'/>")
        => "t.xsd:2: an ambiguous content model is not supported by this generator";
    member_beside_its_head: "
<xs:element name='h' type='xs:int'/><xs:element name='m' type='xs:int' substitutionGroup='h'/>
<xs:complexType name='T'><xs:choice><xs:element ref='h'/><xs:element ref='m'/></xs:choice></xs:complexType>"
        => "t.xsd:3: an ambiguous content model is not supported by this generator";
    wildcard_beside_the_same_wildcard: &content("<xs:choice><xs:any/><xs:any namespace='##other'/></xs:choice>")
        => "t.xsd:2: an ambiguous content model is not supported by this generator";
    repeated_group_that_may_be_empty: &content(
        "<xs:sequence maxOccurs='2'><xs:element name='a' type='xs:int' minOccurs='0'/></xs:sequence>")
        => "t.xsd:2: an ambiguous content model is not supported by this generator";
    list_in_an_unbounded_group: &content(
        "<xs:choice maxOccurs='unbounded'><xs:element name='a' type='xs:int' maxOccurs='unbounded'/></xs:choice>")
        => "t.xsd:2: a repeated element at both ends of a repeated group is not supported by this generator";
    counted_list_in_mixed_content: "
<xs:complexType name='T' mixed='true'><xs:sequence>
<xs:element name='a' type='xs:int' maxOccurs='3'/></xs:sequence></xs:complexType>"
        => "t.xsd:2: a counted repetition in mixed content is not supported by this generator";
    counted_wildcard_before_an_element: &sequence(
        "<xs:any namespace='##other' maxOccurs='3'/><xs:element name='a' type='xs:int'/>")
        => "t.xsd:2: a counted wildcard before other content is not supported by this generator";
    choice_of_nothing: &content("<xs:choice/>")
        => "t.xsd:2: a content model that cannot end is not supported by this generator";
    choice_of_nothing_behind_an_element: &sequence("<xs:element name='a' type='xs:int'/><xs:choice/>")
        => "t.xsd:2: a content model that cannot end is not supported by this generator";
    integer_with_one_bound: &restriction("xs:integer", "<xs:minInclusive value='0'/>")
        => "t.xsd:2: an integer with bounds on one side only or outside 64 bits is not supported by this generator";
    integer_beyond_64_bits: &restriction(
        "xs:integer", "<xs:minInclusive value='0'/><xs:maxInclusive value='18446744073709551616'/>")
        => "t.xsd:2: an integer with bounds on one side only or outside 64 bits is not supported by this generator";
    integer_with_a_range_of_more_than_128_bits: &restriction(
        "xs:integer",
        "<xs:minInclusive value='-170141183460469231731687303715884105728'/>
         <xs:maxInclusive value='170141183460469231731687303715884105727'/>")
        => "t.xsd:2: an integer with bounds on one side only or outside 64 bits is not supported by this generator";
    small_range_beyond_the_signed_numbers: &restriction(
        "xs:unsignedLong", "<xs:minInclusive value='18446744073709551600'/>")
        => "t.xsd:2: an integer with bounds on one side only or outside 64 bits is not supported by this generator";
}
