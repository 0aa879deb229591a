//! Files and messages that are PEM or one DER value.

use super::block::{PemBlock, pem_blocks};
use super::content_kind::ContentKind;
use super::error::{PemError, PemErrorKind};
use super::sniff;
use crate::der;

/// The beginning of a block.
const BEGIN: &[u8] = b"-----BEGIN ";

/// A value that a file has, in one of two encodings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoded<'a> {
    /// A block of PEM.
    Pem(PemBlock<'a>),
    /// The file itself, which is DER.
    Der(&'a [u8]),
}

impl Encoded<'_> {
    /// Returns the most octets that decoding gives.
    #[must_use]
    pub fn max_len(&self) -> usize {
        match self {
            Self::Pem(block) => block.max_len(),
            Self::Der(der) => der.len(),
        }
    }

    /// Decodes the value to the beginning of `out`.
    ///
    /// # Errors
    ///
    /// Says whether a block is not base64 or the buffer too small.
    pub fn decode<'o>(&self, out: &'o mut [u8]) -> Result<&'o [u8], PemError> {
        match self {
            Self::Pem(block) => block.decode(out),
            Self::Der(der) => {
                let error = PemError::new(PemErrorKind::Capacity { needed: der.len() });
                let slot = out.get_mut(..der.len()).ok_or(error)?;
                der::copy(der, slot);
                Ok(slot)
            }
        }
    }
}

/// Reads a file that is PEM or one DER value, all of it of the kind that is wanted.
///
/// There is at least one item. An error ends the iteration, and then no part of the file is to be
/// used. A DER value is the whole file: octets after the value are left to its parser, which refuses
/// them.
///
/// ```
/// use v2g_pki::pem::{ContentKind, encodings};
///
/// /// The certificates of a file; `ContentKind::Crl` and `OcspResponse` go the same way.
/// fn certificates(octets: &[u8]) -> Result<Vec<Vec<u8>>, v2g_pki::pem::PemError> {
///     let decoded = encodings(octets, ContentKind::Certificate).map(|encoded| {
///         let encoded = encoded?;
///         let mut room = vec![0; encoded.max_len()];
///         encoded.decode(&mut room).map(<[u8]>::to_vec)
///     });
///     decoded.collect()
/// }
///
/// let file = "\u{FEFF}-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
/// assert_eq!(certificates(file.as_bytes()), Ok(vec![vec![0x30, 0]]));
/// let key = "# key\n-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n";
/// let error = certificates(key.as_bytes()).unwrap_err();
/// let text = "line 2: a private key where a certificate must be; leave it out or convert it";
/// assert_eq!(error.to_string(), text);
/// ```
pub fn encodings(
    octets: &[u8],
    wanted: ContentKind,
) -> impl Iterator<Item = Result<Encoded<'_>, PemError>> + Clone {
    let mut blocks = pem_blocks(octets);
    let (mut count, mut is_done) = (0_usize, false);
    core::iter::from_fn(move || {
        if is_done {
            return None;
        }
        let der = if count == 0 { sniff::der(octets) } else { None };
        let item = match der {
            // The first octet says DER, so the blocks would be taken for what follows it, and dropped.
            Some(_) if octets.windows(BEGIN.len()).any(|window| window == BEGIN) => {
                Err(PemError::new(PemErrorKind::DerAndPem))
            }
            Some(found) if found == wanted || found == ContentKind::Der => {
                is_done = true;
                Ok(Encoded::Der(octets))
            }
            Some(found) => Err(PemError::new(PemErrorKind::NotWanted { found, wanted })),
            None => match blocks.next() {
                Some(block) => block.and_then(|block| block.wanted(wanted)).map(Encoded::Pem),
                None if count == 0 => Err(no_block(octets)),
                None => return None,
            },
        };
        count = count.saturating_add(1);
        is_done |= item.is_err();
        Some(item)
    })
}

/// Says what a text without a block looks like.
pub(crate) fn no_block(text: &[u8]) -> PemError {
    PemError::new(PemErrorKind::NoBlock(ContentKind::of(text)))
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::*;

    fn block(label: &str) -> String {
        format!("-----BEGIN {label}-----\r\nAAAA\r\n-----END {label}-----\r\n")
    }

    #[test]
    fn files_are_pem_or_der_of_the_kind_that_is_wanted() {
        let first = |octets: &[u8], wanted| {
            let mut items = encodings(octets, wanted);
            let first = items.next().unwrap();
            assert!(first.is_ok() || items.next().is_none());
            first
                .map(|item| item.decode(&mut [0; 64]).map(<[u8]>::len))
                .map_err(|error| error.kind())
        };
        let (crl, ocsp) = (ContentKind::Crl, ContentKind::OcspResponse);
        let response = [0x30, 3, 0x0A, 1, 6];
        assert_eq!(first(&response, ocsp), Ok(Ok(5)));
        let error = PemErrorKind::NotWanted { found: ocsp, wanted: crl };
        assert_eq!(first(&response, crl), Err(error));
        // A value that is not recognised, or goes on, is left to the parser.
        assert_eq!(first(&[0x30, 3, 0x0A, 1, 6, b'\n'], ocsp), Ok(Ok(6)));
        assert_eq!(first(&[0x30, 0x82, 0, 0], crl), Ok(Ok(4)));
        assert_eq!(first(b"", crl), Err(PemErrorKind::NoBlock(ContentKind::Empty)));
        let text = block("X509 CRL");
        assert_eq!(first(text.as_bytes(), crl), Ok(Ok(3)));
        assert_eq!(encodings(text.repeat(3).as_bytes(), crl).count(), 3);
        let text = block("OCSP RESPONSE");
        assert_eq!(first(text.as_bytes(), ocsp), Ok(Ok(3)));
        // An error ends it.
        let text = [&text, "-----END X-----\n", &text].concat();
        let results: Vec<_> = encodings(text.as_bytes(), ocsp).map(|item| item.is_ok()).collect();
        assert_eq!(results, [true, false]);
        let needed = response.len();
        let der = encodings(&response, ocsp).next().unwrap().unwrap();
        let error = PemError::new(PemErrorKind::Capacity { needed });
        assert_eq!((der.max_len(), der.decode(&mut [0; 4])), (needed, Err(error)));
    }
}
