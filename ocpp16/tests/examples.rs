//! The examples do what they say.
#![cfg(feature = "core")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "for tests")]

#[path = "../examples/answer.rs"]
mod answer;
#[path = "../examples/min_csms.rs"]
mod min_csms;
#[path = "../examples/min_station.rs"]
mod min_station;

use std::net::TcpListener;

#[test]
fn the_minimal_station_boots_at_the_minimal_central_system() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    let serving = std::thread::spawn(move || {
        let (tcp, _) = listener.accept().unwrap();
        min_csms::attend(tcp).map_err(|error| error.to_string())
    });
    let time = min_station::run(&url).unwrap();
    assert!(time.parse::<ocpp16::DateTime>().is_ok(), "{time}");
    assert_eq!(serving.join().unwrap(), Ok(()));
}

#[test]
fn frames_are_answered_without_a_network() {
    let now = "2026-11-22T08:00:00Z".parse().unwrap();
    for (frame, expected) in [
        (r#"[2,"1","Heartbeat",{}]"#, Some(r#"[3,"1",{"currentTime":"2026-11-22T08:00:00Z"}]"#)),
        (
            r#"[2,"2","Authorize",{"idTag":1}]"#,
            Some(r#"[4,"2","TypeConstraintViolation","idTag: not a text, at byte 28",{}]"#),
        ),
        (r#"[3,"3",{}]"#, None),
    ] {
        assert_eq!(answer::answer(frame.as_bytes(), now).as_deref(), expected);
    }
}
