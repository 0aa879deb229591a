//! The content of wildcards, from JSON: `{"{namespace}name": {"@{namespace}attribute": "…", "$content":
//! ["…", …]}}`, as [`AnyElement`](crate::AnyElement) has it.

use alloc::string::ToString;

use super::encoder::Encoder;
use super::error::{JsonError, JsonErrorKind};
use super::tree::{CONTENT, Tree, expanded};
use crate::error::{Facet, Unsupported};
use crate::grammar::{Event, Level, Names, is_excluded};

impl<'o> Encoder<'o> {
    /// Writes an element that a wildcard admits, after the event code of the wildcard.
    pub(super) fn any(&mut self, event: &Event<'_>, tree: &'o Tree<'o>) -> Result<(), JsonError> {
        let Some(mut names) = self.writer.take_names() else {
            return self.error(JsonErrorKind::Unsupported(Unsupported::Wildcard));
        };
        let (namespace, name, inside) = self.any_name(tree)?;
        let in_namespace = matches!(event, Event::AnyIn(_));
        if let Event::Any { not } = event {
            if is_excluded(namespace, *not) {
                self.writer.violates(Facet::Content);
            }
        }
        let level = Level::write_root(&mut self.writer, &mut names, namespace, name, in_namespace);
        self.any_content(&mut names, level, name, inside)?;
        self.writer.names = Some(names);
        Ok(())
    }

    /// Name and content of the only member of an object, `{namespace}name`.
    fn any_name(&self, tree: &'o Tree<'o>) -> Result<(&'o str, &'o str, &'o Tree<'o>), JsonError> {
        if let Tree::Object(members) = tree {
            if let [(member, inside)] = members.as_slice() {
                if let Some((namespace, name)) = expanded(member) {
                    return Ok((namespace, name, inside));
                }
            }
        }
        self.wrong("an object with one member {namespace}name", tree)
    }

    fn any_content(
        &mut self,
        names: &mut Names<'o>,
        level: Option<Level<'o>>,
        name: &str,
        tree: &'o Tree<'o>,
    ) -> Result<(), JsonError> {
        self.path.push(name, None);
        // Without a level it has failed.
        self.check()?;
        let Some(mut level) = level else { return Ok(()) };
        let Tree::Object(members) = tree else { return self.wrong("an object", tree) };
        let mut content: &'o [Tree<'o>] = &[];
        for (member, value) in members {
            match (member.strip_prefix('@').and_then(expanded), value) {
                (Some((namespace, name)), value) => {
                    let text = self.text(value)?;
                    level.write_attribute(&mut self.writer, names, namespace, name, text);
                }
                (None, Tree::List(items)) if &**member == CONTENT => content = items,
                _ => return self.error(JsonErrorKind::Unexpected(member.to_string())),
            }
            self.check()?;
        }
        for item in content {
            match item {
                Tree::Text(text) => {
                    level.write_text(&mut self.writer, names, text);
                }
                item => {
                    let (namespace, name, inside) = self.any_name(item)?;
                    let start = level.write_start(&mut self.writer, names, namespace, name);
                    self.any_content(names, start, name, inside)?;
                }
            }
            self.check()?;
        }
        level.write_end(&mut self.writer, names);
        self.check()?;
        self.path.pop();
        Ok(())
    }
}
