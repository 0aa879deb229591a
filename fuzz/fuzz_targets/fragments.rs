#![no_main]
#![doc = "See `fuzz::fragments`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::fragments(data));
