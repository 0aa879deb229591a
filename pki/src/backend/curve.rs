//! Whether a point is on its curve (SEC 1 3.2.2.1), for the curves of FIPS 186.
//!
//! Backends check keys when they verify with them, but the key of a leaf verifies nothing in its
//! chain. A leaf with a point off its curve is refused here, whatever the backend. The numbers are
//! public, so nothing is done in constant time.

/// A number in limbs of 64 bits, the least significant first.
type Number<const L: usize> = [u64; L];

/// A curve y² = x³ - 3x + b over the integers modulo a prime of `L` limbs.
pub(crate) struct Curve<const L: usize> {
    prime: Number<L>,
    /// b / R² for R = 2^(64 L), see [`Curve::has_point`].
    b: Number<L>,
    /// 3 / R.
    three: Number<L>,
    /// -1 / prime modulo 2⁶⁴, for Montgomery's reduction.
    inverse: u64,
    /// The bits of the prime in its highest limb if all its bits are ones; 0 for other primes.
    ones: u32,
    /// Octets of a coordinate.
    octets: usize,
}

pub(crate) const P256: Curve<4> = Curve {
    prime: [u64::MAX, 0xFFFF_FFFF, 0, 0xFFFF_FFFF_0000_0001],
    b: [0xE59B_E0A6_4584_A137, 0xFC35_21EB_9CA0_65A7, 0x7C17_8684_A0F4_5303, 0x3081_DC38_D948_431A],
    three: [
        0x0000_0009_0000_0002,
        0x0000_0003_FFFF_FFFA,
        0xFFFF_FFF7_0000_0006,
        0xFFFF_FFFC_0000_0009,
    ],
    inverse: 1,
    ones: 0,
    octets: 32,
};

pub(crate) const P384: Curve<6> = Curve {
    prime: [
        0x0000_0000_FFFF_FFFF,
        0xFFFF_FFFF_0000_0000,
        0xFFFF_FFFF_FFFF_FFFE,
        u64::MAX,
        u64::MAX,
        u64::MAX,
    ],
    b: [
        0x915A_902A_4A46_51DB,
        0x2C9F_09FA_919D_89C2,
        0xFC7A_73CA_8040_8AFD,
        0x9E15_936D_2ED8_6BFF,
        0xBEFD_4246_ABBA_B844,
        0xF7CD_02A7_8F62_A21C,
    ],
    three: [
        0xFFFF_FFA3_0000_0012,
        0xFFFF_FFC3_FFFF_FF8A,
        0xFFFF_FFF3_FFFF_FFF9,
        0xFFFF_FFF6_FFFF_FFF0,
        0x0000_0024_0000_0008,
        0x0000_003C_0000_003C,
    ],
    inverse: 0x0000_0001_0000_0001,
    ones: 0,
    octets: 48,
};

pub(crate) const P521: Curve<9> = Curve {
    prime: [u64::MAX, u64::MAX, u64::MAX, u64::MAX, u64::MAX, u64::MAX, u64::MAX, u64::MAX, 0x1FF],
    b: [
        0x02F4_EEC6_FC1C_D5CF,
        0xE547_B1FA_4DEC_594B,
        0x2646_3BC4_2785_5864,
        0xC96E_66CC_57CE_E2D2,
        0x8682_DA15_03BA_8B69,
        0xE586_3872_687E_4A68,
        0xA35A_81F8_0146_54FA,
        0x41E9_61A7_8F7A_28FE,
        0x00FC,
    ],
    three: [0, 0, 0, 0, 0, 0, 0, 0x000C_0000, 0],
    inverse: 1,
    ones: 9,
    octets: 66,
};

impl<const L: usize> Curve<L> {
    /// Whether this is an uncompressed point of the curve.
    pub(crate) fn has_point(&self, encoded: &[u8]) -> bool {
        let Some((4, coordinates)) = encoded.split_first().map(|(form, rest)| (*form, rest)) else {
            return false;
        };
        let Some((x, y)) = coordinates.split_at_checked(self.octets) else { return false };
        if y.len() != self.octets {
            return false;
        }
        let (x, y) = (number(x), number(y));
        if !is_less(&x, &self.prime) || !is_less(&y, &self.prime) {
            return false;
        }
        // `multiply` divides by R = 2^(64 L). So that nothing need be converted, both sides of
        // y² = (x² - 3) x + b are compared after division by R².
        let left = self.divide(self.multiply(&y, &y));
        let factor = self.subtract(self.multiply(&x, &x), &self.three);
        left == self.add(self.multiply(&factor, &x), &self.b)
    }

