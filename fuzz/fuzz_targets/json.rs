#![no_main]
#![doc = "See `fuzz::json`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::json(data));
