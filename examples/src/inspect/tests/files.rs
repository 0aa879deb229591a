//! Capture files in all their variants.

use core::time::Duration;

use super::packets::Packet;

/// Link type of Ethernet.
pub(crate) const ETHERNET: u16 = 1;

/// The older format.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pcap {
    pub(crate) big_endian: bool,
    pub(crate) nanoseconds: bool,
    pub(crate) link: u16,
    pub(crate) snap_length: usize,
}

impl Default for Pcap {
    fn default() -> Self {
        Self { big_endian: false, nanoseconds: false, link: ETHERNET, snap_length: 1 << 18 }
    }
}

impl Pcap {
    pub(crate) fn file(self, packets: &[Packet]) -> Vec<u8> {
        let magic = if self.nanoseconds { 0xA1B2_3C4D } else { 0xA1B2_C3D4 };
        let mut file = self.u32(magic);
        file.extend(self.u32(if self.big_endian { 0x0002_0004 } else { 0x0004_0002 }));
        for field in [0, 0, u32::try_from(self.snap_length).unwrap(), self.link.into()] {
            file.extend(self.u32(field));
        }
        for packet in packets {
            let fraction = packet.time.subsec_nanos() / if self.nanoseconds { 1 } else { 1000 };
            let captured = &packet.bytes[..packet.bytes.len().min(self.snap_length)];
            let lengths = [captured.len(), packet.bytes.len()].map(|n| u32::try_from(n).unwrap());
            let seconds = u32::try_from(packet.time.as_secs()).unwrap();
            for field in [seconds, fraction, lengths[0], lengths[1]] {
                file.extend(self.u32(field));
            }
            file.extend(captured);
        }
        file
    }

    fn u32(self, value: u32) -> Vec<u8> {
        u32_bytes(self.big_endian, value)
    }
}

/// The newer format.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pcapng {
    pub(crate) big_endian: bool,
    /// Option `if_tsresol`; without it microseconds.
    pub(crate) resolution: Option<u8>,
    /// Option `if_tsoffset`, seconds.
    pub(crate) offset: Option<i64>,
    pub(crate) link: u16,
    /// Blocks of other kinds between the packets.
    pub(crate) other_blocks: bool,
    /// Simple packet blocks, which have no time.
    pub(crate) simple: bool,
}

impl Default for Pcapng {
    fn default() -> Self {
        Self {
            big_endian: false,
            resolution: Some(9),
            offset: None,
            link: ETHERNET,
            other_blocks: false,
            simple: false,
        }
    }
}

impl Pcapng {
    pub(crate) fn file(self, packets: &[Packet]) -> Vec<u8> {
        let mut section = self.u32(0x1A2B_3C4D);
        section.extend(self.u32(if self.big_endian { 0x0001_0000 } else { 1 }));
        section.extend([0xFF; 8]);
        let mut file = self.block(0x0A0D_0D0A, &section);

        let mut interface = self.u16(self.link);
        interface.extend([0; 6]);
        if let Some(resolution) = self.resolution {
            interface.extend(self.option(9, &[resolution]));
        }
        if let Some(offset) = self.offset {
            let bytes = if self.big_endian { offset.to_be_bytes() } else { offset.to_le_bytes() };
            interface.extend(self.option(14, &bytes));
        }
        interface.extend([0; 4]);
        file.extend(self.block(1, &interface));

        for packet in packets {
            if self.other_blocks {
                // A custom block, and one of a kind that nobody has defined.
                file.extend(self.block(0x0000_0BAD, &[1; 12]));
                file.extend(self.block(0x7FFF_0000, &[]));
            }
            let length = self.u32(u32::try_from(packet.bytes.len()).unwrap());
            if self.simple {
                file.extend(self.block(3, &[&length, &packet.bytes[..]].concat()));
                continue;
            }
            let ticks = self.ticks(packet.time);
            let fields = [0, u32::try_from(ticks >> 32).unwrap(), (ticks & 0xFFFF_FFFF) as u32];
            let mut body: Vec<u8> = fields.into_iter().flat_map(|field| self.u32(field)).collect();
            body.extend([&length[..], &length, &packet.bytes].concat());
            file.extend(self.block(6, &body));
        }
        file
    }

    /// A time in the units of the interface.
    fn ticks(self, time: Duration) -> u64 {
        let offset = i128::from(self.offset.unwrap_or(0)) * 1_000_000_000;
        let nanos = u128::try_from(i128::try_from(time.as_nanos()).unwrap() - offset).unwrap();
        let units: u128 = match self.resolution.unwrap_or(6) {
            power if power & 0x80 != 0 => 1 << (power & 0x7F),
            power => 10_u128.pow(power.into()),
        };
        // To the nearest, because a power of two cannot hold a decimal fraction.
        u64::try_from((nanos * units + 500_000_000) / 1_000_000_000).unwrap()
    }

    fn block(self, block_type: u32, body: &[u8]) -> Vec<u8> {
        let mut body = body.to_vec();
        body.resize(body.len().next_multiple_of(4), 0);
        let length = self.u32(u32::try_from(body.len() + 12).unwrap());
        [&self.u32(block_type)[..], &length, &body, &length].concat()
    }

    fn option(self, code: u16, value: &[u8]) -> Vec<u8> {
        let mut option = self.u16(code);
        option.extend(self.u16(u16::try_from(value.len()).unwrap()));
        option.extend(value);
        option.resize(option.len().next_multiple_of(4), 0);
        option
    }

    fn u16(self, value: u16) -> Vec<u8> {
        (if self.big_endian { value.to_be_bytes() } else { value.to_le_bytes() }).to_vec()
    }

    fn u32(self, value: u32) -> Vec<u8> {
        u32_bytes(self.big_endian, value)
    }
}

fn u32_bytes(big_endian: bool, value: u32) -> Vec<u8> {
    (if big_endian { value.to_be_bytes() } else { value.to_le_bytes() }).to_vec()
}
