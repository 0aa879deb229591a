//! The subcommand `inspect`: shows the messages of a charging session.
//!
//! The input side turns whatever a person has at hand (a packet capture, recorded messages as JSON
//! lines, hex from a log) into one list of [`Entry`](record::Entry): V2GTP messages in the order they
//! arrived, and notes about everything that could not become a message. [`decode`] says what a message
//! means; [`table`], [`full`] and [`json`] print it.

mod arguments;
mod capture;
pub(crate) mod decode;
mod full;
mod input;
mod json;
pub(crate) mod record;
mod summary;
mod table;
mod time;

use std::io::{self, BufWriter, Read, Write};

pub(crate) use arguments::Options;

use crate::console::Console;
use crate::progress::Progress;
use crate::shared::problem::InputError;
use crate::shared::status::Status;
use crate::shared::text::{ERROR, GOOD, REMARK, complain, print_json};
use decode::Session;
use input::Input;
use record::Note;
use table::Line;

/// Runs the subcommand.
///
/// # Errors
///
/// Returns the error of a writer, but for a broken pipe: the reader has seen enough.
pub(crate) fn run(
    options: &Options,
    stdin: &mut dyn Read,
    console: &mut Console<'_>,
) -> io::Result<Status> {
    let mut out = BufWriter::new(&mut *console.out);
    let result = match read(options, stdin, &console.progress) {
        Ok(input) => show(options, &input, &console.progress, &mut out),
        Err(error) => Ok(Err(error.to_string())),
    };
    match result.and_then(|shown| out.flush().map(|()| shown)) {
        Ok(Ok(status)) => Ok(status),
        Ok(Err(problem)) => {
            drop(out);
            complain(console.err, "v2g inspect", problem)?;
            Ok(Status::Unusable)
        }
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Status::Passed),
        Err(error) => Err(error),
    }
}

/// Shows what was read, or says why it cannot be used.
fn show(
    options: &Options,
    input: &Input,
    progress: &Progress,
    out: &mut dyn Write,
) -> io::Result<Result<Status, String>> {
    let lines = lines(input, options, progress);
    if let Some(wanted) = options.message {
        let status = one_message(&lines, wanted, options.json, out)?;
        return Ok(status.ok_or_else(|| no_such_message(wanted, &lines)));
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
        head(options, &lines, out)?;
        table::print(&lines, options.width, out)?;
        foot(&lines, out)?;
    }
    Ok(Ok(status(&lines)))
}

/// Decodes what was read.
fn lines<'i>(input: &'i Input, options: &Options, progress: &Progress) -> Vec<Line<'i>> {
    let mut session = Session::new(options.protocol);
    let mut work = progress.steps("decoding messages", input.records().count());
    table::lines(input.entries(), |record| {
        work.step();
        session.decode(record)
    })
}

/// Reads all inputs.
fn read(options: &Options, stdin: &mut dyn Read, progress: &Progress) -> Result<Input, InputError> {
    let mut input = Input::default();
    if options.inputs.is_empty() {
        input.append(input::built_in(progress)?);
    }
    for argument in &options.inputs {
        input.append(input::read_argument(argument, stdin, progress)?);
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
    Ok(Some(if outcome.is_ok() { Status::Passed } else { Status::Failed }))
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
            "A recorded session: ISO 15118-2, AC, Plug & Charge. To see another: v2g inspect FILE; \
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
    let style = match () {
        () if failed > 0 => ERROR,
        () if remarks > 0 || odd > 0 => REMARK,
        () => GOOD,
    };
    write!(out, "\n{style}{messages} messages, {failed} not decoded, {remarks} remarks")?;
    if odd > 0 {
        write!(out, ", {odd} with values against the schema")?;
    }
    writeln!(out, "{style:#}")
}

/// Whether everything was decoded.
fn status(lines: &[Line<'_>]) -> Status {
    let is_loss = |note: &Note| note.kind.hides_messages();
    let incomplete = lines.iter().any(|line| match line {
        Line::Message((_, outcome)) => outcome.is_err(),
        Line::Note(note) => is_loss(note),
    });
    if incomplete { Status::Failed } else { Status::Passed }
}

#[cfg(test)]
mod tests;
