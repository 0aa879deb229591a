//! The values of a message that matter, as pairs of name and text for one line.
//!
//! Made from the JSON form, so it knows no message type: leaves are named after their element,
//! physical values and rational numbers become one number, lists are counted. What matters most in
//! which message is a table of its own; the rest follows in the order of the message.

mod preferred;

use core::net::Ipv6Addr;

use serde_json::{Map, Value};

use crate::inspect::decode::Decoded;

/// A name and the text of its value. The text may hold anything a peer sent.
pub(crate) type Pair = (String, String);

/// The values of a message, the most telling ones first.
#[must_use]
pub(crate) fn pairs(decoded: &Decoded) -> Vec<Pair> {
    let mut pairs = Vec::new();
    match decoded.name.as_str() {
        _ if decoded.protocol.is_none() => discovery(&decoded.json, &mut pairs),
        "supportedAppProtocolReq" => offers(&decoded.json["supportedAppProtocolReq"], &mut pairs),
        name => message(name, &decoded.json, &mut pairs),
    }
    // An id inside a message is of use to its signature only, and that is shown.
    pairs.retain(|(name, _)| name != "Id");
    let order = preferred::names(&decoded.name);
    // Stable: what the table does not name keeps its order.
    pairs.sort_by_key(|(name, _)| match name.as_str() {
        "ResponseCode" => 0,
        name => 1 + order.iter().position(|first| *first == name).unwrap_or(order.len()),
    });
    pairs
}

/// Adds the values of a message behind a handshake, whose header may be beside or inside it.
fn message(name: &str, json: &Value, pairs: &mut Vec<Pair>) {
    let (header, body) = match json.get("V2G_Message") {
        Some(message) => (&message["Header"], &message["Body"][name]),
        None => (&json[name]["Header"], &json[name]),
    };
    if name.starts_with("SessionSetup") {
        flatten("SessionID", &header["SessionID"], pairs);
    }
    match body {
        Value::Object(members) if members.contains_key("Header") => {
            for (name, value) in members.iter().filter(|(name, _)| *name != "Header") {
                flatten(name, value, pairs);
            }
        }
        body => flatten(name, body, pairs),
    }
    flatten("Notification", &header["Notification"], pairs);
    if let Some(signed) = signed_parts(&header["Signature"]) {
        pairs.push(("signed".to_owned(), signed));
    }
}

/// Adds the leaves of a value.
fn flatten(name: &str, value: &Value, pairs: &mut Vec<Pair>) {
    let mut push = |name: &str, text: String| pairs.push((name.to_owned(), text));
    match value {
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) | Value::String(_) => push(name, scalar(value)),
        Value::Object(object) => {
            if let Some(quantity) = quantity(object) {
                push(name, quantity);
            } else if let Some(count) = certificates(object) {
                push(name, count);
            } else if let Some(value) = object.get("value").filter(|_| object.len() <= 2) {
                // A text with an attribute, such as eMAID with its Id.
                flatten(name, value, pairs);
            } else {
                for (name, value) in object {
                    flatten(name, value, pairs);
                }
            }
        }
        Value::Array(items) => match &items[..] {
            [] => {}
            [item] => flatten(name, item, pairs),
            items if items.iter().all(is_scalar) => {
                push(name, items.iter().map(scalar).collect::<Vec<_>>().join(","));
            }
            items => {
                let (name, text) = ids(items)
                    .unwrap_or_else(|| (name.to_owned(), format!("{} items", items.len())));
                push(&name, text);
            }
        },
    }
}

