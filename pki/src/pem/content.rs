//! Kinds of content: of blocks by their labels, of files by their first octets.

use core::fmt;

use super::{line, sniff};

/// Names the kind of a PEM block, a file or a message.
///
/// ```
/// use v2g_pki::ContentKind;
///
/// let pfx = [0x30, 0x80, 2, 1, 3, 0x30, 0x80, 6, 9, 42, 134, 72, 134, 247, 13, 1, 7, 1];
/// assert_eq!(ContentKind::of(&pfx), ContentKind::Pkcs12);
/// assert_eq!(ContentKind::of(b"-\0-\0-\0-\0-\0B\0"), ContentKind::Utf16);
/// assert_eq!(ContentKind::of_label("EC PRIVATE KEY").to_string(), "an EC private key (SEC 1)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ContentKind {
    /// A certificate.
    Certificate,
    /// OpenSSL's certificate with trust settings after it.
    TrustedCertificate,
    /// A request for a certificate (PKCS#10).
    CertificateRequest,
    /// A CRL.
    Crl,
    /// An OCSP response.
    OcspResponse,
    /// PKCS#7, or CMS: a bundle of certificates as EST servers and Windows give them.
    Pkcs7,
    /// PKCS#12: key and certificates under a password.
    Pkcs12,
    /// A private key in PKCS#8 or in a form that has not a kind of its own here.
    PrivateKey,
    /// A private key in PKCS#8 under a password.
    EncryptedPrivateKey,
    /// An EC private key (SEC 1).
    EcPrivateKey,
    /// An RSA private key (PKCS#1).
    RsaPrivateKey,
    /// A public key.
    PublicKey,
    /// Parameters of an elliptic curve, which OpenSSL writes in front of a key.
    EcParameters,
    /// A block with another label.
    OtherLabel,
    /// A DER or BER value of another kind.
    Der,
    /// Text with at least one boundary of PEM, well formed or damaged.
    Pem,
    /// Base64 without `-----BEGIN` and `-----END`.
    Base64,
    /// Text in UTF-16.
    Utf16,
    /// Other text.
    Text,
    /// Other octets.
    Binary,
    /// Nothing, or nothing but blanks.
    Empty,
}

impl ContentKind {
    /// Returns the kind that the first octets show.
    ///
    /// DER is recognised by its first elements. Its end is not looked at, so a value that is cut
    /// off or followed by other octets is named all the same.
    #[must_use]
    pub fn of(octets: &[u8]) -> Self {
        match sniff::binary(octets) {
            Some(kind) => kind,
            None => Self::of_text(octets),
        }
    }

    fn of_text(octets: &[u8]) -> Self {
        let mut kind = Self::Empty;
        for line in line::Lines::new(octets) {
            if line.boundary().is_some() {
                return Self::Pem;
            }
            kind = match kind {
                _ if line.is_binary() => Self::Binary,
                Self::Empty if line.trimmed().is_empty() => Self::Empty,
                Self::Empty if line.is_bare_base64() => Self::Base64,
                Self::Empty => Self::Text,
                other => other,
            };
        }
        kind
    }

    /// Returns the kind that a label stands for.
    ///
    /// RFC 7468 5.1: certificates are found under two older labels as well.
    #[must_use]
    pub fn of_label(label: &str) -> Self {
        match label {
            "CERTIFICATE" | "X509 CERTIFICATE" | "X.509 CERTIFICATE" => Self::Certificate,
            "TRUSTED CERTIFICATE" => Self::TrustedCertificate,
            "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Self::CertificateRequest,
            "X509 CRL" => Self::Crl,
            "OCSP RESPONSE" => Self::OcspResponse,
            "PKCS7" | "PKCS #7 SIGNED DATA" | "CMS" | "CERTIFICATE CHAIN" => Self::Pkcs7,
            "PKCS12" => Self::Pkcs12,
            "ENCRYPTED PRIVATE KEY" => Self::EncryptedPrivateKey,
            "EC PRIVATE KEY" => Self::EcPrivateKey,
            "RSA PRIVATE KEY" => Self::RsaPrivateKey,
            "PUBLIC KEY" | "RSA PUBLIC KEY" => Self::PublicKey,
            "EC PARAMETERS" => Self::EcParameters,
            _ if label.ends_with("PRIVATE KEY") => Self::PrivateKey,
            _ => Self::OtherLabel,
        }
    }

