//! The side of the vehicle.

use core::net::{SocketAddr, SocketAddrV6};
use core::time::Duration;
use std::io;
use std::net::{TcpStream, UdpSocket};

use serde_json::json;
use v2gtp::sdp::{Client, ClientOptions, Event, Output, Response, Security};

use super::link::{Link, LinkError, receive};
use super::report::{Report, endpoint_json, station, station_json};
use super::{Failure, arguments};
use crate::discovery_payload::security;
use crate::shared::status::Status;

/// How long a station may take to accept a TCP connection.
const CONNECT_TIME: Duration = Duration::from_secs(2);

/// Looks for a station.
pub(super) fn run(
    options: &arguments::Client,
    link: &Link,
    report: &mut Report<'_>,
) -> Result<Status, Failure> {
    let socket = link.vehicle_socket()?;
    let client = ClientOptions::default()
        .with_security(options.security)
        .with_interval(options.interval())
        .with_max_requests(options.tries)
        .with_off_link(link.interface.is_none());
    let mut search = Search {
        client: Client::new(client),
        options,
        link,
        socket: &socket,
        is_contradicted: false,
        has_other_security: false,
    };
    search.say_start(report)?;
    search.ask(report)?;
    search.conclude(report)
}

struct Search<'a> {
    client: Client,
    options: &'a arguments::Client,
    link: &'a Link,
    socket: &'a UdpSocket,
    /// Whether another station answered as well.
    is_contradicted: bool,
    /// Whether a station answered that was not taken for its security.
    has_other_security: bool,
}

