//! A charging station; `charge-point --help` says how.

fn main() -> std::process::ExitCode {
    examples_ocpp::charge_point()
}
