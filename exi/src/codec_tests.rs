//! The reader against the writer: every value at every bit position, and values that are refused.

extern crate std;

use alloc::string::String;
use alloc::vec::Vec;

use proptest::prelude::*;

use crate::reader::Reader;
use crate::writer::Writer;
use crate::{
    ArenaBuf, DecodeErrorKind, DecodeOptions, EncodeError, EncodeOptions, Facet, Integer,
    Malformed, Violation,
};

const PLAIN: DecodeOptions = DecodeOptions::new();
#[cfg(feature = "string-table")]
const HITS: DecodeOptions = DecodeOptions::new().string_table_hits(true);
#[cfg(not(feature = "string-table"))]
const HITS: DecodeOptions = PLAIN;
const REPORT: DecodeOptions = DecodeOptions::new().report_facets(true);

/// The value that was read is of no interest.
fn ignore<T>(_: T) {}

/// Writes `shift` one bits, what `write` writes, and the bits `101`.
fn written(shift: u32, write: impl Fn(&mut Writer<'_>)) -> Vec<u8> {
    let mut out = std::vec![0; 4096];
    let mut writer = Writer::new(&mut out, EncodeOptions::new());
    if shift > 0 {
        writer.put(shift, (1 << shift) - 1);
    }
    write(&mut writer);
    writer.put(3, 0b101);
    let len = writer.finish().expect("fits").bytes;
    out.truncate(len);
    out
}

/// Reads the same around what `read` reads; also with the last byte cut off, which must fail.
fn read_back<T: PartialEq + core::fmt::Debug>(
    shift: u32,
    bytes: &[u8],
    read: impl for<'a> Fn(&mut Reader<'a, '_>) -> T,
) -> T {
    let mut memory = ArenaBuf::<8192>::new();
    let mut reader = Reader::new(bytes, memory.arena(), PLAIN);
    if shift > 0 {
        assert_eq!(reader.bits(shift), (1 << shift) - 1);
    }
    let value = read(&mut reader);
    assert_eq!(reader.bits(3), 0b101);
    assert_eq!(reader.finish().map(|report| report.bytes), Ok(bytes.len()));
    if let Some((_, cut)) = bytes.split_last() {
        let mut memory = ArenaBuf::<8192>::new();
        let mut reader = Reader::new(cut, memory.arena(), PLAIN);
        if shift > 0 {
            reader.bits(shift);
        }
        read(&mut reader);
        reader.bits(3);
        let error = reader.finish().expect_err("a byte is missing");
        assert_eq!(error.kind(), DecodeErrorKind::Truncated);
        assert!(error.bit_offset() < (8 * cut.len()).max(1));
    }
    value
}

proptest! {
    #[test]
    fn bits_round_trip(shift in 0_u32..57, n in 1_u32..=57, value: u64) {
        let value = value >> (64 - n);
        let bytes = written(shift, |w| w.put(n, value));
        prop_assert_eq!(read_back(shift, &bytes, |r| r.bits(n)), value);
    }

    #[test]
    fn unsigned_integers_round_trip(shift in 0_u32..20, lead in 1_u32..32, value: u64, bits in 0_u32..64) {
        let value = value >> bits;
        let bytes = written(shift, |w| w.run_unsigned(lead, 0, value, 0, u64::MAX));
        let (zeros, read) = read_back(shift, &bytes, |r| r.run_unsigned(lead, u64::MAX, 0, u64::MAX));
        prop_assert_eq!((zeros, read), (0, value));
    }

    #[test]
    fn signed_integers_round_trip(shift in 0_u32..20, lead in 1_u32..32, value: i64, bits in 0_u32..64) {
        let value = value >> bits;
        let bytes = written(shift, |w| w.run_signed(lead, 0, value, i64::MIN, i64::MAX));
        let (zeros, read) =
            read_back(shift, &bytes, |r| r.run_signed(lead, u64::MAX, i64::MIN, i64::MAX));
        prop_assert_eq!((zeros, read), (0, value));
    }

    #[test]
    fn long_integers_round_trip(shift in 0_u32..20, negative: bool, magnitude in prop::collection::vec(any::<u8>(), 0..=255)) {
        let value = Integer::new(negative, &magnitude);
        let bytes = written(shift, |w| w.integer(value));
        let text = read_back(shift, &bytes, |r| std::format!("{}", r.integer()));
        prop_assert_eq!(text, std::format!("{value}"));
    }

    #[test]
    fn strings_round_trip(shift in 0_u32..20, text in "[ -~]{0,40}|[\\t\\n\\r -\u{ff}]{0,40}|\\PC{0,40}") {
        let bytes = written(shift, |w| w.string(2, &text, 0, u32::MAX));
        let read = read_back(shift, &bytes, |r| String::from(r.string(2, 0, u32::MAX, 0)));
        prop_assert_eq!(read, text);
    }

    #[test]
    fn binaries_round_trip(shift in 0_u32..20, value in prop::collection::vec(any::<u8>(), 0..100)) {
        let bytes = written(shift, |w| w.binary(2, &value, 0, u32::MAX));
        let read = read_back(shift, &bytes, |r| Vec::from(r.binary(2, 0, u32::MAX)));
        prop_assert_eq!(read, value);
    }

    #[test]
    fn the_room_that_is_missing_is_told(text in "\\PC{0,40}", value in prop::collection::vec(any::<u8>(), 0..60)) {
        let write = |out: &mut [u8]| {
            let mut writer = Writer::new(out, EncodeOptions::new());
            writer.string(5, &text, 0, u32::MAX);
            writer.binary(1, &value, 0, u32::MAX);
            writer.integer(Integer::new(true, &value));
            writer.finish().map(|report| report.bytes)
        };
        let mut large = [0xaa; 1024];
        let needed = write(&mut large).expect("fits");
        for len in 0..=needed {
            let mut out = std::vec![0; len];
            let expected = if len < needed { Err(EncodeError::Capacity { needed }) } else { Ok(needed) };
            prop_assert_eq!(write(&mut out), expected);
            // What there is room for is right all the same.
            prop_assert_eq!(&out[..len.saturating_sub(8)], &large[..len.saturating_sub(8)]);
        }
    }

    #[test]
    fn any_bytes_end_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..60), which in 0_usize..24) {
        let mut memory = ArenaBuf::<512>::new();
        let mut reader = Reader::new(&bytes, memory.arena(), [HITS, PLAIN, REPORT][which % 3]);
        for _ in 0..20 {
            match which / 3 {
                0 | 1 => drop(reader.string(3, 1, 20, 7)),
                2 => drop(reader.binary(0, 0, u32::MAX)),
                3 => drop(reader.integer()),
                4 => drop(reader.run_unsigned(9, 0x55, 3, 5000)),
                5 => drop(reader.run_signed(1, 0, -5, 5)),
                6 => drop(reader.list(|r, place| (place.write(r.bits(1)), true))),
                _ => drop(reader.attribute_uri(0, 0, 100, 3)),
            }
        }
        if let Err(error) = reader.finish() {
            prop_assert!(error.bit_offset() < (8 * bytes.len()).max(1));
        }
    }
}

