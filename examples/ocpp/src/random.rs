//! Random numbers of the system.

use ring::rand::{SecureRandom as _, SystemRandom};

/// A seed for message ids: different at each start of a program.
#[must_use]
pub fn seed() -> u64 {
    let mut bytes = [0; 8];
    // A system without random numbers has no TLS either; the time will do for an id.
    match SystemRandom::new().fill(&mut bytes) {
        Ok(()) => u64::from_le_bytes(bytes),
        Err(_) => std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(1, |since| since.as_secs() ^ u64::from(since.subsec_nanos())),
    }
}
