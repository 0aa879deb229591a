//! Authorize in DataTransfer (OCPP 2.0.1, C07).

use alloc::vec::Vec;

use super::{CustomData, OcspRequestData};
use crate::values::{CiString, DateTime, List, Text};

message! {
    /// The station asks whether a contract may charge. Wrapped `AuthorizeRequest`.
    pub struct AuthorizeRequest<'a> {
        /// The eMAID.
        required id_token: IdToken<'a> = "idToken",
        /// The contract chain in PEM, leaf first, for a central validation.
        optional certificate, with_certificate: Text<'a, 5500> = "certificate",
        /// For each certificate of the chain, the root excluded, what an OCSP request needs.
        optional iso15118_certificate_hash_data, with_iso15118_certificate_hash_data: List<OcspRequestData<'a>, 1, 4> = "iso15118CertificateHashData",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// The answer to it. Wrapped `AuthorizeResponse`.
    pub struct AuthorizeResponse<'a> {
        /// What the central system knows about the eMAID.
        required id_token_info: IdTokenInfo<'a> = "idTokenInfo",
        /// What the validation of the chain has come to; absent: there was none.
        optional certificate_status, with_certificate_status: AuthorizeCertificateStatus = "certificateStatus",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// What the central system knows about an eMAID.
    pub struct IdTokenInfo<'a> {
        /// Whether it may charge.
        required status: IdTokenStatus = "status",
        /// When it is to be removed from the cache; absent: never. Not narrowing, as `expiryDate`.
        optional cache_expiry_date_time, with_cache_expiry_date_time: DateTime = "cacheExpiryDateTime",
        /// The token of the group. Not in the application note.
        optional group_id_token, with_group_id_token: IdToken<'a> = "groupIdToken",
        /// A text for the user. Not in the application note.
        optional personal_message, with_personal_message: MessageContent<'a> = "personalMessage",
        /// The priority of charging, -9 to 9. Not in the application note.
        optional charging_priority, with_charging_priority: i32 = "chargingPriority",
        /// The language of the user (RFC 5646). Not in the application note.
        optional language1, with_language1: Text<'a, 8> = "language1",
        /// The second language of the user. Not in the application note.
        optional language2, with_language2: Text<'a, 8> = "language2",
        /// The EVSEs that it is allowed at; absent: all. Not in the application note.
        narrowing evse_id, with_evse_id: List<i32, 1> = "evseId",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// A text for the user (OCPP 2.0.1).
    pub struct MessageContent<'a> {
        /// The format of the text.
        required format: MessageFormat = "format",
        /// Its language (RFC 5646).
        optional language, with_language: Text<'a, 8> = "language",
        /// The text.
        required content: Text<'a, 512> = "content",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

enumeration! {
    /// The format of a text for the user (OCPP 2.0.1).
    #[non_exhaustive]
    pub enum MessageFormat {
        /// Printable ASCII.
        Ascii = "ASCII",
        /// HTML.
        Html = "HTML",
        /// A URI to show.
        Uri = "URI",
        /// UTF-8.
        Utf8 = "UTF8",
    }
}

enumeration! {
    /// Whether an eMAID may charge. Those after `Invalid` are not in the application note; 1.6 has
    /// no better words for them than `Invalid`.
    #[non_exhaustive]
    pub enum IdTokenStatus {
        /// May charge.
        Accepted = "Accepted",
        /// Blocked.
        Blocked = "Blocked",
        /// Is in another transaction already.
        ConcurrentTx = "ConcurrentTx",
        /// Expired.
        Expired = "Expired",
        /// Unknown or not valid.
        Invalid = "Invalid",
        /// Without credit.
        NoCredit = "NoCredit",
        /// Not at this type of EVSE.
        NotAllowedTypeEvse = "NotAllowedTypeEVSE",
        /// Not at this location.
        NotAtThisLocation = "NotAtThisLocation",
        /// Not at this time.
        NotAtThisTime = "NotAtThisTime",
        /// Unknown.
        Unknown = "Unknown",
    }
}

enumeration! {
    /// What the validation of a contract chain has come to.
    #[non_exhaustive]
    pub enum AuthorizeCertificateStatus {
        /// Valid.
        Accepted = "Accepted",
        /// A signature is wrong.
        SignatureError = "SignatureError",
        /// A certificate has expired.
        CertificateExpired = "CertificateExpired",
        /// A certificate is revoked.
        CertificateRevoked = "CertificateRevoked",
        /// There is no certificate to validate.
        NoCertificateAvailable = "NoCertificateAvailable",
        /// The chain does not lead to a root.
        CertChainError = "CertChainError",
        /// The contract is cancelled. ISO 15118-2 has it with one L.
        ContractCancelled = "ContractCancelled",
    }
}

message! {
    /// A token.
    pub struct IdToken<'a> {
        /// The eMAID. At most 20 in the application note, as `idTag`; 36 in OCPP 2.0.1.
        required id_token: CiString<'a, 36> = "idToken",
        /// Its type; absent in the application note, required in OCPP 2.0.1: write `eMAID`.
        optional kind, with_kind: IdTokenType = "type",
        /// More tokens. Not in the application note.
        optional additional_info, with_additional_info: Vec<AdditionalInfo<'a>> = "additionalInfo",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// A further token (OCPP 2.0.1).
    pub struct AdditionalInfo<'a> {
        /// The token.
        required additional_id_token: CiString<'a, 36> = "additionalIdToken",
        /// Its type, by agreement.
        required kind: Text<'a, 50> = "type",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

enumeration! {
    /// The type of a token (OCPP 2.0.1); here always [`Self::EMaid`].
    #[non_exhaustive]
    pub enum IdTokenType {
        /// Made by the central system.
        Central = "Central",
        /// An eMAID.
        EMaid = "eMAID",
        /// The UID of an ISO 14443 card.
        Iso14443 = "ISO14443",
        /// The UID of an ISO 15693 card.
        Iso15693 = "ISO15693",
        /// A code to type in.
        KeyCode = "KeyCode",
        /// Made by the station.
        Local = "Local",
        /// A MAC address.
        MacAddress = "MacAddress",
        /// None.
        NoAuthorization = "NoAuthorization",
    }
}
