//! Certificates of the link to the central system (white paper, sections 2, 5 and 6).

use crate::list::List;
use crate::text::Text;

operation! {
    /// The central system sends the signed certificate of the station (white paper 5.1).
    CertificateSigned, CertificateSignedRequest [a], CertificateSignedResponse
}

message! {
    /// The central system sends the signed certificate of the station: CertificateSigned.req, white
    /// paper 5.1.
    pub struct CertificateSignedRequest<'a> {
        /// The certificate in PEM, and sub-CA certificates where needed.
        required certificate_chain: Text<'a, 10000> = "certificateChain",
    }
}

message! {
    /// The answer to CertificateSigned: CertificateSigned.conf, white paper 5.2.
    pub struct CertificateSignedResponse {
        /// Whether the certificate is taken.
        required status: CertificateSignedStatus = "status",
    }
}

operation! {
    /// The central system has a certificate deleted (white paper 5.3).
    DeleteCertificate, DeleteCertificateRequest [a], DeleteCertificateResponse
}

message! {
    /// The central system has a certificate deleted: DeleteCertificate.req, white paper 5.3.
    pub struct DeleteCertificateRequest<'a> {
        /// Which one.
        required certificate_hash_data: CertificateHashData<'a> = "certificateHashData",
    }
}

message! {
    /// The answer to DeleteCertificate: DeleteCertificate.conf, white paper 5.4.
    pub struct DeleteCertificateResponse {
        /// Whether it was deleted.
        required status: DeleteCertificateStatus = "status",
    }
}

operation! {
    /// The central system asks which certificates are installed (white paper 5.7).
    GetInstalledCertificateIds, GetInstalledCertificateIdsRequest, GetInstalledCertificateIdsResponse [a]
}

message! {
    /// The central system asks which certificates are installed: GetInstalledCertificateIds.req,
    /// white paper 5.7.
    pub struct GetInstalledCertificateIdsRequest {
        /// Of which use.
        required certificate_type: CertificateUse = "certificateType",
    }
}

message! {
    /// The answer to GetInstalledCertificateIds: GetInstalledCertificateIds.conf, white paper 5.8.
    pub struct GetInstalledCertificateIdsResponse<'a> {
        /// The certificates; absent if there is none. The paper says 0..*, the schema 1..*.
        optional certificate_hash_data, with_certificate_hash_data: List<CertificateHashData<'a>, 1> = "certificateHashData",
        /// Whether there is one.
        required status: GetInstalledCertificateStatus = "status",
    }
}

operation! {
    /// The central system has a root certificate installed (white paper 5.11).
    InstallCertificate, InstallCertificateRequest [a], InstallCertificateResponse
}

message! {
    /// The central system has a root certificate installed: InstallCertificate.req, white paper
    /// 5.11.
    pub struct InstallCertificateRequest<'a> {
        /// For which use.
        required certificate_type: CertificateUse = "certificateType",
        /// The certificate in PEM.
        required certificate: Text<'a, 5500> = "certificate",
    }
}

message! {
    /// The answer to InstallCertificate: InstallCertificate.conf, white paper 5.12.
    pub struct InstallCertificateResponse {
        /// Whether it was installed.
        required status: InstallCertificateStatus = "status",
    }
}

operation! {
    /// The station asks for a signed certificate (white paper 5.17).
    SignCertificate, SignCertificateRequest [a], SignCertificateResponse
}

message! {
    /// The station asks for a signed certificate: SignCertificate.req, white paper 5.17.
    pub struct SignCertificateRequest<'a> {
        /// The certificate signing request in PEM.
        required csr: Text<'a, 5500> = "csr",
    }
}

message! {
    /// The answer to SignCertificate: SignCertificate.conf, white paper 5.18.
    pub struct SignCertificateResponse {
        /// Whether the request is processed.
        required status: GenericStatus = "status",
    }
}

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
    /// The answer to CertificateSigned, white paper 6.2 "CertificateSignedStatusEnumType".
    #[non_exhaustive]
    pub enum CertificateSignedStatus {
        /// The certificate is valid and taken.
        Accepted = "Accepted",
        /// It is not.
        Rejected = "Rejected",
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

enumeration! {
    /// The answer to DeleteCertificate, white paper 6.5 "DeleteCertificateStatusEnumType".
    #[non_exhaustive]
    pub enum DeleteCertificateStatus {
        /// Deleted.
        Accepted = "Accepted",
        /// Found and not deleted.
        Failed = "Failed",
        /// Not found.
        NotFound = "NotFound",
    }
}

enumeration! {
    /// The answer to GetInstalledCertificateIds, white paper 6.9
    /// "GetInstalledCertificateStatusEnumType".
    #[non_exhaustive]
    pub enum GetInstalledCertificateStatus {
        /// There are some.
        Accepted = "Accepted",
        /// There are none.
        NotFound = "NotFound",
    }
}

enumeration! {
    /// The answer to SignCertificate, white paper 6.8 "GenericStatusEnumType".
    #[non_exhaustive]
    pub enum GenericStatus {
        /// It will be processed.
        Accepted = "Accepted",
        /// It will not.
        Rejected = "Rejected",
    }
}

enumeration! {
    /// An algorithm of hashes, white paper 6.10 "HashAlgorithmEnumType".
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
    /// The answer to InstallCertificate, white paper 6.3 "CertificateStatusEnumType".
    #[non_exhaustive]
    pub enum InstallCertificateStatus {
        /// Installed.
        Accepted = "Accepted",
        /// Valid and not installed.
        Failed = "Failed",
        /// Not valid, or the store is full.
        Rejected = "Rejected",
    }
}
