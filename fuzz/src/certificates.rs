//! Certificates, CRLs, OCSP responses, and whole validations with a stub for signatures.

use core::cell::Cell;
use core::time::Duration;

use v2g_pki::pki_types::{
    AlgorithmIdentifier, CertificateDer, InvalidSignature, SignatureVerificationAlgorithm,
    UnixTime, alg_id,
};
use v2g_pki::{
    Anchor, Backend, Budget, Certificate, Crl, Iso15118Role, Ocpp16Role, OcspResponse, Profile,
    Revocation, RevocationCheck, Rule, Validator,
};

pub(crate) fn certificate(data: &[u8]) {
    let Ok(certificate) = Certificate::parse(data) else { return };
    assert_eq!(certificate.der(), data);
    // Nothing but the certificate is a certificate.
    assert!(Certificate::parse(&data[..data.len() - 1]).is_err());
    assert!(Certificate::parse(&[data, &[0]].concat()).is_err());
    for name in [certificate.issuer(), certificate.subject()] {
        let again = name;
        assert!(again == name, "a name is equal to itself");
        assert!(name.to_string().len() <= 13 * (16 + 8 * data.len()));
    }
    let extensions = certificate.extensions();
    let names = extensions.subject_alt_name().map_or(0, |names| names.iter().count());
    let points = extensions.crl_distribution_points().map_or(0, |points| points.uris().count());
    assert!(names <= data.len() && points <= data.len());
    assert!(!certificate.serial_number().to_string().is_empty());
    assert!(certificate.validity().not_after.to_string().ends_with('Z'));
}

pub(crate) fn crl(data: &[u8]) {
    let Ok(crl) = Crl::parse(data) else { return };
    // An entry takes more than one octet.
    assert!(crl.entries().count() < data.len());
    assert!(Crl::parse(&data[..data.len() - 1]).is_err());
    assert!(!crl.issuer().is_empty());
}

pub(crate) fn ocsp(data: &[u8]) {
    let Ok(response) = OcspResponse::parse(data) else { return };
    assert!(OcspResponse::parse(&data[..data.len() - 1]).is_err());
    assert_eq!(response.response_status() == 0, response.produced_at().is_some());
}

/// Accepts signatures whose last octet is even, and counts.
#[derive(Debug)]
struct Stub(AlgorithmIdentifier, AlgorithmIdentifier);

std::thread_local! {
    static VERIFIED: Cell<u32> = const { Cell::new(0) };
}

impl SignatureVerificationAlgorithm for Stub {
    fn verify_signature(&self, _: &[u8], _: &[u8], bits: &[u8]) -> Result<(), InvalidSignature> {
        VERIFIED.set(VERIFIED.get() + 1);
        if bits.last().is_some_and(|last| last % 2 == 0) { Ok(()) } else { Err(InvalidSignature) }
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.0
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.1
    }
}

const P256: Stub = Stub(alg_id::ECDSA_P256, alg_id::ECDSA_SHA256);
const P521: Stub = Stub(alg_id::ECDSA_P521, alg_id::ECDSA_SHA512);

