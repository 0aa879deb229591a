//! Properties of numbers, times and codecs, for values that nobody has chosen.
#![cfg(feature = "all-sets")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "tests")]

use iso15118_messages::iso2::{PhysicalValue, UnitSymbol};
use iso15118_messages::iso20::RationalNumber;
use iso15118_messages::{ArenaBuf, Decimal, Rounding, Timestamp, din, iso2, sap};
use proptest::prelude::*;

/// Decimals of any size, half of them near the numbers that physical values have.
fn decimals() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        (any::<i64>(), any::<i8>())
            .prop_map(|(mantissa, exponent)| Decimal::new(mantissa, exponent)),
        (-40_000_i64..40_000, -4_i8..5).prop_map(|(m, exponent)| Decimal::new(m, exponent)),
    ]
}

proptest! {
    #[test]
    fn a_decimal_comes_back_from_its_text(value in decimals()) {
        prop_assert_eq!(value.to_string().parse::<Decimal>(), Ok(value));
    }

    /// Down is not up, nearest is not farther than either, and a number that has a form keeps its
    /// value.
    #[test]
    fn rounding_goes_where_it_says(value in decimals()) {
        let round = |rounding| PhysicalValue::round(value, UnitSymbol::W, rounding);
        let numbers = |rounding| round(rounding).map(PhysicalValue::to_decimal);
        if let Ok(floor) = numbers(Rounding::Floor) {
            prop_assert!(floor <= value);
        }
        if let Ok(ceiling) = numbers(Rounding::Ceiling) {
            prop_assert!(ceiling >= value);
        }
        if let Ok(exact) = PhysicalValue::from_decimal(value, UnitSymbol::W) {
            prop_assert_eq!(exact.to_decimal(), value);
            for rounding in
                [Rounding::Nearest, Rounding::Floor, Rounding::Ceiling, Rounding::TowardZero]
            {
                prop_assert_eq!(round(rounding), Ok(exact));
            }
        }
        let both = (numbers(Rounding::Floor), numbers(Rounding::Ceiling));
        if let (Ok(floor), Ok(ceiling)) = both {
            let nearest = numbers(Rounding::Nearest).unwrap();
            prop_assert!(nearest == floor || nearest == ceiling);
            let toward_zero = numbers(Rounding::TowardZero).unwrap();
            prop_assert_eq!(toward_zero, if value < Decimal::new(0, 0) { ceiling } else { floor });
        }
    }

    /// The codec keeps what the type holds, whatever it is.
    #[test]
    fn numbers_survive_the_wire(value: i16, exponent in -3_i8..=3) {
        let number = PhysicalValue { multiplier: exponent, unit: UnitSymbol::V, value };
        let body = iso2::PreChargeReq::new(
            iso2::DcEvStatus {
                ev_ready: value % 2 == 0,
                ev_error_code: iso2::DcEvErrorCode::NoError,
                ev_ress_soc: 50,
            },
            number,
            PhysicalValue { unit: UnitSymbol::A, ..number },
        );
        let message = iso2::V2gMessage::new(&[1; 8], body);
        let mut wire = [0; 64];
        let length = message.encode_request(&mut wire).unwrap();
        let mut memory = ArenaBuf::<64>::new();
        let back = iso2::V2gMessage::decode_request(&wire[..length], &mut memory.arena());
        prop_assert_eq!(back, Ok(message));
    }

    /// A number that is made from a decimal is equal to it, whatever form it takes.
    #[test]
    fn rational_numbers_keep_their_value(value: i16, exponent: i8) {
        let number = RationalNumber { exponent, value };
        match RationalNumber::from_decimal(number.to_decimal()) {
            Ok(same) => prop_assert_eq!(same, number),
            // It has a form, but not one whose exponent is in the range that `from_decimal` uses.
            Err(_) => prop_assert!(!(-9..=9).contains(&exponent)),
        }
    }

    #[test]
    fn times_come_back_from_their_text(seconds in -62_167_219_200_i64..253_402_300_800) {
        let time = Timestamp::from_unix(seconds);
        prop_assert_eq!(time.to_string().parse::<Timestamp>(), Ok(time));
        prop_assert_eq!(time.unix(), seconds);
    }

    /// A handshake of any protocols comes back.
    #[test]
    fn any_handshake_comes_back(
        entries in prop::collection::vec(
            ("urn:[a-zA-Z0-9:._-]{0,96}", any::<[u32; 2]>(), any::<u8>(), 1_u8..=20), 1..=20
        )
    ) {
        let offer: Vec<_> = entries
            .iter()
            .map(|(namespace, [major, minor], schema_id, priority)| sap::AppProtocol {
                protocol_namespace: namespace,
                version_number_major: *major,
                version_number_minor: *minor,
                schema_id: *schema_id,
                priority: *priority,
            })
            .collect();
        let message = sap::Message::from(sap::SupportedAppProtocolReq::new(&offer));
        let mut wire = vec![0; 4096];
        let length = message.encode_request(&mut wire).unwrap();
        let mut memory = ArenaBuf::<8192>::new();
        let back = sap::Message::decode_request(&wire[..length], &mut memory.arena());
        prop_assert_eq!(back, Ok(message));
    }

    /// Octets of any kind: a role decodes what both roles do, or says that it is the other's.
    #[test]
    fn roles_agree_with_the_whole(
        code in 0_u8..128, rest in prop::collection::vec(any::<u8>(), 0..80), is_din: bool
    ) {
        // A header with a session id of two octets, and then a body of any kind.
        let mut octets = vec![0x80, if is_din { 0x9a } else { 0x98 }, 0x00, 0x80, 0x40 | code & 1];
        octets.extend(rest);
        /// The comparison for one set.
        macro_rules! compare {
            ($set:ident) => {{
                let mut memory = [const { ArenaBuf::<16384>::new() }; 3];
                let [both, request, response] = &mut memory;
                let both = $set::V2gMessage::decode(&octets, &mut both.arena());
                let request = $set::V2gMessage::decode_request(&octets, &mut request.arena());
                let response = $set::V2gMessage::decode_response(&octets, &mut response.arena());
                match &both {
                    Ok(message) => match message.body.kind() {
                        Some(kind) if kind.is_request() => prop_assert_eq!(&request, &both),
                        Some(_) => prop_assert_eq!(&response, &both),
                        None => prop_assert!(request == both && response == both),
                    },
                    Err(error) => {
                        prop_assert!(request.is_err() && response.is_err());
                        if let Some(kind) = $set::MessageKind::of(error) {
                            let right = if kind.is_request() { &request } else { &response };
                            prop_assert_eq!(right.as_ref().unwrap_err(), error);
                        }
                    }
                }
            }};
        }
        if is_din {
            compare!(din);
        } else {
            compare!(iso2);
        }
    }
}
