//! Public keys and algorithm identifiers (RFC 5280 4.1.1.2 and 4.1.2.7, RFC 5480, RFC 8410).

use core::fmt;

use pki_types::alg_id;

use crate::der::{self, DerError, InField, Malformed, Oid, Reader, oid, tag};

/// An AlgorithmIdentifier: the octets inside of its SEQUENCE.
///
/// Two of them are equal if their octets are: parameters that are NULL and parameters that are
/// absent differ, as the algorithms' RFCs want it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlgorithmIdentifier<'a>(&'a [u8]);

impl<'a> AlgorithmIdentifier<'a> {
    pub(crate) fn read(reader: &mut Reader<'a>) -> Result<Self, Malformed> {
        let content = reader.value(tag::SEQUENCE)?;
        let mut inner = Reader::new(content);
        inner.oid()?;
        if !inner.is_empty() {
            inner.any()?;
        }
        inner.end()?;
        Ok(Self(content))
    }

    /// The octets inside of the SEQUENCE, the form of `pki_types::AlgorithmIdentifier`.
    #[must_use]
    pub fn content(&self) -> &'a [u8] {
        self.0
    }

    /// The object identifier and the encoding of the parameters, which can be empty.
    pub(crate) fn parts(&self) -> (&'a [u8], &'a [u8]) {
        let mut inner = Reader::new(self.0);
        let oid = inner.oid().unwrap_or_default();
        (oid, inner.rest())
    }

    /// The object identifier.
    pub(crate) fn oid(&self) -> Oid<'a> {
        Oid::from_content(self.parts().0)
    }

    /// Which signature algorithm this is.
    #[must_use]
    pub fn signature(&self) -> Option<SignatureAlgorithm> {
        SIGNATURES.iter().find(|(id, _)| id.as_ref() == self.0).map(|(_, found)| *found)
    }
}

/// Signature algorithms that profiles name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// ecdsa-with-SHA256.
    EcdsaSha256,
    /// ecdsa-with-SHA384.
    EcdsaSha384,
    /// ecdsa-with-SHA512.
    EcdsaSha512,
    /// Ed25519 (RFC 8410).
    Ed25519,
    /// Ed448 (RFC 8410).
    Ed448,
    /// sha256WithRSAEncryption, with NULL parameters (RFC 4055 5).
    RsaSha256,
    /// sha384WithRSAEncryption.
    RsaSha384,
    /// sha512WithRSAEncryption.
    RsaSha512,
    /// RSASSA-PSS with SHA-256, MGF1 with SHA-256, and 32 octets of salt.
    RsaPssSha256,
    /// RSASSA-PSS with SHA-384 likewise.
    RsaPssSha384,
    /// RSASSA-PSS with SHA-512 likewise.
    RsaPssSha512,
}

const SIGNATURES: [(pki_types::AlgorithmIdentifier, SignatureAlgorithm); 11] = [
    (alg_id::ECDSA_SHA256, SignatureAlgorithm::EcdsaSha256),
    (alg_id::ECDSA_SHA384, SignatureAlgorithm::EcdsaSha384),
    (alg_id::ECDSA_SHA512, SignatureAlgorithm::EcdsaSha512),
    (alg_id::ED25519, SignatureAlgorithm::Ed25519),
    (alg_id::ED448, SignatureAlgorithm::Ed448),
    (alg_id::RSA_PKCS1_SHA256, SignatureAlgorithm::RsaSha256),
    (alg_id::RSA_PKCS1_SHA384, SignatureAlgorithm::RsaSha384),
    (alg_id::RSA_PKCS1_SHA512, SignatureAlgorithm::RsaSha512),
    (alg_id::RSA_PSS_SHA256, SignatureAlgorithm::RsaPssSha256),
    (alg_id::RSA_PSS_SHA384, SignatureAlgorithm::RsaPssSha384),
    (alg_id::RSA_PSS_SHA512, SignatureAlgorithm::RsaPssSha512),
];

impl SignatureAlgorithm {
    /// The octets inside of the SEQUENCE of its AlgorithmIdentifier.
    pub(crate) fn id(self) -> &'static [u8] {
        let found = SIGNATURES.iter().find(|(_, algorithm)| *algorithm == self);
        found.map(|(id, _)| id.as_ref()).unwrap_or_default()
    }

    /// Whether keys of this kind make such signatures.
    pub(crate) const fn is_by(self, key: KeyKind) -> bool {
        match self {
            Self::EcdsaSha256 | Self::EcdsaSha384 | Self::EcdsaSha512 => {
                matches!(key, KeyKind::P256 | KeyKind::P384 | KeyKind::P521)
            }
            Self::Ed25519 => matches!(key, KeyKind::Ed25519),
            Self::Ed448 => matches!(key, KeyKind::Ed448),
            Self::RsaSha256
            | Self::RsaSha384
            | Self::RsaSha512
            | Self::RsaPssSha256
            | Self::RsaPssSha384
            | Self::RsaPssSha512 => matches!(key, KeyKind::Rsa { .. }),
        }
    }

    /// The place in a set of algorithms.
    pub(crate) const fn bit(self) -> u16 {
        1 << match self {
            Self::EcdsaSha256 => 0,
            Self::EcdsaSha384 => 1,
            Self::EcdsaSha512 => 2,
            Self::Ed25519 => 3,
            Self::Ed448 => 4,
            Self::RsaSha256 => 5,
            Self::RsaSha384 => 6,
            Self::RsaSha512 => 7,
            Self::RsaPssSha256 => 8,
            Self::RsaPssSha384 => 9,
            Self::RsaPssSha512 => 10,
        }
    }
}

