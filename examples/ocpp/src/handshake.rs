//! The opening handshake of OCPP-J (chapter 3), by the rules of [`ocpp16::websocket`]: the identity
//! in the URL, the sub-protocol, and the password of security profiles 1 and 2.

mod accept;
mod connect;
mod head;

pub(crate) use self::accept::{AcceptOptions, Admission, Admitted, Denial, accept};
pub(crate) use self::connect::{ConnectError, Target, connect};
