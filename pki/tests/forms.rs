//! Constructed forms of primitive types, and primitive forms of constructed ones: BER has them, DER does
//! not.
#![cfg(all(feature = "rust-crypto", feature = "rsa", feature = "ed448"))]

mod support;

use support::cases;
use v2g_pki::der::{DerError, Malformed};
use v2g_pki::{Certificate, Crl};

/// Finds where the tags of universal types are, in `der[from..to]` and in what is constructed there.
fn universal_tags(der: &[u8], mut from: usize, to: usize, found: &mut Vec<usize>) {
    while from < to {
        let (tag, first) = (der[from], usize::from(der[from + 1]));
        let octets = first.saturating_sub(0x80);
        let start = from + 2 + octets;
        let length = der[from + 2..start].iter().fold(0, |sum, next| sum << 8 | usize::from(*next));
        let end = start + if octets == 0 { first } else { length };
        if tag < 0x40 {
            found.push(from);
        }
        if tag & 0x20 != 0 {
            universal_tags(der, start, end, found);
        }
        from = end;
    }
}

/// Checks that no value of an encoding can be in the other form, and counts the values; `None` if the
/// encoding is refused as it is.
fn refused_in_the_other_form(
    der: &[u8],
    parse: impl Fn(&[u8]) -> Result<(), DerError>,
) -> Option<usize> {
    parse(der).ok()?;
    let mut tags = Vec::new();
    universal_tags(der, 0, der.len(), &mut tags);
    for &at in &tags {
        let mut changed = der.to_vec();
        changed[at] ^= 0x20;
        // An optional value with another tag is taken for what follows it.
        let error = parse(&changed).map_err(DerError::malformed);
        let is_named = matches!(error, Err(Malformed::Tag | Malformed::TrailingData));
        assert!(is_named, "octet {at}: {error:?}");
    }
    Some(tags.len())
}

#[test]
fn values_in_the_form_of_another_type_are_refused() {
    let secc = include_bytes!("data/secc.der").to_vec();
    let mut certificates = vec![secc];
    let mut crls = Vec::new();
    for case in cases() {
        certificates.extend([case.leaf].into_iter().chain(case.intermediates).chain(case.anchors));
        crls.extend(case.crls);
    }
    certificates.sort();
    certificates.dedup();
    crls.sort();
    crls.dedup();
    let certificates = certificates
        .iter()
        .filter_map(|der| refused_in_the_other_form(der, |der| Certificate::parse(der).map(drop)));
    let crls = crls
        .iter()
        .filter_map(|der| refused_in_the_other_form(der, |der| Crl::parse(der).map(drop)));
    let (certificates, crls) = (certificates.sum::<usize>(), crls.sum::<usize>());
    assert!(certificates > 1000 && crls > 20, "{certificates} and {crls} tags");
}
