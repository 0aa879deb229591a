//! DER of test certificates, in vectors.

use v2g_pki::der::Time;

pub(super) const BOOLEAN: u8 = 0x01;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const ENUMERATED: u8 = 0x0A;
pub(super) const SEQUENCE: u8 = 0x30;

/// Tag, length and content.
pub(super) fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let zeros = length.iter().take_while(|octet| **octet == 0).count();
    let mut der = vec![tag];
    match (content.len(), &length[zeros..]) {
        (0..0x80, _) => der.push(length[length.len() - 1]),
        (_, octets) => {
            der.push(0x80 | octets.len().to_be_bytes()[length.len() - 1]);
            der.extend(octets);
        }
    }
    der.extend(content);
    der
}

/// A SEQUENCE of encodings.
pub(super) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(SEQUENCE, &parts.concat())
}

/// A BIT STRING of whole octets.
pub(super) fn bits(octets: &[u8]) -> Vec<u8> {
    tlv(BIT_STRING, &[&[0], octets].concat())
}

/// YYYYMMDDHHMMSSZ.
pub(super) fn generalized_time(time: Time) -> Vec<u8> {
    tlv(0x18, digits(time).as_bytes())
}

/// RFC 5280 4.1.2.5: UTCTime through 2049.
pub(super) fn time(time: Time) -> Vec<u8> {
    match digits(time).strip_prefix("20") {
        Some(rest) if rest < "50" => tlv(0x17, rest.as_bytes()),
        _ => generalized_time(time),
    }
}

fn digits(time: Time) -> String {
    let text = time.to_string();
    text.chars().filter(char::is_ascii_digit).chain(['Z']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_times() {
        assert_eq!(tlv(4, &[7]), [4, 1, 7]);
        assert_eq!(tlv(4, &[7; 128])[..3], [4, 0x81, 128]);
        assert_eq!(tlv(4, &[7; 300])[..4], [4, 0x82, 1, 44]);
        assert_eq!(time(Time::from_unix(0)), generalized_time(Time::from_unix(0)));
        assert_eq!(time(Time::from_unix(2_524_607_999))[2..], *b"491231235959Z");
        assert_eq!(time(Time::from_unix(2_524_608_000))[2..], *b"20500101000000Z");
    }
}
