//! The security profiles of the white paper "Improved security for OCPP 1.6-J", edition 2, chapter
//! 2, and what they are made of.
//!
//! TLS 1.2 and 1.3 are spoken with the suites of rustls: those with ECDHE of the white paper are
//! among them, those with RSA key exchange (A00.FR.317) are not.

mod certificate;
mod tls;

use core::fmt;

use ocpp16::websocket::{AuthorizationKey, SecurityProfile};

pub(crate) use self::certificate::{first_certificate, hash_data, is_charge_point_name, subject};
pub(crate) use self::tls::{client_config, server_config, server_name};

/// The key in a file: 32 to 40 hexadecimal digits as in `AuthorizationKey` (A00.FR.205), or its 16
/// to 20 bytes.
#[must_use]
pub(crate) fn key_of(text: &[u8]) -> Option<AuthorizationKey> {
    let digits = core::str::from_utf8(text).unwrap_or_default();
    AuthorizationKey::from_hex(digits).or_else(|_| AuthorizationKey::new(text)).ok()
}

/// What a file with a key should have.
pub(crate) const KEY_FORM: &str = "the standard wants 16 to 20, or 32 to 40 hexadecimal digits";

/// A security profile in words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InWords(pub SecurityProfile);

impl fmt::Display for InWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.0 {
            SecurityProfile::Unsecured => "no security",
            SecurityProfile::UnsecuredWithBasic => "password without TLS",
            SecurityProfile::TlsWithBasic => "TLS and password",
            SecurityProfile::TlsWithClientCertificates => "TLS with client certificate",
        };
        write!(f, "security profile {} ({name})", self.0.number())
    }
}
