//! Certificates read by `x509-cert`, an independent reader: the same fields.
#![cfg(all(feature = "p521", feature = "rsa", feature = "ed448"))]

mod support;

use support::cases;
use v2g_pki::Certificate;
use x509_cert::der::{Decode as _, Encode as _};
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage, SubjectKeyIdentifier};

#[test]
fn fields_are_those_that_another_reader_finds() {
    let mut count = 0;
    for case in cases() {
        let all = [&case.leaf].into_iter().chain(&case.intermediates).chain(&case.anchors);
        for der in all {
            let Ok(ours) = Certificate::parse(der) else { continue };
            let theirs = x509_cert::Certificate::from_der(der).unwrap();
            let tbs = theirs.tbs_certificate();
            assert_eq!(ours.signed().message(), tbs.to_der().unwrap());
            assert_eq!(ours.signed().signature(), theirs.signature().raw_bytes());
            assert_eq!(ours.serial_number().content(), tbs.serial_number().as_bytes());
            assert_eq!(ours.issuer().der(), tbs.issuer().to_der().unwrap());
            assert_eq!(ours.subject().der(), tbs.subject().to_der().unwrap());
            let seconds = |time: &x509_cert::time::Time| time.to_unix_duration().as_secs();
            let validity = ours.validity();
            assert_eq!(validity.not_before.unix() as u64, seconds(&tbs.validity().not_before));
            assert_eq!(validity.not_after.unix() as u64, seconds(&tbs.validity().not_after));
            let key = tbs.subject_public_key_info();
            assert_eq!(ours.public_key().key(), key.subject_public_key.raw_bytes());

            let extensions = ours.extensions();
            if let Ok(found) = tbs.get_extension::<BasicConstraints>() {
                let found = found.map(|(critical, basic)| {
                    (critical, basic.ca, basic.path_len_constraint.map(u32::from))
                });
                let basic = extensions.basic_constraints().map(|basic| {
                    let critical =
                        extensions.is_critical(v2g_pki::x509::Extension::BasicConstraints);
                    (critical, basic.ca, basic.path_len)
                });
                assert_eq!(basic, found);
            }
            let usage = tbs.get_extension::<KeyUsage>().unwrap();
            for (bit, name) in [
                (
                    v2g_pki::x509::KeyUsage::DIGITAL_SIGNATURE,
                    KeyUsage::digital_signature as fn(_) -> _,
                ),
                (v2g_pki::x509::KeyUsage::KEY_AGREEMENT, KeyUsage::key_agreement),
                (v2g_pki::x509::KeyUsage::KEY_CERT_SIGN, KeyUsage::key_cert_sign),
                (v2g_pki::x509::KeyUsage::CRL_SIGN, KeyUsage::crl_sign),
            ] {
                let theirs = usage.as_ref().map(|(_, usage)| name(usage));
                assert_eq!(extensions.key_usage().map(|usage| usage.contains(bit)), theirs);
            }
            let id = tbs.get_extension::<SubjectKeyIdentifier>().unwrap();
            let id = id.as_ref().map(|(_, id)| id.0.as_bytes());
            assert_eq!(extensions.subject_key_id(), id);
            count += 1;
        }
    }
    assert!(count > 100, "only {count} certificates");
}
