//! What a certificate must be by itself: as any certificate, as an issuer, as a leaf.

use super::peer;
use crate::backend;
use crate::der::{Time, oid};
use crate::error::{Fault, Position, Value};
use crate::profile::{Domain, Profile, Rule};
use crate::x509::{
    Certificate, Extension, GeneralName, KeyKind, KeyUsage, PublicKey, Version, is_dns_name,
};

/// The domain components of the roles and of roots (ISO 15118-2 Annex F).
const DOMAINS: [&[u8]; 5] = [b"V2G", b"CPO", b"CPS", b"MO", b"OEM"];

/// RSA moduli of OCPP profiles, in bits.
const MIN_RSA_BITS: u32 = 2048;

/// One certificate, checked against a profile.
pub(crate) struct Checks<'c, 'a> {
    pub(crate) profile: &'c Profile<'c>,
    pub(crate) now: Time,
    pub(crate) certificate: &'c Certificate<'a>,
    pub(crate) position: Position,
}

impl<'a> Checks<'_, 'a> {
    fn broken(&self, rule: Rule) -> Fault<'a> {
        Fault::at(rule, self.position, self.certificate)
    }

    /// Fails if the rule is in the profile and does not hold.
    fn must(&self, rule: Rule, holds: bool, value: Value<'a>) -> Result<(), Fault<'a>> {
        if holds || !self.profile.has(rule) { Ok(()) } else { Err(self.broken(rule).with(value)) }
    }

    /// Checks a certificate that issued the one below. `cas` others that are neither the leaf nor
    /// self-issued are in between.
    pub(crate) fn issuer(&self, cas: u32) -> Result<(), Fault<'a>> {
        self.basics()?;
        // 6.1.4 (k); versions 1 and 2 have no extensions, and nothing else says that they are CAs.
        if self.certificate.extensions().basic_constraints().is_none() {
            return Err(self.broken(Rule::IssuerIsCa));
        }
        self.may_issue(cas)?;
        self.constraints_present()?;
        self.issuer_form()?;
        self.validity()
    }

    /// Checks the certificate of an anchor: its key, its validity, and that it does not say that it
    /// is not an issuer.
    ///
    /// The caller trusts it, so rules for certificates that somebody issued do not apply: version,
    /// serial number, size, extensions that must be there.
    pub(crate) fn anchor(&self, cas: u32) -> Result<(), Fault<'a>> {
        self.known_extensions()?;
        self.may_issue(cas)?;
        self.validity()
    }

    /// Checks a root that is to be installed: more than an anchor, since somebody else says that it is
    /// one.
    #[cfg(feature = "pem")]
    pub(crate) fn root(&self) -> Result<(), Fault<'a>> {
        let subject = self.certificate.subject();
        if self.certificate.extensions().basic_constraints().is_none() {
            return Err(self.broken(Rule::IssuerIsCa));
        }
        self.must(Rule::SubjectName, !subject.is_empty(), Value::None)?;
        let domain = subject.domain_component();
        let value = domain.map_or(Value::None, Value::Text);
        self.must(Rule::RootDomainComponent, domain == Some(b"V2G"), value)?;
        self.key()?;
        self.signature_algorithm()?;
        self.anchor(0)
    }

    /// Whether a certificate can be that of somebody who signs CRLs or OCSP responses for a CA: its
    /// signature and its key are of the profile, and it is valid now, whatever the profile.
    pub(crate) fn status_signer(
        profile: &Profile<'_>,
        now: Time,
        certificate: &Certificate<'_>,
    ) -> bool {
        let validity = certificate.validity();
        certificate.repeats_algorithm()
            && certificate.extensions().unknown_critical().is_none()
            && broken_by_key(profile, &certificate.public_key()).is_none()
            && profile.has_signature(certificate.signed().algorithm())
            && (validity.not_before..=validity.not_after).contains(&now)
    }

    /// Checks that the extensions, if they are there, allow to issue.
    fn may_issue(&self, cas: u32) -> Result<(), Fault<'a>> {
        let extensions = self.certificate.extensions();
        let basic = extensions.basic_constraints();
        // 6.1.4 (k)
        if basic.is_some_and(|basic| !basic.ca) {
            return Err(self.broken(Rule::IssuerIsCa));
        }
        // (n)
        if let Some(usage) = extensions.key_usage() {
            if !usage.contains(KeyUsage::KEY_CERT_SIGN) {
                return Err(self.broken(Rule::IssuerKeyUsage).with(Value::KeyUsage(usage)));
            }
        }
        // (l), (m)
        let limit = basic.and_then(|basic| basic.path_len);
        if let Some(limit) = limit.filter(|limit| cas > *limit) {
            let value = Value::AtMost { found: cas.into(), limit: limit.into() };
            return Err(self.broken(Rule::PathLength).with(value));
        }
        Ok(())
    }

    /// The leaf.
    pub(crate) fn leaf(&self) -> Result<(), Fault<'a>> {
        let extensions = self.certificate.extensions();
        self.basics()?;
        self.signature_algorithm()?;
        self.issuer_form()?;
        self.constraints_present()?;
        if self.profile.has(Rule::PublicKeyValue) {
            let is_possible = backend::is_possible(&self.certificate.public_key());
            self.must(Rule::PublicKeyValue, is_possible, Value::None)?;
        }
        let is_ca = extensions.basic_constraints().is_some_and(|basic| basic.ca);
        self.must(Rule::LeafIsNoCa, !is_ca, Value::None)?;
        if let Some(usage) = extensions.key_usage() {
            let fits = usage.contains(self.profile.leaf_usage);
            self.must(Rule::LeafKeyUsage, fits, Value::KeyUsage(usage))?;
        }
        if let (Some(purposes), Some(purpose)) =
            (extensions.extended_key_usage(), self.profile.purpose)
        {
            let fits = purposes.contains(purpose) || purposes.contains(oid::ANY_EXTENDED_KEY_USAGE);
            let value = purposes.iter().next().map_or(Value::None, Value::Oid);
            self.must(Rule::ExtendedKeyUsage, fits, value)?;
        }
        self.leaf_domain()?;
        if self.profile.has(Rule::Emaid) {
            peer::check_emaid(self.certificate)?;
        }
        self.validity()
    }

    /// domainComponent of the leaf: exactly one and that of the role, or, where the role need not
    /// have one, none of another role.
    fn leaf_domain(&self) -> Result<(), Fault<'a>> {
        let subject = self.certificate.subject();
        match self.profile.leaf_domain {
            None => Ok(()),
            Some(Domain::Mandatory(wanted)) => {
                // All that there are, since readers differ in which of several they take.
                let found = subject.domain_component();
                let value = found.map_or(Value::None, Value::Text);
                self.must(Rule::LeafDomainComponent, found == Some(wanted), value)
            }
            Some(Domain::Optional(own)) => {
                // RFC 5280 7.3: without regard to case.
                let is = |value: &[u8], domain: &[u8]| value.eq_ignore_ascii_case(domain);
                let other = |value: &&[u8]| {
                    !is(value, own) && DOMAINS.iter().any(|domain| is(value, domain))
                };
                let mut values = subject.values(oid::DOMAIN_COMPONENT).map(|found| found.value());
                match values.find(other) {
                    None => Ok(()),
                    Some(found) => self.must(Rule::LeafDomainComponent, false, Value::Text(found)),
                }
            }
        }
    }

    /// Checks the rules for every certificate that somebody issued.
    fn basics(&self) -> Result<(), Fault<'a>> {
        let certificate = self.certificate;
        if !certificate.repeats_algorithm() {
            return Err(self.broken(Rule::AlgorithmsAgree));
        }
        self.known_extensions()?;
        let version = certificate.version();
        self.must(Rule::Version, version == Version::V3, Value::Version(version))?;
        let size = certificate.der().len();
        let number = |number| u64::try_from(number).unwrap_or(u64::MAX);
        let value = Value::AtMost { found: number(size), limit: number(self.profile.max_size) };
        self.must(Rule::CertificateSize, size <= self.profile.max_size, value)?;
        self.key()
    }

    fn known_extensions(&self) -> Result<(), Fault<'a>> {
        match self.certificate.extensions().unknown_critical() {
            Some(oid) => Err(self.broken(Rule::UnknownCriticalExtension).with(Value::Oid(oid))),
            None => Ok(()),
        }
    }

    fn key(&self) -> Result<(), Fault<'a>> {
        match broken_by_key(self.profile, &self.certificate.public_key()) {
            Some((rule, kind)) => Err(self.broken(rule).with(Value::Key(kind))),
            None => Ok(()),
        }
    }

    /// The signature is by an algorithm of the profile. Not for anchors, whose signatures nobody
    /// verifies.
    pub(crate) fn signature_algorithm(&self) -> Result<(), Fault<'a>> {
        let algorithm = self.certificate.signed().algorithm();
        if self.profile.has_signature(algorithm) {
            return Ok(());
        }
        Err(self.broken(Rule::SignatureAlgorithm).with(Value::Oid(algorithm.oid())))
    }

    /// basicConstraints and keyUsage are there and critical.
    fn constraints_present(&self) -> Result<(), Fault<'a>> {
        let extensions = self.certificate.extensions();
        let basic = extensions.is_critical(Extension::BasicConstraints);
        self.must(Rule::BasicConstraintsCritical, basic, Value::None)?;
        let usage = extensions.is_critical(Extension::KeyUsage);
        self.must(Rule::KeyUsageCritical, usage, Value::None)
    }

    /// RFC 5280 section 4, what conforming issuers do.
    fn issuer_form(&self) -> Result<(), Fault<'a>> {
        let certificate = self.certificate;
        let extensions = certificate.extensions();
        let basic = extensions.basic_constraints();
        let is_ca = basic.is_some_and(|basic| basic.ca);

        self.must(
            Rule::SerialNumber,
            certificate.serial_number().is_conforming(),
            Value::Text(certificate.serial_number().content()),
        )?;
        self.must(Rule::TimeForm, certificate.has_proper_times(), Value::None)?;
        self.must(Rule::IssuerName, !certificate.issuer().is_empty(), Value::None)?;
        let has_subject = !certificate.subject().is_empty()
            || (!is_ca && extensions.is_critical(Extension::SubjectAltName));
        self.must(Rule::SubjectName, has_subject, Value::None)?;

        // 4.2.1.1, 4.2.1.2.
        let has_authority = extensions.authority_key().is_some() || certificate.is_self_issued();
        let value = Value::Extension(Extension::AuthorityKeyIdentifier);
        self.must(Rule::KeyIdentifiers, has_authority, value)?;
        let has_own = extensions.subject_key_id().is_some() || !is_ca;
        let value = Value::Extension(Extension::SubjectKeyIdentifier);
        self.must(Rule::KeyIdentifiers, has_own, value)?;

        for extension in NEVER_CRITICAL {
            let value = Value::Extension(extension);
            self.must(Rule::Criticality, !extensions.is_critical(extension), value)?;
        }
        for extension in ALWAYS_CRITICAL {
            let is_right = !extensions.has(extension) || extensions.is_critical(extension);
            self.must(Rule::Criticality, is_right, Value::Extension(extension))?;
        }
        let is_right = !extensions.has(Extension::NameConstraints)
            || extensions.is_critical(Extension::NameConstraints);
        self.must(Rule::NameConstraintsCritical, is_right, Value::None)?;
        let is_right = !is_ca || extensions.is_critical(Extension::BasicConstraints);
        let value = Value::Extension(Extension::BasicConstraints);
        self.must(Rule::Criticality, is_right, value)?;

        if !is_ca {
            for extension in FOR_CAS {
                let value = Value::Extension(extension);
                self.must(Rule::CaExtensions, !extensions.has(extension), value)?;
            }
            let has_path_len = basic.is_some_and(|basic| basic.path_len.is_some());
            let value = Value::Extension(Extension::BasicConstraints);
            self.must(Rule::CaExtensions, !has_path_len, value)?;
            if let Some(usage) = extensions.key_usage() {
                let is_right = !usage.contains(KeyUsage::KEY_CERT_SIGN);
                self.must(Rule::KeyCertSignIsForCas, is_right, Value::KeyUsage(usage))?;
            }
        }
        for name in extensions.subject_alt_name().iter().flat_map(|names| names.iter()) {
            if let GeneralName::Dns(name) = name {
                let value = Value::Text(name.as_bytes());
                self.must(Rule::DnsNames, is_dns_name(name, true), value)?;
            }
        }
        Ok(())
    }

    /// 6.1.3 (a)(2); both ends of the validity are in it (4.1.2.5).
    fn validity(&self) -> Result<(), Fault<'a>> {
        let validity = self.certificate.validity();
        let value = |found| Value::Time { found, compared: self.now };
        self.must(Rule::NotYetValid, validity.not_before <= self.now, value(validity.not_before))?;
        self.must(Rule::Expired, self.now <= validity.not_after, value(validity.not_after))
    }
}

