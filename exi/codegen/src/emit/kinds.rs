//! The kinds of the messages of a module: an enumeration of their names.

use std::fmt::Write;

use super::messages::Messages;
use super::module::Module;
use super::role::Role;

/// Emits `MessageKind`, and the method of the messages that returns theirs.
pub(super) fn emit(module: &Module<'_>, messages: &Messages, out: &mut String) {
    let mut variants = String::new();
    let mut of_code = String::new();
    let mut of_message = String::new();
    let mut requests = Vec::new();
    for message in &messages.all {
        let name = &module.element_name(message.element).local;
        let variant = &message.variant;
        let _ = writeln!(variants, "        {variant} = {:?},", &**name);
        let _ = writeln!(of_code, "{} => Some(Self::{variant}),", message.code);
        let _ = writeln!(of_message, "Self::{variant}(_) => Some(MessageKind::{variant}),");
        if message.role == Role::Request {
            requests.push(format!("Self::{variant}"));
        }
    }
    let _ = writeln!(
        out,
        "exi::enumeration! {{\n    /// The kinds of messages of this set, by the names of their elements.\n    pub enum MessageKind {{\n{variants}    }}\n}}\n",
    );
    let _ = writeln!(
        out,
        "impl MessageKind {{\n\
         /// Returns the kind of message that could not be decoded, if the decode got that far.\n\
         #[must_use]\npub fn of(error: &exi::DecodeError) -> Option<Self> {{\n\
         match error.message_code()? {{\n{of_code}_ => None,\n}}\n}}\n\n\
         /// Returns whether the vehicle sends it.\n\
         #[must_use]\npub const fn is_request(self) -> bool {{\nmatches!(self, {})\n}}\n}}\n",
        if requests.is_empty() { "_never if false".to_owned() } else { requests.join(" | ") },
    );
    let (name, generics) = (&messages.name, messages.generics);
    let (ty, doc, arms) = if messages.has_others {
        of_message.push_str("_ => None,\n");
        (
            "Option<MessageKind>",
            "Returns the kind of message; `None` if there is none, or an element without a role.",
            of_message,
        )
    } else {
        let arms = of_message.replace("Some(", "").replace("),\n", ",\n");
        ("MessageKind", "Returns the kind of message.", arms)
    };
    let _ = writeln!(
        out,
        "impl{generics} {name}{generics} {{\n/// {doc}\n#[must_use]\npub fn kind(&self) -> {ty} {{\nmatch self {{\n{arms}}}\n}}\n}}\n",
    );
}
