//! `shirube tables FILE...`: the tables of files with their merged cells.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use crate::cli::args::{Global, TableFormat, Tables};
use crate::cli::exit::Exit;
use crate::cli::output::{Failure, Output, csv_error};
use crate::cli::pipeline::{self, Outline, Pages};
use crate::cli::problems;
use crate::model::{Bar, BlockKind, Cell, CellRange, LegendEntry, Place, Rect, Table, Warning};

/// One table a line.
#[derive(Serialize)]
struct TableLine<'a> {
    document: &'a str,
    #[serde(flatten)]
    place: Place,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    caption: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    unit: &'a str,
    cells: Vec<CellLine<'a>>,
    #[serde(skip_serializing_if = "<[Bar]>::is_empty")]
    bars: &'a [Bar],
    #[serde(skip_serializing_if = "<[LegendEntry]>::is_empty")]
    legend: &'a [LegendEntry],
}

#[derive(Serialize)]
struct CellLine<'a> {
    row: usize,
    col: usize,
    row_span: usize,
    col_span: usize,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    bbox: Option<Rect>,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<CellRange>,
}

/// The tables of one file.
struct FileTables {
    outline: Outline,
    tables: Vec<(Place, Table)>,
    warnings: Vec<Warning>,
}

impl Pages for FileTables {
    fn pages(&self) -> usize {
        self.outline.pages
    }
}

pub(crate) fn run(args: &Tables, global: &Global, output: Output) -> Result<Exit, Failure> {
    let options = pipeline::read_options(global);
    let mut failed = Vec::new();
    let mut warnings = Vec::new();
    let read = |path: &Path| read_tables(path, &options);
    pipeline::each_file(&args.files, output, read, |path, outcome| match outcome {
        Ok(read) => {
            warnings.extend(problems::of_warnings(&path.display().to_string(), read.outline.numbering(), &read.warnings));
            output.results(|out| write_tables(out, &read, args.format))
        }
        Err(message) => {
            failed.push(message);
            Ok(())
        }
    })?;
    Ok(super::tell_problems(&warnings, &failed, args.files.len() - failed.len(), output))
}

fn read_tables(path: &Path, options: &crate::read::Options) -> Result<FileTables, String> {
    let (source, blocks) = pipeline::read_blocks(path, options)?;
    let tables = blocks.into_iter().filter_map(|block| match block.kind {
        BlockKind::Table(table) => Some((block.place, table)),
        _ => None,
    });
    Ok(FileTables { outline: Outline::of(&source), tables: tables.collect(), warnings: source.warnings })
}

fn write_tables(out: &mut impl Write, read: &FileTables, format: TableFormat) -> io::Result<()> {
    for (place, table) in &read.tables {
        match format {
            TableFormat::Jsonl => write_jsonl(out, &read.outline, *place, table)?,
            TableFormat::Csv => write_csv(out, table)?,
            TableFormat::Md => write_markdown(out, &read.outline, *place, table)?,
        }
    }
    Ok(())
}

fn write_jsonl<'a>(out: &mut impl Write, outline: &'a Outline, place: Place, table: &'a Table) -> io::Result<()> {
    let cell = |c: &'a Cell| CellLine {
        row: c.row,
        col: c.col,
        row_span: c.row_span,
        col_span: c.col_span,
        text: &c.text,
        bbox: c.place.bbox,
        range: c.place.range,
    };
    let cells = table.cells.iter().map(cell).collect();
    let line = TableLine {
        document: &outline.name,
        place,
        sheet: outline.sheet(place),
        caption: &table.caption,
        unit: &table.unit,
        cells,
        bars: &table.bars,
        legend: &table.legend,
    };
    serde_json::to_writer(&mut *out, &line)?;
    writeln!(out)
}

/// Rows of words; a merged cell's words stand at its first place. A blank line parts the tables.
fn write_csv(out: &mut impl Write, table: &Table) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(&mut *out);
    for row in rows(table) {
        csv.write_record(&row).map_err(csv_error)?;
    }
    csv.flush()?;
    drop(csv);
    writeln!(out)
}

fn write_markdown(out: &mut impl Write, outline: &Outline, place: Place, table: &Table) -> io::Result<()> {
    let at = match (outline.sheet(place), place.range) {
        (Some(sheet), Some(range)) => format!("{sheet} {range}"),
        (None, Some(range)) => range.to_string(),
        _ => place.number().to_string(),
    };
    let caption = if table.caption.is_empty() { String::new() } else { format!(" {}", table.caption) };
    writeln!(out, "### {} {at}{caption}\n", outline.name)?;
    for (number, row) in rows(table).iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|text| text.replace('|', "\\|").replace('\n', "<br>")).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
        if number == 0 {
            writeln!(out, "|{}", " --- |".repeat(table.cols))?;
        }
    }
    writeln!(out)
}

fn rows(table: &Table) -> Vec<Vec<&str>> {
    let mut rows = vec![vec![""; table.cols]; table.rows];
    for cell in &table.cells {
        if let Some(place) = rows.get_mut(cell.row).and_then(|row| row.get_mut(cell.col)) {
            *place = &cell.text;
        }
    }
    rows
}
