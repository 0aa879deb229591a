//! Documents: decode, encode, decode.

use std::fmt::Debug;

use exi::{
    Arena, Decode, DecodeError, DecodeErrorKind, DecodeOptions, Encode, EncodeError, Family, Owned,
};

/// Bytes of memory that a message may need for each byte of EXI. The most expensive ones are
/// lists of items with nothing but empty values.
const AMPLIFICATION: usize = 64;

pub(crate) fn check<F: Family>(input: &[u8])
where
    for<'a> F::Of<'a>: Decode<'a> + Encode + PartialEq + Debug,
{
    let mut memory = memory_for(input);
    let result = F::Of::decode(input, &mut Arena::new(memory.spare_capacity_mut()));
    let owned = Owned::<F>::decode(input);
    match (&result, &owned) {
        (Ok(message), Ok(owned)) => assert_eq!(owned.get(), message, "owned and borrowed"),
        (Err(error), Err(owned)) => assert_eq!(owned, error, "owned and borrowed"),
        _ => panic!("owned and borrowed: {owned:?}, {result:?}"),
    }

    let mut memory = memory_for(input);
    let mut arena = Arena::new(memory.spare_capacity_mut());
    let hits = DecodeOptions::new().string_table_hits(true);
    let tolerant = F::Of::decode_with(input, &mut arena, hits);
    if let Ok(message) = &result {
        let (tolerant, used) = tolerant.as_ref().expect("tolerance only adds");
        assert_eq!(tolerant, message, "tolerant and strict");
        assert!(*used <= input.len(), "{used} bytes used of {}", input.len());
    }

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

/// An exact allocation, so that the address sanitizer sees a write behind it.
fn memory_for(input: &[u8]) -> Vec<u8> {
    Vec::with_capacity(1024 + AMPLIFICATION * input.len())
}

fn check_error(input: &[u8], error: &DecodeError) {
    let bits = 8 * input.len();
    assert!(error.bit_offset() < bits.max(1), "{error:?} in an input of {bits} bits");
    assert_ne!(error.kind(), DecodeErrorKind::Capacity, "input of {} bytes", input.len());
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
