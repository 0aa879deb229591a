//! Public keys as they are written into requests: SubjectPublicKeyInfo (RFC 5280 4.1.2.7).

use pki_types::alg_id;

use super::error::RequestError;
use crate::der::{Writer, tag};

/// A public key, in the form in which key stores and secure elements hand it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubjectPublicKey<'k> {
    /// On secp256r1: an uncompressed point, 65 octets of which the first is 4 (RFC 5480 2.2).
    P256(&'k [u8]),
    /// On secp384r1: an uncompressed point of 97 octets.
    P384(&'k [u8]),
    /// On secp521r1: an uncompressed point of 133 octets.
    P521(&'k [u8]),
    /// Ed25519: 32 octets (RFC 8410 4).
    Ed25519(&'k [u8]),
    /// Ed448: 57 octets.
    Ed448(&'k [u8]),
    /// RSA: modulus and exponent, the most significant octet first (RFC 8017 A.1.1).
    Rsa {
        /// The modulus; OCPP wants 2048 bits at least (A00.FR.502).
        modulus: &'k [u8],
        /// The public exponent.
        exponent: &'k [u8],
    },
    /// A whole SubjectPublicKeyInfo in DER.
    Der(&'k [u8]),
}

impl SubjectPublicKey<'_> {
    /// Writes the SubjectPublicKeyInfo to the end of `out`; [`PublicKey::parse`] reads it.
    ///
    /// [`PublicKey::parse`]: crate::x509::PublicKey::parse
    ///
    /// # Errors
    ///
    /// Returns the octets that are needed if `out` has fewer. The key is not checked here.
    pub fn encode<'o>(&self, out: &'o mut [u8]) -> Result<&'o [u8], RequestError> {
        let mut writer = Writer::new(out);
        self.write(&mut writer);
        writer.finish().map_err(|needed| RequestError::Capacity { needed })
    }

    /// Puts the SubjectPublicKeyInfo in front of what a writer has.
    pub(crate) fn write(&self, writer: &mut Writer<'_>) {
        let since = writer.len();
        let algorithm = match self {
            Self::P256(point) => (alg_id::ECDSA_P256, point),
            Self::P384(point) => (alg_id::ECDSA_P384, point),
            Self::P521(point) => (alg_id::ECDSA_P521, point),
            Self::Ed25519(key) => (alg_id::ED25519, key),
            Self::Ed448(key) => (alg_id::ED448, key),
            Self::Rsa { modulus, exponent } => {
                writer.unsigned(exponent);
                writer.unsigned(modulus);
                writer.wrap(tag::SEQUENCE, since);
                writer.octets(&[0]);
                writer.wrap(tag::BIT_STRING, since);
                writer.value(tag::SEQUENCE, alg_id::RSA_ENCRYPTION.as_ref());
                writer.wrap(tag::SEQUENCE, since);
                return;
            }
            Self::Der(der) => return writer.octets(der),
        };
        let (id, key) = algorithm;
        writer.bits(key);
        writer.value(tag::SEQUENCE, id.as_ref());
        writer.wrap(tag::SEQUENCE, since);
    }
}
