//! Schemas that contradict themselves or XML Schema: refused with the place.

mod support;

fn content(content: &str) -> String {
    format!("\n<xs:complexType name='T'>\n{content}\n</xs:complexType>")
}

// References.
refused! {
    type_that_is_not_there: "\n<xs:element name='e' type='T'/>"
        => "t.xsd:2: no schema declares the type {urn:t}T";
    element_that_is_not_there: &content("<xs:sequence>\n<xs:element ref='e'/></xs:sequence>")
        => "t.xsd:4: no schema declares the element {urn:t}e";
    base_that_is_not_there: &content("<xs:complexContent>\n<xs:extension base='B'/></xs:complexContent>")
        => "t.xsd:4: no schema declares the type {urn:t}B";
    head_that_is_not_there: "\n<xs:element name='e' type='xs:int' substitutionGroup='h'/>"
        => "t.xsd:2: no schema declares the substitution group head {urn:t}h";
    prefix_without_a_namespace: "\n<xs:element name='e' type='u:T'/>"
        => "t.xsd:2: no namespace is bound to the prefix of u:T";
    name_of_an_element_where_a_type_is_meant: "
<xs:element name='a' type='xs:int'/>
<xs:element name='b' type='a'/>"
        => "t.xsd:3: no schema declares the type {urn:t}a";
}

// Declarations.
refused! {
    element_declared_twice: "\n<xs:element name='e' type='xs:int'/>\n<xs:element name='e' type='xs:int'/>"
        => "t.xsd:3: element {urn:t}e is declared twice";
    simple_and_complex_type_of_the_same_name: "
<xs:simpleType name='T'><xs:restriction base='xs:int'/></xs:simpleType>
<xs:complexType name='T'/>"
        => "t.xsd:3: complexType {urn:t}T is declared twice";
    global_element_without_a_name: "\n<xs:element type='xs:int'/>"
        => "t.xsd:2: xs:element without the attribute name";
    local_element_without_a_name: &content("<xs:sequence>\n<xs:element type='xs:int'/></xs:sequence>")
        => "t.xsd:4: xs:element without the attribute name";
    attribute_without_a_name: &content("<xs:attribute type='xs:int'/>")
        => "t.xsd:3: xs:attribute without the attribute name";
    name_with_a_prefix: "\n<xs:element name='t:e' type='xs:int'/>"
        => "t.xsd:2: \"t:e\" is no name";
    name_that_begins_with_a_digit: "\n<xs:complexType name='1st'/>"
        => "t.xsd:2: \"1st\" is no name";
    anonymous_type_with_a_name: "\n<xs:element name='e'>\n<xs:complexType name='T'/></xs:element>"
        => "t.xsd:3: attribute name of xs:complexType is not supported by this generator";
    boolean_that_is_none: "\n<xs:element name='e' type='xs:int' abstract='yes'/>"
        => "t.xsd:2: abstract=\"yes\"";
    form_that_is_none: &content("<xs:sequence>\n<xs:element name='e' type='xs:int' form='Qualified'/></xs:sequence>")
        => "t.xsd:4: form=\"Qualified\"";
    use_that_is_none: &content("<xs:attribute name='a' type='xs:int' use='mandatory'/>")
        => "t.xsd:3: use=\"mandatory\"";
    attribute_of_complex_type: &content("<xs:attribute name='a' type='U'/></xs:complexType><xs:complexType name='U'>")
        => "t.xsd:3: an attribute of complex type";
    attribute_that_is_there_twice: &content("<xs:attribute name='a' type='xs:int'/><xs:attribute name='a' type='xs:int'/>")
        => "t.xsd:2: two attributes {}a";
    attribute_that_the_base_has: "
<xs:complexType name='B'><xs:attribute name='a' type='xs:int'/></xs:complexType>
<xs:complexType name='T'><xs:complexContent><xs:extension base='B'>
<xs:attribute name='a' type='xs:int'/></xs:extension></xs:complexContent></xs:complexType>"
        => "t.xsd:3: two attributes {}a";
}

// Derivation.
refused! {
    content_without_a_derivation: &content("<xs:complexContent/>")
        => "t.xsd:3: xs:complexContent without a derivation";
    simple_type_without_a_derivation: "\n<xs:simpleType name='T'/>"
        => "t.xsd:2: xs:simpleType without a derivation";
    extension_without_a_base: &content("<xs:complexContent>\n<xs:extension/></xs:complexContent>")
        => "t.xsd:4: xs:extension without the attribute base";
    complex_content_of_a_simple_type: &content("<xs:complexContent><xs:extension base='xs:int'/></xs:complexContent>")
        => "t.xsd:3: complexContent extends a simple type";
    simple_content_of_a_type_with_elements: "
<xs:complexType name='B'><xs:sequence><xs:element name='e' type='xs:int'/></xs:sequence></xs:complexType>
<xs:complexType name='T'>
<xs:simpleContent><xs:extension base='B'/></xs:simpleContent></xs:complexType>"
        => "t.xsd:4: xs:simpleContent extends a type without simple content";
    elements_behind_simple_content: "
<xs:complexType name='B'><xs:simpleContent><xs:extension base='xs:int'/></xs:simpleContent></xs:complexType>
<xs:complexType name='T'><xs:complexContent><xs:extension base='B'>
<xs:sequence/></xs:extension></xs:complexContent></xs:complexType>"
        => "t.xsd:4: elements are added to simple content";
    simple_type_of_a_complex_base: "
<xs:simpleType name='T'>
<xs:restriction base='B'/></xs:simpleType>
<xs:complexType name='B'/>"
        => "t.xsd:3: the base of a simple type is complex";
    substitution_groups_in_a_circle: "
<xs:element name='a' type='xs:int' substitutionGroup='b'/>
<xs:element name='b' type='xs:int' substitutionGroup='a'/>"
        => "t.xsd:2: {urn:t}a is in its own substitution group";
}

// Particles.
refused! {
    bounds_in_the_wrong_order: &content("<xs:sequence>\n<xs:element name='e' type='xs:int' minOccurs='2'/></xs:sequence>")
        => "t.xsd:4: maxOccurs is below minOccurs";
    bound_that_is_no_number: &content("<xs:sequence minOccurs='-1'/>")
        => "t.xsd:3: minOccurs=\"-1\"";
    bound_that_is_too_large: &content("<xs:sequence maxOccurs='4294967296'/>")
        => "t.xsd:3: maxOccurs=\"4294967296\"";
    wildcard_of_any_namespace_and_another: &content("<xs:sequence>\n<xs:any namespace='##any urn:u'/></xs:sequence>")
        => "t.xsd:4: ##any in a list of namespaces";
}
