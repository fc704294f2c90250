//! Any bytes through this door; see `tests/e2e/targets.rs`.
#![no_main]
#![allow(dead_code)]

#[path = "../../tests/e2e/targets.rs"]
mod targets;

// A fault that the program catches (one page, one sheet) is none; what gets out of the door ends the run all the same.
libfuzzer_sys::fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |bytes: &[u8]| {
    let _ = targets::understand(bytes, shirube::read::Kind::Text);
});
