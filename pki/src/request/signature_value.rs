//! Signatures as they are written: the content of a BIT STRING, made of what signers hand out.

use core::fmt;

use super::error::RequestError;
use crate::backend::ecdsa;
use crate::der;

/// A signature by the caller's key, in the encoding of its algorithm.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SignatureValue {
    octets: [u8; Self::MAX],
    length: usize,
}

impl SignatureValue {
    /// Octets of the longest signature: RSA with 4096 bits.
    pub const MAX: usize = 512;

    /// Takes a signature that already has its encoding: DER for ECDSA (RFC 3279 2.2.3), the octets
    /// of RSA and of EdDSA.
    ///
    /// # Errors
    ///
    /// Refuses what is empty or longer than [`Self::MAX`].
    pub fn from_encoded(octets: &[u8]) -> Result<Self, RequestError> {
        let mut value = Self { octets: [0; Self::MAX], length: octets.len() };
        let slot = value.octets.get_mut(..octets.len()).ok_or(RequestError::Signature)?;
        der::copy(octets, slot);
        if octets.is_empty() { Err(RequestError::Signature) } else { Ok(value) }
    }

    /// Takes r and s of ECDSA side by side, each as long as the order of the curve: the form of
    /// secure elements, of PKCS #11, of IEEE P1363 and of ISO 15118.
    ///
    /// # Errors
    ///
    /// Refuses lengths that are odd or of no curve up to P-521, and numbers that are zero.
    pub fn from_fixed_ecdsa(octets: &[u8]) -> Result<Self, RequestError> {
        let mut room = [0; ecdsa::MAX_LEN];
        Self::from_encoded(ecdsa::sig_value(octets, &mut room).ok_or(RequestError::Signature)?)
    }

    /// The octets that go into the BIT STRING.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        self.octets.get(..self.length).unwrap_or_default()
    }
}

impl fmt::Debug for SignatureValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignatureValue(")?;
        self.octets().iter().try_for_each(|octet| write!(f, "{octet:02x}"))?;
        f.write_str(")")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_signatures_become_der() {
        let fixed = |octets: &[u8]| SignatureValue::from_fixed_ecdsa(octets);
        let value = fixed(&[0, 5, 0x80, 7]).unwrap();
        assert_eq!(value.octets(), [0x30, 8, 2, 1, 5, 2, 3, 0, 0x80, 7]);
        let value = fixed(&[0xFF; 132]).unwrap();
        assert_eq!(value.octets().len(), 3 + 2 * 69);
        assert_eq!(value.octets()[..7], [0x30, 0x81, 138, 2, 67, 0, 0xFF]);
        let refused = [&[][..], &[1], &[1, 2, 3], &[0, 1], &[1, 0], &[1; 134]];
        for octets in refused {
            assert_eq!(fixed(octets), Err(RequestError::Signature), "{octets:02x?}");
        }
    }

    #[test]
    fn encoded_signatures_are_kept() {
        let value = SignatureValue::from_encoded(&[7; SignatureValue::MAX]).unwrap();
        assert_eq!(value.octets(), [7; SignatureValue::MAX]);
        for length in [0, SignatureValue::MAX + 1] {
            let octets = alloc::vec![7; length];
            assert_eq!(SignatureValue::from_encoded(&octets), Err(RequestError::Signature));
        }
    }
}
