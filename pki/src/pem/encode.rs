//! Writing PEM (RFC 7468), to a formatter or into the caller's buffer.

use core::fmt::{self, Write as _};

use base64ct::{Base64, Encoding as _};

use super::error::{PemError, PemErrorKind};
use crate::der;

/// Octets of a line: 64 characters (RFC 7468 2).
const LINE: usize = 48;

/// DER that is to be written as PEM; `Display` writes the block with the end of its last line, so
/// that blocks one after the other are a bundle.
///
/// ```
/// let pem = v2g_pki::pem::Pem::new("CERTIFICATE REQUEST", &[0x30, 0]);
/// let text = "-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n";
/// assert_eq!(pem.to_string(), text);
/// let mut room = [0; 128];
/// assert_eq!(pem.encode(&mut room), Ok(text));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pem<'p> {
    label: &'p str,
    der: &'p [u8],
}

impl<'p> Pem<'p> {
    /// A block with any label, such as `X509 CRL`.
    #[must_use]
    pub const fn new(label: &'p str, der: &'p [u8]) -> Self {
        Self { label, der }
    }

    /// A certificate.
    #[must_use]
    pub const fn certificate(der: &'p [u8]) -> Self {
        Self::new("CERTIFICATE", der)
    }

    /// A request for a certificate, the `csr` of OCPP's SignCertificate.
    #[must_use]
    pub const fn certificate_request(der: &'p [u8]) -> Self {
        Self::new("CERTIFICATE REQUEST", der)
    }

    /// Characters of the block.
    #[must_use]
    pub const fn encoded_len(&self) -> usize {
        let body = self.der.len().div_ceil(3).saturating_mul(4);
        // Both boundaries, and an end for each line.
        let frame = self.label.len().saturating_mul(2).saturating_add(32);
        body.saturating_add(self.der.len().div_ceil(LINE)).saturating_add(frame)
    }

    /// Writes the block to the beginning of `out`.
    ///
    /// # Errors
    ///
    /// Says how much room is needed.
    pub fn encode<'o>(&self, out: &'o mut [u8]) -> Result<&'o str, PemError> {
        Self::encode_all(core::slice::from_ref(self), out)
    }

    /// Writes a bundle, such as a chain, to the beginning of `out`.
    ///
    /// # Errors
    ///
    /// Says how much room is needed.
    pub fn encode_all<'o>(blocks: &[Self], out: &'o mut [u8]) -> Result<&'o str, PemError> {
        let needed =
            blocks.iter().fold(0_usize, |sum, block| sum.saturating_add(block.encoded_len()));
        let error = PemError::new(PemErrorKind::Capacity { needed });
        let mut slice = Slice(out.get_mut(..needed).ok_or(error)?);
        for block in blocks {
            write!(slice, "{block}").map_err(|_| error)?;
        }
        core::str::from_utf8(out.get(..needed).unwrap_or_default()).map_err(|_| error)
    }
}

impl fmt::Display for Pem<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "-----BEGIN {}-----", self.label)?;
        for line in self.der.chunks(LINE) {
            let mut characters = [0; 64];
            f.write_str(Base64::encode(line, &mut characters).map_err(|_| fmt::Error)?)?;
            f.write_char('\n')?;
        }
        writeln!(f, "-----END {}-----", self.label)
    }
}

/// Writes text into a slice.
struct Slice<'o>(&'o mut [u8]);

impl fmt::Write for Slice<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let rest = core::mem::take(&mut self.0);
        let (slot, rest) = rest.split_at_mut_checked(text.len()).ok_or(fmt::Error)?;
        der::copy(text.as_bytes(), slot);
        self.0 = rest;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;
    use alloc::vec::Vec;

    use super::*;
    use crate::pem::pem_blocks;

    #[test]
    fn what_is_written_is_read() {
        for length in 0..200_u8 {
            let der: Vec<u8> = (0..length).map(|n| n.wrapping_mul(151)).collect();
            let text = Pem::new("A B", &der).to_string();
            assert!(text.lines().all(|line| line.len() <= 64) && text.ends_with("-\n"));
            assert_eq!(text.len(), Pem::new("A B", &der).encoded_len());
            let block = pem_blocks(text.as_bytes()).next().unwrap().unwrap();
            assert_eq!(block.label(), "A B");
            assert_eq!(block.decode(&mut [0; 256]), Ok(&der[..]));
        }
    }

    #[test]
    fn bundles_take_the_room_that_they_need() {
        let blocks = [Pem::certificate(&[7; 50]), Pem::certificate_request(&[9; 3])];
        let expected = blocks[0].to_string() + &blocks[1].to_string();
        let mut room = alloc::vec![0; expected.len()];
        assert_eq!(Pem::encode_all(&blocks, &mut room), Ok(&*expected));
        let needed = expected.len();
        let error = Pem::encode_all(&blocks, &mut room[1..]);
        assert_eq!(error, Err(PemError::new(PemErrorKind::Capacity { needed })));
    }
}
