//! Macros for generated code: the methods of message types.
//!
//! They do what the methods of [`Decode`](crate::Decode) and [`Encode`](crate::Encode) do, and are
//! there so that nobody has to import a trait.

/// Gives a message type with a lifetime its methods. For generated code.
#[doc(hidden)]
#[macro_export]
macro_rules! message_methods {
    ($name:ident) => {
        /// Decoding and encoding.
        impl<'a> $name<'a> {
            /// Decodes an EXI document, header byte included. The message borrows from the memory
            /// of `arena` and from nothing else.
            ///
            /// Bytes after the end of the document are ignored.
            ///
            /// # Errors
            /// See [`DecodeErrorKind`]($crate::DecodeErrorKind).
            #[inline]
            pub fn decode(
                input: &[u8],
                arena: &mut $crate::Arena<'a>,
            ) -> Result<Self, $crate::DecodeError> {
                $crate::codegen::decode::<Self, { $crate::codegen::ALL }>(input, arena)
            }

            /// Decodes with options. Also returns the number of bytes that the document takes, and
            /// the rules of the schema that it violates if the options let them pass.
            ///
            /// # Errors
            /// As for [`decode`](Self::decode).
            #[inline]
            pub fn decode_with(
                input: &[u8],
                arena: &mut $crate::Arena<'a>,
                options: $crate::DecodeOptions,
            ) -> Result<(Self, $crate::Report), $crate::DecodeError> {
                $crate::codegen::decode_with::<Self, { $crate::codegen::ALL }>(
                    input, arena, options,
                )
            }

            /// Decodes an EXI document only if it is canonical: every byte of `input` is what
            /// [`encode`](Self::encode) writes for the message. `scratch` must be as long as
            /// `input`.
            ///
            /// # Errors
            /// As for [`decode`](Self::decode), and
            /// [`DecodeErrorKind::NonCanonical`]($crate::DecodeErrorKind::NonCanonical) with the
            /// first bit that differs.
            pub fn decode_canonical(
                input: &[u8],
                arena: &mut $crate::Arena<'a>,
                scratch: &mut [u8],
            ) -> Result<Self, $crate::DecodeError> {
                $crate::Decode::decode_canonical(input, arena, scratch)
            }

            /// Encodes the message as an EXI document at the start of `output`. Returns its length
            /// in bytes.
            ///
            /// # Errors
            /// See [`EncodeError`]($crate::EncodeError). After an error `output` holds nothing of
            /// use.
            #[inline]
            pub fn encode(&self, output: &mut [u8]) -> Result<usize, $crate::EncodeError> {
                $crate::codegen::encode::<Self, { $crate::codegen::ALL }>(self, output)
            }

            /// Encodes with options. Also returns the rules of the schema that the message violates
            /// if the options let them pass.
            ///
            /// # Errors
            /// As for [`encode`](Self::encode).
            #[inline]
            pub fn encode_with(
                &self,
                output: &mut [u8],
                options: $crate::EncodeOptions,
            ) -> Result<$crate::Report, $crate::EncodeError> {
                $crate::codegen::encode_with::<Self, { $crate::codegen::ALL }>(
                    self, output, options,
                )
            }

            /// Returns the length in bytes of the message as an EXI document.
            ///
            /// # Errors
            /// As for [`encode`](Self::encode), but for the room in the output.
            pub fn encoded_len(&self) -> Result<usize, $crate::EncodeError> {
                $crate::Encode::encoded_len(self)
            }
        }

        $crate::with_alloc! {
            /// Decoding and encoding with a heap.
            impl $name<'_> {
                /// Decodes into memory of its own, of at most
                /// [`DEFAULT_MEMORY_LIMIT`]($crate::DEFAULT_MEMORY_LIMIT) bytes.
                ///
                /// # Errors
                /// As for `decode`.
                pub fn decode_owned(
                    input: &[u8],
                ) -> Result<$crate::Owned<$name<'static>>, $crate::DecodeError> {
                    $crate::Owned::decode(input)
                }

                /// Encodes into a new vector.
                ///
                /// # Errors
                /// As for `encode`, but for the room in the output.
                pub fn encode_to_vec(
                    &self,
                ) -> Result<$crate::codegen::Vec<u8>, $crate::EncodeError> {
                    $crate::Encode::encode_to_vec(self)
                }
            }
        }
    };
}

/// Gives a message type with requests and responses the methods for one role. For generated code.
#[doc(hidden)]
#[macro_export]
macro_rules! role_methods {
    ($name:ident) => {
        /// Decoding and encoding for one role: a program that calls nothing else does not link the
        /// codecs of the messages that it never gets or sends.
        ///
        /// A message of the other role is the error
        /// [`Unsupported::OtherRole`]($crate::Unsupported::OtherRole), and
        /// [`MessageKind::of`] names it.
        impl<'a> $name<'a> {
            /// Decodes a request, as a station gets it.
            ///
            /// # Errors
            /// As for [`decode`](Self::decode).
            #[inline]
            pub fn decode_request(
                input: &[u8],
                arena: &mut $crate::Arena<'a>,
            ) -> Result<Self, $crate::DecodeError> {
                $crate::codegen::decode::<Self, { $crate::codegen::REQUESTS }>(input, arena)
            }

            /// Decodes a request with options.
            ///
            /// # Errors
            /// As for [`decode`](Self::decode).
            #[inline]
            pub fn decode_request_with(
                input: &[u8],
                arena: &mut $crate::Arena<'a>,
                options: $crate::DecodeOptions,
            ) -> Result<(Self, $crate::Report), $crate::DecodeError> {
                $crate::codegen::decode_with::<Self, { $crate::codegen::REQUESTS }>(
                    input, arena, options,
                )
            }

            /// Decodes a response, as a vehicle gets it.
            ///
            /// # Errors
            /// As for [`decode`](Self::decode).
            #[inline]
            pub fn decode_response(
                input: &[u8],
                arena: &mut $crate::Arena<'a>,
            ) -> Result<Self, $crate::DecodeError> {
                $crate::codegen::decode::<Self, { $crate::codegen::RESPONSES }>(input, arena)
            }

            /// Decodes a response with options.
            ///
            /// # Errors
            /// As for [`decode`](Self::decode).
            #[inline]
            pub fn decode_response_with(
                input: &[u8],
                arena: &mut $crate::Arena<'a>,
                options: $crate::DecodeOptions,
            ) -> Result<(Self, $crate::Report), $crate::DecodeError> {
                $crate::codegen::decode_with::<Self, { $crate::codegen::RESPONSES }>(
                    input, arena, options,
                )
            }

            /// Encodes a request, as a vehicle sends it.
            ///
            /// # Errors
            /// As for [`encode`](Self::encode).
            #[inline]
            pub fn encode_request(&self, output: &mut [u8]) -> Result<usize, $crate::EncodeError> {
                $crate::codegen::encode::<Self, { $crate::codegen::REQUESTS }>(self, output)
            }

            /// Encodes a response, as a station sends it.
            ///
            /// # Errors
            /// As for [`encode`](Self::encode).
            #[inline]
            pub fn encode_response(&self, output: &mut [u8]) -> Result<usize, $crate::EncodeError> {
                $crate::codegen::encode::<Self, { $crate::codegen::RESPONSES }>(self, output)
            }
        }
    };
}
