//! A link between a station's and a central system's end, in memory.

use core::time::Duration;

use crate::clock::Clock;
use crate::journal::Journal;
use crate::link::{
    CallFailed, Driver, End, Event, Io, Link, LinkOptions, Socket, link, socket_config,
};
use futures_util::{SinkExt as _, StreamExt as _};
use ocpp16::endpoint::{CallFailure, EndpointOptions, Queued};
use ocpp16::messages::core::{
    DataTransferRequest, DataTransferResponse, DataTransferStatus, HeartbeatRequest,
    HeartbeatResponse,
};
use ocpp16::{CiString, ErrorCode, Options, Request, Role};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::Role as Side;

/// Two ends of a WebSocket after the handshake.
async fn sockets(read: &Options) -> (Socket, Socket) {
    let (a, b) = tokio::io::duplex(1 << 16);
    let (a, b): (Box<dyn Io>, Box<dyn Io>) = (Box::new(a), Box::new(b));
    let config = Some(socket_config(read));
    let client = WebSocketStream::from_raw_socket(a, Side::Client, config).await;
    (client, WebSocketStream::from_raw_socket(b, Side::Server, config).await)
}

type Events = mpsc::Receiver<Event>;

fn end(role: Role, options: LinkOptions) -> (Link, Driver, Events) {
    link(role, options, Journal::new(alloc::sync::Arc::new(Clock::new(1)), "test").kept())
}

fn run(mut driver: Driver, socket: Socket) -> JoinHandle<(End, Driver)> {
    tokio::spawn(async move { (driver.run(socket).await, driver) })
}

/// Answers every CALL: a Heartbeat with a time, anything else with a CALLERROR.
fn answer_all(link: Link, mut events: Events) -> JoinHandle<Vec<Request<'static>>> {
    tokio::spawn(async move {
        let mut seen = Vec::new();
        while let Some(event) = events.recv().await {
            let Event::Call { call, request } = event else { continue };
            let time = "2026-11-25T16:00:00Z".parse::<ocpp16::DateTime>().unwrap();
            match &*request {
                Request::Heartbeat(_) => {
                    link.respond(call, HeartbeatResponse::new(time).into()).await;
                }
                _ => link.refuse(call, ErrorCode::InternalError, "not today").await,
            }
            seen.push(*request);
        }
        seen
    })
}

