//! Chains in PEM, as OCPP and charging stations exchange them: leaf first.

use core::fmt;

use pki_types::CertificateDer;

use crate::pem::{PemError, pem_blocks};

const MAX_INTERMEDIATES: usize = 10;

/// A chain that has been taken out of PEM into the caller's buffer.
///
/// The buffer needs three octets for four characters of text. What is between the blocks is passed
/// over; a block that is no certificate, a private key say, makes the whole bundle wrong.
///
/// ```
/// # fn main() -> Result<(), v2g_pki::PemError> {
/// let text = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n\
///             -----BEGIN CERTIFICATE-----\nMAMCAQc=\n-----END CERTIFICATE-----\n";
/// let mut room = [0; 64];
/// let chain = v2g_pki::PemChain::decode(text, &mut room)?;
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
    /// Certificates behind the leaf; no budget lets a path have more.
    pub const MAX_INTERMEDIATES: usize = MAX_INTERMEDIATES;

    /// Splits and decodes a bundle whose first certificate is the leaf.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the text, or that the buffer is too small.
    pub fn decode(text: &str, out: &'a mut [u8]) -> Result<Self, PemError> {
        let mut leaf: Option<&'a [u8]> = None;
        let mut intermediates = core::array::from_fn(|_| CertificateDer::from(&[][..]));
        let mut free = intermediates.iter_mut();
        let mut room = out;
        for block in pem_blocks(text.as_bytes()) {
            let block = block?;
            if block.label() != "CERTIFICATE" {
                return Err(PemError::Label);
            }
            let length = block.decode(room)?.len();
            let error = PemError::Capacity { needed: block.max_len() };
            let (der, rest) =
                core::mem::take(&mut room).split_at_mut_checked(length).ok_or(error)?;
            room = rest;
            let der: &'a [u8] = der;
            match leaf {
                None => leaf = Some(der),
                Some(_) => {
                    let bound = Self::MAX_INTERMEDIATES.saturating_add(1);
                    *free.next().ok_or(PemError::TooMany { bound })? = der.into();
                }
            }
        }
        let count = Self::MAX_INTERMEDIATES.saturating_sub(free.len());
        Ok(Self { leaf: leaf.ok_or(PemError::Empty)?, intermediates, count })
    }

    /// The first certificate.
    #[must_use]
    pub fn leaf(&self) -> &'a [u8] {
        self.leaf
    }

    /// The certificates behind it, in their order.
    #[must_use]
    pub fn intermediates(&self) -> &[CertificateDer<'a>] {
        self.intermediates.get(..self.count).unwrap_or_default()
    }
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
    use crate::pem_encode::Pem;

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
        assert!(matches!(error, PemError::Capacity { .. }));
    }

    #[test]
    fn chains_are_as_long_as_paths() {
        assert_eq!(PemChain::MAX_INTERMEDIATES, usize::from(crate::profile::Budget::MAX_DEPTH));
    }

    #[test]
    fn what_is_no_chain_is_refused() {
        let decode = |text: &str| PemChain::decode(text, &mut [0; 64]).map(|chain| chain.count);
        assert_eq!(decode(""), Err(PemError::Empty));
        assert_eq!(decode("MAA="), Err(PemError::Empty));
        assert_eq!(decode(&bundle(1)), Ok(0));
        assert_eq!(decode(&bundle(11)), Ok(10));
        assert_eq!(decode(&bundle(12)), Err(PemError::TooMany { bound: 11 }));
        let key = bundle(1) + &Pem::new("PRIVATE KEY", &[0x30, 0]).to_string();
        assert_eq!(decode(&key), Err(PemError::Label));
        let cut = &bundle(2)[..100];
        assert_eq!(decode(cut), Err(PemError::Unterminated));
    }
}
