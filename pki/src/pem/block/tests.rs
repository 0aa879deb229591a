//! Splitting and decoding of blocks; chains and whole files are in `tests/pem.rs`.

use alloc::borrow::ToOwned as _;
use alloc::string::ToString as _;
use alloc::vec::Vec;

use super::*;

fn decode(text: &str) -> Vec<Result<Vec<u8>, PemErrorKind>> {
    let mut room = [0; 64];
    let decode = |block: Result<PemBlock<'_>, PemError>| {
        let octets = block.and_then(|block| block.decode(&mut room).map(<[u8]>::to_vec));
        octets.map_err(|error| error.kind())
    };
    pem_blocks(text.as_bytes()).map(decode).collect()
}

fn block(body: &str) -> alloc::string::String {
    alloc::format!("-----BEGIN X-----\r\n{body}\r\n-----END X-----\r\n")
}

#[test]
fn bundles_are_split_and_decoded() {
    let text = [block("AAEC\r\nAwQF"), "text\n".into(), block("/+8="), block("/w=="), block("")];
    let expected: [&[u8]; 4] = [&[0, 1, 2, 3, 4, 5], &[0xFF, 0xEF], &[0xFF], &[]];
    let expected: Vec<_> = expected.map(|octets| Ok(octets.to_vec())).into();
    assert_eq!(decode(&text.concat()), expected);
    assert_eq!(decode("no block"), []);
}

#[test]
fn what_is_wrong_is_said() {
    for body in ["A", "AA", "AA=", "AAA", "AAAA=", "AA==AA==", "AB==", "AAB=", "A-AA", "=AAA"] {
        assert_eq!(decode(&block(body)), [Err(PemErrorKind::Base64)], "{body}");
    }
    let text = "-----BEGIN X-----\nAAAA\n";
    assert_eq!(decode(text), [Err(PemErrorKind::Unterminated)]);
    let text = "-----BEGIN X-----\nAAAA\n-----END Y-----\n";
    assert_eq!(decode(text), [Err(PemErrorKind::OtherEnd)]);
    // The block that follows is found all the same.
    let text = alloc::format!("-----BEGIN X-----\n{}", block("AAAA"));
    assert_eq!(decode(&text), [Err(PemErrorKind::Unterminated), Ok(alloc::vec![0; 3])]);
}

#[test]
fn lines_end_with_cr_lf_or_both() {
    let text = "text\n-----BEGIN X-----\nAAEC\nAwQF\n-----END X-----\ntext\n\
                -----BEGIN Y-----\n/w==\n-----END Y-----";
    let expected = decode(text);
    assert_eq!(expected, [Ok([0, 1, 2, 3, 4, 5].into()), Ok([0xFF].into())]);
    for end in ["\r\n", "\r", " \t\n", "\n\n"] {
        assert_eq!(decode(&text.replace('\n', end)), expected, "{end:?}");
    }
    // But there must be lines.
    for end in ["", " "] {
        let result = decode(&text.replace('\n', end));
        assert_eq!(result, [Err(PemErrorKind::TextBefore)], "{end:?}");
    }
}

#[test]
fn keys_and_damage_between_blocks_are_seen() {
    let text = [&block("AAAA"), "-----BEGIN KEY-----\n////\n-----END KEY-----\n", &block("/w==")];
    let text = text.concat();
    let labels: Vec<_> =
        pem_blocks(text.as_bytes()).map(|block| block.map(|block| block.label)).collect();
    assert_eq!(labels, [Ok("X"), Ok("KEY"), Ok("X")]);
    // Headers of RFC 1421 mean encryption.
    let encrypted = block("Proc-Type: 4,ENCRYPTED\r\n\r\nAAAA");
    assert_eq!(decode(&encrypted), [Err(PemErrorKind::Base64)]);
    // Files put together without the end of a line.
    let joined = block("AAAA").trim_end().to_owned() + &block("AAAA");
    assert_eq!(decode(&joined), [Err(PemErrorKind::TextAfter)]);
    // A label that is not text.
    let mut blocks = pem_blocks(b"-----BEGIN \xFF-----\nAAAA\n-----END \xFF-----\n");
    assert_eq!(blocks.next(), Some(Err(PemError::at(1, PemErrorKind::Boundary))));
    assert_eq!(blocks.next(), None);
}

