#![no_main]
#![doc = "See `fuzz::ocpp_schedule`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::ocpp_schedule(data));
