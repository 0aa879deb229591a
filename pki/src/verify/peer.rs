//! Who the peer is said to be, and whether the leaf is for it.

use core::net::IpAddr;

use crate::der::oid;
use crate::error::{Fault, Position, Value};
use crate::profile::Rule;
use crate::x509::{Certificate, Extension, GeneralName, is_dns_name, split_once};

/// Names an identity that the leaf must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Peer<'p> {
    /// A host name, as in the URL that was connected to.
    Dns(&'p str),
    /// An IP address.
    Ip(IpAddr),
    /// A mailbox.
    Mailbox(&'p str),
    /// The serial number of a charge point, in commonName.
    SerialNumber(&'p str),
    /// The charge point operator, or an organization that it trusts, in organizationName. Charge
    /// points leave the factory with certificates of their manufacturer (white paper of OCPP 1.6
    /// security, A00.FR.406), which are not for it yet.
    Organization(&'p str),
    /// The eMAID that came with a contract certificate: `eMAID` of PaymentDetailsReq, `idToken` of
    /// OCPP.
    ///
    /// Case and hyphens do not count. The check digit, the 15th character, counts if both sides
    /// have it.
    Emaid(&'p str),
    /// The PCID of a vehicle, in commonName of its provisioning certificate.
    ///
    /// Case and hyphens do not count. The check digit, the 18th character, counts if both sides
    /// have it.
    Pcid(&'p str),
    /// The EVCCID of ISO 15118-20, in commonName of the vehicle certificate. Case and hyphens do
    /// not count.
    Evccid(&'p str),
}

/// The peers of a validator.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Peers<'v> {
    Any,
    These(&'v [Peer<'v>]),
}

impl<'v> Peers<'v> {
    pub(crate) const fn is_any(&self) -> bool {
        matches!(self, Self::Any)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &'v Peer<'v>> {
        let peers: &'v [Peer<'v>] = if let Self::These(peers) = self { peers } else { &[] };
        peers.iter()
    }
}

impl Peer<'_> {
    /// The rule that asks for it.
    pub(crate) const fn rule(&self) -> Rule {
        match self {
            Self::SerialNumber(_) => Rule::PeerSerialNumber,
            Self::Organization(_) => Rule::PeerOrganization,
            Self::Emaid(_) => Rule::PeerEmaid,
            Self::Pcid(_) => Rule::PeerPcid,
            Self::Evccid(_) => Rule::PeerEvccid,
            Self::Dns(_) | Self::Ip(_) | Self::Mailbox(_) => Rule::PeerName,
        }
    }

    /// Whether the leaf is for this peer.
    pub(crate) fn check<'a>(
        &self,
        leaf: &Certificate<'a>,
        name_in_subject: bool,
    ) -> Result<(), Fault<'a>> {
        let common_name = leaf.subject().common_name_text().map(str::as_bytes);
        let (is_for, found) = match self {
            Self::SerialNumber("") | Self::Organization("") => (false, common_name),
            Self::SerialNumber(wanted) => (common_name == Some(wanted.as_bytes()), common_name),
            Self::Emaid(wanted) => (is_identity(wanted, common_name, Some(EMAID)), common_name),
            Self::Pcid(wanted) => (is_identity(wanted, common_name, Some(PCID)), common_name),
            Self::Evccid(wanted) => (is_identity(wanted, common_name, None), common_name),
            Self::Organization(wanted) => {
                let names = leaf.subject().values(oid::ORGANIZATION);
                let mut names = names.filter_map(|name| name.text());
                let first = names.clone().next().map(str::as_bytes);
                (names.any(|name| name == *wanted), first)
            }
            Self::Dns(_) | Self::Ip(_) | Self::Mailbox(_) => self.check_name(leaf, name_in_subject),
        };
        if is_for {
            return Ok(());
        }
        let fault = Fault::at(self.rule(), Position::Leaf, leaf);
        Err(fault.with(found.map_or(Value::None, Value::Text)))
    }

    /// Whether a name of the leaf is this one, and the first name of a host that is there instead.
    fn check_name<'a>(
        &self,
        leaf: &Certificate<'a>,
        name_in_subject: bool,
    ) -> (bool, Option<&'a [u8]>) {
        let names = || leaf.extensions().subject_alt_name().into_iter().flat_map(|n| n.iter());
        let in_subject = host_in_subject(leaf).filter(|_| name_in_subject);
        let is_in_subject = match (self, in_subject) {
            (Self::Dns(wanted), Some(host)) => is_host(wanted, host),
            _ => false,
        };
        let first = names().find_map(|name| match name {
            GeneralName::Dns(text) | GeneralName::Uri(text) => Some(text),
            _ => None,
        });
        let found = in_subject.or(first).map(str::as_bytes);
        (is_in_subject || names().any(|name| self.is(name)), found)
    }

    fn is(&self, name: GeneralName<'_>) -> bool {
        match (self, name) {
            (Self::Dns(wanted), GeneralName::Dns(name)) => is_host(wanted, name),
            (Self::Ip(IpAddr::V4(wanted)), GeneralName::Ip(name)) => wanted.octets() == name,
            (Self::Ip(IpAddr::V6(wanted)), GeneralName::Ip(name)) => wanted.octets() == name,
            (Self::Mailbox(wanted), GeneralName::Rfc822(name)) => {
                match (split_once(wanted, b'@'), split_once(name, b'@')) {
                    (Some((local, host)), Some((name_local, name_host))) => {
                        local == name_local && host.eq_ignore_ascii_case(name_host)
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }
}

/// Returns the commonName that can serve as the name of a host (RFC 6125 6.4.4).
///
/// It is a last resort: there is exactly one commonName, and no subjectAltName at all. It is a whole
/// name; a wildcard is not the name of a host.
pub(crate) fn host_in_subject<'a>(certificate: &Certificate<'a>) -> Option<&'a str> {
    if certificate.extensions().has(Extension::SubjectAltName) {
        return None;
    }
    let name = certificate.subject().common_name_text()?;
    (is_dns_name(name, false) && !is_address(name)).then_some(name)
}

/// Whether a name is an address to everybody who connects: its last label is a number.
fn is_address(name: &str) -> bool {
    name.bytes().rev().take_while(|octet| *octet != b'.').all(|octet| octet.is_ascii_digit())
}

/// Characters of an eMAID without its check digit (ISO 15118-2 Annex H).
const EMAID: usize = 14;

/// Characters of a PCID without its check digit.
const PCID: usize = 17;

/// Whether two identities are the same, without regard to case and hyphens. After `checked`
/// characters, one of them can lack the check digit.
fn is_identity(wanted: &str, found: Option<&[u8]>, checked: Option<usize>) -> bool {
    fn folded(text: &[u8]) -> impl Iterator<Item = u8> {
        text.iter().filter(|octet| **octet != b'-').map(u8::to_ascii_uppercase)
    }
    let Some(found) = found else { return false };
    let (wanted, found) = (|| folded(wanted.as_bytes()), || folded(found));
    let lengths = (wanted().count(), found().count());
    let compared = match (lengths, checked) {
        ((0, _), _) => return false,
        ((one, two), Some(checked)) if one.abs_diff(two) == 1 && one.min(two) == checked => checked,
        ((one, two), _) if one == two => one,
        _ => return false,
    };
    wanted().take(compared).eq(found().take(compared))
}

/// RFC 6125 6.4: without regard to case; a wildcard is a whole first label, stands for one label,
/// and has two more after it at least.
fn is_host(wanted: &str, name: &str) -> bool {
    if !is_dns_name(wanted, false) || !is_dns_name(name, true) || is_address(wanted) {
        return false;
    }
    match name.strip_prefix("*.") {
        None => name.eq_ignore_ascii_case(wanted),
        Some(parent) => {
            parent.as_bytes().contains(&b'.')
                && split_once(wanted, b'.')
                    .is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(parent))
        }
    }
}

/// Whether the subject of a contract certificate has one commonName, an eMAID: country, provider
/// and instance, 14 characters, and perhaps a check digit, with or without separators.
///
/// The check digit is not verified: published test contracts have wrong ones.
pub(crate) fn check_emaid<'a>(leaf: &Certificate<'a>) -> Result<(), Fault<'a>> {
    let refused = || Fault::at(Rule::Emaid, Position::Leaf, leaf);
    let subject = leaf.subject();
    if subject.values(oid::COMMON_NAME).count() > 1 {
        return Err(refused());
    }
    let name = subject.common_name().ok_or_else(refused)?;
    let characters = || name.iter().filter(|octet| **octet != b'-');
    let count = characters().count();
    let is_emaid = (14..=15).contains(&count)
        && characters().all(u8::is_ascii_alphanumeric)
        && characters().take(2).all(u8::is_ascii_alphabetic);
    if is_emaid { Ok(()) } else { Err(refused().with(Value::Text(name))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for (wanted, name, is_same) in [
            ("csms.test", "csms.test", true),
            ("CSMS.test", "csms.TEST", true),
            ("csms.test", "csms.test.", false),
            ("csms.test", "csms.test\0", false),
            ("a.csms.test", "*.csms.test", true),
            ("a.b.csms.test", "*.csms.test", false),
            ("csms.test", "*.csms.test", false),
            ("csms.test", "*.test", false),
            ("test", "*", false),
            ("baz.csms.test", "ba*.csms.test", false),
            ("a.b.test", "a.*.test", false),
            ("*.csms.test", "*.csms.test", false),
            ("192.0.2.1", "192.0.2.1", false),
            ("192.0.2.1", "*.0.2.1", false),
            ("1.csms.test", "1.csms.test", true),
        ] {
            assert_eq!(is_host(wanted, name), is_same, "{wanted} {name}");
        }
    }

    #[test]
    fn identities() {
        let emaid =
            |wanted: &str, found: &str| is_identity(wanted, Some(found.as_bytes()), Some(EMAID));
        for (wanted, found, is_same) in [
            ("DE8AA1A2B3C4D5", "DE8AA1A2B3C4D5", true),
            ("DE-8AA-1A2B3C4D5", "de8aa1a2b3c4d5", true),
            ("DE8AA1A2B3C4D59", "DE-8AA-1A2B3C4D5-9", true),
            ("DE8AA1A2B3C4D59", "DE8AA1A2B3C4D5", true),
            ("DE8AA1A2B3C4D5", "DE8AA1A2B3C4D59", true),
            ("DE8AA1A2B3C4D58", "DE8AA1A2B3C4D59", false),
            ("DE8AA1A2B3C4D5", "DE8AA1A2B3C4D6", false),
            ("DE8AA1A2B3C4D59", "DE8AA1A2B3C4D", false),
            ("DE8AA1A2B3C4D", "DE8AA1A2B3C4D5", false),
            ("DE8AA1A2B3C4D5", "DE8AA1A2B3C4D599", false),
            ("", "", false),
            ("-", "DE8AA1A2B3C4D5", false),
            ("DE8AA1A2B3C4D5", "", false),
        ] {
            assert_eq!(emaid(wanted, found), is_same, "{wanted} {found}");
        }
        let pcid =
            |wanted: &str, found: &str| is_identity(wanted, Some(found.as_bytes()), Some(PCID));
        assert!(pcid("WMI-12345678901234", "wmi12345678901234X"));
        assert!(!pcid("WMI12345678901234Y", "WMI12345678901234X"));
        assert!(!pcid("WMI1234567890123", "WMI12345678901234"));
        assert!(is_identity("wmi-1", Some(b"WMI1"), None));
        assert!(!is_identity("WMI1", Some(b"WMI12"), None) && !is_identity("WMI1", None, None));
    }
}
