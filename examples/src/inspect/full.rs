//! One message in full: where it came from, its values, its bytes, and each item with its bits.

use std::io::{self, Write};

use examples_printable::Json;

use crate::inspect::decode::{self, Outcome};
use crate::inspect::record::Record;
use crate::inspect::time;
use crate::shared::problem::TraceStep;
use crate::shared::text::{ERROR, REMARK, printable};

/// Bytes in a line of the dump.
const BYTES_PER_LINE: usize = 16;

/// Prints a message.
///
/// # Errors
///
/// Returns the error of the writer.
pub(crate) fn print(
    record: &Record,
    outcome: &Outcome,
    steps: &[TraceStep],
    out: &mut dyn Write,
) -> io::Result<()> {
    head(record, outcome, out)?;
    match outcome {
        Ok(decoded) => {
            let json = serde_json::to_string_pretty(&decoded.json).map_err(io::Error::other)?;
            writeln!(out, "\n{}", Json(json))?;
            if !decoded.violations.is_empty() {
                writeln!(out, "\n{REMARK}AGAINST THE SCHEMA:{REMARK:#}")?;
            }
            for violation in &decoded.violations {
                writeln!(out, "  {}", printable(violation))?;
            }
        }
        Err(problem) => {
            writeln!(out, "\n{ERROR}NOT DECODED: {}{ERROR:#}", printable(problem))?;
        }
    }
    let bad_bit = outcome.as_ref().err().and_then(|problem| problem.place.as_ref());
    dump(&record.payload, bad_bit.map(|place| place.bit), out)?;
    if !steps.is_empty() {
        trace(steps, out)?;
    }
    Ok(())
}

/// What is known about a message beside its contents.
fn head(record: &Record, outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let name = printable(decode::name(record, outcome).unwrap_or("unknown"));
    writeln!(out, "message {}: {name}", record.index)?;
    let mut line = |name: &str, value: &str| writeln!(out, "  {name:10}{value}");
    line("from", &printable(&record.origin))?;
    if let Some(time) = record.time {
        line("time", &time::utc(time))?;
    }
    if let Some(direction) = decode::direction(record, outcome) {
        line("direction", &direction.to_string())?;
    }
    if let Some(payload_type) = record.payload_type {
        line("type", &payload_type.to_string())?;
    }
    let protocol = match outcome {
        Ok(decoded) => decoded.protocol,
        Err(problem) => problem.protocol,
    };
    if let Some(protocol) = protocol {
        let fragment = if record.fragment { ", fragment" } else { "" };
        line("grammar", &format!("{}{fragment}", protocol.title()))?;
    }
    line("payload", &format!("{} bytes", record.payload.len()))
}

/// Prints bytes with the offset of each line in bits, and marks the byte of an error.
fn dump(bytes: &[u8], bad_bit: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n     bit  bytes")?;
    for (number, line) in bytes.chunks(BYTES_PER_LINE).enumerate() {
        let first = number * BYTES_PER_LINE;
        let hex: Vec<_> = line.iter().map(|byte| format!("{byte:02x}")).collect();
        writeln!(out, "{:>8}  {}", first * 8, hex.join(" "))?;
        let bad = bad_bit.map(|bit| bit / 8).and_then(|byte| byte.checked_sub(first));
        if let (Some(bit), Some(column)) = (bad_bit, bad.filter(|column| *column < line.len())) {
            writeln!(out, "{:>8}  {:indent$}^^ bit {bit}", "", "", indent = column * 3)?;
        }
    }
    Ok(())
}

/// Prints the items of a payload.
fn trace(steps: &[TraceStep], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n     bit  bits  event  element")?;
    for TraceStep { place, width, event, value, violation } in steps {
        write!(out, "{:>8}  {width:>4}  {event:5}  {}", place.bit, printable(&place.path))?;
        if let Some(value) = value {
            write!(out, " = {}", printable(value))?;
        }
        match violation {
            Some(violation) => {
                let violation = printable(violation);
                writeln!(out, "  {REMARK}AGAINST THE SCHEMA: {violation}{REMARK:#}")?;
            }
            None => writeln!(out)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::problem::{DecodeProblem, Place};

    #[test]
    fn the_byte_of_an_error_is_marked() {
        let mut out = Vec::new();
        dump(&[0xAB; 20], Some(17 * 8 + 3), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[3], "     128  ab ab ab ab");
        assert_eq!(lines[4], "             ^^ bit 139");
        assert_eq!(lines.len(), 5);
    }

    #[test]
    fn a_problem_shows_bit_and_field_and_no_control_character() {
        let mut record = Record::new(None, vec![0x80, 0x98], "argument".to_owned());
        record.label = Some("Session\u{1b}SetupReq".to_owned());
        let place = Place { bit: 9, path: "V2G_Message/Header".to_owned() };
        let problem = DecodeProblem { place: Some(place), ..DecodeProblem::new("no such event") };
        let mut out = anstream::StripStream::new(Vec::new());
        print(&record, &Err(problem), &[], &mut out).unwrap();
        let text = String::from_utf8(out.into_inner()).unwrap();
        assert!(text.contains("NOT DECODED: bit 9, V2G_Message/Header: no such event"), "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
    }
}
