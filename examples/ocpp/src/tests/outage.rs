//! A station whose central system is away for a while: the meter is read on time, and no reading is
//! lost.

use alloc::sync::Arc;
use core::net::SocketAddr;
use core::time::Duration;

use super::support::{Everybody, answer, run_station};
use crate::clock::Clock;
use crate::handshake::{AcceptOptions, accept};
use crate::journal::Journal;
use crate::link::{Event, LinkOptions, link};
use crate::station::{Ended, StationOptions};
use ocpp16::messages::types::ReadingContext;
use ocpp16::{Action, Request, Role};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// A central system that is gone for a while, when it gets this message, and does not answer it.
async fn central(leaves_at: Action, seen: mpsc::UnboundedSender<Request<'static>>) -> SocketAddr {
    let mut listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut has_left = false;
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
                if request.action() == leaves_at && !has_left {
                    has_left = true;
                    driving.abort();
                    let _ = driving.await;
                    drop(listener);
                    tokio::time::sleep(Duration::from_millis(1500)).await;
                    listener = TcpListener::bind(address).await.unwrap();
                    break;
                }
                link.respond(call, answer(&request)).await;
                let _ = seen.send(*request);
            }
        }
    });
    address
}

/// Times of readings of a connector, in Unix seconds, in the order in which they came.
fn readings(seen: &[Request<'_>], connector: i32, context: &ReadingContext) -> Vec<i64> {
    seen.iter()
        .filter_map(|request| match request {
            Request::MeterValues(it) if it.connector_id == connector => Some(&it.meter_value),
            _ => None,
        })
        .flatten()
        .filter(|value| value.sampled_value.iter().all(|it| it.context.as_ref() == Some(context)))
        .map(|value| value.timestamp.unix_seconds())
        .collect()
}

#[tokio::test]
async fn the_meter_is_read_on_time_while_the_central_system_is_away() {
    for leaves_at in [Action::StartTransaction, Action::MeterValues] {
        let (seen, mut requests) = mpsc::unbounded_channel();
        let address = central(leaves_at, seen).await;
        let settings = [
            ("MeterValueSampleInterval", "60"),
            ("ClockAlignedDataInterval", "120"),
            ("StopTxnAlignedData", "Energy.Active.Import.Register"),
            ("NumberOfConnectors", "2"),
            ("TransactionMessageRetryInterval", "0"),
        ];
        let settings = settings.map(|(key, value)| (key.to_owned(), value.to_owned()));
        let station = StationOptions {
            url: format!("ws://{address}"),
            settings: settings.to_vec(),
            samples: 25,
            // A minute is a fifth of a second.
            fixed_speed: Some(300),
            ..StationOptions::default()
        };
        let (ended, lines) = run_station(station).await;
        let lines = lines.join("\n");
        assert!(matches!(ended, Ok(Ended::Charged)), "{ended:?}\n{lines}");
        assert!(lines.contains("s of real time"), "{lines}");
        let mut seen = Vec::new();
        while let Ok(request) = requests.try_recv() {
            seen.push(request);
        }

        let sampled = readings(&seen, 1, &ReadingContext::SamplePeriodic);
        assert_eq!(sampled.len(), 25, "{leaves_at}: {sampled:?}");
        for pair in sampled.windows(2) {
            assert!((30..=90).contains(&(pair[1] - pair[0])), "{leaves_at}: {sampled:?}");
        }
        // 25 minutes, a reading every two, of the connector that charges and of the other one.
        for connector in [1, 2] {
            let aligned = readings(&seen, connector, &ReadingContext::SampleClock);
            assert!(aligned.len() >= 11, "{leaves_at} {connector}: {aligned:?}");
            for pair in aligned.windows(2) {
                assert_eq!(
                    pair[1] / 120 - pair[0] / 120,
                    1,
                    "{leaves_at} {connector}: {aligned:?}"
                );
            }
        }

        // All of the transaction have its id, and its end is the last of them, with its readings.
        let of_transaction: Vec<_> = seen
            .iter()
            .filter_map(|request| match request {
                Request::MeterValues(it) if it.connector_id == 1 => it.transaction_id,
                Request::StopTransaction(it) => Some(it.transaction_id),
                _ => None,
            })
            .collect();
        assert!(of_transaction.len() > 34 && of_transaction.iter().all(|id| *id == 42));
        let count = |action| seen.iter().filter(|it| it.action() == action).count();
        assert_eq!((count(Action::StartTransaction), count(Action::StopTransaction)), (1, 1));
        let last = seen.iter().rfind(|it| {
            matches!(it, Request::MeterValues(it) if it.transaction_id.is_some())
                || it.action() == Action::StopTransaction
        });
        let Some(Request::StopTransaction(stop)) = last else { panic!("{last:?}") };
        // Begin, 25 samples, about 12 aligned ones, end.
        assert!(stop.transaction_data.as_ref().unwrap().len() >= 36);
    }
}
