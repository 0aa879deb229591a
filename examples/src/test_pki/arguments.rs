//! Arguments of `v2g test-pki`.

use std::ffi::OsString;

use clap::{Args, value_parser};

use super::key::Curve;
use super::plan::Standard;
use crate::shared::arguments::{OneOf, UsageError};

/// Make a whole PKI for tests: roots, sub-CAs, leaves, keys, requests, CRLs, OCSP responses
///
/// Never trust anything of it.
#[derive(Debug, Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Options {
    /// What the PKI is for
    #[arg(value_parser = STANDARDS)]
    pub(super) standard: Standard,
    /// A folder that is empty, or not there yet
    ///
    /// Its README.md says what is what, and has the commands of v2g verify-chain that accept each leaf.
    pub(super) folder: OsString,
    /// The curve of all keys [default: the first one of the standard]
    ///
    /// iso15118-2 has p256, iso15118-20 p521 and ed448, ocpp16 p256, p384 and p521.
    #[arg(short, long, value_parser = CURVES)]
    curve: Option<Curve>,
    /// Also make a PKI on a curve that the standard does not have
    #[arg(long = "relaxed")]
    is_relaxed: bool,
    /// Days that leaves are valid, 1 to 36500; sub-CAs and roots are valid longer
    // Roots are valid ten times as long; until 9999 there is room.
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=36_500), default_value = "90")]
    pub(super) valid_days: u16,
    /// First second of all certificates as Unix time, from 1970 to 2999 [default: today, midnight UTC]
    #[arg(long, value_name = "TIME", allow_negative_numbers = true, value_parser = value_parser!(i64).range(0..32_503_680_000))]
    pub(super) not_before: Option<i64>,
    /// Derive keys and serial numbers from this text [default: random]
    ///
    /// With it and --not-before the files are the same each time.
    #[arg(long, value_name = "TEXT")]
    pub(super) seed: Option<String>,
    /// Put this certificate on the CRL of its issuer; can be given several times
    #[arg(long = "revoke", value_name = "NAME")]
    pub(super) revoked: Vec<String>,
    /// Print index.json
    #[arg(long)]
    pub(super) json: bool,
}

impl Options {
    /// The curve of all keys.
    pub(super) fn curve(&self) -> Result<Curve, UsageError> {
        let curves = self.standard.curves();
        let curve = self.curve.or(curves.first().copied()).unwrap_or(Curve::P256);
        if self.is_relaxed || curves.contains(&curve) {
            return Ok(curve);
        }
        let names: Vec<_> = curves.iter().map(|curve| curve.name()).collect();
        Err(UsageError::new(format!(
            "{} has {}, not {curve}; --relaxed makes it all the same",
            self.standard.name(),
            names.join(", "),
        )))
    }
}

const STANDARDS: OneOf<Standard> = OneOf::new(
    "standard",
    || Standard::ALL.map(|standard| standard.name().to_owned()).into(),
    |name| Standard::ALL.into_iter().find(|standard| standard.name() == name),
);

const CURVES: OneOf<Curve> = OneOf::new(
    "curve",
    || Curve::ALL.map(|curve| curve.name().to_owned()).into(),
    |name| Curve::ALL.into_iter().find(|curve| curve.name() == name),
);

const MORE: &str = "\
Exit status:
  0  made
  2  the arguments or the folder cannot be used";