/// Reads with no memory to speak of and gives the failure.
fn failure(bytes: &[u8], read: impl for<'a> Fn(&mut Reader<'a, '_>)) -> (DecodeErrorKind, usize) {
    let mut memory = ArenaBuf::<64>::new();
    let mut reader = Reader::new(bytes, memory.arena(), PLAIN);
    read(&mut reader);
    let error = reader.finish().expect_err("it must fail");
    (error.kind(), error.bit_offset())
}

#[test]
fn facets_are_told_apart() {
    let long = written(0, |w| w.string(0, "12345", 0, 9));
    let length = DecodeErrorKind::Facet(Facet::Length);
    assert_eq!(failure(&long, |r| ignore(r.string(0, 0, 4, 0))), (length, 1));
    assert_eq!(failure(&long, |r| ignore(r.string(0, 6, 9, 0))), (length, 1));
    let number = written(0, |w| w.run_unsigned(1, 0, 300, 0, 300));
    let range = DecodeErrorKind::Facet(Facet::Range);
    assert_eq!(failure(&number, |r| ignore(r.run_unsigned(1, 1, 0, 299))), (range, 1));
    assert_eq!(failure(&number, |r| ignore(r.run_unsigned(1, 1, 301, 400))), (range, 1));
    // U+0001, and half of a surrogate pair.
    let control = written(0, |w| {
        w.put(1, 0);
        w.put(8, 3);
        w.put(8, 1);
    });
    let character = DecodeErrorKind::Facet(Facet::Character);
    assert_eq!(failure(&control, |r| ignore(r.string(0, 0, 9, 0))), (character, 9));
    let surrogate = written(0, |w| {
        w.put(1, 0);
        w.put(8, 3);
        w.run_unsigned(0, 0, 0xd800, 0, u64::MAX);
    });
    assert_eq!(failure(&surrogate, |r| ignore(r.string(0, 0, 9, 0))), (character, 9));
}

