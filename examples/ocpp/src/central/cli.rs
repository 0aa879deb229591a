//! Arguments of `csms`.

use core::net::SocketAddr;
use std::ffi::OsString;

use lexopt::{Arg, Parser, ValueExt as _};

use super::{CentralOptions, Script};
use crate::cli::{Command, UsageError, seconds, value};

/// Reads arguments, without the name of the program.
///
/// # Errors
///
/// Returns an error for an unknown option, or a value that an option does not take.
pub(crate) fn parse(
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Command<CentralOptions>, UsageError> {
    let mut parser = Parser::from_args(arguments);
    let mut options = CentralOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            Arg::Short('V') | Arg::Long("version") => return Ok(Command::Version),
            Arg::Long("make-certificates") => {
                return Ok(Command::MakeCertificates(parser.value()?.into()));
            }
            Arg::Long("listen") => options.listen = value(&mut parser)?,
            Arg::Long("port") => {
                let port: u16 = value(&mut parser)?;
                options.listen = SocketAddr::new(options.listen.ip(), port);
            }
            Arg::Long("security-profile") => options.profile = parser.value()?.parse()?,
            Arg::Long("ca") => options.ca = Some(parser.value()?.into()),
            Arg::Long("cert") => options.certificate = Some(parser.value()?.into()),
            Arg::Long("key") => options.key = Some(parser.value()?.into()),
            Arg::Long("password-file") => options.password_file = Some(parser.value()?.into()),
            Arg::Long("station") => options.stations.push(station(&parser.value()?.string()?)),
            Arg::Long("cpo-name") => options.operator = Some(parser.value()?.string()?),
            Arg::Long("script") => options.script = script(&parser.value()?.string()?)?,
            Arg::Long("id-tag") => options.id_tag = parser.value()?.string()?,
            Arg::Long("reject-tag") => options.rejected_tags.push(parser.value()?.string()?),
            Arg::Long("pending") => options.pending = value(&mut parser)?,
            Arg::Long("rejected") => options.rejected = value(&mut parser)?,
            Arg::Long("heartbeat") => options.heartbeat = value(&mut parser)?,
            Arg::Long("price") => options.tariff = value(&mut parser)?,
            Arg::Long("exit-after-session") => options.ends_after_session = true,
            Arg::Long("patience") => options.patience = seconds(&mut parser)?,
            Arg::Long("timeout") => options.call_timeout = seconds(&mut parser)?,
            Arg::Long("need") => options.needed.push(value(&mut parser)?),
            Arg::Long("allow-not-implemented") => options.allows_not_implemented = true,
            Arg::Short('q') | Arg::Long("quiet") => options.is_quiet = true,
            Arg::Long("tolerant") => options.is_tolerant = true,
            Arg::Long("allow-no-subprotocol") => options.allows_no_sub_protocol = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Run(Box::new(options)))
}

fn script(word: &str) -> Result<Script, UsageError> {
    match word {
        "all" => Ok(Script::All),
        "core" => Ok(Script::Core),
        "none" => Ok(Script::None),
        other => Err(UsageError::new(format!("--script is all, core or none, not {other}"))),
    }
}

/// `IDENTITY` or `IDENTITY=SERIAL`.
fn station(text: &str) -> (String, String) {
    let (identity, serial_number) = text.split_once('=').unwrap_or((text, text));
    (identity.to_owned(), serial_number.to_owned())
}

/// The text of `--help`.
pub(crate) const HELP: &str = "\
A central system that speaks OCPP 1.6-J. Everything is kept in memory.

usage: csms [OPTIONS]

Accepts charging stations, answers all of their calls, keeps their transactions, and prints the
bill and a receipt for each. For a station to try it with: charge-point.

connection:
      --listen ADDRESS:PORT  where to listen [127.0.0.1:9016]
      --port N               the port alone; 0: any that is free
      --station ID[=SERIAL]  a station that is known, as often as needed; SERIAL is its serial
                             number if that is not its identity [all are known]
      --security-profile N   0 none, 1 password, 2 TLS and password, 3 TLS with client certificate
                             [0]
      --password-file FILE   1, 2: lines of IDENTITY:PASSWORD; these stations are known
      --cert FILE            2, 3: the certificate of the central system and its chain, PEM
      --key FILE             2, 3: its private key, PEM
      --ca FILE              3: the roots of the certificates of stations, PEM; the common name of
                             a station's certificate is its serial number
      --cpo-name NAME        3: the organization in certificates of stations [any]
      --make-certificates FOLDER
                             write throw-away certificates and passwords for localhost and the
                             station CP_1 into a new folder, and end
      --tolerant             read what the field sends, and say what was let pass; also take
                             //ID and /ID/ for the identity ID
      --allow-no-subprotocol
                             take a station that offers no sub-protocol for one of OCPP 1.6; the
                             standard has the connection closed (OCPP-J 1.6, 3.2)

what it does:
      --script WHICH         call each station once: all, core (without the security white paper) or
                             none [none]. The script starts and stops a transaction, and ends with
                             a Reset
      --id-tag TAG           the identifier to start it with [04A2B3C4D5E6]
      --reject-tag TAG       an identifier that may not charge, as often as needed
      --pending N            answer the first N BootNotifications of a connection with Pending [0]
      --rejected N           then N with Rejected [0]
      --heartbeat SECONDS    the interval for accepted stations [300]
      --price PRICE          of a kWh, e.g. '0.39 EUR' [0.39 EUR]
      --timeout SECONDS      wait for an answer [30]

for tests:
      --exit-after-session   end after the session of one station
      --patience SECONDS     wait for each thing that the station is to do [60]
      --need ACTION          a message that has to come, too, as often as needed
      --allow-not-implemented
                             the station may refuse calls as not implemented

  -q, --quiet                without frames
  -h, --help                 print this
  -V, --version              print the version

exit status, with --exit-after-session: 0 all is well; 1 a call failed or a message did not come;
2 the station broke a rule of the standard, or the arguments or a file cannot be used; 3 nobody
came.
";

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_words(line: &str) -> Result<Command<CentralOptions>, UsageError> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn options_are_read() {
        let line = "--port 0 --station A=1 --station B --script core --need Heartbeat --price 0.5 \
                    --allow-no-subprotocol";
        let Ok(Command::Run(options)) = parse_words(line) else { panic!() };
        assert_eq!(options.listen.to_string(), "127.0.0.1:0");
        let [a, b] = &options.stations[..] else { panic!() };
        assert_eq!((&*a.0, &*a.1, &*b.0, &*b.1), ("A", "1", "B", "B"));
        assert_eq!(options.script, Script::Core);
        assert!(options.allows_no_sub_protocol);
        assert_eq!(options.needed, [ocpp16::Action::Heartbeat]);
    }

    #[test]
    fn what_is_wrong_is_said() {
        for line in ["--nonsense", "--script some", "--need Nothing", "--listen here", "--price x"]
        {
            let error = parse_words(line).unwrap_err().to_string();
            assert!(error.ends_with("; see --help"), "{error}");
        }
    }

    #[test]
    fn help_keeps_its_width() {
        assert!(HELP.lines().all(|line| line.chars().count() <= 100));
    }
}
