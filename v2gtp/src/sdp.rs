//! SECC discovery (SDP): how a vehicle finds the station, over UDP.
//!
//! The vehicle (EVCC) multicasts requests to [`MULTICAST`], port [`PORT`], on the interface of the
//! PLC or wireless link. The station (SECC) answers to the address and port that the request came
//! from, with the address and port of its TCP server. [`Client`] is the side of the vehicle,
//! [`Server`] that of the station; both take datagrams and times, and return what to do.
//!
//! | | request | response |
//! |---|---|---|
//! | DIN SPEC 70121, ISO 15118-2, ISO 15118-20 on a wired link | [`Request`] | [`Response`] |
//! | ISO 15118-20 on a wireless link (UNSURE) | [`WirelessRequest`] | [`WirelessResponse`] |
//! | eMSPs (UNSURE) | [`EmspRequest`] | [`EmspResponse`] |
//!
//! The layouts marked UNSURE come from the Wireshark dissector dsV2Gshark; where another source has
//! a layout, it differs by a byte. [`Client`] and [`Server`] speak the wired variant.
//!
//! A vehicle with sockets and a clock of `std`; `scope` is the index of the interface:
//!
//! ```no_run
//! use std::net::{Ipv6Addr, SocketAddrV6, UdpSocket};
//! use std::time::Instant;
//! use v2gtp::sdp::{self, Client, ClientOptions, Event, Output};
//!
//! # let (own_address, scope): (Ipv6Addr, u32) = ("fe80::1".parse()?, 3);
//! let port = *sdp::DYNAMIC_PORTS.start(); // or the next one that is free
//! let socket = UdpSocket::bind(SocketAddrV6::new(own_address, port, 0, scope))?;
//! let stations = SocketAddrV6::new(sdp::MULTICAST, sdp::PORT, 0, scope);
//! let start = Instant::now();
//! let mut client = Client::new(ClientOptions::default());
//! let mut datagram = [0; 128];
//! loop {
//!     let now = start.elapsed();
//!     match client.poll_output(now) {
//!         Output::Transmit(request) => {
//!             socket.send_to(&request, stations)?;
//!         }
//!         Output::Wait(until) => {
//!             socket.set_read_timeout(Some(until - now))?;
//!             // An error is the end of the time, or a station that has no such port.
//!             let Ok((len, _)) = socket.recv_from(&mut datagram) else { continue };
//!             match client.handle_datagram(&datagram[..len]) {
//!                 Event::Found(station) => println!("{}, {}", station.address, station.port),
//!                 Event::Conflict { .. } => panic!("two stations, or somebody who pretends"),
//!                 event => println!("not used: {event:?}"),
//!             }
//!         }
//!         // Listen a little longer for an `Event::Conflict`.
//!         Output::Done => break,
//!         Output::GivenUp => panic!("no station"),
//!     }
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod client;
mod error;
mod message;
mod server;
#[cfg(test)]
mod tests;
mod wire;
mod wireless;

use core::net::Ipv6Addr;
use core::ops::RangeInclusive;

pub use self::client::{Client, ClientOptions, Event, Output, Refusal};
pub use self::error::SdpError;
pub use self::message::{Request, Response, Security, Transport};
pub use self::server::{NoAnswer, Offer, OfferError, Server};
pub use self::wireless::{
    Coupling, Diagnosis, EmspRequest, EmspResponse, Pairing, WirelessRequest, WirelessResponse,
};

/// UDP port of the station. Sources: Josev, RISE-V2G.
pub const PORT: u16 = 15118;

/// All nodes on the link, where requests go to. Sources: Josev, RISE-V2G.
pub const MULTICAST: Ipv6Addr = Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 1);

/// Ports from which a vehicle sends requests, and on which a station has its TCP server. Source:
/// Josev, whose vehicle fails at an answer with another port.
///
/// [`Server`] has no other ones. [`Client`] does not insist: [`Response::has_dynamic_port`] is for a
/// log.
pub const DYNAMIC_PORTS: RangeInclusive<u16> = 49152..=65535;