#[test]
fn numbers_beyond_64_bits_are_malformed() {
    // Ten octets with more than 64 bits.
    let mut bytes = [0xff; 10];
    bytes[9] = 0x02;
    let malformed = DecodeErrorKind::Malformed(Malformed::Integer);
    assert_eq!(failure(&bytes, |r| ignore(r.uint())), (malformed, 0));
    // The largest number that fits, and octets that add nothing.
    bytes[9] = 0x01;
    let mut memory = ArenaBuf::<8>::new();
    assert_eq!(Reader::new(&bytes, memory.arena(), PLAIN).uint(), u64::MAX);
    let padded = [0x85, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00];
    assert_eq!(Reader::new(&padded, memory.arena(), PLAIN).uint(), 5);
}

#[test]
fn lengths_that_no_input_has_are_truncated() {
    for length in [100, 0x7fff_ffff, 0xffff_ffff, u64::MAX - 2] {
        let text = written(0, |w| w.run_unsigned(1, 0, length + 2, 0, u64::MAX));
        let truncated = DecodeErrorKind::Truncated;
        assert_eq!(
            failure(&text, |r| ignore(r.string(0, 0, u32::MAX, 0))).0,
            match length {
                // More than the facet, which is looked at first.
                n if n > u64::from(u32::MAX) => DecodeErrorKind::Facet(Facet::Length),
                _ => truncated,
            }
        );
    }
}

#[test]
fn what_does_not_fit_the_arena_is_capacity() {
    let capacity = |needed| DecodeErrorKind::Capacity { needed: crate::ByteCount::new(needed) };
    let bytes = written(0, |w| w.binary(0, &[7; 65], 0, 99));
    assert_eq!(failure(&bytes, |r| ignore(r.binary(0, 0, 99))).0, capacity(65));
    let text = written(0, |w| w.string(0, &"a".repeat(65), 0, 99));
    assert_eq!(failure(&text, |r| ignore(r.string(0, 0, 99, 0))).0, capacity(65));
    let text = written(0, |w| w.string(0, &"é".repeat(33), 0, 99));
    assert_eq!(failure(&text, |r| ignore(r.string(0, 0, 99, 0))).0, capacity(66));
}

#[test]
fn empty_values_come_in_both_forms() {
    let mut memory = ArenaBuf::<8>::new();
    // Escape and the second-level code of `EE`, of which the last bit is left.
    let bytes = written(0, |w| w.put(4, 0b1000));
    let mut reader = Reader::new(&bytes, memory.arena(), PLAIN);
    assert_eq!(reader.string(0, 0, 9, 0), "");
    assert_eq!(reader.bits(4), 0b0101);
    assert_eq!(reader.finish().map(|report| report.bytes), Ok(1));
    let length = DecodeErrorKind::Facet(Facet::Length);
    assert_eq!(failure(&bytes, |r| ignore(r.string(0, 1, 9, 0))), (length, 0));
    // Any other escape is a deviation from the schema.
    let event = DecodeErrorKind::Malformed(Malformed::Event);
    let bytes = written(0, |w| w.put(4, 0b1010));
    assert_eq!(failure(&bytes, |r| ignore(r.binary(0, 0, 9))), (event, 0));
}

