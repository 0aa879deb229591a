//! The rules of OCPP-J for the WebSocket connection (OCPP-J 3, 5.3, 7): connection URL,
//! sub-protocol, what to do when the handshake fails, and pings.
//!
//! Nothing here opens a connection. A WebSocket library does, with what these functions say.
//!
//! ```
//! use ocpp16::websocket::{
//!     Admission, SUBPROTOCOL, Upgrade, connection_url, identity_of, upgrade,
//! };
//!
//! // The charging station: OCPP-J 3.1.1, example 2
//! let url = connection_url("wss://centralsystem.example.com/ocppj", "RDAM 123")?;
//! assert_eq!(url, "wss://centralsystem.example.com/ocppj/RDAM%20123");
//!
//! // The central system: the request of OCPP-J 3.1.3
//! let identity = identity_of("/webServices/ocpp", "/webServices/ocpp/CP3211")?;
//! assert_eq!(identity, "CP3211");
//! let admission =
//!     if identity == "CP3211" { Admission::Admitted } else { Admission::UnknownIdentity };
//! assert_eq!(
//!     upgrade(admission, "ocpp1.6, ocpp1.5", &[SUBPROTOCOL]),
//!     Upgrade::SwitchProtocols("ocpp1.6"),
//! );
//! # Ok::<(), ocpp16::websocket::UrlError>(())
//! ```

mod authorization_key;
mod basic;
mod ping;
mod security_profile;
mod url;

pub use authorization_key::{AuthorizationKey, InvalidAuthorizationKey};
pub use basic::{BasicCredentials, InvalidBasic, basic_authorization};
pub use ping::{Ping, PingTimer};
pub use security_profile::{Prerequisites, ProfileChangeError, SecurityProfile};
pub use url::{UrlError, connection_url, identity_of, identity_of_tolerant};

use core::time::Duration;

/// The WebSocket sub-protocol of OCPP 1.6 (OCPP-J, table 1).
pub const SUBPROTOCOL: &str = "ocpp1.6";

/// Chooses from the value of `Sec-WebSocket-Protocol`: the first one offered, "with a preference
/// for the former" (OCPP-J 3.1.3), that is supported.
///
/// Several headers of that name are one, joined by commas (RFC 6455, 11.3.4). Case counts, as in
/// the registry of names.
#[must_use]
pub fn select_subprotocol<'o>(offered: &'o str, supported: &[&str]) -> Option<&'o str> {
    offered.split(',').map(str::trim_ascii).find(|name| supported.contains(name))
}

/// The HTTP answer of a central system to a request to upgrade to WebSocket (OCPP-J 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upgrade<'o> {
    /// Accept, with this `Sec-WebSocket-Protocol`.
    SwitchProtocols(&'o str),
    /// Accept without a `Sec-WebSocket-Protocol`, and close the connection at once: no sub-protocol
    /// in common.
    SwitchAndClose,
    /// Refuse with HTTP 404: the identity is not known.
    NotFound,
    /// Refuse with HTTP 401: user name and password are missing or wrong (white paper, table 4).
    Unauthorized,
    /// Refuse with HTTP 403: the station is known and may not connect like this (RFC 9110, 15.5.4).
    Forbidden,
}

impl Upgrade<'_> {
    /// The HTTP status.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::SwitchProtocols(_) | Self::SwitchAndClose => 101,
            Self::NotFound => 404,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
        }
    }
}

/// Whether a station may connect, as far as the central system decides it. If several apply, the
/// first one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// The identity is not known (OCPP-J 3.2).
    ///
    /// The text has no order for an unknown identity with wrong credentials; here it is 404, so
    /// that an operator sees what is wrong. A central system that does not want to tell which
    /// identities exist says [`Self::WrongCredentials`] for them.
    UnknownIdentity,
    /// User name and password are missing or wrong, in security profiles 1 and 2: "The server first
    /// needs to validate the Authorization header before upgrading the connection" (white paper,
    /// table 4).
    WrongCredentials,
    /// The station is known, and may not connect like this: it is blocked, or its security profile
    /// or certificate is another one. The text of OCPP has no status for it; 403 tells a station that
    /// other credentials do not help.
    Forbidden,
    /// It may.
    Admitted,
}

