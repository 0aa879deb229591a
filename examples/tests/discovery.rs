//! The program `sdp` over the loopback address: client and server, and a station that does not keep
//! to the rules.
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

mod support;

use core::net::Ipv6Addr;
use std::net::{TcpListener, UdpSocket};
use std::thread;

use serde_json::Value;
use support::{FAILED, PASSED, UNUSABLE, v2g};
use v2gtp::sdp::{DYNAMIC_PORTS, Request, Response, Security, Transport};

fn run(line: &str) -> (i32, Vec<Value>, String) {
    let ran = v2g(["sdp"].into_iter().chain(line.split_whitespace()), b"");
    let events = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (ran.status, events, ran.err)
}

/// The names of what happened.
fn names(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["event"].as_str().unwrap()).collect()
}

/// A UDP port that is free; `None` where there is no IPv6, as in some containers.
fn free_udp_port() -> Option<u16> {
    let socket = UdpSocket::bind((Ipv6Addr::LOCALHOST, 0));
    if socket.is_err() {
        println!("skipped: there is no ::1 here");
    }
    Some(socket.ok()?.local_addr().unwrap().port())
}

/// A TCP port of a station that is free.
fn free_tcp_port() -> u16 {
    let mut ports = DYNAMIC_PORTS.rev();
    ports.find(|port| TcpListener::bind((Ipv6Addr::LOCALHOST, *port)).is_ok()).unwrap()
}

/// What client and server said, once both have come to an end. The client asks again until the
/// server is there.
fn session(client: &str, server: &str) -> Option<[(i32, Vec<Value>); 2]> {
    let udp = free_udp_port()?;
    let server = format!("server --loopback --json --udp-port {udp} {server}");
    let server = thread::spawn(move || run(&server));
    let (status, events, err) = run(&format!("client --loopback --json --udp-port {udp} {client}"));
    assert_eq!((status, err.as_str()), (PASSED, ""), "{events:?}");
    let (server_status, server_events, err) = server.join().unwrap();
    assert_eq!(err, "");
    Some([(status, events), (server_status, server_events)])
}

/// A station that sends these answers to the first request, all at once.
fn station(answers: Vec<Vec<u8>>) -> Option<u16> {
    let udp = free_udp_port()?;
    let socket = UdpSocket::bind((Ipv6Addr::LOCALHOST, udp)).unwrap();
    thread::spawn(move || {
        let mut datagram = [0; 64];
        let (len, from) = socket.recv_from(&mut datagram).unwrap();
        assert!(Request::parse(&datagram[..len]).is_ok());
        assert!(DYNAMIC_PORTS.contains(&from.port()));
        for answer in answers {
            socket.send_to(&answer, from).unwrap();
        }
        // Where nobody listens, later requests would come back as errors.
        while socket.recv_from(&mut datagram).is_ok() {}
    });
    Some(udp)
}

fn response(port: u16, security: Security) -> Response {
    Response { address: Ipv6Addr::LOCALHOST, port, security, transport: Transport::TCP }
}

#[test]
fn a_station_is_found_and_connected_to() {
    let port = free_tcp_port();
    let server = format!("--tls required --port {port} --accept");
    let Some([(_, client), (status, server)]) = session("--connect", &server) else { return };
    let ends = &client[client.len() - 3..];
    assert_eq!(names(ends), ["found", "station", "connected"]);
    assert_eq!(ends[1]["address"], "::1");
    assert_eq!(ends[1]["port"], port);
    assert_eq!(ends[1]["security"], "TLS");
    assert_eq!(status, PASSED);
    assert_eq!(names(&server), ["listening", "answered", "connection"]);
    assert_eq!(server[2]["begins"], "nothing");
}

#[test]
fn a_station_without_tls_is_taken_if_that_is_allowed() {
    let client = "--accept-other-security --linger 0";
    let server = "--tls absent --port 50001 --answers 1";
    let Some([(_, client), (_, server)]) = session(client, server) else { return };
    let ends = &client[client.len() - 2..];
    assert_eq!(names(ends), ["other-security", "station"]);
    assert_eq!(ends[1]["security"], "NO_TLS");
    assert_eq!(server[1]["asked"], "TLS");
    assert_eq!(server[1]["answer"]["security"], "NO_TLS");
}

#[test]
fn each_vehicle_gets_what_it_asks_for() {
    for (client, port) in [("--security tls", 50001), ("--security none", 50002)] {
        let server = "--tls offered --port 50001 --plain-port 50002 --answers 1";
        let Some([(_, client), _]) = session(client, server) else { return };
        assert_eq!(client.last().unwrap()["port"], port);
    }
}

