//! EXI codec for Josev: a Python module with a class in place of its Java codec.
//!
//! Josev reaches its codec through three methods with JSON text on the one side and EXI on the
//! other (`IEXICodec`), and names the grammar by a namespace. [`Codec`](josev_codec::Codec) has
//! these methods, on top of `iso15118-messages`.

mod grammar;
mod problem;
mod sets;

use pyo3::prelude::*;

/// EXI codec of ISO 15118-2, ISO 15118-20 and DIN SPEC 70121 messages, in place of Josev's.
#[pymodule]
mod josev_codec {
    use std::borrow::Cow;

    use pyo3::create_exception;
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;
    use pyo3::types::PyBytes;

    use crate::problem::Problem;
    use crate::sets::Set;

    create_exception!(
        josev_codec,
        CodecError,
        PyValueError,
        "Why a call failed. `kind` is one word for what is wrong, `path` the element it is wrong \
         with (empty if there is none), `bit` the first bit of EXI that could not be read (`None` \
         when encoding)."
    );
    create_exception!(josev_codec, DecodeError, CodecError, "EXI that is no message.");
    create_exception!(josev_codec, EncodeError, CodecError, "JSON that is no message.");

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        let py = module.py();
        module.add("CodecError", py.get_type::<CodecError>())?;
        module.add("DecodeError", py.get_type::<DecodeError>())?;
        module.add("EncodeError", py.get_type::<EncodeError>())?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }

    /// The codec. It has the interface of Josev's `IEXICodec` and no state.
    #[pyclass(subclass, frozen, module = "josev_codec")]
    struct Codec;

    #[pymethods]
    impl Codec {
        #[new]
        fn new() -> Self {
            Self
        }

        /// Encodes JSON text as EXI. If the root is a message, the result is a document, otherwise
        /// a fragment, the form in which elements are signed.
        fn encode<'py>(
            &self,
            py: Python<'py>,
            message: &str,
            namespace: &str,
        ) -> PyResult<Bound<'py, PyBytes>> {
            Set::with_namespace(namespace)
                .and_then(|set| set.encode(message))
                .map(|exi| PyBytes::new(py, &exi))
                .map_err(|problem| exception::<EncodeError>(py, &problem))
        }

        /// Decodes a document, or a fragment in the namespace of XML signatures, to JSON text.
        fn decode(
            &self,
            py: Python<'_>,
            stream: Cow<'_, [u8]>,
            namespace: &str,
        ) -> PyResult<String> {
            Set::with_namespace(namespace)
                .and_then(|set| set.decode(&stream))
                .map_err(|problem| exception::<DecodeError>(py, &problem))
        }

        /// Decodes a fragment to JSON text.
        fn decode_fragment(
            &self,
            py: Python<'_>,
            stream: Cow<'_, [u8]>,
            namespace: &str,
        ) -> PyResult<String> {
            Set::with_namespace(namespace)
                .and_then(|set| set.decode_fragment(&stream))
                .map_err(|problem| exception::<DecodeError>(py, &problem))
        }

        /// The name and version of the codec.
        fn get_version(&self) -> &'static str {
            concat!("josev-codec ", env!("CARGO_PKG_VERSION"))
        }
    }

    /// The exception `E` with what the problem says.
    fn exception<E: pyo3::type_object::PyTypeInfo>(py: Python<'_>, problem: &Problem) -> PyErr {
        let error = PyErr::new::<E, _>(problem.to_string());
        let value = error.value(py);
        let attributes = value
            .setattr("kind", problem.kind)
            .and_then(|()| value.setattr("bit", problem.bit))
            .and_then(|()| value.setattr("path", &problem.path));
        attributes.err().unwrap_or(error)
    }
}
