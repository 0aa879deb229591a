//! Finds a charging station with SDP: station and vehicle on the loopback interface.
//!
//! ```text
//! cargo run --example discovery
//! ```
//!
//! On a real link a vehicle sends its requests to `[ff02::1]:15118` with the scope id of the
//! interface, and a station joins that multicast group.

use core::error::Error;
use core::net::Ipv6Addr;
use core::time::Duration;
use std::io::ErrorKind;
use std::net::UdpSocket;
use std::thread;
use std::time::Instant;

use v2gtp::sdp::{Client, ClientOptions, Event, Offer, Output, Server};

fn main() -> Result<(), Box<dyn Error>> {
    let socket = UdpSocket::bind((Ipv6Addr::LOCALHOST, 0))?;
    let station_at = socket.local_addr()?;
    thread::spawn(move || station(&socket));

    let socket = UdpSocket::bind((Ipv6Addr::LOCALHOST, 0))?;
    let start = Instant::now();
    // The station of this example has no link-local address.
    let mut client = Client::new(ClientOptions::default().with_off_link(true));
    loop {
        match client.poll_output(start.elapsed()) {
            Output::Transmit(request) => {
                socket.send_to(&request, station_at)?;
            }
            Output::Wait(until) => {
                let time = until.saturating_sub(start.elapsed()).max(Duration::from_millis(1));
                socket.set_read_timeout(Some(time))?;
                let mut datagram = [0; 128];
                match socket.recv(&mut datagram) {
                    Ok(length) => match client.handle_datagram(&datagram[..length]) {
                        Event::Found(found) => {
                            println!("[{}]:{}, {}", found.address, found.port, found.security);
                            return Ok(());
                        }
                        other => println!("not used: {other:?}"),
                    },
                    Err(error)
                        if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            other => return Err(format!("no station: {other:?}").into()),
        }
    }
}

fn station(socket: &UdpSocket) -> Result<(), Box<dyn Error + Send + Sync>> {
    let server = Server::new(Ipv6Addr::LOCALHOST, Offer::Both { tls: 64_109, plain: 61_341 })?;
    let mut datagram = [0; 128];
    loop {
        let (length, vehicle) = socket.recv_from(&mut datagram)?;
        match server.answer(&datagram[..length]) {
            Ok(answer) => drop(socket.send_to(&answer, vehicle)?),
            Err(reason) => println!("no answer: {reason}"),
        }
    }
}
