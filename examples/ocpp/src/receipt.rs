//! Receipts: what a transaction comes to, made of meter values.

use core::fmt;
use core::str::FromStr;

use examples_printable::Printable;
use ocpp16::DateTime;
use ocpp16::messages::types::{Measurand, MeterValue, UnitOfMeasure};

/// The import register in a meter value, in Wh.
#[must_use]
pub(crate) fn energy_of(value: &MeterValue<'_>) -> Option<i64> {
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
pub(crate) struct Receipt {
    /// The station, if it is known to whoever prints.
    pub(crate) station: String,
    /// The connector.
    pub(crate) connector: i32,
    /// The id that the central system gave; -1 if the station never got it.
    pub(crate) transaction_id: i32,
    /// Who charged.
    pub(crate) id_tag: String,
    /// When it began.
    pub(crate) started: DateTime,
    /// When it ended.
    pub(crate) stopped: DateTime,
    /// The register at the beginning, in Wh.
    pub(crate) meter_start: i32,
    /// The register at the end, in Wh.
    pub(crate) meter_stop: i32,
    /// What was read in between.
    pub(crate) readings: Vec<(DateTime, i64)>,
    /// What is to be paid for it; the station does not know.
    pub(crate) tariff: Option<Tariff>,
}

/// Why a transaction cannot be billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotBilled {
    /// The register at the end is below that at the beginning, both in Wh.
    #[error(
        "meterStop {stop} Wh is less than meterStart {start} Wh; check the meter of the station"
    )]
    MeterRanBackwards {
        /// At the beginning.
        start: i32,
        /// At the end.
        stop: i32,
    },
    /// The transaction ended before it began.
    #[error(
        "it stopped at {stopped}, before its start at {started}; check the clock of the station"
    )]
    EndedBeforeStart {
        /// The beginning.
        started: DateTime,
        /// The end.
        stopped: DateTime,
    },
}

impl Receipt {
    /// The energy in Wh.
    ///
    /// # Errors
    ///
    /// Says why the values of the transaction cannot be right, so that nothing can be billed.
    pub(crate) fn energy(&self) -> Result<u32, NotBilled> {
        let (start, stop) = (self.meter_start, self.meter_stop);
        let energy = i64::from(stop).saturating_sub(start.into());
        let energy =
            u32::try_from(energy).map_err(|_| NotBilled::MeterRanBackwards { start, stop })?;
        let (started, stopped) = (self.started, self.stopped);
        if stopped < started {
            return Err(NotBilled::EndedBeforeStart { started, stopped });
        }
        Ok(energy)
    }
}

/// The longest text of a station in a receipt, in characters.
const SHOWN: usize = 40;

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = "-".repeat(48);
        let (station, id_tag) = (Printable::new(&self.station), Printable::new(&self.id_tag));
        writeln!(f, "{rule}")?;
        writeln!(f, "RECEIPT            transaction {}", self.transaction_id)?;
        writeln!(f, "station            {}, connector {}", station.cut(SHOWN), self.connector)?;
        writeln!(f, "identifier         {}", id_tag.cut(SHOWN))?;
        writeln!(f, "from               {}", self.started)?;
        writeln!(f, "to                 {}", self.stopped)?;
        let seconds = self.stopped.unix_seconds().saturating_sub(self.started.unix_seconds());
        if let minutes @ 0.. = seconds / 60 {
            writeln!(f, "time               {} h {:02} min", minutes / 60, minutes % 60)?;
        }
        writeln!(f, "meter at start     {:>10}", KiloWattHours(self.meter_start.into()))?;
        for (time, energy) in &self.readings {
            let time = crate::clock::time_of_day(time);
            writeln!(f, "  {time}         {:>10}", KiloWattHours(*energy))?;
        }
        writeln!(f, "meter at stop      {:>10}", KiloWattHours(self.meter_stop.into()))?;
        match self.energy() {
            Ok(energy) => {
                writeln!(f, "energy             {:>10}", KiloWattHours(energy.into()))?;
                if let Some(tariff) = &self.tariff {
                    writeln!(
                        f,
                        "price per kWh      {}",
                        Amount(tariff.per_kwh, 4, &tariff.currency)
                    )?;
                    let total = tariff.price(energy);
                    writeln!(f, "to pay             {}", Amount(total, 2, &tariff.currency))?;
                }
            }
            Err(why) => writeln!(f, "NOT BILLED         {why}")?,
        }
        write!(f, "{rule}")
    }
}

/// Shows Wh as kWh: `5.500 kWh`. The width of the format is that of the number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KiloWattHours(pub i64);

impl fmt::Display for KiloWattHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, energy) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        f.pad(&format!("{sign}{}.{:03}", energy / 1000, energy % 1000))?;
        f.write_str(" kWh")
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
pub(crate) struct Tariff {
    /// In ten-thousandths.
    per_kwh: u64,
    currency: String,
}

impl Tariff {
    /// The price of an energy in Wh, in hundredths, rounded half up. In whole numbers, since
    /// binary fractions of money do not add up.
    #[must_use]
    pub(crate) fn price(&self, energy: u32) -> u64 {
        // Ten-thousandths per 1000 Wh: 100 000 to a hundredth.
        (u64::from(energy).saturating_mul(self.per_kwh).saturating_add(50_000)) / 100_000
    }

    /// A price in hundredths, for people.
    #[must_use]
    pub(crate) fn show(&self, hundredths: u64) -> String {
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
        assert_eq!(receipt.energy(), Ok(11_960));
        for line in [
            "time               1 h 05 min",
            "  16:30:00              6.520 kWh",
            "energy                 11.960 kWh",
            "to pay                  4.66 EUR",
        ] {
            assert!(text.contains(line), "{line} in\n{text}");
        }
    }

    #[test]
    fn what_cannot_be_right_is_not_billed() {
        let time = |text: &str| text.parse().unwrap();
        let receipt = |meter_stop, stopped| Receipt {
            station: "CP_1\n".to_owned(),
            connector: 1,
            transaction_id: 7,
            id_tag: "TAG\nto pay 0.00 EUR\u{1b}[2J".to_owned(),
            started: time("2026-11-25T16:00:00Z"),
            stopped: time(stopped),
            meter_start: 1000,
            meter_stop,
            readings: vec![(time("2026-11-25T16:30:00Z"), -500)],
            tariff: Some("0.39 EUR".parse().unwrap()),
        };
        for (meter_stop, stopped, why) in [
            (999, "2026-11-25T17:00:00Z", "meterStop 999 Wh is less than meterStart 1000 Wh"),
            (i32::MIN, "2026-11-25T17:00:00Z", "meterStop -2147483648 Wh is less"),
            (2000, "2026-11-25T15:59:59.999Z", "it stopped at 2026-11-25T15:59:59.999Z, before"),
        ] {
            let receipt = receipt(meter_stop, stopped);
            assert!(receipt.energy().is_err());
            let text = receipt.to_string();
            assert!(text.contains(&format!("NOT BILLED         {why}")), "{text}");
            assert!(!text.contains("\nto pay") && !text.contains('\u{1b}'), "{text}");
            assert!(text.contains(" -0.500 kWh"), "{text}");
        }
        assert_eq!(receipt(1000, "2026-11-25T16:00:00Z").energy(), Ok(0));
        assert_eq!(receipt(i32::MAX, "2026-11-25T16:00:00Z").energy(), Ok(2_147_482_647));
    }
}
