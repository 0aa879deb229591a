#![no_main]
#![doc = "See `fuzz::validation`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::validation(data));
