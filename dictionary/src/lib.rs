//! IPADIC 2.7.0 as compiled data inside the binary (licence: `IPADIC-COPYRIGHT`).
//!
//! ```
//! let dictionary = shirube_dictionary::load().unwrap();
//! assert_eq!(dictionary.metadata.name, "ipadic");
//! ```

use lindera_dictionary::{LinderaResult, dictionary::Dictionary};

/// The macro defines `load` and a loader type of its own; only the function is wanted.
mod embedded {
    lindera_dictionary::embedded_dictionary!("/lindera-ipadic", EmbeddedIpadic);
}

/// Loads the dictionary from the data in the binary: a few milliseconds, no files.
///
/// # Errors
/// If the compiled data does not fit lindera's version, which a rebuild of this crate cures.
pub fn load() -> LinderaResult<Dictionary> {
    embedded::load()
}
