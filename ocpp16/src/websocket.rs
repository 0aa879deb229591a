//! The rules of OCPP-J for the WebSocket connection (OCPP-J 3, 5.3, 7): connection URL,
//! sub-protocol, what to do when the handshake fails, and pings.
//!
//! Nothing here opens a connection. A WebSocket library does, with what these functions say.
//!
//! ```
//! use ocpp16::websocket::{Answer, SUBPROTOCOL, answer, connection_url, identity_of};
//!
//! // The charging station: OCPP-J 3.1.1, example 2
//! let url = connection_url("wss://centralsystem.example.com/ocppj", "RDAM 123")?;
//! assert_eq!(url, "wss://centralsystem.example.com/ocppj/RDAM%20123");
//!
//! // The central system: the request of OCPP-J 3.1.3
//! let identity = identity_of("/webServices/ocpp", "/webServices/ocpp/CP3211")?;
//! assert_eq!(identity, "CP3211");
//! let is_known = identity == "CP3211";
//! assert_eq!(
//!     answer(is_known, true, "ocpp1.6, ocpp1.5", &[SUBPROTOCOL]),
//!     Answer::SwitchProtocols("ocpp1.6"),
//! );
//! # Ok::<(), ocpp16::websocket::UrlError>(())
//! ```

mod ping;
mod url;

pub use ping::{Ping, PingTimer};
pub use url::{UrlError, connection_url, identity_of};

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

/// How a central system answers a request to open a connection (OCPP-J 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<'o> {
    /// Accept, with this `Sec-WebSocket-Protocol`.
    SwitchProtocols(&'o str),
    /// Accept without a `Sec-WebSocket-Protocol`, and close the connection at once: no sub-protocol
    /// in common.
    SwitchAndClose,
    /// Refuse with HTTP 404: the identity is not known.
    NotFound,
    /// Refuse with HTTP 401: user name and password are missing or wrong (white paper, table 4).
    Unauthorized,
}

impl Answer<'_> {
    /// The HTTP status.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::SwitchProtocols(_) | Self::SwitchAndClose => 101,
            Self::NotFound => 404,
            Self::Unauthorized => 401,
        }
    }
}

/// How to answer a request to open a connection.
///
/// `is_authorized` is the outcome of HTTP Basic authentication in security profiles 1 and 2, and
/// `true` in others: "The server first needs to validate the Authorization header before upgrading
/// the connection" (white paper, table 4).
///
/// The text has no order for an unknown identity with wrong credentials; here it is 404, so that an
/// operator sees what is wrong. A central system that does not want to tell which identities exist
/// passes `is_known` as `true` and `is_authorized` as `false` for them.
#[must_use]
pub fn answer<'o>(
    is_known: bool,
    is_authorized: bool,
    offered: &'o str,
    supported: &[&str],
) -> Answer<'o> {
    if !is_known {
        return Answer::NotFound;
    }
    if !is_authorized {
        return Answer::Unauthorized;
    }
    select_subprotocol(offered, supported).map_or(Answer::SwitchAndClose, Answer::SwitchProtocols)
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
    fn answers_have_an_order() {
        let of = |is_known, is_authorized, offered| {
            answer(is_known, is_authorized, offered, &[SUBPROTOCOL])
        };
        assert_eq!(of(false, false, "ocpp1.6"), Answer::NotFound);
        assert_eq!(of(true, false, "ocpp1.6"), Answer::Unauthorized);
        assert_eq!(of(true, true, "ocpp2.0.1"), Answer::SwitchAndClose);
        assert_eq!(of(true, true, "ocpp1.6"), Answer::SwitchProtocols("ocpp1.6"));
        let statuses = [of(false, true, ""), of(true, false, ""), of(true, true, "")];
        assert_eq!(statuses.map(Answer::status), [404, 401, 101]);
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
