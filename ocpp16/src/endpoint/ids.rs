//! Message ids of the CALLs of an endpoint.

use alloc::string::String;
use core::fmt::Write as _;

/// Makes ids of a seed and a number that counts up: `SEED-NUMBER` in hexadecimal digits, 18 to 33
/// of the 36 characters that OCPP-J allows (table 3).
#[derive(Clone, Copy, Debug)]
pub(super) struct Ids {
    seed: u64,
    next: u64,
}

impl Ids {
    pub(super) const fn new(seed: u64) -> Self {
        Self { seed, next: 0 }
    }

    /// A number that was not used before.
    pub(super) fn take(&mut self) -> u64 {
        let number = self.next;
        // 2^64 messages do not happen.
        self.next = self.next.wrapping_add(1);
        number
    }

    /// The id of a number.
    pub(super) fn text(self, number: u64) -> String {
        let mut text = String::with_capacity(36);
        // Writing to a `String` does not fail.
        let _ = write!(text, "{:016x}-{number:x}", self.seed);
        text
    }

    /// The number of an id of this endpoint.
    pub(super) fn number(self, id: &str) -> Option<u64> {
        let (seed, digits) = id.split_once('-')?;
        let number = u64::from_str_radix(digits, 16).ok()?;
        // Hexadecimal numbers can be written in more than one way, an id cannot.
        let canonical = seed.len() == 16
            && u64::from_str_radix(seed, 16) == Ok(self.seed)
            && digits.len() == digit_count(number)
            && !id.bytes().any(|byte| byte.is_ascii_uppercase() || byte == b'+');
        canonical.then_some(number)
    }
}

fn digit_count(number: u64) -> usize {
    let bits = u64::BITS.saturating_sub(number.leading_zeros());
    usize::try_from(bits.div_ceil(4).max(1)).unwrap_or(16)
}

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn ids_come_back_as_their_numbers() {
        let mut ids = Ids::new(0xfedc_ba98_7654_3210);
        for expected in 0..40 {
            let number = ids.take();
            assert_eq!(number, expected);
            let text = ids.text(number);
            assert!(text.len() <= 36, "{text}");
            assert_eq!(ids.number(&text), Some(number), "{text}");
        }
        let longest = ids.text(u64::MAX);
        assert_eq!(longest, "fedcba9876543210-ffffffffffffffff");
        assert_eq!(ids.number(&longest), Some(u64::MAX));
    }

    #[test]
    fn what_is_not_of_this_endpoint_has_no_number() {
        let ids = Ids::new(0xab);
        assert_eq!(ids.number("00000000000000ab-1f"), Some(0x1f));
        for other in [
            "",
            "-",
            "1f",
            "00000000000000ab-",
            "00000000000000ab-1F",
            "00000000000000ab-01f",
            "00000000000000ab-+1f",
            "00000000000000AB-1f",
            "+0000000000000ab-1f",
            "ab-1f",
            "00000000000000ac-1f",
            "00000000000000ab-10000000000000000",
            "00000000000000ab-1f-0",
        ] {
            assert_eq!(ids.number(other), None, "{other}");
        }
    }
}
