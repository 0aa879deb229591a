//! HTTP Basic authentication (RFC 7617, before that RFC 2617) as OCPP-J 6.2.2 and the white paper use
//! it: the user name is the identity of the station, the password the bytes of its authorization key.
//!
//! Base64 is that of RFC 4648, 4, with its padding and unused bits zero, by `base64ct`, whose time does
//! not depend on the password.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use base64ct::{Base64, Encoding as _};

use super::authorization_key::is_same;

/// The value of the header `Authorization` with which a station connects (A00.FR.202 to
/// A00.FR.205).
///
/// The password is any bytes or text. Security profiles 1 and 2 want an
/// [`AuthorizationKey`](super::AuthorizationKey), 16 to 20 bytes: the bytes themselves, not their hexadecimal digits, as in the example of OCPP-J 6.2.2.
/// Some central systems want another password, such as those digits or a text of their own; this
/// function does not check the length.
///
/// A password may have a `:`, since the first one ends the user name. RFC 7617, 2, allows no control
/// characters in it. The bytes of a key are not held to that: the example of OCPP-J has them.
///
/// ```
/// use ocpp16::websocket::{basic_authorization, BasicCredentials};
///
/// let header = basic_authorization("CP_1", "pass:wörd")?;
/// assert!(BasicCredentials::parse(&header)?.are_of("CP_1", "pass:wörd"));
/// # Ok::<(), ocpp16::websocket::InvalidBasic>(())
/// ```
///
/// # Errors
///
/// Returns [`InvalidBasic::UserName`] for an identity with a `:`, which ends a user name (RFC 7617,
/// 2). OCPP-J allows such identities, but not together with this.
pub fn basic_authorization(
    identity: &str,
    password: impl AsRef<[u8]>,
) -> Result<String, InvalidBasic> {
    if identity.contains(':') {
        return Err(InvalidBasic::UserName);
    }
    let credentials = [identity.as_bytes(), b":", password.as_ref()].concat();
    Ok(["Basic ", &Base64::encode_string(&credentials)].concat())
}

/// Why a header is not that of HTTP Basic authentication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidBasic {
    /// Another scheme.
    #[error("not HTTP Basic authentication")]
    Scheme,
    /// Not base64.
    #[error("the credentials are not base64")]
    Encoding,
    /// No `:`, or a user name that is not UTF-8 or has a `:`.
    #[error("the user name is missing or has a colon")]
    UserName,
}

/// The credentials that a central system has received. `Debug` does not show the password.
#[derive(Clone, PartialEq, Eq)]
pub struct BasicCredentials {
    user_name: String,
    password: Vec<u8>,
}

impl BasicCredentials {
    /// Reads the value of the header `Authorization`.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with it.
    pub fn parse(header: &str) -> Result<Self, InvalidBasic> {
        let (scheme, text) = header.trim_ascii().split_once(' ').ok_or(InvalidBasic::Scheme)?;
        if !scheme.eq_ignore_ascii_case("Basic") {
            return Err(InvalidBasic::Scheme);
        }
        let bytes = Base64::decode_vec(text.trim_ascii()).map_err(|_| InvalidBasic::Encoding)?;
        let colon = bytes.iter().position(|byte| *byte == b':').ok_or(InvalidBasic::UserName)?;
        let (user_name, password) = bytes.split_at_checked(colon).ok_or(InvalidBasic::UserName)?;
        let user_name = core::str::from_utf8(user_name).map_err(|_| InvalidBasic::UserName)?;
        let password = password.strip_prefix(b":").unwrap_or_default();
        Ok(Self { user_name: user_name.into(), password: password.into() })
    }

    /// The user name.
    #[must_use]
    pub fn user_name(&self) -> &str {
        &self.user_name
    }

    /// The password. Stations in the field send other ones than the bytes of a key as well, such as
    /// its digits as text.
    #[must_use]
    pub fn password(&self) -> &[u8] {
        &self.password
    }

