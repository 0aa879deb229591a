//! Unsigned Integer and Integer (EXI 1.0, 7.1.6 and 7.1.5), the mirror of `reader::integer`.

use crate::error::Facet;
use crate::integer::{Integer, MAX_BYTES};
use crate::writer::Writer;

impl Writer<'_> {
    /// Writes a run of `n` bits (1 to 40) and after it an Unsigned Integer, which must lie in
    /// `min..=max`.
    #[cfg_attr(feature = "compact", inline(never))]
    #[cfg_attr(not(feature = "compact"), inline(always))]
    pub fn run_unsigned(&mut self, n: u32, bits: u64, value: u64, min: u64, max: u64) {
        if value < min || value > max {
            self.violates(Facet::Range);
        }
        self.put_uint(n, bits, value);
    }

    /// Writes a run of `n` bits (1 to 40) and after it an Integer, which must lie in `min..=max`.
    #[cfg_attr(feature = "compact", inline(never))]
    #[cfg_attr(not(feature = "compact"), inline(always))]
    pub fn run_signed(&mut self, n: u32, bits: u64, value: i64, min: i64, max: i64) {
        if value < min || value > max {
            self.violates(Facet::Range);
        }
        // Negative values are written as -(n + 1), whose magnitude has the bits of `!n`.
        let sign = value >> 63;
        self.put_uint(n.wrapping_add(1), (bits << 1) | (sign as u64 & 1), (value ^ sign) as u64);
    }

    #[inline(always)]
    fn put_uint(&mut self, n: u32, bits: u64, value: u64) {
        // One or two octets: enough for nearly everything.
        if value < 0x80 {
            self.put(n.wrapping_add(8), (bits << 8) | value);
        } else if value < 0x4000 {
            let octets = ((value << 8) & 0x7f00) | 0x8000 | (value >> 7);
            self.put(n.wrapping_add(16), (bits << 16) | octets);
        } else {
            self.put(n, bits);
            self.long_uint(value);
        }
    }

    /// Writes an Unsigned Integer.
    #[inline]
    pub(crate) fn uint(&mut self, value: u64) {
        if value < 0x80 {
            self.put(8, value);
        } else {
            self.long_uint(value);
        }
    }

    #[inline(never)]
    fn long_uint(&mut self, mut value: u64) {
        let mut octets = 0_u64;
        let mut n = 0;
        while value >= 0x80 {
            octets = (octets << 8) | 0x80 | (value & 0x7f);
            value >>= 7;
            n += 8;
            if n == 56 {
                self.put(n, octets);
                (octets, n) = (0, 0);
            }
        }
        self.put(n + 8, ((octets << 8) | value) & (u64::MAX >> (56 - n)));
    }

    /// Writes an Integer of any size, up to [`MAX_BYTES`] bytes.
    pub fn integer(&mut self, value: Integer<'_>) {
        let magnitude = value.magnitude();
        if magnitude.len() > MAX_BYTES {
            self.fail(Facet::Range);
            return;
        }
        self.put(1, u64::from(value.is_negative()));
        // Little-endian, less one for a negative number.
        let mut bytes = [0_u8; MAX_BYTES + 1];
        let mut borrow = value.is_negative();
        for (to, from) in bytes.iter_mut().zip(magnitude.iter().rev()) {
            (*to, borrow) = from.overflowing_sub(u8::from(borrow));
        }
        let bits = bytes
            .iter()
            .rposition(|&byte| byte != 0)
            .and_then(|last| Some(8 * last + 8 - bytes.get(last)?.leading_zeros() as usize))
            .unwrap_or(1);
        let octets = bits.div_ceil(7);
        for index in 0..octets {
            let at = 7 * index;
            let low = u16::from(bytes.get(at / 8).copied().unwrap_or(0));
            let high = u16::from(bytes.get(at / 8 + 1).copied().unwrap_or(0));
            let digit = (((high << 8) | low) >> (at % 8)) & 0x7f;
            let more = if index + 1 < octets { 0x80 } else { 0 };
            self.put(8, u64::from(digit | more));
        }
    }
}
