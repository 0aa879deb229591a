//! The side of the vehicle.

use core::time::Duration;

use super::error::SdpError;
use super::message::{Request, Response, Security, Transport};

/// How a vehicle looks for its station.
///
/// From plug-in to the answer of the first message of a session a vehicle has 20 s, a station 18 s
/// ([V2G2-716], [V2G2-723], as the crate `iso15118` cites them). The default takes 12.5 s of them if
/// nobody answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientOptions {
    security: Security,
    interval: Duration,
    max_requests: u32,
    allows_off_link: bool,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl ClientOptions {
    /// TLS, 50 requests every 250 ms, link-local stations only.
    pub const DEFAULT: Self = Self {
        security: Security::TLS,
        interval: Self::MIN_INTERVAL,
        max_requests: Self::MAX_REQUESTS,
        allows_off_link: false,
    };

    /// The least time between two requests ([V2G2-159], as RISE-V2G and the crate `iso15118` cite
    /// it).
    pub const MIN_INTERVAL: Duration = Duration::from_millis(250);

    /// The most requests in a row ([V2G2-161], same sources).
    pub const MAX_REQUESTS: u32 = 50;

    /// Asks for this. Default: [`Security::TLS`].
    #[must_use]
    pub const fn with_security(self, security: Security) -> Self {
        Self { security, ..self }
    }

    /// Waits that long for an answer before the request is sent again; not below
    /// [`MIN_INTERVAL`](Self::MIN_INTERVAL), which is the default. Test systems in TTCN wait 1.25 s.
    #[must_use]
    pub fn with_interval(self, interval: Duration) -> Self {
        Self { interval: interval.max(Self::MIN_INTERVAL), ..self }
    }

    /// Sends at most that many requests: 1 to [`MAX_REQUESTS`](Self::MAX_REQUESTS), which is the
    /// default.
    #[must_use]
    pub fn with_max_requests(self, max_requests: u32) -> Self {
        Self { max_requests: max_requests.clamp(1, Self::MAX_REQUESTS), ..self }
    }

    /// Takes answers that name an address that is not link-local. Default no; a test on the
    /// loopback interface needs it.
    #[must_use]
    pub const fn with_off_link(self, allows_off_link: bool) -> Self {
        Self { allows_off_link, ..self }
    }
}

/// Why a response is not used. Discovery goes on.
///
/// No peer that was observed sends such a response; the rules are ours, against mistakes and against
/// somebody who pretends to be a station (arXiv 2512.15966).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// No request was sent yet: left over in the socket, or sent on suspicion.
    #[error("nobody has asked yet")]
    Unasked,
    /// It was [rejected](Client::reject).
    #[error("it was rejected before")]
    Rejected,
    /// The address is unspecified (`::`).
    #[error("the address is unspecified")]
    Unspecified,
    /// The address is a multicast one.
    #[error("the address is a multicast one")]
    Multicast,
    /// The address is not link-local (fe80::/10): the station is not on this link.
    #[error("the address is not link-local")]
    OffLink,
    /// The port is 0.
    #[error("the port is 0")]
    Port,
    /// Another transport protocol than TCP.
    #[error("{0} instead of TCP")]
    Transport(Transport),
    /// A reserved kind of security.
    #[error("{0}")]
    Security(Security),
}

/// What a datagram was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A station, with the security that was asked for, and no other one answered before. No more
    /// requests are sent. A later answer that differs is [`Event::Conflict`].
    Found(Response),
    /// A station, but with TLS the other way than it was asked for: [`Client::accept`] it or go on.
    ///
    /// Without TLS a vehicle can use external identification only, or stop ([V2G2-628] and
    /// [V2G2-633] to [V2G2-635]); somebody on the link may want just that, so do not accept it
    /// without need.
    OtherSecurity(Response),
    /// Not the same as a usable one before, be that found, accepted or of the
    /// [other security](Event::OtherSecurity): two stations, or somebody who pretends to be one. The
    /// first one is not the right one by being first (arXiv 2512.15966).
    ///
    /// Or one station that opens a port for each request and was slower than the interval, as Josev
    /// does: then only the port differs, and the first one is closed.
    ///
    /// What was found or accepted stays; if nothing was and the second one has the security that was
    /// asked for, the second one is taken. [`Client::found`] tells; [`Client::accept`] takes another.
    Conflict {
        /// The one that was found or accepted, or else the first one.
        first: Response,
        /// The one that came now.
        second: Response,
    },
    /// The same answer again.
    Repeated,
    /// A response that cannot be used.
    Refused {
        /// What it says.
        response: Response,
        /// Why not.
        refusal: Refusal,
    },
    /// Something else. For a log.
    Ignored(SdpError),
}

/// What the program has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Output {
    /// Send this to [`MULTICAST`](super::MULTICAST), port [`PORT`](super::PORT), on the interface of
    /// the link.
    Transmit([u8; Request::LEN]),
    /// Nothing before this time.
    Wait(Duration),
    /// Nothing any more: a station was found, see [`Client::found`].
    Done,
    /// Nothing any more: all requests went without a usable answer. One that comes after all is
    /// taken as any other.
    GivenUp,
}

