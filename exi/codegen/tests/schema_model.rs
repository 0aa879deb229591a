//! Elements, complex types and particles of the schema model.

mod support;

use exi_codegen::schema::{QName, Schema, Type};
use support::{attributes, complex, element, file, load, load_files, model, name, type_id};

/// The expanded name of the first element in a type, in a file with these form attributes.
fn local_name(forms: &str, declaration: &str) -> String {
    let text = file(&format!(
        "<xs:complexType name='T'><xs:sequence>{declaration}</xs:sequence></xs:complexType>"
    ));
    let text = text.replace("elementFormDefault=\"qualified\"", forms);
    let schema = load_files(&[("t.xsd", &text)]);
    schema.elements[0].name.to_string()
}

#[test]
fn local_elements_are_unqualified_unless_the_schema_says_otherwise() {
    let a = "<xs:element name='a' type='xs:int'/>";
    assert_eq!(local_name("", a), "{}a");
    assert_eq!(local_name("elementFormDefault='unqualified'", a), "{}a");
    assert_eq!(local_name("elementFormDefault='qualified'", a), "{urn:t}a");
}

#[test]
fn the_form_of_an_element_wins_over_that_of_the_schema() {
    let a = |form| format!("<xs:element name='a' type='xs:int' form='{form}'/>");
    assert_eq!(local_name("", &a("qualified")), "{urn:t}a");
    assert_eq!(local_name("elementFormDefault='qualified'", &a("unqualified")), "{}a");
}

#[test]
fn attributes_are_unqualified_unless_the_schema_or_their_form_says_otherwise() {
    let body = "
        <xs:complexType name='T'>
          <xs:attribute name='a' type='xs:int'/>
          <xs:attribute name='b' type='xs:int' form='qualified'/>
          <xs:attribute name='c' type='xs:int' form='unqualified'/>
        </xs:complexType>";
    assert_eq!(attributes(&load(body), "T"), ["{}a", "{urn:t}b", "{}c"]);
    let text = file(body)
        .replace("elementFormDefault", "attributeFormDefault=\"qualified\" elementFormDefault");
    let schema = load_files(&[("t.xsd", &text)]);
    assert_eq!(attributes(&schema, "T"), ["{urn:t}a", "{urn:t}b", "{}c"]);
}

#[test]
fn attributes_are_sorted_by_local_name_and_then_by_namespace() {
    let schema = load(
        "
        <xs:complexType name='T'>
          <xs:attribute name='b' type='xs:int' form='qualified'/>
          <xs:attribute name='a' type='xs:int' use='optional'/>
          <xs:attribute name='b' type='xs:int' use='required'/>
          <xs:attribute name='B' type='xs:int'/>
        </xs:complexType>",
    );
    assert_eq!(attributes(&schema, "T"), ["{}B", "{}a", "{}b!", "{urn:t}b"]);
}

#[test]
fn a_prohibited_attribute_is_left_out() {
    let schema = load(
        "
        <xs:complexType name='T'>
          <xs:attribute name='a' type='xs:int' use='prohibited'/>
          <xs:attribute name='b' type='xs:int'/>
        </xs:complexType>",
    );
    assert_eq!(attributes(&schema, "T"), ["{}b"]);
}

const EXTENSIONS: &str = "
    <xs:complexType name='Empty'/>
    <xs:complexType name='First'>
      <xs:complexContent><xs:extension base='Empty'>
        <xs:choice minOccurs='0'>
          <xs:element name='a' type='xs:int'/><xs:element name='b' type='xs:int'/>
        </xs:choice>
        <xs:attribute name='y' type='xs:int'/>
      </xs:extension></xs:complexContent>
    </xs:complexType>
    <xs:complexType name='Second'>
      <xs:complexContent><xs:extension base='First'>
        <xs:sequence><xs:element name='c' type='xs:int'/></xs:sequence>
        <xs:attribute name='x' type='xs:int' use='required'/>
      </xs:extension></xs:complexContent>
    </xs:complexType>
    <xs:complexType name='Third'>
      <xs:complexContent><xs:extension base='Second'/></xs:complexContent>
    </xs:complexType>";

#[test]
fn an_extension_appends_its_content_to_that_of_the_base() {
    let schema = load(EXTENSIONS);
    assert_eq!(model(&schema, "Empty"), "EMPTY");
    assert_eq!(model(&schema, "First"), "(a | b)?");
    assert_eq!(model(&schema, "Second"), "((a | b)?, (c))");
    assert_eq!(model(&schema, "Third"), "((a | b)?, (c))");
}

#[test]
fn an_extension_inherits_the_attributes_of_the_base() {
    let schema = load(EXTENSIONS);
    assert_eq!(attributes(&schema, "First"), ["{}y"]);
    assert_eq!(attributes(&schema, "Second"), ["{}x!", "{}y"]);
    assert_eq!(attributes(&schema, "Third"), ["{}x!", "{}y"]);
}

