//! From the bytes of a packet to a UDP datagram or TCP segment.
//!
//! The `etherparse` crate takes the layers apart, VLAN tags and IPv6 extension headers included,
//! and is told not to mind packets that were cut short: what is missing then shows up as a gap
//! in the stream. Checksums are not looked at, because network cards fill them in later than a
//! capture on the sender sees them.

use core::net::{IpAddr, SocketAddr};

use etherparse::{EtherType, LaxNetSlice, LaxSlicedPacket, TransportSlice, ether_type};

use super::stream::Segment;

/// HomePlug AV, which carries SLAC.
const HOMEPLUG: EtherType = EtherType(0x88E1);

/// Link types of pcap files, by their numbers at tcpdump.org.
mod link {
    pub(super) const NULL: u32 = 0;
    pub(super) const ETHERNET: u32 = 1;
    pub(super) const RAW_BSD: u32 = 12;
    pub(super) const RAW_OPENBSD: u32 = 14;
    pub(super) const RAW: u32 = 101;
    pub(super) const LOOP: u32 = 108;
    pub(super) const LINUX_SLL: u32 = 113;
    pub(super) const IPV4: u32 = 228;
    pub(super) const IPV6: u32 = 229;
    pub(super) const LINUX_SLL2: u32 = 276;
}

/// What a packet is.
#[derive(Debug)]
pub(super) enum Layer<'a> {
    /// A TCP segment.
    Tcp { from: SocketAddr, to: SocketAddr, segment: Segment<'a> },
    /// A UDP datagram.
    Udp { from: SocketAddr, to: SocketAddr, payload: &'a [u8] },
    /// A HomePlug frame.
    HomePlug,
    /// A part of an IP packet.
    Fragment,
    /// An IP packet whose headers contradict themselves or are cut off.
    Malformed,
    /// Something that has nothing to do with a charging session.
    Other,
    /// A link type that is not known here.
    UnknownLink,
}

/// Takes a packet apart.
pub(super) fn parse(link_type: u32, data: &[u8]) -> Layer<'_> {
    let packet = match link_type {
        link::ETHERNET => LaxSlicedPacket::from_ethernet(data).ok(),
        link::LINUX_SLL => cooked(data, 14, 16),
        link::LINUX_SLL2 => cooked(data, 0, 20),
        link::RAW | link::RAW_BSD | link::RAW_OPENBSD | link::IPV4 | link::IPV6 => {
            LaxSlicedPacket::from_ip(data).ok()
        }
        // Four bytes of address family, in the byte order of some machine; IP tells itself.
        link::NULL | link::LOOP => {
            data.get(4..).and_then(|data| LaxSlicedPacket::from_ip(data).ok())
        }
        _ => return Layer::UnknownLink,
    };
    packet.map_or(Layer::Malformed, |packet| transport(&packet))
}

/// Linux cooked capture: a header of `length` bytes with the EtherType at `at`.
fn cooked(data: &[u8], at: usize, length: usize) -> Option<LaxSlicedPacket<'_>> {
    let protocol = u16::from_be_bytes(*data.get(at..)?.first_chunk::<2>()?);
    Some(LaxSlicedPacket::from_ether_type(EtherType(protocol), data.get(length..)?))
}

/// Finds the transport layer.
fn transport<'a>(packet: &LaxSlicedPacket<'a>) -> Layer<'a> {
    let (source, destination) = match &packet.net {
        Some(LaxNetSlice::Ipv4(ip)) => {
            (IpAddr::V4(ip.header().source_addr()), IpAddr::V4(ip.header().destination_addr()))
        }
        Some(LaxNetSlice::Ipv6(ip)) => {
            (IpAddr::V6(ip.header().source_addr()), IpAddr::V6(ip.header().destination_addr()))
        }
        Some(LaxNetSlice::Arp(_)) => return Layer::Other,
        None => {
            return match packet.ether_payload().map(|payload| payload.ether_type) {
                Some(HOMEPLUG) => Layer::HomePlug,
                Some(ether_type::IPV4 | ether_type::IPV6) | None => Layer::Malformed,
                Some(_) => Layer::Other,
            };
        }
    };
    match &packet.transport {
        Some(TransportSlice::Tcp(tcp)) => Layer::Tcp {
            from: SocketAddr::new(source, tcp.source_port()),
            to: SocketAddr::new(destination, tcp.destination_port()),
            segment: Segment {
                sequence: tcp.sequence_number(),
                acknowledges: tcp.ack().then(|| tcp.acknowledgment_number()),
                syn: tcp.syn(),
                fin: tcp.fin(),
                rst: tcp.rst(),
                data: tcp.payload(),
            },
        },
        Some(TransportSlice::Udp(udp)) => Layer::Udp {
            from: SocketAddr::new(source, udp.source_port()),
            to: SocketAddr::new(destination, udp.destination_port()),
            payload: udp.payload(),
        },
        Some(_) => Layer::Other,
        None if packet.stop_err.is_some() => Layer::Malformed,
        None if packet.ip_payload().is_some_and(|payload| payload.fragmented) => Layer::Fragment,
        None => Layer::Other,
    }
}
