//! The command `exi-codegen`: from XSD files to a Rust module.

#![allow(clippy::std_instead_of_alloc, reason = "a tool for the build machine, std throughout")]

use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;

use exi_codegen::emit::Options;
use exi_codegen::generate;
use exi_codegen::grammar::GrammarSet;
use exi_codegen::schema;

const HELP: &str = "\
exi-codegen - generates no_std Rust codecs for schema-informed EXI from XML Schema files

usage: exi-codegen --schema FILE --out FOLDER [options]

  --schema FILE          root schema; imports are looked up beside it and in the folders above
  --out FOLDER           folder of the module; its files are overwritten
  --document NAME        a global element that is a message (repeat); `*Req` means all that end
                         so; without any, all global elements and their types are generated, and
                         no documents
  --request NAME         a message that a vehicle sends (repeat); `*Req` means all that end so
  --response NAME        a message that a station sends (repeat); with both, the module has methods
                         for one role, the kinds of messages, and FAILED responses
  --prefer NAME          an element to take where the smallest response has a choice (repeat)
  --value PATH=TEXT      what a member has in the smallest responses (repeat): `Parent/Member`, or
                         `*` and its end, such as `*Voltage/Unit=V`
  --fragment NAME        an element that is also wanted as a fragment, for signatures (repeat)
  --extern URI=PATH      types of this namespace are in the Rust module PATH (repeat)
  --manual-eq TYPE       `PartialEq` and `Eq` of this schema type are written by hand (repeat)
  --docs FILE            sentences for the documentation: lines of `Type: ...`,
                         `Type.Element: ...` or `*.Element: ...`; `#` begins a comment
  --print-grammar NAME   prints the grammar of a type or element instead of generating
  --help                 this text

The files are formatted with rustfmt, which must be on the PATH.
";

struct Arguments {
    schema: PathBuf,
    out: Option<PathBuf>,
    grammar: Option<String>,
    options: Options,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.is_empty() || arguments.iter().any(|a| a == "--help" || a == "-h") {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    match parse(arguments).and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("exi-codegen: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn parse(arguments: Vec<String>) -> Result<Arguments, String> {
    let mut schema = None;
    let mut out = None;
    let mut grammar = None;
    let mut options = Options::default();
    let mut arguments = arguments.into_iter();
    while let Some(option) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{option} needs a value; see --help"));
        match option.as_str() {
            "--schema" => schema = Some(PathBuf::from(value()?)),
            "--out" => out = Some(PathBuf::from(value()?)),
            "--document" => options.documents.push(value()?),
            "--request" => options.requests.push(value()?),
            "--response" => options.responses.push(value()?),
            "--prefer" => options.prefer.push(value()?),
            "--value" => {
                let text = value()?;
                let (path, value) =
                    text.split_once('=').ok_or(format!("--value {text} is not PATH=TEXT"))?;
                options.values.push((path.to_owned(), value.to_owned()));
            }
            "--fragment" => options.fragments.push(value()?),
            "--print-grammar" => grammar = Some(value()?),
            "--manual-eq" => drop(options.manual_eq.insert(value()?)),
            "--extern" => {
                let text = value()?;
                let (uri, path) =
                    text.rsplit_once('=').ok_or(format!("--extern {text} is not URI=PATH"))?;
                options.externs.insert(uri.to_owned(), path.to_owned());
            }
            "--docs" => {
                let path = value()?;
                let text = std::fs::read_to_string(&path)
                    .map_err(|error| format!("cannot read {path}: {error}"))?;
                parse_docs(&path, &text, &mut options)?;
            }
            other => return Err(format!("{other} is not an option; see --help")),
        }
    }
    let schema = schema.ok_or("--schema is missing; see --help")?;
    Ok(Arguments { schema, out, grammar, options })
}

fn parse_docs(path: &str, text: &str, options: &mut Options) -> Result<(), String> {
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, sentence) = line
            .split_once(": ")
            .ok_or(format!("{path}:{}: expected `Name: sentence`", number + 1))?;
        options.docs.insert(key.to_owned(), sentence.trim().to_owned());
    }
    Ok(())
}

fn run(arguments: &Arguments) -> Result<(), String> {
    if let Some(name) = &arguments.grammar {
        let schema = schema::load(&arguments.schema).map_err(|error| error.to_string())?;
        let set = GrammarSet::build(Rc::new(schema)).map_err(|error| error.to_string())?;
        return print_grammar(&set, name);
    }
    let out = arguments.out.as_ref().ok_or("--out is missing; see --help")?;
    generate(&arguments.schema, out, &arguments.options).map_err(|error| error.to_string())
}

fn print_grammar(set: &GrammarSet, name: &str) -> Result<(), String> {
    let matches = |q: &schema::QName| *q.local == *name;
    let types = set.schema.global_types.iter().filter(|(q, _)| matches(q)).map(|(_, id)| *id);
    let elements = set
        .schema
        .global_elements
        .iter()
        .filter(|(q, _)| matches(q))
        .map(|(_, id)| set.schema.element(*id).type_id);
    let ids: Vec<_> = types.chain(elements).collect();
    if ids.is_empty() {
        return Err(format!("the schema has no global type or element {name}"));
    }
    for id in ids {
        print!("{}", set.describe(id));
    }
    Ok(())
}
