//! The table: one message a row, with the values that matter.

use core::time::Duration;
use std::io::{self, Write};

use anstyle::Style;

use crate::inspect::decode::{self, Decoded, Outcome};
use crate::inspect::record::{Direction, Entry, Note, Record};
use crate::inspect::summary;
use crate::shared::text::{ERROR, REMARK, printable, shortened, wrapped};

/// Width of the table where nothing else is asked for.
pub(crate) const DEFAULT_WIDTH: usize = 100;

/// Lines a row may take; what does not fit is cut off, and `--message` shows it.
const MAX_LINES: usize = 3;

/// Values get at least this much room, however narrow the table is to be.
const MIN_VALUES: usize = 20;

/// One line of the output in the order of the input.
#[derive(Debug)]
pub(crate) enum Line<'r> {
    /// A message, or a record that could not become one.
    Message((&'r Record, Outcome)),
    /// A remark.
    Note(&'r Note),
}

impl Line<'_> {
    fn time(&self) -> Option<Duration> {
        match self {
            Self::Message((record, _)) => record.time,
            Self::Note(note) => note.time,
        }
    }
}

/// Decodes entries into lines.
pub(crate) fn lines<'r>(
    entries: &'r [Entry],
    mut decode: impl FnMut(&Record) -> Outcome,
) -> Vec<Line<'r>> {
    let mut lines = Vec::with_capacity(entries.len());
    for entry in entries {
        lines.push(match entry {
            Entry::Record(record) => Line::Message((record, decode(record))),
            Entry::Note(note) => Line::Note(note),
        });
    }
    lines
}

