//! The standard configuration keys (chapter 9) and what ChangeConfiguration answers (5.3).
//!
//! [`Key`] has the 43 keys of chapter 9 and those that the errata, OCPP-J, the security white paper
//! and Plug & Charge add. [`Key::definition`] is the row of the table: who may read and write it,
//! of which type and range it is, and where it is defined. [`change`] checks a value before it is
//! applied; keys of a vendor stay with the caller.
//!
//! Names are compared without regard to case: `key` and `value` are of the types `CiString50Type`
//! and `CiString500Type` (6.9).
//!
//! # Where the text leaves the answer open
//!
//! - The ranges of whole numbers. `WebSocketPingInterval` may not be below 0; here no number may,
//!   because none would mean anything. Percentages end at 100.
//! - Items of a list are separated by commas; blanks around them are passed over, as 9.1.7 writes
//!   `0.RST, 1.RST`. An empty text is a list without items (3.16.5), an empty item is an error.
//! - Chapter 9 marks no key as taking effect only after a reboot. What needs one is a property of
//!   the station: [`Station::with_reboot`].
//!
//! ```
//! use ocpp16::CiString;
//! use ocpp16::messages::core::{ChangeConfigurationRequest, ConfigurationStatus};
//! use ocpp16::station::configuration::{change, Access, Key, Station};
//!
//! let definition = Key::HeartbeatInterval.definition();
//! assert_eq!((definition.clause(), definition.unit()), ("9.1.10", Some("seconds")));
//!
//! let set = |key, value| {
//!     let request = ChangeConfigurationRequest::new(CiString::new(key)?, CiString::new(value)?);
//!     // This station has all standard keys.
//!     Ok::<_, ocpp16::values::TooLong>(change(&request, |_| Some(Station::default())))
//! };
//! assert_eq!(set("heartbeatinterval", "300")?, ConfigurationStatus::Accepted);
//! assert_eq!(set("HeartbeatInterval", "soon")?, ConfigurationStatus::Rejected);
//! assert_eq!(set("NumberOfConnectors", "3")?, ConfigurationStatus::Rejected);
//! assert_eq!(set("Colour", "blue")?, ConfigurationStatus::NotSupported);
//! # Ok::<(), ocpp16::values::TooLong>(())
//! ```

mod keys;
#[cfg(test)]
mod tests;

pub use keys::Key;

use crate::messages::FeatureProfile;
use crate::messages::core::{ChangeConfigurationRequest, ConfigurationStatus};
use crate::messages::types::{Measurand, Phase};
use crate::values::Literal;
use crate::websocket::AuthorizationKey;

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    clause: &'static str,
    source: Source,
    is_required: bool,
    access: Access,
    value_type: ValueType,
    unit: Option<&'static str>,
    default: Option<&'static str>,
}

impl Definition {
    /// The clause that defines it: of chapter 9, `errata 3.82`, `white paper 7.1` and so on.
    #[must_use]
    pub const fn clause(&self) -> &'static str {
        self.clause
    }

    /// What a station has if it has the key.
    #[must_use]
    pub const fn source(&self) -> Source {
        self.source
    }

    /// Whether every station with [`Self::source`] has the key.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        self.is_required
    }

    /// Who may do what.
    #[must_use]
    pub const fn access(&self) -> Access {
        self.access
    }

    /// The type and range.
    #[must_use]
    pub const fn value_type(&self) -> ValueType {
        self.value_type
    }

    /// The unit as the standard names it: `seconds`, `times`, `%`, `Wh`.
    #[must_use]
    pub const fn unit(&self) -> Option<&'static str> {
        self.unit
    }

    /// The default where the standard gives one.
    #[must_use]
    pub const fn default_value(&self) -> Option<&'static str> {
        self.default
    }
}

/// What a key belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// A profile of the specification (3.3).
    Profile(FeatureProfile),
    /// The white paper "Improved security for OCPP 1.6-J", edition 2.
    Security,
    /// ISO 15118 Plug & Charge. The application note was not at hand: these rows follow what
    /// deployed stations do.
    PlugAndCharge,
}

