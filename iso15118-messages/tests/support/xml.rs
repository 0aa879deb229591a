//! Compares JSON with the XML of the same message: names, text of every value, order of lists.

use roxmltree::{Document, Node};
use serde_json::Value;

/// Compares a document.
pub fn compare(json: &Value, xml: &str) -> Result<(), String> {
    let document = Document::parse(xml).map_err(|error| error.to_string())?;
    let root = document.root_element();
    let name = root.tag_name().name();
    let object = json.as_object().ok_or("the document is no object")?;
    if object.len() != 1 {
        return Err(format!("{} members instead of one", object.len()));
    }
    let content = object.get(name).ok_or_else(|| format!("no member {name}"))?;
    element(content, root).map_err(|error| format!("{name}/{error}"))
}

fn element(json: &Value, node: Node<'_, '_>) -> Result<(), String> {
    let children: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
    let text: String = node.children().filter(Node::is_text).filter_map(|t| t.text()).collect();
    let Some(object) = json.as_object() else {
        if !children.is_empty() || node.attributes().len() > 0 {
            return Err(format!("{json} instead of an object"));
        }
        return scalar(json, &text);
    };
    let mut used = 0;
    for attribute in node.attributes() {
        let member = object.get(attribute.name()).ok_or(format!("no {}", attribute.name()))?;
        scalar(member, attribute.value()).map_err(|e| format!("@{}: {e}", attribute.name()))?;
        used += 1;
    }
    let mut names: Vec<&str> = Vec::new();
    for child in &children {
        if !names.contains(&child.tag_name().name()) {
            names.push(child.tag_name().name());
        }
    }
    for name in names {
        let same: Vec<_> = children.iter().filter(|c| c.tag_name().name() == name).collect();
        let member = object.get(name).ok_or(format!("no member {name}"))?;
        used += 1;
        match member.as_array() {
            Some(items) => {
                if items.len() != same.len() {
                    return Err(format!("{name}: {} items, not {}", items.len(), same.len()));
                }
                for (index, (item, child)) in items.iter().zip(same).enumerate() {
                    element(item, *child).map_err(|e| format!("{name}[{index}]/{e}"))?;
                }
            }
            None if same.len() == 1 => {
                element(member, *same[0]).map_err(|e| format!("{name}/{e}"))?;
            }
            None => return Err(format!("{name}: no array for {} elements", same.len())),
        }
    }
    if let Some(value) = object.get("value").filter(|_| children.is_empty()) {
        scalar(value, &text)?;
        used += 1;
    } else if !text.trim().is_empty() {
        return Err(format!("the text {text:?} is not there"));
    }
    // Mixed content in document order repeats members that were compared.
    if object.contains_key("$content") {
        used += 1;
    }
    if used != object.len() {
        return Err(format!("{} members, {used} of them expected", object.len()));
    }
    Ok(())
}

fn scalar(json: &Value, text: &str) -> Result<(), String> {
    let ours = match json {
        Value::String(value) => value.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        other => return Err(format!("{other} is no value")),
    };
    if ours == text { Ok(()) } else { Err(format!("{ours:?} instead of {text:?}")) }
}

/// Compares two documents: names with namespaces, attributes, children in order, exact text.
pub fn same(ours: &str, theirs: &str) -> Result<(), String> {
    let ours = Document::parse(ours).map_err(|error| format!("ours: {error}"))?;
    let theirs = Document::parse(theirs).map_err(|error| error.to_string())?;
    same_element(ours.root_element(), theirs.root_element())
}

fn same_element(ours: Node<'_, '_>, theirs: Node<'_, '_>) -> Result<(), String> {
    let name = theirs.tag_name().name();
    // `xmlns=""` and no declaration at all are the same: no namespace.
    let tag = |node: Node<'_, '_>| {
        let namespace = node.tag_name().namespace().unwrap_or("").to_owned();
        (namespace, node.tag_name().name().to_owned())
    };
    if tag(ours) != tag(theirs) {
        return Err(format!("{:?} instead of {:?}", ours.tag_name(), theirs.tag_name()));
    }
    let attributes = |node: Node<'_, '_>| {
        let mut all: Vec<(String, String, String)> = node
            .attributes()
            .map(|a| {
                (a.namespace().unwrap_or("").to_owned(), a.name().to_owned(), a.value().to_owned())
            })
            .collect();
        all.sort();
        all
    };
    if attributes(ours) != attributes(theirs) {
        return Err(format!("{name}: {:?} instead of {:?}", attributes(ours), attributes(theirs)));
    }
    let mut left = ours.children();
    let mut right = theirs.children();
    loop {
        match (left.next(), right.next()) {
            (None, None) => return Ok(()),
            (Some(a), Some(b)) if a.is_element() && b.is_element() => {
                same_element(a, b).map_err(|error| format!("{name}/{error}"))?;
            }
            (Some(a), Some(b)) if a.is_text() && b.is_text() && a.text() == b.text() => {}
            (a, b) => return Err(format!("{name}: {a:?} instead of {b:?}")),
        }
    }
}
