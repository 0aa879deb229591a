//! The answer that TriggerMessage, ExtendedTriggerMessage and the TriggerMessage of Plug & Charge share.

enumeration! {
    /// The answer to a trigger, 7.44 "TriggerMessageStatus". White paper 6.15
    /// "TriggerMessageStatusEnumType" and OCPP 2.0.1 have the same values.
    pub enum TriggerMessageStatus {
        /// The message will come.
        Accepted = "Accepted",
        /// It will not.
        Rejected = "Rejected",
        /// The station does not have this message.
        NotImplemented = "NotImplemented",
    }
}
