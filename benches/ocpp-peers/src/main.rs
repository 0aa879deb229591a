//! The program that `icount-ocpp` runs under callgrind beside `ocpp-icount`: ocpp_rs 0.4.2, and
//! rust-ocpp 3.0.4, which has no frames: its types in tuples of serde, the type known beforehand.
//! Neither checks lengths here.

use std::hint::black_box;

use ocpp_icount::{Counting, FRAMES, frame, measure};
use ocpp_rs::v16::parse::{
    Message, TypedMessage, deserialize_to_message, serialize_message, serialize_typed_call_result,
};
use ocpp_rs::v16::typed_call_result::TypedCallResult;
use rust_ocpp::v1_6::messages as rust_ocpp;
use serde::Serialize;
use serde::de::DeserializeOwned;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() {
    for (name, text) in FRAMES {
        let parse = || parse_with_ocpp_rs(black_box(text));
        measure(name, "ocpp_rs", "parse", || {
            black_box(parse());
        });
        let message = parse();
        measure(name, "ocpp_rs", "print", || {
            black_box(print_with_ocpp_rs(black_box(&message)));
        });
        assert!(!print_with_ocpp_rs(&message).is_empty());
    }
    both::<Call<rust_ocpp::boot_notification::BootNotificationRequest>>("boot");
    both::<Call<rust_ocpp::meter_values::MeterValuesRequest>>("meter");
    both::<Call<rust_ocpp::set_charging_profile::SetChargingProfileRequest>>("profile");
    both::<Call<rust_ocpp::start_transaction::StartTransactionRequest>>("start");
    both::<CallResult<rust_ocpp::heart_beat::HeartbeatResponse>>("hbres");
}

fn parse_with_ocpp_rs(text: &str) -> TypedMessage {
    match deserialize_to_message(text).expect("it parses") {
        Message::Call(call) => TypedMessage::Call(call),
        Message::CallResult(raw) => TypedMessage::CallResult(
            TypedCallResult::resolve_from_action_name(raw, "Heartbeat").expect("a Heartbeat"),
        ),
        Message::CallError(error) => TypedMessage::CallError(error),
    }
}

fn print_with_ocpp_rs(message: &TypedMessage) -> String {
    match message {
        // As `serialize_message` does, which would have the call cloned into a message first.
        TypedMessage::Call(call) => serde_json::to_value(call).expect("it prints").to_string(),
        TypedMessage::CallResult(result) => serialize_typed_call_result(result).expect("it prints"),
        TypedMessage::CallError(error) => {
            serialize_message(&Message::CallError(error.clone())).expect("it prints")
        }
    }
}

type Call<T> = (u8, String, String, T);
type CallResult<T> = (u8, String, T);

/// Measures parse and print of one type of rust-ocpp.
fn both<T: DeserializeOwned + Serialize>(name: &str) {
    let text = frame(name);
    let parse = || serde_json::from_str::<T>(black_box(text)).expect("it parses");
    measure(name, "rust-ocpp", "parse", || {
        black_box(parse());
    });
    let value = parse();
    measure(name, "rust-ocpp", "print", || {
        black_box(serde_json::to_string(black_box(&value)).expect("it prints"));
    });
}
