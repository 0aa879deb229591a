//! The frame of all that is signed (RFC 5280 4.1.1): content, algorithm, signature.

use super::public_key::AlgorithmIdentifier;
use crate::der::{DerError, InField, Reader, tag};

/// The frame of certificates, CRLs, OCSP responses and requests for certificates: something to be
/// signed, the algorithm, and the signature.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'a> {
    /// The signed octets, with tag and length.
    tbs: &'a [u8],
    algorithm: AlgorithmIdentifier<'a>,
    signature: &'a [u8],
}

impl<'a> Signed<'a> {
    /// Reads a frame that is the whole of `der` and ends with the signature; also returns what is in
    /// what is signed.
    pub(crate) fn parse(
        der: &'a [u8],
        field: &'static str,
    ) -> Result<(Self, Reader<'a>), DerError> {
        let (signed, content, rest) = Self::parse_open(der, field)?;
        rest.end().field(field)?;
        Ok((signed, content))
    }

    /// Reads a frame that is the whole of `der`; also returns what is in what is signed, and what
    /// follows the signature.
    pub(crate) fn parse_open(
        der: &'a [u8],
        field: &'static str,
    ) -> Result<(Self, Reader<'a>, Reader<'a>), DerError> {
        let mut rest = Reader::only(der, tag::SEQUENCE).field(field)?;
        let tbs = rest.tlv(tag::SEQUENCE).field("tbs")?;
        let algorithm = AlgorithmIdentifier::read(&mut rest).field("signatureAlgorithm")?;
        let signature = rest.octets_in_bits().field("signatureValue")?;
        Ok((Self { tbs: tbs.raw, algorithm, signature }, Reader::new(tbs.value), rest))
    }

    /// The signed octets.
    #[must_use]
    pub fn message(&self) -> &'a [u8] {
        self.tbs
    }

    /// The algorithm of the signature.
    #[must_use]
    pub fn algorithm(&self) -> AlgorithmIdentifier<'a> {
        self.algorithm
    }

    /// The signature.
    #[must_use]
    pub fn signature(&self) -> &'a [u8] {
        self.signature
    }
}
