//! The endpoint, and what is known about it from outside.

use std::collections::VecDeque;
use std::time::Duration;

use ocpp16::endpoint::{
    AnswerNotTaken, CallId, CallKey, CallNotTaken, Connection, Endpoint, EndpointOptions, Ignored,
    Incoming, IncomingCall, Output, Queued, Refusal,
};
use ocpp16::messages::core::{
    AuthorizeRequest, HeartbeatRequest, MeterValuesRequest, ResetRequest, ResetType,
};
use ocpp16::{
    Action, CallResult, CiString, ErrorCode, Frame, Instant, Options, Request, Role, ToJson,
};

use super::peer::{Past, Told, error_to, response, type_of};

const MAX_QUEUED: usize = 5;
const MAX_OPEN: usize = 2;
const MAX_ANSWERS: usize = 3;
/// So that the answer to StartTransaction is kept, and that to BootNotification would not be.
const MAX_KEPT: usize = 60;

pub(super) struct World {
    endpoint: Endpoint,
    now: Instant,
    /// All there were.
    connections: Vec<Connection>,
    is_connected: bool,
    /// CALLs taken and not ended.
    alive: Vec<CallId>,
    /// CALLs that were sent: message id, text, and number of the connection.
    sent: Vec<(String, String, usize)>,
    /// CALLs of the peer that the program was told of.
    told: Vec<Told>,
    last_frame: Vec<u8>,
    /// Answers that the endpoint owes the peer on this connection, in order: a text or its beginning.
    owed: VecDeque<String>,
    /// The last answered message of a transaction, and the last other CALL.
    transaction: Option<Past>,
    other: Option<Past>,
}

impl World {
    pub(super) fn new(role: Role, read: Options) -> Self {
        let options = EndpointOptions::default()
            .with_read(read)
            .with_call_timeout(Duration::from_secs(10))
            .with_max_queued(MAX_QUEUED)
            .with_max_open(MAX_OPEN)
            .with_max_answers(MAX_ANSWERS)
            .with_max_kept(MAX_KEPT);
        let mut endpoint = Endpoint::new(role, 0xF0, options);
        let connections = vec![endpoint.handle_connected()];
        Self {
            endpoint,
            now: Instant::from_millis(0),
            connections,
            is_connected: true,
            alive: Vec::new(),
            sent: Vec::new(),
            told: Vec::new(),
            last_frame: Vec::new(),
            owed: VecDeque::new(),
            transaction: None,
            other: None,
        }
    }

    pub(super) fn call(&mut self, kind: usize) {
        let meter_values = MeterValuesRequest::new(1, Vec::new());
        let tag = CiString::new("04A2B3C4").expect("eight characters");
        let is_station = self.endpoint.role() == Role::ChargePoint;
        let end = &mut self.endpoint;
        let is_turn = end.is_turn_of_transaction();
        let is_first = is_turn && is_station && kind % 8 == 3;
        let limit = MAX_QUEUED + usize::from(is_first);
        let call = match kind % 8 {
            0..4 if !is_station => end.call(&ResetRequest::new(ResetType::Soft)).map(CallKey::id),
            0 | 1 => end.call(&HeartbeatRequest::new()).map(CallKey::id),
            2 => end.call(&AuthorizeRequest::new(tag)).map(CallKey::id),
            3 => end.call(&meter_values).map(CallKey::id),
            // Only the other side may call these.
            _ if is_station => end.call(&ResetRequest::new(ResetType::Soft)).map(CallKey::id),
            _ => end.call(&meter_values).map(CallKey::id),
        };
        let in_flight = self.endpoint.in_flight();
        let waiting = self.alive.iter().filter(|call| Some(**call) != in_flight).count();
        match call {
            Ok(call) => {
                assert!(self.alive.iter().all(|alive| *alive != call));
                assert!(waiting < limit);
                assert!(!is_first || !self.endpoint.is_turn_of_transaction(), "one at a time");
                self.alive.push(call);
            }
            Err(CallNotTaken::QueueFull { limit: full }) => {
                assert_eq!(full, MAX_QUEUED);
                assert!(waiting >= limit, "it is not full");
            }
            Err(error) => assert!(error == CallNotTaken::WrongDirection && kind % 8 >= 4),
        }
    }

