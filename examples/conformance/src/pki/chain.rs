//! A chain with its anchors, and what is expected of it: `v2g.jsonl`, `limbo.jsonl`, `pkits.jsonl`.

use core::net::IpAddr;
use core::time::Duration;

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, de::Error as _};
use v2g_pki::pki_types::{CertificateDer, UnixTime};
use v2g_pki::x509::KeyUsage;
use v2g_pki::{
    Anchor, Backend, Budget, Crl, Error, Iso15118Role, Ocpp16Role, OcspResponse, Peer,
    PolicyInputs, Profile, Revocation, RevocationCheck, Rule, Validator,
};

use crate::report::{Report, Verdict};

/// The time of cases that are to be validated "now".
const NOW: u64 = 1_795_327_200;

/// A line as it stands in the file.
#[derive(Deserialize)]
pub(super) struct Chain {
    profile: String,
    role: Role,
    #[serde(default)]
    tier: String,
    anchors: Vec<Base64>,
    intermediates: Vec<Base64>,
    leaf: Base64,
    time: Option<u64>,
    #[serde(default)]
    crls: Vec<Base64>,
    #[serde(default)]
    ocsp: Vec<Base64>,
    revocation: Option<Scope>,
    ocsp_nonce: Option<Base64>,
    peer_name: Option<PeerName>,
    #[serde(default)]
    peer_names: Vec<PeerName>,
    peer_serial: Option<String>,
    expect: Expect,
    scope: Option<String>,
    max_chain_depth: Option<u8>,
    #[serde(default)]
    key_usage: Vec<String>,
    #[serde(default)]
    initial_policy_set: Vec<String>,
    #[serde(default)]
    initial_explicit_policy: bool,
    #[serde(default)]
    initial_policy_mapping_inhibit: bool,
    #[serde(default)]
    initial_any_policy_inhibit: bool,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Role {
    Secc,
    SeccPe,
    Contract,
    OemProv,
    Vehicle,
    Cps,
    Csms,
    ChargePoint,
    Firmware,
    TlsServer,
    TlsClient,
    Any,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Scope {
    Leaf,
    Chain,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Expect {
    Accept,
    Reject,
}

impl Expect {
    fn word(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
        }
    }
}

/// A DNS name, or a name with its kind.
#[derive(Deserialize)]
#[serde(untagged)]
enum PeerName {
    Dns(String),
    Kind { kind: String, value: String },
}

impl PeerName {
    fn peer(&self) -> Result<Peer<'_>, String> {
        match self {
            Self::Dns(name) => Ok(Peer::Dns(name)),
            Self::Kind { kind, value } => match kind.as_str() {
                "DNS" => Ok(Peer::Dns(value)),
                "RFC822" => Ok(Peer::Mailbox(value)),
                "IP" => match value.parse::<IpAddr>() {
                    Ok(address) => Ok(Peer::Ip(address)),
                    Err(error) => Err(format!("peer address {value:?}: {error}")),
                },
                _ => Err(format!("no kind of peer names {kind:?}")),
            },
        }
    }
}

/// Bytes in base64.
struct Base64(Vec<u8>);

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD
            .decode(text)
            .map(Self)
            .map_err(|error| D::Error::custom(format!("base64: {error}")))
    }
}

/// A difference that is known.
#[derive(Deserialize)]
struct Exception {
    id: String,
    expected: String,
    actual: String,
    reason: String,
}

static EXCEPTIONS: LazyLock<Result<Vec<Exception>, String>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("exceptions.json")).map_err(|error| error.to_string())
});

impl Chain {
    pub(super) fn tags(&self) -> Vec<String> {
        let expect = self.expect.word();
        let scope = self.scope.as_deref().map(|scope| format!("{scope} {expect}"));
        scope.into_iter().chain([format!("{} {expect}", self.tier)]).collect()
    }

    /// Compares the answer with what is expected, and differences with those that are known.
    pub(super) fn judge(&self, id: &str) -> Report {
        let (answer, detail) = match self.verify() {
            Ok(Ok(path)) => (Expect::Accept, path),
            Ok(Err(refused)) => (Expect::Reject, refused),
            Err(problem) => return Report::fail(problem),
        };
        let exceptions = match &*EXCEPTIONS {
            Ok(exceptions) => exceptions,
            Err(error) => return Report::fail(format!("exceptions.json: {error}")),
        };
        let known = exceptions.iter().find(|exception| exception.id == id);
        let (expected, word) = (self.expect.word(), answer.word());
        let report = match known {
            None if answer == self.expect => Report::pass(detail),
            None => Report::fail(format!("{word} instead of {expected}: {detail}")),
            Some(known) if known.expected == expected && known.actual == word => Report::info(
                format!("{word} instead of {expected}, known: {}: {detail}", known.reason),
            ),
            Some(_) => {
                Report::fail(format!("{word}, and exceptions.json says otherwise: {detail}"))
            }
        };
        let is_information = self.tier == "info" && report.verdict == Verdict::Fail;
        let report = if is_information { Report::info(report.detail) } else { report };
        report.with_answer(word)
    }

