//! Kinds of content: of blocks by their labels, of files by their first octets.

use core::fmt;

/// Names the kind of a PEM block, a file or a message.
///
/// ```
/// use v2g_pki::pem::ContentKind;
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
    use alloc::string::ToString as _;

    use super::*;

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
}
