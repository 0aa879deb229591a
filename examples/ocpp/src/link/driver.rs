//! The task that moves frames between an endpoint and its WebSocket.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use std::collections::HashMap;

use examples_printable::Printable;
use futures_util::StreamExt as _;
use ocpp16::endpoint::{
    Answer, CallFailure, CallId, Connection, Endpoint, Incoming, Output, Refusal,
};
use ocpp16::websocket::{Ping, PingTimer};
use ocpp16::{Action, Report, Request, Role};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{self, Bytes, Message};

use super::closing::{close_code, fail, finish};
use super::frame_log::{FrameLog, excerpt};
use super::socket::send;
use super::{CallFailed, Command, Done, Event, LinkOptions, Outcome, Socket, When};
use crate::clock;
use crate::journal::Journal;

/// How a connection ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The program wanted it.
    Closed,
    /// The other side or the network ended it; the text says why.
    Lost(String),
}

/// Drives an endpoint: [`Driver::run`] for each connection, [`Driver::idle`] in between.
pub(crate) struct Driver {
    endpoint: Endpoint,
    options: LinkOptions,
    log: FrameLog,
    commands: mpsc::Receiver<Command>,
    events: mpsc::Sender<Event>,
    /// Those of one frame or less: while there are some, nothing is read.
    pending: VecDeque<Event>,
    /// The program wants no connection any more.
    is_closed: bool,
    waiting: HashMap<CallId, Done>,
    /// CALLs whose answer may still come after their timeout, the last one first.
    given_up: VecDeque<(CallId, Done)>,
    /// The message of a transaction that waits for its turn.
    of_transaction: Option<(Request<'static>, Done)>,
    /// Of this connection.
    pings: PingTimer,
}

/// What to do after one thing was handled.
enum Next {
    GoOn,
    Close,
    /// By the other side, for this reason.
    Closed(String),
    /// By us, because the other side broke the protocol.
    Fail(CloseCode, String),
    End(End),
}

impl Driver {
    pub(super) fn new(
        role: Role,
        seed: u64,
        options: LinkOptions,
        journal: Journal,
        commands: mpsc::Receiver<Command>,
        events: mpsc::Sender<Event>,
    ) -> Self {
        Self {
            endpoint: Endpoint::new(role, seed, options.endpoint),
            options,
            log: FrameLog::new(journal),
            commands,
            events,
            pending: VecDeque::new(),
            is_closed: false,
            waiting: HashMap::new(),
            given_up: VecDeque::new(),
            of_transaction: None,
            pings: PingTimer::new(clock::monotonic(), 0),
        }
    }

    /// Runs over one connection until it ends.
    pub(crate) async fn run(&mut self, mut socket: Socket) -> End {
        let connection = self.endpoint.handle_connected();
        self.emit(Event::Connected);
        let end = self.exchange(connection, &mut socket).await;
        self.endpoint.handle_disconnected(connection, self.options.queued);
        self.log.forget();
        while let Output::Failed { call, failure } = self.endpoint.poll_output(clock::monotonic()) {
            self.settle(call, Err(CallFailed::Failed(failure)));
        }
        self.emit(Event::Disconnected(match &end {
            End::Closed => "closed".to_owned(),
            End::Lost(why) => why.clone(),
        }));
        self.hand_over().await;
        if self.is_closed { End::Closed } else { end }
    }

    /// Gives the program the events that wait, and does what it says meanwhile: it may have to be
    /// heard before it listens again.
    async fn hand_over(&mut self) {
        while !self.pending.is_empty() {
            tokio::select! {
                permit = self.events.clone().reserve_owned() => hand(permit, &mut self.pending),
                Some(command) = self.commands.recv() => self.obey(command),
            }
        }
    }

    /// Takes what the program says until a moment, while there is no connection. `false` if the
    /// program wants none any more.
    pub(crate) async fn idle(&mut self, until: Instant) -> bool {
        while !self.is_closed {
            let command = tokio::select! {
                command = self.commands.recv() => command,
                () = sleep_until(until) => return true,
            };
            match command {
                None => return false,
                Some(command) => self.obey(command),
            }
        }
        false
    }

