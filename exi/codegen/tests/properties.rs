//! The generator takes any schema: it makes a module or says what is wrong, and never panics.

#![allow(clippy::unwrap_used, reason = "tests")]

use exi_codegen::emit::{Options, emit};
use exi_codegen::grammar::GrammarSet;
use exi_codegen::schema::Loader;
use proptest::prelude::*;

/// Generates a module from a schema text; the names of its files, or the error.
fn generate(text: &str) -> Result<Vec<String>, String> {
    let loader = Loader::new(|_: &std::path::Path| Ok(text.to_owned()));
    let schema = loader.load("schema.xsd".as_ref()).map_err(|error| error.to_string())?;
    let set = GrammarSet::build(schema.into()).map_err(|error| error.to_string())?;
    let options = Options {
        documents: vec!["*Req".to_owned(), "*Res".to_owned()],
        requests: vec!["*Req".to_owned()],
        responses: vec!["*Res".to_owned()],
        origin: "schema.xsd".to_owned(),
        ..Options::default()
    };
    let files = emit(&set, &options).map_err(|error| error.to_string())?;
    Ok(files.into_iter().map(|file| file.text).collect())
}

/// Members of a type: name, type, smallest and greatest number.
fn members() -> impl Strategy<Value = Vec<(String, &'static str, u32, Option<u32>)>> {
    let ty = prop::sample::select(vec![
        "xs:string",
        "xs:boolean",
        "xs:byte",
        "xs:unsignedLong",
        "xs:long",
        "xs:hexBinary",
        "xs:anyURI",
        "xs:integer",
        "PartType",
        "kindType",
    ]);
    let member = ("[A-Za-z][A-Za-z0-9]{0,8}", ty, 0_u32..3, prop::option::of(0_u32..4))
        .prop_map(|(name, ty, min, more)| (name, ty, min, more.map(|more| (min + more).max(1))));
    prop::collection::vec(member, 0..6)
}

fn schema(members: &[(String, &'static str, u32, Option<u32>)]) -> String {
    let mut elements = String::new();
    for (name, ty, min, max) in members {
        let max = max.map_or("unbounded".to_owned(), |max| max.to_string());
        elements.push_str(&format!(
            "<xs:element name='{name}' type='{ty}' minOccurs='{min}' maxOccurs='{max}'/>\n"
        ));
    }
    format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>
           <xs:simpleType name='kindType'><xs:restriction base='xs:string'>
             <xs:enumeration value='one'/><xs:enumeration value='two'/>
           </xs:restriction></xs:simpleType>
           <xs:complexType name='PartType'><xs:sequence>
             <xs:element name='Size' type='xs:unsignedShort' minOccurs='0'/>
           </xs:sequence></xs:complexType>
           <xs:element name='ThingReq'><xs:complexType><xs:sequence>
             <xs:element name='Id' type='xs:string'/>
             {elements}
           </xs:sequence></xs:complexType></xs:element>
           <xs:element name='ThingRes'><xs:complexType><xs:sequence>
             <xs:element name='ResponseCode' type='kindType'/>
             {elements}
           </xs:sequence></xs:complexType></xs:element>
         </xs:schema>"
    )
}

proptest! {
    /// A schema of plain members becomes a module, unless two of them have the same name in Rust or
    /// stand where EXI cannot tell them apart.
    #[test]
    fn any_record_is_generated_or_refused_with_its_place(members in members()) {
        match generate(&schema(&members)) {
            Ok(files) => {
                prop_assert_eq!(files.len(), 6);
                prop_assert!(files[0].contains("pub struct ThingReq"));
                prop_assert!(files.iter().any(|file| file.contains("pub const fn failed")));
            }
            Err(error) => prop_assert!(error.starts_with("schema.xsd:"), "{}", error),
        }
    }

    /// Texts that are nearly schemas: a stretch of one is left out or doubled.
    #[test]
    fn damaged_schemas_are_refused(
        members in members(), from in 0.0_f64..1.0, length in 1_usize..40, doubled: bool
    ) {
        let mut text = schema(&members);
        let start = (from * text.len() as f64) as usize;
        let end = (start + length).min(text.len());
        let stretch = text[start..end].to_owned();
        if doubled {
            text.insert_str(start, &stretch);
        } else {
            text.replace_range(start..end, "");
        }
        // Some are schemas all the same.
        if let Err(error) = generate(&text) {
            prop_assert!(!error.is_empty());
        }
    }

    /// Any text at all.
    #[test]
    fn other_texts_are_refused(text in "\\PC{0,200}") {
        prop_assert!(generate(&text).is_err());
    }
}
