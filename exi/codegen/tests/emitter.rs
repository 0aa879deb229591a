//! The generated Rust of small schemas, as it is checked in under `tests/fixtures`.
//!
//! `UPDATE_FIXTURES=1 cargo test -p exi-codegen --test emitter` writes the files anew;
//! `tests/generated.rs` compiles and runs them.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "tests")]

mod support;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use exi_codegen::emit::{Options, SourceFile, emit};
use exi_codegen::grammar::GrammarSet;
use exi_codegen::schema;
use support::{grammars, load_files};

/// Compares what is generated from a fixture's schema with its files.
#[track_caller]
fn assert_fixture(name: &str, options: Options) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    let schema = schema::load(&folder.join("schema.xsd")).unwrap();
    let set = GrammarSet::build(schema.into()).unwrap();
    let options = Options { origin: "schema.xsd".to_owned(), ..options };
    for SourceFile { name, text } in emit(&set, &options).unwrap() {
        let path = folder.join(name);
        let actual = format(&text);
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            std::fs::write(&path, &actual).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        let difference = actual.lines().zip(expected.lines()).position(|(a, b)| a != b);
        assert!(
            actual == expected,
            "{} is out of date from line {} on; UPDATE_FIXTURES=1 writes it anew",
            path.display(),
            difference.map_or(actual.lines().count().min(expected.lines().count()), |n| n) + 1,
        );
    }
}

/// The text as `rustfmt` lays it out with the settings of this repository.
fn format(text: &str) -> String {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the generator and its tests need rustfmt");
    rustfmt.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = rustfmt.wait_with_output().unwrap();
    assert!(output.status.success(), "rustfmt cannot read:\n{text}");
    String::from_utf8(output.stdout).unwrap()
}

fn documents(names: &[&str]) -> Options {
    Options {
        documents: names.iter().map(|name| (*name).to_owned()).collect(),
        ..Options::default()
    }
}

#[test]
fn a_record_is_a_struct_with_a_field_for_each_member() {
    let mut options = documents(&["MeterReadingReq"]);
    options.docs.insert("Value.Multiplier".to_owned(), "Power of ten.".to_owned());
    assert_fixture("record", options);
}

#[test]
fn choices_and_substitution_groups_are_enums() {
    assert_fixture("choice", documents(&["Start", "Stop"]));
}

#[test]
fn content_in_any_order_is_a_list_of_items() {
    assert_fixture("items", documents(&["Display"]));
}

#[test]
fn optional_members_stand_in_every_place() {
    assert_fixture("slots", documents(&["Ping", "Box"]));
}

#[test]
fn requests_and_responses_are_told_apart() {
    assert_fixture(
        "roles",
        Options {
            requests: vec!["*Req".to_owned()],
            responses: vec!["*Res".to_owned()],
            prefer: vec!["DcPower".to_owned()],
            values: values(&[("*Power/Limit", "-5"), ("StatusRes/Reading", "7")]),
            ..documents(&["Envelope"])
        },
    );
}

