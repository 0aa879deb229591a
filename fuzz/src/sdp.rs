//! Discovery: datagrams of any kind, at any time, to both sides.

use std::net::Ipv6Addr;
use std::time::Duration;

use v2gtp::sdp::{
    Client, ClientOptions, EmspRequest, EmspResponse, Event, Offer, Output, Refusal, Request,
    Response, Security, Server, Transport, WirelessRequest, WirelessResponse,
};

const STATION: Ipv6Addr = Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 1);

pub(crate) fn check(data: &[u8]) {
    let mut client = Client::new(ClientOptions::default());
    let offer = offer(data);
    let server = Server::new(STATION, offer).expect("ports are dynamic and differ");
    let (mut now, mut last, mut requests) = (Duration::ZERO, None, 0);
    let mut input = data;
    // Time in steps of 10 ms, length, datagram.
    while let [step, length, rest @ ..] = input {
        let (datagram, rest) = rest.split_at(rest.len().min(usize::from(*length)));
        input = rest;
        now += Duration::from_millis(10 * u64::from(*step));
        while let Output::Transmit(request) = client.poll_output(now) {
            requests += 1;
            assert!(Request::parse(&request).is_ok());
            let allowed = last.map_or(Duration::ZERO, |last| last + ClientOptions::MIN_INTERVAL);
            assert!(now >= allowed, "not faster than every 250 ms");
            last = Some(now);
        }
        assert!(requests <= 50);
        let before = client.found();
        assert!(requests > 0 || before.is_none());
        match client.handle_datagram(datagram) {
            Event::Found(response) => {
                assert_eq!(before, None);
                usable(response, datagram);
            }
            Event::OtherSecurity(response) => {
                assert_eq!(before, None);
                usable(response, datagram);
                if response.port % 2 == 0 {
                    client.accept(response);
                }
            }
            Event::Conflict { first, second } => {
                assert!(before.is_none_or(|before| before == first));
                assert_ne!(first, second);
                usable(second, datagram);
                // What was found stays; before, only the security that was asked for is taken.
                let taken = (second.security == Security::TLS).then_some(second);
                assert_eq!(client.found(), before.or(taken));
                if second.port % 3 == 0 {
                    client.reject(second);
                    let refusal = Refusal::Rejected;
                    let refused = Event::Refused { response: second, refusal };
                    assert_eq!(client.handle_datagram(datagram), refused);
                }
            }
            _ => assert_eq!(client.found(), before),
        }
        if let Ok(answer) = server.answer(datagram) {
            let request = Request::parse(datagram).expect("it is answered");
            let answer = Response::parse(&answer).expect("made just now");
            assert_eq!((answer.address, answer.transport), (STATION, Transport::TCP));
            let expected = match (offer, request.security) {
                (Offer::Both { plain, .. }, Security::NONE) | (Offer::Plain { plain }, _) => {
                    (Security::NONE, plain)
                }
                (Offer::TlsRequired { tls } | Offer::Both { tls, .. }, _) => (Security::TLS, tls),
            };
            assert_eq!((answer.security, answer.port), expected);
        }
        other_variants(datagram);
    }
}

fn offer(data: &[u8]) -> Offer {
    match data.len() % 3 {
        0 => Offer::TlsRequired { tls: 64109 },
        1 => Offer::Both { tls: 64109, plain: 61341 },
        _ => Offer::Plain { plain: 61341 },
    }
}

fn usable(response: Response, datagram: &[u8]) {
    assert_eq!(response.encode(), datagram);
    assert_ne!(response.port, 0);
    assert_eq!(response.address.segments()[0] & 0xffc0, 0xfe80);
}

fn other_variants(datagram: &[u8]) {
    if let Ok(request) = WirelessRequest::parse(datagram) {
        assert_eq!(request.encode(), datagram);
    }
    if let Ok(response) = WirelessResponse::parse(datagram) {
        assert_eq!(response.encode(), datagram);
    }
    let mut room = [0; 512];
    if let Ok(request) = EmspRequest::parse(datagram) {
        assert_eq!(request.encode(&mut room), Ok(datagram));
    }
    if let Ok(response) = EmspResponse::parse(datagram) {
        assert_eq!(response.encode(&mut room), Ok(datagram));
    }
}
