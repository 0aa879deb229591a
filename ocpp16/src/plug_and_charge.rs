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
//! [`Refusal::answer`] is what to answer. The caller reads the answer with
//! [`Response::from_data_transfer`] and the action that it remembers. [`Wrapped`] prints either.
//!
//! ```
//! use ocpp16::plug_and_charge::{Request, Wrapped};
//! use ocpp16::{Call, Frame, MessageId, Options, Role, ToJson, plug_and_charge};
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
mod common;
mod contract_certificate;
mod custom_data;
mod envelope;
mod station_certificate;
mod trust_store;

pub use authorize::*;
pub use common::*;
pub use contract_certificate::*;
pub use custom_data::CustomData;
pub use envelope::{Action, Failure, Refusal, Request, Response, VENDOR_ID, Wrapped};
pub use station_certificate::*;
pub use trust_store::*;
