//! The request that opens a WebSocket: read up to a limit, and answered also if it is not one.

use core::fmt;

use examples_printable::Printable;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_tungstenite::tungstenite::error::{CapacityError, Error, ProtocolError};
use tokio_tungstenite::tungstenite::handshake::machine::TryParse as _;
use tokio_tungstenite::tungstenite::handshake::server::{
    ErrorResponse, Request, Response, create_response, write_response,
};
use tokio_tungstenite::tungstenite::http::StatusCode;
use tokio_tungstenite::tungstenite::http::header::{
    ALLOW, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue,
    SEC_WEBSOCKET_VERSION, UPGRADE,
};

use crate::link::Io;

/// The largest head of a request, in bytes: request line and headers.
const HEAD: usize = 16 << 10;

/// How much is read, and thrown away, after an answer that refuses.
const REST: u64 = 1 << 20;

/// A request that cannot open a WebSocket.
#[derive(Debug)]
pub(super) struct BadRequest {
    status: StatusCode,
    why: String,
}

impl BadRequest {
    fn new(status: StatusCode, why: impl fmt::Display) -> Self {
        Self { status, why: Printable::new(why).cut(200).to_string() }
    }

    /// The head did not come in time.
    pub(super) fn late() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "the request did not come in time")
    }

    /// The answer (RFC 6455, 4.2.2 and 4.4).
    pub(super) fn response(&self) -> ErrorResponse {
        let mut response = ErrorResponse::new(Some(format!("{}\n", self.why)));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        let mut add =
            |name: HeaderName, value| headers.append(name, HeaderValue::from_static(value));
        match self.status {
            StatusCode::METHOD_NOT_ALLOWED => {
                add(ALLOW, "GET");
            }
            StatusCode::UPGRADE_REQUIRED => {
                add(SEC_WEBSOCKET_VERSION, "13");
                add(UPGRADE, "websocket");
                // RFC 9110, 7.8
                add(CONNECTION, "Upgrade");
            }
            _ => {}
        }
        response
    }
}

impl fmt::Display for BadRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {}: {}", self.status.as_u16(), self.why)
    }
}

/// Reads the head of a request, and what opens the WebSocket in answer to it. `None` if the other
/// side ends the connection first.
pub(super) async fn read(stream: &mut dyn Io) -> Option<Result<(Request, Response), BadRequest>> {
    let mut head = Vec::new();
    loop {
        let before = head.len();
        let room = HEAD.saturating_sub(before);
        if room == 0 {
            let why = format!("the head of the request is too large (limit {HEAD} bytes)");
            return Some(Err(BadRequest::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, why)));
        }
        let room = u64::try_from(room).unwrap_or(u64::MAX);
        let mut chunk = (&mut *stream).take(room);
        match chunk.read_buf(&mut head).await {
            Ok(1..) => {}
            Ok(_) | Err(_) => return None,
        }
        // A head ends with a line; what begins wrong is told at once.
        let came = head.get(before..).unwrap_or_default();
        if before > 0 && !came.contains(&b'\n') {
            continue;
        }
        match Request::try_parse(&head) {
            Ok(None) => {}
            Ok(Some((length, request))) => {
                return Some(match create_response(&request) {
                    // RFC 6455, 4.1: frames only after the answer.
                    Ok(_) if length < head.len() => {
                        let why = "something follows the request before it is answered";
                        Err(BadRequest::new(StatusCode::BAD_REQUEST, why))
                    }
                    Ok(response) => Ok((request, response)),
                    Err(error) => Err(refusal(&error, Some(&request))),
                });
            }
            Err(error) => return Some(Err(refusal(&error, None))),
        }
    }
}

/// Returns what is wrong with a request (RFC 6455, 4.2.1 and 4.4).
fn refusal(error: &Error, request: Option<&Request>) -> BadRequest {
    let status = match error {
        Error::Protocol(ProtocolError::WrongHttpMethod) => StatusCode::METHOD_NOT_ALLOWED,
        Error::Protocol(
            // HTTP/1.0 has no Upgrade.
            ProtocolError::WrongHttpVersion
            | ProtocolError::MissingUpgradeWebSocketHeader
            | ProtocolError::MissingSecWebSocketVersionHeader,
        ) => StatusCode::UPGRADE_REQUIRED,
        // A browser asks for a page. A station that asks for an upgrade alone has made an error.
        Error::Protocol(ProtocolError::MissingConnectionUpgradeHeader)
            if request.is_none_or(|it| !it.headers().contains_key(UPGRADE)) =>
        {
            StatusCode::UPGRADE_REQUIRED
        }
        Error::Capacity(CapacityError::TooManyHeaders) => {
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE
        }
        _ => StatusCode::BAD_REQUEST,
    };
    BadRequest::new(status, error)
}

/// Sends the answer that opens the WebSocket. `false` if the other side is gone.
pub(super) async fn open(stream: &mut dyn Io, response: &Response) -> bool {
    let mut octets = Vec::new();
    if write_response(&mut octets, response).is_err() {
        return false;
    }
    stream.write_all(&octets).await.is_ok() && stream.flush().await.is_ok()
}

/// Sends an answer that refuses, and ends the connection. The rest of what comes is read up to a limit:
/// otherwise the system would reset the connection, and the answer be lost.
pub(super) async fn refuse(stream: &mut dyn Io, mut response: ErrorResponse) {
    let body = response.body_mut().take().unwrap_or_default();
    let headers = response.headers_mut();
    headers.append(CONNECTION, HeaderValue::from_static("close"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(CONTENT_LENGTH, body.len().into());
    let mut octets = Vec::new();
    if write_response(&mut octets, &response).is_err() {
        return;
    }
    octets.extend_from_slice(body.as_bytes());
    if stream.write_all(&octets).await.is_ok() && stream.shutdown().await.is_ok() {
        let _ = tokio::io::copy(&mut stream.take(REST), &mut tokio::io::sink()).await;
    }
}
