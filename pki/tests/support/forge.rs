//! Makes certificates, CRLs and OCSP responses as an attacker or a strange authority would: any
//! name, any extension, real signatures on P-256.
#![allow(dead_code, reason = "each test program uses a part of it")]
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::signature::hazmat::PrehashSigner as _;
use p256::ecdsa::{Signature, SigningKey};
use v2g_pki::Certificate;
use v2g_pki::x509::HashAlgorithm;

/// 2026-11-22T06:00:00Z, when everything here is valid.
pub(crate) const NOW: u64 = 1_795_327_200;

pub(crate) const DIGITAL_SIGNATURE: u16 = 0x8000;
pub(crate) const NON_REPUDIATION: u16 = 0x4000;
pub(crate) const KEY_CERT_SIGN: u16 = 0x0400;
pub(crate) const CRL_SIGN: u16 = 0x0200;

pub(crate) const OCSP_SIGNING: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 3, 9];

const ECDSA_SHA256: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2];
const ECDSA_SHA384: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 3];

/// A value with its tag and length, of these pieces.
pub(crate) fn tlv(tag: u8, pieces: &[&[u8]]) -> Vec<u8> {
    let content = pieces.concat();
    let mut out = vec![tag];
    match content.len() {
        short @ 0..0x80 => out.push(short.try_into().unwrap()),
        long => {
            let octets = u32::try_from(long).unwrap().to_be_bytes();
            let start = octets.iter().position(|octet| *octet != 0).unwrap();
            out.push(0x80 | u8::try_from(4 - start).unwrap());
            out.extend_from_slice(&octets[start..]);
        }
    }
    out.extend_from_slice(&content);
    out
}

fn sequence(pieces: &[&[u8]]) -> Vec<u8> {
    tlv(0x30, pieces)
}

/// A relative name with one attribute below id-at, or a domainComponent.
fn attribute(kind: &[u8], tag: u8, value: &[u8]) -> Vec<u8> {
    tlv(0x31, &[&sequence(&[&tlv(6, &[kind]), &tlv(tag, &[value])])])
}

/// A Name of a commonName.
pub(crate) fn cn(text: &str) -> Vec<u8> {
    name(&[(3, 0x0C, text.as_bytes())])
}

/// A Name of attributes below id-at: last arc, tag of the string, value.
pub(crate) fn name(attributes: &[(u8, u8, &[u8])]) -> Vec<u8> {
    let sets = attributes.iter().map(|(arc, tag, value)| attribute(&[0x55, 4, *arc], *tag, value));
    sequence(&[&sets.collect::<Vec<_>>().concat()])
}

/// An extension below id-ce.
pub(crate) fn extension(arc: u8, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if critical { &[1, 1, 0xFF] } else { &[] };
    sequence(&[&[6, 3, 0x55, 0x1D, arc], critical, &tlv(4, &[value])])
}

/// subjectAltName with DNS names.
pub(crate) fn dns(names: &[&str]) -> Vec<u8> {
    let names: Vec<_> = names.iter().map(|name| tlv(0x82, &[name.as_bytes()])).collect();
    extension(17, false, &sequence(&[&names.concat()]))
}

/// nameConstraints: subtrees whose bases are general names; permitted or excluded.
pub(crate) fn constraints(is_excluded: bool, bases: &[Vec<u8>]) -> Vec<u8> {
    let bases: Vec<_> = bases.iter().map(|base| sequence(&[base])).collect();
    let tag = if is_excluded { 0xA1 } else { 0xA0 };
    extension(30, true, &sequence(&[&tlv(tag, &[&bases.concat()])]))
}

/// A BIT STRING of named bits.
fn named_bits(bits: u16) -> Vec<u8> {
    let octets = bits.to_be_bytes();
    let octets = if octets[1] == 0 { &octets[..1] } else { &octets };
    let unused = u8::try_from(octets.last().unwrap().trailing_zeros()).unwrap();
    tlv(3, &[&[unused], octets])
}

/// A key on P-256.
pub(crate) struct Key(SigningKey);

impl Key {
    /// Keys with different numbers differ.
    pub(crate) fn new(number: u32) -> Self {
        let mut scalar = [7; 32];
        scalar[..4].copy_from_slice(&number.to_be_bytes());
        Self(SigningKey::from_slice(&scalar).unwrap())
    }

    fn info(&self) -> Vec<u8> {
        let point = self.0.verifying_key().to_encoded_point(false);
        let algorithm = sequence(&[
            &[6, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1],
            &[6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7],
        ]);
        sequence(&[&algorithm, &tlv(3, &[&[0], point.as_bytes()])])
    }

