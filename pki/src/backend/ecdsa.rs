//! ECDSA: its signatures in DER (ECDSA-Sig-Value, RFC 3279 2.2.3), and verifiers by RustCrypto, whatever the
//! generation of the curve's crate.

#[cfg(feature = "rust-crypto")]
use crate::der::{self, Malformed, Reader};
use crate::der::{Writer, tag};

/// Makes a verifier of a curve and a hash.
#[cfg(feature = "rust-crypto")]
macro_rules! ecdsa {
    ($curve:ident, $hash:ident, $key_id:ident, $id:ident) => {
        &Verifier::new(alg_id::$key_id, alg_id::$id, |public_key, message, signature| {
            use $curve::FieldBytes;
            use $curve::ecdsa::signature::hazmat::PrehashVerifier as _;

            let (mut r, mut s) = (FieldBytes::default(), FieldBytes::default());
            super::ecdsa::scalars(signature, &mut r, &mut s).map_err(|_| InvalidSignature)?;
            let signature =
                $curve::ecdsa::Signature::from_scalars(r, s).map_err(|_| InvalidSignature)?;
            // RFC 5480 2.2: uncompressed points; compressed ones are optional and not read.
            if public_key.first() != Some(&4) {
                return Err(InvalidSignature);
            }
            $curve::ecdsa::VerifyingKey::from_sec1_bytes(public_key)
                .and_then(|key| key.verify_prehash(&$hash::digest(message), &signature))
                .map_err(|_| InvalidSignature)
        })
    };
}

/// Reads ECDSA-Sig-Value (RFC 3279 2.2.3): two positive integers, here with leading zeros.
#[cfg(feature = "rust-crypto")]
pub(super) fn scalars(signature: &[u8], r: &mut [u8], s: &mut [u8]) -> Result<(), Malformed> {
    let mut inner = Reader::only(signature, tag::SEQUENCE)?;
    scalar(inner.integer()?, r)?;
    scalar(inner.integer()?, s)?;
    inner.end()
}

/// Writes an integer to the end of octets that are zero.
#[cfg(feature = "rust-crypto")]
fn scalar(integer: &[u8], out: &mut [u8]) -> Result<(), Malformed> {
    let magnitude = der::unsigned(integer)?;
    let start = out.len().checked_sub(magnitude.len()).ok_or(Malformed::Integer)?;
    out.get_mut(start..).ok_or(Malformed::Integer)?.copy_from_slice(magnitude);
    Ok(())
}

/// Octets in which there is room for ECDSA on P-521: two numbers of 66 octets, each with three of
/// tag, length and sign, and the three of the outer tag and length are 141.
pub(crate) const MAX_LEN: usize = 144;

/// Makes ECDSA-Sig-Value of r and s side by side, unless one of them is zero, or longer than those of P-521.
pub(crate) fn sig_value<'o>(r_s: &[u8], room: &'o mut [u8; MAX_LEN]) -> Option<&'o [u8]> {
    let (r, s) = r_s.split_at_checked(r_s.len().div_ceil(2))?;
    let is_number = |number: &[u8]| number.iter().any(|octet| *octet != 0);
    if r.len() != s.len() || r.len() > 66 || !is_number(r) || !is_number(s) {
        return None;
    }
    let mut writer = Writer::new(room);
    writer.unsigned(s);
    writer.unsigned(r);
    writer.wrap(tag::SEQUENCE, 0);
    writer.finish().ok()
}

#[cfg(all(test, feature = "rust-crypto"))]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_der() {
        let read = |signature: &[u8]| {
            let (mut r, mut s) = ([0; 2], [0; 2]);
            scalars(signature, &mut r, &mut s).map(|()| (r, s))
        };
        assert_eq!(read(&[0x30, 6, 2, 1, 5, 2, 1, 7]), Ok(([0, 5], [0, 7])));
        assert_eq!(read(&[0x30, 7, 2, 2, 0, 0x80, 2, 1, 7]), Ok(([0, 0x80], [0, 7])));
        for signature in [
            &[][..],
            &[5, 7],
            &[0x30, 7, 2, 2, 0, 5, 2, 1, 7],
            &[0x30, 6, 2, 1, 0x85, 2, 1, 7],
            &[0x30, 6, 2, 1, 5, 2, 1, 7, 0],
            &[0x30, 8, 2, 1, 5, 2, 1, 7, 5, 0],
            &[0x30, 8, 2, 3, 1, 0, 0, 2, 1, 7],
        ] {
            assert!(read(signature).is_err(), "{signature:02x?}");
        }
    }
}
