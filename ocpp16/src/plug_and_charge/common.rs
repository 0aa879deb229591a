//! What several of the Plug & Charge messages share.

use alloc::vec::Vec;

use super::CustomData;
use crate::text::{CiString, Text};

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

message! {
    /// More about a status (OCPP 2.0.1).
    pub struct StatusInfo<'a> {
        /// A code.
        required reason_code: Text<'a, 20> = "reasonCode",
        /// A text.
        optional additional_info, with_additional_info: Text<'a, 512> = "additionalInfo",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// What identifies a certificate. Compare hexadecimal digits without case and leading zeros.
    pub struct CertificateHashData<'a> {
        /// The algorithm of both hashes.
        required hash_algorithm: HashAlgorithm = "hashAlgorithm",
        /// The hash of the name of the issuer, in hexadecimal digits.
        required issuer_name_hash: Text<'a, 128> = "issuerNameHash",
        /// The hash of the public key of the issuer, in hexadecimal digits.
        required issuer_key_hash: Text<'a, 128> = "issuerKeyHash",
        /// The serial number, in hexadecimal digits.
        required serial_number: Text<'a, 40> = "serialNumber",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// What an OCSP request needs.
    pub struct OcspRequestData<'a> {
        /// The algorithm of both hashes.
        required hash_algorithm: HashAlgorithm = "hashAlgorithm",
        /// The hash of the name of the issuer, in hexadecimal digits.
        required issuer_name_hash: Text<'a, 128> = "issuerNameHash",
        /// The hash of the public key of the issuer, in hexadecimal digits.
        required issuer_key_hash: Text<'a, 128> = "issuerKeyHash",
        /// The serial number, in hexadecimal digits.
        required serial_number: Text<'a, 40> = "serialNumber",
        /// Where to ask.
        required responder_url: Text<'a, 512> = "responderURL",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

enumeration! {
    /// An algorithm of hashes; without a hyphen.
    #[non_exhaustive]
    pub enum HashAlgorithm {
        /// SHA-256.
        Sha256 = "SHA256",
        /// SHA-384.
        Sha384 = "SHA384",
        /// SHA-512.
        Sha512 = "SHA512",
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
