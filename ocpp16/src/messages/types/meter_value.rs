//! Meter values (7.33, 7.43 and around them), of MeterValues and StopTransaction.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::values::{DateTime, Literal};

message! {
    /// Values sampled at one moment, 7.33 "MeterValue".
    pub struct MeterValue<'a> {
        /// When the values were measured.
        required timestamp: DateTime = "timestamp",
        /// The values; the text wants one or more, the schema allows none.
        required sampled_value: Vec<SampledValue<'a>> = "sampledValue",
    }
}

message! {
    /// One value, 7.43 "SampledValue". What is absent has a default, see the methods.
    pub struct SampledValue<'a> {
        /// The value: decimal digits for `Raw`, else signed data. No limit of length; kept as it
        /// was received.
        required value: Cow<'a, str> = "value",
        /// Why the value was taken.
        optional context, with_context: ReadingContext = "context",
        /// The form of `value`.
        optional format, with_format: ValueFormat = "format",
        /// What was measured.
        optional measurand, with_measurand: Measurand = "measurand",
        /// Between or of which phases; absent for a value of all of them.
        optional phase, with_phase: Phase = "phase",
        /// Where it was measured.
        optional location, with_location: Location = "location",
        /// The unit of `value`.
        optional unit, with_unit: UnitOfMeasure = "unit",
    }
}

enumeration! {
    /// Why a value was taken, 7.35 "ReadingContext".
    pub enum ReadingContext {
        /// At the start of an interruption.
        InterruptionBegin = "Interruption.Begin",
        /// When going on after an interruption.
        InterruptionEnd = "Interruption.End",
        /// At a clock-aligned interval.
        SampleClock = "Sample.Clock",
        /// Periodically, relative to the start of the transaction. The default.
        SamplePeriodic = "Sample.Periodic",
        /// At the start of a transaction.
        TransactionBegin = "Transaction.Begin",
        /// At the end of a transaction.
        TransactionEnd = "Transaction.End",
        /// In answer to a TriggerMessage.
        Trigger = "Trigger",
        /// For another reason.
        OtherContext = "Other",
    }
}

enumeration! {
    /// The form of a value, 7.49 "ValueFormat".
    pub enum ValueFormat {
        /// Decimal digits. The default.
        Raw = "Raw",
        /// Signed binary data, in hexadecimal digits.
        SignedData = "SignedData",
    }
}

enumeration! {
    /// What was measured, 7.31 "Measurand".
    pub enum Measurand {
        /// Energy exported by the EV since the meter began, Wh or kWh.
        EnergyActiveExportRegister = "Energy.Active.Export.Register",
        /// Energy imported by the EV since the meter began, Wh or kWh. The default.
        EnergyActiveImportRegister = "Energy.Active.Import.Register",
        /// Reactive energy exported, varh or kvarh.
        EnergyReactiveExportRegister = "Energy.Reactive.Export.Register",
        /// Reactive energy imported, varh or kvarh.
        EnergyReactiveImportRegister = "Energy.Reactive.Import.Register",
        /// Energy exported in the interval before the timestamp, Wh or kWh.
        EnergyActiveExportInterval = "Energy.Active.Export.Interval",
        /// Energy imported in the interval before the timestamp, Wh or kWh.
        EnergyActiveImportInterval = "Energy.Active.Import.Interval",
        /// Reactive energy exported in the interval, varh or kvarh.
        EnergyReactiveExportInterval = "Energy.Reactive.Export.Interval",
        /// Reactive energy imported in the interval, varh or kvarh.
        EnergyReactiveImportInterval = "Energy.Reactive.Import.Interval",
        /// Power exported by the EV, W or kW.
        PowerActiveExport = "Power.Active.Export",
        /// Power imported by the EV, W or kW.
        PowerActiveImport = "Power.Active.Import",
        /// The greatest power offered to the EV, W or kW.
        PowerOffered = "Power.Offered",
        /// Reactive power exported, var or kvar.
        PowerReactiveExport = "Power.Reactive.Export",
        /// Reactive power imported, var or kvar.
        PowerReactiveImport = "Power.Reactive.Import",
        /// Power factor of the flow.
        PowerFactor = "Power.Factor",
        /// Current to the EV, A.
        CurrentImport = "Current.Import",
        /// Current from the EV, A.
        CurrentExport = "Current.Export",
        /// The greatest current offered to the EV, A.
        CurrentOffered = "Current.Offered",
        /// Supply voltage, RMS, V.
        Voltage = "Voltage",
        /// Frequency of the mains. There is no unit for it; errata 3.84 implies hertz.
        Frequency = "Frequency",
        /// Temperature inside of the station.
        Temperature = "Temperature",
        /// State of charge of the EV in per cent.
        SoC = "SoC",
        /// Speed of a fan in revolutions per minute.
        Rpm = "RPM",
    }
}

