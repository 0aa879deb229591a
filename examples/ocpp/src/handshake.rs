//! The opening handshake of OCPP-J (chapter 3): the identity in the URL, the sub-protocol, and the
//! password of security profiles 1 and 2.

mod accept;
mod connect;
mod url;

pub use self::accept::{Admission, Admitted, NotAdmitted, Refusal, accept};
pub use self::connect::{ConnectError, Target, connect};
pub use self::url::{connection_url, identity_of_path};

/// The name of OCPP 1.6-J in `Sec-WebSocket-Protocol` (table 1).
pub const SUB_PROTOCOL: &str = "ocpp1.6";
