//! GetDiagnostics (5.9, 6.25, 6.26).

use alloc::borrow::Cow;

use crate::values::{CiString, DateTime};

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
