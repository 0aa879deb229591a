//! The program `inspect` without its process: arguments, streams and an exit status.

use std::ffi::OsString;
use std::io::{self, Read, Write};

use crate::cli::{self, Command, Options};
use crate::decode::{self, Session};
use crate::input::{self, Input, InputError};
use crate::record::Note;
use crate::table::{self, Line};
use crate::text::{complain, print_json};
use crate::{full, json, time};

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Everything was decoded.
    Decoded,
    /// Something was not.
    Incomplete,
    /// The arguments or an input cannot be used.
    Unusable,
}

impl Status {
    /// The number the shell sees.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Decoded => 0,
            Self::Incomplete => 1,
            Self::Unusable => 2,
        }
    }
}

/// Runs the program.
///
/// # Errors
///
/// Returns the error of a writer. A broken pipe is one of them: the reader has seen enough.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    stdin: &mut dyn Read,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Status> {
    let unusable = |err: &mut dyn Write, problem: &dyn core::fmt::Display| {
        complain(err, "inspect", problem)?;
        Ok(Status::Unusable)
    };
    let options = match cli::parse(arguments) {
        Ok(Command::Show(options)) => options,
        Ok(Command::Help) => {
            write!(out, "{}", cli::HELP)?;
            return Ok(Status::Decoded);
        }
        Ok(Command::Version) => {
            writeln!(out, "inspect {}", env!("CARGO_PKG_VERSION"))?;
            return Ok(Status::Decoded);
        }
        Err(error) => return unusable(err, &error),
    };
    let input = match read(&options, stdin) {
        Ok(input) => input,
        Err(error) => return unusable(err, &error),
    };
    let mut session = Session::new(options.protocol);
    let lines = table::lines(input.entries(), |record| session.decode(record));
    if let Some(wanted) = options.message {
        return match one_message(&lines, wanted, options.json, out)? {
            Some(status) => Ok(status),
            None => unusable(err, &no_such_message(wanted, &lines)),
        };
    }
    if options.json {
        for line in &lines {
            let object = match line {
                Line::Message((record, outcome)) => json::message(record, outcome),
                Line::Note(note) => json::note(note),
            };
            print_json(out, &object.into())?;
        }
    } else {
        head(&options, &lines, out)?;
        table::print(&lines, options.width, out)?;
        foot(&lines, out)?;
    }
    Ok(status(&lines))
}

/// Reads all inputs.
fn read(options: &Options, stdin: &mut dyn Read) -> Result<Input, InputError> {
    let mut input = Input::default();
    if options.inputs.is_empty() {
        input.append(input::built_in()?);
    }
    for argument in &options.inputs {
        input.append(input::read_argument(argument, stdin)?);
    }
    Ok(input)
}

/// Shows one message in full; `None` if there is none with this number.
fn one_message(
    lines: &[Line<'_>],
    wanted: usize,
    as_json: bool,
    out: &mut dyn Write,
) -> io::Result<Option<Status>> {
    let found = lines.iter().find_map(|line| match line {
        Line::Message(outcome) if outcome.0.index == wanted => Some(outcome),
        Line::Message(_) | Line::Note(_) => None,
    });
    let Some((record, outcome)) = found else { return Ok(None) };
    let protocol = match outcome {
        Ok(decoded) => decoded.protocol,
        Err(problem) => problem.protocol,
    };
    let steps = match protocol {
        Some(protocol) => decode::trace(protocol, record),
        None => Vec::new(),
    };
    if as_json {
        let mut object = json::message(record, outcome);
        object.insert("trace".to_owned(), json::trace(&steps));
        print_json(out, &object.into())?;
    } else {
        full::print(record, outcome, &steps, out)?;
    }
    Ok(Some(if outcome.is_ok() { Status::Decoded } else { Status::Incomplete }))
}

fn no_such_message(wanted: usize, lines: &[Line<'_>]) -> String {
    match lines.iter().filter(|line| matches!(line, Line::Message(_))).count() {
        0 => format!("there is no message {wanted}: the input has none at all"),
        count => format!("there is no message {wanted}: they are numbered 0 to {}", count - 1),
    }
}

/// Prints what comes before the table.
fn head(options: &Options, lines: &[Line<'_>], out: &mut dyn Write) -> io::Result<()> {
    if options.inputs.is_empty() {
        writeln!(
            out,
            "A recorded session: ISO 15118-2, AC, Plug & Charge. To see another: inspect FILE; \
             more: --help\n"
        )?;
    }
    let times = lines.iter().filter_map(|line| match line {
        Line::Message((record, _)) => record.time,
        Line::Note(note) => note.time,
    });
    match times.min() {
        Some(start) => writeln!(out, "times in seconds from {}", time::utc(start)),
        None => Ok(()),
    }
}

/// Prints what comes behind the table.
fn foot(lines: &[Line<'_>], out: &mut dyn Write) -> io::Result<()> {
    let count = |wanted: &dyn Fn(&Line<'_>) -> bool| lines.iter().filter(|l| wanted(l)).count();
    let messages = count(&|line| matches!(line, Line::Message(_)));
    let failed = count(&|line| matches!(line, Line::Message((_, Err(_)))));
    let remarks = count(&|line| matches!(line, Line::Note(_)));
    let odd = count(&|line| match line {
        Line::Message((_, Ok(decoded))) => !decoded.violations.is_empty(),
        Line::Message((_, Err(_))) | Line::Note(_) => false,
    });
    write!(out, "\n{messages} messages, {failed} not decoded, {remarks} remarks")?;
    if odd > 0 {
        write!(out, ", {odd} with values against the schema")?;
    }
    writeln!(out)
}

/// Whether everything was decoded.
fn status(lines: &[Line<'_>]) -> Status {
    let is_loss = |note: &Note| note.kind.hides_messages();
    let incomplete = lines.iter().any(|line| match line {
        Line::Message((_, outcome)) => outcome.is_err(),
        Line::Note(note) => is_loss(note),
    });
    if incomplete { Status::Incomplete } else { Status::Decoded }
}
