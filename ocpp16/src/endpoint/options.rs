//! The bounds of an endpoint.

use core::time::Duration;

use crate::options::Options;

/// The bounds of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndpointOptions {
    /// How frames are read. Default: [`Options::strict`].
    pub read: Options,
    /// How long to wait for the answer to a CALL that has been sent. Default 30 s; the standard
    /// leaves it open (4.1.1: "Implementations are free to choose this timeout interval").
    pub call_timeout: Duration,
    /// The most CALLs that wait. Default 64. A message of a transaction
    /// [whose turn it is](super::Endpoint::is_turn_of_transaction) finds room for one more.
    pub max_queued: usize,
    /// The most CALLs of the other side that wait for an answer of the program. One would do for a
    /// peer that keeps to the standard. Default 4.
    pub max_open: usize,
    /// While this many answers wait for [`Endpoint::poll_output`](super::Endpoint::poll_output),
    /// further CALLs of the other side get none. The program can still answer those that are open,
    /// so that at most [`max_open`](Self::max_open) more may wait. Default 8; 0 takes no CALL at all.
    pub max_answers: usize,
    /// The longest payload of an answer, in bytes, that is kept for a CALL that is sent again. Two
    /// are kept at most. Default 1,024; 0 keeps none.
    pub max_kept: usize,
}

impl Default for EndpointOptions {
    fn default() -> Self {
        Self {
            read: Options::strict(),
            call_timeout: Duration::from_secs(30),
            max_queued: 64,
            max_open: 4,
            max_answers: 8,
            max_kept: 1024,
        }
    }
}

impl EndpointOptions {
    /// Sets [`Self::read`].
    #[must_use]
    pub const fn with_read(self, read: Options) -> Self {
        Self { read, ..self }
    }

    /// Sets [`Self::call_timeout`].
    #[must_use]
    pub const fn with_call_timeout(self, call_timeout: Duration) -> Self {
        Self { call_timeout, ..self }
    }

    /// Sets [`Self::max_queued`], in CALLs.
    #[must_use]
    pub const fn with_max_queued(self, max_queued: usize) -> Self {
        Self { max_queued, ..self }
    }

    /// Sets [`Self::max_open`], in CALLs.
    #[must_use]
    pub const fn with_max_open(self, max_open: usize) -> Self {
        Self { max_open, ..self }
    }

    /// Sets [`Self::max_answers`], in answers.
    #[must_use]
    pub const fn with_max_answers(self, max_answers: usize) -> Self {
        Self { max_answers, ..self }
    }

    /// Sets [`Self::max_kept`], in bytes.
    #[must_use]
    pub const fn with_max_kept(self, max_kept: usize) -> Self {
        Self { max_kept, ..self }
    }
}
