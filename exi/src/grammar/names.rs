//! Names in the stream: the partitions of URIs and local names (EXI 1.0, 7.3.1 and appendix D),
//! and the grammars that are learned for elements that the schema does not know (8.4.3).
//!
//! Only wildcards need them: everywhere else the event code says the name. Reader and writer keep
//! the same state, so both use this.

use super::Schema;

/// Namespaces beyond those of the schema, in one document.
const MAX_URIS: usize = 8;
/// Local names beyond those of the schema.
const MAX_LOCALS: usize = 48;
/// Elements with a grammar of their own.
const MAX_GRAMMARS: usize = 16;
/// Productions in all of these grammars.
const MAX_PRODUCTIONS: usize = 64;
/// Attributes of an element that the schema does not know.
const MAX_ATTRIBUTES: usize = 48;

pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";
pub(super) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
pub(super) const XSD: &str = "http://www.w3.org/2001/XMLSchema";
/// The namespace of declarations of namespaces, in which no name of a document is (Namespaces in XML
/// 1.0, section 3).
pub(super) const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// `xsi:type`: URI 2, and the second of the names there.
pub(super) const XSI_TYPE: NameId = NameId { uri: 2, local: 1 };
/// The event by which elements are cast.
pub(super) const CAST: Learned = Learned::Attribute(XSI_TYPE);
/// `xsd:anyType`.
pub(super) const ANY_TYPE: NameId = NameId { uri: 3, local: 12 };

/// The names of XML Schema (EXI 1.0, appendix D.3).
const XSD_NAMES: [&str; 46] = [
    "ENTITIES",
    "ENTITY",
    "ID",
    "IDREF",
    "IDREFS",
    "NCName",
    "NMTOKEN",
    "NMTOKENS",
    "NOTATION",
    "Name",
    "QName",
    "anySimpleType",
    "anyType",
    "anyURI",
    "base64Binary",
    "boolean",
    "byte",
    "date",
    "dateTime",
    "decimal",
    "double",
    "duration",
    "float",
    "gDay",
    "gMonth",
    "gMonthDay",
    "gYear",
    "gYearMonth",
    "hexBinary",
    "int",
    "integer",
    "language",
    "long",
    "negativeInteger",
    "nonNegativeInteger",
    "nonPositiveInteger",
    "normalizedString",
    "positiveInteger",
    "short",
    "string",
    "time",
    "token",
    "unsignedByte",
    "unsignedInt",
    "unsignedLong",
    "unsignedShort",
];

/// A name by its compact identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct NameId {
    pub(super) uri: u16,
    pub(super) local: u16,
}

/// The event that a learned production matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Learned {
    #[default]
    End,
    Text,
    Start(NameId),
    Attribute(NameId),
}

/// A production of a learned grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Production {
    grammar: u8,
    /// Behind the start tag.
    content: bool,
    event: Learned,
}

/// A list with room for a few.
#[derive(Debug)]
struct Few<T, const N: usize> {
    items: [T; N],
    len: usize,
}

impl<T: Copy + Default, const N: usize> Few<T, N> {
    fn new() -> Self {
        Self { items: [T::default(); N], len: 0 }
    }

    fn get(&self) -> &[T] {
        self.items.get(..self.len).unwrap_or(&[])
    }

    /// Adds an item: its index, or `None` if there is no room.
    fn push(&mut self, item: T) -> Option<usize> {
        let index = self.len;
        *self.items.get_mut(index)? = item;
        self.len += 1;
        Some(index)
    }
}

