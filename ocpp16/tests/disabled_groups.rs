//! Groups of messages that are not built in. Without default features:
//!
//!     cargo test -p ocpp16 --no-default-features --features core
#![cfg(all(feature = "core", not(feature = "reservation"), not(feature = "security")))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "allowed in tests, not in their helpers")]

use ocpp16::{Action, ErrorCode, ErrorKind, Frame, Options};

#[test]
fn known_actions_are_not_supported_and_unknown_ones_not_implemented() {
    for (action, kind, code) in [
        ("ReserveNow", ErrorKind::UnsupportedAction, ErrorCode::NotSupported),
        ("SignCertificate", ErrorKind::UnsupportedAction, ErrorCode::NotSupported),
        ("reserveNow", ErrorKind::UnknownAction, ErrorCode::NotImplemented),
    ] {
        let frame = format!(r#"[2,"1","{action}",{{"reservationId":1}}]"#);
        let error = Frame::parse(frame.as_bytes(), &Options::strict()).unwrap_err();
        assert_eq!((error.kind(), error.action()), (kind, Some(action)));
        assert_eq!(error.answer().unwrap().code, code);
    }
    assert!(Action::is_of_disabled_group("ReserveNow") && !Action::is_of_disabled_group("Reset"));
    assert!(Frame::parse(br#"[2,"1","Heartbeat",{}]"#, &Options::strict()).is_ok());
}
