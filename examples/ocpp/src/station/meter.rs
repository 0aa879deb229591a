//! A made-up meter: energy by time, at the power that the station offers.

use ocpp16::messages::types::{
    Measurand, MeterValue, Phase, ReadingContext, SampledValue, UnitOfMeasure,
};
use ocpp16::station::configuration::measurand;
use ocpp16::{DateTime, Literal};

/// What the station can give: 16 A on three phases.
pub(super) const MAX_POWER: u32 = 11_040;

/// The voltage of each phase.
pub(super) const VOLTAGE: u32 = 230;

/// The import register of a connector and what flows.
#[derive(Clone, Debug)]
pub(super) struct Meter {
    /// In mWh.
    register: u64,
    /// In W.
    power: u32,
    /// Unix milliseconds up to which the register is right.
    at: i64,
    /// What the battery has taken, in mWh, of its capacity.
    battery: u64,
}

/// What the meter has.
pub(super) const MEASURANDS: [Measurand; 5] = [
    Measurand::EnergyActiveImportRegister,
    Measurand::PowerActiveImport,
    Measurand::CurrentImport,
    Measurand::Voltage,
    Measurand::SoC,
];

/// The battery of the made-up vehicle, in mWh: 40 kWh, of which half are there.
const CAPACITY: u64 = 40_000_000;

impl Meter {
    pub(super) fn new() -> Self {
        Self { register: 1_000_000, power: 0, at: 0, battery: CAPACITY / 2 }
    }

    /// Sets the power, from now on.
    pub(super) fn set_power(&mut self, power: u32, now: i64) {
        self.advance(now);
        self.power = power;
    }

    /// The register in Wh.
    pub(super) fn energy(&mut self, now: i64) -> i32 {
        self.advance(now);
        i32::try_from(self.register / 1000).unwrap_or(i32::MAX)
    }

    fn advance(&mut self, now: i64) {
        let milliseconds = u64::try_from(now.saturating_sub(self.at)).unwrap_or_default();
        // W x ms / 3600 = mWh
        let energy = u64::from(self.power).saturating_mul(milliseconds) / 3600;
        self.register = self.register.saturating_add(energy);
        self.battery = self.battery.saturating_add(energy).min(CAPACITY);
        self.at = now;
    }

    /// The measurands that are wanted; `None` if there are none.
    pub(super) fn sample<'n>(
        &mut self,
        names: impl Iterator<Item = &'n str>,
        context: &ReadingContext,
        time: DateTime,
        now: i64,
    ) -> Option<MeterValue<'static>> {
        self.advance(now);
        let mut sampled = Vec::new();
        for name in names {
            match measurand(name) {
                Some((Measurand::EnergyActiveImportRegister, None)) => {
                    let value = (self.register / 1000).to_string();
                    let unit = UnitOfMeasure::Wh;
                    sampled.push(value_of(value, Measurand::EnergyActiveImportRegister, unit));
                }
                Some((Measurand::PowerActiveImport, None)) => {
                    let value = self.power.to_string();
                    sampled.push(value_of(value, Measurand::PowerActiveImport, UnitOfMeasure::W));
                }
                Some((Measurand::CurrentImport, wanted)) => {
                    let tenths = self.power.saturating_mul(10) / (3 * VOLTAGE);
                    for phase in of_choice([Phase::L1, Phase::L2, Phase::L3], wanted.as_ref()) {
                        let value = format!("{}.{}", tenths / 10, tenths % 10);
                        let value = value_of(value, Measurand::CurrentImport, UnitOfMeasure::A);
                        sampled.push(value.with_phase(phase));
                    }
                }
                Some((Measurand::Voltage, wanted)) => {
                    for phase in of_choice([Phase::L1N, Phase::L2N, Phase::L3N], wanted.as_ref()) {
                        let value = format!("{VOLTAGE}.0");
                        let value = value_of(value, Measurand::Voltage, UnitOfMeasure::V);
                        sampled.push(value.with_phase(phase));
                    }
                }
                Some((Measurand::SoC, None)) => {
                    let value = (self.battery.saturating_mul(100) / CAPACITY).to_string();
                    sampled.push(value_of(value, Measurand::SoC, UnitOfMeasure::Percent));
                }
                // This meter has nothing else.
                _ => {}
            }
        }
        let sampled = sampled.into_iter().map(|value| value.with_context(context.clone()));
        let sampled: Vec<_> = sampled.collect();
        // The text wants one value or more.
        (!sampled.is_empty()).then(|| MeterValue::new(time, sampled))
    }
}

/// The phases that are wanted: all, or that of `Voltage.L1` (9.1.17).
fn of_choice(phases: [Phase; 3], wanted: Option<&Phase>) -> impl Iterator<Item = Phase> {
    let is_wanted =
        move |phase: &Phase| wanted.is_none_or(|it| phase.as_str().starts_with(it.as_str()));
    phases.into_iter().filter(is_wanted)
}

fn value_of(value: String, measurand: Measurand, unit: UnitOfMeasure) -> SampledValue<'static> {
    SampledValue::new(value).with_measurand(measurand).with_unit(unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::receipt::energy_of;

    #[test]
    fn half_an_hour_at_eleven_kilowatts() {
        let mut meter = Meter::new();
        meter.set_power(11_000, 0);
        assert_eq!(meter.energy(1_800_000), 1000 + 5500);
        meter.set_power(0, 1_800_000);
        assert_eq!(meter.energy(9_999_999_999), 1000 + 5500);
    }

    #[test]
    fn registers_are_found_in_meter_values() {
        let names = ["Voltage", "Energy.Active.Import.Register", "Nonsense"];
        let time = DateTime::from_unix_seconds(0).unwrap();
        let context = ReadingContext::SamplePeriodic;
        let value = Meter::new().sample(names.into_iter(), &context, time, 0).unwrap();
        assert_eq!(value.sampled_value.len(), 4);
        assert_eq!(energy_of(&value), Some(1000));
    }
}
