//! Recognising binary content by its first elements, leniently: BER, cut off, or with more after it.

use super::content_kind::ContentKind;
use super::line;
use crate::der::tag;

/// 1.2.840.113549.1.7, the content types of PKCS#7.
const PKCS7: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07];

impl ContentKind {
    /// Returns the kind that the first octets show.
    ///
    /// DER is recognised by its first elements. Its end is not looked at, so a value that is cut
    /// off or followed by other octets is named all the same.
    #[must_use]
    pub fn of(octets: &[u8]) -> Self {
        match binary(octets) {
            Some(kind) => kind,
            None => Self::of_text(octets),
        }
    }

    fn of_text(octets: &[u8]) -> Self {
        let mut kind = Self::Empty;
        for line in line::Lines::new(octets) {
            if line.boundary().is_some() {
                return Self::Pem;
            }
            kind = match kind {
                _ if line.is_binary() => Self::Binary,
                Self::Empty if line.trimmed().is_empty() => Self::Empty,
                Self::Empty if line.is_bare_base64() => Self::Base64,
                Self::Empty => Self::Text,
                other => other,
            };
        }
        kind
    }
}

/// Returns the kind of DER or UTF-16; `None` for anything else.
pub(super) fn binary(octets: &[u8]) -> Option<ContentKind> {
    if is_utf16(octets) { Some(ContentKind::Utf16) } else { der(octets) }
}

/// Returns the kind of DER; `None` for anything else.
pub(super) fn der(octets: &[u8]) -> Option<ContentKind> {
    if octets.first() != Some(&tag::SEQUENCE) {
        return None;
    }
    structure(octets).or_else(|| {
        // The digit zero is the tag of a SEQUENCE, so text can begin with it as well.
        let is_long = matches!(octets, [_, 0x80..=0x84, ..]);
        let is_der = is_long || octets.iter().take(4).any(|octet| line::is_control(*octet));
        is_der.then_some(ContentKind::Der)
    })
}

/// Recognises UTF-16 by its byte-order mark, or by two ASCII characters.
fn is_utf16(octets: &[u8]) -> bool {
    let is_ascii = |octet: u8| matches!(octet, b'\t' | b'\n' | b'\r' | b' '..=b'~');
    match *octets {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => true,
        [a, 0, b, 0, ..] | [0, a, 0, b, ..] => is_ascii(a) && is_ascii(b),
        _ => false,
    }
}

fn structure(octets: &[u8]) -> Option<ContentKind> {
    let (_, content) = Elements(octets).next()?;
    let mut elements = Elements(content);
    let first = elements.next()?;
    let second = elements.next();
    match (first, second) {
        ((tag::OID, oid), _) if oid.starts_with(PKCS7) => Some(ContentKind::Pkcs7),
        ((tag::ENUMERATED, [_]), None | Some((0xA0, _))) => Some(ContentKind::OcspResponse),
        ((tag::INTEGER, [3]), Some((tag::SEQUENCE, info))) if is_pkcs7(info) => {
            Some(ContentKind::Pkcs12)
        }
        ((tag::INTEGER, [0 | 1]), Some((tag::SEQUENCE, algorithm))) => {
            starts(algorithm, tag::OID).then_some(ContentKind::PrivateKey)
        }
        ((tag::INTEGER, [0 | 1]), Some((tag::INTEGER, _))) => Some(ContentKind::RsaPrivateKey),
        ((tag::INTEGER, [1]), Some((tag::OCTET_STRING, _))) => Some(ContentKind::EcPrivateKey),
        ((tag::SEQUENCE, algorithm), Some((end, _))) if starts(algorithm, tag::OID) => match end {
            tag::BIT_STRING => Some(ContentKind::PublicKey),
            tag::OCTET_STRING => Some(ContentKind::EncryptedPrivateKey),
            _ => None,
        },
        ((tag::SEQUENCE, signed), _) => signed_structure(signed),
        _ => None,
    }
}

