//! The smallest response that a schema allows, as an expression of constants.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use super::constructors::{absent, is_required, slot_type};
use super::module::Module;
use super::names;
use super::role::matches;
use super::shape::{Choice, Shape, Slot, SlotKind};
use crate::grammar::{Coding, Lexical};
use crate::schema::{ElementId, Place, QName, SchemaError, Type, TypeId};

/// Makes the smallest values of the types of a module.
pub(super) struct Smallest<'m, 'g> {
    module: &'m Module<'g>,
    /// Number of the last name: `xs:ID` must be unique in a document.
    names: Cell<usize>,
    /// Which of [`Options::values`](super::Options::values) a member has.
    used: RefCell<BTreeSet<usize>>,
    /// A value of the options that its member cannot have.
    wrong: RefCell<Option<SchemaError>>,
}

/// The smallest response of a type.
pub(super) struct Response {
    /// Type of the response code.
    pub(super) code: String,
    /// Type of the header, if the message has one.
    pub(super) header: Option<String>,
    pub(super) body: String,
}

impl<'m, 'g> Smallest<'m, 'g> {
    pub(super) fn new(module: &'m Module<'g>) -> Self {
        Self {
            module,
            names: Cell::new(0),
            used: RefCell::new(BTreeSet::new()),
            wrong: RefCell::new(None),
        }
    }

    /// Makes a response with a response code and perhaps a header. `None` if the element has no
    /// response code, or has a member without a constant value.
    pub(super) fn response(&self, element: ElementId) -> Result<Option<Response>, SchemaError> {
        self.names.set(0);
        let response = self.record(element);
        match self.wrong.take() {
            Some(error) => Err(error),
            None => Ok(response),
        }
    }

    /// Refuses values of the options that no response has a member for.
    pub(super) fn check_values(&self) -> Result<(), SchemaError> {
        let options = self.module.options;
        for (index, (pattern, _)) in options.values.iter().enumerate() {
            if !self.used.borrow().contains(&index) {
                return Err(SchemaError::Unresolved {
                    what: "member of a response",
                    name: QName::new("", pattern),
                    place: Place { file: options.origin.as_str().into(), line: 1 },
                });
            }
        }
        Ok(())
    }

    fn record(&self, element: ElementId) -> Option<Response> {
        let module = self.module;
        let owner = &*module.element_name(element).local;
        let id = module.element_type(element);
        let Some(Shape::Record(record)) = &module.info(id).shape else { return None };
        let mut header = None;
        let mut code = None;
        let mut fields = Vec::new();
        for slot in &record.slots {
            let is_plain = slot.list.is_none() && !slot.optional;
            match slot.name.as_str() {
                "Header" if is_plain => {
                    header = Some(slot_type(module, slot));
                    fields.push(slot.field.clone());
                }
                "ResponseCode" if is_plain => {
                    code = Some(slot_type(module, slot));
                    fields.push("response_code".to_owned());
                }
                _ => fields.push(self.field(owner, slot)?),
            }
        }
        Some(Response { code: code?, header, body: format!("Self {{ {} }}", fields.join(", ")) })
    }

    fn field(&self, owner: &str, slot: &Slot) -> Option<String> {
        Some(format!("{}: {}", slot.field, self.member(owner, slot)?))
    }

    fn member(&self, owner: &str, slot: &Slot) -> Option<String> {
        let given = self.given(owner, &slot.name);
        if given.is_none() && !is_required(slot) {
            return Some(absent(slot).to_owned());
        }
        let value = || match (&slot.kind, given) {
            (SlotKind::Attribute(id) | SlotKind::Value(id), Some(text)) => self.literal(*id, text),
            (SlotKind::Element(element), Some(text)) => {
                self.literal(self.module.element_type(*element), text)
            }
            (SlotKind::Attribute(id) | SlotKind::Value(id), None) => self.value(owner, *id),
            (SlotKind::Element(element), None) => {
                self.value(&slot.name, self.module.element_type(*element))
            }
            (SlotKind::Choice(choice), _) => self.choice(choice),
        };
        match slot.list {
            Some(bounds) => {
                let items: Option<Vec<_>> = (0..bounds.min.max(1)).map(|_| value()).collect();
                Some(format!("&[{}]", items?.join(", ")))
            }
            None if slot.optional => Some(format!("Some({})", value()?)),
            None => value(),
        }
    }