/// Who may read and write a key with GetConfiguration and ChangeConfiguration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// "R"
    Read,
    /// "RW"
    ReadWrite,
    /// "R or RW", by the choice of the station.
    ReadAndMaybeWrite,
    /// Write-only: is not given back, and not listed (OCPP-J errata 3.10, white paper 7.2).
    Write,
}

impl Access {
    /// Whether GetConfiguration reports the key.
    #[must_use]
    pub const fn is_readable(self) -> bool {
        !matches!(self, Self::Write)
    }

    /// Whether ChangeConfiguration may set the key.
    #[must_use]
    pub const fn may_be_writable(self) -> bool {
        !matches!(self, Self::Read)
    }
}

/// The type and range of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueType {
    /// `true` or `false`.
    Boolean,
    /// A whole number in decimal digits.
    Integer {
        /// The lowest.
        min: i32,
        /// The highest.
        max: i32,
    },
    /// A comma-separated list.
    Csl(Items),
    /// A text of up to 500 characters, the limit of `value` (6.9).
    Text,
    /// 32 to 40 hexadecimal digits.
    AuthorizationKey,
}

/// The items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Items {
    /// Measurands (7.31), "where applicable, combined with the optional phase; for instance:
    /// Voltage.L1" (9.1.17).
    Measurands,
    /// Connector number, point and phase rotation: `0.RST` (9.1.7).
    PhaseRotations,
    /// Profiles (9.1.29).
    FeatureProfiles,
    /// `Current` and `Power` (9.4.2).
    RateUnits,
    /// `FTP`, `FTPS`, `HTTP` and `HTTPS` (errata 3.88).
    FileTransferProtocols,
}

/// Why a value is not of the type of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidValue {
    /// Not in the form of the type.
    #[error("the value is not of the type of the key")]
    Form,
    /// A number out of range.
    #[error("the number is out of range")]
    Range,
    /// An item of a list that is not one of the possible ones.
    #[error("an item of the list is not possible")]
    Item,
}

impl ValueType {
    /// Checks a value.
    ///
    /// # Errors
    ///
    /// Returns why it is not of the type.
    pub fn check(self, value: &str) -> Result<(), InvalidValue> {
        match self {
            Self::Boolean => parse_boolean(value).map(|_| ()).ok_or(InvalidValue::Form),
            Self::Integer { min, max } => {
                let is_number = !value.is_empty()
                    && value.strip_prefix('-').unwrap_or(value).bytes().all(|b| b.is_ascii_digit());
                match (value.parse::<i32>(), is_number) {
                    (Ok(number), true) if (min..=max).contains(&number) => Ok(()),
                    (Err(_), true) if value == "-" => Err(InvalidValue::Form),
                    (_, true) => Err(InvalidValue::Range),
                    (_, false) => Err(InvalidValue::Form),
                }
            }
            Self::Csl(kind) => items(value).try_for_each(|item| {
                if item.is_empty() {
                    Err(InvalidValue::Form)
                } else if kind.has(item) {
                    Ok(())
                } else {
                    Err(InvalidValue::Item)
                }
            }),
            Self::Text => Ok(()),
            Self::AuthorizationKey => {
                AuthorizationKey::from_hex(value).map(|_| ()).map_err(|_| InvalidValue::Form)
            }
        }
    }
}

impl Items {
    /// Whether a text is a possible item. Case does not count, as in all of `value` (6.9).
    fn has(self, item: &str) -> bool {
        let is_one_of = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(item));
        match self {
            Self::Measurands => measurand(item).is_some(),
            Self::PhaseRotations => item.split_once('.').is_some_and(|(connector, rotation)| {
                !connector.is_empty()
                    && connector.bytes().all(|byte| byte.is_ascii_digit())
                    && PHASE_ROTATIONS.iter().any(|name| name.eq_ignore_ascii_case(rotation))
            }),
            Self::FeatureProfiles => FeatureProfile::from_identifier(item).is_some(),
            Self::RateUnits => is_one_of(&["Current", "Power"]),
            Self::FileTransferProtocols => is_one_of(&["FTP", "FTPS", "HTTP", "HTTPS"]),
        }
    }
}

/// 9.1.7
const PHASE_ROTATIONS: &[&str] =
    &["NotApplicable", "Unknown", "RST", "RTS", "SRT", "STR", "TRS", "TSR"];

