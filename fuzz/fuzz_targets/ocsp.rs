#![no_main]
#![doc = "See `fuzz::ocsp`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::ocsp(data));
