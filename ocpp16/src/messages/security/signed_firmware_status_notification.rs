//! SignedFirmwareStatusNotification (white paper, 5.19, 5.20).

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
