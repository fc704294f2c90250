//! Text: normalised words, tokens, fiscal years, quantities, owners.
//!
//! Pure functions over strings; nothing here knows pages, tables or the store. Apart from [`normalise()`] the functions expect
//! normalised text, and the ranges they return are byte ranges of the text they were given.

mod cursor;
pub mod eras;
pub mod memo;
pub mod normalise;
pub mod owners;
pub mod quantity;
pub mod tokens;
pub mod variants;
pub mod years;

pub use eras::{Era, fiscal_year_label};
pub use normalise::{nfkc, normalise, normalise_lines, squash};
pub use owners::{BracketOwners, OwnerWords, bracketed_owners, ends_in, find_sections, split_owners};
pub use quantity::{Change, Comparator, Flow, Quantity, find_quantities, find_unit, is_no_value, parse_cell};
pub use tokens::{Tokenizer, TokenizerError, Word};
pub use years::{Edge, YearContext, YearKind, YearSpan, find_years, is_part_of_year, parse_year_header};
