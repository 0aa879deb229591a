//! ISO 15118-20: AC, DC, wireless and pantograph charging, both ways.
//!
//! Each message is a document of its own. The sets have grammars of their own, which the V2GTP
//! payload type tells apart: [`common`] `0x8002`, [`ac`] `0x8003`, [`dc`] `0x8004`, [`acdp`]
//! `0x8005`, [`wpt`] `0x8006`. What they share (header, numbers, status) is in this module.

/// Messages of every session (`V2G_CI_CommonMessages.xsd`).
#[cfg(feature = "iso20-common")]
pub mod common {
    pub use crate::generated::iso20::common::*;
}

/// AC charging, bidirectional included (`V2G_CI_AC.xsd`).
#[cfg(feature = "iso20-ac")]
pub mod ac {
    pub use crate::generated::iso20::ac::*;
}

/// DC charging, bidirectional included (`V2G_CI_DC.xsd`).
#[cfg(feature = "iso20-dc")]
pub mod dc {
    pub use crate::generated::iso20::dc::*;
}

/// Wireless power transfer (`V2G_CI_WPT.xsd`).
#[cfg(feature = "iso20-wpt")]
pub mod wpt {
    pub use crate::generated::iso20::wpt::*;
}

/// Automated connection device, pantograph (`V2G_CI_ACDP.xsd`).
///
/// The event codes are those of the schema's order: ConnectReq 0, ConnectRes 1, DisconnectReq 2. The
/// C library libcbv2g (0.3.1) has ConnectRes and DisconnectReq the other way round, so its messages
/// are read as each other here.
#[cfg(feature = "iso20-acdp")]
pub mod acdp {
    pub use crate::generated::iso20::acdp::*;
}

mod rational_number;

pub use crate::generated::iso20::common_types::*;
