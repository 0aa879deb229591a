//! Payload types: what the payload after a header is.

use core::fmt;

/// Payload type of a V2GTP frame, bytes 2 and 3 of the header.
///
/// Sources, as named at the constants: Josev (PyPI `iso15118`), libcbv2g (its header of constants),
/// EVerest, dsV2Gshark (Wireshark dissector), crate `iso15118` 0.7.0. UNSURE marks codes that rest on
/// one source.
///
/// A plain 16-bit code with names: every value is representable, converts to `u16` and back without
/// loss, and can be matched against the constants.
///
/// | Codes | Meaning | DIN SPEC 70121, ISO 15118-2 | ISO 15118-20 |
/// |---|---|---|---|
/// | `0x8001` | EXI: supportedAppProtocol, DIN SPEC 70121, ISO 15118-2 | all messages | supportedAppProtocol only |
/// | `0x8002`-`0x8006` | EXI: main streams | | yes |
/// | `0x8010`, `0x8011` | EXI: main streams of Amendment 1 (UNSURE) | | yes |
/// | `0x8101`-`0x8104` | EXI: side streams | | yes |
/// | `0x9000`, `0x9001` | SDP | yes | yes |
/// | `0x9002`, `0x9003` | SDP on wireless links | | yes |
/// | `0x9004`, `0x9005` | SDP for eMSPs (UNSURE) | | yes |
/// | `0xA000`-`0xFFFF` | manufacturer specific, uniqueness not guaranteed | yes | yes |
/// | all others | reserved | | |
///
/// The type does not always say which grammar an EXI payload has. On [`V2G_EXI`](Self::V2G_EXI) the
/// phase of the session does: supportedAppProtocol until that is answered, then DIN or ISO 15118-2.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PayloadType(u16);

/// Named codes.
impl PayloadType {
    /// EXI V2G message: supportedAppProtocol of every generation (ISO 15118-20 included), all
    /// messages of DIN SPEC 70121 and all messages of ISO 15118-2. Sources: Josev, libcbv2g,
    /// EVerest, dsV2Gshark.
    pub const V2G_EXI: Self = Self(0x8001);

    /// ISO 15118-20 main stream, CommonMessages. Sources: Josev, libcbv2g, EVerest, dsV2Gshark.
    pub const COMMON_MAIN_STREAM: Self = Self(0x8002);

    /// ISO 15118-20 main stream, AC. Sources: Josev, libcbv2g, EVerest, dsV2Gshark.
    pub const AC_MAIN_STREAM: Self = Self(0x8003);

    /// ISO 15118-20 main stream, DC; MCS uses it too. Sources: Josev, libcbv2g, EVerest,
    /// dsV2Gshark.
    pub const DC_MAIN_STREAM: Self = Self(0x8004);

    /// ISO 15118-20 main stream, ACDP (automatic connection device, pantograph). Sources: Josev,
    /// libcbv2g, dsV2Gshark.
    pub const ACDP_MAIN_STREAM: Self = Self(0x8005);

    /// ISO 15118-20 main stream, WPT (wireless power transfer). Sources: Josev, libcbv2g,
    /// dsV2Gshark.
    pub const WPT_MAIN_STREAM: Self = Self(0x8006);

    /// ISO 15118-20 Amendment 1, AC_DER_IEC. **UNSURE**: EVerest only (copied by the crate
    /// `iso15118`); Josev lists the code as reserved in ISO 15118-20:2022.
    pub const AC_DER_IEC: Self = Self(0x8010);

    /// ISO 15118-20 Amendment 1, AC_DER_SAE. **UNSURE**: EVerest only (copied by the crate
    /// `iso15118`); Josev lists the code as reserved in ISO 15118-20:2022.
    pub const AC_DER_SAE: Self = Self(0x8011);

