//! The table of `Tolerance` once more, written down apart from the reader: what each wrong form of
//! each kind of member is to come to, and messages with one wrong form each.

use ocpp16::messages::{Form, Member, Presence};
use ocpp16::{DateTime, Tolerance};
use serde_json::{Map, Value, json};

/// What the tolerant reader is to make of a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// By the schemas.
    Valid,
    Refused,
    /// The member counts as absent.
    Absent(Vec<Tolerance>),
    /// Taken, and printed as this value.
    Taken(Vec<Tolerance>, Value),
}

use Verdict::{Absent, Refused, Taken, Valid};

/// A message with one change.
pub(crate) struct Case {
    /// The member that was changed.
    pub(crate) path: String,
    pub(crate) presence: Presence,
    /// The changed value, or what was changed.
    pub(crate) change: String,
    pub(crate) json: Value,
    /// What the tolerant reader is to report; `None` if it is to refuse.
    pub(crate) report: Option<Vec<Tolerance>>,
    /// What it is to print.
    pub(crate) printed: Value,
    pub(crate) is_valid: bool,
}

/// A value that is by the schemas, with all members.
pub(crate) fn sample(form: &Form) -> Value {
    match form {
        Form::Integer => json!(7),
        Form::Decimal => json!(8.1),
        Form::Boolean => json!(true),
        Form::Time => json!("2026-01-01T00:00:00Z"),
        Form::Text(_) => json!("x"),
        Form::Literal(all) => json!(all[0]),
        Form::Object(members) => {
            members.iter().map(|member| (member.name.to_owned(), sample(&member.form))).collect()
        }
        Form::List { of, .. } => json!([sample(of)]),
        Form::Json => json!({"vendorId": "v"}),
        other => panic!("{other:?}"),
    }
}

/// Values of every JSON type, most of which are wrong for a member of this form.
fn values(form: &Form) -> Vec<Value> {
    let mut values = vec![
        Value::Null,
        json!(""),
        json!("  "),
        json!(5),
        json!(0),
        json!(1),
        json!(-3),
        json!(2_147_483_648_i64),
        json!(9_223_372_036_854_775_807_i64),
        json!(1e30),
        json!(5.5),
        json!(8.14),
        json!(5.0),
        json!("5"),
        json!(" 5 "),
        json!("0"),
        json!("1"),
        json!("5.5"),
        json!("5.0"),
        json!("9223372036854775807"),
        json!("+5"),
        json!("5,5"),
        json!(true),
        json!(false),
        json!("true"),
        json!("False"),
        json!("now"),
        json!("null"),
        json!("2026-01-01 00:00:00"),
        json!(" 2026-01-01T00:00:00Z"),
        json!("2026-02-30T00:00:00Z"),
        json!({}),
        json!({"a": 1}),
        json!([]),
        json!([5]),
        json!(["now"]),
        json!([null]),
        json!([[]]),
    ];
    if let Form::Literal(all) = form {
        let last = all[all.len() - 1];
        values.extend([
            json!(last.to_ascii_lowercase()),
            json!(last.to_ascii_uppercase()),
            json!(format!(" {last} ")),
            json!(format!("{last}x")),
        ]);
    }
    if let Form::List { of, .. } = form {
        // One element instead of a list.
        values.push(sample(of));
    }
    if let Form::Text(limit @ 0..=10_000) = form {
        values.push(json!("x".repeat(limit + 1)));
    }
    values
}

