//! The members that messages of all sets have.

use super::AnyResponseCode;

/// Access to the members that messages of all sets have.
pub(super) trait Common<'a> {
    fn message_name(&self) -> &'static str;
    fn session_id(&self) -> Option<&'a [u8]>;
    fn any_response_code(&self) -> Option<AnyResponseCode>;
}

#[cfg(feature = "sap")]
impl<'a> Common<'a> for crate::sap::Message<'a> {
    fn message_name(&self) -> &'static str {
        self.name()
    }

    fn session_id(&self) -> Option<&'a [u8]> {
        None
    }

    fn any_response_code(&self) -> Option<AnyResponseCode> {
        match self {
            Self::SupportedAppProtocolReq(_) => None,
            Self::SupportedAppProtocolRes(response) => Some(response.response_code.into()),
        }
    }
}

/// Implements [`Common`] for a document with header and body.
#[cfg(any(feature = "din", feature = "iso2"))]
macro_rules! header_and_body {
    ($message:ty) => {
        impl<'a> Common<'a> for $message {
            fn message_name(&self) -> &'static str {
                self.body.name()
            }

            fn session_id(&self) -> Option<&'a [u8]> {
                Some(self.header.session_id)
            }

            fn any_response_code(&self) -> Option<AnyResponseCode> {
                self.body.response_code().map(AnyResponseCode::from)
            }
        }
    };
}

#[cfg(feature = "din")]
header_and_body!(crate::din::V2gMessage<'a>);
#[cfg(feature = "iso2")]
header_and_body!(crate::iso2::V2gMessage<'a>);

/// Implements [`Common`] for messages that are documents of their own.
#[cfg(feature = "iso20")]
macro_rules! own_documents {
    ($feature:literal, $message:ty) => {
        #[cfg(feature = $feature)]
        impl<'a> Common<'a> for $message {
            fn message_name(&self) -> &'static str {
                self.name()
            }

            fn session_id(&self) -> Option<&'a [u8]> {
                Some(self.header().session_id)
            }

            fn any_response_code(&self) -> Option<AnyResponseCode> {
                self.response_code().map(AnyResponseCode::from)
            }
        }
    };
}

#[cfg(feature = "iso20")]
own_documents!("iso20-common", crate::iso20::common::Message<'a>);
#[cfg(feature = "iso20")]
own_documents!("iso20-ac", crate::iso20::ac::Message<'a>);
#[cfg(feature = "iso20")]
own_documents!("iso20-dc", crate::iso20::dc::Message<'a>);
#[cfg(feature = "iso20")]
own_documents!("iso20-wpt", crate::iso20::wpt::Message<'a>);
#[cfg(feature = "iso20")]
own_documents!("iso20-acdp", crate::iso20::acdp::Message<'a>);
