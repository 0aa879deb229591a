//! Decoding by payload type and protocol.

use exi::codegen::{ALL, REQUESTS, RESPONSES};
use exi::{Arena, DecodeError, DecodeOptions, Report};
use v2gtp::PayloadType;

use super::{AnyMessage, Protocol};

/// Why a payload did not become a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SessionError {
    /// The payload type has no message in this protocol, or the set is not compiled in.
    #[error(
        "no message has payload type {payload_type} in {protocol:?}: skip the frame, or enable the feature of the set"
    )]
    PayloadType {
        /// The payload type of the V2GTP header.
        payload_type: PayloadType,
        /// The protocol that the connection speaks.
        protocol: Protocol,
    },
    /// The payload is not a message of the grammar that applies.
    #[error("cannot decode the payload, {}", name.unwrap_or("a message whose name is not readable"))]
    Decode {
        /// The name of the message, such as `CurrentDemandReq`, if the decode got that far.
        name: Option<&'static str>,
        /// Why it could not be decoded.
        source: DecodeError,
    },
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
        payload_type: PayloadType,
        protocol: Protocol,
        payload: &[u8],
        arena: &mut Arena<'a>,
    ) -> Result<Self, SessionError> {
        let options = DecodeOptions::new();
        Self::read::<ALL>(payload_type, protocol, payload, arena, options).map(|(any, _)| any)
    }

    /// Decodes with options. Also returns the number of bytes that the document takes, and
    /// the rules of the schema that it violates if the options let them pass.
    ///
    /// # Errors
    /// See [`SessionError`].
    pub fn decode_with(
        payload_type: PayloadType,
        protocol: Protocol,
        payload: &[u8],
        arena: &mut Arena<'a>,
        options: DecodeOptions,
    ) -> Result<(Self, Report), SessionError> {
        Self::read::<ALL>(payload_type, protocol, payload, arena, options)
    }

    /// Decodes a request, as a station gets it. A station that calls nothing else does not link the
    /// decoders of responses.
    ///
    /// # Errors
    /// See [`SessionError`]. A response is
    /// [`Unsupported::OtherRole`](exi::Unsupported::OtherRole), with its name.
    pub fn decode_request(
        payload_type: PayloadType,
        protocol: Protocol,
        payload: &[u8],
        arena: &mut Arena<'a>,
    ) -> Result<Self, SessionError> {
        let options = DecodeOptions::new();
        Self::read::<REQUESTS>(payload_type, protocol, payload, arena, options).map(|(any, _)| any)
    }

    /// Decodes a request with options. Also returns the number of bytes that the document takes, and
    /// the rules of the schema that it violates if the options let them pass.
    ///
    /// # Errors
    /// See [`SessionError`].
    pub fn decode_request_with(
        payload_type: PayloadType,
        protocol: Protocol,
        payload: &[u8],
        arena: &mut Arena<'a>,
        options: DecodeOptions,
    ) -> Result<(Self, Report), SessionError> {
        Self::read::<REQUESTS>(payload_type, protocol, payload, arena, options)
    }

    /// Decodes a response, as a vehicle gets it. A vehicle that calls nothing else does not link the
    /// decoders of requests.
    ///
    /// # Errors
    /// See [`SessionError`]. A request is
    /// [`Unsupported::OtherRole`](exi::Unsupported::OtherRole), with its name.
    pub fn decode_response(
        payload_type: PayloadType,
        protocol: Protocol,
        payload: &[u8],
        arena: &mut Arena<'a>,
    ) -> Result<Self, SessionError> {
        let options = DecodeOptions::new();
        Self::read::<RESPONSES>(payload_type, protocol, payload, arena, options).map(|(any, _)| any)
    }

    /// Decodes a response with options. Also returns the number of bytes that the document takes, and
    /// the rules of the schema that it violates if the options let them pass.
    ///
    /// # Errors
    /// See [`SessionError`].
    pub fn decode_response_with(
        payload_type: PayloadType,
        protocol: Protocol,
        payload: &[u8],
        arena: &mut Arena<'a>,
        options: DecodeOptions,
    ) -> Result<(Self, Report), SessionError> {
        Self::read::<RESPONSES>(payload_type, protocol, payload, arena, options)
    }

    fn read<const ROLE: u8>(
        payload_type: PayloadType,
        protocol: Protocol,
        payload: &[u8],
        arena: &mut Arena<'a>,
        options: DecodeOptions,
    ) -> Result<(Self, Report), SessionError> {
        /// Decodes what the variant holds.
        macro_rules! read {
            ($variant:ident, $($set:ident)::+) => {
                match exi::codegen::decode_with::<_, ROLE>(payload, arena, options) {
                    Ok((message, report)) => Ok((Self::$variant(message), report)),
                    Err(source) => {
                        let kind = crate::$($set)::+::MessageKind::of(&source);
                        let name = kind.map(crate::$($set)::+::MessageKind::as_str);
                        Err(SessionError::Decode { name, source })
                    }
                }
            };
        }
        match (protocol, payload_type) {
            #[cfg(feature = "sap")]
            (Protocol::Handshake, PayloadType::V2G_EXI) => read!(Sap, sap),
            #[cfg(feature = "din")]
            (Protocol::Din, PayloadType::V2G_EXI) => read!(Din, din),
            #[cfg(feature = "iso2")]
            (Protocol::Iso2, PayloadType::V2G_EXI) => read!(Iso2, iso2),
            #[cfg(feature = "iso20-common")]
            (
                Protocol::Iso20,
                PayloadType::COMMON_MAIN_STREAM | PayloadType::METERING_CONFIRMATION,
            ) => read!(Iso20Common, iso20::common),
            #[cfg(feature = "iso20-ac")]
            (Protocol::Iso20, PayloadType::AC_MAIN_STREAM) => read!(Iso20Ac, iso20::ac),
            #[cfg(feature = "iso20-dc")]
            (Protocol::Iso20, PayloadType::DC_MAIN_STREAM) => read!(Iso20Dc, iso20::dc),
            #[cfg(feature = "iso20-acdp")]
            (Protocol::Iso20, PayloadType::ACDP_MAIN_STREAM | PayloadType::ACDP_SYSTEM_STATUS) => {
                read!(Iso20Acdp, iso20::acdp)
            }
            #[cfg(feature = "iso20-wpt")]
            (Protocol::Iso20, PayloadType::WPT_MAIN_STREAM) => read!(Iso20Wpt, iso20::wpt),
            _ => Err(SessionError::PayloadType { payload_type, protocol }),
        }
    }
}

