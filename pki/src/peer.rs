//! Who the peer is said to be, and whether the leaf is for it.

use core::net::IpAddr;

use crate::certificate::Certificate;
use crate::error::{Error, Position, Value};
use crate::general_name::GeneralName;
use crate::name_constraints::{is_dns_name, split_once};
use crate::oid;
use crate::rule::Rule;

/// What the caller knows of the peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Peer<'p> {
    /// A host name, as in the URL that was connected to.
    Dns(&'p str),
    /// An address.
    Ip(IpAddr),
    /// A mailbox.
    Mailbox(&'p str),
    /// The serial number of a charge point, in commonName.
    SerialNumber(&'p str),
    /// The charge point operator, or an organization that it trusts, in organizationName. Charge
    /// points leave the factory with certificates of their manufacturer (white paper of OCPP 1.6
    /// security, A00.FR.406), which are not for it yet.
    Organization(&'p str),
}

impl Peer<'_> {
    /// The rule that asks for it.
    pub(crate) const fn rule(&self) -> Rule {
        match self {
            Self::SerialNumber(_) => Rule::PeerSerialNumber,
            Self::Organization(_) => Rule::PeerOrganization,
            Self::Dns(_) | Self::Ip(_) | Self::Mailbox(_) => Rule::PeerName,
        }
    }

    /// Whether the leaf is for this peer.
    pub(crate) fn check<'a>(
        &self,
        leaf: &Certificate<'a>,
        name_in_subject: bool,
    ) -> Result<(), Error<'a>> {
        let refused = || Error::at(self.rule(), Position::Leaf, leaf);
        if let Self::SerialNumber(serial) = self {
            let name = leaf.subject().common_name();
            if name == Some(serial.as_bytes()) {
                return Ok(());
            }
            return Err(refused().with(name.map_or(Value::None, Value::Text)));
        }
        if let Self::Organization(wanted) = self {
            let mut names = leaf.subject().values(oid::ORGANIZATION).map(|name| name.value());
            let first = names.clone().next();
            if names.any(|name| name == wanted.as_bytes()) {
                return Ok(());
            }
            return Err(refused().with(first.map_or(Value::None, Value::Text)));
        }
        let names = || leaf.extensions().subject_alt_name().into_iter().flat_map(|n| n.iter());
        if names().any(|name| self.is(name)) {
            return Ok(());
        }
        let hosts = || {
            names().filter_map(|name| match name {
                GeneralName::Dns(text) | GeneralName::Uri(text) => Some(text),
                _ => None,
            })
        };
        // RFC 6125 6.4.4: commonName is a last resort, if there is exactly one, and no name of a
        // host elsewhere.
        let common_name = match self {
            Self::Dns(_) if name_in_subject && hosts().next().is_none() => {
                let name = leaf.subject().common_name();
                name.and_then(|name| core::str::from_utf8(name).ok())
            }
            _ => None,
        };
        match (self, common_name, hosts().next()) {
            (Self::Dns(wanted), Some(name), _) if is_host(wanted, name) => Ok(()),
            (_, Some(name), _) | (_, None, Some(name)) => {
                Err(refused().with(Value::Text(name.as_bytes())))
            }
            (_, None, None) => Err(refused()),
        }
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

/// RFC 6125 6.4: without regard to case; a wildcard is a whole first label, stands for one label,
/// and has two more behind it at least.
fn is_host(wanted: &str, name: &str) -> bool {
    if !is_dns_name(wanted, false) || !is_dns_name(name, true) {
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
pub(crate) fn check_emaid<'a>(leaf: &Certificate<'a>) -> Result<(), Error<'a>> {
    let refused = || Error::at(Rule::Emaid, Position::Leaf, leaf);
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
        ] {
            assert_eq!(is_host(wanted, name), is_same, "{wanted} {name}");
        }
    }
}
