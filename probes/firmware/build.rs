//! Puts the benchmark messages into the program, and tells the linker of the memory of the machine.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=memory.x");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(folder.join("messages.rs"), messages())?;
    if env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("none") {
        fs::copy("memory.x", folder.join("memory.x"))?;
        println!("cargo:rustc-link-search={}", folder.display());
        println!("cargo:rustc-link-arg-bins=-Tlink.x");
    }
    Ok(())
}

/// An array expression with all messages.
fn messages() -> String {
    let mut array = String::from("[\n");
    for message in benches::messages() {
        let benches::Message { set, name, exi } = message;
        write!(array, "    Message {{ set: {set:?}, name: {name:?}, exi: b\"")
            .and_then(|()| exi.iter().try_for_each(|byte| write!(array, "\\x{byte:02x}")))
            .and_then(|()| array.write_str("\" },\n"))
            .expect("a string takes what is written");
    }
    array + "]\n"
}
