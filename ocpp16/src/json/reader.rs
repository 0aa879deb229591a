//! The pull parser: a cursor over the text of a frame that the messages read themselves from.
//!
//! It knows JSON (RFC 8259) and the two modes, and no message. A fault is kept here, so that
//! results stay small. Where a fault or a tolerated deviation is, is kept as a byte offset; the path
//! of members is found by walking through the text once more (`path.rs`), so that what is right
//! costs nothing.
//!
//! # Why this reader is ours
//!
//! serde_json would read the same texts. It is not used, for these reasons:
//!
//! - **The code of a CALLERROR.** OCPP-J, table 7, tells a missing member, a member too many, a wrong
//!   type, a wrong value and a text that is too long apart. `serde_json::Error` has one category,
//!   `Data`, for all of them: one would have to read its text.
//! - **Where.** A fault has the byte and the path of the member, at no cost while all is right.
//! - **Tolerance.** Each deviation of a device that is let pass is reported. With serde the first one
//!   ends the reading, or nobody hears of it.
//! - **Numbers.** Decimals are exact, without a binary fraction in between. serde_json does that with
//!   `arbitrary_precision` alone, a feature that changes it for the whole program.
//! - **Instructions.** Reading takes 0.47 to 0.89 times, printing 0.17 to 0.51 times as many as
//!   borrowed structs with serde_json that check nothing (`benches/icount-ocpp`).
//!
//! # Why there is a second reader for serde
//!
//! One `Deserialize` for each message could serve both, with `serde::Deserializer` on this reader and
//! an error whose hooks make an [`ErrorKind`]. That was tried in November 2026, in strict mode alone,
//! without places of faults, and with the names of members compared in their order, as here.
//! Instructions for a payload (rustc 1.95.0, x86-64, callgrind):
//!
//! | payload | this reader | one `Deserialize` on this reader | more | serde_json |
//! |---|--:|--:|--:|--:|
//! | BootNotification, 9 members | 1,865 | 2,527 | 35 % | 4,381 |
//! | MeterValues, 3 times 10 values | 43,266 | 62,285 | 44 % | 98,635 |
//! | StartTransaction | 1,089 | 1,564 | 44 % | 2,440 |
//! | StatusNotification, 4 members | 991 | 1,466 | 48 % | 2,098 |
//! | Heartbeat, answer | 473 | 618 | 31 % | 825 |
//!
//! The limit was 15 %. So `Deserialize` (feature `serde`) is made of the same tables beside it, for
//! programs that keep messages in a database or take them out of other JSON.

mod any;
mod list;
pub(super) mod literal;
mod text;
mod tolerant;

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::error::{Error, ErrorKind};
use crate::json::Form;
use crate::json::path::path_at;
use crate::options::{Mode, Options, Report, Tolerated};
use crate::tolerance::Tolerance;

/// Reading has failed; why is in the [`Reader`].
#[derive(Clone, Copy, Debug)]
pub struct Failed;

/// The first fault.
#[derive(Clone, Copy, Debug)]
struct Fault {
    kind: ErrorKind,
    offset: usize,
    /// The member that is missing.
    missing: Option<&'static str>,
}

/// A place in the text of a frame or a payload.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Where paths begin; before that they are empty.
    payload_at: usize,
    findings: Option<Box<Findings>>,
    max_list: u32,
    max_report: u16,
    max_depth: u8,
    /// Whether the payload may be `null` (OCPP-J, 4.2.1), if no member narrows the message.
    null_payload: bool,
    is_tolerant: bool,
}

/// What is not by the schemas; there is none in a right frame.
#[derive(Clone, Debug, Default)]
struct Findings {
    fault: Option<Fault>,
    tolerated: Vec<Passed>,
    more: usize,
}

/// A deviation that was let pass.
#[derive(Clone, Copy, Debug)]
struct Passed {
    what: Tolerance,
    offset: usize,
    /// The member that is left out.
    missing: Option<&'static str>,
}