/// Tells apart what is signed: certificates, requests and CRLs.
fn signed_structure(content: &[u8]) -> Option<ContentKind> {
    let mut elements = Elements(content);
    match elements.next()? {
        // `[0] EXPLICIT INTEGER`, the version of a certificate.
        (0xA0, [tag::INTEGER, 1, ..]) => Some(ContentKind::Certificate),
        (tag::INTEGER, number) => match elements.next()? {
            (tag::SEQUENCE, algorithm) if starts(algorithm, tag::OID) => after_algorithm(elements),
            // A request is of version 0, and has a name next, which can be empty.
            (tag::SEQUENCE, name)
                if number == [0] && (name.is_empty() || starts(name, tag::SET)) =>
            {
                Some(ContentKind::CertificateRequest)
            }
            _ => None,
        },
        (tag::SEQUENCE, algorithm) if starts(algorithm, tag::OID) => after_algorithm(elements),
        _ => None,
    }
}

/// After the issuer a CRL has a time, and a certificate of version 1 has two in a SEQUENCE.
fn after_algorithm(mut elements: Elements<'_>) -> Option<ContentKind> {
    let (tag::SEQUENCE, _) = elements.next()? else { return None };
    match elements.next()? {
        (tag::UTC_TIME | tag::GENERALIZED_TIME, _) => Some(ContentKind::Crl),
        (tag::SEQUENCE, _) => Some(ContentKind::Certificate),
        _ => None,
    }
}

fn starts(content: &[u8], tag: u8) -> bool {
    content.first() == Some(&tag)
}

fn is_pkcs7(content: &[u8]) -> bool {
    let oid = Elements(content).next();
    matches!(oid, Some((tag::OID, oid)) if oid.starts_with(PKCS7))
}

/// Elements that follow each other: a tag, and as much of the content as there is.
///
/// The strict reader of this crate does not do here: PKCS#7 and PKCS#12 come in BER.
struct Elements<'a>(&'a [u8]);

