//! Generates a module from a schema, as a build script would.
//!
//! ```text
//! cargo run --example generate -- schema.xsd folder
//! ```
//!
//! All global elements whose names end with `Req` or `Res` are messages.

use core::error::Error;

use exi_codegen::emit::Options;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [schema, folder] = arguments.as_slice() else {
        return Err("usage: generate SCHEMA FOLDER".into());
    };
    let patterns = |ends: &[&str]| ends.iter().map(|end| format!("*{end}")).collect::<Vec<_>>();
    let options = Options {
        documents: patterns(&["Req", "Res"]),
        requests: patterns(&["Req"]),
        responses: patterns(&["Res"]),
        ..Options::default()
    };
    exi_codegen::generate(schema.as_ref(), folder.as_ref(), &options)?;
    println!("{folder} has a module");
    Ok(())
}