    pub(super) fn wait(&mut self, millis: u64) {
        self.now = self.now.after(Duration::from_millis(millis));
    }

    pub(super) fn respond(&mut self, which: usize) {
        let Some(told) = self.told.get(which).cloned() else { return };
        let is_open = self.endpoint.open().any(|open| open == told.call);
        let response = response(told.call.action());
        let is_right = response.action() == told.call.action();
        let payload = response.to_json();
        let answer = CallResult::new(told.message_id.borrowed(), response.clone()).to_json();
        let past = (payload.len() <= MAX_KEPT).then(|| Past {
            connection: told.connection,
            place: which,
            frame: told.frame.clone(),
            answer: answer.clone(),
        });
        match self.endpoint.respond(told.call, response) {
            Ok(()) => {
                assert!(is_open && is_right && self.is_current(told.connection));
                match told.keep {
                    Some(true) => self.transaction = past,
                    Some(false) => self.other = past,
                    None => {}
                }
                self.owed.push_back(answer);
            }
            Err(AnswerNotTaken::OtherOperation) => assert!(!is_right),
            Err(AnswerNotTaken::OtherConnection) => {
                assert!(!self.is_current(told.connection) && !is_open);
                let is_last = self.transaction.as_ref().is_none_or(|past| past.place < which);
                if told.keep == Some(true) && is_last {
                    self.transaction = past;
                }
            }
            Err(_) => assert!(!is_open && self.is_current(told.connection)),
        }
    }

    pub(super) fn refuse(&mut self, which: usize) {
        let Some(told) = self.told.get(which).cloned() else { return };
        let is_open = self.endpoint.open().any(|open| open == told.call);
        let refused = self.endpoint.refuse(told.call, ErrorCode::InternalError, "\u{0}\"");
        assert_eq!(refused.is_ok(), is_open);
        if is_open {
            assert!(self.is_current(told.connection));
            self.owed.push_back(error_to(&told.message_id));
        } else {
            let is_late = refused == Err(AnswerNotTaken::OtherConnection);
            assert_eq!(is_late, !self.is_current(told.connection));
        }
    }

    pub(super) fn ignore(&mut self, which: usize) {
        let Some(told) = self.told.get(which) else { return };
        let is_open = self.endpoint.open().any(|open| open == told.call);
        assert_eq!(self.endpoint.ignore(told.call).is_ok(), is_open);
    }

    pub(super) fn connect(&mut self) {
        let connection = self.endpoint.handle_connected();
        assert!(!self.connections.contains(&connection));
        self.connections.push(connection);
        self.is_connected = true;
        self.end_connection();
    }

    pub(super) fn disconnect(&mut self, which: usize, queued: usize) {
        let queued = [Queued::Keep, Queued::Drop][queued % 2];
        let connection = self.connection(which);
        let is_current = self.is_current(connection);
        let in_flight = self.endpoint.in_flight();
        self.endpoint.handle_disconnected(connection, queued);
        if is_current {
            self.is_connected = false;
            self.end_connection();
        } else {
            assert_eq!(self.endpoint.in_flight(), in_flight, "an old one ends nothing");
        }
    }

    fn end_connection(&mut self) {
        self.owed.clear();
        self.other = None;
        assert_eq!(self.endpoint.open().count(), 0);
        assert_eq!(self.endpoint.in_flight(), None);
    }

    pub(super) fn cancel(&mut self, which: usize) {
        let Some(call) = self.alive.get(which).copied() else { return };
        let queued = self.endpoint.queued();
        if self.endpoint.cancel(call) {
            assert_eq!(self.endpoint.queued() + 1, queued);
            self.ended(call);
        }
    }

