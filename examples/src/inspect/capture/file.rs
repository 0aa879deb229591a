//! The file formats: pcap in both byte orders with micro- or nanoseconds, and pcapng.
//!
//! The `pcap-parser` crate reads headers and blocks. Three things are done here instead, because
//! its 0.17 gets them wrong: its slice iterator reads every pcap packet as little endian, it
//! refuses time resolutions that are powers of two, and it reads the time offset of a big-endian
//! section as little endian.

use core::time::Duration;

use pcap_parser::nom;
use pcap_parser::pcapng::{Block, InterfaceDescriptionBlock, OptionCode};
use pcap_parser::{
    PcapError, parse_block_be, parse_block_le, parse_pcap_frame, parse_pcap_frame_be,
    parse_pcap_frame_modified, parse_pcap_header,
};

/// First four bytes of a pcapng file, the same in both byte orders.
const SECTION_HEADER: [u8; 4] = [0x0A, 0x0D, 0x0D, 0x0A];

/// A packet as it stands in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Packet<'a> {
    /// Its number in the file, from 1.
    pub(super) number: usize,
    /// Since the Unix epoch; simple packet blocks have none.
    pub(super) time: Option<Duration>,
    /// Link type of the interface.
    pub(super) link: u32,
    /// The captured bytes.
    pub(super) data: &'a [u8],
}

/// Packets, and what is wrong with the rest of the file.
type Packets<'a> = (Vec<Packet<'a>>, Option<String>);

/// Whether bytes begin like a pcap or pcapng file.
pub(super) fn is_capture(bytes: &[u8]) -> bool {
    matches!(
        bytes.first_chunk(),
        Some(
            &SECTION_HEADER
                | [0xD4, 0xC3, 0xB2, 0xA1]
                | [0xA1, 0xB2, 0xC3, 0xD4]
                | [0x4D, 0x3C, 0xB2, 0xA1]
                | [0xA1, 0xB2, 0x3C, 0x4D]
                | [0x34, 0xCD, 0xB2, 0xA1]
        )
    )
}

/// Reads all packets up to the end or to the first damage.
pub(super) fn packets(bytes: &[u8]) -> Result<Packets<'_>, String> {
    let (packets, damage) =
        if bytes.starts_with(&SECTION_HEADER) { pcapng(bytes) } else { pcap(bytes)? };
    match damage {
        // Nothing at all could be read: that is an error of the file, not a remark.
        Some(damage) if packets.is_empty() => Err(damage),
        damage => Ok((in_order(packets), damage)),
    }
}

/// Numbers packets as they stand in the file, and brings them into the order of their times.
///
/// The two differ where several interfaces, or the queues of one, were recorded into one file.
fn in_order(mut packets: Vec<Packet<'_>>) -> Vec<Packet<'_>> {
    for (at, packet) in packets.iter_mut().enumerate() {
        packet.number = at + 1;
    }
    if packets.iter().all(|packet| packet.time.is_some()) {
        packets.sort_by_key(|packet| packet.time);
    }
    packets
}

/// Reads the older format.
fn pcap(bytes: &[u8]) -> Result<Packets<'_>, String> {
    let (mut rest, header) = parse_pcap_header(bytes)
        .map_err(|_| "is cut off inside the pcap file header; record it again".to_owned())?;
    let next = if header.is_modified_format() {
        parse_pcap_frame_modified
    } else if header.is_bigendian() {
        parse_pcap_frame_be
    } else {
        parse_pcap_frame
    };
    // The upper bits say how long the frame check sequence is.
    let link = header.network.0.cast_unsigned_compat() & 0x0FFF_FFFF;
    let nanos_per_unit = if header.is_nanosecond_precision() { 1 } else { 1_000 };
    let mut packets = Vec::new();
    while !rest.is_empty() {
        let at = bytes.len() - rest.len();
        match next(rest) {
            Ok((behind, frame)) => {
                let nanos = u64::from(frame.ts_usec) * nanos_per_unit;
                let time = Duration::from_secs(frame.ts_sec.into()) + Duration::from_nanos(nanos);
                packets.push(Packet { number: 0, time: Some(time), link, data: frame.data });
                rest = behind;
            }
            Err(error) => return Ok((packets, Some(damage(at, &error)))),
        }
    }
    Ok((packets, None))
}

/// An interface of a pcapng section.
struct Interface {
    link: u32,
    snap_length: u32,
    /// Time units in a second.
    resolution: u128,
    /// Seconds to add.
    offset: i64,
}

