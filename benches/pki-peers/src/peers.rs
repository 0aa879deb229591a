//! The validators, each with what it has in place of a profile.

use std::time::Duration;

use ::webpki as rustls_webpki;
use iso15118::pnc::pki::{Policy, Profile as IsoProfile, TrustAnchor, TrustAnchors, chain};
use iso15118::pnc::rustcrypto::Backend as IsoBackend;
use rustls_webpki::{
    BorrowedCertRevocationList, CertRevocationList, EndEntityCert, ExpirationPolicy, KeyUsage,
    RevocationCheckDepth, RevocationOptionsBuilder, anchor_from_trusted_cert,
};
use v2g_pki::pki_types::{CertificateDer, ServerName, UnixTime};
use v2g_pki::{
    Anchor, Backend, Crl, Iso15118Role, Ocpp16Role, OcspResponse, Peer, Profile, Revocation,
    RevocationCheck, Validator,
};

use crate::case::Case;

fn ders(list: &[Vec<u8>]) -> Vec<CertificateDer<'_>> {
    list.iter().map(|der| der.as_slice().into()).collect()
}

fn now(case: &Case) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(case.time))
}

/// The profile of the role, strict.
pub(crate) fn v2g_pki(case: &Case) -> Option<bool> {
    let role = match case.role.as_str() {
        "secc" => Iso15118Role::Secc,
        "secc_pe" => Iso15118Role::SeccPrivate,
        "contract" => Iso15118Role::Contract,
        "oem_prov" => Iso15118Role::OemProvisioning,
        "cps" => Iso15118Role::Cps,
        // Not used by the roles of OCPP.
        _ => Iso15118Role::Vehicle,
    };
    let profile = match (case.standard.as_str(), case.role.as_str()) {
        ("iso15118-2", _) => Profile::iso15118_2(role),
        ("iso15118-20", _) => Profile::iso15118_20(role),
        (_, "csms") => Profile::ocpp16(Ocpp16Role::Csms),
        (_, "charge_point") => Profile::ocpp16(Ocpp16Role::ChargePoint),
        _ => Profile::ocpp16(Ocpp16Role::Firmware),
    };
    let (intermediates, roots) = (ders(&case.intermediates), ders(&case.anchors));
    let anchors: Vec<_> =
        roots.iter().filter_map(|root| Anchor::from_certificate(root).ok()).collect();
    let crls: Vec<_> = case.crls.iter().filter_map(|crl| Crl::parse(crl).ok()).collect();
    let ocsp: Vec<_> = case.ocsp.iter().filter_map(|der| OcspResponse::parse(der).ok()).collect();
    let peers =
        [case.host.as_deref().map(Peer::Dns), case.serial.as_deref().map(Peer::SerialNumber)];
    let peers: Vec<_> = peers.into_iter().flatten().collect();
    let mut validator = Validator::new(profile, Backend::RUST_CRYPTO_ALL);
    validator =
        if peers.is_empty() { validator.for_any_peer() } else { validator.for_peers(&peers) };
    if let Some(revocation) = &case.revocation {
        let mut data = Revocation::hard(&crls, &ocsp);
        data.nonce = case.nonce.as_deref();
        if revocation == "leaf" {
            data.intermediates = RevocationCheck::Skip;
        }
        validator = validator.with_revocation(data);
    }
    Some(validator.verify(&case.leaf, &intermediates, &anchors, now(case)).is_ok())
}

/// webpki with aws-lc-rs and its defaults; not asked about Ed448 and OCSP.
pub(crate) fn webpki(case: &Case) -> Option<bool> {
    if case.id.contains("ed448") || !case.ocsp.is_empty() || case.serial.is_some() {
        return None;
    }
    Some(webpki_accepts(case).is_some())
}

fn webpki_accepts(case: &Case) -> Option<()> {
    let leaf = CertificateDer::from(case.leaf.as_slice());
    let leaf = EndEntityCert::try_from(&leaf).ok()?;
    let (intermediates, roots) = (ders(&case.intermediates), ders(&case.anchors));
    let anchors: Vec<_> =
        roots.iter().filter_map(|root| anchor_from_trusted_cert(root).ok()).collect();
    let usage = match case.role.as_str() {
        "vehicle" | "charge_point" => KeyUsage::client_auth(),
        _ => KeyUsage::server_auth(),
    };
    let crls: Option<Vec<CertRevocationList<'_>>> = case
        .crls
        .iter()
        .map(|crl| BorrowedCertRevocationList::from_der(crl).ok().map(CertRevocationList::from))
        .collect();
    let crls = crls?;
    let crls: Vec<_> = crls.iter().collect();
    let revocation = match &case.revocation {
        None => None,
        Some(of) => {
            let depth = match of.as_str() {
                "leaf" => RevocationCheckDepth::EndEntity,
                _ => RevocationCheckDepth::Chain,
            };
            let options = RevocationOptionsBuilder::new(&crls).ok()?;
            let options = options.with_expiration_policy(ExpirationPolicy::Enforce);
            Some(options.with_depth(depth).build())
        }
    };
    leaf.verify_for_usage(
        rustls_webpki::ALL_VERIFICATION_ALGS,
        &anchors,
        &intermediates,
        now(case),
        usage,
        revocation,
        None,
    )
    .ok()?;
    if let Some(host) = &case.host {
        let host = ServerName::try_from(host.as_str()).ok()?;
        leaf.verify_is_valid_for_subject_name(&host).ok()?;
    }
    Some(())
}

/// The verdicts in the file: of `openssl verify`, and of `openssl ocsp` where there is a response.
pub(crate) fn openssl(case: &Case) -> Option<bool> {
    if case.openssl.is_empty() || case.serial.is_some() {
        return None;
    }
    Some(case.openssl.iter().all(|accepted| *accepted))
}

/// Roles that the crate has a policy for; no Ed448, no revocation.
pub(crate) fn iso15118(case: &Case) -> Option<bool> {
    if case.id.contains("ed448") || case.revocation.is_some() {
        return None;
    }
    let profile = match case.role.as_str() {
        "secc" | "secc_pe" => IsoProfile::SeccCertificate,
        "contract" => IsoProfile::ContractCertificate,
        "oem_prov" => IsoProfile::OemProvisioningCertificate,
        _ => return None,
    };
    let policy = match case.standard.as_str() {
        "iso15118-2" => Policy::iso2(profile),
        _ => Policy::iso20(profile),
    };
    let chain: Vec<&[u8]> =
        [&case.leaf].into_iter().chain(&case.intermediates).map(Vec::as_slice).collect();
    let anchors: Vec<_> = case.anchors.iter().map(|root| TrustAnchor::new(root, "root")).collect();
    let time = i64::try_from(case.time).ok()?;
    Some(chain::validate(&chain, &TrustAnchors::new(&anchors), policy, time, &IsoBackend).is_ok())
}
