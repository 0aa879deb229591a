//! The table against the text, and values against their types.

use alloc::vec::Vec;

use super::*;
use crate::values::CiString;

fn set(key: &'static str, value: &'static str, station: Station<'_>) -> ConfigurationStatus {
    let request =
        ChangeConfigurationRequest::new(CiString::new(key).unwrap(), CiString::new(value).unwrap());
    change(&request, |_| Some(station))
}

/// Chapter 9 has 34 + 3 + 1 + 5 keys, numbered without gaps.
#[test]
fn chapter_9_is_complete() {
    let in_chapter = |prefix: &str| {
        let clauses = Key::ALL.iter().map(|key| key.definition().clause());
        clauses.filter_map(|clause| clause.strip_prefix(prefix)?.parse::<usize>().ok()).collect()
    };
    for (prefix, count) in [("9.1.", 34), ("9.2.", 3), ("9.3.", 1), ("9.4.", 5)] {
        let numbers: Vec<usize> = in_chapter(prefix);
        assert_eq!(numbers, (1..=count).collect::<Vec<_>>());
    }
}

/// Which keys are optional, by hand from the text and errata 3.79.
#[test]
fn optional_keys_of_chapter_9() {
    let optional: Vec<_> = Key::ALL
        .iter()
        .filter(|key| key.definition().clause().starts_with('9') && !key.definition().is_required())
        .map(|key| key.definition().clause())
        .collect();
    let expected = [
        "9.1.1", "9.1.2", "9.1.4", "9.1.8", "9.1.11", "9.1.14", "9.1.16", "9.1.18", "9.1.20",
        "9.1.23", "9.1.26", "9.1.28", "9.1.30", "9.1.34", "9.3.1", "9.4.4",
    ];
    assert_eq!(optional, expected);
}

#[test]
fn keys_are_found_in_any_case() {
    for key in Key::ALL.iter().copied() {
        assert_eq!(Key::find(key.as_str()), Some(key));
        assert_eq!(Key::find(&key.as_str().to_ascii_uppercase()), Some(key));
    }
    assert_eq!(Key::find("ISO15118PnCEnabled"), Some(Key::ISO15118PnCEnabled));
    assert_eq!(Key::find("Heartbeat"), None);
}

/// 5.3: `[KeyName]MaxLength`.
#[test]
fn lists_have_their_length_keys() {
    let with_length = Key::ALL.iter().copied().filter(|key| key.max_length_key().is_some());
    let names: Vec<_> = with_length.map(Key::as_str).collect();
    let expected = [
        "ConnectorPhaseRotation",
        "MeterValuesAlignedData",
        "MeterValuesSampledData",
        "StopTxnAlignedData",
        "StopTxnSampledData",
        "SupportedFeatureProfiles",
    ];
    assert_eq!(names, expected);
}

#[test]
fn defaults_are_values_of_their_types() {
    for key in Key::ALL {
        let definition = key.definition();
        if let Some(default) = definition.default_value() {
            assert_eq!(definition.value_type().check(default), Ok(()), "{key}");
        }
    }
}

#[test]
fn numbers_have_ranges() {
    let check = |key: Key, value| key.definition().value_type().check(value);
    let heartbeat = |value| check(Key::HeartbeatInterval, value);
    assert_eq!(heartbeat("0"), Ok(()));
    assert_eq!(heartbeat("007"), Ok(()));
    assert_eq!(heartbeat("2147483647"), Ok(()));
    for value in ["-1", "2147483648", "-99999999999", "99999999999999999999"] {
        assert_eq!(heartbeat(value), Err(InvalidValue::Range), "{value}");
    }
    for value in ["", "-", "--1", "+1", "1.0", " 1", "1 ", "1e3", "٣"] {
        assert_eq!(heartbeat(value), Err(InvalidValue::Form), "{value}");
    }
    assert_eq!(check(Key::LightIntensity, "100"), Ok(()));
    assert_eq!(check(Key::LightIntensity, "101"), Err(InvalidValue::Range));
    assert_eq!(check(Key::SecurityProfile, "4"), Err(InvalidValue::Range));
    // 9.1.34
    assert_eq!(
        set("WebSocketPingInterval", "-1", Station::default()),
        ConfigurationStatus::Rejected
    );
}

#[test]
fn lists_have_items() {
    let check = |key: Key, value| key.definition().value_type().check(value);
    let sampled = |value| check(Key::MeterValuesSampledData, value);
    assert_eq!(sampled(""), Ok(()));
    assert_eq!(sampled("Energy.Active.Import.Register,Voltage.L1, SoC"), Ok(()));
    assert_eq!(sampled("current.import.l1-n"), Ok(()));
    assert_eq!(sampled("SoC,,Voltage"), Err(InvalidValue::Form));
    assert_eq!(sampled("SoC,"), Err(InvalidValue::Form));
    assert_eq!(sampled("Speed"), Err(InvalidValue::Item));
    assert_eq!(sampled("Voltage.L4"), Err(InvalidValue::Item));
    let rotation = |value| check(Key::ConnectorPhaseRotation, value);
    // The example of 9.1.7.
    assert_eq!(rotation("0.RST, 1.RST, 2.RTS"), Ok(()));
    assert_eq!(rotation("1.NotApplicable"), Ok(()));
    for value in ["RST", ".RST", "a.RST", "1.RRR", "-1.RST"] {
        assert_eq!(rotation(value), Err(InvalidValue::Item), "{value}");
    }
    assert_eq!(measurand("Voltage.L1-N"), Some((Measurand::Voltage, Some(Phase::L1N))));
}

/// 3.16.4: "No changes SHALL be made".
#[test]
fn unsupported_measurands_are_refused() {
    let measured = [Measurand::Voltage, Measurand::EnergyActiveImportRegister];
    let station = Station::default().with_measurands(&measured).with_max_items(2);
    let set = |value| set("MeterValuesSampledData", value, station);
    assert_eq!(set("Voltage.L1,Voltage.L2"), ConfigurationStatus::Accepted);
    assert_eq!(set("Voltage,SoC"), ConfigurationStatus::Rejected);
    assert_eq!(set("Voltage.L1,Voltage.L2,Voltage.L3"), ConfigurationStatus::Rejected);
}

#[test]
fn access_decides_who_writes() {
    let station = Station::default();
    assert_eq!(set("NumberOfConnectors", "1", station), ConfigurationStatus::Rejected);
    let key = "AuthorizeRemoteTxRequests";
    assert_eq!(set(key, "True", station), ConfigurationStatus::Accepted);
    assert_eq!(set(key, "yes", station), ConfigurationStatus::Rejected);
    assert_eq!(set(key, "true", station.read_only()), ConfigurationStatus::Rejected);
    assert_eq!(set(key, "true", station.with_reboot()), ConfigurationStatus::RebootRequired);
    let key = "AuthorizationKey";
    assert!(!Key::AuthorizationKey.definition().access().is_readable());
    let value = "0001020304050607FFFFFFFFFFFFFFFFFFFFFFFF";
    assert_eq!(set(key, value, station), ConfigurationStatus::Accepted);
    assert_eq!(set(key, "0001", station), ConfigurationStatus::Rejected);
    let request =
        ChangeConfigurationRequest::new(CiString::new(key).unwrap(), CiString::new(value).unwrap());
    assert_eq!(change(&request, |_| None), ConfigurationStatus::NotSupported);
}
