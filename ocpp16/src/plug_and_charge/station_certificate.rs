//! SignCertificate, CertificateSigned and TriggerMessage: the certificate of the station towards
//! the EV (OCPP 2.0.1, A02, A03).

use super::{CustomData, StatusInfo};
use crate::text::Text;

message! {
    /// The station asks for a signed certificate. Wrapped `SignCertificateRequest`.
    pub struct SignCertificateRequest<'a> {
        /// The certificate signing request in PEM.
        required csr: Text<'a, 5500> = "csr",
        /// Which certificate; in the application note only in its example.
        narrowing certificate_type, with_certificate_type: CertificateSigningUse = "certificateType",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// The answer to it. Wrapped `SignCertificateResponse`.
    pub struct SignCertificateResponse<'a> {
        /// Whether the request is processed.
        required status: GenericStatus = "status",
        /// More about the status. Not in the application note.
        optional status_info, with_status_info: StatusInfo<'a> = "statusInfo",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// The central system sends the signed certificate. Wrapped `CertificateSignedRequest`.
    pub struct CertificateSignedRequest<'a> {
        /// Leaf and sub-CA certificates in PEM, leaf first, without the root.
        required certificate_chain: Text<'a, 10000> = "certificateChain",
        /// Which certificate. Not in the application note.
        narrowing certificate_type, with_certificate_type: CertificateSigningUse = "certificateType",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// The answer to it. Wrapped `CertificateSignedResponse`.
    pub struct CertificateSignedResponse<'a> {
        /// Whether the certificate is taken.
        required status: CertificateSignedStatus = "status",
        /// More about the status. Not in the application note.
        optional status_info, with_status_info: StatusInfo<'a> = "statusInfo",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// The central system asks for a SignCertificate. Wrapped `TriggerMessageRequest`.
    pub struct TriggerMessageRequest<'a> {
        /// Which message; the application note has no members here, and means `SignV2GCertificate`.
        narrowing requested_message, with_requested_message: MessageTrigger = "requestedMessage",
        /// The EVSE; absent: all. Not in the application note.
        narrowing evse, with_evse: Evse<'a> = "evse",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// The answer to it. Wrapped `TriggerMessageResponse`.
    pub struct TriggerMessageResponse<'a> {
        /// Whether the message will come.
        required status: TriggerMessageStatus = "status",
        /// More about the status. Not in the application note.
        optional status_info, with_status_info: StatusInfo<'a> = "statusInfo",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

message! {
    /// An EVSE (OCPP 2.0.1).
    pub struct Evse<'a> {
        /// Its number, from 1 on.
        required id: i32 = "id",
        /// The connector.
        narrowing connector_id, with_connector_id: i32 = "connectorId",
        /// Data of a vendor.
        optional custom_data, with_custom_data: CustomData<'a> = "customData",
    }
}

enumeration! {
    /// Which certificate is to be signed.
    #[non_exhaustive]
    pub enum CertificateSigningUse {
        /// That of the link to the central system; wrong in these messages, although OCPP 2.0.1 has
        /// it.
        ChargingStationCertificate = "ChargingStationCertificate",
        /// That of the station towards the EV.
        V2gCertificate = "V2GCertificate",
    }
}

enumeration! {
    /// The answer to SignCertificate.
    #[non_exhaustive]
    pub enum GenericStatus {
        /// It will be processed.
        Accepted = "Accepted",
        /// It will not; not to be tried again before a trigger.
        Rejected = "Rejected",
    }
}

enumeration! {
    /// The answer to CertificateSigned.
    #[non_exhaustive]
    pub enum CertificateSignedStatus {
        /// Valid and taken.
        Accepted = "Accepted",
        /// Not valid, or not asked for.
        Rejected = "Rejected",
    }
}

enumeration! {
    /// A message that can be asked for. OCPP 2.0.1 has all of them; here only `SignV2GCertificate`
    /// is to be followed.
    #[non_exhaustive]
    pub enum MessageTrigger {
        /// Not to be followed.
        BootNotification = "BootNotification",
        /// Not to be followed.
        LogStatusNotification = "LogStatusNotification",
        /// Not to be followed.
        FirmwareStatusNotification = "FirmwareStatusNotification",
        /// Not to be followed.
        Heartbeat = "Heartbeat",
        /// Not to be followed.
        MeterValues = "MeterValues",
        /// Not to be followed.
        SignChargingStationCertificate = "SignChargingStationCertificate",
        /// SignCertificate.
        SignV2gCertificate = "SignV2GCertificate",
        /// Not to be followed.
        StatusNotification = "StatusNotification",
        /// Not to be followed.
        TransactionEvent = "TransactionEvent",
        /// Not to be followed.
        SignCombinedCertificate = "SignCombinedCertificate",
        /// Not to be followed.
        PublishFirmwareStatusNotification = "PublishFirmwareStatusNotification",
    }
}

enumeration! {
    /// The answer to TriggerMessage.
    #[non_exhaustive]
    pub enum TriggerMessageStatus {
        /// The message will come.
        Accepted = "Accepted",
        /// It will not.
        Rejected = "Rejected",
        /// The station does not have this message.
        NotImplemented = "NotImplemented",
    }
}
