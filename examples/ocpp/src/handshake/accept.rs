//! The side of the central system.

use alloc::borrow::Cow;
use core::fmt;
use core::time::Duration;
use std::io;

use examples_printable::Printable;
use ocpp16::Options;
use ocpp16::websocket::{
    BasicCredentials, SUBPROTOCOL, Upgrade, identity_of, identity_of_tolerant, select_subprotocol,
};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request};
use tokio_tungstenite::tungstenite::http::header::{
    AUTHORIZATION, HeaderMap, HeaderValue, SEC_WEBSOCKET_PROTOCOL, WWW_AUTHENTICATE,
};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role};

use super::head::{self, BadRequest};
use crate::link::{Io, Socket, socket_config};

/// A station has this long for TLS and its request.
const PATIENCE: Duration = Duration::from_secs(10);

/// It has this long to take the answer.
const FAREWELL: Duration = Duration::from_secs(2);

/// Text of a station in a log is cut off here, in characters.
const SHOWN: usize = 100;

/// How stations are taken in.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct AcceptOptions {
    /// How frames are read, later.
    pub(crate) read: Options,
    /// Takes the targets `//CP_1` and `/CP_1/` for `/CP_1`.
    pub(crate) is_tolerant: bool,
    /// Takes a station that offers no sub-protocol for one of OCPP 1.6. OCPP-J 1.6, 3.2, has the
    /// central system close such a connection. One that offers others alone is closed all the same.
    pub(crate) allows_no_sub_protocol: bool,
}

/// Who may connect.
pub(crate) trait Admission {
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
    ) -> Result<(), Denial>;
}

/// Why a station may not connect.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) enum Denial {
    /// The identity is not known: 404, as OCPP-J 3.2 says.
    UnknownIdentity,
    /// No password, or a wrong one: 401.
    Password,
    /// Not the security profile or the certificate for this identity: 403. The text says why.
    Forbidden(String),
}

impl Denial {
    fn status(&self) -> u16 {
        match self {
            Self::UnknownIdentity => Upgrade::NotFound.status(),
            Self::Password => Upgrade::Unauthorized.status(),
            Self::Forbidden(_) => Upgrade::Forbidden.status(),
        }
    }
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownIdentity => f.write_str("unknown identity"),
            Self::Password => f.write_str("wrong password, or none"),
            Self::Forbidden(why) => f.write_str(why),
        }
    }
}

/// A station that is connected.
pub(crate) struct Admitted {
    /// Who it is.
    pub(crate) identity: String,
    /// The connection.
    pub(crate) socket: Socket,
    /// Whether it offered [`SUBPROTOCOL`]; if not, nothing was agreed upon.
    pub(crate) has_sub_protocol: bool,
}

/// Why a connection came to nothing. Shown, text of the other side is printable and cut.
#[derive(Debug)]
#[non_exhaustive]
pub(crate) enum NotAdmitted {
    /// The station was refused.
    Refused {
        /// The target of its request, as it came.
        target: String,
        /// Why.
        why: Denial,
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
    /// There was no request that opens a WebSocket; the text says why, and what it was answered.
    WebSocket(String),
}

impl fmt::Display for NotAdmitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { target, why } => {
                let target = Printable::new(target).cut(SHOWN);
                let why = Printable::new(why);
                write!(f, "request for {target} refused with HTTP {}: {why}", self.status())
            }
            Self::NoSubProtocol { identity, offered } => {
                let identity = Printable::new(identity).cut(SHOWN);
                let offered = Printable::new(offered).cut(SHOWN);
                if self.offers_nothing() {
                    let option = "--allow-no-subprotocol takes it";
                    return write!(f, "{identity} closed: it offers no sub-protocol; {option}");
                }
                write!(f, "{identity} closed: it offers \"{offered}\", not {SUBPROTOCOL}")
            }
            Self::Tls(error) => write!(f, "TLS: {}", Printable::new(error).cut(200)),
            Self::WebSocket(error) => write!(f, "no WebSocket: {}", Printable::new(error)),
        }
    }
}

impl NotAdmitted {
    fn status(&self) -> u16 {
        match self {
            Self::Refused { why, .. } => why.status(),
            _ => 0,
        }
    }

    fn offers_nothing(&self) -> bool {
        matches!(self, Self::NoSubProtocol { offered, .. } if offered.is_empty())
    }
}

