//! The built program as its users run it: what it prints, what it writes, how it ends.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests, too

mod bad_input;
mod decisions;
mod doubts;
mod evidence;
mod extract;
mod figures;
mod forms;
#[path = "../generator/mod.rs"]
mod generator;
mod help;
mod hostile;
mod mutated;
mod pdf;
mod peers;
mod roadmaps;
mod run;
mod sources;
mod spreadsheet;
mod store;
mod targets;
mod tracking;
mod words;
mod workplace;
