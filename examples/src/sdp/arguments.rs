//! Arguments of `v2g sdp`.

use core::time::Duration;

use clap::{Args, Subcommand, ValueEnum, value_parser};
use v2gtp::sdp::{ClientOptions, Offer, PORT, Security};

use crate::shared::arguments::{OneOf, UsageError};

/// Find a station on a link, or be one that is found: SECC discovery (SDP)
#[derive(Debug, Args)]
#[command(long_about = ABOUT, after_long_help = MORE, disable_help_subcommand = true)]
pub(crate) struct Options {
    #[command(subcommand)]
    pub(super) role: Role,
}

/// The two sides.
#[derive(Debug, Subcommand)]
pub(super) enum Role {
    Client(Client),
    Server(Server),
}

/// What both sides need.
#[derive(Debug, PartialEq, Eq, Args)]
pub(super) struct Common {
    #[command(flatten)]
    pub(super) link: LinkName,
    /// Another UDP port than 15118, for tests
    #[arg(long, value_name = "N", default_value_t = PORT, hide_default_value = true)]
    pub(super) udp_port: u16,
    /// Print one JSON object a line
    #[arg(short, long)]
    pub(super) json: bool,
}

/// The link; the loopback address without an interface.
#[derive(Debug, PartialEq, Eq, Args)]
#[group(required = true, multiple = false)]
pub(super) struct LinkName {
    /// The interface that leads to the other side, such as eth1
    ///
    /// Interfaces are looked up in /proc/net/if_inet6, which Linux has. No special rights are needed.
    #[arg(short, long, value_name = "NAME")]
    pub(super) interface: Option<String>,
    /// Everything on ::1 instead, for a try on one machine
    #[arg(long)]
    loopback: bool,
}

/// Ask all nodes of the link (ff02::1) for a station
///
/// Prints what comes back, and the station at the end.
#[derive(Debug, PartialEq, Eq, Args)]
#[command(after_long_help = CLIENT_STATUS)]
pub(super) struct Client {
    #[command(flatten)]
    pub(super) common: Common,
    /// Ask for a station with TLS, or for one without
    #[arg(long, value_name = "S", value_parser = SECURITIES, default_value = "tls")]
    pub(super) security: Security,
    /// The transport to ask for; UDP is reserved
    #[arg(long, value_name = "T", value_parser = TRANSPORTS, default_value = "tcp")]
    transport: Transport,
    /// The most requests, 1 to 50
    #[arg(
        long,
        value_name = "N",
        value_parser = value_parser!(u32).range(1..=i64::from(ClientOptions::MAX_REQUESTS)),
        default_value_t = ClientOptions::MAX_REQUESTS,
    )]
    pub(super) tries: u32,
    /// Milliseconds for an answer before the next request, 250 or more
    #[arg(long, value_name = "MS", value_parser = value_parser!(u64).range(250..), default_value = "250")]
    interval: u64,
    /// Also take a station that has no TLS though TLS was asked for, or the other way round
    #[arg(long = "accept-other-security")]
    pub(super) accepts_other_security: bool,
    /// Milliseconds to listen for another station once one is found
    #[arg(long, value_name = "MS", default_value = "250")]
    linger: u64,
    /// Then try whether the TCP port of the station is open
    #[arg(long = "connect")]
    pub(super) connects: bool,
}

impl Client {
    pub(super) const fn interval(&self) -> Duration {
        Duration::from_millis(self.interval)
    }

    pub(super) const fn linger(&self) -> Duration {
        Duration::from_millis(self.linger)
    }
}

/// Answer what vehicles ask, and print it
#[derive(Debug, PartialEq, Eq, Args)]
#[command(after_long_help = SERVER_STATUS)]
pub(super) struct Server {
    #[command(flatten)]
    pub(super) common: Common,
    /// The TCP port to answer with, 49152 to 65535
    #[arg(long, value_name = "N")]
    port: u16,
    /// Whether that port is for TLS
    #[arg(long, value_name = "T")]
    tls: Tls,
    /// With --tls offered: the port without TLS
    #[arg(long, value_name = "N")]
    plain_port: Option<u16>,
    /// Listen on the ports; the first connection is looked at and ends it
    #[arg(long = "accept")]
    pub(super) accepts: bool,
    /// End after that many answers
    #[arg(long, value_name = "N")]
    pub(super) answers: Option<u64>,
}

/// What the port of a station is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Tls {
    /// --port is for TLS
    Required,
    /// --port is for TLS, and there is another one without
    Offered,
    /// --port is without TLS
    Absent,
}

