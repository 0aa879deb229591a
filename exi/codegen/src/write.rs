//! From a schema file to a folder of Rust files, as the command and a build script want it.

use std::io;
use std::path::Path;
use std::process::Command;

use crate::emit::{Options, emit};
use crate::grammar::GrammarSet;
use crate::schema::{self, SchemaError};

/// Why a module was not generated. The texts have those of the causes in them, so there are no sources.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GenerateError {
    /// The schema cannot be turned into a module.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// A file or the folder cannot be written.
    #[error("cannot write {path}: {error}")]
    Write {
        /// The file or folder.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// `rustfmt` cannot be run.
    #[error("cannot run rustfmt: {0}; install it with `rustup component add rustfmt`")]
    Rustfmt(io::Error),
    /// `rustfmt` refused the files; its own messages say why.
    #[error("rustfmt could not format the files (see above)")]
    Format,
}

/// Generates the module of a schema file into a folder, formatted with `rustfmt`.
///
/// Imports are looked up beside the schema and in the folders above. Files of the folder that the
/// module has are overwritten. An empty `origin` of the options becomes the file's name.
///
/// A build script also writes the line that declares the module, because `mod.rs` itself cannot be
/// included: it begins with attributes of the module.
///
/// ```no_run
/// // build.rs
/// use exi_codegen::emit::Options;
///
/// let options = Options { documents: vec!["Outlet".to_owned()], ..Options::default() };
/// let out = std::env::var("OUT_DIR")?;
/// exi_codegen::generate("outlet.xsd".as_ref(), format!("{out}/outlet").as_ref(), &options)?;
/// std::fs::write(format!("{out}/modules.rs"), "pub mod outlet;")?;
/// println!("cargo::rerun-if-changed=outlet.xsd");
/// # Ok::<_, Box<dyn core::error::Error>>(())
/// ```
///
/// The crate has the module then:
///
/// ```ignore
/// include!(concat!(env!("OUT_DIR"), "/modules.rs"));
/// ```
///
/// # Errors
/// See [`GenerateError`].
pub fn generate(schema: &Path, folder: &Path, options: &Options) -> Result<(), GenerateError> {
    let set = GrammarSet::build(schema::load(schema)?.into())?;
    let mut options = options.clone();
    if options.origin.is_empty() {
        let name = schema.file_name().map(|name| name.to_string_lossy().into_owned());
        options.origin = name.unwrap_or_default();
    }
    let files = emit(&set, &options)?;
    let failed = |path: &Path| {
        let path = path.display().to_string();
        |error| GenerateError::Write { path, error }
    };
    std::fs::create_dir_all(folder).map_err(failed(folder))?;
    let mut paths = Vec::new();
    for file in files {
        let path = folder.join(file.name);
        std::fs::write(&path, file.text).map_err(failed(&path))?;
        paths.push(path);
    }
    let status = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .args(paths)
        .status()
        .map_err(GenerateError::Rustfmt)?;
    if status.success() { Ok(()) } else { Err(GenerateError::Format) }
}
