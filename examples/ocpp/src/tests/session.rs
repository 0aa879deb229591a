//! Sessions of our station with our central system.

use super::support::{Central, run_station, said, station_of};
use crate::central::{CentralOptions, Script, Verdict};
use crate::station::{Ended, StationOptions};
use ocpp16::websocket::SecurityProfile;

/// The text behind the first line that has `start` in it.
fn after<'l>(lines: &'l [String], start: &str) -> &'l str {
    lines
        .iter()
        .find_map(|line| line.split_once(start))
        .map(|(_, rest)| rest.trim())
        .unwrap_or_else(|| panic!("no {start:?} in\n{}", lines.join("\n")))
}

fn one_session() -> CentralOptions {
    CentralOptions { ends_after_session: true, ..CentralOptions::default() }
}

#[tokio::test]
async fn ten_steps_from_arrival_to_receipt() {
    let central = Central::start(one_session()).await;
    let journal = central.journal.clone();
    let (ended, lines) = run_station(station_of(&central, SecurityProfile::Unsecured)).await;
    assert!(matches!(ended, Ok(Ended::Charged)), "{ended:?}");
    assert_eq!(central.end().await, Verdict::Good);

    let steps: Vec<_> =
        lines.iter().filter_map(|line| Some(line.split_once("STEP ")?.1.trim())).collect();
    let begins = [
        "1/10  user arrives: cable plugged in",
        "2/10  RFID presented: 04A2B3C4D5E6",
        "3/10  station asks the central system",
        "4/10  central validation: Accepted",
        "5/10  charging starts: transaction 1, meter at 1.000 kWh",
        "6/10  live status: Charging with 11.0 kW",
        "7/10  metering: 4 times",
        "8/10  stop: RFID 04A2B3C4D5E6 again",
        "9/10  billing",
        "10/10  receipt",
    ];
    assert_eq!(steps.len(), begins.len(), "{steps:#?}");
    for (step, begin) in steps.iter().zip(begins) {
        assert!(step.starts_with(begin), "{step}");
    }

    // Twenty minutes at 11 kW, and what the scheduler adds.
    let energy = after(&lines, "energy ");
    let kwh: f64 = energy.strip_suffix(" kWh").unwrap().parse().unwrap();
    assert!((3.6..30.0).contains(&kwh), "{energy}");
    // Both sides print the same, and the central system has the price.
    let central_lines = journal.lines();
    assert_eq!(after(&central_lines, "energy "), energy);
    assert_eq!(after(&central_lines, "meter at stop"), after(&lines, "meter at stop"));
    let expected = format!("{:.2} EUR", (kwh * 39.0 + 0.000_1).round() / 100.0);
    assert_eq!(after(&central_lines, "to pay"), expected);
    assert!(said(&journal, "BILLING transaction 1"));
}

#[tokio::test]
async fn who_is_not_authorized_does_not_charge() {
    let options = CentralOptions { rejected_tags: vec!["stolen".to_owned()], ..one_session() };
    let central = Central::start(options).await;
    let station = StationOptions {
        id_tag: "STOLEN".to_owned(),
        ..station_of(&central, SecurityProfile::Unsecured)
    };
    let (ended, lines) = run_station(station).await;
    assert!(matches!(ended, Ok(Ended::TurnedAway)), "{ended:?}");
    assert_eq!(after(&lines, "central validation:"), "Invalid");
    assert!(!lines.iter().any(|line| line.contains("StartTransaction")));
    // Nothing was charged, which the tests of the central system do not take for a session.
    assert_eq!(central.end().await, Verdict::Incomplete);
}

async fn served(options: CentralOptions, has_security: bool) -> (Vec<String>, Vec<String>) {
    let central = Central::start(CentralOptions { ends_after_session: true, ..options }).await;
    let journal = central.journal.clone();
    let station = StationOptions {
        is_server: true,
        ends_on_reset: true,
        has_security,
        ..station_of(&central, SecurityProfile::Unsecured)
    };
    let (ended, lines) = run_station(station).await;
    assert!(matches!(ended, Ok(Ended::Reset)), "{ended:?}");
    let verdict = central.end().await;
    assert_eq!(verdict, Verdict::Good, "{}", journal.lines().join("\n"));
    (lines, journal.lines())
}

