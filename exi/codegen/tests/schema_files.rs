//! How a schema is put together from files.

#![allow(clippy::panic, clippy::unwrap_used, reason = "tests")]

mod support;

use std::path::Path;

use exi_codegen::schema::{self, QName};
use support::{file, load_files, model, try_load_files};

/// A root in `urn:t` that imports `urn:u` from `location` and refers to its element `x`.
fn importer(location: &str) -> String {
    file(&format!(
        r#"
        <xs:import namespace="urn:u" schemaLocation="{location}"/>
        <xs:complexType name="T">
          <xs:sequence><xs:element xmlns:u="urn:u" ref="u:x"/></xs:sequence>
        </xs:complexType>"#
    ))
}

/// A file in `urn:u` with the element `x` of this type.
fn imported(ty: &str) -> String {
    format!(
        r#"<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:u">
        <s:element name="x" type="s:{ty}"/></s:schema>"#
    )
}

fn type_of_x(schema: &schema::Schema) -> String {
    let x = schema.element(schema.global_elements[&QName::new("urn:u", "x")]);
    schema.type_def(x.type_id).name().unwrap().local.to_string()
}

#[test]
fn an_import_is_found_beside_the_importer() {
    let schema = load_files(&[("a/t.xsd", &importer("u.xsd")), ("a/u.xsd", &imported("boolean"))]);
    assert_eq!(model(&schema, "T"), "(x)");
    assert_eq!(type_of_x(&schema), "boolean");
}

#[test]
fn an_import_is_found_by_a_relative_path() {
    let schema =
        load_files(&[("a/t.xsd", &importer("../b/u.xsd")), ("b/u.xsd", &imported("boolean"))]);
    assert_eq!(type_of_x(&schema), "boolean");
}

#[test]
fn an_import_that_is_not_beside_the_importer_is_found_in_a_folder_above() {
    let schema = load_files(&[("a/b/t.xsd", &importer("u.xsd")), ("u.xsd", &imported("boolean"))]);
    assert_eq!(type_of_x(&schema), "boolean");
}

#[test]
fn the_file_in_the_nearest_folder_wins() {
    let schema = load_files(&[
        ("a/t.xsd", &importer("u.xsd")),
        ("u.xsd", &imported("boolean")),
        ("a/u.xsd", &imported("string")),
    ]);
    assert_eq!(type_of_x(&schema), "string");
}

#[test]
fn a_missing_import_is_reported_with_the_importer_and_the_line() {
    let error = try_load_files(&[("a/t.xsd", &importer("u.xsd"))]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot read u.xsd: imported by a/t.xsd:2, and found neither beside it (no such file) \
         nor in a folder above"
    );
}

#[test]
fn files_on_disk_are_loaded() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schema_files/a");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("t.xsd"), importer("u.xsd")).unwrap();
    std::fs::write(folder.join("../u.xsd"), imported("boolean")).unwrap();
    let schema = schema::load(&folder.join("t.xsd")).unwrap();
    assert_eq!(type_of_x(&schema), "boolean");
}

#[test]
fn a_root_that_is_not_there_is_reported_with_its_path() {
    let error = schema::load(Path::new("/no/such/t.xsd")).unwrap_err().to_string();
    assert!(error.starts_with("cannot read /no/such/t.xsd: "), "{error}");
}

#[test]
fn files_that_import_each_other_are_read_once() {
    let back = r#"<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:u">
        <s:import namespace="urn:t" schemaLocation="../a/./t.xsd"/>
        <s:element name="x" type="s:boolean"/></s:schema>"#;
    let schema = load_files(&[("a/t.xsd", &importer("../b/u.xsd")), ("b/u.xsd", back)]);
    assert_eq!(model(&schema, "T"), "(x)");
}

