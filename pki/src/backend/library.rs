//! Verifiers of a library with the interface of `ring`, which `aws-lc-rs` has as well.

/// Defines a backend of such a library: its verifiers, each with the identifiers of key and
/// signature.
macro_rules! library_backend {
    (
        $(#[$doc:meta])*
        $backend:ident, $library:path {
            $($algorithm:ident, $key:ident, $signature:ident;)+
        }
    ) => {
        use $library as library;
        use pki_types::{InvalidSignature, alg_id};

        use super::Backend;
        use super::verifier::Verifier;

        impl Backend<'static> {
            $(#[$doc])*
            pub const $backend: Self = Self::new(&[$(
                &Verifier::new(alg_id::$key, alg_id::$signature, |key, message, signature| {
                    library::UnparsedPublicKey::new(&library::$algorithm, key)
                        .verify(message, signature)
                        .map_err(|_| InvalidSignature)
                })
            ),+]);
        }
    };
}
