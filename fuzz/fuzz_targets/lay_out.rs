//! Any marks on a page through the layout; see `tests/e2e/targets.rs`.
#![no_main]
#![allow(dead_code)]

#[path = "../../tests/e2e/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::lay_out(bytes));
