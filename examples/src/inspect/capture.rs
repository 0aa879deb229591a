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
mod tls;

use alloc::collections::BTreeSet;
use core::net::SocketAddr;
use core::time::Duration;

use connections::Connections;
use file::Packet;
use layers::Layer;

use v2gtp::Frame;

use crate::discovery_payload;
use crate::inspect::record::{Entry, Note, NoteKind, Record};
use crate::progress::Progress;
use crate::shared::framing;
use crate::shared::problem::InputError;

/// Whether bytes begin like a pcap or pcapng file.
#[must_use]
pub(crate) fn is_capture(bytes: &[u8]) -> bool {
    file::is_capture(bytes)
}

/// Reads all messages of a capture, in the order in which they were complete.
///
/// # Errors
///
/// Returns an error where the file cannot be read from its beginning, or holds nothing of a
/// charging session. Damage further on becomes a note behind what could be read.
pub(crate) fn read(
    name: &str,
    bytes: &[u8],
    progress: &Progress,
) -> Result<Vec<Entry>, InputError> {
    let (packets, damage) = file::packets(bytes).map_err(|text| InputError::new(name, text))?;
    let mut capture = Capture::new(name, &packets);
    let mut work = progress.steps("reading packets", packets.len());
    for (at, packet) in packets.iter().enumerate() {
        work.step();
        capture.packet(at, packet);
    }
    drop(work);
    let mut entries = capture.finish();
    if let Some(text) = damage {
        let time = packets.last().and_then(|packet| packet.time);
        let text = format!("{name}: {text}");
        entries.push(Entry::Note(Note { time, kind: NoteKind::Damaged, text }));
    }
    // What was only passed over is no session.
    let skipped = entries.iter().map(|entry| match entry {
        Entry::Note(note) if note.kind == NoteKind::Skipped => Some(note.text.as_str()),
        Entry::Note(_) | Entry::Record(_) => None,
    });
    if let Some(skipped) = skipped.collect::<Option<Vec<_>>>() {
        let mut text = format!(
            "has no V2G traffic in its {} packets; record on the interface that leads to the \
             vehicle, from before it is plugged in (discovery is UDP port {})",
            packets.len(),
            v2gtp::sdp::PORT
        );
        for skipped in skipped {
            text += &format!("\n  {skipped}");
        }
        return Err(InputError::new(name, text));
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
    /// TCP connections that have nothing to do with charging.
    unrelated: usize,
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
            unrelated: 0,
            unknown_links: BTreeSet::new(),
        }
    }

    /// Takes the next packet.
    fn packet(&mut self, at: usize, packet: &Packet<'a>) {
        match layers::parse(packet.link, packet.data) {
            Layer::Tcp { from, to, segment } => self.connections.segment(at, from, to, &segment),
            Layer::Udp { from, to, payload }
                if from.port() == v2gtp::sdp::PORT || to.port() == v2gtp::sdp::PORT =>
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
        let origin = format!("UDP {from} -> {to}, packet {}", self.packet_number(at));
        match Frame::parse_datagram(bytes) {
            Ok(frame) => {
                let payload = frame.payload.to_vec();
                let mut record = Record::new(Some(frame.payload_type), payload, origin);
                record.time = self.time(at);
                record.direction = discovery_payload::direction(frame.payload_type);
                if let Some(endpoint) =
                    discovery_payload::offered_endpoint(frame.payload_type, frame.payload)
                {
                    self.stations.insert(endpoint);
                }
                self.entries.push((at, Entry::Record(record)));
            }
            Err(_) => {
                let text = format!("{origin}: {}", framing::describe_rest(bytes));
                self.note(at, NoteKind::Damaged, text);
            }
        }
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
        if self.unrelated > 0 {
            let text = format!("{} TCP connections skipped that carry no V2GTP", self.unrelated);
            add(NoteKind::Skipped, text);
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

    /// The number of a packet in the file, from 1 as capture tools count.
    fn packet_number(&self, at: usize) -> usize {
        self.packets.get(at).map_or(0, |packet| packet.number)
    }

    /// When a packet was captured.
    fn time(&self, at: usize) -> Option<Duration> {
        self.packets.get(at)?.time
    }
}
