//! What a station is and does.

use alloc::sync::Arc;
use core::time::Duration;
use std::fs;
use std::path::{Path, PathBuf};

use ocpp16::Options;
use ocpp16::endpoint::{EndpointOptions, Queued};
use ocpp16::websocket::{AuthorizationKey, SUBPROTOCOL, SecurityProfile};

use super::configuration::Configuration;
use crate::handshake::Target;
use crate::link::LinkOptions;
use crate::security::{InWords, KEY_FORM, client_config, key_of};

/// The command line, in values.
#[derive(Clone, Debug)]
pub(crate) struct StationOptions {
    /// The URL of the central system, without the identity.
    pub(crate) url: String,
    /// The identity.
    pub(crate) id: String,
    /// The serial number; the identity if there is none.
    pub(crate) serial_number: Option<String>,
    /// The security profile.
    pub(crate) profile: SecurityProfile,
    /// Roots that the station trusts, in PEM.
    pub(crate) ca: Option<PathBuf>,
    /// The chain of the station, in PEM.
    pub(crate) certificate: Option<PathBuf>,
    /// The key of the station, in PEM.
    pub(crate) key: Option<PathBuf>,
    /// A file with the password.
    pub(crate) password_file: Option<PathBuf>,
    /// Waits for the central system instead of charging once.
    pub(crate) is_server: bool,
    /// The identifier of the user of the session.
    pub(crate) id_tag: String,
    /// How often the session is metered.
    pub(crate) samples: u32,
    /// How much faster than it should the clock runs; without, as [`Self::speed`] says.
    pub(crate) fixed_speed: Option<u32>,
    /// How long to wait for an answer.
    pub(crate) call_timeout: Duration,
    /// Configuration keys to start with.
    pub(crate) settings: Vec<(String, String)>,
    /// Whether the messages of the white paper are spoken.
    pub(crate) has_security: bool,
    /// Whether a Reset ends the program.
    pub(crate) ends_on_reset: bool,
    /// Without frames in the journal.
    pub(crate) is_quiet: bool,
    /// Reads what the field sends.
    pub(crate) is_tolerant: bool,
}

impl Default for StationOptions {
    fn default() -> Self {
        Self {
            url: "ws://127.0.0.1:9016".to_owned(),
            id: "CP_1".to_owned(),
            serial_number: None,
            profile: SecurityProfile::Unsecured,
            ca: None,
            certificate: None,
            key: None,
            password_file: None,
            is_server: false,
            id_tag: "04A2B3C4D5E6".to_owned(),
            samples: 4,
            fixed_speed: None,
            call_timeout: Duration::from_secs(30),
            settings: Vec::new(),
            has_security: true,
            ends_on_reset: false,
            is_quiet: false,
            is_tolerant: false,
        }
    }
}

impl StationOptions {
    /// The serial number of the station.
    #[must_use]
    pub(crate) fn serial_number(&self) -> &str {
        self.serial_number.as_deref().unwrap_or(&self.id)
    }

    /// How much faster than it should the clock runs. A session is to be over in seconds; a station
    /// that serves for hours is not to live in the next month.
    #[must_use]
    pub(crate) fn speed(&self) -> u32 {
        self.fixed_speed.unwrap_or(if self.is_server { 1 } else { 600 })
    }

    /// Where to connect to.
    ///
    /// # Errors
    ///
    /// Says which option is missing or which file cannot be used.
    pub(crate) fn target(&self) -> Result<Target, String> {
        let profile = self.profile;
        let key = match &self.password_file {
            Some(file) if profile.uses_basic() => Some(read_password(file)?),
            None if profile.uses_basic() => {
                return Err(format!("{} needs --password-file", InWords(profile)));
            }
            _ => None,
        };
        let own = match (&self.certificate, &self.key) {
            (Some(certificate), Some(key)) if profile.uses_client_certificate() => {
                Some((certificate.as_path(), key.as_path()))
            }
            _ if profile.uses_client_certificate() => {
                return Err(format!("{} needs --cert and --key", InWords(profile)));
            }
            _ => None,
        };
        let tls = match &self.ca {
            Some(ca) if profile.uses_tls() => Some(Arc::new(client_config(ca, own)?)),
            None if profile.uses_tls() => return Err(format!("{} needs --ca", InWords(profile))),
            _ => None,
        };
        Ok(Target {
            endpoint: self.url.clone(),
            identity: self.id.clone(),
            profile,
            key,
            tls,
            sub_protocol: SUBPROTOCOL.to_owned(),
        })
    }

    pub(super) fn configuration(&self) -> Result<Configuration, String> {
        let mut configuration = Configuration::default();
        configuration.install("SecurityProfile", &self.profile.number().to_string())?;
        for (name, value) in &self.settings {
            configuration.install(name, value)?;
        }
        Ok(configuration)
    }

    pub(super) fn link(&self, configuration: &Configuration) -> LinkOptions {
        let read = if self.is_tolerant { Options::tolerant() } else { Options::strict() };
        LinkOptions {
            endpoint: EndpointOptions::default()
                .with_read(read)
                .with_call_timeout(self.call_timeout),
            queued: Queued::Keep,
            ping_interval: u32::try_from(configuration.number("WebSocketPingInterval"))
                .unwrap_or(u32::MAX),
        }
    }
}

/// A password is all of a file but the end of its line.
fn read_password(file: &Path) -> Result<AuthorizationKey, String> {
    let mut key = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    while key.last().is_some_and(|byte| b"\r\n".contains(byte)) {
        key.pop();
    }
    key_of(&key).ok_or_else(|| {
        format!("the password in {} has {} characters; {KEY_FORM}", file.display(), key.len())
    })
}
