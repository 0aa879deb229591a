//! The official schemas as an oracle: payloads are generated from each schema, damaged, and judged
//! by a validator and by the reader. The schemas are not in the repository; see `support`.
#![cfg(feature = "all-profiles")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "allowed in tests, not in their helpers")]

mod support;

use core::cell::Cell;
use std::path::Path;

use jsonschema::Validator;
use ocpp16::{Action, Options, Request, Response, ToJson as _};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};
use support::{same_json, shared};

/// A payload as the schema describes it.
fn valid(schema: &Value, root: &Value) -> BoxedStrategy<Value> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        return valid(&root["definitions"][name], root);
    }
    if let Some(values) = schema["enum"].as_array() {
        return select(values.clone()).boxed();
    }
    match schema["type"].as_str().unwrap() {
        "object" => {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            let none = Map::new();
            let members = schema["properties"].as_object().unwrap_or(&none).iter();
            let member = |(name, schema): (&String, &Value)| {
                let is_required = required.contains(&json!(name));
                let name = name.clone();
                let value = valid(schema, root).prop_map(move |value| Some((name.clone(), value)));
                if is_required {
                    value.boxed()
                } else {
                    prop_oneof![3 => value, 2 => Just(None)].boxed()
                }
            };
            let members: Vec<_> = members.map(member).collect();
            let object =
                |members: Vec<Option<_>>| Value::Object(members.into_iter().flatten().collect());
            members.prop_map(object).boxed()
        }
        "array" => {
            let least = schema["minItems"].as_u64().unwrap_or(0) as usize;
            prop::collection::vec(valid(&schema["items"], root), least..least + 4)
                .prop_map(Value::Array)
                .boxed()
        }
        "string" if schema["format"] == "date-time" => time().prop_map(Value::String).boxed(),
        "string" => {
            let limit = schema["maxLength"].as_u64().unwrap_or(60) as usize;
            let short = prop::collection::vec(any::<char>(), 0..=limit.min(60));
            let text = prop_oneof![
                4 => short.prop_map(String::from_iter),
                1 => any::<char>().prop_map(move |c| String::from(c).repeat(limit)),
            ];
            text.prop_map(Value::String).boxed()
        }
        "integer" => any::<i32>().prop_map(|number| json!(number)).boxed(),
        "number" => (-10_000_000..10_000_000_i64)
            .prop_map(|tenths| {
                let text = format!(
                    "{}{}.{}",
                    if tenths < 0 { "-" } else { "" },
                    tenths.abs() / 10,
                    tenths.abs() % 10
                );
                serde_json::from_str(&text).unwrap()
            })
            .boxed(),
        "boolean" => any::<bool>().prop_map(Value::Bool).boxed(),
        other => panic!("{other}"),
    }
}

fn time() -> BoxedStrategy<String> {
    let date = (1..=9999, 1..=12, 1..=28, 0..=23, 0..=59, 0..=59);
    let fraction = prop_oneof![Just(String::new()), "\\.[0-9]{1,9}"];
    let zone = prop_oneof![Just("Z".to_owned()), "[+-](0[0-9]|1[0-2]):[0-5][0-9]"];
    (date, fraction, zone)
        .prop_map(|((y, mo, d, h, mi, s), fraction, zone)| {
            format!("{y:04}-{mo:02}-{d:02}T{h:02}:{mi:02}:{s:02}{fraction}{zone}")
        })
        .boxed()
}

/// What may be put in the place of a value.
fn strange() -> BoxedStrategy<Value> {
    prop_oneof![
        select(vec![
            json!(null),
            json!(true),
            json!({}),
            json!([]),
            json!(""),
            json!("x"),
            json!(1.5),
            json!(0.05),
            json!([{}]),
            json!({"status": "Accepted"}),
            json!("Accepted"),
            json!("accepted"),
            json!("1"),
            json!("2026-02-29T00:00:00Z"),
            json!("2026-01-01"),
            json!("2026-01-01T00:00:00"),
        ]),
        any::<i32>().prop_map(|number| json!(number)),
        (1..700_usize).prop_map(|length| json!("é".repeat(length))),
        time().prop_map(Value::String),
    ]
    .boxed()
}

#[derive(Clone, Debug)]
enum Damage {
    Nothing,
    Replace(Index, Value),
    Remove(Index),
    Insert(Index, String),
    Rename(Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let name = select(vec!["", "x", "Status", "é", "idtag", "__proto__", "type", "unit"]);
    prop_oneof![
        1 => Just(Damage::Nothing),
        3 => (any::<Index>(), strange()).prop_map(|(at, value)| Damage::Replace(at, value)),
        1 => any::<Index>().prop_map(Damage::Remove),
        1 => (any::<Index>(), name).prop_map(|(at, name)| Damage::Insert(at, name.to_owned())),
        1 => any::<Index>().prop_map(Damage::Rename),
    ]
}

/// The places of all values, as JSON pointers.
fn places(value: &Value, at: &str, all: &mut Vec<String>) {
    all.push(at.to_owned());
    match value {
        Value::Object(map) => map.iter().for_each(|(k, v)| places(v, &format!("{at}/{k}"), all)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(i, v)| places(v, &format!("{at}/{i}"), all));
        }
        _ => {}
    }
}

