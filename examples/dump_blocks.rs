//! Prints the blocks of files as readable text: `cargo run --example dump_blocks FILE... [--tables]`.
//!
//! With `--tables` the tables are printed one a line as JSON: document, page, cells.
#![allow(clippy::print_stdout)]

use shirube::layout;
use shirube::model::{Block, BlockKind, Table};
use shirube::read::{Options, read_file};

fn main() -> anyhow::Result<()> {
    let (options, files): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|a| a.starts_with("--"));
    for file in files {
        let source = match read_file(file.as_ref(), &Options::default()) {
            Ok(source) => source,
            Err(error) => {
                println!("{file}: {}", error.code());
                continue;
            }
        };
        let blocks = layout::blocks(&source);
        if options.iter().any(|o| o == "--tables") {
            print_json(&source.name, &blocks);
        } else {
            println!("======== {}", source.name);
            blocks.iter().for_each(print);
        }
    }
    Ok(())
}

fn print_json(name: &str, blocks: &[Block]) {
    for (place, table) in layout::tables(blocks) {
        let cell = |c: &shirube::model::Cell| serde_json::json!({"row": c.row, "col": c.col, "row_span": c.row_span, "col_span": c.col_span, "text": c.text});
        let cells: Vec<serde_json::Value> = table.cells.iter().map(cell).collect();
        println!("{}", serde_json::json!({"document": name, "page": place.number(), "cells": cells}));
    }
}

fn print(block: &Block) {
    match &block.kind {
        BlockKind::Heading { level, text } => println!("H{level} {text}"),
        BlockKind::Paragraph { text } => println!("P  {text}"),
        BlockKind::ListItem { mark, text } => println!("L  [{mark}] {text}"),
        BlockKind::Table(table) => print_table(table),
        BlockKind::Caption { text } => println!("C  {text}"),
        BlockKind::Note { text } => println!("N  {text}"),
        BlockKind::Contents { text } => println!("T  {text}"),
        BlockKind::Furniture { text } => println!("F  {text}"),
        BlockKind::PageBreak => println!("---- page {}", block.place.number()),
    }
}

fn print_table(table: &Table) {
    println!("TABLE {}x{} caption={:?} unit={:?}", table.rows, table.cols, table.caption, table.unit);
    for row in 0..table.rows {
        let cells = table.cells.iter().filter(|c| c.row == row).map(|c| {
            let span = if c.row_span * c.col_span > 1 { format!("{{{}x{}}}", c.row_span, c.col_span) } else { String::new() };
            let fill = if c.fill.is_some() { "#" } else { "" };
            format!("{}{span}{fill}{}", c.col, if c.text.is_empty() { String::new() } else { format!(":{}", c.text.replace('\n', "/")) })
        });
        let page = table.cells.iter().find(|c| c.row == row).map_or(0, |c| c.place.number());
        println!("   {row} p{page} | {}", cells.collect::<Vec<_>>().join(" | "));
    }
    for bar in &table.bars {
        println!(
            "   bar {:?} rows {:?} cols {:?} {:06x} p{} {:?}",
            bar.shape,
            bar.rows,
            bar.cols,
            bar.color,
            bar.place.number(),
            bar.label
        );
    }
}
