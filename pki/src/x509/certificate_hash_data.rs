//! Certificate hash data: the CertID of RFC 6960 4.1.1, which OCPP calls `certificateHashData`.

use core::fmt;

use sha1::Digest as _;

use super::certificate::{Certificate, SerialNumber};
use crate::der::oid;

/// Hash algorithms of certificate hash data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HashAlgorithm {
    /// In OCSP requests and responses alone; OCPP does not have it.
    Sha1,
    /// `SHA256`.
    Sha256,
    /// `SHA384`.
    Sha384,
    /// `SHA512`.
    Sha512,
}

impl HashAlgorithm {
    /// The literal of OCPP's `HashAlgorithmEnumType`; SHA-1 has none there.
    #[must_use]
    pub const fn ocpp_name(self) -> Option<&'static str> {
        match self {
            Self::Sha1 => None,
            Self::Sha256 => Some("SHA256"),
            Self::Sha384 => Some("SHA384"),
            Self::Sha512 => Some("SHA512"),
        }
    }

    pub(crate) const fn oid(self) -> &'static [u8] {
        match self {
            Self::Sha1 => oid::SHA1,
            Self::Sha256 => oid::SHA256,
            Self::Sha384 => oid::SHA384,
            Self::Sha512 => oid::SHA512,
        }
    }

    pub(crate) fn from_oid(oid: &[u8]) -> Option<Self> {
        [Self::Sha1, Self::Sha256, Self::Sha384, Self::Sha512]
            .into_iter()
            .find(|algorithm| algorithm.oid() == oid)
    }

    /// The hash of these octets.
    #[must_use]
    pub fn hash(self, octets: &[u8]) -> Hash {
        fn of<const N: usize>(digest: impl Into<[u8; N]>) -> Hash {
            let mut hash = Hash { octets: [0; 64], length: N.min(64) };
            for (slot, octet) in hash.octets.iter_mut().zip(digest.into()) {
                *slot = octet;
            }
            hash
        }
        match self {
            Self::Sha1 => of::<20>(sha1::Sha1::digest(octets)),
            Self::Sha256 => of::<32>(sha2::Sha256::digest(octets)),
            Self::Sha384 => of::<48>(sha2::Sha384::digest(octets)),
            Self::Sha512 => of::<64>(sha2::Sha512::digest(octets)),
        }
    }
}

/// A hash; printed as lower-case hex.
#[derive(Clone, Copy)]
pub struct Hash {
    octets: [u8; 64],
    length: usize,
}

impl Hash {
    /// The octets.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        self.octets.get(..self.length).unwrap_or_default()
    }
}

impl PartialEq for Hash {
    fn eq(&self, other: &Self) -> bool {
        self.octets() == other.octets()
    }
}

impl Eq for Hash {}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.octets().iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// What identifies a certificate to an OCSP responder and in OCPP.
///
/// The Display forms are OCPP's values. Peers write hex in either case and some keep leading zeros
/// of the serial number, so compare what they send without regard to case, and without leading
/// zeros.
///
/// ```
/// # fn main() -> Result<(), v2g_pki::der::DerError> {
/// use v2g_pki::x509::{CertificateHashData, HashAlgorithm};
/// use v2g_pki::Certificate;
///
/// let certificate = Certificate::parse(include_bytes!("../../tests/data/secc.der"))?;
/// # let issuer = certificate;
/// let data = CertificateHashData::new(HashAlgorithm::Sha256, &certificate, &issuer);
/// assert_eq!(data.issuer_name_hash.to_string().len(), 64);
/// assert_eq!(data.serial_number.to_string(), "2152a11743ea");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificateHashData<'a> {
    /// The algorithm of both hashes.
    pub hash_algorithm: HashAlgorithm,
    /// Of the encoding of the issuer's name as the certificate has it.
    pub issuer_name_hash: Hash,
    /// Of the issuer's public key: the octets of its BIT STRING.
    pub issuer_key_hash: Hash,
    /// The certificate's serial number.
    pub serial_number: SerialNumber<'a>,
}

impl<'a> CertificateHashData<'a> {
    /// Identifies a certificate; a root is its own issuer.
    #[must_use]
    pub fn new(
        hash_algorithm: HashAlgorithm,
        certificate: &Certificate<'a>,
        issuer: &Certificate<'_>,
    ) -> Self {
        Self {
            hash_algorithm,
            issuer_name_hash: hash_algorithm.hash(certificate.issuer().der()),
            issuer_key_hash: hash_algorithm.hash(issuer.public_key().key()),
            serial_number: certificate.serial_number(),
        }
    }
}
