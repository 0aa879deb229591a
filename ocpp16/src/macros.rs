//! One table for each message and each enumeration, from which everything about it is made: the
//! type, its constructor, the reader, the printer, and the implementations of serde.

#[macro_use]
mod serde;

#[macro_use]
mod message;

#[macro_use]
mod enumeration;