/// Reads the newer format.
fn pcapng(bytes: &[u8]) -> Packets<'_> {
    let mut packets = Vec::new();
    let mut interfaces = Vec::new();
    let mut big_endian = false;
    let mut rest = bytes;
    while !rest.is_empty() {
        let at = bytes.len() - rest.len();
        if let Some(behind) = skip_other_block(rest, big_endian) {
            rest = behind;
            continue;
        }
        let block = if big_endian { parse_block_be(rest) } else { parse_block_le(rest) };
        let block = match block {
            Ok((behind, block)) => {
                rest = behind;
                block
            }
            Err(error) => return (packets, Some(damage(at, &error))),
        };
        match block {
            Block::SectionHeader(header) => {
                big_endian = header.big_endian();
                interfaces.clear();
            }
            Block::InterfaceDescription(block) => {
                interfaces.push(Interface::new(&block, big_endian));
            }
            Block::EnhancedPacket(block) => {
                let interface: Option<&Interface> =
                    usize::try_from(block.if_id).ok().and_then(|id| interfaces.get(id));
                let Some(interface) = interface else {
                    let text = format!(
                        "packet of unknown interface {} at byte {at}; what follows was not read",
                        block.if_id
                    );
                    return (packets, Some(text));
                };
                let ticks = u64::from(block.ts_high) << 32 | u64::from(block.ts_low);
                let data = up_to(block.data, block.caplen);
                let time = interface.time(ticks);
                packets.push(Packet { number: 0, time, link: interface.link, data });
            }
            Block::SimplePacket(block) => {
                // Simple packets belong to the first interface.
                let Some(interface) = interfaces.first() else {
                    let text = format!("packet without an interface at byte {at}");
                    return (packets, Some(text));
                };
                let captured = match interface.snap_length {
                    0 => block.origlen,
                    limit => limit.min(block.origlen),
                };
                let data = up_to(block.data, captured);
                packets.push(Packet { number: 0, time: None, link: interface.link, data });
            }
            _ => {}
        }
    }
    (packets, None)
}

/// Steps over a block that holds no packets and no interface, by its length alone.
///
/// So an odd statistics or name block cannot end the reading.
fn skip_other_block(bytes: &[u8], big_endian: bool) -> Option<&[u8]> {
    let (block_type, rest) = bytes.split_first_chunk::<4>()?;
    let length = rest.first_chunk::<4>()?;
    let (block_type, length) = if big_endian {
        (u32::from_be_bytes(*block_type), u32::from_be_bytes(*length))
    } else {
        (u32::from_le_bytes(*block_type), u32::from_le_bytes(*length))
    };
    let is_other = !matches!(block_type, 1 | 3 | 6 | 0x0A0D_0D0A);
    let length = usize::try_from(length).ok()?;
    (is_other && length >= 12).then(|| bytes.get(length..)).flatten()
}

impl Interface {
    fn new(block: &InterfaceDescriptionBlock<'_>, big_endian: bool) -> Self {
        // One bit chooses between powers of ten and of two.
        let exponent = u32::from(block.if_tsresol & 0x7F);
        let resolution = if block.if_tsresol & 0x80 == 0 {
            10_u128.checked_pow(exponent)
        } else {
            1_u128.checked_shl(exponent)
        };
        let offset = block.options.iter().find(|option| option.code == OptionCode::IfTsoffset);
        let offset = offset.and_then(|option| option.value.first_chunk::<8>()).map_or(0, |bytes| {
            if big_endian { i64::from_be_bytes(*bytes) } else { i64::from_le_bytes(*bytes) }
        });
        let link = block.linktype.0.cast_unsigned_compat();
        Self {
            link,
            snap_length: block.snaplen,
            resolution: resolution.filter(|units| *units > 0).unwrap_or(1_000_000),
            offset,
        }
    }

    /// Turns time units into a point in time.
    fn time(&self, ticks: u64) -> Option<Duration> {
        let ticks = u128::from(ticks);
        let seconds = i128::try_from(ticks / self.resolution).ok()?;
        let seconds = u64::try_from(seconds + i128::from(self.offset)).ok()?;
        // A resolution finer than nanoseconds would overflow the product: cut it down first.
        let (part, units) = match ticks % self.resolution {
            part if self.resolution > 1 << 64 => (part >> 40, self.resolution >> 40),
            part => (part, self.resolution),
        };
        let nanos = part * 1_000_000_000 / units;
        Some(Duration::new(seconds, u32::try_from(nanos).ok()?))
    }
}

/// The beginning of a padded field.
fn up_to(data: &[u8], length: u32) -> &[u8] {
    usize::try_from(length).ok().and_then(|length| data.get(..length)).unwrap_or(data)
}

/// Says what is wrong at a place of the file.
fn damage(at: usize, error: &nom::Err<PcapError<&[u8]>>) -> String {
    match error {
        nom::Err::Incomplete(_) => format!(
            "ends inside the packet or block at byte {at}; it was probably copied while still \
             being recorded"
        ),
        nom::Err::Error(_) | nom::Err::Failure(_) => format!(
            "is damaged at byte {at}; what follows was not read (editcap may be able to repair it)"
        ),
    }
}

/// `i32::cast_unsigned`, which is younger than the oldest compiler this package is built with.
trait CastUnsigned {
    fn cast_unsigned_compat(self) -> u32;
}

impl CastUnsigned for i32 {
    fn cast_unsigned_compat(self) -> u32 {
        u32::from_ne_bytes(self.to_ne_bytes())
    }
}
