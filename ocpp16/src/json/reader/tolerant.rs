//! What is not by the schemas and can only mean one thing: the table of `Tolerance`. Nothing here is
//! reached by a right frame, but for a look at the first byte of optional members.

use super::{Failed, Passed, Reader};
use crate::error::ErrorKind;
use crate::tolerance::Tolerance;

impl<'a> Reader<'a> {
    /// Notes a deviation that is let pass.
    #[cold]
    #[inline(never)]
    pub(crate) fn note(&mut self, what: Tolerance, offset: usize) {
        self.pass(Passed { what, offset, missing: None });
    }

    fn pass(&mut self, passed: Passed) {
        let findings = self.findings.get_or_insert_default();
        if findings.tolerated.len() < usize::from(self.max_report) {
            findings.tolerated.push(passed);
        } else {
            findings.more = findings.more.saturating_add(1);
        }
    }

    /// Lets a deviation pass, or fails.
    #[cold]
    #[inline(never)]
    pub(crate) fn tolerate(
        &mut self,
        what: Tolerance,
        otherwise: ErrorKind,
        offset: usize,
    ) -> Result<(), Failed> {
        if self.is_tolerant {
            self.note(what, offset);
            return Ok(());
        }
        self.fail(otherwise, offset)
    }

    // Absence

    /// Takes `null` of an absent member and notes it.
    #[inline(never)]
    pub(crate) fn take_null(&mut self) -> bool {
        self.skip_blanks();
        let offset = self.at;
        let is_null = self.take("null");
        if is_null {
            self.note(Tolerance::Null, offset);
        }
        is_null
    }

    /// Takes what counts as absent for an optional member that is no text, and notes it: `null` or
    /// a text of blanks.
    #[inline(never)]
    pub(crate) fn take_absent(&mut self) -> bool {
        if self.take_null() {
            return true;
        }
        self.peek() == b'"' && self.take_blank_text()
    }

    #[cold]
    #[inline(never)]
    fn take_blank_text(&mut self) -> bool {
        let offset = self.at;
        let Some(end) = self.end_of_blank_text() else { return false };
        self.at = end;
        self.note(Tolerance::Empty, offset);
        true
    }

    /// Whether an empty text, or one of blanks alone, is next.
    pub(crate) fn is_blank_text(&self) -> bool {
        self.end_of_blank_text().is_some()
    }

    fn end_of_blank_text(&self) -> Option<usize> {
        let text = self.text.get(self.at..)?.strip_prefix('"')?;
        let rest = text.trim_start_matches(' ').strip_prefix('"')?;
        Some(self.text.len().wrapping_sub(rest.len()))
    }

    /// Forgives the last fault if it is that a number is out of range, and notes it: the member
    /// counts as absent.
    #[cold]
    #[inline(never)]
    pub(crate) fn forgive_range(&mut self, offset: usize) -> bool {
        let Some(findings) = &mut self.findings else { return false };
        let is_range = findings.fault.is_some_and(|fault| fault.kind == ErrorKind::OutOfRange);
        if is_range {
            findings.fault = None;
            self.note(Tolerance::OutOfRange, offset);
        }
        is_range
    }

    // Members

    /// Deals with a name that no member has, at `offset`. `names` are those of the members, each
    /// with a comma after it, and `other=name` for other names. Returns the name that is meant, or
    /// goes past a member that the message does not have.
    #[cold]
    #[inline(never)]
    pub(crate) fn unknown_member(
        &mut self,
        offset: usize,
        name: &str,
        names: &'static str,
        has_narrowing: bool,
    ) -> Result<Option<&'static str>, Failed> {
        for known in names.split_terminator(',') {
            let (spelling, member, what) = match known.split_once('=') {
                Some((other, member)) => (other, member, Tolerance::OtherName),
                None => (known, known, Tolerance::NameCase),
            };
            if spelling.eq_ignore_ascii_case(name) {
                self.tolerate(what, ErrorKind::UnknownMember, offset)?;
                return Ok(Some(member));
            }
        }
        if has_narrowing {
            // It may be a member that narrows the command, under a wrong name.
            return self.fail(ErrorKind::UnknownMember, offset);
        }
        self.tolerate(Tolerance::UnknownMember, ErrorKind::UnknownMember, offset)?;
        self.skip_value()?;
        Ok(None)
    }

    /// Deals with a member that was there already, named at `offset`.
    #[cold]
    #[inline(never)]
    pub(crate) fn duplicate_member(&mut self, offset: usize) -> Result<(), Failed> {
        self.tolerate(Tolerance::DuplicateMember, ErrorKind::DuplicateMember, offset)?;
        self.skip_value()
    }

    /// The value of a required member that is left out of the object at `object`, where that can
    /// only mean one thing.
    #[cfg(feature = "core")]
    #[cold]
    #[inline(never)]
    pub(crate) fn left_out<T: Default>(
        &mut self,
        object: usize,
        member: &'static str,
    ) -> Result<T, Failed> {
        if !self.is_tolerant {
            return self.missing(object, member);
        }
        self.pass(Passed { what: Tolerance::LeftOut, offset: object, missing: Some(member) });
        Ok(T::default())
    }

    /// Takes `[]` where an object belongs, and notes it. PHP prints an object without members so.
    #[cold]
    #[inline(never)]
    pub(crate) fn take_empty_list(&mut self) -> bool {
        let offset = self.at;
        if !self.is_tolerant || self.peek() != b'[' {
            return false;
        }
        self.advance(1);
        let is_empty = self.take_token(b']');
        if is_empty {
            self.note(Tolerance::EmptyList, offset);
        } else {
            self.at = offset;
        }
        is_empty
    }
}
