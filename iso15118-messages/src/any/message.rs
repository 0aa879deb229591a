//! One entry point for a session: from payload type and negotiated protocol to the message.
//!
//! V2GTP payload type `0x8001` does not say which grammar a message has: before the
//! supportedAppProtocol handshake it is the handshake's, afterwards that of DIN SPEC 70121 or
//! ISO 15118-2. The main streams of ISO 15118-20 have payload types of their own.

use exi::{EncodeError, EncodeOptions, Report};
use v2gtp::PayloadType;

use super::common::Common;
use super::{AnyResponseCode, ResponseClass};

/// A message of any set.
///
/// ```
/// # #[cfg(feature = "iso2")] {
/// use iso15118_messages::iso2::{ResponseCode, SessionStopRes, V2gMessage};
/// use iso15118_messages::{AnyMessage, ArenaBuf, PayloadType, Protocol};
///
/// let response = V2gMessage::new(&[1; 8], SessionStopRes::new(ResponseCode::Ok));
/// let mut wire = [0; 32];
/// let length = AnyMessage::from(response).encode(&mut wire)?;
///
/// let mut memory = ArenaBuf::<256>::new();
/// let message = AnyMessage::decode(
///     PayloadType::V2G_EXI,
///     Protocol::Iso2,
///     &wire[..length],
///     &mut memory.arena(),
/// )?;
/// assert_eq!(message.name(), "SessionStopRes");
/// # }
/// # Ok::<_, Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant, reason = "all variants are messages, and none is boxed")]
pub enum AnyMessage<'a> {
    /// supportedAppProtocol.
    #[cfg(feature = "sap")]
    Sap(crate::sap::Message<'a>),
    /// DIN SPEC 70121.
    #[cfg(feature = "din")]
    Din(crate::din::V2gMessage<'a>),
    /// ISO 15118-2.
    #[cfg(feature = "iso2")]
    Iso2(crate::iso2::V2gMessage<'a>),
    /// ISO 15118-20, messages of every session.
    #[cfg(feature = "iso20-common")]
    Iso20Common(crate::iso20::common::Message<'a>),
    /// ISO 15118-20, AC.
    #[cfg(feature = "iso20-ac")]
    Iso20Ac(crate::iso20::ac::Message<'a>),
    /// ISO 15118-20, DC.
    #[cfg(feature = "iso20-dc")]
    Iso20Dc(crate::iso20::dc::Message<'a>),
    /// ISO 15118-20, wireless power transfer.
    #[cfg(feature = "iso20-wpt")]
    Iso20Wpt(crate::iso20::wpt::Message<'a>),
    /// ISO 15118-20, pantograph.
    #[cfg(feature = "iso20-acdp")]
    Iso20Acdp(crate::iso20::acdp::Message<'a>),
}

impl exi::Family for AnyMessage<'_> {
    type Of<'a> = AnyMessage<'a>;
    fn shorten<'short, 'long: 'short>(
        message: &'short Self::Of<'long>,
    ) -> &'short Self::Of<'short> {
        message
    }
}

/// Does the same with whatever message there is.
macro_rules! each {
    ($any:expr, $message:ident => $do:expr) => {
        match $any {
            #[cfg(feature = "sap")]
            AnyMessage::Sap($message) => $do,
            #[cfg(feature = "din")]
            AnyMessage::Din($message) => $do,
            #[cfg(feature = "iso2")]
            AnyMessage::Iso2($message) => $do,
            #[cfg(feature = "iso20-common")]
            AnyMessage::Iso20Common($message) => $do,
            #[cfg(feature = "iso20-ac")]
            AnyMessage::Iso20Ac($message) => $do,
            #[cfg(feature = "iso20-dc")]
            AnyMessage::Iso20Dc($message) => $do,
            #[cfg(feature = "iso20-wpt")]
            AnyMessage::Iso20Wpt($message) => $do,
            #[cfg(feature = "iso20-acdp")]
            AnyMessage::Iso20Acdp($message) => $do,
        }
    };
}

impl<'a> AnyMessage<'a> {
    /// Encodes the message into `output`. Returns its length in bytes.
    ///
    /// # Errors
    /// As for [`Encode::encode`](exi::Encode::encode).
    pub fn encode(&self, output: &mut [u8]) -> Result<usize, EncodeError> {
        each!(self, message => message.encode(output))
    }

    /// Encodes with options.
    ///
    /// # Errors
    /// As for [`Encode::encode_with`](exi::Encode::encode_with).
    pub fn encode_with(
        &self,
        output: &mut [u8],
        options: EncodeOptions,
    ) -> Result<Report, EncodeError> {
        each!(self, message => message.encode_with(output, options))
    }

    /// Encodes a request, as a vehicle sends it. A vehicle that calls nothing else does not link the
    /// encoders of responses.
    ///
    /// # Errors
    /// As for [`encode`](Self::encode), and
    /// [`Unsupported::OtherRole`](exi::Unsupported::OtherRole) for a response.
    pub fn encode_request(&self, output: &mut [u8]) -> Result<usize, EncodeError> {
        each!(self, message => message.encode_request(output))
    }

    /// Encodes a response, as a station sends it. A station that calls nothing else does not link
    /// the encoders of requests.
    ///
    /// # Errors
    /// As for [`encode`](Self::encode), and
    /// [`Unsupported::OtherRole`](exi::Unsupported::OtherRole) for a request.
    pub fn encode_response(&self, output: &mut [u8]) -> Result<usize, EncodeError> {
        each!(self, message => message.encode_response(output))
    }

    /// Returns the V2GTP payload type of the main stream that the message belongs to.
    #[must_use]
    pub const fn payload_type(&self) -> PayloadType {
        match self {
            #[cfg(feature = "sap")]
            Self::Sap(_) => PayloadType::V2G_EXI,
            #[cfg(feature = "din")]
            Self::Din(_) => PayloadType::V2G_EXI,
            #[cfg(feature = "iso2")]
            Self::Iso2(_) => PayloadType::V2G_EXI,
            #[cfg(feature = "iso20-common")]
            Self::Iso20Common(_) => PayloadType::COMMON_MAIN_STREAM,
            #[cfg(feature = "iso20-ac")]
            Self::Iso20Ac(_) => PayloadType::AC_MAIN_STREAM,
            #[cfg(feature = "iso20-dc")]
            Self::Iso20Dc(_) => PayloadType::DC_MAIN_STREAM,
            #[cfg(feature = "iso20-wpt")]
            Self::Iso20Wpt(_) => PayloadType::WPT_MAIN_STREAM,
            #[cfg(feature = "iso20-acdp")]
            Self::Iso20Acdp(_) => PayloadType::ACDP_MAIN_STREAM,
        }
    }

    /// Returns the name of the message, such as `CurrentDemandReq`; empty for an empty body.
    #[must_use]
    pub fn name(&self) -> &'static str {
        each!(self, message => message.message_name())
    }

    /// Returns whether the message is a request, which the vehicle sends.
    #[must_use]
    pub fn is_request(&self) -> bool {
        self.name().ends_with("Req")
    }

    /// Returns the id of the session in the header; the handshake has none.
    #[must_use]
    pub fn session_id(&self) -> Option<&'a [u8]> {
        each!(self, message => message.session_id())
    }

    /// Returns the response code; `None` for requests.
    #[must_use]
    pub fn response_code(&self) -> Option<AnyResponseCode> {
        each!(self, message => message.any_response_code())
    }

    /// Returns the class of the response code; `None` for requests.
    #[must_use]
    pub fn response_class(&self) -> Option<ResponseClass> {
        self.response_code().map(AnyResponseCode::class)
    }
}

#[cfg(feature = "alloc")]
impl AnyMessage<'_> {
    /// Encodes into a new vector.
    ///
    /// # Errors
    /// As for [`encode`](Self::encode), but for the room in the output.
    pub fn encode_to_vec(&self) -> Result<exi::codegen::Vec<u8>, EncodeError> {
        exi::Encode::encode_to_vec(self)
    }
}

impl exi::Encode for AnyMessage<'_> {
    fn write<'m, const ROLE: u8>(&'m self, writer: &mut exi::codegen::Writer<'m>) {
        each!(self, message => exi::Encode::write::<ROLE>(message, writer));
    }
}

/// Writes the JSON that the message itself writes.
#[cfg(feature = "serde")]
impl exi::codegen::Serialize for AnyMessage<'_> {
    fn serialize<S: exi::codegen::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        each!(self, message => message.serialize(serializer))
    }
}

/// Converts a message of one set.
macro_rules! from_message {
    ($feature:literal, $variant:ident, $message:ty) => {
        #[cfg(feature = $feature)]
        impl<'a> From<$message> for AnyMessage<'a> {
            fn from(message: $message) -> Self {
                Self::$variant(message)
            }
        }
    };
}

from_message!("sap", Sap, crate::sap::Message<'a>);
from_message!("din", Din, crate::din::V2gMessage<'a>);
from_message!("iso2", Iso2, crate::iso2::V2gMessage<'a>);
from_message!("iso20-common", Iso20Common, crate::iso20::common::Message<'a>);
from_message!("iso20-ac", Iso20Ac, crate::iso20::ac::Message<'a>);
from_message!("iso20-dc", Iso20Dc, crate::iso20::dc::Message<'a>);
from_message!("iso20-wpt", Iso20Wpt, crate::iso20::wpt::Message<'a>);
from_message!("iso20-acdp", Iso20Acdp, crate::iso20::acdp::Message<'a>);