    /// Says whether this is a kind of ASN.1 value.
    pub(super) fn is_structure(self) -> bool {
        !matches!(
            self,
            Self::OtherLabel
                | Self::Der
                | Self::Pem
                | Self::Base64
                | Self::Utf16
                | Self::Text
                | Self::Binary
                | Self::Empty
        )
    }
}

impl fmt::Display for ContentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certificate => "a certificate",
            Self::TrustedCertificate => "a certificate with trust settings (OpenSSL)",
            Self::CertificateRequest => "a certificate request (PKCS#10)",
            Self::Crl => "a CRL",
            Self::OcspResponse => "an OCSP response",
            Self::Pkcs7 => "a bundle in PKCS#7 (CMS)",
            Self::Pkcs12 => "a key store in PKCS#12",
            Self::PrivateKey => "a private key",
            Self::EncryptedPrivateKey => "an encrypted private key (PKCS#8)",
            Self::EcPrivateKey => "an EC private key (SEC 1)",
            Self::RsaPrivateKey => "an RSA private key (PKCS#1)",
            Self::PublicKey => "a public key",
            Self::EcParameters => "parameters of a curve",
            Self::OtherLabel => "a block with another label",
            Self::Der => "a DER value of another kind",
            Self::Pem => "PEM",
            Self::Base64 => "base64 without -----BEGIN and -----END lines",
            Self::Utf16 => "UTF-16 text",
            Self::Text => "other text",
            Self::Binary => "binary data",
            Self::Empty => "an empty text",
        })
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString as _};
    use alloc::vec::Vec;

    use super::*;

    fn octets(hex: &str) -> Vec<u8> {
        let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
        let digit = |digit: u8| char::from(digit).to_digit(16).unwrap() as u8;
        digits.chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
    }

    /// The first octets of files that OpenSSL 3 made, and of the forms that it does not make.
    const STRUCTURES: [(ContentKind, &str); 17] = [
        (ContentKind::Certificate, "3082016e 30820113 a003020102 02141fca97bd"),
        // Version 1: serial number, algorithm, issuer, validity.
        (ContentKind::Certificate, "301e 301c 020101 3003 06012a 3000 3010 1704"),
        (ContentKind::CertificateRequest, "3081c5 306e 020100 300c 310a 3008 0603550403"),
        (ContentKind::CertificateRequest, "3081c5 306e 020100 3000 3059"),
        (ContentKind::Pkcs7, "3082019d 06092a864886f70d010702 a082018e 3082018a"),
        (ContentKind::Pkcs7, "3080 06092a864886f70d010702 a080 3080 020101"),
        (ContentKind::Pkcs12, "308203fc 020103 308203b2 06092a864886f70d010701"),
        (ContentKind::PrivateKey, "308187 020100 3013 06072a8648ce3d0201 06082a8648ce3d030107"),
        (ContentKind::PrivateKey, "3051 020101 3005 06032b6570 0422 0420 00"),
        (ContentKind::EncryptedPrivateKey, "3081ec 3003 06012a 048194 00"),
        (ContentKind::EcPrivateKey, "3077 020101 0420 fabd7ee1736e"),
        (ContentKind::RsaPrivateKey, "308204a3 020100 02820101 00d6870b70"),
        (ContentKind::PublicKey, "3059 3013 06072a8648ce3d0201 06082a8648ce3d030107 034200"),
        (ContentKind::Crl, "3082 0200 3081f0 020101 3003 06012a 3000 170d 3236"),
        (ContentKind::Crl, "3082 0200 3081f0 3003 06012a 3000 180f 3236"),
        (ContentKind::OcspResponse, "3003 0a0106"),
        (ContentKind::OcspResponse, "308201d3 0a0100 a08201cc 308201c8"),
    ];

    #[test]
    fn structures_are_known_by_their_first_elements() {
        for (kind, hex) in STRUCTURES {
            let octets = octets(hex);
            assert_eq!(ContentKind::of(&octets), kind, "{hex}");
            // The end is left to the parser.
            assert_eq!(ContentKind::of(&[&octets[..], b"\n"].concat()), kind, "{hex}");
            for end in 0..octets.len() {
                let cut = ContentKind::of(&octets[..end]);
                let is_known = [kind, ContentKind::Der, ContentKind::Text, ContentKind::Empty];
                assert!(is_known.contains(&cut), "{hex} {end} {cut}");
            }
        }
        for hex in ["3082", "3003020105", "30840000000a", "30810000", "3006020102020103"] {
            assert_eq!(ContentKind::of(&octets(hex)), ContentKind::Der, "{hex}");
        }
    }

    #[test]
    fn other_files_are_named() {
        let armoured = "text\n-----BEGIN X-----\nAAAA\n-----END X-----\n";
        let base64 = "MIIBbjCCAROgAwIBAgIUH8qXvdiiB/S1YPrSngsg3HWLQ/Uw\nCgYIKoZIzj0EAwIw";
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let texts: [(ContentKind, Vec<u8>); 12] = [
            (ContentKind::Empty, Vec::new()),
            (ContentKind::Empty, " \r\n\u{FEFF}\t".into()),
            (ContentKind::Text, "0 s:CN = a\n".into()),
            (ContentKind::Text, "MIssing".into()),
            (ContentKind::Pem, armoured.into()),
            (ContentKind::Pem, "----BEGIN X----".into()),
            (ContentKind::Base64, base64.into()),
            (ContentKind::Base64, "\nLS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t".into()),
            (ContentKind::Utf16, utf16(armoured)),
            (ContentKind::Utf16, utf16("\u{FEFF}\u{4E00}")),
            (ContentKind::Utf16, armoured.bytes().flat_map(|octet| [0, octet]).collect()),
            (ContentKind::Binary, "text\n\0\n".into()),
        ];
        for (kind, text) in texts {
            assert_eq!(ContentKind::of(&text), kind, "{}", String::from_utf8_lossy(&text));
        }
    }

    #[test]
    fn labels_are_named() {
        for label in ["CERTIFICATE", "X509 CERTIFICATE", "X.509 CERTIFICATE"] {
            assert_eq!(ContentKind::of_label(label), ContentKind::Certificate);
        }
        let names = [
            ("TRUSTED CERTIFICATE", "a certificate with trust settings (OpenSSL)"),
            ("NEW CERTIFICATE REQUEST", "a certificate request (PKCS#10)"),
            ("CMS", "a bundle in PKCS#7 (CMS)"),
            ("X509 CRL", "a CRL"),
            ("OPENSSH PRIVATE KEY", "a private key"),
            ("EC PARAMETERS", "parameters of a curve"),
            ("certificate", "a block with another label"),
        ];
        for (label, name) in names {
            assert_eq!(ContentKind::of_label(label).to_string(), name);
        }
    }

    #[test]
    fn any_octets_have_a_kind() {
        for first in 0..=u8::MAX {
            for second in 0..=u8::MAX {
                for rest in [&[][..], &[2, 1, 0], &[0x30, 0x80], &[0xFF; 6]] {
                    let _ = ContentKind::of(&[&[first, second], rest].concat());
                    let _ = ContentKind::of(&[&[0x30, first, second], rest].concat());
                }
            }
        }
    }
}
