//! Text: normalised words, tokens, fiscal years, quantities, owners.
