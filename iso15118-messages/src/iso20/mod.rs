//! ISO 15118-20: AC, DC, wireless and pantograph charging, both ways.
//!
//! Each message is a document of its own. The sets have grammars of their own, which the V2GTP
//! payload type tells apart. This module has the types that the sets share: header, numbers and
//! status.
//!
//! | set | messages |
//! |---|---|
//! | `common` | from SessionSetup to ServiceSelection, ScheduleExchange, PowerDelivery, SessionStop |
//! | `ac`, `dc`, `wpt`, `acdp` | charge parameters and the charging loop |
//!
//! ```
//! # #[cfg(feature = "iso20-common")] {
//! use iso15118_messages::ArenaBuf;
//! use iso15118_messages::iso20::common::{Message, SessionSetupReq};
//! use iso15118_messages::iso20::{MessageHeader, ResponseCode};
//!
//! let header = MessageHeader::new(&[0; 8], 1_700_000_000);
//! let request = Message::from(SessionSetupReq::new(header, "WMIV1234567890ABCDEX"));
//! let mut wire = [0; 64];
//! let length = request.encode_request(&mut wire)?;
//!
//! let mut memory = ArenaBuf::<256>::new();
//! let message = Message::decode_request(&wire[..length], &mut memory.arena())?;
//! let failed = message.kind().failed(header, ResponseCode::Failed).expect("a request");
//! assert_eq!(failed.name(), "SessionSetupRes");
//! # }
//! # Ok::<_, Box<dyn core::error::Error>>(())
//! ```

/// Messages of every session (`V2G_CI_CommonMessages.xsd`), payload type `0x8002`.
///
/// Start with [`Message`](common::Message). In the order of a session:
///
/// | vehicle | station | |
/// |---|---|---|
/// | [`SessionSetupReq`](common::SessionSetupReq) | [`SessionSetupRes`](common::SessionSetupRes) |  |
/// | [`AuthorizationSetupReq`](common::AuthorizationSetupReq) | [`AuthorizationSetupRes`](common::AuthorizationSetupRes) |  |
/// | [`CertificateInstallationReq`](common::CertificateInstallationReq) | [`CertificateInstallationRes`](common::CertificateInstallationRes) | Plug & Charge, if there is no contract certificate |
/// | [`AuthorizationReq`](common::AuthorizationReq) | [`AuthorizationRes`](common::AuthorizationRes) | until the station has decided |
/// | [`ServiceDiscoveryReq`](common::ServiceDiscoveryReq) | [`ServiceDiscoveryRes`](common::ServiceDiscoveryRes) |  |
/// | [`ServiceDetailReq`](common::ServiceDetailReq) | [`ServiceDetailRes`](common::ServiceDetailRes) | for each service of interest |
/// | [`ServiceSelectionReq`](common::ServiceSelectionReq) | [`ServiceSelectionRes`](common::ServiceSelectionRes) |  |
/// | [`ScheduleExchangeReq`](common::ScheduleExchangeReq) | [`ScheduleExchangeRes`](common::ScheduleExchangeRes) | after the charge parameters, until there is a schedule |
/// | [`PowerDeliveryReq`](common::PowerDeliveryReq) | [`PowerDeliveryRes`](common::PowerDeliveryRes) | start, pause, standby or stop |
/// | [`MeteringConfirmationReq`](common::MeteringConfirmationReq) | [`MeteringConfirmationRes`](common::MeteringConfirmationRes) | if the station asks for it |
/// | [`SessionStopReq`](common::SessionStopReq) | [`SessionStopRes`](common::SessionStopRes) |  |
/// | [`VehicleCheckInReq`](common::VehicleCheckInReq) | [`VehicleCheckInRes`](common::VehicleCheckInRes) | parking, before charging |
/// | [`VehicleCheckOutReq`](common::VehicleCheckOutReq) | [`VehicleCheckOutRes`](common::VehicleCheckOutRes) | parking, after charging |
#[cfg(feature = "iso20-common")]
pub mod common {
    pub use crate::generated::iso20::common::*;
}