/// A value that can be read.
pub trait Read<'a>: Sized {
    /// The value as the schemas describe it.
    const FORM: Form;

    /// Reads a value of this type.
    fn read(reader: &mut Reader<'a>) -> Result<Self, Failed>;

    /// Reads a value of an optional member; `None` for one that counts as absent.
    #[inline]
    fn read_optional(reader: &mut Reader<'a>) -> Result<Option<Self>, Failed> {
        if reader.is_tolerant && reader.take_absent() {
            return Ok(None);
        }
        Self::read(reader).map(Some)
    }

    /// Reads a value of a member whose absence means more than any value. Nothing that is there
    /// counts as absent.
    #[inline]
    fn read_narrowing(reader: &mut Reader<'a>) -> Result<Self, Failed> {
        Self::read(reader)
    }
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str, options: &Options) -> Self {
        Self {
            text,
            at: 0,
            payload_at: usize::MAX,
            findings: None,
            max_list: u32::try_from(options.max_list).unwrap_or(u32::MAX),
            max_report: u16::try_from(options.max_report).unwrap_or(u16::MAX),
            max_depth: u8::try_from(options.max_depth.min(64)).unwrap_or(64),
            null_payload: false,
            is_tolerant: options.mode == Mode::Tolerant,
        }
    }

    // Faults and tolerance

    /// Keeps a fault.
    #[cold]
    #[inline(never)]
    pub(crate) fn fail<T>(&mut self, kind: ErrorKind, offset: usize) -> Result<T, Failed> {
        self.keep(Fault { kind, offset, missing: None })
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn missing<T>(&mut self, object: usize, member: &'static str) -> Result<T, Failed> {
        let kind = ErrorKind::MissingMember;
        self.keep(Fault { kind, offset: object, missing: Some(member) })
    }

    fn keep<T>(&mut self, fault: Fault) -> Result<T, Failed> {
        self.findings.get_or_insert_default().fault.get_or_insert(fault);
        Err(Failed)
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn not_json<T>(&mut self) -> Result<T, Failed> {
        self.fail(ErrorKind::NotJson, self.at)
    }

    /// Whether deviations are let pass.
    pub(crate) fn is_tolerant(&self) -> bool {
        self.is_tolerant
    }

    /// The fault as an error. A text that is not JSON has no worse fault than that: what follows
    /// the first fault has not been looked at yet, and is now.
    #[cold]
    pub(crate) fn error(&self) -> Error {
        let not_json = Fault { kind: ErrorKind::NotJson, offset: self.at, missing: None };
        let mut fault = self.fault().unwrap_or(not_json);
        if fault.kind != ErrorKind::NotJson {
            let mut whole = Self { at: 0, findings: None, max_depth: 64, ..self.clone() };
            whole.take_byte_order_mark();
            if whole.skip_value().and_then(|()| whole.end()).is_err() {
                fault = whole.fault().filter(|f| f.kind == ErrorKind::NotJson).unwrap_or(fault);
            }
        }
        let path = self.path_of(fault.offset, fault.missing);
        Error::new(fault.kind, fault.offset, path)
    }

    fn fault(&self) -> Option<Fault> {
        self.findings.as_ref()?.fault
    }

    #[inline]
    pub(crate) fn report(&mut self) -> Report {
        match self.findings.take() {
            None => Report::default(),
            Some(findings) => self.report_of(*findings),
        }
    }

    #[cold]
    fn report_of(&self, findings: Findings) -> Report {
        let entries = findings.tolerated.into_iter().map(|passed| {
            let Passed { what, offset, missing } = passed;
            Tolerated { what, path: self.path_of(offset, missing), offset }
        });
        Report::new(entries.collect(), findings.more)
    }

    /// The path to a byte, or to a member that is missing in the object there.
    fn path_of(&self, offset: usize, missing: Option<&'static str>) -> String {
        let mut path = path_at(self.text, self.payload_at, offset);
        if let Some(member) = missing {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(member);
        }
        path
    }

    // The cursor

    /// The place in bytes.
    #[inline(always)]
    pub(crate) fn offset(&self) -> usize {
        self.at
    }

    /// The byte here; 0 at the end.
    #[inline(always)]
    pub(crate) fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    #[inline(always)]
    pub(crate) fn advance(&mut self, count: usize) {
        self.at = self.at.wrapping_add(count);
    }

    /// Goes back to a place where the cursor has been.
    pub(crate) fn go_back_to(&mut self, offset: usize) {
        self.at = offset;
    }

    /// The text from a place where the cursor has been.
    #[cfg(feature = "plug_and_charge")]
    pub(crate) fn text_since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    #[inline(always)]
    pub(crate) fn skip_blanks(&mut self) {
        if self.peek() <= b' ' {
            self.skip_more_blanks();
        }
    }

    #[inline(never)]
    fn skip_more_blanks(&mut self) {
        while let b' ' | b'\t' | b'\n' | b'\r' = self.peek() {
            self.advance(1);
        }
    }

    /// Takes these bytes if they come next.
    #[inline(always)]
    pub(crate) fn take(&mut self, literal: &str) -> bool {
        let end = self.at.wrapping_add(literal.len());
        let is_next = self.text.as_bytes().get(self.at..end) == Some(literal.as_bytes());
        if is_next {
            self.at = end;
        }
        is_next
    }

    /// Takes a byte, and blanks in front of it, if it comes next.
    #[inline]
    pub(crate) fn take_token(&mut self, byte: u8) -> bool {
        self.skip_blanks();
        let is_next = self.peek() == byte;
        if is_next {
            self.advance(1);
        }
        is_next
    }

    pub(crate) fn take_byte_order_mark(&mut self) -> bool {
        self.take("\u{FEFF}")
    }

    /// Nothing but blanks may follow.
    pub(crate) fn end(&mut self) -> Result<(), Failed> {
        self.skip_blanks();
        if self.at < self.text.len() { self.not_json() } else { Ok(()) }
    }

    /// Paths begin here.
    pub(crate) fn begin_payload(&mut self, null_payload: bool) {
        self.skip_blanks();
        self.payload_at = self.at;
        self.null_payload = null_payload;
    }

    // Objects and lists

    /// Enters the object that begins here; `false` if it is empty. `is_exact`: nothing else counts
    /// as one.
    #[inline]
    pub(crate) fn begin_object(&mut self, is_exact: bool) -> Result<bool, Failed> {
        if self.peek() != b'{' {
            return self.not_an_object(is_exact);
        }
        self.advance(1);
        self.skip_blanks();
        if self.peek() == b'}' {
            self.advance(1);
            return Ok(false);
        }
        Ok(true)
    }

    #[cold]
    #[inline(never)]
    fn not_an_object(&mut self, is_exact: bool) -> Result<bool, Failed> {
        if !is_exact && self.take_empty_list() {
            return Ok(false);
        }
        if self.at != self.payload_at {
            return self.fail(ErrorKind::WrongType { expected: "an object" }, self.at);
        }
        if self.null_payload && !is_exact && self.take("null") {
            return Ok(false);
        }
        self.fail(ErrorKind::NotAnObject, self.at)
    }

    /// Goes on after a member; `false` if it was the last.
    #[inline(always)]
    pub(crate) fn next_member(&mut self) -> Result<bool, Failed> {
        self.skip_blanks();
        let byte = self.peek();
        if byte == b',' {
            self.advance(1);
            self.skip_blanks();
            return Ok(true);
        }
        if byte == b'}' {
            self.advance(1);
            return Ok(false);
        }
        self.not_json()
    }

    /// Reads the name of a member and the colon.
    #[inline(never)]
    pub(crate) fn key(&mut self) -> Result<Cow<'a, str>, Failed> {
        if self.peek() != b'"' {
            return self.not_json();
        }
        let key = self.quoted()?;
        if !self.take_token(b':') {
            return self.not_json();
        }
        Ok(key)
    }
}
