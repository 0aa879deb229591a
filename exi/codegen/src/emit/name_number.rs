//! Numbers for names, which the decoder's string table needs: values of one name are one partition.
//!
//! Modules that share types are generated one after the other, so a number has to follow from the
//! name alone. It is a hash of 32 bits; the generator refuses a set in which two names collide.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::{
    ComplexType, Content, Particle, QName, Schema, SchemaError, Term, Type, Wildcard,
};

/// The decoder uses the numbers from here on for names that the schema does not have.
const FIRST_FREE: u32 = 0xffff_ff00;

/// The number of a name: FNV-1a of `{namespace}name`.
pub(super) fn of(name: &QName) -> u32 {
    number(&name.namespace, &name.local)
}

fn number(namespace: &str, local: &str) -> u32 {
    let bytes = ["{", namespace, "}", local].into_iter().flat_map(str::bytes);
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Checks that all names of a schema set have different numbers.
pub(super) fn check(schema: &Schema) -> Result<(), SchemaError> {
    let names = names_by_namespace(schema);
    let names = names
        .iter()
        .flat_map(|(namespace, locals)| locals.iter().map(|local| (&**namespace, &**local)));
    match collision(names) {
        None => Ok(()),
        Some((one, other)) => Err(SchemaError::SameNumber { names: [one, other] }),
    }
}

/// Two names with the same number, or a name with a number that is not free.
fn collision<'n>(names: impl Iterator<Item = (&'n str, &'n str)>) -> Option<(String, String)> {
    let mut known = BTreeMap::new();
    for (namespace, local) in names {
        let number = number(namespace, local);
        let name = format!("{{{namespace}}}{local}");
        if number >= FIRST_FREE {
            return Some((name, "a name of the stream".to_owned()));
        }
        if let Some(other) = known.insert(number, name.clone()) {
            return Some((other, name));
        }
    }
    None
}

/// The names of elements, attributes and types by namespace, sorted, those in no namespace first
/// (EXI 1.0, appendix D); namespaces of wildcards count too.
pub(super) fn names_by_namespace(schema: &Schema) -> BTreeMap<String, BTreeSet<String>> {
    let mut out = BTreeMap::from([(String::new(), BTreeSet::new())]);
    let mut add = |name: &QName| {
        // The names of XML and XML Schema are known to everybody.
        if !name.namespace.starts_with("http://www.w3.org/2001/XMLSchema")
            && &*name.namespace != "http://www.w3.org/XML/1998/namespace"
        {
            let names: &mut BTreeSet<String> = out.entry(name.namespace.to_string()).or_default();
            names.insert(name.local.to_string());
        }
    };
    schema.elements.iter().for_each(|element| add(&element.name));
    schema.types.iter().filter_map(Type::name).for_each(&mut add);
    for definition in &schema.types {
        if let Type::Complex(complex) = definition {
            complex.attributes.iter().for_each(|attribute| add(&attribute.name));
        }
    }
    for definition in &schema.types {
        if let Type::Complex(ComplexType { content: Content::Particle(particle), .. }) = definition
        {
            wildcard_namespaces(particle, &mut |uri| {
                out.entry(uri.to_owned()).or_default();
            });
        }
    }
    out
}

fn wildcard_namespaces(particle: &Particle, add: &mut impl FnMut(&str)) {
    match &particle.term {
        Term::Any(Wildcard::Namespaces(uris)) => uris.iter().for_each(|uri| add(uri)),
        Term::Sequence(parts) | Term::Choice(parts) => {
            parts.iter().for_each(|part| wildcard_namespaces(part, add));
        }
        Term::Any(_) | Term::Element(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_collide_with_16_bits_do_not() {
        assert_eq!(collision([("", "ContractMail"), ("", "ServiceVendor")].into_iter()), None);
    }

    #[test]
    fn a_collision_is_found() {
        // Found by trying: both are 0x4904_4582.
        let pair = [("", "Name139599"), ("", "Name322382")];
        let names = ("{}Name139599".to_owned(), "{}Name322382".to_owned());
        assert_eq!(collision(pair.into_iter()), Some(names));
        let kept = collision([("", "Free11605255")].into_iter());
        assert_eq!(kept.map(|(name, _)| name).as_deref(), Some("{}Free11605255"));
    }
}
