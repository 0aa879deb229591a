//! The protocols that a connection can speak.

/// The protocol that a connection speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Protocol {
    /// Nothing agreed on yet: supportedAppProtocol.
    Handshake,
    /// DIN SPEC 70121.
    Din,
    /// ISO 15118-2.
    Iso2,
    /// ISO 15118-20.
    Iso20,
}

impl Protocol {
    /// Returns the protocol of a namespace that supportedAppProtocol has agreed on; `None` for a
    /// vendor's.
    #[must_use]
    pub fn of_namespace(namespace: &str) -> Option<Self> {
        match namespace {
            "urn:din:70121:2012:MsgDef" => Some(Self::Din),
            "urn:iso:15118:2:2013:MsgDef" => Some(Self::Iso2),
            _ if namespace.starts_with("urn:iso:std:iso:15118:-20:") => Some(Self::Iso20),
            _ => None,
        }
    }
}
