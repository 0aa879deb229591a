//! The least that a charging station is made of: a blocking WebSocket and an endpoint. It boots, sends
//! a heartbeat, and ends. It has no TLS, makes no second attempt, and refuses the CALLs of the central system.
//!
//! `cargo run -p examples-ocpp --example min_station -- ws://127.0.0.1:9016`

use core::error::Error;
use core::time::Duration;
use std::io::ErrorKind;
use std::net::TcpStream;
use std::time::Instant;

use ocpp16::endpoint::{Endpoint, EndpointOptions, Incoming, Output};
use ocpp16::messages::core::{BootNotificationRequest, HeartbeatRequest};
use ocpp16::websocket::{SUBPROTOCOL, connection_url};
use ocpp16::{CiString, ErrorCode, Response, Role};
use tokio_tungstenite::tungstenite::{self, ClientRequestBuilder, Message, WebSocket, client};

/// Boots at a central system and returns the time that it answers to a heartbeat.
pub(crate) fn run(url: &str) -> Result<String, Box<dyn Error>> {
    let uri: tungstenite::http::Uri = connection_url(url, "CP_1")?.parse()?;
    let tcp = TcpStream::connect((uri.host().unwrap_or_default(), uri.port_u16().unwrap_or(80)))?;
    let request = ClientRequestBuilder::new(uri).with_sub_protocol(SUBPROTOCOL);
    let (mut socket, _) = client(request, tcp)?;

    // Seed the ids with a random number, so that those of two starts differ.
    let mut endpoint = Endpoint::new(Role::ChargePoint, 0x5EED, EndpointOptions::default());
    let start = Instant::now();
    let connection = endpoint.handle_connected();
    let (vendor, model) = (CiString::new("Example")?, CiString::new("Minimal")?);
    endpoint.call(&BootNotificationRequest::new(vendor, model))?;
    loop {
        // Does what the endpoint says, until it waits.
        let now = || {
            let milliseconds = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
            ocpp16::Instant::from_millis(milliseconds)
        };
        let wait = loop {
            match endpoint.poll_output(now()) {
                Output::Transmit(frame) => socket.send(Message::text(frame))?,
                Output::Failed { call, failure } => {
                    return Err(format!("{}: {failure}", call.action()).into());
                }
                Output::Wait(until) => break until,
                _ => {}
            }
        };
        // Reads a frame, or waits until the endpoint wants to be asked again.
        let wait = wait.map(|until| until.since(now()).max(Duration::from_millis(1)));
        socket.get_ref().set_read_timeout(wait)?;
        let Some(frame) = read(&mut socket)? else { continue };
        match endpoint.handle_frame(connection, frame.as_bytes()) {
            Incoming::Answer(answer) => {
                match answer.outcome.map_err(|failure| failure.to_string())?.response {
                    Response::BootNotification(_) => drop(endpoint.call(&HeartbeatRequest::new())?),
                    Response::Heartbeat(response) => {
                        socket.close(None)?;
                        return Ok(response.current_time.to_string());
                    }
                    _ => {}
                }
            }
            Incoming::Call(incoming) => {
                endpoint.refuse(incoming.call, ErrorCode::NotSupported, "a minimal station")?;
            }
            // The endpoint has answered it by itself, or ignores it.
            _ => {}
        }
    }
}

/// Reads a text frame; `None` if none came in time.
fn read(socket: &mut WebSocket<TcpStream>) -> Result<Option<String>, tungstenite::Error> {
    loop {
        match socket.read() {
            Ok(Message::Text(text)) => return Ok(Some(text.as_str().to_owned())),
            // Pings are answered by the library.
            Ok(_) => {}
            Err(tungstenite::Error::Io(error))
                if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(error),
        }
    }
}

#[allow(dead_code, reason = "the test calls `run`")]
fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).unwrap_or_else(|| "ws://127.0.0.1:9016".to_owned());
    println!("it is {} at the central system", run(&url)?);
    Ok(())
}
