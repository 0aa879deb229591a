//! Arguments of `charge-point`.

use std::ffi::OsString;

use lexopt::{Arg, Parser, ValueExt as _};

use super::StationOptions;
use crate::cli::{Command, UsageError, seconds, value};

/// Reads arguments, without the name of the program.
///
/// # Errors
///
/// Returns an error for an unknown option, or a value that an option does not take.
pub(crate) fn parse(
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Command<StationOptions>, UsageError> {
    let mut parser = Parser::from_args(arguments);
    let mut options = StationOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            Arg::Short('V') | Arg::Long("version") => return Ok(Command::Version),
            Arg::Long("url") => options.url = parser.value()?.string()?,
            Arg::Long("id") => options.id = parser.value()?.string()?,
            Arg::Long("serial") => options.serial_number = Some(parser.value()?.string()?),
            Arg::Long("security-profile") => options.profile = parser.value()?.parse()?,
            Arg::Long("ca") => options.ca = Some(parser.value()?.into()),
            Arg::Long("cert") => options.certificate = Some(parser.value()?.into()),
            Arg::Long("key") => options.key = Some(parser.value()?.into()),
            Arg::Long("password-file") => options.password_file = Some(parser.value()?.into()),
            Arg::Long("serve") => options.is_server = true,
            Arg::Long("id-tag") => options.id_tag = parser.value()?.string()?,
            Arg::Long("samples") => options.samples = value(&mut parser)?,
            Arg::Long("speed") => options.fixed_speed = Some(value(&mut parser)?),
            Arg::Long("timeout") => options.call_timeout = seconds(&mut parser)?,
            Arg::Long("set") => {
                let setting = parser.value()?.string()?;
                let (name, value) = setting
                    .split_once('=')
                    .ok_or_else(|| UsageError::new(format!("--set KEY=VALUE, not {setting}")))?;
                options.settings.push((name.to_owned(), value.to_owned()));
            }
            Arg::Long("no-security") => options.has_security = false,
            Arg::Long("exit-on-reset") => options.ends_on_reset = true,
            Arg::Short('q') | Arg::Long("quiet") => options.is_quiet = true,
            Arg::Long("tolerant") => options.is_tolerant = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Run(Box::new(options)))
}

/// The text of `--help`.
pub(crate) const HELP: &str = "\
A charging station that speaks OCPP 1.6-J. The meter and the vehicle are made up.

usage: charge-point [OPTIONS]

Connects to a central system and runs one charging session in ten steps, from the user's arrival
to the receipt. Start a central system first: csms.

connection:
      --url URL              the central system, without the identity [ws://127.0.0.1:9016]
      --id IDENTITY          the identity of the station [CP_1]
      --serial NUMBER        its serial number [the identity]
      --security-profile N   0 none, 1 password, 2 TLS and password, 3 TLS with client certificate
                             [0]; with 2 and 3 the URL begins with wss://
      --password-file FILE   1, 2: the password (AuthorizationKey): 16 to 20 characters, or
                             32 to 40 hexadecimal digits
      --ca FILE              2, 3: the roots that are trusted, PEM
      --cert FILE            3: the certificate of the station and its chain, PEM; its common name
                             is the serial number
      --key FILE             3: the private key of the station, PEM
      --timeout SECONDS      wait for an answer [30]
      --tolerant             read what the field sends, and say what was let pass

session:
      --id-tag TAG           the RFID card of the user [04A2B3C4D5E6]
      --samples N            how often the meter is read [4]
      --speed N              how much faster than it should the clock runs [600, with --serve 1]:
                             five minutes between two meter values take half a second
      --set KEY=VALUE        a configuration key to start with, e.g. MeterValueSampleInterval=60

station without a user:
      --serve                boot, answer every call of the central system, do what it asks
                             (remote start and stop, triggers, profiles ...) until Ctrl-C
      --exit-on-reset        a Reset ends the program instead of restarting the station
      --no-security          without the messages of the security white paper

  -q, --quiet                without frames
  -h, --help                 print this
  -V, --version              print the version

exit status: 0 charged, or served until the end; 1 the user was turned away; 2 the arguments or a
file cannot be used; 3 no connection.
";

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_words(line: &str) -> Result<Command<StationOptions>, UsageError> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn options_are_read() {
        let Ok(Command::Run(options)) = parse_words(
            "--url wss://host/ocpp --id A --security-profile 3 --set A=b=c --timeout 0.5 --serve",
        ) else {
            panic!()
        };
        assert_eq!((&*options.url, options.profile.number()), ("wss://host/ocpp", 3));
        assert_eq!(options.settings, [("A".to_owned(), "b=c".to_owned())]);
        assert_eq!(options.call_timeout.as_millis(), 500);
        assert!(options.is_server);
    }

    #[test]
    fn what_is_wrong_is_said() {
        for line in
            ["--nonsense", "x", "--speed fast", "--set A", "--security-profile 4", "--timeout -1"]
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
