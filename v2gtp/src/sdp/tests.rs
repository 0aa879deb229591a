use alloc::string::ToString as _;
use alloc::vec;
use alloc::vec::Vec;
use core::net::Ipv6Addr;
use core::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::{EncodeError, Frame, FrameError, PayloadType};

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
    let mut client = Client::new(ClientOptions::default().with_off_link(true));
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

fn framed(payload_type: PayloadType, payload: &[u8]) -> Vec<u8> {
    let mut datagram = vec![0; 8 + payload.len()];
    Frame { payload_type, payload }.encode(&mut datagram).unwrap();
    datagram
}

#[test]
fn options_keep_to_their_limits() {
    let requests = |options| {
        let mut client = Client::new(options);
        let mut now = at(0);
        loop {
            match client.poll_output(now) {
                Output::Transmit(_) => {}
                Output::Wait(until) => now = until,
                Output::Done | Output::GivenUp => return (client.sent(), now),
            }
        }
    };
    let options = ClientOptions::DEFAULT;
    assert_eq!(requests(options), (50, at(12_500)));
    assert_eq!(requests(options.with_max_requests(0)), (1, at(250)));
    assert_eq!(requests(options.with_max_requests(51)), (50, at(12_500)));
    assert_eq!(requests(options.with_interval(at(249))), (50, at(12_500)));
    assert_eq!(requests(options.with_interval(at(1250)).with_max_requests(2)), (2, at(2500)));
}

#[test]
fn a_station_may_have_moved_to_another_port() {
    let mut client = Client::new(ClientOptions::default());
    let [first, second] = [50_000, 50_001].map(|port| Response { port, ..response(Security::TLS) });
    assert_eq!(client.handle_datagram(&first.encode()), Event::Found(first));
    assert_eq!(client.handle_datagram(&second.encode()), Event::Conflict { first, second });
    assert_eq!(client.found(), Some(first), "nothing changes by itself");
    client.accept(second);
    assert_eq!(client.found(), Some(second));
    assert_eq!(client.handle_datagram(&second.encode()), Event::Repeated);
}

#[test]
fn ports_are_to_be_dynamic_ones() {
    for (port, expected) in [(49151, false), (49152, true), (65535, true)] {
        assert_eq!(Response { port, ..response(Security::TLS) }.has_dynamic_port(), expected);
    }
}

#[test]
fn reasons_are_readable() {
    for (refusal, text) in [
        (Refusal::OffLink, "the address is not link-local"),
        (Refusal::Transport(Transport::UDP), "UDP instead of TCP"),
        (Refusal::Security(Security::new(1)), "reserved security 0x01"),
    ] {
        assert_eq!(refusal.to_string(), text);
    }
    let error = NoAnswer::NotARequest(SdpError::Length { expected: 2, found: 1 });
    assert_eq!(error.to_string(), "no SDP request: payload of 1 bytes instead of 2");
}

#[test]
fn wireless_variants_come_back() {
    let request = WirelessRequest {
        security: Security::TLS,
        transport: Transport::TCP,
        pairing: Pairing::WPT_LF_INFRASTRUCTURE,
        coupling: Coupling::WPT,
        ev_id: *b"WMIV1234567890ABCDEX",
        evse_id: *b"DE*ICE*E45B*78C*123456789*0123456789",
    };
    let datagram = request.encode();
    assert_eq!(datagram[..13], [1, 0xfe, 0x90, 2, 0, 0, 0, 61, 0x00, 0x00, 0x04, 0x00, 0x10]);
    assert_eq!(datagram[33..], request.evse_id);
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
    let datagram = response.encode();
    assert_eq!(datagram[..10], [1, 0xfe, 0x90, 3, 0, 0, 0, 58, 0xfe, 0x80]);
    assert_eq!(datagram[24..30], [0xc3, 0x50, 0x00, 0x00, 0x01, 0x10]);
    assert_eq!(WirelessResponse::parse(&datagram), Ok(response));
    // The other source's length is not this one's.
    let longer = framed(PayloadType::SDP_RESPONSE_WIRELESS, &[0; 59]);
    let error = SdpError::Length { expected: 58, found: 59 };
    assert_eq!(WirelessResponse::parse(&longer), Err(error));
}

