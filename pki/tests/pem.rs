//! Chains and files in PEM: nothing of them is lost without an error.
#![cfg(all(feature = "rust-crypto", feature = "rsa", feature = "ed448", feature = "pem"))]
#![allow(clippy::unwrap_used, reason = "clippy.toml allows it in tests, not in their helpers")]

mod support;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use support::named;
use v2g_pki::Certificate;
use v2g_pki::pem::{ContentKind, Encoded, Pem, PemChain, PemError, PemErrorKind, encodings};

const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// Three certificates, leaf first.
fn certificates() -> Vec<Vec<u8>> {
    let case = named("iso15118-2.secc.p256/valid/base");
    let certificates: Vec<_> = [case.leaf].into_iter().chain(case.intermediates).collect();
    assert_eq!(certificates.len(), 3);
    certificates
}

fn bundle(certificates: &[Vec<u8>]) -> String {
    certificates.iter().map(|der| Pem::certificate(der).to_string()).collect()
}

fn decode(text: impl AsRef<[u8]>) -> Result<Vec<Vec<u8>>, PemError> {
    let mut room = vec![0; 16_384];
    let chain = PemChain::decode(text, &mut room)?;
    let others = chain.intermediates().iter().map(|der| der.to_vec());
    Ok([chain.leaf().to_vec()].into_iter().chain(others).collect())
}

fn error(text: impl AsRef<[u8]>) -> String {
    decode(text).unwrap_err().to_string()
}

/// Says whether a text is refused, or gives the chain.
///
/// Letters of base64 within a block change it; then nothing may read it as a certificate.
fn nothing_is_lost(text: &[u8], expected: &[Vec<u8>]) -> bool {
    let Ok(found) = decode(text) else { return true };
    let is_same = |(found, expected): (&Vec<u8>, &Vec<u8>)| {
        found == expected || Certificate::parse(found).is_err()
    };
    found.len() == expected.len() && found.iter().zip(expected).all(is_same)
}

#[test]
fn a_byte_order_mark_loses_no_certificate() {
    let expected = certificates();
    let text = bundle(&expected);
    let marked = BYTE_ORDER_MARK.to_owned() + &text;
    assert_eq!(decode(&marked).as_ref(), Ok(&expected));
    // Each file of `cat a b c` has one; an editor that saves twice writes two.
    let each = marked.replace("-----BEGIN", "\u{FEFF}\u{FEFF}-----BEGIN");
    assert_eq!(decode(&each).as_ref(), Ok(&expected));
    let lines: String = text.lines().map(|line| format!("{BYTE_ORDER_MARK}{line}\r\n")).collect();
    assert_eq!(decode(&lines).as_ref(), Ok(&expected));
    let inside = "line 1: text in front of -----BEGIN or -----END; put the boundary on a line of \
                  its own";
    assert_eq!(error(format!("a{marked}")), inside);
}

#[test]
fn other_blocks_are_named() {
    let text = bundle(&certificates());
    for (label, name) in [
        ("PRIVATE KEY", "a private key"),
        ("EC PRIVATE KEY", "an EC private key (SEC 1)"),
        ("RSA PRIVATE KEY", "an RSA private key (PKCS#1)"),
        ("ENCRYPTED PRIVATE KEY", "an encrypted private key (PKCS#8)"),
        ("CERTIFICATE REQUEST", "a certificate request (PKCS#10)"),
        ("NEW CERTIFICATE REQUEST", "a certificate request (PKCS#10)"),
        ("PKCS7", "a bundle in PKCS#7 (CMS)"),
        ("CMS", "a bundle in PKCS#7 (CMS)"),
        ("X509 CRL", "a CRL"),
        ("PUBLIC KEY", "a public key"),
        ("EC PARAMETERS", "parameters of a curve"),
        ("TRUSTED CERTIFICATE", "a certificate with trust settings (OpenSSL)"),
        ("DH PARAMETERS", "a block with another label"),
    ] {
        let block = Pem::new(label, &[0x30, 0]).to_string();
        let expected = |line: usize| {
            format!("line {line}: {name} where a certificate must be; leave it out or convert it")
        };
        assert_eq!(error(block.clone() + &text), expected(1));
        assert_eq!(error(text.clone() + &block), expected(text.lines().count() + 1));
    }
    for label in ["X509 CERTIFICATE", "X.509 CERTIFICATE"] {
        let other = text.replace("CERTIFICATE", label);
        assert_eq!(decode(other), Ok(certificates()));
    }
}

