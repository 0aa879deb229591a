#![no_main]
#![doc = "See `fuzz::xml`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::xml(data));
