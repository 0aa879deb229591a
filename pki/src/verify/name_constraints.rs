//! Name constraints (RFC 5280 4.2.1.10): whether the names of a certificate are within them.

mod uri;

use core::ops::ControlFlow;

use super::context::{Context, Flow, accept};
use super::path::Node;
use super::peer;
use crate::der::oid;
use crate::x509::{
    Comparison, GeneralName, Name, NameConstraints, is_dns_name, labels, split_once,
};

/// Whether the names of a certificate are within these constraints (RFC 5280 6.1.3 (b), (c)).
///
/// With `name_in_subject`, a common name that can serve as the host name is one of these names.
pub(crate) fn check<'a>(
    context: &mut Context<'_, 'a>,
    constraints: &NameConstraints<'_>,
    node: &Node<'_, 'a>,
    name_in_subject: bool,
) -> Flow<'a, Result<(), Violation<'a>>> {
    let certificate = node.certificate;
    let mut check = |name| check_name(context, constraints, node, name);
    let subject = certificate.subject();
    if !subject.is_empty() {
        accept!(check(GeneralName::Directory(subject))?);
    }
    let alternatives = certificate.extensions().subject_alt_name();
    for name in alternatives.iter().flat_map(|names| names.iter()) {
        accept!(check(name)?);
    }
    // RFC 5280 4.2.1.10: mailboxes in the subject count if subjectAltName has none.
    let mut names = alternatives.iter().flat_map(|names| names.iter());
    if !names.any(|name| matches!(name, GeneralName::Rfc822(_))) {
        for email in subject.values(oid::EMAIL_ADDRESS) {
            let text = accept!(email.text().ok_or(Violation::Unreadable));
            accept!(check(GeneralName::Rfc822(text))?);
        }
    }
    if let Some(host) = peer::host_in_subject(certificate).filter(|_| name_in_subject) {
        accept!(check(GeneralName::Dns(host))?);
    }
    ControlFlow::Continue(Ok(()))
}

fn check_name<'a>(
    context: &mut Context<'_, 'a>,
    constraints: &NameConstraints<'_>,
    node: &Node<'_, 'a>,
    name: GeneralName<'a>,
) -> Flow<'a, Result<(), Violation<'a>>> {
    let mut is_constrained = false;
    let mut is_permitted = false;
    for base in constraints.permitted() {
        context.compare_name(node)?;
        match matches(&name, &base, Side::Permitted) {
            None => {}
            Some(Ok(found)) => {
                is_constrained = true;
                is_permitted |= found;
            }
            Some(Err(Unsupported)) => {
                return ControlFlow::Continue(Err(Violation::Unreadable));
            }
        }
    }
    if is_constrained && !is_permitted {
        return ControlFlow::Continue(Err(Violation::NotPermitted(name)));
    }
    for base in constraints.excluded() {
        context.compare_name(node)?;
        match matches(&name, &base, Side::Excluded) {
            None | Some(Ok(false)) => {}
            Some(Ok(true)) => return ControlFlow::Continue(Err(Violation::Excluded(name))),
            Some(Err(Unsupported)) => {
                return ControlFlow::Continue(Err(Violation::Unreadable));
            }
        }
    }
    ControlFlow::Continue(Ok(()))
}

/// Why the names of a certificate are refused.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Violation<'a> {
    /// There are permitted names of this kind, and this is none.
    NotPermitted(GeneralName<'a>),
    /// The name is excluded.
    Excluded(GeneralName<'a>),
    /// The name or a constraint of its kind is malformed or of a kind that is not compared
    /// (RFC 5280 4.2.1.10: then the certificate must be refused).
    Unreadable,
}

/// A name that cannot be compared.
struct Unsupported;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Permitted,
    Excluded,
}