/// What kind of key a certificate holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyKind {
    /// On secp256r1, also called P-256.
    P256,
    /// On secp384r1.
    P384,
    /// On secp521r1.
    P521,
    /// Ed25519.
    Ed25519,
    /// Ed448.
    Ed448,
    /// RSA.
    Rsa {
        /// Length of the modulus in bits.
        bits: u32,
    },
    /// Any other, elliptic curves with explicit parameters among them.
    Other,
}

impl KeyKind {
    /// The place in a set of kinds; 0 for those that no profile names.
    pub(crate) const fn bit(self) -> u8 {
        match self {
            Self::P256 => 1,
            Self::P384 => 2,
            Self::P521 => 4,
            Self::Ed25519 => 8,
            Self::Ed448 => 16,
            Self::Rsa { .. } => 32,
            Self::Other => 0,
        }
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::P256 => f.write_str("secp256r1"),
            Self::P384 => f.write_str("secp384r1"),
            Self::P521 => f.write_str("secp521r1"),
            Self::Ed25519 => f.write_str("Ed25519"),
            Self::Ed448 => f.write_str("Ed448"),
            Self::Rsa { bits } => write!(f, "RSA-{bits}"),
            Self::Other => f.write_str("other"),
        }
    }
}

/// A SubjectPublicKeyInfo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey<'a> {
    algorithm: AlgorithmIdentifier<'a>,
    key: &'a [u8],
    kind: KeyKind,
}

impl<'a> PublicKey<'a> {
    /// Reads a SubjectPublicKeyInfo that is the whole of `der`.
    ///
    /// # Errors
    ///
    /// Says which field is malformed.
    pub fn parse(der: &'a [u8]) -> Result<Self, DerError> {
        let mut reader = Reader::new(der);
        let key = Self::read(&mut reader)?;
        reader.end().field("subjectPublicKeyInfo")?;
        Ok(key)
    }

    pub(crate) fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        Self::from_content(reader.value(tag::SEQUENCE).field("subjectPublicKeyInfo")?)
    }

    /// Reads a SubjectPublicKeyInfo without its outer tag and length, the form of `TrustAnchor`.
    pub(crate) fn from_content(content: &'a [u8]) -> Result<Self, DerError> {
        let mut inner = Reader::new(content);
        let algorithm =
            AlgorithmIdentifier::read(&mut inner).field("subjectPublicKeyInfo.algorithm")?;
        let key = inner.octets_in_bits().field("subjectPublicKey")?;
        inner.end().field("subjectPublicKeyInfo")?;
        let kind = match KEYS.iter().find(|(id, _)| id.as_ref() == algorithm.0) {
            Some((_, kind)) => *kind,
            None => other_kind(algorithm, key).field("subjectPublicKey")?,
        };
        Ok(Self { algorithm, key, kind })
    }

    /// The algorithm of the key.
    #[must_use]
    pub fn algorithm(&self) -> AlgorithmIdentifier<'a> {
        self.algorithm
    }

    /// The content of the BIT STRING: a point, or the encoding of an RSA key.
    #[must_use]
    pub fn key(&self) -> &'a [u8] {
        self.key
    }

    /// What kind of key it is.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The octets of modulus and exponent of an RSA key, without leading zeros.
    #[must_use]
    pub fn rsa_parts(&self) -> Option<(&'a [u8], &'a [u8])> {
        if let KeyKind::Rsa { .. } = self.kind { rsa_parts(self.key).ok() } else { None }
    }
}

/// Modulus and exponent of an RSAPublicKey (RFC 8017 A.1.1), without leading zeros.
pub(crate) fn rsa_parts(key: &[u8]) -> Result<(&[u8], &[u8]), Malformed> {
    let mut inner = Reader::only(key, tag::SEQUENCE)?;
    let modulus = der::unsigned(inner.integer()?)?;
    let exponent = der::unsigned(inner.integer()?)?;
    inner.end()?;
    Ok((modulus, exponent))
}

/// What is none of [`KEYS`]: RSA, explicit parameters, other curves.
fn other_kind(algorithm: AlgorithmIdentifier<'_>, key: &[u8]) -> Result<KeyKind, Malformed> {
    let (oid, _) = algorithm.parts();
    if oid != oid::RSA_ENCRYPTION {
        return Ok(KeyKind::Other);
    }
    let (modulus, _) = rsa_parts(key)?;
    let octets = u32::try_from(modulus.len()).map_err(|_| Malformed::Integer)?;
    let zeros = modulus.first().copied().unwrap_or_default().leading_zeros();
    Ok(KeyKind::Rsa { bits: octets.saturating_mul(8).saturating_sub(zeros) })
}

/// Keys whose algorithm says what they are.
const KEYS: [(pki_types::AlgorithmIdentifier, KeyKind); 5] = [
    (alg_id::ECDSA_P256, KeyKind::P256),
    (alg_id::ECDSA_P384, KeyKind::P384),
    (alg_id::ECDSA_P521, KeyKind::P521),
    (alg_id::ED25519, KeyKind::Ed25519),
    (alg_id::ED448, KeyKind::Ed448),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_in_the_form_of_their_type() {
        for (tag, expected) in [
            (tag::NULL, None),
            (tag::SEQUENCE, None),
            (tag::NULL | 0x20, Some(Malformed::Tag)),
            (tag::OID | 0x20, Some(Malformed::Tag)),
            (tag::OCTET_STRING | 0x20, Some(Malformed::Tag)),
            (tag::SEQUENCE & 0x1F, Some(Malformed::Tag)),
        ] {
            let algorithm = [0x30, 6, tag::OID, 2, 0x2A, 3, tag, 0];
            let found = AlgorithmIdentifier::read(&mut Reader::new(&algorithm));
            assert_eq!(found.err(), expected, "{tag:02x}");
        }
    }
}
