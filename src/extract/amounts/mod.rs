//! Money by year.

mod table;
mod unit;

pub use table::{MoneyTable, continued, in_table};
pub use unit::{MoneyShapes, is_money};
