//! Simple types: restriction chains flattened to a primitive with facets.

use super::load::{Resolver, Source};
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
        self.allow(at, &["name", "id"])?;
        let Some(inner) = Self::children(at).next() else {
            return Err(self.invalid(at, "xs:simpleType without a derivation".to_owned()));
        };
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

    /// Applies the facets of one restriction step; each must narrow what it inherits.
    pub(super) fn facets(
        &self,
        restriction: Source<'d, 't>,
        simple: &mut SimpleType,
    ) -> Result<(), SchemaError> {
        let mut literals = Vec::new();
        for facet in Self::children(restriction) {
            let tag = facet.node.tag_name().name();
            let value = facet.node.attribute("value").unwrap_or("");
            match tag {
                "enumeration" if matches!(simple.primitive, Primitive::String | Primitive::AnyUri) => literals.push(Literal {
                    value: value.to_owned(),
                    documentation: Self::documentation(facet),
                }),
                "length" | "minLength" | "maxLength" if simple.primitive.has_length() => {
                    let n = self.number(facet, value)?;
                    let n = u32::try_from(n)
                        .map_err(|_| self.invalid(facet, format!("{tag}=\"{value}\"")))?;
                    if tag != "maxLength" {
                        simple.min_length = Some(simple.min_length.map_or(n, |old| old.max(n)));
                    }
                    if tag != "minLength" {
                        simple.max_length = Some(simple.max_length.map_or(n, |old| old.min(n)));
                    }
                }
                "minInclusive" | "minExclusive" if simple.primitive.is_number() => {
                    let n = self.number(facet, value)? + i128::from(tag == "minExclusive");
                    simple.min_inclusive = Some(simple.min_inclusive.map_or(n, |old| old.max(n)));
                }
                "maxInclusive" | "maxExclusive" if simple.primitive.is_number() => {
                    let n = self.number(facet, value)? - i128::from(tag == "maxExclusive");
                    simple.max_inclusive = Some(simple.max_inclusive.map_or(n, |old| old.min(n)));
                }
                // Literal strings are compared as they are; no schema here collapses white space
                // in a way that could reach the EXI stream.
                "whiteSpace" if value == "preserve" => {}
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
        Ok(())
    }

    fn number(&self, at: Source<'d, 't>, text: &str) -> Result<i128, SchemaError> {
        text.trim().parse().map_err(|_| self.invalid(at, format!("\"{text}\" is not an integer")))
    }
}
