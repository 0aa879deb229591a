//! Arguments of `verify-chain`.

use core::net::IpAddr;
use core::str::FromStr as _;
use std::ffi::OsString;

use lexopt::{Arg, Parser, ValueExt as _};
use v2g_pki::{Iso15118Role, Ocpp16Role, Peer, Profile, RevocationCheck, Rule};

use crate::cli::UsageError;

/// What the command line asks for.
pub(super) enum Command {
    /// Print the help.
    Help,
    /// Verify a chain.
    Verify(Box<Options>),
}

/// What to verify, and how.
pub(super) struct Options {
    /// The chain, leaf first.
    pub(super) files: Vec<OsString>,
    pub(super) anchors: Vec<OsString>,
    pub(super) crls: Vec<OsString>,
    pub(super) ocsp: Vec<OsString>,
    pub(super) profile: Profile<'static>,
    /// Rules that were taken out of it.
    pub(super) relaxed: Vec<Rule>,
    pub(super) revocation: RevocationCheck,
    /// Unix seconds; now if absent.
    pub(super) time: Option<u64>,
    peers: Vec<(PeerKind, String)>,
    pub(super) json: bool,
}

/// An identity that the leaf must have, by the option that names it.
#[derive(Clone, Copy)]
enum PeerKind {
    Host,
    Serial,
    Organization,
    Emaid,
    Pcid,
    Evccid,
}

impl PeerKind {
    fn of_option(name: &str) -> Option<Self> {
        Some(match name {
            "peer" => Self::Host,
            "serial" => Self::Serial,
            "organization" => Self::Organization,
            "emaid" => Self::Emaid,
            "pcid" => Self::Pcid,
            "evccid" => Self::Evccid,
            _ => return None,
        })
    }
}

impl Options {
    /// Who the leaf must be for; empty for anybody.
    pub(super) fn peers(&self) -> Vec<Peer<'_>> {
        let peers = self.peers.iter().map(|(kind, name)| match kind {
            PeerKind::Host => IpAddr::from_str(name).map_or(Peer::Dns(name), Peer::Ip),
            PeerKind::Serial => Peer::SerialNumber(name),
            PeerKind::Organization => Peer::Organization(name),
            PeerKind::Emaid => Peer::Emaid(name),
            PeerKind::Pcid => Peer::Pcid(name),
            PeerKind::Evccid => Peer::Evccid(name),
        });
        peers.collect()
    }
}

/// All profiles, by the names they have.
fn profiles() -> Vec<Profile<'static>> {
    let roles = [
        Iso15118Role::Secc,
        Iso15118Role::SeccPrivate,
        Iso15118Role::Contract,
        Iso15118Role::OemProvisioning,
        Iso15118Role::Cps,
    ];
    let mut profiles: Vec<_> = roles.map(Profile::iso15118_2).into();
    profiles.extend(roles.map(Profile::iso15118_20));
    profiles.push(Profile::iso15118_20(Iso15118Role::Vehicle));
    profiles.extend(
        [Ocpp16Role::Csms, Ocpp16Role::ChargePoint, Ocpp16Role::Firmware].map(Profile::ocpp16),
    );
    profiles.extend([Profile::rfc5280(), Profile::tls_server(), Profile::tls_client()]);
    profiles
}