/// The table.
pub(crate) fn verdict(form: &Form, presence: Presence, value: &Value) -> Verdict {
    let absent = |what: Tolerance| match presence {
        Presence::Optional => Absent(vec![what]),
        _ => Refused,
    };
    let is_blank = value.as_str().is_some_and(|text| text.trim().is_empty());
    match (form, value) {
        (_, Value::Null) => absent(Tolerance::Null),
        (Form::Text(limit), Value::String(text)) => text_of(*limit, text, vec![]),
        (Form::Text(limit), other) => {
            text_of(*limit, &other.to_string(), vec![Tolerance::NotAText])
        }
        (Form::Literal(_), Value::String(text)) if is_blank && presence == Presence::Required => {
            Taken(vec![Tolerance::UnknownLiteral], json!(text))
        }
        (_, _) if is_blank => absent(Tolerance::Empty),
        (Form::Integer | Form::Decimal, Value::String(text)) => {
            match serde_json::from_str::<Value>(text.trim()) {
                Ok(number @ Value::Number(_)) => {
                    after(Tolerance::InText, verdict(form, presence, &number), &number)
                }
                _ => Refused,
            }
        }
        (Form::Integer, Value::Number(number)) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) if i32::try_from(whole).is_ok() => Valid,
            (Some(_), _) => absent(Tolerance::OutOfRange),
            (None, Some(fraction)) if fraction.abs() > 1e15 => absent(Tolerance::OutOfRange),
            (None, Some(fraction)) if fraction.fract() == 0.0 => {
                Taken(vec![Tolerance::WholeAsDecimal], json!(fraction as i32))
            }
            (None, Some(fraction)) if presence == Presence::Reading => {
                Taken(vec![Tolerance::Fraction], json!(fraction as i32))
            }
            _ => Refused,
        },
        (Form::Decimal, Value::Number(number)) => {
            let number = number.as_f64().unwrap();
            if number.abs() > 1e17 {
                return absent(Tolerance::OutOfRange);
            }
            let tenths = (number * 10.0).trunc() / 10.0;
            if tenths == number { Valid } else { Taken(vec![Tolerance::NotTenths], json!(tenths)) }
        }
        (Form::Boolean, Value::Bool(_)) => Valid,
        (Form::Boolean, Value::Number(number)) => match number.as_i64() {
            Some(digit @ 0..=1) => Taken(vec![Tolerance::ZeroOrOne], json!(digit == 1)),
            _ => Refused,
        },
        (Form::Boolean, Value::String(text)) => match &*text.to_ascii_lowercase() {
            "true" | "false" => {
                Taken(vec![Tolerance::InText], json!(text.eq_ignore_ascii_case("true")))
            }
            "0" | "1" => Taken(vec![Tolerance::InText, Tolerance::ZeroOrOne], json!(text == "1")),
            _ => Refused,
        },
        (Form::Time, Value::String(text)) => {
            match (text.parse::<DateTime>(), DateTime::parse_tolerant(text)) {
                (Ok(_), _) => Valid,
                (_, Ok(time)) => Taken(vec![Tolerance::TimeForm], json!(time.to_string())),
                _ => Refused,
            }
        }
        (Form::Literal(all), Value::String(text)) => {
            let means = all.iter().find(|one| one.eq_ignore_ascii_case(text.trim()));
            match means {
                Some(one) if one == text => Valid,
                Some(one) => Taken(vec![Tolerance::LiteralForm], json!(one)),
                None if presence == Presence::Narrowing => Refused,
                None => Taken(vec![Tolerance::UnknownLiteral], value.clone()),
            }
        }
        (Form::Literal(_), _) if presence == Presence::Narrowing => Refused,
        (Form::Literal(_), other) => {
            Taken(vec![Tolerance::NotAText, Tolerance::UnknownLiteral], json!(other.to_string()))
        }
        (Form::Object(members), Value::Object(given)) => object(members, given),
        (Form::Object(members), Value::Array(list)) if list.is_empty() => {
            if members.iter().any(|m| m.presence.is_required() || takes_no_other(m)) {
                Refused
            } else {
                Taken(vec![Tolerance::EmptyList], json!({}))
            }
        }
        (Form::List { of, least, most }, Value::Array(given)) => {
            let elements: Vec<_> =
                given.iter().map(|one| (one, verdict(of, Presence::Required, one))).collect();
            let (mut what, mut printed) = (Vec::new(), Vec::new());
            for (one, element) in elements {
                match element {
                    Valid => printed.push(one.clone()),
                    Taken(more, value) => {
                        what.extend(more);
                        printed.push(value);
                    }
                    _ => return Refused,
                }
            }
            if !(*least..=*most).contains(&given.len()) {
                if presence == Presence::Narrowing {
                    return Refused;
                }
                what.push(Tolerance::ElementCount);
            }
            if what.is_empty() { Valid } else { Taken(what, Value::Array(printed)) }
        }
        (Form::List { of, .. }, one) => match verdict(of, Presence::Required, one) {
            Valid => Taken(vec![Tolerance::SingleElement], json!([one])),
            Taken(mut what, value) => {
                what.insert(0, Tolerance::SingleElement);
                Taken(what, json!([value]))
            }
            _ => Refused,
        },
        _ => Refused,
    }
}

fn text_of(limit: usize, text: &str, mut what: Vec<Tolerance>) -> Verdict {
    if text.chars().count() > limit {
        what.push(Tolerance::TooLong);
    }
    if what.is_empty() { Valid } else { Taken(what, json!(text)) }
}

