//! XML signatures (W3C XML Signature), as far as V2G messages carry them.
//!
//! These types and their codecs exist once, for all message sets.
//!
//! A signature covers parts of a message as EXI fragments. The digest of each part goes into a
//! [`Reference`], and the signature is made over the [`SignedInfo`] with the references:
//!
//! ```
//! # #[cfg(feature = "iso2")] {
//! use iso15118_messages::{iso2, xmldsig};
//!
//! // The part that is signed, encoded with the fragment grammar of its set. The sender and the
//! // receiver make the SHA-256 digest of these octets.
//! let challenge = [7; 16];
//! let request = iso2::AuthorizationReq {
//!     id: Some("id1"),
//!     gen_challenge: Some(&challenge),
//! };
//! let mut octets = [0; 128];
//! let length = iso2::Fragment::from(request).encode(&mut octets)?;
//! let signed_part = &octets[..length];
//! assert!(!signed_part.is_empty());
//! # fn sha256(_: &[u8]) -> [u8; 32] { [0; 32] }
//!
//! let digest = sha256(signed_part);
//! let exi = [xmldsig::Transform::new("http://www.w3.org/TR/canonical-exi/")];
//! let references = [xmldsig::Reference {
//!     uri: Some("#id1"),
//!     transforms: Some(xmldsig::Transforms { transform: &exi }),
//!     ..xmldsig::Reference::new(
//!         xmldsig::DigestMethod::new("http://www.w3.org/2001/04/xmlenc#sha256"),
//!         &digest,
//!     )
//! }];
//! let signed_info = xmldsig::SignedInfo::new(
//!     xmldsig::CanonicalizationMethod::new("http://www.w3.org/TR/canonical-exi/"),
//!     xmldsig::SignatureMethod::new("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"),
//!     &references,
//! );
//! // Deployed stacks sign these octets: SignedInfo with the grammar of XML signatures alone.
//! let mut octets = [0; 512];
//! let length = xmldsig::Fragment::from(signed_info).encode(&mut octets)?;
//! let to_be_signed = &octets[..length];
//! assert!(!to_be_signed.is_empty());
//! # }
//! # Ok::<_, Box<dyn core::error::Error>>(())
//! ```

pub use crate::generated::xmldsig::*;
