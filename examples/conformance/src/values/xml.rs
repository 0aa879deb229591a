//! Compares JSON with the XML of the same message.
//!
//! The same are: names of elements and attributes, the text of every value, and the order of the
//! items of a list. Namespaces are in JSON only where a schema leaves the content open
//! (`{namespace}name`); elsewhere those of XML do not count.

use alloc::borrow::Cow;
use alloc::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};
use serde_json::{Map, Value};

use super::Mismatch;

/// The member that holds the text of an element that has attributes too.
const VALUE: &str = "value";

/// The member that holds mixed content in document order.
const CONTENT: &str = "$content";

/// The namespace of `xsi:type`.
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Compares a message in its JSON form with an XML document.
pub(in super::super) fn compare_with_xml(json: &Value, xml: &str) -> Result<(), Mismatch> {
    let document = Document::parse(xml)
        .map_err(|error| Mismatch::new(format!("the XML to compare with: {error}")))?;
    let root = document.root_element();
    let name = root.tag_name().name();
    let object = json.as_object().filter(|object| object.len() == 1);
    match object.and_then(|object| object.get(name)) {
        Some(content) => element(content, root).map_err(|mismatch| mismatch.inside(name)),
        None => Err(Mismatch::new(format!("the document is no {name}"))),
    }
}

/// Compares an element.
fn element(json: &Value, node: Node<'_, '_>) -> Result<(), Mismatch> {
    let Some(object) = json.as_object() else {
        // A value alone.
        return match node.first_element_child() {
            None if node.attributes().len() == 0 => scalar(json, &text(node)),
            _ => Err(Mismatch::new(format!("{json} instead of an element with contents"))),
        };
    };
    // How many members were found in the XML.
    let mut known = 0;
    for attribute in node.attributes() {
        let name = attribute.name();
        let member = member(object, name)?;
        scalar(member, attribute.value())
            .map_err(|mismatch| mismatch.inside(format!("@{name}")))?;
        known += 1;
    }
    known += children(object, node)?;
    match object.get(CONTENT) {
        Some(content) => {
            mixed(content, node)?;
            known += 1;
        }
        None => match object.get(VALUE).filter(|_| node.first_element_child().is_none()) {
            Some(value) => {
                scalar(value, &text(node))?;
                known += 1;
            }
            None => no_text(node)?,
        },
    }
    if known == object.len() { Ok(()) } else { Err(unexpected(object, node)) }
}

/// Compares the elements in an element, and returns how many members they have.
fn children(object: &Map<String, Value>, node: Node<'_, '_>) -> Result<usize, Mismatch> {
    // How many elements of a name there were.
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for child in node.children().filter(Node::is_element) {
        let name = child.tag_name().name();
        if !object.contains_key(name) && has_open_content(object) {
            // Compared in document order, with its namespace.
            continue;
        }
        let index = counts.entry(name).or_default();
        match member(object, name)? {
            Value::Array(items) => {
                let inside = || format!("{name}[{index}]");
                let item = items.get(*index).ok_or_else(|| {
                    Mismatch::new(format!("{} items, more are expected", items.len())).inside(name)
                })?;
                element(item, child).map_err(|mismatch| mismatch.inside(inside()))?;
            }
            value if *index == 0 => {
                element(value, child).map_err(|mismatch| mismatch.inside(name))?;
            }
            _ => return Err(Mismatch::new("several are expected").inside(name)),
        }
        *index += 1;
    }
    for (name, count) in &counts {
        if let Some(Value::Array(items)) = object.get(*name) {
            if items.len() != *count {
                let text = format!("{} items instead of {count}", items.len());
                return Err(Mismatch::new(text).inside(*name));
            }
        }
    }
    Ok(counts.len())
}

/// Compares texts and elements in document order.
fn mixed(content: &Value, node: Node<'_, '_>) -> Result<(), Mismatch> {
    let items = content.as_array().map_or(&[][..], Vec::as_slice);
    let mut rest = items.iter();
    for child in node.children().filter(|child| child.is_element() || child.is_text()) {
        let item = rest.next().ok_or_else(|| Mismatch::new("contents are missing at the end"))?;
        match (child.text().filter(|_| child.is_text()), item) {
            (Some(text), item) => scalar(item, text)?,
            (None, Value::Object(item)) if is_open(item) => open(item, child)?,
            (None, Value::Object(item)) if item.len() == 1 => {
                let name = child.tag_name().name();
                element(member(item, name)?, child).map_err(|mismatch| mismatch.inside(name))?;
            }
            (None, item) => return Err(Mismatch::new(format!("{item} instead of an element"))),
        }
    }
    match rest.next() {
        Some(item) => Err(Mismatch::new(format!("{item}, which is not expected"))),
        None => Ok(()),
    }
}

/// True for an element that the schema leaves open.
fn is_open(item: &Map<String, Value>) -> bool {
    item.len() == 1 && item.keys().all(|name| name.starts_with('{'))
}

