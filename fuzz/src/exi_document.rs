//! Documents: decode, encode, decode.

use std::fmt::Debug;

use exi::grammar::HasSchema;
use exi::{
    Arena, Decode, DecodeError, DecodeErrorKind, DecodeOptions, Encode, EncodeError, EncodeOptions,
    Family, Owned,
};
use serde::Serialize;

/// Bytes of memory that a message may need for each byte of EXI. The most expensive ones are empty
/// elements in the place of a wildcard: six bits each, and 80 bytes of memory.
const AMPLIFICATION: usize = 128;

/// More than the longest input of a fuzzer needs.
const LIMIT: usize = 1 << 30;

pub(crate) fn check<F: Family>(input: &[u8])
where
    for<'a> F::Of<'a>: Decode<'a> + Encode + PartialEq + Debug + Serialize + HasSchema,
{
    let mut memory = memory_for(input);
    let result = F::Of::decode(input, &mut Arena::new(memory.spare_capacity_mut()));
    let owned = Owned::<F>::decode_with(input, DecodeOptions::new().memory_limit(LIMIT));
    let owned = owned.map(|(owned, _)| owned);
    match (&result, &owned) {
        (Ok(message), Ok(owned)) => assert_eq!(owned.get(), message, "owned and borrowed"),
        (Err(error), Err(owned)) => assert_eq!(owned, error, "owned and borrowed"),
        _ => panic!("owned and borrowed: {owned:?}, {result:?}"),
    }

    let mut memory = memory_for(input);
    let mut arena = Arena::new(memory.spare_capacity_mut());
    let hits = DecodeOptions::new().memory_limit(LIMIT).string_table_hits(true);
    let tolerant = F::Of::decode_with(input, &mut arena, hits);
    if let Ok(message) = &result {
        let (tolerant, report) = tolerant.as_ref().expect("tolerance only adds");
        assert_eq!(tolerant, message, "tolerant and strict");
        assert!(report.bytes <= input.len(), "{} bytes used of {}", report.bytes, input.len());
        assert!(report.violations.is_empty(), "nothing violates the schema unseen");
    }
    if let Ok(owned) = &owned {
        check_json(owned, EncodeOptions::new());
    }
    check_reported::<F>(input, result.is_ok());
    check_learning::<F>(input);

    for error in [result.err(), tolerant.as_ref().err().copied()].into_iter().flatten() {
        check_error(input, &error);
    }
    // With hits in the input or without them: it is written without.
    if let Ok((message, _)) = tolerant {
        let bytes = encode::<F>(&message);
        let again = Owned::<F>::decode(&bytes).expect("what was encoded decodes");
        assert_eq!(*again.get(), message, "decoded once more");
    }
}

/// Violations of the schema are read and written unchanged where that is asked for.
fn check_reported<F: Family>(input: &[u8], is_valid: bool)
where
    for<'a> F::Of<'a>: Decode<'a> + Encode + PartialEq + Debug,
{
    let read_on = DecodeOptions::new().memory_limit(LIMIT).report_facets(true);
    match Owned::<F>::decode_with(input, read_on) {
        Ok((message, report)) => {
            assert_eq!(report.violations.is_empty(), is_valid, "violations and validity");
            let write_on = EncodeOptions::new().report_facets(true);
            let bytes = message.get().encode_to_vec_with(write_on).expect("what was read");
            let (again, told) = Owned::<F>::decode_with(&bytes, read_on).expect("what was sent on");
            assert_eq!(again.get(), message.get(), "sent on");
            assert_eq!(told.violations.count, report.violations.count, "all of them again");
        }
        Err(error) => {
            assert!(!is_valid, "reading on only adds: {error}");
            check_error(input, &error);
        }
    }
}

/// What wildcards admit, with built-in grammars that learn, comes back the same.
fn check_learning<F: Family>(input: &[u8])
where
    for<'a> F::Of<'a>: Decode<'a> + Encode + PartialEq + Debug + Serialize + HasSchema,
{
    let decode = DecodeOptions::new().memory_limit(LIMIT).learning_grammars(true);
    match Owned::<F>::decode_with(input, decode) {
        Ok((message, _)) => {
            let encode = EncodeOptions::new().learning_grammars(true);
            let bytes = message.get().encode_to_vec_with(encode).expect("what was read");
            let (again, _) = Owned::<F>::decode_with(&bytes, decode).expect("what was written");
            assert_eq!(again.get(), message.get(), "learned");
            check_json(&message, encode);
        }
        Err(error) => check_error(input, &error),
    }
}

/// A message comes back from JSON, wildcard content included.
fn check_json<F: Family>(message: &Owned<F>, options: EncodeOptions)
where
    for<'a> F::Of<'a>: Decode<'a> + PartialEq + Debug + Serialize + HasSchema,
{
    let json = serde_json::to_string(message.get()).expect("what was read has a JSON form");
    let again = Owned::<F>::from_json_with(&json, options.memory_limit(LIMIT));
    match again {
        Ok(again) => assert_eq!(again.get(), message.get(), "{json}"),
        Err(error) => panic!("{error}: {json}"),
    }
}

/// An exact allocation, so that the address sanitizer sees a write behind it.
fn memory_for(input: &[u8]) -> Vec<u8> {
    Vec::with_capacity(1024 + AMPLIFICATION * input.len())
}

fn check_error(input: &[u8], error: &DecodeError) {
    let bits = 8 * input.len();
    assert!(error.bit_offset() < bits.max(1), "{error:?} in an input of {bits} bits");
    let is_capacity = matches!(error.kind(), DecodeErrorKind::Capacity { .. });
    assert!(!is_capacity, "input of {} bytes: {error}", input.len());
}

/// Encodes a message that was decoded, into exactly the room it takes. Less room is refused, and
/// fewer bytes are no document.
pub(crate) fn encode<F: Family>(message: &F::Of<'_>) -> Vec<u8>
where
    for<'a> F::Of<'a>: Decode<'a> + Encode + Debug,
{
    let needed = match message.encode(&mut []) {
        Err(EncodeError::Capacity { needed }) => needed,
        other => panic!("encoding into nothing gives {other:?}"),
    };
    let mut bytes = vec![0; needed];
    let too_few = message.encode(&mut bytes[..needed - 1]);
    assert_eq!(too_few, Err(EncodeError::Capacity { needed }), "one byte too few");
    assert_eq!(message.encode(&mut bytes), Ok(needed));

    for length in [needed - 1, needed / 2] {
        let prefix = &bytes[..length];
        let error = Owned::<F>::decode(prefix).expect_err("a prefix is no document");
        assert_eq!(error.kind(), DecodeErrorKind::Truncated, "{length} of {needed} bytes");
        check_error(prefix, &error);
    }
    bytes
}
