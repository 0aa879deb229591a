//! Shared by the integration tests: the chains of `data/chains.jsonl`.
#![allow(dead_code, reason = "each test program uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy.toml allows it in tests, not in their helpers"
)]

pub(crate) mod forge;
pub(crate) mod remember;

use core::time::Duration;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use v2g_pki::pki_types::{CertificateDer, UnixTime};
use v2g_pki::{Anchor, Backend, Crl, Iso15118Role, Ocpp16Role, OcspResponse, Profile};

/// All verifiers that the features of this build have.
pub(crate) const BACKEND: Backend<'static> = Backend::RUST_CRYPTO_ALL;

/// A case with everything in it as octets.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) role: String,
    pub(crate) standard: String,
    pub(crate) leaf: Vec<u8>,
    pub(crate) intermediates: Vec<Vec<u8>>,
    pub(crate) anchors: Vec<Vec<u8>>,
    pub(crate) crls: Vec<Vec<u8>>,
    pub(crate) ocsp: Vec<Vec<u8>>,
    pub(crate) time: u64,
    pub(crate) accept: bool,
}

pub(crate) fn cases() -> Vec<Case> {
    let text = include_str!("../data/chains.jsonl");
    text.lines().map(|line| case(&serde_json::from_str(line).unwrap())).collect()
}

/// All cases: those that ship, or the full sets of `../shared/vectors/pki` where they are.
/// `V2G_SHARED=required` makes it an error that they are not.
pub(crate) fn all_cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors/pki");
    if !folder.is_dir() {
        let required = std::env::var("V2G_SHARED").is_ok_and(|value| value == "required");
        assert!(!required, "V2G_SHARED=required, but there is no ../shared/vectors/pki");
        println!("there is no ../shared/vectors/pki: only the chains that ship");
        return cases();
    }
    let read = |file| std::fs::read_to_string(folder.join(file)).unwrap();
    let text = read("v2g.jsonl") + &read("pkits.jsonl");
    text.lines().map(|line| case(&serde_json::from_str(line).unwrap())).collect()
}

/// The case with this name.
pub(crate) fn named(id: &str) -> Case {
    let found = cases().into_iter().find(|case| case.id == id);
    found.unwrap_or_else(|| panic!("no case {id}"))
}

fn case(value: &Value) -> Case {
    let text = |name: &str| value[name].as_str().unwrap().to_owned();
    let octets = |value: &Value| STANDARD.decode(value.as_str().unwrap()).unwrap();
    let list = |name: &str| value[name].as_array().into_iter().flatten().map(octets).collect();
    Case {
        id: text("id"),
        role: text("role"),
        standard: text("profile"),
        leaf: octets(&value["leaf"]),
        intermediates: list("intermediates"),
        anchors: list("anchors"),
        crls: list("crls"),
        ocsp: list("ocsp"),
        time: value["time"].as_u64().unwrap_or(1_795_327_200),
        accept: value["expect"] == "accept",
    }
}

impl Case {
    pub(crate) fn profile(&self) -> Profile<'static> {
        let role = match self.role.as_str() {
            "secc" => Iso15118Role::Secc,
            "secc_pe" => Iso15118Role::SeccPrivate,
            "contract" => Iso15118Role::Contract,
            "oem_prov" => Iso15118Role::OemProvisioning,
            "vehicle" => Iso15118Role::Vehicle,
            "cps" => Iso15118Role::Cps,
            "csms" => return Profile::ocpp16(Ocpp16Role::Csms),
            "charge_point" => return Profile::ocpp16(Ocpp16Role::ChargePoint),
            "firmware" => return Profile::ocpp16(Ocpp16Role::Firmware),
            _ => return Profile::rfc5280(),
        };
        match self.standard.as_str() {
            "iso15118-2" => Profile::iso15118_2(role),
            _ => Profile::iso15118_20(role),
        }
    }

    pub(crate) fn now(&self) -> UnixTime {
        UnixTime::since_unix_epoch(Duration::from_secs(self.time))
    }

    pub(crate) fn chain(&self) -> Vec<CertificateDer<'_>> {
        self.intermediates.iter().map(|der| der.as_slice().into()).collect()
    }

    pub(crate) fn roots(&self) -> Vec<CertificateDer<'_>> {
        self.anchors.iter().map(|der| der.as_slice().into()).collect()
    }

    pub(crate) fn crls(&self) -> Vec<Crl<'_>> {
        self.crls.iter().map(|der| Crl::parse(der).unwrap()).collect()
    }

    pub(crate) fn ocsp(&self) -> Vec<OcspResponse<'_>> {
        self.ocsp.iter().map(|der| OcspResponse::parse(der).unwrap()).collect()
    }
}

/// The anchors that can be read.
pub(crate) fn anchors<'a>(roots: &'a [CertificateDer<'a>]) -> Vec<Anchor<'a>> {
    roots.iter().map(|root| Anchor::from_certificate(root).unwrap()).collect()
}
