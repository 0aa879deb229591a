//! serde with plain `serde_json`: the same messages, borrowed where they can be.
#![cfg(all(feature = "serde", feature = "all-profiles"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "allowed in tests, not in their helpers")]

mod support;

use ocpp16::messages::core::{AuthorizeRequest, DataTransferRequest, HeartbeatRequest};
use ocpp16::messages::{Payload, plug_and_charge};
use ocpp16::{Action, CallPayload, Decimal1, Options, Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use support::cells::cases;
use support::{lines, same_json, vectors};

/// serde and the strict reader agree on a message, whatever serde reads it from. `DeserializeOwned` is
/// asked for here, and so of every message.
fn one<T: DeserializeOwned + Serialize + PartialEq + Payload<'static>>(
    text: String,
    is_valid: bool,
) {
    let text: &'static str = text.leak();
    let read = T::from_json(text, &Options::strict()).ok().map(|(payload, _)| payload);
    assert_eq!(read.is_some(), is_valid, "{text}");
    match (read, serde_json::from_str::<T>(text)) {
        (Some(read), Ok(by_serde)) => {
            assert!(read == by_serde, "{text}");
            assert!(same_json(text, &serde_json::to_string(&by_serde).unwrap()), "{text}");
            assert!(read == serde_json::from_reader::<_, T>(text.as_bytes()).unwrap(), "{text}");
            let value: serde_json::Value = serde_json::from_str(text).unwrap();
            assert!(read == serde_json::from_value::<T>(value.clone()).unwrap(), "{text}");
            assert!(same_json(text, &serde_json::to_value(&read).unwrap().to_string()), "{text}");
        }
        (None, Err(_)) => assert!(serde_json::from_reader::<_, T>(text.as_bytes()).is_err()),
        (read, by_serde) => panic!("{text}: {read:?} {by_serde:?}"),
    }
}

/// serde and the reader agree on each line of an operation, and on each cell of the table of
/// tolerance.
fn agree<R>()
where
    R: CallPayload + Payload<'static> + DeserializeOwned + Serialize + PartialEq,
    R::Response<'static>: DeserializeOwned + Serialize + PartialEq,
{
    for folder in vectors() {
        for line in lines(&folder.join(format!("{}.jsonl", R::ACTION))) {
            let text = line.text("json").to_owned();
            if line.text("direction") == "request" {
                one::<R>(text, line.is("valid"));
            } else {
                one::<R::Response<'static>>(text, line.is("valid"));
            }
        }
    }
    for case in cases(Request::members(R::ACTION)) {
        one::<R>(case.json.to_string(), case.is_valid);
    }
    for case in cases(Response::members(R::ACTION)) {
        one::<R::Response<'static>>(case.json.to_string(), case.is_valid);
    }
}

macro_rules! operations {
    ($($group:ident { $($name:ident)* })*) => {
        #[test]
        fn serde_agrees_with_the_reader() {
            $($(agree::<ocpp16::messages::$group::$name>();)*)*
            let all = [$($(<ocpp16::messages::$group::$name as CallPayload>::ACTION),*),*];
            assert_eq!(all, Action::ALL);
        }
    };
}

operations! {
    core { AuthorizeRequest BootNotificationRequest ChangeAvailabilityRequest ChangeConfigurationRequest ClearCacheRequest DataTransferRequest GetConfigurationRequest HeartbeatRequest MeterValuesRequest RemoteStartTransactionRequest RemoteStopTransactionRequest ResetRequest StartTransactionRequest StatusNotificationRequest StopTransactionRequest UnlockConnectorRequest }
    firmware_management { DiagnosticsStatusNotificationRequest FirmwareStatusNotificationRequest GetDiagnosticsRequest UpdateFirmwareRequest }
    local_auth_list { GetLocalListVersionRequest SendLocalListRequest }
    remote_trigger { TriggerMessageRequest }
    reservation { CancelReservationRequest ReserveNowRequest }
    smart_charging { ClearChargingProfileRequest GetCompositeScheduleRequest SetChargingProfileRequest }
    security { CertificateSignedRequest DeleteCertificateRequest ExtendedTriggerMessageRequest GetInstalledCertificateIdsRequest GetLogRequest InstallCertificateRequest LogStatusNotificationRequest SecurityEventNotificationRequest SignCertificateRequest SignedFirmwareStatusNotificationRequest SignedUpdateFirmwareRequest }
}