fn is_scalar(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A physical value as one number with its unit, or a rational number.
fn quantity(object: &Map<String, Value>) -> Option<String> {
    let value = object.get("Value")?.as_i64()?;
    let exponent = object.get("Multiplier").or_else(|| object.get("Exponent"))?.as_i64()?;
    let number = decimal(value, exponent).unwrap_or_else(|| format!("{value}e{exponent}"));
    match (object.len(), object.get("Unit").and_then(Value::as_str)) {
        (3, Some(unit)) => Some(format!("{number} {unit}")),
        // DIN SPEC 70121 may leave the unit out, ISO 15118-20 has none.
        (2, None) => Some(number),
        _ => None,
    }
}

/// `value` times ten to the power of `exponent`, exactly and without needless zeros.
fn decimal(value: i64, exponent: i64) -> Option<String> {
    let digits = value.unsigned_abs().to_string();
    let sign = if value < 0 { "-" } else { "" };
    // ISO 15118-20 allows exponents of -128 to 127, which would make a line of zeros.
    let places = usize::try_from(exponent.unsigned_abs()).ok().filter(|places| *places <= 18)?;
    if exponent >= 0 {
        let zeros = if value == 0 { 0 } else { places };
        return Some(format!("{sign}{digits}{}", "0".repeat(zeros)));
    }
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = padded.split_at(padded.len() - places);
    match fraction.trim_end_matches('0') {
        "" => Some(format!("{sign}{whole}")),
        fraction => Some(format!("{sign}{whole}.{fraction}")),
    }
}

/// How many certificates a chain has.
fn certificates(object: &Map<String, Value>) -> Option<String> {
    object.get("Certificate")?.as_str()?;
    let sub = &object.get("SubCertificates").map_or(&Value::Null, |sub| &sub["Certificate"]);
    match 1 + sub.as_array().map_or(0, Vec::len) {
        1 => Some("1 certificate".to_owned()),
        count => Some(format!("{count} certificates")),
    }
}

/// The ids of a list whose items begin with one, `ServiceID=1,2`.
fn ids(items: &[Value]) -> Option<Pair> {
    let first = |item: &Value| {
        let (name, value) = item.as_object()?.iter().next()?;
        (name.ends_with("ID") && is_scalar(value)).then(|| (name.clone(), scalar(value)))
    };
    let all: Vec<_> = items.iter().map(first).collect::<Option<_>>()?;
    let name = all.first()?.0.clone();
    let ids: Vec<_> = all.into_iter().map(|(_, id)| id).collect();
    Some((name, ids.join(",")))
}

/// Which elements a signature covers.
fn signed_parts(signature: &Value) -> Option<String> {
    let references = signature["SignedInfo"]["Reference"].as_array()?;
    let parts: Vec<_> = references.iter().filter_map(|part| part["URI"].as_str()).collect();
    Some(parts.join(","))
}

/// The protocols of a handshake request in the order of their priority.
fn offers(message: &Value, pairs: &mut Vec<Pair>) {
    let mut offers: Vec<_> = message["AppProtocol"].as_array().into_iter().flatten().collect();
    offers.sort_by_key(|offer| offer["Priority"].as_u64());
    for offer in offers {
        let text = |name: &str| scalar(&offer[name]);
        let (major, minor) = (text("VersionNumberMajor"), text("VersionNumberMinor"));
        let namespace = text("ProtocolNamespace");
        let value = format!("{namespace} {major}.{minor} (SchemaID {})", text("SchemaID"));
        pairs.push(("AppProtocol".to_owned(), value));
    }
}

/// The values of a discovery message.
fn discovery(json: &Value, pairs: &mut Vec<Pair>) {
    let address = json["IPAddress"].as_str().and_then(|hex| u128::from_str_radix(hex, 16).ok());
    if let (Some(address), Some(port)) = (address, json["Port"].as_u64()) {
        let address = Ipv6Addr::from_bits(address);
        pairs.push(("Address".to_owned(), format!("[{address}]:{port}")));
    }
    for (name, value) in json.as_object().into_iter().flatten() {
        let text = match (name.as_str(), value.as_u64()) {
            ("IPAddress" | "Port", _) => continue,
            ("TransportProtocol", Some(0x00)) => "TCP".to_owned(),
            ("TransportProtocol", Some(0x10)) => "UDP".to_owned(),
            _ => scalar(value),
        };
        pairs.push((name.clone(), text));
    }
}

#[cfg(test)]
mod tests;
