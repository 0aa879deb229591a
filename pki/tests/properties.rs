//! Checks over all chains of the vectors, and over chains with several signers of CRLs and OCSP responses, that
//! some things change no verdict: the order of the input, certificates and data that the peer made
//! itself, a smaller budget.
#![cfg(all(feature = "p521", feature = "rsa", feature = "ed448"))]
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

mod support;

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use proptest::prelude::*;
use support::forge::{CrlTemplate, Key, NOW, OcspTemplate, Template, cn, extension, tlv};
use support::remember::{Remembering, algorithms, verifiers};
use support::{Case, all_cases};
use v2g_pki::{
    Anchor, Backend, Budget, Certificate, Crl, OcspResponse, Revocation, RevocationCheck, Rule,
    Validator,
};

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let mut cases = all_cases();
    cases.extend(signers());
    cases
});
static VERIFIERS: LazyLock<Vec<Remembering>> = LazyLock::new(verifiers);

/// Chains whose CA signs lists with two keys and has an OCSP delegate, beside data that others signed:
/// revoked by one of them, by both, by none.
fn signers() -> impl Iterator<Item = Case> {
    const LEAF: u32 = 77;
    let (root, sub, responder) = (cn("Root"), cn("Sub CA"), cn("Responder"));
    let [root_key, sub_key, signer_key, delegate_key, other_key] = [1, 2, 20, 21, 30].map(Key::new);
    let anchor = Template::ca(1, &root, &root).issue(&root_key, &root_key);
    let ca = Template::ca(2, &root, &sub).issue(&sub_key, &root_key);
    let leaf = Template::leaf(LEAF, &sub, &cn("Leaf")).issue(&Key::new(3), &sub_key);
    let signer = Template::crl_signer(20, &sub, &sub).issue(&signer_key, &sub_key);
    let delegate = Template::delegate(21, &sub, &responder);
    let certificates =
        vec![delegate.issue(&other_key, &other_key), delegate.issue(&delegate_key, &sub_key)];
    let all = [(false, false), (false, true), (true, false), (true, true)];
    all.into_iter().map(move |(list_says, response_says)| {
        let revoked: &[u32] = if list_says { &[LEAF] } else { &[] };
        let list =
            |issuer: &[u8], revoked: &[u32], key: &Key| CrlTemplate::new(issuer, revoked).sign(key);
        let by_delegate = OcspTemplate {
            certificates: certificates.clone(),
            ..OcspTemplate::new(&responder, response_says)
        };
        let by_issuer = OcspTemplate::new(&sub, false);
        Case {
            id: format!("signers/list {list_says}, response {response_says}"),
            role: String::new(),
            standard: String::new(),
            leaf: leaf.clone(),
            intermediates: vec![ca.clone(), signer.clone()],
            anchors: vec![anchor.clone()],
            crls: vec![
                list(&root, &[], &root_key),
                list(&sub, &[], &sub_key),
                list(&sub, revoked, &signer_key),
                // Somebody else, under the name of the CA.
                list(&sub, &[], &other_key),
            ],
            ocsp: vec![
                by_delegate.sign(&leaf, &ca, &delegate_key),
                by_issuer.sign(&leaf, &ca, &sub_key),
                by_issuer.sign(&leaf, &ca, &other_key),
            ],
            time: NOW,
            accept: !list_says && !response_says,
        }
    })
}

/// How revocation is checked.
#[derive(Clone, Copy, Debug)]
struct Checks {
    leaf: RevocationCheck,
    intermediates: RevocationCheck,
}

fn checks() -> impl Strategy<Value = Checks> {
    let check = || {
        prop::sample::select(vec![
            RevocationCheck::HardFail,
            RevocationCheck::SoftFail,
            RevocationCheck::Skip,
        ])
    };
    (check(), check()).prop_map(|(leaf, intermediates)| Checks { leaf, intermediates })
}

