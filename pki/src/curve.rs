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
    b: Number<L>,
    /// -1 / prime modulo 2⁶⁴, for Montgomery's reduction.
    inverse: u64,
    /// Octets of a coordinate.
    octets: usize,
}

pub(crate) const P256: Curve<4> = Curve {
    prime: [u64::MAX, 0xFFFF_FFFF, 0, 0xFFFF_FFFF_0000_0001],
    b: [0x3BCE_3C3E_27D2_604B, 0x651D_06B0_CC53_B0F6, 0xB3EB_BD55_7698_86BC, 0x5AC6_35D8_AA3A_93E7],
    inverse: 1,
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
        0x2A85_C8ED_D3EC_2AEF,
        0xC656_398D_8A2E_D19D,
        0x0314_088F_5013_875A,
        0x181D_9C6E_FE81_4112,
        0x988E_056B_E3F8_2D19,
        0xB331_2FA7_E23E_E7E4,
    ],
    inverse: 0x0000_0001_0000_0001,
    octets: 48,
};

pub(crate) const P521: Curve<9> = Curve {
    prime: [u64::MAX, u64::MAX, u64::MAX, u64::MAX, u64::MAX, u64::MAX, u64::MAX, u64::MAX, 0x1FF],
    b: [
        0xEF45_1FD4_6B50_3F00,
        0x3573_DF88_3D2C_34F1,
        0x1652_C0BD_3BB1_BF07,
        0x5619_3951_EC7E_937B,
        0xB8B4_8991_8EF1_09E1,
        0xA2DA_725B_99B3_15F3,
        0x929A_21A0_B685_40EE,
        0x953E_B961_8E1C_9A1F,
        0x0051,
    ],
    inverse: 1,
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
        let one = small(1);
        let left = self.multiply(&self.multiply(&y, &y), &one);
        let three = self.multiply(&small(3), &one);
        let factor = self.subtract(self.multiply(&x, &x), &three);
        let b = self.multiply(&self.multiply(&self.b, &one), &one);
        left == self.add(self.multiply(&factor, &x), &b)
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
            // A multiple of the prime that makes the lowest limb zero, which is then dropped.
            let factor = product.first().copied().unwrap_or_default().wrapping_mul(self.inverse);
            let carry = add_multiple(&mut product, factor, &self.prime);
            let (high, second) = high.overflowing_add(carry);
            product.rotate_left(1);
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

fn small<const L: usize>(value: u64) -> Number<L> {
    let mut number = [0; L];
    if let Some(first) = number.first_mut() {
        *first = value;
    }
    number
}

/// Reads octets, the most significant first.
fn number<const L: usize>(octets: &[u8]) -> Number<L> {
    let mut number = [0; L];
    for (limb, chunk) in number.iter_mut().zip(octets.rchunks(8)) {
        *limb = chunk.iter().fold(0, |limb, octet| limb << 8 | u64::from(*octet));
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

    use super::*;

    /// Multiples of the base point by another implementation, and each of them damaged.
    macro_rules! points {
        ($curve:expr, $library:ident) => {{
            let mut point = $library::ProjectivePoint::GENERATOR;
            for _ in 0..12 {
                let encoded = point.to_affine().to_encoded_point(false);
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
        points!(P256, p256);
        points!(P384, p384);
        points!(P521, p521);
        assert!(!P256.has_point(&[]) && !P256.has_point(&[0]));
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
        add(&mut above, &small(5));
        let x: alloc::vec::Vec<u8> =
            above.iter().rev().flat_map(|limb| limb.to_be_bytes()).collect();
        let encoded = [&[4], &x[..], &point.as_bytes()[33..]].concat();
        assert!(!P256.has_point(&encoded));
    }
}
