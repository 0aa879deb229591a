//! From a TCP connection to V2GTP messages, or to a note on what else it carries.

use core::net::SocketAddr;

use super::Capture;
use super::connections::Connection;
use super::stream::{Reassembled, Run};
use super::tls;
use crate::inspect::record::{Direction, Entry, NoteKind, Record};
use crate::shared::framing::{self, Step, count};

/// Reads one connection; `number` is the running number its records get.
pub(super) fn read(capture: &mut Capture<'_, '_>, number: u32, connection: &Connection<'_>) {
    let streams = connection.streams.each_ref().map(|stream| stream.reassemble());
    let ends = connection.ends;
    let is_offered = ends.iter().any(|end| capture.stations.contains(end));
    let name = format!("TCP {} -> {}", ends[0], ends[1]);
    if streams.iter().all(Reassembled::is_empty) {
        if let (true, Some((packet, _))) = (is_offered, connection.reset) {
            capture.note(packet, NoteKind::Reset, format!("{name}: refused or reset, no message"));
        }
        return;
    }
    if streams.iter().any(|stream| stream.runs.iter().any(has_v2gtp)) {
        let mut reader = Reader { capture, name, number, ends };
        let directions = reader.directions(connection.has_opener);
        if streams.iter().any(|stream| !stream.has_start && !stream.is_empty()) {
            let text = "the recording begins inside this connection; messages, and with them the \
                        handshake, may be missing before it";
            reader.note(connection.packet, NoteKind::LateStart, text);
        }
        for (from, stream) in streams.iter().enumerate() {
            reader.stream(from, stream, directions.map(|of| of[from]));
        }
        if let Some((packet, end)) = connection.reset {
            let text = format!("reset by {}", ends[end]);
            reader.note(packet, NoteKind::Reset, &text);
        }
    } else if streams.iter().any(is_tls) {
        // Any other program may use TLS: where discovery says which connection is the session's,
        // only that one is worth a line.
        if is_offered || capture.stations.is_empty() {
            let beginnings = streams.iter().filter_map(|stream| stream.runs.first());
            let agreed = beginnings.map(|run| &run.bytes[..]).find_map(tls::agreed);
            let agreed = agreed.unwrap_or_else(|| "version not recorded".to_owned());
            let text = format!(
                "{name}: a TLS connection ({agreed}); its messages are encrypted and cannot be \
                 read, record them in plain text at one of its ends"
            );
            capture.note(connection.packet, NoteKind::Tls, text);
        } else {
            capture.unrelated += 1;
        }
    } else if is_offered {
        let text = format!("{name}: carries neither V2GTP nor TLS, though discovery offered it");
        capture.note(connection.packet, NoteKind::Foreign, text);
    } else {
        capture.unrelated += 1;
    }
}

/// Whether there is a V2GTP header where one may stand: at the beginning of a segment.
fn has_v2gtp(run: &Run) -> bool {
    run.segment_starts().any(|at| run.bytes.get(at..).is_some_and(framing::begins_plausibly))
}

/// Whether a stream is made of TLS records.
fn is_tls(stream: &Reassembled) -> bool {
    let Some(run) = stream.runs.first() else { return false };
    let at_start = stream.has_start && run.lost == 0;
    if at_start {
        return tls::begins_record(&run.bytes);
    }
    run.segment_starts().any(|at| run.bytes.get(at..).is_some_and(tls::begins_record))
}

/// Reads the streams of one connection.
struct Reader<'r, 'p, 'a> {
    capture: &'r mut Capture<'p, 'a>,
    name: String,
    number: u32,
    ends: [SocketAddr; 2],
}