#[cfg(feature = "string-table")]
#[test]
fn table_hits_are_read_if_asked_for() {
    // "ab" under name 1; a local hit (0) and, under name 2, a global one (1); "cd"; a hit of two.
    let bytes = written(0, |w| {
        w.attribute(0, "ab", 0, 9);
        w.uint(0);
        w.uint(1);
        w.attribute(0, "cd", 0, 9);
        w.uint(1);
        w.put(1, 1);
    });
    let mut memory = ArenaBuf::<512>::new();
    let mut reader = Reader::new(&bytes, memory.arena(), HITS);
    assert_eq!(reader.attribute(0, 0, 9, 1), "ab");
    assert_eq!(reader.attribute(0, 0, 9, 1), "ab");
    assert_eq!(reader.attribute(0, 0, 9, 2), "ab");
    assert_eq!(reader.attribute(0, 0, 9, 2), "cd");
    assert_eq!(reader.attribute(0, 0, 9, 3), "cd");
    assert_eq!(reader.bits(3), 0b101);
    assert_eq!(reader.finish().map(|report| report.bytes), Ok(bytes.len()));
    let refused = DecodeErrorKind::Unsupported(crate::Unsupported::StringTable);
    let without = failure(&bytes, |r| {
        r.attribute(0, 0, 9, 1);
        r.attribute(0, 0, 9, 1);
    });
    assert_eq!(without, (refused, 24));
}

#[cfg(feature = "string-table")]
#[test]
fn hits_without_an_entry_are_malformed() {
    for bytes in [[0x00, 0x00], [0x01, 0x00]] {
        let mut memory = ArenaBuf::<64>::new();
        let mut reader = Reader::new(&bytes, memory.arena(), HITS);
        reader.attribute(0, 0, 9, 1);
        let error = reader.finish().expect_err("there is no entry");
        assert_eq!(error.kind(), DecodeErrorKind::Malformed(Malformed::StringTable));
    }
}

#[test]
fn the_first_failure_wins() {
    // An event code that is wrong, then an enumeration index, in one run.
    let event = DecodeErrorKind::Malformed(Malformed::Event);
    let wrong = failure(&[0b0110_1110, 0, 0], |r| {
        let at = r.position();
        let bits = r.run(7, 0b110_0000);
        r.enumeration(&[1, 2, 3], (bits >> 2) & 3, at + 3, 2);
        r.binary(0, 5, 5);
    });
    assert_eq!(wrong, (event, 1));
}

#[test]
fn a_list_without_an_end_ends_with_the_input() {
    let mut count = 0_u64;
    let mut memory = ArenaBuf::<4096>::new();
    let mut reader = Reader::new(&[0; 8], memory.arena(), PLAIN);
    reader.list(|r, place| {
        count += 1;
        (place.write(r.bits(1) as u8), true)
    });
    assert_eq!(count, 65);
    assert_eq!(reader.finish().map_err(|error| error.kind()), Err(DecodeErrorKind::Truncated));
}

#[test]
fn violations_are_refused_by_the_writer() {
    let refuse = |write: &dyn Fn(&mut Writer<'_>)| {
        let mut out = [0; 64];
        let mut writer = Writer::new(&mut out, EncodeOptions::new());
        writer.put(5, 0);
        write(&mut writer);
        writer.finish().map(|report| report.bytes)
    };
    let facet = |facet, bit| Err(EncodeError::Facet { facet, bit });
    assert_eq!(refuse(&|w| w.string(0, "abc", 4, 9)), facet(Facet::Length, 6));
    assert_eq!(refuse(&|w| w.string(0, "äöü", 0, 2)), facet(Facet::Length, 6));
    assert_eq!(refuse(&|w| w.string(0, "a\u{1}", 0, 2)), facet(Facet::Character, 22));
    assert_eq!(refuse(&|w| w.binary(0, &[0; 3], 0, 2)), facet(Facet::Length, 6));
    assert_eq!(refuse(&|w| w.run_signed(1, 0, 101, 0, 100)), facet(Facet::Range, 5));
    assert_eq!(refuse(&|w| w.occurs(0, 1, 3)), facet(Facet::Occurs, 5));
    assert_eq!(refuse(&|w| w.attribute_uri(0, "a b:c", 0, 9)), facet(Facet::Lexical, 5));
    assert_eq!(refuse(&|w| w.string(0, "äöü", 3, 3)), Ok(8));
}

