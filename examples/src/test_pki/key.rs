//! Keys that are derived from a seed, so that a PKI can be made again. Good for tests alone.

use core::fmt;

use ed448_goldilocks::SigningKey as Ed448Key;
use ed25519_dalek::SigningKey as Ed25519Key;
use p256::ecdsa::signature::Signer as _;
use p521::ecdsa::signature::Signer as _;
use v2g_pki::pki_types::alg_id;
use v2g_pki::request::{SignatureValue, SubjectPublicKey};
use v2g_pki::x509::{HashAlgorithm, SignatureAlgorithm};

use super::der;

/// The curves that a PKI can be made on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Curve {
    /// secp256r1.
    P256,
    /// secp384r1.
    P384,
    /// secp521r1.
    P521,
    /// Ed25519.
    Ed25519,
    /// Ed448.
    Ed448,
}

impl Curve {
    /// All of them.
    pub(crate) const ALL: [Self; 5] =
        [Self::P256, Self::P384, Self::P521, Self::Ed25519, Self::Ed448];

    /// The name on the command line.
    #[must_use]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::P256 => "p256",
            Self::P384 => "p384",
            Self::P521 => "p521",
            Self::Ed25519 => "ed25519",
            Self::Ed448 => "ed448",
        }
    }

    /// The algorithm that keys sign with.
    pub(super) const fn algorithm(self) -> SignatureAlgorithm {
        match self {
            Self::P256 => SignatureAlgorithm::EcdsaSha256,
            Self::P384 => SignatureAlgorithm::EcdsaSha384,
            Self::P521 => SignatureAlgorithm::EcdsaSha512,
            Self::Ed25519 => SignatureAlgorithm::Ed25519,
            Self::Ed448 => SignatureAlgorithm::Ed448,
        }
    }

    /// AlgorithmIdentifier of the key and of its signatures.
    pub(super) fn ids(self) -> [Vec<u8>; 2] {
        let (key, signature) = match self {
            Self::P256 => (alg_id::ECDSA_P256, alg_id::ECDSA_SHA256),
            Self::P384 => (alg_id::ECDSA_P384, alg_id::ECDSA_SHA384),
            Self::P521 => (alg_id::ECDSA_P521, alg_id::ECDSA_SHA512),
            Self::Ed25519 => (alg_id::ED25519, alg_id::ED25519),
            Self::Ed448 => (alg_id::ED448, alg_id::ED448),
        };
        [key, signature].map(|id| der::sequence(&[&id]))
    }
}

impl fmt::Display for Curve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Octets that look random and are the hash of a seed, a label and a counter.
pub(super) struct Stream {
    prefix: Vec<u8>,
    counter: u64,
}

impl Stream {
    pub(super) fn new(seed: &[u8], label: &[u8]) -> Self {
        Self { prefix: [seed, &[0], label, &[0]].concat(), counter: 0 }
    }

    pub(super) fn octets<const N: usize>(&mut self) -> [u8; N] {
        let mut octets = [0; N];
        for chunk in octets.chunks_mut(64) {
            let input = [&self.prefix[..], &self.counter.to_be_bytes()].concat();
            self.counter += 1;
            chunk.copy_from_slice(&HashAlgorithm::Sha512.hash(&input).octets()[..chunk.len()]);
        }
        octets
    }
}

/// A private key.
#[derive(Clone)]
pub(super) struct Key {
    curve: Curve,
    private: Private,
    public: Vec<u8>,
}

#[derive(Clone)]
enum Private {
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    P521(p521::ecdsa::SigningKey),
    Ed25519(Ed25519Key),
    Ed448(Box<Ed448Key>),
}

/// Derives a scalar until it is one: less than the order of the curve and not zero.
fn scalar<T, const N: usize, E>(
    stream: &mut Stream,
    mask: u8,
    key: impl Fn(&[u8]) -> Result<T, E>,
) -> T {
    loop {
        let mut octets = stream.octets::<N>();
        octets[0] &= mask;
        if let Ok(key) = key(&octets) {
            return key;
        }
    }
}