    fn profile(&self) -> Result<Profile<'_>, String> {
        let iso = |role| match self.profile.as_str() {
            "iso15118-2" => Ok(Profile::iso15118_2(role)),
            "iso15118-20" => Ok(Profile::iso15118_20(role)),
            other => Err(format!("no profile {other:?} with this role")),
        };
        Ok(match self.role {
            Role::Secc => iso(Iso15118Role::Secc)?,
            Role::SeccPe => iso(Iso15118Role::SeccPrivate)?,
            Role::Contract => iso(Iso15118Role::Contract)?,
            Role::OemProv => iso(Iso15118Role::OemProvisioning)?,
            Role::Vehicle => iso(Iso15118Role::Vehicle)?,
            Role::Cps => iso(Iso15118Role::Cps)?,
            Role::Csms => Profile::ocpp16(Ocpp16Role::Csms),
            Role::ChargePoint => Profile::ocpp16(Ocpp16Role::ChargePoint),
            Role::Firmware => Profile::ocpp16(Ocpp16Role::Firmware),
            Role::TlsServer => Profile::tls_server(),
            Role::TlsClient => Profile::tls_client(),
            Role::Any => Profile::rfc5280(),
        })
    }

    /// The answer, with the path or the reason; an error if the case cannot be put.
    fn verify(&self) -> Result<Result<String, String>, String> {
        let mut profile = self.profile()?;
        if self.scope.as_deref() == Some("webpki-only") {
            // An explicit exception of the CA/Browser Forum.
            profile = profile.relaxed(Rule::NameConstraintsCritical);
        }
        if let Some(depth) = self.max_chain_depth {
            profile = profile.with_budget(Budget { depth, ..profile.budget() });
        }
        if let Some((first, others)) = self.key_usage.split_first() {
            let mut usage = key_usage(first)?;
            for other in others {
                usage = usage.with(key_usage(other)?);
            }
            profile = profile.with_leaf_key_usage(usage);
        }
        let acceptable = self.acceptable_policies()?;
        let acceptable: Vec<&[u8]> = acceptable.iter().map(Vec::as_slice).collect();
        let profile = profile.with_policies(PolicyInputs {
            acceptable: &acceptable,
            require_explicit: self.initial_explicit_policy,
            inhibit_mapping: self.initial_policy_mapping_inhibit,
            inhibit_any: self.initial_any_policy_inhibit,
        });
        let mut peers = Vec::new();
        for name in self.peer_name.iter().chain(&self.peer_names) {
            peers.push(name.peer()?);
        }
        peers.extend(self.peer_serial.as_deref().map(Peer::SerialNumber));

        // Anchors and revocation data that cannot be read are none.
        let anchors: Vec<CertificateDer<'_>> =
            self.anchors.iter().map(|anchor| anchor.0.as_slice().into()).collect();
        let anchors: Vec<Anchor<'_>> =
            anchors.iter().filter_map(|der| Anchor::from_certificate(der).ok()).collect();
        let intermediates: Vec<CertificateDer<'_>> =
            self.intermediates.iter().map(|der| der.0.as_slice().into()).collect();
        let crls: Vec<_> = self.crls.iter().filter_map(|crl| Crl::parse(&crl.0).ok()).collect();
        let ocsp: Vec<_> =
            self.ocsp.iter().filter_map(|der| OcspResponse::parse(&der.0).ok()).collect();

        let mut validator = Validator::new(profile, Backend::RUST_CRYPTO_ALL);
        // Many cases are not about the peer, and name none.
        validator =
            if peers.is_empty() { validator.for_any_peer() } else { validator.for_peers(&peers) };
        if let Some(scope) = self.revocation {
            let mut revocation = Revocation::hard(&crls, &ocsp);
            revocation.nonce = self.ocsp_nonce.as_ref().map(|nonce| nonce.0.as_slice());
            if matches!(scope, Scope::Leaf) {
                revocation.intermediates = RevocationCheck::Skip;
            }
            validator = validator.with_revocation(revocation);
        }
        let now = UnixTime::since_unix_epoch(Duration::from_secs(self.time.unwrap_or(NOW)));
        let result = validator.verify(&self.leaf.0, &intermediates, &anchors, now);
        Ok(match result {
            Ok(path) => {
                let above = path.intermediates();
                Ok(format!("path over intermediates {above:?} to anchor {}", path.anchor()))
            }
            Err(error) => Err(Error::to_string(&error)),
        })
    }

    /// The policies by the names that PKITS gives them; any policy is the empty list.
    fn acceptable_policies(&self) -> Result<Vec<Vec<u8>>, String> {
        let named = self.initial_policy_set.iter().filter(|name| *name != "anyPolicy");
        named
            .map(|name| {
                let number = name.strip_prefix("NIST-test-policy-").map(str::parse::<u8>);
                match number {
                    // 2.16.840.1.101.3.2.1.48.n
                    Some(Ok(number)) if number < 128 => {
                        Ok(vec![0x60, 0x86, 0x48, 1, 0x65, 3, 2, 1, 48, number])
                    }
                    _ => Err(format!("no policy {name:?}")),
                }
            })
            .collect()
    }
}

fn key_usage(word: &str) -> Result<KeyUsage, String> {
    Ok(match word {
        "digitalSignature" => KeyUsage::DIGITAL_SIGNATURE,
        "nonRepudiation" | "contentCommitment" => KeyUsage::NON_REPUDIATION,
        "keyEncipherment" => KeyUsage::KEY_ENCIPHERMENT,
        "dataEncipherment" => KeyUsage::DATA_ENCIPHERMENT,
        "keyAgreement" => KeyUsage::KEY_AGREEMENT,
        "keyCertSign" => KeyUsage::KEY_CERT_SIGN,
        "cRLSign" => KeyUsage::CRL_SIGN,
        _ => return Err(format!("no key usage {word:?}")),
    })
}
