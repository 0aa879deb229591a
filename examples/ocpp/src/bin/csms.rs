//! A central system; `csms --help` says how.

fn main() -> std::process::ExitCode {
    examples_ocpp::csms()
}
