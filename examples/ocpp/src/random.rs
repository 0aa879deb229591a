//! Random numbers of the system.

use ring::rand::{SecureRandom as _, SystemRandom};

/// A seed for message ids: different at each start of a program.
#[must_use]
pub(crate) fn seed() -> u64 {
    u64::from_le_bytes(bytes())
}

/// Random bytes.
///
/// # Panics
///
/// Panics if the system has none: it cannot do TLS either.
#[must_use]
#[expect(clippy::expect_used, reason = "nothing is safe without")]
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).expect("the system has random numbers");
    bytes
}
