//! Algorithms and answers that the messages about certificates of the security white paper and of Plug & Charge
//! share: both have them from the same drafts of OCPP 2.0.

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
