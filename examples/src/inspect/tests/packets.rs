//! Packets as they would be on the wire.

use core::net::{IpAddr, SocketAddr};
use core::time::Duration;

use crate::inspect::record::{Direction, Record};
use etherparse::{PacketBuilder, PacketBuilderStep, VlanId};
use v2gtp::{Frame, PayloadType};

/// A captured Ethernet frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Packet {
    pub(crate) time: Duration,
    pub(crate) bytes: Vec<u8>,
}

/// A TCP segment to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) time: Duration,
    pub(crate) from: Direction,
    pub(crate) sequence: u32,
    pub(crate) acknowledges: Option<u32>,
    pub(crate) flags: Flags,
    pub(crate) data: Vec<u8>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags {
    pub(crate) syn: bool,
    pub(crate) fin: bool,
    pub(crate) rst: bool,
}

/// How packets are wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    Ethernet,
    Vlan,
}

/// The packets of a vehicle and a station, and what tests change about them.
#[derive(Clone, Debug)]
pub(crate) struct Conversation {
    pub(crate) vehicle: SocketAddr,
    pub(crate) station: SocketAddr,
    pub(crate) datagrams: Vec<Packet>,
    pub(crate) segments: Vec<Segment>,
    /// Next sequence number of vehicle and station.
    next: [u32; 2],
}

impl Default for Conversation {
    /// The endpoint of the station is the one that discovery offers in the recorded session.
    fn default() -> Self {
        Self {
            vehicle: "[fe80::1]:50000".parse().unwrap(),
            station: "[fe80::3c6b:5bff:feb1:efd0]:55884".parse().unwrap(),
            datagrams: Vec::new(),
            segments: Vec::new(),
            next: [1000, 900_000],
        }
    }
}

fn index(from: Direction) -> usize {
    usize::from(from == Direction::FromEvse)
}

impl Conversation {
    /// Between IPv4 hosts, without discovery.
    pub(crate) fn ipv4() -> Self {
        Self {
            vehicle: "192.168.1.2:50000".parse().unwrap(),
            station: "192.168.1.1:61341".parse().unwrap(),
            ..Self::default()
        }
    }

    /// Lets sequence numbers begin elsewhere.
    pub(crate) fn starting_at(vehicle: u32, station: u32) -> Self {
        Self { next: [vehicle, station], ..Self::default() }
    }

    /// The TCP handshake.
    pub(crate) fn open(&mut self, time: Duration) {
        let syn = Flags { syn: true, ..Flags::default() };
        self.push(time, Direction::FromEv, syn, &[]);
        self.push(time, Direction::FromEvse, syn, &[]);
        if let Some(first) = self.segments.first_mut() {
            first.acknowledges = None;
        }
    }

    /// Both ends close.
    pub(crate) fn close(&mut self) {
        let time = self.segments.last().unwrap().time;
        let fin = Flags { fin: true, ..Flags::default() };
        self.push(time, Direction::FromEv, fin, &[]);
        self.push(time, Direction::FromEvse, fin, &[]);
    }

    /// A recorded message: a datagram or a segment.
    pub(crate) fn message(&mut self, record: &Record) {
        let payload_type = record.payload_type.unwrap();
        let bytes = frame(payload_type, &record.payload);
        let (time, from) = (record.time.unwrap(), record.direction.unwrap());
        if payload_type.is_sdp() {
            let (vehicle, multicast) =
                (self.vehicle, SocketAddr::new("ff02::1".parse().unwrap(), 15118));
            let station = SocketAddr::new(self.station.ip(), 15118);
            let packet = match from {
                Direction::FromEv => udp(time, vehicle, multicast, &bytes),
                Direction::FromEvse => udp(time, station, vehicle, &bytes),
            };
            self.datagrams.push(packet);
        } else {
            self.push(time, from, Flags::default(), &bytes);
        }
    }

    /// A segment with any data.
    pub(crate) fn push(&mut self, time: Duration, from: Direction, flags: Flags, data: &[u8]) {
        let from_index = index(from);
        self.segments.push(Segment {
            time,
            from,
            sequence: self.next[from_index],
            acknowledges: Some(self.next[1 - from_index]),
            flags,
            data: data.to_vec(),
        });
        let used = data.len() + usize::from(flags.syn) + usize::from(flags.fin);
        self.next[from_index] = self.next[from_index].wrapping_add(u32::try_from(used).unwrap());
    }

