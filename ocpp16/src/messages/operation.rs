//! Operations: which action has which request and response. One table makes all of it.

use core::fmt;
use core::str::FromStr;

use crate::error::{Error, ErrorKind};
use crate::json::{Failed, Read, Reader, Sink, Write};
use crate::messages::{Form, Member};
use crate::options::{Options, Report};
use crate::values::{IntoOwned, UnknownLiteral};

/// A message without its frame: a request, a response or a part of one. Not to be implemented
/// elsewhere.
pub trait Payload<'a>: Read<'a> + Write + IntoOwned + fmt::Debug {
    /// Reads the object of a message from JSON text.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with it, and where.
    fn from_json(text: &'a str, options: &Options) -> Result<(Self, Report), Error> {
        read_payload(text, options, Self::read)
    }
}

impl<'a, T: Read<'a> + Write + IntoOwned + fmt::Debug> Payload<'a> for T {}

/// The payload of a CALL: a request, which says what its operation is and what answers it.
///
/// Implemented by the request of each operation, so that the request names the operation:
/// [`PendingResult::parse`](crate::PendingResult::parse)`::<HeartbeatRequest>()`. Not to be
/// implemented elsewhere.
pub trait CallPayload: AnyCallPayload {
    /// The name of the operation on the wire.
    const ACTION: Action;
    /// The payload of the CALLRESULT that answers it.
    type Response<'a>: Payload<'a>;
    /// The same request without borrowing, by which [`CallKey`](crate::endpoint::CallKey) names the
    /// operation.
    type Owned: CallPayload;

    #[doc(hidden)]
    #[allow(clippy::result_large_err, reason = "the error is the response itself")]
    fn response(response: Response<'_>) -> Result<Self::Response<'_>, Response<'_>>;
}

/// The payload of a CALL whose operation may be known only when the program runs.
pub trait AnyCallPayload: Write {
    /// The name of the operation on the wire.
    fn action(&self) -> Action;
}

impl<R: CallPayload> AnyCallPayload for R {
    fn action(&self) -> Action {
        R::ACTION
    }
}

impl AnyCallPayload for Request<'_> {
    fn action(&self) -> Action {
        self.action()
    }
}

pub(crate) fn read_payload<'a, T>(
    text: &'a str,
    options: &Options,
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, Failed>,
) -> Result<(T, Report), Error> {
    let mut reader = Reader::new(text, options);
    if text.len() > options.max_frame {
        let limit = options.max_frame;
        return Err(Error::new(ErrorKind::FrameTooLong { limit }, limit, Default::default()));
    }
    reader.begin_payload(false);
    match read(&mut reader).and_then(|value| reader.end().map(|()| value)) {
        Ok(value) => Ok((value, reader.report())),
        Err(Failed) => Err(reader.error()),
    }
}

