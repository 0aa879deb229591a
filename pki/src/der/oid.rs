//! Object identifiers: the content octets of those that this crate knows.

use core::fmt;

/// An object identifier, as the content octets of its encoding.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Oid<'a>(&'a [u8]);

impl Oid<'static> {
    /// id-kp-serverAuth (RFC 5280 4.2.1.12): TLS servers.
    pub const SERVER_AUTH: Self = Self(SERVER_AUTH);
    /// id-kp-clientAuth: TLS clients.
    pub const CLIENT_AUTH: Self = Self(CLIENT_AUTH);
    /// id-kp-codeSigning: signed firmware.
    pub const CODE_SIGNING: Self = Self(CODE_SIGNING);
}

impl<'a> Oid<'a> {
    /// Wraps content octets; an invalid encoding is printed as far as it can be read.
    #[must_use]
    pub const fn from_content(content: &'a [u8]) -> Self {
        Self(content)
    }

    /// The content octets.
    #[must_use]
    pub const fn content(self) -> &'a [u8] {
        self.0
    }
}

/// In numbers with dots.
impl fmt::Display for Oid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut arc = 0_u64;
        let mut is_first = true;
        for octet in self.0 {
            // Arcs beyond 64 bits are not printed exactly; no registered one is that long.
            arc = arc.saturating_mul(128).saturating_add(u64::from(octet & 0x7F));
            if octet & 0x80 != 0 {
                continue;
            }
            if is_first {
                // X.690 8.19.4: the first two arcs share a subidentifier.
                let root = (arc.div_euclid(40)).min(2);
                write!(f, "{root}.{}", arc.saturating_sub(root.saturating_mul(40)))?;
            } else {
                write!(f, ".{arc}")?;
            }
            is_first = false;
            arc = 0;
        }
        Ok(())
    }
}

impl fmt::Debug for Oid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Oid({self})")
    }
}

// Attributes of names: RFC 5280 appendix A.1, RFC 4519.
pub(crate) const COMMON_NAME: &[u8] = &[0x55, 4, 3];
pub(crate) const SERIAL_NUMBER: &[u8] = &[0x55, 4, 5];
pub(crate) const COUNTRY: &[u8] = &[0x55, 4, 6];
pub(crate) const LOCALITY: &[u8] = &[0x55, 4, 7];
pub(crate) const STATE: &[u8] = &[0x55, 4, 8];
pub(crate) const ORGANIZATION: &[u8] = &[0x55, 4, 10];
pub(crate) const ORGANIZATIONAL_UNIT: &[u8] = &[0x55, 4, 11];
/// 0.9.2342.19200300.100.1.25
pub(crate) const DOMAIN_COMPONENT: &[u8] = &[0x09, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 1, 25];
/// 1.2.840.113549.1.9.1
pub(crate) const EMAIL_ADDRESS: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 1];

/// extensionRequest, RFC 2985 5.4.2; 1.2.840.113549.1.9.14.
pub(crate) const EXTENSION_REQUEST: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 14];

// Extensions that are written.
pub(crate) const KEY_USAGE: &[u8] = &[0x55, 0x1D, 15];
pub(crate) const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1D, 17];
pub(crate) const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1D, 37];

// Extensions outside of id-ce, whose members (2.5.29.n) are written out where they are read.
pub(crate) const AUTHORITY_INFO_ACCESS: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 1, 1];
/// id-ad-ocsp, RFC 5280 4.2.2.1.
pub(crate) const OCSP: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 0x30, 1];
pub(crate) const OCSP_BASIC: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 0x30, 1, 1];
pub(crate) const OCSP_NONCE: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 0x30, 1, 2];
pub(crate) const OCSP_NO_CHECK: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 0x30, 1, 5];

/// anyPolicy, RFC 5280 4.2.1.4.
pub(crate) const ANY_POLICY: &[u8] = &[0x55, 0x1D, 0x20, 0];

// Purposes: RFC 5280 4.2.1.12.
pub(crate) const ANY_EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1D, 0x25, 0];
pub(crate) const SERVER_AUTH: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 3, 1];
pub(crate) const CLIENT_AUTH: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 3, 2];
pub(crate) const CODE_SIGNING: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 3, 3];
pub(crate) const OCSP_SIGNING: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 3, 9];

// Keys: RFC 8017. `pki_types` has the identifiers of curves.
pub(crate) const RSA_ENCRYPTION: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1];

// Hash algorithms: RFC 3279, RFC 5754.
pub(crate) const SHA1: &[u8] = &[0x2B, 0x0E, 3, 2, 26];
pub(crate) const SHA256: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
pub(crate) const SHA384: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2];
pub(crate) const SHA512: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3];

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::*;

    #[test]
    fn identifiers_are_printed_with_dots() {
        let text = |content| Oid::from_content(content).to_string();
        assert_eq!(text(DOMAIN_COMPONENT), "0.9.2342.19200300.100.1.25");
        assert_eq!(text(ANY_POLICY), "2.5.29.32.0");
        assert_eq!(text(OCSP_BASIC), "1.3.6.1.5.5.7.48.1.1");
        assert_eq!(text(SHA256), "2.16.840.1.101.3.4.2.1");
        assert_eq!(text(&[0x88, 0x37, 3]), "2.999.3");
    }
}
