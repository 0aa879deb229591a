//! Recognising binary content by its first elements, leniently: BER, cut off, or with more after it.

use super::content::ContentKind;
use super::line;
use crate::der::tag;

/// 1.2.840.113549.1.7, the content types of PKCS#7.
const PKCS7: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07];

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
