use super::{Decimal, Rounding};
use alloc::string::ToString;

#[test]
fn text_round_trips() {
    for text in
        ["0", "1", "-1", "230", "0.001", "-0.5", "32767000", "12345.678", "-9000000000000000000"]
    {
        let value: Decimal = text.parse().expect(text);
        assert_eq!(value.to_string(), text);
    }
    for (text, shown) in
        [("007", "7"), ("1.500", "1.5"), ("+2.", "2"), (".25", "0.25"), ("-0", "0")]
    {
        let value: Decimal = text.parse().expect(text);
        assert_eq!(value.to_string(), shown);
    }
    for text in ["", "-", ".", "1e3", "1,5", "10000000000000000001", " 1"] {
        assert!(text.parse::<Decimal>().is_err(), "{text}");
    }
}

#[test]
fn long_exponents_are_printed() {
    assert_eq!(Decimal::new(5, -21).to_string(), "0.000000000000000000005");
    assert_eq!(Decimal::new(-12, -1).to_string(), "-1.2");
    assert_eq!(Decimal::new(12, 3).to_string(), "12000");
}

#[test]
fn equality_is_that_of_values() {
    assert_eq!(Decimal::new(10, 0), Decimal::new(1, 1));
    assert_eq!(Decimal::new(0, 5), Decimal::ZERO);
    assert_ne!(Decimal::new(1, 0), Decimal::new(-1, 0));
    // Ends although the exponent cannot grow.
    assert_eq!(Decimal::new(100, 127), Decimal::new(100, 127));
}

#[test]
fn exponents_change_without_loss_only() {
    assert_eq!(Decimal::new(15, 2).with_exponent(0).map(Decimal::mantissa), Some(1500));
    assert!(Decimal::new(i64::MAX, 1).with_exponent(0).is_none());
    assert_eq!(Decimal::new(0, 100).with_exponent(-100).map(Decimal::mantissa), Some(0));
}

#[test]
fn rounding_has_a_direction() {
    use Rounding::{Ceiling, Floor, Nearest, TowardZero};
    for (tenths, nearest, floor, ceiling, toward_zero) in [
        (20, 2, 2, 2, 2),
        (24, 2, 2, 3, 2),
        (25, 3, 2, 3, 2),
        (26, 3, 2, 3, 2),
        (-24, -2, -3, -2, -2),
        (-25, -3, -3, -2, -2),
        (-26, -3, -3, -2, -2),
        (4, 0, 0, 1, 0),
        (-4, 0, -1, 0, 0),
        (0, 0, 0, 0, 0),
    ] {
        let value = Decimal::new(tenths, -1);
        let round = |rounding| value.round(0, rounding).map(Decimal::mantissa);
        assert_eq!(round(Nearest), Some(nearest), "{value}");
        assert_eq!(round(Floor), Some(floor), "{value}");
        assert_eq!(round(Ceiling), Some(ceiling), "{value}");
        assert_eq!(round(TowardZero), Some(toward_zero), "{value}");
    }
}

#[test]
fn rounding_has_no_limits_but_the_mantissa() {
    let round =
        |value: Decimal, exponent, rounding| value.round(exponent, rounding).map(Decimal::mantissa);
    let least = Decimal::new(1, -128);
    assert_eq!(round(least, 127, Rounding::Nearest), Some(0));
    assert_eq!(round(least, 127, Rounding::Ceiling), Some(1));
    assert_eq!(round(Decimal::new(-1, -128), 0, Rounding::Floor), Some(-1));
    for mantissa in [i64::MAX, i64::MIN] {
        for exponent in [i8::MIN, -1, 0, 1, i8::MAX] {
            let value = Decimal::new(mantissa, exponent);
            assert_eq!(round(value, exponent, Rounding::Nearest), Some(mantissa));
            if exponent > i8::MIN {
                assert_eq!(round(value, exponent - 1, Rounding::Nearest), None);
            }
        }
    }
    // 9.22 times 10^18 against a half and a whole of 10^19, and of 10^20.
    assert_eq!(round(Decimal::new(i64::MAX, 0), 19, Rounding::Nearest), Some(1));
    assert_eq!(round(Decimal::new(i64::MAX, 0), 20, Rounding::Nearest), Some(0));
    assert_eq!(round(Decimal::new(i64::MIN, 0), 19, Rounding::Nearest), Some(-1));
    assert_eq!(round(Decimal::new(i64::MIN, 0), 20, Rounding::Floor), Some(-1));
}

