//! What a CA signs: certificates (RFC 5280 4.1), CRLs (RFC 5280 5.1), OCSP responses (RFC 6960 4.2).

use v2g_pki::Certificate;
use v2g_pki::der::{Oid, Time};
use v2g_pki::request::{CertificateRequest, CertificateRequestInfo};
use v2g_pki::x509::{CertificateHashData, HashAlgorithm, KeyUsage};

use super::der::{self, BOOLEAN, INTEGER, OCTET_STRING, OID, sequence, tlv};
use super::key::{Curve, Key};
use super::pki::MakeError;
use super::plan::{Kind, Member};

/// Whoever issues: a name and a key.
pub(super) struct Issuer<'i> {
    pub(super) curve: Curve,
    /// The DER of the name.
    pub(super) name: &'i [u8],
    pub(super) key: &'i Key,
}

impl Issuer<'_> {
    /// Signs the content of certificates, CRLs and OCSP responses, with the algorithm behind it.
    fn sign(&self, tbs: &[u8], rest: &[u8]) -> Result<Vec<u8>, MakeError> {
        let signature =
            self.key.sign(tbs).map_err(|error| MakeError::NotWritten(error.to_string()))?;
        let [_, algorithm] = self.curve.ids();
        Ok(sequence(&[tbs, &algorithm, &der::bits(signature.octets()), rest]))
    }

    /// Issues a certificate for what a request has: its subject, its key, and the subjectAltName.
    pub(super) fn certificate(
        &self,
        member: &Member,
        request: &CertificateRequest<'_>,
        serial: &[u8],
        validity: [Time; 2],
    ) -> Result<Vec<u8>, MakeError> {
        let [_, algorithm] = self.curve.ids();
        let validity = validity.map(der::time).concat();
        let extensions = extensions(member, request, &self.key.identifier());
        let tbs = sequence(&[
            &tlv(0xA0, &tlv(INTEGER, &[2])),
            &tlv(INTEGER, serial),
            &algorithm,
            self.name,
            &sequence(&[&validity]),
            request.subject().der(),
            &subject_public_key(request),
            &tlv(0xA3, &sequence(&[&extensions])),
        ]);
        self.sign(&tbs, &[])
    }

    /// A CRL with the serial numbers of what is revoked.
    pub(super) fn crl(&self, revoked: &[&[u8]], update: [Time; 2]) -> Result<Vec<u8>, MakeError> {
        let [_, algorithm] = self.curve.ids();
        let entries: Vec<_> = revoked
            .iter()
            .map(|serial| sequence(&[&tlv(INTEGER, serial), &der::time(update[0])]))
            .collect();
        // RFC 5280 5.1.2.6: no list where nothing is revoked.
        let entries = if entries.is_empty() { vec![] } else { sequence(&[&entries.concat()]) };
        let authority = sequence(&[&tlv(0x80, &self.key.identifier())]);
        let extensions = [
            extension(&[0x55, 0x1D, 35], false, &authority),
            extension(&[0x55, 0x1D, 20], false, &tlv(INTEGER, &[1])),
        ];
        let tbs = sequence(&[
            &tlv(INTEGER, &[1]),
            &algorithm,
            self.name,
            &update.map(der::time).concat(),
            &entries,
            &tlv(0xA0, &sequence(&[&extensions.concat()])),
        ]);
        self.sign(&tbs, &[])
    }

    /// A response of the issuer itself about one certificate.
    pub(super) fn ocsp(
        &self,
        certificate: &Certificate<'_>,
        issuer: &Certificate<'_>,
        is_revoked: bool,
        update: [Time; 2],
    ) -> Result<Vec<u8>, MakeError> {
        // RFC 5019 2.1.1: what every client knows.
        let id = CertificateHashData::new(HashAlgorithm::Sha1, certificate, issuer);
        let sha1 = sequence(&[&tlv(OID, &[0x2B, 0x0E, 3, 2, 26]), &[5, 0]]);
        let id = sequence(&[
            &sha1,
            &tlv(OCTET_STRING, id.issuer_name_hash.octets()),
            &tlv(OCTET_STRING, id.issuer_key_hash.octets()),
            &tlv(INTEGER, id.serial_number.content()),
        ]);
        let status =
            if is_revoked { tlv(0xA1, &der::generalized_time(update[0])) } else { tlv(0x80, &[]) };
        let [this_update, next_update] = update.map(der::generalized_time);
        let single = sequence(&[&id, &status, &this_update, &tlv(0xA0, &next_update)]);
        let responder = tlv(0xA2, &tlv(OCTET_STRING, &self.key.identifier()));
        let data = sequence(&[&responder, &this_update, &sequence(&[&single])]);
        let basic = self.sign(&data, &[])?;
        // id-pkix-ocsp-basic.
        let oid = tlv(OID, &[0x2B, 6, 1, 5, 5, 7, 0x30, 1, 1]);
        let bytes = sequence(&[&oid, &tlv(OCTET_STRING, &basic)]);
        Ok(sequence(&[&tlv(der::ENUMERATED, &[0]), &tlv(0xA0, &bytes)]))
    }
}