fn values(values: &[(&str, &str)]) -> Vec<(String, String)> {
    values.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// Why the smallest responses of the fixture with roles cannot have these values.
fn refused_value(path: &str, text: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/roles");
    let set = GrammarSet::build(schema::load(&folder.join("schema.xsd")).unwrap().into()).unwrap();
    let options = Options {
        requests: vec!["*Req".to_owned()],
        responses: vec!["*Res".to_owned()],
        values: values(&[(path, text)]),
        ..documents(&["Envelope"])
    };
    emit(&set, &options).unwrap_err().to_string()
}

#[test]
fn a_value_that_its_member_cannot_have_is_refused() {
    for (path, text) in [
        ("Plug/Number", "0"),
        ("Plug/Number", "one"),
        ("Plug/Key", "00"),
        ("Plug/Key", "0000+"),
        ("StatusRes/Name", "ab"),
        ("StatusRes/Reading", "-1"),
        ("StatusRes/Plug", "1"),
    ] {
        let error = refused_value(path, text);
        assert!(error.contains(&format!("{text:?} as the value")), "{path}: {error}");
    }
    for path in ["Plug/Nr", "StatusReq/Meter"] {
        let error = refused_value(path, "1");
        assert!(error.contains("no schema declares the member of a response"), "{path}: {error}");
    }
}

/// Options that have no effect are refused.
#[test]
fn roles_that_no_message_has_are_refused() {
    let refusal = |requests: &str, responses: &str, documents: &[&str], body: &str| {
        let options = Options {
            requests: vec![requests.to_owned()],
            responses: vec![responses.to_owned()],
            ..self::documents(documents)
        };
        emit(&grammars(body), &options).unwrap_err().to_string()
    };
    let both = "<xs:element name='AReq'><xs:complexType><xs:sequence>
          <xs:element name='s' type='xs:string'/>
        </xs:sequence></xs:complexType></xs:element>
        <xs:element name='ARes'><xs:complexType/></xs:element>";
    let error = refusal("*Req", "*Response", &["*Req", "*Res"], both);
    assert!(error.contains("no schema declares the response {}*Response"), "{error}");
    let error = refusal("*Request", "*Res", &["*Req", "*Res"], both);
    assert!(error.contains("no schema declares the request {}*Request"), "{error}");
    let error = refusal("*Req", "*Res", &["AReq"], both);
    assert!(error.contains("requests and responses without two documents"), "{error}");
    // The body of this one must have a message, so that there is nothing for the other role.
    let required = format!(
        "<xs:element name='doc'><xs:complexType><xs:choice>
          <xs:element ref='AReq'/><xs:element ref='ARes'/>
        </xs:choice></xs:complexType></xs:element>{both}"
    );
    let error = refusal("*Req", "*Res", &["doc"], &required);
    assert!(error.contains("a choice of them that may be absent"), "{error}");
}

/// Pairs are told by the ends that the options name; ids are different in one document.
#[test]
fn responses_answer_requests_of_any_ending() {
    let set = grammars(
        "<xs:element name='SwitchRequest' type='SwitchType'/>
        <xs:complexType name='SwitchType'><xs:sequence>
          <xs:element name='Name' type='xs:string'/>
        </xs:sequence></xs:complexType>
        <xs:element name='SwitchResponse'><xs:complexType><xs:sequence>
          <xs:element name='ResponseCode' type='CodeType'/>
          <xs:element name='Key' type='KeyType'/><xs:element name='Other' type='KeyType'/>
        </xs:sequence></xs:complexType></xs:element>
        <xs:complexType name='KeyType'>
          <xs:attribute name='Id' type='xs:ID' use='required'/>
        </xs:complexType>
        <xs:simpleType name='CodeType'><xs:restriction base='xs:string'>
          <xs:enumeration value='OK'/><xs:enumeration value='FAILED'/>
        </xs:restriction></xs:simpleType>",
    );
    let options = Options {
        requests: vec!["*Request".to_owned()],
        responses: vec!["*Response".to_owned()],
        ..documents(&["SwitchRequest", "SwitchResponse"])
    };
    let files = emit(&set, &options).unwrap();
    let text = &files.iter().find(|file| file.name == "constructors.rs").unwrap().text;
    assert!(text.contains("Self::SwitchRequest => Some(Message::SwitchResponse("), "{text}");
    assert!(text.contains("Key { id: \"id1\" }, other: Key { id: \"id2\" }"), "{text}");
}

#[test]
fn types_of_another_module_are_referred_to_by_its_path() {
    let mut options = documents(&["LimitRes"]);
    options.externs.insert("urn:record".to_owned(), "crate::record".to_owned());
    assert_fixture("imported", options);
}

/// The codec of the other module was made without the members that this schema adds.
#[test]
fn types_of_another_module_with_elements_of_this_one_are_refused() {
    let shared = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:shared'
            targetNamespace='urn:shared' elementFormDefault='qualified'>
        <xs:element name='Head' type='HeadType'/>
        <xs:complexType name='HeadType'><xs:sequence>
          <xs:element name='n' type='xs:int'/>
        </xs:sequence></xs:complexType>
        <xs:complexType name='BoxType'><xs:sequence><xs:element ref='Head'/></xs:sequence></xs:complexType>
      </xs:schema>";
    let own = |more: &str| {
        format!(
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:s='urn:shared'
                xmlns='urn:t' targetNamespace='urn:t' elementFormDefault='qualified'>
            <xs:import namespace='urn:shared' schemaLocation='shared.xsd'/>
            <xs:element name='doc'><xs:complexType><xs:sequence>
              <xs:element name='box' type='s:BoxType'/>
            </xs:sequence></xs:complexType></xs:element>{more}
          </xs:schema>"
        )
    };
    let emit_with = |more: &str| {
        let schema = load_files(&[("t.xsd", own(more).as_str()), ("shared.xsd", shared)]);
        let set = GrammarSet::build(schema.into()).unwrap();
        let mut options = documents(&["doc"]);
        options.externs.insert("urn:shared".to_owned(), "crate::shared".to_owned());
        emit(&set, &options)
    };
    assert!(emit_with("").is_ok());
    let member = "<xs:element name='Member' type='s:HeadType' substitutionGroup='s:Head'/>";
    assert_eq!(
        emit_with(member).unwrap_err().to_string(),
        "shared.xsd:7: the element Member of this schema inside Box, a type of another module, is \
         not supported by this generator"
    );
}

/// Why a schema with the document `doc` has no form in Rust.
fn refusal(body: &str) -> String {
    emit(&grammars(body), &documents(&["doc"])).unwrap_err().to_string()
}

#[test]
fn members_with_the_same_name_in_rust_are_refused() {
    let error = refusal(
        "
        <xs:element name='doc' type='T'/>
        <xs:complexType name='T'><xs:sequence>
          <xs:element name='some-name' type='xs:int'/><xs:element name='SomeName' type='xs:int'/>
        </xs:sequence></xs:complexType>",
    );
    assert_eq!(
        error,
        "t.xsd:3: two members of T that are both `some_name` in Rust is not supported by this \
         generator"
    );
}

#[test]
fn types_with_the_same_name_in_rust_are_refused() {
    let error = refusal(
        "
        <xs:element name='doc'><xs:complexType><xs:sequence>
          <xs:element name='a' type='Foo'/><xs:element name='b' type='FooType'/>
        </xs:sequence></xs:complexType></xs:element>
        <xs:complexType name='Foo'/>
        <xs:complexType name='FooType'/>",
    );
    assert_eq!(
        error,
        "t.xsd:6: a second type that is `Foo` in Rust is not supported by this generator"
    );
}

#[test]
fn a_counted_list_in_content_without_order_is_refused() {
    let error = refusal(
        "
        <xs:element name='doc' type='T'/>
        <xs:complexType name='T'><xs:sequence>
          <xs:any minOccurs='0' maxOccurs='2'/>
        </xs:sequence></xs:complexType>",
    );
    assert_eq!(
        error,
        "t.xsd:3: a counted repetition inside a choice or mixed content is not supported by this \
         generator"
    );
}

#[test]
fn types_that_the_documents_do_not_need_are_left_out() {
    let set = grammars(
        "<xs:element name='doc' type='Needed'/><xs:element name='other' type='Unneeded'/>
        <xs:complexType name='Needed'/><xs:complexType name='Unneeded'/>",
    );
    let text = |options: &Options| -> String {
        emit(&set, options).unwrap().into_iter().map(|file| file.text).collect()
    };
    let only = text(&documents(&["doc"]));
    assert!(only.contains("struct Needed") && !only.contains("Unneeded"), "{only}");
    let all = text(&Options::default());
    assert!(all.contains("struct Needed") && all.contains("struct Unneeded"), "{all}");
}

#[test]
fn each_file_begins_with_where_it_comes_from() {
    let options = Options { origin: "t.xsd".to_owned(), ..documents(&["doc"]) };
    let set = grammars("<xs:element name='doc'><xs:complexType/></xs:element>");
    let files = emit(&set, &options).unwrap();
    let names: Vec<_> = files.iter().map(|file| file.name).collect();
    assert_eq!(
        names,
        ["mod.rs", "decode.rs", "encode.rs", "constructors.rs", "json.rs", "grammar.rs"]
    );
    for file in files {
        let first = "// @generated by exi-codegen from t.xsd. Do not edit.\n";
        assert!(file.text.starts_with(first), "{}", file.name);
    }
}

/// What has no form in Rust is refused with a name and a place, and never generated wrong.
#[test]
fn what_has_no_name_or_form_in_rust_is_refused() {
    let sequence = |content: &str| {
        format!(
            "<xs:element name='doc'><xs:complexType><xs:sequence>{content}</xs:sequence></xs:complexType></xs:element>"
        )
    };
    let literals = |values: &str| {
        sequence(&format!(
            "<xs:element name='a'><xs:simpleType><xs:restriction base='xs:string'>{values}</xs:restriction></xs:simpleType></xs:element>"
        ))
    };
    for (body, construct) in [
        ("<xs:element name='doc' type='xs:int'/>".to_owned(), "a document with a simple type"),
        (
            "<xs:element name='doc' abstract='true'><xs:complexType/></xs:element>".to_owned(),
            "an abstract document",
        ),
        (
            sequence("<xs:element ref='head'/>")
                + "<xs:element name='head' abstract='true'><xs:complexType/></xs:element>",
            "an abstract element that nothing can stand for",
        ),
        (
            literals("<xs:enumeration value='a-b'/><xs:enumeration value='a_b'/>"),
            "\"a_b\", which has no name of its own in Rust,",
        ),
        (literals("<xs:enumeration value=' '/>"), "\" \", which has no name of its own in Rust,"),
        (
            literals("<xs:enumeration value='self'/>"),
            "\"self\", which has no name of its own in Rust,",
        ),
        (
            sequence("<xs:element name='a' type='Option'/>") + "<xs:complexType name='Option'/>",
            "a second type that is `Option` in Rust",
        ),
    ] {
        let error = refusal(&body);
        assert!(error.starts_with("t.xsd:"), "{error}");
        let expected = format!("{construct} is not supported by this generator");
        assert!(error.ends_with(&expected), "{error}, instead of {expected}");
    }
}

#[test]
fn documents_that_do_not_exist_are_an_error() {
    let set = grammars("<xs:element name='doc'><xs:complexType/></xs:element>");
    for name in ["nosuch", "*such"] {
        let error = emit(&set, &documents(&["doc", name])).unwrap_err().to_string();
        assert!(error.contains("no schema declares the global element"), "{error}");
    }
    assert!(emit(&set, &documents(&["*oc"])).is_ok());
}

/// Keywords, and names that decoders use for their own variables.
#[test]
fn awkward_member_names_become_fields() {
    let members: String = ["self", "fn", "r", "next", "value", "bits"]
        .iter()
        .map(|name| format!("<xs:element name='{name}' type='xs:int' minOccurs='0'/>"))
        .collect();
    let set = grammars(&format!(
        "<xs:element name='doc'><xs:complexType><xs:sequence>{members}</xs:sequence></xs:complexType></xs:element>"
    ));
    let files = emit(&set, &documents(&["doc"])).unwrap();
    for field in ["pub self_:", "pub r#fn:", "pub r:", "pub next:", "pub value:", "pub bits:"] {
        assert!(files[0].text.contains(field), "{field}");
    }
    assert!(
        files[1]
            .text
            .contains("Self { self_, r#fn, r: r_, next: next_, value: value_, bits: bits_ }")
    );
}

#[test]
fn fragments_have_a_file_of_their_own() {
    let set = grammars(
        "<xs:element name='doc'><xs:complexType><xs:sequence>
          <xs:element name='part' type='PartType'/>
        </xs:sequence></xs:complexType></xs:element>
        <xs:complexType name='PartType'><xs:attribute name='Id' type='xs:ID' use='required'/></xs:complexType>",
    );
    let options = Options { fragments: vec!["part".to_owned()], ..documents(&["doc"]) };
    let files = emit(&set, &options).unwrap();
    let fragment = files.iter().find(|file| file.name == "fragment.rs").expect("a sixth file");
    // `doc` 0, `part` 1, `SE(*)` 2 and `ED` 3: codes of two bits.
    assert!(fragment.text.contains("w.document(2, 1);"), "{}", fragment.text);
    assert!(fragment.text.contains("r.expect(2, 3);"), "{}", fragment.text);
}
