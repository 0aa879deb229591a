//! BootNotification until the central system accepts the station (4.2), and heartbeats after that:
//! when [`ocpp16::station::boot::BootGate`] says so.

use core::time::Duration;

use ocpp16::messages::core::{BootNotificationRequest, BootNotificationResponse, HeartbeatRequest};
use ocpp16::station::boot::{BootGate, BootState, Due, Intervals};
use ocpp16::{CiString, Response};
use tokio::time::sleep_until;

use super::Station;
use crate::clock::{monotonic, timer};
use crate::link::{CallFailed, Outcome};

/// The gate of a station that starts. Where the central system names no interval, or does not
/// answer, it waits for ten seconds; the intervals are real time, whatever the speed of the clock.
pub(super) fn gate() -> BootGate {
    BootGate::new(Intervals::default().with_retry(Duration::from_secs(10)))
}

impl Station {
    /// Boots until it is accepted. `false` if the link is closed before.
    pub(super) async fn boot(&self) -> bool {
        while self.state().gate.state() != BootState::Accepted {
            if !self.next_due().await {
                return false;
            }
        }
        true
    }

    /// Sends heartbeats, until the link is closed.
    pub(super) async fn heartbeats(&self) {
        while self.next_due().await {}
    }

    /// Does what the gate says. `false` if the link is closed.
    async fn next_due(&self) -> bool {
        let due = self.state().gate.poll(monotonic());
        let outcome = match due {
            Due::BootNotification => self.call_boot().await,
            Due::Heartbeat => self.call_heartbeat().await,
            Due::Wait(at) => {
                let time = async {
                    match at {
                        Some(at) => sleep_until(timer(at)).await,
                        None => core::future::pending().await,
                    }
                };
                tokio::select! {
                    () = time => {}
                    // A TriggerMessage or a new HeartbeatInterval.
                    () = self.0.gate_changed.notified() => {}
                }
                Ok(())
            }
        };
        match outcome {
            Err(CallFailed::LinkGone) => false,
            Err(error) => {
                let what = match due {
                    Due::Heartbeat => "Heartbeat:",
                    _ => "BootNotification came to nothing:",
                };
                self.journal().say(format_args!("{what} {error}"));
                true
            }
            Ok(()) => true,
        }
    }

    async fn call_heartbeat(&self) -> Result<(), CallFailed> {
        let response = self.link().call(HeartbeatRequest::new()).await?;
        // A clock that runs fast is ahead on purpose.
        if self.clock().speed() == 1 {
            self.clock().set(&response.current_time);
        }
        Ok(())
    }

    /// The central system wants a BootNotification at once. Whether it will get it: not from a
    /// station that is accepted (errata 3.35).
    pub(super) fn boot_at_once(&self) -> bool {
        self.state().gate.handle_trigger(monotonic())
    }

    /// Looks at the gate again, after the answer to TriggerMessage (5.17).
    pub(super) fn look_at_gate(&self) {
        self.0.gate_changed.notify_one();
    }

    /// A key was set that the gate goes by.
    pub(super) fn take_heartbeat_interval(&self) {
        let mut state = self.state();
        let seconds = state.configuration.number("HeartbeatInterval");
        let interval = (seconds > 0).then(|| Duration::from_secs(seconds));
        state.gate.set_heartbeat_interval(interval);
        drop(state);
        self.look_at_gate();
    }

    /// Calls, and takes the answer before the next CALL of the central system is looked at: what is
    /// answered depends on it.
    async fn call_boot(&self) -> Result<(), CallFailed> {
        let station = self.clone();
        let observe = move |outcome: &Outcome| match outcome {
            Ok(Response::BootNotification(response)) => station.take_registration(response),
            Ok(_) => station.state().gate.handle_failure(monotonic()),
            Err(error) if error.is_disconnection() => station.state().gate.handle_disconnected(),
            Err(_) => station.state().gate.handle_failure(monotonic()),
        };
        let request = self.boot_notification().into();
        self.link().call_observed(request, observe).await.map(|_| ())
    }

    fn take_registration(&self, response: &BootNotificationResponse) {
        let (status, interval) = (&response.status, response.interval);
        let wait = Duration::from_secs(u64::try_from(interval).unwrap_or_default());
        let wait = self.clock().real(wait);
        self.journal().say(format_args!("registration {status}, interval {wait}"));
        self.clock().set(&response.current_time);
        let mut state = self.state();
        state.gate.handle_response(monotonic(), response);
        if state.gate.state() != BootState::Accepted {
            return;
        }
        if interval > 0 {
            // Seconds are in the range of the key.
            let _ = state.configuration.install("HeartbeatInterval", &interval.to_string());
        }
        drop(state);
        // Also that of the key, if the central system names none.
        self.take_heartbeat_interval();
    }

    fn boot_notification(&self) -> BootNotificationRequest<'static> {
        let text = |text: &str| CiString::new(text.to_owned()).ok();
        let mut request = BootNotificationRequest::new(
            CiString::new("Example").unwrap_or_else(|_| unreachable!("short")),
            CiString::new("Charge Point").unwrap_or_else(|_| unreachable!("short")),
        );
        request.charge_point_serial_number = text(self.options().serial_number());
        request.firmware_version = CiString::new(env!("CARGO_PKG_VERSION")).ok();
        request
    }
}
