//! How numbers, bounds and names of methods are spelled in Rust.

use crate::grammar::Lexical;

pub(super) fn length(max: Option<u32>) -> String {
    max.map_or_else(|| "u32::MAX".to_owned(), |max| max.to_string())
}

pub(super) fn limit(max: u64) -> String {
    match max {
        u64::MAX => "u64::MAX".to_owned(),
        _ => max.to_string(),
    }
}

pub(super) fn signed_limit(limit: i64) -> String {
    match limit {
        i64::MIN => "i64::MIN".to_owned(),
        i64::MAX => "i64::MAX".to_owned(),
        _ => limit.to_string(),
    }
}

/// The end of the name of the method for strings of this form.
pub(super) fn suffix(lexical: Lexical) -> &'static str {
    match lexical {
        Lexical::Any => "",
        Lexical::Uri => "_uri",
        Lexical::NcName => "_nc_name",
    }
}
