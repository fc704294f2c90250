//! Money by year.

mod rownames;
mod table;
#[cfg(test)]
mod tests;
mod unit;

pub use table::{MoneyTable, continued, in_table};
pub use unit::{MoneyShapes, is_money, names_money};
