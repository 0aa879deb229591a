//! The connection of a station: again and again, with growing pauses (OCPP-J 5.4).

use core::time::Duration;

use ocpp16::websocket::BackOff;
use tokio::time::Instant;

use super::Station;
use crate::handshake::{ConnectError, Target, connect};
use crate::link::{Driver, End};
use crate::random;
use crate::security::InWords;

/// Pauses between attempts: 1, 2, 4 … 60 s.
fn pauses() -> BackOff {
    BackOff::new(Duration::from_secs(1), Duration::from_secs(60))
}

/// Up to a quarter more, so that not all stations come back at the same moment after the central
/// system was down.
fn with_jitter(pause: Duration) -> Duration {
    pause + (pause / 4).mul_f64(f64::from(random::seed() as u32) / f64::from(u32::MAX))
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
        let mut back_off = pauses();
        // One that there is no URL for is found out by the first attempt.
        let url = target.url().unwrap_or_else(|_| target.endpoint.clone());
        loop {
            // White paper, use case A01: a new password counts from the next connection on.
            let mut target = target.clone();
            target.key = self.state().configuration.authorization_key().or(target.key);
            match connect(&target, &read).await {
                Ok(socket) => {
                    self.journal()
                        .say(format_args!("connected to {url}, {}", InWords(target.profile)));
                    back_off.reset();
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
                    self.journal().say(format_args!("cannot connect to {url}: {error}"));
                }
            }
            let pause = with_jitter(back_off.next_wait());
            self.journal().say(format_args!("trying again in {}", self.clock().real(pause)));
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
        let mut back_off = pauses();
        for expected in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
            let pause = with_jitter(back_off.next_wait()).as_millis();
            assert!((expected * 1000..=expected * 1250).contains(&pause), "{pause}");
        }
    }
}