    /// ISO 15118-20 side stream, schedule renegotiation. Sources: Josev, libcbv2g, dsV2Gshark.
    ///
    /// Messages of several ISO 15118-20 schemas travel here: requests and responses of
    /// AC_, DC_ and WPT_ChargeParameterDiscovery, ScheduleExchange and PowerDelivery. The selected
    /// service says which; the event codes of their root elements differ too (dsV2Gshark, which calls
    /// that untested).
    pub const SCHEDULE_RENEGOTIATION: Self = Self(0x8101);

    /// ISO 15118-20 side stream, MeteringConfirmation (CommonMessages grammar). Sources: Josev,
    /// libcbv2g, dsV2Gshark.
    pub const METERING_CONFIRMATION: Self = Self(0x8102);

    /// ISO 15118-20 side stream, ACDP system status (ACDP grammar). Sources: Josev, libcbv2g,
    /// dsV2Gshark.
    pub const ACDP_SYSTEM_STATUS: Self = Self(0x8103);

    /// ISO 15118-20 side stream, parking status (value added service 66). Sources: Josev, libcbv2g,
    /// dsV2Gshark.
    ///
    /// **UNSURE** is the grammar: CommonMessages, VehicleCheckIn and VehicleCheckOut.
    pub const PARKING_STATUS: Self = Self(0x8104);

    /// SDP request, over UDP. Every generation, every source.
    pub const SDP_REQUEST: Self = Self(0x9000);

    /// SDP response, over UDP. Every generation, every source.
    pub const SDP_RESPONSE: Self = Self(0x9001);

    /// SDP request on a wireless link (WPT, ACD), ISO 15118-20. Sources: Josev, libcbv2g,
    /// dsV2Gshark.
    pub const SDP_REQUEST_WIRELESS: Self = Self(0x9002);

    /// SDP response on a wireless link (WPT, ACD), ISO 15118-20. Sources: Josev, libcbv2g,
    /// dsV2Gshark.
    pub const SDP_RESPONSE_WIRELESS: Self = Self(0x9003);

    /// SDP request for eMSPs, ISO 15118-20. **UNSURE**: dsV2Gshark only; Josev lists the code as
    /// reserved.
    pub const SDP_REQUEST_EMSP: Self = Self(0x9004);

    /// SDP response for eMSPs, ISO 15118-20. **UNSURE**: dsV2Gshark only; Josev lists the code as
    /// reserved.
    pub const SDP_RESPONSE_EMSP: Self = Self(0x9005);

    /// First manufacturer specific code; the range reaches to `0xFFFF`. Sources: Josev, crate
    /// `iso15118`.
    pub const MANUFACTURER_SPECIFIC_FIRST: Self = Self(0xA000);
}

impl PayloadType {
    /// Wraps a code. Every code is allowed.
    #[inline]
    #[must_use]
    pub const fn new(code: u16) -> Self {
        Self(code)
    }

    /// The code as it is on the wire (there big endian).
    #[inline]
    #[must_use]
    pub const fn code(self) -> u16 {
        self.0
    }

    /// Whether the payload is an EXI document: [`V2G_EXI`](Self::V2G_EXI), a main stream or a side
    /// stream.
    ///
    /// This is what a station or vehicle wants from its TCP connection. With the phase of the session
    /// it can be told more exactly: [`V2G_EXI`](Self::V2G_EXI) alone until supportedAppProtocol is
    /// answered and then in DIN SPEC 70121 and ISO 15118-2; in ISO 15118-20 then
    /// [`is_main_stream`](Self::is_main_stream) and [`is_side_stream`](Self::is_side_stream).
    #[inline]
    #[must_use]
    pub const fn is_exi(self) -> bool {
        self.0 == Self::V2G_EXI.0 || self.is_main_stream() || self.is_side_stream()
    }

    /// Whether this is a main stream of ISO 15118-20, the two codes of Amendment 1 (UNSURE)
    /// included.
    ///
    /// [`V2G_EXI`](Self::V2G_EXI) is none: ISO 15118-20 uses it for supportedAppProtocol only.
    #[inline]
    #[must_use]
    pub const fn is_main_stream(self) -> bool {
        matches!(self.0, 0x8002..=0x8006 | 0x8010..=0x8011)
    }

