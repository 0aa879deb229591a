//! ISO 15118-2:2014: the messages between vehicle and station from SessionSetup to SessionStop.
//!
//! Start with [`V2gMessage`], the document: a header with the session's id, and a [`Body`] with one
//! of 34 messages. Types and codecs are generated from the schemas of the standard; field names are
//! the standard's.
//!
//! The messages in the order of a session (ISO 15118-2, 8.4 and 8.8):
//!
//! | vehicle | station | |
//! |---|---|---|
//! | [`SessionSetupReq`] | [`SessionSetupRes`] | |
//! | [`ServiceDiscoveryReq`] | [`ServiceDiscoveryRes`] | |
//! | [`ServiceDetailReq`] | [`ServiceDetailRes`] | for a value added service, any number of times |
//! | [`PaymentServiceSelectionReq`] | [`PaymentServiceSelectionRes`] | |
//! | [`CertificateInstallationReq`] | [`CertificateInstallationRes`] | Plug & Charge, if there is no contract certificate |
//! | [`CertificateUpdateReq`] | [`CertificateUpdateRes`] | Plug & Charge, if the contract certificate ends soon |
//! | [`PaymentDetailsReq`] | [`PaymentDetailsRes`] | Plug & Charge |
//! | [`AuthorizationReq`] | [`AuthorizationRes`] | until the station has decided |
//! | [`ChargeParameterDiscoveryReq`] | [`ChargeParameterDiscoveryRes`] | until there are schedules |
//! | [`CableCheckReq`] | [`CableCheckRes`] | DC, until isolation has been tested |
//! | [`PreChargeReq`] | [`PreChargeRes`] | DC, until the voltages are alike |
//! | [`PowerDeliveryReq`] | [`PowerDeliveryRes`] | start, renegotiation or stop |
//! | [`ChargingStatusReq`] | [`ChargingStatusRes`] | AC, the charging loop |
//! | [`CurrentDemandReq`] | [`CurrentDemandRes`] | DC, the charging loop |
//! | [`MeteringReceiptReq`] | [`MeteringReceiptRes`] | Plug & Charge, if the station asks for a receipt |
//! | [`WeldingDetectionReq`] | [`WeldingDetectionRes`] | DC, optional |
//! | [`SessionStopReq`] | [`SessionStopRes`] | |
//!
//! A station decodes requests and encodes responses. It links nothing else if it uses the methods
//! for that, and an error in a request can be answered with a FAILED response:
//!
//! ```
//! use iso15118_messages::ArenaBuf;
//! use iso15118_messages::iso2::{MessageKind, ResponseCode, V2gMessage};
//!
//! /// Answers a request that came too early.
//! fn refuse(request: &[u8], output: &mut [u8]) -> Option<usize> {
//!     let mut memory = ArenaBuf::<2048>::new();
//!     let (session_id, kind) = match V2gMessage::decode_request(request, &mut memory.arena()) {
//!         Ok(message) => (message.header.session_id, message.body.kind()?),
//!         // The header may be unreadable, and the kind of the message is often known.
//!         Err(error) => (&[0; 8][..], MessageKind::of(&error)?),
//!     };
//!     let body = kind.failed(ResponseCode::FailedSequenceError)?;
//!     V2gMessage::new(session_id, body).encode_response(output).ok()
//! }
//!
//! # use iso15118_messages::iso2::SessionSetupReq;
//! let mut request = [0; 64];
//! let setup = SessionSetupReq::new(&[2, 0, 0, 0, 0, 1]);
//! let length = V2gMessage::new(&[0; 8], setup).encode(&mut request)?;
//! let mut response = [0; 64];
//! let length = refuse(&request[..length], &mut response).expect("a response");
//!
//! let mut memory = ArenaBuf::<256>::new();
//! let message = V2gMessage::decode_response(&response[..length], &mut memory.arena())?;
//! assert_eq!(message.body.response_code(), Some(ResponseCode::FailedSequenceError));
//! # Ok::<_, Box<dyn core::error::Error>>(())
//! ```

mod message;
mod physical_value;
mod session_id;

pub use crate::generated::iso2::*;
pub use session_id::SessionId;
