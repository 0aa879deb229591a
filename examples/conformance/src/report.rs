//! Verdicts, and why a case fails.

use exi::EncodeError;
use serde_json::Value;

use super::values::Mismatch;
use crate::shared::problem::DecodeProblem;

/// What became of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// As it should be.
    Pass,
    /// Not as it should be.
    Fail,
    /// There is no right or wrong.
    Info,
    /// Not judged here.
    Skip,
}

impl Verdict {
    /// All verdicts, in the order of tables.
    pub(super) const ALL: [Self; 4] = [Self::Pass, Self::Fail, Self::Info, Self::Skip];

    /// The word in the output.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Info => "info",
            Self::Skip => "skip",
        }
    }

    /// The place in [`Self::ALL`].
    pub(super) fn index(self) -> usize {
        match self {
            Self::Pass => 0,
            Self::Fail => 1,
            Self::Info => 2,
            Self::Skip => 3,
        }
    }
}

/// The verdict on a case, with what was decoded.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) verdict: Verdict,
    /// What the library says, in the words of the vectors; only where that is not all or nothing.
    pub(super) answer: Option<String>,
    /// A sentence without a full stop; empty where there is nothing to say.
    pub(super) detail: String,
    /// The message as JSON, if it was accepted.
    pub(super) json: Option<Value>,
    /// The message encoded again.
    pub(super) exi: Option<Vec<u8>>,
}

impl Report {
    fn new(verdict: Verdict, detail: impl Into<String>) -> Self {
        Self { verdict, answer: None, detail: detail.into(), json: None, exi: None }
    }

    /// A case that is as it should be.
    pub(super) fn pass(detail: impl Into<String>) -> Self {
        Self::new(Verdict::Pass, detail)
    }

    /// A case that is neither right nor wrong.
    pub(super) fn info(detail: impl Into<String>) -> Self {
        Self::new(Verdict::Info, detail)
    }

    /// A case that is not as it should be, and why.
    pub(super) fn fail(detail: impl Into<String>) -> Self {
        Self::new(Verdict::Fail, detail)
    }

    /// The same, with what the library says.
    pub(super) fn with_answer(self, answer: impl Into<String>) -> Self {
        Self { answer: Some(answer.into()), ..self }
    }

    /// A case that is not judged, and why.
    pub(super) fn skip(detail: impl Into<String>) -> Self {
        Self::new(Verdict::Skip, detail)
    }
}

impl From<Failure> for Report {
    fn from(failure: Failure) -> Self {
        Self::new(Verdict::Fail, failure.to_string())
    }
}

/// A case that is as it should be, with something to say about it, or fails.
impl From<Result<String, Failure>> for Report {
    fn from(result: Result<String, Failure>) -> Self {
        result.map_or_else(Self::from, Self::pass)
    }
}

/// Why a case fails.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// What is right is refused.
    #[error("refused: {0}")]
    Refused(DecodeProblem),
    /// What is wrong is accepted.
    #[error("accepted")]
    Accepted,
    /// What is cut off is refused, but not as such or not at one of its bits.
    #[error("refused, but not as truncated: {0}")]
    NotTruncated(DecodeProblem),
    /// The message has other values than expected.
    #[error("other values: {0}")]
    Values(Mismatch),
    /// The message has no JSON form, so that its values cannot be compared.
    #[error("no JSON form: {0}")]
    NoJson(String),
    /// What was decoded cannot be encoded.
    #[error("accepted, but not encoded: {0}")]
    NotEncoded(EncodeError),
    /// The message is encoded to other bytes than expected.
    #[error("encoded otherwise: {0}")]
    Bytes(ByteDifference),
    /// Another encoding of the same message fails, the one with this number.
    #[error("exi_alt[{0}]: {1}")]
    Alternative(usize, Box<Failure>),
    /// The V2GTP frame does not hold the EXI beside it.
    #[error("frame: {0}")]
    Frame(String),
    /// The codec panicked, with this text.
    #[error("panicked: {0}")]
    Panic(String),
}

/// Where two encodings differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum ByteDifference {
    /// In a byte that both have.
    #[error("byte {at} is {ours:02x} instead of {theirs:02x}")]
    Byte {
        /// Its place.
        at: usize,
        /// What the encoder wrote.
        ours: u8,
        /// What was expected.
        theirs: u8,
    },
    /// Only in their length.
    #[error("{ours} bytes instead of {theirs}")]
    Length {
        /// What the encoder wrote.
        ours: usize,
        /// What was expected.
        theirs: usize,
    },
}

impl ByteDifference {
    /// Finds the first difference.
    pub(super) fn find(ours: &[u8], theirs: &[u8]) -> Option<Self> {
        let differs =
            ours.iter().zip(theirs).enumerate().find(|(_, (ours, theirs))| ours != theirs);
        match differs {
            Some((at, (&ours, &theirs))) => Some(Self::Byte { at, ours, theirs }),
            None if ours.len() == theirs.len() => None,
            None => Some(Self::Length { ours: ours.len(), theirs: theirs.len() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_have_their_places() {
        for (place, verdict) in Verdict::ALL.into_iter().enumerate() {
            assert_eq!(verdict.index(), place);
        }
    }

    #[test]
    fn the_first_difference_is_found() {
        let find = |ours, theirs| ByteDifference::find(ours, theirs).map(|d| d.to_string());
        assert_eq!(find(&[1, 2], &[1, 2]), None);
        assert_eq!(find(&[1, 2, 3], &[1, 0]).unwrap(), "byte 1 is 02 instead of 00");
        assert_eq!(find(&[1, 2], &[1, 2, 3]).unwrap(), "2 bytes instead of 3");
    }
}
