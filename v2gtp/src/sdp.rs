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
//! The layouts marked UNSURE come from one public source, the Wireshark dissector dsV2Gshark.
//! [`Client`] and [`Server`] speak the wired variant.

mod client;
mod message;
mod server;
#[cfg(test)]
mod tests;
mod wireless;

use core::net::Ipv6Addr;

pub use self::client::{Client, ClientOptions, Event, Output, Refusal};
pub use self::message::{Request, Response, SdpError, Security, Transport};
pub use self::server::{NoAnswer, Offer, Server};
pub use self::wireless::{
    Coupling, Diagnosis, EmspRequest, EmspResponse, WirelessRequest, WirelessResponse,
};

/// UDP port of the station. Sources: Josev, RISE-V2G.
pub const PORT: u16 = 15118;

/// All nodes on the link, where requests go to. Sources: Josev, RISE-V2G.
pub const MULTICAST: Ipv6Addr = Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 1);
