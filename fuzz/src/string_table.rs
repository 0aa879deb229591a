//! Hits in the string table, against a table that is a plain list.

use exi::{Decode, DecodeErrorKind, DecodeOptions, Family, Malformed, Owned, Reader, Unsupported};

/// String values, each behind two bits for its kind. The names are chosen so that the hash table of
/// the decoder sees numbers that differ in a high bit only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Values<'a>(&'a [&'a str]);

const NAMES: [u32; 3] = [7, 7 + 64, 7 + 4096];

impl<'a> Decode<'a> for Values<'a> {
    fn read(reader: &mut Reader<'a, '_>) -> Self {
        reader.bits(8);
        Self(reader.items(|r| match r.bits(2) {
            3 => None,
            kind => Some(r.attribute(0, 0, u32::MAX, NAMES[kind as usize])),
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

    fn literal(&mut self, kind: usize, text: &str) {
        self.put(2, kind);
        self.unsigned(text.chars().count() + 2);
        for c in text.chars() {
            self.unsigned(c as usize);
        }
        if !text.is_empty() {
            if self.entries.len() == 4096 {
                self.fails(DecodeErrorKind::Unsupported(Unsupported::StringTableFull));
            }
            self.entries.push((kind, text.to_owned()));
        }
        self.values.push(text.to_owned());
    }

    fn hit(&mut self, kind: usize, local: bool, index: usize) {
        let entries: Vec<&String> = self
            .entries
            .iter()
            .filter(|(name, _)| !local || *name == kind)
            .map(|(_, text)| text)
            .collect();
        let width = entries.len().saturating_sub(1).checked_ilog2().map_or(0, |log| log + 1);
        let index = index & ((1 << width) - 1);
        let text = entries.get(index).map(|text| (*text).clone());
        self.put(2, kind);
        self.put(8, usize::from(!local));
        self.put(width as usize, index);
        match text {
            None => self.fails(DecodeErrorKind::Malformed(Malformed::StringTable)),
            Some(text) => {
                self.repeated += text.len();
                if self.repeated > 1 << 20 {
                    self.fails(DecodeErrorKind::Unsupported(Unsupported::StringTableFull));
                }
                self.values.push(text);
            }
        }
    }

    /// Makes values as the bytes say, until there are none.
    fn run(&mut self, mut data: &[u8]) {
        while let [operation, argument, rest @ ..] = data {
            data = rest;
            let (kind, argument) = (usize::from(operation % 3), usize::from(*argument));
            let total = self.entries.len();
            match operation / 3 % 8 {
                0 => self.literal(kind, ""),
                1 => self.literal(kind, &"é\u{20ac}x".repeat(argument)),
                2 => self.literal(kind, &format!("value {total}")),
                // Many at once.
                3 => {
                    for n in 0..argument {
                        self.literal(kind, &format!("{n}"));
                    }
                }
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
    model.put(2, 3);
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
