//! Who is let in, for each security profile.

use super::support::{Central, Files, run_station, station_of, wait_for};
use crate::authority::Authority;
use crate::central::{CentralOptions, Verdict};
use crate::handshake::{ConnectError, Target, connect};
use crate::station::{Ended, RunError, StationOptions};
use ocpp16::websocket::SecurityProfile;

const PROFILES: [SecurityProfile; 4] = [
    SecurityProfile::Unsecured,
    SecurityProfile::UnsecuredWithBasic,
    SecurityProfile::TlsWithBasic,
    SecurityProfile::TlsWithClientCertificates,
];

#[tokio::test]
async fn a_session_runs_under_each_profile() {
    let files = Files::new("CP_1");
    for profile in PROFILES {
        let central = Central::start(files.central(profile)).await;
        let (ended, lines) = run_station(files.station(&central, profile)).await;
        assert!(matches!(ended, Ok(Ended::Charged)), "{profile:?}\n{}", lines.join("\n"));
        assert_eq!(central.end().await, Verdict::Good, "{profile:?}");
    }
}

/// Runs a station that is refused, and returns why.
async fn refused(central: CentralOptions, station: impl Fn(&Central) -> StationOptions) -> String {
    let central = Central::start(central).await;
    let (ended, lines) = run_station(station(&central)).await;
    match ended {
        Err(RunError::Connect(error)) => error.to_string(),
        other => panic!("{other:?} after\n{}", lines.join("\n")),
    }
}

#[tokio::test]
async fn a_wrong_password_is_401() {
    let files = Files::new("CP_1");
    for profile in [SecurityProfile::UnsecuredWithBasic, SecurityProfile::TlsWithBasic] {
        let wrong = files.write("wrong.password", "00112233445566778899\n");
        let why = refused(files.central(profile), |central| StationOptions {
            password_file: Some(wrong.clone()),
            ..files.station(central, profile)
        });
        assert!(why.await.starts_with("401"), "{profile:?}");
    }
}

#[tokio::test]
async fn an_unknown_identity_is_404() {
    let files = Files::new("CP_1");
    for profile in [SecurityProfile::Unsecured, SecurityProfile::UnsecuredWithBasic] {
        let why = refused(files.central(profile), |central| StationOptions {
            id: "CP_2".to_owned(),
            ..files.station(central, profile)
        });
        assert!(why.await.starts_with("404"), "{profile:?}");
    }
}

#[tokio::test]
async fn another_profile_is_refused() {
    let files = Files::new("CP_1");
    // A00.FR.002: a password where none is wanted, and none where one is.
    let why = refused(files.central(SecurityProfile::Unsecured), |central| {
        files.station(central, SecurityProfile::UnsecuredWithBasic)
    });
    assert!(why.await.starts_with("403"));
    let why = refused(files.central(SecurityProfile::UnsecuredWithBasic), |central| {
        files.station(central, SecurityProfile::Unsecured)
    });
    assert!(why.await.starts_with("401"));
}

#[tokio::test]
async fn a_certificate_of_another_station_or_operator_is_refused() {
    let profile = SecurityProfile::TlsWithClientCertificates;
    let files = Files::new("CP_2");
    let why = refused(files.central(profile), |central| files.station(central, profile));
    assert!(why.await.starts_with("403"), "the certificate is that of CP_2");

    let other = Authority::new("Other CPO").unwrap().charge_point("CP_1").unwrap();
    let certificate = files.write("other.pem", &other.certificate);
    let key = files.write("other.key", &other.key);
    let why = refused(files.central(profile), |central| StationOptions {
        certificate: Some(certificate.clone()),
        key: Some(key.clone()),
        ..files.station(central, profile)
    });
    assert!(why.await.starts_with("TLS"), "the root of the other operator is not known");
}

#[tokio::test]
async fn a_central_system_that_is_not_trusted_is_left() {
    let profile = SecurityProfile::TlsWithBasic;
    let files = Files::new("CP_1");
    let root = files.write("other-ca.pem", &Authority::new("Other").unwrap().root());
    let why = refused(files.central(profile), |central| StationOptions {
        ca: Some(root.clone()),
        ..files.station(central, profile)
    });
    assert!(why.await.starts_with("TLS"));
}

/// A00.FR.308, A00.FR.510: the name of a central system may stand in the CN alone, and never counts
/// beside a subjectAltName.
#[tokio::test]
async fn the_common_name_of_the_central_system_is_a_last_resort() {
    let profile = SecurityProfile::TlsWithBasic;
    let files = Files::new("CP_1");
    let authority = Authority::new("Example CPO").unwrap();
    files.write("ca.pem", &authority.root());
    for (name, others, is_right) in [
        ("localhost", &[][..], true),
        ("csms.example.com", &[], false),
        ("localhost", &["csms.example.com"], false),
        ("csms.example.com", &["localhost"], true),
    ] {
        let own = authority.central_system(name, others).unwrap();
        files.write("csms.pem", &own.certificate);
        files.write("csms.key", &own.key);
        let central = Central::start(files.central(profile)).await;
        let station = files.station(&central, profile);
        let url = format!("wss://localhost:{}", central.address.port());
        let (ended, lines) = run_station(StationOptions { url, ..station }).await;
        assert_eq!(ended.is_ok(), is_right, "{name} {others:?}\n{}", lines.join("\n"));
    }
}

#[tokio::test]
async fn another_sub_protocol_is_closed_after_the_handshake() {
    let central = Central::start(CentralOptions::default()).await;
    let target = |sub_protocol: &str| Target {
        sub_protocol: sub_protocol.to_owned(),
        ..station_of(&central, SecurityProfile::Unsecured).target().unwrap()
    };
    let read = ocpp16::Options::strict();
    let answer = connect(&target("ocpp2.0.1"), &read).await.map(drop);
    assert!(matches!(answer, Err(ConnectError::NoSubProtocol)), "{answer:?}");
    wait_for(&central.journal, "it offers \"ocpp2.0.1\", not ocpp1.6").await;
    connect(&target("ocpp1.6"), &read).await.unwrap();
}

#[tokio::test]
async fn what_is_missing_is_said() {
    let central = Central::start(CentralOptions::default()).await;
    for (profile, option) in [
        (SecurityProfile::UnsecuredWithBasic, "--password-file"),
        (SecurityProfile::TlsWithBasic, "--password-file"),
        (SecurityProfile::TlsWithClientCertificates, "--cert and --key"),
    ] {
        let (ended, _) = run_station(station_of(&central, profile)).await;
        let Err(RunError::Options(what)) = ended else { panic!("{ended:?}") };
        assert!(what.ends_with(option), "{what}");
    }
    // The scheme of the URL is that of the profile.
    let station = StationOptions {
        url: format!("wss://{}", central.address),
        ..station_of(&central, SecurityProfile::Unsecured)
    };
    let (ended, _) = run_station(station).await;
    let what = ended.unwrap_err().to_string();
    assert!(what.contains("the URL begins with ws://"), "{what}");
}
