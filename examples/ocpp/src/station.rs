//! A charging station with a made-up meter: the program `charge-point`.

mod aligned;
mod answers;
mod authorization;
mod boot;
mod certificates;
mod cli;
mod configuration;
mod connection;
mod delivery;
mod files;
mod meter;
mod notices;
mod options;
mod program;
mod reservations;
mod run;
mod session;
mod smart_charging;
mod state;
mod transaction;

use alloc::sync::Arc;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ocpp16::messages::core::{
    ChargePointErrorCode, ChargePointStatus, MeterValuesRequest, StatusNotificationRequest,
};
use ocpp16::messages::security::SecurityEventNotificationRequest;
use ocpp16::messages::types::{MeterValue, ReadingContext};
use ocpp16::{CiString, Request};
use tokio::sync::{Notify, watch};

pub(crate) use self::options::StationOptions;
pub(crate) use self::program::main;
pub(crate) use self::run::{Ended, RunError, run};
use self::state::State;
use crate::clock::Clock;
use crate::journal::Journal;
use crate::link::Link;

/// A station from one start to the next. Copies are the same station.
#[derive(Clone, Debug)]
pub(crate) struct Station(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    options: Arc<StationOptions>,
    clock: Arc<Clock>,
    journal: Journal,
    link: Link,
    /// Survives a restart.
    state: Arc<Mutex<State>>,
    gate_changed: Notify,
    queue_changed: Notify,
    notices_changed: Notify,
    /// All of them.
    notices_sent: Notify,
    reservations_changed: Notify,
    aligned_changed: Notify,
    ended: watch::Sender<Option<Ended>>,
}

impl Station {
    fn new(
        options: Arc<StationOptions>,
        clock: Arc<Clock>,
        journal: Journal,
        link: Link,
        state: Arc<Mutex<State>>,
    ) -> Self {
        Self(Arc::new(Inner {
            options,
            clock,
            journal,
            link,
            state,
            gate_changed: Notify::new(),
            queue_changed: Notify::new(),
            notices_changed: Notify::new(),
            notices_sent: Notify::new(),
            reservations_changed: Notify::new(),
            aligned_changed: Notify::new(),
            ended: watch::Sender::new(None),
        }))
    }

    fn options(&self) -> &StationOptions {
        &self.0.options
    }

    fn clock(&self) -> &Clock {
        &self.0.clock
    }

    fn journal(&self) -> &Journal {
        &self.0.journal
    }

    fn link(&self) -> &Link {
        &self.0.link
    }

    /// Not to be held while something is awaited.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a message and has the journal say if that fails.
    async fn send(&self, request: impl Into<Request<'static>>) {
        let request = request.into();
        let action = request.action();
        if let Err(error) = self.link().call_any(request).await {
            self.journal().say(format_args!("{action} came to nothing: {error}"));
        }
    }

    /// The state of a connector, or of the station (0), as a message.
    fn status_of(&self, id: i32) -> Option<StatusNotificationRequest<'static>> {
        let status = match id {
            // The station itself has three states (4.9).
            0 => ChargePointStatus::Available,
            id => self.state().connector(id)?.status.clone(),
        };
        let request = StatusNotificationRequest::new(id, ChargePointErrorCode::NoError, status);
        Some(request.with_timestamp(self.clock().now()))
    }

    /// What a connector measures now, as a message.
    fn meter_values(
        &self,
        id: i32,
        context: &ReadingContext,
    ) -> Option<MeterValuesRequest<'static>> {
        let value = self.read_meter(id, "MeterValuesSampledData", context)?;
        let mut request = MeterValuesRequest::new(id, vec![value]);
        let mut state = self.state();
        let running = state.connector(id)?.running.as_ref();
        request.transaction_id = running.and_then(|running| running.transaction_id);
        Some(request)
    }

    /// Reads the meter of a connector: the measurands in a configuration key.
    fn read_meter(
        &self,
        id: i32,
        key: &str,
        context: &ReadingContext,
    ) -> Option<MeterValue<'static>> {
        let (time, now) = (self.clock().now(), self.clock().milliseconds());
        let mut state = self.state();
        let names = state.configuration.text(key).to_owned();
        let names = names.split(',').map(str::trim);
        state.connector(id)?.meter.sample(names, context, time, now)
    }

    /// Reports a security event (white paper, chapter 8).
    async fn report(&self, kind: &'static str, details: &str) {
        let event = security_event(kind, self.clock().now(), details);
        if let Some(event) = event.filter(|_| self.options().has_security) {
            self.send(event).await;
        }
    }
}

fn security_event(
    kind: &'static str,
    time: ocpp16::DateTime,
    details: &str,
) -> Option<SecurityEventNotificationRequest<'static>> {
    let event = SecurityEventNotificationRequest::new(CiString::new(kind).ok()?, time);
    let details: String = details.chars().take(255).collect();
    if details.is_empty() {
        return Some(event);
    }
    let details: CiString<'static, 255> = CiString::new(details).ok()?;
    Some(event.with_tech_info(details))
}
