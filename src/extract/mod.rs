//! Blocks and rules become records with evidence and confidence.
