//! What the measured programs share: the frames, and how an operation is counted.

pub use counting::{Counting, measure};

/// The frames by name: three CALLs with one to thirty values, one with a list, a CALLRESULT.
pub const FRAMES: [(&str, &str); 5] = [
    ("boot", include_str!("../data/boot.json")),
    ("meter", include_str!("../data/meter.json")),
    ("profile", include_str!("../data/profile.json")),
    ("start", include_str!("../data/start.json")),
    ("hbres", include_str!("../data/hbres.json")),
];

/// The text of a frame.
///
/// # Panics
///
/// If there is no such frame.
#[must_use]
pub fn frame(name: &str) -> &'static str {
    let found = FRAMES.iter().find(|(of, _)| *of == name);
    found.expect("a frame has this name").1
}
