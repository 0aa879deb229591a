//! The last answers, for CALLs that come again.

use alloc::boxed::Box;
use alloc::string::String;

use super::OpenCall;
use crate::json::{Sink, Write};
use crate::messages::Request;

/// Stands for the whole text of a frame. Two texts with the same one are taken for the same: by
/// chance that does not happen, and who makes it happen gets an old answer to a CALL of his own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Fingerprint(u64);

impl Fingerprint {
    pub(super) fn of(frame: &[u8]) -> Self {
        // Odd numbers without a pattern: the digits of pi, and of the golden ratio.
        const FIRST: u64 = 0x243F_6A88_85A3_08D3;
        const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
        // Both halves of the product, so that every bit of a word has a part in every bit of the sum.
        let mix = |sum: u64, word: u64| {
            let product = u128::from(sum ^ word).wrapping_mul(u128::from(FACTOR));
            #[expect(clippy::as_conversions, reason = "the two halves of a number")]
            let (low, high) = (product as u64, (product >> 64) as u64);
            low ^ high
        };
        let mut words = frame.chunks_exact(8);
        let mut sum = FIRST ^ u64::try_from(frame.len()).unwrap_or(u64::MAX);
        for word in &mut words {
            sum = mix(sum, word.try_into().map_or(0, u64::from_le_bytes));
        }
        let mut last = [0; 8];
        for (to, from) in last.iter_mut().zip(words.remainder()) {
            *to = *from;
        }
        Self(mix(mix(sum, u64::from_le_bytes(last)), FIRST))
    }
}

/// How long the answer to a CALL is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    not(feature = "core"),
    allow(dead_code, reason = "the operations of the others are there")
)]
pub(super) enum Keep {
    /// Not at all: it carries the time or the state of now.
    Not,
    /// As long as the connection is open.
    Connection,
    /// Over connections: the payload carries the time of what happened.
    Always,
}

impl Keep {
    pub(super) fn of(request: &Request<'_>) -> Self {
        match request {
            #[cfg(feature = "core")]
            Request::BootNotification(_)
            | Request::Heartbeat(_)
            | Request::Authorize(_)
            | Request::GetConfiguration(_) => Self::Not,
            #[cfg(feature = "local_auth_list")]
            Request::GetLocalListVersion(_) => Self::Not,
            #[cfg(feature = "smart_charging")]
            Request::GetCompositeSchedule(_) => Self::Not,
            #[cfg(feature = "remote_trigger")]
            Request::TriggerMessage(_) => Self::Not,
            #[cfg(feature = "security")]
            Request::ExtendedTriggerMessage(_) | Request::GetInstalledCertificateIds(_) => {
                Self::Not
            }
            #[cfg(feature = "core")]
            Request::StartTransaction(_) | Request::StopTransaction(_) => Self::Always,
            #[cfg(feature = "core")]
            Request::MeterValues(request) if request.transaction_id.is_some() => Self::Always,
            #[allow(unreachable_patterns, reason = "without any group there are no actions")]
            _ => Self::Connection,
        }
    }
}

/// The payload of an answer, and the CALL that it was to.
#[derive(Clone, Debug)]
struct Past {
    call: OpenCall,
    payload: Box<str>,
}

/// The last answer to a message of a transaction, and the last one of this connection to something
/// else: a station sends other CALLs between the attempts of a message of a transaction.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    // Boxed: most endpoints have one or none.
    transaction: Option<Box<Past>>,
    other: Option<Box<Past>>,
}

impl Kept {
    /// Keeps the answer to a CALL, if its payload has at most `limit` bytes.
    pub(super) fn keep(&mut self, call: OpenCall, payload: String, limit: usize) {
        let place = match call.keep {
            Keep::Not => return,
            Keep::Connection => &mut self.other,
            Keep::Always => &mut self.transaction,
        };
        *place = (payload.len() <= limit).then(|| Box::new(Past { call, payload: payload.into() }));
    }

    /// Keeps the answer to a message of a transaction of a connection that has ended, unless there
    /// is one to a later CALL.
    pub(super) fn keep_late(&mut self, call: OpenCall, payload: String, limit: usize) {
        let order = |call: OpenCall| (call.connection, call.number);
        let is_last = self.transaction.as_ref().is_none_or(|it| order(it.call) < order(call));
        if call.keep == Keep::Always && is_last {
            self.keep(call, payload, limit);
        }
    }

    /// The payload of the answer to a CALL with this text.
    pub(super) fn find(&self, text: Fingerprint) -> Option<Payload<'_>> {
        let mut all = self.transaction.iter().chain(&self.other);
        all.find(|past| past.call.text == text).map(|past| Payload(&past.payload))
    }

    /// Drops what is of no use over another connection.
    pub(super) fn end_connection(&mut self) {
        self.other = None;
    }
}

/// A payload that is printed already.
pub(super) struct Payload<'k>(pub(super) &'k str);

impl Write for Payload<'_> {
    fn write<S: Sink>(&self, to: &mut S) {
        to.raw(self.0.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;
    use alloc::vec;

    use super::Fingerprint;

    /// Every text that differs in one byte, or in two that are next to each other or a word apart,
    /// is another one.
    #[test]
    fn texts_that_differ_a_little_are_told_apart() {
        let mut seen = BTreeSet::new();
        let mut count = 0;
        for length in 0..40 {
            for place in 0..length.max(1) {
                for second in [1, 8] {
                    for digits in 0..100_u8 {
                        let mut text = vec![b'0'; length];
                        if let Some(byte) = text.get_mut(place) {
                            *byte += digits / 10;
                        }
                        if let Some(byte) = text.get_mut(place + second) {
                            *byte += digits % 10;
                        }
                        if seen.insert(text.clone()) {
                            count += 1;
                        }
                    }
                }
            }
        }
        let prints: BTreeSet<u64> = seen.iter().map(|text| Fingerprint::of(text).0).collect();
        assert!(count > 10_000);
        assert_eq!(prints.len(), count);
    }

    #[test]
    fn the_length_counts() {
        assert_ne!(Fingerprint::of(b""), Fingerprint::of(b"\0"));
        assert_ne!(Fingerprint::of(b"a"), Fingerprint::of(b"a\0"));
        assert_ne!(Fingerprint::of(&[0; 8]), Fingerprint::of(&[0; 16]));
    }
}