fn verify(case: &Case, checks: Checks, budget: Budget) -> Result<(), Rule> {
    let (chain, roots) = (case.chain(), case.roots());
    // What cannot be read takes no part.
    let anchors: Vec<_> =
        roots.iter().filter_map(|root| Anchor::from_certificate(root).ok()).collect();
    let crls: Vec<_> = case.crls.iter().filter_map(|der| Crl::parse(der).ok()).collect();
    let ocsp: Vec<_> = case.ocsp.iter().filter_map(|der| OcspResponse::parse(der).ok()).collect();
    let mut revocation = Revocation::hard(&crls, &ocsp);
    (revocation.leaf, revocation.intermediates) = (checks.leaf, checks.intermediates);
    let algorithms = algorithms(&VERIFIERS);
    let validator = Validator::new(case.profile().with_budget(budget), Backend::new(&algorithms))
        .for_any_peer()
        .with_revocation(revocation);
    let result = validator.verify(&case.leaf, &chain, &anchors, case.now());
    result.map(drop).map_err(|error| error.rule())
}

fn is_budget(rule: Rule) -> bool {
    matches!(rule, Rule::SignatureBudget | Rule::StepBudget | Rule::NameBudget)
}

/// A generator of numbers that a failing seed repeats.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }

    /// Puts all lists of a case in another order.
    fn shuffled(&mut self, case: &Case) -> Case {
        let mut case = case.clone();
        for list in [&mut case.intermediates, &mut case.crls, &mut case.ocsp, &mut case.anchors] {
            self.shuffle(list);
        }
        case
    }

    fn insert(&mut self, list: &mut Vec<Vec<u8>>, item: Vec<u8>) {
        let place = self.below(list.len() + 1);
        list.insert(place, item);
    }
}

/// Forgeries of a peer for a case: with the names and key identifiers of its certificates, and
/// keys of its own.
#[derive(Default)]
struct Junk {
    certificates: Vec<Vec<u8>>,
    crls: Vec<Vec<u8>>,
    ocsp: Vec<Vec<u8>>,
}

impl Junk {
    fn of(case: &Case) -> Self {
        let all = [&case.leaf].into_iter().chain(&case.intermediates).chain(&case.anchors);
        let read: Vec<_> = all.filter_map(|der| Certificate::parse(der).ok()).take(8).collect();
        let mut junk = Self::default();
        for (number, certificate) in (1..).zip(&read) {
            let key = Key::new(number);
            let (issuer, subject) = (certificate.issuer().der(), certificate.subject().der());
            let templates = [
                Template::ca(number, issuer, issuer),
                Template::ca(number, issuer, subject),
                Template::ca(number, subject, issuer),
                Template::crl_signer(number, issuer, issuer),
                Template::crl_signer(number, subject, issuer),
                Template::delegate(number, issuer, subject),
                Template::delegate(number, issuer, issuer),
            ];
            let id = certificate.extensions().authority_key_id().key_id;
            for template in templates {
                let id = id.map(|id| extension(14, false, &tlv(4, &[id])));
                let template = id.into_iter().fold(template, Template::with);
                junk.certificates.push(template.issue(&key, &key));
            }
            // A list with a serial number of the case would make its status unknown, as it should.
            for revoked in [vec![], vec![900_000 + number]] {
                junk.crls.push(CrlTemplate::new(issuer, &revoked).sign(&key));
            }
            let issuer = read.iter().find(|other| other.subject() == certificate.issuer());
            if let Some(issuer) = issuer {
                let responder = issuer.subject().der();
                let mut template = OcspTemplate::new(responder, false);
                let sign =
                    |template: &OcspTemplate| template.sign(certificate.der(), issuer.der(), &key);
                junk.ocsp.push(sign(&template));
                template.certificates = junk.certificates.clone();
                junk.ocsp.push(sign(&template));
            }
        }
        junk
    }

    /// Made once for each case, and kept as long as the tests run.
    fn kept(index: usize) -> &'static Self {
        static ALL: LazyLock<Mutex<HashMap<usize, &'static Junk>>> = LazyLock::new(Mutex::default);
        let mut all = ALL.lock().unwrap();
        all.entry(index).or_insert_with(|| Box::leak(Box::new(Self::of(&CASES[index]))))
    }
}

