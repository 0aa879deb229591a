#![no_main]
#![doc = "See `fuzz::sdp`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::sdp(data));
