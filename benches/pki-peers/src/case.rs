//! A line of the vectors.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// A chain, who it is for, and what is expected of a validator.
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) standard: String,
    pub(crate) role: String,
    pub(crate) tier: String,
    pub(crate) leaf: Vec<u8>,
    pub(crate) intermediates: Vec<Vec<u8>>,
    pub(crate) anchors: Vec<Vec<u8>>,
    pub(crate) crls: Vec<Vec<u8>>,
    pub(crate) ocsp: Vec<Vec<u8>>,
    pub(crate) nonce: Option<Vec<u8>>,
    pub(crate) revocation: Option<String>,
    pub(crate) host: Option<String>,
    pub(crate) serial: Option<String>,
    pub(crate) time: u64,
    pub(crate) accept: bool,
    pub(crate) openssl: Vec<bool>,
}

impl Case {
    /// Reads a line.
    ///
    /// # Panics
    ///
    /// If it is none.
    pub(crate) fn read(line: &str) -> Self {
        let value: Value = serde_json::from_str(line).expect("a line is JSON");
        let text = |name: &str| value[name].as_str().map(str::to_owned);
        let octets = |value: &Value| -> Vec<u8> {
            STANDARD.decode(value.as_str().expect("octets are text")).expect("octets are base64")
        };
        let list = |name: &str| -> Vec<Vec<u8>> {
            value[name].as_array().into_iter().flatten().map(octets).collect()
        };
        // With and without OCSP, as the case is judged; `-x509_strict` is another question.
        let openssl = ["verify", "ocsp"];
        let openssl = openssl.iter().filter_map(|name| value["openssl"][*name].as_str());
        Self {
            id: text("id").expect("a case has a name"),
            standard: text("profile").expect("a case has a profile"),
            role: text("role").expect("a case has a role"),
            tier: text("tier").expect("a case has a tier"),
            leaf: octets(&value["leaf"]),
            intermediates: list("intermediates"),
            anchors: list("anchors"),
            crls: list("crls"),
            ocsp: list("ocsp"),
            nonce: value.get("ocsp_nonce").map(octets),
            revocation: text("revocation"),
            host: text("peer_name"),
            serial: text("peer_serial"),
            time: value["time"].as_u64().expect("a case has a time"),
            accept: value["expect"] == "accept",
            openssl: openssl.map(|verdict| verdict.starts_with("accept")).collect(),
        }
    }

    /// What is expected, as text.
    pub(crate) fn expectation(&self) -> &'static str {
        if self.accept { "accept" } else { "reject" }
    }
}