    /// Cuts the data of each segment into pieces of `size` bytes.
    pub(crate) fn split(mut self, size: usize) -> Self {
        let mut segments = Vec::new();
        for segment in self.segments {
            if segment.data.is_empty() {
                segments.push(segment);
                continue;
            }
            for (number, piece) in segment.data.chunks(size).enumerate() {
                let offset = u32::try_from(number * size).unwrap();
                segments.push(Segment {
                    sequence: segment.sequence.wrapping_add(offset),
                    data: piece.to_vec(),
                    ..segment.clone()
                });
            }
        }
        self.segments = segments;
        self
    }

    /// Puts all data of a direction into one segment, which comes with the first of them.
    pub(crate) fn coalesced(mut self) -> Self {
        let mut segments: Vec<Segment> = Vec::new();
        for segment in self.segments {
            let same = segments
                .iter_mut()
                .find(|s| s.from == segment.from && !s.data.is_empty() && !segment.data.is_empty());
            match same {
                Some(same) => same.data.extend(segment.data),
                None => segments.push(segment),
            }
        }
        self.segments = segments;
        self
    }

    /// All packets on Ethernet.
    pub(crate) fn packets(&self) -> Vec<Packet> {
        self.packets_on(Link::Ethernet)
    }

    pub(crate) fn packets_on(&self, link: Link) -> Vec<Packet> {
        let segments = self.segments.iter().map(|segment| self.tcp(segment, link));
        self.datagrams.iter().cloned().chain(segments).collect()
    }

    fn tcp(&self, segment: &Segment, link: Link) -> Packet {
        let (from, to) = match segment.from {
            Direction::FromEv => (self.vehicle, self.station),
            Direction::FromEvse => (self.station, self.vehicle),
        };
        let mut builder =
            ip(from, to, link).tcp(from.port(), to.port(), segment.sequence, u16::MAX);
        if let Some(number) = segment.acknowledges {
            builder = builder.ack(number);
        }
        for (flag, set) in [
            (segment.flags.syn, PacketBuilderStep::syn as fn(_) -> _),
            (segment.flags.fin, PacketBuilderStep::fin),
            (segment.flags.rst, PacketBuilderStep::rst),
        ] {
            if flag {
                builder = set(builder);
            }
        }
        let mut bytes = Vec::new();
        builder.write(&mut bytes, &segment.data).unwrap();
        Packet { time: segment.time, bytes }
    }
}

/// Header and payload of a message.
pub(crate) fn frame(payload_type: PayloadType, payload: &[u8]) -> Vec<u8> {
    let mut buf = vec![0; payload.len() + 8];
    Frame { payload_type, payload }.encode(&mut buf).unwrap();
    buf
}

/// A UDP datagram on Ethernet.
pub(crate) fn udp(time: Duration, from: SocketAddr, to: SocketAddr, payload: &[u8]) -> Packet {
    let mut bytes = Vec::new();
    let builder = ip(from, to, Link::Ethernet).udp(from.port(), to.port());
    builder.write(&mut bytes, payload).unwrap();
    Packet { time, bytes }
}

fn ip(from: SocketAddr, to: SocketAddr, link: Link) -> PacketBuilderStep<etherparse::IpHeaders> {
    let ethernet = PacketBuilder::ethernet2([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2]);
    match (from, to) {
        (SocketAddr::V4(from), SocketAddr::V4(to)) => {
            let (from, to) = (from.ip().octets(), to.ip().octets());
            match link {
                Link::Ethernet => ethernet.ipv4(from, to, 64),
                Link::Vlan => {
                    ethernet.single_vlan(VlanId::try_new(100).unwrap()).ipv4(from, to, 64)
                }
            }
        }
        (from, to) => {
            let [from, to] = [from, to].map(|end| match end.ip() {
                IpAddr::V4(ip) => ip.to_ipv6_mapped().octets(),
                IpAddr::V6(ip) => ip.octets(),
            });
            match link {
                Link::Ethernet => ethernet.ipv6(from, to, 64),
                Link::Vlan => {
                    ethernet.single_vlan(VlanId::try_new(100).unwrap()).ipv6(from, to, 64)
                }
            }
        }
    }
}
