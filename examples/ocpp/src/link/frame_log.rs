//! Frames in the journal: direction, kind, action, a short id, and the beginning of the payload.

use std::collections::HashMap;

use examples_printable::Printable;
use ocpp16::endpoint::{CallFailure, CallId};
use ocpp16::{Frame, Options};

use crate::journal::Journal;

/// Payloads are cut off here, in characters.
const PAYLOAD: usize = 72;

/// Frames that cannot be read are cut off here, in characters.
const EXCERPT: usize = 200;

/// Actions are cut off here, in characters.
const ACTION: usize = 50;

/// CALLs that are remembered. Those that are never answered are forgotten.
const REMEMBERED: usize = 64;

#[derive(Debug)]
pub(super) struct FrameLog {
    journal: Journal,
    /// What the CALLs of the other side were, for the lines of their answers.
    actions: HashMap<String, String>,
}

impl FrameLog {
    pub(super) fn new(journal: Journal) -> Self {
        Self { journal, actions: HashMap::new() }
    }

    pub(super) fn say(&self, what: impl core::fmt::Display) {
        self.journal.say(what);
    }

    pub(super) fn sent(&mut self, frame: &str) {
        match Frame::parse_text(frame, &Options::tolerant()) {
            Ok(Frame::Call(call)) => {
                let action = call.request.action();
                self.line("->", "CALL", action.as_str(), call.message_id.as_str(), payload(frame));
            }
            Ok(other) => {
                let (kind, id) = match &other {
                    Frame::Error(error) => ("CALLERROR", error.message_id.as_str()),
                    other => ("RESULT", other.message_id().as_str()),
                };
                let action = self.actions.remove(id).unwrap_or_else(|| "?".to_owned());
                self.line("->", kind, &action, id, payload(frame));
            }
            // Our own frames can be read.
            Err(_) => self.journal.frame(format_args!("-> {}", excerpt(frame))),
        }
    }

    /// A CALL of the other side, also one that is refused; its action may be unknown.
    pub(super) fn call(&mut self, id: &str, action: &str, frame: &str) {
        let action = Printable::new(action).cut(ACTION).to_string();
        self.line("<-", "CALL", &action, id, payload(frame));
        if self.actions.len() >= REMEMBERED {
            self.actions.clear();
        }
        self.actions.insert(id.to_owned(), action);
    }

    pub(super) fn answer(&self, call: CallId, failure: Option<&CallFailure<'_>>, frame: &str) {
        let id = frame.split('"').nth(1).unwrap_or_default();
        let kind = match failure {
            None => "RESULT",
            Some(CallFailure::CallError(_)) => "CALLERROR",
            Some(_) => "BAD",
        };
        self.line("<-", kind, call.action().as_str(), id, payload(frame));
    }

    /// Answers to CALLs of a connection that has ended are never sent.
    pub(super) fn forget(&mut self) {
        self.actions.clear();
    }

    fn line(&self, arrow: &str, kind: &str, action: &str, id: &str, payload: &str) {
        let id = Printable::new(short(id)).to_string();
        let shown = Printable::new(payload).cut(PAYLOAD);
        self.journal.frame(format_args!("{arrow} {kind:9} {action:29} {id:>6}  {shown}"));
    }
}

/// The beginning of a frame that cannot be read.
pub(super) fn excerpt(frame: &str) -> Printable<&str> {
    Printable::new(frame).cut(EXCERPT)
}

/// The end of an id, which is what differs.
fn short(id: &str) -> &str {
    let skipped = id.chars().count().saturating_sub(6);
    let at = id.char_indices().nth(skipped).map_or(0, |(at, _)| at);
    id.get(at..).unwrap_or(id)
}

/// What is behind the ids of a frame.
fn payload(frame: &str) -> &str {
    let end = frame.trim_end().strip_suffix(']').unwrap_or(frame);
    if frame.trim_start().starts_with("[4") {
        // Code and description matter more than the details.
        let mut quotes = end.match_indices('"').map(|(at, _)| at).skip(2);
        return quotes.next().and_then(|at| end.get(at..)).unwrap_or_default();
    }
    end.find('{').and_then(|at| end.get(at..)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_shortened_at_their_beginning() {
        assert_eq!(short("0000000000005eed-1f"), "eed-1f");
        assert_eq!(short("17"), "17");
        assert_eq!(short("äöüäöüäöü"), "äöüäöü");
    }

    #[test]
    fn payloads_are_what_is_behind_the_ids() {
        assert_eq!(payload(r#"[2,"1","Heartbeat",{}]"#), "{}");
        assert_eq!(payload(r#"[3,"1",{"a":[1]}]"#), r#"{"a":[1]}"#);
        assert_eq!(payload(r#"[4,"1","GenericError","no",{}]"#), r#""GenericError","no",{}"#);
    }
}
