//! Prints the records of files as JSON Lines: the pipeline without store and command line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::print_stdout, clippy::print_stderr)]

use shirube::{extract, language::Tokenizer, layout, read, rules::Rules};

fn main() {
    let tokenizer = Tokenizer::new(None).expect("the dictionary is inside the program");
    for path in std::env::args().skip(1) {
        match read::read_file(path.as_ref(), &read::Options::default()) {
            Ok(source) => {
                let blocks = layout::blocks(&source);
                for record in extract::extract(&source, &blocks, Rules::embedded(), &tokenizer).records {
                    println!("{}", serde_json::to_string(&record).expect("records are plain data"));
                }
            }
            Err(error) => eprintln!("{path}: {error}"),
        }
    }
}
