//! A station while it is connected.

use alloc::sync::Arc;
use core::time::Duration;
use std::sync::{Mutex, MutexGuard, PoisonError};

use examples_printable::Printable;
use ocpp16::station::boot::Registration;
use ocpp16::{Request, Role};
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

use super::Report;
use super::server::Central;
use crate::handshake::Admitted;
use crate::journal::Journal;
use crate::link::{self, CallFailed, Event, Link};

/// How long a station may stay when all is done.
const LINGER: Duration = Duration::from_secs(10);

/// Answers in the report are cut off here, in characters.
const ANSWER: usize = 300;

/// What a station has done so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Progress {
    pub(super) boots: u32,
    /// The last answer to a BootNotification, of this visit.
    pub(super) registration: Option<Registration>,
    /// A connector told its state.
    pub(super) has_status: bool,
    pub(super) transaction: Option<i32>,
    /// Since the start of the transaction.
    pub(super) has_meter_values: bool,
    pub(super) is_stopped: bool,
    pub(super) is_gone: bool,
    /// The certificate that the station asked for.
    pub(super) signed: Option<String>,
}

impl Progress {
    pub(super) fn is_registered(&self) -> bool {
        self.registration == Some(Registration::Accepted)
    }
}

/// Copies are the same visit.
#[derive(Clone)]
pub(super) struct Visit(Arc<Inner>);

struct Inner {
    central: Arc<Central>,
    identity: String,
    journal: Journal,
    link: Link,
    progress: watch::Sender<Progress>,
    report: Mutex<Report>,
}

impl Visit {
    /// Attends to a station until it is gone, or the session is over.
    pub(super) async fn attend(central: Arc<Central>, admitted: Admitted) -> Report {
        let Admitted { identity, socket, has_sub_protocol } = admitted;
        let journal = central.journal.about(&identity);
        let options = central.options.link();
        let (link, mut driver, events) = link::link(Role::CentralSystem, options, journal.clone());
        let report = Mutex::new(Report { identity: identity.clone(), ..Report::default() });
        let progress = watch::Sender::new(Progress::default());
        let visit = Self(Arc::new(Inner { central, identity, journal, link, progress, report }));
        visit.central().replace_link(visit.identity(), visit.link());

        visit.journal().say(match has_sub_protocol {
            true => "connected",
            false => "connected without a sub-protocol; taken for ocpp1.6",
        });
        let driving = tokio::spawn(async move { driver.run(socket).await });
        let answering = tokio::spawn(visit.clone().answer_all(events));
        if let Err(missing) = visit.run_script().await {
            visit.report().missing.push(missing);
        }
        if visit.central().options.ends_after_session {
            // The station closes the connection; if not, it is closed.
            let _ = timeout(LINGER, visit.wait_for(|it| it.is_gone)).await;
            visit.link().close().await;
        }
        // Both end with the connection.
        let _ = driving.await;
        let _ = answering.await;
        let mut report = visit.report().clone();
        if visit.central().options.ends_after_session {
            report.check(&visit.central().options.needed);
        }
        report
    }

    pub(super) fn central(&self) -> &Central {
        &self.0.central
    }

    pub(super) fn identity(&self) -> &str {
        &self.0.identity
    }

    pub(super) fn journal(&self) -> &Journal {
        &self.0.journal
    }

    pub(super) fn link(&self) -> &Link {
        &self.0.link
    }

    pub(super) fn progress(&self) -> &watch::Sender<Progress> {
        &self.0.progress
    }

    /// Not to be held while something is awaited.
    pub(super) fn report(&self) -> MutexGuard<'_, Report> {
        self.0.report.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the station has done something.
    pub(super) async fn wait_for(&self, condition: impl FnMut(&Progress) -> bool) -> Progress {
        let mut watch = self.0.progress.subscribe();
        // The sender lives as long as this.
        watch.wait_for(condition).await.map(|it| it.clone()).unwrap_or_default()
    }

    /// Calls the station and notes how it went.
    pub(super) async fn call(
        &self,
        request: impl Into<Request<'static>>,
        is_right: impl FnOnce(&ocpp16::Response<'static>) -> bool,
    ) {
        let request = request.into();
        let action = request.action();
        let (text, is_right) = match self.link().call_any(request).await {
            Ok(response) => {
                let text = format_args!("{response:?}");
                (Printable::new(text).cut(ANSWER).to_string(), is_right(&response))
            }
            Err(error) => {
                let is_excused =
                    self.central().options.allows_not_implemented && is_not_implemented(&error);
                (Printable::new(error).cut(ANSWER).to_string(), is_excused)
            }
        };
        if !is_right {
            self.journal().say(format_args!("unexpected answer to {action}: {text}"));
        }
        self.report().sent.push((action, text, is_right));
    }

    async fn answer_all(self, mut events: mpsc::Receiver<Event>) {
        while let Some(event) = events.recv().await {
            match event {
                // Said before the first frame.
                Event::Connected => {}
                Event::Disconnected(why) => {
                    self.journal().say(format_args!("disconnected: {why}"));
                    self.progress().send_modify(|it| it.is_gone = true);
                    return;
                }
                Event::Violation(what) => self.report().violate(what),
                Event::Call { call, request } => {
                    let action = call.action().as_str();
                    *self.report().received.entry(action).or_default() += 1;
                    // A station that was accepted comes back without booting (OCPP-J 5.4). What a
                    // pending one sends may have been triggered.
                    let registration = self.progress().borrow().registration;
                    let refused = registration.and_then(|it| it.refuses(call.action(), true));
                    let reply = match refused {
                        Some(code) => {
                            let what = format!("{action} from a station that was rejected (4.2)");
                            self.report().violate(what);
                            Err((code, "not before the station is accepted"))
                        }
                        None => self.answer(*request),
                    };
                    match reply {
                        Ok(response) => self.link().respond(call, response).await,
                        Err((code, why)) => self.link().refuse(call, code, why).await,
                    }
                }
            }
        }
    }
}

fn is_not_implemented(error: &CallFailed) -> bool {
    use ocpp16::ErrorCode::{NotImplemented, NotSupported};
    let CallFailed::Failed(ocpp16::endpoint::CallFailure::CallError(error)) = error else {
        return false;
    };
    matches!(error.code, NotImplemented | NotSupported)
}