    pub(super) fn reply(&mut self, kind: usize, id: usize, payload: &[u8]) {
        let id = self.sent.iter().rev().nth(id).map_or("none", |(id, ..)| id);
        let mut frame = match kind % 6 {
            0 => format!(r#"[3,"{id}","#).into_bytes(),
            1 => format!(r#"[4,"{id}","InternalError","","#).into_bytes(),
            2 => {
                let answer = format!(r#"[3,"{id}",{{"currentTime":"2026-11-22T08:00:00Z"}}]"#);
                return self.receive(0, answer.as_bytes());
            }
            // CALLs with an id of this side.
            3 => format!(r#"[2,"{id}","Reset","#).into_bytes(),
            4 => format!(r#"[2,"{id}""#).into_bytes(),
            _ => format!(r#"[4,"{id}""#).into_bytes(),
        };
        frame.extend_from_slice(payload);
        frame.push(b']');
        self.receive(0, &frame);
    }

    pub(super) fn repeat(&mut self, connection: usize) {
        let frame = self.last_frame.clone();
        self.receive(connection, &frame);
    }

    pub(super) fn receive(&mut self, connection: usize, frame: &[u8]) {
        frame.clone_into(&mut self.last_frame);
        let connection = self.connection(connection);
        let in_flight = self.endpoint.in_flight();
        let is_known = self.past(frame).is_some();
        let is_full = self.owed.len() >= MAX_ANSWERS;
        match self.endpoint.handle_frame(connection, frame) {
            Incoming::Ignored(Ignored::OtherConnection) => {
                assert!(!self.is_current(connection));
                assert_eq!(self.endpoint.in_flight(), in_flight);
                return;
            }
            Incoming::Call(call) => {
                assert!(!is_known, "it was answered");
                assert!(!is_full);
                self.tell(connection, frame, call);
            }
            Incoming::Answer(answer) => {
                assert_eq!(in_flight, Some(answer.call));
                assert!(matches!(type_of(frame), Some(b'3' | b'4')), "a CALL ends nothing");
                let call = answer.call;
                drop(answer);
                self.ended(call);
            }
            Incoming::Late(answer) => {
                assert_ne!(in_flight, Some(answer.call), "it has ended");
                assert!(matches!(type_of(frame), Some(b'3' | b'4')));
            }
            Incoming::Ignored(Ignored::Answered { .. }) => {
                assert!(!is_full);
                let answer = self.past(frame).expect("it was answered").answer.clone();
                self.owed.push_back(answer);
            }
            Incoming::Ignored(Ignored::Repeated { call }) => {
                let mut told = self.told.iter();
                assert!(told.any(|told| told.call == call && told.frame == frame));
                assert!(self.endpoint.open().any(|open| open == call));
            }
            Incoming::Ignored(_) => assert_ne!(type_of(frame), Some(b'2')),
            Incoming::Refused(Refusal::TooManyAnswers { .. }) => assert!(is_full),
            Incoming::Refused(
                Refusal::WrongDirection { message_id, .. }
                | Refusal::IdInUse { message_id, .. }
                | Refusal::TooManyOpen { message_id, .. },
            ) => {
                assert!(!is_full);
                self.owed.push_back(error_to(&message_id));
            }
            Incoming::Invalid(error) => {
                if let Some(answer) = error.answer() {
                    assert!(!is_full);
                    assert_eq!(type_of(frame), Some(b'2'), "an answer is never answered");
                    self.owed.push_back(answer.to_json());
                }
            }
            other => panic!("{other:?}"),
        }
        assert!(self.is_current(connection));
        let is_answer = matches!(type_of(frame), Some(b'3' | b'4'));
        assert!(is_answer || self.endpoint.in_flight() == in_flight);
    }

    fn tell(&mut self, connection: Connection, frame: &[u8], call: IncomingCall<'_>) {
        assert!(self.endpoint.role().may_answer(call.request.action()));
        self.told.push(Told {
            call: call.call,
            connection,
            message_id: call.message_id.into_owned(),
            frame: frame.to_vec(),
            keep: match call.request {
                Request::BootNotification(_)
                | Request::Heartbeat(_)
                | Request::Authorize(_)
                | Request::GetConfiguration(_)
                | Request::GetLocalListVersion(_)
                | Request::GetCompositeSchedule(_)
                | Request::TriggerMessage(_)
                | Request::ExtendedTriggerMessage(_)
                | Request::GetInstalledCertificateIds(_) => None,
                Request::StartTransaction(_) | Request::StopTransaction(_) => Some(true),
                Request::MeterValues(request) => Some(request.transaction_id.is_some()),
                _ => Some(false),
            },
        });
    }

    /// The answered CALL with this text, if its answer is still good.
    fn past(&self, frame: &[u8]) -> Option<&Past> {
        let other = self.other.iter().filter(|past| self.is_current(past.connection));
        self.transaction.iter().chain(other).find(|past| past.frame == frame)
    }

    /// The current one, or one before it.
    fn connection(&self, which: usize) -> Connection {
        let last = self.connections.len() - 1;
        self.connections[last.saturating_sub(which % 4)]
    }

    fn is_current(&self, connection: Connection) -> bool {
        self.is_connected && self.connections.last() == Some(&connection)
    }

    fn ended(&mut self, call: CallId) {
        let at = self.alive.iter().position(|alive| *alive == call);
        self.alive.remove(at.expect("a CALL ends once"));
    }

    pub(super) fn check_bounds(&self) {
        assert!(self.endpoint.open().count() <= MAX_OPEN);
        assert!(self.owed.len() <= MAX_OPEN + MAX_ANSWERS);
        // Those that wait, those whose end is not polled, and the one on its way.
        assert!(self.alive.len() <= MAX_QUEUED + 2);
        assert_eq!(self.endpoint.is_connected(), self.is_connected);
    }

    pub(super) fn drain(&mut self) {
        loop {
            let in_flight = self.endpoint.in_flight();
            match self.endpoint.poll_output(self.now) {
                Output::Transmit(text) => {
                    assert!(self.is_connected);
                    if type_of(text.as_bytes()) != Some(b'2') {
                        let owed = self.owed.pop_front().expect("it is an answer to a CALL");
                        assert!(text.starts_with(&owed), "{text}, not {owed}");
                        continue;
                    }
                    assert_eq!(self.owed.len(), 0, "answers go first");
                    let call = match Frame::parse(text.as_bytes(), &Options::strict()) {
                        Ok(Frame::Call(call)) => call,
                        other => panic!("{text}: {other:?}"),
                    };
                    assert_eq!(in_flight, None, "one CALL at a time");
                    let id = call.message_id.as_str().to_owned();
                    let connection = self.connections.len();
                    let same = self.sent.iter().filter(|(other, ..)| *other == id);
                    for (_, before, over) in same {
                        assert!(*over < connection, "an id is used once on a connection");
                        assert_eq!(*before, text, "another CALL has another id");
                        assert_eq!(call.request.action(), Action::MeterValues);
                    }
                    self.sent.push((id, text, connection));
                }
                Output::Failed { call, .. } => self.ended(call),
                Output::Wait(until) => {
                    assert!(until.is_none_or(|until| until > self.now), "it has passed");
                    assert_eq!(until.is_some(), self.is_connected && in_flight.is_some());
                    let expected =
                        self.endpoint.queued() + usize::from(self.endpoint.in_flight().is_some());
                    assert_eq!(self.alive.len(), expected);
                    assert_eq!(self.owed.len(), 0, "every answer is sent");
                    return;
                }
                other => panic!("{other:?}"),
            }
        }
    }

    pub(super) fn end(&mut self, queued: Queued) {
        self.connect();
        self.endpoint.handle_disconnected(self.connection(0), queued);
        self.is_connected = false;
        self.end_connection();
        self.drain();
        assert_eq!(self.alive, [], "every CALL has ended");
    }
}
