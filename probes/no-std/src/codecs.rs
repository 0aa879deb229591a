//! Entry points of the codecs, as far as the features have them.

use exi::{Arena, Decode, DecodeError, Encode, EncodeError};
use iso15118_messages as messages;

/// Entry points of a kind of document: from bytes and to bytes.
macro_rules! codec {
    ($set:literal, $document:ty, $decode:ident, $encode:ident) => {
        #[cfg(feature = $set)]
        #[doc = concat!("`", stringify!($document), "` from bytes.")]
        #[unsafe(no_mangle)]
        pub fn $decode<'a>(input: &[u8], arena: &mut Arena<'a>) -> Result<$document, DecodeError> {
            Decode::decode(input, arena)
        }

        #[cfg(feature = $set)]
        #[doc = concat!("`", stringify!($document), "` to bytes.")]
        #[unsafe(no_mangle)]
        pub fn $encode<'a>(document: &$document, output: &mut [u8]) -> Result<usize, EncodeError> {
            Encode::encode(document, output)
        }
    };
}

/// Entry points of the documents of a set: all, and those of one role.
macro_rules! documents {
    ($set:literal, $document:ty, $decode:ident, $encode:ident,
     $decode_request:ident, $encode_request:ident,
     $decode_response:ident, $encode_response:ident) => {
        codec!($set, $document, $decode, $encode);

        #[cfg(feature = $set)]
        #[doc = concat!("A request of `", stringify!($document), "` from bytes.")]
        #[unsafe(no_mangle)]
        pub fn $decode_request<'a>(
            input: &[u8],
            arena: &mut Arena<'a>,
        ) -> Result<$document, DecodeError> {
            <$document>::decode_request(input, arena)
        }

        #[cfg(feature = $set)]
        #[doc = concat!("A request of `", stringify!($document), "` to bytes.")]
        #[unsafe(no_mangle)]
        pub fn $encode_request<'a>(
            document: &$document,
            output: &mut [u8],
        ) -> Result<usize, EncodeError> {
            document.encode_request(output)
        }

        #[cfg(feature = $set)]
        #[doc = concat!("A response of `", stringify!($document), "` from bytes.")]
        #[unsafe(no_mangle)]
        pub fn $decode_response<'a>(
            input: &[u8],
            arena: &mut Arena<'a>,
        ) -> Result<$document, DecodeError> {
            <$document>::decode_response(input, arena)
        }

        #[cfg(feature = $set)]
        #[doc = concat!("A response of `", stringify!($document), "` to bytes.")]
        #[unsafe(no_mangle)]
        pub fn $encode_response<'a>(
            document: &$document,
            output: &mut [u8],
        ) -> Result<usize, EncodeError> {
            document.encode_response(output)
        }
    };
}