/// Prints the table.
///
/// # Errors
///
/// Returns the error of the writer.
pub(crate) fn print(lines: &[Line<'_>], width: usize, out: &mut dyn Write) -> io::Result<()> {
    let columns = Columns::new(lines, width);
    columns.head(out)?;
    for line in lines {
        match line {
            Line::Message((record, outcome)) => columns.message(record, outcome, out)?,
            Line::Note(note) => columns.note(note, out)?,
        }
    }
    Ok(())
}

/// The widths of the columns, made to fit what is in them.
struct Columns {
    index: usize,
    /// 0 where nothing has a time.
    time: usize,
    /// 0 where there is one connection only.
    connection: usize,
    message: usize,
    values: usize,
    /// Times are counted from the first.
    start: Duration,
}

impl Columns {
    fn new(lines: &[Line<'_>], width: usize) -> Self {
        let records = || {
            lines.iter().filter_map(|line| match line {
                Line::Message(outcome) => Some(outcome),
                Line::Note(_) => None,
            })
        };
        let digits = |number: u64| number.to_string().len();
        let times = || lines.iter().filter_map(Line::time);
        let start = times().min().unwrap_or_default();
        let length = times().max().unwrap_or_default().saturating_sub(start);
        let time = match times().next() {
            Some(_) => digits(length.as_secs()) + ".000".len(),
            None => 0,
        };
        // Discovery is on no connection.
        let mut connections: Vec<_> = records()
            .filter(|(record, _)| !record.payload_type.is_some_and(|t| t.is_sdp()))
            .map(|(record, _)| record.connection)
            .collect();
        connections.sort_unstable();
        connections.dedup();
        let connection = match &connections[..] {
            [] | [_] => 0,
            [.., last] => digits((*last).into()).max("con".len()),
        };
        let index = records().map(|(record, _)| record.index.to_string().len()).max();
        let message =
            records().map(|(record, outcome)| name(record, outcome).chars().count()).max();
        let mut columns = Self {
            index: index.unwrap_or(1),
            time,
            connection,
            message: message.unwrap_or(0).max("message".len()),
            values: 0,
            start,
        };
        columns.values = width.saturating_sub(columns.indent()).max(MIN_VALUES);
        columns
    }

    /// Where the values begin.
    fn indent(&self) -> usize {
        self.fields("", "", "", "", "", "").chars().count()
    }

    /// A row up to its values.
    fn fields(
        &self,
        index: &str,
        time: &str,
        connection: &str,
        direction: &str,
        payload_type: &str,
        message: &str,
    ) -> String {
        let mut row = format!("{index:>width$}  ", width = self.index);
        if self.time > 0 {
            row += &format!("{time:>width$}  ", width = self.time);
        }
        if self.connection > 0 {
            row += &format!("{connection:>width$}  ", width = self.connection);
        }
        row +=
            &format!("{direction:6}  {payload_type:6}  {message:width$}  ", width = self.message);
        row
    }

    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        let row = self.fields("#", "time", "con", "dir", "type", "message");
        writeln!(out, "{row}values")
    }

    fn message(&self, record: &Record, outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
        let payload_type = record.payload_type.map(|t| format!("0x{:04x}", t.code()));
        let fields = self.fields(
            &record.index.to_string(),
            &self.relative(record.time),
            &record.connection.to_string(),
            decode::direction(record, outcome).map_or("", Direction::short),
            payload_type.as_deref().unwrap_or(""),
            &name(record, outcome),
        );
        let styled = |style, text: String| {
            let lines = wrapped(text.split(' '), self.values);
            lines.into_iter().map(move |line| (style, line))
        };
        let mut lines = Vec::new();
        match outcome {
            Ok(decoded) => {
                lines.extend(self.values(decoded).into_iter().map(|line| (Style::new(), line)));
                for violation in &decoded.violations {
                    let text = printable(format_args!("AGAINST THE SCHEMA: {violation}"));
                    lines.extend(styled(REMARK, text));
                }
            }
            // Not cut off: this is what somebody is looking for.
            Err(problem) => {
                let text = printable(format_args!("NOT DECODED: {problem}"));
                lines.extend(styled(ERROR, text));
            }
        }
        self.row(&fields, &lines, out)
    }

    /// The values of a message, as many as there is room for.
    fn values(&self, decoded: &Decoded) -> Vec<String> {
        let mut pairs: Vec<_> = summary::pairs(decoded)
            .into_iter()
            .map(|(name, value)| format!("{}={},", printable(name), shortened(&value)))
            .collect();
        if let Some(last) = pairs.last_mut() {
            last.pop();
        }
        let mut lines = wrapped(pairs.iter().map(String::as_str), self.values);
        while lines.len() > MAX_LINES && pairs.len() > 1 {
            pairs.pop();
            let shown = pairs.iter().map(String::as_str).chain(["..."]);
            lines = wrapped(shown, self.values);
        }
        lines
    }

    fn note(&self, note: &Note, out: &mut dyn Write) -> io::Result<()> {
        let mut fields = format!("{:>width$}  ", "*", width = self.index);
        if self.time > 0 {
            fields += &format!("{:>width$}  ", self.relative(note.time), width = self.time);
        }
        let width = self.indent() + self.values - fields.chars().count();
        let text = printable(format_args!("{}: {}", note.kind.word(), note.text));
        let style = if note.kind.hides_messages() { ERROR } else { REMARK };
        let lines = wrapped(text.split(' '), width).into_iter().map(|line| (style, line));
        self.row(&fields, &lines.collect::<Vec<_>>(), out)
    }

    /// Prints a row whose last column has several lines.
    fn row(&self, fields: &str, lines: &[(Style, String)], out: &mut dyn Write) -> io::Result<()> {
        let indent = fields.chars().count();
        let Some(((style, first), rest)) = lines.split_first() else {
            return writeln!(out, "{}", fields.trim_end());
        };
        writeln!(out, "{fields}{style}{first}{style:#}")?;
        for (style, line) in rest {
            writeln!(out, "{:indent$}{style}{line}{style:#}", "")?;
        }
        Ok(())
    }

    /// Seconds since the first entry.
    fn relative(&self, time: Option<Duration>) -> String {
        match time {
            Some(time) => {
                let time = time.saturating_sub(self.start);
                format!("{}.{:03}", time.as_secs(), time.subsec_millis())
            }
            None => String::new(),
        }
    }
}

/// What the message column says.
fn name(record: &Record, outcome: &Outcome) -> String {
    shortened(decode::name(record, outcome).unwrap_or("?"))
}

#[cfg(test)]
mod tests;