/// Looks for a station.
///
/// Time is a [`Duration`] since any fixed moment, from a clock that does not go back. Call
/// [`poll_output`](Self::poll_output) at the start, after each datagram and when the time has come
/// that it named, until it does not return [`Output::Transmit`]. Datagrams count also after the end,
/// for the sake of [`Event::Conflict`]. A station that turns out not to be one, because it takes no
/// connection or shows the wrong certificate, is [rejected](Self::reject), and the search goes on.
///
/// ```
/// use core::time::Duration;
/// use v2gtp::sdp::{Client, ClientOptions, Event, Offer, Output, Server};
///
/// let mut client = Client::new(ClientOptions::default());
/// let Output::Transmit(request) = client.poll_output(Duration::ZERO) else { panic!() };
/// assert_eq!(client.poll_output(Duration::ZERO), Output::Wait(Duration::from_millis(250)));
///
/// let station = Server::new("fe80::1".parse()?, Offer::TlsRequired { tls: 64109 })?;
/// let Event::Found(response) = client.handle_datagram(&station.answer(&request)?) else { panic!() };
/// assert_eq!(response.port, 64109);
/// assert_eq!(client.poll_output(Duration::from_millis(250)), Output::Done);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Client {
    options: ClientOptions,
    sent: u32,
    due: Duration,
    found: Option<Response>,
    /// The first usable answer, as long as none is found.
    passed_over: Option<Response>,
    rejected: Option<Response>,
}

impl Client {
    /// A client that has sent nothing yet.
    #[must_use]
    pub const fn new(options: ClientOptions) -> Self {
        Self {
            options,
            sent: 0,
            due: Duration::ZERO,
            found: None,
            passed_over: None,
            rejected: None,
        }
    }

    /// What to do now. A request counts as sent when it is handed out.
    pub fn poll_output(&mut self, now: Duration) -> Output {
        if self.found.is_some() {
            return Output::Done;
        }
        if self.sent > 0 && now < self.due {
            return Output::Wait(self.due);
        }
        if self.sent >= self.options.max_requests {
            return Output::GivenUp;
        }
        self.sent = self.sent.saturating_add(1);
        self.due = now.saturating_add(self.options.interval);
        let request = Request { security: self.options.security, transport: Transport::TCP };
        Output::Transmit(request.encode())
    }

    /// Takes a datagram that came to the socket from which requests are sent, which is to have a
    /// port of [`DYNAMIC_PORTS`](super::DYNAMIC_PORTS).
    pub fn handle_datagram(&mut self, datagram: &[u8]) -> Event {
        let response = match Response::parse(datagram) {
            Ok(response) => response,
            Err(error) => return Event::Ignored(error),
        };
        if let Some(refusal) = self.refusal(&response) {
            return Event::Refused { response, refusal };
        }
        let first = self.found.or(self.passed_over);
        if first == Some(response) {
            return Event::Repeated;
        }
        let is_as_asked = response.security == self.options.security;
        if self.found.is_none() {
            let place = if is_as_asked { &mut self.found } else { &mut self.passed_over };
            // The first one stays, so that each one after it is seen to differ from it.
            place.get_or_insert(response);
        }
        match first {
            Some(first) => Event::Conflict { first, second: response },
            None if is_as_asked => Event::Found(response),
            None => Event::OtherSecurity(response),
        }
    }

    /// Takes the response of an [`Event::OtherSecurity`] or one of an [`Event::Conflict`]: no more
    /// requests are sent.
    pub fn accept(&mut self, response: Response) {
        self.found = Some(response);
    }

    /// Takes no notice of this response any more, for instance since nobody listens there: if it was
    /// found or accepted, the search goes on, with as many requests and as fast as if it had not come.
    ///
    /// Remembered is the last one only. A conflict of what comes now with what was rejected is none.
    pub fn reject(&mut self, response: Response) {
        for place in [&mut self.found, &mut self.passed_over] {
            place.take_if(|one| *one == response);
        }
        self.rejected = Some(response);
    }

    /// The response that was found or accepted.
    #[must_use]
    pub const fn found(&self) -> Option<Response> {
        self.found
    }

    /// The number of requests so far.
    #[must_use]
    pub const fn sent(&self) -> u32 {
        self.sent
    }

    fn refusal(&self, response: &Response) -> Option<Refusal> {
        if self.sent == 0 {
            return Some(Refusal::Unasked);
        }
        if self.rejected == Some(*response) {
            return Some(Refusal::Rejected);
        }
        let address = &response.address;
        if address.is_unspecified() {
            return Some(Refusal::Unspecified);
        }
        if address.is_multicast() {
            return Some(Refusal::Multicast);
        }
        if !self.options.allows_off_link && !address.is_unicast_link_local() {
            return Some(Refusal::OffLink);
        }
        if response.port == 0 {
            return Some(Refusal::Port);
        }
        if response.transport != Transport::TCP {
            return Some(Refusal::Transport(response.transport));
        }
        let is_known = response.security == Security::TLS || response.security == Security::NONE;
        (!is_known).then_some(Refusal::Security(response.security))
    }
}
