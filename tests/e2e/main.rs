//! The built program as its users run it: what it prints, what it writes, how it ends.

mod bad_input;
mod extract;
mod help;
mod pdf;
mod run;
mod store;
mod workplace;
