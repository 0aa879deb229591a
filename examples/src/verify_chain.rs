//! The subcommand `verify-chain`: verifies PEM or DER files under a profile, and explains the result
//! certificate by certificate.

mod arguments;

use core::time::Duration;
use std::ffi::OsString;
use std::io::{self, Write};
use std::time::SystemTime;

use examples_printable::Printable;
use serde_json::{Value, json};
use v2g_pki::der::DerError;
use v2g_pki::pem::{ContentKind, PemError, encodings};
use v2g_pki::pki_types::{CertificateDer, UnixTime};
use v2g_pki::{
    Backend, Certificate, Crl, Error, OcspResponse, Path, Position, Revocation, RevocationCheck,
    TrustStore, Validator,
};

pub(crate) use arguments::Options;

use crate::console::Console;
use crate::shared::status::Status;
use crate::shared::text::{ERROR, GOOD, REMARK, complain, print_json};

/// Runs the subcommand.
///
/// # Errors
///
/// Returns the error of a writer.
pub(crate) fn run(options: Options, console: &mut Console<'_>) -> io::Result<Status> {
    let mut unusable = |problem: &dyn core::fmt::Display| {
        complain(console.err, "v2g verify-chain", problem)?;
        Ok(Status::Unusable)
    };
    let revocation = match options.revocation() {
        Ok(revocation) => revocation,
        Err(error) => return unusable(&error),
    };
    match Input::read(&options) {
        Ok(input) => input.verify(&Check { options, revocation }, console.out),
        Err(error) => unusable(&error),
    }
}

/// What is asked for.
struct Check {
    options: Options,
    revocation: RevocationCheck,
}

