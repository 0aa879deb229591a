//! What CRLs and OCSP responses are asked, and what they can answer.

use super::anchor::Anchor;
use super::path::Node;
use super::revocation::Revocation;
use crate::error::StatusProblem;
use crate::x509::{Certificate, KeyUsage, Name, PublicKey};

/// What data say about a certificate.
pub(crate) type Status = Result<(), StatusProblem>;

/// The status that tells more.
pub(crate) fn worse(one: StatusProblem, two: StatusProblem) -> StatusProblem {
    if two.rank() > one.rank() { two } else { one }
}

/// A question for the status of a certificate of a path.
#[derive(Clone, Copy)]
pub(crate) struct Inquiry<'i, 'a> {
    pub(crate) revocation: &'i Revocation<'i>,
    /// The certificate.
    pub(crate) node: &'i Node<'i, 'a>,
    /// The issuers above it in the path, the one right above it first.
    pub(crate) issuers: &'i [Signer<'a>],
}

/// Someone who may sign CRLs: a name with a key.
#[derive(Clone, Copy)]
pub(crate) struct Signer<'k> {
    pub(crate) name: Name<'k>,
    pub(crate) key: PublicKey<'k>,
    pub(crate) usage: Option<KeyUsage>,
}

impl<'k> Signer<'k> {
    pub(crate) fn certificate(certificate: &Certificate<'k>) -> Self {
        Self {
            name: certificate.subject(),
            key: certificate.public_key(),
            usage: certificate.extensions().key_usage(),
        }
    }

    pub(crate) fn anchor(anchor: &Anchor<'k>) -> Self {
        Self {
            name: anchor.subject(),
            key: anchor.public_key(),
            usage: anchor.certificate().and_then(|found| found.extensions().key_usage()),
        }
    }

    /// RFC 5280 6.3.3 (f).
    pub(crate) fn may_sign_crls(&self) -> bool {
        self.usage.is_none_or(|usage| usage.contains(KeyUsage::CRL_SIGN))
    }
}