/// Reads with violations reported: what `read` makes of it, and the report.
fn reported<T>(bytes: &[u8], read: impl for<'a> Fn(&mut Reader<'a, '_>) -> T) -> (T, Violation) {
    let mut memory = ArenaBuf::<64>::new();
    let mut reader = Reader::new(bytes, memory.arena(), REPORT);
    let value = read(&mut reader);
    assert_eq!(reader.bits(3), 0b101, "in step behind the value");
    let report = reader.finish().expect("reads on");
    assert_eq!((report.bytes, report.violations.count), (bytes.len(), 1));
    (value, report.violations.first.expect("one"))
}

#[test]
fn violations_are_reported_if_asked_for() {
    let at = |facet, bit| Violation { facet, bit };
    let text = written(0, |w| w.string(0, "12345", 0, 9));
    for (min, max) in [(0, 4), (6, 9)] {
        let read = reported(&text, |r| String::from(r.string(0, min, max, 0)));
        assert_eq!(read, ("12345".into(), at(Facet::Length, 1)));
    }
    let read = reported(&text, |r| String::from(r.string_nc_name(0, 0, 9, 0)));
    assert_eq!(read, ("12345".into(), at(Facet::Lexical, 1)));
    let bytes = written(0, |w| w.binary(0, &[1, 2, 3], 0, 9));
    let read = reported(&bytes, |r| Vec::from(r.binary(0, 6, 6)));
    assert_eq!(read, ([1, 2, 3].into(), at(Facet::Length, 1)));
    let number = written(0, |w| w.run_unsigned(1, 0, 300, 0, 300));
    let read = reported(&number, |r| r.run_unsigned(1, 1, 0, 299).1);
    assert_eq!(read, (300, at(Facet::Range, 1)));
    let number = written(0, |w| w.run_signed(1, 0, -300, -300, 0));
    let read = reported(&number, |r| r.run_signed(1, 1, -299, 5000).1);
    assert_eq!(read, (-300, at(Facet::Range, 1)));
    let field = written(0, |w| w.put(7, 120));
    let read = reported(&field, |r| {
        let bits = r.bits(7);
        r.bounded(bits, 100, 0, 7)
    });
    assert_eq!(read, (120, at(Facet::Range, 0)));
    // A control character, which needs the slow way, is noted once; `EE` for a value that may not
    // be empty.
    let control = written(0, |w| {
        w.put(1, 0);
        w.uint(4);
        w.uint(1);
        w.uint(u64::from('é'));
    });
    let read = reported(&control, |r| String::from(r.string(0, 0, 9, 0)));
    assert_eq!(read, ("\u{1}é".into(), at(Facet::Character, 9)));
    let empty = written(0, |w| w.put(3, 0b100));
    let read = reported(&empty, |r| String::from(r.string(0, 1, 9, 0)));
    assert_eq!(read, (String::new(), at(Facet::Length, 0)));
}

#[test]
fn what_no_rust_type_holds_is_refused_also_when_reported() {
    let refused = |bytes: &[u8], read: &dyn Fn(&mut Reader<'_, '_>)| {
        let mut memory = ArenaBuf::<64>::new();
        let mut reader = Reader::new(bytes, memory.arena(), REPORT);
        read(&mut reader);
        reader.finish().expect_err("it must fail").kind()
    };
    let range = DecodeErrorKind::Facet(Facet::Range);
    // 65536 where the range is that of `u16`; beyond `i16`, both ways; beyond 63 bits.
    let number = written(0, |w| w.run_unsigned(1, 0, 0x1_0000, 0, u64::MAX));
    assert_eq!(refused(&number, &|r| ignore(r.run_unsigned(1, 1, 0, 0xffff))), range);
    for value in [0x8000, -0x8001, i64::MAX, i64::MIN] {
        let number = written(0, |w| w.run_signed(1, 0, value, i64::MIN, i64::MAX));
        assert_eq!(refused(&number, &|r| ignore(r.run_signed(1, 1, -0x8000, 0x7fff))), range);
        assert_eq!(refused(&number, &|r| ignore(r.run_signed(1, 1, -300, 300))), range);
    }
    let number = written(0, |w| {
        w.put(2, 0);
        w.uint(u64::MAX);
    });
    assert_eq!(refused(&number, &|r| ignore(r.run_signed(1, 1, i64::MIN, i64::MAX))), range);
    let full = written(0, |w| w.put(8, 255));
    assert_eq!(refused(&full, &|r| ignore(r.limited(255, 254, 0, 8))), range);
    // An index beyond an enumeration, and a surrogate, are no values.
    let index = DecodeErrorKind::Malformed(Malformed::Enumeration);
    assert_eq!(refused(&full, &|r| ignore(r.enumeration(&[1, 2, 3], 3, 0, 2))), index);
    let surrogate = written(0, |w| {
        w.uint(3);
        w.uint(0xd800);
    });
    let character = DecodeErrorKind::Facet(Facet::Character);
    assert_eq!(refused(&surrogate, &|r| ignore(r.attribute(0, 0, 9, 0))), character);
}

