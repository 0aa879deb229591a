//! The password of HTTP Basic authentication (OCPP-J 6.2.2, white paper 7.2).

use alloc::string::String;
use core::fmt;

/// The value of the key `AuthorizationKey`: 16 to 20 bytes, on the wire 32 to 40 hexadecimal digits
/// (A00.FR.205, A00.FR.304).
///
/// OCPP-J knows only 20 bytes. The white paper gives a minimum in bytes and a maximum in digits; an
/// odd number of digits, which it does not mention, is refused here.
///
/// `Debug` does not show it, and comparisons take the same time wherever the keys differ. The
/// memory is not cleared when it is dropped.
#[derive(Clone, Copy)]
pub struct AuthorizationKey {
    /// Zeros after the length.
    bytes: [u8; Self::MAX],
    length: usize,
}

/// The text or the bytes are no authorization key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an authorization key has 16 to 20 bytes in hexadecimal digits")]
pub struct InvalidAuthorizationKey;

impl AuthorizationKey {
    /// The fewest bytes.
    pub const MIN: usize = 16;

    /// The most bytes.
    pub const MAX: usize = 20;

    /// Takes the bytes.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidAuthorizationKey`] below 16 and above 20 bytes.
    pub fn new(bytes: &[u8]) -> Result<Self, InvalidAuthorizationKey> {
        let mut key = Self { bytes: [0; Self::MAX], length: bytes.len() };
        let place = key.bytes.get_mut(..bytes.len()).ok_or(InvalidAuthorizationKey)?;
        place.copy_from_slice(bytes);
        if bytes.len() < Self::MIN { Err(InvalidAuthorizationKey) } else { Ok(key) }
    }

    /// Reads the hexadecimal digits, in either case.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidAuthorizationKey`] for another text.
    pub fn from_hex(text: &str) -> Result<Self, InvalidAuthorizationKey> {
        let mut bytes = [0; Self::MAX];
        let mut length = 0_usize;
        let mut digits = text.as_bytes();
        let value = |digit: u8| {
            let value = char::from(digit).to_digit(16).ok_or(InvalidAuthorizationKey)?;
            u8::try_from(value).map_err(|_| InvalidAuthorizationKey)
        };
        while let [high, low, rest @ ..] = digits {
            *bytes.get_mut(length).ok_or(InvalidAuthorizationKey)? =
                (value(*high)? << 4) | value(*low)?;
            length = length.saturating_add(1);
            digits = rest;
        }
        if !digits.is_empty() {
            return Err(InvalidAuthorizationKey);
        }
        Self::new(bytes.get(..length).unwrap_or_default())
    }

    /// The bytes: the password of HTTP Basic authentication.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// The hexadecimal digits in upper case, as OCPP-J 6.2.2 writes them: the value for
    /// ChangeConfiguration.
    #[must_use]
    pub fn to_hex(&self) -> String {
        let nibbles = self.as_bytes().iter().flat_map(|byte| [byte >> 4, byte & 0xF]);
        nibbles
            .filter_map(|nibble| char::from_digit(nibble.into(), 16))
            .map(|digit| digit.to_ascii_uppercase())
            .collect()
    }

    /// Whether a password is this key.
    #[must_use]
    pub fn matches(&self, password: &[u8]) -> bool {
        is_same(self.as_bytes(), password)
    }
}

/// Whether two passwords are the same, in a time that only depends on their lengths.
pub(super) fn is_same(left: &[u8], right: &[u8]) -> bool {
    let differences = left.iter().zip(right);
    let difference = differences.fold(0, |sum, (one, other)| sum | (one ^ other));
    left.len() == right.len() && difference == 0
}

impl AsRef<[u8]> for AuthorizationKey {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl PartialEq for AuthorizationKey {
    fn eq(&self, other: &Self) -> bool {
        self.matches(other.as_bytes())
    }
}

impl Eq for AuthorizationKey {}

impl fmt::Debug for AuthorizationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthorizationKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = "0001020304050607FFFFFFFFFFFFFFFFFFFFFFFF";

    #[test]
    fn keys_have_16_to_20_bytes_in_pairs_of_digits() {
        for length in 0..=44 {
            let text: String = EXAMPLE.chars().cycle().take(length).collect();
            let is_key = (32..=40).contains(&length) && length % 2 == 0;
            assert_eq!(AuthorizationKey::from_hex(&text).is_ok(), is_key, "{length}");
        }
        for length in 0..=24 {
            let is_key = (16..=20).contains(&length);
            assert_eq!(AuthorizationKey::new(&[7; 24][..length]).is_ok(), is_key, "{length}");
        }
        for text in [EXAMPLE.replacen('0', "g", 1), EXAMPLE.replacen("00", "é", 1)] {
            assert_eq!(AuthorizationKey::from_hex(&text), Err(InvalidAuthorizationKey));
        }
    }

    #[test]
    fn digits_return_in_upper_case() {
        let key = AuthorizationKey::from_hex(&EXAMPLE.to_ascii_lowercase()).unwrap();
        assert_eq!(key.to_hex(), EXAMPLE);
        assert_eq!(AuthorizationKey::new(key.as_bytes()), Ok(key));
        assert_eq!(alloc::format!("{key:?}"), "AuthorizationKey(..)");
    }

    #[test]
    fn passwords_match_as_a_whole() {
        let key = AuthorizationKey::new(&[0; 17]).unwrap();
        assert!(key.matches(&[0; 17]));
        for password in [&[0; 16][..], &[0; 18], &[], &[1; 17]] {
            assert!(!key.matches(password));
        }
    }
}