#[tokio::test(start_paused = true)]
async fn calls_get_their_typed_answers() {
    let options = LinkOptions::default();
    let (station, driver, _events) = end(Role::ChargePoint, options);
    let (central, other, events) = end(Role::CentralSystem, options);
    let (a, b) = sockets(&Options::strict()).await;
    let (station_end, central_end) = (run(driver, a), run(other, b));
    let answering = answer_all(central.clone(), events);

    let response = station.call(HeartbeatRequest::new()).await.unwrap();
    assert_eq!(response.current_time.to_string(), "2026-11-25T16:00:00Z");
    let refused = station.call(DataTransferRequest::new(CiString::new("v").unwrap())).await;
    let Err(CallFailed::Failed(CallFailure::CallError(error))) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!((error.code, &*error.description), (ErrorCode::InternalError, "not today"));
    // A Heartbeat goes the other way only.
    let wrong = central.call(HeartbeatRequest::new()).await;
    assert!(matches!(wrong, Err(CallFailed::NotTaken(_))), "{wrong:?}");

    station.close().await;
    assert_eq!(station_end.await.unwrap().0, End::Closed);
    let (end, _) = central_end.await.unwrap();
    assert_eq!(end, End::Lost("closed by the other side: 1000".to_owned()));
    assert_eq!(
        central.call(DataTransferRequest::new(CiString::new("v").unwrap())).await,
        Err(CallFailed::LinkGone)
    );
    drop(central);
    assert_eq!(answering.await.unwrap().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_waits_is_sent_over_the_next_connection() {
    let endpoint = EndpointOptions::default().with_call_timeout(Duration::from_secs(5));
    let options = LinkOptions { endpoint, queued: Queued::Keep, ..LinkOptions::default() };
    let (station, driver, _events) = end(Role::ChargePoint, options);
    let (a, b) = sockets(&Options::strict()).await;
    let running = run(driver, a);
    let calls: Vec<_> = (0..3)
        .map(|_| {
            let station = station.clone();
            tokio::spawn(async move { station.call(HeartbeatRequest::new()).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(100)).await;
    // The connection is cut: what is on its way fails, the others wait.
    drop(b);
    let (end_, mut driver) = running.await.unwrap();
    assert!(matches!(end_, End::Lost(_)), "{end_:?}");
    let late = tokio::time::Instant::now() + Duration::from_secs(60);
    assert!(driver.idle(late).await);

    let (central, other, events) = end(Role::CentralSystem, options);
    let (a, b) = sockets(&Options::strict()).await;
    let (_station_end, _central_end) = (run(driver, a), run(other, b));
    let _answering = answer_all(central, events);
    let mut outcomes = Vec::new();
    for call in calls {
        outcomes.push(call.await.unwrap());
    }
    let (failed, answered): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_err);
    assert_eq!((failed.len(), answered.len()), (1, 2));
    assert!(failed.iter().all(|it| it.as_ref().is_err_and(CallFailed::is_disconnection)));
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_does_not_come_times_out() {
    let endpoint = EndpointOptions::default().with_call_timeout(Duration::from_secs(5));
    let (station, driver, _events) =
        end(Role::ChargePoint, LinkOptions { endpoint, ..LinkOptions::default() });
    let (a, _silent) = sockets(&Options::strict()).await;
    let _running = run(driver, a);
    let outcome = station.call(HeartbeatRequest::new()).await;
    assert_eq!(outcome, Err(CallFailed::Failed(CallFailure::Timeout)));
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_does_not_even_answer_pings_is_gone() {
    let options = LinkOptions { ping_interval: 10, ..LinkOptions::default() };
    let (_station, driver, _events) = end(Role::ChargePoint, options);
    // Nobody reads on the other side.
    let (a, _silent) = sockets(&Options::strict()).await;
    let start = tokio::time::Instant::now();
    let (end_, _) = run(driver, a).await.unwrap();
    assert_eq!(end_, End::Lost("nothing came since the last ping".to_owned()));
    assert_eq!(start.elapsed().as_secs(), 20);
}

#[tokio::test(start_paused = true)]
async fn pings_of_the_other_side_are_answered() {
    let (_station, driver, _events) = end(Role::ChargePoint, LinkOptions::default());
    let (a, mut b) = sockets(&Options::strict()).await;
    let _running = run(driver, a);
    b.send(Message::Ping("hello".into())).await.unwrap();
    let pong = b.next().await.unwrap().unwrap();
    assert_eq!(pong, Message::Pong("hello".into()));
}

#[tokio::test(start_paused = true)]
async fn what_is_not_allowed_is_reported() {
    let read = Options::strict().with_max_frame(1000);
    let endpoint = EndpointOptions::default().with_read(read);
    let (station, driver, mut events) =
        end(Role::ChargePoint, LinkOptions { endpoint, ..LinkOptions::default() });
    let (a, mut b) = sockets(&read).await;
    let running = run(driver, a);
    for frame in [
        Message::Binary("[2,\"1\",\"ClearCache\",{}]".into()),
        Message::text("[3,\"never-sent\",{}]"),
        Message::text("[2,\"2\",\"Heartbeat\",{}]"),
        Message::text("nonsense"),
    ] {
        b.send(frame).await.unwrap();
    }
    // The second but last of them is answered.
    let answer = b.next().await.unwrap().unwrap().into_text().unwrap();
    assert!(answer.starts_with("[4,\"2\",\"NotSupported\","), "{answer}");
    let mut violations = Vec::new();
    while violations.len() < 4 {
        if let Some(Event::Violation(what)) = events.recv().await {
            violations.push(what);
        }
    }
    for (violation, part) in
        violations.iter().zip(["binary", "answer to no CALL", "other way", "nonsense"])
    {
        assert!(violation.contains(part), "{violation}");
    }
    // A message over the limit ends the connection.
    b.send(Message::text(format!("[2,\"3\",\"ClearCache\",{{\"a\":\"{}\"}}]", "x".repeat(1000))))
        .await
        .unwrap();
    let (end_, _driver) = running.await.unwrap();
    let End::Lost(why) = end_ else { panic!() };
    assert!(why.starts_with("closed with 1009: "), "{why}");
    drop(station);
}

#[tokio::test(start_paused = true)]
async fn crossing_calls_are_both_answered() {
    let options = LinkOptions::default();
    let (station, driver, station_events) = end(Role::ChargePoint, options);
    let (central, other, events) = end(Role::CentralSystem, options);
    let (a, b) = sockets(&Options::strict()).await;
    let _ends = (run(driver, a), run(other, b));
    let _answering = (answer_all(central.clone(), events), echo(station.clone(), station_events));
    let request = DataTransferRequest::new(CiString::new("v").unwrap()).with_data("é");
    let (one, other) = tokio::join!(station.call(HeartbeatRequest::new()), central.call(request));
    one.unwrap();
    assert_eq!(other.unwrap().data.as_deref(), Some("é"));
}

fn echo(link: Link, mut events: Events) -> JoinHandle<()> {
    tokio::spawn(async move {
        while let Some(event) = events.recv().await {
            let Event::Call { call, request } = event else { continue };
            let Request::DataTransfer(request) = *request else { continue };
            let response = DataTransferResponse::new(DataTransferStatus::Accepted);
            let response = response.with_data(request.data.unwrap_or_default());
            link.respond(call, response.into()).await;
        }
    })
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_does_not_read_is_left() {
    let options = LinkOptions { ping_interval: 0, ..LinkOptions::default() };
    let (station, driver, _events) = end(Role::ChargePoint, options);
    // The pipe is full before the frame is through.
    let (a, _silent) = sockets(&Options::strict()).await;
    let running = run(driver, a);
    let data = "x".repeat(1 << 17);
    let request = DataTransferRequest::new(CiString::new("v").unwrap()).with_data(data);
    let outcome = station.call(request).await;
    assert!(outcome.is_err_and(|error| error.is_disconnection()));
    let (end_, _) = running.await.unwrap();
    assert_eq!(end_, End::Lost("the other side does not read".to_owned()));
}
