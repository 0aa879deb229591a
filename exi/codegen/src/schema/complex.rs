//! Elements, complex types, attributes and particles.

use std::rc::Rc;

use super::load::{Resolver, Source};
use super::{
    Attribute, ComplexType, Content, Element, ElementId, Particle, QName, SchemaError, Term, Type,
    TypeId, Wildcard,
};

impl<'d, 't> Resolver<'d, 't> {
    pub(super) fn global_element(
        &mut self,
        name: &QName,
        at: Source<'d, 't>,
    ) -> Result<ElementId, SchemaError> {
        if let Some(&id) = self.schema.global_elements.get(name) {
            return Ok(id);
        }
        self.allow(at, &["name", "type", "abstract", "substitutionGroup", "id"])?;
        let head = match at.node.attribute("substitutionGroup") {
            Some(text) => Some(self.reference(at, text)?),
            None => None,
        };
        let type_id = self.element_type(at)?;
        let id = self.add_element(at, name.clone(), type_id, true, head);
        self.schema.global_elements.insert(name.clone(), id);
        Ok(id)
    }

    fn add_element(
        &mut self,
        at: Source<'d, 't>,
        name: QName,
        type_id: TypeId,
        global: bool,
        substitution_group: Option<QName>,
    ) -> ElementId {
        self.schema.elements.push(Element {
            name,
            type_id,
            global,
            is_abstract: at.node.attribute("abstract") == Some("true"),
            substitution_group,
            documentation: Self::documentation(at),
            place: self.place(at),
        });
        ElementId(self.schema.elements.len() - 1)
    }

    fn element_type(&mut self, at: Source<'d, 't>) -> Result<TypeId, SchemaError> {
        if let Some(text) = at.node.attribute("type") {
            return self.type_by_reference(at, text);
        }
        let mut anonymous = None;
        for child in Self::children(at) {
            match child.node.tag_name().name() {
                "simpleType" => anonymous = Some(Type::Simple(self.simple_type(child, None)?)),
                "complexType" => anonymous = Some(Type::Complex(self.complex_type(child, None)?)),
                other => return Err(self.unsupported(child, format!("xs:{other} in an element"))),
            }
        }
        match anonymous {
            Some(definition) => Ok(self.add_type(definition)),
            None => Err(self.unsupported(at, "an element without a type (xs:anyType)".to_owned())),
        }
    }

    pub(super) fn named_type(
        &mut self,
        name: &QName,
        at: Source<'d, 't>,
    ) -> Result<TypeId, SchemaError> {
        if let Some(&id) = self.schema.global_types.get(name) {
            return Ok(id);
        }
        // A type that contains itself would need boxes in Rust and unbounded recursion on the wire.
        if !self.open_types.insert(name.clone()) {
            return Err(self.unsupported(at, format!("the recursive type {name}")));
        }
        let definition = if at.node.tag_name().name() == "simpleType" {
            Type::Simple(self.simple_type(at, Some(name))?)
        } else {
            Type::Complex(self.complex_type(at, Some(name))?)
        };
        self.open_types.remove(name);
        let id = self.add_type(definition);
        self.schema.global_types.insert(name.clone(), id);
        Ok(id)
    }

    fn complex_type(
        &mut self,
        at: Source<'d, 't>,
        name: Option<&QName>,
    ) -> Result<ComplexType, SchemaError> {
        self.allow(at, &["name", "abstract", "mixed", "id"])?;
        let mut complex = ComplexType {
            name: name.cloned(),
            is_abstract: at.node.attribute("abstract") == Some("true"),
            mixed: at.node.attribute("mixed") == Some("true"),
            base: None,
            attributes: Vec::new(),
            content: Content::Empty,
            documentation: Self::documentation(at),
            place: self.place(at),
        };
        for child in Self::children(at) {
            match child.node.tag_name().name() {
                "simpleContent" => self.derived(child, &mut complex, true)?,
                "complexContent" => self.derived(child, &mut complex, false)?,
                _ => self.content_child(child, &mut complex)?,
            }
        }
        if complex.mixed && matches!(complex.content, Content::Empty) {
            return Err(self.unsupported(at, "mixed content without elements".to_owned()));
        }
        complex.attributes.sort_by(|a, b| a.name.exi_order().cmp(&b.name.exi_order()));
        Ok(complex)
    }

    /// `xs:simpleContent` or `xs:complexContent` with an extension.
    fn derived(
        &mut self,
        at: Source<'d, 't>,
        complex: &mut ComplexType,
        simple: bool,
    ) -> Result<(), SchemaError> {
        self.allow(at, &["id"])?;
        let Some(extension) = Self::children(at).next() else {
            return Err(self.invalid(at, "content without a derivation".to_owned()));
        };
        let tag = extension.node.tag_name().name();
        if tag != "extension" {
            return Err(self.unsupported(extension, format!("xs:{tag} of a complex type")));
        }
        self.allow(extension, &["base", "id"])?;
        let base = extension.node.attribute("base").unwrap_or("");
        let base = self.type_by_reference(extension, base)?;
        complex.base = Some(base);
        match self.schema.type_def(base).clone() {
            Type::Simple(_) if simple => complex.content = Content::Simple(base),
            Type::Complex(inherited) => {
                if inherited.mixed != complex.mixed {
                    return Err(self.unsupported(at, "extension that changes mixed".to_owned()));
                }
                complex.attributes = inherited.attributes;
                complex.content = inherited.content;
            }
            Type::Simple(_) => {
                return Err(self.invalid(at, "complexContent extends a simple type".to_owned()));
            }
        }
        for child in Self::children(extension) {
            self.content_child(child, complex)?;
        }
        Ok(())
    }