#[test]
fn an_import_without_a_location_leaves_its_namespace_empty() {
    let text = file(
        r#"
        <xs:import namespace="urn:u"/>
        <xs:element name="a" type="u:T" xmlns:u="urn:u"/>"#,
    );
    let error = try_load_files(&[("t.xsd", &text)]).unwrap_err();
    assert_eq!(error.to_string(), "t.xsd:3: no schema declares the type {urn:u}T");
}

#[test]
fn an_import_must_name_the_namespace_of_the_file() {
    let other = imported("boolean").replace("urn:u", "urn:v");
    let error = try_load_files(&[("t.xsd", &importer("u.xsd")), ("u.xsd", &other)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "t.xsd:2: xs:import for the namespace urn:u, but the file has the namespace urn:v"
    );
}

fn includer() -> String {
    file(
        r#"
        <xs:include schemaLocation="more.xsd"/>
        <xs:complexType name="T"><xs:sequence><xs:element ref="x"/></xs:sequence></xs:complexType>"#,
    )
}

#[test]
fn an_include_adds_to_the_namespace_of_the_includer() {
    let more = file(r#"<xs:element name="x" type="xs:boolean"/>"#);
    let schema = load_files(&[("t.xsd", &includer()), ("more.xsd", &more)]);
    assert_eq!(model(&schema, "T"), "(x)");
}

#[test]
fn an_included_file_must_have_the_namespace_of_the_includer() {
    let error =
        try_load_files(&[("t.xsd", &includer()), ("more.xsd", &imported("int"))]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "t.xsd:2: xs:include for the namespace urn:t, but the file has the namespace urn:u"
    );
}

#[test]
fn an_included_file_without_a_namespace_is_refused() {
    let more = imported("int").replace("targetNamespace=\"urn:u\"", "");
    let error = try_load_files(&[("t.xsd", &includer()), ("more.xsd", &more)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "t.xsd:2: xs:include of a schema without a target namespace is not supported by this \
         generator"
    );
}

#[test]
fn an_include_needs_a_location() {
    assert_eq!(
        support::error("\n<xs:include/>"),
        "t.xsd:2: xs:include without the attribute schemaLocation"
    );
}

#[test]
fn a_component_of_two_files_is_refused_at_its_second_place() {
    let more =
        file("\n\n<xs:element name='x' type='xs:int'/>\n<xs:element name='x' type='xs:int'/>");
    let error = try_load_files(&[("t.xsd", &includer()), ("more.xsd", &more)]).unwrap_err();
    assert_eq!(error.to_string(), "more.xsd:4: element {urn:t}x is declared twice");
}

#[test]
fn the_entities_of_a_dtd_are_expanded_and_its_external_part_is_not_read() {
    let text = format!(
        r#"<?xml version="1.0"?>
        <!DOCTYPE xs:schema PUBLIC "-//T//DTD T//EN" "http://example.com/t.dtd"
          [ <!ENTITY ty "xs:boolean"> ]>
        {}"#,
        file(r#"<xs:element name="a" type="&ty;"/>"#)
    );
    let schema = load_files(&[("t.xsd", &text)]);
    let id = support::element(&schema, "a").type_id;
    assert_eq!(&*schema.type_def(id).name().unwrap().local, "boolean");
}

#[test]
fn text_that_is_not_well_formed_is_reported_with_its_line() {
    let error = try_load_files(&[("t.xsd", "<a>\n</b>")]).unwrap_err().to_string();
    assert!(error.starts_with("t.xsd is not well-formed XML: "), "{error}");
    assert!(error.contains("2:1"), "{error}");
}

#[test]
fn a_file_that_is_no_schema_is_refused() {
    let error = try_load_files(&[("t.xsd", "<schema/>")]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "t.xsd:1: the root element is not {http://www.w3.org/2001/XMLSchema}schema"
    );
}

#[test]
fn an_element_of_another_namespace_is_refused() {
    let body = "\n<xs:complexType name='T'>\n<sequence/></xs:complexType>";
    assert_eq!(support::error(body), "t.xsd:3: sequence is no element of XML Schema");
}