#[test]
fn files_that_are_not_pem_are_named() {
    let certificate = certificates().remove(0);
    assert_eq!(error(&certificate), "not PEM but a certificate in DER; convert it to PEM");
    let pkcs7 = b"\x30\x82\x01\x9d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0";
    assert_eq!(error(pkcs7), "not PEM but a bundle in PKCS#7 (CMS) in DER; convert it to PEM");
    let request = include_bytes!("data/charge-point.csr.der");
    assert_eq!(
        error(request),
        "not PEM but a certificate request (PKCS#10) in DER; convert it to PEM"
    );
    let bare = "line 1: base64 or hex outside of a block; put base64 between -----BEGIN and -----END lines";
    assert_eq!(error(STANDARD.encode(&certificate)), bare);
    assert_eq!(error(STANDARD.encode(bundle(&certificates()))), bare);
    for text in ["", "\r\n \n", BYTE_ORDER_MARK] {
        assert_eq!(error(text), "an empty text; there must be a PEM block");
    }
    assert_eq!(error("a"), "not a single PEM block; this looks like other text");
    let text = bundle(&certificates());
    let marked = BYTE_ORDER_MARK.to_owned() + &text;
    let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let big: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for utf16 in [little(&text), little(&marked), big.clone(), big[2..].to_vec()] {
        assert_eq!(error(utf16), "UTF-16 text; save it as UTF-8");
    }

    // Put together with PEM.
    let after = [text.as_bytes(), &certificate].concat();
    let line = text.lines().count() + 1;
    assert_eq!(
        error(after),
        format!("line {line}: not PEM but a certificate in DER; convert it to PEM")
    );
    let before = [&certificate, text.as_bytes()].concat();
    assert_eq!(error(&before), "not PEM but a certificate in DER; convert it to PEM");
    let after = [text.as_bytes(), &little(&marked)].concat();
    assert_eq!(error(after), format!("line {line}: UTF-16 text; save it as UTF-8"));
    // A file is read as DER or as PEM, and one that is both would lose a part.
    let first = encodings(&before, ContentKind::Certificate).next().unwrap();
    assert_eq!(first.map_err(|error| error.kind()), Err(PemErrorKind::DerAndPem));
    // Octets after a DER value are for its parser to refuse.
    let longer = [&certificate[..], b"\n"].concat();
    let first = encodings(&longer, ContentKind::Certificate).next().unwrap();
    assert_eq!(first, Ok(Encoded::Der(&longer)));
    assert!(Certificate::parse(&longer).is_err());
}

/// Certificates in other texts: as a value, quoted, in XML, in hexadecimal digits, with boundaries in
/// lower case.
#[test]
fn certificates_in_other_texts_are_not_passed_over() {
    let certificates = certificates();
    let [first, second, ..] = &certificates[..] else { panic!("not enough") };
    let pem = Pem::certificate(first).to_string();
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let hex: String = first.iter().map(|octet| format!("{octet:02x}")).collect();
    let lower = pem.replace("BEGIN CERTIFICATE", "begin certificate");
    let lower = lower.replace("END CERTIFICATE", "end certificate");
    let short: String = base64
        .as_bytes()
        .chunks(30)
        .fold(String::new(), |text, line| text + core::str::from_utf8(line).unwrap() + "\n");
    let mut texts: Vec<Vec<u8>> = [
        format!("cert: {base64}"),
        format!("{{\"cert\":\"{base64}\"}}"),
        format!("userCertificate;binary:: {base64}"),
        format!("<X509Certificate>{base64}</X509Certificate>"),
        format!("\u{a0}{base64}"),
        hex.to_uppercase(),
        hex,
        lower.clone(),
        lower.replace("-----b", "> -----b"),
        format!("-----begin certificate-----\n{short}-----end certificate-----"),
        short,
    ]
    .map(String::into_bytes)
    .into();
    // Windows-1252: dashes of a word processor, quoted.
    texts.push([b"> \x97\x97BEGIN CERTIFICATE\x97\x97\n", lower.as_bytes()].concat());
    for text in texts {
        let bundle = [&text[..], b"\n", Pem::certificate(second).to_string().as_bytes()].concat();
        let shown = String::from_utf8_lossy(&text[..40]).into_owned();
        assert!(PemChain::decode(&bundle, &mut [0; 9000]).is_err(), "{shown}");
    }
}