documents!(
    "sap",
    messages::sap::Message<'a>,
    probe_sap_decode,
    probe_sap_encode,
    probe_sap_request_decode,
    probe_sap_request_encode,
    probe_sap_response_decode,
    probe_sap_response_encode
);
documents!(
    "din",
    messages::din::V2gMessage<'a>,
    probe_din_decode,
    probe_din_encode,
    probe_din_request_decode,
    probe_din_request_encode,
    probe_din_response_decode,
    probe_din_response_encode
);
documents!(
    "iso2",
    messages::iso2::V2gMessage<'a>,
    probe_iso2_decode,
    probe_iso2_encode,
    probe_iso2_request_decode,
    probe_iso2_request_encode,
    probe_iso2_response_decode,
    probe_iso2_response_encode
);
documents!(
    "iso20-common",
    messages::iso20::common::Message<'a>,
    probe_iso20_common_decode,
    probe_iso20_common_encode,
    probe_iso20_common_request_decode,
    probe_iso20_common_request_encode,
    probe_iso20_common_response_decode,
    probe_iso20_common_response_encode
);
documents!(
    "iso20-ac",
    messages::iso20::ac::Message<'a>,
    probe_iso20_ac_decode,
    probe_iso20_ac_encode,
    probe_iso20_ac_request_decode,
    probe_iso20_ac_request_encode,
    probe_iso20_ac_response_decode,
    probe_iso20_ac_response_encode
);
documents!(
    "iso20-dc",
    messages::iso20::dc::Message<'a>,
    probe_iso20_dc_decode,
    probe_iso20_dc_encode,
    probe_iso20_dc_request_decode,
    probe_iso20_dc_request_encode,
    probe_iso20_dc_response_decode,
    probe_iso20_dc_response_encode
);
documents!(
    "iso20-wpt",
    messages::iso20::wpt::Message<'a>,
    probe_iso20_wpt_decode,
    probe_iso20_wpt_encode,
    probe_iso20_wpt_request_decode,
    probe_iso20_wpt_request_encode,
    probe_iso20_wpt_response_decode,
    probe_iso20_wpt_response_encode
);
documents!(
    "iso20-acdp",
    messages::iso20::acdp::Message<'a>,
    probe_iso20_acdp_decode,
    probe_iso20_acdp_encode,
    probe_iso20_acdp_request_decode,
    probe_iso20_acdp_request_encode,
    probe_iso20_acdp_response_decode,
    probe_iso20_acdp_response_encode
);

// What XML signatures are made over.
codec!("din", messages::din::Fragment<'a>, probe_din_fragment_decode, probe_din_fragment_encode);
codec!(
    "iso2",
    messages::iso2::Fragment<'a>,
    probe_iso2_fragment_decode,
    probe_iso2_fragment_encode
);
codec!(
    "iso20-common",
    messages::iso20::common::Fragment<'a>,
    probe_iso20_common_fragment_decode,
    probe_iso20_common_fragment_encode
);
codec!(
    "iso20-ac",
    messages::iso20::ac::Fragment<'a>,
    probe_iso20_ac_fragment_decode,
    probe_iso20_ac_fragment_encode
);
codec!(
    "iso20-dc",
    messages::iso20::dc::Fragment<'a>,
    probe_iso20_dc_fragment_decode,
    probe_iso20_dc_fragment_encode
);
codec!(
    "iso20-wpt",
    messages::iso20::wpt::Fragment<'a>,
    probe_iso20_wpt_fragment_decode,
    probe_iso20_wpt_fragment_encode
);
codec!(
    "iso20-acdp",
    messages::iso20::acdp::Fragment<'a>,
    probe_iso20_acdp_fragment_decode,
    probe_iso20_acdp_fragment_encode
);

/// `V2G_Message` of ISO 15118-2 from bytes, with options that are not known when this is compiled.
#[cfg(feature = "iso2")]
#[unsafe(no_mangle)]
pub fn probe_iso2_decode_with<'a>(
    input: &[u8],
    arena: &mut Arena<'a>,
    options: exi::DecodeOptions,
) -> Result<(messages::iso2::V2gMessage<'a>, exi::Report), DecodeError> {
    messages::iso2::V2gMessage::decode_with(input, arena, options)
}

/// A message of whatever set the session speaks, from bytes.
#[cfg(feature = "all-sets")]
#[unsafe(no_mangle)]
pub fn probe_session_decode<'a>(
    payload_type: messages::PayloadType,
    protocol: messages::Protocol,
    payload: &[u8],
    arena: &mut Arena<'a>,
) -> Result<messages::AnyMessage<'a>, messages::SessionError> {
    messages::AnyMessage::decode(payload_type, protocol, payload, arena)
}

/// A message of whatever set, to bytes.
#[cfg(feature = "all-sets")]
#[unsafe(no_mangle)]
pub fn probe_session_encode(
    message: &messages::AnyMessage<'_>,
    output: &mut [u8],
) -> Result<usize, EncodeError> {
    message.encode(output)
}
