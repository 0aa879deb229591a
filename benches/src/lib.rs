//! The benchmark messages.

pub mod hits;

use serde_json::Value;

/// A complete message as it is on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Schema set: `sap`, `din`, `iso2`, `iso20-common` and so on.
    pub set: String,
    /// Element of the message, and its variant where there are several. Unique within the set.
    pub name: String,
    /// The EXI document, header byte included, in an allocation of exactly its length.
    pub exi: Box<[u8]>,
}

/// All messages of `data/messages.jsonl`, in its order.
///
/// # Panics
///
/// If the file is damaged.
#[must_use]
pub fn messages() -> Vec<Message> {
    include_str!("../data/messages.jsonl").lines().map(message).collect()
}

fn message(line: &str) -> Message {
    let value: Value = serde_json::from_str(line).expect("a line is a JSON object");
    let field = |name: &str| value[name].as_str().expect("fields are strings").to_owned();
    Message { set: field("set"), name: field("name"), exi: bytes(&field("exi")) }
}

fn bytes(hex: &str) -> Box<[u8]> {
    let digit = |c: &u8| char::from(*c).to_digit(16).expect("a hexadecimal digit") as u8;
    assert!(hex.len() % 2 == 0, "an even number of digits");
    hex.as_bytes().chunks_exact(2).map(|pair| digit(&pair[0]) << 4 | digit(&pair[1])).collect()
}