#[test]
fn an_extension_knows_its_base() {
    let schema = load(EXTENSIONS);
    assert_eq!(complex(&schema, "Empty").base, None);
    assert_eq!(complex(&schema, "Third").base, Some(type_id(&schema, "Second")));
}

#[test]
fn simple_content_is_extended_by_attributes() {
    let schema = load(
        "
        <xs:complexType name='First'>
          <xs:simpleContent><xs:extension base='xs:string'>
            <xs:attribute name='b' type='xs:int'/>
          </xs:extension></xs:simpleContent>
        </xs:complexType>
        <xs:complexType name='Second'>
          <xs:simpleContent><xs:extension base='First'>
            <xs:attribute name='a' type='xs:int'/>
          </xs:extension></xs:simpleContent>
        </xs:complexType>",
    );
    assert_eq!(model(&schema, "First"), "string");
    assert_eq!(model(&schema, "Second"), "string");
    assert_eq!(attributes(&schema, "Second"), ["{}a", "{}b"]);
}

const GROUPS: &str = "
    <xs:element name='head' type='xs:int' abstract='true'/>
    <xs:element name='member' type='xs:int' substitutionGroup='head'/>
    <xs:element name='grandchild' type='xs:int' substitutionGroup='member'/>
    <xs:complexType name='T'>
      <xs:sequence><xs:element ref='head'/><xs:element ref='member'/></xs:sequence>
    </xs:complexType>";

fn alternatives(schema: &Schema, head: &str) -> Vec<String> {
    schema
        .alternatives(schema.global_elements[&name(head)])
        .into_iter()
        .map(|id| schema.element(id).name.local.to_string())
        .collect()
}

#[test]
fn a_substitution_group_has_the_members_of_its_members() {
    let schema = load(GROUPS);
    assert_eq!(alternatives(&schema, "head"), ["grandchild", "head", "member"]);
    assert_eq!(alternatives(&schema, "member"), ["grandchild", "member"]);
    assert_eq!(alternatives(&schema, "grandchild"), ["grandchild"]);
}

#[test]
fn a_substitution_group_has_members_of_other_namespaces_sorted_by_local_name_first() {
    let root = file(
        "<xs:import namespace='urn:a' schemaLocation='a.xsd'/>
        <xs:element name='head' type='xs:int'/>
        <xs:element name='b' type='xs:int' substitutionGroup='head'/>",
    );
    let other = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a"
         xmlns:t="urn:t">
        <xs:import namespace="urn:t" schemaLocation="t.xsd"/>
        <xs:element name="b" type="xs:int" substitutionGroup="t:head"/>
        <xs:element name="z" type="xs:int" substitutionGroup="t:head"/>
        </xs:schema>"#;
    let schema = load_files(&[("t.xsd", &root), ("a.xsd", other)]);
    let names: Vec<String> = schema
        .alternatives(schema.global_elements[&name("head")])
        .into_iter()
        .map(|id| schema.element(id).name.to_string())
        .collect();
    assert_eq!(names, ["{urn:a}b", "{urn:t}b", "{urn:t}head", "{urn:a}z"]);
}

#[test]
fn a_local_element_with_the_name_of_a_head_stands_for_itself_alone() {
    let schema = load(&format!(
        "{GROUPS}
        <xs:complexType name='Local'>
          <xs:sequence><xs:element name='head' type='xs:int'/></xs:sequence>
        </xs:complexType>"
    ));
    let local = schema.elements.iter().position(|e| !e.global && &*e.name.local == "head");
    let id = exi_codegen::schema::ElementId(local.unwrap());
    assert_eq!(schema.alternatives(id), [id]);
}

#[test]
fn abstract_elements_and_types_are_marked() {
    let schema = load(
        "
        <xs:complexType name='T' abstract='1'/>
        <xs:complexType name='U' abstract='false'/>
        <xs:element name='a' type='T' abstract='true'/>
        <xs:element name='b' type='T'/>",
    );
    assert!(complex(&schema, "T").is_abstract);
    assert!(!complex(&schema, "U").is_abstract);
    assert!(element(&schema, "a").is_abstract);
    assert!(!element(&schema, "b").is_abstract);
}

#[test]
fn anonymous_types_belong_to_their_element() {
    let schema = load(
        "
        <xs:element name='a'><xs:complexType><xs:sequence>
          <xs:element name='b'>
            <xs:simpleType><xs:restriction base='xs:string'>
              <xs:maxLength value='3'/>
            </xs:restriction></xs:simpleType>
          </xs:element>
        </xs:sequence></xs:complexType></xs:element>",
    );
    assert_eq!(model(&schema, "a"), "(b)");
    assert_eq!(complex(&schema, "a").name, None);
    let b = schema.elements.iter().find(|e| &*e.name.local == "b").unwrap();
    let Type::Simple(simple) = schema.type_def(b.type_id) else { panic!("a complex type") };
    assert_eq!((simple.name.as_ref(), simple.max_length), (None, Some(3)));
}