fn apply(damage: &Damage, value: &mut Value) {
    let mut all = Vec::new();
    places(value, "", &mut all);
    let objects: Vec<_> =
        all.iter().filter(|at| value.pointer(at).unwrap().is_object()).cloned().collect();
    match damage {
        Damage::Nothing => {}
        Damage::Replace(index, by) => {
            *value.pointer_mut(index.get(&all).as_str()).unwrap() = by.clone()
        }
        Damage::Insert(index, name) => {
            let object = value.pointer_mut(index.get(&objects).as_str()).unwrap();
            object[name] = json!(1);
        }
        Damage::Remove(index) | Damage::Rename(index) => {
            let object =
                value.pointer_mut(index.get(&objects).as_str()).unwrap().as_object_mut().unwrap();
            let Some(name) = object.keys().next().cloned() else { return };
            let removed = object.remove(&name).unwrap();
            if matches!(damage, Damage::Rename(_)) {
                object.insert(name.to_uppercase(), removed);
            }
        }
    }
}

/// Reads a payload and prints it.
fn read(action: Action, is_response: bool, text: &str) -> Result<String, ocpp16::Error> {
    if is_response {
        Response::from_json(action, text, &Options::strict()).map(|(payload, _)| payload.to_json())
    } else {
        Request::from_json(action, text, &Options::strict()).map(|(payload, _)| payload.to_json())
    }
}

/// Takes `multipleOf` out of a schema. The validator divides binary fractions and refuses -0.1.
fn without_multiples(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            assert!(map.remove("multipleOf").is_none_or(|of| of == 0.1));
            map.values_mut().for_each(without_multiples);
        }
        Value::Array(list) => list.iter_mut().for_each(without_multiples),
        _ => {}
    }
}

/// In its place: no number has more than one decimal. `limit` and `minChargingRate` are the only
/// members with decimals at all.
fn are_tenths(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.values().all(are_tenths),
        Value::Array(list) => list.iter().all(are_tenths),
        Value::Number(number) => {
            let text = number.to_string();
            text.split_once('.').is_none_or(|(_, decimals)| decimals.len() == 1)
        }
        _ => true,
    }
}

/// Where we know better than a schema: J errata 2.1 has `Celsius` taken everywhere.
fn is_known_difference(action: Action, text: &str) -> bool {
    action == Action::StopTransaction && text.contains("\"Celsius\"")
}

/// Returns how many payloads were accepted and refused.
fn judge(file: &Path) -> (usize, usize) {
    let text = std::fs::read_to_string(file).unwrap();
    let mut schema: Value = serde_json::from_str(text.trim_start_matches('\u{FEFF}')).unwrap();
    without_multiples(&mut schema);
    let name = file.file_stem().unwrap().to_str().unwrap();
    let (action, is_response) =
        name.strip_suffix("Response").map_or((name, false), |action| (action, true));
    let action: Action = action.parse().unwrap();
    let validator: Validator = jsonschema::options()
        .should_validate_formats(true)
        .with_format("uri", |_: &str| true)
        .build(&schema)
        .unwrap();
    let config = Config { cases: 400, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let strategy = (valid(&schema, &schema), damage());
    let counts = Cell::new((0, 0));
    let run = runner.run(&strategy, |(mut value, damage)| {
        apply(&damage, &mut value);
        let text = value.to_string();
        let (accepted, refused) = counts.get();
        let expected = validator.is_valid(&value) && are_tenths(&value);
        match read(action, is_response, &text) {
            Ok(printed) => {
                counts.set((accepted + 1, refused));
                prop_assert!(expected || is_known_difference(action, &text), "accepted: {}", text);
                prop_assert!(same_json(&text, &printed), "{} -> {}", text, printed);
                let printed = serde_json::from_str(&printed).unwrap();
                prop_assert!(!expected || validator.is_valid(&printed), "printed {}", printed);
            }
            Err(error) => {
                counts.set((accepted, refused + 1));
                prop_assert!(!expected, "refused: {}: {}", text, error);
            }
        }
        Ok(())
    });
    run.unwrap_or_else(|error| panic!("{name}: {error}"));
    counts.get()
}

#[test]
fn the_schemas_and_the_reader_agree() {
    let Some(folder) = shared("schemas/ocpp16") else { return };
    let mut count = 0;
    for group in ["core", "security"] {
        for file in std::fs::read_dir(folder.join(group)).unwrap() {
            let (accepted, refused) = judge(&file.unwrap().path());
            assert!(accepted > 20 && refused > 20, "{accepted} accepted, {refused} refused");
            count += 1;
        }
    }
    assert_eq!(count, 2 * Action::ALL.len());
}
