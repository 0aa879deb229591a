//! What a folder with a PKI says about itself: README.md for people, index.json for programs.

use core::fmt::Write as _;

use serde_json::{Value, json};
use v2g_pki::Certificate;

use super::pki::{Entry, Recipe, TestPki};
use super::plan::{self, Standard};

/// The arguments of `v2g verify-chain` for a leaf, with files of the folder.
pub(super) fn verify_arguments(recipe: &Recipe, pki: &TestPki, leaf: &Entry) -> Vec<String> {
    let mut arguments = Vec::new();
    let mut add = |option: &str, value: String| {
        arguments.extend([option.to_owned(), value]);
    };
    if let Some(profile) = leaf.profile {
        add("--profile", profile.name().to_owned());
    }
    for rule in recipe.standard.broken_by(recipe.curve) {
        add("--relax", format!("{rule:?}"));
    }
    let path = pki.path(leaf.name);
    if let Some(root) = path.last() {
        add("--anchor", format!("{}.pem", root.name));
    }
    for issuer in path.iter().filter(|entry| entry.crl.is_some()) {
        add("--crl", format!("{}.crl.pem", issuer.name));
    }
    add("--ocsp", format!("{}.ocsp.der", leaf.name));
    add("--revocation", "hard".to_owned());
    add("--time", recipe.not_before.to_string());
    if leaf.name == "csms" {
        add("--peer", plan::CSMS.to_owned());
    }
    // The identity that the role binds the certificate to is its common name.
    let role = leaf.profile.and_then(|profile| profile.name().rsplit(' ').next());
    let option = match role {
        Some("contract") => Some("--emaid"),
        Some("oem_prov") => Some("--pcid"),
        Some("vehicle") => Some("--evccid"),
        Some("charge_point") => Some("--serial"),
        _ => None,
    };
    if let (Some(option), Ok(certificate)) = (option, Certificate::parse(&leaf.certificate)) {
        let name = certificate.subject().common_name().unwrap_or_default();
        add(option, String::from_utf8_lossy(name).into_owned());
    }
    arguments.push(format!("{}.chain.pem", leaf.name));
    arguments
}

/// README.md.
pub(super) fn readme(recipe: &Recipe, pki: &TestPki) -> String {
    let Recipe { standard, curve, valid_days, not_before, .. } = recipe;
    let mut text = format!(
        "# Test PKI: {}, {curve}\n\n\
         Made by `v2g test-pki` for tests. The private keys lie beside the certificates, and who knows \
         the seed\nhas them all: never trust anything here.\n\n\
         Valid from {} (Unix time {not_before}); leaves, CRLs and OCSP responses for {valid_days} \
         days,\nissuers longer.\n\n",
        standard.name(),
        v2g_pki::der::Time::from_unix(*not_before),
    );
    text += "| name | subject | issuer | profile |\n|---|---|---|---|\n";
    for entry in &pki.entries {
        let profile = entry.profile.map_or("issuer", |profile| profile.name());
        let issuer = entry.issuer.unwrap_or("itself");
        let _ = writeln!(text, "| {} | `{}` | {issuer} | {profile} |", entry.name, subject(entry));
    }
    if !recipe.revoked.is_empty() {
        let _ = writeln!(text, "\nRevoked: {}.", recipe.revoked.join(", "));
    }
    text += "\n| file | content |\n|---|---|\n\
             | `NAME.pem`, `NAME.der` | the certificate |\n\
             | `NAME.key.pem` | its private key, PKCS #8 |\n\
             | `NAME.chain.pem` | a leaf with the sub-CAs above it, without the root |\n\
             | `NAME.csr.pem` | the request of a leaf, PKCS #10 |\n\
             | `NAME.crl.pem`, `NAME.crl.der` | the CRL of an issuer |\n\
             | `NAME.ocsp.der` | an OCSP response for a leaf, signed by its issuer |\n\
             | `index.json` | the same for programs |\n\n\
             In this folder, each of these commands accepts its leaf (`--time` is there for a PKI \
             of another day):\n\n```sh\n";
    for leaf in pki.leaves() {
        let quoted: Vec<_> =
            verify_arguments(recipe, pki, leaf).iter().map(|word| quote(word)).collect();
        let _ = writeln!(text, "v2g verify-chain {}", quoted.join(" "));
    }
    text += "```\n";
    if *standard == Standard::Ocpp16 {
        let _ = writeln!(
            text,
            "\nThe charge point has the serial number `{}`, the central system the name `{}`.\n\
             `charge-point.csr.pem` is a `csr` of SignCertificate, `charge-point.chain.pem` the \
             `certificateChain`\nof CertificateSigned.",
            plan::CHARGE_POINT,
            plan::CSMS,
        );
    }
    text
}

/// index.json.
pub(super) fn index(recipe: &Recipe, pki: &TestPki) -> Value {
    let entries: Vec<_> = pki
        .entries
        .iter()
        .map(|entry| {
            let mut value = json!({
                "name": entry.name,
                "subject": subject(entry),
                "issuer": entry.issuer,
                "certificate": format!("{}.pem", entry.name),
                "key": format!("{}.key.pem", entry.name),
            });
            if entry.crl.is_some() {
                value["crl"] = format!("{}.crl.pem", entry.name).into();
            }
            if let Some(profile) = entry.profile {
                value["profile"] = profile.name().into();
                value["chain"] = format!("{}.chain.pem", entry.name).into();
                value["csr"] = format!("{}.csr.pem", entry.name).into();
                value["ocsp"] = format!("{}.ocsp.der", entry.name).into();
                value["verify_chain"] = verify_arguments(recipe, pki, entry).into();
            }
            value
        })
        .collect();
    json!({
        "standard": recipe.standard.name(),
        "curve": recipe.curve.name(),
        "not_before": recipe.not_before,
        "valid_days": recipe.valid_days,
        "revoked": recipe.revoked,
        "certificates": entries,
    })
}

fn subject(entry: &Entry) -> String {
    Certificate::parse(&entry.certificate)
        .map_or_else(|error| error.to_string(), |certificate| certificate.subject().to_string())
}

fn quote(word: &str) -> String {
    if word.contains(' ') { format!("'{word}'") } else { word.to_owned() }
}
