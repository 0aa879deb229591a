//! The least that a central system is made of: a blocking WebSocket and an endpoint for each station.
//! It accepts every station and every card, and remembers nothing. There is no TLS.
//!
//! `cargo run -p examples-ocpp --example min_csms`

use core::error::Error;
use std::net::{TcpListener, TcpStream};
use std::time::SystemTime;

use ocpp16::endpoint::{Endpoint, EndpointOptions, Incoming, Output};
use ocpp16::messages::core::{
    AuthorizeResponse, BootNotificationResponse, HeartbeatResponse, MeterValuesResponse,
    RegistrationStatus, StartTransactionResponse, StatusNotificationResponse,
    StopTransactionResponse,
};
use ocpp16::messages::types::{AuthorizationStatus, IdTagInfo};
use ocpp16::websocket::{Admission, SUBPROTOCOL, Upgrade, identity_of, upgrade};
use ocpp16::{DateTime, ErrorCode, Instant, Request, Response, Role};
use tokio_tungstenite::tungstenite::handshake::server::{
    ErrorResponse, Request as Http, Response as Opening,
};
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{Error as WebSocketError, Message, accept_hdr};

/// Attends to one station until it goes.
pub(crate) fn attend(tcp: TcpStream) -> Result<(), Box<dyn Error>> {
    let mut is_agreed = false;
    #[allow(clippy::result_large_err, reason = "the type of the library")]
    let open = |request: &Http, mut response: Opening| {
        let admission = match identity_of("/", request.uri().path()) {
            Ok(_) => Admission::Admitted,
            Err(_) => Admission::UnknownIdentity,
        };
        let header = request.headers().get("Sec-WebSocket-Protocol");
        let offered = header.and_then(|value| value.to_str().ok()).unwrap_or_default();
        match upgrade(admission, offered, &[SUBPROTOCOL]) {
            Upgrade::SwitchProtocols(_) => {
                is_agreed = true;
                let name = HeaderValue::from_static(SUBPROTOCOL);
                response.headers_mut().insert("Sec-WebSocket-Protocol", name);
                Ok(response)
            }
            Upgrade::SwitchAndClose => Ok(response),
            refused => {
                let mut response = ErrorResponse::new(None);
                *response.status_mut() = refused.status().try_into().unwrap_or_default();
                Err(response)
            }
        }
    };
    let mut socket = accept_hdr(tcp, open).map_err(|error| error.to_string())?;
    if !is_agreed {
        return Ok(socket.close(None)?);
    }
    let mut endpoint = Endpoint::new(Role::CentralSystem, 0xB0B, EndpointOptions::default());
    let connection = endpoint.handle_connected();
    loop {
        // This side calls nobody, so there is no time to keep.
        while let Output::Transmit(frame) = endpoint.poll_output(Instant::from_millis(0)) {
            socket.send(Message::text(frame))?;
        }
        let frame = match socket.read() {
            Ok(Message::Text(frame)) => frame,
            Ok(_) => continue,
            Err(WebSocketError::ConnectionClosed) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        if let Incoming::Call(incoming) = endpoint.handle_frame(connection, frame.as_bytes()) {
            match respond(&incoming.request)? {
                Some(response) => endpoint.respond(incoming.call, response)?,
                None => endpoint.refuse(incoming.call, ErrorCode::NotSupported, "minimal")?,
            }
        }
    }
}

/// Returns the answer to a station; `None` if the CALL is not supported.
fn respond(request: &Request<'_>) -> Result<Option<Response<'static>>, Box<dyn Error>> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let now = DateTime::from_unix_seconds(i64::try_from(since.as_secs())?);
    let now = now.ok_or("a clock after the year 9999")?;
    let accepted = || IdTagInfo::new(AuthorizationStatus::Accepted);
    Ok(Some(match request {
        Request::BootNotification(_) => {
            BootNotificationResponse::new(RegistrationStatus::Accepted, now, 300).into()
        }
        Request::Heartbeat(_) => HeartbeatResponse::new(now).into(),
        Request::StatusNotification(_) => StatusNotificationResponse::new().into(),
        Request::Authorize(_) => AuthorizeResponse::new(accepted()).into(),
        Request::StartTransaction(_) => StartTransactionResponse::new(accepted(), 1).into(),
        Request::MeterValues(_) => MeterValuesResponse::new().into(),
        Request::StopTransaction(_) => StopTransactionResponse::new().into(),
        _ => return Ok(None),
    }))
}

#[allow(dead_code, reason = "the test calls `attend`")]
fn main() -> Result<(), Box<dyn Error>> {
    for tcp in TcpListener::bind("127.0.0.1:9016")?.incoming() {
        let tcp = tcp?;
        std::thread::spawn(move || {
            if let Err(error) = attend(tcp) {
                // Text of a station may be in it.
                println!("{}", examples_printable::Printable::new(error));
            }
        });
    }
    Ok(())
}
