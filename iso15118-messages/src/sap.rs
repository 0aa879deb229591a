//! supportedAppProtocol: the handshake that chooses the protocol of a connection.
//!
//! Start with [`Message`], which is one of the two documents: [`SupportedAppProtocolReq`] of the
//! vehicle and [`SupportedAppProtocolRes`] of the station.
//!
//! Both messages are documents of their own (ISO 15118-2, 8.2; the same for DIN SPEC 70121 and
//! ISO 15118-20), sent once per connection with V2GTP payload type `0x8001`. The vehicle lists what
//! it speaks, the station answers with the `SchemaID` of one entry.
//!
//! ```
//! use iso15118_messages::ArenaBuf;
//! use iso15118_messages::sap::{AppProtocol, Message, SupportedAppProtocolReq};
//!
//! let offer = [AppProtocol {
//!     protocol_namespace: "urn:iso:15118:2:2013:MsgDef",
//!     version_number_major: 2,
//!     version_number_minor: 0,
//!     schema_id: 1,
//!     priority: 1,
//! }];
//! let request = Message::from(SupportedAppProtocolReq { app_protocol: &offer });
//! let mut wire = [0; 128];
//! let len = request.encode(&mut wire)?;
//!
//! let mut memory = ArenaBuf::<256>::new();
//! assert_eq!(Message::decode(&wire[..len], &mut memory.arena())?, request);
//! # Ok::<_, Box<dyn core::error::Error>>(())
//! ```

pub use crate::generated::sap::*;
