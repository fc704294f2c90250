//! Vocabularies, patterns and the indicator dictionary, compiled from `rules/*.toml`.
