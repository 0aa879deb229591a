//! The subcommand `test-pki`: makes PKIs for tests, in memory or in a folder.
//!
//! Everything is derived from a seed, so that a PKI is its recipe. Requests, PEM and the checks are
//! those of `v2g-pki`; certificates, CRLs and OCSP responses are written here, since a charging
//! station never issues one.

mod arguments;
mod der;
mod index;
mod issue;
mod key;
mod pki;
mod plan;

use std::io;
use std::path::Path;

use examples_printable::{Json, Printable};
use jiff::Timestamp;
use v2g_pki::pem::Pem;

pub(crate) use arguments::Options;
use pki::{Entry, MakeError, Recipe, TestPki};

use crate::console::Console;
use crate::progress::Progress;
use crate::shared::arguments::UsageError;
use crate::shared::status::Status;
use crate::shared::text::{GOOD, complain};

/// Why there is no PKI.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Usage(#[from] UsageError),
    #[error("no random numbers: {0}")]
    Random(getrandom::Error),
    #[error(transparent)]
    Make(#[from] MakeError),
    #[error("{0}: {1}")]
    Folder(String, #[source] io::Error),
    #[error("{0}: the folder is not empty")]
    NotEmpty(String),
}

/// Runs the subcommand.
///
/// # Errors
///
/// Returns the error of a writer.
pub(crate) fn run(options: &Options, console: &mut Console<'_>) -> io::Result<Status> {
    match make(options, &console.progress) {
        Ok((recipe, pki, _)) if options.json => {
            writeln!(console.out, "{}", Json(format_args!("{:#}", index::index(&recipe, &pki))))?;
            Ok(Status::Passed)
        }
        Ok((_, pki, count)) => {
            let folder = Printable::new(options.folder.to_string_lossy());
            let made = format!("{} certificates in {count} files", pki.entries.len());
            writeln!(console.out, "{GOOD}{made}{GOOD:#}; see {folder}/README.md")?;
            Ok(Status::Passed)
        }
        Err(error) => {
            complain(console.err, "v2g test-pki", error)?;
            Ok(Status::Unusable)
        }
    }
}

/// Makes a PKI and its folder; how many files there are.
fn make(options: &Options, progress: &Progress) -> Result<(Recipe, TestPki, usize), Failure> {
    let recipe = recipe(options)?;
    let pki = TestPki::make(&recipe, progress)?;
    let count = write_folder(&recipe, &pki, Path::new(&options.folder))?;
    Ok((recipe, pki, count))
}

fn recipe(options: &Options) -> Result<Recipe, Failure> {
    let seed = match &options.seed {
        Some(seed) => seed.clone().into_bytes(),
        None => {
            let mut seed = vec![0; 32];
            getrandom::fill(&mut seed).map_err(Failure::Random)?;
            seed
        }
    };
    Ok(Recipe {
        standard: options.standard,
        curve: options.curve()?,
        seed,
        not_before: options.not_before.unwrap_or_else(today),
        valid_days: options.valid_days,
        revoked: options.revoked.clone(),
    })
}

/// The last midnight, in Unix time.
fn today() -> i64 {
    const DAY: i64 = 86_400;
    Timestamp::now().as_second().div_euclid(DAY) * DAY
}

/// The files of a PKI, by their names.
fn files(recipe: &Recipe, pki: &TestPki) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut add = |name: &str, end: &str, octets: Vec<u8>| {
        files.push((format!("{name}.{end}"), octets));
    };
    let pem = |label: &str, der: &[u8]| Pem::new(label, der).to_string().into_bytes();
    for Entry { name, certificate, key, request, profile, crl, ocsp, .. } in &pki.entries {
        add(name, "der", certificate.clone());
        add(name, "pem", pem("CERTIFICATE", certificate));
        add(name, "key.pem", pem("PRIVATE KEY", key));
        if let Some(crl) = crl {
            add(name, "crl.der", crl.clone());
            add(name, "crl.pem", pem("X509 CRL", crl));
        }
        if let Some(ocsp) = ocsp {
            add(name, "ocsp.der", ocsp.clone());
        }
        if profile.is_some() {
            add(name, "csr.pem", pem("CERTIFICATE REQUEST", request));
            let path = pki.path(name);
            let chain = path.iter().filter(|entry| entry.issuer.is_some());
            let chain: Vec<_> = chain.map(|entry| pem("CERTIFICATE", &entry.certificate)).collect();
            add(name, "chain.pem", chain.concat());
        }
    }
    add("README", "md", index::readme(recipe, pki).into_bytes());
    add("index", "json", format!("{:#}\n", index::index(recipe, pki)).into_bytes());
    files
}

/// Writes the files into a folder that is empty, or not there yet; how many there are.
fn write_folder(recipe: &Recipe, pki: &TestPki, folder: &Path) -> Result<usize, Failure> {
    let name = || folder.display().to_string();
    let failed = |error: io::Error| Failure::Folder(name(), error);
    std::fs::create_dir_all(folder).map_err(failed)?;
    if std::fs::read_dir(folder).map_err(failed)?.next().is_some() {
        return Err(Failure::NotEmpty(name()));
    }
    let files = files(recipe, pki);
    for (file, octets) in &files {
        std::fs::write(folder.join(file), octets).map_err(failed)?;
    }
    Ok(files.len())
}

#[cfg(test)]
mod tests;
