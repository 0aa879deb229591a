//! The program `verify-chain` without its process: verifies PEM or DER files under a profile, and
//! explains the result certificate by certificate.

mod cli;

use core::net::IpAddr;
use core::str::FromStr as _;
use core::time::Duration;
use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::time::SystemTime;

use serde_json::{Value, json};
use v2g_pki::pki_types::{CertificateDer, UnixTime};
use v2g_pki::{
    Anchor, Backend, Certificate, Crl, Error, OcspResponse, Path, Peer, Position, Revocation,
    RevocationCheck, Validator, pem_blocks,
};

use crate::conformance::Status;
use cli::{Command, Options};

/// Runs the program.
///
/// # Errors
///
/// Returns the error of a writer.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Status> {
    let options = match cli::parse(arguments) {
        Ok(Command::Verify(options)) => options,
        Ok(Command::Help) => {
            write!(out, "{}", cli::HELP)?;
            return Ok(Status::Passed);
        }
        Err(error) => {
            writeln!(err, "verify-chain: {error}")?;
            return Ok(Status::Unusable);
        }
    };
    match Input::read(&options) {
        Ok(input) => input.verify(&options, out),
        Err(error) => {
            writeln!(err, "verify-chain: {error}")?;
            Ok(Status::Unusable)
        }
    }
}

/// The octets of all files.
struct Input {
    /// Leaf first.
    chain: Vec<Vec<u8>>,
    anchors: Vec<Vec<u8>>,
    crls: Vec<Vec<u8>>,
    ocsp: Vec<Vec<u8>>,
}

impl Input {
    fn read(options: &Options) -> Result<Self, String> {
        let read = |files: &[OsString]| -> Result<Vec<Vec<u8>>, String> {
            let files: Result<Vec<_>, _> = files.iter().map(|file| read_file(file)).collect();
            Ok(files?.concat())
        };
        Ok(Self {
            chain: read(&options.files)?,
            anchors: read(&options.anchors)?,
            crls: read(&options.crls)?,
            ocsp: read(&options.ocsp)?,
        })
    }

    fn verify(&self, options: &Options, out: &mut dyn Write) -> io::Result<Status> {
        let Some((leaf, others)) = self.chain.split_first() else {
            return Ok(Status::Unusable);
        };
        fn ders(list: &[Vec<u8>]) -> Vec<CertificateDer<'_>> {
            list.iter().map(|der| der.as_slice().into()).collect()
        }
        let (intermediates, roots) = (ders(others), ders(&self.anchors));
        // An anchor that cannot be read is said to be one, and takes no part.
        let anchors: Vec<Anchor<'_>> =
            roots.iter().filter_map(|root| Anchor::from_certificate(root).ok()).collect();
        let crls: Vec<_> = self.crls.iter().filter_map(|crl| Crl::parse(crl).ok()).collect();
        let ocsp: Vec<_> =
            self.ocsp.iter().filter_map(|der| OcspResponse::parse(der).ok()).collect();

        let host = |name| IpAddr::from_str(name).map_or(Peer::Dns(name), Peer::Ip);
        let peers = [
            options.peer.as_deref().map(host),
            options.serial.as_deref().map(Peer::SerialNumber),
            options.organization.as_deref().map(Peer::Organization),
        ];
        let peers: Vec<Peer<'_>> = peers.into_iter().flatten().collect();
        let profile = options.profile;
        let mut validator = Validator::new(profile, Backend::RUST_CRYPTO_ALL).for_peers(&peers);
        if options.revocation != RevocationCheck::Skip {
            let mut revocation = Revocation::hard(&crls, &ocsp);
            revocation.leaf = options.revocation;
            revocation.intermediates = options.revocation;
            validator = validator.with_revocation(revocation);
        }
        let now = options.time.map_or_else(now, Duration::from_secs);
        let result =
            validator.verify(leaf, &intermediates, &anchors, UnixTime::since_unix_epoch(now));

        let mut rows = vec![(Position::Leaf, leaf.as_slice())];
        rows.extend(others.iter().enumerate().map(|(i, der)| (Position::Intermediate(i), &**der)));
        rows.extend(roots.iter().enumerate().map(|(i, der)| (Position::Anchor(i), &**der)));
        let skipped = [self.anchors.len() - anchors.len(), self.crls.len() - crls.len()];
        let skipped = skipped.iter().sum::<usize>() + self.ocsp.len() - ocsp.len();
        if options.json {
            let rows: Vec<_> =
                rows.iter().map(|(at, der)| json_row(*at, der, result.as_ref())).collect();
            writeln!(out, "{}", json_report(profile.name(), rows, skipped, result.as_ref()))?;
        } else {
            writeln!(out, "profile {}", profile.name())?;
            for (position, der) in rows {
                text_row(position, der, result.as_ref(), out)?;
            }
            if skipped > 0 {
                writeln!(out, "{skipped} anchors, CRLs or OCSP responses cannot be read")?;
            }
            match &result {
                Ok(_) => writeln!(out, "accepted")?,
                Err(error) => {
                    let refusal = error.refusal();
                    writeln!(out, "refused: {error}")?;
                    writeln!(out, "  ISO 15118-2   {}", refusal.iso15118_2())?;
                    writeln!(out, "  ISO 15118-20  {}", refusal.iso15118_20())?;
                    writeln!(out, "  OCPP          {}", refusal.ocpp_certificate_status())?;
                }
            }
        }
        Ok(if result.is_ok() { Status::Passed } else { Status::Failed })
    }
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
        Err(error) => return writeln!(out, "{position}: unreadable: {error}"),
    };
    writeln!(out, "{position}: {}  {}", certificate.subject(), mark(position, result))?;
    writeln!(out, "  issuer     {}", certificate.issuer())?;
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
        writeln!(out, "  OCSP       {uri}")?;
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

fn json_report(profile: &str, rows: Vec<Value>, skipped: usize, result: Outcome<'_, '_>) -> Value {
    let mut report = json!({
        "profile": profile,
        "verdict": if result.is_ok() { "accept" } else { "reject" },
        "certificates": rows,
        "unreadable": skipped,
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

/// The PEM blocks of a file, or the file itself as DER.
fn read_file(file: &OsStr) -> Result<Vec<Vec<u8>>, String> {
    let name = file.to_string_lossy();
    let octets = std::fs::read(file).map_err(|error| format!("{name}: {error}"))?;
    let mut blocks = Vec::new();
    for block in pem_blocks(&octets) {
        let block = block.map_err(|error| format!("{name}: {error}"))?;
        let mut room = vec![0; block.max_len()];
        let decoded = block.decode(&mut room).map_err(|error| format!("{name}: {error}"))?;
        blocks.push(decoded.to_vec());
    }
    Ok(if blocks.is_empty() { vec![octets] } else { blocks })
}
