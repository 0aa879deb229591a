//! Inputs of policy processing.

/// The inputs of RFC 5280 6.1.1 (c), (e), (f) and (g).
#[derive(Clone, Copy, Debug)]
pub struct PolicyInputs<'a> {
    /// user-initial-policy-set: content octets of object identifiers; empty for any-policy.
    pub acceptable: &'a [&'a [u8]],
    /// initial-explicit-policy: the path must be valid for an acceptable policy.
    pub require_explicit: bool,
    /// initial-policy-mapping-inhibit: mappings are not followed.
    pub inhibit_mapping: bool,
    /// initial-any-policy-inhibit: anyPolicy in a certificate stands for nothing.
    pub inhibit_any: bool,
}

impl PolicyInputs<'_> {
    /// Any policy, and none is required.
    pub const ANY: Self = Self {
        acceptable: &[],
        require_explicit: false,
        inhibit_mapping: false,
        inhibit_any: false,
    };
}
