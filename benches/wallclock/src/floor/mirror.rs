//! The twins: members and order of the messages, with serde's derived code.

use exi::Family;
use iso15118_messages::iso2::{self, Body};
use iso15118_messages::iso20::{self, dc};
use serde::{Deserialize, Serialize};
use serde_bytes::Bytes;

use super::Twin;

/// Multiplier or exponent, unit (0 where there is none) and value.
type Number = (i8, u8, i16);

fn physical(value: iso2::PhysicalValue) -> Number {
    (value.multiplier, value.unit as u8, value.value)
}

fn rational(value: iso20::RationalNumber) -> Number {
    (value.exponent, 0, value.value)
}

#[derive(Serialize, Deserialize)]
pub(super) struct CurrentDemandReq<'a> {
    #[serde(borrow)]
    session_id: &'a Bytes,
    ev_ready: bool,
    ev_error_code: u8,
    ev_ress_soc: i8,
    ev_target_current: Number,
    ev_maximum_voltage_limit: Option<Number>,
    ev_maximum_current_limit: Option<Number>,
    ev_maximum_power_limit: Option<Number>,
    bulk_charging_complete: Option<bool>,
    charging_complete: bool,
    remaining_time_to_full_soc: Option<Number>,
    remaining_time_to_bulk_soc: Option<Number>,
    ev_target_voltage: Number,
}

impl Twin for CurrentDemandReq<'_> {
    type Family = iso2::V2gMessage<'static>;
    type Of<'a> = CurrentDemandReq<'a>;
    const MESSAGE: (&'static str, &'static str) = ("iso2", "CurrentDemandReq");

    fn of<'a>(message: &<Self::Family as Family>::Of<'a>) -> Option<Self::Of<'a>> {
        let Body::CurrentDemandReq(request) = message.body else { return None };
        let status = request.dc_ev_status;
        Some(CurrentDemandReq {
            session_id: Bytes::new(message.header.session_id),
            ev_ready: status.ev_ready,
            ev_error_code: status.ev_error_code as u8,
            ev_ress_soc: status.ev_ress_soc,
            ev_target_current: physical(request.ev_target_current),
            ev_maximum_voltage_limit: request.ev_maximum_voltage_limit.map(physical),
            ev_maximum_current_limit: request.ev_maximum_current_limit.map(physical),
            ev_maximum_power_limit: request.ev_maximum_power_limit.map(physical),
            bulk_charging_complete: request.bulk_charging_complete,
            charging_complete: request.charging_complete,
            remaining_time_to_full_soc: request.remaining_time_to_full_soc.map(physical),
            remaining_time_to_bulk_soc: request.remaining_time_to_bulk_soc.map(physical),
            ev_target_voltage: physical(request.ev_target_voltage),
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct CurrentDemandRes<'a> {
    #[serde(borrow)]
    session_id: &'a Bytes,
    response_code: u8,
    notification_max_delay: u16,
    evse_notification: u8,
    evse_isolation_status: Option<u8>,
    evse_status_code: u8,
    evse_present_voltage: Number,
    evse_present_current: Number,
    limits_achieved: [bool; 3],
    evse_maximum_voltage_limit: Option<Number>,
    evse_maximum_current_limit: Option<Number>,
    evse_maximum_power_limit: Option<Number>,
    evse_id: &'a str,
    sa_schedule_tuple_id: u8,
    #[serde(borrow)]
    meter_info: Option<MeterInfo<'a>>,
    receipt_required: Option<bool>,
}

#[derive(Serialize, Deserialize)]
struct MeterInfo<'a> {
    meter_id: &'a str,
    meter_reading: Option<u64>,
    #[serde(borrow)]
    sig_meter_reading: Option<&'a Bytes>,
    meter_status: Option<i16>,
    t_meter: Option<i64>,
}

