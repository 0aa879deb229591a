#![no_main]
#![doc = "See `fuzz::din`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::din(data));
