//! Signatures in the form of ISO 15118: r and s side by side.
//!
//! One for each algorithm of the standards is in `data/fixed-signatures.jsonl`. The whole collection
//! is beside the workspace, in `../shared/vectors/pki`; `V2G_SHARED=required` makes it an error that
//! it is not.
#![cfg(all(feature = "p521", feature = "ed448"))]
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

use std::path::Path;

use ed25519_dalek::Signer as _;
use p256::ecdsa::signature::hazmat::PrehashSigner as _;
use serde_json::Value;
use v2g_pki::request::{SignatureValue, SubjectPublicKey};
use v2g_pki::x509::{HashAlgorithm, PublicKey};
use v2g_pki::{Backend, SignatureError};

const BACKEND: Backend<'static> = Backend::RUST_CRYPTO_ALL;

/// The orders of secp256r1 and secp521r1 (SEC 2 2.4.2 and 2.6.1).
const ORDERS: [&str; 2] = [
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
    "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa\
     51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
];

fn hex(text: &str) -> Vec<u8> {
    let digit = |digit: &u8| u8::try_from(char::from(*digit).to_digit(16).unwrap()).unwrap();
    text.as_bytes().chunks_exact(2).map(|pair| digit(&pair[0]) << 4 | digit(&pair[1])).collect()
}

/// A signature with what it is over, and the SubjectPublicKeyInfo of its key.
struct Case {
    id: String,
    key: Vec<u8>,
    message: Vec<u8>,
    signature: Vec<u8>,
}

impl Case {
    /// Reads a line of the vectors, unless it has no signature.
    fn read(line: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(line).unwrap();
        let field = |names: [&str; 2]| names.iter().find_map(|name| value[name].as_str()).map(hex);
        let signature = field(["signature", "signature_raw"])?;
        let message = field(["message_exi", "message"]).filter(|_| value["signed_info"].is_null());
        let message = message.or_else(|| field(["signed_info_exi_xmldsig_grammar", "signed_info"]));
        let key = field(["public_key", "public_key_sec1"])?;
        Some(Self {
            id: value["id"].as_str().unwrap().to_owned(),
            key: encoded(&key),
            message: message?,
            signature,
        })
    }

    fn verify(&self, backend: &Backend<'_>) -> Result<(), SignatureError> {
        let key = PublicKey::parse(&self.key).unwrap();
        backend.verify_fixed(&key, &self.message, &self.signature)
    }

    /// Verifies another signature.
    fn with(&self, signature: &[u8]) -> Result<(), SignatureError> {
        let key = PublicKey::parse(&self.key).unwrap();
        BACKEND.verify_fixed(&key, &self.message, signature)
    }
}

/// A SubjectPublicKeyInfo, by the length of the key.
fn encoded(key: &[u8]) -> Vec<u8> {
    let key = match key.len() {
        65 => SubjectPublicKey::P256(key),
        97 => SubjectPublicKey::P384(key),
        133 => SubjectPublicKey::P521(key),
        32 => SubjectPublicKey::Ed25519(key),
        _ => SubjectPublicKey::Ed448(key),
    };
    key.encode(&mut [0; 512]).unwrap().to_vec()
}

/// The signatures that ship, and one by each key that the standards do not have.
fn cases() -> Vec<Case> {
    let text = include_str!("data/fixed-signatures.jsonl");
    let mut cases: Vec<_> = text.lines().map(|line| Case::read(line).unwrap()).collect();
    let message = b"SignedInfo".to_vec();
    let key = p384::ecdsa::SigningKey::from_slice(&[7; 48]).unwrap();
    let hash = HashAlgorithm::Sha384.hash(&message);
    let signature: p384::ecdsa::Signature = key.sign_prehash(hash.octets()).unwrap();
    cases.push(Case {
        id: "secp384r1".to_owned(),
        key: encoded(key.verifying_key().to_encoded_point(false).as_bytes()),
        message: message.clone(),
        signature: signature.to_bytes().to_vec(),
    });
    let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    cases.push(Case {
        id: "Ed25519".to_owned(),
        key: encoded(key.verifying_key().as_bytes()),
        signature: key.sign(&message).to_bytes().to_vec(),
        message,
    });
    cases
}

/// The cases of ECDSA on the curves of the standards, with the order of the curve.
fn ecdsa() -> impl Iterator<Item = (Case, Vec<u8>)> {
    cases().into_iter().take(2).zip(ORDERS.map(hex))
}

#[test]
fn signatures_of_all_keys_are_verified() {
    let lengths: Vec<_> = cases().iter().map(|case| case.signature.len()).collect();
    assert_eq!(lengths, [64, 132, 114, 96, 64]);
    for case in cases() {
        assert_eq!(case.verify(&BACKEND), Ok(()), "{}", case.id);
        let none = case.verify(&Backend::new(&[]));
        assert_eq!(none, Err(SignatureError::UnsupportedAlgorithm), "{}", case.id);
    }
}

#[test]
fn every_octet_counts() {
    for mut case in cases() {
        for at in 0..case.signature.len() {
            let mut changed = case.signature.clone();
            changed[at] ^= 1 << (at % 8);
            assert_eq!(case.with(&changed), Err(SignatureError::Invalid), "{}: {at}", case.id);
        }
        for at in 0..case.message.len() {
            case.message[at] ^= 1 << (at % 8);
            assert_eq!(case.verify(&BACKEND), Err(SignatureError::Invalid), "{}: {at}", case.id);
            case.message[at] ^= 1 << (at % 8);
        }
        assert_eq!(case.verify(&BACKEND), Ok(()), "{}", case.id);
    }
}

