//! The least that a central system is made of: a blocking WebSocket and an endpoint for each station.
//! It accepts every station and every card, and remembers nothing. There is no TLS.
//!
//! `cargo run --example min_csms`

use core::error::Error;
use std::{net::TcpListener, net::TcpStream, time::SystemTime};

use ocpp16::endpoint::{Endpoint, EndpointOptions, Incoming, Output};
use ocpp16::messages::core::*;
use ocpp16::messages::types::{AuthorizationStatus, IdTagInfo};
use ocpp16::websocket::{Admission, SUBPROTOCOL, Upgrade, identity_of, upgrade};
use ocpp16::{DateTime, ErrorCode, Instant, Request, Response, Role};
use tungstenite::handshake::server::{Request as Http, Response as Opening};
use tungstenite::{Message, accept_hdr, http::HeaderValue};

/// Attends to one station until it goes.
pub(crate) fn attend(tcp: TcpStream) -> Result<(), Box<dyn Error>> {
    let mut is_agreed = false;
    #[allow(clippy::result_large_err, reason = "the type of the library")]
    let open = |request: &Http, mut response: Opening| {
        let is_known = identity_of("/", request.uri().path()).is_ok();
        let admission = if is_known { Admission::Admitted } else { Admission::UnknownIdentity };
        let header = request.headers().get("Sec-WebSocket-Protocol");
        let offered = header.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let upgrade = upgrade(admission, offered, &[SUBPROTOCOL]);
        if let Upgrade::SwitchProtocols(_) = upgrade {
            is_agreed = true;
            let name = HeaderValue::from_static(SUBPROTOCOL);
            response.headers_mut().insert("Sec-WebSocket-Protocol", name);
        }
        *response.status_mut() = upgrade.status().try_into().unwrap_or_default();
        if upgrade.status() == 101 { Ok(response) } else { Err(response.map(|()| None)) }
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
            Err(tungstenite::Error::ConnectionClosed) => return Ok(()),
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

/// Returns the response to a station; `None` if the CALL is not supported.
fn respond(request: &Request<'_>) -> Result<Option<Response<'static>>, Box<dyn Error>> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let now = DateTime::from_unix_seconds(since.as_secs().try_into()?).ok_or("after 9999")?;
    let (registered, accepted) = (RegistrationStatus::Accepted, AuthorizationStatus::Accepted);
    Ok(Some(match request {
        Request::BootNotification(_) => BootNotificationResponse::new(registered, now, 300).into(),
        Request::Heartbeat(_) => HeartbeatResponse::new(now).into(),
        Request::StatusNotification(_) => StatusNotificationResponse::new().into(),
        Request::Authorize(_) => AuthorizeResponse::new(IdTagInfo::new(accepted)).into(),
        Request::StartTransaction(_) => {
            StartTransactionResponse::new(IdTagInfo::new(accepted), 1).into()
        }
        Request::MeterValues(_) => MeterValuesResponse::new().into(),
        Request::StopTransaction(_) => StopTransactionResponse::new().into(),
        _ => return Ok(None),
    }))
}

#[allow(dead_code, reason = "a test calls `attend`")]
fn main() -> Result<(), Box<dyn Error>> {
    for tcp in TcpListener::bind("127.0.0.1:9016")?.incoming().flatten() {
        std::thread::spawn(move || attend(tcp).map_err(|error| println!("{error:?}")));
    }
    Ok(())
}
