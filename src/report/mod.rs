//! Views become files in `output/`.
