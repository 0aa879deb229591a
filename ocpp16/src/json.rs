//! Reading and printing of JSON: the cursor that messages read themselves from, the printer, and single values.

mod member;
mod path;
mod raw_json;
mod reader;
mod scalar;
mod scan;
mod writer;

pub(crate) use self::member::has_narrowing;
pub use self::member::{Form, Member, Presence};
pub use self::raw_json::RawJson;
pub(crate) use self::reader::literal::Found;
pub(crate) use self::reader::{Failed, Read, Reader};
#[cfg(feature = "core")]
pub(crate) use self::scalar::read_meter;
#[cfg(feature = "plug_and_charge")]
pub(crate) use self::writer::Quoted;
pub use self::writer::{BufferTooSmall, ToJson};
pub(crate) use self::writer::{Sink, Write};
