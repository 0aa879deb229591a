//! Lines of the suite `exi`.

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

use crate::shared::hex::from_hex;
use crate::shared::protocol::Protocol;

/// One document or fragment, and what is asked about it.
#[derive(Debug)]
pub(in super::super) struct Record {
    pub(super) id: Option<String>,
    pub(super) set: Protocol,
    pub(super) kind: Kind,
    pub(super) exi: Vec<u8>,
    pub(super) question: Question,
}

/// The grammar of a set that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// A message.
    Document,
    /// An element alone, as digests and signatures use it.
    Fragment,
}

/// What is asked.
#[derive(Debug)]
pub(super) enum Question {
    Valid(Valid),
    Damaged(Damage),
    Exotic(Exotic),
}

/// Something right.
#[derive(Debug)]
pub(super) struct Valid {
    /// Its values.
    pub(super) xml: String,
    /// Other encodings of it.
    pub(super) alternatives: Vec<Vec<u8>>,
    pub(super) tags: Vec<String>,
}

/// Something damaged.
#[derive(Debug)]
pub(super) struct Damage {
    pub(super) expect: Expect,
    /// What was done to it.
    pub(super) mutation: String,
    /// Its values for a decoder that accepts it.
    pub(super) xml: Option<String>,
    /// How many bytes there are behind the document.
    pub(super) unread: usize,
}

/// What to do about something damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Expect {
    /// It is right all the same.
    Accept,
    /// It is no EXI of this grammar.
    Reject,
    /// It is, but a value violates the schema.
    RejectInvalid,
    /// Both answers are good.
    Either,
}

impl Expect {
    /// The word in the file.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::RejectInvalid => "reject-invalid",
            Self::Either => "either",
        }
    }
}

/// Something strange.
#[derive(Debug)]
pub(super) struct Exotic {
    pub(super) case: String,
    /// How it is coded.
    pub(super) options: String,
    /// Its values.
    pub(super) xml: String,
    /// The same without a hit in the string table.
    pub(super) literal: Option<Vec<u8>>,
}

impl Exotic {
    /// Whether it must encode to the same bytes again: what schemas leave open (wildcards, mixed
    /// content), under the coding options of ISO 15118.
    pub(super) fn must_return(&self) -> bool {
        let open = ["keyinfo-", "keyvalue-any", "x509data-any", "object-", "any-", "mixed-"];
        let has_no_table = self.options.split(',').any(|o| o == "valuePartitionCapacity=0");
        has_no_table && open.iter().any(|prefix| self.case.starts_with(prefix))
    }
}

/// A line as it stands in the file.
#[derive(Deserialize)]
struct Line {
    id: Option<String>,
    #[serde(deserialize_with = "protocol")]
    set: Protocol,
    kind: Kind,
    exi: Hex,
    xml: Option<String>,
    #[serde(default)]
    exi_alt: Vec<Hex>,
    #[serde(default)]
    tags: Vec<String>,
    expect: Option<Expect>,
    #[serde(default)]
    mutation: String,
    #[serde(default)]
    unread: usize,
    case: Option<String>,
    #[serde(default)]
    options: String,
    decoded: Option<String>,
    exi_literal: Option<Hex>,
}

impl Record {
    /// Reads a line; the error says what is wrong with it.
    pub(in super::super) fn parse(line: &str) -> Result<Self, String> {
        let line: Line = serde_json::from_str(line)
            .map_err(|error| format!("is not a document or fragment (see --help): {error}"))?;
        let question = match (line.expect, line.case, line.xml) {
            (Some(expect), _, xml) => Question::Damaged(Damage {
                expect,
                mutation: line.mutation,
                xml,
                unread: line.unread,
            }),
            (None, Some(case), Some(xml)) => Question::Exotic(Exotic {
                case,
                options: line.options,
                xml: line.decoded.filter(|decoded| decoded != "same").unwrap_or(xml),
                literal: line.exi_literal.map(|hex| hex.0),
            }),
            (None, None, Some(xml)) => Question::Valid(Valid {
                xml,
                alternatives: line.exi_alt.into_iter().map(|hex| hex.0).collect(),
                tags: line.tags,
            }),
            (None, _, None) => {
                return Err("has neither `xml` nor `expect` to judge by (see --help)".to_owned());
            }
        };
        Ok(Self { id: line.id, set: line.set, kind: line.kind, exi: line.exi.0, question })
    }
}

fn protocol<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Protocol, D::Error> {
    let word = String::deserialize(deserializer)?;
    Protocol::from_hint(&word).ok_or_else(|| {
        let words: Vec<_> = Protocol::words().collect();
        D::Error::custom(format!("no set {word:?}, there are {}", words.join(", ")))
    })
}

/// Bytes that are written as hex.
pub(in super::super) struct Hex(pub(in super::super) Vec<u8>);

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        from_hex(&text).map(Self).ok_or_else(|| D::Error::custom("bytes that are not hex"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_decide_what_is_asked() {
        let record = |fields: &str| {
            let line = format!(r#"{{"set":"din","kind":"fragment","exi":"80",{fields}}}"#);
            let record = Record::parse(&line).map(|record| format!("{:?}", record.question));
            record.map_err(|error| error.to_string())
        };
        assert!(record(r#""xml":"<a/>","tags":["empty"],"exi_alt":["81"]"#)
            .is_ok_and(|question| question.contains("alternatives: [[129]], tags: [\"empty\"]")));
        assert!(record(r#""expect":"reject-invalid","mutation":"x-1""#)
            .is_ok_and(|question| question.contains("expect: RejectInvalid, mutation: \"x-1\"")));
        assert!(
            record(r#""case":"any-known","xml":"<a/>","decoded":"<b/>""#)
                .is_ok_and(|question| question.contains("xml: \"<b/>\""))
        );
        assert!(
            record(r#""case":"any-known","xml":"<a/>","decoded":"same""#)
                .is_ok_and(|question| question.contains("xml: \"<a/>\""))
        );
        assert!(record(r#""verdict":"reject""#).is_err_and(|error| error.contains("neither")));
        assert!(record(r#""expect":"maybe""#).is_err_and(|error| error.contains("`reject`")));
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said() {
        let error = |line: &str| Record::parse(line).unwrap_err();
        assert!(error("{}").contains("missing field `set`"), "{}", error("{}"));
        let unknown = error(r#"{"set":"iso3","kind":"document","exi":"80"}"#);
        assert!(unknown.contains("no set \"iso3\", there are sap, din, iso2, "), "{unknown}");
        let odd = error(r#"{"set":"din","kind":"document","exi":"801"}"#);
        assert!(odd.contains("not hex"), "{odd}");
    }

    #[test]
    fn only_open_contents_without_a_table_must_return() {
        let must_return = |case: &'static str, options: &'static str| {
            let (case, options) = (case.into(), options.into());
            Exotic { case, options, xml: "".into(), literal: None }.must_return()
        };
        assert!(must_return("any-known-global", "valuePartitionCapacity=0"));
        assert!(must_return("keyinfo-any", "profile,valuePartitionCapacity=0,valueMaxLength=0"));
        assert!(!must_return("keyinfo-any", "EXI defaults"));
        assert!(!must_return("mixed-x", "valuePartitionCapacity=03"));
        assert!(!must_return("xsi-nil", "valuePartitionCapacity=0"));
    }
}
