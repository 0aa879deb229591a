//! An OCPP-J endpoint whose peer does what it likes, and a program that polls when it likes.

mod peer;
mod world;

use ocpp16::endpoint::Queued;
use ocpp16::{Options, Role};

use self::world::World;

/// What a back end sends. The first two are one CALL in the words of the standard if they come twice
/// on one connection.
const TO_STATION: [&str; 6] = [
    r#"[2,"1","Reset",{"type":"Soft"}]"#,
    r#"[2,"1","Reset",{"type":"Hard"}]"#,
    r#"[2,"2","ClearCache",{}]"#,
    r#"[2,"3","ClearCache",{}]"#,
    r#"[2,"4","Heartbeat",{}]"#,
    r#"[2,"5","ClearCache",]"#,
];

/// What a station sends.
const TO_BACK_END: [&str; 8] = [
    r#"[2,"1","StartTransaction",{"connectorId":1,"idTag":"A","meterStart":1,"timestamp":"2026-11-25T08:00:00Z"}]"#,
    r#"[2,"1","StartTransaction",{"connectorId":1,"idTag":"A","meterStart":2,"timestamp":"2026-11-25T08:00:00Z"}]"#,
    r#"[2,"2","StopTransaction",{"meterStop":3,"timestamp":"2026-11-25T08:00:00Z","transactionId":1}]"#,
    r#"[2,"3","MeterValues",{"connectorId":1,"transactionId":1,"meterValue":[]}]"#,
    r#"[2,"4","MeterValues",{"connectorId":0,"meterValue":[]}]"#,
    r#"[2,"5","Authorize",{"idTag":"A"}]"#,
    r#"[2,"6","Heartbeat",{}]"#,
    r#"[2,"7","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]"#,
];

pub(crate) fn check(data: &[u8]) {
    let Some((kind, mut input)) = data.split_first() else { return };
    let role = if kind & 1 == 0 { Role::ChargePoint } else { Role::CentralSystem };
    let read = if kind & 2 == 0 { Options::tolerant() } else { Options::strict() };
    let mut world = World::new(role, read.with_max_frame(250));
    // Whether the program polls after each of its calls, as it should.
    let mut is_patient = true;
    while let Some((operation, rest)) = input.split_first() {
        input = rest;
        let mut argument = || {
            let (first, rest) = input.split_first().unwrap_or((&0, &[]));
            input = rest;
            usize::from(*first)
        };
        match operation % 14 {
            0 => world.call(argument()),
            1 => world.wait(argument() as u64 * 200),
            2 => world.respond(argument()),
            3 => world.refuse(argument()),
            4 => world.disconnect(argument(), argument()),
            5 => world.connect(),
            6 => world.cancel(argument()),
            // The answer to what is on its way, to what was, or to nothing, with any payload.
            7 => {
                let (kind, id) = (argument(), argument());
                let length = argument();
                let (payload, rest) = input.split_at(length.min(input.len()));
                input = rest;
                world.reply(kind, id, payload);
            }
            8 => {
                let frames: &[&str] =
                    if role == Role::ChargePoint { &TO_STATION } else { &TO_BACK_END };
                let frame = frames[argument() % frames.len()];
                world.receive(argument(), frame.as_bytes());
            }
            9 => world.repeat(argument()),
            10 => world.ignore(argument()),
            11 => is_patient = !is_patient,
            12 => world.drain(),
            // Anything.
            _ => {
                let (connection, length) = (argument(), argument());
                let (frame, rest) = input.split_at(length.min(input.len()));
                input = rest;
                world.receive(connection, frame);
            }
        }
        world.check_bounds();
        if is_patient {
            world.drain();
        }
    }
    world.end(Queued::Drop);
}
