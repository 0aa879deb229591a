//! A station with a central system that fails.

use alloc::sync::Arc;
use core::time::Duration;

use super::support::{Everybody, answer, run_station};
use crate::clock::Clock;
use crate::handshake::{AcceptOptions, accept};
use crate::journal::Journal;
use crate::link::{Event, LinkOptions, link};
use crate::station::{Ended, StationOptions};
use futures_util::{SinkExt as _, StreamExt as _};
use ocpp16::{Action, ErrorCode, Frame, Request, Role, ToJson as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;

/// How long a station waits that gets late answers.
const CALL_TIMEOUT: Duration = Duration::from_millis(300);

/// What a central system does about a CALL.
enum Does {
    Answers,
    Fails,
    /// Answers when the station has given up waiting.
    AnswersLate,
    /// Ends the connection without an answer.
    HangsUp,
}

/// A central system that does what `decide` says; what it got comes through the channel.
async fn central(
    mut decide: impl FnMut(&Request<'static>) -> Does + Send + 'static,
) -> (String, mpsc::UnboundedReceiver<Request<'static>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    let (seen, requests) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        loop {
            let (tcp, _) = listener.accept().await.unwrap();
            let options = AcceptOptions::default();
            let socket = accept(tcp, None, &Everybody, &options).await.unwrap().socket;
            let journal = Journal::new(Arc::new(Clock::new(1)), "test").kept();
            let (link, mut driver, mut events) =
                link(Role::CentralSystem, LinkOptions::default(), journal);
            let driving = tokio::spawn(async move { driver.run(socket).await });
            while let Some(event) = events.recv().await {
                let Event::Call { call, request } = event else { continue };
                match decide(&request) {
                    Does::Answers => link.respond(call, answer(&request)).await,
                    Does::AnswersLate => {
                        let (link, response) = (link.clone(), answer(&request));
                        tokio::spawn(async move {
                            tokio::time::sleep(2 * CALL_TIMEOUT).await;
                            link.respond(call, response).await;
                        });
                    }
                    Does::Fails => link.refuse(call, ErrorCode::InternalError, "no").await,
                    Does::HangsUp => driving.abort(),
                }
                let _ = seen.send(*request);
            }
        }
    });
    (url, requests)
}

fn station(url: String) -> StationOptions {
    let settings = vec![("TransactionMessageRetryInterval".to_owned(), "0".to_owned())];
    StationOptions { url, fixed_speed: Some(60_000), settings, ..StationOptions::default() }
}

