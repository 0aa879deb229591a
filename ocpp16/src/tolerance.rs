//! What the tolerant reader lets pass, in one table.

use core::fmt;

/// What the tolerant reader has let pass. The strict reader refuses all of it.
///
/// The rule: a form that the schemas do not allow is taken if it can only mean one thing, and each
/// such form is reported. What counts is what the member means, not its JSON type.
///
/// # The table
///
/// The columns are the forms of a [`Member`](crate::messages::Member). "-" is a refusal. A name is a
/// [`Tolerance`] with which the value is taken. "absent: `X`" means that an optional member counts as
/// absent; a required one and a narrowing one (see below) are refused. "valid" is a form that the
/// schemas allow.
///
/// | wrong form | integer | decimal | boolean | time | text | literal | object | list |
/// |---|---|---|---|---|---|---|---|---|
/// | `null` | absent: `Null` | absent: `Null` | absent: `Null` | absent: `Null` | absent: `Null` | absent: `Null` | absent: `Null` | absent: `Null` |
/// | empty text, or blanks alone | absent: `Empty` | absent: `Empty` | absent: `Empty` | absent: `Empty` | valid | absent: `Empty`; a required one `UnknownLiteral` | absent: `Empty` | absent: `Empty` |
/// | number | valid | valid | 0 and 1: `ZeroOrOne` | - | `NotAText` | `NotAText` | - | as an element |
/// | number in a text | `InText` | `InText` | "0" and "1": `InText` and `ZeroOrOne` | - | valid | `UnknownLiteral` | - | as an element |
/// | number out of range | absent: `OutOfRange` | absent: `OutOfRange` | - | - | `NotAText` | `NotAText` | - | as an element |
/// | number with a fraction, `5.5` | -; a meter reading is cut off: `Fraction` | valid; further decimals cut off: `NotTenths` | - | - | `NotAText` | `NotAText` | - | as an element |
/// | `5.0`, `5e0` | `WholeAsDecimal` | valid | - | - | `NotAText` | `NotAText` | - | as an element |
/// | boolean | - | - | valid | - | `NotAText` | `NotAText` | - | as an element |
/// | boolean in a text | - | - | `InText` | - | valid | `UnknownLiteral` | - | as an element |
/// | another text | - | - | - | a time of ISO 8601: `TimeForm`; else - | valid; too long: `TooLong` | in another case or with blanks around it: `LiteralForm`; else `UnknownLiteral` | - | as an element |
/// | object | - | - | - | - | `NotAText` | `NotAText` | valid | as an element |
/// | `[]` | - | - | - | - | `NotAText` | `NotAText` | as `{}`: `EmptyList` | valid; too few: `ElementCount` |
/// | other list | - | - | - | - | `NotAText` | `NotAText` | - | valid; too many: `ElementCount` |
///
/// "As an element": what is not a list, but can be read as an element of it, is a list of one,
/// [`Tolerance::SingleElement`]. A number or another JSON value as a literal is unknown in addition,
/// `NotAText` and `UnknownLiteral`. An object that is read from `[]` still misses its required
/// members.
///
/// Around the values:
///
/// | wrong form | |
/// |---|---|
/// | the name of a member in another case | `NameCase` |
/// | a name that only the printed example of OCPP-J 4.2.2 has | `OtherName` |
/// | a member that the message does not have | dropped: `UnknownMember`; refused in an object with narrowing members (see below) |
/// | a member twice | the first one counts: `DuplicateMember` |
/// | a required member is left out | -; `readonly` of a configuration key is `false`: `LeftOut` |
/// | a byte-order mark | `ByteOrderMark` |
/// | wrong elements of a CALLERROR | `CallErrorForm` |
///
/// # Tolerance never widens a command
///
/// Absence of some members means more than any value: ClearChargingProfile without `id` clears every
/// profile. They are marked as [narrowing](crate::messages::Presence::Narrowing) in the messages. Nothing
/// makes such a member absent but that it is not there: no `null`, no empty text, no number out of
/// range. A literal that the enumeration does not have is refused as well. An object with narrowing
/// members takes no unknown member, since that may be one of them with a wrong name, and is not
/// read from `[]` or `null`. The same holds for an object with a required member that has narrowing
/// members, since one of them may be in the wrong place: the payload of SetChargingProfile.
///
/// `null` is one of the two notations of a payload without members (OCPP-J, 4.2.1), so that both
/// modes take it without a report where there are no narrowing members. `null` for the payload of
/// ClearChargingProfile or GetConfiguration is refused in both modes. The schemas do not allow it,
/// and it may be the mark of a value that got lost.
///
/// The reason: a command that was refused can be sent again, one that did too much cannot be taken
/// back.
///
/// | message | narrowing members |
/// |---|---|
/// | ClearChargingProfile | `id`, `connectorId`, `chargingProfilePurpose`, `stackLevel` |
/// | a charging profile | `transactionId`, `recurrencyKind`, `validFrom`, `validTo` |
/// | its schedule and periods | `duration`, `startSchedule`, `numberPhases` |
/// | RemoteStartTransaction | `connectorId`, `chargingProfile` |
/// | TriggerMessage, ExtendedTriggerMessage | `connectorId` |
/// | GetConfiguration | `key` |
/// | SendLocalList | `localAuthorizationList`, and `idTagInfo` of an entry |
/// | SignedUpdateFirmware | `installDateTime` |
/// | Plug & Charge | `evseId` of an authorization; `certificateType` of CertificateSigned, SignCertificate and GetInstalledCertificateIds; `requestedMessage`, `evse` and its `connectorId` of TriggerMessage |
///
/// Not narrowing, although absence asks for more: the times of GetDiagnostics and GetLog, and
/// `expiryDate`. An empty text is the field's way to say that there is none. A time that cannot be
/// read is refused there as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Tolerance {
    /// A byte-order mark in front of the frame.
    ByteOrderMark,
    /// A member that the message does not have; it is dropped.
    UnknownMember,
    /// A member twice; the first one counts.
    DuplicateMember,
    /// The name of a member in another case, such as `Reason`.
    NameCase,
    /// A member under a name of the standard's own examples: `heartbeatInterval` for `interval` in
    /// the answer to BootNotification (OCPP-J 4.2.2).
    OtherName,
    /// A required member is left out and can only mean one thing: `readonly` of a configuration key
    /// is `false`.
    LeftOut,
    /// `null` for an optional member; it counts as absent.
    Null,
    /// An empty text for an optional member that is no text; it counts as absent.
    Empty,
    /// A number that is too large for an optional member, such as a transaction id of 64 bits; the
    /// member counts as absent.
    OutOfRange,
    /// A text that the enumeration does not have, kept as `Other`.
    UnknownLiteral,
    /// A literal in another case or with blanks around it, taken as the literal.
    LiteralForm,
    /// A text of too many code points, kept whole.
    TooLong,
    /// Another JSON value where a text belongs, kept as its JSON text.
    NotAText,
    /// A number or boolean as a text.
    InText,
    /// 0 or 1 for a boolean.
    ZeroOrOne,
    /// A whole number with a zero fraction or an exponent, such as `300.0`.
    WholeAsDecimal,
    /// A meter reading with a fraction of a watt-hour, cut off.
    Fraction,
    /// A number with more than one decimal, cut off.
    NotTenths,
    /// A time that is not of RFC 3339: without an offset (taken as UTC), with a short one, with a
    /// blank instead of `T`, a decimal comma, blanks around it or no seconds.
    TimeForm,
    /// An element where a list belongs, taken as a list of one.
    SingleElement,
    /// `[]` where an object belongs, taken as `{}`.
    EmptyList,
    /// A list with fewer or more elements than the schema says.
    ElementCount,
    /// Description or details of a CALLERROR absent or of another type, or a code that is no text.
    CallErrorForm,
}

