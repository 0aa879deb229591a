//! JSON that no schema describes.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use crate::error::Error;
use crate::json::{Failed, Form, Read, Reader, Sink, Write};
use crate::options::Options;
use crate::values::IntoOwned;

/// Any JSON value as the text that it was received as. It is checked to be JSON.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RawJson<'a>(Cow<'a, str>);

impl<'a> RawJson<'a> {
    /// `{}`
    pub const EMPTY_OBJECT: RawJson<'static> = RawJson(Cow::Borrowed("{}"));

    /// Takes a JSON text; blanks around it are cut off.
    ///
    /// # Errors
    ///
    /// Returns what is not JSON, or that it is nested deeper than 64.
    pub fn new(text: &'a str) -> Result<Self, Error> {
        let mut reader = Reader::new(text, &Options::strict());
        reader.begin_payload(false);
        match Self::read(&mut reader).and_then(|raw| reader.end().map(|()| raw)) {
            Ok(raw) => Ok(raw),
            Err(Failed) => Err(reader.error()),
        }
    }

    pub(crate) fn unchecked(text: &'a str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Copies what is borrowed.
    #[must_use]
    pub fn into_owned(self) -> RawJson<'static> {
        RawJson(Cow::Owned(self.0.into_owned()))
    }
}

impl TryFrom<String> for RawJson<'_> {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        RawJson::new(&text).map(RawJson::into_owned)
    }
}

impl fmt::Debug for RawJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for RawJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'a> Read<'a> for RawJson<'a> {
    const FORM: Form = Form::Json;

    fn read(reader: &mut Reader<'a>) -> Result<Self, Failed> {
        reader.raw().map(Self::unchecked)
    }
}

impl Write for RawJson<'_> {
    fn write<S: Sink>(&self, to: &mut S) {
        to.raw(self.0.as_bytes());
    }
}

impl IntoOwned for RawJson<'_> {
    type Owned = RawJson<'static>;

    fn into_owned(self) -> Self::Owned {
        self.into_owned()
    }
}
