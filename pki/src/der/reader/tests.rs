//! Tests of reading DER.

use super::*;

fn any(input: &[u8]) -> Result<&[u8], Malformed> {
    let mut reader = Reader::new(input);
    let tlv = reader.any()?;
    reader.end()?;
    assert_eq!(tlv.raw, input);
    Ok(tlv.value)
}

#[test]
fn lengths_are_definite_and_shortest() {
    assert_eq!(any(&[4, 0]), Ok(&[][..]));
    assert_eq!(any(&[4, 1, 7]), Ok(&[7][..]));
    for (input, error) in [
        (&[4][..], Malformed::Truncated),
        (&[4, 2, 7], Malformed::Truncated),
        (&[4, 1, 7, 8], Malformed::TrailingData),
        (&[0x30, 0x80, 0, 0], Malformed::Length),
        (&[4, 0x81, 1, 7], Malformed::Length),
        (&[4, 0x81], Malformed::Truncated),
        (&[4, 0x82, 0, 1, 7], Malformed::Length),
        (&[4, 0x82, 1], Malformed::Truncated),
        (&[4, 0x83, 0, 1, 0], Malformed::Length),
        (&[4, 0x84, 0, 1, 0, 0], Malformed::Length),
        (&[4, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0], Malformed::Truncated),
        (&[4, 0x85, 1, 0, 0, 0, 0], Malformed::Length),
        (&[0x1F, 1, 0], Malformed::Tag),
    ] {
        assert_eq!(any(input), Err(error), "{input:02x?}");
    }
    let mut long = [0; 0x83];
    long[..3].copy_from_slice(&[4, 0x81, 0x80]);
    assert_eq!(any(&long).map(<[u8]>::len), Ok(0x80));
}

#[test]
fn each_universal_type_has_one_form() {
    // EXTERNAL, EMBEDDED PDV, SEQUENCE, SET, CHARACTER STRING.
    let constructed = [8, 11, 16, 17, 29];
    for number in 0..0x1F {
        let is_constructed = constructed.contains(&number);
        let expected = |is_right| if is_right { Ok(&[][..]) } else { Err(Malformed::Tag) };
        assert_eq!(any(&[number, 0]), expected(!is_constructed), "{number}");
        assert_eq!(any(&[number | 0x20, 0]), expected(is_constructed), "{number}");
        for class in [0x40, 0x80, 0xC0] {
            assert_eq!(any(&[class | number, 0]), Ok(&[][..]));
            assert_eq!(any(&[class | 0x20 | number, 0]), Ok(&[][..]));
        }
    }
    for class in [0, 0x20, 0x40, 0x60, 0x80, 0xA0, 0xC0, 0xE0] {
        assert_eq!(any(&[class | 0x1F, 0]), Err(Malformed::Tag));
    }
}

#[test]
fn one_value_and_nothing_else() {
    let only = |input, tag| Reader::only(input, tag).map(|content| content.rest());
    assert_eq!(only(&[4, 1, 7], tag::OCTET_STRING), Ok(&[7][..]));
    assert_eq!(only(&[4, 1, 7, 0], tag::OCTET_STRING), Err(Malformed::TrailingData));
    assert_eq!(only(&[4, 2, 7], tag::OCTET_STRING), Err(Malformed::Truncated));
    assert_eq!(only(&[4, 1, 7], tag::SEQUENCE), Err(Malformed::Tag));
    assert_eq!(only(&[], tag::SEQUENCE), Err(Malformed::Truncated));
}

#[test]
fn booleans_and_their_default() {
    assert_eq!(Reader::new(&[1, 1, 0xFF]).default_false(), Ok(true));
    assert_eq!(Reader::new(&[]).default_false(), Ok(false));
    assert_eq!(Reader::new(&[1, 1, 0]).default_false(), Err(Malformed::DefaultEncoded));
    assert_eq!(Reader::new(&[1, 1, 1]).default_false(), Err(Malformed::Boolean));
    assert_eq!(Reader::new(&[1, 0]).default_false(), Err(Malformed::Boolean));
}

#[test]
fn integers() {
    for (content, value) in [
        (&[0][..], Ok(0)),
        (&[0x7F], Ok(127)),
        (&[0, 0x80], Ok(128)),
        (&[0, 0xFF, 0xFF, 0xFF, 0xFF], Ok(u32::MAX)),
        (&[1, 0, 0, 0, 0], Err(Malformed::Integer)),
        (&[], Err(Malformed::Integer)),
        (&[0, 0x7F], Err(Malformed::Integer)),
        (&[0xFF], Err(Malformed::Integer)),
        (&[0xFF, 0x80], Err(Malformed::Integer)),
    ] {
        assert_eq!(small(content), value, "{content:02x?}");
    }
    assert_eq!(check_integer(&[0xFF, 0x7F]), Ok(()));
}

#[test]
fn object_identifiers() {
    // An octet of 80 within an arc is not padding.
    for content in [&[0x2A][..], &[0x2A, 0x86, 0x48], &[0x2A, 0x81, 0x80, 0x80, 1, 0x81, 0x80, 0]] {
        assert_eq!(check_oid(content), Ok(()), "{content:02x?}");
    }
    for content in [
        &[][..],
        &[0x80],
        &[0x2A, 0x86],
        &[0x2A, 0x80],
        &[0x2A, 0x80, 0x01],
        &[0x80, 0x01],
        &[0x2A, 0x81, 0x80, 1, 0x80, 1],
    ] {
        assert_eq!(check_oid(content), Err(Malformed::Oid), "{content:02x?}");
    }
}

#[test]
fn named_bits_end_with_a_one() {
    assert_eq!(named_bits(&[7, 0x80]), Ok(0x8000));
    assert_eq!(named_bits(&[7, 0x00, 0x80]), Ok(0x0080));
    assert_eq!(named_bits(&[0]), Ok(0));
    for content in [
        &[][..],
        &[1],
        &[0, 0],
        &[7, 0],
        &[6, 0x80],
        &[7, 0xC0],
        &[8, 0x80],
        &[0, 0x80, 0],
        &[0, 1, 1, 1],
    ] {
        assert_eq!(named_bits(content), Err(Malformed::BitString), "{content:02x?}");
    }
}