/// The names and grammars of a document so far.
#[derive(Debug)]
pub(crate) struct Names<'n> {
    pub(super) schema: &'n Schema<'n>,
    /// Built-in grammars learn the events that they meet; otherwise there is the EXI profile.
    pub(super) learning: bool,
    /// With the index of the first one with the same text: a stream may spell out what is there.
    uris: Few<(&'n str, u16), MAX_URIS>,
    /// With the URI that each belongs to, and the index of the first one there with the same text.
    locals: Few<(u16, &'n str, u16), MAX_LOCALS>,
    grammars: Few<NameId, MAX_GRAMMARS>,
    productions: Few<Production, MAX_PRODUCTIONS>,
    /// The attributes so far of the element that began last.
    attributes: Few<NameId, MAX_ATTRIBUTES>,
}

impl<'n> Names<'n> {
    pub(crate) fn new(schema: &'n Schema<'n>, learning: bool) -> Self {
        Self {
            schema,
            learning,
            uris: Few::new(),
            locals: Few::new(),
            grammars: Few::new(),
            productions: Few::new(),
            attributes: Few::new(),
        }
    }

    /// URIs without those that were added: none, three fixed ones, those of the schema.
    fn fixed_uris(&self) -> usize {
        3 + self.schema.names.len().max(1)
    }

    pub(super) fn uri_count(&self) -> usize {
        self.fixed_uris() + self.uris.len
    }

    pub(super) fn uri(&self, index: usize) -> Option<&'n str> {
        match index {
            0 => Some(""),
            1 => Some(XML),
            2 => Some(XSI),
            3 => Some(XSD),
            _ => match self.schema.names.get(index - 3) {
                Some((uri, _)) => Some(uri),
                None => self.uris.get().get(index - self.fixed_uris()).map(|(uri, _)| *uri),
            },
        }
    }

    pub(super) fn find_uri(&self, uri: &str) -> Option<usize> {
        (0..self.uri_count()).find(|index| self.uri(*index) == Some(uri))
    }

    /// Adds a URI: its index, or that of the first one with the same text. `None` if there is no
    /// room.
    pub(super) fn add_uri(&mut self, uri: &'n str) -> Option<usize> {
        let first = self.find_uri(uri).unwrap_or(self.uri_count());
        self.uris.push((uri, u16::try_from(first).ok()?))?;
        Some(first)
    }

    /// The index of the first URI with the same text, so that indices are equal if texts are.
    pub(super) fn first_uri(&self, index: usize) -> usize {
        let added = index.checked_sub(self.fixed_uris()).and_then(|n| self.uris.get().get(n));
        added.map_or(index, |(_, first)| usize::from(*first))
    }

    /// The local names of a URI that were there from the beginning, sorted.
    fn fixed_locals(&self, uri: usize) -> &'n [&'n str] {
        match uri {
            0 => self.schema.names.first().map_or(&[], |(_, names)| *names),
            1 => &["base", "id", "lang", "space"],
            2 => &["nil", "type"],
            3 => &XSD_NAMES,
            _ => self.schema.names.get(uri - 3).map_or(&[], |(_, names)| *names),
        }
    }

    /// The names that were added to a URI, each with its place among all that were added and the
    /// index of the first one with the same text.
    fn added_locals(&self, uri: usize) -> impl Iterator<Item = (usize, &'n str, usize)> {
        self.locals.get().iter().enumerate().filter_map(move |(place, (other, name, first))| {
            (usize::from(*other) == uri).then_some((place, *name, usize::from(*first)))
        })
    }

    pub(super) fn local_count(&self, uri: usize) -> usize {
        self.fixed_locals(uri).len() + self.added_locals(uri).count()
    }

    pub(super) fn local(&self, uri: usize, index: usize) -> Option<&'n str> {
        let fixed = self.fixed_locals(uri);
        match fixed.get(index) {
            Some(name) => Some(name),
            None => self.added_locals(uri).nth(index - fixed.len()).map(|(_, name, _)| name),
        }
    }

    pub(super) fn find_local(&self, uri: usize, name: &str) -> Option<usize> {
        let fixed = self.fixed_locals(uri);
        match fixed.binary_search(&name) {
            Ok(index) => Some(index),
            Err(_) => self
                .added_locals(uri)
                .find(|(_, other, _)| *other == name)
                .map(|(_, _, first)| first),
        }
    }

    /// Adds a name to a URI: its index, or that of the first one with the same text. `None` if there
    /// is no room.
    pub(super) fn add_local(&mut self, uri: usize, name: &'n str) -> Option<usize> {
        let first = self.find_local(uri, name).unwrap_or(self.local_count(uri));
        self.locals.push((u16::try_from(uri).ok()?, name, u16::try_from(first).ok()?))?;
        Some(first)
    }

    /// The index of the first name of a URI with the same text.
    pub(super) fn first_local(&self, uri: usize, index: usize) -> usize {
        let added = index.checked_sub(self.fixed_locals(uri).len());
        let added = added.and_then(|n| self.added_locals(uri).nth(n));
        added.map_or(index, |(_, _, first)| first)
    }

    /// Namespace and local name of an identifier.
    pub(super) fn text(&self, id: NameId) -> (&'n str, &'n str) {
        let uri = usize::from(id.uri);
        let local = self.local(uri, id.local.into());
        (self.uri(uri).unwrap_or_default(), local.unwrap_or_default())
    }

    /// True for the name of an element in the namespace of XML, which has attributes only.
    pub(super) fn is_reserved(&self, element: NameId) -> bool {
        self.uri(element.uri.into()) == Some(XML)
    }

    /// The identifier of a name that is in the tables.
    pub(super) fn find(&self, namespace: &str, name: &str) -> Option<NameId> {
        let uri = self.find_uri(namespace)?;
        NameId::new(uri, self.find_local(uri, name)?)
    }

    /// The number of a name in the string table. Names of the schema have the number that generated
    /// code has for them. Names that the stream brought have numbers of their own, so that no choice
    /// of a name makes it collide with another one.
    pub(super) fn number(&self, id: NameId) -> u32 {
        let (uri, local) = (usize::from(id.uri), usize::from(id.local));
        let added = local.checked_sub(self.fixed_locals(uri).len());
        match added.and_then(|n| self.added_locals(uri).nth(n)) {
            // There are at most `MAX_LOCALS`.
            Some((place, _, _)) => FIRST_ADDED_NUMBER + place as u32,
            None => {
                let (namespace, name) = self.text(id);
                name_number(namespace, name)
            }
        }
    }

    /// Notes that an element begins, which has no attributes yet.
    pub(super) fn start_element(&mut self) {
        self.attributes.len = 0;
    }

    /// Notes an attribute of the element that began last: false if the element has it already, or if
    /// XML takes its name for the declaration of a namespace. `None` if there is no room.
    pub(super) fn add_attribute(&mut self, id: NameId) -> Option<bool> {
        // By identifiers alone: the texts can be long, and a hit on one of them is short.
        let is_known = self.attributes.get().contains(&id);
        if is_known || self.text(id) == ("", "xmlns") {
            return Some(false);
        }
        self.attributes.push(id)?;
        Some(true)
    }

    /// The grammar of an element that the schema does not know: what it has learned holds wherever
    /// the element stands.
    pub(super) fn grammar(&mut self, element: NameId) -> Option<u8> {
        let known = self.grammars.get().iter().position(|other| *other == element);
        let index = match known {
            Some(index) => index,
            None => self.grammars.push(element)?,
        };
        u8::try_from(index).ok()
    }

    /// The productions of a learned grammar in the order of their event codes: the newest first.
    pub(super) fn learned(&self, grammar: u8, content: bool) -> impl Iterator<Item = Learned> {
        let matches = move |production: &&Production| {
            production.grammar == grammar && production.content == content
        };
        self.productions.get().iter().rev().filter(matches).map(|production| production.event)
    }

    /// Learns that an event has been met that the grammar had no production of its own for; the
    /// profile learns only that there is a cast. `None` if there is no room.
    pub(super) fn learn(&mut self, grammar: u8, content: bool, event: Learned) -> Option<()> {
        let is_known = self.learned(grammar, content).any(|known| known == event);
        // `EE` after the start tag has its own production from the beginning.
        let has_own = content && event == Learned::End;
        let may_learn = self.learning || event == CAST;
        if may_learn && !is_known && !has_own {
            self.productions.push(Production { grammar, content, event })?;
        }
        Some(())
    }
}

