//! The two sides of OCPP.

use core::fmt;

/// One of the two sides of OCPP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The charging station ("Charge Point").
    ChargePoint,
    /// The back end ("Central System").
    CentralSystem,
}

impl Role {
    /// The other side.
    #[must_use]
    pub const fn peer(self) -> Self {
        match self {
            Self::ChargePoint => Self::CentralSystem,
            Self::CentralSystem => Self::ChargePoint,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::ChargePoint => "Charge Point",
            Self::CentralSystem => "Central System",
        })
    }
}