fn has_open_content(object: &Map<String, Value>) -> bool {
    let items = object.get(CONTENT).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    items.iter().filter_map(Value::as_object).any(is_open)
}

/// Compares an element that the schema leaves open.
fn open(item: &Map<String, Value>, node: Node<'_, '_>) -> Result<(), Mismatch> {
    let tag = node.tag_name();
    let name = format!("{{{}}}{}", tag.namespace().unwrap_or_default(), tag.name());
    let Some(Value::Object(object)) = item.get(&name) else {
        return Err(Mismatch::new(format!("no {name}")));
    };
    let mut known = BTreeSet::from([CONTENT.to_owned()]);
    for attribute in node.attributes() {
        let namespace = attribute.namespace().unwrap_or_default();
        // The cast to `xsd:anyType` is a matter of the coding.
        if namespace == XSI && attribute.name() == "type" {
            continue;
        }
        let member_name = format!("@{{{namespace}}}{}", attribute.name());
        scalar(member(object, &member_name)?, attribute.value())
            .map_err(|mismatch| mismatch.inside(member_name.clone()))?;
        known.insert(member_name);
    }
    if let Some(other) = object.keys().find(|member| !known.contains(*member)) {
        return Err(Mismatch::new(format!("{other}, which is not expected")).inside(name));
    }
    let content = object.get(CONTENT);
    mixed(content.unwrap_or(&Value::Null), node).map_err(|mismatch| mismatch.inside(name))
}

fn member<'j>(object: &'j Map<String, Value>, name: &str) -> Result<&'j Value, Mismatch> {
    object.get(name).ok_or_else(|| Mismatch::new(format!("no {name}")))
}

/// Names a member that the XML does not have.
fn unexpected(object: &Map<String, Value>, node: Node<'_, '_>) -> Mismatch {
    let attributes = node.attributes().map(|attribute| attribute.name());
    let elements = node.children().map(|child| child.tag_name().name());
    let known: BTreeSet<&str> = attributes.chain(elements).chain([CONTENT, VALUE]).collect();
    let name = object.keys().find(|name| !known.contains(name.as_str()));
    // Nothing else is left where there are elements.
    let name = name.map_or(VALUE, String::as_str);
    Mismatch::new(format!("{name}, which is not expected"))
}

/// The text of an element; a document may have it in pieces, with comments between them.
fn text<'d>(node: Node<'d, '_>) -> Cow<'d, str> {
    let mut pieces = node.children().filter_map(|child| child.text().filter(|_| child.is_text()));
    let first = pieces.next().unwrap_or_default();
    pieces.fold(Cow::Borrowed(first), |text, piece| text + piece)
}

/// White space between elements is no value.
fn no_text(node: Node<'_, '_>) -> Result<(), Mismatch> {
    let text = text(node);
    let is_blank = node.first_element_child().is_some() && text.trim().is_empty();
    if text.is_empty() || is_blank {
        return Ok(());
    }
    Err(Mismatch::new(format!("no text, {text:?} is expected")))
}

/// Compares a value with its text.
fn scalar(json: &Value, text: &str) -> Result<(), Mismatch> {
    let ours = match json {
        Value::String(value) => Cow::Borrowed(value.as_str()),
        Value::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Value::Number(value) => Cow::Owned(value.to_string()),
        other => return Err(Mismatch::new(format!("{other} instead of {text:?}"))),
    };
    if ours == text { Ok(()) } else { Err(Mismatch::texts(&ours, text)) }
}

#[cfg(test)]
mod tests {
    use core::fmt::Write as _;
    use serde_json::json;

    use super::*;

    const XML: &str = "<d:M xmlns:d='urn:d' xmlns:t='urn:t' t:Id='id1'><d:H/>\
        <t:B>2</t:B><t:B>-1</t:B><t:C>true</t:C><t:S a='&lt;'>t &amp; u</t:S><t:E></t:E></d:M>";

    fn message() -> Value {
        json!({"M": {
            "Id": "id1", "H": {}, "B": [2, -1], "C": true,
            "S": {"a": "<", "value": "t & u"}, "E": "",
        }})
    }

    fn difference(json: &Value, xml: &str) -> String {
        compare_with_xml(json, xml).unwrap_err().to_string()
    }

    #[test]
    fn the_same_message_is_the_same() {
        assert_eq!(compare_with_xml(&message(), XML), Ok(()));
    }

