//! Packet captures: from a pcap or pcapng file to V2GTP messages and notes.
//!
//! The file is read as a whole and gone through in three steps, each in a file of its own:
//! packets out of the file format, UDP datagrams and TCP segments out of the packets, messages
//! out of the reassembled streams. Reassembly happens after all packets are known, so a segment
//! that the capture shows late, twice or in pieces makes no difference, and what is missing then
//! is truly missing. Memory stays proportional to the file.

mod connections;
mod file;
mod layers;
mod messages;
mod stream;

use alloc::collections::BTreeSet;
use core::net::{IpAddr, SocketAddr};
use core::time::Duration;

use connections::Connections;
use file::Packet;
use layers::Layer;

use crate::framing::{self, Step};
use crate::input::{Direction, Entry, InputError, Note, NoteKind, Record, describe_rest};
use crate::sdp;

/// Whether bytes begin like a pcap or pcapng file.
#[must_use]
pub fn is_capture(bytes: &[u8]) -> bool {
    file::is_capture(bytes)
}

/// Reads all messages of a capture, in the order in which they were complete.
///
/// # Errors
///
/// Returns an error where the file cannot be read from its beginning, or holds nothing of a
/// charging session. Damage further on becomes a note behind what could be read.
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<Entry>, InputError> {
    let (packets, damage) = file::packets(bytes).map_err(|text| InputError::new(name, text))?;
    let mut capture = Capture::new(name, &packets);
    for (at, packet) in packets.iter().enumerate() {
        capture.packet(at, packet);
    }
    let mut entries = capture.finish();
    if let Some(text) = damage {
        let text = format!("{name}: {text}");
        entries.push(Entry::Note(Note { time: None, kind: NoteKind::Damaged, text }));
    }
    if entries.is_empty() {
        let count = packets.len();
        return Err(InputError::new(
            name,
            format!(
                "has no V2G traffic in its {count} packets; record on the interface that leads to \
                 the vehicle, from before it is plugged in (discovery is UDP port {})",
                sdp::PORT
            ),
        ));
    }
    Ok(entries)
}

/// An entry with the packet it belongs to, which decides its place.
type Placed = (usize, Entry);

/// What has been gathered from the packets so far.
struct Capture<'p, 'a> {
    name: &'p str,
    packets: &'p [Packet<'a>],
    connections: Connections<'a>,
    /// Endpoints that discovery answers named: there a station listened.
    stations: BTreeSet<SocketAddr>,
    entries: Vec<Placed>,
    homeplug: usize,
    fragments: usize,
    malformed: usize,
    unknown_links: BTreeSet<u32>,
}

impl<'p, 'a> Capture<'p, 'a> {
    fn new(name: &'p str, packets: &'p [Packet<'a>]) -> Self {
        Self {
            name,
            packets,
            connections: Connections::default(),
            stations: BTreeSet::new(),
            entries: Vec::new(),
            homeplug: 0,
            fragments: 0,
            malformed: 0,
            unknown_links: BTreeSet::new(),
        }
    }

    /// Takes the next packet.
    fn packet(&mut self, at: usize, packet: &Packet<'a>) {
        match layers::parse(packet.link, packet.data) {
            Layer::Tcp { from, to, segment } => self.connections.segment(at, from, to, segment),
            Layer::Udp { from, to, payload }
                if from.port() == sdp::PORT || to.port() == sdp::PORT =>
            {
                self.datagram(at, from, to, payload);
            }
            Layer::HomePlug => self.homeplug += 1,
            Layer::Fragment => self.fragments += 1,
            Layer::Malformed => self.malformed += 1,
            Layer::UnknownLink => {
                self.unknown_links.insert(packet.link);
            }
            Layer::Udp { .. } | Layer::Other => {}
        }
    }

    /// Takes a discovery datagram: one datagram is one message.
    fn datagram(&mut self, at: usize, from: SocketAddr, to: SocketAddr, bytes: &[u8]) {
        let origin = format!("packet {}, UDP {from} -> {to}", at + 1);
        let rest = match framing::next_message(bytes) {
            Step::Message { payload_type, payload, size } => {
                let mut record = Record::new(Some(payload_type), payload.to_vec(), origin.clone());
                record.time = self.time(at);
                record.direction = match payload_type {
                    0x9000 | 0x9002 | 0x9004 => Some(Direction::FromEv),
                    0x9001 | 0x9003 | 0x9005 => Some(Direction::FromEvse),
                    _ => None,
                };
                if let Some((address, port)) = sdp::offered_endpoint(payload_type, payload) {
                    self.stations.insert(SocketAddr::new(IpAddr::V6(address), port));
                }
                self.entries.push((at, Entry::Record(record)));
                match bytes.len() - size {
                    0 => return,
                    more => format!("{more} bytes behind the message"),
                }
            }
            step => describe_rest(step, bytes.len()),
        };
        self.note(at, NoteKind::Damaged, format!("{origin}: {rest}"));
    }

    /// Puts everything in order.
    fn finish(mut self) -> Vec<Entry> {
        let connections = core::mem::take(&mut self.connections).into_list();
        for (number, connection) in connections.into_iter().enumerate() {
            // Number 0 is for datagrams.
            let number = u32::try_from(number + 1).unwrap_or(u32::MAX);
            messages::read(&mut self, number, &connection);
        }
        // Stable: what one packet completed stays in the order of the stream.
        self.entries.sort_by_key(|(packet, _)| *packet);
        let mut entries = self.summary();
        entries.extend(self.entries.into_iter().map(|(_, entry)| entry));
        entries
    }

    /// Notes about packets that are no messages, for the beginning.
    fn summary(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut add = |kind, text| {
            let text = format!("{}: {text}", self.name);
            entries.push(Entry::Note(Note { time: None, kind, text }));
        };
        if self.homeplug > 0 {
            add(NoteKind::Skipped, format!("{} HomePlug (SLAC) frames skipped", self.homeplug));
        }
        for link in &self.unknown_links {
            let text = format!(
                "packets of link type {link} skipped; Ethernet, Linux cooked, raw IP and loopback \
                 can be read"
            );
            add(NoteKind::Damaged, text);
        }
        // If these carried a part of a session, it is missing from a stream and reported there.
        if self.fragments > 0 {
            add(NoteKind::Skipped, format!("{} IP fragments skipped", self.fragments));
        }
        if self.malformed > 0 {
            add(NoteKind::Skipped, format!("{} malformed packets skipped", self.malformed));
        }
        entries
    }

    /// Adds a note at the place and time of a packet.
    fn note(&mut self, at: usize, kind: NoteKind, text: String) {
        let time = self.time(at);
        self.entries.push((at, Entry::Note(Note { time, kind, text })));
    }

    /// When a packet was captured.
    fn time(&self, at: usize) -> Option<Duration> {
        self.packets.get(at)?.time
    }
}
