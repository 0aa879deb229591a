//! Directions of rounding.

use core::cmp::Ordering;

/// Where a number goes that lies between two that can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// To the nearest, from the middle away from zero: for measured values.
    Nearest,
    /// Down, toward negative infinity: for an upper limit, which must not grow.
    Floor,
    /// Up, toward positive infinity: for a lower limit, which must not shrink.
    Ceiling,
    /// Toward zero: for limits of both signs, such as the discharge current.
    TowardZero,
}

impl Rounding {
    /// Whether the magnitude is rounded up, given what is cut off: whether that is more than
    /// nothing, and how it compares with a half.
    pub(super) fn goes_away(self, negative: bool, inexact: bool, half: Ordering) -> bool {
        inexact
            && match self {
                Self::Nearest => half.is_ge(),
                Self::Floor => negative,
                Self::Ceiling => !negative,
                Self::TowardZero => false,
            }
    }
}
