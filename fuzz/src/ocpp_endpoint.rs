//! An OCPP-J endpoint whose peer does what it likes.

use std::time::Duration;

use ocpp16::core::{
    AuthorizeRequest, HeartbeatRequest, MeterValuesRequest, ResetResponse, ResetStatus,
};
use ocpp16::endpoint::{
    CallId, CallKey, Endpoint, EndpointOptions, Incoming, Lane, NotAnswered, NotCalled, OpenCall,
    Output, Queued,
};
use ocpp16::{Action, CiString, ErrorCode, Frame, Instant, Options, Role};

const MAX_QUEUED: usize = 5;
const MAX_OPEN: usize = 2;

pub(crate) fn check(data: &[u8]) {
    let mut world = World::new();
    let mut input = data;
    while let Some((operation, rest)) = input.split_first() {
        input = rest;
        let mut argument = || {
            let (first, rest) = input.split_first().unwrap_or((&0, &[]));
            input = rest;
            usize::from(*first)
        };
        match operation % 10 {
            0 => world.call(argument()),
            1 => world.wait(argument() as u64 * 200),
            2 => world.answer(argument()),
            3 => world.refuse(argument()),
            4 => world.disconnect(argument()),
            5 => world.endpoint.handle_connected(),
            6 => world.cancel(argument()),
            // The answer to what is on its way, to what was, or to nothing, with any payload.
            7 => {
                let (kind, id) = (argument(), argument());
                let length = argument();
                let (payload, rest) = input.split_at(length.min(input.len()));
                input = rest;
                world.reply(kind, id, payload);
            }
            8 => world.receive(br#"[2,"peer-1","Reset",{"type":"Soft"}]"#),
            // Anything.
            _ => {
                let length = argument();
                let (frame, rest) = input.split_at(length.min(input.len()));
                input = rest;
                world.receive(frame);
            }
        }
        world.drain();
    }
    world.endpoint.handle_disconnected(Queued::Drop);
    world.drain();
    assert_eq!(world.alive, [], "every CALL has ended");
}

struct World {
    endpoint: Endpoint,
    now: Instant,
    alive: Vec<CallId>,
    sent: Vec<String>,
    open: Vec<OpenCall>,
}

impl World {
    fn new() -> Self {
        let options = EndpointOptions::default()
            .with_read(Options::tolerant())
            .with_call_timeout(Duration::from_secs(10))
            .with_max_queued(MAX_QUEUED)
            .with_max_open(MAX_OPEN);
        let mut endpoint = Endpoint::new(Role::ChargePoint, 0xF0, options);
        endpoint.handle_connected();
        Self {
            endpoint,
            now: Instant::from_millis(0),
            alive: Vec::new(),
            sent: Vec::new(),
            open: Vec::new(),
        }
    }

    fn call(&mut self, kind: usize) {
        let heartbeat = HeartbeatRequest::new();
        let call = match kind % 4 {
            0 => self.endpoint.call(&heartbeat).map(CallKey::id),
            1 => self.endpoint.call_in(Lane::Transaction, &heartbeat).map(CallKey::id),
            2 => {
                let tag = CiString::new("04A2B3C4").expect("eight characters");
                self.endpoint.call(&AuthorizeRequest::new(tag)).map(CallKey::id)
            }
            _ => self.endpoint.call(&MeterValuesRequest::new(1, Vec::new())).map(CallKey::id),
        };
        match call {
            Ok(call) => {
                assert!(!self.alive.contains(&call));
                self.alive.push(call);
            }
            Err(error) => {
                assert_eq!(error, NotCalled::QueueFull);
                assert_eq!(self.endpoint.queued(), MAX_QUEUED);
            }
        }
    }

    fn wait(&mut self, millis: u64) {
        self.now = self.now.after(Duration::from_millis(millis));
        self.endpoint.handle_timeout(self.now);
    }

    fn answer(&mut self, which: usize) {
        let Some(call) = self.open.get(which).copied() else { return };
        let is_open = self.endpoint.open().any(|open| open == call);
        let answered = self.endpoint.respond(call, ResetResponse::new(ResetStatus::Accepted));
        match answered {
            Ok(()) => assert!(is_open && call.action() == Action::Reset),
            Err(NotAnswered::OtherOperation) => assert_ne!(call.action(), Action::Reset),
            Err(_) => assert!(!is_open),
        }
    }

    fn refuse(&mut self, which: usize) {
        let Some(call) = self.open.get(which).copied() else { return };
        let is_open = self.endpoint.open().any(|open| open == call);
        let refused = self.endpoint.refuse(call, ErrorCode::InternalError, "\u{0}\"");
        assert_eq!(refused.is_ok(), is_open);
    }

    fn disconnect(&mut self, queued: usize) {
        let queued = [Queued::Keep, Queued::KeepTransactions, Queued::Drop][queued % 3];
        self.endpoint.handle_disconnected(queued);
        assert_eq!(self.endpoint.open().count(), 0);
    }

    fn cancel(&mut self, which: usize) {
        let Some(call) = self.alive.get(which).copied() else { return };
        if self.endpoint.cancel(call) {
            self.ended(call);
        } else {
            assert_eq!(self.endpoint.in_flight(), Some(call));
        }
    }

    fn reply(&mut self, kind: usize, id: usize, payload: &[u8]) {
        let id = self.sent.iter().rev().nth(id).map_or("none", String::as_str);
        let mut frame = match kind % 4 {
            0 => format!(r#"[3,"{id}","#).into_bytes(),
            1 => format!(r#"[4,"{id}","InternalError","","#).into_bytes(),
            2 => {
                let answer = format!(r#"[3,"{id}",{{"currentTime":"2026-11-22T08:00:00Z"}}]"#);
                return self.receive(answer.as_bytes());
            }
            _ => format!(r#"[4,"{id}""#).into_bytes(),
        };
        frame.extend_from_slice(payload);
        frame.push(b']');
        self.receive(&frame);
    }

    fn receive(&mut self, frame: &[u8]) {
        match self.endpoint.handle_frame(frame) {
            Incoming::Call(call) => {
                assert!(self.endpoint.role().may_answer(call.request.action()));
                assert!(self.endpoint.open().count() <= MAX_OPEN);
                self.open.push(call.call);
            }
            Incoming::Answer(answer) => {
                let call = answer.call;
                drop(answer);
                self.ended(call);
            }
            _ => {}
        }
    }

    fn ended(&mut self, call: CallId) {
        let at = self.alive.iter().position(|alive| *alive == call);
        self.alive.remove(at.expect("a CALL ends once"));
    }

    fn drain(&mut self) {
        loop {
            let in_flight = self.endpoint.in_flight();
            match self.endpoint.poll_output(self.now) {
                Output::Transmit(text) => {
                    match Frame::parse(text.as_bytes(), &Options::tolerant()) {
                        Ok(Frame::Call(call)) => {
                            assert_eq!(in_flight, None, "one CALL at a time");
                            let id = call.message_id.as_str().to_owned();
                            assert!(!self.sent.contains(&id), "an id is used once");
                            self.sent.push(id);
                        }
                        // An answer repeats the id of its CALL, however long it was.
                        Ok(Frame::Result(_) | Frame::Error(_)) | Err(_) => {}
                        Ok(other) => panic!("{other}"),
                    }
                    assert!(self.endpoint.is_connected());
                }
                Output::Failed { call, .. } => self.ended(call),
                Output::Wait(until) => {
                    assert_eq!(
                        until.is_some(),
                        self.endpoint.is_connected() && in_flight.is_some()
                    );
                    let expected =
                        self.endpoint.queued() + usize::from(self.endpoint.in_flight().is_some());
                    assert_eq!(self.alive.len(), expected);
                    return;
                }
                other => panic!("{other:?}"),
            }
        }
    }
}
