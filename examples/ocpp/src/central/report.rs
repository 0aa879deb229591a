//! What came of a visit of a station, and the exit status that follows.

use alloc::collections::BTreeMap;
use core::fmt;

use examples_printable::Printable;
use ocpp16::Action;

/// What happened while a station was connected.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    /// Who it was.
    pub(crate) identity: String,
    /// How often each CALL came.
    pub(crate) received: BTreeMap<&'static str, u32>,
    /// What was sent, how it went, and whether that is right.
    pub(crate) sent: Vec<(Action, String, bool)>,
    /// Where the station did not keep to the standard.
    pub(crate) violations: Vec<String>,
    /// What did not come in time.
    pub(crate) missing: Vec<String>,
}

/// The exit status of the program after a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// 0: all is well.
    Good,
    /// 1: a CALL failed, or a message did not come.
    Incomplete,
    /// 2: the station did not keep to the standard.
    Violated,
    /// 3: nobody came.
    Nobody,
}

impl Verdict {
    /// The number.
    #[must_use]
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Good => 0,
            Self::Incomplete => 1,
            Self::Violated => 2,
            Self::Nobody => 3,
        }
    }
}

impl Report {
    /// What a session cannot do without.
    const NEEDED: [Action; 5] = [
        Action::BootNotification,
        Action::StatusNotification,
        Action::StartTransaction,
        Action::MeterValues,
        Action::StopTransaction,
    ];

    /// Notes what was wrong, up to a number that says enough.
    pub(super) fn violate(&mut self, what: String) {
        if self.violations.len() < 100 {
            self.violations.push(what);
        }
    }

    /// Notes which messages did not come.
    pub(super) fn check(&mut self, further: &[Action]) {
        for action in Self::NEEDED.iter().chain(further) {
            if !self.received.contains_key(action.as_str()) {
                self.missing.push(action.to_string());
            }
        }
    }

    /// The exit status.
    #[must_use]
    pub(crate) fn verdict(&self) -> Verdict {
        if !self.violations.is_empty() {
            Verdict::Violated
        } else if !self.missing.is_empty() || self.sent.iter().any(|(_, _, is_right)| !is_right) {
            Verdict::Incomplete
        } else {
            Verdict::Good
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let identity = Printable::new(&self.identity).cut(60);
        writeln!(f, "SESSION of {identity}: {:?}", self.verdict())?;
        let received: Vec<_> =
            self.received.iter().map(|(action, count)| format!("{action} {count}")).collect();
        writeln!(f, "received   {}", received.join(", "))?;
        let good = self.sent.iter().filter(|(_, _, is_right)| *is_right).count();
        writeln!(f, "sent       {} calls, {good} answered as expected", self.sent.len())?;
        for (action, answer, _) in self.sent.iter().filter(|(_, _, is_right)| !is_right) {
            writeln!(f, "unexpected {action}: {}", Printable::new(answer))?;
        }
        for missing in &self.missing {
            writeln!(f, "missing    {}", Printable::new(missing))?;
        }
        for violation in &self.violations {
            writeln!(f, "violation  {}", Printable::new(violation))?;
        }
        Ok(())
    }
}
