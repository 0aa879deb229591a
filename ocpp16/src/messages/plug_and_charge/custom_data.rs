//! `customData` of OCPP 2.0.1: an object of a vendor.

use alloc::borrow::Cow;

use crate::error::Error;
use crate::json::{Failed, Read, Reader, Sink, Write};
use crate::messages::{Form, Payload as _};
use crate::options::Options;
use crate::values::{IntoOwned, RawJson};

/// An object of a vendor: the member `vendorId`, at most 255 code points, and anything else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomData<'a> {
    vendor_id: Cow<'a, str>,
    json: RawJson<'a>,
}

impl<'a> CustomData<'a> {
    /// Takes an object with the member `vendorId`.
    ///
    /// # Errors
    ///
    /// Returns what is missing or wrong.
    pub fn new(json: RawJson<'a>) -> Result<Self, Error> {
        let (read, _) = CustomData::from_json(json.as_str(), &Options::strict())?;
        let vendor_id = Cow::Owned(read.vendor_id.into_owned());
        Ok(Self { vendor_id, json })
    }

    /// Who defines the other members.
    #[must_use]
    pub fn vendor_id(&self) -> &str {
        &self.vendor_id
    }

    /// The whole object.
    #[must_use]
    pub fn json(&self) -> &RawJson<'a> {
        &self.json
    }

    /// Copies what is borrowed.
    #[must_use]
    pub fn into_owned(self) -> CustomData<'static> {
        CustomData {
            vendor_id: Cow::Owned(self.vendor_id.into_owned()),
            json: self.json.into_owned(),
        }
    }
}

impl<'a> Read<'a> for CustomData<'a> {
    const FORM: Form = Form::Json;

    fn read(reader: &mut Reader<'a>) -> Result<Self, Failed> {
        reader.skip_blanks();
        let start = reader.offset();
        let mut vendor_id = None;
        let mut more = reader.begin_object(true)?;
        while more {
            let offset = reader.offset();
            let key = reader.key()?;
            match &*key {
                "vendorId" if vendor_id.is_some() => reader.duplicate_member(offset)?,
                "vendorId" => vendor_id = Some(reader.text(255)?),
                _ => reader.skip_value()?,
            }
            more = reader.next_member()?;
        }
        let Some(vendor_id) = vendor_id else {
            return reader.missing(start, "vendorId");
        };
        Ok(Self { vendor_id, json: RawJson::unchecked(reader.text_since(start)) })
    }
}

impl Write for CustomData<'_> {
    fn write<S: Sink>(&self, to: &mut S) {
        self.json.write(to);
    }
}

impl IntoOwned for CustomData<'_> {
    type Owned = CustomData<'static>;

    fn into_owned(self) -> Self::Owned {
        self.into_owned()
    }
}
