//! The side of the station.

use core::net::Ipv6Addr;

use super::DYNAMIC_PORTS;
use super::error::SdpError;
use super::message::{Request, Response, Security, Transport};

/// What a station offers on a link.
///
/// ISO 15118-20 goes over TLS 1.3 only, and Plug & Charge over TLS only ([V2G2-633] to [V2G2-635],
/// [V2G20-2356], as the crate `iso15118` and OpenChargingCloud cite them); a station without TLS can
/// serve external identification of DIN SPEC 70121 and ISO 15118-2. The port of TLS may also speak TLS
/// 1.2, for ISO 15118-2, but ISO 15118-20 is not to be selected there ([V2G20-2359], as
/// OpenChargingCloud cites it).
///
/// Ports are in [`DYNAMIC_PORTS`], and two of them differ: see [`Server::new`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Offer {
    /// TLS for every vehicle, on this port.
    TlsRequired {
        /// TCP port that speaks TLS.
        tls: u16,
    },
    /// What the vehicle asks for.
    Both {
        /// TCP port that speaks TLS.
        tls: u16,
        /// TCP port that does not.
        plain: u16,
    },
    /// No TLS.
    Plain {
        /// TCP port without TLS.
        plain: u16,
    },
}

/// Why a station cannot be offered: no vehicle could use the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum OfferError {
    /// The address is unspecified (`::`) or a multicast one, so nothing can be connected to there.
    #[error("nobody can connect to the address {0}")]
    Address(Ipv6Addr),
    /// A port outside of [`DYNAMIC_PORTS`]; 0 is one of a socket that was not asked for the port it
    /// has.
    #[error("port {0} is not one of {first} to {last}", first = DYNAMIC_PORTS.start(), last = DYNAMIC_PORTS.end())]
    Port(u16),
    /// The same port with TLS and without.
    #[error("port {0} for TLS and for connections without")]
    SamePort(u16),
}

/// Why a datagram gets no answer. Listening goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum NoAnswer {
    /// It is no SDP request.
    #[error("no SDP request: {0}")]
    NotARequest(SdpError),
    /// It asks for another transport protocol than TCP; the answer would have to be for that one
    /// ([V2G2-625], as the crate `iso15118` cites it).
    #[error("request for {0}")]
    Transport(Transport),
    /// It asks for a reserved kind of security.
    #[error("request for {0}")]
    Security(Security),
}

/// Answers requests. It has no state: each request gets its answer, also when it comes again.
///
/// Listen on [`PORT`](super::PORT) and [`MULTICAST`](super::MULTICAST) on the interface of the link
/// alone, and send the answer to the address and port of the request. A request that comes over
/// another interface is not of the vehicle at this link.
///
/// ```
/// use v2gtp::sdp::{Offer, Response, Security, Server};
///
/// let address = "fe80::21a:37ff:fe12:3456".parse()?;
/// let server = Server::new(address, Offer::Both { tls: 64109, plain: 61341 })?;
/// let answer = server.answer(&[0x01, 0xFE, 0x90, 0x00, 0, 0, 0, 2, 0x00, 0x00])?;
/// let response = Response::parse(&answer)?;
/// assert_eq!((response.port, response.security), (64109, Security::TLS));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Server {
    address: Ipv6Addr,
    offer: Offer,
}

impl Server {
    /// A station with this address on the link: a link-local one, or vehicles refuse it; others are
    /// for tests on the loopback interface.
    ///
    /// # Errors
    ///
    /// [`OfferError`] if no vehicle could use the answers.
    pub fn new(address: Ipv6Addr, offer: Offer) -> Result<Self, OfferError> {
        if address.is_unspecified() || address.is_multicast() {
            return Err(OfferError::Address(address));
        }
        let (first, second) = match offer {
            Offer::TlsRequired { tls } => (tls, None),
            Offer::Both { tls, plain } => (tls, Some(plain)),
            Offer::Plain { plain } => (plain, None),
        };
        for port in [Some(first), second].into_iter().flatten() {
            if !DYNAMIC_PORTS.contains(&port) {
                return Err(OfferError::Port(port));
            }
        }
        if second == Some(first) {
            return Err(OfferError::SamePort(first));
        }
        Ok(Self { address, offer })
    }

    /// The answer to a datagram, by [`respond`](Self::respond).
    ///
    /// # Errors
    ///
    /// [`NoAnswer`] if there is to be none.
    pub fn answer(&self, datagram: &[u8]) -> Result<[u8; Response::LEN], NoAnswer> {
        let request = Request::parse(datagram).map_err(NoAnswer::NotARequest)?;
        self.respond(request).map(Response::encode)
    }

    /// The response to a request.
    ///
    /// | asked for | [`Offer::TlsRequired`] | [`Offer::Both`] | [`Offer::Plain`] |
    /// |---|---|---|---|
    /// | TLS | TLS | TLS ([V2G2-626]) | no TLS ([V2G2-627]) |
    /// | no TLS | TLS | no TLS | no TLS |
    ///
    /// (The numbers are those that the crate `iso15118` cites.)
    ///
    /// With TLS required, a vehicle that asked for none is told where TLS is, as Josev's station does
    /// it; it may connect with TLS or stop, as Josev's vehicle does. (UNSURE whether the standards want
    /// it so: the sources say what happens where TLS is missing, not where it is demanded.)
    ///
    /// # Errors
    ///
    /// [`NoAnswer`] if there is to be none.
    pub fn respond(&self, request: Request) -> Result<Response, NoAnswer> {
        let Request { security, transport } = request;
        if transport != Transport::TCP {
            return Err(NoAnswer::Transport(transport));
        }
        let wants_tls = match security {
            Security::TLS => true,
            Security::NONE => false,
            other => return Err(NoAnswer::Security(other)),
        };
        let (security, port) = match self.offer {
            Offer::TlsRequired { tls } => (Security::TLS, tls),
            Offer::Both { tls, .. } if wants_tls => (Security::TLS, tls),
            Offer::Both { plain, .. } | Offer::Plain { plain } => (Security::NONE, plain),
        };
        Ok(Response { address: self.address, port, security, transport })
    }
}