#[tokio::test]
async fn every_call_of_the_central_system_is_answered() {
    let options = CentralOptions {
        script: Script::All,
        needed: vec![
            ocpp16::Action::Heartbeat,
            ocpp16::Action::SignCertificate,
            ocpp16::Action::LogStatusNotification,
            ocpp16::Action::DiagnosticsStatusNotification,
            ocpp16::Action::SignedFirmwareStatusNotification,
        ],
        ..CentralOptions::default()
    };
    let (_, lines) = served(options, true).await;
    // The 19 operations of the profiles and 7 of the white paper; some of them more than once.
    assert_eq!(after(&lines, "sent   "), "31 calls, 31 answered as expected");
    for action in ocpp16::Action::ALL {
        if ocpp16::Role::CentralSystem.may_call(*action) {
            let called = format!("-> CALL      {action} ");
            assert!(lines.iter().any(|line| line.contains(&called)), "{action}");
        }
    }
    // What the station asked to be signed, it gets, and the root is found and deleted.
    for (action, answer) in [
        ("CertificateSigned", r#"{"status":"Accepted"}"#),
        ("SignedUpdateFirmware", r#"{"status":"Accepted"}"#),
        ("InstallCertificate", r#"{"status":"Accepted"}"#),
        ("DeleteCertificate", r#"{"status":"Accepted"}"#),
        ("RemoteStopTransaction", r#"{"status":"Accepted"}"#),
    ] {
        assert!(after(&lines, &format!("<- RESULT    {action} ")).ends_with(answer), "{action}");
    }
}

#[tokio::test]
async fn a_station_boots_until_it_is_accepted() {
    let options = CentralOptions {
        script: Script::Core,
        pending: 1,
        rejected: 1,
        ..CentralOptions::default()
    };
    let (lines, _) = served(options, false).await;
    let states: Vec<_> = lines
        .iter()
        .filter_map(|line| line.split_once(" registration ")?.1.split(',').next())
        .collect();
    assert_eq!(states, ["Pending", "Rejected", "Accepted"]);
    // Nothing of its own before.
    let accepted = lines.iter().position(|line| line.contains("registration Accepted")).unwrap();
    for line in &lines[..accepted] {
        assert!(!line.contains("-> CALL") || line.contains("BootNotification"), "{line}");
    }
}

#[tokio::test]
async fn a_station_without_the_white_paper_refuses_its_calls() {
    let options = CentralOptions {
        script: Script::All,
        allows_not_implemented: true,
        ..CentralOptions::default()
    };
    let (lines, _) = served(options, false).await;
    let refused = lines.iter().filter(|line| line.contains("\"NotSupported\"")).count();
    assert_eq!(refused, 9, "{}", lines.join("\n"));
}

#[tokio::test]
async fn many_stations_charge_at_the_same_time() {
    let central = Central::start(CentralOptions::default()).await;
    let stations: Vec<_> = (0..30)
        .map(|number| {
            let station = StationOptions {
                id: format!("CP {number}/é"),
                id_tag: format!("TAG{number}"),
                ..station_of(&central, SecurityProfile::Unsecured)
            };
            tokio::spawn(run_station(station))
        })
        .collect();
    for station in stations {
        let (ended, lines) = station.await.unwrap();
        assert!(matches!(ended, Ok(Ended::Charged)), "{ended:?}\n{}", lines.join("\n"));
    }
    let bills = central.journal.lines();
    assert_eq!(bills.iter().filter(|line| line.contains("BILLING")).count(), 30);
    assert!(central.said("CP 29/é"));
}

#[tokio::test]
async fn a_station_comes_back_after_a_reset_and_is_not_called_again() {
    let central =
        Central::start(CentralOptions { script: Script::Core, ..CentralOptions::default() }).await;
    let station =
        StationOptions { is_server: true, ..station_of(&central, SecurityProfile::Unsecured) };
    let running = tokio::spawn(run_station(station));
    super::support::wait_for(&central.journal, "security event ResetOrReboot").await;
    super::support::wait_for(&central.journal, "sent       22 calls, 22 answered").await;
    tokio::time::sleep(core::time::Duration::from_millis(100)).await;
    running.abort();
    let lines = central.journal.lines();
    assert_eq!(lines.iter().filter(|line| line.contains("boot 1: Accepted")).count(), 2);
    assert_eq!(lines.iter().filter(|line| line.contains("CALL      Reset")).count(), 1);
}
