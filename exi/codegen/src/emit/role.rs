//! Requests and responses.

use super::Options;

/// One of the two roles that messages are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Request,
    Response,
}

impl Role {
    /// Returns the role of an element by its name.
    pub(super) fn of(options: &Options, name: &str) -> Option<Self> {
        let any = |patterns: &[String]| patterns.iter().any(|pattern| matches(pattern, name));
        if any(&options.requests) {
            Some(Self::Request)
        } else if any(&options.responses) {
            Some(Self::Response)
        } else {
            None
        }
    }

    /// Returns the constant that stands for the other role alone.
    pub(super) const fn without(self) -> &'static str {
        match self {
            Self::Request => "RESPONSES",
            Self::Response => "REQUESTS",
        }
    }
}

/// Whether a name is meant: the name itself, or `*` and its end.
pub(super) fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_prefix('*') {
        Some(end) => name.ends_with(end),
        None => name == pattern,
    }
}

/// What a request and its response have in common: the name without the end that tells them apart,
/// which is that of a pattern or else the usual one. `None` for a name without such an end.
pub(super) fn stem<'n>(patterns: &[String], usual: &str, name: &'n str) -> Option<&'n str> {
    patterns
        .iter()
        .filter_map(|pattern| pattern.strip_prefix('*'))
        .chain([usual])
        .filter(|end| !end.is_empty())
        .find_map(|end| name.strip_suffix(end))
}
