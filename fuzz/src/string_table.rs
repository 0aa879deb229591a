//! Hits in the string table, against a table that is a plain list.

use exi::codegen::Reader;
use exi::{Decode, DecodeErrorKind, DecodeOptions, Facet, Family, Malformed, Owned, Unsupported};

/// String values, each after three bits for its kind. The names are chosen so that the hash table of
/// the decoder sees numbers that differ in a high bit only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Values<'a>(&'a [&'a str]);

const NAMES: [u32; 3] = [7, 7 + 64, 7 + 4096];

/// The name of each kind.
const NAME_OF: [usize; 7] = [0, 1, 2, 0, 1, 2, 2];

impl<'a> Decode<'a> for Values<'a> {
    fn read<const ROLE: u8>(reader: &mut Reader<'a, '_>) -> Self {
        reader.bits(8);
        Self(reader.items(|r| match r.bits(3) {
            kind @ 0..=2 => Some(r.attribute(0, 0, u32::MAX, NAMES[kind as usize])),
            3 => Some(r.attribute_uri(0, 0, u32::MAX, NAMES[0])),
            4 => Some(r.attribute_nc_name(0, 0, u32::MAX, NAMES[1])),
            5 => {
                let value = r.string_uri(0, 0, u32::MAX, NAMES[2]);
                r.bits(1);
                Some(value)
            }
            6 => {
                let value = r.string_nc_name(0, 0, u32::MAX, NAMES[2]);
                r.bits(1);
                Some(value)
            }
            _ => None,
        }))
    }
}

impl Family for Values<'_> {
    type Of<'a> = Values<'a>;

    fn shorten<'short, 'long: 'short>(values: &'short Values<'long>) -> &'short Values<'short> {
        values
    }
}

/// A stream, and the table that its reader has to make.
#[derive(Default)]
struct Model {
    bytes: Vec<u8>,
    bits: usize,
    entries: Vec<(usize, String)>,
    repeated: usize,
    values: Vec<String>,
    error: Option<DecodeErrorKind>,
}

impl Model {
    fn put(&mut self, width: usize, value: usize) {
        for bit in (0..width).rev() {
            if self.bits % 8 == 0 {
                self.bytes.push(0);
            }
            let last = self.bytes.len() - 1;
            self.bytes[last] |= ((value >> bit & 1) as u8) << (7 - self.bits % 8);
            self.bits += 1;
        }
    }

    fn unsigned(&mut self, mut value: usize) {
        while value >= 0x80 {
            self.put(8, 0x80 | value & 0x7f);
            value >>= 7;
        }
        self.put(8, value);
    }

    fn fails(&mut self, kind: DecodeErrorKind) {
        self.error.get_or_insert(kind);
    }

    /// The event code of a value, and what comes before it in an element.
    fn kind(&mut self, kind: usize) {
        self.put(3, kind);
        if kind > 4 {
            self.put(1, 0);
        }
    }

    /// Ends a value: the rule of its kind, and the event that follows in an element.
    fn end_value(&mut self, kind: usize, text: String) {
        let is_name = text.starts_with(['n', 'x']) && !text.contains(' ');
        let passes = match kind {
            3 | 5 => text != "%",
            4 | 6 => is_name,
            _ => true,
        };
        if !passes {
            self.fails(DecodeErrorKind::Facet(Facet::Lexical));
        }
        if kind > 4 {
            self.put(1, 0);
        }
        self.values.push(text);
    }

    /// An empty value of an element as `EE` in the second level.
    fn empty(&mut self, kind: usize) {
        self.put(3, kind);
        self.put(1, 1);
        self.put(2, 0);
        self.end_value(kind, String::new());
    }

    fn literal(&mut self, kind: usize, text: &str) {
        self.kind(kind);
        self.unsigned(text.chars().count() + 2);
        for c in text.chars() {
            self.unsigned(c as usize);
        }
        if !text.is_empty() {
            if self.entries.len() == 4096 {
                self.fails(DecodeErrorKind::Unsupported(Unsupported::StringTableFull));
            }
            self.entries.push((NAME_OF[kind], text.to_owned()));
        }
        self.end_value(kind, text.to_owned());
    }

    fn hit(&mut self, kind: usize, local: bool, index: usize) {
        let entries: Vec<&String> = self
            .entries
            .iter()
            .filter(|(name, _)| !local || *name == NAME_OF[kind])
            .map(|(_, text)| text)
            .collect();
        let width = entries.len().saturating_sub(1).checked_ilog2().map_or(0, |log| log + 1);
        let index = index & ((1 << width) - 1);
        let text = entries.get(index).map(|text| (*text).clone());
        self.kind(kind);
        self.put(8, usize::from(!local));
        self.put(width as usize, index);
        match text {
            None => self.fails(DecodeErrorKind::Malformed(Malformed::StringTable)),
            Some(text) => {
                self.repeated += text.len();
                if self.repeated > 1 << 20 {
                    self.fails(DecodeErrorKind::Unsupported(Unsupported::StringTableFull));
                }
                self.end_value(kind, text);
            }
        }
    }

    /// Makes values as the bytes say, until there are none.
    fn run(&mut self, mut data: &[u8]) {
        while let [operation, argument, rest @ ..] = data {
            data = rest;
            let (kind, argument) = (usize::from(operation % 7), usize::from(*argument));
            let total = self.entries.len();
            match operation / 7 % 12 {
                0 => self.literal(kind, ""),
                1 => self.literal(kind % 3, &"é\u{d7}x".repeat(argument)),
                2 => self.literal(kind, &format!("n{total}")),
                // Many at once.
                3 => {
                    for n in 0..argument {
                        self.literal(kind, &format!("n{n}"));
                    }
                }
                8 => self.empty(5 + kind % 2),
                9 => self.literal(kind, "%"),
                10 => self.literal(kind, "1n"),
                11 => self.literal(kind, "n a"),
                4 => self.hit(kind, true, argument * 257),
                5 => self.hit(kind, false, argument * 257),
                6 => self.hit(kind, true, total.saturating_sub(argument)),
                _ => {
                    let text = "x".repeat(8 * argument);
                    self.literal(kind, &text);
                }
            }
            if self.bytes.len() > 1 << 16 || self.values.len() > 1 << 13 {
                return;
            }
        }
    }
}

pub(crate) fn check(data: &[u8]) {
    let mut model = Model::default();
    model.put(8, 0x80);
    model.run(data);
    model.put(3, 7);
    let options = DecodeOptions::new().string_table_hits(true).memory_limit(1 << 30);
    let decoded = Owned::<Values<'static>>::decode_with(&model.bytes, options);
    match (decoded, model.error) {
        (Ok((values, report)), None) => {
            assert_eq!(values.get().0, model.values);
            assert_eq!(report.bytes, model.bytes.len());
        }
        (Err(error), Some(kind)) => assert_eq!(error.kind(), kind),
        (decoded, error) => panic!("{:?}, expected {error:?}", decoded.map(|_| ())),
    }
}
