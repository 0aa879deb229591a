//! `operation!`: the marker of an operation.

/// Defines the marker type of an operation, which joins a request with its response.
macro_rules! operation {
    ($(#[$meta:meta])* $name:ident, $request:ident $([$a:tt])?, $response:ident $([$b:tt])?) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name;

        impl $crate::messages::Operation for $name {
            const ACTION: $crate::messages::Action = $crate::messages::Action::$name;
            type Request<'a> = operation!(@type $request $($a)?);
            type Response<'a> = operation!(@type $response $($b)?);

            fn response(
                response: $crate::messages::Response<'_>,
            ) -> Result<Self::Response<'_>, $crate::messages::Response<'_>> {
                match response {
                    $crate::messages::Response::$name(response) => Ok(response),
                    other => Err(other),
                }
            }
        }

        impl $crate::messages::OperationRequest for operation!(@any $request $($a)?) {
            type Operation = $name;
        }
    };
    (@type $type:ident a) => { $type<'a> };
    (@type $type:ident) => { $type };
    (@any $type:ident a) => { $type<'_> };
    (@any $type:ident) => { $type };
}
