//! UpdateFirmware (5.19, 6.55, 6.56).

use alloc::borrow::Cow;

use crate::values::DateTime;

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
