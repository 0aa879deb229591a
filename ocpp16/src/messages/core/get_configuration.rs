//! GetConfiguration (5.8, 6.23, 6.24).

use alloc::vec::Vec;

use crate::values::CiString;

message! {
    /// The central system reads configuration keys: GetConfiguration.req, 6.23.
    pub struct GetConfigurationRequest<'a> {
        /// The keys; absent or empty: all.
        narrowing key, with_key: Vec<CiString<'a, 50>> = "key",
    }
}

message! {
    /// The answer to GetConfiguration: GetConfiguration.conf, 6.24.
    pub struct GetConfigurationResponse<'a> {
        /// The keys that are known.
        optional configuration_key, with_configuration_key: Vec<KeyValue<'a>> = "configurationKey",
        /// The keys that are not.
        optional unknown_key, with_unknown_key: Vec<CiString<'a, 50>> = "unknownKey",
    }
}

message! {
    /// A configuration key, 7.29 "KeyValue".
    pub struct KeyValue<'a> {
        /// The name.
        required key: CiString<'a, 50> = "key",
        /// Whether it cannot be set by ChangeConfiguration. Left out, it is `false` for the tolerant
        /// reader: some printers leave out what is false.
        assumed readonly: bool = "readonly",
        /// The value as a text; absent if it is known and not set.
        optional value, with_value: CiString<'a, 500> = "value",
    }
}
