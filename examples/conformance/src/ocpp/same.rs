//! When two JSON texts say the same.

use ocpp16::DateTime;
use serde_json::Value;

/// Where two texts differ, if they do. The order of members and the spelling of numbers do not
/// count; times are the same if they are the same moment with the same number of digits.
pub(super) fn difference(left: &str, right: &str) -> Option<String> {
    match (serde_json::from_str(left), serde_json::from_str(right)) {
        (Ok(left), Ok(right)) => values(&left, &right, String::new()),
        (left, right) => {
            let error = left.err().or(right.err()).map(|error| error.to_string());
            Some(error.unwrap_or_default())
        }
    }
}

fn values(left: &Value, right: &Value, path: String) -> Option<String> {
    let is_same = match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            for name in left.keys().chain(right.keys()) {
                let path = format!("{path}/{name}");
                match (left.get(name), right.get(name)) {
                    (Some(left), Some(right)) => {
                        if let Some(difference) = values(left, right, path) {
                            return Some(difference);
                        }
                    }
                    _ => return Some(format!("{path} is only on one side")),
                }
            }
            true
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let mut pairs = left.iter().zip(right).enumerate();
            return pairs.find_map(|(i, (left, right))| values(left, right, format!("{path}/{i}")));
        }
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        (Value::String(left), Value::String(right)) => {
            let times = (left.parse::<DateTime>(), right.parse::<DateTime>());
            left == right
                || matches!(times, (Ok(left), Ok(right))
                    if left == right && left.fraction_digits() == right.fraction_digits())
        }
        _ => left == right,
    };
    (!is_same).then(|| format!("{path}: {left} and {right}"))
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn what_counts_and_what_does_not() {
        for (left, right) in [
            (r#"{"a":1,"b":[2]}"#, r#"{"b":[2.0],"a":1}"#),
            (r#""2026-01-01T01:00:00+01:00""#, r#""2026-01-01T00:00:00Z""#),
        ] {
            assert_eq!(difference(left, right), None);
        }
        for (left, right, text) in [
            (r#"{"a":1}"#, r#"{"a":1,"b":null}"#, "/b is only on one side"),
            (r#"{"a":[1,2]}"#, r#"{"a":[1,3]}"#, "/a/1: 2 and 3"),
            ("[1]", "[1,2]", ": [1] and [1,2]"),
            (
                r#""2026-01-01T00:00:00.0Z""#,
                r#""2026-01-01T00:00:00Z""#,
                r#": "2026-01-01T00:00:00.0Z" and "2026-01-01T00:00:00Z""#,
            ),
        ] {
            assert_eq!(difference(left, right).as_deref(), Some(text));
        }
    }
}