fn count(seen: &[Request<'_>], action: Action) -> usize {
    seen.iter().filter(|request| request.action() == action).count()
}

fn all(mut requests: mpsc::UnboundedReceiver<Request<'static>>) -> Vec<Request<'static>> {
    let mut all = Vec::new();
    while let Ok(request) = requests.try_recv() {
        all.push(request);
    }
    all
}

#[tokio::test]
async fn the_same_start_is_sent_again_as_often_as_the_configuration_says() {
    let mut failures = 2;
    let (url, requests) = central(move |request| match request {
        Request::StartTransaction(_) if failures > 0 => {
            failures -= 1;
            Does::Fails
        }
        _ => Does::Answers,
    })
    .await;
    let (ended, _) = run_station(station(url)).await;
    assert!(matches!(ended, Ok(Ended::Charged)), "{ended:?}");
    let seen = all(requests);
    let starts: Vec<_> =
        seen.iter().filter(|request| request.action() == Action::StartTransaction).collect();
    assert!(starts.len() == 3 && starts.iter().all(|start| *start == starts[0]), "{starts:#?}");
}

/// Errata 3.18.
#[tokio::test]
async fn a_station_that_never_gets_an_id_stops_with_minus_one() {
    let (url, requests) = central(|request| match request {
        Request::StartTransaction(_) => Does::Fails,
        _ => Does::Answers,
    })
    .await;
    let (ended, _) = run_station(station(url)).await;
    assert!(matches!(ended, Ok(Ended::Charged)), "{ended:?}");
    let seen = all(requests);
    assert_eq!(count(&seen, Action::StartTransaction), 3);
    let stop = seen.iter().find_map(|request| match request {
        Request::StopTransaction(stop) => Some(stop.transaction_id),
        _ => None,
    });
    assert_eq!(stop, Some(-1));
}

/// The id of the transaction that the messages of a session have, whose StartTransaction is answered
/// late, and how often that is sent.
async fn session_with_a_late_start(attempts: &str) -> (Option<i32>, usize) {
    let (url, requests) = central(|request| match request {
        Request::StartTransaction(_) => Does::AnswersLate,
        _ => Does::Answers,
    })
    .await;
    let setting = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let settings = vec![
        setting("TransactionMessageAttempts", attempts),
        // Longer than the answer takes.
        setting("TransactionMessageRetryInterval", "600"),
    ];
    let options = StationOptions {
        call_timeout: CALL_TIMEOUT,
        fixed_speed: Some(1000),
        settings,
        ..station(url)
    };
    let (ended, lines) = run_station(options).await;
    assert!(matches!(ended, Ok(Ended::Charged)), "{ended:?}\n{}", lines.join("\n"));
    let seen = all(requests);
    let stop = seen.iter().find_map(|request| match request {
        Request::StopTransaction(stop) => Some(stop.transaction_id),
        _ => None,
    });
    (stop, count(&seen, Action::StartTransaction))
}

/// The answer says that the central system has the transaction, so it is not sent again.
#[tokio::test]
async fn a_late_answer_to_a_start_ends_its_attempts() {
    let (id, starts) = session_with_a_late_start("3").await;
    assert_eq!(starts, 1);
    assert!(id.is_some_and(|id| id > 0), "{id:?}");
}

/// It was given up, and its end still gets the right id.
#[tokio::test]
async fn a_late_answer_to_a_start_that_was_given_up_has_the_id() {
    let (id, starts) = session_with_a_late_start("1").await;
    assert_eq!(starts, 1);
    assert!(id.is_some_and(|id| id > 0), "{id:?}");
}

/// OCPP-J 5.4: without another BootNotification.
#[tokio::test]
async fn a_session_goes_on_over_the_next_connection() {
    let mut has_hung_up = false;
    let (url, requests) = central(move |request| match request {
        Request::MeterValues(_) if !has_hung_up => {
            has_hung_up = true;
            Does::HangsUp
        }
        _ => Does::Answers,
    })
    .await;
    let (ended, lines) = run_station(station(url)).await;
    assert!(matches!(ended, Ok(Ended::Charged)), "{ended:?}\n{}", lines.join("\n"));
    assert!(lines.iter().any(|line| line.contains("trying again in 1 s")));
    let seen = all(requests);
    assert_eq!(count(&seen, Action::BootNotification), 1);
    // The one that was on its way is sent again.
    assert_eq!(count(&seen, Action::MeterValues), 5);
    assert_eq!(count(&seen, Action::StopTransaction), 1);
}

/// What is right behind an answer finds a station that has taken the answer.
#[tokio::test]
async fn calls_right_behind_an_answer_see_what_it_changed() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    let station = StationOptions { is_server: true, ends_on_reset: true, ..station(url) };
    let running = tokio::spawn(run_station(station));

    let (tcp, _) = listener.accept().await.unwrap();
    let options = AcceptOptions::default();
    let mut socket = accept(tcp, None, &Everybody, &options).await.unwrap().socket;
    let mut boots = 0;
    let mut seen = Vec::new();
    while let Some(Ok(message)) = socket.next().await {
        let Ok(text) = message.into_text() else { continue };
        let id = text.split('"').nth(1).unwrap_or_default().to_owned();
        let mut answers = Vec::new();
        match text.split('"').nth(3).filter(|_| text.starts_with("[2")) {
            Some("BootNotification") => {
                boots += 1;
                let status = if boots == 1 { "Rejected" } else { "Accepted" };
                answers.push(format!(
                    r#"[3,"{id}",{{"status":"{status}","currentTime":"2026-11-25T16:00:00Z","interval":1}}]"#
                ));
                if boots == 2 {
                    answers
                        .push(r#"[2,"start","RemoteStartTransaction",{"idTag":"A"}]"#.to_owned());
                }
            }
            Some("StartTransaction") => {
                answers.push(format!(
                    r#"[3,"{id}",{{"transactionId":7,"idTagInfo":{{"status":"Accepted"}}}}]"#
                ));
                answers
                    .push(r#"[2,"stop","RemoteStopTransaction",{"transactionId":7}]"#.to_owned());
            }
            Some("StopTransaction") => {
                answers.push(format!(r#"[3,"{id}",{{}}]"#));
                answers.push(r#"[2,"reset","Reset",{"type":"Soft"}]"#.to_owned());
            }
            Some(_) if text.starts_with("[2") => answers.push(format!(r#"[3,"{id}",{{}}]"#)),
            _ => seen.push(text.to_string()),
        }
        for answer in answers {
            socket.feed(Message::text(answer)).await.unwrap();
        }
        let _ = socket.flush().await;
    }
    drop(socket);
    assert!(matches!(running.await.unwrap().0, Ok(Ended::Reset)));
    seen.retain(|text| !text.is_empty());
    let expected =
        ["start", "stop", "reset"].map(|id| format!(r#"[3,"{id}",{{"status":"Accepted"}}]"#));
    assert_eq!(seen, expected);
}

/// Some central systems answer with members that do not belong there, or repeat the request. They
/// have processed it all the same: nothing is sent twice, and the transaction has its id.
#[tokio::test]
async fn answers_that_cannot_be_read_are_answers() {
    for (start, id) in [
        (r#"{"transactionId":7,"idTagInfo":{"status":"Accepted"},"status":"Accepted"}"#, 7),
        (r#"{"transactionId":1707206943123,"idTagInfo":{"status":"Accepted"}}"#, -1),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("ws://{}", listener.local_addr().unwrap());
        let running = tokio::spawn(run_station(station(url)));
        let (tcp, _) = listener.accept().await.unwrap();
        let read = ocpp16::Options::strict();
        let mut socket =
            accept(tcp, None, &Everybody, &AcceptOptions::default()).await.unwrap().socket;
        let mut seen = Vec::new();
        while let Some(Ok(message)) = socket.next().await {
            let Ok(text) = message.into_text() else { continue };
            let Ok(Frame::Call(call)) = Frame::parse_text(&text, &read) else { continue };
            let echo = text.splitn(4, ',').nth(3).unwrap().trim_end_matches(']');
            let payload = match &call.request {
                Request::StartTransaction(_) => start.to_owned(),
                Request::MeterValues(_) | Request::StopTransaction(_) => echo.to_owned(),
                other => answer(other).to_json(),
            };
            let reply = format!(r#"[3,"{}",{payload}]"#, call.message_id);
            seen.push(call.into_owned().request);
            socket.send(Message::text(reply)).await.unwrap();
        }
        let (ended, lines) = running.await.unwrap();
        assert!(matches!(ended, Ok(Ended::Charged)), "{ended:?}");
        assert_eq!(count(&seen, Action::StartTransaction), 1);
        assert_eq!(count(&seen, Action::StopTransaction), 1);
        let values = seen.iter().filter(|request| request.action() == Action::MeterValues);
        let mut values: Vec<_> = values.map(|request| format!("{request:?}")).collect();
        let sent = values.len();
        values.dedup();
        assert!(sent > 0 && values.len() == sent, "{values:#?}");
        for request in &seen {
            match request {
                Request::StopTransaction(stop) => assert_eq!(stop.transaction_id, id),
                Request::MeterValues(values) => assert_eq!(values.transaction_id, Some(id)),
                _ => {}
            }
        }
        let said = "StopTransaction delivered, but CALLRESULT that cannot be read";
        assert!(lines.iter().any(|line| line.contains(said)), "{}", lines.join("\n"));
    }
}
