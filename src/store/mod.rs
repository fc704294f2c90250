//! Records are kept: plain files as truth, sled as index.
