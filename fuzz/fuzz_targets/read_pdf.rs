//! Any bytes through this door; see `tests/e2e/targets.rs`.
#![no_main]
#![allow(dead_code)]

#[path = "../../tests/e2e/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = targets::read(bytes, shirube::read::Kind::Pdf);
});
