//! The charging profiles installed in a station: SetChargingProfile and ClearChargingProfile (5.16,
//! 5.5).
//!
//! [`ChargingProfiles`] keeps what a central system sets, refuses what the specification or the
//! capabilities of the station do not allow, and replaces and clears by its rules. What the
//! profiles come to is [`composite_schedule`](super::composite_schedule).
//!
//! The profiles are to survive a restart (errata 3.37): store what [`ChargingProfiles::iter`] gives
//! after each change, and bring it back with [`ChargingProfiles::restore`].
//!
//! ```
//! use ocpp16::Decimal1;
//! use ocpp16::messages::types::*;
//! use ocpp16::station::charging_profiles::{Capabilities, ChargingProfiles, ProfileError, Transaction};
//!
//! let mut profiles = ChargingProfiles::new(Capabilities::of_connectors(2));
//! let schedule = ChargingSchedule::new(
//!     ChargingRateUnit::A,
//!     vec![ChargingSchedulePeriod::new(0, Decimal1::from_tenths(160))],
//! );
//! let profile = ChargingProfile::new(
//!     1,
//!     0,
//!     ChargingProfilePurpose::TxProfile,
//!     ChargingProfileKind::Relative,
//!     schedule,
//! );
//! // 5.16.4: not without an active transaction
//! assert_eq!(profiles.set(1, profile.clone(), Transaction::None), Err(ProfileError::NoTransaction));
//! assert_eq!(profiles.set(1, profile, Transaction::Known(42)), Ok(()));
//! ```

#[cfg(test)]
mod tests;

use alloc::vec::Vec;

use crate::frame::ErrorCode;
use crate::messages::smart_charging::{ClearChargingProfileRequest, ClearChargingProfileStatus};
use crate::messages::types::{
    ChargingProfile, ChargingProfileKind, ChargingProfilePurpose, ChargingRateUnit,
    ChargingSchedulePeriod,
};
use crate::station::composite_schedule::Profile;
use crate::values::Literal;

/// What a station can do: its connectors and the keys of 9.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    connectors: i32,
    max_stack_level: i32,
    max_periods: usize,
    max_installed: usize,
    takes_current: bool,
    takes_power: bool,
}

impl Capabilities {
    /// A station with connectors 1 to `connectors`, for both units, up to `stackLevel` 9, with 24
    /// periods per schedule and 32 profiles.
    #[must_use]
    pub const fn of_connectors(connectors: i32) -> Self {
        Self {
            connectors,
            max_stack_level: 9,
            max_periods: 24,
            max_installed: 32,
            takes_current: true,
            takes_power: true,
        }
    }

    /// Sets `ChargeProfileMaxStackLevel`, the highest stack level (9.4.1).
    #[must_use]
    pub const fn with_max_stack_level(self, max_stack_level: i32) -> Self {
        Self { max_stack_level, ..self }
    }

    /// Sets `ChargingScheduleMaxPeriods`, the most periods of a schedule (9.4.3).
    #[must_use]
    pub const fn with_max_periods(self, max_periods: usize) -> Self {
        Self { max_periods, ..self }
    }

    /// Sets `MaxChargingProfilesInstalled`, the most profiles (9.4.5).
    #[must_use]
    pub const fn with_max_installed(self, max_installed: usize) -> Self {
        Self { max_installed, ..self }
    }

    /// Sets `ChargingScheduleAllowedChargingRateUnit`: whether schedules in amperes ("Current") and
    /// in watts ("Power") are taken (9.4.2, errata 3.86).
    #[must_use]
    pub const fn with_units(self, takes_current: bool, takes_power: bool) -> Self {
        Self { takes_current, takes_power, ..self }
    }
}

/// What is going on at a connector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transaction {
    /// No transaction.
    None,
    /// A transaction whose id is not known yet: StartTransaction is not answered.
    Unanswered,
    /// A transaction with its id.
    Known(i32),
}

