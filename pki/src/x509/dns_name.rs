//! Names of hosts as they stand in certificates.

/// The preferred name syntax of RFC 1034 3.5 as changed by RFC 1123 2.1, without a final dot; with
/// `wildcard`, the first label may be `*`.
pub(crate) fn is_dns_name(name: &str, wildcard: bool) -> bool {
    let name = if wildcard { name.strip_prefix("*.").unwrap_or(name) } else { name };
    name.len() <= 253
        && labels(name).all(|label| {
            (1..=63).contains(&label.len())
                && label.iter().all(|octet| octet.is_ascii_alphanumeric() || *octet == b'-')
                && !label.starts_with(b"-")
                && !label.ends_with(b"-")
        })
}

/// What is between the dots.
pub(crate) fn labels(name: &str) -> impl Iterator<Item = &[u8]> {
    name.as_bytes().split(|octet| *octet == b'.')
}

/// `str::split_once`, which the optimiser does not free of panics.
pub(crate) fn split_once(text: &str, at: u8) -> Option<(&str, &str)> {
    let place = text.bytes().position(|octet| octet == at)?;
    let (front, rest) = text.split_at_checked(place)?;
    Some((front, rest.get(1..)?))
}
