//! Prints a message of ISO 15118-2 as JSON, or where it is broken.
//!
//! ```text
//! cargo run --example to_json --features iso2,serde -- 8098004011d0197b9a226bebb800
//! ```

use core::error::Error;

use iso15118_messages::exi::grammar;
use iso15118_messages::iso2::{MessageKind, SCHEMA, V2gMessage};

const SESSION_SETUP: &str = "8098004011d0197b9a226bebb800";

fn main() -> Result<(), Box<dyn Error>> {
    let text = std::env::args().nth(1).unwrap_or_else(|| SESSION_SETUP.to_owned());
    let exi = octets(&text).ok_or("the argument is not hexadecimal")?;
    match V2gMessage::decode_owned(&exi) {
        Ok(message) => println!("{}", serde_json::to_string_pretty(&message)?),
        Err(error) => {
            println!("{error}");
            println!("in {}", grammar::path(&SCHEMA, &exi, error.bit_offset()));
            if let Some(kind) = MessageKind::of(&error) {
                println!("the message is {kind}");
            }
        }
    }
    Ok(())
}

fn octets(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
    let pair = |pair: &[u32]| u8::try_from(pair.first()? * 16 + pair.get(1)?).ok();
    digits?.chunks(2).map(pair).collect()
}