/// A verdict after a deviation that was reported first.
fn after(first: Tolerance, verdict: Verdict, value: &Value) -> Verdict {
    match verdict {
        Valid => Taken(vec![first], value.clone()),
        Refused => Refused,
        Absent(mut what) => {
            what.insert(0, first);
            Absent(what)
        }
        Taken(mut what, value) => {
            what.insert(0, first);
            Taken(what, value)
        }
    }
}

/// Of an object with no member, or a single unknown one.
fn object(members: &[Member], given: &Map<String, Value>) -> Verdict {
    if given.keys().any(|name| members.iter().any(|member| member.name == name)) {
        return Valid;
    }
    let is_missing = members.iter().any(|member| member.presence.is_required());
    match given.is_empty() {
        _ if is_missing => Refused,
        true => Valid,
        false if members.iter().any(takes_no_other) => Refused,
        false => Taken(vec![Tolerance::UnknownMember], json!({})),
    }
}

pub(crate) fn is_narrowing(member: &Member) -> bool {
    member.presence == Presence::Narrowing
}

/// Whether the object with this member takes no unknown member: what narrows may be in it, or one
/// level up by mistake.
fn takes_no_other(member: &Member) -> bool {
    match member.form {
        _ if is_narrowing(member) => true,
        _ if member.presence != Presence::Required => false,
        Form::Object(inner) => inner.iter().any(takes_no_other),
        Form::List { of: Form::Object(inner), .. } => inner.iter().any(takes_no_other),
        _ => false,
    }
}

/// Every member of a message with every value, and its name in other cases; every object with an
/// unknown member.
pub(crate) fn cases(members: &'static [Member]) -> Vec<Case> {
    let whole = sample(&Form::Object(members));
    let mut cases = Vec::new();
    walk(&whole, members, "", "", &mut cases);
    cases
}

/// `pointer` and `path` lead to the object with these members.
fn walk(whole: &Value, members: &[Member], pointer: &str, path: &str, cases: &mut Vec<Case>) {
    let changed = |change: &dyn Fn(&mut Map<String, Value>)| {
        let mut json = whole.clone();
        change(json.pointer_mut(pointer).unwrap().as_object_mut().unwrap());
        json
    };
    let join =
        |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };

    let unknown = changed(&|object| drop(object.insert("unheardOf".into(), json!([{"a": 1}]))));
    let is_refused = members.iter().any(takes_no_other);
    cases.push(Case {
        path: join("unheardOf"),
        presence: Presence::Optional,
        change: "unknown member".into(),
        json: unknown,
        report: (!is_refused).then(|| vec![Tolerance::UnknownMember]),
        printed: whole.clone(),
        is_valid: false,
    });

    for Member { name, presence, form, .. } in members {
        let path = join(name);
        let case = |change: String, json, report, printed, is_valid| {
            let path = path.clone();
            Case { path, presence: *presence, change, json, report, printed, is_valid }
        };
        let without = changed(&|object| drop(object.remove(*name)));
        let with = |value: &Value| {
            changed(&|object| drop(object.insert((*name).to_owned(), value.clone())))
        };

        for value in values(form) {
            let change = value.to_string();
            cases.push(match verdict(form, *presence, &value) {
                Valid => case(change, with(&value), Some(vec![]), with(&value), true),
                Refused => case(change, with(&value), None, Value::Null, false),
                Absent(what) => case(change, with(&value), Some(what), without.clone(), false),
                Taken(what, taken) => case(change, with(&value), Some(what), with(&taken), false),
            });
        }

        let (report, printed) = match presence {
            Presence::Optional | Presence::Narrowing => (Some(vec![]), without.clone()),
            Presence::Assumed => (Some(vec![Tolerance::LeftOut]), with(&json!(false))),
            _ => (None, Value::Null),
        };
        let is_valid = !presence.is_required();
        cases.push(case("left out".into(), without.clone(), report, printed, is_valid));

        let (first, rest) = name.split_at(1);
        for other in [first.to_uppercase() + rest, name.to_uppercase(), name.to_lowercase()] {
            if other != *name {
                let renamed = changed(&|object| {
                    let value = object.remove(*name).unwrap();
                    object.insert(other.clone(), value);
                });
                let report = Some(vec![Tolerance::NameCase]);
                cases.push(Case {
                    path: join(&other),
                    ..case(format!("named {other}"), renamed, report, whole.clone(), false)
                });
            }
        }

        match form {
            Form::Object(members) => {
                walk(whole, members, &format!("{pointer}/{name}"), &path, cases);
            }
            Form::List { of: Form::Object(members), .. } => {
                walk(whole, members, &format!("{pointer}/{name}/0"), &format!("{path}[0]"), cases);
            }
            _ => {}
        }
    }
}
