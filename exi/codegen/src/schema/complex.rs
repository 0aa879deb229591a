//! Elements, complex types, attributes and particles.

use std::rc::Rc;

use super::resolve::{Resolver, Source};
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
        if !self.open_elements.insert(name.clone()) {
            return Err(self.unsupported(at, format!("the recursive element {name}")));
        }
        self.allow(at, &["name", "type", "abstract", "substitutionGroup", "id"])?;
        let head = match at.node.attribute("substitutionGroup") {
            Some(text) => Some(self.reference(at, text)?),
            None => None,
        };
        let type_id = self.element_type(at)?;
        let id = self.add_element(at, name.clone(), type_id, true, head)?;
        self.open_elements.remove(name);
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
    ) -> Result<ElementId, SchemaError> {
        self.schema.elements.push(Element {
            name,
            type_id,
            global,
            is_abstract: self.flag(at, "abstract")?,
            substitution_group,
            documentation: Self::documentation(at),
            place: self.place(at),
        });
        Ok(ElementId(self.schema.elements.len() - 1))
    }

    fn element_type(&mut self, at: Source<'d, 't>) -> Result<TypeId, SchemaError> {
        if let Some(text) = at.node.attribute("type") {
            self.no_children(at)?;
            return self.type_by_reference(at, text);
        }
        if Self::children(at).next().is_none() {
            return Err(self.unsupported(at, "an element without a type (xs:anyType)".to_owned()));
        }
        let child = self.only_child(at)?;
        let definition = match child.node.tag_name().name() {
            "simpleType" => Type::Simple(self.simple_type(child, None)?),
            "complexType" => Type::Complex(self.complex_type(child, None)?),
            _ => return Err(self.unexpected(child, at)),
        };
        Ok(self.add_type(definition))
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
        self.allow_type_attributes(at, name, &["abstract", "mixed", "id"])?;
        let mut complex = ComplexType {
            name: name.cloned(),
            is_abstract: self.flag(at, "abstract")?,
            mixed: self.flag(at, "mixed")?,
            base: None,
            attributes: Vec::new(),
            content: Content::Empty,
            documentation: Self::documentation(at),
            place: self.place(at),
        };
        let first = Self::children(at).next();
        match first.map(|child| child.node.tag_name().name()) {
            Some("simpleContent" | "complexContent") => {
                let derivation = self.only_child(at)?;
                self.derived(derivation, &mut complex)?;
            }
            _ => self.content(at, &mut complex)?,
        }
        if complex.mixed && !has_particles(&complex.content) {
            return Err(self.unsupported(at, "mixed content without elements".to_owned()));
        }
        complex.attributes.sort_by(|a, b| a.name.exi_order().cmp(&b.name.exi_order()));
        if let Some(pair) = complex.attributes.windows(2).find(|pair| pair[0].name == pair[1].name)
        {
            return Err(self.invalid(at, format!("two attributes {}", pair[0].name)));
        }
        Ok(complex)
    }

    /// Attributes of a type definition: `name` at the top of a schema only.
    pub(super) fn allow_type_attributes(
        &self,
        at: Source<'_, '_>,
        name: Option<&QName>,
        others: &[&str],
    ) -> Result<(), SchemaError> {
        let mut allowed = others.to_vec();
        allowed.extend(name.map(|_| "name"));
        self.allow(at, &allowed)
    }

    /// `xs:simpleContent` or `xs:complexContent` with an extension.
    fn derived(
        &mut self,
        at: Source<'d, 't>,
        complex: &mut ComplexType,
    ) -> Result<(), SchemaError> {
        self.allow(at, &["id"])?;
        let simple = at.node.tag_name().name() == "simpleContent";
        let extension = self.only_child(at)?;
        let tag = extension.node.tag_name().name();
        if tag != "extension" {
            return Err(self.unsupported(extension, format!("xs:{tag} of a complex type")));
        }
        self.allow(extension, &["base", "id"])?;
        let base = self.required(extension, "base")?;
        let base = self.type_by_reference(extension, base)?;
        complex.base = Some(base);
        match self.schema.type_def(base).clone() {
            Type::Simple(_) if simple => complex.content = Content::Simple(base),
            Type::Complex(inherited) => {
                if inherited.mixed != complex.mixed {
                    return Err(self.unsupported(at, "extension that changes mixed".to_owned()));
                }
                if simple && !matches!(inherited.content, Content::Simple(_)) {
                    let reason = "xs:simpleContent extends a type without simple content";
                    return Err(self.invalid(at, reason.to_owned()));
                }
                complex.attributes = inherited.attributes;
                complex.content = inherited.content;
            }
            Type::Simple(_) => {
                return Err(self.invalid(at, "complexContent extends a simple type".to_owned()));
            }
        }
        self.content(extension, complex)
    }

    /// Content model and attributes, written in a complex type or an extension.
    fn content(
        &mut self,
        at: Source<'d, 't>,
        complex: &mut ComplexType,
    ) -> Result<(), SchemaError> {
        let mut own_model = false;
        for child in Self::children(at) {
            match child.node.tag_name().name() {
                "attribute" => {
                    let attribute = self.attribute(child)?;
                    complex.attributes.extend(attribute);
                }
                "sequence" | "choice" if own_model => return Err(self.unexpected(child, at)),
                "sequence" | "choice" => {
                    own_model = true;
                    let own = self.particle(child)?;
                    self.append(child, complex, own)?;
                }
                other => {
                    return Err(self.unsupported(child, format!("xs:{other} in a complex type")));
                }
            }
        }
        Ok(())
    }

    /// Appends to the content of the base (XML Schema 1.0, 3.4.2).
    fn append(
        &self,
        at: Source<'d, 't>,
        complex: &mut ComplexType,
        own: Particle,
    ) -> Result<(), SchemaError> {
        complex.content = match std::mem::replace(&mut complex.content, Content::Empty) {
            Content::Empty => Content::Particle(own),
            Content::Particle(inherited) => Content::Particle(Particle {
                min: 1,
                max: Some(1),
                term: Term::Sequence(vec![inherited, own]),
            }),
            Content::Simple(_) => {
                return Err(self.invalid(at, "elements are added to simple content".to_owned()));
            }
        };
        Ok(())
    }

    fn attribute(&mut self, at: Source<'d, 't>) -> Result<Option<Attribute>, SchemaError> {
        self.allow(at, &["name", "type", "use", "form", "id"])?;
        let required = match at.node.attribute("use") {
            Some("required") => true,
            Some("optional") | None => false,
            // Means something in a restriction only (XML Schema 1.0, 3.4.2).
            Some("prohibited") => return Ok(None),
            Some(other) => return Err(self.invalid(at, format!("use=\"{other}\""))),
        };
        let file = &self.files[at.file];
        let qualified = self.form(at, "form")?.unwrap_or(file.qualified_attributes);
        let target = if qualified { Rc::clone(&file.target) } else { "".into() };
        let name = QName { namespace: target, local: self.name(at)?.into() };
        let Some(text) = at.node.attribute("type") else {
            return Err(self.unsupported(at, "an attribute without a named type".to_owned()));
        };
        self.no_children(at)?;
        let type_id = self.type_by_reference(at, text)?;
        if matches!(self.schema.type_def(type_id), Type::Complex(_)) {
            return Err(self.invalid(at, "an attribute of complex type".to_owned()));
        }
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
            self.no_children(at)?;
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
        let qualified = self.form(at, "form")?.unwrap_or(file.qualified_elements);
        let target = if qualified { Rc::clone(&file.target) } else { "".into() };
        let name = QName { namespace: target, local: self.name(at)?.into() };
        let type_id = self.element_type(at)?;
        self.add_element(at, name, type_id, false, None)
    }

    fn wildcard(&self, at: Source<'d, 't>) -> Result<Wildcard, SchemaError> {
        self.allow(at, &["namespace", "processContents", "minOccurs", "maxOccurs", "id"])?;
        self.no_children(at)?;
        let target = &self.files[at.file].target;
        let list = match at.node.attribute("namespace").unwrap_or("##any") {
            "##any" => return Ok(Wildcard::Any),
            "##other" => return Ok(Wildcard::Other(Rc::clone(target))),
            list => list,
        };
        let mut namespaces: Vec<Rc<str>> = Vec::new();
        for part in list.split_whitespace() {
            let namespace: Rc<str> = match part {
                "##targetNamespace" => Rc::clone(target),
                "##local" => "".into(),
                uri if !uri.starts_with("##") => uri.into(),
                other => return Err(self.invalid(at, format!("{other} in a list of namespaces"))),
            };
            if !namespaces.contains(&namespace) {
                namespaces.push(namespace);
            }
        }
        if namespaces.is_empty() {
            return Err(self.unsupported(at, "xs:any without a namespace".to_owned()));
        }
        Ok(Wildcard::Namespaces(namespaces))
    }
}

/// True if there is an element or a wildcard in the content.
fn has_particles(content: &Content) -> bool {
    fn any(particle: &Particle) -> bool {
        match &particle.term {
            Term::Element(_) | Term::Any(_) => true,
            Term::Sequence(parts) | Term::Choice(parts) => parts.iter().any(any),
        }
    }
    matches!(content, Content::Particle(particle) if any(particle))
}
