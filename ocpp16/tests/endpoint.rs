//! Two endpoints joined in memory, with a clock and a link that the tests control.
#![cfg(feature = "core")]
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::std_instead_of_alloc,
    reason = "clippy.toml allows it in tests, not in their helpers"
)]

use core::time::Duration;
use std::collections::{HashMap, VecDeque};

use ocpp16::core::{
    Authorize, AuthorizeRequest, AuthorizeResponse, Heartbeat, HeartbeatRequest, HeartbeatResponse,
    MeterValuesRequest, Reset, ResetRequest, ResetResponse, ResetStatus, ResetType,
    StartTransactionRequest,
};
use ocpp16::endpoint::{
    CallId, CallKey, Endpoint, EndpointOptions, Failure, Ignored, Incoming, IncomingCall, Lane,
    NotAnswered, NotCalled, Output, Queued, Refused,
};
use ocpp16::types::{AuthorizationStatus, IdTagInfo};
use ocpp16::{Action, CiString, ErrorCode, ErrorKind, Frame, Instant, Options, Role};
use proptest::prelude::*;

const STATION: u64 = 0x57A7_1011;
const BACK_END: u64 = 0xBAC0;

fn at(seconds: u64) -> Instant {
    Instant::from_millis(1000 * seconds)
}

fn connected(role: Role, options: EndpointOptions) -> Endpoint {
    let seed = if role == Role::ChargePoint { STATION } else { BACK_END };
    let mut endpoint = Endpoint::new(role, seed, options);
    endpoint.handle_connected();
    endpoint
}

fn station() -> Endpoint {
    connected(Role::ChargePoint, EndpointOptions::default())
}

fn back_end() -> Endpoint {
    connected(Role::CentralSystem, EndpointOptions::default())
}

fn authorize(tag: &str) -> AuthorizeRequest<'_> {
    AuthorizeRequest::new(CiString::new(tag).unwrap())
}

fn accepted() -> AuthorizeResponse<'static> {
    AuthorizeResponse::new(IdTagInfo::new(AuthorizationStatus::Accepted))
}

fn current_time() -> HeartbeatResponse {
    HeartbeatResponse::new("2026-11-22T08:00:00Z".parse::<ocpp16::DateTime>().unwrap())
}

