#![no_main]
#![doc = "See `fuzz::ocpp_frame`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::ocpp_frame(data));
