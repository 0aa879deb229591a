//! The security profiles of the white paper "Improved security for OCPP 1.6-J", edition 2, chapter
//! 2, and what they are made of.
//!
//! TLS 1.2 and 1.3 are spoken with the suites of rustls: those with ECDHE of the white paper are
//! among them, those with RSA key exchange (A00.FR.317) are not.

mod basic;
mod certificate;
mod tls;

use core::fmt;
use core::str::FromStr;

pub use self::basic::{MIN_KEY, basic_header, read_basic_header};
pub use self::certificate::{
    CertificateError, Subject, first_certificate, hash_data, is_charge_point_name, public_key,
    subject,
};
pub use self::tls::{client_config, server_config, server_name};

/// Which of the profiles is used. A port or a station has exactly one (A00.FR.001).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecurityProfile {
    /// 0: no security. For tests.
    #[default]
    None,
    /// 1: HTTP Basic authentication over plain TCP. For networks that are secured otherwise.
    Basic,
    /// 2: TLS with a certificate of the central system, HTTP Basic for the station.
    TlsWithBasic,
    /// 3: TLS with certificates of both.
    TlsWithClientCertificate,
}

impl SecurityProfile {
    /// The value of the configuration key `SecurityProfile`.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Basic => 1,
            Self::TlsWithBasic => 2,
            Self::TlsWithClientCertificate => 3,
        }
    }

    /// Whether the connection is `wss:`.
    #[must_use]
    pub fn has_tls(self) -> bool {
        self >= Self::TlsWithBasic
    }

    /// Whether the station shows a password.
    #[must_use]
    pub fn has_password(self) -> bool {
        matches!(self, Self::Basic | Self::TlsWithBasic)
    }

    /// Whether the station shows a certificate.
    #[must_use]
    pub fn has_client_certificate(self) -> bool {
        self == Self::TlsWithClientCertificate
    }

    /// The scheme of the URL.
    #[must_use]
    pub fn scheme(self) -> &'static str {
        if self.has_tls() { "wss" } else { "ws" }
    }
}

impl FromStr for SecurityProfile {
    type Err = String;

    fn from_str(number: &str) -> Result<Self, String> {
        match number {
            "0" => Ok(Self::None),
            "1" => Ok(Self::Basic),
            "2" => Ok(Self::TlsWithBasic),
            "3" => Ok(Self::TlsWithClientCertificate),
            _ => Err(format!("security profiles are 0, 1, 2 and 3, not {number}")),
        }
    }
}

impl fmt::Display for SecurityProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::None => "no security",
            Self::Basic => "password without TLS",
            Self::TlsWithBasic => "TLS and password",
            Self::TlsWithClientCertificate => "TLS with client certificate",
        };
        write!(f, "security profile {} ({name})", self.number())
    }
}
