//! Receipts: what a transaction comes to, made of meter values.

use core::fmt;
use core::str::FromStr;

use ocpp16::DateTime;
use ocpp16::types::{Measurand, MeterValue, UnitOfMeasure};

/// The import register in a meter value, in Wh.
#[must_use]
pub fn energy_of(value: &MeterValue<'_>) -> Option<i64> {
    value.sampled_value.iter().find_map(|sampled| {
        let is_register = match &sampled.measurand {
            // 7.43: the default.
            None | Some(Measurand::EnergyActiveImportRegister) => sampled.phase.is_none(),
            Some(_) => false,
        };
        let factor = if sampled.unit == Some(UnitOfMeasure::KWh) { 1000.0 } else { 1.0 };
        let value = sampled.value.parse::<f64>().ok().filter(|value| value.is_finite())?;
        #[allow(clippy::cast_possible_truncation, reason = "registers are far below 2^53 Wh")]
        is_register.then_some((value * factor).round() as i64)
    })
}

/// What a transaction comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The station, if it is known to whoever prints.
    pub station: String,
    /// The connector.
    pub connector: i32,
    /// The id that the central system gave; -1 if the station never got it.
    pub transaction_id: i32,
    /// Who charged.
    pub id_tag: String,
    /// When it began.
    pub started: DateTime,
    /// When it ended.
    pub stopped: DateTime,
    /// The register at the beginning, in Wh.
    pub meter_start: i32,
    /// The register at the end, in Wh.
    pub meter_stop: i32,
    /// What was read in between.
    pub readings: Vec<(DateTime, i64)>,
    /// What is to be paid for it; the station does not know.
    pub tariff: Option<Tariff>,
}

impl Receipt {
    /// The energy in Wh. A register that runs backwards is not billed.
    #[must_use]
    pub fn energy(&self) -> u32 {
        u32::try_from(self.meter_stop.saturating_sub(self.meter_start)).unwrap_or(0)
    }

    /// The seconds it took.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.stopped.unix_seconds().saturating_sub(self.started.unix_seconds()).max(0)
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.seconds() / 60;
        let rule = "-".repeat(48);
        writeln!(f, "{rule}")?;
        writeln!(f, "RECEIPT            transaction {}", self.transaction_id)?;
        writeln!(f, "station            {}, connector {}", self.station, self.connector)?;
        writeln!(f, "identifier         {}", self.id_tag)?;
        writeln!(f, "from               {}", self.started)?;
        writeln!(f, "to                 {}", self.stopped)?;
        writeln!(f, "time               {} h {:02} min", minutes / 60, minutes % 60)?;
        writeln!(f, "meter at start     {}", KiloWattHours(i64::from(self.meter_start)))?;
        for (time, energy) in &self.readings {
            let time = crate::clock::time_of_day(time);
            writeln!(f, "  {time}         {}", KiloWattHours(*energy))?;
        }
        writeln!(f, "meter at stop      {}", KiloWattHours(i64::from(self.meter_stop)))?;
        writeln!(f, "energy             {}", KiloWattHours(i64::from(self.energy())))?;
        if let Some(tariff) = &self.tariff {
            writeln!(f, "price per kWh      {}", Amount(tariff.per_kwh, 4, &tariff.currency))?;
            let total = tariff.price(self.energy());
            writeln!(f, "to pay             {}", Amount(total, 2, &tariff.currency))?;
        }
        write!(f, "{rule}")
    }
}

/// Wh, shown as kWh.
struct KiloWattHours(i64);

impl fmt::Display for KiloWattHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>6}.{:03} kWh", self.0 / 1000, self.0.unsigned_abs() % 1000)
    }
}

/// An amount of money with so many decimals.
struct Amount<'c>(u64, u32, &'c str);

impl fmt::Display for Amount<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = 10_u64.pow(self.1);
        let width = self.1 as usize;
        write!(f, "{:>6}.{:0width$} {}", self.0 / unit, self.0 % unit, self.2)
    }
}

/// A price per kWh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tariff {
    /// In ten-thousandths.
    per_kwh: u64,
    currency: String,
}

impl Tariff {
    /// The price of an energy in Wh, in hundredths, rounded half up. In whole numbers, since
    /// binary fractions of money do not add up.
    #[must_use]
    pub fn price(&self, energy: u32) -> u64 {
        // Ten-thousandths per 1000 Wh: 100 000 to a hundredth.
        (u64::from(energy).saturating_mul(self.per_kwh).saturating_add(50_000)) / 100_000
    }

    /// A price in hundredths, for people.
    #[must_use]
    pub fn show(&self, hundredths: u64) -> String {
        Amount(hundredths, 2, &self.currency).to_string().trim_start().to_owned()
    }
}

impl fmt::Display for Tariff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = Amount(self.per_kwh, 4, &self.currency).to_string();
        write!(f, "{} per kWh", amount.trim_start())
    }
}

impl FromStr for Tariff {
    type Err = String;

    /// Reads `0.39` or `0.39 EUR`.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!("a price is like 0.39 or \"0.39 EUR\", with at most 4 decimals, not {text:?}")
        };
        let (number, currency) = text.split_once(' ').unwrap_or((text, "EUR"));
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        if fraction.len() > 4 || fraction.is_empty() || whole.is_empty() || whole.len() > 6 {
            return Err(wrong());
        }
        if !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
            return Err(wrong());
        }
        let per_kwh = format!("{whole}{fraction:0<4}").parse().map_err(|_| wrong())?;
        Ok(Self { per_kwh, currency: currency.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_exact() {
        let tariff: Tariff = "0.39".parse().unwrap();
        assert_eq!(tariff.to_string(), "0.3900 EUR per kWh");
        for (energy, price) in [(0, 0), (1000, 39), (5500, 215), (12, 0), (13, 1), (100_000, 3900)]
        {
            assert_eq!(tariff.price(energy), price, "{energy} Wh");
        }
        assert_eq!(tariff.show(215), "2.15 EUR");
        let tariff: Tariff = "1.2345 CHF".parse().unwrap();
        assert_eq!(tariff.price(10_000), 1235);
        for text in ["", ".", "1.", "-1", "0.12345", "a", "1e3"] {
            text.parse::<Tariff>().unwrap_err();
        }
    }

    #[test]
    fn a_receipt_can_be_read() {
        let time = |text: &str| text.parse().unwrap();
        let receipt = Receipt {
            station: "CP_1".to_owned(),
            connector: 1,
            transaction_id: 7,
            id_tag: "04A2B3C4".to_owned(),
            started: time("2026-11-25T16:00:00Z"),
            stopped: time("2026-11-25T17:05:00Z"),
            meter_start: 1000,
            meter_stop: 12_960,
            readings: vec![(time("2026-11-25T16:30:00Z"), 6520)],
            tariff: Some("0.39 EUR".parse().unwrap()),
        };
        let text = receipt.to_string();
        for line in [
            "time               1 h 05 min",
            "  16:30:00              6.520 kWh",
            "energy                 11.960 kWh",
            "to pay                  4.66 EUR",
        ] {
            assert!(text.contains(line), "{line} in\n{text}");
        }
    }
}