    /// Whether this is a side stream of ISO 15118-20, `0x8101` to `0x8104`.
    ///
    /// A request on a side stream may be outstanding beside one on the main stream: half duplex is
    /// a rule for each stream, not for the connection (UNSURE: no open peer does it).
    #[inline]
    #[must_use]
    pub const fn is_side_stream(self) -> bool {
        matches!(self.0, 0x8101..=0x8104)
    }

    /// Whether this is an SDP request or response of any variant, `0x9000` to `0x9005`. They travel
    /// over UDP.
    #[inline]
    #[must_use]
    pub const fn is_sdp(self) -> bool {
        matches!(self.0, 0x9000..=0x9005)
    }

    /// Whether the code is in the range for manufacturers, `0xA000` to `0xFFFF`. Two manufacturers
    /// may use the same code.
    #[inline]
    #[must_use]
    pub const fn is_manufacturer_specific(self) -> bool {
        self.0 >= Self::MANUFACTURER_SPECIFIC_FIRST.0
    }

    /// Whether the code has neither a name here nor a place in the range for manufacturers.
    ///
    /// The UNSURE codes have names, so they do not count as reserved.
    #[inline]
    #[must_use]
    pub const fn is_reserved(self) -> bool {
        !(self.is_exi() || self.is_sdp() || self.is_manufacturer_specific())
    }

    /// Short name of a named code, for logs; `None` for reserved and manufacturer specific codes.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::V2G_EXI => "V2G EXI message",
            Self::COMMON_MAIN_STREAM => "common main stream",
            Self::AC_MAIN_STREAM => "AC main stream",
            Self::DC_MAIN_STREAM => "DC main stream",
            Self::ACDP_MAIN_STREAM => "ACDP main stream",
            Self::WPT_MAIN_STREAM => "WPT main stream",
            Self::AC_DER_IEC => "AC_DER_IEC",
            Self::AC_DER_SAE => "AC_DER_SAE",
            Self::SCHEDULE_RENEGOTIATION => "schedule renegotiation",
            Self::METERING_CONFIRMATION => "metering confirmation",
            Self::ACDP_SYSTEM_STATUS => "ACDP system status",
            Self::PARKING_STATUS => "parking status",
            Self::SDP_REQUEST => "SDP request",
            Self::SDP_RESPONSE => "SDP response",
            Self::SDP_REQUEST_WIRELESS => "SDP request, wireless",
            Self::SDP_RESPONSE_WIRELESS => "SDP response, wireless",
            Self::SDP_REQUEST_EMSP => "SDP request, eMSP",
            Self::SDP_RESPONSE_EMSP => "SDP response, eMSP",
            _ => return None,
        })
    }
}

/// Writes code and name: `0x8004 (DC main stream)`.
impl fmt::Display for PayloadType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.name() {
            Some(name) => name,
            None if self.is_manufacturer_specific() => "manufacturer specific",
            None => "reserved",
        };
        write!(f, "0x{:04X} ({name})", self.0)
    }
}

/// Writes the code in hexadecimal, as the tables of the standards have it.
impl fmt::Debug for PayloadType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PayloadType(0x{:04X})", self.0)
    }
}

impl From<u16> for PayloadType {
    fn from(code: u16) -> Self {
        Self::new(code)
    }
}

