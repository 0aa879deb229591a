//! Bounds of the work that a peer can cause.

/// What path building may cost, so that no peer can keep a charger busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Intermediates in a path, self-issued ones included; at most [`Budget::MAX_DEPTH`].
    pub depth: u8,
    /// Signatures verified, those of CRLs and OCSP responses included.
    pub signatures: u32,
    /// Candidates looked at: each time a certificate or an anchor is taken into consideration.
    pub steps: u32,
    /// Names compared with name constraints.
    pub names: u32,
}

impl Budget {
    /// The most intermediates that any budget allows, since paths are kept on the stack.
    pub const MAX_DEPTH: u8 = 10;

    /// For a charger: 32 signatures are about 8 ms with the P-256 of RustCrypto on a desktop core,
    /// 20 ms with its P-521; the longest path of a profile takes 3, with revocation of all 6 to 9.
    pub const DEFAULT: Self = Self { depth: 8, signatures: 32, steps: 4000, names: 20_000 };
}

impl Default for Budget {
    fn default() -> Self {
        Self::DEFAULT
    }
}
