//! Arguments of `v2g verify-chain`.

use core::net::IpAddr;
use core::str::FromStr as _;
use std::ffi::OsString;

use clap::{Args, ValueEnum};
use v2g_pki::{Iso15118Role, Ocpp16Role, Peer, Profile, RevocationCheck, Rule};

use crate::shared::arguments::{OneOf, UsageError};

/// Verify a certificate chain under a profile, and explain the result certificate by certificate
#[derive(Debug, Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Options {
    /// The chain, PEM (one or more certificates) or DER
    ///
    /// The first certificate is the leaf; the others can come in any order. A file that cannot be read
    /// as its option says ends the program with status 2.
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<OsString>,
    /// A file of trust anchors; can be given several times
    #[arg(short, long = "anchor", required = true, value_name = "FILE")]
    pub(super) anchors: Vec<OsString>,
    /// The profile, such as 'iso15118-2 secc', 'iso15118-20 vehicle' or 'ocpp16 csms' [default: rfc5280]
    ///
    /// A name that is not there shows all names.
    #[arg(short, long, value_name = "NAME", value_parser = PROFILES, hide_possible_values = true)]
    profile: Option<Profile<'static>>,
    /// A file of CRLs; can be given several times
    #[arg(long = "crl", value_name = "FILE")]
    pub(super) crls: Vec<OsString>,
    /// A file with an OCSP response; can be given several times
    #[arg(long, value_name = "FILE")]
    pub(super) ocsp: Vec<OsString>,
    /// How to check revocation [default: hard with --crl or --ocsp, skip without]
    #[arg(long, value_name = "HOW")]
    revocation: Option<HowRevocation>,
    /// Unix time in seconds instead of now
    #[arg(long, value_name = "SECONDS")]
    pub(super) time: Option<u64>,
    /// Leave a rule of the profile out, such as SubCaPathLength; can be given several times
    ///
    /// A name that is not there shows all names.
    #[arg(long = "relax", value_name = "RULE", value_parser = RULES, hide_possible_values = true)]
    pub(super) relaxed: Vec<Rule>,
    /// Print one JSON object instead of text
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    peers: Peers,
}

/// Who the leaf must be for. It must be for each of them.
#[derive(Debug, Args)]
#[command(next_help_heading = "Whose certificate the leaf is (without any: the output says so)")]
struct Peers {
    /// The host name or address that the leaf must be for
    #[arg(long, value_name = "NAME")]
    peer: Vec<String>,
    /// The serial number of the charge point that it must be for
    #[arg(long, value_name = "NUMBER")]
    serial: Vec<String>,
    /// The charge point operator that it must be for
    #[arg(long, value_name = "NAME")]
    organization: Vec<String>,
    /// The eMAID that the contract certificate must be for
    #[arg(long, value_name = "ID")]
    emaid: Vec<String>,
    /// The PCID that the provisioning certificate must be for
    #[arg(long, value_name = "ID")]
    pcid: Vec<String>,
    /// The EVCCID that the vehicle certificate must be for
    #[arg(long, value_name = "ID")]
    evccid: Vec<String>,
}

/// How to check revocation.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum HowRevocation {
    /// not at all
    Skip,
    /// a certificate whose status the files do not give passes
    Soft,
    /// a certificate whose status the files do not give is refused
    Hard,
}

impl From<HowRevocation> for RevocationCheck {
    fn from(how: HowRevocation) -> Self {
        match how {
            HowRevocation::Skip => Self::Skip,
            HowRevocation::Soft => Self::SoftFail,
            HowRevocation::Hard => Self::HardFail,
        }
    }
}

impl Options {
    /// Who the leaf must be for; empty for anybody.
    pub(super) fn peers(&self) -> Vec<Peer<'_>> {
        let Peers { peer, serial, organization, emaid, pcid, evccid } = &self.peers;
        let host = |name| IpAddr::from_str(name).map_or(Peer::Dns(name), Peer::Ip);
        let mut peers: Vec<_> = peer.iter().map(|name| host(name)).collect();
        peers.extend(serial.iter().map(|name| Peer::SerialNumber(name)));
        peers.extend(organization.iter().map(|name| Peer::Organization(name)));
        peers.extend(emaid.iter().map(|name| Peer::Emaid(name)));
        peers.extend(pcid.iter().map(|name| Peer::Pcid(name)));
        peers.extend(evccid.iter().map(|name| Peer::Evccid(name)));
        peers
    }

    /// The profile, without the rules that were taken out.
    pub(super) fn profile(&self) -> Profile<'static> {
        let profile = self.profile.unwrap_or(Profile::rfc5280());
        self.relaxed.iter().fold(profile, |profile, rule| profile.relaxed(*rule))
    }

    /// How to check revocation.
    pub(super) fn revocation(&self) -> Result<RevocationCheck, UsageError> {
        let has_data = !self.crls.is_empty() || !self.ocsp.is_empty();
        match self.revocation {
            Some(HowRevocation::Skip) if has_data => Err(UsageError::new(
                "--revocation skip would not look at --crl and --ocsp; leave one of them out",
            )),
            Some(HowRevocation::Soft) if !has_data => Err(UsageError::new(
                "--revocation soft without --crl or --ocsp would look at nothing; name a file",
            )),
            Some(how) => Ok(how.into()),
            None if has_data => Ok(RevocationCheck::HardFail),
            None => Ok(RevocationCheck::Skip),
        }
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

const PROFILES: OneOf<Profile<'static>> = OneOf::new(
    "profile",
    || profiles().iter().map(|profile| profile.name().to_owned()).collect(),
    |name| profiles().into_iter().find(|profile| profile.name() == name),
);

const RULES: OneOf<Rule> = OneOf::new(
    "rule to relax",
    || Rule::RELAXABLE.iter().map(|rule| format!("{rule:?}")).collect(),
    |name| Rule::RELAXABLE.into_iter().find(|rule| format!("{rule:?}") == name),
);

const MORE: &str = "\
Exit status:
  0  accepted
  1  refused
  2  the arguments or a file cannot be used";
