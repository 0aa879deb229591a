//! What the payloads have in common: bytes with names, and arrays that are cut and put together.

use core::net::Ipv6Addr;

use super::error::SdpError;
use crate::{Frame, Header, PayloadType};

/// The payload of a frame of this type.
pub(super) fn payload(frame: Frame<&[u8]>, payload_type: PayloadType) -> Result<&[u8], SdpError> {
    if frame.payload_type == payload_type {
        Ok(frame.payload)
    } else {
        Err(SdpError::PayloadType(frame.payload_type))
    }
}

/// The payload of a frame of this type and length.
pub(super) fn fixed<const N: usize>(
    frame: Frame<&[u8]>,
    payload_type: PayloadType,
) -> Result<&[u8; N], SdpError> {
    let payload = payload(frame, payload_type)?;
    let error = SdpError::Length { expected: N, found: payload.len() };
    payload.try_into().map_err(|_| error)
}

/// Cuts an array in two of known lengths.
pub(super) fn split<const N: usize, const A: usize, const B: usize>(
    bytes: &[u8; N],
) -> (&[u8; A], &[u8; B]) {
    const { assert!(A + B == N) };
    const { assert!(A <= N) };
    // The lengths are right, as the compiler has checked.
    match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => (first, last),
        _ => (&[0; A], &[0; B]),
    }
}

/// Address and port from their bytes.
pub(super) fn endpoint(bytes: &[u8; 18]) -> (Ipv6Addr, u16) {
    let (address, port): (&[u8; 16], &[u8; 2]) = split(bytes);
    (Ipv6Addr::from(*address), u16::from_be_bytes(*port))
}

/// The bytes of address and port.
pub(super) fn endpoint_bytes(address: Ipv6Addr, port: u16) -> impl Iterator<Item = u8> {
    address.octets().into_iter().chain(port.to_be_bytes())
}

/// A datagram of `N` bytes; the payload is to have what the header leaves of it.
pub(super) fn datagram<const N: usize>(
    payload_type: PayloadType,
    payload: impl Iterator<Item = u8>,
) -> [u8; N] {
    let payload_length = u32::try_from(N.saturating_sub(Header::LEN)).unwrap_or(u32::MAX);
    let header = Header { payload_type, payload_length };
    let mut datagram = [0; N];
    for (to, byte) in datagram.iter_mut().zip(header.encode().into_iter().chain(payload)) {
        *to = byte;
    }
    datagram
}

/// Defines a byte of the wire with names for some of its values; every value is representable.
macro_rules! wire_byte {
    (
        $(#[$meta:meta])*
        $name:ident, $what:literal { $($(#[$doc:meta])* $value:ident = $byte:literal, $text:literal;)* }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name(u8);

        impl $name {
            $($(#[$doc])* pub const $value: Self = Self($byte);)*

            /// The value of a byte.
            #[must_use]
            pub const fn new(byte: u8) -> Self {
                Self(byte)
            }

            /// The byte.
            #[must_use]
            pub const fn byte(self) -> u8 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match *self {
                    $(Self::$value => f.write_str($text),)*
                    Self(other) => write!(f, concat!("reserved ", $what, " 0x{:02X}"), other),
                }
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "(0x{:02X})"), self.0)
            }
        }
    };
}

pub(super) use wire_byte;
