//! Roles: which messages are requests and which are responses, and which types tell them apart.
//!
//! The decoder and the encoder of such a type have a parameter `ROLE`. A program that decodes with
//! one role only does not link the decoders of the other one's messages.

use std::collections::BTreeSet;

use super::Options;
use super::module::{Module, matches};
use super::shape::{Shape, SlotKind};
use crate::schema::{ElementId, TypeId};

/// One of the two roles that messages are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Request,
    Response,
}

impl Role {
    /// Returns the role of an element by its name.
    pub(super) fn of(options: &Options, name: &str) -> Option<Self> {
        let any = |patterns: &[String]| patterns.iter().any(|pattern| matches(pattern, name));
        if any(&options.requests) {
            Some(Self::Request)
        } else if any(&options.responses) {
            Some(Self::Response)
        } else {
            None
        }
    }

    /// Returns the constant that stands for the other role alone.
    pub(super) const fn without(self) -> &'static str {
        match self {
            Self::Request => "RESPONSES",
            Self::Response => "REQUESTS",
        }
    }
}

/// Finds the types whose codecs depend on the role: a choice of messages, and the types around it.
pub(super) fn types_with_roles(module: &Module<'_>) -> BTreeSet<TypeId> {
    let mut found = BTreeSet::new();
    for id in module.local_types() {
        let Some(Shape::Flat(record)) = &module.info(id).shape else { continue };
        let tells_apart = record.slots.iter().any(|slot| match &slot.kind {
            SlotKind::Choice(choice) => {
                slot.optional
                    && choice.alternatives.iter().any(|a| module.role(a.element).is_some())
            }
            _ => false,
        });
        if tells_apart {
            found.insert(id);
        }
    }
    loop {
        let before = found.len();
        for id in module.local_types() {
            let Some(Shape::Record(record)) = &module.info(id).shape else { continue };
            let holds_one = record.slots.iter().any(|slot| match slot.kind {
                SlotKind::Element(element) => found.contains(&module.element_type(element)),
                _ => false,
            });
            if holds_one {
                found.insert(id);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// The messages of a module: its documents, or the alternatives of the one choice of messages.
pub(super) struct Messages {
    /// Name of the enum that holds them, and of its generics.
    pub(super) name: String,
    pub(super) generics: &'static str,
    /// Variant, element and event code of each.
    pub(super) all: Vec<Message>,
    /// The enum has variants that are not messages.
    pub(super) has_others: bool,
}

pub(super) struct Message {
    pub(super) variant: String,
    pub(super) element: ElementId,
    pub(super) code: usize,
    pub(super) role: Role,
}

/// Finds the messages that have a role. `None` if the module was not asked to tell roles apart, or
/// has no such messages.
pub(super) fn messages(module: &Module<'_>) -> Option<Messages> {
    let message = |element: ElementId, variant: &str, code: usize| {
        let role = module.role(element)?;
        Some(Message { variant: variant.to_owned(), element, code, role })
    };
    if module.documents.len() > 1 {
        let code = |root: ElementId| module.set.roots.iter().position(|r| *r == root).unwrap_or(0);
        let all: Vec<Message> = module
            .documents
            .iter()
            .filter_map(|root| {
                let name = super::names::pascal(&module.element_name(*root).local);
                message(*root, &name, code(*root))
            })
            .collect();
        let has_others = all.len() < module.documents.len();
        let found = Messages { name: "Message".to_owned(), generics: "<'a>", all, has_others };
        return (!found.all.is_empty()).then_some(found);
    }
    let id = module.local_types().find(|id| {
        module.has_role(*id) && matches!(module.info(*id).shape, Some(Shape::Flat(_)))
    })?;
    let info = module.info(id);
    let Some(Shape::Flat(record)) = &info.shape else { return None };
    let [slot] = record.slots.as_slice() else { return None };
    let SlotKind::Choice(choice) = &slot.kind else { return None };
    let all = choice
        .alternatives
        .iter()
        .enumerate()
        .filter_map(|(index, a)| message(a.element, &a.variant, slot.event + index))
        .collect();
    let generics = if info.borrows { "<'a>" } else { "" };
    Some(Messages { name: info.name.clone(), generics, all, has_others: true })
}
