//! What a program says: one line per event, with the time and whom it is about.

use alloc::sync::Arc;
use core::fmt;
use std::io::Write as _;
use std::sync::{Mutex, PoisonError};

use examples_printable::Printable;

use crate::clock::Clock;

/// The longest line, in characters. Whoever prints text of the other side cuts it shorter.
const LONGEST: usize = 600;

/// The longest name of whom a line is about, in characters.
const NAME: usize = 40;

/// Prints lines, or keeps them for a test. Copies of it write to the same place.
///
/// Whatever is said becomes one line without control characters and without marks that change the
/// direction of writing, and no longer than 600 characters, so that a peer cannot forge a line.
#[derive(Clone)]
pub(crate) struct Journal {
    clock: Arc<Clock>,
    who: String,
    is_quiet: bool,
    kept: Option<Arc<Mutex<Vec<String>>>>,
}

impl Journal {
    /// A journal on standard output; `who` stands in each line.
    #[must_use]
    pub(crate) fn new(clock: Arc<Clock>, who: &str) -> Self {
        let who = Printable::new(who).cut(NAME).to_string();
        Self { clock, who, is_quiet: false, kept: None }
    }

    /// The same without the frames.
    #[must_use]
    pub(crate) fn quiet(self, is_quiet: bool) -> Self {
        Self { is_quiet, ..self }
    }

    /// The same, which keeps its lines instead of printing them.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn kept(self) -> Self {
        Self { kept: Some(Arc::default()), ..self }
    }

    /// A journal about another one, in the same place.
    #[must_use]
    pub(crate) fn about(&self, who: &str) -> Self {
        Self { who: Printable::new(who).cut(NAME).to_string(), ..self.clone() }
    }

    /// Writes a line.
    pub(crate) fn say(&self, what: impl fmt::Display) {
        let time = self.clock.now().to_string();
        // `16:03:12.482` of `2026-11-25T16:03:12.482Z`.
        let time = time.get(11..23).unwrap_or(&time);
        self.line(&format!("{time}  {:8} {what}", self.who));
    }

    /// Writes a line about a frame, unless frames are not wanted.
    pub(crate) fn frame(&self, what: impl fmt::Display) {
        if !self.is_quiet {
            self.say(what);
        }
    }

    /// Writes lines without the time, such as a receipt. Text of the other side in it has to be
    /// [`Printable`], or its line feeds make lines.
    pub(crate) fn block(&self, text: impl fmt::Display) {
        for line in text.to_string().lines() {
            self.line(&format!("    {line}"));
        }
    }

    fn line(&self, line: &str) {
        let line = Printable::new(line).cut(LONGEST).to_string();
        match &self.kept {
            Some(kept) => {
                kept.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            }
            // `csms | head`: whoever reads has seen enough; the session goes on.
            None => drop(writeln!(std::io::stdout(), "{line}")),
        }
    }

    /// The lines that were kept.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn lines(&self) -> Vec<String> {
        let kept = self.kept.as_ref();
        kept.map(|kept| kept.lock().unwrap_or_else(PoisonError::into_inner).clone())
            .unwrap_or_default()
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journal").field("who", &self.who).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_one_safe_line() {
        let journal = Journal::new(Arc::new(Clock::new(1)), "CP\u{1b}[2J\n1").kept();
        journal.say("a\nb\u{1b}[2J\u{9b}\u{202e}\0");
        journal.block("c\r\u{85}\nd");
        journal.say("x".repeat(1 << 20));
        let lines = journal.lines();
        assert_eq!(lines.len(), 4);
        assert!(lines.iter().all(|line| !line.chars().any(examples_printable::is_unsafe)));
        assert!(
            lines[0].ends_with("CP\\u{1b}[2J\\u{a}1 a\\u{a}b\\u{1b}[2J\\u{9b}\\u{202e}\\u{0}"),
            "{}",
            lines[0]
        );
        assert!(lines[3].ends_with(" characters)") && lines[3].len() < 700);
    }
}
