//! The connection of a station: again and again, with growing pauses (OCPP-J 5.4).

use core::time::Duration;

use tokio::time::Instant;

use super::Station;
use crate::handshake::{ConnectError, Target, connect};
use crate::link::{Driver, End};
use crate::random;

/// Pauses between attempts: 1, 2, 4 … 60 s, and up to a quarter more, so that not all stations come
/// back at the same moment after the central system was down.
#[derive(Debug, Default)]
struct BackOff {
    failed: u32,
}

impl BackOff {
    const MOST: u64 = 60;

    fn next(&mut self) -> Duration {
        let seconds = 1_u64.checked_shl(self.failed.min(16)).unwrap_or(Self::MOST).min(Self::MOST);
        self.failed = self.failed.saturating_add(1);
        let jitter = random::seed() % (seconds * 250);
        Duration::from_millis(seconds * 1000 + jitter)
    }
}

impl Station {
    /// Keeps the station connected until the program closes the link.
    ///
    /// # Errors
    ///
    /// Returns an error that will not go away, unless the station is one that waits for the central
    /// system: somebody may mend it.
    pub(super) async fn keep_connected(
        &self,
        mut driver: Driver,
        target: &Target,
    ) -> Result<(), ConnectError> {
        let read = self.options().link(&self.state().configuration).endpoint.read;
        let mut back_off = BackOff::default();
        loop {
            // White paper, use case A01: a new password counts from the next connection on.
            let mut target = target.clone();
            target.key = self.state().configuration.authorization_key().or(target.key);
            match connect(&target, &read).await {
                Ok(socket) => {
                    let url = target.url();
                    self.journal().say(format_args!("connected to {url}, {}", target.profile));
                    back_off = BackOff::default();
                    match driver.run(socket).await {
                        End::Closed => return Ok(()),
                        End::Lost(why) => self.journal().say(format_args!("disconnected: {why}")),
                    }
                }
                Err(error) => {
                    self.note(&error);
                    if error.is_final() && !self.options().is_server {
                        return Err(error);
                    }
                    let url = target.url();
                    self.journal().say(format_args!("cannot connect to {url}: {error}"));
                }
            }
            let pause = back_off.next();
            self.journal().say(format_args!("trying again in {} s", pause.as_secs()));
            if !driver.idle(Instant::now() + pause).await {
                return Ok(());
            }
        }
    }

    /// Remembers what is to be reported when there is a connection (A00.FR.309).
    fn note(&self, error: &ConnectError) {
        let kind = match error {
            ConnectError::Tls(_) => "InvalidCentralSystemCertificate",
            ConnectError::Refused(401 | 403) => "FailedToAuthenticateAtCentralSystem",
            _ => return,
        };
        let event = (kind, self.clock().now(), error.to_string());
        let unreported = &mut self.state().unreported;
        // One of each kind says enough.
        if !unreported.iter().any(|(other, _, _)| *other == kind) {
            unreported.push(event);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_minute() {
        let mut back_off = BackOff::default();
        for expected in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
            let pause = back_off.next().as_millis();
            assert!((expected * 1000..expected * 1250).contains(&pause), "{pause}");
        }
    }
}
