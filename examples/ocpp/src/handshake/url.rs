//! Connection URLs: that of the endpoint, a slash, and the percent-encoded identity (3.1.1).

/// The connection URL of a station.
#[must_use]
pub fn connection_url(endpoint: &str, identity: &str) -> String {
    let mut url = endpoint.trim_end_matches('/').to_owned();
    url.push('/');
    for byte in identity.bytes() {
        // The unreserved characters of RFC 3986, 2.3.
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    url
}

/// The identity in the path of a connection URL: its last segment, decoded.
#[must_use]
pub fn identity_of_path(path: &str) -> Option<String> {
    let segment = path.rsplit('/').next().filter(|segment| !segment.is_empty())?;
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digits = core::str::from_utf8(&digits).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_specification() {
        let url = connection_url("ws://centralsystem.example.com/ocpp", "CP001");
        assert_eq!(url, "ws://centralsystem.example.com/ocpp/CP001");
        let url = connection_url("wss://centralsystem.example.com/ocppj", "RDAM 123");
        assert_eq!(url, "wss://centralsystem.example.com/ocppj/RDAM%20123");
        assert_eq!(identity_of_path("/ocppj/RDAM%20123").as_deref(), Some("RDAM 123"));
        let identity = identity_of_path("/webServices/ocpp/CP3211");
        assert_eq!(identity.as_deref(), Some("CP3211"));
    }

    #[test]
    fn identities_may_have_any_characters() {
        for identity in ["a/b", "é", "100%", "::", "a?b#c"] {
            let url = connection_url("ws://host/", identity);
            let path = url.strip_prefix("ws://host").unwrap();
            assert_eq!(identity_of_path(path).as_deref(), Some(identity));
        }
        for path in ["", "/", "/ocpp/", "/%", "/%4", "/%zz", "/%ff"] {
            assert_eq!(identity_of_path(path), None, "{path}");
        }
    }
}