impl<'a> Iterator for Elements<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (tag, length, rest) = match self.0 {
            [tag, length @ 0..=0x7F, rest @ ..] => (*tag, u32::from(*length), rest),
            // BER: the content goes on to its end mark, and all of it is taken.
            [tag, 0x80, rest @ ..] => (*tag, u32::MAX, rest),
            [tag, 0x81, a, rest @ ..] => (*tag, u32::from(*a), rest),
            [tag, 0x82, a, b, rest @ ..] => (*tag, u32::from_be_bytes([0, 0, *a, *b]), rest),
            [tag, 0x83, a, b, c, rest @ ..] => (*tag, u32::from_be_bytes([0, *a, *b, *c]), rest),
            [tag, 0x84, a, b, c, d, rest @ ..] => {
                (*tag, u32::from_be_bytes([*a, *b, *c, *d]), rest)
            }
            _ => return None,
        };
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let (content, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        self.0 = after;
        Some((tag, content))
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::*;

    fn octets(hex: &str) -> Vec<u8> {
        let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
        let digit = |digit: u8| char::from(digit).to_digit(16).unwrap() as u8;
        digits.chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
    }

    /// The first octets of files that OpenSSL 3 made, and of the forms that it does not make.
    const STRUCTURES: [(ContentKind, &str); 17] = [
        (ContentKind::Certificate, "3082016e 30820113 a003020102 02141fca97bd"),
        // Version 1: serial number, algorithm, issuer, validity.
        (ContentKind::Certificate, "301e 301c 020101 3003 06012a 3000 3010 1704"),
        (ContentKind::CertificateRequest, "3081c5 306e 020100 300c 310a 3008 0603550403"),
        (ContentKind::CertificateRequest, "3081c5 306e 020100 3000 3059"),
        (ContentKind::Pkcs7, "3082019d 06092a864886f70d010702 a082018e 3082018a"),
        (ContentKind::Pkcs7, "3080 06092a864886f70d010702 a080 3080 020101"),
        (ContentKind::Pkcs12, "308203fc 020103 308203b2 06092a864886f70d010701"),
        (ContentKind::PrivateKey, "308187 020100 3013 06072a8648ce3d0201 06082a8648ce3d030107"),
        (ContentKind::PrivateKey, "3051 020101 3005 06032b6570 0422 0420 00"),
        (ContentKind::EncryptedPrivateKey, "3081ec 3003 06012a 048194 00"),
        (ContentKind::EcPrivateKey, "3077 020101 0420 fabd7ee1736e"),
        (ContentKind::RsaPrivateKey, "308204a3 020100 02820101 00d6870b70"),
        (ContentKind::PublicKey, "3059 3013 06072a8648ce3d0201 06082a8648ce3d030107 034200"),
        (ContentKind::Crl, "3082 0200 3081f0 020101 3003 06012a 3000 170d 3236"),
        (ContentKind::Crl, "3082 0200 3081f0 3003 06012a 3000 180f 3236"),
        (ContentKind::OcspResponse, "3003 0a0106"),
        (ContentKind::OcspResponse, "308201d3 0a0100 a08201cc 308201c8"),
    ];

    #[test]
    fn structures_are_known_by_their_first_elements() {
        for (kind, hex) in STRUCTURES {
            let octets = octets(hex);
            assert_eq!(ContentKind::of(&octets), kind, "{hex}");
            // The end is left to the parser.
            assert_eq!(ContentKind::of(&[&octets[..], b"\n"].concat()), kind, "{hex}");
            for end in 0..octets.len() {
                let cut = ContentKind::of(&octets[..end]);
                let is_known = [kind, ContentKind::Der, ContentKind::Text, ContentKind::Empty];
                assert!(is_known.contains(&cut), "{hex} {end} {cut}");
            }
        }
        for hex in ["3082", "3003020105", "30840000000a", "30810000", "3006020102020103"] {
            assert_eq!(ContentKind::of(&octets(hex)), ContentKind::Der, "{hex}");
        }
    }

    #[test]
    fn other_files_are_named() {
        let armoured = "text\n-----BEGIN X-----\nAAAA\n-----END X-----\n";
        let base64 = "MIIBbjCCAROgAwIBAgIUH8qXvdiiB/S1YPrSngsg3HWLQ/Uw\nCgYIKoZIzj0EAwIw";
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let texts: [(ContentKind, Vec<u8>); 12] = [
            (ContentKind::Empty, Vec::new()),
            (ContentKind::Empty, " \r\n\u{FEFF}\t".into()),
            (ContentKind::Text, "0 s:CN = a\n".into()),
            (ContentKind::Text, "MIssing".into()),
            (ContentKind::Pem, armoured.into()),
            (ContentKind::Pem, "----BEGIN X----".into()),
            (ContentKind::Base64, base64.into()),
            (ContentKind::Base64, "\nLS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t".into()),
            (ContentKind::Utf16, utf16(armoured)),
            (ContentKind::Utf16, utf16("\u{FEFF}\u{4E00}")),
            (ContentKind::Utf16, armoured.bytes().flat_map(|octet| [0, octet]).collect()),
            (ContentKind::Binary, "text\n\0\n".into()),
        ];
        for (kind, text) in texts {
            assert_eq!(ContentKind::of(&text), kind, "{}", String::from_utf8_lossy(&text));
        }
    }

    #[test]
    fn any_octets_have_a_kind() {
        for first in 0..=u8::MAX {
            for second in 0..=u8::MAX {
                for rest in [&[][..], &[2, 1, 0], &[0x30, 0x80], &[0xFF; 6]] {
                    let _ = ContentKind::of(&[&[first, second], rest].concat());
                    let _ = ContentKind::of(&[&[0x30, first, second], rest].concat());
                }
            }
        }
    }
}
