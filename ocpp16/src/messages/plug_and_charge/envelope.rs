//! DataTransfer around the messages: which there are, who sends them, and what a receiver answers.

use core::fmt;
use core::str::FromStr;

use super::*;
use crate::error::Error;
use crate::json::{Failed, Quoted, Read, Reader, Sink, ToJson as _, Write};
use crate::messages::core::{DataTransferRequest, DataTransferResponse, DataTransferStatus};
use crate::messages::operation::read_payload;
use crate::messages::{CallPayload, Member, Role};
use crate::options::{Options, Report};
use crate::values::{CiString, UnknownLiteral};

/// The vendor id of all Plug & Charge messages. Compared exactly, as all known peers do.
pub const VENDOR_ID: &str = "org.openchargealliance.iso15118pnc";

/// Makes `Action`, `Request` and `Response` of the list of messages.
macro_rules! messages {
    ($($name:ident $wire:literal $caller:ident $request:ident $response:ident;)*) => {
        /// The name of a message, the `messageId` of DataTransfer.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Action {
            $(#[doc = concat!("`", $wire, "`, sent by the ", stringify!($caller), ".")] $name,)*
        }

        impl Action {
            /// All messages.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name on the wire.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $wire,)*
                }
            }

            /// Finds the message of a name. Case counts, as for all known peers.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($wire => Some(Self::$name),)*
                    _ => None,
                }
            }

            /// Who sends the request.
            #[must_use]
            pub fn caller(self) -> Role {
                match self {
                    $(Self::$name => Role::$caller,)*
                }
            }
        }

        /// A request of any of the messages.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant, reason = "a box would allocate for every frame")]
        pub enum Request<'a> {
            $(#[doc = concat!("`", $wire, "Request`")] $name($request<'a>),)*
        }

        /// The response to any of the messages.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant, reason = "a box would allocate for every frame")]
        pub enum Response<'a> {
            $(#[doc = concat!("`", $wire, "Response`")] $name($response<'a>),)*
        }

        messages! { @enum Request $($name $request)* }
        messages! { @enum Response $($name $response)* }
    };
    (@enum $enum:ident $($name:ident $type:ident)*) => {
        $(impl<'a> From<$type<'a>> for $enum<'a> {
            fn from(payload: $type<'a>) -> Self {
                Self::$name(payload)
            }
        })*

        impl<'a> $enum<'a> {
            /// The message.
            #[must_use]
            pub fn action(&self) -> Action {
                match self {
                    $(Self::$name(_) => Action::$name,)*
                }
            }

            /// Copies what is borrowed.
            #[must_use]
            pub fn into_owned(self) -> $enum<'static> {
                match self {
                    $(Self::$name(payload) => $enum::$name(payload.into_owned()),)*
                }
            }

            /// The members of the object of a message.
            #[must_use]
            pub fn members(action: Action) -> &'static [Member] {
                let form = match action {
                    $(Action::$name => <$type<'static> as Read<'static>>::FORM,)*
                };
                form.members()
            }

            /// Reads the object inside of `data`.
            ///
            /// # Errors
            ///
            /// Returns what is wrong with it, and where.
            pub fn from_json(
                action: Action,
                text: &'a str,
                options: &Options,
            ) -> Result<(Self, Report), Error> {
                read_payload(text, options, |reader| Self::read(action, reader))
            }

            fn read(action: Action, reader: &mut Reader<'a>) -> Result<Self, Failed> {
                match action {
                    $(Action::$name => Read::read(reader).map(Self::$name),)*
                }
            }
        }

        impl Write for $enum<'_> {
            fn write<S: Sink>(&self, to: &mut S) {
                match self {
                    $(Self::$name(payload) => payload.write(to),)*
                }
            }
        }
    };
}

messages! {
    Authorize "Authorize" ChargePoint AuthorizeRequest AuthorizeResponse;
    Get15118EvCertificate "Get15118EVCertificate" ChargePoint
        Get15118EvCertificateRequest Get15118EvCertificateResponse;
    GetCertificateStatus "GetCertificateStatus" ChargePoint
        GetCertificateStatusRequest GetCertificateStatusResponse;
    SignCertificate "SignCertificate" ChargePoint SignCertificateRequest SignCertificateResponse;
    CertificateSigned "CertificateSigned" CentralSystem
        CertificateSignedRequest CertificateSignedResponse;
    InstallCertificate "InstallCertificate" CentralSystem
        InstallCertificateRequest InstallCertificateResponse;
    DeleteCertificate "DeleteCertificate" CentralSystem
        DeleteCertificateRequest DeleteCertificateResponse;
    GetInstalledCertificateIds "GetInstalledCertificateIds" CentralSystem
        GetInstalledCertificateIdsRequest GetInstalledCertificateIdsResponse;
    TriggerMessage "TriggerMessage" CentralSystem TriggerMessageRequest TriggerMessageResponse;
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Action {
    type Err = UnknownLiteral;

    fn from_str(name: &str) -> Result<Self, UnknownLiteral> {
        Self::from_name(name).ok_or_else(|| UnknownLiteral::new(name, "Action"))
    }
}

impl<'a> Request<'a> {
    /// Reads a request that `receiver` has got.
    ///
    /// # Errors
    ///
    /// Returns why it is refused; [`InvalidRequest::answer`] is what to answer.
    pub fn from_data_transfer(
        request: &'a DataTransferRequest<'_>,
        receiver: Role,
        options: &Options,
    ) -> Result<(Self, Report), InvalidRequest> {
        if request.vendor_id.as_str() != VENDOR_ID {
            return Err(InvalidRequest::UnknownVendor);
        }
        let name = request.message_id.as_ref().map(CiString::as_str);
        let action = name.and_then(Action::from_name);
        let Some(action) = action.filter(|action| action.caller() != receiver) else {
            return Err(InvalidRequest::UnknownMessage);
        };
        let data = match (&request.data, action) {
            (Some(data), _) => data,
            // Its request has no members in the application note.
            (None, Action::TriggerMessage) => "{}",
            (None, _) => return Err(InvalidRequest::NoData),
        };
        Self::from_json(action, data, options).map_err(InvalidRequest::Data)
    }

    /// The request as an ordinary DataTransfer. [`Wrapped`] prints it without the copy in between.
    #[must_use]
    pub fn to_data_transfer(&self) -> DataTransferRequest<'static> {
        let vendor_id = CiString::unchecked(VENDOR_ID.into());
        DataTransferRequest::new(vendor_id)
            .with_message_id(CiString::unchecked(self.action().as_str().into()))
            .with_data(self.to_json())
    }
}

