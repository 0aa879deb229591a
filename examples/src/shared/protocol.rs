//! Message sets: their names, and what tells which of them a payload belongs to.

use core::fmt;

use v2gtp::PayloadType;

/// A set of messages that share one EXI grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Protocol {
    /// The supportedAppProtocol handshake.
    Sap,
    /// DIN SPEC 70121.
    Din,
    /// ISO 15118-2.
    Iso2,
    /// One of the message sets of ISO 15118-20.
    Iso20(Iso20Set),
    /// XML signature parts alone, as signatures are made over.
    XmlDsig,
}

/// The message sets of ISO 15118-20, each with a grammar of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Iso20Set {
    /// CommonMessages.
    Common,
    /// AC charging.
    Ac,
    /// DC charging.
    Dc,
    /// Wireless power transfer.
    Wpt,
    /// Automated connection device, pantograph.
    Acdp,
}

/// Names of a protocol.
struct Names {
    protocol: Protocol,
    /// For the command line and the JSON form.
    word: &'static str,
    /// For a sentence.
    title: &'static str,
    /// What recordings of other tools and the handshake call it.
    others: &'static [&'static str],
}

impl Protocol {
    const NAMES: [Names; 9] = [
        Names {
            protocol: Self::Sap,
            word: "sap",
            title: "supportedAppProtocol",
            others: &["SAP", "urn:iso:15118:2:2010:AppProtocol"],
        },
        Names {
            protocol: Self::Din,
            word: "din",
            title: "DIN SPEC 70121",
            others: &["DIN70121", "urn:din:70121:2012:MsgDef"],
        },
        Names {
            protocol: Self::Iso2,
            word: "iso2",
            title: "ISO 15118-2",
            others: &["ISO15118-2", "urn:iso:15118:2:2013:MsgDef"],
        },
        Names {
            protocol: Self::Iso20(Iso20Set::Common),
            word: "iso20-common",
            title: "ISO 15118-20 (common messages)",
            others: &["ISO15118-20:CommonMessages", "urn:iso:std:iso:15118:-20:CommonMessages"],
        },
        Names {
            protocol: Self::Iso20(Iso20Set::Ac),
            word: "iso20-ac",
            title: "ISO 15118-20 (AC)",
            others: &["ISO15118-20:AC", "urn:iso:std:iso:15118:-20:AC"],
        },
        Names {
            protocol: Self::Iso20(Iso20Set::Dc),
            word: "iso20-dc",
            title: "ISO 15118-20 (DC)",
            others: &["ISO15118-20:DC", "urn:iso:std:iso:15118:-20:DC"],
        },
        Names {
            protocol: Self::Iso20(Iso20Set::Wpt),
            word: "iso20-wpt",
            title: "ISO 15118-20 (WPT)",
            others: &["ISO15118-20:WPT", "urn:iso:std:iso:15118:-20:WPT"],
        },
        Names {
            protocol: Self::Iso20(Iso20Set::Acdp),
            word: "iso20-acdp",
            title: "ISO 15118-20 (ACDP)",
            others: &["ISO15118-20:ACDP", "urn:iso:std:iso:15118:-20:ACDP"],
        },
        Names {
            protocol: Self::XmlDsig,
            word: "xmldsig",
            title: "a part of an XML signature",
            others: &["http://www.w3.org/2000/09/xmldsig#"],
        },
    ];

