//! The security profiles of the white paper "Improved security for OCPP 1.6-J", edition 2, and what
//! they need: which authentication, which scheme, which key.
//!
//! | number | name | station is authenticated by | central system by | transport |
//! |---|---|---|---|---|
//! | 0 | none configured (white paper 7.6) | the network (OCPP-J 6.1) | the network | `ws` |
//! | 1 | Unsecured Transport with Basic Authentication | HTTP Basic | - | `ws` |
//! | 2 | TLS with Basic Authentication | HTTP Basic | certificate | `wss` |
//! | 3 | TLS with Client Side Certificates | certificate | certificate | `wss` |
//!
//! Only one profile is used at a time (A00.FR.001). It rises with ChangeConfiguration and never
//! falls (A00.FR.005): [`SecurityProfile::check_change`].
//!
//! ```
//! use ocpp16::websocket::{AuthorizationKey, Prerequisites, ProfileChangeError, SecurityProfile};
//!
//! let has_key = Prerequisites::default().with_authorization_key(true);
//! let profile = SecurityProfile::Unsecured;
//! assert_eq!(profile.check_change(1, &has_key), Ok(SecurityProfile::UnsecuredWithBasic));
//! assert_eq!(profile.check_change(2, &has_key), Err(ProfileChangeError::CentralSystemRootCertificate));
//!
//! // The example of OCPP-J 6.2.2
//! let key = AuthorizationKey::from_hex("0001020304050607FFFFFFFFFFFFFFFFFFFFFFFF")?;
//! assert_eq!(
//!     ocpp16::websocket::basic_authorization("AL1000", &key)?,
//!     "Basic QUwxMDAwOgABAgMEBQYH////////////////",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;
use core::str::FromStr;

use crate::values::UnknownLiteral;

/// A security profile (white paper 2.1, table 2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecurityProfile {
    /// 0: none is configured; "Default, when no security profile is yet configured: 0" (7.6).
    #[default]
    Unsecured,
    /// 1: Unsecured Transport with Basic Authentication (2.3).
    UnsecuredWithBasic,
    /// 2: TLS with Basic Authentication (2.4).
    TlsWithBasic,
    /// 3: TLS with Client Side Certificates (2.5).
    TlsWithClientCertificates,
}

impl SecurityProfile {
    /// All, by number.
    pub const ALL: &'static [Self] = &[
        Self::Unsecured,
        Self::UnsecuredWithBasic,
        Self::TlsWithBasic,
        Self::TlsWithClientCertificates,
    ];

    /// The value of the key `SecurityProfile` (7.6).
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Unsecured => 0,
            Self::UnsecuredWithBasic => 1,
            Self::TlsWithBasic => 2,
            Self::TlsWithClientCertificates => 3,
        }
    }

    /// The value of the key `SecurityProfile` as a text (7.6).
    const fn as_str(self) -> &'static str {
        match self {
            Self::Unsecured => "0",
            Self::UnsecuredWithBasic => "1",
            Self::TlsWithBasic => "2",
            Self::TlsWithClientCertificates => "3",
        }
    }

    /// The profile of a number.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.iter().copied().find(|profile| profile.number() == number)
    }

    /// The scheme of the connection URL: `ws` or `wss`.
    #[must_use]
    pub const fn scheme(self) -> &'static str {
        if self.uses_tls() { "wss" } else { "ws" }
    }

    /// Whether the connection is TLS, with the certificate of the central system checked by the
    /// station (A00.FR.306, A00.FR.307, A00.FR.410, A00.FR.411). TLS 1.2 or above, unless the
    /// station cannot (A00.FR.312, A00.FR.416); without compression (A00.FR.320, A00.FR.424).
    #[must_use]
    pub const fn uses_tls(self) -> bool {
        matches!(self, Self::TlsWithBasic | Self::TlsWithClientCertificates)
    }

    /// Whether the station sends user name and password with every connection request (A00.FR.203,
    /// A00.FR.302): [`basic_authorization`](super::basic_authorization).
    #[must_use]
    pub const fn uses_basic(self) -> bool {
        matches!(self, Self::UnsecuredWithBasic | Self::TlsWithBasic)
    }

    /// Whether the station has a certificate of its own for TLS (A00.FR.402).
    #[must_use]
    pub const fn uses_client_certificate(self) -> bool {
        matches!(self, Self::TlsWithClientCertificates)
    }

    /// Whether the profile "SHOULD only be used in trusted networks" (A00.FR.201): "for field
    /// operation it is highly recommended to use a security profile with TLS" (2.1).
    #[must_use]
    pub const fn is_for_trusted_networks_only(self) -> bool {
        !self.uses_tls()
    }

    /// Checks a value of the key `SecurityProfile` in ChangeConfiguration (A05). The answer is
    /// `Accepted` with the new profile, else `Rejected`.
    ///
    /// After `Accepted` the station disconnects and connects with the new profile (A05.FR.06,
    /// A05.FR.07). If it cannot, it should fall back to the profile before (A05.FR.08): keep that
    /// until the first connection has been made.
    ///
    /// # Errors
    ///
    /// Returns the first requirement that is not met.
    pub fn check_change(
        self,
        number: i32,
        prerequisites: &Prerequisites,
    ) -> Result<Self, ProfileChangeError> {
        let profile = Self::from_number(number).ok_or(ProfileChangeError::Unknown)?;
        if profile <= self {
            return Err(ProfileChangeError::NotHigher);
        }
        if profile.uses_basic() && !prerequisites.authorization_key {
            return Err(ProfileChangeError::AuthorizationKey);
        }
        if profile.uses_tls() && !prerequisites.central_system_root_certificate {
            return Err(ProfileChangeError::CentralSystemRootCertificate);
        }
        if profile.uses_client_certificate() && !prerequisites.charge_point_certificate {
            return Err(ProfileChangeError::ChargePointCertificate);
        }
        Ok(profile)
    }
}