    /// The sum of two numbers below the prime.
    fn add(&self, mut one: Number<L>, two: &Number<L>) -> Number<L> {
        let carry = add(&mut one, two);
        if carry || !is_less(&one, &self.prime) {
            subtract(&mut one, &self.prime);
        }
        one
    }

    /// The difference of two numbers below the prime.
    fn subtract(&self, mut one: Number<L>, two: &Number<L>) -> Number<L> {
        if subtract(&mut one, two) {
            add(&mut one, &self.prime);
        }
        one
    }

    /// The product of two numbers below the prime, divided by R (Montgomery, limb by limb).
    fn multiply(&self, one: &Number<L>, two: &Number<L>) -> Number<L> {
        let mut product = [0; L];
        let mut top = 0_u64;
        for limb in one {
            let carry = add_multiple(&mut product, *limb, two);
            let (high, overflow) = top.overflowing_add(carry);
            let (high, second) = high.overflowing_add(self.drop_limb(&mut product));
            if let Some(last) = product.last_mut() {
                *last = high;
            }
            top = u64::from(overflow | second);
        }
        if top != 0 || !is_less(&product, &self.prime) {
            subtract(&mut product, &self.prime);
        }
        product
    }

    /// A number below the prime, divided by R.
    fn divide(&self, mut number: Number<L>) -> Number<L> {
        for _ in 0..L {
            let high = self.drop_limb(&mut number);
            if let Some(last) = number.last_mut() {
                *last = high;
            }
        }
        if is_less(&number, &self.prime) { number } else { [0; L] }
    }

    /// Adds the multiple of the prime that makes the lowest limb zero, and drops that limb; what
    /// goes beyond the highest one.
    fn drop_limb(&self, number: &mut Number<L>) -> u64 {
        let factor = number.first().copied().unwrap_or_default().wrapping_mul(self.inverse);
        let carry = match number.as_mut_slice() {
            // With 2ⁿ - 1, that is the lowest limb at the place of 2ⁿ.
            [first, .., last] if self.ones > 0 => {
                *first = 0;
                let (low, high) = halves(u128::from(factor) << self.ones);
                let (sum, overflow) = last.overflowing_add(low);
                *last = sum;
                high.wrapping_add(overflow.into())
            }
            _ => add_multiple(number, factor, &self.prime),
        };
        number.rotate_left(1);
        carry
    }
}

/// Adds `factor` times `two`; what goes beyond the highest limb.
fn add_multiple<const L: usize>(sum: &mut Number<L>, factor: u64, two: &Number<L>) -> u64 {
    let mut carry = 0_u64;
    for (limb, two) in sum.iter_mut().zip(two) {
        // At most (2⁶⁴ - 1)² + 2 (2⁶⁴ - 1) = 2¹²⁸ - 1.
        let wide = u128::from(factor)
            .wrapping_mul(u128::from(*two))
            .wrapping_add(u128::from(*limb))
            .wrapping_add(u128::from(carry));
        (*limb, carry) = halves(wide);
    }
    carry
}

/// The lower and the higher 64 bits.
fn halves(wide: u128) -> (u64, u64) {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = wide.to_le_bytes();
    (u64::from_le_bytes([a, b, c, d, e, f, g, h]), u64::from_le_bytes([i, j, k, l, m, n, o, p]))
}

/// Reads octets, the most significant first.
fn number<const L: usize>(octets: &[u8]) -> Number<L> {
    let mut number = [0; L];
    for (limb, chunk) in number.iter_mut().zip(octets.rchunks(8)) {
        *limb = match chunk.first_chunk() {
            Some(chunk) => u64::from_be_bytes(*chunk),
            None => chunk.iter().fold(0, |limb, octet| limb << 8 | u64::from(*octet)),
        };
    }
    number
}

fn is_less<const L: usize>(one: &Number<L>, two: &Number<L>) -> bool {
    one.iter().rev().lt(two.iter().rev())
}

/// Whether the sum goes beyond the highest limb.
fn add<const L: usize>(one: &mut Number<L>, two: &Number<L>) -> bool {
    let mut carry = false;
    for (one, two) in one.iter_mut().zip(two) {
        let (sum, first) = one.overflowing_add(*two);
        let (sum, second) = sum.overflowing_add(u64::from(carry));
        carry = first | second;
        *one = sum;
    }
    carry
}

