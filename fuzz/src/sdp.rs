//! Discovery: datagrams of any kind, at any time, to both sides.

use std::time::Duration;

use v2gtp::sdp::{
    Client, ClientOptions, EmspRequest, EmspResponse, Event, Offer, Output, Request, Response,
    Server, WirelessRequest, WirelessResponse,
};

pub(crate) fn check(data: &[u8]) {
    let mut client = Client::new(ClientOptions::default());
    let server =
        Server::new([0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1].into(), offer(data));
    let (mut now, mut requests) = (Duration::ZERO, 0);
    let mut input = data;
    // Time in steps of 10 ms, length, datagram.
    while let [step, length, rest @ ..] = input {
        let (datagram, rest) = rest.split_at(rest.len().min(usize::from(*length)));
        input = rest;
        now += Duration::from_millis(10 * u64::from(*step));
        while let Output::Transmit(request) = client.poll_output(now) {
            requests += 1;
            assert!(Request::parse(&request).is_ok());
            assert!(
                Duration::from_millis(250 * (requests - 1)) <= now,
                "not faster than every 250 ms"
            );
        }
        assert!(requests <= 50);
        let before = client.found();
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
                assert_eq!(before, Some(first));
                assert_ne!(first, second);
                usable(second, datagram);
            }
            _ => assert_eq!(client.found(), before),
        }
        if let Ok(answer) = server.answer(datagram) {
            assert!(Request::parse(datagram).is_ok());
            assert!(Response::parse(&answer).is_ok());
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
