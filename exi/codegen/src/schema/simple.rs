//! Simple types: restriction chains flattened to a primitive with facets.

use super::resolve::{Resolver, Source};
use super::{Literal, Primitive, QName, SchemaError, SimpleType, Type, TypeId};

impl<'d, 't> Resolver<'d, 't> {
    pub(super) fn builtin_type(
        &mut self,
        at: Source<'d, 't>,
        name: &QName,
    ) -> Result<TypeId, SchemaError> {
        if let Some(&id) = self.schema.global_types.get(name) {
            return Ok(id);
        }
        let Some(primitive) = Primitive::of(&name.local) else {
            return Err(self.unsupported(at, format!("the built-in type xs:{}", name.local)));
        };
        let (min, max) = primitive.range().unzip();
        let simple = SimpleType {
            name: Some(name.clone()),
            primitive,
            min_length: None,
            max_length: None,
            min_inclusive: min,
            max_inclusive: max,
            enumeration: Vec::new(),
            documentation: None,
            place: self.place(at),
        };
        let id = self.add_type(Type::Simple(simple));
        self.schema.global_types.insert(name.clone(), id);
        Ok(id)
    }

    pub(super) fn add_type(&mut self, definition: Type) -> TypeId {
        self.schema.types.push(definition);
        TypeId(self.schema.types.len() - 1)
    }

    pub(super) fn simple_type(
        &mut self,
        at: Source<'d, 't>,
        name: Option<&QName>,
    ) -> Result<SimpleType, SchemaError> {
        self.allow_type_attributes(at, name, &["id"])?;
        let inner = self.only_child(at)?;
        match inner.node.tag_name().name() {
            "restriction" => {}
            other => return Err(self.unsupported(inner, format!("xs:{other} of a simple type"))),
        }
        self.allow(inner, &["base", "id"])?;
        let Some(base) = inner.node.attribute("base") else {
            return Err(self.unsupported(inner, "a restriction of an anonymous type".to_owned()));
        };
        let base = self.type_by_reference(inner, base)?;
        let mut simple = match self.schema.type_def(base) {
            Type::Simple(base) => base.clone(),
            Type::Complex(_) => {
                return Err(self.invalid(inner, "the base of a simple type is complex".to_owned()));
            }
        };
        simple.name = name.cloned();
        simple.documentation = Self::documentation(at);
        simple.place = self.place(at);
        self.facets(inner, &mut simple)?;
        Ok(simple)
    }

    /// Applies the facets of one restriction step; each can only narrow what it inherits.
    fn facets(
        &self,
        restriction: Source<'d, 't>,
        simple: &mut SimpleType,
    ) -> Result<(), SchemaError> {
        let mut literals: Vec<Literal> = Vec::new();
        let of_enumeration = !simple.enumeration.is_empty();
        for facet in Self::children(restriction) {
            let tag = facet.node.tag_name().name();
            self.no_children(facet)?;
            match tag {
                "enumeration" if simple.primitive.is_text() => {
                    let literal = self.literal(facet)?;
                    if literals.iter().any(|other| other.value == literal.value) {
                        let reason = format!("the literal \"{}\" is there twice", literal.value);
                        return Err(self.invalid(facet, reason));
                    }
                    if of_enumeration
                        && !simple.enumeration.iter().any(|l| l.value == literal.value)
                    {
                        let reason = format!("\"{}\" is no literal of the base", literal.value);
                        return Err(self.invalid(facet, reason));
                    }
                    literals.push(literal);
                }
                // Which literals are left would have to be worked out.
                "length" | "minLength" | "maxLength" if of_enumeration => {
                    let construct = format!("facet xs:{tag} of an enumeration");
                    return Err(self.unsupported(facet, construct));
                }
                "length" | "minLength" | "maxLength" if simple.primitive.has_length() => {
                    let n = self.length(facet)?;
                    if tag != "maxLength" {
                        simple.min_length = Some(simple.min_length.map_or(n, |old| old.max(n)));
                    }
                    if tag != "minLength" {
                        simple.max_length = Some(simple.max_length.map_or(n, |old| old.min(n)));
                    }
                }
                "minInclusive" | "minExclusive" if simple.primitive.is_number() => {
                    let n = self.bound(facet, i128::from(tag == "minExclusive"))?;
                    simple.min_inclusive = Some(simple.min_inclusive.map_or(n, |old| old.max(n)));
                }
                "maxInclusive" | "maxExclusive" if simple.primitive.is_number() => {
                    let n = self.bound(facet, -i128::from(tag == "maxExclusive"))?;
                    simple.max_inclusive = Some(simple.max_inclusive.map_or(n, |old| old.min(n)));
                }
                // Literal strings are compared as they are; no schema here collapses white space
                // in a way that could reach the EXI stream.
                "whiteSpace" if facet.node.attribute("value") == Some("preserve") => {}
                other => {
                    let construct = format!("facet xs:{other} of a {:?}", simple.primitive);
                    return Err(self.unsupported(facet, construct));
                }
            }
        }
        if !literals.is_empty() {
            simple.enumeration = literals;
        }
        let empty = matches!((simple.min_inclusive, simple.max_inclusive), (Some(a), Some(b)) if a > b)
            || matches!((simple.min_length, simple.max_length), (Some(a), Some(b)) if a > b);
        if empty {
            return Err(self.invalid(restriction, "the facets leave no value".to_owned()));
        }
        if let Some(literal) = simple.enumeration.iter().find(|l| !fits(&l.value, simple)) {
            let reason = format!("the literal \"{}\" violates a length facet", literal.value);
            return Err(self.invalid(restriction, reason));
        }
        Ok(())
    }

    fn literal(&self, facet: Source<'d, 't>) -> Result<Literal, SchemaError> {
        Ok(Literal {
            value: self.facet_value(facet)?.to_owned(),
            documentation: Self::documentation(facet),
        })
    }

    fn length(&self, facet: Source<'d, 't>) -> Result<u32, SchemaError> {
        let text = self.facet_value(facet)?;
        text.trim().parse().map_err(|_| self.invalid(facet, format!("\"{text}\" is no length")))
    }

    /// A bound of a number, moved by `offset` if it is exclusive.
    fn bound(&self, facet: Source<'d, 't>, offset: i128) -> Result<i128, SchemaError> {
        let text = self.facet_value(facet)?;
        let number: Option<i128> = text.trim().parse().ok();
        number
            .and_then(|number| number.checked_add(offset))
            .ok_or_else(|| self.invalid(facet, format!("\"{text}\" is no integer of 128 bits")))
    }

    fn facet_value(&self, facet: Source<'d, 't>) -> Result<&'d str, SchemaError> {
        // `fixed` forbids derived types to change the facet.
        self.allow(facet, &["value", "fixed", "id"])?;
        self.required(facet, "value")
    }
}

/// A literal has the length that the facets demand, in characters.
fn fits(literal: &str, simple: &SimpleType) -> bool {
    let length = literal.chars().count();
    simple.min_length.is_none_or(|min| length >= min as usize)
        && simple.max_length.is_none_or(|max| length <= max as usize)
}
