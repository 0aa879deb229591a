//! Streams that use the string table as hard as they can: what a hostile peer sends if the option for
//! hits is on.
//!
//! The "schema" is a list of string values, each after two bits for its kind.

use exi::Decode;
use exi::codegen::Reader;

/// String values of elements of two names, some of which are URIs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Values<'a>(pub &'a [&'a str]);

/// The number of the name whose partition has one entry.
const ONE: u32 = 1;
/// The number of the name whose partition has [`ENTRIES`] entries.
const MANY: u32 = 2;
/// Kinds of values in the stream.
const KIND: [u64; 3] = [0, 1, 2];
/// Values that are literals, which the table takes.
const ENTRIES: usize = 4_000;
/// Hits after them.
const HITS: usize = 20_000;

impl<'a> Decode<'a> for Values<'a> {
    fn read<const ROLE: u8>(reader: &mut Reader<'a, '_>) -> Self {
        reader.bits(8);
        Self(reader.items(|r| match r.bits(2) {
            0 => Some(r.attribute(0, 0, u32::MAX, ONE)),
            1 => Some(r.attribute(0, 0, u32::MAX, MANY)),
            2 => Some(r.attribute_uri(0, 0, u32::MAX, ONE)),
            _ => None,
        }))
    }
}

/// A stream, bit by bit.
struct Stream {
    bytes: Vec<u8>,
    bits: usize,
}

impl Stream {
    fn put(&mut self, width: usize, value: u64) {
        for bit in (0..width).rev() {
            if self.bits % 8 == 0 {
                self.bytes.push(0);
            }
            let byte = self.bytes.last_mut().expect("there is one");
            *byte |= ((value >> bit & 1) as u8) << (7 - self.bits % 8);
            self.bits += 1;
        }
    }

    fn literal(&mut self, kind: u64, text: &str) {
        self.put(2, kind);
        self.put(8, text.len() as u64 + 2);
        text.bytes().for_each(|byte| self.put(8, byte.into()));
    }

    /// One value in the small partition and all others in the large one.
    fn literals(kind: u64, first: &str) -> Self {
        let mut stream = Self { bytes: Vec::new(), bits: 0 };
        stream.put(8, 0x80);
        stream.literal(kind, first);
        for n in 1..ENTRIES {
            stream.literal(KIND[1], &format!("val {n:04}"));
        }
        stream
    }

    fn end(mut self) -> Box<[u8]> {
        self.put(2, 3);
        self.bytes.into()
    }
}

/// The streams by name. In the first one all values are literals; the others begin with the same ones
/// and go on with hits.
#[must_use]
pub fn streams() -> Vec<(&'static str, Box<[u8]>)> {
    let [one, many, uri] = KIND;
    // Bits for the index among as many values.
    let width = (ENTRIES - 1).ilog2() as usize + 1;
    let with_hits = |first: u64, text: &str, kind: u64, prefix: u64, width: usize| {
        let mut stream = Stream::literals(first, text);
        for n in 0..HITS {
            stream.put(2, kind);
            stream.put(8, prefix);
            // Each of them in turn, in an order that no cache knows.
            stream.put(width, (n * 1_237 % (ENTRIES - 1)) as u64);
        }
        stream.end()
    };
    vec![
        ("literals", Stream::literals(one, "val 0000").end()),
        ("local hits, one value", with_hits(one, "val 0000", one, 0, 0)),
        ("local hits, many values", with_hits(one, "val 0000", many, 0, width)),
        ("global hits", with_hits(one, "val 0000", one, 1, width)),
        ("hits on a URI", with_hits(uri, "urn:example:one/with?more#than", uri, 0, 0)),
    ]
}
