//! The messages of a module that are requests or responses.

use super::module::Module;
use super::names;
use super::role::Role;
use super::shape::{Shape, SlotKind};
use crate::schema::ElementId;

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
                let name = names::pascal(&module.element_name(*root).local);
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
