//! A message with a codec that is written by hand: it shows the work of generated code.
//!
//! ```text
//! cargo run --example by_hand
//! ```
//!
//! Real messages are generated from their schema, by `exi-codegen`.

use core::error::Error;

use exi::codegen::{Reader, Writer};
use exi::{ArenaBuf, Decode, Encode};

/// An element with a string of 1 to 20 characters and a number.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Meter<'a> {
    id: &'a str,
    reading: u64,
}

impl<'a> Decode<'a> for Meter<'a> {
    fn read<const ROLE: u8>(r: &mut Reader<'a, '_>) -> Self {
        r.document(2, 1);
        // One zero bit for the start of the element, then the value with its own event.
        let id = r.string(1, 1, 20, 0);
        // End, start, value: three zero bits before the number.
        let (_, reading) = r.run_unsigned(3, 0x7, 0, u64::MAX);
        r.zeros(2);
        Meter { id, reading }
    }
}

impl Encode for Meter<'_> {
    fn write<'m, const ROLE: u8>(&'m self, w: &mut Writer<'m>) {
        w.document(2, 0);
        w.string(1, self.id, 1, 20);
        w.run_unsigned(3, 0, self.reading, 0, u64::MAX);
        w.zeros(2);
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let meter = Meter { id: "M-1", reading: 8_500 };
    let mut wire = [0; 16];
    let length = meter.encode(&mut wire)?;
    println!("{length} octets: {:02x?}", &wire[..length]);

    let mut memory = ArenaBuf::<64>::new();
    let decoded = Meter::decode(&wire[..length], &mut memory.arena())?;
    println!("{} has {}", decoded.id, decoded.reading);

    // The last octet is missing.
    match Meter::decode(&wire[..length - 1], &mut memory.arena()) {
        Ok(other) => println!("not expected: {other:?}"),
        Err(error) => println!("{error}"),
    }
    Ok(())
}
