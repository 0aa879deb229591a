//! What several of the Plug & Charge messages share.

use super::CustomData;
use crate::messages::types::HashAlgorithm;
use crate::values::Text;

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

// Not the type of the security white paper: that has no `customData`, and its strict reader refuses one. In
// `OcspRequestData` the same members stand flat beside others, and not in an object.
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
    /// Which certificate is to be signed.
    #[non_exhaustive]
    pub enum CertificateSigningUse {
        /// That of the link to the central system; wrong in these messages, although OCPP 2.0.1 has
        /// it.
        ChargingStationCertificate = "ChargingStationCertificate",
        /// That of the station towards the EV.
        V2gCertificate = "V2GCertificate",
    }
}
