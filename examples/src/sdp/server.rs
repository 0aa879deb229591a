//! The side of the station.

use core::net::SocketAddrV6;
use core::time::Duration;
use std::io;
use std::net::UdpSocket;

use serde_json::{Value, json};
use v2gtp::sdp::{NoAnswer, Offer, Request, Response, Security, Server};

use super::connection::{Door, Visit};
use super::link::{Link, LinkError, receive};
use super::report::{Report, endpoint_json, station, station_json};
use super::{Failure, arguments};
use crate::discovery_payload::security;
use crate::shared::status::Status;

/// How long to wait for a request before the wait is looked at.
const WAIT: Duration = Duration::from_secs(1);

/// How often to look for TCP connections.
const LOOK: Duration = Duration::from_millis(20);

/// Answers requests, until the end that was asked for.
pub(super) fn run(
    options: &arguments::Server,
    link: &Link,
    report: &mut Report<'_>,
) -> Result<Status, Failure> {
    let offer = options.offer()?;
    let server = Server::new(link.address, offer)?;
    let socket = link.station_socket()?;
    let doors = if options.accepts { doors(offer, link)? } else { Vec::new() };
    say_start(offer, link, report)?;
    let mut answers = 0;
    while options.answers.is_none_or(|most| answers < most) {
        for door in &doors {
            if let Some(visit) = door.look()? {
                return Ok(conclude(&visit, link, report)?);
            }
        }
        let time = if doors.is_empty() { WAIT } else { LOOK };
        report.wait("waiting for vehicles");
        let mut datagram = [0; 512];
        if let Some((datagram, from)) = receive(&socket, &mut datagram, time)? {
            if answer(&server, datagram, from, &socket, link, report)? {
                answers += 1;
            }
        }
    }
    Ok(Status::Passed)
}

/// The TCP ports of an offer, with what they speak.
fn ports(offer: Offer) -> Vec<(u16, Security)> {
    match offer {
        Offer::TlsRequired { tls } => vec![(tls, Security::TLS)],
        Offer::Both { tls, plain } => vec![(tls, Security::TLS), (plain, Security::NONE)],
        Offer::Plain { plain } => vec![(plain, Security::NONE)],
    }
}

fn doors(offer: Offer, link: &Link) -> Result<Vec<Door>, LinkError> {
    ports(offer).into_iter().map(|(port, security)| Door::open(link, port, security)).collect()
}

fn say_start(offer: Offer, link: &Link, report: &mut Report<'_>) -> io::Result<()> {
    let ports = ports(offer);
    let list: Vec<_> = ports
        .iter()
        .map(|(port, kind)| format!("{} ({kind})", link.show(link.own(*port))))
        .collect();
    let text =
        format!("listening on {}, offering {}", link.show(link.requests()), list.join(" and "));
    let offers: Vec<Value> = ports
        .iter()
        .map(|(port, kind)| json!({"port": port, "security": security(*kind)}))
        .collect();
    let fields = json!({
        "address": link.address.to_string(),
        "offers": offers,
        "listening": endpoint_json(link, link.requests()),
    });
    report.event("listening", text, fields)
}

/// What is asked, and what to answer.
fn respond(server: &Server, datagram: &[u8]) -> Result<(Request, Response), NoAnswer> {
    let request = Request::parse(datagram).map_err(NoAnswer::NotARequest)?;
    Ok((request, server.respond(request)?))
}

/// Answers a datagram if it is to be answered; whether it was.
fn answer(
    server: &Server,
    datagram: &[u8],
    from: SocketAddrV6,
    socket: &UdpSocket,
    link: &Link,
    report: &mut Report<'_>,
) -> io::Result<bool> {
    let sender = link.show(from);
    let mut fields = json!({"from": endpoint_json(link, from)});
    let (request, response) = match respond(server, datagram) {
        Ok(both) => both,
        Err(reason) => {
            let text = format!("{sender} gets no answer: {reason}");
            fields["reason"] = reason.to_string().into();
            report.event("not-answered", text, fields)?;
            return Ok(false);
        }
    };
    fields["asked"] = security(request.security);
    fields["answer"] = station_json(link, &response);
    if let Err(error) = socket.send_to(&response.encode(), from) {
        let text = format!("{sender} cannot be answered: {error}");
        fields["error"] = error.to_string().into();
        report.event("not-sent", text, fields)?;
        return Ok(false);
    }
    let odd = if response.security == request.security { "" } else { "; it may take that or stop" };
    let text = format!(
        "{sender} asks for {}: answered {}{odd}",
        request.security,
        station(link, &response)
    );
    report.event("answered", text, fields)?;
    Ok(true)
}

fn conclude(visit: &Visit, link: &Link, report: &mut Report<'_>) -> io::Result<Status> {
    let is_as_answered = visit.is_as_answered();
    let text = format!(
        "{} connects to port {} ({}) and begins with {}{}",
        link.show(visit.from),
        visit.port,
        visit.security,
        visit.opening,
        if is_as_answered { "" } else { ", which is not what was answered" }
    );
    let fields = json!({
        "from": endpoint_json(link, visit.from),
        "port": visit.port,
        "security": security(visit.security),
        "begins": visit.opening.to_string(),
    });
    report.event("connection", text, fields)?;
    Ok(if is_as_answered { Status::Passed } else { Status::Failed })
}
