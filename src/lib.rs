//! shirube (標): from utility plans to tracked commitments.
//!
//! One way, no way back: `read → layout → extract → store → track → report`. See `docs/architecture.md`.

pub mod check;
pub mod cli;
pub mod extract;
pub mod forms;
pub mod inspect;
pub mod language;
pub mod layout;
pub mod model;
pub mod read;
pub mod report;
pub mod rules;
pub mod store;
pub mod track;

// The message catalogue; what is missing in a language is said in English.
rust_i18n::i18n!("locales", fallback = "en");
