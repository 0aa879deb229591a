#![no_main]
#![doc = "See `fuzz::iso2`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::iso2(data));
