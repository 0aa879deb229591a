//! The side of the central system.

use alloc::borrow::Cow;
use core::fmt;
use core::time::Duration;
use std::io;

use ocpp16::Options;
use ocpp16::security_profile::BasicCredentials;
use ocpp16::websocket::{Answer, SUBPROTOCOL, identity_of, select_subprotocol};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_tungstenite::accept_hdr_async_with_config;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::http::header::{
    AUTHORIZATION, HeaderMap, HeaderValue, SEC_WEBSOCKET_PROTOCOL, WWW_AUTHENTICATE,
};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use crate::link::{Io, Socket, socket_config};

/// A station has this long for all of the handshake.
const PATIENCE: Duration = Duration::from_secs(10);

/// Who may connect.
pub trait Admission {
    /// Whether a station may connect with what it has shown.
    ///
    /// # Errors
    ///
    /// Returns why not.
    fn admit(
        &self,
        identity: &str,
        key: Option<&[u8]>,
        certificate: Option<&CertificateDer<'_>>,
    ) -> Result<(), Refusal>;
}

/// Why a station may not connect.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// The identity is not known: 404, as OCPP-J 3.2 says.
    UnknownIdentity,
    /// No password, or a wrong one: 401.
    Password,
    /// Not the security profile or the certificate for this identity: 403. The text says why.
    Forbidden(String),
}

impl Refusal {
    fn status(&self) -> u16 {
        match self {
            Self::UnknownIdentity => Answer::NotFound.status(),
            Self::Password => Answer::Unauthorized.status(),
            Self::Forbidden(_) => 403,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownIdentity => f.write_str("unknown identity"),
            Self::Password => f.write_str("wrong password, or none"),
            Self::Forbidden(why) => f.write_str(why),
        }
    }
}

/// A station that is connected.
pub struct Admitted {
    /// Who it is.
    pub identity: String,
    /// The connection.
    pub socket: Socket,
}

/// Why a connection came to nothing.
#[derive(Debug)]
#[non_exhaustive]
pub enum NotAdmitted {
    /// The station was refused.
    Refused {
        /// Who it said to be.
        identity: String,
        /// Why.
        why: Refusal,
    },
    /// It does not offer [`SUBPROTOCOL`].
    NoSubProtocol {
        /// Who it said to be.
        identity: String,
        /// What it offers.
        offered: String,
    },
    /// TLS failed.
    Tls(io::Error),
    /// The handshake failed.
    WebSocket(String),
}

impl fmt::Display for NotAdmitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { identity, why } => {
                write!(f, "{identity:?} refused with HTTP {}: {why}", why.status())
            }
            Self::NoSubProtocol { identity, offered } => {
                write!(f, "{identity:?} closed: it offers {offered:?}, not {SUBPROTOCOL}")
            }
            Self::Tls(error) => write!(f, "TLS: {error}"),
            Self::WebSocket(error) => write!(f, "no WebSocket: {error}"),
        }
    }
}

/// Takes a station in: TLS if there is an acceptor, the opening handshake, and the admission.
///
/// # Errors
///
/// Returns what failed; the station has been told.
pub async fn accept(
    tcp: TcpStream,
    tls: Option<&TlsAcceptor>,
    admission: &(dyn Admission + Sync),
    read: &Options,
) -> Result<Admitted, NotAdmitted> {
    let accepting = async {
        let mut certificate = None;
        let _ = tcp.set_nodelay(true);
        let stream: Box<dyn Io> = match tls {
            None => Box::new(tcp),
            Some(acceptor) => {
                let stream = acceptor.accept(tcp).await.map_err(NotAdmitted::Tls)?;
                let chain = stream.get_ref().1.peer_certificates();
                certificate = chain.and_then(|it| it.first()).map(|it| it.clone().into_owned());
                Box::new(stream)
            }
        };
        open(stream, certificate.as_ref(), admission, read).await
    };
    let late = || NotAdmitted::WebSocket("the handshake took too long".to_owned());
    timeout(PATIENCE, accepting).await.unwrap_or_else(|_| Err(late()))
}

async fn open(
    stream: Box<dyn Io>,
    certificate: Option<&CertificateDer<'_>>,
    admission: &(dyn Admission + Sync),
    read: &Options,
) -> Result<Admitted, NotAdmitted> {
    let mut seen = None;
    #[allow(clippy::result_large_err, reason = "the type of the library")]
    let callback = |request: &Request, mut response: Response| {
        let identity = identity_in(request.uri().path());
        let verdict = match request.headers().get(AUTHORIZATION) {
            None => admission.admit(&identity, None, certificate),
            Some(value) => match key_of(value, &identity) {
                Some(key) => admission.admit(&identity, Some(&key), certificate),
                None => Err(Refusal::Password),
            },
        };
        let offered = offered(request.headers());
        let selected = select_subprotocol(&offered, &[SUBPROTOCOL]).is_some();
        seen = Some((identity, offered, verdict.clone()));
        verdict.map_err(|refusal| error_response(&refusal))?;
        // Otherwise the handshake is finished without, and the connection closed (3.2).
        if selected {
            let name = HeaderValue::from_static(SUBPROTOCOL);
            response.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, name);
        }
        Ok(response)
    };
    let opened = accept_hdr_async_with_config(stream, callback, Some(socket_config(read))).await;
    match (opened, seen) {
        (_, Some((identity, _, Err(why)))) => Err(NotAdmitted::Refused { identity, why }),
        (Ok(mut socket), Some((identity, offered, Ok(())))) => {
            if select_subprotocol(&offered, &[SUBPROTOCOL]).is_some() {
                return Ok(Admitted { identity, socket });
            }
            let reason = format!("{SUBPROTOCOL} not offered").into();
            let _ = socket.close(Some(CloseFrame { code: CloseCode::Protocol, reason })).await;
            Err(NotAdmitted::NoSubProtocol { identity, offered })
        }
        (Ok(_), None) => Err(NotAdmitted::WebSocket("no request".to_owned())),
        (Err(error), _) => Err(NotAdmitted::WebSocket(error.to_string())),
    }
}

/// The identity behind the path of the endpoint, which may be any; empty if there is none.
fn identity_in(path: &str) -> String {
    let endpoint = path.rsplit_once('/').map_or("", |(endpoint, _)| endpoint);
    identity_of(endpoint, path).map_or_else(|_| String::new(), Cow::into_owned)
}

/// The password, if the user is the station (A00.FR.204).
fn key_of(header: &HeaderValue, identity: &str) -> Option<Vec<u8>> {
    let credentials = BasicCredentials::parse(header.to_str().ok()?).ok()?;
    (credentials.user_name() == identity).then(|| credentials.password().to_vec())
}

/// All sub-protocols, in one list.
fn offered(headers: &HeaderMap) -> String {
    let values = headers.get_all(SEC_WEBSOCKET_PROTOCOL).iter();
    values.filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(", ")
}

fn error_response(refusal: &Refusal) -> ErrorResponse {
    let mut response = ErrorResponse::new(Some(format!("{refusal}\n")));
    // All of them are numbers of HTTP.
    if let Ok(status) = refusal.status().try_into() {
        *response.status_mut() = status;
    }
    if *refusal == Refusal::Password {
        let challenge = HeaderValue::from_static("Basic realm=\"ocpp\"");
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    response
}