#[track_caller]
fn transmitted(endpoint: &mut Endpoint, now: Instant) -> String {
    match endpoint.poll_output(now) {
        Output::Transmit(frame) => frame,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn waits(endpoint: &mut Endpoint, now: Instant) -> Option<Instant> {
    match endpoint.poll_output(now) {
        Output::Wait(until) => until,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn fails(endpoint: &mut Endpoint, now: Instant) -> (CallId, Failure<'static>) {
    match endpoint.poll_output(now) {
        Output::Failed { call, failure } => (call, failure),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn called<'a>(endpoint: &mut Endpoint, frame: &'a str) -> IncomingCall<'a> {
    match endpoint.handle_frame(frame.as_bytes()) {
        Incoming::Call(call) => call,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn action_of(frame: &str) -> Action {
    match Frame::parse(frame.as_bytes(), &Options::strict()) {
        Ok(Frame::Call(call)) => call.request.action(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_call_at_a_time_in_each_direction() {
    let (mut station, mut back_end) = (station(), back_end());
    let first = station.call(&authorize("A")).unwrap();
    let second = station.call(&HeartbeatRequest::new()).unwrap();
    let frame = transmitted(&mut station, at(0));
    assert_eq!(waits(&mut station, at(1)), Some(at(30)), "the second one waits");
    // The other direction is not concerned: the CALLs cross.
    let reset = back_end.call(&ResetRequest::new(ResetType::Soft)).unwrap();
    let crossing = transmitted(&mut back_end, at(0));
    let incoming = called(&mut station, &crossing);
    assert!(!incoming.overlaps);
    station.respond(incoming.call, ResetResponse::new(ResetStatus::Accepted)).unwrap();
    let reset_answer = transmitted(&mut station, at(1));

    let incoming = called(&mut back_end, &frame);
    back_end.respond(incoming.call, accepted()).unwrap();
    let authorize_answer = transmitted(&mut back_end, at(1));

    let Incoming::Answer(answer) = back_end.handle_frame(reset_answer.as_bytes()) else { panic!() };
    assert_eq!(answer.to(reset).unwrap().unwrap().status, ResetStatus::Accepted);
    assert_eq!(waits(&mut back_end, at(1)), None);

    let Incoming::Answer(answer) = station.handle_frame(authorize_answer.as_bytes()) else {
        panic!()
    };
    // An answer goes to the call that asked, and to no other.
    let answer = answer.to(second).expect_err("of another call");
    let response = answer.to(first).unwrap().unwrap();
    assert_eq!(response.id_tag_info.status, AuthorizationStatus::Accepted);
    assert_eq!(action_of(&transmitted(&mut station, at(2))), Action::Heartbeat);
    assert_eq!(waits(&mut station, at(2)), Some(at(32)));
}

#[test]
fn what_a_user_waits_for_overtakes_transactions() {
    let mut station = station();
    let start = StartTransactionRequest::new(
        1,
        CiString::new("A").unwrap(),
        0,
        "2026-11-22T08:00:00Z".parse::<ocpp16::DateTime>().unwrap(),
    );
    for _ in 0..3 {
        station.call(&start).unwrap();
    }
    station.call(&MeterValuesRequest::new(1, Vec::new())).unwrap();
    for _ in 0..12 {
        station.call(&authorize("A")).unwrap();
    }
    let mut order = Vec::new();
    while station.queued() > 0 {
        order.push(action_of(&transmitted(&mut station, at(0))));
        // The next one goes after the end of this one.
        station.handle_timeout(at(30));
        let _: (CallId, Failure<'_>) = fails(&mut station, at(0));
    }
    let limit = Lane::OVERTAKE_LIMIT as usize;
    let mut expected = vec![Action::Authorize; limit];
    expected.push(Action::StartTransaction);
    expected.extend(vec![Action::Authorize; 12 - limit]);
    expected.extend([Action::StartTransaction; 2]);
    expected.push(Action::MeterValues);
    assert_eq!(order, expected);
}

#[test]
fn a_call_times_out_and_its_answer_is_late() {
    let (mut station, mut back_end) = (station(), back_end());
    let call = station.call(&HeartbeatRequest::new()).unwrap().id();
    let frame = transmitted(&mut station, at(5));
    assert_eq!(waits(&mut station, at(5)), Some(at(35)));
    station.handle_timeout(Instant::from_millis(34_999));
    assert_eq!(waits(&mut station, at(5)), Some(at(35)), "not yet");
    station.handle_timeout(at(35));
    assert_eq!(fails(&mut station, at(35)), (call, Failure::Timeout));
    assert_eq!(waits(&mut station, at(35)), None);
    // The next one may go, although the peer has not answered.
    station.call(&authorize("A")).unwrap();
    let _next = transmitted(&mut station, at(36));
    let incoming = called(&mut back_end, &frame);
    back_end.respond(incoming.call, current_time()).unwrap();
    let late = transmitted(&mut back_end, at(36));
    let Incoming::Ignored(ignored) = station.handle_frame(late.as_bytes()) else { panic!() };
    assert_eq!(ignored, Ignored::Late { call });
    assert_eq!(waits(&mut station, at(36)), Some(at(66)), "the CALL on its way still waits");
    // Once more, it is an answer to nothing.
    let Incoming::Ignored(Ignored::Stray { message_id, error: None }) =
        station.handle_frame(late.as_bytes())
    else {
        panic!()
    };
    assert!(late.contains(message_id.as_str()));
}

#[test]
fn stray_answers_change_nothing() {
    let mut station = station();
    let call = station.call(&HeartbeatRequest::new()).unwrap().id();
    let _frame = transmitted(&mut station, at(0));
    for stray in [
        r#"[3,"never-sent",{}]"#,
        r#"[3,"0000000057a71011-00",{}]"#,
        r#"[3,"0000000057A71011-0",{"currentTime":"2026-11-22T08:00:00Z"}]"#,
        r#"[4,"-1","InternalError","",{}]"#,
    ] {
        let incoming = station.handle_frame(stray.as_bytes());
        assert!(
            matches!(incoming, Incoming::Ignored(Ignored::Stray { .. })),
            "{stray}: {incoming:?}"
        );
        assert_eq!(station.in_flight(), Some(call));
    }
}

#[test]
fn errors_end_a_call() {
    let answer_to = |frame: &str| {
        let mut station = station();
        let key = station.call(&HeartbeatRequest::new()).unwrap();
        let _frame = transmitted(&mut station, at(0));
        let incoming = station.handle_frame(frame.as_bytes());
        let Incoming::Answer(answer) = incoming else { panic!("{frame}: {incoming:?}") };
        // A bad answer is never answered (evcc 15657).
        assert_eq!(waits(&mut station, at(0)), None, "{frame}");
        match answer.to(key) {
            Ok(Err(Failure::CallError(error))) => Err(error.code.as_str().to_owned()),
            Ok(Err(Failure::BadAnswer(error))) => Ok(error.kind()),
            other => panic!("{frame}: {other:?}"),
        }
    };
    let id = "0000000057a71011-0";
    assert_eq!(
        answer_to(&format!(r#"[4,"{id}","NotSupported","no",{{}}]"#)),
        Err("NotSupported".to_owned())
    );
    assert_eq!(answer_to(&format!(r#"[4,"{id}","Odd","",{{}}]"#)), Err("Odd".to_owned()));
    assert_eq!(answer_to(&format!(r#"[4,"{id}","Odd"]"#)), Err("Odd".to_owned()));
    assert_eq!(answer_to(&format!(r#"[3,"{id}",{{}}]"#)), Ok(ErrorKind::MissingMember));
    assert_eq!(answer_to(&format!(r#"[3,"{id}",[]]"#)), Ok(ErrorKind::NotAnObject));
    assert_eq!(answer_to(&format!(r#"[3,"{id}"]"#)), Ok(ErrorKind::Elements));
    assert_eq!(answer_to(&format!(r#"[4,"{id}"]"#)), Ok(ErrorKind::Elements));
}

#[test]
fn wrong_calls_are_answered_with_their_code() {
    for (frame, code) in [
        (r#"[2,"7","Nonsense",{}]"#, "NotImplemented"),
        (r#"[2,"7","Reset",{"type":"Warm"}]"#, "PropertyConstraintViolation"),
        (r#"[2,"7","Reset",{}]"#, "OccurenceConstraintViolation"),
        (r#"[2,"7","Reset",{"type":1}]"#, "TypeConstraintViolation"),
        (r#"[2,"7","Reset",[]]"#, "FormationViolation"),
        // Only a station sends this.
        (r#"[2,"7","Heartbeat",{}]"#, "NotSupported"),
    ] {
        let mut station = station();
        let incoming = station.handle_frame(frame.as_bytes());
        match incoming {
            Incoming::Invalid(_) | Incoming::Refused(Refused::WrongDirection { .. }) => {}
            other => panic!("{frame}: {other:?}"),
        }
        let answer = transmitted(&mut station, at(0));
        let Ok(Frame::Error(error)) = Frame::parse(answer.as_bytes(), &Options::strict()) else {
            panic!("{answer}")
        };
        assert_eq!((error.message_id.as_str(), error.code.as_str()), ("7", code), "{frame}");
    }
}

#[test]
fn calls_of_an_impatient_peer() {
    let mut station = connected(Role::ChargePoint, EndpointOptions::default().with_max_open(2));
    let first = called(&mut station, r#"[2,"1","Reset",{"type":"Soft"}]"#);
    assert!(!first.overlaps);
    let second = called(&mut station, r#"[2,"2","ClearCache",{}]"#);
    assert!(second.overlaps);
    // Sent again while it is open: there will be one answer.
    let again = station.handle_frame(br#"[2,"1","Reset",{"type":"Soft"}]"#);
    let Incoming::Ignored(Ignored::Repeated { call }) = again else { panic!("{again:?}") };
    assert_eq!(call, first.call);
    let third = station.handle_frame(br#"[2,"3","ClearCache",{}]"#);
    assert!(matches!(third, Incoming::Refused(Refused::TooManyOpen { .. })), "{third:?}");
    let refusal = transmitted(&mut station, at(0));
    assert!(refusal.starts_with(r#"[4,"3","GenericError","#), "{refusal}");

    let wrong = station.respond(first.call, current_time());
    assert_eq!(wrong, Err(NotAnswered::OtherOperation));
    station.respond(first.call, ResetResponse::new(ResetStatus::Rejected)).unwrap();
    assert_eq!(transmitted(&mut station, at(0)), r#"[3,"1",{"status":"Rejected"}]"#);
    let twice = station.respond(first.call, ResetResponse::new(ResetStatus::Rejected));
    assert_eq!(twice, Err(NotAnswered::NotOpen));
    station.refuse(second.call, ErrorCode::InternalError, "out of \"order\"").unwrap();
    let refusal = transmitted(&mut station, at(0));
    assert_eq!(refusal, r#"[4,"2","InternalError","out of \"order\"",{}]"#);
    assert_eq!(station.open().count(), 0);
}

#[test]
fn a_rejected_station_does_not_answer() {
    let mut station = station();
    let reset = called(&mut station, r#"[2,"1","Reset",{"type":"Soft"}]"#);
    assert_eq!(station.ignore(reset.call), Ok(()));
    assert_eq!(station.ignore(reset.call), Err(NotAnswered::NotOpen));
    assert_eq!(waits(&mut station, at(0)), None);
    let next = called(&mut station, r#"[2,"1","Reset",{"type":"Soft"}]"#);
    assert!(!next.overlaps, "nothing is open");
}

#[test]
fn failures_can_be_kept() {
    let mut station = station();
    let key = station.call(&HeartbeatRequest::new()).unwrap();
    let _frame = transmitted(&mut station, at(0));
    let frame = br#"[4,"0000000057a71011-0","NotSupported","no",{}]"#.to_vec();
    let Incoming::Answer(answer) = station.handle_frame(&frame) else { panic!() };
    let Ok(Err(failure)) = answer.to(key) else { panic!() };
    let kept = failure.into_owned();
    drop(frame);
    assert_eq!(kept.to_string(), "CALLERROR NotSupported: no");
}

#[test]
fn calls_that_are_not_taken() {
    let mut back_end =
        connected(Role::CentralSystem, EndpointOptions::default().with_max_queued(2));
    assert_eq!(back_end.call(&HeartbeatRequest::new()), Err(NotCalled::WrongDirection));
    let first = back_end.call(&ResetRequest::new(ResetType::Soft)).unwrap();
    let second = back_end.call(&ResetRequest::new(ResetType::Hard)).unwrap();
    assert_eq!(back_end.call(&ResetRequest::new(ResetType::Hard)), Err(NotCalled::QueueFull));
    assert!(back_end.cancel(second.id()));
    assert!(!back_end.cancel(second.id()));
    let frame = transmitted(&mut back_end, at(0));
    assert!(frame.contains("Soft"));
    assert!(!back_end.cancel(first.id()), "it is on its way");
    assert_eq!(back_end.queued(), 0);
}

#[test]
fn a_new_connection_keeps_what_the_program_says() {
    for (queued, kept) in [
        (Queued::Keep, &[Action::Authorize, Action::MeterValues][..]),
        (Queued::KeepTransactions, &[Action::MeterValues]),
        (Queued::Drop, &[]),
    ] {
        let mut station = station();
        let on_its_way = station.call(&HeartbeatRequest::new()).unwrap().id();
        let frame = transmitted(&mut station, at(0));
        let mut waiting = vec![
            station.call(&authorize("A")).unwrap().id(),
            station.call(&MeterValuesRequest::new(1, Vec::new())).unwrap().id(),
        ];
        let incoming = called(&mut station, r#"[2,"1","Reset",{"type":"Soft"}]"#);
        station.handle_disconnected(queued);
        assert_eq!(fails(&mut station, at(1)), (on_its_way, Failure::Disconnected));
        waiting.retain(|call| !kept.contains(&call.action()));
        for dropped in waiting {
            assert_eq!(fails(&mut station, at(1)), (dropped, Failure::Dropped));
        }
        let answer = station.respond(incoming.call, ResetResponse::new(ResetStatus::Accepted));
        assert_eq!(answer, Err(NotAnswered::NotOpen), "it came over the other connection");
        assert_eq!(waits(&mut station, at(1)), None, "nothing is sent without a connection");
        station.handle_connected();
        let mut sent = Vec::new();
        while station.queued() > 0 {
            sent.push(action_of(&transmitted(&mut station, at(2))));
            station.handle_timeout(at(100));
            let _: (CallId, Failure<'_>) = fails(&mut station, at(2));
        }
        assert_eq!(sent, kept);
        // The answer to what was on its way is an answer to nothing now.
        let answer = frame.replace("[2,", "[3,").replace(r#""Heartbeat","#, "");
        let stray = station.handle_frame(answer.as_bytes());
        assert!(matches!(stray, Incoming::Ignored(Ignored::Stray { .. })), "{stray:?}");
    }
}

#[test]
fn a_tolerant_endpoint_reports_what_it_let_pass() {
    let options = EndpointOptions::default().with_read(Options::tolerant());
    let mut station = connected(Role::ChargePoint, options);
    let incoming = called(&mut station, r#"[2,"1","Reset",{"type":"Soft","vendor":1}]"#);
    assert_eq!(incoming.report.entries().len(), 1);
    assert_eq!(incoming.report.entries()[0].path, "vendor");
}

/// Typed keys are small and go where ids go.
#[test]
fn keys_are_ids_with_a_type() {
    let mut station = station();
    let key: CallKey<Heartbeat> = station.call(&HeartbeatRequest::new()).unwrap();
    let other: CallKey<Authorize> = station.call(&authorize("A")).unwrap();
    let mut meaning = HashMap::new();
    meaning.insert(key.id(), "heartbeat");
    meaning.insert(other.id(), "authorize");
    assert_eq!(meaning[&key.id()], "heartbeat");
    assert_ne!(key.id(), other.id());
    assert_eq!(size_of::<CallKey<Reset>>(), size_of::<CallId>());
}

/// What may happen to one of two endpoints, or to the link between them.
#[derive(Clone, Debug)]
enum Operation {
    Call { side: usize, kind: u8 },
    Deliver { side: usize },
    Lose { side: usize },
    Damage { side: usize, at: usize },
    Repeat { side: usize },
    Answer { side: usize, which: usize, refuse: bool },
    Wait { millis: u64 },
    Reconnect { queued: Queued },
}

fn operations() -> impl Strategy<Value = Vec<Operation>> {
    let side = 0_usize..2;
    let operation = prop_oneof![
        4 => (side.clone(), any::<u8>()).prop_map(|(side, kind)| Operation::Call { side, kind }),
        6 => side.clone().prop_map(|side| Operation::Deliver { side }),
        1 => side.clone().prop_map(|side| Operation::Lose { side }),
        1 => (side.clone(), 0_usize..40).prop_map(|(side, at)| Operation::Damage { side, at }),
        1 => side.clone().prop_map(|side| Operation::Repeat { side }),
        4 => (side.clone(), 0_usize..4, prop::bool::weighted(0.2))
            .prop_map(|(side, which, refuse)| Operation::Answer { side, which, refuse }),
        3 => (0_u64..40_000).prop_map(|millis| Operation::Wait { millis }),
        1 => prop::sample::select(vec![Queued::Keep, Queued::KeepTransactions, Queued::Drop])
            .prop_map(|queued| Operation::Reconnect { queued }),
    ];
    prop::collection::vec(operation, 0..200)
}

struct World {
    ends: [Endpoint; 2],
    /// Frames on their way to each end.
    links: [VecDeque<String>; 2],
    /// CALLs taken and not ended.
    alive: [Vec<CallId>; 2],
    ids_seen: Vec<String>,
    now: Instant,
}

impl World {
    fn new() -> Self {
        Self {
            ends: [station(), back_end()],
            links: Default::default(),
            alive: Default::default(),
            ids_seen: Vec::new(),
            now: at(0),
        }
    }

    fn ended(&mut self, side: usize, call: CallId) {
        let before = self.alive[side].len();
        self.alive[side].retain(|alive| *alive != call);
        assert_eq!(self.alive[side].len() + 1, before, "a CALL ends once");
    }

    fn drain(&mut self, side: usize) {
        for _ in 0..1000 {
            let had_flight = self.ends[side].in_flight().is_some();
            match self.ends[side].poll_output(self.now) {
                Output::Transmit(frame) => {
                    match Frame::parse(frame.as_bytes(), &Options::strict()) {
                        Ok(Frame::Call(call)) => {
                            assert!(!had_flight, "one CALL at a time");
                            let id = call.message_id.as_str().to_owned();
                            assert!(!self.ids_seen.contains(&id), "ids are not used again");
                            self.ids_seen.push(id);
                        }
                        Ok(_) => {}
                        Err(error) => panic!("{frame}: {error}"),
                    }
                    self.links[1 - side].push_back(frame);
                }
                Output::Failed { call, .. } => self.ended(side, call),
                Output::Wait(until) => {
                    assert_eq!(until.is_some(), self.ends[side].in_flight().is_some());
                    return;
                }
                other => panic!("{other:?}"),
            }
        }
        panic!("the output does not end");
    }

    fn deliver(&mut self, side: usize, frame: &str) {
        match self.ends[side].handle_frame(frame.as_bytes()) {
            Incoming::Answer(answer) => {
                let call = answer.call;
                drop(answer);
                self.ended(side, call);
            }
            Incoming::Call(call) => {
                assert!(self.ends[side].role().may_answer(call.request.action()))
            }
            _ => {}
        }
    }

    fn step(&mut self, operation: &Operation) {
        match *operation {
            Operation::Call { side, kind } => {
                let end = &mut self.ends[side];
                let call = match (side, kind % 3) {
                    (0, 0) => end.call(&HeartbeatRequest::new()).map(CallKey::id),
                    (0, 1) => end.call(&authorize("A")).map(CallKey::id),
                    (0, _) => end.call(&MeterValuesRequest::new(1, Vec::new())).map(CallKey::id),
                    (_, 0) => end.call(&ResetRequest::new(ResetType::Soft)).map(CallKey::id),
                    (_, 1) => end.call(&ocpp16::core::ClearCacheRequest::new()).map(CallKey::id),
                    (_, _) => end.call(&ResetRequest::new(ResetType::Hard)).map(CallKey::id),
                };
                match call {
                    Ok(call) => self.alive[side].push(call),
                    Err(error) => {
                        assert_eq!(error, NotCalled::QueueFull);
                        assert_eq!(self.ends[side].queued(), 64);
                    }
                }
            }
            Operation::Deliver { side } => {
                if let Some(frame) = self.links[side].pop_front() {
                    self.deliver(side, &frame);
                }
            }
            Operation::Lose { side } => drop(self.links[side].pop_front()),
            Operation::Damage { side, at } => {
                if let Some(frame) = self.links[side].pop_front() {
                    let cut: String = frame.chars().take(at).collect();
                    self.deliver(side, &cut);
                }
            }
            Operation::Repeat { side } => {
                if let Some(frame) = self.links[side].front().cloned() {
                    self.deliver(side, &frame);
                }
            }
            Operation::Answer { side, which, refuse } => {
                let open = self.ends[side].open().nth(which);
                if let Some(call) = open {
                    let end = &mut self.ends[side];
                    let done = match call.action() {
                        _ if refuse => end.refuse(call, ErrorCode::InternalError, "no"),
                        Action::Heartbeat => end.respond(call, current_time()),
                        Action::Authorize => end.respond(call, accepted()),
                        Action::Reset => {
                            end.respond(call, ResetResponse::new(ResetStatus::Accepted))
                        }
                        _ => end.refuse(call, ErrorCode::NotSupported, ""),
                    };
                    assert_eq!(done, Ok(()));
                }
            }
            Operation::Wait { millis } => {
                self.now = self.now.after(Duration::from_millis(millis));
                for end in &mut self.ends {
                    end.handle_timeout(self.now);
                }
            }
            Operation::Reconnect { queued } => {
                self.links = Default::default();
                for end in &mut self.ends {
                    end.handle_disconnected(queued);
                    end.handle_connected();
                }
            }
        }
        for side in 0..2 {
            self.drain(side);
        }
    }
}

proptest! {
    #[test]
    fn whatever_happens_every_call_ends_once(operations in operations()) {
        let mut world = World::new();
        for operation in &operations {
            world.step(operation);
        }
        // In the end nothing hangs.
        for side in 0..2 {
            world.ends[side].handle_disconnected(Queued::Drop);
            world.drain(side);
            prop_assert!(world.alive[side].is_empty());
        }
    }

    #[test]
    fn any_bytes_are_handled(frame in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut station = station();
        let _ = station.handle_frame(&frame);
    }
}
