//! Tolerance with what stations and central systems of the field have sent.
#![cfg(feature = "all-profiles")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "allowed in tests, not in their helpers")]

use ocpp16::{Action, Error, Options, Request, Response, ToJson as _};

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
        // The first one counts, also if it counts as absent.
        (
            StopTransaction,
            true,
            format!(r#"{{"meterStop":1,{time},"transactionId":1,"reason":null,"reason":"Remote"}}"#),
            "Null DuplicateMember",
            format!(r#"{{"meterStop":1,{time},"transactionId":1}}"#),
        ),
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
        // In the wrong place.
        (SetChargingProfile, profile("").replacen('{', r#"{"transactionId":5,"#, 1)),
        (SetChargingProfile, profile("").replacen('{', r#"{"valid_to":"2026-01-01T00:00:00Z","#, 1)),
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
