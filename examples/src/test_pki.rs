//! The program `test-pki` without its process: makes PKIs for tests, in memory or in a folder.
//!
//! Everything is derived from a seed, so that a PKI is its recipe. Requests, PEM and the checks are
//! those of `v2g-pki`; certificates, CRLs and OCSP responses are written here, since a charging
//! station never issues one.

mod cli;
mod der;
mod index;
mod issue;
mod key;
mod pki;
mod plan;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::time::SystemTime;

use examples_printable::{Json, Printable};
use v2g_pki::pem::Pem;

pub use self::key::Curve;
pub use self::pki::{Entry, Recipe, TestPki};
pub use self::plan::Standard;

use crate::conformance::Status;
use crate::text::complain;
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
        Ok(Command::Make(options)) => options,
        Ok(Command::Help) => {
            write!(out, "{}", cli::HELP)?;
            return Ok(Status::Passed);
        }
        Err(error) => {
            complain(err, "test-pki", error)?;
            return Ok(Status::Unusable);
        }
    };
    let made = recipe(&options).and_then(|recipe| {
        let pki = TestPki::make(&recipe)?;
        let count = write_folder(&recipe, &pki, Path::new(&options.folder))?;
        Ok((recipe, pki, count))
    });
    match made {
        Ok((recipe, pki, _)) if options.json => {
            writeln!(out, "{}", Json(format_args!("{:#}", index::index(&recipe, &pki))))?;
            Ok(Status::Passed)
        }
        Ok((_, pki, count)) => {
            let folder = options.folder.to_string_lossy();
            let folder = Printable::new(folder);
            let certificates = pki.entries.len();
            writeln!(out, "{certificates} certificates in {count} files; see {folder}/README.md")?;
            Ok(Status::Passed)
        }
        Err(error) => {
            complain(err, "test-pki", error)?;
            Ok(Status::Unusable)
        }
    }
}

fn recipe(options: &Options) -> Result<Recipe, String> {
    let seed = match &options.seed {
        Some(seed) => seed.clone().into_bytes(),
        None => {
            let mut seed = vec![0; 32];
            getrandom::fill(&mut seed).map_err(|error| format!("no random numbers: {error}"))?;
            seed
        }
    };
    Ok(Recipe {
        standard: options.standard,
        curve: options.curve,
        seed,
        not_before: options.not_before.unwrap_or_else(today),
        valid_days: options.valid_days,
        revoked: options.revoked.clone(),
    })
}

/// The last midnight, in Unix time.
fn today() -> i64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let seconds = now.as_secs() / 86_400 * 86_400;
    i64::try_from(seconds).unwrap_or(i64::MAX)
}

/// The files of a PKI, by their names.
#[must_use]
pub fn files(recipe: &Recipe, pki: &TestPki) -> Vec<(String, Vec<u8>)> {
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
fn write_folder(recipe: &Recipe, pki: &TestPki, folder: &Path) -> Result<usize, String> {
    let name = folder.display();
    let failed = |error: io::Error| format!("{name}: {error}");
    std::fs::create_dir_all(folder).map_err(failed)?;
    if std::fs::read_dir(folder).map_err(failed)?.next().is_some() {
        return Err(format!("{name}: the folder is not empty"));
    }
    let files = files(recipe, pki);
    for (file, octets) in &files {
        std::fs::write(folder.join(file), octets).map_err(failed)?;
    }
    Ok(files.len())
}
