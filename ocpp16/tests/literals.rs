//! Every enumeration: its literals are read and printed, and what is none is named.
#![cfg(feature = "all-profiles")]
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

use core::fmt::{Debug, Display};
use core::str::FromStr;

use ocpp16::messages::{FeatureProfile, plug_and_charge};
use ocpp16::station::configuration::Key;
use ocpp16::values::UnknownLiteral;
use ocpp16::websocket::SecurityProfile;
use ocpp16::{Action, ErrorCode, Literal};

/// Checks an enumeration by all its values.
fn check<T>(name: &str, all: &[T], ignores_case: bool)
where
    T: FromStr<Err = UnknownLiteral> + Display + PartialEq + Debug,
{
    assert!(!all.is_empty(), "{name}");
    for value in all {
        let text = value.to_string();
        assert_eq!(text.parse().as_ref(), Ok(value), "{name}");
        assert_eq!(format!("{value:>60}"), format!("{text:>60}"), "{name}");
        // Reading in any case is not ambiguous.
        let same = all.iter().filter(|other| other.to_string().eq_ignore_ascii_case(&text));
        assert_eq!(same.count(), 1, "{name} {text}");
        for other in [format!(" {text}"), format!("{text}x"), String::new(), swap_case(&text)] {
            let is_same = ignores_case && other.eq_ignore_ascii_case(&text) || other == text;
            match other.parse::<T>() {
                Ok(read) => assert!(is_same && read == *value, "{name} {other}"),
                Err(error) => {
                    assert!(!is_same, "{name} {other}");
                    assert_eq!((error.text(), error.enumeration()), (&*other, name));
                    assert_eq!(error.to_string(), format!("{other:?} is not a value of {name}"));
                }
            }
        }
    }
}

fn swap_case(text: &str) -> String {
    let swap = |c: char| {
        if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
    };
    text.chars().map(swap).collect()
}

macro_rules! enumerations {
    ($($module:ident { $($name:ident)* })*) => {
        #[test]
        fn every_literal_returns() {
            $($(
                check(stringify!($name), ocpp16::messages::$module::$name::ALL, false);
                for value in ocpp16::messages::$module::$name::ALL {
                    assert!(value.is_known());
                    assert_eq!(value.as_str(), value.to_string());
                }
            )*)*
        }

        const NAMES: &[&str] = &[$($(concat!(stringify!($module), "::", stringify!($name))),*),*];
    };
}

enumerations! {
    core {
        RegistrationStatus
        AvailabilityType
        AvailabilityStatus
        ConfigurationStatus
        ClearCacheStatus
        DataTransferStatus
        ResetType
        ResetStatus
        ChargePointErrorCode
        ChargePointStatus
        Reason
        UnlockStatus
    }
    firmware_management {
        DiagnosticsStatus
        FirmwareStatus
    }
    local_auth_list {
        UpdateType
        UpdateStatus
    }
    plug_and_charge {
        MessageFormat
        IdTokenStatus
        AuthorizeCertificateStatus
        IdTokenType
        CertificateAction
        Iso15118EvCertificateStatus
        GetCertificateStatusStatus
        CertificateSigningUse
        MessageTrigger
        InstallCertificateUse
        GetCertificateIdUse
    }
    remote_trigger {
        MessageTrigger
    }
    reservation {
        CancelReservationStatus
        ReservationStatus
    }
    security {
        CertificateUse
        ExtendedMessageTrigger
        Log
        LogStatus
        UploadLogStatus
        SignedFirmwareStatus
        UpdateFirmwareStatus
    }
    smart_charging {
        ClearChargingProfileStatus
        GetCompositeScheduleStatus
        ChargingProfileStatus
    }
    types {
        ChargingProfilePurpose
        ChargingProfileKind
        RecurrencyKind
        ChargingRateUnit
        AuthorizationStatus
        ReadingContext
        ValueFormat
        Measurand
        Phase
        Location
        UnitOfMeasure
        RemoteStartStopStatus
        HashAlgorithm
        CertificateSignedStatus
        DeleteCertificateStatus
        GenericStatus
        GetInstalledCertificateStatus
        InstallCertificateStatus
        TriggerMessageStatus
    }
}

#[test]
fn other_texts_that_stand_for_values_return() {
    check("Action", Action::ALL, false);
    check("Action", plug_and_charge::Action::ALL, false);
    check("ErrorCode", ErrorCode::ALL, false);
    check("FeatureProfile", FeatureProfile::ALL, true);
    check("Key", Key::ALL, true);
    check("SecurityProfile", SecurityProfile::ALL, true);
    // The spellings of later versions.
    assert_eq!("FormatViolation".parse(), Ok(ErrorCode::FormationViolation));
    for profile in SecurityProfile::ALL {
        assert_eq!(profile.to_string(), profile.number().to_string());
    }
    for text in ["4", "-1", "+1", "01", " 1", "TlsWithBasic"] {
        assert!(text.parse::<SecurityProfile>().is_err(), "{text}");
    }
}

#[test]
fn errors_are_bounded_and_escaped() {
    let error = "é\u{1b}[2J\n".repeat(1000).parse::<Action>().unwrap_err();
    assert_eq!(error.text().chars().count(), 50);
    assert!(!error.to_string().contains(char::is_control), "{error}");
}

/// The list above is the one of the source.
#[test]
fn no_enumeration_is_left_out() {
    let mut found = Vec::new();
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/messages");
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let first = path.strip_prefix(&source).unwrap().iter().next().unwrap();
            let module = first.to_str().unwrap().trim_end_matches(".rs").to_owned();
            for table in text.split("\nenumeration! {").skip(1) {
                let name = table.split_once("pub enum ").unwrap().1.split_once(' ').unwrap().0;
                found.push(format!("{module}::{name}"));
            }
        }
    }
    found.sort();
    let mut names = NAMES.to_vec();
    names.sort_unstable();
    assert_eq!(found, names);
}
