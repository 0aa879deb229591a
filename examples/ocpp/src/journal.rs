//! What a program says: one line per event, with the time and whom it is about.

use alloc::sync::Arc;
use core::fmt;
use std::io::Write as _;
use std::sync::{Mutex, PoisonError};

use crate::clock::Clock;

/// Prints lines, or keeps them for a test. Copies of it write to the same place.
#[derive(Clone)]
pub struct Journal {
    clock: Arc<Clock>,
    who: String,
    is_quiet: bool,
    kept: Option<Arc<Mutex<Vec<String>>>>,
}

impl Journal {
    /// A journal on standard output; `who` stands in each line.
    #[must_use]
    pub fn new(clock: Arc<Clock>, who: &str) -> Self {
        Self { clock, who: who.to_owned(), is_quiet: false, kept: None }
    }

    /// The same without the frames.
    #[must_use]
    pub fn quiet(self, is_quiet: bool) -> Self {
        Self { is_quiet, ..self }
    }

    /// The same, which keeps its lines instead of printing them.
    #[must_use]
    pub fn kept(self) -> Self {
        Self { kept: Some(Arc::default()), ..self }
    }

    /// A journal about another one, in the same place.
    #[must_use]
    pub fn about(&self, who: &str) -> Self {
        Self { who: who.to_owned(), ..self.clone() }
    }

    /// Writes a line.
    pub fn say(&self, what: impl fmt::Display) {
        let time = self.clock.now().to_string();
        // `16:03:12.482` of `2026-11-25T16:03:12.482Z`.
        let time = time.get(11..23).unwrap_or(&time);
        self.line(&format!("{time}  {:8} {what}", self.who));
    }

    /// Writes a line about a frame, unless frames are not wanted.
    pub fn frame(&self, what: impl fmt::Display) {
        if !self.is_quiet {
            self.say(what);
        }
    }

    /// Writes lines without the time, such as a receipt.
    pub fn block(&self, text: impl fmt::Display) {
        for line in text.to_string().lines() {
            self.line(&format!("    {line}"));
        }
    }

    fn line(&self, line: &str) {
        match &self.kept {
            Some(kept) => {
                kept.lock().unwrap_or_else(PoisonError::into_inner).push(line.to_owned());
            }
            // `csms | head`: whoever reads has seen enough; the session goes on.
            None => drop(writeln!(std::io::stdout(), "{line}")),
        }
    }

    /// The lines that were kept.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
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
