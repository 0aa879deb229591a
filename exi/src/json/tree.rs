//! A JSON document in memory, members in their order.
//!
//! Not `serde_json::Value`: its objects drop the first of two members with the same name in
//! silence.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// Greatest number of members of one object; no type of the V2G schemas has more than 40.
const MAX_MEMBERS: usize = 256;

/// Member with mixed content in document order.
pub(super) const CONTENT: &str = "$content";

/// Namespace and name of `{namespace}name`. A namespace may have a brace in it, a name has none.
pub(super) fn expanded(member: &str) -> Option<(&str, &str)> {
    member.strip_prefix('{')?.rsplit_once('}')
}

/// A JSON value.
#[derive(Debug)]
pub(crate) enum Tree<'j> {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    /// A number that is no 64-bit integer; no type of the schemas has such.
    Float,
    Text(Cow<'j, str>),
    List(Vec<Tree<'j>>),
    Object(Vec<(Cow<'j, str>, Tree<'j>)>),
}

impl Tree<'_> {
    /// Returns the kind of value, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Unsigned(_) | Self::Signed(_) => "an integer",
            Self::Float => "a number that is no integer",
            Self::Text(_) => "a string",
            Self::List(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

impl<'de> Deserialize<'de> for Tree<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Tree::Unsigned(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Tree::Signed(value))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Tree::Float)
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Tree::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Tree::Text(Cow::Owned(value.into())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = access.next_element()? {
            list.push(item);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut members: Vec<(Cow<'de, str>, Tree<'de>)> = Vec::new();
        while let Some(Name(name)) = access.next_key()? {
            // The look for doubles is quadratic.
            if members.len() >= MAX_MEMBERS {
                return Err(de::Error::custom("an object with too many members"));
            }
            if members.iter().any(|(other, _)| *other == name) {
                return Err(de::Error::custom(alloc::format!("the member {name} occurs twice")));
            }
            members.push((name, access.next_value()?));
        }
        Ok(Tree::Object(members))
    }
}

/// A member name; `Cow` alone would always be copied.
struct Name<'j>(Cow<'j, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;
        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member name")
            }

            fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(value)))
            }

            fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(String::from(value))))
            }
        }
        deserializer.deserialize_str(NameVisitor)
    }
}
