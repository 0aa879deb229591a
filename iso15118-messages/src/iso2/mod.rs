//! ISO 15118-2:2014: the messages between vehicle and station from SessionSetup to SessionStop.
//!
//! The document is [`V2gMessage`]: a header with the session's id, and a [`Body`] with one of 34
//! messages. Types and codecs are generated from the schemas of the standard; field names are the
//! standard's.
//!
//! ```
//! use exi::{ArenaBuf, Decode, Encode};
//! use iso15118_messages::iso2::{Body, SessionSetupReq, V2gMessage};
//!
//! let request = V2gMessage::new(&[0; 8], SessionSetupReq { evcc_id: &[2, 0, 0, 0, 0, 1] });
//! let mut wire = [0; 64];
//! let len = request.encode(&mut wire)?;
//!
//! let mut memory = ArenaBuf::<256>::new();
//! let message = V2gMessage::decode(&wire[..len], &mut memory.arena())?;
//! let Body::SessionSetupReq(request) = message.body else { panic!("{}", message.body.name()) };
//! assert_eq!(request.evcc_id, [2, 0, 0, 0, 0, 1]);
//! # Ok::<_, Box<dyn core::error::Error>>(())
//! ```

mod message;
mod physical_value;
mod session_id;

pub use crate::generated::iso2::*;
pub use session_id::SessionId;
