//! The table of `Tolerance`, cell by cell, over all members of all messages.
#![cfg(feature = "all-profiles")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "allowed in tests, not in their helpers")]

mod support;

use std::collections::HashSet;

use ocpp16::messages::{Direction, Form, Member, Presence, plug_and_charge};
use ocpp16::{Action, Error, Options, Report, Request, Response, Role, ToJson as _, Tolerance};
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

#[test]
fn what_is_kept_and_what_is_not() {
    let kept = [Tolerance::UnknownLiteral, Tolerance::TooLong, Tolerance::ElementCount];
    assert!(kept.iter().all(|one| one.is_kept()) && !Tolerance::LiteralForm.is_kept());
    let clear = Request::members(Action::ClearChargingProfile);
    assert!(clear.len() == 4 && clear.iter().all(is_narrowing));
}