/// Why a profile is not installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// There is no such connector (errata 3.39).
    #[error("there is no such connector")]
    UnknownConnector,
    /// An enumeration has a value that is not of the standard (errata 3.38).
    #[error("a value is not of the standard")]
    UnknownValue,
    /// A `ChargePointMaxProfile` above connector 0 or a `TxProfile` at connector 0 (3.13.1).
    #[error("the purpose is not for this connector")]
    PurposeAtConnector,
    /// A `TxProfile` without a transaction at the connector (3.13.1).
    #[error("there is no transaction at the connector")]
    NoTransaction,
    /// A `TxProfile` for another transaction than that of the connector (7.8), or one with a
    /// transaction id in RemoteStartTransaction (errata 3.41).
    #[error("the profile is for another transaction")]
    TransactionId,
    /// Another purpose than `TxProfile` in RemoteStartTransaction (5.16.2).
    #[error("only a TxProfile can come with a remote start")]
    PurposeInRemoteStart,
    /// A stack level below 0 (7.8) or above the highest of the station (9.4.1).
    #[error("the stack level is out of range")]
    StackLevel,
    /// A recurring profile without `recurrencyKind`.
    #[error("the recurrency is missing")]
    Recurrency,
    /// A profile that ends before it begins to be valid.
    #[error("the profile is never valid")]
    Validity,
    /// A unit that the station does not take (9.4.2).
    #[error("the unit is not taken")]
    Unit,
    /// No periods, the first one not at 0 (errata 3.45), or not in ascending order.
    #[error("the periods are not in order")]
    Periods,
    /// More periods than the station takes (9.4.3).
    #[error("there are too many periods")]
    TooManyPeriods,
    /// A duration, a limit or a `minChargingRate` below 0, or phases other than 1 to 3.
    #[error("a number is out of range")]
    Range,
    /// As many profiles as the station can hold (9.4.5).
    #[error("there is no room for another profile")]
    Full,
}

impl ProfileError {
    /// The code of the CALLERROR that the errata ask for in place of the status `Rejected`; `None`
    /// where the answer is `Rejected`.
    #[must_use]
    pub const fn error_code(self) -> Option<ErrorCode<'static>> {
        match self {
            Self::UnknownConnector | Self::UnknownValue => {
                Some(ErrorCode::PropertyConstraintViolation)
            }
            _ => None,
        }
    }
}

/// The profiles of a station, bounded by its capabilities.
#[derive(Clone, Debug)]
pub struct ChargingProfiles {
    capabilities: Capabilities,
    installed: Vec<(i32, ChargingProfile)>,
}

impl ChargingProfiles {
    /// Without profiles.
    #[must_use]
    pub const fn new(capabilities: Capabilities) -> Self {
        Self { capabilities, installed: Vec::new() }
    }

    /// Installs a profile of SetChargingProfile.
    ///
    /// It takes the place of the one with the same `chargingProfileId`, wherever that is, and of
    /// the one at the same connector with the same `stackLevel` and purpose (5.16.3, 5.16.4). The
    /// same stack level at another connector is another profile: 3.13.1 replaces defaults "only for
    /// that specific connector".
    ///
    /// `recurrencyKind` of a profile that is not recurring and `transactionId` of one that is no
    /// `TxProfile` mean nothing (errata 3.56, 7.8) and are let pass, because the field sends them.
    ///
    /// # Errors
    ///
    /// Returns why the profile is refused; then nothing has changed. [`ProfileError::error_code`] says
    /// whether the answer is `Rejected` or a CALLERROR.
    pub fn set(
        &mut self,
        connector_id: i32,
        profile: ChargingProfile,
        transaction: Transaction,
    ) -> Result<(), ProfileError> {
        check(&self.capabilities, connector_id, &profile)?;
        if profile.charging_profile_purpose == ChargingProfilePurpose::TxProfile {
            match (transaction, profile.transaction_id) {
                (Transaction::None, _) => return Err(ProfileError::NoTransaction),
                (_, None) => {}
                (Transaction::Known(id), Some(wanted)) if id == wanted => {}
                _ => return Err(ProfileError::TransactionId),
            }
        }
        self.install(connector_id, profile)
    }

    /// Installs the profile of RemoteStartTransaction for the transaction that it starts at a
    /// connector.
    ///
    /// Later, a profile of SetChargingProfile with the same stack level replaces it (errata 3.42).
    ///
    /// # Errors
    ///
    /// Returns why the profile is refused, among others because it is no `TxProfile` or has a
    /// transaction id (5.16.2).
    pub fn set_of_remote_start(
        &mut self,
        connector_id: i32,
        profile: ChargingProfile,
    ) -> Result<(), ProfileError> {
        check(&self.capabilities, connector_id, &profile)?;
        if profile.charging_profile_purpose != ChargingProfilePurpose::TxProfile {
            return Err(ProfileError::PurposeInRemoteStart);
        }
        if profile.transaction_id.is_some() {
            return Err(ProfileError::TransactionId);
        }
        self.install(connector_id, profile)
    }

    /// Installs a stored profile after a restart, by the rules of [`Self::set`] except that for the
    /// transaction.
    ///
    /// # Errors
    ///
    /// Returns why the profile is refused.
    pub fn restore(
        &mut self,
        connector_id: i32,
        profile: ChargingProfile,
    ) -> Result<(), ProfileError> {
        check(&self.capabilities, connector_id, &profile)?;
        self.install(connector_id, profile)
    }

    fn install(&mut self, connector_id: i32, profile: ChargingProfile) -> Result<(), ProfileError> {
        let is_replaced = |(at, other): &(i32, ChargingProfile)| {
            other.charging_profile_id == profile.charging_profile_id
                || (*at == connector_id
                    && other.stack_level == profile.stack_level
                    && other.charging_profile_purpose == profile.charging_profile_purpose)
        };
        let remaining = self.installed.iter().filter(|installed| !is_replaced(installed)).count();
        if remaining >= self.capabilities.max_installed {
            return Err(ProfileError::Full);
        }
        self.installed.retain(|installed| !is_replaced(installed));
        self.installed.push((connector_id, profile));
        Ok(())
    }