    async fn exchange(&mut self, connection: Connection, socket: &mut Socket) -> End {
        self.pings = PingTimer::new(clock::monotonic(), self.options.ping_interval);
        loop {
            // A side that is not listened to cannot be expected to say anything.
            let is_listening = self.pending.is_empty();
            let next_ping = match self.ping(socket, is_listening).await {
                Ok(at) => at,
                Err(why) => return End::Lost(why),
            };
            let deadline = match self.drain(socket).await {
                Ok(deadline) => deadline,
                Err(why) => return End::Lost(why),
            };
            let next = tokio::select! {
                message = socket.next(), if is_listening => self.hear(connection, message),
                permit = self.events.clone().reserve_owned(), if !is_listening => {
                    hand(permit, &mut self.pending);
                    Next::GoOn
                }
                command = self.commands.recv() => match command {
                    None | Some(Command::Close) => Next::Close,
                    Some(command) => { self.obey(command); Next::GoOn }
                },
                () = wait_until(deadline) => Next::GoOn,
                () = wait_until(next_ping) => Next::GoOn,
            };
            match next {
                Next::GoOn => {}
                Next::Close => {
                    let frame = CloseFrame { code: CloseCode::Normal, reason: "".into() };
                    let _ = socket.close(Some(frame)).await;
                    finish(socket).await;
                    return End::Closed;
                }
                Next::Closed(why) => {
                    finish(socket).await;
                    return End::Lost(why);
                }
                Next::Fail(code, why) => {
                    fail(socket, code).await;
                    return End::Lost(why);
                }
                Next::End(end) => return end,
            }
        }
    }

    /// Does what the endpoint says, up to the time when to come back.
    async fn drain(&mut self, socket: &mut Socket) -> Result<Option<ocpp16::Instant>, String> {
        loop {
            if self.endpoint.is_turn_of_transaction() {
                if let Some((request, done)) = self.of_transaction.take() {
                    self.call(&request, done);
                }
            }
            match self.endpoint.poll_output(clock::monotonic()) {
                Output::Transmit(frame) => {
                    self.log.sent(&frame);
                    send(socket, Message::text(frame)).await?;
                }
                Output::Failed { call, failure } => {
                    self.log.say(format_args!("!! {} failed: {failure}", call.action()));
                    self.settle(call, Err(CallFailed::Failed(failure)));
                }
                Output::Wait(deadline) => return Ok(deadline),
                // There is nothing else yet.
                _ => {}
            }
        }
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Call { request, done } => self.call(&request, done),
            Command::CallOfTransaction { request, done } => {
                self.of_transaction = Some((request, done));
            }
            Command::Respond { call, response } => {
                if let Err(error) = self.endpoint.respond(call, response) {
                    self.log.say(format_args!("!! answer to {} not sent: {error}", call.action()));
                }
            }
            Command::Refuse { call, code, description } => {
                if let Err(error) = self.endpoint.refuse(call, code, &description) {
                    self.log.say(format_args!("!! answer to {} not sent: {error}", call.action()));
                }
            }
            Command::Close => self.is_closed = true,
        }
    }

    fn call(&mut self, request: &Request<'_>, mut done: Done) {
        match self.endpoint.call_any(request) {
            Ok(call) => drop(self.waiting.insert(call, done)),
            Err(error) => done(Err(CallFailed::NotTaken(error)), When::InTime),
        }
    }

    fn hear(
        &mut self,
        connection: Connection,
        message: Option<Result<Message, tungstenite::Error>>,
    ) -> Next {
        self.pings.note_received();
        match message {
            Some(Ok(Message::Text(text))) => self.hear_frame(connection, &text),
            Some(Ok(Message::Binary(_))) => {
                self.violation("a binary message; OCPP-J is text (RFC 6455, 5.6)".to_owned());
            }
            Some(Ok(Message::Close(frame))) => {
                let why = frame.map_or_else(String::new, |it| {
                    format!(": {} {}", it.code, Printable::new(&*it.reason))
                });
                return Next::Closed(format!("closed by the other side{}", why.trim_end()));
            }
            // Pings are answered by the library.
            Some(Ok(_)) => {}
            Some(Err(error)) => {
                let Some(code) = close_code(&error) else {
                    return Next::End(End::Lost(Printable::new(error).cut(200).to_string()));
                };
                let why = format!("closed with {code}: {}", Printable::new(error).cut(200));
                self.violation(why.clone());
                return Next::Fail(code, why);
            }
            None => return Next::End(End::Lost("the other side ended it".to_owned())),
        }
        Next::GoOn
    }

