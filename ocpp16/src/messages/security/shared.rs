//! CertificateHashData and CertificateUse (white paper, 6.1, 6.4).

use crate::messages::types::HashAlgorithm;
use crate::values::Text;

message! {
    /// What identifies a certificate, white paper 6.1 "CertificateHashDataType".
    pub struct CertificateHashData<'a> {
        /// The algorithm of both hashes.
        required hash_algorithm: HashAlgorithm = "hashAlgorithm",
        /// The hash of the name of the issuer, in hexadecimal digits.
        required issuer_name_hash: Text<'a, 128> = "issuerNameHash",
        /// The hash of the public key of the issuer, in hexadecimal digits.
        required issuer_key_hash: Text<'a, 128> = "issuerKeyHash",
        /// The serial number, in hexadecimal digits.
        required serial_number: Text<'a, 40> = "serialNumber",
    }
}

enumeration! {
    /// The use of a root certificate, white paper 6.4 "CertificateUseEnumType".
    #[non_exhaustive]
    pub enum CertificateUse {
        /// For the certificate of the central system.
        CentralSystemRootCertificate = "CentralSystemRootCertificate",
        /// For the signature of firmware.
        ManufacturerRootCertificate = "ManufacturerRootCertificate",
    }
}
