//! Two endpoints joined in memory, through any sequence of events.

use core::time::Duration;
use std::collections::VecDeque;

use ocpp16::endpoint::{CallId, CallKey, CallNotTaken, Incoming, Output, Queued};
use ocpp16::messages::core::{
    ClearCacheRequest, HeartbeatRequest, MeterValuesRequest, ResetRequest, ResetResponse,
    ResetStatus, ResetType,
};
use ocpp16::{Action, ErrorCode, Frame, Instant, Options};
use proptest::prelude::*;

use crate::ends::{End, accepted, at, authorize, back_end, current_time, station};
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
        1 => prop::sample::select(vec![Queued::Keep, Queued::Drop])
            .prop_map(|queued| Operation::Reconnect { queued }),
    ];
    prop::collection::vec(operation, 0..200)
}

struct World {
    ends: [End; 2],
    /// Frames on their way to each end.
    links: [VecDeque<String>; 2],
    /// CALLs taken and not ended.
    alive: [Vec<CallId>; 2],
    /// Message id and text of each CALL, and the number of the connection.
    calls_seen: Vec<(String, String, usize)>,
    connections: usize,
    now: Instant,
}

impl World {
    fn new() -> Self {
        Self {
            ends: [station(), back_end()],
            links: Default::default(),
            alive: Default::default(),
            calls_seen: Vec::new(),
            connections: 1,
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
                            let same = self.calls_seen.iter().filter(|(other, ..)| *other == id);
                            for (_, text, connection) in same {
                                assert!(*connection < self.connections, "ids are not used again");
                                assert_eq!(*text, frame, "only the same message has the same id");
                                assert_eq!(call.request.action(), Action::MeterValues);
                            }
                            self.calls_seen.push((id, frame.clone(), self.connections));
                        }
                        Ok(_) => {}
                        Err(error) => panic!("{frame}: {error}"),
                    }
                    self.links[1 - side].push_back(frame);
                }
                Output::Failed { call, .. } => self.ended(side, call),
                Output::Wait(until) => {
                    assert_eq!(until.is_some(), self.ends[side].in_flight().is_some());
                    assert!(until.is_none_or(|until| until > self.now));
                    return;
                }
                other => panic!("{other:?}"),
            }
        }
        panic!("the output does not end");
    }

    fn deliver(&mut self, side: usize, frame: &str) {
        match self.ends[side].hear(frame) {
            Incoming::Answer(answer) => {
                let call = answer.call;
                drop(answer);
                self.ended(side, call);
            }
            Incoming::Late(answer) => {
                assert!(!self.alive[side].contains(&answer.call), "it has ended before");
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
                    (_, 1) => end.call(&ClearCacheRequest::new()).map(CallKey::id),
                    (_, _) => end.call(&ResetRequest::new(ResetType::Hard)).map(CallKey::id),
                };
                match call {
                    Ok(call) => self.alive[side].push(call),
                    Err(error) => {
                        assert!(matches!(error, CallNotTaken::QueueFull { limit: 64, .. }));
                        assert!(self.ends[side].queued() >= 64);
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
            }
            Operation::Reconnect { queued } => {
                self.connections += 1;
                self.links = Default::default();
                for end in &mut self.ends {
                    end.disconnect(queued);
                    end.connect();
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
            world.ends[side].disconnect(Queued::Drop);
            world.drain(side);
            prop_assert!(world.alive[side].is_empty());
        }
    }

    #[test]
    fn any_bytes_are_handled(frame in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut station = station();
        let connection = station.connection;
        let _ = station.handle_frame(connection, &frame);
    }
}
