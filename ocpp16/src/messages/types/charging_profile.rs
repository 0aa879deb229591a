//! Charging profiles (7.8 and around it), of SetChargingProfile and RemoteStartTransaction.

use alloc::vec::Vec;

use crate::values::{DateTime, Decimal1};

message! {
    /// When how much may be charged, 7.8 "ChargingProfile".
    pub struct ChargingProfile {
        /// Unique among the profiles of a station.
        required charging_profile_id: i32 = "chargingProfileId",
        /// The transaction that a `TxProfile` is for; absent: whichever runs on the connector.
        narrowing transaction_id, with_transaction_id: i32 = "transactionId",
        /// Its place in the stack, from 0 on; higher ones prevail.
        required stack_level: i32 = "stackLevel",
        /// What the profile is for.
        required charging_profile_purpose: ChargingProfilePurpose = "chargingProfilePurpose",
        /// What the times of the schedule refer to.
        required charging_profile_kind: ChargingProfileKind = "chargingProfileKind",
        /// When a recurring profile starts again.
        narrowing recurrency_kind, with_recurrency_kind: RecurrencyKind = "recurrencyKind",
        /// Not valid before this time; absent: valid at once.
        narrowing valid_from, with_valid_from: DateTime = "validFrom",
        /// Not valid after this time; absent: valid until it is replaced.
        narrowing valid_to, with_valid_to: DateTime = "validTo",
        /// The limits over time.
        required charging_schedule: ChargingSchedule = "chargingSchedule",
    }
}

message! {
    /// Limits over time, 7.13 "ChargingSchedule".
    pub struct ChargingSchedule {
        /// Length in seconds; absent: without an end, or to the end of the transaction.
        narrowing duration, with_duration: i32 = "duration",
        /// When an absolute or recurring schedule starts; absent: with the charging.
        narrowing start_schedule, with_start_schedule: DateTime = "startSchedule",
        /// The unit of the limits.
        required charging_rate_unit: ChargingRateUnit = "chargingRateUnit",
        /// The limits, by time; the text wants one or more, the schema allows none.
        required charging_schedule_period: Vec<ChargingSchedulePeriod> = "chargingSchedulePeriod",
        /// Below this rate charging is inefficient, in `chargingRateUnit`.
        optional min_charging_rate, with_min_charging_rate: Decimal1 = "minChargingRate",
    }
}

message! {
    /// A limit from a moment on, 7.14 "ChargingSchedulePeriod".
    pub struct ChargingSchedulePeriod {
        /// Start in seconds from the start of the schedule.
        required start_period: i32 = "startPeriod",
        /// The limit in `chargingRateUnit`, with one decimal.
        required limit: Decimal1 = "limit",
        /// The number of phases; absent: 3.
        narrowing number_phases, with_number_phases: i32 = "numberPhases",
    }
}

enumeration! {
    /// What a profile is for, 7.10 "ChargingProfilePurposeType".
    pub enum ChargingProfilePurpose {
        /// The limit of the whole station.
        ChargePointMaxProfile = "ChargePointMaxProfile",
        /// The default of transactions.
        TxDefaultProfile = "TxDefaultProfile",
        /// For one transaction.
        TxProfile = "TxProfile",
    }
}

enumeration! {
    /// What the times of a schedule refer to, 7.9 "ChargingProfileKindType".
    pub enum ChargingProfileKind {
        /// To a moment.
        Absolute = "Absolute",
        /// To a moment, again and again.
        Recurring = "Recurring",
        /// To the start of charging.
        Relative = "Relative",
    }
}

enumeration! {
    /// When a profile starts again, 7.37 "RecurrencyKindType".
    pub enum RecurrencyKind {
        /// After 24 hours.
        Daily = "Daily",
        /// After seven days.
        Weekly = "Weekly",
    }
}

enumeration! {
    /// The unit of limits, 7.12 "ChargingRateUnitType".
    pub enum ChargingRateUnit {
        /// Watts: all phases together.
        W = "W",
        /// Amperes: per phase.
        A = "A",
    }
}