impl From<PayloadType> for u16 {
    fn from(payload_type: PayloadType) -> Self {
        payload_type.code()
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn every_code_survives_the_round_trip() {
        for code in 0..=u16::MAX {
            assert_eq!(u16::from(PayloadType::from(code)), code);
        }
    }

    #[test]
    fn codes_are_those_of_the_standards() {
        for (named, code) in [
            (PayloadType::V2G_EXI, 0x8001),
            (PayloadType::COMMON_MAIN_STREAM, 0x8002),
            (PayloadType::AC_MAIN_STREAM, 0x8003),
            (PayloadType::DC_MAIN_STREAM, 0x8004),
            (PayloadType::ACDP_MAIN_STREAM, 0x8005),
            (PayloadType::WPT_MAIN_STREAM, 0x8006),
            (PayloadType::AC_DER_IEC, 0x8010),
            (PayloadType::AC_DER_SAE, 0x8011),
            (PayloadType::SCHEDULE_RENEGOTIATION, 0x8101),
            (PayloadType::METERING_CONFIRMATION, 0x8102),
            (PayloadType::ACDP_SYSTEM_STATUS, 0x8103),
            (PayloadType::PARKING_STATUS, 0x8104),
            (PayloadType::SDP_REQUEST, 0x9000),
            (PayloadType::SDP_RESPONSE, 0x9001),
            (PayloadType::SDP_REQUEST_WIRELESS, 0x9002),
            (PayloadType::SDP_RESPONSE_WIRELESS, 0x9003),
            (PayloadType::SDP_REQUEST_EMSP, 0x9004),
            (PayloadType::SDP_RESPONSE_EMSP, 0x9005),
        ] {
            assert_eq!(named.code(), code, "{named}");
        }
    }

    #[test]
    fn every_code_has_exactly_one_class() {
        for code in 0..=u16::MAX {
            let t = PayloadType::new(code);
            let classes = [t.is_exi(), t.is_sdp(), t.is_manufacturer_specific(), t.is_reserved()];
            assert_eq!(classes.iter().filter(|c| **c).count(), 1, "{t}");
        }
    }

    #[test]
    fn exi_is_v2g_exi_or_one_kind_of_stream() {
        for code in 0..=u16::MAX {
            let t = PayloadType::new(code);
            let kinds = [t == PayloadType::V2G_EXI, t.is_main_stream(), t.is_side_stream()];
            let count = kinds.iter().filter(|k| **k).count();
            assert_eq!(count, usize::from(t.is_exi()), "{t}");
        }
    }

    #[test]
    fn names_are_where_codes_are_neither_reserved_nor_for_manufacturers() {
        let mut named = 0;
        for code in 0..=u16::MAX {
            let t = PayloadType::new(code);
            assert_eq!(t.name().is_some(), t.is_exi() || t.is_sdp(), "{t}");
            named += usize::from(t.name().is_some());
        }
        assert_eq!(named, 18);
    }

    #[test]
    fn ranges_end_where_the_table_says() {
        for code in [0x0000, 0x8000, 0x8007, 0x800f, 0x8012, 0x8100, 0x8105, 0x8fff, 0x9006, 0x9fff]
        {
            assert!(PayloadType::new(code).is_reserved(), "{code:#06x}");
        }
        assert!(PayloadType::new(0xa000).is_manufacturer_specific());
        assert!(PayloadType::new(0xffff).is_manufacturer_specific());
    }

    #[test]
    fn text_forms() {
        assert_eq!(PayloadType::DC_MAIN_STREAM.to_string(), "0x8004 (DC main stream)");
        assert_eq!(PayloadType::new(0x0001).to_string(), "0x0001 (reserved)");
        assert_eq!(PayloadType::new(0xabcd).to_string(), "0xABCD (manufacturer specific)");
        assert_eq!(format!("{:?}", PayloadType::V2G_EXI), "PayloadType(0x8001)");
    }

    #[test]
    fn constants_work_as_patterns() {
        let class = |t| match t {
            PayloadType::V2G_EXI => 1,
            PayloadType::SDP_REQUEST | PayloadType::SDP_RESPONSE => 2,
            _ => 3,
        };
        assert_eq!(class(PayloadType::new(0x8001)), 1);
        assert_eq!(class(PayloadType::new(0x9001)), 2);
        assert_eq!(class(PayloadType::new(0x9002)), 3);
    }
}
