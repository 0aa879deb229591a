//! Reading and validation allocate nothing, with the default verifiers and a budget used up.
#![cfg(all(feature = "p521", feature = "rsa", feature = "ed448"))]
#![allow(unsafe_code, reason = "an allocator that counts")]
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

mod support;

use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
use std::alloc::System;

use support::{anchors, named};
use v2g_pki::x509::{CertificateHashData, HashAlgorithm};
use v2g_pki::{Backend, Certificate, Crl, OcspResponse, Profile, Revocation, Validator};

struct Counting;

std::thread_local! {
    /// Of this thread, since the test harness allocates in another one.
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: everything is passed on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[test]
fn nothing_is_allocated() {
    for (id, profile) in [
        ("iso15118-2.secc.p256/valid/base", None),
        ("iso15118-20.vehicle.p521/valid/base", None),
        ("iso15118-20.secc.ed448/valid/base", None),
        ("iso15118-2.contract.p256/crl/good", None),
        ("iso15118-2.contract.p256/ocsp/good-delegated", None),
        ("iso15118-2.secc.p256/path/bomb-6", Some(Profile::rfc5280())),
    ] {
        let case = named(id);
        let (chain, roots) = (case.chain(), case.roots());
        let anchors = anchors(&roots);
        let profile = profile.unwrap_or(case.profile());
        let mut backend: Vec<_> = Backend::RUST_CRYPTO.algorithms().to_vec();
        backend.extend(Backend::P521.algorithms());
        backend.extend(Backend::ED448.algorithms());
        let count = || ALLOCATIONS.get();

        let before = count();
        let certificate = Certificate::parse(&case.leaf).unwrap();
        let data = CertificateHashData::new(HashAlgorithm::Sha512, &certificate, &certificate);
        let crl = case.crls.first().map(|der| Crl::parse(der).unwrap());
        let ocsp = case.ocsp.first().map(|der| OcspResponse::parse(der).unwrap());
        let mut validator = Validator::new(profile, Backend::new(&backend)).for_any_peer();
        if crl.is_some() || ocsp.is_some() {
            let mut revocation = Revocation::hard(crl.as_slice(), ocsp.as_slice());
            revocation.intermediates = v2g_pki::RevocationCheck::Skip;
            validator = validator.with_revocation(revocation);
        }
        let result = validator.verify(&case.leaf, &chain, &anchors, case.now());
        let after = count();
        assert_eq!(after - before, 0, "{id}");
        assert_eq!(result.is_ok(), case.accept, "{id}");
        assert_eq!(data.issuer_key_hash.octets().len(), 64);
    }
}
