//! What cannot be generated is refused, with a name and a place, and never generated wrong.

use std::collections::{BTreeMap, BTreeSet};

use super::Options;
use super::messages::messages;
use super::module::Module;
use super::names;
use super::role::matches;
use super::shape::{Choice, Shape};
use crate::schema::{ElementId, Place, QName, SchemaError, Type, TypeId};

impl Module<'_> {
    /// What another module has was made without this schema. If elements of this schema stand in
    /// there, as members of a substitution group, their event codes would be missing.
    pub(super) fn check_externs(&self) -> Result<(), SchemaError> {
        for &id in self.types.iter().filter(|id| !self.info(**id).local) {
            let Some(shape) = &self.info(id).shape else { continue };
            for element in shape.elements() {
                let name = self.element_name(element);
                let is_known = name.namespace.is_empty()
                    || self.options.externs.contains_key(&*name.namespace);
                if !is_known {
                    let construct = format!(
                        "the element {} of this schema inside {}, a type of another module,",
                        name.local,
                        self.info(id).name,
                    );
                    return Err(self.unsupported(id, construct));
                }
            }
        }
        Ok(())
    }

    /// Names in Rust must be names, and no two of one kind the same.
    pub(super) fn check_names(&self) -> Result<(), SchemaError> {
        let mut types = BTreeSet::new();
        if self.documents.len() > 1 {
            types.insert("Message".to_owned());
        }
        if !self.options.requests.is_empty() {
            types.insert("MessageKind".to_owned());
        }
        if !self.options.fragments.is_empty() {
            types.insert("Fragment".to_owned());
        }
        let mut choices: BTreeMap<&str, &Choice> = BTreeMap::new();
        for id in self.local_types() {
            let info = self.info(id);
            let mut names = vec![info.name.as_str()];
            match &info.shape {
                Some(Shape::Items(items)) => {
                    names.push(&items.name);
                    let elements = items.elements.iter().map(|e| &*self.element_name(*e).local);
                    self.check_variants(
                        id,
                        elements
                            .chain(items.mixed.then_some("Text"))
                            .chain(items.has_wildcard().then_some("Any")),
                    )?;
                }
                Some(Shape::Flat(record)) => {
                    for choice in record.choices() {
                        self.check_choice(id, choice)?;
                    }
                }
                Some(Shape::Record(record)) => {
                    for choice in record.choices() {
                        self.check_choice(id, choice)?;
                        // A substitution group serves several types with one enum.
                        match choices.insert(&choice.name, choice) {
                            Some(other) if other.is_same(choice) => {}
                            _ => names.push(&choice.name),
                        }
                    }
                }
                None => {
                    if let Type::Simple(simple) = self.set.schema.type_def(id) {
                        let literals = simple.enumeration.iter().map(|l| l.value.as_str());
                        self.check_variants(id, literals)?;
                    }
                }
            }
            for name in names {
                if !names::is_type_name(name) || !types.insert(name.to_owned()) {
                    let construct = format!("a second type that is `{name}` in Rust");
                    return Err(self.unsupported(id, construct));
                }
            }
        }
        Ok(())
    }

    fn check_choice(&self, id: TypeId, choice: &Choice) -> Result<(), SchemaError> {
        let elements = choice.alternatives.iter().map(|a| &*self.element_name(a.element).local);
        self.check_variants(id, elements)
    }

    fn check_variants<'n>(
        &self,
        id: TypeId,
        names: impl Iterator<Item = &'n str>,
    ) -> Result<(), SchemaError> {
        let mut seen = BTreeSet::new();
        for name in names {
            let variant = names::pascal(name);
            if !names::is_variant_name(&variant) || !seen.insert(variant) {
                let construct = format!("{name:?}, which has no name of its own in Rust,");
                return Err(self.unsupported(id, construct));
            }
        }
        Ok(())
    }

    /// Documents that are asked for must be there and must have content.
    pub(super) fn check_documents(&self) -> Result<(), SchemaError> {
        for pattern in &self.options.documents {
            let name = |root: &ElementId| &*self.element_name(*root).local;
            if !self.documents.iter().any(|root| matches(pattern, name(root))) {
                return Err(SchemaError::Unresolved {
                    what: "global element",
                    name: QName::new("", pattern),
                    place: Place { file: self.options.origin.as_str().into(), line: 1 },
                });
            }
        }
        for &root in &self.documents {
            let element = self.set.schema.element(root);
            let construct = match self.set.schema.type_def(element.type_id) {
                Type::Simple(_) => "a document with a simple type",
                Type::Complex(complex) if complex.is_abstract || element.is_abstract => {
                    "an abstract document"
                }
                Type::Complex(_) => continue,
            };
            return Err(SchemaError::Unsupported {
                construct: construct.to_owned(),
                place: element.place.clone(),
            });
        }
        Ok(())
    }

    /// Requests and responses that are asked for must be there, as messages that can be told apart.
    pub(super) fn check_roles(&self) -> Result<(), SchemaError> {
        let Options { requests, responses, .. } = self.options;
        if requests.is_empty() && responses.is_empty() {
            return Ok(());
        }
        let place = Place { file: self.options.origin.as_str().into(), line: 1 };
        if messages(self).is_none() {
            let construct = "requests and responses without two documents, or a document with a \
                             choice of them that may be absent,";
            return Err(SchemaError::Unsupported { construct: construct.to_owned(), place });
        }
        for (what, patterns) in [("request", requests), ("response", responses)] {
            for pattern in patterns {
                let elements = &self.set.schema.elements;
                if !elements.iter().any(|element| matches(pattern, &element.name.local)) {
                    let name = QName::new("", pattern);
                    return Err(SchemaError::Unresolved { what, name, place });
                }
            }
        }
        Ok(())
    }
}