impl NameId {
    pub(super) fn new(uri: usize, local: usize) -> Option<Self> {
        Some(Self { uri: u16::try_from(uri).ok()?, local: u16::try_from(local).ok()? })
    }
}

/// The numbers from here on are for names that the stream brings. The generator makes sure that no
/// name of a schema has one of them.
const FIRST_ADDED_NUMBER: u32 = 0xffff_ff00;

/// The number of a name of the schema, as generated code has it: FNV-1a of `{namespace}name`.
pub(super) fn name_number(namespace: &str, name: &str) -> u32 {
    let bytes = ["{", namespace, "}", name].into_iter().flat_map(str::bytes);
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Width of a compact identifier among `count` ones, or of one part of an event code.
pub(super) fn width(count: usize) -> u32 {
    count.saturating_sub(1).checked_ilog2().map_or(0, |log| log + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fixed_names_are_sorted_and_where_the_constants_say() {
        assert!(XSD_NAMES.is_sorted());
        let schema = Schema::EMPTY;
        let names = Names::new(&schema, false);
        assert_eq!(names.text(ANY_TYPE), (XSD, "anyType"));
        assert_eq!(names.text(XSI_TYPE), (XSI, "type"));
        assert_eq!(names.find(XSI, "type"), Some(XSI_TYPE));
        assert_eq!((names.uri_count(), names.local_count(3)), (4, 46));
    }

    #[test]
    fn what_is_added_comes_behind_the_schema() {
        let schema = Schema { names: &[("", &["a"]), ("urn:s", &["x", "y"])], ..Schema::EMPTY };
        let mut names = Names::new(&schema, false);
        assert_eq!(names.find("urn:s", "y"), NameId::new(4, 1));
        assert_eq!(names.find_uri("urn:new"), None);
        assert_eq!(names.add_uri("urn:new"), Some(5));
        assert_eq!(names.add_local(4, "b"), Some(2));
        assert_eq!(names.add_local(5, "b"), Some(0));
        assert_eq!(names.find("urn:new", "b"), NameId::new(5, 0));
        assert_eq!(names.find("urn:s", "b"), NameId::new(4, 2));
        assert_eq!(names.text(NameId { uri: 5, local: 0 }), ("urn:new", "b"));
        for n in 1..MAX_URIS {
            // The second time and later it takes room, but is the same.
            assert_eq!(names.add_uri("urn:more"), Some(6));
            assert_eq!(names.uri_count(), 6 + n);
            assert_eq!(names.first_uri(5 + n), 6);
        }
        assert_eq!(names.add_uri("urn:more"), None);
    }

    #[test]
    fn each_name_has_a_number_of_its_own() {
        // Numbers of 16 bits collide for these.
        let (mail, vendor) = (name_number("", "ContractMail"), name_number("", "ServiceVendor"));
        assert_ne!(mail, vendor);
        let schema = Schema { names: &[("", &["a"]), ("urn:s", &["x", "y"])], ..Schema::EMPTY };
        let mut names = Names::new(&schema, false);
        let number = |names: &Names<'_>, namespace, name| {
            names.number(names.find(namespace, name).expect("the name is there"))
        };
        assert_eq!(number(&names, "urn:s", "x"), name_number("urn:s", "x"));
        assert_eq!(names.add_local(4, "b"), Some(2));
        assert_eq!(names.add_local(0, "b"), Some(1));
        assert_eq!(number(&names, "urn:s", "b"), FIRST_ADDED_NUMBER);
        assert_eq!(number(&names, "", "b"), FIRST_ADDED_NUMBER + 1);
        // Spelled out, although they are there: they stay the same names.
        assert_eq!(names.add_local(4, "x"), Some(0));
        assert_eq!(names.add_local(4, "b"), Some(2));
        assert_eq!((names.first_local(4, 3), names.first_local(4, 4)), (0, 2));
        assert_eq!(names.local_count(4), 5);
        assert_eq!(names.add_local(4, "c"), Some(5));
        assert_eq!(number(&names, "urn:s", "x"), name_number("urn:s", "x"));
        assert_eq!(number(&names, "urn:s", "b"), FIRST_ADDED_NUMBER);
        assert_eq!(number(&names, "urn:s", "c"), FIRST_ADDED_NUMBER + 4);
        let last = FIRST_ADDED_NUMBER.checked_add(MAX_LOCALS as u32);
        assert!(last.is_some(), "all numbers of added names fit");
        let fixed = [(XML, "lang"), (XSI, "type"), (XSI, "nil"), (XSD, "anyType")];
        for (namespace, name) in fixed {
            assert!(number(&names, namespace, name) < FIRST_ADDED_NUMBER);
        }
    }

    #[test]
    fn widths_are_those_of_the_specification() {
        let widths = [0, 1, 2, 3, 4, 5, 8, 9].map(width);
        assert_eq!(widths, [0, 0, 1, 2, 2, 3, 3, 4]);
    }
}