    #[test]
    fn every_difference_is_found_with_its_place() {
        for (place, value, expected) in [
            ("/M/Id", json!("id2"), "M/@Id: \"id2\" instead of \"id1\""),
            ("/M/B/1", json!(1), "M/B[1]: \"1\" instead of \"-1\""),
            ("/M/B", json!([-1, 2]), "M/B[0]: \"-1\" instead of \"2\""),
            ("/M/B", json!([2]), "M/B: 1 items, more are expected"),
            ("/M/B", json!([2, -1, 0]), "M/B: 3 items instead of 2"),
            ("/M/B", json!(2), "M/B: several are expected"),
            ("/M/C", json!("True"), "M/C: \"True\" instead of \"true\""),
            ("/M/S", json!("t & u"), "M/S: \"t & u\" instead of an element with contents"),
            ("/M/S", json!({"a": "<"}), "M/S: no text, \"t & u\" is expected"),
            ("/M/S/value", json!("t"), "M/S: \"t\" instead of \"t & u\""),
            ("/M/S/value", json!(null), "M/S: null instead of \"t & u\""),
            ("/M/S", json!({"value": "t & u"}), "M/S: no a"),
            ("/M/E", json!(" "), "M/E: \" \" instead of \"\""),
            ("/M/H", json!({"X": 1}), "M/H: X, which is not expected"),
            ("/M/H", json!({"value": "", "X": 1}), "M/H: X, which is not expected"),
            ("/M/H", json!({"value": "x"}), "M/H: \"x\" instead of \"\""),
        ] {
            let mut json = message();
            *json.pointer_mut(place).unwrap() = value;
            assert_eq!(difference(&json, XML), expected, "{place}");
        }
        let mut json = message();
        json["M"]["value"] = json!("");
        assert_eq!(difference(&json, XML), "M: value, which is not expected");
        assert_eq!(difference(&json!({"N": {}}), XML), "the document is no M");
        assert!(difference(&message(), "<M>").starts_with("the XML to compare with: "));
    }

    #[test]
    fn white_space_counts_where_it_can_be_a_value() {
        assert_eq!(compare_with_xml(&json!({"M": {"A": {}}}), "<M>\n <A/>\n</M>"), Ok(()));
        assert_eq!(difference(&json!({"M": {}}), "<M> </M>"), "M: no text, \" \" is expected");
        assert_eq!(difference(&json!({"M": ""}), "<M> </M>"), "M: \"\" instead of \" \"");
    }

    #[test]
    fn mixed_content_is_compared_in_its_order() {
        let xml = "<M>a<B>1</B><B>2</B>c</M>";
        let message = |content| json!({"M": {"B": [1, 2], "$content": content}});
        let content = json!(["a", {"B": 1}, {"B": 2}, "c"]);
        assert_eq!(compare_with_xml(&message(content), xml), Ok(()));
        for (content, expected) in [
            (json!(["a", {"B": 2}, {"B": 1}, "c"]), "M/B: \"2\" instead of \"1\""),
            (json!(["a", "b", {"B": 2}, "c"]), "M: \"b\" instead of an element"),
            (json!(["a", {"B": 1}, {"B": 2}]), "M: contents are missing at the end"),
            (json!(["a", {"B": 1}, {"B": 2}, "c", "d"]), "M: \"d\", which is not expected"),
        ] {
            assert_eq!(difference(&message(content), xml), expected);
        }
    }

    #[test]
    fn what_a_schema_leaves_open_is_compared_with_its_namespace() {
        let xml = "<M><B>1</B><x:e xmlns:x='urn:x' a='1'>t<x:f/></x:e></M>";
        let message = |open: Value| json!({"M": {"B": [1], "$content": [{"B": 1}, open]}});
        let inside = json!({"@{}a": "1", "$content": ["t", {"{urn:x}f": {}}]});
        assert_eq!(compare_with_xml(&message(json!({"{urn:x}e": inside})), xml), Ok(()));
        for (open, expected) in [
            (json!({"{urn:y}e": inside}), "M: no {urn:x}e"),
            (json!({"{urn:x}e": {}}), "M: no @{}a"),
            (
                json!({"{urn:x}e": {"@{}a": "2", "$content": ["t", {"{urn:x}f": {}}]}}),
                "M/@{}a: \"2\" instead of \"1\"",
            ),
            (
                json!({"{urn:x}e": {"@{}a": "1", "$content": ["t"]}}),
                "M/{urn:x}e: contents are missing at the end",
            ),
            (
                json!({"{urn:x}e": {"@{}a": "1", "@{}b": "", "$content": ["t", {"{urn:x}f": {}}]}}),
                "M/{urn:x}e: @{}b, which is not expected",
            ),
        ] {
            assert_eq!(difference(&message(open), xml), expected);
        }
    }

    #[test]
    fn the_time_is_proportional_to_the_number_of_elements() {
        let (mut xml, mut object) = ("<M>".to_owned(), Map::new());
        for at in 0..20_000 {
            write!(xml, "<A>{at}</A><B{at}/>").unwrap();
            object.insert(format!("B{at}"), json!({}));
        }
        xml += "</M>";
        object.insert("A".to_owned(), (0..20_000).collect());
        assert_eq!(compare_with_xml(&json!({"M": object}), &xml), Ok(()));
    }
}
