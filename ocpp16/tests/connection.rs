//! Connection URLs, HTTP Basic authentication, keys: what is written can be read, and nothing that
//! is received panics.
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

use ocpp16::websocket::{
    AuthorizationKey, BasicCredentials, SUBPROTOCOL, basic_authorization, connection_url,
    identity_of, identity_of_tolerant, select_subprotocol,
};
use proptest::prelude::*;

proptest! {
    #[test]
    fn identities_return_from_the_url(
        identity in "\\PC{1,40}",
        path in "(/[a-z0-9]{1,5}){0,3}",
        slash in "/?",
    ) {
        prop_assume!(identity != "." && identity != "..");
        let endpoint = format!("wss://example.com:8080{path}{slash}");
        let url = connection_url(&endpoint, &identity).unwrap();
        let target = url.strip_prefix("wss://example.com:8080").unwrap();
        prop_assert!(target.bytes().all(|byte| byte.is_ascii_graphic()));
        prop_assert_eq!(identity_of(&path, target).unwrap(), &*identity);
        prop_assert_eq!(identity_of_tolerant(&path, target).unwrap(), &*identity);
        let careless = format!("{}/", target.replace('/', "//"));
        prop_assert_eq!(identity_of_tolerant(&path, &careless).unwrap(), &*identity);
        let query = format!("{target}?a=/b");
        prop_assert_eq!(identity_of(&format!("{path}/"), &query).unwrap(), identity);
    }

    #[test]
    fn what_is_received_is_never_a_panic(text in "\\PC*", bytes in "[ -~%/?#=:,]{0,40}") {
        for text in [&text, &bytes] {
            let _ = connection_url(text, text);
            if let Ok(identity) = identity_of("", text) {
                prop_assert!(!identity.is_empty() && !identity.contains(char::is_control));
            }
            if let Ok(identity) = identity_of("", text) {
                prop_assert_eq!(identity_of_tolerant("", text), Ok(identity));
            }
            if let Ok(identity) = identity_of_tolerant("", text) {
                prop_assert!(!identity.is_empty() && !identity.contains(char::is_control));
            }
            let _ = BasicCredentials::parse(text);
            let _ = BasicCredentials::parse(&format!("Basic {text}"));
            let selected = select_subprotocol(text, &[SUBPROTOCOL]);
            prop_assert!(selected.is_none_or(|name| name == SUBPROTOCOL));
        }
    }

    #[test]
    fn credentials_return_from_the_header(
        identity in "[^:]{0,40}",
        bytes in proptest::collection::vec(0..=u8::MAX, 16..=20),
        password in "\\PC{0,40}",
    ) {
        let header = basic_authorization(&identity, &password).unwrap();
        prop_assert!(BasicCredentials::parse(&header).unwrap().are_of(&identity, &password));

        let key = AuthorizationKey::new(&bytes).unwrap();
        prop_assert_eq!(AuthorizationKey::from_hex(&key.to_hex()), Ok(key));
        let header = basic_authorization(&identity, key).unwrap();
        let credentials = BasicCredentials::parse(&header).unwrap();
        prop_assert!(credentials.are_of(&identity, key));
        let mut other = bytes.clone();
        other[bytes.len() / 2] ^= 1;
        prop_assert!(!credentials.are_of(&identity, AuthorizationKey::new(&other).unwrap()));
    }

    #[cfg(feature = "core")]
    #[test]
    fn values_of_keys_are_never_a_panic(text in "\\PC*", list in "[a-zA-Z0-9.,-]{0,40}") {
        use ocpp16::station::configuration::{Key, ValueType};
        for key in Key::ALL {
            let value_type = key.definition().value_type();
            for text in [&text, &list] {
                let is_valid = value_type.check(text).is_ok();
                if let ValueType::Integer { min, max } = value_type {
                    // Without a plus.
                    let number = text.parse::<i64>().ok().filter(|_| !text.starts_with('+'));
                    let range = i64::from(min)..=i64::from(max);
                    prop_assert_eq!(is_valid, number.is_some_and(|number| range.contains(&number)));
                }
            }
        }
    }
}
