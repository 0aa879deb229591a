//! ISO 15118 Plug & Charge: nine messages of OCPP 2.0.1 that travel as JSON text in DataTransfer.
//!
//! From the application note "Using ISO 15118 Plug & Charge with OCPP 1.6", version 1.0. Stations
//! and central systems of the field send both the shapes of the note and those of OCPP 2.0.1, so
//! these types have the members of both, with the wider limits. What only some peers send is not
//! read, in neither mode: the variant of has·to·be with its own vendor id and member names, `idToken`
//! as a plain text (open-ocpp), and the members and longer texts of OCPP 2.1. `certificateType` as a
//! single text where a list belongs (ocppcompote) is read in tolerant mode.
//!
//! A receiver reads a request with [`Request::from_data_transfer`]; if it is refused,
//! [`InvalidRequest::answer`] is what to answer. The caller reads the answer with
//! [`Response::from_data_transfer`] and the action that it remembers. [`Wrapped`] prints either.
//!
//! ```
//! use ocpp16::{Call, Frame, MessageId, Options, Role, ToJson};
//! use ocpp16::messages::plug_and_charge;
//! use ocpp16::messages::plug_and_charge::{Request, Wrapped};
//!
//! let text = br#"[2,"7","DataTransfer",{"vendorId":"org.openchargealliance.iso15118pnc",
//!     "messageId":"Authorize","data":"{\"idToken\":{\"idToken\":\"DE8AAC123456789\"}}"}]"#;
//! let Frame::Call(call) = Frame::parse(text, &Options::strict())? else { panic!() };
//! let ocpp16::Request::DataTransfer(data) = call.request else { panic!() };
//! let read = Request::from_data_transfer(&data, Role::CentralSystem, &Options::strict());
//! let Ok((Request::Authorize(request), _)) = read else { panic!() };
//! assert_eq!(request.id_token.id_token, "DE8AAC123456789");
//! # Ok::<(), ocpp16::Error>(())
//! ```

mod authorize;
mod certificate_signed;
mod custom_data;
mod delete_certificate;
mod envelope;
mod get15118_ev_certificate;
mod get_certificate_status;
mod get_installed_certificate_ids;
mod install_certificate;
mod shared;
mod sign_certificate;
mod trigger_message;

pub use authorize::*;
pub use certificate_signed::*;
pub use custom_data::CustomData;
pub use delete_certificate::*;
pub use envelope::{Action, InvalidRequest, NoResponse, Request, Response, VENDOR_ID, Wrapped};
pub use get_certificate_status::*;
pub use get_installed_certificate_ids::*;
pub use get15118_ev_certificate::*;
pub use install_certificate::*;
pub use shared::*;
pub use sign_certificate::*;
pub use trigger_message::*;
