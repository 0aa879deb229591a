//! BootNotification (4.2, 6.3, 6.4).

use crate::values::{CiString, DateTime};

message! {
    /// The station says what it is, after each start, before anything else: BootNotification.req,
    /// 6.3.
    pub struct BootNotificationRequest<'a> {
        /// The vendor of the station.
        required charge_point_vendor: CiString<'a, 20> = "chargePointVendor",
        /// The model of the station.
        required charge_point_model: CiString<'a, 20> = "chargePointModel",
        /// The serial number of the station.
        optional charge_point_serial_number, with_charge_point_serial_number: CiString<'a, 25> = "chargePointSerialNumber",
        /// The serial number of the charge box. Deprecated by the specification.
        optional charge_box_serial_number, with_charge_box_serial_number: CiString<'a, 25> = "chargeBoxSerialNumber",
        /// The version of the firmware.
        optional firmware_version, with_firmware_version: CiString<'a, 50> = "firmwareVersion",
        /// The ICCID of the SIM card of the modem.
        optional iccid, with_iccid: CiString<'a, 20> = "iccid",
        /// The IMSI of the SIM card of the modem.
        optional imsi, with_imsi: CiString<'a, 20> = "imsi",
        /// The type of the main meter.
        optional meter_type, with_meter_type: CiString<'a, 25> = "meterType",
        /// The serial number of the main meter.
        optional meter_serial_number, with_meter_serial_number: CiString<'a, 25> = "meterSerialNumber",
    }
}

message! {
    /// The answer to BootNotification: BootNotification.conf, 6.4.
    pub struct BootNotificationResponse {
        /// Whether the station is registered.
        required status: RegistrationStatus = "status",
        /// The time of the central system.
        required current_time: DateTime = "currentTime",
        /// The heartbeat interval in seconds if accepted, else the time to wait before trying
        /// again; 0: as the station likes. The example of OCPP-J 4.2.2 calls it
        /// `heartbeatInterval`, which the tolerant reader takes.
        required interval: i32 = "interval" | "heartbeatInterval",
    }
}

enumeration! {
    /// Whether a station is registered, 7.38 "RegistrationStatus".
    pub enum RegistrationStatus {
        /// It is.
        Accepted = "Accepted",
        /// Not yet: the central system may want to read or set something first.
        Pending = "Pending",
        /// It is not.
        Rejected = "Rejected",
    }
}
