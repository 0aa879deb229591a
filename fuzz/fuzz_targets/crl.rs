#![no_main]
#![doc = "See `fuzz::crl`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::crl(data));
