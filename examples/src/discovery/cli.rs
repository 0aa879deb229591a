//! Arguments of `sdp`.

use core::time::Duration;
use std::ffi::OsString;

use lexopt::{Arg, Parser, ValueExt as _};
use v2gtp::sdp::{self, ClientOptions, Offer, Security};

use crate::cli::UsageError;

/// What the command line asks for.
#[derive(Debug)]
pub(super) enum Command {
    /// Print the help.
    Help,
    /// Look for a station.
    Client(Client, Common),
    /// Be a station that is found.
    Server(Server, Common),
}

/// What both sides need.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Common {
    /// The interface of the link; the loopback address without one.
    pub(super) interface: Option<String>,
    pub(super) udp_port: u16,
    pub(super) json: bool,
}

/// How to look for a station.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Client {
    pub(super) security: Security,
    /// The most requests.
    pub(super) tries: u32,
    pub(super) interval: Duration,
    /// How long to listen for another station once one is found.
    pub(super) linger: Duration,
    pub(super) accepts_other_security: bool,
    /// Whether to try the TCP port of the station.
    pub(super) connects: bool,
}

/// What to offer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Server {
    pub(super) offer: Offer,
    /// How many requests to answer before the end.
    pub(super) answers: Option<u64>,
    /// Whether to wait for a TCP connection.
    pub(super) accepts: bool,
}

/// Reads arguments, without the name of the program.
pub(super) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, UsageError> {
    let mut parser = Parser::from_args(arguments);
    let is_client = match parser.next()? {
        Some(Arg::Short('h') | Arg::Long("help")) => return Ok(Command::Help),
        Some(Arg::Value(role)) if role == "client" => true,
        Some(Arg::Value(role)) if role == "server" => false,
        Some(Arg::Value(role)) => {
            return Err(UsageError::new(format!("no role {role:?}, there are client and server")));
        }
        _ => return Err(UsageError::new("say client or server first")),
    };
    let mut common = Common { interface: None, udp_port: sdp::PORT, json: false };
    let mut is_loopback = false;
    let mut client = Client {
        security: Security::TLS,
        tries: ClientOptions::MAX_REQUESTS,
        interval: ClientOptions::MIN_INTERVAL,
        linger: ClientOptions::MIN_INTERVAL,
        accepts_other_security: false,
        connects: false,
    };
    let (mut tls, mut port, mut plain_port) = (None, None, None);
    let (mut answers, mut accepts) = (None, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            Arg::Short('i') | Arg::Long("interface") => {
                common.interface = Some(parser.value()?.string()?);
            }
            Arg::Long("loopback") => is_loopback = true,
            Arg::Long("udp-port") => common.udp_port = parser.value()?.parse()?,
            Arg::Short('j') | Arg::Long("json") => common.json = true,

            Arg::Long("security") if is_client => {
                client.security = match parser.value()?.string()?.as_str() {
                    "tls" => Security::TLS,
                    "none" => Security::NONE,
                    _ => return Err(UsageError::new("security is tls or none")),
                };
            }
            Arg::Long("transport") if is_client => {
                if parser.value()? != "tcp" {
                    let text =
                        "transport is tcp; UDP is reserved, and no station can be used by it";
                    return Err(UsageError::new(text));
                }
            }
            Arg::Long("tries") if is_client => {
                client.tries = parser.value()?.parse()?;
                if !(1..=ClientOptions::MAX_REQUESTS).contains(&client.tries) {
                    return Err(UsageError::new("tries are 1 to 50"));
                }
            }
            Arg::Long("interval") if is_client => {
                client.interval = Duration::from_millis(parser.value()?.parse()?);
                if client.interval < ClientOptions::MIN_INTERVAL {
                    return Err(UsageError::new("the interval is at least 250 milliseconds"));
                }
            }
            Arg::Long("linger") if is_client => {
                client.linger = Duration::from_millis(parser.value()?.parse()?);
            }
            Arg::Long("accept-other-security") if is_client => {
                client.accepts_other_security = true;
            }
            Arg::Long("connect") if is_client => client.connects = true,

            Arg::Long("tls") if !is_client => tls = Some(parser.value()?.string()?),
            Arg::Long("port") if !is_client => port = Some(parser.value()?.parse()?),
            Arg::Long("plain-port") if !is_client => plain_port = Some(parser.value()?.parse()?),
            Arg::Long("answers") if !is_client => answers = Some(parser.value()?.parse()?),
            Arg::Long("accept") if !is_client => accepts = true,
            other => return Err(other.unexpected().into()),
        }
    }
    if common.interface.is_some() == is_loopback {
        return Err(UsageError::new("name the --interface of the link, or say --loopback"));
    }
    if is_client {
        return Ok(Command::Client(client, common));
    }
    let port = port.ok_or_else(|| UsageError::new("name the --port to answer with"))?;
    let offer = match (tls.as_deref(), plain_port) {
        (Some("required"), None) => Offer::TlsRequired { tls: port },
        (Some("offered"), Some(plain)) => Offer::Both { tls: port, plain },
        (Some("offered"), None) => {
            let text = "with --tls offered, --port is the one with TLS; name another --plain-port";
            return Err(UsageError::new(text));
        }
        (Some("absent"), None) => Offer::Plain { plain: port },
        (Some("required" | "absent"), Some(_)) => {
            return Err(UsageError::new("--plain-port is for --tls offered"));
        }
        _ => return Err(UsageError::new("say --tls required, offered or absent")),
    };
    Ok(Command::Server(Server { offer, answers, accepts }, common))
}

