//! Runs each target on its seeds and on what it once failed on.

use std::fs;
use std::path::Path;

/// Both folders have a folder for each target, if there is a file for it.
const FOLDERS: [&str; 2] = ["seeds", "regressions"];

#[test]
fn seeds_and_regressions_pass() {
    let mut count = 0;
    for folder in FOLDERS {
        for (target, run) in fuzz::TARGETS {
            let Ok(entries) = root().join(folder).join(target).read_dir() else { continue };
            for path in entries.map(|entry| entry.expect("a folder can be listed").path()) {
                // Shown if the target panics.
                println!("{}", path.display());
                run(&fs::read(&path).expect("a file can be read"));
                count += 1;
            }
        }
    }
    assert!(count > 0, "no file found");
}

#[test]
fn every_folder_belongs_to_a_target_and_every_target_has_seeds() {
    for (target, _) in fuzz::TARGETS {
        assert!(root().join("seeds").join(target).is_dir(), "seeds for {target}");
    }
    for folder in FOLDERS {
        for entry in root().join(folder).read_dir().into_iter().flatten() {
            let path = entry.expect("a folder can be listed").path();
            if path.is_dir() {
                let name = path.file_name().and_then(|name| name.to_str());
                let known = fuzz::TARGETS.iter().any(|(target, _)| Some(*target) == name);
                assert!(known, "{} belongs to no target", path.display());
            }
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