#[test]
fn nobody_answers() {
    let Some(udp) = free_udp_port() else { return };
    let (status, events, _) = run(&format!("client --loopback --json --udp-port {udp} --tries 2"));
    assert_eq!(status, FAILED);
    assert_eq!(names(&events), ["start", "request", "request", "given-up"]);
    let time = |event: usize| events[event]["ms"].as_u64().unwrap();
    assert!(time(2) >= time(1) + 249 && time(3) >= 500, "{events:?}");
}

#[test]
fn what_cannot_be_used_is_passed_over() {
    let wrong = Response { port: 0, ..response(0, Security::TLS) };
    let good = response(50_001, Security::TLS);
    let answers = [b"no frame".to_vec(), wrong.encode().into()];
    let answers = answers.into_iter().chain([good.encode().into(), good.encode().into()]);
    let Some(udp) = station(answers.collect()) else { return };
    let (status, events, _) = run(&format!("client --loopback --json --udp-port {udp}"));
    assert_eq!(status, PASSED);
    let expected = ["start", "request", "ignored", "refused", "found", "repeated", "station"];
    assert_eq!(names(&events), expected);
    assert_eq!(events[3]["reason"], "the port is 0");
}

#[test]
fn two_answers_are_none() {
    let answers = [50_000, 50_001].map(|port| response(port, Security::TLS).encode().into());
    let Some(udp) = station(answers.into()) else { return };
    let (status, events, _) = run(&format!("client --loopback --json --udp-port {udp}"));
    assert_eq!(status, FAILED);
    assert_eq!(names(&events), ["start", "request", "found", "conflict", "contradicted"]);
    assert_eq!(events[3]["port"], 50_001);
    assert_eq!(events[3]["first"]["port"], 50_000);
}

#[test]
fn nor_are_they_if_the_one_without_tls_is_faster() {
    let kinds = [(50_000, Security::NONE), (50_001, Security::TLS)];
    let answers = kinds.map(|(port, security)| response(port, security).encode().into());
    let Some(udp) = station(answers.into()) else { return };
    let (status, events, _) = run(&format!("client --loopback --json --udp-port {udp}"));
    assert_eq!(status, FAILED);
    assert_eq!(names(&events), ["start", "request", "other-security", "conflict", "contradicted"]);
    assert_eq!(events[2]["accepted"], false);
}

#[test]
fn only_the_other_security_is_said_and_what_to_do() {
    let Some(udp) = station(vec![response(50_000, Security::NONE).encode().into()]) else { return };
    let arguments = format!("sdp client --loopback --udp-port {udp} --tries 1");
    let ran = v2g(arguments.split_whitespace(), b"");
    assert_eq!(ran.status, FAILED);
    let out = ran.out;
    assert!(
        out.contains("[::1]:50000, TCP, no TLS, though TLS was asked for: not accepted"),
        "{out}"
    );
    assert!(out.contains("is without TLS: ask with --security none, or say"), "{out}");
}

#[test]
fn what_is_wrong_with_the_arguments_is_said() {
    for (line, part) in [
        ("", "client"),
        ("-i eth1", "'-i'"),
        ("vehicle", "'vehicle'"),
        ("client", "--interface"),
        ("client -i eth1 --loopback", "cannot be used with"),
        ("client -i eth1 --port 50000", "'--port'"),
        ("client -i eth1 --security maybe", "no security \"maybe\", there are tls, none"),
        ("client -i eth1 --transport udp", "used by \"udp\", there are tcp"),
        ("client --loopback --tries 51", "51 is not in 1..=50"),
        ("client --loopback --tries 0", "0 is not in 1..=50"),
        ("client --loopback --interval 249", "249 is not in 250.."),
        ("server --loopback --tls required", "--port <N>"),
        ("server --loopback --port 50000", "--tls <T>"),
        ("server --loopback --port 50000 --tls offered", "--plain-port"),
        ("server --loopback --port 50000 --plain-port 50001 --tls absent", "--tls offered"),
        ("server --loopback --port 50000 --tls absent --tries 3", "'--tries'"),
        (
            "server --loopback --port 15118 --tls absent",
            "v2g sdp: port 15118 is not one of 49152 to 65535",
        ),
        (
            "server --loopback --port 50000 --plain-port 50000 --tls offered",
            "port 50000 for TLS and",
        ),
    ] {
        let (status, _, err) = run(line);
        assert_eq!(status, UNUSABLE, "{line}");
        assert!(err.contains(part), "{line}: {err}");
    }
}
