//! Response codes of all sets, and the classes that they fall into.

use core::fmt;

/// Classes of response codes: what a session does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ResponseClass {
    /// `OK…`: go on.
    Ok,
    /// `WARNING_…` (ISO 15118-20): go on, with something to note.
    Warning,
    /// `FAILED…`: the session ends, unless the standard says otherwise for that code.
    Failed,
}

impl ResponseClass {
    /// The class of a literal of the schemas.
    fn of_literal(literal: &str) -> Self {
        if literal.starts_with("OK") {
            Self::Ok
        } else if literal.starts_with("WARNING") {
            Self::Warning
        } else {
            // `FAILED…`, and `Failed_NoNegotiation` of the handshake.
            Self::Failed
        }
    }
}

/// Declares the response codes of the sets.
macro_rules! response_codes {
    ($(#[$doc:meta] #[cfg(feature = $feature:literal)] $variant:ident($code:ty),)+) => {
        /// The response code of a message of any set.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum AnyResponseCode {
            $(#[$doc] #[cfg(feature = $feature)] $variant($code),)+
        }

        impl AnyResponseCode {
            /// Returns the code as the schema spells it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(#[cfg(feature = $feature)] Self::$variant(code) => code.as_str(),)+
                }
            }
        }

        $(
            #[cfg(feature = $feature)]
            impl From<$code> for AnyResponseCode {
                fn from(code: $code) -> Self {
                    Self::$variant(code)
                }
            }

            #[cfg(feature = $feature)]
            impl $code {
                /// Returns the class of the code: what a session does next.
                #[must_use]
                pub fn class(self) -> ResponseClass {
                    ResponseClass::of_literal(self.as_str())
                }
            }
        )+
    };
}

response_codes! {
    /// supportedAppProtocol.
    #[cfg(feature = "sap")]
    Sap(crate::sap::ResponseCode),
    /// DIN SPEC 70121.
    #[cfg(feature = "din")]
    Din(crate::din::ResponseCode),
    /// ISO 15118-2.
    #[cfg(feature = "iso2")]
    Iso2(crate::iso2::ResponseCode),
    /// ISO 15118-20, all sets.
    #[cfg(feature = "iso20")]
    Iso20(crate::iso20::ResponseCode),
}

impl AnyResponseCode {
    /// Returns the class of the code: what a session does next.
    #[must_use]
    pub fn class(self) -> ResponseClass {
        ResponseClass::of_literal(self.as_str())
    }
}

impl fmt::Display for AnyResponseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
