//! DIN SPEC 70121: DC charging, the forerunner of ISO 15118-2.
//!
//! Start with [`V2gMessage`], the document: a header with the session's id, and a [`Body`] with one
//! of the messages. They are like the messages of ISO 15118-2, with other names here and there.
//!
//! The messages in the order of a session, as deployed vehicles send them:
//!
//! | vehicle | station | |
//! |---|---|---|
//! | [`SessionSetupReq`] | [`SessionSetupRes`] | |
//! | [`ServiceDiscoveryReq`] | [`ServiceDiscoveryRes`] | |
//! | [`ServicePaymentSelectionReq`] | [`ServicePaymentSelectionRes`] | |
//! | [`ContractAuthenticationReq`] | [`ContractAuthenticationRes`] | until the station has decided |
//! | [`ChargeParameterDiscoveryReq`] | [`ChargeParameterDiscoveryRes`] | until there are schedules |
//! | [`CableCheckReq`] | [`CableCheckRes`] | until isolation has been tested |
//! | [`PreChargeReq`] | [`PreChargeRes`] | until the voltages are alike |
//! | [`PowerDeliveryReq`] | [`PowerDeliveryRes`] | start or stop |
//! | [`CurrentDemandReq`] | [`CurrentDemandRes`] | the charging loop |
//! | [`WeldingDetectionReq`] | [`WeldingDetectionRes`] | optional |
//! | [`SessionStop`] as `SessionStopReq` | [`SessionStopRes`] | |
//!
//! The schema also has messages that no DC session with external payment uses: ServiceDetail,
//! PaymentDetails, CertificateInstallation, CertificateUpdate, ChargingStatus and MeteringReceipt.
//!
//! ```
//! use iso15118_messages::ArenaBuf;
//! use iso15118_messages::din::{Body, SessionSetupReq, V2gMessage};
//!
//! let mut wire = [0; 64];
//! let request = SessionSetupReq::new(&[0, 1, 2, 3, 4, 5]);
//! let length = V2gMessage::new(&[0; 8], request).encode_request(&mut wire)?;
//! let mut memory = ArenaBuf::<64>::new();
//! let message = V2gMessage::decode_request(&wire[..length], &mut memory.arena())?;
//! assert!(matches!(message.body, Body::SessionSetupReq(request) if request.evcc_id.len() == 6));
//! # Ok::<_, Box<dyn core::error::Error>>(())
//! ```

mod message;
mod physical_value;

pub use crate::generated::din::*;
