//! TLS, as far as it can be told from outside: that it is there, and what was agreed on.

/// Content types of a record: change cipher spec, alert, handshake, application data.
const CONTENT_TYPES: core::ops::RangeInclusive<u8> = 20..=23;
const HANDSHAKE: u8 = 22;
const SERVER_HELLO: u8 = 2;

/// Longest record that any version allows: 2^14 bytes and what encryption adds.
const MAX_RECORD: usize = (1 << 14) + 2048;

/// Whether bytes begin like a TLS record.
pub(super) fn begins_record(bytes: &[u8]) -> bool {
    match *bytes {
        // SSL 3.0 to TLS 1.3 all have 3 as major version; the minor version stopped at 3.
        [kind, 3, 0..=4, high, low, ..] => {
            let length = usize::from(u16::from_be_bytes([high, low]));
            CONTENT_TYPES.contains(&kind) && (1..=MAX_RECORD).contains(&length)
        }
        _ => false,
    }
}

/// Version and cipher suite that the answer of a server names.
pub(super) fn agreed(server: &[u8]) -> Option<String> {
    let (header, rest) = server.split_first_chunk::<5>()?;
    let [kind, _, _, high, low] = *header;
    let record = rest.get(..usize::from(u16::from_be_bytes([high, low])))?;
    let (head, hello) = record.split_first_chunk::<4>()?;
    let [message, l0, l1, l2] = *head;
    if kind != HANDSHAKE || message != SERVER_HELLO {
        return None;
    }
    let length = usize::try_from(u32::from_be_bytes([0, l0, l1, l2])).ok()?;
    let mut hello = Reader(hello.get(..length)?);

    let legacy_version = hello.number()?;
    hello.take(32)?; // random
    let session_id = usize::from(*hello.take(1)?.first()?);
    hello.take(session_id)?;
    let cipher = hello.number()?;
    hello.take(1)?; // compression

    // TLS 1.3 says 1.2 in front and tells the truth in an extension.
    let version = supported_version(&mut hello).unwrap_or(legacy_version);
    let version = match version {
        0x0300 => "SSL 3.0".to_owned(),
        0x0301 => "TLS 1.0".to_owned(),
        0x0302 => "TLS 1.1".to_owned(),
        0x0303 => "TLS 1.2".to_owned(),
        0x0304 => "TLS 1.3".to_owned(),
        other => format!("TLS version 0x{other:04x}"),
    };
    Some(format!("{version}, cipher suite {}", cipher_name(cipher)))
}

/// The version in the extension `supported_versions`.
fn supported_version(hello: &mut Reader<'_>) -> Option<u16> {
    hello.number()?; // length of all extensions
    loop {
        let kind = hello.number()?;
        let length = hello.number()?;
        let mut extension = Reader(hello.take(length.into())?);
        if kind == 43 {
            return extension.number();
        }
    }
}

/// Names of the suites that the charging standards ask for or open stacks use; others by number.
fn cipher_name(cipher: u16) -> String {
    match cipher {
        // ISO 15118-2 and DIN.
        0xC023 => "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256".to_owned(),
        0xC025 => "TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA256".to_owned(),
        // ISO 15118-20.
        0x1301 => "TLS_AES_128_GCM_SHA256".to_owned(),
        0x1302 => "TLS_AES_256_GCM_SHA384".to_owned(),
        0x1303 => "TLS_CHACHA20_POLY1305_SHA256".to_owned(),
        other => format!("0x{other:04x}"),
    }
}

/// Takes fields from the front.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u16> {
        self.take(2)?.first_chunk().map(|bytes| u16::from_be_bytes(*bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ServerHello with a session id of four bytes.
    fn server_hello(extensions: &[u8]) -> Vec<u8> {
        let mut hello = vec![0x03, 0x03];
        hello.extend([7; 32]);
        hello.extend([4, 1, 2, 3, 4, 0xC0, 0x23, 0]);
        if !extensions.is_empty() {
            hello.extend([0, u8::try_from(extensions.len()).unwrap()]);
            hello.extend(extensions);
        }
        let length = u8::try_from(hello.len()).unwrap();
        let mut record = vec![22, 3, 3, 0, length + 4, 2, 0, 0, length];
        record.extend(hello);
        record
    }

    #[test]
    fn a_record_is_told_from_v2gtp() {
        assert!(begins_record(&[0x16, 0x03, 0x01, 0x00, 0xA3, 0x01]));
        assert!(begins_record(&[0x17, 0x03, 0x03, 0x00, 0x60]));
        assert!(!begins_record(&[0x17, 0x03, 0x03, 0xFF, 0x60]), "too long");
        assert!(!begins_record(&[0x01, 0xFE, 0x80, 0x01, 0x00]));
        assert!(!begins_record(&[0x16, 0x03]));
    }

    #[test]
    fn the_answer_names_version_and_suite() {
        let suite = "cipher suite TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256";
        assert_eq!(agreed(&server_hello(&[])), Some(format!("TLS 1.2, {suite}")));
        // Another extension, then supported_versions.
        let extensions = [0, 51, 0, 2, 9, 9, 0, 43, 0, 2, 3, 4];
        assert_eq!(agreed(&server_hello(&extensions)), Some(format!("TLS 1.3, {suite}")));
    }

    #[test]
    fn a_cut_answer_is_no_panic() {
        let whole = server_hello(&[0, 43, 0, 2, 3, 4]);
        for end in 0..whole.len() {
            assert_eq!(agreed(&whole[..end]), None, "{end}");
        }
        // Lengths inside the record that reach beyond it.
        for at in 5..whole.len() {
            let mut bad = whole.clone();
            bad[at] = 0xFF;
            let _ = agreed(&bad);
        }
    }
}
