//! Unsigned Integer and Integer (EXI 1.0, 7.1.6 and 7.1.5).
//!
//! Octets of seven bits, least significant first; the high bit says that another one follows.
//! More octets than needed are accepted (real devices write them) as long as they add nothing.

use crate::error::{DecodeErrorKind, Facet, Malformed, Unsupported};
use crate::integer::{Integer, MAX_BYTES};
use crate::reader::{Reader, first_bits};

/// Greatest number of two octets.
const SHORT: u64 = 0x3fff;

/// Types with greater numbers than this are times and meter readings, which are seldom short.
const OFTEN_LONG: u64 = 0xffff;

/// The Unsigned Integer at the top of a window and its length in bits, if it has one or two octets:
/// enough for nearly everything.
#[inline(always)]
fn short_uint(window: u64) -> Option<(u64, usize)> {
    if window >> 63 == 0 {
        Some((window >> 56, 8))
    } else if window & (1 << 55) == 0 {
        Some((((window >> 56) & 0x7f) | ((window >> 41) & 0x3f80), 16))
    } else {
        None
    }
}

impl<'a> Reader<'a, '_> {
    /// Reads a run of `n` bits (see [`Reader::run`], 1 to 40) and after it an Unsigned Integer
    /// that must lie in `min..=max`.
    ///
    /// Whatever is not the usual case begins anew out of line, so that nothing has to be kept
    /// across a call.
    #[cfg_attr(feature = "compact", inline(never))]
    #[cfg_attr(not(feature = "compact"), inline(always))]
    pub fn run_unsigned(&mut self, n: u32, zero: u64, min: u64, max: u64) -> (u64, u64) {
        let window = self.window();
        let bits = first_bits(window, n);
        if let Some((value, octets)) = short_uint(window.wrapping_shl(n)) {
            if bits & zero == 0 && value >= min && (max >= SHORT || value <= max) {
                self.advance((n as usize).wrapping_add(octets));
                return (bits, value);
            }
        } else if max > OFTEN_LONG {
            let start = self.position();
            self.advance(n as usize);
            let value = self.long_uint();
            if bits & zero == 0 && value >= min && value <= max {
                return (bits, value);
            }
            self.rewind(start);
        }
        self.odd_run_unsigned(n, zero, min, max)
    }

    #[cold]
    #[inline(never)]
    fn odd_run_unsigned(&mut self, n: u32, zero: u64, min: u64, max: u64) -> (u64, u64) {
        let start = self.position();
        let bits = self.bits(n);
        let value = self.uint();
        if bits & zero != 0 {
            self.bad_run_at(start, n, bits & zero);
        }
        if value < min || value > max {
            return (
                bits,
                self.unsigned_out_of_range(value, max, min, start.wrapping_add(n as usize)),
            );
        }
        (bits, value)
    }

    /// Reads a run of `n` bits (see [`Reader::run`], 1 to 40) and after it an Integer that must
    /// lie in `min..=max`; as [`run_unsigned`](Self::run_unsigned).
    #[cfg_attr(feature = "compact", inline(never))]
    #[cfg_attr(not(feature = "compact"), inline(always))]
    pub fn run_signed(&mut self, n: u32, zero: u64, min: i64, max: i64) -> (u64, i64) {
        let window = self.window();
        let bits = first_bits(window, n);
        // Negative values are written as -(n + 1), so the bits of `!n` are the value.
        let negative = (window.wrapping_shl(n) as i64) >> 63;
        let after_sign = n.wrapping_add(1);
        if let Some((magnitude, octets)) = short_uint(window.wrapping_shl(after_sign)) {
            let value = magnitude as i64 ^ negative;
            let all = min <= !(SHORT as i64) && max >= SHORT as i64;
            if bits & zero == 0 && (all || (min..=max).contains(&value)) {
                self.advance((after_sign as usize).wrapping_add(octets));
                return (bits, value);
            }
        } else if max > OFTEN_LONG as i64 {
            let start = self.position();
            self.advance(after_sign as usize);
            let magnitude = self.long_uint();
            let value = magnitude as i64 ^ negative;
            if bits & zero == 0 && magnitude >> 63 == 0 && (min..=max).contains(&value) {
                return (bits, value);
            }
            self.rewind(start);
        }
        self.odd_run_signed(n, zero, min, max)
    }

    #[cold]
    #[inline(never)]
    fn odd_run_signed(&mut self, n: u32, zero: u64, min: i64, max: i64) -> (u64, i64) {
        let start = self.position();
        let bits = self.bits(n);
        let negative = self.bits(1);
        let magnitude = self.uint();
        if bits & zero != 0 {
            self.bad_run_at(start, n, bits & zero);
        }
        let value = i64::try_from(magnitude).map(|n| if negative == 0 { n } else { !n });
        match value {
            Ok(value) if (min..=max).contains(&value) => (bits, value),
            other => {
                let start = start.wrapping_add(n as usize);
                (bits, self.signed_out_of_range(other.ok(), min, max, start))
            }
        }
    }

    /// Reads an Unsigned Integer that must lie in `min..=max`.
    #[cfg(feature = "wildcard")]
    pub(crate) fn unsigned(&mut self, min: u64, max: u64) -> u64 {
        let start = self.position();
        let value = self.uint();
        if value < min || value > max {
            return self.unsigned_out_of_range(value, max, min, start);
        }
        value
    }

    /// Reads an Integer that must lie in `min..=max`.
    #[cfg(feature = "wildcard")]
    pub(crate) fn signed(&mut self, min: i64, max: i64) -> i64 {
        let start = self.position();
        let negative = self.bits(1) != 0;
        let magnitude = self.uint();
        let value = i64::try_from(magnitude).map(|n| if negative { !n } else { n });
        match value {
            Ok(value) if (min..=max).contains(&value) => value,
            other => self.signed_out_of_range(other.ok(), min, max, start),
        }
    }

    /// Reads an Unsigned Integer that must fit 64 bits.
    #[cfg_attr(feature = "compact", inline(never))]
    #[cfg_attr(not(feature = "compact"), inline)]
    pub(crate) fn uint(&mut self) -> u64 {
        match short_uint(self.window()) {
            Some((value, octets)) => {
                self.advance(octets);
                value
            }
            None => self.long_uint(),
        }
    }

    #[inline(never)]
    fn long_uint(&mut self) -> u64 {
        const CONTINUES: u64 = 0x8080_8080_8080_8080;
        let window = self.window();
        let octets = (!window & CONTINUES).leading_zeros() / 8 + 1;
        // A window has seven whole octets.
        if octets <= 7 {
            // The first octet in the lowest byte, none of those after the number, no flags; then
            // pairs of digits move together: 7 bits to 14, 14 to 28, 28 to 56.
            let digits = window.swap_bytes() & (u64::MAX >> (64 - 8 * octets)) & !CONTINUES;
            let pairs = (digits & 0x007f_007f_007f_007f) | ((digits & 0x7f00_7f00_7f00_7f00) >> 1);
            let fours = (pairs & 0x0000_3fff_0000_3fff) | ((pairs & 0x3fff_0000_3fff_0000) >> 2);
            let value = (fours & 0x0fff_ffff) | ((fours & 0x0fff_ffff_0000_0000) >> 4);
            self.advance(8 * octets as usize);
            return value;
        }
        self.longest_uint()
    }

    #[cold]
    #[inline(never)]
    fn longest_uint(&mut self) -> u64 {
        let start = self.position();
        let mut value = 0_u64;
        let mut shift = 0_u32;
        let mut overflow = false;
        // Ends with the input at the latest: after it every bit is zero.
        loop {
            let octet = self.bits(8);
            let digits = octet & 0x7f;
            match digits.checked_shl(shift) {
                Some(shifted) if shifted >> shift == digits => value |= shifted,
                _ => overflow |= digits != 0,
            }
            shift = shift.saturating_add(7);
            if octet < 0x80 {
                break;
            }
        }
        if overflow {
            self.fail(DecodeErrorKind::Malformed(Malformed::Integer), start, self.position());
            return 0;
        }
        value
    }

    /// The number that begins at bit `start` and ends at the position is not in `min..=max`: it
    /// may be reported if it has no more bits than `max`, so that every type for the range holds
    /// it. Otherwise the answer is `min`.
    #[cold]
    #[inline(never)]
    fn unsigned_out_of_range(&mut self, value: u64, max: u64, min: u64, start: usize) -> u64 {
        let fits = value.leading_zeros() >= max.leading_zeros();
        self.out_of_range(fits, start, value, min)
    }

    /// Like [`unsigned_out_of_range`](Self::unsigned_out_of_range); the types for the range have
    /// a sign, so that the smallest of them is the measure. `None` has more than 64 bits.
    #[cold]
    #[inline(never)]
    fn signed_out_of_range(&mut self, value: Option<i64>, min: i64, max: i64, start: usize) -> i64 {
        let bits = 65 - ((max ^ (max >> 63)) | (min ^ (min >> 63))).leading_zeros();
        let room = i64::MAX >> (64 - bits.next_power_of_two().clamp(8, 64));
        let fits = value.is_some_and(|value| (!room..=room).contains(&value));
        self.out_of_range(fits, start, value.unwrap_or(min), min)
    }

    fn out_of_range<T>(&mut self, fits: bool, start: usize, value: T, instead: T) -> T {
        let end = self.position();
        if !fits {
            self.fail(DecodeErrorKind::Facet(Facet::Range), start, end);
        } else if self.violates(Facet::Range, start, end) {
            return value;
        }
        instead
    }

    /// Reads an Integer without bounds into the arena.
    pub fn integer(&mut self) -> Integer<'a> {
        let start = self.position();
        let negative = self.bits(1) != 0;
        let digits = self.position();
        // First pass: how many octets, and how many of them count.
        let (mut octets, mut significant) = (0_usize, 0_usize);
        let mut top = 0_u64;
        loop {
            let octet = self.bits(8);
            octets += 1;
            if octet & 0x7f != 0 {
                significant = octets;
                top = octet & 0x7f;
            }
            if octet < 0x80 {
                break;
            }
        }
        let behind = self.position();
        if self.exhausted() {
            self.fail(DecodeErrorKind::Truncated, start, behind);
            return Integer::ZERO;
        }
        let bits = significant.saturating_sub(1) * 7 + (64 - top.leading_zeros()) as usize;
        // One spare bit: -(n + 1) may carry.
        let len = (bits + usize::from(negative)).div_ceil(8);
        if len > MAX_BYTES {
            self.fail(DecodeErrorKind::Unsupported(Unsupported::LongInteger), start, behind);
            return Integer::ZERO;
        }
        // Second pass: pack seven-bit digits into little-endian bytes.
        let mut bytes = [0_u8; MAX_BYTES];
        for index in 0..significant {
            let digit = self.bits_at(digits + 8 * index + 1, 7);
            let at = 7 * index;
            let spread = digit << (at % 8);
            for (offset, part) in [(0, spread & 0xff), (1, spread >> 8)] {
                if let Some(byte) = bytes.get_mut(at / 8 + offset) {
                    *byte |= part as u8;
                }
            }
        }
        let mut carry = u64::from(negative);
        for byte in &mut bytes {
            carry += u64::from(*byte);
            *byte = carry as u8;
            carry >>= 8;
        }
        let used = bytes.iter().rposition(|&b| b != 0).map_or(0, |last| last + 1);
        let Some(magnitude) = bytes.get_mut(..used) else { return Integer::ZERO };
        magnitude.reverse();
        match self.arena.copy(magnitude) {
            Ok(magnitude) => Integer::new_unchecked(negative, magnitude),
            Err(_) => {
                self.full();
                Integer::ZERO
            }
        }
    }

    fn bits_at(&self, bit: usize, n: u32) -> u64 {
        (self.word_at(bit >> 3) << (bit & 7)) >> (64 - n)
    }
}
