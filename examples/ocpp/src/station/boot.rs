//! BootNotification until the central system accepts the station (4.2), and heartbeats after that.

use core::time::Duration;

use ocpp16::core::{
    BootNotificationRequest, BootNotificationResponse, HeartbeatRequest, RegistrationStatus,
};
use ocpp16::{CiString, Response};

use super::Station;
use crate::link::{CallFailed, Outcome};

/// What to wait when the central system names no interval, or does not answer.
const OWN_INTERVAL: Duration = Duration::from_secs(10);

impl Station {
    /// Boots until it is accepted. `false` if the link is closed before.
    pub(super) async fn boot(&self) -> bool {
        loop {
            let interval = match self.call_boot().await {
                Ok(response) if response.status == RegistrationStatus::Accepted => return true,
                Ok(response) => seconds(response.interval).unwrap_or(OWN_INTERVAL),
                Err(CallFailed::LinkGone) => return false,
                Err(error) => {
                    self.journal().say(format_args!("BootNotification came to nothing: {error}"));
                    if error.is_disconnection() { Duration::ZERO } else { OWN_INTERVAL }
                }
            };
            // The interval is real time, whatever the speed of the clock.
            tokio::select! {
                () = tokio::time::sleep(interval) => {}
                // A TriggerMessage wants it at once.
                () = self.0.boot_now.notified() => {}
            }
        }
    }

    /// Boots because the central system wants it. A boot that is under way is hurried.
    pub(super) async fn boot_again(&self) {
        let is_accepted = self.state().registration == Some(RegistrationStatus::Accepted);
        if !is_accepted {
            self.0.boot_now.notify_one();
            return;
        }
        if let Err(error) = self.call_boot().await {
            self.journal().say(format_args!("BootNotification came to nothing: {error}"));
        }
    }

    /// Calls, and takes the answer before the next CALL of the central system is looked at: what is
    /// answered depends on it.
    async fn call_boot(&self) -> Result<BootNotificationResponse, CallFailed> {
        let station = self.clone();
        let observe = move |outcome: &Outcome| {
            if let Ok(Response::BootNotification(response)) = outcome {
                station.take_registration(response);
            }
        };
        let request = self.boot_notification().into();
        match self.link().call_observed(request, observe).await? {
            Response::BootNotification(response) => Ok(response),
            _ => Err(CallFailed::LinkGone),
        }
    }

    fn take_registration(&self, response: &BootNotificationResponse) {
        let (status, interval) = (&response.status, response.interval);
        self.journal().say(format_args!("registration {status}, interval {interval} s"));
        self.clock().set(&response.current_time);
        let mut state = self.state();
        state.registration = Some(status.clone());
        if *status == RegistrationStatus::Accepted && interval > 0 {
            // Seconds are in the range of the key.
            let _ = state.configuration.install("HeartbeatInterval", &interval.to_string());
        }
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

    /// Sends heartbeats, at the interval of the configuration key, for ever.
    pub(super) async fn heartbeats(&self) {
        loop {
            let interval = self.state().configuration.number("HeartbeatInterval");
            if interval == 0 {
                // It may be turned on again.
                tokio::time::sleep(Duration::from_secs(60)).await;
                continue;
            }
            tokio::time::sleep(Duration::from_secs(interval)).await;
            match self.link().call(HeartbeatRequest::new()).await {
                // A clock that runs fast is ahead on purpose.
                Ok(response) if self.clock().speed() == 1 => {
                    self.clock().set(&response.current_time);
                }
                Ok(_) => {}
                Err(CallFailed::LinkGone) => return,
                Err(error) => self.journal().say(format_args!("Heartbeat: {error}")),
            }
        }
    }
}

fn seconds(interval: i32) -> Option<Duration> {
    u64::try_from(interval).ok().filter(|seconds| *seconds > 0).map(Duration::from_secs)
}
