//! The memory of decoded messages: enough is enough, one byte less is an error of its own, and
//! schedules of the largest legal size stay small.
#![cfg(all(feature = "all-sets", feature = "serde"))]
#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "clippy.toml allows it in tests, not in their helpers"
)]

mod support;

use core::mem::{MaybeUninit, size_of};

use exi::{Arena, DecodeErrorKind};
use iso15118_messages::iso2::{
    AcEvseChargeParameter, AcEvseStatus, Body, ChargeParameterDiscoveryRes, EvseChargeParameter,
    EvseNotification, EvseProcessing, PMaxSchedule, PMaxScheduleEntry, PhysicalValue,
    RelativeTimeInterval, ResponseCode, SaScheduleList, SaScheduleTuple, SaSchedules, TimeInterval,
    UnitSymbol, V2gMessage,
};
use iso15118_messages::sap;
use serde_json::Value;
use support::{Memory, SETS, all_records, arena_use, bytes_of};

#[test]
fn one_byte_less_than_a_message_needs_is_capacity() {
    let mut ample = Memory::default();
    let mut memory = vec![MaybeUninit::uninit(); 1 << 20];
    for record in all_records("iso2.jsonl") {
        if record["kind"] != "document" {
            continue;
        }
        let exi = bytes_of(&record, "exi");
        let need = arena_use("iso2", &exi, &mut ample).expect("fits");
        let start = memory.as_ptr().addr().wrapping_neg() % 16;
        // A list is moved to its place when it is complete; until then its items lie at the other
        // end of the buffer, where their alignment can cost some bytes.
        let spare = 8 * 16;
        let id = &record["id"];
        let enough = &mut memory[start..start + need + spare];
        assert!(V2gMessage::decode(&exi, &mut Arena::new(enough)).is_ok(), "{id}");
        if need == 0 {
            continue;
        }
        let error = V2gMessage::decode(&exi, &mut Arena::new(&mut memory[start..start + need - 1]));
        let DecodeErrorKind::Capacity { needed } = error.expect_err("too small").kind() else {
            panic!("{id}: not a lack of room");
        };
        let needed = needed.get();
        assert!((need..=need + spare).contains(&needed), "{id}: {need}, told {needed}");
    }
}

/// At no size of the arena is a message decoded that differs from what was sent.
#[test]
fn a_message_is_right_or_refused_at_every_size() {
    let mut memory = vec![MaybeUninit::uninit(); 1 << 12];
    let records = all_records("sap.jsonl");
    for record in records.iter().filter(|record| record["kind"] == "document") {
        let exi = bytes_of(record, "exi");
        let mut accepted = false;
        for size in 0..1024 {
            let mut arena = Arena::new(&mut memory[3..3 + size]);
            match sap::Message::decode(&exi, &mut arena) {
                Ok(message) => {
                    assert_eq!(message.encode_to_vec().as_deref(), Ok(&exi[..]));
                    accepted = true;
                }
                Err(error) => {
                    let needed = match error.kind() {
                        DecodeErrorKind::Capacity { needed } => needed.get(),
                        other => panic!("{size}: {other}"),
                    };
                    assert!(needed > size, "{size} bytes, {needed} needed");
                    assert!(!accepted, "{size} bytes are too few, less were enough");
                }
            }
        }
    }
}

/// What an integrator has to know to choose a buffer: the longest message times seven.
#[test]
fn seven_bytes_of_arena_for_each_byte_of_a_message_are_enough() {
    let mut memory = Memory::default();
    let mut worst = (0.0, Value::Null, String::new());
    for set in SETS {
        for record in all_records(&format!("{set}.jsonl")) {
            if record["kind"] != "document" {
                continue;
            }
            let exi = bytes_of(&record, "exi");
            let used = arena_use(set, &exi, &mut memory).expect("valid");
            let ratio = used as f64 / exi.len() as f64;
            if ratio > worst.0 {
                let told = format!("{} bytes of EXI, {used} of arena", exi.len());
                worst = (ratio, record["id"].clone(), told);
            }
        }
    }
    let (ratio, id, told) = worst;
    println!("worst: {id}, {told}: {ratio:.2} a byte, pointers of {} bits", usize::BITS);
    assert!(ratio <= 7.0, "{id}: {told}");
}

