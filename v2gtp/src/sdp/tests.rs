use core::net::Ipv6Addr;
use core::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::{Frame, FrameError, PayloadType};

const STATION: Ipv6Addr = Ipv6Addr::new(0xfe80, 0, 0, 0, 0x21a, 0x37ff, 0xfe12, 0x3456);

fn response(security: Security) -> Response {
    Response { address: STATION, port: 61341, security, transport: Transport::TCP }
}

fn at(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

#[test]
fn datagrams_byte_by_byte() {
    let request = [0x01, 0xfe, 0x90, 0x00, 0, 0, 0, 2, 0, 0];
    let parsed = Request { security: Security::TLS, transport: Transport::TCP };
    assert_eq!(Request::parse(&request), Ok(parsed));
    assert_eq!(parsed.encode(), request);
    let datagram = response(Security::NONE).encode();
    let expected = [
        0x01, 0xfe, 0x90, 0x01, 0, 0, 0, 20, 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0x02, 0x1a, 0x37, 0xff,
        0xfe, 0x12, 0x34, 0x56, 0xef, 0x9d, 0x10, 0x00,
    ];
    assert_eq!(datagram, expected);
    assert_eq!(Response::parse(&datagram), Ok(response(Security::NONE)));
}

#[test]
fn requests_are_repeated_until_they_are_given_up() {
    let mut client = Client::new(ClientOptions::default());
    for n in 0..50 {
        let now = at(250 * n);
        assert!(matches!(client.poll_output(now), Output::Transmit(_)), "{n}");
        assert_eq!(client.poll_output(now), Output::Wait(at(250 * (n + 1))));
        assert_eq!(client.poll_output(now + at(249)), Output::Wait(at(250 * (n + 1))));
    }
    assert_eq!(client.poll_output(at(12_500)), Output::GivenUp);
    assert_eq!(client.sent(), 50);
    // An answer that comes after all is one.
    let datagram = response(Security::TLS).encode();
    assert_eq!(client.handle_datagram(&datagram), Event::Found(response(Security::TLS)));
    assert_eq!(client.poll_output(at(12_501)), Output::Done);
}

#[test]
fn a_station_without_tls_is_accepted_or_not() {
    let mut client = Client::new(ClientOptions::default());
    let _request = client.poll_output(at(0));
    let plain = response(Security::NONE);
    assert_eq!(client.handle_datagram(&plain.encode()), Event::OtherSecurity(plain));
    assert!(matches!(client.poll_output(at(250)), Output::Transmit(_)), "it goes on");
    client.accept(plain);
    assert_eq!(client.found(), Some(plain));
    assert_eq!(client.handle_datagram(&plain.encode()), Event::Repeated);
    let second = response(Security::TLS);
    let conflict = Event::Conflict { first: plain, second };
    assert_eq!(client.handle_datagram(&second.encode()), conflict);
    assert_eq!(client.poll_output(at(500)), Output::Done);
}

#[test]
fn what_cannot_be_used_does_not_end_discovery() {
    let good = response(Security::TLS);
    let address = |text: &str| Response { address: text.parse().unwrap(), ..good };
    for (bad, refusal) in [
        (address("::"), Refusal::Unspecified),
        (address("ff02::1"), Refusal::Multicast),
        (address("2001:db8::1"), Refusal::OffLink),
        (address("::1"), Refusal::OffLink),
        (address("fec0::1"), Refusal::OffLink),
        (Response { port: 0, ..good }, Refusal::Port),
        (Response { transport: Transport::UDP, ..good }, Refusal::Transport(Transport::UDP)),
        (response(Security::new(1)), Refusal::Security(Security::new(1))),
    ] {
        let mut client = Client::new(ClientOptions::default());
        let _request = client.poll_output(at(0));
        let event = client.handle_datagram(&bad.encode());
        assert_eq!(event, Event::Refused { response: bad, refusal });
        assert!(matches!(client.poll_output(at(250)), Output::Transmit(_)));
        assert_eq!(client.handle_datagram(&good.encode()), Event::Found(good));
        // Nor does it count as a conflict.
        let event = client.handle_datagram(&bad.encode());
        assert_eq!(event, Event::Refused { response: bad, refusal });
    }
    let mut client = Client::new(ClientOptions::default().with_allow_off_link(true));
    let local = address("::1");
    assert_eq!(client.handle_datagram(&local.encode()), Event::Found(local));
}

#[test]
fn the_server_answers_by_its_offer() {
    let tls = 64109;
    let plain = 61341;
    for (offer, to_tls, to_none) in [
        (Offer::TlsRequired { tls }, (Security::TLS, tls), (Security::TLS, tls)),
        (Offer::Both { tls, plain }, (Security::TLS, tls), (Security::NONE, plain)),
        (Offer::Plain { plain }, (Security::NONE, plain), (Security::NONE, plain)),
    ] {
        let server = Server::new(STATION, offer);
        for (asked, expected) in [(Security::TLS, to_tls), (Security::NONE, to_none)] {
            let request = Request { security: asked, transport: Transport::TCP };
            let answer = Response::parse(&server.answer(&request.encode()).unwrap()).unwrap();
            assert_eq!((answer.security, answer.port), expected, "{offer:?} {asked}");
            assert_eq!((answer.address, answer.transport), (STATION, Transport::TCP));
        }
        let udp = Request { security: Security::TLS, transport: Transport::UDP };
        assert_eq!(server.answer(&udp.encode()), Err(NoAnswer::Transport(Transport::UDP)));
        let odd = Request { security: Security::new(7), transport: Transport::TCP };
        assert_eq!(server.answer(&odd.encode()), Err(NoAnswer::Security(Security::new(7))));
        let response = response(Security::TLS).encode();
        let error = SdpError::PayloadType(PayloadType::SDP_RESPONSE);
        assert_eq!(server.answer(&response), Err(NoAnswer::NotARequest(error)));
    }
}

#[test]
fn lengths_are_exact() {
    let datagram = response(Security::TLS).encode();
    let cut = SdpError::Frame(FrameError::Incomplete { needed: 1 });
    assert_eq!(Response::parse(&datagram[..27]), Err(cut));
    let short = [0x01, 0xfe, 0x90, 0x00, 0, 0, 0, 1, 0];
    assert_eq!(Request::parse(&short), Err(SdpError::Length { expected: 2, found: 1 }));
}

fn framed(payload_type: PayloadType, payload: &[u8]) -> alloc::vec::Vec<u8> {
    let mut datagram = alloc::vec![0; 8 + payload.len()];
    Frame { payload_type, payload }.encode(&mut datagram).unwrap();
    datagram
}

#[test]
fn wireless_variants_come_back() {
    let request = WirelessRequest {
        security: Security::TLS,
        transport: Transport::TCP,
        pairing: 0x0400,
        coupling: Coupling::WPT,
        ev_id: *b"WMIV1234567890ABCDEX",
        evse_id: *b"DE*ICE*E45B*78C*123456789*0123456789",
    };
    let datagram = framed(PayloadType::SDP_REQUEST_WIRELESS, &request.payload());
    assert_eq!(datagram.len(), 8 + 61);
    assert_eq!(datagram[8..13], [0x00, 0x00, 0x04, 0x00, 0x10]);
    assert_eq!(WirelessRequest::parse(&datagram), Ok(request));
    let response = WirelessResponse {
        address: STATION,
        port: 50000,
        security: Security::TLS,
        transport: Transport::TCP,
        diagnosis: Diagnosis::FINISHED_WITH_EVSE_ID,
        coupling: Coupling::WPT,
        evse_id: request.evse_id,
    };
    let datagram = framed(PayloadType::SDP_RESPONSE_WIRELESS, &response.payload());
    assert_eq!(datagram.len(), 8 + 58);
    assert_eq!(datagram[24..30], [0xc3, 0x50, 0x00, 0x00, 0x01, 0x10]);
    assert_eq!(WirelessResponse::parse(&datagram), Ok(response));
}

#[test]
fn questions_for_emsps() {
    let request = framed(PayloadType::SDP_REQUEST_EMSP, b"");
    assert_eq!(EmspRequest::parse(&request), Ok(EmspRequest { emsp_ids: "" }));
    let mut payload = [0; 21];
    payload[..16].copy_from_slice(&STATION.octets());
    payload[16..].copy_from_slice(&[0xc3, 0x50, b'A', b'B', b'C']);
    let response = framed(PayloadType::SDP_RESPONSE_EMSP, &payload);
    let expected = EmspResponse { address: STATION, port: 50000, emsp_ids: "ABC" };
    assert_eq!(EmspResponse::parse(&response), Ok(expected));
    let short = framed(PayloadType::SDP_RESPONSE_EMSP, &payload[..17]);
    let error = SdpError::Length { expected: 18, found: 17 };
    assert_eq!(EmspResponse::parse(&short), Err(error));
    let not_text = framed(PayloadType::SDP_REQUEST_EMSP, &[0xff]);
    assert_eq!(EmspRequest::parse(&not_text), Err(SdpError::Text));
}

proptest! {
    #[test]
    fn any_bytes_are_handled(datagram in prop::collection::vec(any::<u8>(), 0..80)) {
        let mut client = Client::new(ClientOptions::default());
        let _event = client.handle_datagram(&datagram);
        let _answer = Server::new(STATION, Offer::Plain { plain: 1 }).answer(&datagram);
        let _ = (WirelessRequest::parse(&datagram), WirelessResponse::parse(&datagram));
        let _ = (EmspRequest::parse(&datagram), EmspResponse::parse(&datagram));
    }

    #[test]
    fn responses_come_back(address: [u8; 16], port: u16, security: u8, transport: u8) {
        let response = Response {
            address: Ipv6Addr::from(address),
            port,
            security: Security::new(security),
            transport: Transport::new(transport),
        };
        prop_assert_eq!(Response::parse(&response.encode()), Ok(response));
    }
}
