//! Generates a module from a schema, as a build script would.
//!
//! ```text
//! cargo run --example generate -- schema.xsd folder
//! ```
//!
//! All global elements whose names end with `Req` or `Res` are messages. `rustfmt` is up to the
//! caller; the command `exi-codegen` runs it.

use core::error::Error;
use std::path::Path;

use exi_codegen::emit::{Options, emit};
use exi_codegen::grammar::GrammarSet;
use exi_codegen::schema;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [schema, folder] = arguments.as_slice() else {
        return Err("usage: generate SCHEMA FOLDER".into());
    };
    let grammars = GrammarSet::build(schema::load(Path::new(schema))?.into())?;
    let patterns = |ends: &[&str]| ends.iter().map(|end| format!("*{end}")).collect::<Vec<_>>();
    let options = Options {
        documents: patterns(&["Req", "Res"]),
        requests: patterns(&["Req"]),
        responses: patterns(&["Res"]),
        origin: schema.clone(),
        ..Options::default()
    };
    std::fs::create_dir_all(folder)?;
    for file in emit(&grammars, &options)? {
        std::fs::write(Path::new(folder).join(file.name), file.text)?;
        println!("{folder}/{}", file.name);
    }
    Ok(())
}