#[test]
fn the_order_is_that_of_values() {
    let sorted = [
        Decimal::new(i64::MIN, 127),
        Decimal::new(-1, 20),
        Decimal::new(i64::MIN, 0),
        Decimal::new(-2, 0),
        Decimal::new(-15, -1),
        Decimal::new(-1, -128),
        Decimal::new(0, 127),
        Decimal::new(1, -128),
        Decimal::new(9, -1),
        Decimal::new(1, 0),
        Decimal::new(101, -2),
        Decimal::new(i64::MAX, 0),
        Decimal::new(1, 19),
        Decimal::new(i64::MAX, 127),
    ];
    for (i, a) in sorted.iter().enumerate() {
        for (j, b) in sorted.iter().enumerate() {
            assert_eq!(a.cmp(b), i.cmp(&j), "{a} and {b}");
            assert_eq!(a == b, i == j);
        }
    }
    assert!(Decimal::new(40, 1) <= Decimal::new(4000, -1));
    assert!(Decimal::new(40, 1) >= Decimal::new(4000, -1));
}

#[test]
fn equal_numbers_have_the_same_hash() {
    /// Keeps what it is given.
    #[derive(Default)]
    struct Seen(alloc::vec::Vec<u8>);

    impl core::hash::Hasher for Seen {
        fn write(&mut self, bytes: &[u8]) {
            self.0.extend(bytes);
        }

        fn finish(&self) -> u64 {
            0
        }
    }

    let hash = |value: Decimal| {
        let mut seen = Seen::default();
        core::hash::Hash::hash(&value, &mut seen);
        seen.0
    };
    assert_eq!(hash(Decimal::new(40, 1)), hash(Decimal::new(4000, -1)));
    assert_ne!(hash(Decimal::new(40, 1)), hash(Decimal::new(40, 0)));
}

#[test]
fn width_and_alignment_are_honoured() {
    let value = Decimal::new(-165, -1);
    assert_eq!(alloc::format!("[{value:>8}]"), "[   -16.5]");
    assert_eq!(alloc::format!("[{value:8}]"), "[   -16.5]");
    assert_eq!(alloc::format!("[{value:<8}]"), "[-16.5   ]");
    assert_eq!(alloc::format!("[{value:*^9}]"), "[**-16.5**]");
    assert_eq!(alloc::format!("[{value:08}]"), "[-00016.5]");
    assert_eq!(alloc::format!("[{:+}]", Decimal::new(5, 1)), "[+50]");
    assert_eq!(alloc::format!("{}", Decimal::new(i64::MIN, 127)).len(), 1 + 19 + 127);
    assert_eq!(alloc::format!("{}", Decimal::new(i64::MIN, -128)).len(), 1 + 2 + 128);
}

#[test]
fn every_number_comes_back_from_its_text() {
    let mantissas = [i64::MIN, i64::MIN + 1, -10, -1, 0, 1, 10, 1_000_050, i64::MAX];
    for exponent in i8::MIN..=i8::MAX {
        for mantissa in mantissas {
            let value = Decimal::new(mantissa, exponent);
            let text = value.to_string();
            assert_eq!(text.parse(), Ok(value), "{text}");
        }
    }
    let zeros = "0".repeat(300);
    for (text, value) in [
        (alloc::format!("1.{zeros}"), Some(Decimal::new(1, 0))),
        (alloc::format!("1{}", &zeros[..100]), Some(Decimal::new(1, 100))),
        (alloc::format!("{zeros}1.5"), Some(Decimal::new(15, -1))),
        (alloc::format!("-0.{zeros}"), Some(Decimal::ZERO)),
        (alloc::format!("1{zeros}"), None),
        (alloc::format!("0.{zeros}1"), None),
        ("9223372036854775808".into(), None),
        ("-9223372036854775809".into(), None),
        ("92233720368547758071".into(), None),
    ] {
        assert_eq!(text.parse::<Decimal>().ok(), value, "{text}");
    }
    // Zeros at the end are kept where they fit.
    assert_eq!("230.00".parse().map(Decimal::mantissa), Ok(23_000));
}
