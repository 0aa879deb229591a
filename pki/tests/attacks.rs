//! Attacks on revocation: certificates that the peer makes itself, in any number and order, and
//! answers that must stay answers.
#![cfg(all(feature = "p521", feature = "rsa", feature = "ed448"))]
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "clippy.toml allows it in tests, not in their helpers"
)]

mod support;

use core::time::Duration;

use support::forge::{
    CrlTemplate, DIGITAL_SIGNATURE, Key, NOW, OcspTemplate, Template, cn, extension, tlv,
};
use support::remember::{Remembering, algorithms, verifiers};
use v2g_pki::pki_types::{CertificateDer, UnixTime};
use v2g_pki::{
    Anchor, Backend, Crl, Iso15118Role, OcspResponse, Profile, Revocation, RevocationCheck, Rule,
    StatusProblem, Validator, Value,
};

/// More than any budget has signatures.
const MOST_DECOYS: u32 = 64;

/// The serial number of the leaf.
const LEAF: u32 = 77;

/// Root, sub-CA and leaf, with the keys of all.
struct Pki {
    root_key: Key,
    sub_key: Key,
    root: Vec<u8>,
    sub: Vec<u8>,
    leaf: Vec<u8>,
    verifiers: Vec<Remembering>,
}

fn root_name() -> Vec<u8> {
    cn("Root")
}

fn sub_name() -> Vec<u8> {
    cn("Sub CA")
}

impl Pki {
    fn new() -> Self {
        let [root_key, sub_key, leaf_key] = [1, 2, 3].map(Key::new);
        let root = Template::ca(1, &root_name(), &root_name()).issue(&root_key, &root_key);
        let sub = Template::ca(2, &root_name(), &sub_name()).issue(&sub_key, &root_key);
        let leaf = Template::leaf(LEAF, &sub_name(), &cn("Leaf")).issue(&leaf_key, &sub_key);
        Self { root_key, sub_key, root, sub, leaf, verifiers: verifiers() }
    }

    /// The list of the root, which has nothing on it.
    fn root_crl(&self) -> Vec<u8> {
        CrlTemplate::new(&root_name(), &[]).sign(&self.root_key)
    }

    /// The list of the sub-CA by its own key.
    fn sub_crl(&self, revoked: &[u32]) -> Vec<u8> {
        CrlTemplate::new(&sub_name(), revoked).sign(&self.sub_key)
    }

    fn verify(&self, data: &Data) -> Result<(), (Rule, Option<StatusProblem>)> {
        let Data { intermediates, crls, ocsp, leaf, others, profile, signers, skew } = data;
        let signers: Vec<_> =
            signers.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
        let intermediates: Vec<_> =
            intermediates.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
        let root = CertificateDer::from(self.root.as_slice());
        let anchors = [Anchor::from_certificate(&root).unwrap()];
        let crls: Vec<_> = crls.iter().map(|der| Crl::parse(der).unwrap()).collect();
        let ocsp: Vec<_> = ocsp.iter().map(|der| OcspResponse::parse(der).unwrap()).collect();
        let mut revocation = Revocation::hard(&crls, &ocsp);
        (revocation.leaf, revocation.intermediates) = (*leaf, *others);
        (revocation.signers, revocation.skew) = (&signers, *skew);
        let algorithms = algorithms(&self.verifiers);
        let validator = Validator::new(*profile, Backend::new(&algorithms))
            .for_any_peer()
            .with_revocation(revocation);
        let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
        let result = validator.verify(&self.leaf, &intermediates, &anchors, now);
        result.map(drop).map_err(|error| match error.value() {
            Value::Status(problem) => (error.rule(), Some(problem)),
            _ => (error.rule(), None),
        })
    }

    /// Refused for revocation, or because a budget is used up; says whether it was the former.
    fn is_refused_as_revoked(&self, data: &Data, what: &str) -> bool {
        match self.verify(data) {
            Err((Rule::NotRevoked, _)) => true,
            Err((Rule::SignatureBudget | Rule::StepBudget, _)) => false,
            other => panic!("{what}: {other:?}"),
        }
    }
}

/// The input of a validation.
#[derive(Clone)]
struct Data {
    intermediates: Vec<Vec<u8>>,
    crls: Vec<Vec<u8>>,
    ocsp: Vec<Vec<u8>>,
    leaf: RevocationCheck,
    others: RevocationCheck,
    profile: Profile<'static>,
    signers: Vec<Vec<u8>>,
    skew: u32,
}

