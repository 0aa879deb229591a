//! The table of `Tolerance`, cell by cell, over all members of all messages.
#![cfg(feature = "all-profiles")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "allowed in tests, not in their helpers")]

mod support;

use std::collections::HashSet;

use ocpp16::{
    Action, Direction, Error, Form, Member, Options, Presence, Report, Request, Response, Role,
    ToJson as _, Tolerance, plug_and_charge,
};
use support::cells::{Case, Verdict, cases, is_narrowing, verdict};
use support::same_json;

/// Reads a message and prints it.
type Read = fn(usize, &str, &Options) -> Result<(String, Report), Error>;

/// All messages: a name, the members, how to read it, and the number of its action.
fn messages() -> Vec<(String, &'static [Member], Read, usize)> {
    type Pnc = plug_and_charge::Action;
    let mut all: Vec<(String, &'static [Member], Read, usize)> = Vec::new();
    for (number, action) in Action::ALL.iter().enumerate() {
        all.push((
            format!("{action}.req"),
            Request::members(*action),
            |number, text, options| {
                Request::from_json(Action::ALL[number], text, options)
                    .map(|(message, report)| (message.to_json(), report))
            },
            number,
        ));
        all.push((
            format!("{action}.conf"),
            Response::members(*action),
            |number, text, options| {
                Response::from_json(Action::ALL[number], text, options)
                    .map(|(message, report)| (message.to_json(), report))
            },
            number,
        ));
    }
    for (number, action) in Pnc::ALL.iter().enumerate() {
        let members = plug_and_charge::Request::members(*action);
        all.push((
            format!("PnC {action}.req"),
            members,
            |number, text, options| {
                plug_and_charge::Request::from_json(Pnc::ALL[number], text, options)
                    .map(|(message, report)| (message.to_json(), report))
            },
            number,
        ));
        let members = plug_and_charge::Response::members(*action);
        all.push((
            format!("PnC {action}.conf"),
            members,
            |number, text, options| {
                plug_and_charge::Response::from_json(Pnc::ALL[number], text, options)
                    .map(|(message, report)| (message.to_json(), report))
            },
            number,
        ));
    }
    all
}

#[test]
fn every_cell_of_the_table_is_as_decided() {
    let mut count = 0_usize;
    let mut seen = HashSet::new();
    for (name, members, read, number) in messages() {
        for case in cases(members) {
            let Case { path, change, json, .. } = &case;
            let text = json.to_string();
            let place = format!("{name} {path} {change}: {text}");

            let strict = read(number, &text, &Options::strict());
            assert_eq!(strict.is_ok(), case.is_valid, "{place}: {strict:?}");

            let tolerant = read(number, &text, &Options::tolerant());
            match (&case.report, &tolerant) {
                (None, Err(error)) => {
                    assert!(error.path().starts_with(path.as_str()), "{place}: {error}");
                }
                (Some(expected), Ok((printed, report))) => {
                    let what: Vec<_> = report.entries().iter().map(|entry| entry.what).collect();
                    assert_eq!(&what, expected, "{place}");
                    for entry in report.entries() {
                        assert!(entry.path.starts_with(path.as_str()), "{place}: {entry}");
                        seen.insert(format!("{:?}", entry.what));
                    }
                    let expected = case.printed.to_string();
                    assert!(same_json(printed, &expected), "{place}: {printed}, not {expected}");
                    // What is printed is by the schemas, but for what is kept as it came.
                    let again = read(number, printed, &Options::strict());
                    assert_eq!(again.is_ok(), !what.iter().any(|one| one.is_kept()), "{place}");
                }
                (expected, tolerant) => panic!("{place}: {tolerant:?}, not {expected:?}"),
            }
            count += 1;
        }
    }
    println!("{count} cells, {seen:?}");
    assert!(count > 10_000, "{count}");
    // All but those of frames, of lists of a greatest length, of two of a name and of other names.
    assert_eq!(seen.len(), 18, "{seen:?}");
}

/// The payload itself in every form.
#[test]
fn every_form_of_a_payload_is_as_decided() {
    let (mut refused, mut taken) = (0, 0);
    for (name, members, read, number) in messages() {
        for text in ["{}", r#"{"unheardOf":1}"#, "[]", "[[]]", "[{}]", "null", "5", "true", "\"\""]
        {
            let value: serde_json::Value = serde_json::from_str(text).unwrap();
            let verdict = verdict(&Form::Object(members), Presence::Required, &value);
            let strict = read(number, text, &Options::strict());
            assert_eq!(strict.is_ok(), verdict == Verdict::Valid, "{name} {text}: {strict:?}");
            let tolerant = read(number, text, &Options::tolerant());
            let report = tolerant.as_ref().ok().map(|(printed, report)| {
                assert_eq!(printed, "{}", "{name} {text}");
                report.entries().iter().map(|entry| entry.what).collect::<Vec<_>>()
            });
            let expected = match verdict {
                Verdict::Valid => Some(vec![]),
                Verdict::Taken(what, _) => Some(what),
                Verdict::Refused | Verdict::Absent(_) => None,
            };
            assert_eq!(report, expected, "{name} {text}: {tolerant:?}");
            if expected.is_none() { refused += 1 } else { taken += 1 }
        }
    }
    assert!(refused > 800 && taken > 40, "{refused} {taken}");
}

/// The class: whatever stands in the place of a narrowing member, the command is refused or has it.
#[test]
fn nothing_that_is_there_makes_a_narrowing_member_absent() {
    let mut members_seen = HashSet::new();
    for (name, members, read, number) in messages() {
        for case in cases(members) {
            let is_left_out = case.change == "left out";
            if case.presence != Presence::Narrowing || is_left_out {
                continue;
            }
            members_seen.insert(format!("{name} {}", case.path));
            let text = case.json.to_string();
            let Ok((printed, _)) = read(number, &text, &Options::tolerant()) else { continue };
            let pointer = case.path.replace("[0]", "/0").replace('.', "/");
            let pointer = format!("/{pointer}");
            let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();
            let is_there = printed.pointer(&pointer).is_some_and(|value| !value.is_null());
            let is_renamed = case.change.starts_with("named ");
            assert!(is_there || is_renamed, "{name}: {text} -> {printed}");
            if is_renamed {
                // Under its true name.
                assert!(same_json(&printed.to_string(), &case.printed.to_string()), "{text}");
            }
        }
    }
    assert!(members_seen.len() > 40, "{members_seen:?}");
}

/// Each optional member of a command is decided here. A new one fails until it is either marked
/// narrowing or added with its reason.
#[test]
fn each_optional_member_of_a_command_is_decided() {
    let not_narrowing = [
        // Any text, and its kind: absence is another message.
        "DataTransfer.req data",
        "DataTransfer.req messageId",
        // How often and when to try again: absent, as the station likes.
        "GetDiagnostics.req retries",
        "GetDiagnostics.req retryInterval",
        "GetLog.req retries",
        "GetLog.req retryInterval",
        "SignedUpdateFirmware.req retries",
        "SignedUpdateFirmware.req retryInterval",
        "UpdateFirmware.req retries",
        "UpdateFirmware.req retryInterval",
        // An empty time is the field's way to say none; at worst a longer log is uploaded.
        "GetDiagnostics.req startTime",
        "GetDiagnostics.req stopTime",
        "GetLog.req log.latestTimestamp",
        "GetLog.req log.oldestTimestamp",
        // The answer says its unit.
        "GetCompositeSchedule.req chargingRateUnit",
        // Below it charging is inefficient: no limit, a hint.
        "RemoteStartTransaction.req chargingProfile.chargingSchedule.minChargingRate",
        "SetChargingProfile.req csChargingProfiles.chargingSchedule.minChargingRate",
        // With it more identifiers may charge, not fewer.
        "ReserveNow.req parentIdTag",
        "SendLocalList.req localAuthorizationList[0].idTagInfo.parentIdTag",
        // When to forget it: an empty time is the field's way to say never. What cannot be read is
        // refused.
        "SendLocalList.req localAuthorizationList[0].idTagInfo.expiryDate",
    ];
    let mut optional = HashSet::new();
    for action in Action::ALL {
        if action.direction() != Direction::FromChargePoint {
            collect(&format!("{action}.req"), "", Request::members(*action), &mut optional);
        }
    }
    assert_eq!(optional, not_narrowing.into_iter().map(str::to_owned).collect());

    // Of Plug & Charge, all but data of vendors.
    let mut optional = HashSet::new();
    for action in plug_and_charge::Action::ALL {
        if action.caller() == Role::CentralSystem {
            let members = plug_and_charge::Request::members(*action);
            collect(&format!("{action}.req"), "", members, &mut optional);
        }
    }
    assert!(optional.iter().all(|name| name.ends_with("customData")), "{optional:?}");
}

fn collect(name: &str, path: &str, members: &[Member], to: &mut HashSet<String>) {
    for member in members {
        let path = if path.is_empty() {
            member.name.to_owned()
        } else {
            format!("{path}.{}", member.name)
        };
        if member.presence == Presence::Optional {
            to.insert(format!("{name} {path}"));
        }
        match member.form {
            Form::Object(members) => collect(name, &path, members, to),
            Form::List { of: Form::Object(members), .. } => {
                collect(name, &format!("{path}[0]"), members, to);
            }
            _ => {}
        }
    }
}

/// Reads a request or response, and says what the tolerant reader reports and prints; the strict one
/// has to refuse it.
fn of_the_field(action: Action, is_request: bool, text: &str) -> Result<(String, String), Error> {
    let read = |options: &Options| {
        if is_request {
            Request::from_json(action, text, options)
                .map(|(message, report)| (message.to_json(), report))
        } else {
            Response::from_json(action, text, options)
                .map(|(message, report)| (message.to_json(), report))
        }
    };
    assert!(read(&Options::strict()).is_err(), "{text}");
    let (printed, report) = read(&Options::tolerant())?;
    let what: Vec<_> = report.entries().iter().map(|entry| format!("{:?}", entry.what)).collect();
    Ok((what.join(" "), printed))
}

/// Reports of the field, each with what was sent.
#[test]
fn what_the_field_sends() {
    use Action::{
        BootNotification, GetConfiguration, GetDiagnostics, MeterValues, StartTransaction,
        StatusNotification, StopTransaction,
    };
    let time = r#""timestamp":"2026-01-01T00:00:00Z""#;
    for (action, is_request, sent, what, printed) in [
        // A lost transaction id, -1 in 64 bits.
        (
            MeterValues,
            true,
            r#"{"connectorId":1,"transactionId":9223372036854775807,"meterValue":[]}"#.to_owned(),
            "OutOfRange",
            r#"{"connectorId":1,"meterValue":[]}"#.to_owned(),
        ),
        (
            GetConfiguration,
            false,
            r#"{"configurationKey":[{"key":"K","readonly":0,"value":60},{"key":"L","readonly":1}]}"#
                .to_owned(),
            "ZeroOrOne NotAText ZeroOrOne",
            r#"{"configurationKey":[{"key":"K","readonly":false,"value":"60"},{"key":"L","readonly":true}]}"#
                .to_owned(),
        ),
        (
            GetConfiguration,
            false,
            r#"{"configurationKey":[{"key":"Y","value":"1"}]}"#.to_owned(),
            "LeftOut",
            r#"{"configurationKey":[{"key":"Y","readonly":false,"value":"1"}]}"#.to_owned(),
        ),
        (
            StatusNotification,
            true,
            r#"{"connectorId":1,"errorCode":"noError ","status":"available","timestamp":""}"#.to_owned(),
            "LiteralForm LiteralForm Empty",
            r#"{"connectorId":1,"errorCode":"NoError","status":"Available"}"#.to_owned(),
        ),
        (
            GetDiagnostics,
            true,
            r#"{"location":"l","retries":"","startTime":""}"#.to_owned(),
            "Empty Empty",
            r#"{"location":"l"}"#.to_owned(),
        ),
        (
            StopTransaction,
            true,
            format!(r#"{{"meterStop":26008.333,{time},"transactionId":1,"Reason":"EVDisconnected"}}"#),
            "Fraction NameCase",
            format!(r#"{{"meterStop":26008,{time},"transactionId":1,"reason":"EVDisconnected"}}"#),
        ),
        (
            StartTransaction,
            true,
            format!(r#"{{"connectorId":1,"idTag":"T","meterStart":"-0.9",{time},"reservationId":""}}"#),
            "InText Fraction Empty",
            format!(r#"{{"connectorId":1,"idTag":"T","meterStart":0,{time}}}"#),
        ),
        (
            MeterValues,
            true,
            format!(r#"{{"connectorId":1,"meterValue":{{{time},"sampledValue":{{"value":"1"}}}}}}"#),
            "SingleElement SingleElement",
            format!(r#"{{"connectorId":1,"meterValue":[{{{time},"sampledValue":[{{"value":"1"}}]}}]}}"#),
        ),
        (
            BootNotification,
            true,
            r#"{"ChargePointVendor":"V","chargePointModel":"M"}"#.to_owned(),
            "NameCase",
            r#"{"chargePointVendor":"V","chargePointModel":"M"}"#.to_owned(),
        ),
        // The example that OCPP-J 4.2.2 prints.
        (
            BootNotification,
            false,
            r#"{"status":"Accepted","currentTime":"2013-02-01T20:53:32.486Z","heartbeatInterval":300}"#
                .to_owned(),
            "OtherName",
            r#"{"status":"Accepted","currentTime":"2013-02-01T20:53:32.486Z","interval":300}"#.to_owned(),
        ),
        // An empty object of PHP.
        (StatusNotification, false, "[]".to_owned(), "EmptyList", "{}".to_owned()),
        // The first one counts, whatever its case.
        (
            StopTransaction,
            true,
            format!(r#"{{"meterStop":1,{time},"transactionId":1,"Reason":"Local","reason":"Remote"}}"#),
            "NameCase DuplicateMember",
            format!(r#"{{"meterStop":1,{time},"transactionId":1,"reason":"Local"}}"#),
        ),
    ] {
        let read = of_the_field(action, is_request, &sent);
        let (read_as, again) = read.unwrap_or_else(|error| panic!("{sent}: {error}"));
        assert_eq!(read_as, what, "{sent}");
        assert_eq!(again, printed, "{sent}");
    }
}

/// What would clear, start or upload more than was asked for.
#[test]
fn commands_are_not_widened() {
    use Action::{
        ClearChargingProfile, GetConfiguration, RemoteStartTransaction, SendLocalList,
        SetChargingProfile, TriggerMessage,
    };
    let profile = |more: &str| {
        format!(
            r#"{{"connectorId":1,"csChargingProfiles":{{"chargingProfileId":1,"stackLevel":0,
                "chargingProfilePurpose":"TxProfile","chargingProfileKind":"Relative",{more}
                "chargingSchedule":{{"chargingRateUnit":"A","chargingSchedulePeriod":[]}}}}}}"#
        )
    };
    for (action, sent) in [
        (ClearChargingProfile, r#"{"id":9223372036854775807}"#.to_owned()),
        (ClearChargingProfile, r#"{"id":null}"#.to_owned()),
        (ClearChargingProfile, r#"{"id":""}"#.to_owned()),
        (ClearChargingProfile, r#"{"chargingProfileId":5}"#.to_owned()),
        (ClearChargingProfile, r#"{"chargingProfilePurpose":""}"#.to_owned()),
        (ClearChargingProfile, r#"{"chargingProfilePurpose":null}"#.to_owned()),
        (ClearChargingProfile, r#"{"chargingProfilePurpose":"Everything"}"#.to_owned()),
        (ClearChargingProfile, "[]".to_owned()),
        (SetChargingProfile, profile(r#""transactionId":9223372036854775807,"#)),
        (SetChargingProfile, profile(r#""transactionId":null,"#)),
        (SetChargingProfile, profile(r#""validTo":"","#)),
        (SetChargingProfile, profile(r#""valid_to":"2026-01-01T00:00:00Z","#)),
        (RemoteStartTransaction, r#"{"idTag":"T","connectorId":""}"#.to_owned()),
        (RemoteStartTransaction, r#"{"idTag":"T","evseId":2}"#.to_owned()),
        (TriggerMessage, r#"{"requestedMessage":"MeterValues","connectorId":null}"#.to_owned()),
        (GetConfiguration, r#"{"key":""}"#.to_owned()),
        (GetConfiguration, r#"{"keys":["HeartbeatInterval"]}"#.to_owned()),
        // The spelling of OCPP 1.5: dropped, it would clear the list.
        (
            SendLocalList,
            r#"{"listVersion":1,"updateType":"Full","localAuthorisationList":[{"idTag":"T"}]}"#
                .to_owned(),
        ),
        // An entry without its information is removed.
        (
            SendLocalList,
            r#"{"listVersion":1,"updateType":"Differential","localAuthorizationList":[{"idTag":"T","idTagInfo":null}]}"#
                .to_owned(),
        ),
    ] {
        let read = of_the_field(action, true, &sent);
        assert!(read.is_err(), "{sent}: {read:?}");
    }
    // One meaning, and not a wider one.
    let (what, printed) = of_the_field(
        ClearChargingProfile,
        true,
        r#"{"ID":"5","ChargingProfilePurpose":"txprofile"}"#,
    )
    .unwrap();
    assert_eq!(what, "NameCase InText NameCase LiteralForm");
    assert_eq!(printed, r#"{"id":5,"chargingProfilePurpose":"TxProfile"}"#);
}

#[test]
fn what_is_kept_and_what_is_not() {
    let kept = [Tolerance::UnknownLiteral, Tolerance::TooLong, Tolerance::ElementCount];
    assert!(kept.iter().all(|one| one.is_kept()) && !Tolerance::LiteralForm.is_kept());
    let clear = Request::members(Action::ClearChargingProfile);
    assert!(clear.len() == 4 && clear.iter().all(is_narrowing));
}
