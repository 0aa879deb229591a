//! CRLs and OCSP responses: what counts, and what hard and soft fail make of it.
#![cfg(all(feature = "p521", feature = "rsa", feature = "ed448"))]
#![allow(clippy::panic, reason = "clippy.toml allows it in tests, not in their helpers")]

mod support;

use core::time::Duration;

use support::{BACKEND, Case, anchors, named};
use v2g_pki::der::Malformed;
use v2g_pki::pki_types::UnixTime;
use v2g_pki::x509::{CertificateHashData, HashAlgorithm, OcspRequest};
use v2g_pki::{
    Certificate, Crl, OcspResponse, Refusal, Revocation, RevocationCheck, Rule, StatusProblem,
    Validator, Value,
};

/// Validates with a check of the leaf alone, at a time; the problem of the status.
fn status(
    case: &Case,
    check: RevocationCheck,
    nonce: Option<&[u8]>,
    time: u64,
) -> Result<(), (Rule, StatusProblem)> {
    let (chain, roots) = (case.chain(), case.roots());
    let (anchors, crls, ocsp) = (anchors(&roots), case.crls(), case.ocsp());
    let mut revocation = Revocation::hard(&crls, &ocsp);
    revocation.leaf = check;
    revocation.intermediates = RevocationCheck::Skip;
    revocation.nonce = nonce;
    let validator =
        Validator::new(case.profile(), BACKEND).for_any_peer().with_revocation(revocation);
    let now = UnixTime::since_unix_epoch(Duration::from_secs(time));
    let result = validator.verify(&case.leaf, &chain, &anchors, now);
    result.map(drop).map_err(|error| match error.value() {
        Value::Status(problem) => (error.rule(), problem),
        value => panic!("{error}: {value:?}"),
    })
}

#[test]
fn hard_and_soft_fail() {
    use RevocationCheck::{HardFail, Skip, SoftFail};
    let unknown = (Rule::RevocationKnown, StatusProblem::NoData);
    let unusable = |problem| (Rule::RevocationData, problem);
    let revoked = |reason| (Rule::NotRevoked, StatusProblem::Revoked(reason));
    for (id, hard, soft) in [
        ("contract.p256/crl/good", Ok(()), Ok(())),
        ("contract.p256/crl/revoked", Err(revoked(None)), Err(revoked(None))),
        ("contract.p256/crl/other-issuer", Err(unknown), Ok(())),
        ("contract.p256/crl/not-yet-valid", Err(unusable(StatusProblem::NotYetValid)), Ok(())),
        ("contract.p256/ocsp/good-delegated", Ok(()), Ok(())),
        ("contract.p256/ocsp/revoked", Err(revoked(Some(1))), Err(revoked(Some(1)))),
        (
            "contract.p256/ocsp/unrelated-signer",
            Err(unusable(StatusProblem::UnauthorizedSigner)),
            Ok(()),
        ),
        ("contract.p256/ocsp/crl-revoked-wins", Err(revoked(None)), Err(revoked(None))),
        ("contract.p256/valid/base", Err(unknown), Ok(())),
    ] {
        let case = named(&format!("iso15118-2.{id}"));
        assert_eq!(status(&case, HardFail, None, case.time), hard, "{id}");
        assert_eq!(status(&case, SoftFail, None, case.time), soft, "{id}");
        assert_eq!(status(&case, Skip, None, case.time), Ok(()), "{id}");
    }
}

#[test]
fn data_count_from_the_first_to_the_last_second() {
    let case = named("iso15118-2.contract.p256/crl/good");
    let crls = case.crls();
    let (first, last) = (crls[0].this_update().unix(), crls[0].next_update().unwrap().unix());
    let at = |time: i64| {
        status(&case, RevocationCheck::HardFail, None, time.try_into().unwrap())
            .map_err(|(_, problem)| problem)
    };
    assert_eq!(at(first - 1), Err(StatusProblem::NotYetValid));
    assert_eq!((at(first), at(last)), (Ok(()), Ok(())));
    assert_eq!(at(last + 1), Err(StatusProblem::Expired));

    // Revoked once is revoked, even on a list that is out of date.
    let case = named("iso15118-2.contract.p256/crl/revoked");
    let at = |time| status(&case, RevocationCheck::SoftFail, None, time);
    assert_eq!(at(last as u64 + 1).map_err(|error| error.0), Err(Rule::NotRevoked));
}