impl Data {
    fn new(intermediates: Vec<Vec<u8>>, crls: Vec<Vec<u8>>, ocsp: Vec<Vec<u8>>) -> Self {
        let hard = RevocationCheck::HardFail;
        let profile = Profile::rfc5280();
        let (signers, skew) = (Vec::new(), 0);
        Self { intermediates, crls, ocsp, leaf: hard, others: hard, profile, signers, skew }
    }

    fn soft(&self) -> Self {
        let soft = RevocationCheck::SoftFail;
        Self { leaf: soft, others: soft, ..self.clone() }
    }
}

/// All orders of a list.
fn orders(list: &[Vec<u8>]) -> Vec<Vec<Vec<u8>>> {
    if list.len() < 2 {
        return vec![list.to_vec()];
    }
    let mut all = Vec::new();
    for (index, first) in list.iter().enumerate() {
        let mut rest = list.to_vec();
        rest.remove(index);
        for mut order in orders(&rest) {
            order.insert(0, first.clone());
            all.push(order);
        }
    }
    all
}

/// The ways in which `count` false certificates stand around the true ones: in front, after them,
/// on both sides, and one of them repeated.
fn arrangements(decoys: &[Vec<u8>], count: u32, right: &[Vec<u8>]) -> [Vec<Vec<u8>>; 4] {
    let count = usize::try_from(count).unwrap();
    let decoys_of = &decoys[..count];
    let (front, back) = decoys_of.split_at(count / 2);
    [
        [decoys_of, right].concat(),
        [right, decoys_of].concat(),
        [front, right, back].concat(),
        [&vec![decoys[0].clone(); count][..], right].concat(),
    ]
}

/// Self-made certificates of a template, each with a key of its own.
fn decoys(template: &Template) -> Vec<Vec<u8>> {
    let make = |number| {
        let key = Key::new(1000 + number);
        Template { serial: 1000 + number, ..template.clone() }.issue(&key, &key)
    };
    (0..MOST_DECOYS).map(make).collect()
}

#[test]
fn false_signers_of_crls_never_hide_the_true_one() {
    let pki = Pki::new();
    let signer_key = Key::new(20);
    let signer = Template::crl_signer(20, &sub_name(), &sub_name());
    let right = [pki.sub.clone(), signer.issue(&signer_key, &pki.sub_key)];
    let by_signer = |revoked: &[u32]| CrlTemplate::new(&sub_name(), revoked).sign(&signer_key);

    // As it should be: both lists count, and the one by the other key is believed.
    let crls = |revoked: &[u32]| vec![pki.root_crl(), pki.sub_crl(&[]), by_signer(revoked)];
    assert_eq!(pki.verify(&Data::new(right.to_vec(), crls(&[]), vec![])), Ok(()));
    assert_eq!(
        pki.verify(&Data::new(right.to_vec(), crls(&[LEAF]), vec![])).map_err(|error| error.0),
        Err(Rule::NotRevoked)
    );

    // Two kinds: they look like the signer, and like an issuer of the leaf.
    let kinds = [&signer, &Template::ca(0, &sub_name(), &sub_name())].map(decoys);
    let mut revoked = 0;
    for count in 0..=MOST_DECOYS {
        let orders = orders(&crls(&[LEAF]));
        let orders =
            if [0, 1, 5, 26, 29, 64].contains(&count) { &orders[..] } else { &orders[..1] };
        for (kind, decoys) in kinds.iter().enumerate() {
            for intermediates in arrangements(decoys, count, &right) {
                for crls in orders {
                    let hard = Data::new(intermediates.clone(), crls.clone(), vec![]);
                    for data in [hard.soft(), hard] {
                        let what = format!("{count} of kind {kind}");
                        revoked += usize::from(pki.is_refused_as_revoked(&data, &what));
                    }
                }
            }
        }
    }
    assert!(revoked > 500, "only {revoked} were refused as revoked");
}

