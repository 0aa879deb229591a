//! The port that stations connect to.

use alloc::sync::Arc;
use core::net::SocketAddr;
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;

use super::admission::Register;
use super::billing::Ledger;
use super::visit::Visit;
use super::{CentralOptions, Report, Verdict};
use crate::authority::Authority;
use crate::clock::Clock;
use crate::handshake::accept;
use crate::journal::Journal;
use crate::link::Link;
use crate::security::{InWords, server_config};

/// How many notices of visits wait for the server; whoever has another one waits.
const NOTICES: usize = 16;

/// How many stations may be in the handshake at the same time. Further connections are closed.
const HANDSHAKES: usize = 256;

/// What all visits share.
pub(super) struct Central {
    pub(super) options: CentralOptions,
    pub(super) clock: Arc<Clock>,
    pub(super) journal: Journal,
    pub(super) authority: Authority,
    ledger: Mutex<Ledger>,
    links: Mutex<HashMap<String, Link>>,
    /// Stations that have had the script.
    called: Mutex<HashSet<String>>,
}

impl Central {
    /// Not to be held while something is awaited.
    pub(super) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a station is yet to have the script. It ends with a Reset, after which the station
    /// comes back.
    pub(super) fn is_to_be_called(&self, identity: &str) -> bool {
        let mut called = self.called.lock().unwrap_or_else(PoisonError::into_inner);
        called.insert(identity.to_owned())
    }

    /// A station that connects again has lost its old connection, whether or not we know yet.
    pub(super) fn replace_link(&self, identity: &str, link: &Link) {
        let mut links = self.links.lock().unwrap_or_else(PoisonError::into_inner);
        links.retain(|_, link| !link.is_closed());
        if let Some(old) = links.insert(identity.to_owned(), link.clone()) {
            tokio::spawn(async move { old.close().await });
        }
    }
}

/// A central system that listens.
pub(crate) struct Server {
    central: Arc<Central>,
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    register: Arc<Register>,
    handshakes: Arc<Semaphore>,
}

impl Server {
    /// Reads the files of the options and listens.
    ///
    /// # Errors
    ///
    /// Says which option is missing, or what cannot be used.
    pub(crate) async fn bind(
        options: CentralOptions,
        clock: Arc<Clock>,
        journal: Journal,
    ) -> Result<Self, String> {
        let register = Arc::new(Register::new(&options)?);
        let tls = tls(&options)?;
        let operator = options.operator.as_deref().unwrap_or("Example CPO");
        let authority = Authority::new(operator).map_err(|error| error.to_string())?;
        let address = options.listen;
        let listener = TcpListener::bind(address).await.map_err(|error| {
            format!("cannot listen on {address}: {error}; choose another one with --listen")
        })?;
        let ledger = Mutex::new(Ledger::new(options.tariff.clone()));
        let (links, called) = Default::default();
        let central = Central { options, clock, journal, authority, ledger, links, called };
        let handshakes = Arc::new(Semaphore::new(HANDSHAKES));
        Ok(Self { central: Arc::new(central), listener, tls, register, handshakes })
    }

    /// Where it listens.
    ///
    /// # Errors
    ///
    /// Returns an error of the system.
    pub(crate) fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves stations: for ever, or until the session of one is over.
    pub(crate) async fn run(self) -> Verdict {
        let options = &self.central.options;
        if let Ok(address) = self.address() {
            let scheme = options.profile.scheme();
            self.central.journal.say(format_args!(
                "listening on {scheme}://{address}, {}",
                InWords(options.profile)
            ));
        }
        let (notices, mut noticed) = mpsc::channel(NOTICES);
        let mut has_visitor = false;
        loop {
            let is_over = options.ends_after_session;
            tokio::select! {
                accepted = self.listener.accept() => match accepted {
                    Ok((tcp, address)) => self.welcome(tcp, address, notices.clone()),
                    Err(error) => {
                        // Out of file handles, perhaps: some will be free again.
                        self.central.journal.say(format_args!("cannot accept: {error}"));
                        sleep(core::time::Duration::from_millis(100)).await;
                    }
                },
                Some(notice) = noticed.recv() => match notice {
                    Notice::Came => has_visitor = true,
                    Notice::Gone(report) => {
                        if is_over || !report.sent.is_empty() {
                            self.central.journal.block(&report);
                        }
                        if is_over {
                            return report.verdict();
                        }
                    }
                },
                () = sleep(options.patience), if is_over && !has_visitor => {
                    self.central.journal.say("nobody came");
                    return Verdict::Nobody;
                }
            }
        }
    }

    fn welcome(&self, tcp: TcpStream, address: SocketAddr, notices: mpsc::Sender<Notice>) {
        let (central, tls) = (Arc::clone(&self.central), self.tls.clone());
        let register = Arc::clone(&self.register);
        let Ok(handshake) = Arc::clone(&self.handshakes).try_acquire_owned() else {
            central
                .journal
                .say(format_args!("{address}: too many handshakes (limit {HANDSHAKES})"));
            return;
        };
        tokio::spawn(async move {
            let accepted = accept(tcp, tls.as_ref(), &*register, &central.options.accept()).await;
            drop(handshake);
            match accepted {
                Ok(admitted) => {
                    // After the end of the server, nobody listens.
                    let _ = notices.send(Notice::Came).await;
                    let report = Visit::attend(central, admitted).await;
                    let _ = notices.send(Notice::Gone(report)).await;
                }
                // A00.FR.323: "recommended to log a security event".
                Err(error) => central.journal.say(format_args!("{address}: {error}")),
            }
        });
    }
}

enum Notice {
    Came,
    Gone(Report),
}

fn tls(options: &CentralOptions) -> Result<Option<TlsAcceptor>, String> {
    let profile = options.profile;
    if !profile.uses_tls() {
        return Ok(None);
    }
    let (Some(chain), Some(key)) = (&options.certificate, &options.key) else {
        return Err(format!("{} needs --cert and --key", InWords(profile)));
    };
    let ca = match &options.ca {
        Some(ca) if profile.uses_client_certificate() => Some(ca.as_path()),
        None if profile.uses_client_certificate() => {
            return Err(format!("{} needs --ca", InWords(profile)));
        }
        _ => None,
    };
    let config = server_config(chain, key, ca)?;
    Ok(Some(TlsAcceptor::from(Arc::new(config))))
}