const TUPLES: usize = 3;
const ENTRIES: usize = 1024;

/// A response with as many entries as the schema allows.
fn largest_schedules(encode: impl FnOnce(&V2gMessage<'_>)) {
    let watts = |n: usize| PhysicalValue { multiplier: 1, unit: UnitSymbol::W, value: n as i16 };
    let entries: Vec<PMaxScheduleEntry> = (0..ENTRIES)
        .map(|n| PMaxScheduleEntry {
            time_interval: TimeInterval::RelativeTimeInterval(RelativeTimeInterval {
                start: 900 * n as u32,
                duration: Some(900),
            }),
            p_max: watts(n),
        })
        .collect();
    let tuples: Vec<SaScheduleTuple<'_>> = (1..=TUPLES)
        .map(|id| SaScheduleTuple {
            sa_schedule_tuple_id: id as u8,
            p_max_schedule: PMaxSchedule { p_max_schedule_entry: &entries },
            sales_tariff: None,
        })
        .collect();
    let status = AcEvseStatus {
        notification_max_delay: 0,
        evse_notification: EvseNotification::None,
        rcd: false,
    };
    let body = ChargeParameterDiscoveryRes {
        response_code: ResponseCode::Ok,
        evse_processing: EvseProcessing::Finished,
        sa_schedules: Some(SaSchedules::SaScheduleList(SaScheduleList {
            sa_schedule_tuple: &tuples,
        })),
        evse_charge_parameter: EvseChargeParameter::AcEvseChargeParameter(AcEvseChargeParameter {
            ac_evse_status: status,
            evse_nominal_voltage: watts(230),
            evse_max_current: watts(32),
        }),
    };
    encode(&V2gMessage::new(&[1; 8], body));
}

#[test]
fn the_largest_schedules_take_at_most_48_bytes_an_entry() {
    largest_schedules(|message| {
        let exi = message.encode_to_vec().expect("within the schema");
        let mut memory = Memory::default();
        let used = arena_use("iso2", &exi, &mut memory).expect("fits");
        println!(
            "{TUPLES} x {ENTRIES} entries: {} bytes of EXI, {used} of the arena, {:.1} an entry of \
             {}, pointers of {} bits",
            exi.len(),
            used as f64 / (TUPLES * ENTRIES) as f64,
            size_of::<PMaxScheduleEntry>(),
            usize::BITS,
        );
        assert!(used <= 48 * TUPLES * ENTRIES, "{used}");
        // All of it arrives.
        let mut arena = memory.arena();
        let again = V2gMessage::decode(&exi, &mut arena).expect("fits");
        assert_eq!(again, *message);
        let Body::ChargeParameterDiscoveryRes(response) = again.body else { panic!() };
        let Some(SaSchedules::SaScheduleList(list)) = response.sa_schedules else { panic!() };
        assert_eq!(list.sa_schedule_tuple[2].p_max_schedule.p_max_schedule_entry.len(), ENTRIES);
    });
}

#[test]
fn one_entry_more_than_the_schema_allows_is_refused_by_the_encoder() {
    let entry = PMaxScheduleEntry {
        time_interval: TimeInterval::RelativeTimeInterval(RelativeTimeInterval {
            start: 0,
            duration: None,
        }),
        p_max: PhysicalValue { multiplier: 0, unit: UnitSymbol::W, value: 0 },
    };
    largest_schedules(|message| {
        let Body::ChargeParameterDiscoveryRes(mut response) = message.body else { panic!() };
        let entries = [entry; ENTRIES + 1];
        let tuples = [SaScheduleTuple {
            sa_schedule_tuple_id: 1,
            p_max_schedule: PMaxSchedule { p_max_schedule_entry: &entries },
            sales_tariff: None,
        }];
        response.sa_schedules =
            Some(SaSchedules::SaScheduleList(SaScheduleList { sa_schedule_tuple: &tuples }));
        let message = V2gMessage::new(&[1; 8], response);
        assert!(matches!(
            message.encode_to_vec(),
            Err(exi::EncodeError::Facet { facet: exi::Facet::Occurs, .. })
        ));
    });
}
