//! SignedUpdateFirmware (white paper, 5.21, 5.22).

use crate::values::{DateTime, Text};

message! {
    /// The central system asks for an update of signed firmware: SignedUpdateFirmware.req, white
    /// paper 5.21.
    pub struct SignedUpdateFirmwareRequest<'a> {
        /// How often to try again.
        optional retries, with_retries: i32 = "retries",
        /// Seconds between attempts.
        optional retry_interval, with_retry_interval: i32 = "retryInterval",
        /// The id of this request.
        required request_id: i32 = "requestId",
        /// Which firmware.
        required firmware: Firmware<'a> = "firmware",
    }
}

message! {
    /// The answer to SignedUpdateFirmware: SignedUpdateFirmware.conf, white paper 5.22.
    pub struct SignedUpdateFirmwareResponse {
        /// Whether it will be updated.
        required status: UpdateFirmwareStatus = "status",
    }
}

message! {
    /// Signed firmware, white paper 6.7 "FirmwareType".
    pub struct Firmware<'a> {
        /// The URL to download from.
        required location: Text<'a, 512> = "location",
        /// When to download, at the earliest.
        required retrieve_date_time: DateTime = "retrieveDateTime",
        /// When to install, at the earliest; absent: once it is downloaded.
        narrowing install_date_time, with_install_date_time: DateTime = "installDateTime",
        /// The certificate of the signer in PEM.
        required signing_certificate: Text<'a, 5500> = "signingCertificate",
        /// The signature in Base64.
        required signature: Text<'a, 800> = "signature",
    }
}

enumeration! {
    /// The answer to SignedUpdateFirmware, white paper 6.16 "UpdateFirmwareStatusEnumType".
    #[non_exhaustive]
    pub enum UpdateFirmwareStatus {
        /// It will be updated.
        Accepted = "Accepted",
        /// It will not.
        Rejected = "Rejected",
        /// It will be updated, and an update that was going on is cancelled.
        AcceptedCanceled = "AcceptedCanceled",
        /// The signing certificate is not valid.
        InvalidCertificate = "InvalidCertificate",
        /// The signing certificate is revoked.
        RevokedCertificate = "RevokedCertificate",
    }
}
