//! PEM: bundles and files, of which nothing is lost.

use v2g_pki::pem::{ContentKind, Pem, PemChain, PemError, encodings};

pub(crate) fn check(data: &[u8]) {
    assert!(!ContentKind::of(data).to_string().is_empty());
    for wanted in [ContentKind::Certificate, ContentKind::Crl, ContentKind::OcspResponse] {
        let results: Vec<_> = encodings(data, wanted).collect();
        let (last, others) = results.split_last().expect("a file, or an error");
        assert!(others.iter().all(Result::is_ok), "nothing comes after an error");
        let Err(error) = last else { continue };
        assert!(!error.to_string().is_empty());
        assert!(error.line().is_none_or(|line| line <= data.len()));
    }

    let Ok(chain) = decode(data) else { return };
    for boundary in ["-----BEGIN ", "-----END "] {
        let found = data.windows(boundary.len()).filter(|window| *window == boundary.as_bytes());
        assert_eq!(found.count(), chain.len(), "{boundary}");
    }
    for front in ["\u{FEFF}", "# comment\n", "\r\n"] {
        assert_eq!(decode(&[front.as_bytes(), data].concat()).as_ref(), Ok(&chain), "{front:?}");
    }
    let text: String = chain.iter().map(|der| Pem::certificate(der).to_string()).collect();
    assert_eq!(decode(text.as_bytes()).as_ref(), Ok(&chain));
    // Another file after this one is found, or refused.
    let both = decode(&[data, text.as_bytes()].concat());
    assert!(both.map_or(true, |both| both.len() == 2 * chain.len()));
}

/// The certificates of a bundle.
fn decode(text: &[u8]) -> Result<Vec<Vec<u8>>, PemError> {
    let mut room = vec![0; text.len()];
    let chain = PemChain::decode(text, &mut room)?;
    let others = chain.intermediates().iter().map(|der| der.to_vec());
    Ok([chain.leaf().to_vec()].into_iter().chain(others).collect())
}