    /// Whether they are those of a station: its identity, as it is in the connection URL
    /// (A00.FR.204, A00.FR.303), and its password, an [`AuthorizationKey`](super::AuthorizationKey)
    /// or any bytes. The comparison of the password takes the same time wherever it differs.
    #[must_use]
    pub fn are_of(&self, identity: &str, password: impl AsRef<[u8]>) -> bool {
        self.user_name == identity && is_same(&self.password, password.as_ref())
    }
}

impl fmt::Debug for BasicCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BasicCredentials")
            .field("user_name", &self.user_name)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::super::AuthorizationKey;
    use super::*;

    fn key(length: usize) -> AuthorizationKey {
        AuthorizationKey::new(&[0x00, 0xFF, b':', 0x3E].repeat(5)[..length]).unwrap()
    }

    /// OCPP-J 6.2.2.
    #[test]
    fn the_example_of_6_2_2() {
        let header = "Basic QUwxMDAwOgABAgMEBQYH////////////////";
        let key = AuthorizationKey::from_hex("0001020304050607FFFFFFFFFFFFFFFFFFFFFFFF").unwrap();
        assert_eq!(basic_authorization("AL1000", key).as_deref(), Ok(header));
        let credentials = BasicCredentials::parse(header).unwrap();
        assert!(credentials.are_of("AL1000", key));
        assert!(!credentials.are_of("al1000", key));
        assert!(!credentials.are_of("AL1000", self::key(20)));
        assert_eq!(
            alloc::format!("{credentials:?}"),
            r#"BasicCredentials { user_name: "AL1000", .. }"#
        );
    }

    #[test]
    fn credentials_of_any_length_return() {
        for length in 16..=20 {
            for identity in ["", "C", "CP", "CP1", "Säule 1"] {
                let header = basic_authorization(identity, key(length)).unwrap();
                let credentials = BasicCredentials::parse(&header).unwrap();
                assert_eq!(credentials.user_name(), identity);
                assert_eq!(credentials.password(), key(length).as_bytes());
            }
        }
        assert_eq!(basic_authorization("C:P", key(16)), Err(InvalidBasic::UserName));
    }

    /// RFC 7617, 2 and 2.1.
    #[test]
    fn a_password_is_any_bytes() {
        assert_eq!(
            basic_authorization("Aladdin", "open sesame").as_deref(),
            Ok("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        );
        assert_eq!(basic_authorization("test", "123£").as_deref(), Ok("Basic dGVzdDoxMjPCow=="));
        for password in [&b""[..], b":", b"a:b:", b"\x00\xff", &[b'x'; 1000]] {
            let header = basic_authorization("CP", password).unwrap();
            let credentials = BasicCredentials::parse(&header).unwrap();
            assert_eq!(credentials.password(), password);
            assert!(credentials.are_of("CP", password));
            assert!(!credentials.are_of("CP", [password, b"x"].concat()));
            assert!(!credentials.are_of("cp", password));
        }
    }

    #[test]
    fn other_headers_are_refused() {
        for (header, error) in [
            ("", InvalidBasic::Scheme),
            ("Basic", InvalidBasic::Scheme),
            ("Bearer QTpi", InvalidBasic::Scheme),
            ("Basic QTp", InvalidBasic::Encoding),
            ("Basic QTpi=", InvalidBasic::Encoding),
            ("Basic QT=i", InvalidBasic::Encoding),
            ("Basic Q===", InvalidBasic::Encoding),
            ("Basic QQ==QTpi", InvalidBasic::Encoding),
            ("Basic QR==", InvalidBasic::Encoding),
            ("Basic QTp-", InvalidBasic::Encoding),
            ("Basic QUJD", InvalidBasic::UserName),
            ("Basic /zpi", InvalidBasic::UserName),
        ] {
            assert_eq!(BasicCredentials::parse(header), Err(error), "{header}");
        }
        assert_eq!(BasicCredentials::parse(" basic  QTpi ").unwrap().user_name(), "A");
    }
}
