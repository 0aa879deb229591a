#![no_main]
#![doc = "See `fuzz::certificate_request`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::certificate_request(data));
