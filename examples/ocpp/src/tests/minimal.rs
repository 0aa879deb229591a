//! The minimal examples, with the whole programs and with each other.

#[path = "../../../../ocpp16/examples/min_csms.rs"]
mod min_csms;
#[path = "../../../../ocpp16/examples/min_station.rs"]
mod min_station;

use std::net::TcpListener;

use super::support::{Central, run_station};
use crate::central::CentralOptions;
use crate::station::{Ended, StationOptions};

#[tokio::test(flavor = "multi_thread")]
async fn the_minimal_station_boots() {
    let central = Central::start(CentralOptions::default()).await;
    let url = format!("ws://{}", central.address);
    let time = tokio::task::spawn_blocking(move || {
        min_station::run(&url).map_err(|error| error.to_string())
    });
    let time = time.await.unwrap().unwrap();
    assert!(time.parse::<ocpp16::DateTime>().is_ok(), "{time}");
    assert!(central.said("boot 1: Accepted"));
}

#[tokio::test]
async fn the_minimal_central_system_serves_stations() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    let serving = std::thread::spawn(move || {
        [(); 2].map(|()| {
            let (tcp, _) = listener.accept().unwrap();
            min_csms::attend(tcp).map_err(|error| error.to_string())
        })
    });
    let options = StationOptions {
        url: url.clone(),
        fixed_speed: Some(60_000),
        has_security: false,
        ..StationOptions::default()
    };
    let (ended, lines) = run_station(options).await;
    assert!(matches!(ended, Ok(Ended::Charged)), "{ended:?}\n{}", lines.join("\n"));
    let station = std::thread::spawn(move || min_station::run(&url).unwrap());
    assert!(station.join().unwrap().ends_with('Z'));
    let served = serving.join().unwrap();
    assert!(served[0].is_ok(), "{served:?}");
}
