//! The least that a charging station is made of: a blocking WebSocket and an endpoint. It boots, sends
//! a heartbeat and ends. It has no TLS, makes no second attempt, and refuses the CALLs of the other side.
//!
//! `cargo run --example min_station -- ws://127.0.0.1:9016`

use core::error::Error;
use core::time::Duration;
use std::{io::ErrorKind, net::TcpStream, time::Instant};

use ocpp16::endpoint::{Endpoint, EndpointOptions, Incoming, Output};
use ocpp16::messages::core::{BootNotificationRequest, HeartbeatRequest};
use ocpp16::websocket::{SUBPROTOCOL, connection_url};
use ocpp16::{CiString, ErrorCode, Response, Role};
use tungstenite::{ClientRequestBuilder, Message, client};

/// Boots at a central system and returns the time that it answers to a heartbeat.
pub(crate) fn run(url: &str) -> Result<String, Box<dyn Error>> {
    let uri: tungstenite::http::Uri = connection_url(url, "CP_1")?.parse()?;
    let tcp = TcpStream::connect((uri.host().unwrap_or_default(), uri.port_u16().unwrap_or(80)))?;
    let (mut socket, _) =
        client(ClientRequestBuilder::new(uri).with_sub_protocol(SUBPROTOCOL), tcp)?;

    let start = Instant::now();
    let now = || ocpp16::Instant::from_millis(start.elapsed().as_millis().try_into().unwrap_or(0));
    // Seed the ids with a random number, so that those of two starts differ.
    let mut endpoint = Endpoint::new(Role::ChargePoint, 0x5EED, EndpointOptions::default());
    let connection = endpoint.handle_connected();
    endpoint.call(&BootNotificationRequest::new(CiString::new("V")?, CiString::new("M")?))?;
    loop {
        // Does what the endpoint says, until it waits.
        let wait = loop {
            match endpoint.poll_output(now()) {
                Output::Transmit(frame) => socket.send(Message::text(frame))?,
                Output::Failed { failure, .. } => return Err(failure.to_string().into()),
                Output::Wait(until) => break until,
                _ => {}
            }
        };
        // Reads a frame, or waits until the endpoint wants to be asked again.
        let wait = wait.map(|until| until.since(now()).max(Duration::from_millis(1)));
        socket.get_ref().set_read_timeout(wait)?;
        let frame = match socket.read() {
            Ok(Message::Text(frame)) => frame,
            // Pings are answered by the library.
            Ok(_) => continue,
            Err(tungstenite::Error::Io(error))
                if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
            {
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        match endpoint.handle_frame(connection, frame.as_bytes()) {
            Incoming::Answer(answer) => match answer.outcome.map_err(|e| e.to_string())?.response {
                Response::BootNotification(_) => drop(endpoint.call(&HeartbeatRequest::new())?),
                Response::Heartbeat(response) => {
                    socket.close(None)?;
                    return Ok(response.current_time.to_string());
                }
                _ => {}
            },
            Incoming::Call(incoming) => {
                endpoint.refuse(incoming.call, ErrorCode::NotSupported, "a minimal station")?;
            }
            // The endpoint has answered it by itself, or ignores it.
            _ => {}
        }
    }
}

#[allow(dead_code, reason = "a test calls `run`")]
fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).unwrap_or_else(|| "ws://127.0.0.1:9016".to_owned());
    println!("it is {} at the central system", run(&url)?);
    Ok(())
}