/// Decides what to answer to a request to open a connection.
#[must_use]
pub fn upgrade<'o>(admission: Admission, offered: &'o str, supported: &[&str]) -> Upgrade<'o> {
    match admission {
        Admission::UnknownIdentity => Upgrade::NotFound,
        Admission::WrongCredentials => Upgrade::Unauthorized,
        Admission::Forbidden => Upgrade::Forbidden,
        Admission::Admitted => select_subprotocol(offered, supported)
            .map_or(Upgrade::SwitchAndClose, Upgrade::SwitchProtocols),
    }
}

/// Whether a station goes on with a connection whose handshake response has this
/// `Sec-WebSocket-Protocol`; else it closes it.
///
/// Without one the central system supports none of the versions, and closes as well (OCPP-J 3.2).
/// One that was not offered fails the connection (RFC 6455, 4.1).
#[must_use]
pub fn is_agreed(offered: &[&str], selected: Option<&str>) -> bool {
    selected.is_some_and(|selected| offered.contains(&selected))
}

/// The waits of a station before it tries to connect again: "with an appropriate back-off mechanism
/// to prevent overloading the Central System" (OCPP-J errata 3.3).
///
/// The text leaves the mechanism open: here each wait is twice the one before, up to a limit. Add a
/// random part, so that the stations of a site do not return at the same moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackOff {
    first: Duration,
    longest: Duration,
    next: Duration,
}

impl BackOff {
    /// Waits from `first` up to `longest`.
    #[must_use]
    pub fn new(first: Duration, longest: Duration) -> Self {
        let first = first.min(longest);
        Self { first, longest, next: first }
    }

    /// The wait before the next attempt, after one that failed.
    pub fn next_wait(&mut self) -> Duration {
        let wait = self.next;
        self.next = wait.saturating_mul(2).min(self.longest);
        wait
    }

    /// A connection was made.
    pub fn reset(&mut self) {
        self.next = self.first;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_offer_that_is_supported_is_taken() {
        let both = ["ocpp1.5", "ocpp1.6"];
        assert_eq!(select_subprotocol("ocpp1.6, ocpp1.5", &both), Some("ocpp1.6"));
        assert_eq!(select_subprotocol("ocpp2.0.1 ,ocpp1.5,ocpp1.6", &both), Some("ocpp1.5"));
        assert_eq!(select_subprotocol("ocpp2.0.1", &both), None);
        assert_eq!(select_subprotocol("OCPP1.6", &both), None);
        assert_eq!(select_subprotocol("", &both), None);
    }

    #[test]
    fn each_admission_has_its_upgrade() {
        for (admission, offered, expected, status) in [
            (Admission::UnknownIdentity, "ocpp1.6", Upgrade::NotFound, 404),
            (Admission::WrongCredentials, "ocpp1.6", Upgrade::Unauthorized, 401),
            (Admission::Forbidden, "ocpp1.6", Upgrade::Forbidden, 403),
            (Admission::Admitted, "ocpp2.0.1", Upgrade::SwitchAndClose, 101),
            (Admission::Admitted, "ocpp1.6", Upgrade::SwitchProtocols("ocpp1.6"), 101),
        ] {
            let upgrade = upgrade(admission, offered, &[SUBPROTOCOL]);
            assert_eq!((upgrade, upgrade.status()), (expected, status));
        }
    }

    #[test]
    fn only_what_was_offered_is_agreed() {
        assert!(is_agreed(&["ocpp1.6"], Some("ocpp1.6")));
        assert!(!is_agreed(&["ocpp1.6"], Some("ocpp2.0.1")));
        assert!(!is_agreed(&["ocpp1.6"], None));
    }

    #[test]
    fn waits_double_up_to_the_longest() {
        let seconds = Duration::from_secs;
        let mut back_off = BackOff::new(seconds(10), seconds(60));
        let waits = [(); 5].map(|()| back_off.next_wait().as_secs());
        assert_eq!(waits, [10, 20, 40, 60, 60]);
        back_off.reset();
        assert_eq!(back_off.next_wait(), seconds(10));
        assert_eq!(BackOff::new(seconds(9), seconds(3)).next_wait(), seconds(3));
    }
}
