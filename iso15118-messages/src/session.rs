//! One entry point for a session: from payload type and negotiated protocol to the message.
//!
//! V2GTP payload type `0x8001` does not say which grammar a message has: before the
//! supportedAppProtocol handshake it is the handshake's, afterwards that of DIN SPEC 70121 or
//! ISO 15118-2. The main streams of ISO 15118-20 have payload types of their own.

use core::fmt;

use exi::{Arena, Decode, DecodeError, DecodeOptions, Encode, EncodeError, EncodeOptions, Report};

/// What a connection speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Protocol {
    /// Nothing agreed on yet: supportedAppProtocol.
    Handshake,
    /// DIN SPEC 70121.
    Din,
    /// ISO 15118-2.
    Iso2,
    /// ISO 15118-20.
    Iso20,
}

impl Protocol {
    /// The protocol of a namespace that supportedAppProtocol has agreed on; `None` for a vendor's.
    #[must_use]
    pub fn of_namespace(namespace: &str) -> Option<Self> {
        match namespace {
            "urn:din:70121:2012:MsgDef" => Some(Self::Din),
            "urn:iso:15118:2:2013:MsgDef" => Some(Self::Iso2),
            _ if namespace.starts_with("urn:iso:std:iso:15118:-20:") => Some(Self::Iso20),
            _ => None,
        }
    }
}

/// A message of any set.
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
    /// The class of a response code of any set, by the literal of the schema.
    #[must_use]
    pub fn of_literal(literal: &str) -> Self {
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

/// Why a payload did not become a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionError {
    /// The payload type has no message in this protocol, or the set is not compiled in.
    PayloadType {
        /// The payload type of the V2GTP header.
        payload_type: u16,
        /// What the connection speaks.
        protocol: Protocol,
    },
    /// The payload is not a message of the grammar that applies.
    Decode(DecodeError),
}

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PayloadType { payload_type, protocol } => {
                write!(f, "no message of payload type {payload_type:#06x} is known in {protocol:?}")
            }
            Self::Decode(_) => f.write_str("the payload is not a message"),
        }
    }
}

impl core::error::Error for SessionError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::PayloadType { .. } => None,
            Self::Decode(error) => Some(error),
        }
    }
}

impl From<DecodeError> for SessionError {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
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
    /// Decodes the payload of a V2GTP frame.
    ///
    /// The schedule renegotiation stream (`0x8101`) is not decided here: messages of several sets
    /// travel there, and the service of the session says which.
    ///
    /// # Errors
    /// See [`SessionError`].
    pub fn decode(
        payload_type: u16,
        protocol: Protocol,
        payload: &[u8],
        arena: &mut Arena<'a>,
    ) -> Result<Self, SessionError> {
        let options = DecodeOptions::new();
        Self::decode_with(payload_type, protocol, payload, arena, options).map(|(any, _)| any)
    }

    /// Like [`decode`](Self::decode), with options; also returns what
    /// [`Decode::decode_with`](exi::Decode::decode_with) reports.
    ///
    /// # Errors
    /// See [`SessionError`].
    pub fn decode_with(
        payload_type: u16,
        protocol: Protocol,
        payload: &[u8],
        arena: &mut Arena<'a>,
        options: DecodeOptions,
    ) -> Result<(Self, Report), SessionError> {
        /// Decodes what the variant holds.
        macro_rules! read {
            ($variant:ident) => {{
                let (message, report) = Decode::decode_with(payload, arena, options)?;
                (Self::$variant(message), report)
            }};
        }
        Ok(match (protocol, payload_type) {
            #[cfg(feature = "sap")]
            (Protocol::Handshake, 0x8001) => read!(Sap),
            #[cfg(feature = "din")]
            (Protocol::Din, 0x8001) => read!(Din),
            #[cfg(feature = "iso2")]
            (Protocol::Iso2, 0x8001) => read!(Iso2),
            // The second one is the metering confirmation stream.
            #[cfg(feature = "iso20-common")]
            (Protocol::Iso20, 0x8002 | 0x8102) => read!(Iso20Common),
            #[cfg(feature = "iso20-ac")]
            (Protocol::Iso20, 0x8003) => read!(Iso20Ac),
            #[cfg(feature = "iso20-dc")]
            (Protocol::Iso20, 0x8004) => read!(Iso20Dc),
            // The second one is the system status stream.
            #[cfg(feature = "iso20-acdp")]
            (Protocol::Iso20, 0x8005 | 0x8103) => read!(Iso20Acdp),
            #[cfg(feature = "iso20-wpt")]
            (Protocol::Iso20, 0x8006) => read!(Iso20Wpt),
            _ => return Err(SessionError::PayloadType { payload_type, protocol }),
        })
    }

