//! The connection URL (OCPP-J 3.1.1): the identity of the station after the endpoint URL,
//! percent-encoded by RFC 3986.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// Why there is no connection URL, or no identity in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UrlError {
    /// The endpoint has another scheme than `ws` or `wss`, no host, or blanks or control characters,
    /// which would end up in the request of the handshake.
    #[error("the endpoint is no ws or wss URL")]
    Endpoint,
    /// The endpoint has a fragment, which WebSocket URLs do not have (RFC 6455, 3).
    #[error("the endpoint has a fragment")]
    Fragment,
    /// The identity is empty, has control characters, or is `.` or `..`, which a URL does not keep.
    #[error("the identity cannot be the end of a URL")]
    Identity,
    /// The path is not that of the endpoint with one segment after it.
    #[error("the path is not that of the endpoint with an identity")]
    Path,
    /// A `%` without two hexadecimal digits, or bytes that are not UTF-8.
    #[error("the identity is not percent-encoded")]
    Encoding,
}

/// The URL with which a station connects: the endpoint URL, `/`, and the identity.
///
/// All bytes of the identity but letters, digits and `-._~` are percent-encoded. The text leaves
/// open what becomes of a `/` at the end of the endpoint, here it is not doubled, and of a query,
/// here it stays after the path. It has no limit for the length of an identity.
///
/// # Errors
///
/// Returns what is wrong with the endpoint or the identity.
pub fn connection_url(endpoint: &str, identity: &str) -> Result<String, UrlError> {
    let (scheme, rest) = endpoint.split_once("://").ok_or(UrlError::Endpoint)?;
    let is_web_socket = scheme.eq_ignore_ascii_case("ws") || scheme.eq_ignore_ascii_case("wss");
    let is_broken = rest.chars().any(|it| it.is_whitespace() || it.is_control());
    if !is_web_socket || is_broken || rest.starts_with(['/', '?', '#']) || rest.is_empty() {
        return Err(UrlError::Endpoint);
    }
    if rest.contains('#') {
        return Err(UrlError::Fragment);
    }
    check_identity(identity)?;
    let (path, query) = match rest.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (rest, None),
    };
    let path = path.strip_suffix('/').unwrap_or(path);

    let mut url = String::with_capacity(endpoint.len().saturating_add(identity.len()));
    url.extend([scheme, "://", path, "/"]);
    for byte in identity.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.push('%');
            url.extend([byte >> 4, byte & 0xF].map(hex_digit));
        }
    }
    if let Some(query) = query {
        url.extend(["?", query]);
    }
    Ok(url)
}

/// The identity in the target of an HTTP request, after the path of the endpoint: `/ocpp` and
/// `/ocpp/CP001` give `CP001`.
///
/// The query is passed over. The path of an endpoint at the root is empty or `/`.
///
/// # Errors
///
/// Returns [`UrlError::Path`] if the target is not of this endpoint or has further segments, and
/// what is wrong with the identity.
pub fn identity_of<'t>(endpoint_path: &str, target: &'t str) -> Result<Cow<'t, str>, UrlError> {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let endpoint_path = endpoint_path.strip_suffix('/').unwrap_or(endpoint_path);
    let segment = path.strip_prefix(endpoint_path).and_then(|rest| rest.strip_prefix('/'));
    let segment = segment.filter(|segment| !segment.contains('/')).ok_or(UrlError::Path)?;
    let identity = decode(segment)?;
    check_identity(&identity)?;
    Ok(identity)
}

/// As [`identity_of`], also for a target with doubled slashes or with one at its end: `//CP_1`,
/// `/ocpp//CP_1` and `/ocpp/CP_1/`. Stations of the field join the parts of a URL carelessly.
///
/// Slashes that are percent-encoded belong to the identity. To tell a careless station from a right
/// one, call [`identity_of`] first.
///
/// # Errors
///
/// As [`identity_of`]; [`UrlError::Path`] also for a target of slashes alone.
pub fn identity_of_tolerant<'t>(
    endpoint_path: &str,
    target: &'t str,
) -> Result<Cow<'t, str>, UrlError> {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    if !path.starts_with('/') {
        return Err(UrlError::Path);
    }
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let endpoint = endpoint_path.split('/').filter(|segment| !segment.is_empty());
    for expected in endpoint {
        if segments.next() != Some(expected) {
            return Err(UrlError::Path);
        }
    }
    let (Some(segment), None) = (segments.next(), segments.next()) else {
        return Err(UrlError::Path);
    };
    let identity = decode(segment)?;
    check_identity(&identity)?;
    Ok(identity)
}

fn check_identity(identity: &str) -> Result<(), UrlError> {
    if identity.is_empty() || identity == "." || identity == ".." {
        return Err(UrlError::Identity);
    }
    // They would end up in headers and logs.
    if identity.chars().any(char::is_control) {
        return Err(UrlError::Identity);
    }
    Ok(())
}

fn decode(segment: &str) -> Result<Cow<'_, str>, UrlError> {
    if !segment.contains('%') {
        return Ok(Cow::Borrowed(segment));
    }
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let [byte, behind @ ..] = rest {
        rest = behind;
        if *byte != b'%' {
            bytes.push(*byte);
            continue;
        }
        let [high, low, behind @ ..] = rest else { return Err(UrlError::Encoding) };
        let digit = |byte: u8| {
            let digit = char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            digit.ok_or(UrlError::Encoding)
        };
        bytes.push((digit(*high)? << 4) | digit(*low)?);
        rest = behind;
    }
    String::from_utf8(bytes).map(Cow::Owned).map_err(|_| UrlError::Encoding)
}

