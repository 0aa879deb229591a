//! What matters most in which message.

/// Names of the values that come first in a message; `ResponseCode` does everywhere.
pub(super) fn names(message: &str) -> &'static [&'static str] {
    PREFERRED.iter().find(|(name, _)| *name == message).map_or(&[], |(_, names)| names)
}

/// By name of the message. Where generations share one, so do their values.
pub(super) const PREFERRED: &[(&str, &[&str])] = &[
    // Handshake, and what all generations begin with.
    ("supportedAppProtocolRes", &["SchemaID"]),
    ("SessionSetupReq", &["EVCCID"]),
    ("SessionSetupRes", &["SessionID", "EVSEID"]),
    (
        "ServiceDiscoveryRes",
        &["PaymentOption", "ServiceID", "EnergyTransferMode", "EnergyTransferType"],
    ),
    ("ServiceDetailRes", &["ServiceID", "ParameterSetID"]),
    // DIN SPEC 70121 and ISO 15118-2.
    ("ServicePaymentSelectionReq", &["SelectedPaymentOption", "ServiceID"]),
    ("PaymentServiceSelectionReq", &["SelectedPaymentOption", "ServiceID"]),
    ("PaymentDetailsReq", &["eMAID", "ContractID", "ContractSignatureCertChain"]),
    (
        "ChargeParameterDiscoveryReq",
        &[
            "RequestedEnergyTransferMode",
            "EVRequestedEnergyTransferType",
            "EVRESSSOC",
            "EVErrorCode",
            "EAmount",
            "EVMaxVoltage",
            "EVMaxCurrent",
            "EVMaximumVoltageLimit",
            "EVMaximumCurrentLimit",
            "EVMaximumPowerLimit",
        ],
    ),
    (
        "ChargeParameterDiscoveryRes",
        &[
            "EVSEProcessing",
            "EVSEStatusCode",
            "EVSENominalVoltage",
            "EVSEMaxVoltage",
            "EVSEMaxCurrent",
            "EVSEMaximumVoltageLimit",
            "EVSEMaximumCurrentLimit",
            "EVSEMaximumPowerLimit",
            "SAScheduleTupleID",
            "PMax",
        ],
    ),
    (
        "ChargingStatusRes",
        &["EVSEMaxCurrent", "EVSENotification", "ReceiptRequired", "MeterReading"],
    ),
    ("MeteringReceiptReq", &["MeterReading", "MeterID"]),
    ("CableCheckReq", &["EVRESSSOC", "EVErrorCode"]),
    ("CableCheckRes", &["EVSEProcessing", "EVSEIsolationStatus", "EVSEStatusCode"]),
    ("PreChargeReq", &["EVTargetVoltage", "EVTargetCurrent", "EVRESSSOC"]),
    ("PreChargeRes", &["EVSEPresentVoltage", "EVSEStatusCode"]),
    (
        "CurrentDemandReq",
        &["EVRESSSOC", "EVTargetVoltage", "EVTargetCurrent", "ChargingComplete", "EVErrorCode"],
    ),
    (
        "CurrentDemandRes",
        &["EVSEPresentVoltage", "EVSEPresentCurrent", "EVSEStatusCode", "EVSENotification"],
    ),
    ("WeldingDetectionRes", &["EVSEPresentVoltage", "EVSEStatusCode"]),
    // All three.
    (
        "PowerDeliveryReq",
        &[
            "ChargeProgress",
            "ReadyToChargeState",
            "EVProcessing",
            "SAScheduleTupleID",
            "SelectedScheduleTupleID",
        ],
    ),
    ("PowerDeliveryRes", &["EVSENotification", "EVSEStatusCode"]),
    ("SessionStopReq", &["ChargingSession"]),
    // ISO 15118-20.
    ("AuthorizationSetupRes", &["AuthorizationServices", "CertificateInstallationService"]),
    ("AuthorizationReq", &["SelectedAuthorizationService"]),
    ("AuthorizationRes", &["EVSEProcessing"]),
    ("ScheduleExchangeReq", &["DepartureTime", "TargetSOC", "EVTargetEnergyRequest"]),
    (
        "ScheduleExchangeRes",
        &["EVSEProcessing", "ScheduleTupleID", "DepartureTime", "TargetSOC", "Power"],
    ),
    (
        "AC_ChargeParameterDiscoveryReq",
        &["EVMaximumChargePower", "EVMinimumChargePower", "EVMaximumDischargePower"],
    ),
    (
        "AC_ChargeParameterDiscoveryRes",
        &[
            "EVSEMaximumChargePower",
            "EVSEMinimumChargePower",
            "EVSENominalFrequency",
            "EVSEMaximumDischargePower",
        ],
    ),
    (
        "AC_ChargeLoopReq",
        &["PresentSOC", "EVPresentActivePower", "EVTargetEnergyRequest", "ChargingComplete"],
    ),
    ("AC_ChargeLoopRes", &["EVSEPresentActivePower", "EVSETargetActivePower", "EVSENotification"]),
    (
        "DC_ChargeParameterDiscoveryReq",
        &[
            "EVMaximumVoltage",
            "EVMaximumChargeCurrent",
            "EVMaximumChargePower",
            "EVMaximumDischargePower",
            "TargetSOC",
        ],
    ),
    (
        "DC_ChargeParameterDiscoveryRes",
        &[
            "EVSEMaximumVoltage",
            "EVSEMaximumChargeCurrent",
            "EVSEMaximumChargePower",
            "EVSEMaximumDischargePower",
        ],
    ),
    ("DC_PreChargeReq", &["EVTargetVoltage", "EVPresentVoltage", "EVProcessing"]),
    (
        "DC_ChargeLoopReq",
        &[
            "PresentSOC",
            "EVTargetVoltage",
            "EVTargetCurrent",
            "EVTargetEnergyRequest",
            "EVPresentVoltage",
            "ChargingComplete",
        ],
    ),
    ("DC_ChargeLoopRes", &["EVSEPresentVoltage", "EVSEPresentCurrent", "EVSENotification"]),
    ("MeteringConfirmationReq", &["ChargedEnergyReadingWh", "MeterID"]),
    ("WPT_ChargeParameterDiscoveryReq", &["EVPCMaxReceivablePower", "EVPCNaturalFrequency"]),
    (
        "WPT_ChargeParameterDiscoveryRes",
        &["PDInputPowerClass", "SDMaxOutputPower", "SDMinOutputPower"],
    ),
    (
        "WPT_ChargeLoopReq",
        &["PresentSOC", "EVPCPowerRequest", "EVPCPowerOutput", "EVPCChargeDiagnostics"],
    ),
    (
        "WPT_ChargeLoopRes",
        &["EVPCPowerRequest", "SDPowerInput", "SPCChargeDiagnostics", "EVSENotification"],
    ),
    ("WPT_AlignmentCheckRes", &["EVSEProcessing", "PowerTransmitted", "SupplyDeviceCurrent"]),
    ("WPT_PairingRes", &["EVSEProcessing", "ObservedIDCode"]),
    ("ACDP_VehiclePositioningRes", &["EVSEProcessing", "EVInChargePosition"]),
    ("ACDP_ConnectRes", &["EVSEProcessing", "EVSEMechanicalChargingDeviceStatus"]),
    ("ACDP_DisconnectRes", &["EVSEProcessing", "EVSEMechanicalChargingDeviceStatus"]),
    ("ACDP_SystemStatusReq", &["EVReadyToCharge", "EVSOC", "EVErrorCode", "EVCPStatus"]),
    (
        "ACDP_SystemStatusRes",
        &[
            "EVSEReadyToCharge",
            "EVSEMalfunction",
            "EVSEEmergencyShutdown",
            "EVSEMechanicalChargingDeviceStatus",
        ],
    ),
];
