//! Borrowed structs with serde: what a user would write by hand for one type.

use std::hint::black_box;

use ocpp_icount::{frame, measure};
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Boot<'a> {
    #[serde(borrow)]
    charge_point_vendor: &'a str,
    charge_point_model: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    charge_point_serial_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    charge_box_serial_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    firmware_version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iccid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    imsi: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meter_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meter_serial_number: Option<&'a str>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Meter<'a> {
    connector_id: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_id: Option<i32>,
    #[serde(borrow)]
    meter_value: Vec<MeterValue<'a>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct MeterValue<'a> {
    timestamp: &'a str,
    #[serde(borrow)]
    sampled_value: Vec<SampledValue<'a>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SampledValue<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<Context>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<Format>,
    #[serde(skip_serializing_if = "Option::is_none")]
    measurand: Option<Measurand>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Location>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Unit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phase: Option<Phase>,
}

macro_rules! literals {
    ($name:ident { $($variant:ident = $literal:literal),+ }) => {
        #[derive(Deserialize, Serialize)]
        enum $name {
            $(#[serde(rename = $literal)] $variant,)+
        }
    };
}

literals!(Context {
    A = "Interruption.Begin", B = "Interruption.End", C = "Sample.Clock", D = "Sample.Periodic",
    E = "Transaction.Begin", F = "Transaction.End", G = "Trigger", H = "Other"
});
literals!(Format { Raw = "Raw", SignedData = "SignedData" });
literals!(Measurand {
    A = "Energy.Active.Export.Register", B = "Energy.Active.Import.Register",
    C = "Energy.Reactive.Export.Register", D = "Energy.Reactive.Import.Register",
    E = "Energy.Active.Export.Interval", F = "Energy.Active.Import.Interval",
    G = "Energy.Reactive.Export.Interval", H = "Energy.Reactive.Import.Interval",
    I = "Power.Active.Export", J = "Power.Active.Import", K = "Power.Offered",
    L = "Power.Reactive.Export", M = "Power.Reactive.Import", N = "Power.Factor",
    O = "Current.Import", P = "Current.Export", Q = "Current.Offered", R = "Voltage",
    S = "Frequency", T = "Temperature", U = "SoC", V = "RPM"
});
literals!(Location { Cable = "Cable", Ev = "EV", Inlet = "Inlet", Outlet = "Outlet", Body = "Body" });
literals!(Unit {
    A = "Wh", B = "kWh", C = "varh", D = "kvarh", E = "W", F = "kW", G = "VA", H = "kVA",
    I = "var", J = "kvar", K = "A", L = "V", M = "K", N = "Celcius", O = "Celsius",
    P = "Fahrenheit", Q = "Percent"
});
literals!(Phase {
    A = "L1", B = "L2", C = "L3", D = "N", E = "L1-N", F = "L2-N", G = "L3-N", H = "L1-L2",
    I = "L2-L3", J = "L3-L1"
});

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SetProfile<'a> {
    connector_id: i32,
    #[serde(borrow)]
    cs_charging_profiles: Profile<'a>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Profile<'a> {
    charging_profile_id: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_id: Option<i32>,
    stack_level: i32,
    charging_profile_purpose: Purpose,
    charging_profile_kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    recurrency_kind: Option<Recurrency>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_from: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_to: Option<&'a str>,
    #[serde(borrow)]
    charging_schedule: Schedule<'a>,
}

literals!(Purpose {
    A = "ChargePointMaxProfile", B = "TxDefaultProfile", C = "TxProfile"
});
literals!(Kind { A = "Absolute", B = "Recurring", C = "Relative" });
literals!(Recurrency { A = "Daily", B = "Weekly" });
literals!(RateUnit { A = "A", W = "W" });

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Schedule<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    duration: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_schedule: Option<&'a str>,
    charging_rate_unit: RateUnit,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_charging_rate: Option<f64>,
    charging_schedule_period: Vec<Period>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Period {
    start_period: i32,
    limit: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    number_phases: Option<i32>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Start<'a> {
    connector_id: i32,
    id_tag: &'a str,
    meter_start: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    reservation_id: Option<i32>,
    timestamp: &'a str,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct HeartbeatResponse<'a> {
    current_time: &'a str,
}

type Call<'a, T> = (u8, &'a str, &'a str, T);
type CallResult<'a, T> = (u8, &'a str, T);

/// Measures parse and print of one type.
fn both<T: Deserialize<'static> + Serialize>(name: &str) {
    let text = frame(name);
    let parse = || serde_json::from_str::<T>(black_box(text)).expect("it parses");
    measure(name, "serde", "parse", || {
        black_box(parse());
    });
    let value = parse();
    let mut out = Vec::with_capacity(2 * text.len());
    measure(name, "serde", "print", || {
        out.clear();
        serde_json::to_writer(black_box(&mut out), black_box(&value)).expect("it prints");
    });
    assert_eq!(out, text.as_bytes(), "{name} is printed otherwise");
}

/// Measures all frames.
pub(crate) fn measure_all() {
    both::<Call<'static, Boot<'static>>>("boot");
    both::<Call<'static, Meter<'static>>>("meter");
    both::<Call<'static, SetProfile<'static>>>("profile");
    both::<Call<'static, Start<'static>>>("start");
    both::<CallResult<'static, HeartbeatResponse<'static>>>("hbres");
}
