//! The parts of the generated `Serialize` implementations.

use alloc::string::String;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::Integer;
use crate::any::{AnyElement, AnyItem};
use crate::text::{Base64, Hex};

/// Writes the members of an object.
#[derive(Debug)]
pub struct Object<S: Serializer>(S::SerializeMap);

impl<S: Serializer> Object<S> {
    /// Begins an object.
    ///
    /// # Errors
    /// That of the serializer.
    pub fn new(serializer: S) -> Result<Self, S::Error> {
        serializer.serialize_map(None).map(Self)
    }

    /// Writes a member.
    ///
    /// # Errors
    /// That of the serializer.
    pub fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), S::Error> {
        self.0.serialize_entry(name, value)
    }

    /// Writes a member if it is there.
    ///
    /// # Errors
    /// That of the serializer.
    pub fn optional<T: Serialize>(&mut self, name: &str, value: Option<T>) -> Result<(), S::Error> {
        match value {
            Some(value) => self.member(name, &value),
            None => Ok(()),
        }
    }

    /// Writes a member that is an array, unless it is empty.
    ///
    /// # Errors
    /// That of the serializer.
    pub fn members<I>(&mut self, name: &str, items: I) -> Result<(), S::Error>
    where
        I: Iterator + Clone,
        I::Item: Serialize,
    {
        if items.clone().next().is_none() {
            return Ok(());
        }
        self.0.serialize_entry(name, &Array(items))
    }

    /// Ends the object.
    ///
    /// # Errors
    /// That of the serializer.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.0.end()
    }
}

struct Array<I>(I);

impl<I> Serialize for Array<I>
where
    I: Iterator + Clone,
    I::Item: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}

impl Serialize for Hex<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Base64<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A number; outside the 64-bit range a decimal string.
impl Serialize for Integer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.to_i128();
        if let Some(n) = value.and_then(|n| i64::try_from(n).ok()) {
            serializer.serialize_i64(n)
        } else if let Some(n) = value.and_then(|n| u64::try_from(n).ok()) {
            serializer.serialize_u64(n)
        } else {
            serializer.collect_str(self)
        }
    }
}

/// Whether the order of mixed content has to be told.
#[derive(Debug)]
pub struct Order;

impl Order {
    /// True if items, given by the place of their name in the grammar (`None` for text), do not
    /// come back in the same order from members grouped by name.
    pub fn matters(items: impl Iterator<Item = Option<usize>>) -> bool {
        let mut last = 0;
        for item in items {
            match item {
                Some(index) if index >= last => last = index,
                _ => return true,
            }
        }
        false
    }
}

/// `{"{namespace}name": {"@{namespace}attribute": "…", "$content": ["…", …]}}`: text as strings,
/// elements like this one. The form is our own; other stacks have none.
impl Serialize for AnyElement<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Inside<'m>(&'m AnyElement<'m>);

        impl Serialize for Inside<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut o = Object::<S>::new(serializer)?;
                for attribute in self.0.attributes {
                    let name = expanded("@", attribute.namespace, attribute.name);
                    o.member(&name, attribute.value)?;
                }
                o.members("$content", self.0.content.iter())?;
                o.end()
            }
        }

        let mut o = Object::<S>::new(serializer)?;
        o.member(&expanded("", self.namespace, self.name), &Inside(self))?;
        o.end()
    }
}

impl Serialize for AnyItem<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            AnyItem::Text(text) => serializer.serialize_str(text),
            AnyItem::Element(element) => element.serialize(serializer),
        }
    }
}

fn expanded(before: &str, namespace: &str, name: &str) -> String {
    alloc::format!("{before}{{{namespace}}}{name}")
}