#[test]
fn buffers_are_as_large_as_the_error_says() {
    let bundle: String =
        certificates().iter().map(|der| Pem::certificate(der).to_string()).collect();
    let error = PemChain::decode(&bundle, &mut []).map(drop).unwrap_err();
    let PemErrorKind::Capacity { needed } = error.kind() else { panic!("{error}") };
    assert!(needed <= bundle.len());
    assert!(PemChain::decode(&bundle, &mut vec![0; needed]).is_ok());
    assert!(PemChain::decode(&bundle, &mut vec![0; needed / 2]).is_err());
}

#[test]
fn all_forms_of_text_are_accepted() {
    let expected = certificates();
    let text = bundle(&expected);
    let with = |text: String| assert_eq!(decode(&text).as_ref(), Ok(&expected), "{text}");
    with(text.replace('\n', "\r\n"));
    with(text.replace('\n', "\r"));
    with(text.replace('\n', " \t\n"));
    with(text.replace('\n', "\n \t"));
    with(text.replace('\n', "\n\n\r\n"));
    with(format!("\n\n{text}\n\n"));
    with(text.trim_end().to_owned());
    // Each block is one long line of base64.
    let long = |der: &Vec<u8>| {
        let body = STANDARD.encode(der);
        format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
    };
    with(expected.iter().map(long).collect());
    for between in [
        "subject=CN = a, O = END-ENTITY\nissuer=/C=DE/O=\u{E9}\n",
        "# comment\n; the next one BEGIN and END\n",
        "=====\n-----\n--------------------\n----- Root CA -----\n\u{2014}\u{2014}\n",
        "Bag Attributes\n    localKeyID: 54 69\nKey Attributes: <No Attributes>\n",
        " 0 s:CN = a\n   i:CN = b\n   a:PKEY: id-ecPublicKey, 256 (bit); sigalg: RSA-SHA256\n",
        "Certificate:\n    Data:\n        Version: 3 (0x2)\n        Serial Number:\n            \
         14:ca:97:bd\n        Signature Algorithm: ecdsa-with-SHA256\n                pub:\n      \
         \x20             04:94:7d:14\n        X509v3 Basic Constraints: critical\n",
        "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08\nMIssing\n",
    ] {
        with(text.replace("-----BEGIN", &[between, "-----BEGIN"].concat()));
        with(text.clone() + between);
    }
    with(text.clone() + "the end");
}

#[test]
fn joined_and_escaped_lines_are_refused_with_the_cause() {
    let text = bundle(&certificates());
    let end = 1 + text.lines().position(|line| line.starts_with("-----END")).unwrap();
    let joined = text.replace("-----\n-----", "----------");
    let own_line = "put the boundary on a line of its own";
    let expected = format!("line {end}: text after -----BEGIN or -----END; {own_line}");
    assert_eq!(error(joined), expected);
    let one_line = format!("line 1: text after -----BEGIN or -----END; {own_line}");
    assert_eq!(error(text.replace('\n', "")), one_line);
    assert_eq!(error(text.replace('\n', " ")), one_line);
    let escaped = "line 1: line feeds written as \\n; decode the JSON or shell string before";
    assert_eq!(error(text.replace('\n', "\\n")), escaped);
    assert_eq!(error(text.replace('\n', "\\r\\n")), escaped);
    assert_eq!(error(format!("\"{}\"", text.replace('\n', "\\n"))), escaped);
}

