//! The side of the station.

use alloc::sync::Arc;
use core::fmt;
use core::time::Duration;
use std::io;

use ocpp16::Options;
use ocpp16::websocket::{
    AuthorizationKey, SUBPROTOCOL, SecurityProfile, UrlError, basic_authorization, connection_url,
};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_tungstenite::client_async_with_config;
use tokio_tungstenite::tungstenite::ClientRequestBuilder;
use tokio_tungstenite::tungstenite::error::{Error, ProtocolError};
use tokio_tungstenite::tungstenite::http::Uri;

use crate::link::{Io, Socket, socket_config};
use crate::security::{InWords, server_name};

/// How long each step of connecting may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where to connect to, and as whom.
#[derive(Clone)]
pub(crate) struct Target {
    /// The URL of the central system, without the identity.
    pub(crate) endpoint: String,
    /// The identity of the station.
    pub(crate) identity: String,
    /// The profile.
    pub(crate) profile: SecurityProfile,
    /// The key of profiles 1 and 2 (`AuthorizationKey`).
    pub(crate) key: Option<AuthorizationKey>,
    /// The TLS of profiles 2 and 3.
    pub(crate) tls: Option<Arc<ClientConfig>>,
    /// What is offered as a sub-protocol; [`SUBPROTOCOL`] but in tests.
    pub(crate) sub_protocol: String,
}

impl fmt::Debug for Target {
    // Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target").field("url", &self.url()).finish_non_exhaustive()
    }
}

impl Target {
    /// The connection URL.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the URL of the central system or with the identity.
    pub(crate) fn url(&self) -> Result<String, UrlError> {
        connection_url(&self.endpoint, &self.identity)
    }
}

/// Why there is no connection.
#[derive(Debug)]
#[non_exhaustive]
pub(crate) enum ConnectError {
    /// The URL cannot be used; the text says why.
    Url(String),
    /// Nobody is there, or not in time.
    Unreachable(io::Error),
    /// TLS failed, mostly because of a certificate.
    Tls(io::Error),
    /// The central system answered with an HTTP status instead.
    Refused(u16),
    /// The central system does not speak OCPP 1.6.
    NoSubProtocol,
    /// Anything else in the handshake of the WebSocket.
    WebSocket(Error),
}

impl ConnectError {
    /// Whether trying again will not help before somebody has changed something.
    #[must_use]
    pub(crate) fn is_final(&self) -> bool {
        !matches!(self, Self::Unreachable(_) | Self::WebSocket(_) | Self::Refused(500..))
    }
}

// By hand: the text of a status depends on its number.
impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(why) => f.write_str(why),
            Self::Unreachable(error) => {
                write!(f, "{error}; is the central system running, and is --url right?")
            }
            Self::Tls(error) => write!(f, "TLS: {error}; check --ca, --cert and --key"),
            Self::Refused(401) => {
                f.write_str("401: the password is wrong; check --password-file on both sides")
            }
            Self::Refused(403) => f.write_str(
                "403: not allowed; the profile or the certificate is not what the central system \
                 expects of this station",
            ),
            Self::Refused(404) => {
                f.write_str("404: the central system does not know this identity; check --id")
            }
            Self::Refused(status) => write!(f, "the central system answered HTTP {status}"),
            Self::NoSubProtocol => {
                write!(f, "the central system does not speak {SUBPROTOCOL}")
            }
            Self::WebSocket(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for ConnectError {}

/// Connects: TCP, TLS if the profile has it, and the opening handshake.
///
/// # Errors
///
/// Returns what failed.
pub(crate) async fn connect(target: &Target, read: &Options) -> Result<Socket, ConnectError> {
    let url = target.url().map_err(|error| {
        let Target { endpoint, identity, .. } = target;
        ConnectError::Url(format!("{endpoint} with identity {identity:?}: {error}"))
    })?;
    let uri: Uri =
        url.parse().map_err(|error| ConnectError::Url(format!("{url} is no URL: {error}")))?;
    let scheme = target.profile.scheme();
    if uri.scheme_str() != Some(scheme) {
        let why = format!("{url}: the URL begins with {scheme}:// in {}", InWords(target.profile));
        return Err(ConnectError::Url(why));
    }
    let host = uri.host().unwrap_or_default();
    let port = uri.port_u16().unwrap_or(if target.profile.uses_tls() { 443 } else { 80 });

    let address = (host.trim_matches(['[', ']']), port);
    let tcp = in_time(TcpStream::connect(address)).await.map_err(ConnectError::Unreachable)?;
    // Messages are small, and each waits for its answer.
    tcp.set_nodelay(true).map_err(ConnectError::Unreachable)?;
    let stream: Box<dyn Io> = match &target.tls {
        None => Box::new(tcp),
        Some(config) => {
            let name = server_name(host).map_err(ConnectError::Url)?;
            let tls = TlsConnector::from(Arc::clone(config)).connect(name, tcp);
            Box::new(in_time(tls).await.map_err(ConnectError::Tls)?)
        }
    };

    let mut request = ClientRequestBuilder::new(uri).with_sub_protocol(&target.sub_protocol);
    if let Some(key) = target.key.as_ref().filter(|_| target.profile.uses_basic()) {
        let header = basic_authorization(&target.identity, key)
            .map_err(|error| ConnectError::Url(format!("{:?}: {error}", target.identity)))?;
        request = request.with_header("Authorization", header);
    }
    let opening = client_async_with_config(request, stream, Some(socket_config(read)));
    match timeout(PATIENCE, opening).await {
        Ok(Ok((socket, _))) => Ok(socket),
        Ok(Err(Error::Http(response))) => Err(ConnectError::Refused(response.status().as_u16())),
        Ok(Err(Error::Protocol(ProtocolError::SecWebSocketSubProtocolError(_)))) => {
            Err(ConnectError::NoSubProtocol)
        }
        // A central system that does not accept the certificate of the station says so only after
        // the station's part of the handshake of TLS 1.3.
        Ok(Err(Error::Io(error))) if target.profile.uses_tls() => Err(ConnectError::Tls(error)),
        Ok(Err(error)) => Err(ConnectError::WebSocket(error)),
        Err(_) => Err(ConnectError::Unreachable(io::ErrorKind::TimedOut.into())),
    }
}

async fn in_time<T>(step: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    timeout(PATIENCE, step).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}
