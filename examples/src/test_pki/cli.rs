//! Arguments of `test-pki`.

use std::ffi::OsString;

use lexopt::{Arg, Parser, ValueExt as _};

use super::key::Curve;
use super::plan::Standard;
use crate::cli::UsageError;

/// What the command line asks for.
pub(super) enum Command {
    /// Print the help.
    Help,
    /// Make a PKI.
    Make(Options),
}

/// What to make, and where.
pub(super) struct Options {
    pub(super) standard: Standard,
    pub(super) curve: Curve,
    pub(super) valid_days: u16,
    /// Unix seconds; today if absent.
    pub(super) not_before: Option<i64>,
    /// Random if absent.
    pub(super) seed: Option<String>,
    pub(super) revoked: Vec<String>,
    pub(super) json: bool,
    pub(super) folder: OsString,
}

/// Reads arguments, without the name of the program.
pub(super) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, UsageError> {
    let mut parser = Parser::from_args(arguments);
    let (mut standard, mut curve, mut folder) = (None, None, None);
    let (mut is_relaxed, mut json) = (false, false);
    let (mut valid_days, mut not_before, mut seed) = (90, None, None);
    let mut revoked = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            Arg::Short('c') | Arg::Long("curve") => {
                let name = parser.value()?.string()?;
                curve = Some(named(&name, Curve::ALL, Curve::name, "curve")?);
            }
            Arg::Long("relaxed") => is_relaxed = true,
            Arg::Long("valid-days") => {
                valid_days = parser.value()?.parse()?;
                // Roots are valid ten times as long; until 9999 there is room.
                if !(1..=36_500).contains(&valid_days) {
                    return Err(UsageError::new("leaves are valid for 1 to 36500 days"));
                }
            }
            Arg::Long("not-before") => {
                let seconds: i64 = parser.value()?.parse()?;
                // From 1970 to 2999.
                if !(0..32_503_680_000).contains(&seconds) {
                    return Err(UsageError::new("--not-before is Unix time, from 1970 to 2999"));
                }
                not_before = Some(seconds);
            }
            Arg::Long("seed") => seed = Some(parser.value()?.string()?),
            Arg::Long("revoke") => revoked.push(parser.value()?.string()?),
            Arg::Long("json") => json = true,
            Arg::Value(word) if standard.is_none() => {
                let name = word.string()?;
                standard = Some(named(&name, Standard::ALL, Standard::name, "standard")?);
            }
            Arg::Value(word) if folder.is_none() => folder = Some(word),
            other => return Err(other.unexpected().into()),
        }
    }
    let (Some(standard), Some(folder)) = (standard, folder) else {
        return Err(UsageError::new("name a standard and an empty folder"));
    };
    let curve = curve.or(standard.curves().first().copied()).unwrap_or(Curve::P256);
    if !is_relaxed && !standard.curves().contains(&curve) {
        let names: Vec<_> = standard.curves().iter().map(|curve| curve.name()).collect();
        return Err(UsageError::new(format!(
            "{} has {}, not {curve}; --relaxed makes it all the same",
            standard.name(),
            names.join(", "),
        )));
    }
    Ok(Command::Make(Options {
        standard,
        curve,
        valid_days,
        not_before,
        seed,
        revoked,
        json,
        folder,
    }))
}

/// Finds what has this name.
fn named<T: Copy, const N: usize>(
    name: &str,
    all: [T; N],
    name_of: impl Fn(T) -> &'static str,
    what: &str,
) -> Result<T, UsageError> {
    all.into_iter().find(|one| name_of(*one) == name).ok_or_else(|| {
        UsageError::new(format!("no {what} {name:?}, there are {}", all.map(name_of).join(", ")))
    })
}

/// The text of `--help`.
pub(super) const HELP: &str = "\
Makes a whole PKI for tests: roots, sub-CAs and leaves with their keys, requests, CRLs and OCSP
responses. Never trust anything of it.

usage: test-pki [OPTIONS] STANDARD FOLDER

A STANDARD is iso15118-2, iso15118-20 or ocpp16. The FOLDER is made, or must be empty; its README.md
says what is what, and has the commands of verify-chain that accept each leaf.

options:
  -c, --curve CURVE      p256, p384, p521, ed25519 or ed448; the first one of the standard is the
                         default: iso15118-2 has p256, iso15118-20 p521 and ed448, ocpp16 p256,
                         p384 and p521
      --relaxed          also make a PKI on a curve that the standard does not have
      --valid-days N     days that leaves are valid [90]; sub-CAs and roots are valid longer
      --not-before TIME  first second of all certificates as Unix time [today, midnight UTC]
      --seed TEXT        derive keys and serial numbers from this text; with it and --not-before the
                         files are the same each time [random]
      --revoke NAME      put this certificate on the CRL of its issuer; can be given several times
      --json             print index.json
  -h, --help             print this

exit status: 0 made; 2 the arguments or the folder cannot be used.
";
