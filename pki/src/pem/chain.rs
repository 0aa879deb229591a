//! Chains in PEM, as OCPP and charging stations exchange them: leaf first.

use core::fmt;

use pki_types::CertificateDer;

use super::block::pem_blocks;
use super::content_kind::ContentKind;
use super::error::{PemError, PemErrorKind};
use super::file::no_block;

const MAX_INTERMEDIATES: usize = 10;

/// A chain that has been taken out of PEM into the caller's buffer.
///
/// The buffer needs three octets for four characters of text. Explanatory text between the blocks is
/// passed over. Whatever could be a damaged block makes the whole bundle wrong, and so does a block
/// that is not a certificate, such as a private key. So the second certificate does not become the
/// leaf because the first one is damaged.
///
/// ```
/// # fn main() -> Result<(), v2g_pki::pem::PemError> {
/// let text = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n\
///             -----BEGIN CERTIFICATE-----\nMAMCAQc=\n-----END CERTIFICATE-----\n";
/// let mut room = [0; 64];
/// let chain = v2g_pki::pem::PemChain::decode(text, &mut room)?;
/// assert_eq!(chain.leaf(), [0x30, 0]);
/// assert_eq!(chain.intermediates().len(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct PemChain<'a> {
    leaf: &'a [u8],
    intermediates: [CertificateDer<'a>; MAX_INTERMEDIATES],
    count: usize,
}

impl<'a> PemChain<'a> {
    /// Certificates after the leaf; no budget lets a path have more.
    pub const MAX_INTERMEDIATES: usize = MAX_INTERMEDIATES;

    /// Splits and decodes a bundle whose first certificate is the leaf.
    ///
    /// Takes the text of a message, or the octets of a file.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the text, or how many octets the buffer needs. As many as the text has
    /// are always enough.
    pub fn decode(text: impl AsRef<[u8]>, out: &'a mut [u8]) -> Result<Self, PemError> {
        Self::decode_octets(text.as_ref(), out)
    }

    fn decode_octets(text: &[u8], out: &'a mut [u8]) -> Result<Self, PemError> {
        let mut leaf: Option<&'a [u8]> = None;
        let mut intermediates = core::array::from_fn(|_| CertificateDer::from(&[][..]));
        let mut free = intermediates.iter_mut();
        let mut room = out;
        for block in pem_blocks(text) {
            let block = block?.wanted(ContentKind::Certificate)?;
            let error = |kind| PemError::at(block.line(), kind);
            let capacity = || error(PemErrorKind::Capacity { needed: needed(text) });
            let length =
                block.decode(room).map(<[u8]>::len).map_err(|found| match found.kind() {
                    PemErrorKind::Capacity { .. } => capacity(),
                    _ => found,
                })?;
            let (der, rest) =
                core::mem::take(&mut room).split_at_mut_checked(length).ok_or_else(capacity)?;
            room = rest;
            let der: &'a [u8] = der;
            match leaf {
                None => leaf = Some(der),
                Some(_) => {
                    let bound = Self::MAX_INTERMEDIATES.saturating_add(1);
                    let slot = free.next().ok_or(error(PemErrorKind::TooMany { bound }))?;
                    *slot = der.into();
                }
            }
        }
        let count = Self::MAX_INTERMEDIATES.saturating_sub(free.len());
        Ok(Self { leaf: leaf.ok_or_else(|| no_block(text))?, intermediates, count })
    }

    /// The first certificate.
    #[must_use]
    pub fn leaf(&self) -> &'a [u8] {
        self.leaf
    }

    /// The certificates after it, in their order.
    #[must_use]
    pub fn intermediates(&self) -> &[CertificateDer<'a>] {
        self.intermediates.get(..self.count).unwrap_or_default()
    }
}

/// The octets that all blocks of a text take at most.
fn needed(text: &[u8]) -> usize {
    let blocks = pem_blocks(text).filter_map(Result::ok);
    blocks.fold(0, |sum, block| sum.saturating_add(block.max_len()))
}

impl fmt::Debug for PemChain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PemChain").field("intermediates", &self.count).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString as _};

    use super::*;
    use crate::pem::Pem;

    fn bundle(count: u8) -> String {
        (0..count).map(|n| Pem::certificate(&[0x30, 1, n]).to_string()).collect()
    }

    #[test]
    fn bundles_are_split_into_one_buffer() {
        let text = bundle(3).replace('\n', "\r\n");
        let mut room = [0; 9];
        let chain = PemChain::decode(&text, &mut room).unwrap();
        assert_eq!(chain.leaf(), [0x30, 1, 0]);
        let others: alloc::vec::Vec<_> = chain.intermediates().iter().map(|der| der[2]).collect();
        assert_eq!(others, [1, 2]);
        let error = PemChain::decode(&text, &mut [0; 8]).unwrap_err();
        assert!(matches!(error.kind(), PemErrorKind::Capacity { .. }));
        assert_eq!(error.line(), Some(7));
    }

    #[test]
    fn chains_are_as_long_as_paths() {
        assert_eq!(PemChain::MAX_INTERMEDIATES, usize::from(crate::profile::Budget::MAX_DEPTH));
    }

    #[test]
    fn what_is_no_chain_is_refused() {
        let decode = |text: &str| {
            let mut room = [0; 64];
            let chain = PemChain::decode(text, &mut room).map_err(|error| error.kind());
            chain.map(|chain| chain.count)
        };
        assert_eq!(decode(""), Err(PemErrorKind::NoBlock(ContentKind::Empty)));
        assert_eq!(decode("MAA="), Err(PemErrorKind::NoBlock(ContentKind::Text)));
        assert_eq!(decode(&bundle(1)), Ok(0));
        assert_eq!(decode(&bundle(11)), Ok(10));
        assert_eq!(decode(&bundle(12)), Err(PemErrorKind::TooMany { bound: 11 }));
        let key = bundle(1) + &Pem::new("PRIVATE KEY", &[0x30, 0]).to_string();
        let (found, wanted) = (ContentKind::PrivateKey, ContentKind::Certificate);
        assert_eq!(decode(&key), Err(PemErrorKind::NotWanted { found, wanted }));
        let cut = &bundle(2)[..100];
        assert_eq!(decode(cut), Err(PemErrorKind::Unterminated));
    }
}
