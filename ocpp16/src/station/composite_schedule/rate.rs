//! Limits in amperes per phase and watts in total (7.12).

use crate::messages::types::ChargingRateUnit;
use crate::values::Decimal1;

/// The electrical data of a connector or of the connection of the station to the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supply {
    pub(super) voltage: i64,
    pub(super) phases: i64,
    pub(super) limit: i64,
    pub(super) unit: Unit,
}

impl Supply {
    /// The voltage of the area in volts ("not the measured voltage, but the set voltage", 7.12),
    /// the number of phases (1 to 3; 1 for DC) and the local limit, in amperes per phase or in
    /// watts.
    ///
    /// A voltage of 0 counts as 1, phases out of range as the nearest in it. A unit that is not of
    /// the standard counts as watts.
    #[must_use]
    pub fn new(voltage: u16, phases: u8, limit: Decimal1, unit: ChargingRateUnit) -> Self {
        Self {
            voltage: i64::from(voltage.max(1)),
            phases: i64::from(phases.clamp(1, 3)),
            limit: limit.tenths(),
            unit: Unit::of(&unit).unwrap_or(Unit::Watts),
        }
    }
}

/// The units of the standard, without what a tolerant reader lets pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Per phase.
    Amperes,
    /// Of all phases.
    Watts,
}

impl Unit {
    pub(super) fn of(unit: &ChargingRateUnit) -> Option<Self> {
        match unit {
            ChargingRateUnit::A => Some(Self::Amperes),
            ChargingRateUnit::W => Some(Self::Watts),
            ChargingRateUnit::Other(_) => None,
        }
    }

    pub(super) fn literal(self) -> ChargingRateUnit {
        match self {
            Self::Amperes => ChargingRateUnit::A,
            Self::Watts => ChargingRateUnit::W,
        }
    }
}

/// A limit of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rate {
    pub(super) tenths: i64,
    pub(super) unit: Unit,
    /// As the period states them.
    pub(super) phases: Option<i32>,
}

impl Rate {
    /// The phases of the period: "3 SHALL be assumed" if absent (7.12).
    pub(super) fn phases(&self) -> i64 {
        self.phases.map_or(3, |phases| i64::from(phases.clamp(1, 3)))
    }

    /// In tenths of a unit, not above the limit.
    pub(super) fn rounded_down(&self, unit: Unit, voltage: i64, phases: i64) -> i64 {
        let volts = voltage.saturating_mul(phases).max(1);
        match (self.unit, unit) {
            (Unit::Amperes, Unit::Watts) => self.tenths.saturating_mul(volts),
            (Unit::Watts, Unit::Amperes) => self.tenths.div_euclid(volts),
            _ => self.tenths,
        }
    }

    /// In tenths of a unit, not below the limit.
    pub(super) fn rounded_up(&self, unit: Unit, voltage: i64, phases: i64) -> i64 {
        let opposite = Self { tenths: self.tenths.saturating_neg(), ..*self };
        opposite.rounded_down(unit, voltage, phases).saturating_neg()
    }
}