enumeration! {
    /// A phase, or between which ones, 7.34 "Phase".
    pub enum Phase {
        /// Phase 1.
        L1 = "L1",
        /// Phase 2.
        L2 = "L2",
        /// Phase 3.
        L3 = "L3",
        /// Neutral.
        N = "N",
        /// Phase 1 to neutral.
        L1N = "L1-N",
        /// Phase 2 to neutral.
        L2N = "L2-N",
        /// Phase 3 to neutral.
        L3N = "L3-N",
        /// Phase 1 to 2.
        L1L2 = "L1-L2",
        /// Phase 2 to 3.
        L2L3 = "L2-L3",
        /// Phase 3 to 1.
        L3L1 = "L3-L1",
    }
}

enumeration! {
    /// Where a value was measured, 7.30 "Location".
    pub enum Location {
        /// In the cable.
        Cable = "Cable",
        /// In the EV.
        Ev = "EV",
        /// At the network side of the station.
        Inlet = "Inlet",
        /// At the connector. The default.
        Outlet = "Outlet",
        /// In the body of the station, such as its temperature.
        Body = "Body",
    }
}

enumeration! {
    /// The unit of a value, 7.45 "UnitOfMeasure".
    pub enum UnitOfMeasure {
        /// Watt-hours, the default for energy.
        Wh = "Wh",
        /// Kilowatt-hours.
        KWh = "kWh",
        /// Reactive watt-hours.
        Varh = "varh",
        /// Reactive kilowatt-hours.
        Kvarh = "kvarh",
        /// Watts.
        W = "W",
        /// Kilowatts.
        KW = "kW",
        /// Volt-amperes.
        Va = "VA",
        /// Kilovolt-amperes.
        KVa = "kVA",
        /// Reactive watts.
        Var = "var",
        /// Reactive kilowatts.
        Kvar = "kvar",
        /// Amperes, RMS.
        A = "A",
        /// Volts, RMS.
        V = "V",
        /// Kelvin.
        K = "K",
        /// Degrees Celsius, as both schemas misspell it. Kept apart from [`Self::Celsius`], so that
        /// it is printed as it came.
        Celcius = "Celcius",
        /// Degrees Celsius, as the text has it. Not in the schema of StopTransaction, but J errata
        /// 2.1 wants both taken.
        Celsius = "Celsius",
        /// Degrees Fahrenheit.
        Fahrenheit = "Fahrenheit",
        /// Per cent.
        Percent = "Percent",
    }
}

impl SampledValue<'_> {
    /// The context, with its default.
    #[must_use]
    pub fn context_or_default(&self) -> ReadingContext {
        self.context.clone().unwrap_or(ReadingContext::SamplePeriodic)
    }

    /// The format, with its default.
    #[must_use]
    pub fn format_or_default(&self) -> ValueFormat {
        self.format.clone().unwrap_or(ValueFormat::Raw)
    }

    /// The measurand, with its default.
    #[must_use]
    pub fn measurand_or_default(&self) -> Measurand {
        self.measurand.clone().unwrap_or(Measurand::EnergyActiveImportRegister)
    }

    /// The location, with its default.
    #[must_use]
    pub fn location_or_default(&self) -> Location {
        self.location.clone().unwrap_or(Location::Outlet)
    }

    /// The unit; absent, it is `Wh` for energy. For other measurands the standard has no default.
    #[must_use]
    pub fn unit_or_default(&self) -> Option<UnitOfMeasure> {
        let is_energy = self.measurand_or_default().as_str().starts_with("Energy.");
        self.unit.clone().or_else(|| is_energy.then_some(UnitOfMeasure::Wh))
    }
}
