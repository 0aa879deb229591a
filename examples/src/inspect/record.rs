//! What every input becomes: V2GTP messages, and remarks about what could not become one.

use core::fmt;
use core::time::Duration;

use v2gtp::PayloadType;

use crate::shared::protocol::Protocol;

/// One line of the output: a message, or something that could not become one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A V2GTP message.
    Record(Record),
    /// A remark about the input.
    Note(Note),
}

/// One V2GTP message, wherever it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    /// Running number in the whole input, from 0; what `--message` takes.
    pub(crate) index: usize,
    /// When the last byte of the message was there, since the Unix epoch.
    pub(crate) time: Option<Duration>,
    /// Who sent it, where the input tells without decoding.
    pub(crate) direction: Option<Direction>,
    /// Payload type of the V2GTP header; absent for a bare payload.
    pub(crate) payload_type: Option<PayloadType>,
    /// Which grammar the input says the payload has;
    /// [`Session`](crate::inspect::decode::Session) finds it otherwise.
    pub(crate) protocol: Option<Protocol>,
    /// Whether the payload is an EXI fragment (as digests and signatures use), not a document.
    pub(crate) fragment: bool,
    /// What the input calls the message.
    pub(crate) label: Option<String>,
    /// Messages with the same number belong to one connection; a handshake holds for one.
    pub(crate) connection: u32,
    /// The bytes behind the V2GTP header.
    pub(crate) payload: Vec<u8>,
    /// Where in the input the message stands.
    pub(crate) origin: String,
}

impl Record {
    /// Makes a record of nothing but its bytes.
    #[must_use]
    pub(crate) fn new(payload_type: Option<PayloadType>, payload: Vec<u8>, origin: String) -> Self {
        Self {
            index: 0,
            time: None,
            direction: None,
            payload_type,
            protocol: None,
            fragment: false,
            label: None,
            connection: 0,
            payload,
            origin,
        }
    }
}

/// Who sent a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Direction {
    /// The vehicle (EVCC) sent it.
    FromEv,
    /// The station (SECC) sent it.
    FromEvse,
}

impl Direction {
    /// The form recordings use: `ev->se`.
    #[must_use]
    pub(crate) fn short(self) -> &'static str {
        match self {
            Self::FromEv => "ev->se",
            Self::FromEvse => "se->ev",
        }
    }

    /// Who sends a message of this name.
    #[must_use]
    pub(crate) fn of_message(name: &str) -> Option<Self> {
        if name.ends_with("Req") || name.ends_with("Request") {
            Some(Self::FromEv)
        } else if name.ends_with("Res") || name.ends_with("Response") {
            Some(Self::FromEvse)
        } else {
            None
        }
    }

    /// Reads both spellings that recordings use, `ev->se` and `ev->evse`.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "ev->se" | "ev->evse" => Some(Self::FromEv),
            "se->ev" | "evse->ev" => Some(Self::FromEvse),
            _ => None,
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FromEv => "EV -> EVSE",
            Self::FromEvse => "EVSE -> EV",
        })
    }
}

/// A remark about the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    /// The time it belongs to, since the Unix epoch.
    pub(crate) time: Option<Duration>,
    /// What it is about.
    pub(crate) kind: NoteKind,
    /// One sentence for a person.
    pub(crate) text: String,
}

/// What a [`Note`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum NoteKind {
    /// A TLS connection: its messages cannot be read.
    Tls,
    /// A TCP connection that carries something else than V2GTP.
    Foreign,
    /// The recording begins inside a connection.
    LateStart,
    /// Packets that are no V2G messages by nature were passed over.
    Skipped,
    /// A connection was reset.
    Reset,
    /// Bytes are missing from the recording.
    Gap,
    /// A message is not complete, or its bytes cannot be what they should be.
    Damaged,
}

impl NoteKind {
    /// All kinds, for reading them back.
    const ALL: [Self; 7] = [
        Self::Tls,
        Self::Foreign,
        Self::LateStart,
        Self::Skipped,
        Self::Reset,
        Self::Gap,
        Self::Damaged,
    ];

    /// The word in the JSON form.
    #[must_use]
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::Foreign => "foreign",
            Self::LateStart => "late-start",
            Self::Skipped => "skipped",
            Self::Reset => "reset",
            Self::Gap => "gap",
            Self::Damaged => "damaged",
        }
    }

    /// The kind with this word in the JSON form.
    #[must_use]
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether messages that should be in the output are not.
    #[must_use]
    pub(crate) fn hides_messages(self) -> bool {
        matches!(self, Self::Tls | Self::Gap | Self::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_can_be_read_back() {
        for kind in NoteKind::ALL {
            assert_eq!(NoteKind::parse(kind.word()), Some(kind));
        }
    }

    #[test]
    fn each_direction_can_be_read_back() {
        for direction in [Direction::FromEv, Direction::FromEvse] {
            assert_eq!(Direction::parse(direction.short()), Some(direction));
        }
        assert_eq!(Direction::parse("evse->ev"), Some(Direction::FromEvse));
        assert_eq!(Direction::of_message("SDPRequest"), Some(Direction::FromEv));
        assert_eq!(Direction::of_message("V2G_Message"), None);
    }
}
