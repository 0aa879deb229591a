//! ECDSA-Sig-Value (RFC 3279 2.2.3): r and s in DER, made of r and s side by side.

use crate::der::{Writer, tag};

/// Octets in which there is room for ECDSA on P-521: two numbers of 66 octets, each with three of
/// tag, length and sign, and the three of the outer tag and length are 141.
pub(crate) const MAX_LEN: usize = 144;

/// Makes the value of r and s side by side, unless one of them is zero, or
/// longer than those of P-521.
pub(crate) fn write<'o>(r_s: &[u8], room: &'o mut [u8; MAX_LEN]) -> Option<&'o [u8]> {
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
