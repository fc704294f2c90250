//! `shirube extract --coverage`: where the characters of each page went.

use std::io::{self, Write};
use std::path::Path;

use rust_i18n::t;

use crate::check::PageCoverage;
use crate::cli::args::{CheckFormat, Extract};
use crate::cli::columns::lay_out;
use crate::cli::exit::Exit;
use crate::cli::messages::text;
use crate::cli::output::{Failure, Output, csv_error};
use crate::cli::pipeline::{self, Covered, Tools};
use crate::cli::problems;

pub(super) fn run(args: &Extract, format: CheckFormat, tools: &Tools, output: Output) -> Result<Exit, Failure> {
    let (mut warnings, mut failed, mut pages) = (Vec::new(), Vec::new(), Vec::new());
    let covered = |path: &Path| pipeline::covered(path, tools);
    pipeline::each_file(&args.files, output, covered, |path, outcome| {
        match outcome {
            Ok(Covered { outline, pages: own, warnings: told }) => {
                warnings.extend(problems::of_warnings(&path.display().to_string(), outline.numbering(), &told));
                pages.extend(own);
            }
            Err(message) => failed.push(message),
        }
        Ok(())
    })?;
    output.results(|out| match format {
        CheckFormat::Jsonl => {
            for page in &pages {
                serde_json::to_writer(&mut *out, page)?;
                writeln!(out)?;
            }
            Ok(())
        }
        CheckFormat::Csv => write_csv(out, &pages),
        CheckFormat::Table => writeln!(out, "{}", table(&pages)),
    })?;
    Ok(super::tell_problems(&warnings, &failed, args.files.len() - failed.len(), output))
}

fn heads() -> Vec<String> {
    let keys = [
        "coverage.document",
        "coverage.page",
        "coverage.characters",
        "coverage.in_records",
        "coverage.running_text",
        "coverage.understood_tables",
        "coverage.kept_tables",
        "coverage.furniture",
        "coverage.figures",
        "coverage.figures_unread",
    ];
    keys.map(text).to_vec()
}

fn cells(page: &PageCoverage) -> Vec<String> {
    let mut cells = vec![page.document.clone(), page.page.map_or_else(String::new, |n| n.to_string())];
    let counts = [
        page.characters,
        page.in_records,
        page.running_text,
        page.understood_tables,
        page.kept_tables,
        page.furniture,
        page.figures,
        page.figures_unread,
    ];
    cells.extend(counts.map(|n| n.to_string()));
    cells
}

/// One line a page and one for all.
fn table(pages: &[PageCoverage]) -> String {
    let mut rows = vec![heads()];
    rows.extend(pages.iter().map(cells));
    let sum = |of: fn(&PageCoverage) -> usize| pages.iter().map(of).sum::<usize>();
    let all = PageCoverage {
        document: t!("coverage.all").into_owned(),
        page: None,
        characters: sum(|p| p.characters),
        in_records: sum(|p| p.in_records),
        running_text: sum(|p| p.running_text),
        understood_tables: sum(|p| p.understood_tables),
        kept_tables: sum(|p| p.kept_tables),
        furniture: sum(|p| p.furniture),
        figures: sum(|p| p.figures),
        figures_unread: sum(|p| p.figures_unread),
    };
    rows.push(cells(&all));
    lay_out(&rows)
}

fn write_csv(out: &mut impl Write, pages: &[PageCoverage]) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(&mut *out);
    csv.write_record(heads()).map_err(csv_error)?;
    for page in pages {
        csv.write_record(cells(page)).map_err(csv_error)?;
    }
    csv.flush()
}