    fn content_child(
        &mut self,
        child: Source<'d, 't>,
        complex: &mut ComplexType,
    ) -> Result<(), SchemaError> {
        match child.node.tag_name().name() {
            "attribute" => {
                let attribute = self.attribute(child)?;
                complex.attributes.extend(attribute);
            }
            "sequence" | "choice" => {
                let own = self.particle(child)?;
                complex.content = match std::mem::replace(&mut complex.content, Content::Empty) {
                    Content::Empty => Content::Particle(own),
                    // Extension appends to the content of the base (XML Schema 1.0, 3.4.2).
                    Content::Particle(inherited) => Content::Particle(Particle {
                        min: 1,
                        max: Some(1),
                        term: Term::Sequence(vec![inherited, own]),
                    }),
                    Content::Simple(_) => {
                        let reason = "elements are added to simple content".to_owned();
                        return Err(self.invalid(child, reason));
                    }
                };
            }
            other => return Err(self.unsupported(child, format!("xs:{other} in a complex type"))),
        }
        Ok(())
    }

    fn attribute(&mut self, at: Source<'d, 't>) -> Result<Option<Attribute>, SchemaError> {
        self.allow(at, &["name", "type", "use", "form", "id"])?;
        let required = match at.node.attribute("use") {
            Some("required") => true,
            Some("prohibited") => return Ok(None),
            _ => false,
        };
        let file = &self.files[at.file];
        let qualified =
            at.node.attribute("form").map_or(file.qualified_attributes, |form| form == "qualified");
        let target = if qualified { Rc::clone(&file.target) } else { "".into() };
        let Some(local) = at.node.attribute("name") else {
            return Err(self.unsupported(at, "an attribute without a name".to_owned()));
        };
        let name = QName { namespace: target, local: local.into() };
        let Some(text) = at.node.attribute("type") else {
            return Err(self.unsupported(at, "an attribute without a named type".to_owned()));
        };
        let type_id = self.type_by_reference(at, text)?;
        Ok(Some(Attribute { name, type_id, required }))
    }

    fn particle(&mut self, at: Source<'d, 't>) -> Result<Particle, SchemaError> {
        let (min, max) = self.occurs(at)?;
        let tag = at.node.tag_name().name();
        let term = match tag {
            "element" => Term::Element(self.local_element(at)?),
            "any" => Term::Any(self.wildcard(at)?),
            "sequence" | "choice" => {
                self.allow(at, &["minOccurs", "maxOccurs", "id"])?;
                let mut particles = Vec::new();
                for child in Self::children(at) {
                    let particle = self.particle(child)?;
                    if particle.max != Some(0) {
                        particles.push(particle);
                    }
                }
                if tag == "sequence" { Term::Sequence(particles) } else { Term::Choice(particles) }
            }
            other => return Err(self.unsupported(at, format!("xs:{other} in a content model"))),
        };
        Ok(Particle { min, max, term })
    }

    fn local_element(&mut self, at: Source<'d, 't>) -> Result<ElementId, SchemaError> {
        if let Some(text) = at.node.attribute("ref") {
            self.allow(at, &["ref", "minOccurs", "maxOccurs", "id"])?;
            let name = self.reference(at, text)?;
            return match self.element_nodes.get(&name).copied() {
                Some(source) => self.global_element(&name, source),
                None => {
                    Err(SchemaError::Unresolved { what: "element", name, place: self.place(at) })
                }
            };
        }
        self.allow(at, &["name", "type", "form", "minOccurs", "maxOccurs", "id"])?;
        let file = &self.files[at.file];
        let qualified =
            at.node.attribute("form").map_or(file.qualified_elements, |form| form == "qualified");
        let target = if qualified { Rc::clone(&file.target) } else { "".into() };
        let name = QName { namespace: target, local: at.node.attribute("name").unwrap_or("").into() };
        let type_id = self.element_type(at)?;
        Ok(self.add_element(at, name, type_id, false, None))
    }

    fn wildcard(&self, at: Source<'d, 't>) -> Result<Wildcard, SchemaError> {
        self.allow(at, &["namespace", "processContents", "minOccurs", "maxOccurs", "id"])?;
        let target = &self.files[at.file].target;
        Ok(match at.node.attribute("namespace").unwrap_or("##any") {
            "##any" => Wildcard::Any,
            "##other" => Wildcard::Other(Rc::clone(target)),
            list => Wildcard::Namespaces(
                list.split_whitespace()
                    .map(|part| match part {
                        "##targetNamespace" => Rc::clone(target),
                        "##local" => "".into(),
                        uri => uri.into(),
                    })
                    .collect(),
            ),
        })
    }
}