/// Reads arguments, without the name of the program.
pub(super) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, UsageError> {
    let mut parser = Parser::from_args(arguments);
    let mut options = Options {
        files: Vec::new(),
        anchors: Vec::new(),
        crls: Vec::new(),
        ocsp: Vec::new(),
        profile: Profile::rfc5280(),
        relaxed: Vec::new(),
        revocation: RevocationCheck::Skip,
        time: None,
        peers: Vec::new(),
        json: false,
    };
    let mut profile = None;
    let mut revocation = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            Arg::Short('p') | Arg::Long("profile") => {
                let name = parser.value()?.string()?;
                let found = profiles().into_iter().find(|profile| profile.name() == name);
                let found = found.ok_or_else(|| {
                    let names: Vec<_> = profiles().iter().map(Profile::name).collect();
                    UsageError::new(format!("no profile {name:?}, there are {}", names.join(", ")))
                })?;
                once("--profile", &mut profile, found)?;
            }
            Arg::Short('a') | Arg::Long("anchor") => options.anchors.push(parser.value()?),
            Arg::Long("crl") => options.crls.push(parser.value()?),
            Arg::Long("ocsp") => options.ocsp.push(parser.value()?),
            Arg::Long("revocation") => {
                let check = match parser.value()?.string()?.as_str() {
                    "skip" => RevocationCheck::Skip,
                    "soft" => RevocationCheck::SoftFail,
                    "hard" => RevocationCheck::HardFail,
                    _ => return Err(UsageError::new("revocation is skip, soft or hard")),
                };
                once("--revocation", &mut revocation, check)?;
            }
            Arg::Long("time") => once("--time", &mut options.time, parser.value()?.parse()?)?,
            Arg::Long("relax") => {
                let name = parser.value()?.string()?;
                let rule = Rule::RELAXABLE.into_iter().find(|rule| format!("{rule:?}") == name);
                options.relaxed.push(rule.ok_or_else(|| {
                    let names = Rule::RELAXABLE.map(|rule| format!("{rule:?}")).join(", ");
                    UsageError::new(format!("no rule {name:?} to relax, there are {names}"))
                })?);
            }
            Arg::Long("json") => options.json = true,
            Arg::Value(file) => options.files.push(file),
            Arg::Long(name) => match PeerKind::of_option(name) {
                Some(kind) => options.peers.push((kind, parser.value()?.string()?)),
                None => return Err(argument.unexpected().into()),
            },
            other => return Err(other.unexpected().into()),
        }
    }
    if options.files.is_empty() || options.anchors.is_empty() {
        return Err(UsageError::new("name the files of the chain, leaf first, and an --anchor"));
    }
    let has_data = !options.crls.is_empty() || !options.ocsp.is_empty();
    options.revocation = match revocation {
        Some(RevocationCheck::Skip) if has_data => {
            return Err(UsageError::new(
                "--revocation skip would not look at --crl and --ocsp; leave one of them out",
            ));
        }
        Some(RevocationCheck::SoftFail) if !has_data => {
            return Err(UsageError::new(
                "--revocation soft without --crl or --ocsp would look at nothing; name a file",
            ));
        }
        Some(check) => check,
        None if has_data => RevocationCheck::HardFail,
        None => RevocationCheck::Skip,
    };
    options.profile = options
        .relaxed
        .iter()
        .fold(profile.unwrap_or(options.profile), |profile, rule| profile.relaxed(*rule));
    Ok(Command::Verify(Box::new(options)))
}

/// Takes the value of an option that can be given once.
fn once<T>(option: &str, slot: &mut Option<T>, value: T) -> Result<(), UsageError> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(UsageError::new(format!("{option} is given twice (limit 1)"))),
    }
}

/// The text of `--help`.
pub(super) const HELP: &str = "\
Verifies a certificate chain under a profile, and explains the result certificate by certificate.

usage: verify-chain [OPTIONS] --anchor FILE FILE...

A FILE is PEM (with one or more certificates) or DER. The first certificate is the leaf; the others
can come in any order. A file that cannot be read as its option says ends the program with status 2.

options:
  -a, --anchor FILE    trust anchors; can be given several times
  -p, --profile NAME   such as 'iso15118-2 secc', 'iso15118-20 vehicle', 'ocpp16 csms'; rfc5280 is
                       the default
      --crl FILE       CRLs; can be given several times
      --ocsp FILE      OCSP responses; can be given several times
      --revocation HOW skip, soft or hard; hard is the default with --crl or --ocsp, skip without
      --time SECONDS   Unix time instead of now
      --peer NAME      the host name or address that the leaf must be for
      --serial NUMBER  the serial number of the charge point that it must be for
      --organization NAME
                       the charge point operator that it must be for
      --emaid ID       the eMAID that the contract certificate must be for
      --pcid ID        the PCID that the provisioning certificate must be for
      --evccid ID      the EVCCID that the vehicle certificate must be for
                       Without any of these, the output says that it was not checked.
      --relax RULE     leave a rule of the profile out, such as SubCaPathLength
      --json           one JSON object instead of text
  -h, --help           print this

exit status: 0 accepted; 1 refused; 2 the arguments or a file cannot be used.
";
