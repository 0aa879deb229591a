#![no_main]
#![doc = "See `fuzz::ocpp_endpoint`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::ocpp_endpoint(data));
