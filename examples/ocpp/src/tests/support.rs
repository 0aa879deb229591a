//! A central system and stations in this process, on loopback.

use alloc::sync::Arc;
use core::net::SocketAddr;
use core::sync::atomic::{AtomicU32, Ordering};
use core::time::Duration;
use std::path::PathBuf;

use crate::authority::Authority;
use crate::central::{CentralOptions, Server, Verdict};
use crate::clock::Clock;
use crate::handshake::{Admission, Denial};
use crate::journal::Journal;
use crate::station::{self, Ended, RunError, StationOptions};
use ocpp16::messages::core::{
    AuthorizeResponse, BootNotificationResponse, MeterValuesResponse, RegistrationStatus,
    StartTransactionResponse, StatusNotificationResponse, StopTransactionResponse,
};
use ocpp16::messages::security::SecurityEventNotificationResponse;
use ocpp16::messages::types::{AuthorizationStatus, IdTagInfo};
use ocpp16::websocket::SecurityProfile;
use ocpp16::{DateTime, Request, Response};
use tokio::task::JoinHandle;
use tokio_rustls::rustls::pki_types::CertificateDer;

/// Nothing here takes longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// A central system that runs.
pub(crate) struct Central {
    pub(crate) address: SocketAddr,
    pub(crate) journal: Journal,
    running: JoinHandle<Verdict>,
}

impl Central {
    pub(crate) async fn start(options: CentralOptions) -> Self {
        let options = CentralOptions {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            patience: PATIENCE,
            ..options
        };
        let clock = Arc::new(Clock::new(1));
        let journal = Journal::new(Arc::clone(&clock), "csms").kept();
        let server = Server::bind(options, clock, journal.clone()).await.unwrap();
        let address = server.address().unwrap();
        Self { address, journal, running: tokio::spawn(server.run()) }
    }

    /// The verdict about the session.
    pub(crate) async fn end(self) -> Verdict {
        tokio::time::timeout(PATIENCE, self.running).await.expect("a session that ends").unwrap()
    }

    pub(crate) fn said(&self, what: &str) -> bool {
        said(&self.journal, what)
    }
}

/// Whether a line has a text in it.
pub(crate) fn said(journal: &Journal, what: &str) -> bool {
    journal.lines().iter().any(|line| line.contains(what))
}

/// Waits until a line has a text in it.
pub(crate) async fn wait_for(journal: &Journal, what: &str) {
    let seen = async {
        while !said(journal, what) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    if tokio::time::timeout(PATIENCE, seen).await.is_err() {
        panic!("nobody said {what:?} in\n{}", journal.lines().join("\n"));
    }
}

/// Options of a station for a central system.
pub(crate) fn station_of(central: &Central, profile: SecurityProfile) -> StationOptions {
    // The names of the certificate are localhost and this address.
    let url = format!("{}://{}", profile.scheme(), central.address);
    // Five minutes between meter values take 50 ms.
    StationOptions { url, profile, fixed_speed: Some(6000), ..StationOptions::default() }
}

/// Runs a station to its end, and returns what it said.
pub(crate) async fn run_station(options: StationOptions) -> (Result<Ended, RunError>, Vec<String>) {
    let clock = Arc::new(Clock::new(options.speed()));
    let journal = Journal::new(Arc::clone(&clock), &options.id).kept();
    let running = station::run(Arc::new(options), clock, journal.clone(), core::future::pending());
    let ended = tokio::time::timeout(PATIENCE, running).await;
    let lines = journal.lines();
    (ended.unwrap_or_else(|_| panic!("no end after\n{}", lines.join("\n"))), lines)
}

/// A folder of its own with certificates and passwords, removed in the end.
pub(crate) struct Files(PathBuf);

impl Files {
    pub(crate) fn new(station: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("examples-ocpp-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        Authority::new("Example CPO").unwrap().write_files(&folder, station).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Options of a central system of a profile.
    pub(crate) fn central(&self, profile: SecurityProfile) -> CentralOptions {
        CentralOptions {
            profile,
            ca: Some(self.path("ca.pem")),
            certificate: Some(self.path("csms.pem")),
            key: Some(self.path("csms.key")),
            password_file: profile.uses_basic().then(|| self.path("csms.passwords")),
            stations: vec![("CP_1".to_owned(), "CP_1".to_owned())],
            operator: Some("Example CPO".to_owned()),
            ends_after_session: true,
            ..CentralOptions::default()
        }
    }

    /// Options of a station of a profile.
    pub(crate) fn station(&self, central: &Central, profile: SecurityProfile) -> StationOptions {
        StationOptions {
            ca: Some(self.path("ca.pem")),
            certificate: Some(self.path("station.pem")),
            key: Some(self.path("station.key")),
            password_file: Some(self.path("station.password")),
            ..station_of(central, profile)
        }
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        // A folder that is left behind does no harm.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Admits every station.
pub(crate) struct Everybody;

impl Admission for Everybody {
    fn admit(
        &self,
        _: &str,
        _: Option<&[u8]>,
        _: Option<&CertificateDer<'_>>,
    ) -> Result<(), Denial> {
        Ok(())
    }
}

/// The answer of a central system to which all is right.
pub(crate) fn answer(request: &Request<'_>) -> Response<'static> {
    let accepted = || IdTagInfo::new(AuthorizationStatus::Accepted);
    let now = DateTime::from_unix_seconds(1_795_000_000).unwrap();
    match request {
        Request::BootNotification(_) => {
            BootNotificationResponse::new(RegistrationStatus::Accepted, now, 3600).into()
        }
        Request::StatusNotification(_) => StatusNotificationResponse::new().into(),
        Request::SecurityEventNotification(_) => SecurityEventNotificationResponse::new().into(),
        Request::Authorize(_) => AuthorizeResponse::new(accepted()).into(),
        Request::StartTransaction(_) => StartTransactionResponse::new(accepted(), 42).into(),
        Request::MeterValues(_) => MeterValuesResponse::new().into(),
        Request::StopTransaction(_) => StopTransactionResponse::new().into(),
        other => panic!("{other:?}"),
    }
}