/// The request of a member, by the interface that charging stations use.
pub(super) fn request(member: &Member, curve: Curve, key: &Key) -> Result<Vec<u8>, MakeError> {
    let public_key = key.subject_public_key();
    let info = CertificateRequestInfo::new(&member.subject, public_key)
        .with_key_usage(member.usage)
        .with_dns_names(member.dns_names);
    let info = match &member.kind {
        Kind::Leaf { purposes, .. } => info.with_purposes(purposes),
        Kind::Ca { .. } => info,
    };
    let mut room = [0; 1024];
    let der = info.sign(curve.algorithm(), |message| key.sign(message), &mut room);
    der.map(<[u8]>::to_vec)
        .map_err(|error| MakeError::NotWritten(format!("{}: {error}", member.name)))
}

fn subject_public_key(request: &CertificateRequest<'_>) -> Vec<u8> {
    let key = request.public_key();
    sequence(&[&sequence(&[key.algorithm().content()]), &der::bits(key.key())])
}

fn extension(oid: &[u8], is_critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = if is_critical { tlv(BOOLEAN, &[0xFF]) } else { vec![] };
    sequence(&[&tlv(OID, oid), &critical, &tlv(OCTET_STRING, value)])
}

fn extensions(member: &Member, request: &CertificateRequest<'_>, authority: &[u8]) -> Vec<u8> {
    let (basic, purposes) = match &member.kind {
        Kind::Ca { path_len } => {
            let path_len = path_len.map(|length| tlv(INTEGER, &[length])).unwrap_or_default();
            (sequence(&[&tlv(BOOLEAN, &[0xFF]), &path_len]), &[][..])
        }
        Kind::Leaf { purposes, .. } => (sequence(&[]), &purposes[..]),
    };
    let own = HashAlgorithm::Sha1.hash(request.public_key().key());
    let mut list = vec![
        extension(&[0x55, 0x1D, 19], true, &basic),
        extension(&[0x55, 0x1D, 15], true, &key_usage(member.usage)),
        extension(&[0x55, 0x1D, 14], false, &tlv(OCTET_STRING, own.octets())),
    ];
    if let Some(issuer) = member.issuer {
        list.push(extension(&[0x55, 0x1D, 35], false, &sequence(&[&tlv(0x80, authority)])));
        // id-pe-authorityInfoAccess with id-ad-ocsp, the responderURL of OCPP.
        let uri = format!("http://ocsp.test/{issuer}");
        let method = tlv(OID, &[0x2B, 6, 1, 5, 5, 7, 0x30, 1]);
        let access = sequence(&[&sequence(&[&method, &tlv(0x86, uri.as_bytes())])]);
        list.push(extension(&[0x2B, 6, 1, 5, 5, 7, 1, 1], false, &access));
    }
    if !purposes.is_empty() {
        let purposes: Vec<_> =
            purposes.iter().map(|purpose: &Oid<'_>| tlv(OID, purpose.content())).collect();
        list.push(extension(&[0x55, 0x1D, 37], false, &sequence(&[&purposes.concat()])));
    }
    if !member.dns_names.is_empty() {
        let names: Vec<_> =
            member.dns_names.iter().map(|name| tlv(0x82, name.as_bytes())).collect();
        list.push(extension(&[0x55, 0x1D, 17], false, &sequence(&[&names.concat()])));
    }
    list.concat()
}

/// A BIT STRING without zeros at its end; the bits that members have are in the first octet.
fn key_usage(usage: KeyUsage) -> Vec<u8> {
    let bits = [
        KeyUsage::DIGITAL_SIGNATURE,
        KeyUsage::NON_REPUDIATION,
        KeyUsage::KEY_ENCIPHERMENT,
        KeyUsage::DATA_ENCIPHERMENT,
        KeyUsage::KEY_AGREEMENT,
        KeyUsage::KEY_CERT_SIGN,
        KeyUsage::CRL_SIGN,
    ];
    let octet = bits
        .iter()
        .enumerate()
        .filter(|(_, bit)| usage.contains(**bit))
        .fold(0_u8, |octet, (place, _)| octet | 0x80 >> place);
    let unused = octet.trailing_zeros().min(7).to_be_bytes()[3];
    tlv(der::BIT_STRING, &[unused, octet])
}
