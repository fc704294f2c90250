//! How heavily a finding weighs.

use serde::{Deserialize, Serialize};

/// How heavily a state or finding weighs for an auditor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Good to know.
    Note,
    /// To be asked about.
    Check,
    /// Two sides do not agree: plan and report, or a document and its own figures.
    Serious,
}
