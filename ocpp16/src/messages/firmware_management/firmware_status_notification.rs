//! FirmwareStatusNotification (4.5, 6.19, 6.20).

message! {
    /// The station says how far an update of its firmware is: FirmwareStatusNotification.req, 6.19.
    pub struct FirmwareStatusNotificationRequest {
        /// How far it is.
        required status: FirmwareStatus = "status",
    }
}

message! {
    /// The answer to FirmwareStatusNotification: FirmwareStatusNotification.conf, 6.20.
    pub struct FirmwareStatusNotificationResponse {
    }
}

enumeration! {
    /// How far an update of the firmware is, 7.25 "FirmwareStatus".
    pub enum FirmwareStatus {
        /// The download is finished.
        Downloaded = "Downloaded",
        /// The download failed.
        DownloadFailed = "DownloadFailed",
        /// The download is going on.
        Downloading = "Downloading",
        /// None is going on. Only in answer to a TriggerMessage.
        Idle = "Idle",
        /// The installation failed.
        InstallationFailed = "InstallationFailed",
        /// The installation is going on.
        Installing = "Installing",
        /// The installation is finished.
        Installed = "Installed",
    }
}