#[test]
fn false_delegates_never_hide_a_revoked_answer() {
    let pki = Pki::new();
    let delegate_key = Key::new(21);
    // A responder with a name of its own, and one that is named like its issuer.
    for responder in [cn("Responder"), sub_name()] {
        let delegate = Template::delegate(21, &sub_name(), &responder);
        let right = [delegate.issue(&delegate_key, &pki.sub_key)];
        let response = |certificates: Vec<Vec<u8>>, is_revoked: bool| {
            let template = OcspTemplate::new(&responder, is_revoked);
            OcspTemplate { certificates, ..template }.sign(&pki.leaf, &pki.sub, &delegate_key)
        };
        let good = response(right.to_vec(), false);
        let data = |crls: Vec<Vec<u8>>, ocsp| {
            let mut data = Data::new(vec![pki.sub.clone()], crls, ocsp);
            data.others = RevocationCheck::Skip;
            data
        };
        assert_eq!(pki.verify(&data(vec![], vec![good])), Ok(()));

        let decoys = decoys(&delegate);
        let mut revoked = 0;
        for count in 0..=MOST_DECOYS {
            for certificates in arrangements(&decoys, count, &right) {
                let response = response(certificates, true);
                // Beside it a list that does not name the leaf.
                let hard = data(vec![pki.sub_crl(&[])], vec![response]);
                for data in [hard.soft(), hard] {
                    let what = format!("{count} delegates");
                    revoked += usize::from(pki.is_refused_as_revoked(&data, &what));
                }
            }
        }
        assert!(revoked > 200, "only {revoked} were refused as revoked");
    }
}

/// A delegate or a CRL signer is held to the algorithms of the profile, and so are its signatures.
#[test]
fn status_data_are_by_algorithms_of_the_profile() {
    let pki = Pki::new();
    let strict = Profile::iso15118_2(Iso15118Role::SeccPrivate);
    let kept = [Rule::KeyAlgorithm, Rule::SignatureAlgorithm];
    let strict = Rule::RELAXABLE
        .into_iter()
        .filter(|rule| !kept.contains(rule))
        .fold(strict, Profile::relaxed);
    let delegate_key = Key::new(21);
    let delegate = |with_sha384| {
        let template = Template::delegate(21, &sub_name(), &cn("Responder"));
        Template { with_sha384, ..template }.issue(&delegate_key, &pki.sub_key)
    };
    let response = |with_sha384, certificates: Vec<Vec<u8>>| {
        let template = OcspTemplate::new(&cn("Responder"), false);
        let template = OcspTemplate { certificates, with_sha384, ..template };
        template.sign(&pki.leaf, &pki.sub, &delegate_key)
    };
    let crl = |with_sha384| {
        CrlTemplate { with_sha384, ..CrlTemplate::new(&sub_name(), &[]) }.sign(&pki.sub_key)
    };
    let not_allowed = Some(StatusProblem::AlgorithmNotAllowed);
    let unauthorized = Some(StatusProblem::UnauthorizedSigner);
    for (crls, ocsp, problem) in [
        (vec![crl(false)], vec![], None),
        (vec![crl(true)], vec![], not_allowed),
        (vec![], vec![response(false, vec![delegate(false)])], None),
        (vec![], vec![response(true, vec![delegate(false)])], not_allowed),
        (vec![], vec![response(false, vec![delegate(true)])], unauthorized),
    ] {
        let mut data = Data::new(vec![pki.sub.clone()], crls, ocsp);
        data.others = RevocationCheck::Skip;
        assert_eq!(pki.verify(&data), Ok(()), "RFC 5280 has no algorithms of its own");
        data.profile = strict;
        let expected = problem.map_or(Ok(()), |_| Err((Rule::RevocationData, problem)));
        assert_eq!(pki.verify(&data), expected);
    }
}

#[test]
fn a_revoked_answer_counts_at_any_time_and_a_good_one_does_not() {
    let pki = Pki::new();
    for (produced_at, times, problem) in [
        ("20261122000000Z", ["20261122000000Z", "20261129000000Z"], None),
        (
            "20270101000000Z",
            ["20270101000000Z", "20270108000000Z"],
            Some(StatusProblem::NotYetValid),
        ),
        ("20260101000000Z", ["20260101000000Z", "20260108000000Z"], Some(StatusProblem::Expired)),
    ] {
        for is_revoked in [true, false] {
            let template = OcspTemplate::new(&sub_name(), is_revoked);
            let response = OcspTemplate { produced_at, times, ..template }.sign(
                &pki.leaf,
                &pki.sub,
                &pki.sub_key,
            );
            let mut hard = Data::new(vec![pki.sub.clone()], vec![], vec![response]);
            hard.others = RevocationCheck::Skip;
            let soft = hard.soft();
            if is_revoked {
                for data in [hard, soft] {
                    assert_eq!(pki.verify(&data).map_err(|error| error.0), Err(Rule::NotRevoked));
                }
            } else {
                let expected = problem.map_or(Ok(()), |_| Err((Rule::RevocationData, problem)));
                assert_eq!(pki.verify(&hard), expected);
                assert_eq!(pki.verify(&soft), Ok(()));
            }
        }
    }
}

