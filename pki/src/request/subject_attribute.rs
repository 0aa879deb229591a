//! Names as they are written into requests (RFC 5280 4.1.2.4 and appendix A.1).

use super::error::RequestError;
use crate::der::{Writer, oid, tag};

/// One attribute of the subject of a request, a relative name of its own.
///
/// The string type is the one that RFC 5280 4.1.2.4 has for the attribute: PrintableString where its
/// characters are enough, UTF8String otherwise; C and serialNumber are PrintableString, DC and
/// emailAddress IA5String. The bounds are those of RFC 5280 appendix A.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubjectAttribute<'s> {
    /// CN, at most 64 characters; in OCPP the serial number of the charge point (A00.FR.511).
    CommonName(&'s str),
    /// O, at most 64 characters; in OCPP the value of the key CpoName (A02.FR.13).
    Organization(&'s str),
    /// OU, at most 64 characters.
    OrganizationalUnit(&'s str),
    /// C, two letters of ISO 3166.
    Country(&'s str),
    /// L, at most 128 characters.
    Locality(&'s str),
    /// ST, at most 128 characters.
    State(&'s str),
    /// serialNumber, at most 64 characters.
    SerialNumber(&'s str),
    /// DC, such as `CPO` of ISO 15118; at most 63 characters, those of a label (RFC 1034 3.1).
    DomainComponent(&'s str),
    /// emailAddress, at most 255 characters.
    EmailAddress(&'s str),
}

/// The string types that an attribute can have.
#[derive(Clone, Copy)]
enum Form {
    /// DirectoryString.
    Directory,
    Printable,
    Ia5,
}

impl SubjectAttribute<'_> {
    /// The identifier, the name in ASN.1, the value, its characters at most, and the string type.
    const fn parts(&self) -> (&'static [u8], &'static str, &str, usize, Form) {
        use Form::{Directory, Ia5, Printable};
        match self {
            Self::CommonName(text) => (oid::COMMON_NAME, "commonName", text, 64, Directory),
            Self::Organization(text) => {
                (oid::ORGANIZATION, "organizationName", text, 64, Directory)
            }
            Self::OrganizationalUnit(text) => {
                (oid::ORGANIZATIONAL_UNIT, "organizationalUnitName", text, 64, Directory)
            }
            Self::Country(text) => (oid::COUNTRY, "countryName", text, 2, Printable),
            Self::Locality(text) => (oid::LOCALITY, "localityName", text, 128, Directory),
            Self::State(text) => (oid::STATE, "stateOrProvinceName", text, 128, Directory),
            Self::SerialNumber(text) => (oid::SERIAL_NUMBER, "serialNumber", text, 64, Printable),
            Self::DomainComponent(text) => {
                (oid::DOMAIN_COMPONENT, "domainComponent", text, 63, Ia5)
            }
            Self::EmailAddress(text) => (oid::EMAIL_ADDRESS, "emailAddress", text, 255, Ia5),
        }
    }

    /// Checks characters and length; the tag of the string.
    fn string_type(&self) -> Result<u8, RequestError> {
        let (_, field, text, bound, form) = self.parts();
        if text.is_empty() {
            return Err(RequestError::Empty { field });
        }
        let found = text.chars().count();
        if found > bound {
            return Err(RequestError::TooLong { field, found, bound });
        }
        let is_printable = text.bytes().all(is_printable);
        let fits = match form {
            Form::Directory => true,
            Form::Printable => is_printable,
            Form::Ia5 => text.is_ascii(),
        };
        // X.520: alpha-2 codes, which are upper case in ISO 3166.
        let is_code = text.len() == 2 && text.bytes().all(|octet| octet.is_ascii_uppercase());
        // Control characters are in these types, but names go to terminals and logs.
        let is_control = text.chars().any(char::is_control);
        if !fits || is_control || (matches!(self, Self::Country(_)) && !is_code) {
            return Err(RequestError::Characters { field });
        }
        Ok(match form {
            Form::Ia5 => tag::IA5_STRING,
            _ if is_printable => tag::PRINTABLE_STRING,
            _ => tag::UTF8_STRING,
        })
    }
}

/// Puts a Name in front of what a writer has.
pub(crate) fn write(
    subject: &[SubjectAttribute<'_>],
    writer: &mut Writer<'_>,
) -> Result<(), RequestError> {
    let whole = writer.len();
    for attribute in subject.iter().rev() {
        let (oid, _, text, ..) = attribute.parts();
        let string_type = attribute.string_type()?;
        let since = writer.len();
        writer.value(string_type, text.as_bytes());
        writer.value(tag::OID, oid);
        writer.wrap(tag::SEQUENCE, since);
        writer.wrap(tag::SET, since);
    }
    writer.wrap(tag::SEQUENCE, whole);
    Ok(())
}

/// X.680 41.4, table 10.
fn is_printable(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(&octet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn string_types_are_those_of_the_attribute() {
        use SubjectAttribute::*;
        for (attribute, expected) in [
            (CommonName("CP-0001"), tag::PRINTABLE_STRING),
            (CommonName("DE*ABC*E1"), tag::UTF8_STRING),
            (Organization("Stadtwerke Köln"), tag::UTF8_STRING),
            (Country("DE"), tag::PRINTABLE_STRING),
            (SerialNumber("0815"), tag::PRINTABLE_STRING),
            (DomainComponent("CPO"), tag::IA5_STRING),
            (EmailAddress("a@b.test"), tag::IA5_STRING),
        ] {
            assert_eq!(attribute.string_type(), Ok(expected), "{attribute:?}");
        }
    }

    #[test]
    fn bounds_and_characters_are_checked() {
        use SubjectAttribute::*;
        let long = "ä".repeat(65);
        let bound = long.strip_suffix('ä').unwrap();
        assert_eq!(CommonName(bound).string_type(), Ok(tag::UTF8_STRING));
        let error = CommonName(&long).string_type();
        assert_eq!(error, Err(RequestError::TooLong { field: "commonName", found: 65, bound: 64 }));
        let error = Organization("").string_type();
        assert_eq!(error, Err(RequestError::Empty { field: "organizationName" }));
        for attribute in [
            Country("de"),
            Country("D"),
            Country("Ä"),
            SerialNumber("a*b"),
            DomainComponent("Ä"),
            EmailAddress("ä@b.test"),
            CommonName("a\nb"),
            CommonName("a\0b"),
        ] {
            let error = attribute.string_type();
            assert!(matches!(error, Err(RequestError::Characters { .. })), "{attribute:?}");
        }
    }
}
