//! Updates of signed firmware (white paper, sections 4, 5 and 6).

use crate::date_time::DateTime;
use crate::text::Text;

operation! {
    /// The station says how far an update of signed firmware is (white paper 5.19).
    SignedFirmwareStatusNotification, SignedFirmwareStatusNotificationRequest, SignedFirmwareStatusNotificationResponse
}

message! {
    /// The station says how far an update of signed firmware is:
    /// SignedFirmwareStatusNotification.req, white paper 5.19.
    pub struct SignedFirmwareStatusNotificationRequest {
        /// How far it is.
        required status: SignedFirmwareStatus = "status",
        /// The id of the request; absent only in answer to a trigger, when idle.
        optional request_id, with_request_id: i32 = "requestId",
    }
}

message! {
    /// The answer to SignedFirmwareStatusNotification: SignedFirmwareStatusNotification.conf, white
    /// paper 5.20.
    pub struct SignedFirmwareStatusNotificationResponse {
    }
}

operation! {
    /// The central system asks for an update of signed firmware (white paper 5.21).
    SignedUpdateFirmware, SignedUpdateFirmwareRequest [a], SignedUpdateFirmwareResponse
}

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
    /// How far an update is, white paper 6.6 "FirmwareStatusEnumType".
    #[non_exhaustive]
    pub enum SignedFirmwareStatus {
        /// The download is finished.
        Downloaded = "Downloaded",
        /// The download failed.
        DownloadFailed = "DownloadFailed",
        /// The download is going on.
        Downloading = "Downloading",
        /// The download will start later.
        DownloadScheduled = "DownloadScheduled",
        /// The download is paused.
        DownloadPaused = "DownloadPaused",
        /// None is going on.
        Idle = "Idle",
        /// The installation failed.
        InstallationFailed = "InstallationFailed",
        /// The installation is going on.
        Installing = "Installing",
        /// The installation is finished.
        Installed = "Installed",
        /// The station restarts before or while it installs.
        InstallRebooting = "InstallRebooting",
        /// The installation will start later.
        InstallScheduled = "InstallScheduled",
        /// What is installed does not verify.
        InstallVerificationFailed = "InstallVerificationFailed",
        /// The signature is not valid.
        InvalidSignature = "InvalidSignature",
        /// The signature is valid.
        SignatureVerified = "SignatureVerified",
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
