#![no_main]
#![doc = "See `fuzz::sap`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::sap(data));
