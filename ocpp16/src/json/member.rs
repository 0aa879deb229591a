//! What a message says about its members: the rows of its table.

/// A member of a message, as the message defines it.
///
/// Each message lists its members in `MEMBERS`. `Request::members` and `Response::members` find the
/// list of an action.
///
/// ```
/// # #[cfg(feature = "smart_charging")] {
/// use ocpp16::messages::{Form, Presence};
/// use ocpp16::messages::smart_charging::ClearChargingProfileRequest;
///
/// let id = &ClearChargingProfileRequest::MEMBERS[0];
/// assert_eq!(id.name, "id");
/// assert_eq!(id.presence, Presence::Narrowing);
/// assert_eq!(id.form, Form::Integer);
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Member {
    /// Its name on the wire.
    pub name: &'static str,
    /// Whether it has to be there.
    pub presence: Presence,
    /// Its value.
    pub form: Form,
}

impl Member {
    pub(crate) const fn new(name: &'static str, presence: Presence, form: Form) -> Self {
        Self { name, presence, form }
    }
}

/// Whether a member has to be there, and what its absence means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Required.
    Required,
    /// Required, the reading of a meter: the tolerant reader cuts a fraction off
    /// ([`Tolerance::Fraction`](crate::Tolerance::Fraction)).
    Reading,
    /// Required; the tolerant reader takes `false` or 0 where it is left out
    /// ([`Tolerance::LeftOut`](crate::Tolerance::LeftOut)).
    Assumed,
    /// Optional. In the tolerant reader `null`, an empty text and a number out of range count as
    /// absent.
    Optional,
    /// Optional, and its absence means more than any value: more profiles, more connectors, a
    /// longer time. The tolerant reader takes nothing as its absence.
    Narrowing,
}

impl Presence {
    /// Whether the schema requires the member.
    #[must_use]
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::Reading | Self::Assumed)
    }
}

/// Whether some of these members are narrowing, or are required and have members that are.
pub(crate) const fn has_narrowing(members: &[Member]) -> bool {
    let mut rest = members;
    while let [member, after @ ..] = rest {
        let is_narrowing = match (member.presence, member.form) {
            (Presence::Narrowing, _) => true,
            (Presence::Required, Form::Object(inner)) => has_narrowing(inner),
            (Presence::Required, Form::List { of: Form::Object(inner), .. }) => {
                has_narrowing(inner)
            }
            _ => false,
        };
        if is_narrowing {
            return true;
        }
        rest = after;
    }
    false
}

/// The value of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// A whole number of 32 bits.
    Integer,
    /// A number with one decimal.
    Decimal,
    /// A boolean.
    Boolean,
    /// A time of RFC 3339.
    Time,
    /// A text of at most this many code points; [`usize::MAX`] where the schema has no limit.
    Text(usize),
    /// One of these texts.
    Literal(&'static [&'static str]),
    /// An object with these members.
    Object(&'static [Member]),
    /// A list.
    List {
        /// Its elements.
        of: &'static Form,
        /// The fewest elements.
        least: usize,
        /// The most elements; [`usize::MAX`] where the schema has no limit.
        most: usize,
    },
    /// Any JSON.
    Json,
}

impl Form {
    /// The members of an object.
    pub(crate) const fn members(self) -> &'static [Member] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }
}
