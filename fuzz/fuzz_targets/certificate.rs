#![no_main]
#![doc = "See `fuzz::certificate`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::certificate(data));
