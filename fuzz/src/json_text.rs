//! JSON: read, write, read; encode, decode.

use exi::Owned;
use iso15118_messages::iso2::V2gMessage;

use crate::exi_document::encode;

type Message = V2gMessage<'static>;

pub(crate) fn check(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let Ok(message) = Owned::<Message>::from_json(text) else { return };

    let written = serde_json::to_string(message.get()).expect("what was read can be written");
    let again = Owned::<Message>::from_json(&written).expect("what was written can be read");
    assert_eq!(again.get(), message.get(), "{written}");

    let bytes = encode::<Message>(message.get());
    let again = Owned::<Message>::decode(&bytes).expect("what was encoded decodes");
    assert_eq!(again.get(), message.get(), "{written}");
}