impl Twin for CurrentDemandRes<'_> {
    type Family = iso2::V2gMessage<'static>;
    type Of<'a> = CurrentDemandRes<'a>;
    const MESSAGE: (&'static str, &'static str) = ("iso2", "CurrentDemandRes");

    fn of<'a>(message: &<Self::Family as Family>::Of<'a>) -> Option<Self::Of<'a>> {
        let Body::CurrentDemandRes(response) = message.body else { return None };
        let status = response.dc_evse_status;
        Some(CurrentDemandRes {
            session_id: Bytes::new(message.header.session_id),
            response_code: response.response_code as u8,
            notification_max_delay: status.notification_max_delay,
            evse_notification: status.evse_notification as u8,
            evse_isolation_status: status.evse_isolation_status.map(|level| level as u8),
            evse_status_code: status.evse_status_code as u8,
            evse_present_voltage: physical(response.evse_present_voltage),
            evse_present_current: physical(response.evse_present_current),
            limits_achieved: [
                response.evse_current_limit_achieved,
                response.evse_voltage_limit_achieved,
                response.evse_power_limit_achieved,
            ],
            evse_maximum_voltage_limit: response.evse_maximum_voltage_limit.map(physical),
            evse_maximum_current_limit: response.evse_maximum_current_limit.map(physical),
            evse_maximum_power_limit: response.evse_maximum_power_limit.map(physical),
            evse_id: response.evse_id,
            sa_schedule_tuple_id: response.sa_schedule_tuple_id,
            meter_info: response.meter_info.map(|info| MeterInfo {
                meter_id: info.meter_id,
                meter_reading: info.meter_reading,
                sig_meter_reading: info.sig_meter_reading.map(Bytes::new),
                meter_status: info.meter_status,
                t_meter: info.t_meter,
            }),
            receipt_required: response.receipt_required,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct PaymentDetailsReq<'a> {
    #[serde(borrow)]
    session_id: &'a Bytes,
    emaid: &'a str,
    id: Option<&'a str>,
    certificate: &'a Bytes,
    /// An array, as a list would need a heap here.
    #[serde(borrow)]
    sub_certificates: [Option<&'a Bytes>; 4],
}

impl Twin for PaymentDetailsReq<'_> {
    type Family = iso2::V2gMessage<'static>;
    type Of<'a> = PaymentDetailsReq<'a>;
    const MESSAGE: (&'static str, &'static str) = ("iso2", "PaymentDetailsReq");

    fn of<'a>(message: &<Self::Family as Family>::Of<'a>) -> Option<Self::Of<'a>> {
        let Body::PaymentDetailsReq(request) = message.body else { return None };
        let chain = request.contract_signature_cert_chain;
        let others = chain.sub_certificates.map_or(&[][..], |others| others.certificate);
        let mut sub_certificates = [None; 4];
        for (place, certificate) in sub_certificates.iter_mut().zip(others) {
            *place = Some(Bytes::new(certificate));
        }
        Some(PaymentDetailsReq {
            session_id: Bytes::new(message.header.session_id),
            emaid: request.emaid,
            id: chain.id,
            certificate: Bytes::new(chain.certificate),
            sub_certificates,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct DcChargeLoopReq<'a> {
    #[serde(borrow)]
    session_id: &'a Bytes,
    time_stamp: u64,
    display_parameters: Option<DisplayParameters>,
    meter_info_requested: bool,
    ev_present_voltage: Number,
    /// Energies: wanted, greatest, least.
    energies: [Option<Number>; 3],
    ev_target_current: Number,
    ev_target_voltage: Number,
    /// Power (greatest, least), current, voltage (greatest, least).
    limits: [Option<Number>; 5],
}

#[derive(Serialize, Deserialize)]
struct DisplayParameters {
    /// State of charge: present, least, wanted, greatest.
    soc: [Option<i8>; 4],
    /// Times until the last three.
    remaining_times: [Option<u32>; 3],
    charging_complete: Option<bool>,
    battery_energy_capacity: Option<Number>,
    inlet_hot: Option<bool>,
}

impl Twin for DcChargeLoopReq<'_> {
    type Family = dc::Message<'static>;
    type Of<'a> = DcChargeLoopReq<'a>;
    const MESSAGE: (&'static str, &'static str) = ("iso20-dc", "DC_ChargeLoopReq_Scheduled");

    fn of<'a>(message: &<Self::Family as Family>::Of<'a>) -> Option<Self::Of<'a>> {
        let dc::Message::DcChargeLoopReq(request) = message else { return None };
        let dc::ClReqControlMode::ScheduledDcClReqControlMode(mode) = request.cl_req_control_mode
        else {
            return None;
        };
        Some(DcChargeLoopReq {
            session_id: Bytes::new(request.header.session_id),
            time_stamp: request.header.time_stamp,
            display_parameters: request.display_parameters.map(|display| DisplayParameters {
                soc: [
                    display.present_soc,
                    display.minimum_soc,
                    display.target_soc,
                    display.maximum_soc,
                ],
                remaining_times: [
                    display.remaining_time_to_minimum_soc,
                    display.remaining_time_to_target_soc,
                    display.remaining_time_to_maximum_soc,
                ],
                charging_complete: display.charging_complete,
                battery_energy_capacity: display.battery_energy_capacity.map(rational),
                inlet_hot: display.inlet_hot,
            }),
            meter_info_requested: request.meter_info_requested,
            ev_present_voltage: rational(request.ev_present_voltage),
            energies: [
                mode.ev_target_energy_request,
                mode.ev_maximum_energy_request,
                mode.ev_minimum_energy_request,
            ]
            .map(|number| number.map(rational)),
            ev_target_current: rational(mode.ev_target_current),
            ev_target_voltage: rational(mode.ev_target_voltage),
            limits: [
                mode.ev_maximum_charge_power,
                mode.ev_minimum_charge_power,
                mode.ev_maximum_charge_current,
                mode.ev_maximum_voltage,
                mode.ev_minimum_voltage,
            ]
            .map(|number| number.map(rational)),
        })
    }
}
