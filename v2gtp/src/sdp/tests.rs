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

/// A client whose first request is on its way.
fn asked(options: ClientOptions) -> Client {
    let mut client = Client::new(options);
    assert!(matches!(client.poll_output(at(0)), Output::Transmit(_)));
    client
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
fn who_polls_late_does_not_catch_up() {
    let mut client = asked(ClientOptions::default());
    for now in [1000, 1300, 9999] {
        assert!(matches!(client.poll_output(at(now)), Output::Transmit(_)), "{now}");
        assert_eq!(client.poll_output(at(now)), Output::Wait(at(now + 250)));
        assert_eq!(client.poll_output(at(now + 249)), Output::Wait(at(now + 250)));
    }
    assert_eq!(client.sent(), 4);
}

#[test]
fn two_different_answers_conflict_in_any_order() {
    let tls = response(Security::TLS);
    let plain = response(Security::NONE);
    let elsewhere = Response { port: 50_000, ..plain };
    let conflict = |first, second| Event::Conflict { first, second };

    let mut client = asked(ClientOptions::default());
    assert_eq!(client.handle_datagram(&tls.encode()), Event::Found(tls));
    assert_eq!(client.handle_datagram(&plain.encode()), conflict(tls, plain));
    assert_eq!(client.found(), Some(tls));

    let mut client = asked(ClientOptions::default());
    assert_eq!(client.handle_datagram(&plain.encode()), Event::OtherSecurity(plain));
    assert_eq!(client.handle_datagram(&plain.encode()), Event::Repeated);
    assert_eq!(client.handle_datagram(&elsewhere.encode()), conflict(plain, elsewhere));
    assert_eq!(client.found(), None);
    assert_eq!(client.poll_output(at(10)), Output::Wait(at(250)), "the search goes on");
    assert_eq!(client.handle_datagram(&tls.encode()), conflict(plain, tls));
    assert_eq!(client.found(), Some(tls));
    assert_eq!(client.poll_output(at(250)), Output::Done);
    assert_eq!(client.handle_datagram(&plain.encode()), conflict(tls, plain));
    assert_eq!(client.handle_datagram(&tls.encode()), Event::Repeated);
}

#[test]
fn the_search_goes_on_after_a_rejection() {
    let [bad, good] = [50_000, 50_001].map(|port| Response { port, ..response(Security::TLS) });
    let mut client = asked(ClientOptions::default());
    assert_eq!(client.handle_datagram(&bad.encode()), Event::Found(bad));
    client.reject(bad);
    assert_eq!(client.found(), None);
    // Neither faster nor more often than without.
    assert_eq!(client.poll_output(at(100)), Output::Wait(at(250)));
    assert!(matches!(client.poll_output(at(250)), Output::Transmit(_)));
    assert_eq!(client.sent(), 2);
    let refused = Event::Refused { response: bad, refusal: Refusal::Rejected };
    assert_eq!(client.handle_datagram(&bad.encode()), refused);
    assert_eq!(client.handle_datagram(&good.encode()), Event::Found(good));
    assert_eq!(client.handle_datagram(&bad.encode()), refused);
    // Of the other security, too.
    let mut client = asked(ClientOptions::default());
    let plain = response(Security::NONE);
    assert_eq!(client.handle_datagram(&plain.encode()), Event::OtherSecurity(plain));
    client.reject(plain);
    assert_eq!(client.handle_datagram(&good.encode()), Event::Found(good));
}

#[test]
fn nothing_is_an_answer_before_a_question() {
    let mut client = Client::new(ClientOptions::default());
    let response = response(Security::TLS);
    let refused = Event::Refused { response, refusal: Refusal::Unasked };
    assert_eq!(client.handle_datagram(&response.encode()), refused);
    assert!(matches!(client.poll_output(at(0)), Output::Transmit(_)));
    assert_eq!(client.handle_datagram(&response.encode()), Event::Found(response));
}

#[test]
fn a_station_without_tls_is_accepted_or_not() {
    let mut client = asked(ClientOptions::default());
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
        let mut client = asked(ClientOptions::default());
        let event = client.handle_datagram(&bad.encode());
        assert_eq!(event, Event::Refused { response: bad, refusal });
        assert!(matches!(client.poll_output(at(250)), Output::Transmit(_)));
        assert_eq!(client.handle_datagram(&good.encode()), Event::Found(good));
        // Nor does it count as a conflict.
        let event = client.handle_datagram(&bad.encode());
        assert_eq!(event, Event::Refused { response: bad, refusal });
    }
    let mut client = asked(ClientOptions::default().with_off_link(true));
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
        let server = Server::new(STATION, offer).unwrap();
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
fn offers_that_no_vehicle_could_use_are_none() {
    let (tls, plain) = (64109, 61341);
    for (address, offer, error) in [
        ("::", Offer::Plain { plain }, OfferError::Address(Ipv6Addr::UNSPECIFIED)),
        ("ff02::1", Offer::Plain { plain }, OfferError::Address(MULTICAST)),
        ("fe80::1", Offer::Plain { plain: 0 }, OfferError::Port(0)),
        ("fe80::1", Offer::TlsRequired { tls: 49151 }, OfferError::Port(49151)),
        ("fe80::1", Offer::Both { tls, plain: 15118 }, OfferError::Port(15118)),
        ("fe80::1", Offer::Both { tls, plain: tls }, OfferError::SamePort(tls)),
    ] {
        assert_eq!(Server::new(address.parse().unwrap(), offer), Err(error));
    }
    assert!(Server::new(Ipv6Addr::LOCALHOST, Offer::TlsRequired { tls: 49152 }).is_ok());
    assert_eq!(OfferError::Port(0).to_string(), "port 0 is not one of 49152 to 65535");
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
    let mut client = asked(ClientOptions::default());
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
fn names_have_the_values_of_the_wire() {
    for (coupling, byte) in [
        (Coupling::PANTOGRAPH_CROSS_RAIL, 0x00),
        (Coupling::PANTOGRAPH_IN_LINE, 0x01),
        (Coupling::PANTOGRAPH_DOME, 0x02),
        (Coupling::PANTOGRAPH_VEHICLE, 0x03),
        (Coupling::UNDERNEATH, 0x04),
        (Coupling::SIDE_OR_ROOF, 0x05),
        (Coupling::WPT, 0x10),
        (Coupling::ACD_U_INFRASTRUCTURE, 0x20),
        (Coupling::ACD_U_VEHICLE, 0x21),
        (Coupling::ACD_S, 0x30),
        (Coupling::MANUAL, 0x40),
        (Coupling::NOT_APPLICABLE, 0xff),
    ] {
        assert_eq!(coupling.byte(), byte, "{coupling}");
    }
    for (diagnosis, byte) in [
        (Diagnosis::ONGOING, 0x00),
        (Diagnosis::FINISHED_WITH_EVSE_ID, 0x01),
        (Diagnosis::FINISHED_WITHOUT_EVSE_ID, 0x02),
        (Diagnosis::NO_SECC, 0x10),
    ] {
        assert_eq!(diagnosis.byte(), byte, "{diagnosis}");
    }
    for (pairing, bits) in [
        (Pairing::PPD_INFRASTRUCTURE, 0x0100),
        (Pairing::PPD_VEHICLE, 0x0200),
        (Pairing::WPT_LF_INFRASTRUCTURE, 0x0400),
        (Pairing::WPT_LF_VEHICLE, 0x0800),
        (Pairing::WPT_CAMERA_VEHICLE, 0x1000),
        (Pairing::ACD_U_INFRARED, 0x2000),
        (Pairing::ACD_DIRECTED_WLAN, 0x4000),
    ] {
        assert_eq!(pairing.bits(), bits);
    }
    assert_eq!([Security::TLS.byte(), Security::NONE.byte()], [0x00, 0x10]);
    assert_eq!([Transport::TCP.byte(), Transport::UDP.byte()], [0x00, 0x10]);
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
    let error = SdpError::TooShort { at_least: 18, found: 17 };
    assert_eq!(EmspResponse::parse(&short), Err(error));
    assert_eq!(error.to_string(), "payload of 17 bytes instead of 18 or more");
    let error = EncodeError::BufferTooSmall { needed: 29 };
    for room in [0, 7, 8, 28] {
        let mut buf = [0x55; 28];
        assert_eq!(response.encode(&mut buf[..room]), Err(error));
        assert_eq!(buf, [0x55; 28]);
    }
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
        let server = Server::new(STATION, Offer::TlsRequired { tls: 61341 }).unwrap();
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
        let mut client = asked(ClientOptions::default());
        let _event = client.handle_datagram(&datagram);
        let _answer = Server::new(STATION, Offer::Plain { plain: 61341 }).unwrap().answer(&datagram);
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