/// Reads a boolean value.
#[must_use]
pub fn parse_boolean(value: &str) -> Option<bool> {
    if value.eq_ignore_ascii_case("true") {
        return Some(true);
    }
    value.eq_ignore_ascii_case("false").then_some(false)
}

/// The items of a list, without the blanks around them. None for an empty text.
pub fn items(value: &str) -> impl Iterator<Item = &str> {
    let is_empty = value.trim_ascii().is_empty();
    value.split(',').map(str::trim_ascii).filter(move |_| !is_empty)
}

/// The measurand of an item, and its phase if it has one.
#[must_use]
pub fn measurand(item: &str) -> Option<(Measurand, Option<Phase>)> {
    let find = |name: &str| {
        Measurand::ALL.iter().find(|known| known.as_str().eq_ignore_ascii_case(name)).cloned()
    };
    // Measurands have points of their own.
    if let Some(measurand) = find(item) {
        return Some((measurand, None));
    }
    let (name, phase) = item.rsplit_once('.')?;
    let phase = Phase::ALL.iter().find(|known| known.as_str().eq_ignore_ascii_case(phase))?;
    Some((find(name)?, Some(phase.clone())))
}

/// What a station makes of a key that it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Station<'a> {
    is_read_only: bool,
    needs_reboot: bool,
    max_items: Option<usize>,
    measurands: Option<&'a [Measurand]>,
}

impl<'a> Station<'a> {
    /// A key of [`Access::ReadAndMaybeWrite`] cannot be set.
    #[must_use]
    pub const fn read_only(self) -> Self {
        Self { is_read_only: true, ..self }
    }

    /// A new value takes effect after a reboot.
    #[must_use]
    pub const fn with_reboot(self) -> Self {
        Self { needs_reboot: true, ..self }
    }

    /// Sets the most items of a list: the value of [`Key::max_length_key`].
    #[must_use]
    pub const fn with_max_items(self, max_items: usize) -> Self {
        Self { max_items: Some(max_items), ..self }
    }

    /// Sets the measurands that the station measures. A list with any other is refused (3.16.4).
    #[must_use]
    pub const fn with_measurands(self, measurands: &'a [Measurand]) -> Self {
        Self { measurands: Some(measurands), ..self }
    }
}

/// What to answer a ChangeConfiguration for a standard key; `station` says what the station makes
/// of it, `None` if it does not have it.
///
/// With `Accepted` and `RebootRequired` the value is to be applied. The text has no order for
/// several reasons; here a key that is not there is `NotSupported` before anything else.
///
/// For [`Key::SecurityProfile`] the rules of
/// [`check_change`](crate::websocket::SecurityProfile::check_change) come on top. After that
/// key and [`Key::AuthorizationKey`] were set, the station reconnects (white paper, A01 and A05).
pub fn change<'a>(
    request: &ChangeConfigurationRequest<'_>,
    station: impl FnOnce(Key) -> Option<Station<'a>>,
) -> ConfigurationStatus {
    let found = Key::find(&request.key).and_then(|key| Some((key, station(key)?)));
    let Some((key, station)) = found else { return ConfigurationStatus::NotSupported };
    let definition = key.definition();
    let is_writable = definition.access.may_be_writable()
        && !(station.is_read_only && definition.access == Access::ReadAndMaybeWrite);
    let is_valid = definition.value_type.check(&request.value).is_ok();
    if !is_writable || !is_valid || !station.takes_items(definition.value_type, &request.value) {
        return ConfigurationStatus::Rejected;
    }
    if station.needs_reboot {
        ConfigurationStatus::RebootRequired
    } else {
        ConfigurationStatus::Accepted
    }
}

impl Station<'_> {
    fn takes_items(&self, value_type: ValueType, value: &str) -> bool {
        let ValueType::Csl(kind) = value_type else { return true };
        let is_measured = |item| match (kind, self.measurands) {
            (Items::Measurands, Some(known)) => {
                measurand(item).is_some_and(|(measurand, _)| known.contains(&measurand))
            }
            _ => true,
        };
        self.max_items.is_none_or(|max_items| items(value).count() <= max_items)
            && items(value).all(is_measured)
    }
}
