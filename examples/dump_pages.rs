//! Prints what the reader sees: the pages of a PDF as JSON, one a line, or the lines of a text; warnings last.
//!
//! `cargo run --example dump_pages -- FILE [--text]`; with `--text` only the glyphs' text in paint order.
#![allow(clippy::print_stdout)]

use shirube::model::Content;
use shirube::read::{Options, read_file};

fn main() -> anyhow::Result<()> {
    let mut files = Vec::new();
    let mut text_only = false;
    for argument in std::env::args().skip(1) {
        if argument == "--text" { text_only = true } else { files.push(argument) }
    }
    for file in files {
        let source = match read_file(file.as_ref(), &Options::default()) {
            Ok(source) => source,
            Err(error) => {
                println!("{}: {error}", error.code());
                continue;
            }
        };
        match &source.content {
            Content::Lines(lines) => lines.iter().for_each(|line| println!("{line}")),
            Content::Sheets(sheets) => sheets.iter().for_each(|sheet| println!("{sheet:?}")),
            Content::Blocks(blocks) => blocks.iter().for_each(|block| println!("{block:?}")),
            Content::Pages(pages) if text_only => {
                for page in pages {
                    println!("{}", page.glyphs.iter().map(|g| g.text.as_str()).collect::<String>());
                }
            }
            Content::Pages(pages) => {
                for page in pages {
                    println!("{}", serde_json::to_string(page)?);
                }
            }
        }
        println!("{}", serde_json::json!({"file": file, "title": source.title, "outline": source.outline, "warnings": source.warnings}));
    }
    Ok(())
}
