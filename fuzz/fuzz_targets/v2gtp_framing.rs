#![no_main]
#![doc = "See `fuzz::v2gtp_framing`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::v2gtp_framing(data));