/// Whether a name is within a subtree; `None` if they are of different kinds.
fn matches(
    name: &GeneralName<'_>,
    base: &GeneralName<'_>,
    side: Side,
) -> Option<Result<bool, Unsupported>> {
    Some(match (name, base) {
        (GeneralName::Directory(name), GeneralName::Directory(base)) => {
            match Name::within(name, base) {
                Comparison::Different => Ok(false),
                Comparison::Same => Ok(true),
                // RFC 5280 4.2.1.10 wants the certificate refused; nothing can be permitted by it.
                Comparison::Unknown if side == Side::Excluded => Err(Unsupported),
                Comparison::Unknown => Ok(false),
            }
        }
        (GeneralName::Dns(name), GeneralName::Dns(base)) => dns(name, base, side),
        (GeneralName::Rfc822(name), GeneralName::Rfc822(base)) => mailbox(name, base),
        (GeneralName::Uri(name), GeneralName::Uri(base)) => uri(name, base),
        (GeneralName::Ip(name), GeneralName::Ip(base)) => ip(name, base),
        // Kinds without rules of comparison: refuse what a constraint speaks of.
        (GeneralName::Other(kind), GeneralName::Other(base)) if kind == base => Err(Unsupported),
        _ => return None,
    })
}

/// Any name that adds labels on the left of `base`, or is it.
fn dns(name: &str, base: &str, side: Side) -> Result<bool, Unsupported> {
    // The empty constraint is the root of all names.
    if !base.is_empty() && !is_dns_name(base, false) || !is_dns_name(name, true) {
        return Err(Unsupported);
    }
    match name.strip_prefix("*.") {
        // A wildcard stands for names of which all must be permitted and none may be excluded.
        Some(parent) if side == Side::Excluded => {
            let below = split_once(base, b'.').map_or("", |(_, parent)| parent);
            Ok(is_below(parent, base) || below.eq_ignore_ascii_case(parent))
        }
        Some(parent) => Ok(is_below(parent, base)),
        None => Ok(is_below(name, base)),
    }
}

/// Whether `name` is `base` or has more labels on its left.
fn is_below(name: &str, base: &str) -> bool {
    if base.is_empty() {
        return true;
    }
    let Some(start) = name.len().checked_sub(base.len()) else { return false };
    let (Some(front), Some(end)) = (name.get(..start), name.get(start..)) else { return false };
    end.eq_ignore_ascii_case(base) && (front.is_empty() || front.ends_with('.'))
}

/// RFC 5280 4.2.1.10: a mailbox, all mailboxes of a host, or those of all hosts of a domain.
fn mailbox(name: &str, base: &str) -> Result<bool, Unsupported> {
    let (local, host) = split_mailbox(name).ok_or(Unsupported)?;
    if base.as_bytes().contains(&b'@') {
        let (wanted_local, wanted_host) = split_mailbox(base).ok_or(Unsupported)?;
        return Ok(local == wanted_local && host.eq_ignore_ascii_case(wanted_host));
    }
    host_within(host, base)
}

fn split_mailbox(mailbox: &str) -> Option<(&str, &str)> {
    let (local, host) = split_once(mailbox, b'@')?;
    let is_local = !local.is_empty() && local.bytes().all(|octet| octet.is_ascii_graphic());
    if is_local && is_dns_name(host, false) { Some((local, host)) } else { None }
}

/// The rules of mailboxes and URIs: `.domain` is every host below, `host` is that host.
fn host_within(host: &str, base: &str) -> Result<bool, Unsupported> {
    match base.strip_prefix('.') {
        Some(domain) if is_dns_name(domain, false) => {
            Ok(is_below(host, domain) && host.len() > domain.len())
        }
        None if is_dns_name(base, false) => Ok(host.eq_ignore_ascii_case(base)),
        _ => Err(Unsupported),
    }
}

/// RFC 5280 4.2.1.10: applies to the host of the URI, which must have one that is not an address.
fn uri(name: &str, base: &str) -> Result<bool, Unsupported> {
    let host = uri::host(name).ok_or(Unsupported)?;
    let is_address = labels(host).all(|label| label.iter().all(u8::is_ascii_digit));
    if is_address || !is_dns_name(host, false) {
        return Err(Unsupported);
    }
    host_within(host, base)
}

