//! ChangeConfiguration (5.3, 6.9, 6.10).

use crate::values::CiString;

message! {
    /// The central system sets a configuration key: ChangeConfiguration.req, 6.9.
    pub struct ChangeConfigurationRequest<'a> {
        /// The name of the key.
        required key: CiString<'a, 50> = "key",
        /// The value as a text.
        required value: CiString<'a, 500> = "value",
    }
}

message! {
    /// The answer to ChangeConfiguration: ChangeConfiguration.conf, 6.10.
    pub struct ChangeConfigurationResponse {
        /// Whether it was set.
        required status: ConfigurationStatus = "status",
    }
}

enumeration! {
    /// The answer to ChangeConfiguration, 7.22 "ConfigurationStatus".
    pub enum ConfigurationStatus {
        /// Set.
        Accepted = "Accepted",
        /// Not set: not the right format or out of range, or read-only.
        Rejected = "Rejected",
        /// Set, and takes effect after a reboot.
        RebootRequired = "RebootRequired",
        /// The key is not known.
        NotSupported = "NotSupported",
    }
}