    /// Encodes the message into `output`; returns its length in bytes.
    ///
    /// # Errors
    /// As for [`Encode::encode`].
    pub fn encode(&self, output: &mut [u8]) -> Result<usize, EncodeError> {
        each!(self, message => message.encode(output))
    }

    /// Like [`encode`](Self::encode), with options.
    ///
    /// # Errors
    /// As for [`Encode::encode_with`].
    pub fn encode_with(
        &self,
        output: &mut [u8],
        options: EncodeOptions,
    ) -> Result<Report, EncodeError> {
        each!(self, message => message.encode_with(output, options))
    }

    /// The V2GTP payload type of the main stream that the message belongs to.
    #[must_use]
    pub fn payload_type(&self) -> u16 {
        match self {
            #[cfg(feature = "sap")]
            Self::Sap(_) => 0x8001,
            #[cfg(feature = "din")]
            Self::Din(_) => 0x8001,
            #[cfg(feature = "iso2")]
            Self::Iso2(_) => 0x8001,
            #[cfg(feature = "iso20-common")]
            Self::Iso20Common(_) => 0x8002,
            #[cfg(feature = "iso20-ac")]
            Self::Iso20Ac(_) => 0x8003,
            #[cfg(feature = "iso20-dc")]
            Self::Iso20Dc(_) => 0x8004,
            #[cfg(feature = "iso20-wpt")]
            Self::Iso20Wpt(_) => 0x8006,
            #[cfg(feature = "iso20-acdp")]
            Self::Iso20Acdp(_) => 0x8005,
        }
    }

    /// The name of the message, such as `CurrentDemandReq`; empty for an empty body.
    #[must_use]
    pub fn name(&self) -> &'static str {
        each!(self, message => message.message_name())
    }

    /// True for requests, which the vehicle sends.
    #[must_use]
    pub fn is_request(&self) -> bool {
        self.name().ends_with("Req")
    }

    /// Id of the session in the header; the handshake has none.
    #[must_use]
    pub fn session_id(&self) -> Option<&'a [u8]> {
        each!(self, message => message.session_id())
    }

    /// The response code as the schema spells it; `None` for requests.
    #[must_use]
    pub fn response_code(&self) -> Option<&'static str> {
        each!(self, message => message.response_literal())
    }

    /// The class of the response code; `None` for requests.
    #[must_use]
    pub fn response_class(&self) -> Option<ResponseClass> {
        self.response_code().map(ResponseClass::of_literal)
    }
}

/// What messages of all sets have in common.
trait Common<'a> {
    fn message_name(&self) -> &'static str;
    fn session_id(&self) -> Option<&'a [u8]>;
    fn response_literal(&self) -> Option<&'static str>;
}

#[cfg(feature = "sap")]
impl<'a> Common<'a> for crate::sap::Message<'a> {
    fn message_name(&self) -> &'static str {
        self.name()
    }

    fn session_id(&self) -> Option<&'a [u8]> {
        None
    }

    fn response_literal(&self) -> Option<&'static str> {
        match self {
            Self::SupportedAppProtocolReq(_) => None,
            Self::SupportedAppProtocolRes(response) => Some(response.response_code.as_str()),
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

            fn response_literal(&self) -> Option<&'static str> {
                self.body.response_code().map(|code| code.as_str())
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

            fn response_literal(&self) -> Option<&'static str> {
                self.response_code().map(|code| code.as_str())
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