impl Key {
    /// The key with this name in the PKI of a seed.
    pub(super) fn derive(curve: Curve, seed: &[u8], name: &str) -> Self {
        let mut stream = Stream::new(seed, format!("{curve} key {name}").as_bytes());
        let (private, public) = match curve {
            Curve::P256 => {
                let key =
                    scalar::<_, 32, _>(&mut stream, 0xFF, p256::ecdsa::SigningKey::from_slice);
                let public = key.verifying_key().to_encoded_point(false).as_bytes().to_vec();
                (Private::P256(key), public)
            }
            Curve::P384 => {
                let key =
                    scalar::<_, 48, _>(&mut stream, 0xFF, p384::ecdsa::SigningKey::from_slice);
                let public = key.verifying_key().to_encoded_point(false).as_bytes().to_vec();
                (Private::P384(key), public)
            }
            Curve::P521 => {
                let key = scalar::<_, 66, _>(&mut stream, 1, p521::ecdsa::SigningKey::from_slice);
                let public = key.verifying_key().to_sec1_point(false).as_bytes().to_vec();
                (Private::P521(key), public)
            }
            Curve::Ed25519 => {
                let key = Ed25519Key::from_bytes(&stream.octets());
                let public = key.verifying_key().to_bytes().to_vec();
                (Private::Ed25519(key), public)
            }
            Curve::Ed448 => {
                let key =
                    scalar::<_, 57, _>(&mut stream, 0xFF, |octets| Ed448Key::try_from(octets));
                let public = key.verifying_key().to_bytes().to_vec();
                (Private::Ed448(Box::new(key)), public)
            }
        };
        Self { curve, private, public }
    }

    pub(super) fn subject_public_key(&self) -> SubjectPublicKey<'_> {
        match self.curve {
            Curve::P256 => SubjectPublicKey::P256(&self.public),
            Curve::P384 => SubjectPublicKey::P384(&self.public),
            Curve::P521 => SubjectPublicKey::P521(&self.public),
            Curve::Ed25519 => SubjectPublicKey::Ed25519(&self.public),
            Curve::Ed448 => SubjectPublicKey::Ed448(&self.public),
        }
    }

    /// The key identifier of RFC 5280 4.2.1.2 (1).
    pub(super) fn identifier(&self) -> Vec<u8> {
        HashAlgorithm::Sha1.hash(&self.public).octets().to_vec()
    }

    /// Signs; the same message has the same signature.
    pub(super) fn sign(
        &self,
        message: &[u8],
    ) -> Result<SignatureValue, v2g_pki::request::RequestError> {
        match &self.private {
            Private::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(message);
                SignatureValue::from_fixed_ecdsa(&signature.to_bytes())
            }
            Private::P384(key) => {
                let signature: p384::ecdsa::Signature = key.sign(message);
                SignatureValue::from_fixed_ecdsa(&signature.to_bytes())
            }
            Private::P521(key) => {
                let signature: p521::ecdsa::Signature = key.sign(message);
                SignatureValue::from_fixed_ecdsa(&signature.to_bytes())
            }
            Private::Ed25519(key) => SignatureValue::from_encoded(&key.sign(message).to_bytes()),
            Private::Ed448(key) => SignatureValue::from_encoded(&key.sign_raw(message).to_bytes()),
        }
    }

    /// PKCS #8 (RFC 5208; RFC 5915 for curves, RFC 8410 for EdDSA).
    pub(super) fn pkcs8(&self) -> Vec<u8> {
        let ec = |scalar: &[u8]| {
            let public = der::tlv(0xA1, &der::bits(&self.public));
            let scalar = der::tlv(der::OCTET_STRING, scalar);
            der::sequence(&[&der::tlv(der::INTEGER, &[1]), &scalar, &public])
        };
        let inner = match &self.private {
            Private::P256(key) => ec(&key.to_bytes()),
            Private::P384(key) => ec(&key.to_bytes()),
            Private::P521(key) => ec(&key.to_bytes()),
            Private::Ed25519(key) => der::tlv(der::OCTET_STRING, &key.to_bytes()),
            Private::Ed448(key) => der::tlv(der::OCTET_STRING, key.as_bytes()),
        };
        let [algorithm, _] = self.curve.ids();
        let inner = der::tlv(der::OCTET_STRING, &inner);
        der::sequence(&[&der::tlv(der::INTEGER, &[0]), &algorithm, &inner])
    }
}
