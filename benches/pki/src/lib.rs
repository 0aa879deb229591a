//! What the measured programs share: the chains, and how an operation is counted.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls_pki_types::{
    AlgorithmIdentifier, CertificateDer, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};

/// Calls in one measurement.
pub const CALLS: usize = 10;

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

/// Counts allocations, reallocations included.
pub struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

#[allow(unsafe_code, reason = "an allocator is unsafe; this one passes everything on")]
// SAFETY: everything is passed on to the allocator of the system.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller keeps to the same contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps to the same contract.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller keeps to the same contract.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// Measures an operation after a warm call, and prints a line with the chain, who does it, what, and
/// how often it allocates.
pub fn measure(chain: &str, who: &str, what: &str, mut operation: impl FnMut()) {
    operation();
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    measured_operation(&mut operation);
    let allocations = ALLOCATIONS.load(Ordering::Relaxed) - before;
    println!("{chain}\t{who}\t{what}\t{}", allocations as f64 / CALLS as f64);
}

/// What `icount-pki` counts; each return makes callgrind write a profile.
#[inline(never)]
fn measured_operation(operation: &mut dyn FnMut()) {
    for _ in 0..CALLS {
        operation();
    }
}