    /// Puts what is to be signed, the algorithm and the signature together.
    fn sign(&self, tbs: &[u8], algorithm: &[u8]) -> Vec<u8> {
        let signature: Signature = if algorithm == ECDSA_SHA384 {
            self.0.sign_prehash(HashAlgorithm::Sha384.hash(tbs).octets()).unwrap()
        } else {
            self.0.sign(tbs)
        };
        let (r, s) = (integer(&signature.r().to_bytes()), integer(&signature.s().to_bytes()));
        let signature = tlv(3, &[&[0], &sequence(&[&r, &s])]);
        [tbs, &sequence(&[&tlv(6, &[algorithm])]), &signature].concat()
    }
}

fn integer(magnitude: &[u8]) -> Vec<u8> {
    let start = magnitude.iter().position(|octet| *octet != 0).unwrap_or(magnitude.len() - 1);
    let magnitude = &magnitude[start..];
    let zero: &[u8] = if magnitude[0] >= 0x80 { &[0] } else { &[] };
    tlv(2, &[zero, magnitude])
}

/// A certificate that is to be made.
#[derive(Clone)]
pub(crate) struct Template {
    pub(crate) serial: u32,
    pub(crate) issuer: Vec<u8>,
    pub(crate) subject: Vec<u8>,
    pub(crate) validity: [&'static str; 2],
    /// pathLenConstraint of a CA.
    pub(crate) ca: Option<Option<u8>>,
    pub(crate) usage: Option<u16>,
    pub(crate) purposes: Vec<&'static [u8]>,
    /// Whole extensions.
    pub(crate) extensions: Vec<Vec<u8>>,
    pub(crate) is_version_1: bool,
    pub(crate) with_sha384: bool,
}

impl Template {
    /// A leaf.
    pub(crate) fn leaf(serial: u32, issuer: &[u8], subject: &[u8]) -> Self {
        Self {
            serial,
            issuer: issuer.to_vec(),
            subject: subject.to_vec(),
            validity: ["260101000000Z", "300101000000Z"],
            ca: None,
            usage: Some(DIGITAL_SIGNATURE),
            purposes: Vec::new(),
            extensions: Vec::new(),
            is_version_1: false,
            with_sha384: false,
        }
    }

    /// A CA that also signs CRLs.
    pub(crate) fn ca(serial: u32, issuer: &[u8], subject: &[u8]) -> Self {
        let usage = Some(KEY_CERT_SIGN | CRL_SIGN);
        Self { ca: Some(None), usage, ..Self::leaf(serial, issuer, subject) }
    }

    /// Somebody who signs CRLs under the name of a CA, and nothing else.
    pub(crate) fn crl_signer(serial: u32, issuer: &[u8], subject: &[u8]) -> Self {
        Self { usage: Some(CRL_SIGN), ..Self::leaf(serial, issuer, subject) }
    }

    /// A delegate of an OCSP responder.
    pub(crate) fn delegate(serial: u32, issuer: &[u8], subject: &[u8]) -> Self {
        Self { purposes: vec![OCSP_SIGNING], ..Self::leaf(serial, issuer, subject) }
    }

    pub(crate) fn with(mut self, extension: Vec<u8>) -> Self {
        self.extensions.push(extension);
        self
    }

    /// Makes the certificate of a key.
    pub(crate) fn issue(&self, key: &Key, signer: &Key) -> Vec<u8> {
        let mut extensions = self.extensions.clone();
        if let Some(path_len) = self.ca {
            let path_len = path_len.map(|length| tlv(2, &[&[length]])).unwrap_or_default();
            extensions.push(extension(19, true, &sequence(&[&[1, 1, 0xFF], &path_len])));
        }
        if let Some(usage) = self.usage {
            extensions.push(extension(15, true, &named_bits(usage)));
        }
        if !self.purposes.is_empty() {
            let purposes: Vec<_> = self.purposes.iter().map(|oid| tlv(6, &[oid])).collect();
            extensions.push(extension(37, false, &sequence(&[&purposes.concat()])));
        }
        let extensions = tlv(0xA3, &[&sequence(&[&extensions.concat()])]);
        let (version, extensions): (&[u8], &[u8]) =
            if self.is_version_1 { (&[], &[]) } else { (&[0xA0, 3, 2, 1, 2], &extensions) };
        let times = self.validity.map(|time| tlv(0x17, &[time.as_bytes()]));
        let algorithm = if self.with_sha384 { ECDSA_SHA384 } else { ECDSA_SHA256 };
        let tbs = sequence(&[
            version,
            &integer(&self.serial.to_be_bytes()),
            &sequence(&[&tlv(6, &[algorithm])]),
            &self.issuer,
            &sequence(&[&times[0], &times[1]]),
            &self.subject,
            &key.info(),
            extensions,
        ]);
        sequence(&[&signer.sign(&tbs, algorithm)])
    }
}

/// A CRL that is to be made.
#[derive(Clone)]
pub(crate) struct CrlTemplate {
    pub(crate) issuer: Vec<u8>,
    pub(crate) revoked: Vec<u32>,
    pub(crate) times: [&'static str; 2],
    /// Whole extensions.
    pub(crate) extensions: Vec<Vec<u8>>,
    pub(crate) with_sha384: bool,
}

impl CrlTemplate {
    pub(crate) fn new(issuer: &[u8], revoked: &[u32]) -> Self {
        Self {
            issuer: issuer.to_vec(),
            revoked: revoked.to_vec(),
            times: ["261101000000Z", "270101000000Z"],
            extensions: vec![extension(20, false, &[2, 1, 10])],
            with_sha384: false,
        }
    }