    /// Removes what ClearChargingProfile names.
    ///
    /// With an id that profile, whatever the other members say (errata 3.26); else all that match
    /// every member that is there; without members all (errata 3.25). `connectorId` 0 is connector
    /// 0 alone (6.13).
    pub fn clear(&mut self, request: &ClearChargingProfileRequest) -> ClearChargingProfileStatus {
        let before = self.installed.len();
        self.installed.retain(|(connector_id, profile)| !is_meant(request, *connector_id, profile));
        if self.installed.len() < before {
            ClearChargingProfileStatus::Accepted
        } else {
            ClearChargingProfileStatus::Unknown
        }
    }

    /// Removes the `TxProfile`s of a connector whose transaction has ended (3.13.1).
    pub fn end_transaction(&mut self, connector_id: i32) {
        self.installed.retain(|(at, profile)| {
            *at != connector_id
                || profile.charging_profile_purpose != ChargingProfilePurpose::TxProfile
        });
    }

    /// The profiles, in the order in which they were installed.
    pub fn iter(&self) -> impl Iterator<Item = Profile<'_>> + Clone {
        self.installed.iter().map(|(connector_id, profile)| Profile::new(*connector_id, profile))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.installed.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.installed.is_empty()
    }
}

fn is_meant(
    request: &ClearChargingProfileRequest,
    connector_id: i32,
    profile: &ChargingProfile,
) -> bool {
    if let Some(id) = request.id {
        return id == profile.charging_profile_id;
    }
    request.connector_id.is_none_or(|wanted| wanted == connector_id)
        && request.stack_level.is_none_or(|wanted| wanted == profile.stack_level)
        && request
            .charging_profile_purpose
            .as_ref()
            .is_none_or(|wanted| *wanted == profile.charging_profile_purpose)
}

/// Checks a profile by itself: everything but the transaction and the room.
///
/// # Errors
///
/// Returns the first rule that it breaks.
pub fn check(
    capabilities: &Capabilities,
    connector_id: i32,
    profile: &ChargingProfile,
) -> Result<(), ProfileError> {
    let require = |is_kept: bool, refusal| if is_kept { Ok(()) } else { Err(refusal) };
    let schedule = &profile.charging_schedule;

    require((0..=capabilities.connectors).contains(&connector_id), ProfileError::UnknownConnector)?;
    require(
        profile.charging_profile_purpose.is_known()
            && profile.charging_profile_kind.is_known()
            && schedule.charging_rate_unit.is_known()
            && profile.recurrency_kind.as_ref().is_none_or(|kind| kind.is_known()),
        ProfileError::UnknownValue,
    )?;
    let fits_connector = match profile.charging_profile_purpose {
        ChargingProfilePurpose::ChargePointMaxProfile => connector_id == 0,
        ChargingProfilePurpose::TxProfile => connector_id > 0,
        _ => true,
    };
    require(fits_connector, ProfileError::PurposeAtConnector)?;
    require(
        (0..=capabilities.max_stack_level).contains(&profile.stack_level),
        ProfileError::StackLevel,
    )?;
    require(
        profile.charging_profile_kind != ChargingProfileKind::Recurring
            || profile.recurrency_kind.is_some(),
        ProfileError::Recurrency,
    )?;
    let is_ever_valid = match (profile.valid_from, profile.valid_to) {
        (Some(from), Some(to)) => from < to,
        _ => true,
    };
    require(is_ever_valid, ProfileError::Validity)?;

    let is_unit_taken = match schedule.charging_rate_unit {
        ChargingRateUnit::A => capabilities.takes_current,
        _ => capabilities.takes_power,
    };
    require(is_unit_taken, ProfileError::Unit)?;
    let periods = &schedule.charging_schedule_period;
    require(periods.len() <= capabilities.max_periods, ProfileError::TooManyPeriods)?;
    require(periods.first().is_some_and(|first| first.start_period == 0), ProfileError::Periods)?;
    let is_ascending = periods.is_sorted_by(|one, next| one.start_period < next.start_period);
    require(is_ascending, ProfileError::Periods)?;
    let is_in_range = |period: &ChargingSchedulePeriod| {
        period.limit.tenths() >= 0
            && period.number_phases.is_none_or(|phases| (1..=3).contains(&phases))
    };
    require(
        periods.iter().all(is_in_range)
            && schedule.duration.is_none_or(|duration| duration >= 0)
            && schedule.min_charging_rate.is_none_or(|rate| rate.tenths() >= 0),
        ProfileError::Range,
    )
}