#[test]
fn pairing_is_a_bit_field() {
    let all = [
        Pairing::PPD_INFRASTRUCTURE,
        Pairing::PPD_VEHICLE,
        Pairing::WPT_LF_INFRASTRUCTURE,
        Pairing::WPT_LF_VEHICLE,
        Pairing::WPT_CAMERA_VEHICLE,
        Pairing::ACD_U_INFRARED,
        Pairing::ACD_DIRECTED_WLAN,
    ];
    let set = all.into_iter().fold(Pairing::default(), |set, one| set | one);
    assert_eq!(set, Pairing::new(0x7f00));
    assert!(all.iter().all(|one| set.contains(*one) && one.bits().is_power_of_two()));
    assert!(!Pairing::PPD_VEHICLE.contains(set));
}

#[test]
fn questions_for_emsps() {
    let mut buf = [0; 64];
    let request = EmspRequest { emsp_ids: "" };
    let datagram = request.encode(&mut buf).unwrap();
    assert_eq!(datagram, framed(PayloadType::SDP_REQUEST_EMSP, b""));
    assert_eq!(EmspRequest::parse(datagram), Ok(request));
    let response = EmspResponse { address: STATION, port: 50000, emsp_ids: "ABC" };
    let datagram = response.encode(&mut buf).unwrap();
    assert_eq!(datagram[..8], [0x01, 0xfe, 0x90, 0x05, 0, 0, 0, 21]);
    assert_eq!(datagram[8..24], STATION.octets());
    assert_eq!(datagram[24..], [0xc3, 0x50, b'A', b'B', b'C']);
    assert_eq!(EmspResponse::parse(datagram), Ok(response));
    let short = framed(PayloadType::SDP_RESPONSE_EMSP, &datagram[8..25]);
    let error = SdpError::Length { expected: 18, found: 17 };
    assert_eq!(EmspResponse::parse(&short), Err(error));
    let error = EncodeError::BufferTooSmall { needed: 29 };
    assert_eq!(response.encode(&mut buf[..28]), Err(error));
    let not_text = framed(PayloadType::SDP_REQUEST_EMSP, &[0xff]);
    assert_eq!(EmspRequest::parse(&not_text), Err(SdpError::Text));
}

/// What happens to one request on a bad link, and to the answer.
#[derive(Clone, Debug)]
enum Fate {
    Lost,
    Answered { after: u64 },
    Damaged { byte: usize, bits: u8 },
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        3 => Just(Fate::Lost),
        1 => (0..200_u64).prop_map(|after| Fate::Answered { after }),
        1 => (0..Response::LEN, 1..=u8::MAX).prop_map(|(byte, bits)| Fate::Damaged { byte, bits }),
    ]
}

proptest! {
    /// Vehicle and station on a bad link: what is lost or damaged costs a request, nothing more.
    #[test]
    fn a_bad_link_costs_requests(fates in prop::collection::vec(fate(), 1..60)) {
        let server = Server::new(STATION, Offer::TlsRequired { tls: 61341 });
        let mut client = Client::new(ClientOptions::default());
        let mut now = at(0);
        let mut fates = fates.into_iter().chain(core::iter::repeat(Fate::Lost));
        let mut expected = None;
        let end = loop {
            match client.poll_output(now) {
                Output::Transmit(request) => {
                    prop_assert_eq!(now, at(250 * u64::from(client.sent() - 1)));
                    let mut answer = server.answer(&request).unwrap();
                    match fates.next().unwrap() {
                        Fate::Lost => {}
                        Fate::Answered { after } => {
                            now += at(after);
                            let event = client.handle_datagram(&answer);
                            prop_assert_eq!(event, Event::Found(response(Security::TLS)));
                            expected = Some(client.sent());
                        }
                        Fate::Damaged { byte, bits } => {
                            answer[byte] ^= bits;
                            // Whatever it says now: if it is used, it is what was received.
                            if let Event::Found(found) = client.handle_datagram(&answer) {
                                prop_assert_eq!(found.encode(), answer);
                                expected = Some(client.sent());
                            }
                        }
                    }
                }
                Output::Wait(until) => {
                    prop_assert!(until > now);
                    now = until;
                }
                end @ (Output::Done | Output::GivenUp) => break end,
            }
        };
        prop_assert_eq!(end, if expected.is_some() { Output::Done } else { Output::GivenUp });
        prop_assert_eq!(client.sent(), expected.unwrap_or(50));
    }

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