    fn hear_frame(&mut self, connection: Connection, frame: &str) {
        match self.endpoint.handle_frame(connection, frame.as_bytes()) {
            Incoming::Call(incoming) => {
                let action = incoming.request.action();
                self.log.call(incoming.message_id.as_str(), action.as_str(), frame);
                self.note_tolerated(action, &incoming.report);
                let (call, request) = (incoming.call, Box::new(incoming.request.into_owned()));
                if incoming.overlaps {
                    self.violation(format!(
                        "{action} before the answer to the CALL before (4.1.1)"
                    ));
                }
                self.emit(Event::Call { call, request });
            }
            Incoming::Answer(answer) => {
                self.log.answer(answer.call, answer.outcome.as_ref().err(), frame);
                let call = answer.call;
                let outcome = self.outcome_of(answer);
                self.settle(call, outcome);
            }
            Incoming::Late(answer) => {
                let call = answer.call;
                self.log.say(format_args!("!! late answer to {}", call.action()));
                let outcome = self.outcome_of(answer);
                let at = self.given_up.iter().position(|(given_up, _)| *given_up == call);
                if let Some((_, mut done)) = at.and_then(|at| self.given_up.remove(at)) {
                    done(outcome, When::Late);
                }
            }
            Incoming::Ignored(ignored) => {
                self.violation(format!("ignored: {}", Printable::new(ignored).cut(200)));
            }
            Incoming::Refused(refused) => {
                if let Refusal::WrongDirection { message_id, action }
                | Refusal::TooManyOpen { message_id, action } = &refused
                {
                    self.log.call(message_id.as_str(), action.as_str(), frame);
                }
                self.violation(format!("refused: {}", Printable::new(refused).cut(200)));
            }
            Incoming::Invalid(error) => {
                if let Some(answer) = error.answer() {
                    let action = error.action().unwrap_or("?");
                    self.log.call(answer.message_id.as_str(), action, frame);
                }
                let what = Printable::new(&error).cut(400);
                self.violation(format!("{what} in {}", excerpt(frame)));
            }
            // There is nothing else yet.
            _ => {}
        }
    }

    fn note_tolerated(&self, action: Action, report: &Report) {
        for tolerated in report.entries() {
            let (path, what) = (&tolerated.path, tolerated.what);
            self.log.say(format_args!("!! {action}: {what:?} at {path} let pass"));
        }
    }

    fn violation(&mut self, what: String) {
        self.log.say(format_args!("!! {what}"));
        self.emit(Event::Violation(what));
    }

    fn emit(&mut self, event: Event) {
        self.pending.push_back(event);
    }

    fn outcome_of(&self, answer: Answer<'_>) -> Outcome {
        match answer.outcome {
            Ok(result) => {
                self.note_tolerated(answer.call.action(), &result.report);
                Ok(result.into_owned().response)
            }
            Err(failure) => Err(CallFailed::Failed(failure.into_owned())),
        }
    }

    fn settle(&mut self, call: CallId, outcome: Outcome) {
        let Some(mut done) = self.waiting.remove(&call) else { return };
        let is_given_up = matches!(outcome, Err(CallFailed::Failed(CallFailure::Timeout)));
        done(outcome, When::InTime);
        if is_given_up {
            // The endpoint tells as many late answers apart.
            self.given_up.truncate(Endpoint::MAX_GIVEN_UP.saturating_sub(1));
            self.given_up.push_front((call, done));
        }
    }

    /// Sends the ping that is due, and says when the next one is. A side that answered nothing since
    /// the last ping, not even that, is gone.
    async fn ping(
        &mut self,
        socket: &mut Socket,
        is_listening: bool,
    ) -> Result<Option<ocpp16::Instant>, String> {
        if !is_listening {
            self.pings.note_received();
            return Ok(None);
        }
        loop {
            match self.pings.poll(clock::monotonic()) {
                Ping::Send => send(socket, Message::Ping(Bytes::new())).await?,
                Ping::Close => return Err("nothing came since the last ping".to_owned()),
                Ping::Wait(at) => return Ok(at),
            }
        }
    }
}

/// Gives the program the next event.
fn hand(
    permit: Result<mpsc::OwnedPermit<Event>, mpsc::error::SendError<()>>,
    pending: &mut VecDeque<Event>,
) {
    match (permit, pending.pop_front()) {
        (Ok(permit), Some(event)) => drop(permit.send(event)),
        // A program that does not listen any more is about to end.
        _ => pending.clear(),
    }
}

async fn wait_until(deadline: Option<ocpp16::Instant>) {
    match deadline {
        Some(deadline) => sleep_until(clock::timer(deadline)).await,
        None => core::future::pending().await,
    }
}
