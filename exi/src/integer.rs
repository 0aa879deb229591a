//! Integers without bounds, such as the serial number of a certificate.

use core::fmt;

/// Greatest magnitude in bytes that the codec reads or writes. X.509 serial numbers have at most
/// 20 (RFC 5280, 4.1.2.2).
pub const MAX_BYTES: usize = 256;

/// An integer of any size: sign and magnitude.
///
/// The magnitude is big-endian without leading zeros, the form in which X.509 serial numbers
/// appear in DER (there with a zero byte in front if the highest bit is set).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Integer<'a> {
    negative: bool,
    magnitude: &'a [u8],
}

impl<'a> Integer<'a> {
    /// Zero.
    pub const ZERO: Self = Self { negative: false, magnitude: &[] };

    /// Makes a number from its sign and its big-endian magnitude; leading zeros are dropped, and
    /// zero has no sign.
    #[must_use]
    pub fn new(negative: bool, magnitude: &'a [u8]) -> Self {
        let zeros = magnitude.iter().take_while(|&&byte| byte == 0).count();
        let magnitude = magnitude.get(zeros..).unwrap_or(&[]);
        Self { negative: negative && !magnitude.is_empty(), magnitude }
    }

    /// `magnitude` has no leading zeros.
    pub(crate) fn new_unchecked(negative: bool, magnitude: &'a [u8]) -> Self {
        Self { negative, magnitude }
    }

    /// Reads a decimal number with an optional sign; `memory` takes its magnitude.
    ///
    /// `None` if the text is no decimal number or the number is too large for `memory`.
    #[must_use]
    pub fn from_decimal(text: &str, memory: &'a mut [u8]) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        // Leading zeros apart, a byte has at least two digits, so this bounds the work.
        let digits = digits.trim_start_matches('0');
        let empty = digits.is_empty() && !text.ends_with('0');
        if empty || digits.len() > 3 * memory.len() {
            return None;
        }
        memory.fill(0);
        for digit in digits.bytes() {
            let mut carry = u16::from(digit.checked_sub(b'0').filter(|digit| *digit < 10)?);
            for byte in memory.iter_mut().rev() {
                let value = u16::from(*byte) * 10 + carry;
                *byte = value as u8;
                carry = value >> 8;
            }
            if carry != 0 {
                return None;
            }
        }
        Some(Self::new(negative, memory))
    }

    /// True below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// The magnitude: big-endian, no leading zeros, empty for zero.
    #[must_use]
    pub fn magnitude(&self) -> &'a [u8] {
        self.magnitude
    }

    /// The value if it fits.
    #[must_use]
    pub fn to_i128(&self) -> Option<i128> {
        if self.magnitude.len() > 16 {
            return None;
        }
        let magnitude = self.magnitude.iter().fold(0_u128, |n, &byte| (n << 8) | u128::from(byte));
        if self.negative {
            0_i128.checked_sub_unsigned(magnitude)
        } else {
            i128::try_from(magnitude).ok()
        }
    }
}

/// Decimal. The time grows with the square of the length, which [`MAX_BYTES`] bounds; a longer
/// number is printed in hexadecimal with `0x` in front.
impl fmt::Display for Integer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // 617 digits are enough for 256 bytes.
        let mut digits = [0_u8; 620];
        let mut work = [0_u8; MAX_BYTES];
        let Some(number) = work.get_mut(..self.magnitude.len()) else {
            f.write_str(if self.negative { "-0x" } else { "0x" })?;
            return self.magnitude.iter().try_for_each(|byte| write!(f, "{byte:02x}"));
        };
        number.copy_from_slice(self.magnitude);
        let mut first = digits.len();
        for slot in digits.iter_mut().rev() {
            let mut rest = 0_u16;
            let mut nonzero = false;
            for byte in number.iter_mut() {
                let value = (rest << 8) | u16::from(*byte);
                *byte = (value / 10) as u8;
                rest = value % 10;
                nonzero |= *byte != 0;
            }
            *slot = b'0' + rest as u8;
            first -= 1;
            if !nonzero {
                break;
            }
        }
        let text = digits.get(first..).and_then(|d| core::str::from_utf8(d).ok()).unwrap_or("");
        f.pad_integral(!self.negative, "", text)
    }
}

impl fmt::Debug for Integer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::Integer;
    use alloc::string::ToString;

    #[test]
    fn prints_decimal() {
        assert_eq!(Integer::ZERO.to_string(), "0");
        assert_eq!(Integer::new(true, &[0, 0]).to_string(), "0");
        assert_eq!(Integer::new(true, &[1]).to_string(), "-1");
        assert_eq!(Integer::new(false, &[0xff; 8]).to_string(), u64::MAX.to_string());
        assert_eq!(Integer::new(false, &[0xff; 16]).to_string(), u128::MAX.to_string());
        let largest = Integer::new(false, &[0xff; 256]).to_string();
        assert_eq!(largest.len(), 617);
        assert!(largest.starts_with("32317006071311007300714876688669951960444102669715484032130345427524655138867890893197201411522913463688717960921898019494119559150490921095088152386448283120630877367300996091750197750389652106796057638384067568276792218642619756161838094338476170470581645852036305042887575891541065808607552399123930385521914333389668342420684974786564569494856176035326322058077805659331026192708460314150258592864177116725943603718461857357598351152301645904403697613233287231227125684710820209725157101726931323469678542580656697935045997268352998638215525166389437335543602135433229604645318478604952148193555853611059596230655"));
    }

    #[test]
    fn reads_decimal() {
        for text in [
            "0",
            "-1",
            "255",
            "256",
            "-18446744073709551616",
            "340282366920938463463374607431768211456",
        ] {
            let mut memory = [0; 32];
            let number = Integer::from_decimal(text, &mut memory).map(|n| n.to_string());
            assert_eq!(number.as_deref(), Some(text));
        }
        let mut memory = [0; 1];
        assert!(Integer::from_decimal("256", &mut memory).is_none());
        for text in ["", "-", "+", "1a", " 1", "1.0", "--1"] {
            assert!(Integer::from_decimal(text, &mut memory).is_none(), "{text}");
        }
        assert_eq!(Integer::from_decimal("+007", &mut memory).and_then(|n| n.to_i128()), Some(7));
    }

    #[test]
    fn converts() {
        assert_eq!(Integer::new(true, &[0x80]).to_i128(), Some(-128));
        assert_eq!(Integer::new(false, &[0x7f; 16]).to_i128().map(|n| n > 0), Some(true));
        assert_eq!(Integer::new(false, &[0xff; 16]).to_i128(), None);
        assert_eq!(Integer::new(false, &[1; 17]).to_i128(), None);
    }
}