/// Takes a station in: TLS if there is an acceptor, the opening handshake, and the admission.
///
/// # Errors
///
/// Returns what failed; the station has been told.
pub(crate) async fn accept(
    tcp: TcpStream,
    tls: Option<&TlsAcceptor>,
    admission: &(dyn Admission + Sync),
    options: &AcceptOptions,
) -> Result<Admitted, NotAdmitted> {
    let late = tokio::time::Instant::now() + PATIENCE;
    let mut certificate = None;
    let _ = tcp.set_nodelay(true);
    let mut stream: Box<dyn Io> = match tls {
        None => Box::new(tcp),
        Some(acceptor) => {
            let stream = tokio::time::timeout_at(late, acceptor.accept(tcp)).await;
            let stream = stream.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
            let stream = stream.map_err(NotAdmitted::Tls)?;
            let chain = stream.get_ref().1.peer_certificates();
            certificate = chain.and_then(|it| it.first()).map(|it| it.clone().into_owned());
            Box::new(stream)
        }
    };
    let request = tokio::time::timeout_at(late, head::read(&mut *stream)).await;
    let (request, mut response) = match request.unwrap_or_else(|_| Some(Err(BadRequest::late()))) {
        None => return Err(NotAdmitted::WebSocket("it ended before the request".to_owned())),
        Some(Ok(parts)) => parts,
        Some(Err(bad)) => {
            let _ = timeout(FAREWELL, head::refuse(&mut *stream, bad.response())).await;
            return Err(NotAdmitted::WebSocket(bad.to_string()));
        }
    };
    let identity = identity_in(request.uri().path(), options.is_tolerant);
    if let Err(why) = admit(&request, &identity, certificate.as_ref(), admission) {
        let _ = timeout(FAREWELL, head::refuse(&mut *stream, error_response(&why))).await;
        return Err(NotAdmitted::Refused { target: request.uri().to_string(), why });
    }
    let offered = offered(request.headers());
    let has_sub_protocol = select_subprotocol(&offered, &[SUBPROTOCOL]).is_some();
    // Otherwise the handshake is finished without, and the connection closed (3.2).
    if has_sub_protocol {
        let name = HeaderValue::from_static(SUBPROTOCOL);
        response.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, name);
    }
    if timeout(FAREWELL, head::open(&mut *stream, &response)).await != Ok(true) {
        return Err(NotAdmitted::WebSocket("it ended before the answer".to_owned()));
    }
    let config = Some(socket_config(&options.read));
    let mut socket = WebSocketStream::from_raw_socket(stream, Role::Server, config).await;
    let is_let_pass = options.allows_no_sub_protocol && offered.is_empty();
    if !has_sub_protocol && !is_let_pass {
        let reason = format!("{SUBPROTOCOL} not offered").into();
        let frame = CloseFrame { code: CloseCode::Protocol, reason };
        let _ = timeout(FAREWELL, socket.close(Some(frame))).await;
        return Err(NotAdmitted::NoSubProtocol { identity, offered });
    }
    Ok(Admitted { identity, socket, has_sub_protocol })
}

/// Whether the station of a request may connect.
fn admit(
    request: &Request,
    identity: &str,
    certificate: Option<&CertificateDer<'_>>,
    admission: &(dyn Admission + Sync),
) -> Result<(), Denial> {
    match request.headers().get(AUTHORIZATION) {
        None => admission.admit(identity, None, certificate),
        Some(value) => match key_of(value, identity) {
            Some(key) => admission.admit(identity, Some(&key), certificate),
            None => Err(Denial::Password),
        },
    }
}

/// The identity after the path of the endpoint, which may be any; empty if there is none.
fn identity_in<'p>(path: &'p str, is_tolerant: bool) -> String {
    let (find, segments): (fn(&str, &'p str) -> _, _) = match is_tolerant {
        true => (identity_of_tolerant, path.trim_end_matches('/')),
        false => (identity_of, path),
    };
    let endpoint = segments.rsplit_once('/').map_or("", |(endpoint, _)| endpoint);
    find(endpoint, path).map_or_else(|_| String::new(), Cow::into_owned)
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

fn error_response(denial: &Denial) -> ErrorResponse {
    let mut response = ErrorResponse::new(Some(format!("{}\n", Printable::new(denial).cut(200))));
    // All of them are numbers of HTTP.
    if let Ok(status) = denial.status().try_into() {
        *response.status_mut() = status;
    }
    if *denial == Denial::Password {
        let challenge = HeaderValue::from_static("Basic realm=\"ocpp\"");
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::identity_in;

    #[test]
    fn doubled_slashes_are_let_pass_by_the_tolerant_reader_alone() {
        for (target, strict, tolerant) in [
            ("/CP_1", "CP_1", "CP_1"),
            ("/ocpp/CP_1", "CP_1", "CP_1"),
            ("//CP_1", "", "CP_1"),
            ("///ocpp//CP%201", "", "CP 1"),
            ("/CP_1/", "", "CP_1"),
            ("/", "", ""),
            ("//", "", ""),
            ("/CP%0A1", "", ""),
            ("/%2F", "/", "/"),
        ] {
            assert_eq!(identity_in(target, false), strict, "{target}");
            assert_eq!(identity_in(target, true), tolerant, "{target}");
        }
    }
}
