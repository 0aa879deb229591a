//! ISO 15118 Plug & Charge: nine messages of OCPP 2.0.1 that travel as JSON text in DataTransfer.
//!
//! From the application note "Using ISO 15118 Plug & Charge with OCPP 1.6", version 1.0. Stations
//! and central systems of the field send both the shapes of the note and those of OCPP 2.0.1, so
//! these types have the members of both, with the wider limits.

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
