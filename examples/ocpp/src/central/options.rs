//! What a central system is and does.

use core::net::SocketAddr;
use core::time::Duration;
use std::path::PathBuf;

use ocpp16::endpoint::{EndpointOptions, Queued};
use ocpp16::websocket::SecurityProfile;
use ocpp16::{Action, Options};

use crate::handshake::AcceptOptions;
use crate::link::LinkOptions;
use crate::receipt::Tariff;

/// Which CALLs the central system sends, each once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Script {
    /// Those of all profiles and of the security white paper.
    All,
    /// Those of all profiles.
    Core,
    /// None: the station does what it likes.
    #[default]
    None,
}

/// The command line, in values.
#[derive(Clone, Debug)]
pub(crate) struct CentralOptions {
    /// Where to listen.
    pub(crate) listen: SocketAddr,
    /// The security profile of this port (A00.FR.006).
    pub(crate) profile: SecurityProfile,
    /// Roots of the certificates of stations, in PEM.
    pub(crate) ca: Option<PathBuf>,
    /// The chain of the central system, in PEM.
    pub(crate) certificate: Option<PathBuf>,
    /// The key of the central system, in PEM.
    pub(crate) key: Option<PathBuf>,
    /// A file with identities and their passwords.
    pub(crate) password_file: Option<PathBuf>,
    /// Identities with their serial numbers; none: every identity is known.
    pub(crate) stations: Vec<(String, String)>,
    /// What the O of certificates of stations has to be (A00.FR.404).
    pub(crate) operator: Option<String>,
    /// What is called.
    pub(crate) script: Script,
    /// The identifier of RemoteStartTransaction.
    pub(crate) id_tag: String,
    /// Identifiers that are not authorized.
    pub(crate) rejected_tags: Vec<String>,
    /// The first so many BootNotifications are answered with Pending.
    pub(crate) pending: u32,
    /// Then so many with Rejected.
    pub(crate) rejected: u32,
    /// The heartbeat interval, in seconds.
    pub(crate) heartbeat: i32,
    /// What energy costs.
    pub(crate) tariff: Tariff,
    /// Whether the program ends after the session of one station.
    pub(crate) ends_after_session: bool,
    /// How long to wait for a station, and for each thing that it is to do.
    pub(crate) patience: Duration,
    /// How long to wait for an answer.
    pub(crate) call_timeout: Duration,
    /// Further messages that a session has to have.
    pub(crate) needed: Vec<Action>,
    /// Whether a station may refuse CALLs as not implemented.
    pub(crate) allows_not_implemented: bool,
    /// Without frames in the journal.
    pub(crate) is_quiet: bool,
    /// Reads what the field sends.
    pub(crate) is_tolerant: bool,
    /// Takes stations that offer no sub-protocol.
    pub(crate) allows_no_sub_protocol: bool,
}

impl Default for CentralOptions {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 9016)),
            profile: SecurityProfile::Unsecured,
            ca: None,
            certificate: None,
            key: None,
            password_file: None,
            stations: Vec::new(),
            operator: None,
            script: Script::None,
            id_tag: "04A2B3C4D5E6".to_owned(),
            rejected_tags: Vec::new(),
            pending: 0,
            rejected: 0,
            heartbeat: 300,
            tariff: "0.39 EUR".parse().unwrap_or_else(|_| unreachable!("a price")),
            ends_after_session: false,
            patience: Duration::from_secs(60),
            call_timeout: Duration::from_secs(30),
            needed: Vec::new(),
            allows_not_implemented: false,
            is_quiet: false,
            is_tolerant: false,
            allows_no_sub_protocol: false,
        }
    }
}

impl CentralOptions {
    fn read(&self) -> Options {
        if self.is_tolerant { Options::tolerant() } else { Options::strict() }
    }

    pub(super) fn accept(&self) -> AcceptOptions {
        AcceptOptions {
            read: self.read(),
            is_tolerant: self.is_tolerant,
            allows_no_sub_protocol: self.allows_no_sub_protocol,
        }
    }

    pub(super) fn link(&self) -> LinkOptions {
        LinkOptions {
            endpoint: EndpointOptions::default()
                .with_read(self.read())
                .with_call_timeout(self.call_timeout),
            // A station that comes back is called anew.
            queued: Queued::Drop,
            ping_interval: 60,
        }
    }
}
