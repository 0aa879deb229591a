#![no_main]
#![doc = "See `fuzz::pem`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::pem(data));
