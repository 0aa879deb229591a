//! What a message takes as a value, its arena apart.

use core::fmt;
use core::mem::size_of;

use iso15118_messages::{AnyMessage, din, iso2, iso20, sap, xmldsig};

macro_rules! sizes {
    ($($type:ty),* $(,)?) => {
        [$((stringify!($type), size_of::<$type>())),*]
    };
}

pub(crate) fn print(out: &mut dyn fmt::Write) -> fmt::Result {
    let types = sizes![
        AnyMessage,
        sap::Message,
        din::V2gMessage,
        din::MessageHeader,
        din::Body,
        din::Fragment,
        iso2::V2gMessage,
        iso2::MessageHeader,
        iso2::Body,
        iso2::Fragment,
        iso20::MessageHeader,
        iso20::common::Message,
        iso20::common::Fragment,
        iso20::ac::Message,
        iso20::ac::Fragment,
        iso20::dc::Message,
        iso20::dc::Fragment,
        iso20::wpt::Message,
        iso20::wpt::Fragment,
        iso20::acdp::Message,
        iso20::acdp::Fragment,
        xmldsig::Signature,
    ];
    writeln!(out, "values of types, {} bit\n", usize::BITS)?;
    writeln!(out, "{:<24} {:>6}", "type", "bytes")?;
    for (name, size) in types {
        writeln!(out, "{name:<24} {size:>6}")?;
    }
    writeln!(out)
}
