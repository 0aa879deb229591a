//! What the measured programs share: the chains, and how an operation is counted.

pub use counting::{Counting, measure};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls_pki_types::{
    AlgorithmIdentifier, CertificateDer, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};

/// Chains by name, with the case in the test data of `v2g-pki` that they are taken from.
pub const CHAINS: [(&str, &str); 2] =
    [("p256", "iso15118-2.secc.p256/valid/base"), ("p521", "iso15118-20.vehicle.p521/valid/base")];

/// Seconds since 1970, when the chains are valid.
pub const NOW: u64 = 1_795_327_200;

/// A chain as a peer sends it, with its root.
pub struct Chain {
    /// The certificate of the peer.
    pub leaf: CertificateDer<'static>,
    /// The sub-CAs, from the issuer of the leaf up.
    pub intermediates: Vec<CertificateDer<'static>>,
    /// What is trusted.
    pub root: CertificateDer<'static>,
}

/// Reads a case of the test data.
///
/// # Panics
///
/// If there is no such case.
#[must_use]
pub fn chain(id: &str) -> Chain {
    let cases = include_str!("../../../pki/tests/data/chains.jsonl");
    let case = cases
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("the data are JSON"))
        .find(|case| case["id"] == id)
        .expect("a case has this name");
    let certificate = |value: &serde_json::Value| {
        let text = value.as_str().expect("a certificate is text");
        let der: Vec<u8> = STANDARD.decode(text).expect("a certificate is base64");
        CertificateDer::from(der)
    };
    let list = case["intermediates"].as_array().expect("there are intermediates");
    Chain {
        leaf: certificate(&case["leaf"]),
        intermediates: list.iter().map(certificate).collect(),
        root: certificate(&case["anchors"][0]),
    }
}

/// Accepts every signature of an algorithm, for measuring everything else.
#[derive(Debug)]
struct Accept(AlgorithmIdentifier, AlgorithmIdentifier);

impl SignatureVerificationAlgorithm for Accept {
    fn verify_signature(&self, _: &[u8], _: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
        Ok(())
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.0
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.1
    }
}

/// Verifiers that accept everything, for both crates.
pub static ACCEPT: [&dyn SignatureVerificationAlgorithm; 2] = [
    &Accept(alg_id::ECDSA_P256, alg_id::ECDSA_SHA256),
    &Accept(alg_id::ECDSA_P521, alg_id::ECDSA_SHA512),
];