#[cfg(feature = "alloc")]
impl AnyMessage<'_> {
    /// Decodes the payload of a V2GTP frame into memory of its own, of at most
    /// [`DEFAULT_MEMORY_LIMIT`](exi::DEFAULT_MEMORY_LIMIT) bytes.
    ///
    /// # Errors
    /// See [`SessionError`].
    pub fn decode_owned(
        payload_type: PayloadType,
        protocol: Protocol,
        payload: &[u8],
    ) -> Result<exi::Owned<AnyMessage<'static>>, SessionError> {
        let options = DecodeOptions::new();
        Self::decode_owned_with(payload_type, protocol, payload, options).map(|(any, _)| any)
    }

    /// Decodes into memory of its own, with options. [`DecodeOptions::memory_limit`] bounds it.
    ///
    /// # Errors
    /// See [`SessionError`].
    pub fn decode_owned_with(
        payload_type: PayloadType,
        protocol: Protocol,
        payload: &[u8],
        options: DecodeOptions,
    ) -> Result<(exi::Owned<AnyMessage<'static>>, Report), SessionError> {
        let mut report = Report::default();
        let owned = exi::codegen::decode_growing(
            payload,
            options,
            |arena| {
                let (message, told) =
                    AnyMessage::decode_with(payload_type, protocol, payload, arena, options)?;
                report = told;
                Ok(message)
            },
            |error| match error {
                SessionError::Decode { source, .. } => Some(*source),
                SessionError::PayloadType { .. } => None,
            },
        )?;
        Ok((owned, report))
    }
}