/// The rule of a profile that a key breaks by its kind or size.
pub(crate) fn broken_by_key(profile: &Profile<'_>, key: &PublicKey<'_>) -> Option<(Rule, KeyKind)> {
    let kind = key.kind();
    let is_short = matches!(kind, KeyKind::Rsa { bits } if bits < MIN_RSA_BITS);
    if profile.has(Rule::KeyAlgorithm) && profile.keys & kind.bit() == 0 {
        Some((Rule::KeyAlgorithm, kind))
    } else if profile.has(Rule::RsaKeySize) && is_short {
        Some((Rule::RsaKeySize, kind))
    } else {
        None
    }
}

/// RFC 5280 4.2.1.1, 4.2.1.2, 4.2.1.15, 4.2.2.1.
const NEVER_CRITICAL: [Extension; 4] = [
    Extension::AuthorityKeyIdentifier,
    Extension::SubjectKeyIdentifier,
    Extension::FreshestCrl,
    Extension::AuthorityInfoAccess,
];

/// RFC 5280 4.2.1.11, 4.2.1.14.
const ALWAYS_CRITICAL: [Extension; 2] = [Extension::PolicyConstraints, Extension::InhibitAnyPolicy];

/// RFC 5280 4.2.1.5, 4.2.1.10, 4.2.1.11, 4.2.1.14.
const FOR_CAS: [Extension; 4] = [
    Extension::PolicyMappings,
    Extension::NameConstraints,
    Extension::PolicyConstraints,
    Extension::InhibitAnyPolicy,
];