fn ip(name: &[u8], base: &[u8]) -> Result<bool, Unsupported> {
    let (4 | 16) = name.len() else { return Err(Unsupported) };
    // An IPv4 address is in no range of IPv6, and the other way round.
    let Some((range, mask)) = base.split_at_checked(name.len()) else { return Ok(false) };
    if mask.len() != name.len() {
        return Ok(false);
    }
    Ok(name.iter().zip(range).zip(mask).all(|((name, range), mask)| (name ^ range) & mask == 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(name: GeneralName<'_>, base: GeneralName<'_>, side: Side) -> Option<Option<bool>> {
        matches(&name, &base, side).map(Result::ok)
    }

    #[test]
    fn dns_names() {
        use GeneralName::Dns;
        for (name, base, permitted, excluded) in [
            ("a.test", "test", Some(true), Some(true)),
            ("TEST", "test", Some(true), Some(true)),
            ("atest", "test", Some(false), Some(false)),
            ("a.test", "", Some(true), Some(true)),
            ("test", "a.test", Some(false), Some(false)),
            ("*.test", "test", Some(true), Some(true)),
            ("*.test", "b.test", Some(false), Some(true)),
            ("*.test", "c.b.test", Some(false), Some(false)),
            (".a.test", "test", None, None),
            ("a.test", ".test", None, None),
            ("a_b.test", "test", None, None),
        ] {
            assert_eq!(within(Dns(name), Dns(base), Side::Permitted), Some(permitted), "{name}");
            assert_eq!(within(Dns(name), Dns(base), Side::Excluded), Some(excluded), "{name}");
        }
        assert_eq!(within(Dns("a"), GeneralName::Ip(&[0; 8]), Side::Permitted), None);
    }

    #[test]
    fn mailboxes_and_uris() {
        use GeneralName::{Rfc822, Uri};
        for (name, base, expected) in [
            ("a@b.test", "a@B.test", Some(true)),
            ("A@b.test", "a@b.test", Some(false)),
            ("a@b.test", "b.test", Some(true)),
            ("a@c.b.test", "b.test", Some(false)),
            ("a@c.b.test", ".b.test", Some(true)),
            ("a@b.test", ".b.test", Some(false)),
            ("*@b.test", "*@b.test", Some(true)),
            ("a@b@b.test", "b.test", None),
            ("a@b.test", "a@b@b.test", None),
            ("@b.test", "b.test", None),
        ] {
            assert_eq!(within(Rfc822(name), Rfc822(base), Side::Permitted), Some(expected));
        }
        for (name, base, expected) in [
            ("http://b.test/x", "b.test", Some(true)),
            ("http://u@B.test:80?x", "b.test", Some(true)),
            ("http://a.b.test#x", ".b.test", Some(true)),
            ("http://a.b.test", "b.test", Some(false)),
            ("http://1.2.3.4/", "b.test", None),
            ("urn:b.test", "b.test", None),
            ("http://evil.test\\@b.test/", "b.test", None),
            ("http://u@u@b.test/", "b.test", None),
        ] {
            assert_eq!(within(Uri(name), Uri(base), Side::Permitted), Some(expected), "{name}");
        }
    }

    #[test]
    fn addresses() {
        use GeneralName::Ip;
        let base = [192, 0, 2, 0, 255, 255, 255, 0];
        let v6 = [0; 32];
        assert_eq!(within(Ip(&[192, 0, 2, 9]), Ip(&base), Side::Permitted), Some(Some(true)));
        assert_eq!(within(Ip(&[192, 0, 3, 9]), Ip(&base), Side::Permitted), Some(Some(false)));
        assert_eq!(within(Ip(&[192, 0, 3, 9]), Ip(&v6), Side::Permitted), Some(Some(false)));
        assert_eq!(within(Ip(&[1]), Ip(&base), Side::Permitted), Some(None));
    }
}
