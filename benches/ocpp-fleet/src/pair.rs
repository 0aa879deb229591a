//! A station and its connection at the central system.

use ocpp16::endpoint::{CallId, CallKey, Connection, Endpoint, EndpointOptions, Incoming, Output};
use ocpp16::messages::core::{
    BootNotificationRequest, BootNotificationResponse, HeartbeatRequest, HeartbeatResponse,
    MeterValuesRequest, MeterValuesResponse, RegistrationStatus,
};
use ocpp16::messages::types::{Measurand, MeterValue, SampledValue, UnitOfMeasure};
use ocpp16::{CiString, DateTime, Instant, Request, Role};

/// What a station sends.
#[derive(Clone, Copy)]
pub(crate) enum Message {
    Boot,
    Heartbeat,
    MeterValues,
}

/// What went over the connection.
pub(crate) struct Sent {
    pub(crate) frames: u64,
    pub(crate) bytes: u64,
}

pub(crate) struct Pair {
    station: Endpoint,
    central: Endpoint,
    /// As each end names it.
    connections: [Connection; 2],
}

impl Pair {
    pub(crate) fn new(number: u64) -> Self {
        let options = EndpointOptions::default();
        let mut station = Endpoint::new(Role::ChargePoint, number, options);
        let mut central = Endpoint::new(Role::CentralSystem, number, options);
        let connections = [station.handle_connected(), central.handle_connected()];
        Self { station, central, connections }
    }

    pub(crate) fn is_idle(&self) -> bool {
        [&self.station, &self.central].iter().all(|end| {
            end.queued() == 0 && end.in_flight().is_none() && end.open().next().is_none()
        })
    }

    /// Sends one message and takes its answer.
    pub(crate) fn exchange(&mut self, message: Message, now: Instant) -> Sent {
        let call = self.call(message, now);
        let request = transmitted(&mut self.station, now);
        let response = self.answer(&request, now);
        match self.station.handle_frame(self.connections[0], response.as_bytes()) {
            Incoming::Answer(answer) => {
                assert_eq!(answer.call, call);
                assert!(answer.outcome.is_ok());
            }
            other => panic!("{other:?}"),
        }
        assert!(matches!(self.station.poll_output(now), Output::Wait(None)));
        Sent { frames: 2, bytes: (request.len() + response.len()) as u64 }
    }

    fn call(&mut self, message: Message, now: Instant) -> CallId {
        let call = match message {
            Message::Boot => {
                let request = BootNotificationRequest::new(name("Vendor"), name("Model"))
                    .with_charge_point_serial_number(name("CP-0001-2345-6789"));
                self.station.call(&request).map(CallKey::id)
            }
            Message::Heartbeat => self.station.call(&HeartbeatRequest::new()).map(CallKey::id),
            Message::MeterValues => {
                let values = (0..3).map(|_| meter_value(now)).collect::<Vec<_>>();
                self.station.call(&MeterValuesRequest::new(1, values)).map(CallKey::id)
            }
        };
        call.expect("the queue is empty")
    }

    /// The central system reads the request and answers it.
    fn answer(&mut self, frame: &str, now: Instant) -> String {
        let call = match self.central.handle_frame(self.connections[1], frame.as_bytes()) {
            Incoming::Call(call) => call,
            other => panic!("{other:?}"),
        };
        let responded = match call.request {
            Request::BootNotification(_) => {
                let response =
                    BootNotificationResponse::new(RegistrationStatus::Accepted, time(now), 300);
                self.central.respond(call.call, response)
            }
            Request::Heartbeat(_) => {
                self.central.respond(call.call, HeartbeatResponse::new(time(now)))
            }
            Request::MeterValues(request) => {
                assert_eq!(request.meter_value.len(), 3);
                self.central.respond(call.call, MeterValuesResponse::new())
            }
            other => panic!("{other:?}"),
        };
        responded.expect("the CALL is open");
        let frame = transmitted(&mut self.central, now);
        assert!(matches!(self.central.poll_output(now), Output::Wait(None)));
        frame
    }
}

fn transmitted(endpoint: &mut Endpoint, now: Instant) -> String {
    match endpoint.poll_output(now) {
        Output::Transmit(frame) => frame,
        other => panic!("{other:?}"),
    }
}

fn name<const N: usize>(text: &str) -> CiString<'_, N> {
    CiString::new(text).expect("short enough")
}

/// 2026-11-22T08:00:00Z and the simulated time.
fn time(now: Instant) -> DateTime {
    let milliseconds = 1_795_334_400_000 + i64::try_from(now.as_millis()).expect("a short time");
    DateTime::from_unix_milliseconds(milliseconds).expect("a year of four digits")
}

/// Ten values of one moment.
fn meter_value(now: Instant) -> MeterValue<'static> {
    let values = ["123456", "7360", "230.1", "16.0", "50.0", "32.0", "21.5", "0.98", "55", "120"];
    let sampled = values.map(|value| {
        SampledValue::new(value)
            .with_measurand(Measurand::EnergyActiveImportRegister)
            .with_unit(UnitOfMeasure::Wh)
    });
    MeterValue::new(time(now), Vec::from(sampled))
}