/// RFC 3986, 2.1: upper case.
fn hex_digit(nibble: u8) -> char {
    char::from_digit(nibble.into(), 16).unwrap_or('0').to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of OCPP-J 3.1.1 and 3.1.3.
    #[test]
    fn the_examples_of_3_1() {
        for (endpoint, identity, url) in [
            (
                "ws://centralsystem.example.com/ocpp",
                "CP001",
                "ws://centralsystem.example.com/ocpp/CP001",
            ),
            (
                "wss://centralsystem.example.com/ocppj",
                "RDAM 123",
                "wss://centralsystem.example.com/ocppj/RDAM%20123",
            ),
            (
                "ws://some.server.com:33033/webServices/ocpp",
                "CP3211",
                "ws://some.server.com:33033/webServices/ocpp/CP3211",
            ),
        ] {
            assert_eq!(connection_url(endpoint, identity).as_deref(), Ok(url));
        }
    }

    #[test]
    fn identities_are_encoded_and_decoded() {
        let of = |identity| connection_url("ws://h", identity);
        assert_eq!(of("a/b?c#d%e").as_deref(), Ok("ws://h/a%2Fb%3Fc%23d%25e"));
        assert_eq!(of("Säule-1_~.").as_deref(), Ok("ws://h/S%C3%A4ule-1_~."));
        assert_eq!(identity_of("", "/a%2fb%3Fc%23d%25e").as_deref(), Ok("a/b?c#d%e"));
        assert_eq!(identity_of("/", "/S%C3%A4ule").as_deref(), Ok("Säule"));
        // Not a form: a plus is a plus.
        assert_eq!(identity_of("", "/a+b").as_deref(), Ok("a+b"));
        assert!(matches!(identity_of("/ocpp", "/ocpp/CP?x=1"), Ok(Cow::Borrowed("CP"))));
    }

    #[test]
    fn careless_slashes_are_passed_over_by_the_tolerant_form_alone() {
        for (endpoint, target) in [
            ("", "//CP_1"),
            ("/", "///CP_1"),
            ("", "/CP_1/"),
            ("/ocpp", "/ocpp//CP_1"),
            ("/ocpp/", "//ocpp/CP_1//?a=/b/"),
            ("/a/b", "/a//b/CP_1"),
        ] {
            assert!(identity_of(endpoint, target).is_err(), "{target}");
            assert_eq!(identity_of_tolerant(endpoint, target).as_deref(), Ok("CP_1"), "{target}");
        }
        assert_eq!(identity_of_tolerant("", "/a%2F%2Fb").as_deref(), Ok("a//b"));
        for (target, error) in [
            ("", UrlError::Path),
            ("/", UrlError::Path),
            ("//", UrlError::Path),
            ("/ocpp/", UrlError::Path),
            ("/ocppx/CP", UrlError::Path),
            ("/ocpp/CP/1", UrlError::Path),
            ("ocpp/CP", UrlError::Path),
            ("/ocpp//..", UrlError::Identity),
            ("//ocpp/%00/", UrlError::Identity),
            ("/ocpp//C%P", UrlError::Encoding),
        ] {
            assert_eq!(identity_of_tolerant("/ocpp", target), Err(error), "{target}");
        }
    }

    #[test]
    fn endpoints_are_web_sockets() {
        let of = |endpoint| connection_url(endpoint, "CP");
        for endpoint in [
            "http://h/ocpp",
            "h/ocpp",
            "ws:///ocpp",
            "ws://",
            "ws://?x",
            "",
            "ws://h/ocpp\r\nX-Y: z",
            "ws://h/a b",
            "ws://h/ocpp?a\0",
            "wss://h/ocpp ",
        ] {
            assert_eq!(of(endpoint), Err(UrlError::Endpoint), "{endpoint}");
        }
        assert_eq!(of("ws://h/ocpp#x"), Err(UrlError::Fragment));
        assert_eq!(of("WSS://h/ocpp/").as_deref(), Ok("WSS://h/ocpp/CP"));
        assert_eq!(of("ws://h/ocpp?key=1").as_deref(), Ok("ws://h/ocpp/CP?key=1"));
        assert_eq!(of("ws://h?key=1").as_deref(), Ok("ws://h/CP?key=1"));
    }

    #[test]
    fn what_is_no_identity_is_refused() {
        for identity in ["", ".", "..", "a\nb", "\u{7f}"] {
            assert_eq!(connection_url("ws://h", identity), Err(UrlError::Identity), "{identity:?}");
        }
        for (target, error) in [
            ("/ocpp/", UrlError::Identity),
            ("/ocpp/%00", UrlError::Identity),
            ("/ocpp/%2E%2e", UrlError::Identity),
            ("/ocpp", UrlError::Path),
            ("/ocppx/CP", UrlError::Path),
            ("/ocpp/CP/1", UrlError::Path),
            ("CP", UrlError::Path),
            ("/ocpp/C%P", UrlError::Encoding),
            ("/ocpp/CP%2", UrlError::Encoding),
            ("/ocpp/%C3", UrlError::Encoding),
            ("/ocpp/%+1", UrlError::Encoding),
        ] {
            assert_eq!(identity_of("/ocpp", target), Err(error), "{target}");
        }
    }
}