/// A file that was named and cannot be used.
#[derive(Debug, thiserror::Error)]
enum FileError {
    #[error("{0}: {1}")]
    Unreadable(String, #[source] io::Error),
    #[error("{0}: {1}")]
    NotEncoded(String, #[source] PemError),
    #[error("{0}, number {1}: {2}")]
    Malformed(String, usize, #[source] DerError),
    #[error("{0}")]
    Anchor(String),
}

/// Names and URIs are cut off here, in characters.
const NAME: usize = 500;

/// Everything that was named, read.
struct Input {
    /// Leaf first.
    chain: Vec<Vec<u8>>,
    anchors: TrustStore,
    crls: Vec<Vec<u8>>,
    ocsp: Vec<Vec<u8>>,
}

impl Input {
    /// Reads all files. What is named and cannot be read is an error, for a check without it would
    /// not be the one that was asked for.
    fn read(options: &Options) -> Result<Self, FileError> {
        let is_certificate = |der: &[u8]| Certificate::parse(der).map(drop);
        // A malformed leaf is what is judged.
        let mut is_leaf = true;
        let is_chain = |der: &[u8]| {
            if core::mem::take(&mut is_leaf) { Ok(()) } else { is_certificate(der) }
        };
        let chain = read_files(&options.files, ContentKind::Certificate, is_chain)?;
        let anchors = read_files(&options.anchors, ContentKind::Certificate, is_certificate)?;
        let is_crl = |der: &[u8]| Crl::parse(der).map(drop);
        let is_response = |der: &[u8]| OcspResponse::parse(der).map(drop);
        Ok(Self {
            chain,
            anchors: TrustStore::new(anchors.into_iter().map(Into::into).collect())
                .map_err(|error| FileError::Anchor(error.to_string()))?,
            crls: read_files(&options.crls, ContentKind::Crl, is_crl)?,
            ocsp: read_files(&options.ocsp, ContentKind::OcspResponse, is_response)?,
        })
    }

    fn verify(&self, check: &Check, out: &mut dyn Write) -> io::Result<Status> {
        let options = &check.options;
        let Some((leaf, others)) = self.chain.split_first() else {
            return Ok(Status::Unusable);
        };
        let intermediates: Vec<CertificateDer<'_>> =
            others.iter().map(|der| der.as_slice().into()).collect();
        let crls: Vec<_> = self.crls.iter().filter_map(|crl| Crl::parse(crl).ok()).collect();
        let ocsp: Vec<_> =
            self.ocsp.iter().filter_map(|der| OcspResponse::parse(der).ok()).collect();

        let peers = options.peers();
        let profile = options.profile();
        let mut validator = Validator::new(profile, Backend::RUST_CRYPTO_ALL);
        validator =
            if peers.is_empty() { validator.for_any_peer() } else { validator.for_peers(&peers) };
        if check.revocation != RevocationCheck::Skip {
            let mut revocation = Revocation::hard(&crls, &ocsp);
            revocation.leaf = check.revocation;
            revocation.intermediates = check.revocation;
            validator = validator.with_revocation(revocation);
        }
        let now = options.time.map_or_else(now, Duration::from_secs);
        let now = UnixTime::since_unix_epoch(now);
        let result = validator.verify(leaf, &intermediates, self.anchors.anchors(), now);

        let mut rows = vec![(Position::Leaf, leaf.as_slice())];
        rows.extend(others.iter().enumerate().map(|(i, der)| (Position::Intermediate(i), &**der)));
        let roots = self.anchors.certificates().iter().enumerate();
        rows.extend(roots.map(|(i, der)| (Position::Anchor(i), &**der)));
        if options.json {
            let rows: Vec<_> =
                rows.iter().map(|(at, der)| json_row(*at, der, result.as_ref())).collect();
            print_json(out, &json_report(check, rows, result.as_ref()))?;
        } else {
            writeln!(out, "profile {}", profile.name())?;
            for (position, der) in rows {
                text_row(position, der, result.as_ref(), out)?;
            }
            for note in notes(check) {
                writeln!(out, "{REMARK}{}{REMARK:#}", Printable::new(note))?;
            }
            match &result {
                Ok(_) => writeln!(out, "{GOOD}accepted{GOOD:#}")?,
                Err(error) => {
                    let refusal = error.refusal();
                    writeln!(out, "{ERROR}refused: {}{ERROR:#}", Printable::new(error))?;
                    writeln!(out, "  ISO 15118-2   {}", refusal.iso15118_2())?;
                    writeln!(out, "  ISO 15118-20  {}", refusal.iso15118_20())?;
                    writeln!(out, "  OCPP          {}", refusal.ocpp_certificate_status())?;
                }
            }
        }
        Ok(if result.is_ok() { Status::Passed } else { Status::Failed })
    }
}

/// Lists the checks that were not made: nobody asked for them, or they were left out.
fn notes(check: &Check) -> impl Iterator<Item = String> {
    let options = &check.options;
    let peer = options.peers().is_empty().then(|| {
        "not checked: whose certificate the leaf is (--peer, --serial, --emaid and others)".into()
    });
    let revocation = match check.revocation {
        RevocationCheck::Skip => {
            Some("not checked: revocation (--crl, --ocsp, --revocation)".into())
        }
        RevocationCheck::SoftFail => {
            Some("not checked: revocation where the files do not give a status (soft)".into())
        }
        RevocationCheck::HardFail => None,
    };
    let relaxed = options.relaxed.iter().map(|rule| format!("not checked: {rule:?} (--relax)"));
    [peer, revocation].into_iter().flatten().chain(relaxed)
}

type Outcome<'r, 'a> = Result<&'r Path<'a>, &'r Error<'a>>;

/// What the certificate is in the path: used, refused, or neither.
fn mark(position: Position, result: Outcome<'_, '_>) -> &'static str {
    match result {
        Ok(path) => {
            let is_used = match position {
                Position::Leaf => true,
                Position::Intermediate(index) => path.intermediates().contains(&index),
                Position::Anchor(index) => path.anchor() == index,
            };
            if is_used { "used" } else { "not needed" }
        }
        Err(error) if error.position() == position => "refused",
        Err(_) => "",
    }
}

fn text_row(
    position: Position,
    der: &[u8],
    result: Outcome<'_, '_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let certificate = match Certificate::parse(der) {
        Ok(certificate) => certificate,
        Err(error) => return writeln!(out, "{position}: unreadable: {}", Printable::new(error)),
    };
    let subject = Printable::new(certificate.subject()).cut(NAME);
    writeln!(out, "{position}: {subject}  {}", mark(position, result))?;
    writeln!(out, "  issuer     {}", Printable::new(certificate.issuer()).cut(NAME))?;
    let validity = certificate.validity();
    writeln!(out, "  validity   {} to {}", validity.not_before, validity.not_after)?;
    writeln!(out, "  serial     {}", certificate.serial_number())?;
    writeln!(out, "  key        {}", certificate.public_key().kind())?;
    let extensions = certificate.extensions();
    if let Some(usage) = extensions.key_usage() {
        writeln!(out, "  key usage  {usage}")?;
    }
    if let Some(basic) = extensions.basic_constraints().filter(|basic| basic.ca) {
        let length = basic.path_len.map_or("any".to_owned(), |length| length.to_string());
        writeln!(out, "  CA         path length {length}")?;
    }
    if let Some(uri) = extensions.ocsp_responder() {
        writeln!(out, "  OCSP       {}", Printable::new(uri).cut(NAME))?;
    }
    Ok(())
}

fn json_row(position: Position, der: &[u8], result: Outcome<'_, '_>) -> Value {
    let mark = mark(position, result);
    match Certificate::parse(der) {
        Err(error) => json!({"position": position.to_string(), "error": error.to_string()}),
        Ok(certificate) => json!({
            "position": position.to_string(),
            "subject": certificate.subject().to_string(),
            "issuer": certificate.issuer().to_string(),
            "not_before": certificate.validity().not_before.to_string(),
            "not_after": certificate.validity().not_after.to_string(),
            "serial": certificate.serial_number().to_string(),
            "key": certificate.public_key().kind().to_string(),
            "mark": mark,
        }),
    }
}

fn json_report(check: &Check, rows: Vec<Value>, result: Outcome<'_, '_>) -> Value {
    let options = &check.options;
    let mut report = json!({
        "profile": options.profile().name(),
        "verdict": if result.is_ok() { "accept" } else { "reject" },
        "certificates": rows,
        "peer_checked": !options.peers().is_empty(),
        "revocation": match check.revocation {
            RevocationCheck::Skip => "skip",
            RevocationCheck::SoftFail => "soft",
            RevocationCheck::HardFail => "hard",
        },
        "relaxed": options.relaxed.iter().map(|rule| format!("{rule:?}")).collect::<Vec<_>>(),
    });
    if let Err(error) = result {
        report["error"] = json!({
            "text": error.to_string(),
            "position": error.position().to_string(),
            "rule": format!("{:?}", error.rule()),
            "source": error.citation(),
            "iso15118_2": error.refusal().iso15118_2(),
            "iso15118_20": error.refusal().iso15118_20(),
            "ocpp": error.refusal().ocpp_certificate_status(),
        });
    }
    report
}

fn now() -> Duration {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}

/// Reads the values of files, PEM or DER, and checks that each is one.
fn read_files(
    files: &[OsString],
    wanted: ContentKind,
    mut check: impl FnMut(&[u8]) -> Result<(), DerError>,
) -> Result<Vec<Vec<u8>>, FileError> {
    let mut all = Vec::new();
    for file in files {
        let name = || file.to_string_lossy().into_owned();
        let octets = std::fs::read(file).map_err(|error| FileError::Unreadable(name(), error))?;
        for (number, encoded) in (1..).zip(encodings(&octets, wanted)) {
            let encoded = encoded.map_err(|error| FileError::NotEncoded(name(), error))?;
            let mut room = vec![0; encoded.max_len()];
            let der =
                encoded.decode(&mut room).map_err(|error| FileError::NotEncoded(name(), error))?;
            check(der).map_err(|error| FileError::Malformed(name(), number, error))?;
            all.push(der.to_vec());
        }
    }
    Ok(all)
}