/// AC charging, bidirectional included (`V2G_CI_AC.xsd`), payload type `0x8003`.
///
/// Start with [`Message`](ac::Message). In the order of a session:
///
/// | vehicle | station | |
/// |---|---|---|
/// | [`AcChargeParameterDiscoveryReq`](ac::AcChargeParameterDiscoveryReq) | [`AcChargeParameterDiscoveryRes`](ac::AcChargeParameterDiscoveryRes) |  |
/// | [`AcChargeLoopReq`](ac::AcChargeLoopReq) | [`AcChargeLoopRes`](ac::AcChargeLoopRes) | the charging loop |
#[cfg(feature = "iso20-ac")]
pub mod ac {
    pub use crate::generated::iso20::ac::*;
}

/// DC charging, bidirectional included (`V2G_CI_DC.xsd`), payload type `0x8004`.
///
/// Start with [`Message`](dc::Message). In the order of a session:
///
/// | vehicle | station | |
/// |---|---|---|
/// | [`DcChargeParameterDiscoveryReq`](dc::DcChargeParameterDiscoveryReq) | [`DcChargeParameterDiscoveryRes`](dc::DcChargeParameterDiscoveryRes) |  |
/// | [`DcCableCheckReq`](dc::DcCableCheckReq) | [`DcCableCheckRes`](dc::DcCableCheckRes) | until isolation has been tested |
/// | [`DcPreChargeReq`](dc::DcPreChargeReq) | [`DcPreChargeRes`](dc::DcPreChargeRes) | until the voltages are alike |
/// | [`DcChargeLoopReq`](dc::DcChargeLoopReq) | [`DcChargeLoopRes`](dc::DcChargeLoopRes) | the charging loop |
/// | [`DcWeldingDetectionReq`](dc::DcWeldingDetectionReq) | [`DcWeldingDetectionRes`](dc::DcWeldingDetectionRes) | optional |
#[cfg(feature = "iso20-dc")]
pub mod dc {
    pub use crate::generated::iso20::dc::*;
}

/// Wireless power transfer (`V2G_CI_WPT.xsd`), payload type `0x8006`.
///
/// Start with [`Message`](wpt::Message). In the order of a session:
///
/// | vehicle | station | |
/// |---|---|---|
/// | [`WptFinePositioningSetupReq`](wpt::WptFinePositioningSetupReq) | [`WptFinePositioningSetupRes`](wpt::WptFinePositioningSetupRes) |  |
/// | [`WptFinePositioningReq`](wpt::WptFinePositioningReq) | [`WptFinePositioningRes`](wpt::WptFinePositioningRes) |  |
/// | [`WptPairingReq`](wpt::WptPairingReq) | [`WptPairingRes`](wpt::WptPairingRes) |  |
/// | [`WptChargeParameterDiscoveryReq`](wpt::WptChargeParameterDiscoveryReq) | [`WptChargeParameterDiscoveryRes`](wpt::WptChargeParameterDiscoveryRes) |  |
/// | [`WptAlignmentCheckReq`](wpt::WptAlignmentCheckReq) | [`WptAlignmentCheckRes`](wpt::WptAlignmentCheckRes) |  |
/// | [`WptChargeLoopReq`](wpt::WptChargeLoopReq) | [`WptChargeLoopRes`](wpt::WptChargeLoopRes) | the charging loop |
#[cfg(feature = "iso20-wpt")]
pub mod wpt {
    pub use crate::generated::iso20::wpt::*;
}

/// Automated connection device, pantograph (`V2G_CI_ACDP.xsd`), payload type `0x8005`.
///
/// Start with [`Message`](acdp::Message). The messages:
///
/// | vehicle | station | |
/// |---|---|---|
/// | [`AcdpVehiclePositioningReq`](acdp::AcdpVehiclePositioningReq) | [`AcdpVehiclePositioningRes`](acdp::AcdpVehiclePositioningRes) |  |
/// | [`AcdpConnectReq`](acdp::AcdpConnectReq) | [`AcdpConnectRes`](acdp::AcdpConnectRes) |  |
/// | [`AcdpSystemStatusReq`](acdp::AcdpSystemStatusReq) | [`AcdpSystemStatusRes`](acdp::AcdpSystemStatusRes) | while connected |
/// | [`AcdpDisconnectReq`](acdp::AcdpConnectReq) | [`AcdpDisconnectRes`](acdp::AcdpConnectRes) |  |
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