/// Whether the difference is below zero.
fn subtract<const L: usize>(one: &mut Number<L>, two: &Number<L>) -> bool {
    let mut borrow = false;
    for (one, two) in one.iter_mut().zip(two) {
        let (difference, first) = one.overflowing_sub(*two);
        let (difference, second) = difference.overflowing_sub(u64::from(borrow));
        borrow = first | second;
        *one = difference;
    }
    borrow
}

#[cfg(all(test, feature = "rust-crypto"))]
mod tests {
    use p256::elliptic_curve::sec1::ToEncodedPoint as _;
    #[cfg(feature = "p521")]
    use p521::elliptic_curve::sec1::ToSec1Point as _;

    use super::*;

    /// Multiples of the base point by another implementation, and each of them damaged.
    macro_rules! points {
        ($curve:expr, $library:ident, $encode:ident) => {{
            let mut point = $library::ProjectivePoint::GENERATOR;
            for _ in 0..12 {
                let encoded = point.to_affine().$encode(false);
                let encoded = encoded.as_bytes();
                assert!($curve.has_point(encoded));
                for (at, mask) in
                    [(1, 1), (encoded.len() - 1, 1), (encoded.len() / 2, 0x40), (0, 6)]
                {
                    let mut damaged = encoded.to_vec();
                    damaged[at] ^= mask;
                    assert!(!$curve.has_point(&damaged));
                }
                assert!(!$curve.has_point(&encoded[..encoded.len() - 1]));
                assert!(!$curve.has_point(&[encoded, &[0]].concat()));
                point = point + point + $library::ProjectivePoint::GENERATOR;
            }
        }};
    }

    #[test]
    fn points_of_the_curves() {
        points!(P256, p256, to_encoded_point);
        points!(P384, p384, to_encoded_point);
        #[cfg(feature = "p521")]
        points!(P521, p521, to_sec1_point);
        assert!(!P256.has_point(&[]) && !P256.has_point(&[0]));
    }

    /// A number multiplied by R: L times 64 doublings.
    fn shifted<const L: usize>(curve: &Curve<L>, number: Number<L>) -> Number<L> {
        (0..64 * L).fold(number, |number, _| curve.add(number, &number))
    }

    #[test]
    fn constants_are_those_of_the_standard() {
        // b as SEC 2 has it, the least significant limb first.
        macro_rules! constants {
            ($curve:ident, $b:expr) => {
                let mut three = [0; $curve.prime.len()];
                three[0] = 3;
                assert_eq!(shifted(&$curve, $curve.three), three);
                assert_eq!(shifted(&$curve, shifted(&$curve, $curve.b)), $b);
            };
        }
        constants!(
            P256,
            [
                0x3BCE_3C3E_27D2_604B,
                0x651D_06B0_CC53_B0F6,
                0xB3EB_BD55_7698_86BC,
                0x5AC6_35D8_AA3A_93E7
            ]
        );
        constants!(
            P384,
            [
                0x2A85_C8ED_D3EC_2AEF,
                0xC656_398D_8A2E_D19D,
                0x0314_088F_5013_875A,
                0x181D_9C6E_FE81_4112,
                0x988E_056B_E3F8_2D19,
                0xB331_2FA7_E23E_E7E4
            ]
        );
        constants!(
            P521,
            [
                0xEF45_1FD4_6B50_3F00,
                0x3573_DF88_3D2C_34F1,
                0x1652_C0BD_3BB1_BF07,
                0x5619_3951_EC7E_937B,
                0xB8B4_8991_8EF1_09E1,
                0xA2DA_725B_99B3_15F3,
                0x929A_21A0_B685_40EE,
                0x953E_B961_8E1C_9A1F,
                0x0051
            ]
        );
    }

    #[test]
    fn coordinates_are_below_the_prime() {
        // x = 5 is on P-256 with some y, and x + p has the same residue.
        let mut five = [0; 33];
        five[0] = 2;
        five[32] = 5;
        let point = p256::PublicKey::from_sec1_bytes(&five).unwrap().to_encoded_point(false);
        assert!(P256.has_point(point.as_bytes()));
        let mut above = P256.prime;
        add(&mut above, &[5, 0, 0, 0]);
        let x: alloc::vec::Vec<u8> =
            above.iter().rev().flat_map(|limb| limb.to_be_bytes()).collect();
        let encoded = [&[4], &x[..], &point.as_bytes()[33..]].concat();
        assert!(!P256.has_point(&encoded));
    }
}