fn with_junk(index: usize, seed: u64, count: usize) -> Case {
    let junk = Junk::kept(index);
    let mut case = CASES[index].clone();
    let mut numbers = Numbers(seed);
    let mut last = None;
    for _ in 0..count {
        // Now and then the same one again.
        let kind = numbers.below(8);
        let (list, made): (&mut Vec<Vec<u8>>, _) = match kind {
            0 => (&mut case.crls, &junk.crls),
            1 => (&mut case.ocsp, &junk.ocsp),
            _ => (&mut case.intermediates, &junk.certificates),
        };
        if made.is_empty() {
            continue;
        }
        let again = if kind > 4 { last } else { None };
        let choice = again.unwrap_or_else(|| numbers.below(made.len()));
        if kind > 1 {
            last = Some(choice);
        }
        numbers.insert(list, made[choice].clone());
    }
    case
}

/// Every eighth case, so that a few draws see them all.
fn share(residue: usize) -> impl Iterator<Item = (usize, &'static Case)> {
    CASES.iter().enumerate().skip(residue).step_by(8)
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

proptest! {
    #![proptest_config(config(32))]

    #[test]
    fn order_changes_no_verdict(
        residue in 0..8_usize, seed: u64, checks in checks(), signatures in 4_u32..33,
    ) {
        for (_, case) in share(residue) {
            let shuffled = Numbers(seed).shuffled(case);
            let budget = Budget { signatures, ..Budget::DEFAULT };
            let before = verify(case, checks, budget);
            let after = verify(&shuffled, checks, budget);
            // A budget can be used up in one order and not in another; then one of them is refused.
            let is_budget = [before, after].iter().any(|result| result.is_err_and(is_budget));
            let id = &case.id;
            prop_assert!(is_budget || before.is_ok() == after.is_ok(), "{id}: {before:?} {after:?}");
        }
    }

    #[test]
    fn who_is_revoked_by_one_signer_is_revoked(seed: u64, soft: bool) {
        let check = if soft { RevocationCheck::SoftFail } else { RevocationCheck::HardFail };
        let checks = Checks { leaf: check, intermediates: check };
        for case in CASES.iter().filter(|case| case.id.starts_with("signers/")) {
            let shuffled = Numbers(seed).shuffled(case);
            let expected = if case.accept { Ok(()) } else { Err(Rule::NotRevoked) };
            prop_assert_eq!(verify(&shuffled, checks, Budget::DEFAULT), expected, "{}", &case.id);
        }
    }

    #[test]
    fn what_the_peer_makes_itself_is_never_accepted(
        residue in 0..8_usize, seed: u64, checks in checks(), count in 1_usize..65,
    ) {
        for (index, case) in share(residue) {
            let before = verify(case, checks, Budget::DEFAULT);
            let after = verify(&with_junk(index, seed, count), checks, Budget::DEFAULT);
            let id = &case.id;
            prop_assert!(before.is_ok() || after.is_err(), "{id}: {before:?} {after:?}");
            // Nor is a good chain refused for it, but for what it costs.
            let is_budget = after.is_err_and(is_budget);
            prop_assert!(before.is_err() || after.is_ok() || is_budget, "{id}: {after:?}");
        }
    }

    #[test]
    fn a_smaller_budget_accepts_no_more(
        residue in 0..8_usize, seed: u64, checks in checks(), count in 0_usize..9,
        signatures in 0_u32..33, steps in 0_u32..200, names in 0_u32..20, depth in 0_u8..9,
    ) {
        for (index, _) in share(residue) {
            let case = with_junk(index, seed, count);
            let whole = verify(&case, checks, Budget::DEFAULT);
            for budget in [
                Budget { signatures, ..Budget::DEFAULT },
                Budget { steps, ..Budget::DEFAULT },
                Budget { names, ..Budget::DEFAULT },
                Budget { depth, ..Budget::DEFAULT },
            ] {
                let part = verify(&case, checks, budget);
                prop_assert!(whole.is_ok() || part.is_err(), "{}: {whole:?} {part:?}", case.id);
                // A used-up budget is the reason; depth only takes away candidates.
                let is_reason = part == whole || part.is_err_and(is_budget);
                let is_depth = budget.depth < Budget::DEFAULT.depth;
                prop_assert!(is_reason || is_depth, "{}: {whole:?} {part:?}", case.id);
            }
        }
    }
}