/// The text of `--help`.
pub(super) const HELP: &str = "\
SECC discovery (SDP): how a vehicle finds its station on the link between them.

usage: sdp client --interface NAME [OPTIONS]
       sdp server --interface NAME --port N --tls required|offered|absent [OPTIONS]

client: asks all nodes of the link (ff02::1, UDP port 15118) for a station, and prints what comes
back, and the station at the end.
      --security S             tls (the default) or none: what to ask for
      --transport T            tcp, the default and the only one
      --tries N                the most requests [50]
      --interval MS            time for an answer before the next request [250]
      --accept-other-security  also take a station that has no TLS though TLS was asked for, or the
                               other way round
      --linger MS              listen that long for another station once one is found [250]
      --connect                then try whether the TCP port of the station is open

server: answers what vehicles ask, and prints it.
      --port N                 the TCP port to answer with, 49152 to 65535
      --tls T                  required: that port is for TLS; absent: it is not;
                               offered: it is for TLS, and there is another one without
      --plain-port N           with --tls offered: the one without
      --accept                 listen on the ports; the first connection is looked at and ends it
      --answers N              end after that many answers

both:
  -i, --interface NAME         the interface that leads to the other side, such as eth1
      --loopback               instead: everything on ::1, for a try on one machine
      --udp-port N             another one than 15118, for tests
  -j, --json                   one JSON object a line
  -h, --help                   print this

Try it in two terminals: sdp server --loopback --tls required --port 50000, and
sdp client --loopback.

Interfaces are looked up in /proc/net/if_inet6, which Linux has. No special rights are needed.

exit status: 0 one station was found (client), the end was reached as asked for (server); 1 no
station, two different ones, or one that cannot be connected to (client), a connection that begins
otherwise than it was answered (server); 2 the arguments or the interface cannot be used.
";

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_words(line: &str) -> Result<Command, UsageError> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn client_options_are_read() {
        let line = "client -i eth1 --security none --transport tcp --tries 3 --interval 1250 \
                    --linger 0 --connect --accept-other-security -j";
        let Ok(Command::Client(client, common)) = parse_words(line) else { panic!() };
        let expected = Client {
            security: Security::NONE,
            tries: 3,
            interval: Duration::from_millis(1250),
            linger: Duration::ZERO,
            accepts_other_security: true,
            connects: true,
        };
        assert_eq!(client, expected);
        let interface = Some("eth1".to_owned());
        assert_eq!(common, Common { interface, udp_port: 15118, json: true });
    }

    #[test]
    fn offers_are_read() {
        let offer = |line: &str| match parse_words(&format!("server --loopback {line}")) {
            Ok(Command::Server(server, _)) => server.offer,
            other => panic!("{other:?}"),
        };
        assert_eq!(offer("--tls required --port 50000"), Offer::TlsRequired { tls: 50000 });
        assert_eq!(offer("--tls absent --port 50000"), Offer::Plain { plain: 50000 });
        assert_eq!(
            offer("--tls offered --port 50000 --plain-port 50001"),
            Offer::Both { tls: 50000, plain: 50001 }
        );
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (line, part) in [
            ("", "client or server"),
            ("-i eth1", "client or server"),
            ("vehicle", "there are client and server"),
            ("client", "--interface"),
            ("client -i eth1 --loopback", "or say --loopback"),
            ("client -i eth1 --port 50000", "invalid option '--port'"),
            ("client -i eth1 --security maybe", "tls or none"),
            ("client -i eth1 --transport udp", "UDP is reserved"),
            ("client -i eth1 --tries 51", "1 to 50"),
            ("client -i eth1 --tries 0", "1 to 50"),
            ("client -i eth1 --interval 249", "250"),
            ("server -i eth1 --tls required", "--port"),
            ("server -i eth1 --port 50000", "--tls required, offered or absent"),
            ("server -i eth1 --port 50000 --tls offered", "--plain-port"),
            ("server -i eth1 --port 50000 --plain-port 50001 --tls absent", "--tls offered"),
            ("server -i eth1 --port 50000 --tls absent --tries 3", "invalid option '--tries'"),
        ] {
            let error = parse_words(line).unwrap_err().to_string();
            assert!(error.contains(part) && error.ends_with("; see --help"), "{line}: {error}");
        }
    }

    #[test]
    fn help_keeps_its_width() {
        assert!(HELP.lines().all(|line| line.chars().count() <= 100));
        for line in ["--help", "client -h", "server --help"] {
            assert!(matches!(parse_words(line), Ok(Command::Help)));
        }
    }
}