impl Search<'_> {
    /// Does what the client says until it has nothing to do, and then listens a little longer.
    fn ask(&mut self, report: &mut Report<'_>) -> Result<(), Failure> {
        let mut end = None;
        loop {
            match self.client.poll_output(report.now()) {
                Output::Transmit(request) => self.send(&request, report)?,
                Output::Wait(until) => self.receive(until, report)?,
                Output::GivenUp => return Ok(()),
                Output::Done => {
                    let end = *end.get_or_insert(report.now() + self.options.linger());
                    if report.now() >= end {
                        return Ok(());
                    }
                    self.receive(end, report)?;
                }
            }
        }
    }

    fn send(&self, request: &[u8], report: &mut Report<'_>) -> io::Result<()> {
        let (number, of) = (self.client.sent(), self.options.tries);
        match self.socket.send_to(request, self.link.requests()) {
            Ok(_) => {
                let text = format!("request {number} of {of}");
                report.event("request", text, json!({"number": number, "of": of}))
            }
            // Counted as sent: the link may come up before the next one.
            Err(error) => {
                let text = format!("request {number} of {of} cannot be sent: {error}");
                let fields = json!({"number": number, "of": of, "error": error.to_string()});
                report.event("not-sent", text, fields)
            }
        }
    }

    /// Waits for one datagram, up to a time.
    fn receive(&mut self, until: Duration, report: &mut Report<'_>) -> Result<(), Failure> {
        // Longer than all that is an answer: a longer one is judged by its first bytes.
        let mut datagram = [0; 512];
        report.wait("waiting for a station");
        match receive(self.socket, &mut datagram, until.saturating_sub(report.now()))? {
            Some((datagram, from)) => Ok(self.judge(datagram, from, report)?),
            None => Ok(()),
        }
    }

    fn judge(
        &mut self,
        datagram: &[u8],
        from: SocketAddrV6,
        report: &mut Report<'_>,
    ) -> io::Result<()> {
        let link = self.link;
        let sender = link.show(from);
        let with_sender = |mut fields: serde_json::Value| {
            fields["from"] = endpoint_json(link, from);
            fields
        };
        match self.client.handle_datagram(datagram) {
            Event::Found(response) => {
                let text = format!("{sender} answers: {}", described(link, &response));
                report.event("found", text, with_sender(station_json(link, &response)))
            }
            Event::OtherSecurity(response) => {
                let is_accepted = self.options.accepts_other_security;
                if is_accepted {
                    self.client.accept(response);
                } else {
                    self.has_other_security = true;
                }
                let text = format!(
                    "{sender} answers: {}, though {} was asked for: {}",
                    described(link, &response),
                    self.options.security,
                    if is_accepted { "accepted" } else { "not accepted" }
                );
                let mut fields = with_sender(station_json(link, &response));
                fields["accepted"] = is_accepted.into();
                report.event("other-security", text, fields)
            }
            Event::Conflict { first, second } => {
                self.is_contradicted = true;
                let text = format!(
                    "{sender} answers otherwise: {} after {}",
                    described(link, &second),
                    station(link, &first)
                );
                let mut fields = with_sender(station_json(link, &second));
                fields["first"] = station_json(link, &first);
                report.event("conflict", text, fields)
            }
            Event::Repeated => {
                let text = format!("{sender} answers the same again");
                report.event("repeated", text, with_sender(json!({})))
            }
            Event::Refused { response, refusal } => {
                let text =
                    format!("{sender} answers: {}: not used, {refusal}", station(link, &response));
                let mut fields = with_sender(station_json(link, &response));
                fields["reason"] = refusal.to_string().into();
                report.event("refused", text, fields)
            }
            Event::Ignored(error) => {
                let text = format!("{sender} sends something else: {error}");
                let fields = with_sender(json!({"reason": error.to_string()}));
                report.event("ignored", text, fields)
            }
            event => report.event("other", format!("{sender}: {event:?}"), with_sender(json!({}))),
        }
    }

    fn say_start(&self, report: &mut Report<'_>) -> Result<(), Failure> {
        let own = own_address(self.socket)?;
        let text = format!(
            "asking {} for a station with {}, from {}",
            self.link.show(self.link.requests()),
            self.options.security,
            self.link.show(own)
        );
        let fields = json!({
            "security": security(self.options.security),
            "from": endpoint_json(self.link, own),
            "to": endpoint_json(self.link, self.link.requests()),
        });
        Ok(report.event("start", text, fields)?)
    }

    fn conclude(&self, report: &mut Report<'_>) -> Result<Status, Failure> {
        let Some(found) = self.client.found() else {
            let number = self.client.sent();
            let text = if self.has_other_security {
                let other = match self.options.security {
                    Security::TLS => "without TLS: ask with --security none",
                    _ => "with TLS: ask with --security tls",
                };
                format!(
                    "no station: {number} requests, and all that answers is {other}, or say \
                     --accept-other-security"
                )
            } else {
                format!(
                    "no station: {number} requests without a usable answer. Is this the interface \
                     that leads to the station, is the PLC link up (SLAC), does the station run, \
                     and lets the firewall UDP through?"
                )
            };
            report.event("given-up", text, json!({"requests": number}))?;
            return Ok(Status::Failed);
        };
        if self.is_contradicted {
            let text = "no station: there were different answers, and the first one is not the \
                        right one by being first. Two stations on the link, or somebody who pretends \
                        to be one; with nothing but the port different, a station that takes another \
                        one for each request: try a longer --interval";
            report.event("contradicted", text, station_json(self.link, &found))?;
            return Ok(Status::Failed);
        }
        let text = format!("station: {}", station(self.link, &found));
        report.event("station", text, station_json(self.link, &found))?;
        if self.options.connects { self.connect(&found, report) } else { Ok(Status::Passed) }
    }

    fn connect(&self, found: &Response, report: &mut Report<'_>) -> Result<Status, Failure> {
        let address = SocketAddrV6::new(found.address, found.port, 0, self.link.scope);
        let shown = self.link.show(address);
        let fields = endpoint_json(self.link, address);
        match TcpStream::connect_timeout(&SocketAddr::V6(address), CONNECT_TIME) {
            Ok(_) => {
                report.event("connected", format!("{shown} takes TCP connections"), fields)?;
                Ok(Status::Passed)
            }
            Err(error) => {
                let text = format!("{shown} takes no TCP connection: {error}");
                report.event("not-connected", text, fields)?;
                Ok(Status::Failed)
            }
        }
    }
}

/// A station, and what is odd about it.
fn described(link: &Link, response: &Response) -> String {
    let odd = if response.has_dynamic_port() { "" } else { " (port outside of 49152 to 65535)" };
    station(link, response) + odd
}

fn own_address(socket: &UdpSocket) -> Result<SocketAddrV6, Failure> {
    match socket.local_addr() {
        Ok(SocketAddr::V6(address)) => Ok(address),
        Ok(SocketAddr::V4(address)) => Err(LinkError::OldAddress(SocketAddr::V4(address)).into()),
        Err(error) => Err(LinkError::NoOwnAddress(error).into()),
    }
}