/// Makes `Action`, `Request` and `Response` of the list of operations, group by group.
macro_rules! operations {
    ($($feature:literal $group:ident {
        $($name:ident $request:ident $([$a:tt])? $response:ident $([$b:tt])?;)*
    })*) => {
        /// The name of an operation. Only those of the groups that are built in; for others see
        /// [`Action::is_of_disabled_group`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Action {
            $($(
                #[doc = concat!("See [`", stringify!($request), "`](crate::messages::",
                    stringify!($group), "::", stringify!($request), ").")]
                #[cfg(feature = $feature)]
                #[cfg_attr(docsrs, doc(cfg(feature = $feature)))]
                $name,
            )*)*
        }

        impl Action {
            /// All actions of the groups that are built in, group by group.
            pub const ALL: &'static [Self] =
                &[$($(#[cfg(feature = $feature)] Self::$name,)*)*];

            /// The name on the wire.
            #[must_use]
            #[allow(unreachable_patterns, reason = "without any group there are no actions")]
            pub fn as_str(self) -> &'static str {
                match self {
                    $($(#[cfg(feature = $feature)] Self::$name => stringify!($name),)*)*
                    _ => "",
                }
            }

            /// Finds the action of a name. Case counts.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name.as_bytes() {
                    $($(
                        #[cfg(feature = $feature)]
                        name if name == stringify!($name).as_bytes() => Some(Self::$name),
                    )*)*
                    _ => None,
                }
            }

            /// Whether a name is an action of 1.6 or its security extension whose group is not
            /// built in. The answer to such a CALL is `NotSupported`.
            #[must_use]
            pub fn is_of_disabled_group(name: &str) -> bool {
                $($(
                    #[cfg(not(feature = $feature))]
                    if name == stringify!($name) {
                        return true;
                    }
                )*)*
                let _ = name;
                false
            }
        }

        /// The payload of a CALL of any operation.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant, reason = "a box would allocate for every frame")]
        pub enum Request<'a> {
            $($(
                #[doc = concat!(stringify!($name), ".req")]
                #[cfg(feature = $feature)]
                #[cfg_attr(docsrs, doc(cfg(feature = $feature)))]
                $name(operations!(@type $group $request $($a)?)),
            )*)*
            #[doc(hidden)]
            #[cfg(not(feature = "core"))]
            __Lifetime(core::marker::PhantomData<&'a ()>, core::convert::Infallible),
        }

        /// The payload of a CALLRESULT of any operation.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant, reason = "a box would allocate for every frame")]
        pub enum Response<'a> {
            $($(
                #[doc = concat!(stringify!($name), ".conf")]
                #[cfg(feature = $feature)]
                #[cfg_attr(docsrs, doc(cfg(feature = $feature)))]
                $name(operations!(@type $group $response $($b)?)),
            )*)*
            #[doc(hidden)]
            #[cfg(not(feature = "core"))]
            __Lifetime(core::marker::PhantomData<&'a ()>, core::convert::Infallible),
        }

        operations! { @enum Request { $($feature $group { $($name $request $([$a])?)* })* } }
        operations! { @enum Response { $($feature $group { $($name $response $([$b])?)* })* } }

        $($(
            #[cfg(feature = $feature)]
            impl CallPayload for operations!(@any $group $request $($a)?) {
                const ACTION: Action = Action::$name;
                type Response<'a> = operations!(@type $group $response $($b)?);
                type Owned = operations!(@owned $group $request $($a)?);

                fn response(response: Response<'_>) -> Result<Self::Response<'_>, Response<'_>> {
                    match response {
                        Response::$name(response) => Ok(response),
                        other => Err(other),
                    }
                }
            }

            #[cfg(feature = $feature)]
            impl<'a> From<operations!(@type $group $request $($a)?)> for Request<'a> {
                fn from(request: operations!(@type $group $request $($a)?)) -> Self {
                    Self::$name(request)
                }
            }

            #[cfg(feature = $feature)]
            impl<'a> From<operations!(@type $group $response $($b)?)> for Response<'a> {
                fn from(response: operations!(@type $group $response $($b)?)) -> Self {
                    Self::$name(response)
                }
            }
        )*)*
    };

    (@type $group:ident $type:ident a) => { crate::messages::$group::$type<'a> };
    (@type $group:ident $type:ident) => { crate::messages::$group::$type };

    (@any $group:ident $type:ident a) => { crate::messages::$group::$type<'_> };
    (@any $group:ident $type:ident) => { crate::messages::$group::$type };
    (@owned $group:ident $type:ident a) => { crate::messages::$group::$type<'static> };
    (@owned $group:ident $type:ident) => { crate::messages::$group::$type };

    (@enum $enum:ident {
        $($feature:literal $group:ident { $($name:ident $type:ident $([$a:tt])?)* })*
    }) => {
        impl<'a> $enum<'a> {
            /// The operation.
            #[must_use]
            pub fn action(&self) -> Action {
                match self {
                    $($(#[cfg(feature = $feature)] Self::$name(_) => Action::$name,)*)*
                    #[cfg(not(feature = "core"))]
                    Self::__Lifetime(_, never) => match *never {},
                }
            }

            /// Copies what is borrowed.
            #[must_use]
            pub fn into_owned(self) -> $enum<'static> {
                match self {
                    $($(
                        #[cfg(feature = $feature)]
                        Self::$name(payload) => $enum::$name(payload.into_owned()),
                    )*)*
                    #[cfg(not(feature = "core"))]
                    Self::__Lifetime(_, never) => match never {},
                }
            }

            /// The members of the payload of an action.
            #[must_use]
            #[allow(unreachable_patterns, reason = "without any group there are no actions")]
            pub fn members(action: Action) -> &'static [Member] {
                let form = match action {
                    $($(
                        #[cfg(feature = $feature)]
                        Action::$name => {
                            <operations!(@owned $group $type $($a)?) as Read<'static>>::FORM
                        }
                    )*)*
                    _ => Form::Json,
                };
                form.members()
            }

            /// Reads the payload of an action from JSON text.
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

            #[allow(unreachable_patterns, reason = "without any group there are no actions")]
            #[inline]
            pub(crate) fn read(action: Action, reader: &mut Reader<'a>) -> Result<Self, Failed> {
                match action {
                    $($(
                        #[cfg(feature = $feature)]
                        Action::$name => Read::read(reader).map(Self::$name),
                    )*)*
                    _ => reader.not_json(),
                }
            }
        }

        impl Write for $enum<'_> {
            #[allow(unused_variables, reason = "without any group there are no actions")]
            fn write<S: Sink>(&self, to: &mut S) {
                match self {
                    $($(#[cfg(feature = $feature)] Self::$name(payload) => payload.write(to),)*)*
                    #[cfg(not(feature = "core"))]
                    Self::__Lifetime(_, never) => match *never {},
                }
            }
        }
    };
}

operations! {
    "core" core {
        Authorize AuthorizeRequest [a] AuthorizeResponse [a];
        BootNotification BootNotificationRequest [a] BootNotificationResponse;
        ChangeAvailability ChangeAvailabilityRequest ChangeAvailabilityResponse;
        ChangeConfiguration ChangeConfigurationRequest [a] ChangeConfigurationResponse;
        ClearCache ClearCacheRequest ClearCacheResponse;
        DataTransfer DataTransferRequest [a] DataTransferResponse [a];
        GetConfiguration GetConfigurationRequest [a] GetConfigurationResponse [a];
        Heartbeat HeartbeatRequest HeartbeatResponse;
        MeterValues MeterValuesRequest [a] MeterValuesResponse;
        RemoteStartTransaction RemoteStartTransactionRequest [a] RemoteStartTransactionResponse;
        RemoteStopTransaction RemoteStopTransactionRequest RemoteStopTransactionResponse;
        Reset ResetRequest ResetResponse;
        StartTransaction StartTransactionRequest [a] StartTransactionResponse [a];
        StatusNotification StatusNotificationRequest [a] StatusNotificationResponse;
        StopTransaction StopTransactionRequest [a] StopTransactionResponse [a];
        UnlockConnector UnlockConnectorRequest UnlockConnectorResponse;
    }
    "firmware_management" firmware_management {
        DiagnosticsStatusNotification DiagnosticsStatusNotificationRequest
            DiagnosticsStatusNotificationResponse;
        FirmwareStatusNotification FirmwareStatusNotificationRequest
            FirmwareStatusNotificationResponse;
        GetDiagnostics GetDiagnosticsRequest [a] GetDiagnosticsResponse [a];
        UpdateFirmware UpdateFirmwareRequest [a] UpdateFirmwareResponse;
    }
    "local_auth_list" local_auth_list {
        GetLocalListVersion GetLocalListVersionRequest GetLocalListVersionResponse;
        SendLocalList SendLocalListRequest [a] SendLocalListResponse;
    }
    "remote_trigger" remote_trigger {
        TriggerMessage TriggerMessageRequest TriggerMessageResponse;
    }
    "reservation" reservation {
        CancelReservation CancelReservationRequest CancelReservationResponse;
        ReserveNow ReserveNowRequest [a] ReserveNowResponse;
    }
    "smart_charging" smart_charging {
        ClearChargingProfile ClearChargingProfileRequest ClearChargingProfileResponse;
        GetCompositeSchedule GetCompositeScheduleRequest GetCompositeScheduleResponse;
        SetChargingProfile SetChargingProfileRequest SetChargingProfileResponse;
    }
    "security" security {
        CertificateSigned CertificateSignedRequest [a] CertificateSignedResponse;
        DeleteCertificate DeleteCertificateRequest [a] DeleteCertificateResponse;
        ExtendedTriggerMessage ExtendedTriggerMessageRequest ExtendedTriggerMessageResponse;
        GetInstalledCertificateIds GetInstalledCertificateIdsRequest
            GetInstalledCertificateIdsResponse [a];
        GetLog GetLogRequest [a] GetLogResponse [a];
        InstallCertificate InstallCertificateRequest [a] InstallCertificateResponse;
        LogStatusNotification LogStatusNotificationRequest LogStatusNotificationResponse;
        SecurityEventNotification SecurityEventNotificationRequest [a]
            SecurityEventNotificationResponse;
        SignCertificate SignCertificateRequest [a] SignCertificateResponse;
        SignedFirmwareStatusNotification SignedFirmwareStatusNotificationRequest
            SignedFirmwareStatusNotificationResponse;
        SignedUpdateFirmware SignedUpdateFirmwareRequest [a] SignedUpdateFirmwareResponse;
    }
}

impl<'a> Response<'a> {
    /// The response to the CALL of a request that is known when compiling.
    ///
    /// # Errors
    ///
    /// Gives back a response of another operation.
    #[allow(clippy::result_large_err, reason = "the error is the response itself")]
    pub fn downcast<R: CallPayload>(self) -> Result<R::Response<'a>, Self> {
        R::response(self)
    }
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
