//! Values for serde. Messages have their implementations from the table of `message!`.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

use crate::json::{Failed, Reader, Sink as _};
use crate::options::Options;
use crate::values::{CiString, DateTime, Decimal1, DecimalError, List, RawJson, Text};

/// A text, borrowed where it can be.
pub(crate) struct Key<'a>(pub(crate) Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.into())))
            }

            fn visit_string<E: Error>(self, text: String) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text)))
            }
        }

        deserializer.deserialize_str(TextVisitor)
    }
}

macro_rules! limited_text {
    ($name:ident) => {
        impl<const N: usize> Serialize for $name<'_, N> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self)
            }
        }

        impl<'de, const N: usize> Deserialize<'de> for $name<'_, N> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let Key(text) = Key::deserialize(deserializer)?;
                Self::new(text.into_owned()).map_err(D::Error::custom)
            }
        }
    };
}

limited_text!(CiString);
limited_text!(Text);

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Key(text) = Key::deserialize(deserializer)?;
        Self::parse(&text).map_err(D::Error::custom)
    }
}

/// As a binary fraction, the only number with a point that serde has: its shortest text is the
/// decimal again, up to 15 digits.
impl Serialize for Decimal1 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.to_f64())
    }
}

impl<'de> Deserialize<'de> for Decimal1 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberVisitor;

        impl Visitor<'_> for NumberVisitor {
            type Value = Decimal1;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number with at most one decimal")
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Decimal1, E> {
                let text = alloc::format!("{value}");
                let nearest = Decimal1::parse_rounding(&text).map_err(E::custom)?;
                // serde_json may be a bit or two beside the nearest binary fraction.
                let distance = value - nearest.to_f64();
                let distance = if distance < 0.0 { -distance } else { distance };
                let size = if value < 0.0 { -value } else { value };
                if distance <= size * 4.0 * f64::EPSILON {
                    Ok(nearest)
                } else {
                    Err(E::custom(DecimalError::NotTenths))
                }
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Decimal1, E> {
                self.visit_i64(i64::try_from(value).map_err(E::custom)?)
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Decimal1, E> {
                let tenths = value.checked_mul(10).ok_or_else(|| E::custom("too large"))?;
                Ok(Decimal1::from_tenths(tenths))
            }
        }

        // Not `deserialize_any`: with `arbitrary_precision`, serde_json makes an object of it.
        deserializer.deserialize_f64(NumberVisitor)
    }
}

impl<T: Serialize, const MIN: usize, const MAX: usize> Serialize for List<T, MIN, MAX> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl<'de, T: Deserialize<'de>, const MIN: usize, const MAX: usize> Deserialize<'de>
    for List<T, MIN, MAX>
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Vec::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

// Any JSON is passed on value by value.

impl Serialize for RawJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let options = Options::strict();
        // Checked to be JSON when it was made.
        serialize_next(&mut Reader::new(self.as_str(), &options), serializer)
    }
}

/// The next value of a reader, to be serialized once.
struct Next<'r, 'a>(core::cell::RefCell<&'r mut Reader<'a>>);

impl Serialize for Next<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_next(&mut self.0.borrow_mut(), serializer)
    }
}

fn serialize_next<S: Serializer>(
    reader: &mut Reader<'_>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    use serde::ser::Error as _;
    let error = |Failed| S::Error::custom("not JSON");
    reader.skip_blanks();
    match reader.peek() {
        b'{' => {
            let mut map = serializer.serialize_map(None)?;
            let mut more = reader.begin_object(true).map_err(error)?;
            while more {
                map.serialize_key(&*reader.key().map_err(error)?)?;
                map.serialize_value(&Next(reader.into()))?;
                more = reader.next_member().map_err(error)?;
            }
            map.end()
        }
        b'[' => {
            let mut list = serializer.serialize_seq(None)?;
            reader.advance(1);
            if !reader.take_token(b']') {
                loop {
                    list.serialize_element(&Next(reader.into()))?;
                    if !reader.take_token(b',') {
                        break;
                    }
                }
                reader.take_token(b']');
            }
            list.end()
        }
        b'"' => serializer.serialize_str(&reader.quoted().map_err(error)?),
        b't' | b'f' => {
            let value = reader.take("true");
            let _ = value || reader.take("false");
            serializer.serialize_bool(value)
        }
        b'n' => {
            reader.take("null");
            serializer.serialize_unit()
        }
        _ => {
            let number = reader.number().map_err(error)?;
            if let Ok(number) = number.parse::<i64>() {
                return serializer.serialize_i64(number);
            }
            serializer.serialize_f64(number.parse().map_err(S::Error::custom)?)
        }
    }
}

/// The compact JSON text of a value.
struct JsonText(Vec<u8>);

impl<'de> Deserialize<'de> for JsonText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyVisitor;

        impl<'de> Visitor<'de> for AnyVisitor {
            type Value = Vec<u8>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any JSON")
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Vec<u8>, E> {
                Ok(if value { b"true".to_vec() } else { b"false".to_vec() })
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Vec<u8>, E> {
                Ok(alloc::format!("{value}").into_bytes())
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Vec<u8>, E> {
                Ok(alloc::format!("{value}").into_bytes())
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Vec<u8>, E> {
                // With a point or an exponent, as JSON has it; there is no infinity in JSON.
                Ok(alloc::format!("{value:?}").into_bytes())
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Vec<u8>, E> {
                let mut text = Vec::new();
                text.text(value);
                Ok(text)
            }

            fn visit_unit<E: Error>(self) -> Result<Vec<u8>, E> {
                Ok(b"null".to_vec())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<u8>, A::Error> {
                let mut text = b"[".to_vec();
                while let Some(JsonText(element)) = list.next_element()? {
                    if text.len() > 1 {
                        text.push(b',');
                    }
                    text.extend(element);
                }
                text.push(b']');
                Ok(text)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<u8>, A::Error> {
                let mut text = b"{".to_vec();
                while let Some(Key(key)) = map.next_key()? {
                    // What serde_json makes of a number with `arbitrary_precision`.
                    if key == "$serde_json::private::Number" {
                        let Key(number) = map.next_value()?;
                        return Ok(number.into_owned().into_bytes());
                    }
                    if text.len() > 1 {
                        text.push(b',');
                    }
                    text.text(&key);
                    text.push(b':');
                    text.extend(map.next_value::<JsonText>()?.0);
                }
                text.push(b'}');
                Ok(text)
            }
        }

        deserializer.deserialize_any(AnyVisitor).map(Self)
    }
}

impl<'de> Deserialize<'de> for RawJson<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let JsonText(text) = JsonText::deserialize(deserializer)?;
        let text = String::from_utf8(text).map_err(D::Error::custom)?;
        Self::try_from(text).map_err(D::Error::custom)
    }
}

#[cfg(feature = "plug_and_charge")]
mod custom_data {
    use super::*;
    use crate::messages::plug_and_charge::CustomData;

    impl Serialize for CustomData<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.json().serialize(serializer)
        }
    }

    impl<'de> Deserialize<'de> for CustomData<'_> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let raw = RawJson::deserialize(deserializer)?;
            CustomData::new(raw).map_err(D::Error::custom)
        }
    }
}