#[test]
fn every_prefix_has_its_whole_blocks_and_one_that_is_cut_off() {
    let text = [block("AAEC"), block("AwQF")].concat();
    for end in 0..text.len() {
        let results = decode(&text[..end]);
        let (whole, cut): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
        assert!(whole.len() <= 2 && cut.len() <= 1, "{end}");
        // Nothing is lost: a prefix ends after a block, or there is an error.
        let done = if end < block("AAEC").trim_end().len() { 0 } else { 1 };
        let at_end = ["", block("AAEC").trim_end()].contains(&text[..end].trim_end());
        let is_last = text[..end].trim_end() == text.trim_end();
        assert_eq!(whole.len(), if is_last { 2 } else { done }, "{end}");
        assert_eq!(cut.is_empty(), at_end || is_last, "{end}");
    }
}

#[test]
fn buffers_hold_what_they_hold() {
    let text = block("AAECAwQF");
    let block = pem_blocks(text.as_bytes()).next().unwrap().unwrap();
    let needed = block.max_len();
    assert_eq!(block.decode(&mut [0; 6]).map(<[u8]>::len), Ok(6));
    let error = PemError::at(1, PemErrorKind::Capacity { needed });
    assert_eq!(block.decode(&mut [0; 5]), Err(error));
    assert!(needed >= 6);
}

#[test]
fn errors_have_the_line_and_the_cause() {
    let text = |error: Option<Result<_, PemError>>| error.unwrap().unwrap_err().to_string();
    let whole = block("AAAA");
    for (damaged, expected) in [
        ("a\r\nb\rc\nd -----BEGIN X-----", "line 4: text in front of -----BEGIN or -----END"),
        ("-----BEGIN X----- AAAA -----END X-----", "line 1: text after -----BEGIN or -----END"),
        ("----BEGIN X-----\n", "line 1: a damaged -----BEGIN"),
        ("\n\n-----BEGIN X-----\n", "line 3: -----BEGIN without its -----END"),
        ("\n-----BEGIN X-----\n\n-----END Y-----", "line 4: -----END with another label"),
        ("-----END X-----\n", "line 1: -----END without -----BEGIN"),
        ("a\n\x01b\n", "line 2: not PEM but binary data"),
    ] {
        let first = text(pem_blocks(damaged.as_bytes()).next());
        assert!(first.starts_with(expected), "{first}");
        // The block that follows is found all the same, and there is one error.
        let both = decode(&[damaged, "\n", &whole].concat());
        assert_eq!(both.len(), 2, "{damaged}");
        assert!(both[0].is_err() && both[1].is_ok(), "{damaged}");
    }
    let body = block("AAAA\r\n\u{FEFF}AA:A").replace("X", "Y");
    let found = pem_blocks(body.as_bytes()).next().unwrap().unwrap();
    assert_eq!(found.decode(&mut [0; 9]), Err(PemError::at(3, PemErrorKind::Base64)));
    let body = "-----BEGIN X-----\nAAAA\\nAAAA\n-----END X-----\n";
    assert_eq!(decode(body), [Err(PemErrorKind::EscapedLineEnd)]);
}

#[test]
fn labels_are_words_with_single_separators() {
    for label in ["X", "X509 CRL", "X.509 CERTIFICATE", "A-B C"] {
        let text = block("AAAA").replace("X-", &[label, "-"].concat());
        assert_eq!(decode(&text).len(), 1, "{label}");
        assert!(decode(&text)[0].is_ok(), "{label}");
    }
    for label in ["", " X", "X ", "X  Y", "X--Y", "-X", "X-", "X\tY", "\u{E9}"] {
        let text = block("AAAA").replace("X-", &[label, "-"].concat());
        assert_eq!(decode(&text), [Err(PemErrorKind::Boundary)], "{label}");
    }
}
