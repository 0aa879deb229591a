//! A whole PKI in memory.

use v2g_pki::der::Time;
use v2g_pki::request::CertificateRequest;
use v2g_pki::{Certificate, Profile};

use super::issue::{self, Issuer};
use super::key::{Curve, Key, Stream};
use super::plan::{Kind, Member, Standard};
use crate::progress::Progress;

/// What a PKI is to be.
#[derive(Clone, Debug)]
pub(crate) struct Recipe {
    /// What it is made for.
    pub(crate) standard: Standard,
    /// The curve of all keys.
    pub(crate) curve: Curve,
    /// The same seed makes the same keys and serial numbers, and with the same times the same
    /// files.
    pub(crate) seed: Vec<u8>,
    /// The first second of all certificates, in Unix time.
    pub(crate) not_before: i64,
    /// Days that leaves are valid, CRLs and OCSP responses in force. Issuers have more.
    pub(crate) valid_days: u16,
    /// The names of members that are on the CRLs of their issuers.
    pub(crate) revoked: Vec<String>,
}

/// The certificates of a PKI, with everything that belongs to them.
#[derive(Clone, Debug)]
pub(crate) struct TestPki {
    /// All of them, issuers first.
    pub(crate) entries: Vec<Entry>,
}

/// One certificate.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The name of its files.
    pub(crate) name: &'static str,
    /// The name of the issuer, `None` for roots.
    pub(crate) issuer: Option<&'static str>,
    /// The DER.
    pub(crate) certificate: Vec<u8>,
    /// The private key, in PKCS #8.
    pub(crate) key: Vec<u8>,
    /// The request that was signed, in PKCS #10.
    pub(crate) request: Vec<u8>,
    /// The profile that the certificate is for; `None` for issuers.
    pub(crate) profile: Option<Profile<'static>>,
    /// The CRL of an issuer.
    pub(crate) crl: Option<Vec<u8>>,
    /// The OCSP response for a leaf.
    pub(crate) ocsp: Option<Vec<u8>>,
}

/// Why a PKI cannot be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MakeError {
    /// A certificate to revoke that is not there, or is a root; which ones there are.
    #[error("nothing to revoke named {0:?}, there are {1}")]
    NothingToRevoke(String, String),
    /// Something that was made cannot be read again.
    #[error(transparent)]
    Der(#[from] v2g_pki::der::DerError),
    /// Something cannot be signed or written; what, and why.
    #[error("{0}")]
    NotWritten(String),
}

const DAY: i64 = 86_400;

impl TestPki {
    /// Makes a PKI.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the recipe, such as a member to revoke that is not there.
    pub(crate) fn make(recipe: &Recipe, progress: &Progress) -> Result<Self, MakeError> {
        let members = recipe.standard.members();
        if let Some(name) = recipe.revoked.iter().find(|name| {
            !members.iter().any(|member| member.name == *name && member.issuer.is_some())
        }) {
            let names: Vec<_> =
                members.iter().filter(|m| m.issuer.is_some()).map(|m| m.name).collect();
            return Err(MakeError::NothingToRevoke(name.clone(), names.join(", ")));
        }
        let mut pki = Self { entries: Vec::new() };
        let mut work = progress.steps("making certificates", members.len());
        for member in &members {
            work.step();
            let entry = pki.issue(recipe, member)?;
            pki.entries.push(entry);
        }
        pki.add_status(recipe)?;
        Ok(pki)
    }

    /// The entry with this name.
    #[must_use]
    pub(crate) fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// The entry, its issuer, and so on to the root.
    #[must_use]
    pub(crate) fn path(&self, name: &str) -> Vec<&Entry> {
        let mut path: Vec<&Entry> = self.entry(name).into_iter().collect();
        while let Some(issuer) = path.last().and_then(|last| self.entry(last.issuer?)) {
            path.push(issuer);
        }
        path
    }

    /// Those that are no issuers.
    pub(crate) fn leaves(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.profile.is_some())
    }

    fn issue(&self, recipe: &Recipe, member: &Member) -> Result<Entry, MakeError> {
        let key = Key::derive(recipe.curve, &recipe.seed, member.name);
        let request_der = issue::request(member, recipe.curve, &key)?;
        let request = CertificateRequest::parse(&request_der)?;
        let issuer = member.issuer.and_then(|name| self.entry(name));
        let issuer_key =
            Key::derive(recipe.curve, &recipe.seed, member.issuer.unwrap_or(member.name));
        let issuer_name = match issuer {
            None => request.subject(),
            Some(issuer) => Certificate::parse(&issuer.certificate)?.subject(),
        };
        let issuer = Issuer { curve: recipe.curve, name: issuer_name.der(), key: &issuer_key };
        let serial = serial(recipe, member.name);
        let lifetime = i64::from(recipe.valid_days) * member.lifetimes * DAY;
        let start = Time::from_unix(recipe.not_before);
        // Both ends count.
        let validity = [start, start.plus(lifetime - 1)];
        let certificate = issuer.certificate(member, &request, &serial, validity)?;
        let profile = match &member.kind {
            Kind::Leaf { profile, .. } => Some(*profile),
            Kind::Ca { .. } => None,
        };
        Ok(Entry {
            name: member.name,
            issuer: member.issuer,
            certificate,
            key: key.pkcs8(),
            request: request_der,
            profile,
            crl: None,
            ocsp: None,
        })
    }

    /// Gives issuers their CRLs, and leaves their OCSP responses.
    fn add_status(&mut self, recipe: &Recipe) -> Result<(), MakeError> {
        let start = Time::from_unix(recipe.not_before);
        let update = [start, start.plus(i64::from(recipe.valid_days) * DAY - 1)];
        let mut made = Vec::new();
        for entry in &self.entries {
            let certificate = Certificate::parse(&entry.certificate)?;
            let (mut crl, mut ocsp) = (None, None);
            if entry.profile.is_none() {
                let key = Key::derive(recipe.curve, &recipe.seed, entry.name);
                let name = certificate.subject();
                let issuer = Issuer { curve: recipe.curve, name: name.der(), key: &key };
                let serials: Vec<_> = self
                    .entries
                    .iter()
                    .filter(|below| below.issuer == Some(entry.name))
                    .filter(|below| recipe.revoked.iter().any(|name| name == below.name))
                    .map(|below| serial(recipe, below.name))
                    .collect();
                let serials: Vec<&[u8]> = serials.iter().map(|serial| &serial[..]).collect();
                crl = Some(issuer.crl(&serials, update)?);
            } else if let Some(above) = entry.issuer.and_then(|name| self.entry(name)) {
                let key = Key::derive(recipe.curve, &recipe.seed, above.name);
                let above = Certificate::parse(&above.certificate)?;
                let name = above.subject();
                let issuer = Issuer { curve: recipe.curve, name: name.der(), key: &key };
                let is_revoked = recipe.revoked.iter().any(|name| name == entry.name);
                ocsp = Some(issuer.ocsp(&certificate, &above, is_revoked, update)?);
            }
            made.push((crl, ocsp));
        }
        for (entry, (crl, ocsp)) in self.entries.iter_mut().zip(made) {
            entry.crl = crl;
            entry.ocsp = ocsp;
        }
        Ok(())
    }
}

/// 16 octets of a positive number.
fn serial(recipe: &Recipe, name: &str) -> [u8; 16] {
    let label = format!("{} {} serial {name}", recipe.standard.name(), recipe.curve);
    let mut serial = Stream::new(&recipe.seed, label.as_bytes()).octets::<16>();
    serial[0] = serial[0] & 0x3F | 0x40;
    serial
}
