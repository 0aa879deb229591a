//! The suite `pki`: certificate chains that must be accepted or refused, certificate hash data, and
//! chains of captures.

mod capture;
mod chain;
mod hash;

use serde::Deserialize;
use serde_json::Value;

use super::Case;
use super::report::Report;

/// One line of a file.
pub(super) struct Record {
    id: Option<String>,
    content: Content,
}

/// What a line is about.
enum Content {
    Chain(Box<chain::Chain>),
    Hash(Box<hash::HashData>),
    Capture(capture::Capture),
    /// Something that is judged elsewhere: what.
    Other(String),
}

impl Record {
    /// Reads a line; the error says what is wrong with it.
    pub(super) fn parse(line: &str) -> Result<Self, String> {
        let explain = |error| format!("is not about certificates (see --help): {error}");
        let value: Value = serde_json::from_str(line).map_err(explain)?;
        let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        let (id, kind) = (text("id"), text("kind"));
        let content = if value.get("leaf").is_some() {
            Content::Chain(Box::new(chain::Chain::deserialize(value).map_err(explain)?))
        } else if value.get("certs").is_some() {
            Content::Capture(capture::Capture::deserialize(value).map_err(explain)?)
        } else if kind.as_deref() == Some("hash") {
            Content::Hash(Box::new(hash::HashData::deserialize(value).map_err(explain)?))
        } else if let Some(kind) = kind {
            Content::Other(kind)
        } else {
            return Err("has no chain, no certificates and no `kind` (see --help)".to_owned());
        };
        Ok(Self { id, content })
    }
}

impl Case for Record {
    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn tags(&self) -> Vec<String> {
        match &self.content {
            Content::Chain(chain) => chain.tags(),
            Content::Hash(_) => vec!["hash".to_owned()],
            Content::Capture(_) => vec!["capture".to_owned()],
            Content::Other(_) => Vec::new(),
        }
    }

    fn judge(&self) -> Report {
        match &self.content {
            Content::Chain(chain) => chain.judge(self.id().unwrap_or_default()),
            Content::Hash(data) => data.judge(),
            Content::Capture(capture) => capture.judge(),
            Content::Other(kind) => Report::skip(format!("{kind} is not judged here")),
        }
    }
}