/// The number, as the value of the key `SecurityProfile` has it (7.6).
impl fmt::Display for SecurityProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Reads the value of the key `SecurityProfile` (7.6): one digit, 0 to 3.
impl FromStr for SecurityProfile {
    type Err = UnknownLiteral;

    fn from_str(text: &str) -> Result<Self, UnknownLiteral> {
        let found = Self::ALL.iter().copied().find(|profile| profile.as_str() == text);
        found.ok_or_else(|| UnknownLiteral::new(text, "SecurityProfile"))
    }
}

/// What a station has for higher profiles. Nothing at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prerequisites {
    authorization_key: bool,
    central_system_root_certificate: bool,
    charge_point_certificate: bool,
}

impl Prerequisites {
    /// Sets whether it has an [`AuthorizationKey`](super::AuthorizationKey).
    #[must_use]
    pub const fn with_authorization_key(self, is_there: bool) -> Self {
        Self { authorization_key: is_there, ..self }
    }

    /// Sets whether it has a valid `CentralSystemRootCertificate`.
    #[must_use]
    pub const fn with_central_system_root_certificate(self, is_there: bool) -> Self {
        Self { central_system_root_certificate: is_there, ..self }
    }

    /// Sets whether it has a valid certificate of its own.
    #[must_use]
    pub const fn with_charge_point_certificate(self, is_there: bool) -> Self {
        Self { charge_point_certificate: is_there, ..self }
    }
}

/// Why a profile is not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileChangeError {
    /// There is no such profile.
    #[error("there is no such security profile")]
    Unknown,
    /// It is not higher than the present one (A05.FR.01).
    #[error("the security profile is not higher than the present one")]
    NotHigher,
    /// There is no `AuthorizationKey` (A05.FR.02).
    #[error("the authorization key is missing")]
    AuthorizationKey,
    /// There is no valid `CentralSystemRootCertificate` (A05.FR.03).
    #[error("a root certificate of the central system is missing")]
    CentralSystemRootCertificate,
    /// There is no valid certificate of the station (A05.FR.04).
    #[error("the certificate of the station is missing")]
    ChargePointCertificate,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_2_1() {
        let rows = SecurityProfile::ALL.iter().map(|profile| {
            (
                profile.number(),
                profile.uses_basic(),
                profile.uses_client_certificate(),
                profile.scheme(),
            )
        });
        let expected = [
            (0, false, false, "ws"),
            (1, true, false, "ws"),
            (2, true, false, "wss"),
            (3, false, true, "wss"),
        ];
        assert!(rows.eq(expected));
    }

    /// A05.FR.01 to A05.FR.05.
    #[test]
    fn profiles_only_rise_and_need_what_they_use() {
        let all = Prerequisites {
            authorization_key: true,
            central_system_root_certificate: true,
            charge_point_certificate: true,
        };
        for present in SecurityProfile::ALL {
            for number in -1..=4 {
                let expected = match SecurityProfile::from_number(number) {
                    None => Err(ProfileChangeError::Unknown),
                    Some(profile) if number > present.number() => Ok(profile),
                    Some(_) => Err(ProfileChangeError::NotHigher),
                };
                assert_eq!(present.check_change(number, &all), expected);
            }
        }
        let from_0 =
            |number, has: Prerequisites| SecurityProfile::Unsecured.check_change(number, &has);
        let no_key = all.with_authorization_key(false);
        assert_eq!(from_0(1, no_key), Err(ProfileChangeError::AuthorizationKey));
        assert_eq!(from_0(2, no_key), Err(ProfileChangeError::AuthorizationKey));
        assert!(from_0(3, no_key).is_ok());
        let no_root = all.with_central_system_root_certificate(false);
        assert!(from_0(1, no_root).is_ok());
        assert_eq!(from_0(2, no_root), Err(ProfileChangeError::CentralSystemRootCertificate));
        assert_eq!(from_0(3, no_root), Err(ProfileChangeError::CentralSystemRootCertificate));
        let no_certificate = all.with_charge_point_certificate(false);
        assert!(from_0(2, no_certificate).is_ok());
        assert_eq!(from_0(3, no_certificate), Err(ProfileChangeError::ChargePointCertificate));
    }
}
