//! The profile Firmware Management: diagnostics and firmware updates.

use alloc::borrow::Cow;

use crate::date_time::DateTime;
use crate::text::CiString;

operation! {
    /// The station says how far an upload of diagnostics is (4.4).
    DiagnosticsStatusNotification, DiagnosticsStatusNotificationRequest, DiagnosticsStatusNotificationResponse
}

message! {
    /// The station says how far an upload of diagnostics is: DiagnosticsStatusNotification.req,
    /// 6.17.
    pub struct DiagnosticsStatusNotificationRequest {
        /// How far it is.
        required status: DiagnosticsStatus = "status",
    }
}

message! {
    /// The answer to DiagnosticsStatusNotification: DiagnosticsStatusNotification.conf, 6.18.
    pub struct DiagnosticsStatusNotificationResponse {
    }
}

operation! {
    /// The station says how far an update of its firmware is (4.5).
    FirmwareStatusNotification, FirmwareStatusNotificationRequest, FirmwareStatusNotificationResponse
}

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

operation! {
    /// The central system asks for an upload of diagnostics (5.9).
    GetDiagnostics, GetDiagnosticsRequest [a], GetDiagnosticsResponse [a]
}

message! {
    /// The central system asks for an upload of diagnostics: GetDiagnostics.req, 6.25.
    pub struct GetDiagnosticsRequest<'a> {
        /// The URI of the directory to upload to; the form is not checked.
        required location: Cow<'a, str> = "location",
        /// How often to try again.
        optional retries, with_retries: i32 = "retries",
        /// Seconds between attempts.
        optional retry_interval, with_retry_interval: i32 = "retryInterval",
        /// The oldest time to include; absent: from the beginning. Not narrowing: an empty text is the
        /// field's way to say so, and at worst a longer log is uploaded.
        optional start_time, with_start_time: DateTime = "startTime",
        /// The latest time to include; absent: to the end.
        optional stop_time, with_stop_time: DateTime = "stopTime",
    }
}

message! {
    /// The answer to GetDiagnostics: GetDiagnostics.conf, 6.26.
    pub struct GetDiagnosticsResponse<'a> {
        /// The name of the file; absent if there is nothing to upload.
        optional file_name, with_file_name: CiString<'a, 255> = "fileName",
    }
}

operation! {
    /// The central system asks for an update of the firmware (5.19).
    UpdateFirmware, UpdateFirmwareRequest [a], UpdateFirmwareResponse
}

message! {
    /// The central system asks for an update of the firmware: UpdateFirmware.req, 6.55.
    pub struct UpdateFirmwareRequest<'a> {
        /// The URI of the firmware; the form is not checked.
        required location: Cow<'a, str> = "location",
        /// How often to try again.
        optional retries, with_retries: i32 = "retries",
        /// When to download, at the earliest.
        required retrieve_date: DateTime = "retrieveDate",
        /// Seconds between attempts.
        optional retry_interval, with_retry_interval: i32 = "retryInterval",
    }
}

message! {
    /// The answer to UpdateFirmware: UpdateFirmware.conf, 6.56.
    pub struct UpdateFirmwareResponse {
    }
}

enumeration! {
    /// How far an upload of diagnostics is, 7.24 "DiagnosticsStatus".
    pub enum DiagnosticsStatus {
        /// None is going on. Only in answer to a TriggerMessage.
        Idle = "Idle",
        /// Finished.
        Uploaded = "Uploaded",
        /// Failed.
        UploadFailed = "UploadFailed",
        /// Going on.
        Uploading = "Uploading",
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