#[test]
fn violations_are_written_if_asked_for() {
    let options = EncodeOptions::new().report_facets(true);
    let write = |write: &dyn Fn(&mut Writer<'_>)| {
        let mut out = [0; 64];
        let mut writer = Writer::new(&mut out, options);
        writer.put(5, 0);
        write(&mut writer);
        writer.finish().map(|report| (report.violations.count, report.violations.first))
    };
    let one = |facet, bit| Ok((1, Some(Violation { facet, bit })));
    assert_eq!(write(&|w| w.string(0, "abc", 4, 9)), one(Facet::Length, 6));
    assert_eq!(write(&|w| w.string(0, "a\u{1}", 0, 2)), one(Facet::Character, 22));
    assert_eq!(write(&|w| w.binary(0, &[0; 3], 0, 2)), one(Facet::Length, 6));
    assert_eq!(write(&|w| w.run_signed(1, 0, 101, 0, 100)), one(Facet::Range, 5));
    assert_eq!(write(&|w| ignore(w.bounded(127, 100))), one(Facet::Range, 5));
    assert_eq!(write(&|w| w.abstract_element()), one(Facet::Abstract, 5));
    // No bits for them.
    let refused = |facet| Err(EncodeError::Facet { facet, bit: 5 });
    assert_eq!(write(&|w| ignore(w.bounded(128, 100))), refused(Facet::Range));
    assert_eq!(write(&|w| w.occurs(0, 1, 3)), refused(Facet::Occurs));
    assert_eq!(write(&|w| w.bad_content()), refused(Facet::Content));
}

/// An empty value that is written as `EE` is not an entry of the string table: what is known of the
/// entry before it says nothing about it, and the other way round.
#[test]
fn an_empty_value_has_nothing_to_do_with_the_entry_before_it() {
    const ANY: u32 = u32::MAX;
    let empty = |w: &mut Writer<'_>| {
        w.put(1, 1);
        w.put(2, 0);
    };
    let local_hit = |w: &mut Writer<'_>| w.put(9, 0);
    let lexical = Err(DecodeErrorKind::Facet(Facet::Lexical));
    let kind = |reader: &Reader<'_, '_>| reader.finish().map(drop).map_err(|e| e.kind());

    // The empty URI is valid, `%` is not.
    let bytes = written(0, |w| {
        w.string(0, "%", 0, ANY);
        empty(w);
        local_hit(w);
    });
    let mut memory = ArenaBuf::<1024>::new();
    let mut reader = Reader::new(&bytes, memory.arena(), HITS);
    assert_eq!(reader.string(0, 0, ANY, 1), "%");
    assert_eq!(reader.string_uri(0, 0, ANY, 2), "");
    assert_eq!(kind(&reader), Ok(()));
    reader.string_uri(0, 0, ANY, 1);
    assert_eq!(kind(&reader), lexical);

    // `a` is a name, the empty text is not.
    let bytes = written(0, |w| {
        w.string(0, "a", 0, ANY);
        empty(w);
    });
    for options in [PLAIN, HITS] {
        let mut reader = Reader::new(&bytes, memory.arena(), options);
        assert_eq!(reader.string_nc_name(0, 0, ANY, 1), "a");
        reader.string_nc_name(0, 0, ANY, 2);
        assert_eq!(kind(&reader), lexical, "{options:?}");
    }
}
