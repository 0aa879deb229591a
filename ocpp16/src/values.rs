//! Errors of values, and what few programs name. The values themselves, such as [`CiString`] and
//! [`DateTime`], are at the root of the crate.

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod convert;
pub(crate) mod date_time;
pub(crate) mod decimal;
pub(crate) mod instant;
mod into_owned;
pub(crate) mod list;
pub(crate) mod literal;
pub(crate) mod message_id;
pub(crate) mod text;

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
#[cfg_attr(docsrs, doc(cfg(any(feature = "chrono", feature = "jiff", feature = "time"))))]
pub use self::convert::TimeRange;
pub(crate) use self::date_time::DateTime;
pub use self::date_time::DateTimeError;
pub(crate) use self::decimal::Decimal1;
pub use self::decimal::DecimalError;
pub(crate) use self::instant::Instant;
pub(crate) use self::into_owned::IntoOwned;
pub use self::list::ElementCount;
pub(crate) use self::list::List;
pub(crate) use self::literal::{Enumeration, Literal};
pub use self::literal::{OtherLiteral, UnknownLiteral};
pub(crate) use self::message_id::MessageId;
pub use self::text::TooLong;
pub(crate) use self::text::{CiString, Text, fits};
pub use crate::json::RawJson;