macro_rules! plug_and_charge {
    ($($name:ident $request:ident $response:ident;)*) => {
        #[test]
        fn serde_agrees_with_the_reader_on_plug_and_charge() {
            $(
                let members = plug_and_charge::Request::members(plug_and_charge::Action::$name);
                for case in cases(members) {
                    let text = case.json.to_string();
                    one::<plug_and_charge::$request<'static>>(text, case.is_valid);
                }
                let members = plug_and_charge::Response::members(plug_and_charge::Action::$name);
                for case in cases(members) {
                    let text = case.json.to_string();
                    one::<plug_and_charge::$response<'static>>(text, case.is_valid);
                }
            )*
            let all = [$(plug_and_charge::Action::$name),*];
            assert_eq!(all, plug_and_charge::Action::ALL);
        }
    };
}

plug_and_charge! {
    Authorize AuthorizeRequest AuthorizeResponse;
    Get15118EvCertificate Get15118EvCertificateRequest Get15118EvCertificateResponse;
    GetCertificateStatus GetCertificateStatusRequest GetCertificateStatusResponse;
    SignCertificate SignCertificateRequest SignCertificateResponse;
    CertificateSigned CertificateSignedRequest CertificateSignedResponse;
    InstallCertificate InstallCertificateRequest InstallCertificateResponse;
    DeleteCertificate DeleteCertificateRequest DeleteCertificateResponse;
    GetInstalledCertificateIds GetInstalledCertificateIdsRequest GetInstalledCertificateIdsResponse;
    TriggerMessage TriggerMessageRequest TriggerMessageResponse;
}

/// As a back end keeps them: behind `axum::Json` and `sqlx::types::Json`, which ask for the same.
#[test]
fn messages_outlive_their_text() {
    fn read<T: DeserializeOwned>(text: String) -> T {
        serde_json::from_reader(text.as_bytes()).unwrap()
    }

    let text = r#"[{"vendorId":"v","data":"plain"},{"vendorId":"v","data":"\u00e9\n"}]"#.to_owned();
    let requests: Vec<DataTransferRequest<'static>> = read(text);
    let data: Vec<_> = requests.iter().map(|request| request.data.as_deref()).collect();
    assert_eq!(data, [Some("plain"), Some("é\n")]);
}

#[test]
fn positional_lists_are_no_messages() {
    assert!(serde_json::from_str::<AuthorizeRequest<'_>>(r#"["A"]"#).is_err());
    assert!(serde_json::from_str::<HeartbeatRequest>("[]").is_err());
    assert!(serde_json::from_str::<HeartbeatRequest>("{}").is_ok());
}

#[test]
fn data_of_vendors_is_passed_on() {
    let text =
        r#"{"csr":"x","customData":{"vendorId":"v","a":[1,-2.5,{"b":null},"é\n",true,[],{}]}}"#;
    let request: plug_and_charge::SignCertificateRequest<'_> = serde_json::from_str(text).unwrap();
    assert_eq!(request.custom_data.as_ref().unwrap().vendor_id(), "v");
    assert_eq!(serde_json::to_string(&request).unwrap(), text);
    let without = r#"{"csr":"x","customData":{"a":1}}"#;
    assert!(serde_json::from_str::<plug_and_charge::SignCertificateRequest<'_>>(without).is_err());
}

#[test]
fn decimals_are_exact() {
    for tenths in (-5_000..5_000).chain(99_999_990..100_000_010) {
        let value = Decimal1::from_tenths(tenths);
        let text = serde_json::to_string(&value).unwrap();
        assert_eq!(text, value.to_string());
        assert_eq!(serde_json::from_str::<Decimal1>(&text).unwrap(), value);
    }
    for (text, tenths) in [("8", 80), ("-1", -10), ("81e-1", 81), ("1e1", 100)] {
        let value: Decimal1 = serde_json::from_str(text).unwrap();
        assert_eq!(value.tenths(), tenths);
    }
    for text in ["8.14", "8.05", "0.01", "1e300", "\"8.1\"", "null", "1e-300"] {
        assert!(serde_json::from_str::<Decimal1>(text).is_err(), "{text}");
    }
}
