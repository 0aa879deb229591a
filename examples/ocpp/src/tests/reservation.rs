//! Reservations of a central system, from ReserveNow to their ends.

use core::time::Duration;

use super::support::Everybody;
use crate::handshake::{AcceptOptions, accept};
use crate::link::Socket;
use crate::station::StationOptions;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::TcpListener;
use tokio::time::{Instant, timeout_at};
use tokio_tungstenite::tungstenite::Message;

/// Answers the station for a while. Returns the states of connector 1 with their times of the
/// station, and the status of each answer of the station.
async fn listen(socket: &mut Socket, time: Duration) -> (Vec<(String, String)>, Vec<String>) {
    let (mut states, mut answers) = (Vec::new(), Vec::new());
    let until = Instant::now() + time;
    while let Ok(Some(Ok(message))) = timeout_at(until, socket.next()).await {
        let Ok(text) = message.into_text() else { continue };
        let member = |name: &str| {
            let (_, rest) = text.split_once(&format!("\"{name}\":\"")).unwrap_or_default();
            rest.split('"').next().unwrap_or_default().to_owned()
        };
        let id = text.split('"').nth(1).unwrap_or_default();
        let payload = match text.split('"').nth(3).filter(|_| text.starts_with("[2")) {
            Some("BootNotification") => {
                r#"{"status":"Accepted","currentTime":"2026-11-25T16:00:00Z","interval":300}"#
            }
            Some("StatusNotification") => {
                if text.contains("\"connectorId\":1,") {
                    states.push((member("status"), member("timestamp")));
                }
                "{}"
            }
            Some(_) => "{}",
            None => {
                answers.push(member("status"));
                continue;
            }
        };
        socket.send(Message::text(format!("[3,\"{id}\",{payload}]"))).await.unwrap();
    }
    (states, answers)
}

fn reserve(id: i32, expiry: &str) -> Message {
    Message::text(format!(
        r#"[2,"r{id}","ReserveNow",{{"connectorId":1,"expiryDate":"{expiry}","idTag":"A","reservationId":{id}}}]"#
    ))
}

#[tokio::test]
async fn a_reservation_is_rejected_when_it_has_ended_and_ends_at_its_time() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let station = StationOptions {
        url: format!("ws://{}", listener.local_addr().unwrap()),
        is_server: true,
        fixed_speed: Some(30),
        ..StationOptions::default()
    };
    let running = tokio::spawn(super::support::run_station(station));
    let (tcp, _) = listener.accept().await.unwrap();
    let options = AcceptOptions::default();
    let mut socket = accept(tcp, None, &Everybody, &options).await.unwrap().socket;
    // The station boots; its clock runs from 16:00:00 on.
    let (states, _) = listen(&mut socket, Duration::from_secs(1)).await;
    assert_eq!(states.last().unwrap().0, "Available");

    for expiry in ["2020-01-01T00:00:00Z", "2026-11-25T16:00:00Z"] {
        socket.send(reserve(1, expiry)).await.unwrap();
        let (states, answers) = listen(&mut socket, Duration::from_millis(300)).await;
        assert_eq!((states, answers), (vec![], vec!["Rejected".to_owned()]), "{expiry}");
    }

    // Two minutes and a half of the station are 5 s.
    socket.send(reserve(2, "2026-11-25T16:02:30.500Z")).await.unwrap();
    let (states, answers) = listen(&mut socket, Duration::from_secs(5)).await;
    assert_eq!(answers, ["Accepted"]);
    let [(first, _), (last, at)] = &states[..] else { panic!("{states:?}") };
    assert_eq!((&**first, &**last), ("Reserved", "Available"));
    assert!(at.as_str() >= "2026-11-25T16:02:30.5" && at.starts_with("2026-11-25T16:02:"), "{at}");

    // The connector is free for others.
    let start = r#"[2,"s","RemoteStartTransaction",{"connectorId":1,"idTag":"OTHER"}]"#;
    socket.send(Message::text(start)).await.unwrap();
    let (states, answers) = listen(&mut socket, Duration::from_millis(500)).await;
    assert_eq!(answers, ["Accepted"]);
    assert_eq!(states[0].0, "Preparing");
    running.abort();
}

/// 5.13: a reservation also ends when the connector is set to Unavailable.
#[tokio::test]
async fn a_reservation_ends_with_the_availability_and_moves_with_its_id() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let station = StationOptions {
        url: format!("ws://{}", listener.local_addr().unwrap()),
        is_server: true,
        settings: vec![("NumberOfConnectors".to_owned(), "2".to_owned())],
        ..StationOptions::default()
    };
    let running = tokio::spawn(super::support::run_station(station));
    let (tcp, _) = listener.accept().await.unwrap();
    let options = AcceptOptions::default();
    let mut socket = accept(tcp, None, &Everybody, &options).await.unwrap().socket;
    listen(&mut socket, Duration::from_secs(1)).await;
    let mut say = async |frame: Message| {
        socket.send(frame).await.unwrap();
        let (states, answers) = listen(&mut socket, Duration::from_millis(300)).await;
        (states.into_iter().map(|(state, _)| state).collect::<Vec<_>>(), answers)
    };
    let one = |text: &str| vec![text.to_owned()];
    let expiry = "2099-01-01T00:00:00Z";
    assert_eq!(say(reserve(1, expiry)).await, (one("Reserved"), one("Accepted")));
    let availability = |kind: &str| {
        Message::text(format!(
            r#"[2,"{kind}","ChangeAvailability",{{"connectorId":1,"type":"{kind}"}}]"#
        ))
    };
    assert_eq!(say(availability("Inoperative")).await, (one("Unavailable"), one("Accepted")));
    assert_eq!(say(availability("Operative")).await, (one("Available"), one("Accepted")));
    assert_eq!(say(reserve(2, expiry)).await, (one("Reserved"), one("Accepted")));
    // The same id at the other connector.
    let moved =
        reserve(2, expiry).into_text().unwrap().replace("\"connectorId\":1", "\"connectorId\":2");
    assert_eq!(say(Message::text(moved)).await, (one("Available"), one("Accepted")));
    running.abort();
}
