//! No method that generated code calls panics, whatever its arguments: overflow is checked in tests.

use alloc::vec::Vec;
use core::mem::MaybeUninit;

use proptest::prelude::*;

use crate::reader::Reader;
use crate::writer::Writer;
use crate::{Arena, DecodeOptions, EncodeOptions, Integer};

/// Small numbers, the widths that are allowed and their neighbours, and the ends of the range.
fn width() -> impl Strategy<Value = u32> {
    prop_oneof![0_u32..130, Just(u32::MAX), Just(u32::MAX - 1), Just(1 << 31), any::<u32>()]
}

/// Calls the method with the number `which`.
fn read(r: &mut Reader<'_, '_>, which: u8, n: u32, a: u64, b: u64) {
    let (min, max) = (a as u32, b as u32);
    let at = a as usize;
    match which {
        0 => drop(r.run(n, a)),
        1 => drop(r.bits(n)),
        2 => r.zeros(n),
        3 => r.expect(n, a),
        4 => drop(r.code(a, b, at, n)),
        5 => drop(r.bounded(a, b, at, n)),
        6 => drop(r.limited(a, b, at, n)),
        7 => drop(r.enumeration(&[1_u8, 2, 3], a, at, n)),
        8 => r.abstract_element(at, n),
        9 => r.unknown_root(n),
        10 => drop(r.document(n, a)),
        11 => drop(r.run_unsigned(n, a, a, b)),
        12 => drop(r.run_signed(n, a, a as i64, b as i64)),
        13 => drop(r.integer()),
        14 => drop(r.string(n, min, max, min)),
        15 => drop(r.attribute(n, min, max, max)),
        16 => drop(r.string_uri(n, min, max, 1)),
        17 => drop(r.attribute_uri(n, min, max, 1)),
        18 => drop(r.string_nc_name(n, min, max, 1)),
        19 => drop(r.attribute_nc_name(n, min, max, 1)),
        20 => drop(r.binary(n, min, max)),
        21 => drop(r.binary_value(min, max)),
        22 => r.escape_to_end(min),
        23 => drop(r.any(None)),
        24 => drop(r.any_in("urn:x")),
        25 => drop(r.list(|r, place| (place.write(r.bits(n)), a > b))),
        _ => drop(r.items(|r| (r.bits(n) > 3).then_some(n))),
    }
}

/// Calls the method with the number `which`.
fn write(w: &mut Writer<'_>, which: u8, n: u32, a: u64, b: u64, text: &str) {
    let (min, max) = (a as u32, b as u32);
    match which {
        0 => w.put(n, a),
        1 => w.zeros(n),
        2 => drop(w.bounded(a, b)),
        3 => w.occurs(n as usize, a as usize, b as usize),
        4 => w.bad_content(),
        5 => w.abstract_element(),
        6 => w.document(n, a),
        7 => w.run_unsigned(n, a, b, a, b),
        8 => w.run_signed(n, a, b as i64, a as i64, b as i64),
        9 => w.integer(Integer::new(a > b, text.as_bytes())),
        10 => w.string(n, text, min, max),
        11 => w.attribute(n, text, min, max),
        12 => w.string_uri(n, text, min, max),
        13 => w.attribute_uri(n, text, min, max),
        14 => w.string_nc_name(n, text, min, max),
        15 => w.attribute_nc_name(n, text, min, max),
        16 => w.binary(n, text.as_bytes(), min, max),
        _ => w.binary_value(text.as_bytes(), min, max),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn no_method_of_the_reader_panics(
        bytes in prop::collection::vec(any::<u8>(), 0..40),
        calls in prop::collection::vec((0_u8..27, width(), any::<u64>(), any::<u64>()), 1..12),
        size in 0_usize..600,
        options in 0_u8..8,
    ) {
        let number = options;
        let options = DecodeOptions::new()
            .report_facets(number & 2 != 0)
            .learning_grammars(number & 4 != 0);
        #[cfg(feature = "string-table")]
        let options = options.string_table_hits(number & 1 != 0);
        let mut memory: Vec<MaybeUninit<u8>> = alloc::vec![MaybeUninit::uninit(); size];
        let mut reader = Reader::new(&bytes, Arena::new(&mut memory), options);
        for (which, n, a, b) in calls {
            read(&mut reader, which, n, a, b);
        }
        let _ = reader.finish();
    }

    #[test]
    fn no_method_of_the_writer_panics(
        calls in prop::collection::vec((0_u8..18, width(), any::<u64>(), any::<u64>()), 1..12),
        text in "[a-z]{0,150}|\\PC{0,40}",
        size in 0_usize..300,
        report: bool,
    ) {
        let mut out = alloc::vec![0; size];
        let mut writer = Writer::new(&mut out, EncodeOptions::new().report_facets(report));
        for (which, n, a, b) in calls {
            write(&mut writer, which, n, a, b, &text);
        }
        let _ = writer.finish();
    }
}
