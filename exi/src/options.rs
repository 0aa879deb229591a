//! Options of decoder and encoder, and their reports.

use crate::error::Facet;

/// Deviations from the coding options of ISO 15118 and from the schema that the decoder accepts.
///
/// Accepted in any case, because real devices send it and it harms nobody:
/// - bytes after the document ([`Report::bytes`] says how many belong to it);
/// - padding bits other than zero in its last byte;
/// - an empty value as `EE` or as an empty `CH`;
/// - integers with more octets than needed.
///
/// [`Decode::decode_canonical`](crate::Decode::decode_canonical) refuses all of these. What the
/// coding options or the schema forbid is refused unless the option for it is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecodeOptions {
    #[cfg_attr(
        not(all(feature = "string-table", feature = "grammar")),
        allow(dead_code, reason = "false without the feature")
    )]
    pub(crate) string_table_hits: bool,
    pub(crate) report_facets: bool,
    pub(crate) learning_grammars: bool,
    pub(crate) memory_limit: usize,
}

/// The default of [`DecodeOptions::memory_limit`] and [`EncodeOptions::memory_limit`]: 1 MiB.
///
/// Messages of recorded sessions need at most 2 kB, the largest test vector 41 kB. The largest ones
/// that the schemas allow, with thousands of prices, need more.
pub const DEFAULT_MEMORY_LIMIT: usize = 1 << 20;

impl Default for DecodeOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl Default for EncodeOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl DecodeOptions {
    /// The defaults: what the coding options and the schema forbid is refused.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            string_table_hits: false,
            report_facets: false,
            learning_grammars: false,
            memory_limit: DEFAULT_MEMORY_LIMIT,
        }
    }

    /// Sets the most bytes of memory that `Owned::decode_with` takes for a message. Default:
    /// [`DEFAULT_MEMORY_LIMIT`]. Decoding into an arena of the caller has no other limit than the
    /// arena.
    #[must_use]
    pub const fn memory_limit(mut self, bytes: usize) -> Self {
        self.memory_limit = bytes;
        self
    }

    /// Accepts hits in the string table, from encoders that leave `valuePartitionCapacity` at its
    /// default instead of the 0 that ISO 15118 sets. Default: off.
    ///
    /// The table needs memory of the arena: at most 400 bytes at the beginning, then 130 bytes for each
    /// string value and 100 bytes for each name of an element or attribute that has one (with 32-bit
    /// pointers 300, 80 and 100 bytes). It holds 4,096 values, and all hits of a document together
    /// may repeat 1 MiB of text;
    /// [`Unsupported::StringTableFull`](crate::Unsupported::StringTableFull) if that is not enough.
    #[cfg(feature = "string-table")]
    #[cfg_attr(docsrs, doc(cfg(feature = "string-table")))]
    #[must_use]
    pub const fn string_table_hits(mut self, accept: bool) -> Self {
        self.string_table_hits = accept;
        self
    }

    /// Reports values that violate the schema ([`Report::violations`]) instead of refusing the
    /// document. Default: off.
    ///
    /// For gateways and field tools, which have to read on: real devices send an empty `eMAID`, an
    /// `EVCCID` of the wrong length, an abstract element. What comes out are the values as they
    /// were sent, so handle them like any input. Still refused is what has no value at all: an
    /// index beyond its enumeration, a number beyond its Rust type, surrogates, and everything that
    /// [`Malformed`](crate::Malformed) names.
    #[must_use]
    pub const fn report_facets(mut self, report: bool) -> Self {
        self.report_facets = report;
        self
    }

    /// Reads elements that the schema does not know, inside of wildcards, with built-in grammars
    /// that learn (EXI 1.0, 8.4.3), from encoders that leave `maximumNumberOfBuiltInElementGrammars`
    /// at its default instead of the 0 of the EXI profile. Default: off. See
    /// [`AnyElement`](crate::AnyElement).
    #[must_use]
    pub const fn learning_grammars(mut self, learn: bool) -> Self {
        self.learning_grammars = learn;
        self
    }
}

/// Deviations from the coding options of ISO 15118 and from the schema that the encoder writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EncodeOptions {
    pub(crate) report_facets: bool,
    pub(crate) learning_grammars: bool,
    pub(crate) memory_limit: usize,
}

impl EncodeOptions {
    /// The defaults: what the schema forbids is refused.
    #[must_use]
    pub const fn new() -> Self {
        Self { report_facets: false, learning_grammars: false, memory_limit: DEFAULT_MEMORY_LIMIT }
    }

    /// Sets the most bytes of memory that `Owned::from_json_with` takes for a message. Default:
    /// [`DEFAULT_MEMORY_LIMIT`].
    #[must_use]
    pub const fn memory_limit(mut self, bytes: usize) -> Self {
        self.memory_limit = bytes;
        self
    }

    /// Writes values that violate the schema and reports them ([`Report::violations`]), so that
    /// what was read with [`DecodeOptions::report_facets`] can be sent on. Default: off.
    #[must_use]
    pub const fn report_facets(mut self, report: bool) -> Self {
        self.report_facets = report;
        self
    }

    /// Writes elements that the schema does not know, inside of wildcards, with built-in grammars
    /// that learn (EXI 1.0, 8.4.3), for decoders that leave `maximumNumberOfBuiltInElementGrammars`
    /// at its default instead of the 0 of the EXI profile. Default: off. See
    /// [`AnyElement`](crate::AnyElement).
    #[must_use]
    pub const fn learning_grammars(mut self, learn: bool) -> Self {
        self.learning_grammars = learn;
        self
    }

    /// The options to read what was written with these.
    #[cfg(feature = "serde")]
    pub(crate) const fn for_reading(self) -> DecodeOptions {
        DecodeOptions::new()
            .report_facets(self.report_facets)
            .learning_grammars(self.learning_grammars)
            .memory_limit(self.memory_limit)
    }
}

/// The report of a decode or encode beside the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Report {
    /// Length of the document in bytes.
    pub bytes: usize,
    /// Where it violates the schema, if the options let that pass.
    pub violations: Violations,
}

/// Values that violate the schema in one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Violations {
    /// How many there are.
    pub count: usize,
    /// The one that comes first in the document. A trace of the document
    /// (`grammar::trace_with`, feature `grammar`) marks all of them.
    pub first: Option<Violation>,
}

/// A value that violates the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The rule.
    pub facet: Facet,
    /// Bit of the document at which the value begins.
    pub bit: usize,
}

impl Violations {
    pub(crate) const NONE: Self = Self { count: 0, first: None };

    /// True if the document obeys the schema.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Adds one. Within a run they do not come in the order of their bits.
    pub(crate) fn note(&mut self, facet: Facet, bit: usize) {
        self.count = self.count.saturating_add(1);
        if self.first.is_none_or(|first| bit < first.bit) {
            self.first = Some(Violation { facet, bit });
        }
    }
}
