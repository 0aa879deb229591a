//! Whether two messages have the same values.

mod xml;

use serde_json::Value;

use crate::shared::text::shortened;

pub(super) use xml::compare_with_xml;

/// A value that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{text}", self.place())]
pub(super) struct Mismatch {
    /// Names from the innermost element outwards.
    path: Vec<String>,
    text: String,
}

impl Mismatch {
    fn new(text: impl Into<String>) -> Self {
        Self { path: Vec::new(), text: text.into() }
    }

    /// Two texts that should be the same.
    fn texts(ours: &str, theirs: &str) -> Self {
        Self::new(format!("{:?} instead of {:?}", shortened(ours), shortened(theirs)))
    }

    /// Adds the element that it is in.
    fn inside(mut self, name: impl Into<String>) -> Self {
        self.path.push(name.into());
        self
    }

    /// The path from the outermost element, in front of a text.
    fn place(&self) -> String {
        let names: Vec<_> = self.path.iter().rev().map(String::as_str).collect();
        if names.is_empty() { String::new() } else { names.join("/") + ": " }
    }
}

/// Compares the JSON forms of two messages, whatever the order of members.
pub(super) fn compare(ours: &Value, theirs: &Value) -> Result<(), Mismatch> {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for (name, value) in theirs {
                let own = ours.get(name).ok_or_else(|| Mismatch::new(format!("no {name}")))?;
                compare(own, value).map_err(|mismatch| mismatch.inside(name))?;
            }
            match ours.keys().find(|name| !theirs.contains_key(*name)) {
                Some(name) => Err(Mismatch::new(format!("{name}, which is not expected"))),
                None => Ok(()),
            }
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            if ours.len() != theirs.len() {
                let text = format!("{} items instead of {}", ours.len(), theirs.len());
                return Err(Mismatch::new(text));
            }
            for (index, (own, value)) in ours.iter().zip(theirs).enumerate() {
                compare(own, value).map_err(|mismatch| mismatch.inside(format!("[{index}]")))?;
            }
            Ok(())
        }
        _ if ours == theirs => Ok(()),
        _ => {
            let text = |value: &Value| shortened(&value.to_string());
            Err(Mismatch::new(format!("{} instead of {}", text(ours), text(theirs))))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn equal_values_are_equal_in_any_order_of_members() {
        let value = json!({"A": {"B": [1, "x"], "C": true}});
        assert_eq!(compare(&value, &json!({"A": {"C": true, "B": [1, "x"]}})), Ok(()));
    }

    #[test]
    fn a_difference_is_found_with_its_place() {
        let ours = json!({"A": {"B": [1, "x"], "C": true}});
        let difference = |theirs: Value| compare(&ours, &theirs).unwrap_err().to_string();
        assert_eq!(difference(json!({"A": {"B": [1, "x"]}})), "A: C, which is not expected");
        assert_eq!(difference(json!({"A": {"B": [1], "C": true}})), "A/B: 2 items instead of 1");
        assert_eq!(
            difference(json!({"A": {"B": [1, "y"], "C": true}})),
            "A/B/[1]: \"x\" instead of \"y\""
        );
        assert_eq!(difference(json!({"A": {"B": ["1", "x"]}})), "A/B/[0]: 1 instead of \"1\"");
        assert_eq!(difference(json!({"D": 1})), "no D");
        assert_eq!(difference(json!({"A": 1})), r#"A: {"B":[1,"x"],"C":true} instead of 1"#);
    }
}