    pub(crate) fn with(mut self, extension: Vec<u8>) -> Self {
        self.extensions.push(extension);
        self
    }

    pub(crate) fn sign(&self, signer: &Key) -> Vec<u8> {
        let entries = self.revoked.iter().map(|serial| {
            sequence(&[&integer(&serial.to_be_bytes()), &tlv(0x17, &[b"261101000000Z"])])
        });
        let entries: Vec<_> = entries.collect();
        let entries = if entries.is_empty() { Vec::new() } else { sequence(&[&entries.concat()]) };
        let algorithm = if self.with_sha384 { ECDSA_SHA384 } else { ECDSA_SHA256 };
        let times = self.times.map(|time| tlv(0x17, &[time.as_bytes()]));
        let tbs = sequence(&[
            &[2, 1, 1],
            &sequence(&[&tlv(6, &[algorithm])]),
            &self.issuer,
            &times[0],
            &times[1],
            &entries,
            &tlv(0xA0, &[&sequence(&[&self.extensions.concat()])]),
        ]);
        sequence(&[&signer.sign(&tbs, algorithm)])
    }
}

/// An OCSP response that is to be made.
#[derive(Clone)]
pub(crate) struct OcspTemplate {
    /// A Name.
    pub(crate) responder: Vec<u8>,
    pub(crate) is_revoked: bool,
    pub(crate) produced_at: &'static str,
    /// thisUpdate and nextUpdate.
    pub(crate) times: [&'static str; 2],
    pub(crate) certificates: Vec<Vec<u8>>,
    pub(crate) with_sha384: bool,
}

impl OcspTemplate {
    pub(crate) fn new(responder: &[u8], is_revoked: bool) -> Self {
        Self {
            responder: responder.to_vec(),
            is_revoked,
            produced_at: "20261122000000Z",
            times: ["20261122000000Z", "20261129000000Z"],
            certificates: Vec::new(),
            with_sha384: false,
        }
    }

    /// Makes a response about a certificate of an issuer.
    pub(crate) fn sign(&self, certificate: &[u8], issuer: &[u8], signer: &Key) -> Vec<u8> {
        let certificate = Certificate::parse(certificate).unwrap();
        let issuer = Certificate::parse(issuer).unwrap();
        let hash = |octets: &[u8]| tlv(4, &[HashAlgorithm::Sha1.hash(octets).octets()]);
        let id = sequence(&[
            &sequence(&[&[6, 5, 0x2B, 0x0E, 3, 2, 26], &[5, 0]]),
            &hash(certificate.issuer().der()),
            &hash(issuer.public_key().key()),
            &tlv(2, &[certificate.serial_number().content()]),
        ]);
        let status = if self.is_revoked {
            tlv(0xA1, &[&tlv(0x18, &[b"20261101000000Z"])])
        } else {
            vec![0x80, 0]
        };
        let times = self.times.map(|time| tlv(0x18, &[time.as_bytes()]));
        let single = sequence(&[&id, &status, &times[0], &tlv(0xA0, &[&times[1]])]);
        let data = sequence(&[
            &tlv(0xA1, &[&self.responder]),
            &tlv(0x18, &[self.produced_at.as_bytes()]),
            &sequence(&[&single]),
        ]);
        let algorithm = if self.with_sha384 { ECDSA_SHA384 } else { ECDSA_SHA256 };
        let certificates = if self.certificates.is_empty() {
            Vec::new()
        } else {
            tlv(0xA0, &[&sequence(&[&self.certificates.concat()])])
        };
        let basic = sequence(&[&signer.sign(&data, algorithm), &certificates]);
        let bytes = sequence(&[&[6, 9, 0x2B, 6, 1, 5, 5, 7, 0x30, 1, 1], &tlv(4, &[&basic])]);
        sequence(&[&[0x0A, 1, 0], &tlv(0xA0, &[&bytes])])
    }
}