    fn names(self) -> Option<&'static Names> {
        Self::NAMES.iter().find(|names| names.protocol == self)
    }

    /// The word for the command line and the JSON form.
    #[must_use]
    pub(crate) fn word(self) -> &'static str {
        self.names().map_or("", |names| names.word)
    }

    /// The name for a sentence, `ISO 15118-2`.
    #[must_use]
    pub(crate) fn title(self) -> &'static str {
        self.names().map_or("", |names| names.title)
    }

    /// All words, for a message that lists them.
    pub(crate) fn words() -> impl Iterator<Item = &'static str> {
        Self::NAMES.iter().map(|names| names.word)
    }

    /// Reads the name a recording, a handshake or a person gives: a word, a namespace, or the name
    /// that another tool uses.
    #[must_use]
    pub(crate) fn from_hint(hint: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|names| names.word == hint || names.others.contains(&hint))
            .map(|names| names.protocol)
    }

    /// The grammar that a payload type alone decides, which is so for most streams of -20.
    ///
    /// The renegotiation stream `0x8101` is not here: AC, DC, WPT and common messages share it.
    #[must_use]
    pub(crate) fn from_payload_type(payload_type: PayloadType) -> Option<Self> {
        Some(Self::Iso20(match payload_type {
            // The parking status stream is said to carry VehicleCheckIn and VehicleCheckOut.
            PayloadType::COMMON_MAIN_STREAM
            | PayloadType::METERING_CONFIRMATION
            | PayloadType::PARKING_STATUS => Iso20Set::Common,
            PayloadType::AC_MAIN_STREAM => Iso20Set::Ac,
            PayloadType::DC_MAIN_STREAM => Iso20Set::Dc,
            PayloadType::ACDP_MAIN_STREAM | PayloadType::ACDP_SYSTEM_STATUS => Iso20Set::Acdp,
            PayloadType::WPT_MAIN_STREAM => Iso20Set::Wpt,
            _ => return None,
        }))
    }

    /// The protocol that the first bytes of a `0x8001` payload tell, for sessions whose handshake
    /// was not recorded.
    ///
    /// Every message of DIN SPEC 70121 and ISO 15118-2 is a `V2G_Message`, and that element has
    /// another 7-bit event code in each of the two grammars (77 and 76) than anything that a
    /// handshake message can begin with (0 or 1 in 2 bits).
    #[must_use]
    pub(crate) fn from_first_bytes(exi: &[u8]) -> Option<Self> {
        match *exi {
            [0x80, second, ..] => match (second >> 1, second >> 6) {
                (76, _) => Some(Self::Iso2),
                (77, _) => Some(Self::Din),
                (_, 0 | 1) => Some(Self::Sap),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Iso20Set {
    /// The set of a message on the renegotiation stream `0x8101`.
    ///
    /// Ten messages belong there: the two of ChargeParameterDiscovery of AC, DC and WPT, and those
    /// of ScheduleExchange and PowerDelivery. Their event codes, 6 bits in each of the four
    /// grammars, differ from one another.
    #[must_use]
    pub(crate) fn of_renegotiation(exi: &[u8]) -> Option<Self> {
        let [0x80, second, ..] = *exi else { return None };
        Some(match second >> 2 {
            4 | 5 => Self::Ac,
            15 | 16 => Self::Dc,
            29 | 30 => Self::Wpt,
            21 | 22 | 27 | 28 => Self::Common,
            _ => return None,
        })
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Whether bytes can be the beginning of an EXI document: distinguishing bits `10`, or the cookie.
#[must_use]
pub(crate) fn is_exi_header(bytes: &[u8]) -> bool {
    bytes.starts_with(b"$EXI") || bytes.first().is_some_and(|first| first >> 6 == 0b10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_leads_back_to_its_protocol() {
        for names in &Protocol::NAMES {
            assert_eq!(Protocol::from_hint(names.word), Some(names.protocol));
            assert_eq!(names.protocol.word(), names.word);
            for other in names.others {
                assert_eq!(Protocol::from_hint(other), Some(names.protocol));
            }
        }
        assert_eq!(Protocol::from_hint("urn:tesla:din:2018:MsgDef"), None);
    }

    #[test]
    fn first_bytes_tell_the_three_grammars_of_0x8001_apart() {
        // SessionSetupReq of -2 and DIN, then both handshake messages.
        let of = Protocol::from_first_bytes;
        assert_eq!(of(&[0x80, 0x98, 0x00]), Some(Protocol::Iso2));
        assert_eq!(of(&[0x80, 0x9A, 0x00]), Some(Protocol::Din));
        assert_eq!(of(&[0x80, 0x00, 0xEB]), Some(Protocol::Sap));
        assert_eq!(of(&[0x80, 0x40, 0x00]), Some(Protocol::Sap));
        assert_eq!(of(&[0x80, 0x80, 0x00]), None);
        assert_eq!(of(&[0x80]), None);
        assert_eq!(of(&[0x90, 0x98]), None);
    }
}
