//! Errors that say where: in an input, or at which bit and element of a payload.

use super::protocol::Protocol;

/// An input that cannot be read at all; the text says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {text}")]
pub(crate) struct InputError {
    place: String,
    text: String,
}

impl InputError {
    /// Makes an error about the input `place`.
    pub(crate) fn new(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { place: place.into(), text: text.into() }
    }
}

/// Why a record could not become a message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{text}", place.as_ref().map_or_else(String::new, |place| format!("{place}: ")))]
pub(crate) struct DecodeProblem {
    /// One sentence for a person, without a full stop and without the place.
    pub(crate) text: String,
    /// The bit and the element at which decoding ended, if it got so far.
    pub(crate) place: Option<Place>,
    /// The grammar that was tried.
    pub(crate) protocol: Option<Protocol>,
}

impl DecodeProblem {
    /// A problem that has no place inside the payload.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), place: None, protocol: None }
    }

    /// The message it happened in, where decoding got so far.
    pub(crate) fn message(&self) -> Option<&str> {
        let mut path = self.place.as_ref()?.path.split('/');
        match path.next()? {
            "V2G_Message" => path.next().filter(|name| *name == "Body").and_then(|_| path.next()),
            root => Some(root).filter(|root| !root.is_empty()),
        }
    }
}

/// A place inside an EXI payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Offset in bits from the first bit of the payload.
    pub(crate) bit: usize,
    /// Path of element names, `V2G_Message/Body/SessionSetupReq`.
    pub(crate) path: String,
}

impl core::fmt::Display for Place {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "bit {}", self.bit)?;
        if self.path.is_empty() { Ok(()) } else { write!(f, ", {}", self.path) }
    }
}

/// One item of an EXI payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TraceStep {
    /// Where it begins, and in which element.
    pub(crate) place: Place,
    /// How many bits it takes.
    pub(crate) width: usize,
    /// Kind of the event: `SE`, `AT`, `CH`, `EE` ...
    pub(crate) event: String,
    /// The value, for events that have one.
    pub(crate) value: Option<String>,
    /// How it is against the schema.
    pub(crate) violation: Option<String>,
}