#[test]
fn the_nonce_must_be_the_one_that_was_requested() {
    let case = named("ocpp16-security.csms.rsa/ocsp/nonce-mismatch");
    let check = RevocationCheck::HardFail;
    let error = (Rule::RevocationData, StatusProblem::Nonce);
    assert_eq!(status(&case, check, Some(&[7; 16]), case.time), Err(error));
    // Without a request for one, a nonce says nothing.
    assert_eq!(status(&case, check, None, case.time), Ok(()));
}

#[test]
fn the_whole_chain_needs_a_status_by_default() {
    let case = named("iso15118-2.contract.p256/crl/good");
    let (chain, roots) = (case.chain(), case.roots());
    let (anchors, crls) = (anchors(&roots), case.crls());
    let revocation = Revocation::hard(&crls, &[]);
    let validator =
        Validator::new(case.profile(), BACKEND).for_any_peer().with_revocation(revocation);
    let error = validator.verify(&case.leaf, &chain, &anchors, case.now()).unwrap_err();
    // The uppermost certificate is looked at first, and there is no CRL of the root.
    assert_eq!(error.position(), v2g_pki::Position::Intermediate(1));
    assert_eq!((error.rule(), error.refusal()), (Rule::RevocationKnown, Refusal::ChainError));
}

#[test]
fn delta_and_indirect_crls_are_refused_by_name() {
    for (id, field) in [
        ("pkits/4.14.24/Valid-IDP-with-indirectCRL-Test24", "indirectCRL"),
        ("pkits/4.15.2/Valid-delta-CRL-Test2", "deltaCRLIndicator"),
    ] {
        let case = named(id);
        let refused: Vec<_> = case.crls.iter().filter_map(|der| Crl::parse(der).err()).collect();
        let [error] = refused[..] else { panic!("{id}: {refused:?}") };
        assert_eq!((error.field(), error.malformed()), (field, Malformed::Unsupported), "{id}");
        assert_eq!(error.to_string(), format!("{field} is not supported"));
    }
}

/// No octet of a signed statement can be changed so that it still says "good".
#[test]
fn no_octet_of_revocation_data_can_be_changed() {
    for id in ["contract.p256/crl/good", "contract.p256/ocsp/good-delegated"] {
        let case = named(&format!("iso15118-2.{id}"));
        let count = case.crls.iter().chain(&case.ocsp).map(Vec::len).sum();
        for at in 0..count {
            let mut changed = case.clone();
            let data = changed.crls.iter_mut().chain(&mut changed.ocsp).next().unwrap();
            data[at] ^= 1 << (at % 8);
            let is_read = changed.crls.iter().all(|crl| Crl::parse(crl).is_ok())
                && changed.ocsp.iter().all(|der| OcspResponse::parse(der).is_ok());
            if is_read {
                let result = status(&changed, RevocationCheck::HardFail, None, case.time);
                assert!(result.is_err(), "{id}: octet {at}");
            }
        }
    }
}

#[test]
fn requests_ask_for_the_certificate() {
    let case = named("iso15118-2.secc.p256/valid/base");
    let certificate = Certificate::parse(&case.leaf).unwrap();
    let issuer = Certificate::parse(&case.intermediates[0]).unwrap();
    let id = CertificateHashData::new(HashAlgorithm::Sha1, &certificate, &issuer);
    let mut room = [0; 256];
    // Made by `openssl ocsp -issuer … -cert … -no_nonce -reqout`.
    let expected = include_bytes!("data/ocsp-request.der");
    let request = OcspRequest::new(&id).encode(&mut room).unwrap();
    assert_eq!(request, expected);
    let mut exact = vec![0; expected.len()];
    assert_eq!(OcspRequest::new(&id).encode(&mut exact), Ok(&expected[..]));
    let mut short = vec![0; expected.len() - 1];
    assert_eq!(OcspRequest::new(&id).encode(&mut short), Err(expected.len()));

    let request = OcspRequest::new(&id).with_nonce(&[7; 16]).encode(&mut room).unwrap();
    assert_eq!(request, include_bytes!("data/ocsp-request-nonce.der"));
}
