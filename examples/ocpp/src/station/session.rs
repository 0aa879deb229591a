//! A charging session in ten steps, as a person at the station sees it.

use core::time::Duration;

use ocpp16::Literal;
use ocpp16::messages::core::{ChargePointStatus, Reason};
use ocpp16::messages::types::AuthorizationStatus;

use super::Station;
use crate::receipt::KiloWattHours;

/// The connector of the session.
const CONNECTOR: i32 = 1;

impl Station {
    /// Runs the session. `false` if nobody charged.
    pub(super) async fn session(&self) -> bool {
        let id_tag = self.options().id_tag.clone();
        self.step(1, "user arrives", "cable plugged in at connector 1");
        self.set_status(CONNECTOR, ChargePointStatus::Preparing);
        self.pause().await;

        self.step(2, "RFID presented", &id_tag);
        self.step(3, "station asks the central system", &format!("may {id_tag} charge?"));
        let verdict = self.authorize(&id_tag).await;
        self.step(4, "central validation", verdict.as_str());
        if verdict != AuthorizationStatus::Accepted {
            return self.turned_away().await;
        }

        let Some(mut charging) = self.begin(CONNECTOR, &id_tag) else {
            self.journal().say("the connector is taken");
            return self.turned_away().await;
        };
        self.wait_for_id(&mut charging).await;
        let transaction = match charging.transaction_id {
            Some(id) => format!("transaction {id}"),
            None => "a transaction that the central system does not know yet".to_owned(),
        };
        let start = i64::from(charging.meter_start);
        let text = format!("{transaction}, meter at {}", KiloWattHours(start));
        self.step(5, "charging starts", &text);
        if charging.authorization.as_ref().is_some_and(|it| *it != AuthorizationStatus::Accepted) {
            self.end(charging, Reason::DeAuthorized, None).await;
            self.all_told().await;
            return false;
        }

        let power = self.power(&charging);
        let text = format!("{}.{} kW on three phases", power / 1000, power / 100 % 10);
        self.step(6, "live status", &format!("Charging with {text}"));

        self.step(7, "metering", &format!("{} times", self.options().samples));
        let mut reason = Reason::Local;
        for number in 1..=self.options().samples {
            if let Some(asked) = self.metered(&mut charging).await {
                reason = asked;
                break;
            }
            let now = self.clock().milliseconds();
            let energy = self.state().connector(CONNECTOR).map(|it| it.meter.energy(now));
            let energy = i64::from(energy.unwrap_or_default()).saturating_sub(start);
            self.journal()
                .say(format_args!("          {number}: {} so far", KiloWattHours(energy)));
        }

        let how = match reason {
            Reason::Local => format!("RFID {id_tag} again"),
            ref other => format!("by {other}"),
        };
        self.step(8, "stop", &how);
        let by_user = (reason == Reason::Local).then_some(&*id_tag);
        let has_charged = reason != Reason::DeAuthorized;
        let receipt = self.end(charging, reason, by_user).await;

        let energy = match receipt.energy() {
            Ok(energy) => KiloWattHours(energy.into()).to_string(),
            Err(why) => why.to_string(),
        };
        self.step(9, "billing", &format!("{energy}; the central system has the price"));
        self.step(10, "receipt", "from the meter values");
        self.journal().block(receipt);
        self.all_told().await;
        has_charged
    }

    async fn turned_away(&self) -> bool {
        self.set_idle(CONNECTOR);
        self.all_told().await;
        false
    }

    fn step(&self, number: u32, name: &str, details: &str) {
        self.journal().say(format_args!("STEP {number:2}/10  {name}: {details}"));
    }

    /// The time that a person takes.
    async fn pause(&self) {
        self.clock().sleep(Duration::from_secs(20)).await;
    }
}
