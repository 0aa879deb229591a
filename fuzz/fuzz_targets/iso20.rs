#![no_main]
#![doc = "See `fuzz::iso20`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::iso20(data));