/// A list for reasons or kinds of certificates that leave the leaf out does not make it good. A list
/// that has it makes it revoked, whatever it is for.
#[test]
fn the_scope_of_a_list_only_takes_away() {
    let pki = Pki::new();
    let only_cas = extension(28, true, &[0x30, 3, 0x82, 1, 0xFF]);
    let some_reasons = extension(28, true, &[0x30, 4, 0x83, 2, 5, 0x60]);
    let other_point = {
        let uri = tlv(0xA0, &[&tlv(0x86, &[b"http://crl.test/other"])]);
        extension(28, true, &tlv(0x30, &[&tlv(0xA0, &[&uri])]))
    };
    for idp in [only_cas, some_reasons, other_point] {
        let list = |revoked: &[u32]| {
            CrlTemplate::new(&sub_name(), revoked).with(idp.clone()).sign(&pki.sub_key)
        };
        let mut data = Data::new(vec![pki.sub.clone()], vec![list(&[])], vec![]);
        data.others = RevocationCheck::Skip;
        assert!(pki.verify(&data).is_err());
        data.crls.push(pki.sub_crl(&[]));
        assert_eq!(pki.verify(&data), Ok(()));
        data.crls.push(list(&[LEAF]));
        for data in [data.soft(), data] {
            assert_eq!(pki.verify(&data).map_err(|error| error.0), Err(Rule::NotRevoked));
        }
    }
}

/// The peer leaves out the certificate of a CRL signer, or sends one of the CA that may not sign CRLs.
#[test]
fn a_list_that_names_the_leaf_and_cannot_be_verified_is_not_passed_over() {
    let pki = Pki::new();
    let signer_key = Key::new(20);
    let signer =
        Template::crl_signer(20, &sub_name(), &sub_name()).issue(&signer_key, &pki.sub_key);
    let by_signer = |revoked: &[u32]| CrlTemplate::new(&sub_name(), revoked).sign(&signer_key);
    let good = OcspTemplate::new(&sub_name(), false).sign(&pki.leaf, &pki.sub, &pki.sub_key);
    for ocsp in [vec![], vec![good]] {
        let crls = vec![pki.sub_crl(&[]), by_signer(&[LEAF])];
        let mut data = Data::new(vec![pki.sub.clone()], crls, ocsp);
        data.others = RevocationCheck::Skip;
        let listed = Err((Rule::RevocationData, Some(StatusProblem::Listed)));
        assert_eq!(pki.verify(&data), listed);
        data.crls.reverse();
        assert_eq!(pki.verify(&data), listed);
        // With the certificate of the signer it is known, from the peer or from the caller.
        for data in [
            Data { intermediates: vec![pki.sub.clone(), signer.clone()], ..data.clone() },
            Data { signers: vec![signer.clone()], ..data.clone() },
        ] {
            for data in [data.soft(), data] {
                assert_eq!(pki.verify(&data).map_err(|error| error.0), Err(Rule::NotRevoked));
            }
        }
        // A list without the leaf, of a signer that is not known, says nothing.
        data.crls = vec![pki.sub_crl(&[]), by_signer(&[])];
        assert_eq!(pki.verify(&data), Ok(()));
    }

    // The same key and name without cRLSign: the other certificate vouches for the list.
    let usage = Some(support::forge::KEY_CERT_SIGN);
    let twin = Template { usage, ..Template::ca(3, &root_name(), &sub_name()) };
    let twin = twin.issue(&pki.sub_key, &pki.root_key);
    for intermediates in orders(&[pki.sub.clone(), twin.clone()]) {
        let hard = Data::new(intermediates, vec![pki.root_crl(), pki.sub_crl(&[LEAF])], vec![]);
        for data in [hard.soft(), hard] {
            assert_eq!(pki.verify(&data).map_err(|error| error.0), Err(Rule::NotRevoked));
        }
    }
    let data = Data::new(vec![twin], vec![pki.root_crl(), pki.sub_crl(&[LEAF])], vec![]);
    assert_eq!(pki.verify(&data).map_err(|error| error.0), Err(Rule::RevocationData));
}