impl<'a> Response<'a> {
    /// Reads the answer to a message. It does not say which: that is known from the CALL.
    ///
    /// # Errors
    ///
    /// Returns why there is no response. None of these is to be taken as accepted.
    pub fn from_data_transfer(
        action: Action,
        response: &'a DataTransferResponse<'_>,
        options: &Options,
    ) -> Result<(Self, Report), NoResponse> {
        match &response.status {
            DataTransferStatus::Accepted => {}
            DataTransferStatus::UnknownVendorId => return Err(NoResponse::LacksPlugAndCharge),
            DataTransferStatus::UnknownMessageId => return Err(NoResponse::LacksMessage),
            // What is in the data then is free text.
            _ => return Err(NoResponse::Rejected),
        }
        let data = response.data.as_ref().ok_or(NoResponse::NoData)?;
        Self::from_json(action, data, options).map_err(NoResponse::Data)
    }

    /// The response as an ordinary DataTransfer with status Accepted: the message was understood,
    /// and its own status says what became of it.
    #[must_use]
    pub fn to_data_transfer(&self) -> DataTransferResponse<'static> {
        DataTransferResponse::new(DataTransferStatus::Accepted).with_data(self.to_json())
    }
}

/// Why a received request is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// Not [`VENDOR_ID`]: not a Plug & Charge message.
    #[error("vendorId is not that of Plug & Charge")]
    UnknownVendor,
    /// No message, an unknown one, or one that the other side is to receive.
    #[error("messageId is not one to receive")]
    UnknownMessage,
    /// `data` is absent.
    #[error("no data")]
    NoData,
    /// `data` is not the object of the message.
    #[error("data: {0}")]
    Data(Error),
}

impl InvalidRequest {
    /// The answer, without data.
    #[must_use]
    pub fn answer(&self) -> DataTransferResponse<'static> {
        DataTransferResponse::new(match self {
            Self::UnknownVendor => DataTransferStatus::UnknownVendorId,
            Self::UnknownMessage => DataTransferStatus::UnknownMessageId,
            Self::NoData | Self::Data(_) => DataTransferStatus::Rejected,
        })
    }
}

/// Why there is no response to a request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoResponse {
    /// The peer does not do Plug & Charge, or it is switched off.
    #[error("the peer lacks Plug & Charge")]
    LacksPlugAndCharge,
    /// The peer does not have this message.
    #[error("the peer lacks the message")]
    LacksMessage,
    /// The peer has refused the request.
    #[error("rejected")]
    Rejected,
    /// Accepted, and there is no data.
    #[error("accepted without data")]
    NoData,
    /// Accepted, and `data` is not the object of the response.
    #[error("data: {0}")]
    Data(Error),
}

/// A request or response inside of DataTransfer, printed in one pass: its JSON is escaped while it
/// is made.
///
/// ```
/// use ocpp16::{Call, MessageId, ToJson};
/// use ocpp16::messages::plug_and_charge::{Request, TriggerMessageRequest, Wrapped};
///
/// let request = Request::from(TriggerMessageRequest::new());
/// let call = Call::new(MessageId::new("1")?, Wrapped(&request));
/// assert_eq!(
///     call.to_json(),
///     r#"[2,"1","DataTransfer",{"vendorId":"org.openchargealliance.iso15118pnc",
///     "messageId":"TriggerMessage","data":"{}"}]"#.replace("\n    ", ""),
/// );
/// # Ok::<(), ocpp16::values::TooLong>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Wrapped<'r, T>(pub &'r T);

impl Write for Wrapped<'_, Request<'_>> {
    fn write<S: Sink>(&self, to: &mut S) {
        to.raw(b"{\"vendorId\":\"org.openchargealliance.iso15118pnc\",\"messageId\":\"");
        to.raw(self.0.action().as_str().as_bytes());
        to.raw(b"\",\"data\":\"");
        self.0.write(&mut Quoted(to));
        to.raw(b"\"}");
    }
}

impl CallPayload for Wrapped<'_, Request<'_>> {
    const ACTION: crate::Action = DataTransferRequest::ACTION;
    type Response<'a> = DataTransferResponse<'a>;
    type Owned = DataTransferRequest<'static>;

    fn response(response: crate::Response<'_>) -> Result<Self::Response<'_>, crate::Response<'_>> {
        response.downcast::<DataTransferRequest<'_>>()
    }
}

impl Write for Wrapped<'_, Response<'_>> {
    fn write<S: Sink>(&self, to: &mut S) {
        to.raw(b"{\"status\":\"Accepted\",\"data\":\"");
        self.0.write(&mut Quoted(to));
        to.raw(b"\"}");
    }
}
