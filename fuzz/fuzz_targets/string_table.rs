#![no_main]
#![doc = "See `fuzz::string_table`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::string_table(data));