pub(crate) fn validation(data: &[u8]) {
    let [choice, intermediates, anchors, crls, rest @ ..] = data else { return };
    let mut rest = rest;
    let mut take =
        |count: u8| -> Vec<&[u8]> { (0..count % 8).map_while(|_| piece(&mut rest)).collect() };
    let [leaf] = take(1)[..] else { return };
    let intermediates = take(*intermediates);
    let roots: Vec<CertificateDer<'_>> = take(*anchors).into_iter().map(Into::into).collect();
    let crls = take(*crls);
    let mut input = Input {
        leaf,
        intermediates: intermediates.iter().map(|der| der.to_vec().into()).collect(),
        anchors: roots.iter().filter_map(|der| Anchor::from_certificate(der).ok()).collect(),
        crls: crls.iter().filter_map(|der| Crl::parse(der).ok()).collect(),
        ocsp: take(2).into_iter().filter_map(|der| OcspResponse::parse(der).ok()).collect(),
        check: match choice >> 6 {
            0 | 1 => RevocationCheck::Skip,
            2 => RevocationCheck::HardFail,
            _ => RevocationCheck::SoftFail,
        },
    };
    let profile = profile(choice & 0x3F);
    let before = input.verify(profile);
    let is_budget = |result: Result<(), Rule>| {
        matches!(result, Err(Rule::SignatureBudget | Rule::StepBudget | Rule::NameBudget))
    };

    // The order changes nothing but what it costs.
    input.intermediates.reverse();
    input.crls.reverse();
    input.ocsp.reverse();
    let after = input.verify(profile);
    assert!(is_budget(before) || is_budget(after) || before.is_ok() == after.is_ok());

    // A smaller budget accepts no more.
    for left in [0, 1, 3, 7] {
        for budget in [
            Budget { signatures: left, ..Budget::DEFAULT },
            Budget { steps: 3 * left, ..Budget::DEFAULT },
        ] {
            assert!(after.is_ok() || input.verify(profile.with_budget(budget)).is_err());
        }
    }

    // Nor do certificates whose signatures are wrong, in any number and at any place.
    let mut junk: Vec<CertificateDer<'static>> = Vec::new();
    for der in [leaf].into_iter().chain(intermediates) {
        let [front @ .., last] = der else { continue };
        junk.extend(vec![[front, &[last | 1]].concat().into(); 1 + usize::from(choice & 0xF)]);
    }
    let right = input.intermediates.clone();
    for intermediates in [[&right[..], &junk].concat(), [junk, right].concat()] {
        input.intermediates = intermediates;
        assert!(after.is_ok() || input.verify(profile).is_err());
    }
}

/// The input of a validation.
struct Input<'i> {
    leaf: &'i [u8],
    intermediates: Vec<CertificateDer<'static>>,
    anchors: Vec<Anchor<'i>>,
    crls: Vec<Crl<'i>>,
    ocsp: Vec<OcspResponse<'i>>,
    check: RevocationCheck,
}

impl Input<'_> {
    fn verify(&self, profile: Profile<'_>) -> Result<(), Rule> {
        let mut validator = Validator::new(profile, Backend::new(&[&P256, &P521])).for_any_peer();
        if self.check != RevocationCheck::Skip {
            let mut revocation = Revocation::hard(&self.crls, &self.ocsp);
            (revocation.leaf, revocation.intermediates) = (self.check, self.check);
            validator = validator.with_revocation(revocation);
        }
        let now = UnixTime::since_unix_epoch(Duration::from_secs(1_795_327_200));
        VERIFIED.set(0);
        let result = validator.verify(self.leaf, &self.intermediates, &self.anchors, now);
        assert!(VERIFIED.get() <= profile.budget().signatures);
        match result {
            Ok(path) => {
                // Each certificate is issued by the next one.
                let mut issuer = path.leaf().issuer();
                for index in path.intermediates() {
                    let above =
                        Certificate::parse(&self.intermediates[*index]).expect("it was in a path");
                    assert!(above.subject() == issuer);
                    issuer = above.issuer();
                }
                assert!(self.anchors[path.anchor()].subject() == issuer);
                Ok(())
            }
            Err(error) => {
                assert!(!error.to_string().is_empty());
                Err(error.rule())
            }
        }
    }
}

fn profile(choice: u8) -> Profile<'static> {
    match choice {
        0 => Profile::iso15118_2(Iso15118Role::Secc),
        1 => Profile::iso15118_2(Iso15118Role::Contract),
        2 => Profile::iso15118_20(Iso15118Role::Vehicle),
        3 => Profile::ocpp16(Ocpp16Role::Csms),
        4 => Profile::tls_server(),
        _ => Profile::rfc5280(),
    }
}

/// Cuts a piece off whose length is in two octets in front of it.
fn piece<'d>(rest: &mut &'d [u8]) -> Option<&'d [u8]> {
    let (length, after) = rest.split_first_chunk()?;
    let (piece, after) = after.split_at_checked(u16::from_be_bytes(*length).into())?;
    *rest = after;
    Some(piece)
}