#[test]
fn a_reference_leads_to_the_global_declaration() {
    let schema = load(
        "
        <xs:complexType name='T'><xs:sequence><xs:element ref='a'/></xs:sequence></xs:complexType>
        <xs:element name='a' type='xs:int'/>",
    );
    assert_eq!(schema.elements.len(), 1);
    assert!(schema.elements[0].global);
}

#[test]
fn particles_keep_their_bounds() {
    let schema = load(
        "
        <xs:complexType name='T'><xs:sequence>
          <xs:element name='one' type='xs:int'/>
          <xs:element name='option' type='xs:int' minOccurs='0'/>
          <xs:element name='list' type='xs:int' minOccurs='0' maxOccurs='unbounded'/>
          <xs:element name='some' type='xs:int' maxOccurs='unbounded'/>
          <xs:element name='pair' type='xs:int' minOccurs='2' maxOccurs='2'/>
          <xs:element name='more' type='xs:int' minOccurs='3' maxOccurs='unbounded'/>
          <xs:element name='none' type='xs:int' minOccurs='0' maxOccurs='0'/>
          <xs:choice maxOccurs='4'>
            <xs:element name='left' type='xs:int'/>
            <xs:sequence minOccurs='0'><xs:element name='right' type='xs:int'/></xs:sequence>
          </xs:choice>
        </xs:sequence></xs:complexType>",
    );
    assert_eq!(
        model(&schema, "T"),
        "(one, option?, list*, some+, pair{2,2}, more{3,}, (left | (right)?){1,4})"
    );
}

#[test]
fn wildcards_keep_their_namespaces() {
    let schema = load(
        "
        <xs:complexType name='T'><xs:sequence>
          <xs:any/>
          <xs:any namespace='##any' processContents='skip' minOccurs='0'/>
          <xs:any namespace='##other' maxOccurs='unbounded'/>
          <xs:any namespace='urn:z ##targetNamespace urn:a urn:z'/>
          <xs:any namespace='##local'/>
        </xs:sequence></xs:complexType>",
    );
    assert_eq!(model(&schema, "T"), "(any, any?, any(not urn:t)+, any(urn:z urn:t urn:a), any())");
}

#[test]
fn mixed_content_is_marked() {
    let schema = load(
        "
        <xs:complexType name='T' mixed='true'>
          <xs:sequence><xs:element name='a' type='xs:int'/></xs:sequence>
        </xs:complexType>
        <xs:complexType name='U' mixed='0'>
          <xs:sequence><xs:element name='a' type='xs:int'/></xs:sequence>
        </xs:complexType>",
    );
    assert!(complex(&schema, "T").mixed);
    assert!(!complex(&schema, "U").mixed);
}

#[test]
fn an_element_takes_a_type_of_another_namespace() {
    let root = file(
        "<xs:import namespace='urn:u' schemaLocation='u.xsd'/>
        <xs:element name='a' type='u:T' xmlns:u='urn:u'/>",
    );
    let other = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:u">
        <xs:complexType name="T"/></xs:schema>"#;
    let schema = load_files(&[("t.xsd", &root), ("u.xsd", other)]);
    let id = element(&schema, "a").type_id;
    assert_eq!(schema.type_def(id).name(), Some(&QName::new("urn:u", "T")));
}

#[test]
fn documentation_is_one_line_without_the_application_information() {
    let schema = load(
        "
        <xs:element name='a' type='xs:int'>
          <xs:annotation>
            <xs:appinfo>not this</xs:appinfo>
            <xs:documentation>
              First line,
              <b>second</b> line.
            </xs:documentation>
            <xs:documentation>Third.</xs:documentation>
          </xs:annotation>
        </xs:element>
        <xs:complexType name='T'>
          <xs:annotation><xs:documentation>A type.</xs:documentation></xs:annotation>
        </xs:complexType>
        <xs:element name='b' type='T'>
          <xs:annotation><xs:documentation> </xs:documentation></xs:annotation>
        </xs:element>",
    );
    assert_eq!(
        element(&schema, "a").documentation.as_deref(),
        Some("First line, second line. Third.")
    );
    assert_eq!(complex(&schema, "T").documentation.as_deref(), Some("A type."));
    assert_eq!(element(&schema, "b").documentation, None);
}

#[test]
fn components_know_where_they_are_written() {
    let more = file("\n\n<xs:complexType name='T'/>");
    let root = file("\n<xs:include schemaLocation='more.xsd'/>\n<xs:element name='a' type='T'/>");
    let schema = load_files(&[("a/t.xsd", &root), ("a/more.xsd", &more)]);
    assert_eq!(element(&schema, "a").place.to_string(), "t.xsd:3");
    assert_eq!(complex(&schema, "T").place.to_string(), "more.xsd:3");
}