    /// The text that the options have for a member.
    fn given(&self, owner: &str, member: &str) -> Option<&'m str> {
        let path = format!("{owner}/{member}");
        let values = &self.module.options.values;
        let index = values.iter().position(|(pattern, _)| matches(pattern, &path))?;
        self.used.borrow_mut().insert(index);
        values.get(index).map(|(_, text)| text.as_str())
    }

    fn choice(&self, choice: &Choice) -> Option<String> {
        let module = self.module;
        let preferred = |element: ElementId| {
            let name = &module.element_name(element).local;
            module.options.prefer.iter().any(|preferred| **preferred == **name)
        };
        let before = self.names.get();
        let (_, _, text, names) = choice
            .concrete()
            .filter_map(|(_, alternative)| {
                self.names.set(before);
                let element = alternative.element;
                let owner = &module.element_name(element).local;
                let value = self.value(owner, module.element_type(element))?;
                let text = format!("{}::{}({value})", choice.name, alternative.variant);
                Some((!preferred(element), text.len(), text, self.names.get()))
            })
            .min()?;
        self.names.set(names);
        Some(text)
    }

    /// The smallest value of a type; `owner` is the element that has it.
    fn value(&self, owner: &str, id: TypeId) -> Option<String> {
        let module = self.module;
        if let Type::Simple(simple) = module.set.schema.type_def(id) {
            if let Some(first) = simple.enumeration.first() {
                return Some(format!("{}::{}", module.info(id).path, names::pascal(&first.value)));
            }
        }
        match module.coding(id) {
            Some(Coding::Boolean) => Some("false".to_owned()),
            Some(Coding::Bits { min, max, .. }) => Some(nearest_to_zero(min, max)),
            Some(Coding::Unsigned { min, .. }) => Some(min.to_string()),
            Some(Coding::Integer { min, max }) => Some(nearest_to_zero(min.into(), max.into())),
            Some(Coding::Unbounded) => Some("Integer::ZERO".to_owned()),
            Some(Coding::String { min, lexical: Lexical::NcName, .. }) => {
                self.names.set(self.names.get() + 1);
                let name = format!("id{}", self.names.get());
                let name = format!("{name:_<least$}", least = min as usize);
                Some(format!("{name:?}"))
            }
            Some(Coding::String { min, lexical, .. }) => {
                let letter = if lexical == Lexical::Any { "0" } else { "a" };
                Some(format!("{:?}", letter.repeat(min as usize)))
            }
            Some(Coding::Binary { min, .. }) => Some(format!("&[0; {min}]")),
            Some(Coding::Enumeration { .. }) => None,
            None => self.structure(owner, id),
        }
    }

    fn structure(&self, owner: &str, id: TypeId) -> Option<String> {
        let info = self.module.info(id);
        match info.shape.as_ref()? {
            Shape::Record(record) if record.slots.is_empty() => Some(info.path.clone()),
            Shape::Record(record) => {
                let fields: Option<Vec<String>> =
                    record.slots.iter().map(|slot| self.field(owner, slot)).collect();
                Some(format!("{} {{ {} }}", info.path, fields?.join(", ")))
            }
            Shape::Items(items) => {
                let mut fields = Vec::new();
                for slot in &items.attributes {
                    fields.push(self.field(owner, slot)?);
                }
                fields.push("content: &[]".to_owned());
                Some(format!("{} {{ {} }}", info.path, fields.join(", ")))
            }
            Shape::Flat(record) => {
                let [Slot { kind: SlotKind::Choice(choice), .. }] = record.slots.as_slice() else {
                    return None;
                };
                let alternatives = choice.alternatives.clone();
                self.choice(&Choice { name: info.path.clone(), alternatives })
            }
        }
    }

    /// The value of a simple type with this text. One that is not a value of it is noted.
    fn literal(&self, id: TypeId, text: &str) -> Option<String> {
        let module = self.module;
        let in_range = |min: i128, max: i128| {
            text.parse().ok().filter(|n| (min..=max).contains(n)).map(|n: i128| n.to_string())
        };
        let fits = |length: usize, min: u32, max: Option<u32>| {
            length >= min as usize && max.is_none_or(|max| length <= max as usize)
        };
        let literal = match module.coding(id) {
            Some(Coding::Enumeration { literals, .. }) => literals
                .iter()
                .any(|literal| literal.value == text)
                .then(|| format!("{}::{}", module.info(id).path, names::pascal(text))),
            Some(Coding::Boolean) => matches!(text, "false" | "true").then(|| text.to_owned()),
            Some(Coding::Bits { min, max, .. }) => in_range(min, max),
            Some(Coding::Unsigned { min, max }) => in_range(min.into(), max.into()),
            Some(Coding::Integer { min, max }) => in_range(min.into(), max.into()),
            Some(Coding::String { min, max, lexical: Lexical::Any }) => {
                fits(text.chars().count(), min, max).then(|| format!("{text:?}"))
            }
            Some(Coding::Binary { min, max, hex: true }) => octets(text)
                .filter(|octets| fits(octets.len(), min, max))
                .map(|octets| format!("&{octets:?}")),
            _ => None,
        };
        if literal.is_none() {
            let construct = format!("{text:?} as the value of a member of this type");
            *self.wrong.borrow_mut() = Some(module.unsupported(id, construct));
        }
        literal
    }
}

fn octets(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
    let octet = |pair: &[u32]| u8::try_from(pair.first()? * 16 + pair.get(1)?).ok();
    digits?.chunks(2).map(octet).collect()
}

fn nearest_to_zero(min: i128, max: i128) -> String {
    0_i128.clamp(min, max).to_string()
}