#[test]
fn damaged_boundaries_are_refused() {
    let text = bundle(&certificates());
    for dashes in [
        "-",
        "--",
        "----",
        "------",
        "\u{2013}",
        "\u{2014}\u{2014}-",
        "\u{2010}\u{2010}",
        "\u{2212}",
        "\u{2015}",
        "> -----",
        "- ----",
    ] {
        for word in ["BEGIN", "END"] {
            let (whole, damaged) = (format!("-----{word}"), format!("{dashes}{word}"));
            assert!(decode(text.replacen(&whole, &damaged, 1)).is_err(), "{damaged}");
            assert!(decode(text.replace(&whole, &damaged)).is_err(), "{damaged}");
        }
        let damaged = format!("CERTIFICATE{dashes}\n");
        assert!(decode(text.replace("CERTIFICATE-----\n", &damaged)).is_err(), "{dashes}");
    }
    let all = |from: &str, to: &str| error(text.replace(from, to));
    assert!(all("-----", "").contains("line 2: base64 or hex outside"));
    assert!(all("-----", "\u{2013}").contains("line 1: a damaged -----BEGIN"));
    assert!(all("-----BEGIN CERTIFICATE-----\n", "").contains("line 1: base64 or hex outside"));
    assert!(all("-----END CERTIFICATE-----\n", "").contains("line 1: -----BEGIN without"));
    assert!(all("BEGIN", "begin").contains("line 1: a damaged -----BEGIN"));
}

#[test]
fn every_prefix_and_suffix_is_whole_or_refused() {
    let expected = certificates();
    let text = bundle(&expected);
    for text in [text.clone(), text.replace('\n', "\r\n")] {
        let ends: Vec<_> = text.match_indices("-----END").map(|(at, _)| at + 25).collect();
        for end in 0..=text.len() {
            let prefix = &text[..end];
            let is_whole = ends.contains(&prefix.trim_end().len());
            assert_eq!(decode(prefix).is_ok(), is_whole, "{prefix}");
            // Editors end the last line. Then dashes alone are a separator, and nothing else is.
            let last = prefix.lines().last().unwrap_or_default();
            if last.is_empty() || !last.bytes().all(|octet| octet == b'-') {
                assert_eq!(decode(format!("{prefix}\n")).is_ok(), is_whole, "{prefix}");
            }
            if let Ok(found) = decode(prefix) {
                assert_eq!(found[..], expected[..found.len()]);
            }
        }
        for start in 1..text.len() {
            let suffix = &text[start..];
            let is_whole = suffix.trim_start().starts_with("-----BEGIN");
            let first = suffix.lines().next().unwrap_or_default();
            let is_separator = first.bytes().all(|octet| octet == b'-');
            if !is_whole && (first.is_empty() || !is_separator) {
                assert!(decode(suffix).is_err(), "{suffix}");
            }
        }
    }
}

#[test]
fn nothing_that_is_put_in_takes_a_certificate_out() {
    let expected = &certificates()[..2];
    let text = bundle(expected);
    for inserted in [
        BYTE_ORDER_MARK,
        " ",
        "\t",
        "\n",
        "\r",
        "\r\n\r\n",
        "\0",
        "-",
        "-----",
        "-----\n",
        "\n-----\n",
        "=",
        "x",
        "text",
        "\ntext\n",
        "text\n",
        "# comment\n",
        "\n# comment\n",
        "subject=CN = a\n",
        "\\n",
        "\u{2013}",
        "\n\u{FEFF}",
        "-----BEGIN",
        "\n-----END CERTIFICATE-----\n",
        "MIIB",
        "\n-----BEGIN CERTIFICATE-----\n",
    ] {
        for at in 0..=text.len() {
            let (before, after) = text.split_at(at);
            let all = [before, inserted, after].concat();
            assert!(nothing_is_lost(all.as_bytes(), expected), "{inserted:?} at {at}");
        }
    }
}

#[test]
fn nothing_that_is_left_out_or_changed_takes_a_certificate_out() {
    let expected = &certificates()[..2];
    let text = bundle(expected);
    for at in 0..text.len() {
        let (before, after) = (&text.as_bytes()[..at], &text.as_bytes()[at + 1..]);
        for other in ["", " ", "\n", "\0", "-", BYTE_ORDER_MARK, "\u{2013}"] {
            let all = [before, other.as_bytes(), after].concat();
            assert!(nothing_is_lost(&all, expected), "{other:?} at {at}");
        }
        // This one can give a certificate with another signature, but not fewer certificates.
        let all = [before, b"x", after].concat();
        let count = decode(&all).map(|found| found.len());
        assert!(count.is_err() || count == Ok(expected.len()), "{at}");
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    for at in 0..lines.len() {
        let all = [&lines[..at], &lines[at + 1..]].concat().concat();
        assert!(nothing_is_lost(all.as_bytes(), expected), "line {at}");
    }
}
