//! Money by year.

mod parts;
mod row;
mod rownames;
mod table;
#[cfg(test)]
mod tests;
mod unit;

pub(super) use parts::whole_and_parts;
pub(super) use row::{MoneyRow, of_row};
pub use table::{MoneyTable, continued, in_table, rows_of_money};
pub use unit::{MoneyShapes, is_money, names_money};
pub(super) use unit::{in_words as money_in_words, printed as printed_money, without_unit};
