//! A station from its start to its end, over restarts.

use alloc::sync::Arc;
use core::pin::Pin;
use std::sync::{Mutex, PoisonError};

use ocpp16::{Action, Role};
use tokio::sync::mpsc;

use super::answers::{Answer, Then};
use super::boot;
use super::state::State;
use super::{Station, StationOptions, security_event};
use crate::clock::Clock;
use crate::handshake::ConnectError;
use crate::journal::Journal;
use crate::link::{self, Event};

/// How the life of a station ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// The session is over, and somebody charged.
    Charged,
    /// The session is over, and nobody did.
    TurnedAway,
    /// The central system wanted a restart.
    Reset,
    /// The program was stopped.
    Stopped,
}

/// Runs a station until its end; restarts that the central system wants are gone through.
///
/// # Errors
///
/// Says what is wrong with the options, or why there is no connection.
pub(crate) async fn run(
    options: Arc<StationOptions>,
    clock: Arc<Clock>,
    journal: Journal,
    stopped: impl Future<Output = ()>,
) -> Result<Ended, RunError> {
    let configuration = options.configuration().map_err(RunError::Options)?;
    let state = Arc::new(Mutex::new(State::new(configuration)));
    let mut stopped = core::pin::pin!(stopped);
    loop {
        let station =
            (Arc::clone(&options), Arc::clone(&clock), journal.clone(), Arc::clone(&state));
        let ended = live(station, stopped.as_mut()).await?;
        if ended != Ended::Reset || options.ends_on_reset {
            return Ok(ended);
        }
        journal.say("restarting");
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        state.gate = boot::gate();
        state.unreported.push(("ResetOrReboot", clock.now(), "by the central system".to_owned()));
        for connector in &mut state.connectors {
            connector.running = None;
        }
    }
}

/// Why a station did not run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RunError {
    /// An option or a file.
    #[error("{0}")]
    Options(String),
    /// The connection.
    #[error("cannot connect: {0}")]
    Connect(ConnectError),
}

type Parts = (Arc<StationOptions>, Arc<Clock>, Journal, Arc<Mutex<State>>);

/// One start to the next restart.
async fn live(
    (options, clock, journal, state): Parts,
    stopped: Pin<&mut impl Future<Output = ()>>,
) -> Result<Ended, RunError> {
    let target = options.target().map_err(RunError::Options)?;
    let link_options = {
        let state = state.lock().unwrap_or_else(PoisonError::into_inner);
        options.link(&state.configuration)
    };
    let (link, driver, events) = link::link(Role::ChargePoint, link_options, journal.clone());
    let station = Station::new(options, clock, journal, link, state);

    let answering = tokio::spawn(station.clone().answer_all(events));
    let mut connection = core::pin::pin!(station.keep_connected(driver, &target));
    let ended = tokio::select! {
        ended = station.work() => Ok(ended),
        () = stopped => Ok(Ended::Stopped),
        end = &mut connection => Err(end),
    };
    let ended = match ended {
        Ok(ended) => {
            // Both, because the link may have to wait for the connection.
            let ((), end) = tokio::join!(station.link().close(), connection);
            end.map(|()| ended)
        }
        Err(end) => end.map(|()| Ended::Stopped),
    };
    answering.abort();
    ended.map_err(RunError::Connect)
}

impl Station {
    /// What the station does of its own accord.
    async fn work(&self) -> Ended {
        if !self.boot().await {
            return Ended::Stopped;
        }
        let heartbeats = self.heartbeats();
        let own = async {
            self.send_all_states().await;
            if self.options().is_server {
                self.journal().say("waiting for the central system; Ctrl-C ends the program");
                core::future::pending().await
            } else if self.session().await {
                Ended::Charged
            } else {
                Ended::TurnedAway
            }
        };
        let mut watch = self.0.ended.subscribe();
        tokio::select! {
            ended = own => ended,
            ended = watch.wait_for(Option::is_some) => {
                ended.ok().and_then(|ended| *ended).unwrap_or(Ended::Stopped)
            }
            () = heartbeats => Ended::Stopped,
            () = self.send_queue() => Ended::Stopped,
            () = self.send_notices() => Ended::Stopped,
            () = self.end_reservations() => Ended::Stopped,
            () = self.read_aligned() => Ended::Stopped,
        }
    }

    /// After a boot the central system knows nothing of the connectors (4.9), nor of what happened.
    async fn send_all_states(&self) {
        self.report("StartupOfTheDevice", "").await;
        let unreported = core::mem::take(&mut self.state().unreported);
        for (kind, time, details) in unreported.into_iter().filter(|_| self.options().has_security)
        {
            if let Some(event) = security_event(kind, time, &details) {
                self.send(event).await;
            }
        }
        let connectors: Vec<_> = self.state().connectors.iter().map(|it| it.id).collect();
        for id in core::iter::once(0).chain(connectors) {
            if let Some(status) = self.status_of(id) {
                self.send(status).await;
            }
        }
    }

    async fn answer_all(self, mut events: mpsc::Receiver<Event>) {
        while let Some(event) = events.recv().await {
            let Event::Call { call, request } = event else { continue };
            let action = call.action();
            let Some(Answer { reply, then }) = self.answer(*request) else {
                self.journal().say(format_args!("{action} not answered while rejected (4.2)"));
                continue;
            };
            match reply {
                Ok(response) => self.link().respond(call, response).await,
                Err((code, why)) => self.link().refuse(call, code, why).await,
            }
            if !then.is_empty() {
                // Not here: more CALLs may come meanwhile.
                tokio::spawn(self.clone().go_on(then));
            }
        }
    }

    async fn go_on(self, then: Vec<Then>) {
        for then in then {
            match then {
                Then::Send(requests) => {
                    for request in requests {
                        self.send(request).await;
                    }
                }
                // All states are told after the station is accepted.
                Then::TellStatus(id) => {
                    if self.state().gate.may_send(Action::StatusNotification, false) {
                        self.tell_status(id);
                    }
                }
                Then::LookAtReservations => self.look_at_reservations(),
                Then::Boot => self.look_at_gate(),
                Then::RequestCertificate => self.request_certificate().await,
                Then::Charge(connector, id_tag) => self.charge(connector, id_tag).await,
                Then::Reset(reason) => {
                    self.reset(reason).await;
                }
            }
        }
    }

    async fn request_certificate(&self) {
        let request = {
            let mut state = self.state();
            let organization = state.configuration.text("CpoName").to_owned();
            state.certificates.request(&organization, self.options().serial_number())
        };
        let request = request.and_then(|request| ocpp16::Text::new(request).ok());
        if let Some(request) = request {
            self.send(ocpp16::messages::security::SignCertificateRequest::new(request)).await;
        }
    }

    /// Ends what runs, and then this life of the station (5.14).
    async fn reset(&self, reason: ocpp16::messages::core::Reason) {
        let running = self.state().stop_transactions(None, &reason);
        if running > 0 {
            self.journal().say(format_args!("stopping {running} transaction(s) first"));
        }
        while self.state().connectors.iter().any(|it| it.running.is_some()) {
            tokio::time::sleep(core::time::Duration::from_millis(20)).await;
        }
        // It may take a while until all is delivered. The rest is sent after the restart.
        let delivered = async {
            while !self.state().deliveries.queue.is_empty() {
                tokio::time::sleep(core::time::Duration::from_millis(20)).await;
            }
            self.all_told().await;
        };
        let _ = tokio::time::timeout(core::time::Duration::from_secs(2), delivered).await;
        self.0.ended.send_replace(Some(Ended::Reset));
    }
}
