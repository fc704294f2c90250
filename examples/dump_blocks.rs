//! Prints the blocks of a file as readable text: `cargo run --example dump_blocks FILE.pdf|PAGES.json [--tables NAME]`.
//!
//! A `.json` file holds a list of pages as `model::Page` serialises. With `--tables NAME` tables are printed one a line as JSON.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use shirube::layout;
use shirube::model::{Block, BlockKind, Page, Table};

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some(file) = args.first() else { anyhow::bail!("which file?") };
    let pages: Vec<Page> = serde_json::from_slice(&std::fs::read(file)?)?;
    let blocks = layout::pages::blocks(&pages, &[]);
    if args.iter().any(|a| a == "--tables") {
        let name = std::path::Path::new(file).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for (place, table) in layout::tables(&blocks) {
            let cells: Vec<serde_json::Value> = table
                .cells
                .iter()
                .map(|c| serde_json::json!({"row": c.row, "col": c.col, "row_span": c.row_span, "col_span": c.col_span, "text": c.text}))
                .collect();
            println!("{}", serde_json::json!({"document": name, "page": place.number(), "cells": cells}));
        }
        return Ok(());
    }
    for block in &blocks {
        print(block);
    }
    Ok(())
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
        println!(
            "   {row} p{} | {}",
            table.cells.iter().find(|c| c.row == row).map_or(0, |c| c.place.number()),
            cells.collect::<Vec<_>>().join(" | ")
        );
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
