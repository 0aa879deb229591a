//! The host of a URI (RFC 3986), read strictly: two readers must not see two hosts.

use crate::x509::split_once;

/// Returns the host of a URI with an authority; `None` if it is not a URI, or has none.
pub(super) fn host(uri: &str) -> Option<&str> {
    let (scheme, rest) = split_once(uri, b':')?;
    // 3.1
    let is_scheme = scheme.bytes().next().is_some_and(|first| first.is_ascii_alphabetic())
        && scheme.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"+-.".contains(&octet));
    let rest = rest.strip_prefix("//")?;
    let end = rest.bytes().position(|octet| b"/?#".contains(&octet)).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at_checked(end)?;
    // 3.3 to 3.5: a fragment has no second sign of its own.
    let (path, fragment) = split_once(rest, b'#').unwrap_or((rest, ""));
    let is_rest = |text| consists_of(text, b":@/?");
    // 3.2.1 and 3.2.2: neither user information nor a registered name has an `@`.
    let (user, host) = split_once(authority, b'@').unwrap_or(("", authority));
    let (host, port) = split_once(host, b':').unwrap_or((host, ""));
    let is_uri = is_scheme
        && is_rest(path)
        && is_rest(fragment)
        && consists_of(user, b":")
        && consists_of(host, b"")
        && port.bytes().all(|octet| octet.is_ascii_digit());
    is_uri.then_some(host)
}

/// Whether a text has only unreserved characters, sub-delimiters, percent-encoded octets, and these.
fn consists_of(text: &str, others: &[u8]) -> bool {
    let mut octets = text.bytes();
    while let Some(octet) = octets.next() {
        let is_right = match octet {
            b'%' => {
                let mut is_hex = || octets.next().is_some_and(|octet| octet.is_ascii_hexdigit());
                is_hex() && is_hex()
            }
            _ => {
                octet.is_ascii_alphanumeric()
                    || b"-._~!$&'()*+,;=".contains(&octet)
                    || others.contains(&octet)
            }
        };
        if !is_right {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn hosts_of_uris() {
        for (uri, expected) in [
            ("http://a.test", "a.test"),
            ("ldap+x://a.test:389/a?b#c", "a.test"),
            ("http://u:p%20@a.test/@b.test", "a.test"),
            ("http://a.test:/", "a.test"),
            ("http:///x", ""),
            ("http://a.test?@b.test", "a.test"),
            ("http://a.test#@b.test", "a.test"),
        ] {
            assert_eq!(host(uri), Some(expected), "{uri}");
        }
        for uri in [
            "",
            "a.test",
            "urn:a.test",
            "http:/a.test",
            "1http://a.test",
            "ht tp://a.test",
            "://a.test",
            "http://evil.test\\@a.test/",
            "http://evil.test/\\@a.test/",
            "http://u@v@a.test",
            "http://u%2@a.test",
            "http://u%zz@a.test",
            "http://a.test:80:81/",
            "http://a.test:8x/",
            "http://[::1]/",
            "http://a.test/ b",
            "http://a.test/<b>",
            "http://a.test/#b#c",
            "http://a.test\0/",
            "http://a.test\n/",
        ] {
            assert_eq!(host(uri), None, "{uri:?}");
        }
    }
}