impl Reader<'_, '_, '_> {
    /// Who sends what: by the endpoint that discovery named, or because vehicles open connections.
    fn directions(&self, has_opener: bool) -> Option<[Direction; 2]> {
        let [first, second] = self.ends.map(|end| self.capture.stations.contains(&end));
        match (first, second) {
            (false, true) => Some([Direction::FromEv, Direction::FromEvse]),
            (true, false) => Some([Direction::FromEvse, Direction::FromEv]),
            _ => has_opener.then_some([Direction::FromEv, Direction::FromEvse]),
        }
    }

    /// Reads what one end sent.
    fn stream(&mut self, from: usize, stream: &Reassembled, direction: Option<Direction>) {
        let mut in_step = stream.has_start;
        // Bytes that the last message still needs, where its header tells.
        let mut open: Option<u64> = None;
        let mut last_packet = None;
        for run in &stream.runs {
            if run.lost > 0 {
                let text = format!("{} bytes are missing from {}", run.lost, self.ends[from]);
                self.note(run.packet_at(0), NoteKind::Gap, &text);
            }
            let begin = match (run.lost, open) {
                (0, _) if in_step => Some(0),
                // The gap may end inside the message that it cut: the length tells where to go on.
                (lost, Some(open)) if lost > 0 => open
                    .checked_sub(lost)
                    .and_then(|behind| usize::try_from(behind).ok())
                    .filter(|at| *at <= run.bytes.len()),
                _ => None,
            };
            let begin = begin.or_else(|| self.search(run));
            in_step = true;
            open = match begin {
                Some(begin) => self.run(from, run, begin, direction),
                None => None,
            };
            last_packet = Some(run.packet_at(run.bytes.len()));
        }
        if stream.lost_at_end > 0 {
            let text = format!(
                "{} bytes are missing from the end of {}",
                stream.lost_at_end, self.ends[from]
            );
            let packets = self.capture.packets.len();
            let packet = last_packet.unwrap_or_else(|| packets.saturating_sub(1));
            self.note(packet, NoteKind::Gap, &text);
        }
        if stream.differing > 0 {
            let text = format!(
                "{} bytes from {} were sent again with other contents; the first are shown",
                stream.differing, self.ends[from]
            );
            self.note(last_packet.unwrap_or(0), NoteKind::Damaged, &text);
        }
    }

    /// Reads the messages of a run; returns how many bytes its last message still needs.
    fn run(
        &mut self,
        from: usize,
        run: &Run,
        begin: usize,
        direction: Option<Direction>,
    ) -> Option<u64> {
        let mut at = begin;
        while let Some(rest) = run.bytes.get(at..).filter(|rest| !rest.is_empty()) {
            match framing::next_message(rest) {
                Step::Message { frame, size } => {
                    let packet = run.packet_at(at + size - 1);
                    let number = self.capture.packet_number(packet);
                    let origin = format!("{}, packet {number}", self.name);
                    let payload = frame.payload.to_vec();
                    let mut record = Record::new(Some(frame.payload_type), payload, origin);
                    record.time = self.capture.time(packet);
                    record.direction = direction;
                    record.connection = self.number;
                    self.capture.entries.push((packet, Entry::Record(record)));
                    at += size;
                }
                Step::Incomplete { size } => {
                    let text = format!("{} from {}", framing::describe_rest(rest), self.ends[from]);
                    self.note(run.packet_at(run.bytes.len()), NoteKind::Damaged, &text);
                    return size.map(|size| size - count(rest.len()));
                }
                Step::NoHeader => {
                    let next = framing::find_header(rest);
                    let lost = next.unwrap_or(rest.len());
                    let text =
                        format!("{lost} bytes without a V2GTP header from {}", self.ends[from]);
                    self.note(run.packet_at(at), NoteKind::Damaged, &text);
                    at += lost;
                }
            }
        }
        // A message that ended with the run needs nothing, so the next begins behind it.
        Some(0)
    }

    /// Finds the first message of a run that begins anywhere in a stream.
    fn search(&self, run: &Run) -> Option<usize> {
        // Most programs write a message at once, so a segment is the best place to look.
        run.segment_starts()
            .find(|at| run.bytes.get(*at..).is_some_and(framing::begins_plausibly))
            .or_else(|| framing::find_header(&run.bytes))
    }

    fn note(&mut self, packet: usize, kind: NoteKind, text: &str) {
        let text = format!("{}: {text}", self.name);
        self.capture.note(packet, kind, text);
    }
}