impl Server {
    /// What to answer with.
    pub(super) fn offer(&self) -> Result<Offer, UsageError> {
        let port = self.port;
        match (self.tls, self.plain_port) {
            (Tls::Required, None) => Ok(Offer::TlsRequired { tls: port }),
            (Tls::Offered, Some(plain)) => Ok(Offer::Both { tls: port, plain }),
            (Tls::Offered, None) => Err(UsageError::new(
                "with --tls offered, --port is the one with TLS; name another --plain-port",
            )),
            (Tls::Absent, None) => Ok(Offer::Plain { plain: port }),
            (Tls::Required | Tls::Absent, Some(_)) => {
                Err(UsageError::new("--plain-port is for --tls offered"))
            }
        }
    }
}

const SECURITIES: OneOf<Security> = OneOf::new(
    "security",
    || ["tls", "none"].map(str::to_owned).into(),
    |word| match word {
        "tls" => Some(Security::TLS),
        "none" => Some(Security::NONE),
        _ => None,
    },
);

/// The transports that a station can be used by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Transport {
    Tcp,
}

const TRANSPORTS: OneOf<Transport> = OneOf::new(
    "transport that a station can be used by",
    || vec!["tcp".to_owned()],
    |word| (word == "tcp").then_some(Transport::Tcp),
);

const ABOUT: &str = "\
Find a station on a link, or be one that is found: SECC discovery (SDP), how a vehicle finds its
station on the link between them, by UDP port 15118.";

const MORE: &str = "\
Try it in two terminals: v2g sdp server --loopback --tls required --port 50000, and
v2g sdp client --loopback.

Exit status:
  0  one station was found (client), the end was reached as asked for (server)
  1  no station, two different ones, or one that cannot be connected to (client), a connection
     that begins otherwise than it was answered (server)
  2  the arguments or the interface cannot be used";

const CLIENT_STATUS: &str = "\
Exit status:
  0  one station was found
  1  no station, two different ones, or one that cannot be connected to
  2  the arguments or the interface cannot be used";

const SERVER_STATUS: &str = "\
Exit status:
  0  the end was reached as asked for
  1  a connection begins otherwise than it was answered
  2  the arguments or the interface cannot be used";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::Command;
    use crate::arguments::tests::command;

    fn parse_words(line: &str) -> Result<Role, clap::Error> {
        match command(&format!("sdp {line}"))? {
            Command::Sdp(options) => Ok(options.role),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn client_options_are_read() {
        let line = "client -i eth1 --security none --transport tcp --tries 3 --interval 1250 \
                    --linger 0 --connect --accept-other-security -j";
        let Ok(Role::Client(client)) = parse_words(line) else { panic!() };
        let link = LinkName { interface: Some("eth1".to_owned()), loopback: false };
        let expected = Client {
            common: Common { link, udp_port: 15118, json: true },
            security: Security::NONE,
            transport: Transport::Tcp,
            tries: 3,
            interval: 1250,
            linger: 0,
            accepts_other_security: true,
            connects: true,
        };
        assert_eq!(client, expected);
        let times = (client.interval(), client.linger());
        assert_eq!(times, (Duration::from_millis(1250), Duration::ZERO));
    }

    #[test]
    fn what_nobody_asks_for_is_what_the_standard_has() {
        let Ok(Role::Client(client)) = parse_words("client --loopback") else { panic!() };
        assert_eq!(client.security, Security::TLS);
        assert_eq!(client.tries, ClientOptions::MAX_REQUESTS);
        let times = (client.interval(), client.linger());
        assert_eq!(times, (ClientOptions::MIN_INTERVAL, ClientOptions::MIN_INTERVAL));
    }

    #[test]
    fn offers_are_read() {
        let offer = |line: &str| match parse_words(&format!("server --loopback {line}")) {
            Ok(Role::Server(server)) => server.offer(),
            other => panic!("{other:?}"),
        };
        let of = |line| offer(line).unwrap();
        assert_eq!(of("--tls required --port 50000"), Offer::TlsRequired { tls: 50000 });
        assert_eq!(of("--tls absent --port 50000"), Offer::Plain { plain: 50000 });
        assert_eq!(
            of("--tls offered --port 50000 --plain-port 50001"),
            Offer::Both { tls: 50000, plain: 50001 }
        );
        for (line, part) in [
            ("--tls offered --port 50000", "name another --plain-port"),
            ("--tls absent --port 50000 --plain-port 50001", "is for --tls offered"),
        ] {
            let error = offer(line).unwrap_err().to_string();
            assert!(error.contains(part) && error.ends_with("; see --help"), "{error}");
        }
    }
}