impl Tolerance {
    /// Whether the message keeps the deviation, so that the strict reader refuses what it is
    /// printed as: an unknown literal, a text that is too long and a list of a wrong length. All
    /// other deviations are gone in what is printed.
    #[must_use]
    pub const fn is_kept(self) -> bool {
        matches!(self, Self::UnknownLiteral | Self::TooLong | Self::ElementCount)
    }
}

impl fmt::Display for Tolerance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ByteOrderMark => "byte-order mark",
            Self::UnknownMember => "unknown member dropped",
            Self::DuplicateMember => "member twice, the first one taken",
            Self::NameCase => "name in another case",
            Self::OtherName => "name of a printed example",
            Self::LeftOut => "required member left out, its only meaning taken",
            Self::Null => "null taken as absent",
            Self::Empty => "empty text taken as absent",
            Self::OutOfRange => "number out of range taken as absent",
            Self::UnknownLiteral => "not a value of the enumeration",
            Self::LiteralForm => "literal in another case or with blanks",
            Self::TooLong => "text too long",
            Self::NotAText => "not a text, taken as its JSON text",
            Self::InText => "number or boolean in a text",
            Self::ZeroOrOne => "0 or 1 taken as a boolean",
            Self::WholeAsDecimal => "whole number with a fraction or an exponent",
            Self::Fraction => "meter reading with a fraction, cut off",
            Self::NotTenths => "more than one decimal, cut off",
            Self::TimeForm => "time not of RFC 3339",
            Self::SingleElement => "one element taken as a list",
            Self::EmptyList => "empty list taken as an empty object",
            Self::ElementCount => "number of elements",
            Self::CallErrorForm => "form of a CALLERROR",
        })
    }
}