/// A CA with a second key whose own status is not known: it can revoke, and cannot clear.
#[test]
fn a_signer_of_unknown_status_counts_for_what_is_revoked() {
    let pki = Pki::new();
    let second_key = Key::new(22);
    let second = Template::ca(22, &root_name(), &sub_name()).issue(&second_key, &pki.root_key);
    let by_second = |revoked: &[u32]| CrlTemplate::new(&sub_name(), revoked).sign(&second_key);
    let both = vec![pki.sub.clone(), second];
    for (crls, is_revoked) in [
        (vec![pki.sub_crl(&[]), by_second(&[LEAF])], true),
        (vec![by_second(&[LEAF])], true),
        (vec![by_second(&[])], false),
    ] {
        let hard = Data::new(both.clone(), crls.clone(), vec![]);
        for others in [RevocationCheck::Skip, RevocationCheck::SoftFail, RevocationCheck::HardFail]
        {
            for data in [hard.soft(), hard.clone()] {
                let data = Data { others, ..data };
                let result = pki.verify(&data).map_err(|error| error.0);
                if others == RevocationCheck::HardFail {
                    // The sub-CA comes first, and there is no list of the root.
                    assert_eq!(result, Err(Rule::RevocationKnown));
                } else {
                    let expected = if is_revoked { Err(Rule::NotRevoked) } else { Ok(()) };
                    assert_eq!(result, expected);
                }
            }
        }
        // The root's list names the second CA: its lists are worth nothing, and one that names the
        // leaf makes the status unknown.
        let root_list = CrlTemplate::new(&root_name(), &[22]).sign(&pki.root_key);
        let data = Data::new(both.clone(), [&crls[..], &[root_list]].concat(), vec![]);
        assert!(pki.verify(&data).is_err());
        // With the status of all it is as it should be.
        let data = Data::new(both.clone(), [&crls[..], &[pki.root_crl()]].concat(), vec![]);
        let expected = if is_revoked { Err(Rule::NotRevoked) } else { Ok(()) };
        assert_eq!(pki.verify(&data).map_err(|error| error.0), expected);
    }
}

#[test]
fn a_clock_that_is_ahead_is_taken_up_to_the_skew() {
    let pki = Pki::new();
    // 90 seconds after the time of the validation.
    let later = "20261122060130Z";
    let template = OcspTemplate::new(&sub_name(), false);
    let template =
        OcspTemplate { produced_at: later, times: [later, "20261129000000Z"], ..template };
    let response = template.sign(&pki.leaf, &pki.sub, &pki.sub_key);
    let crl = CrlTemplate {
        times: ["261122060130Z", "270101000000Z"],
        ..CrlTemplate::new(&sub_name(), &[])
    };
    for (crls, ocsp) in [(vec![], vec![response]), (vec![crl.sign(&pki.sub_key)], vec![])] {
        let mut data = Data::new(vec![pki.sub.clone()], crls, ocsp);
        data.others = RevocationCheck::Skip;
        let early = Err((Rule::RevocationData, Some(StatusProblem::NotYetValid)));
        for (skew, expected) in [(0, early), (89, early), (90, Ok(()))] {
            data.skew = skew;
            assert_eq!(pki.verify(&data), expected);
        }
    }
}

/// A certificate without cRLSign, or without a key usage, does not sign for a CA whose name it has.
#[test]
fn signers_of_crls_are_named_as_such() {
    let pki = Pki::new();
    let key = Key::new(20);
    for usage in [None, Some(DIGITAL_SIGNATURE)] {
        let template = Template { usage, ..Template::leaf(20, &sub_name(), &sub_name()) };
        let signer = template.issue(&key, &pki.sub_key);
        let crl = CrlTemplate::new(&sub_name(), &[]).sign(&key);
        let mut data = Data::new(vec![pki.sub.clone(), signer], vec![crl], vec![]);
        data.others = RevocationCheck::Skip;
        assert_eq!(pki.verify(&data).map_err(|error| error.0), Err(Rule::RevocationData));
    }
}