#[test]
fn lengths_are_checked_before_anything_else() {
    for case in cases() {
        let right = case.signature.len();
        let octets = [&case.signature[..], &[0; 200]].concat();
        for found in (0..octets.len()).filter(|found| *found != right) {
            let error = SignatureError::Length { found, right };
            assert_eq!(case.with(&octets[..found]), Err(error), "{}", case.id);
            let key = PublicKey::parse(&case.key).unwrap();
            let none = Backend::new(&[]).verify_fixed(&key, &case.message, &octets[..found]);
            assert_eq!(none, Err(error), "{}", case.id);
        }
    }
    for (case, _) in ecdsa() {
        // The form of certificates.
        let der = SignatureValue::from_fixed_ecdsa(&case.signature).unwrap();
        let (found, right) = (der.octets().len(), case.signature.len());
        assert_eq!(case.with(der.octets()), Err(SignatureError::Length { found, right }));
    }
}

#[test]
fn r_and_s_are_from_one_to_below_the_order() {
    for (case, order) in ecdsa() {
        let (r, s) = case.signature.split_at(order.len());
        let zero = vec![0; order.len()];
        let ones = vec![0xFF; order.len()];
        for changed in [
            [s, r],
            [&zero, s],
            [r, &zero],
            [&zero, &zero],
            [&order, s],
            [r, &order],
            [&ones, s],
            [r, &ones],
        ] {
            assert_eq!(case.with(&changed.concat()), Err(SignatureError::Invalid), "{}", case.id);
        }
        // The same numbers modulo the order, where there is room for them.
        if let (Some(r_above), Some(s_above)) = (sum(r, &order), sum(s, &order)) {
            for changed in [[&r_above, s], [r, &s_above]] {
                let result = case.with(&changed.concat());
                assert_eq!(result, Err(SignatureError::Invalid), "{}", case.id);
            }
        } else {
            assert_eq!(order.len(), 32);
        }
    }
}

/// The sum of two numbers of the same length, unless it is longer.
fn sum(one: &[u8], two: &[u8]) -> Option<Vec<u8>> {
    let mut sum = one.to_vec();
    let mut carry = 0;
    for (one, two) in sum.iter_mut().zip(two).rev() {
        let octets = (u16::from(*one) + u16::from(*two) + carry).to_be_bytes();
        (carry, *one) = (u16::from(octets[0]), octets[1]);
    }
    (carry == 0).then_some(sum)
}

#[test]
fn a_verifier_of_another_hash_or_curve_is_not_used() {
    use v2g_pki::rust_crypto;
    for case in cases().iter().take(2) {
        let backend = Backend::new(&[
            rust_crypto::ECDSA_P256_SHA384,
            rust_crypto::ECDSA_P256_SHA512,
            rust_crypto::ECDSA_P384_SHA256,
            rust_crypto::ECDSA_P384_SHA512,
            rust_crypto::ECDSA_P521_SHA384,
        ]);
        assert_eq!(case.verify(&backend), Err(SignatureError::UnsupportedAlgorithm), "{}", case.id);
    }
}

#[test]
fn keys_that_have_no_such_form_are_refused() {
    let rsa = SubjectPublicKey::Rsa { modulus: &[0xC5; 256], exponent: &[1, 0, 1] };
    let mut room = [0; 512];
    let key = PublicKey::parse(rsa.encode(&mut room).unwrap()).unwrap();
    for length in [0, 64, 132, 256] {
        let result = BACKEND.verify_fixed(&key, b"SignedInfo", &vec![1; length]);
        assert_eq!(result, Err(SignatureError::UnsupportedAlgorithm));
    }
}

#[test]
fn all_vectors_have_the_result_of_their_primitive() {
    // Cases whose signature is at fault. Others that a reader of the message refuses have their fault
    // around the signature, which is not looked at here.
    const FAULTY: [&str; 18] = [
        "113",
        "by-contract-key",
        "by-oem",
        "flip",
        "long",
        "s-n",
        "s-plus-l",
        "s-zero",
        "short",
        "sig-63",
        "sig-65",
        "sig-bitflip",
        "sig-der",
        "sig-r-zero",
        "sig-s-n",
        "sig-s-zero",
        "sig-swapped",
        "wrong-key",
    ];
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/vectors/pki"));
    if !folder.is_dir() {
        let required = std::env::var("V2G_SHARED").is_ok_and(|value| value == "required");
        assert!(!required, "V2G_SHARED=required, but there is no ../shared/vectors/pki");
        println!("skipped: there is no ../shared/vectors/pki beside the workspace");
        return;
    }
    let mut counts = [0; 2];
    for file in ["pnc.jsonl", "pnc-20.jsonl"] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        for case in text.lines().filter_map(Case::read) {
            let (_, name) = case.id.rsplit_once('/').unwrap();
            let result = case.verify(&BACKEND);
            let is_faulty = FAULTY.contains(&name);
            assert_eq!(result.is_err(), is_faulty, "{}: {result:?}", case.id);
            counts[usize::from(is_faulty)] += 1;
        }
    }
    assert!(counts[0] >= 78 && counts[1] >= 24, "only {counts:?} good and faulty signatures");
}
