//! The report as a fragment of HTML through the template `report.html`; a long one in several parts.

use minijinja::value::Serde;
use minijinja::{Environment, Value, context};
use unicode_width::UnicodeWidthStr as _;

use super::{Report, Table};
use crate::report::{Lang, ReportError, chart, evidence};

/// Most facts on one page, so that it stays well under a megabyte.
const FACTS: usize = 4_000;
/// Most half-width characters of words that stay on one line: 令和16(2034)年度.
const BRIEF: usize = 16;
/// Words from which on a column is made wide, so that its rows do not grow high.
const LONG: usize = 60;

/// The pages of a report: its tables cut where a page has enough facts. Charts stand on the first page.
#[must_use]
pub fn parts(report: &Report) -> Vec<Report> {
    let mut cut: Vec<Vec<Table>> = vec![Vec::new()];
    let mut room = FACTS;
    for table in &report.tables {
        let empty = || Table { rows: Vec::new(), ..table.clone() };
        if let Some(page) = cut.last_mut() {
            page.push(empty());
        }
        for row in &table.rows {
            let facts: usize = row.cells.iter().map(|c| c.facts.len().max(1)).sum();
            if facts > room && cut.iter().flatten().any(|t| !t.rows.is_empty()) {
                cut.push(vec![empty()]);
                room = FACTS;
            }
            room = room.saturating_sub(facts);
            if let Some(table) = cut.last_mut().and_then(|page| page.last_mut()) {
                table.rows.push(row.clone());
            }
        }
    }
    if cut.len() == 1 {
        return vec![report.clone()];
    }
    let page = |(n, mut tables): (usize, Vec<Table>)| {
        tables.retain(|t| !t.rows.is_empty() || report.tables.iter().any(|own| own.key == t.key && own.rows.is_empty()));
        let charts = if n == 0 { report.charts.clone() } else { Vec::new() };
        Report { tables, charts, ..report.clone() }
    };
    cut.into_iter().enumerate().map(page).collect()
}

/// The fragment for one of [`parts`]; the page around it is another template's. `pages` are the file names of all parts, `number` counts
/// from 1.
///
/// # Errors
/// [`ReportError::Template`] when the template is at fault.
pub fn fragment(environment: &Environment<'_>, report: &Report, pages: &[String], number: usize) -> Result<String, ReportError> {
    let error = |source| ReportError::Template { name: report.file.clone(), source };
    let template = environment.get_template("report.html").map_err(error)?;
    let link = |p: &super::Place| {
        let source = report.sources.get(p.source)?;
        evidence::link(&source.hash, &source.file, &p.evidence).map(Value::from_safe_string)
    };
    let links: Vec<Value> = report.places.iter().map(|p| link(p).unwrap_or_default()).collect();
    let lang = if report.lang == Lang::En.code() { Lang::En } else { Lang::Ja };
    let drawn = |c: &super::Chart| chart::draw(c, lang, &report.title).map(|svg| context! { svg, data => Value::from(Serde(c)) });
    let charts: Vec<Value> = report.charts.iter().filter_map(drawn).collect();
    let tables: Vec<Table> = report.tables.iter().map(Table::without_empty_heads).collect();
    let room: Vec<Vec<&str>> = tables.iter().map(room).collect();
    let report = &Report { tables, ..report.clone() };
    template.render(context! { report => Value::from(Serde(report)), room, links, charts, pages => pages.to_vec(), number }).map_err(error)
}

/// What room a column needs after its longest words: `brief` where no line is broken (codes, years, units, states), `long` for sentences.
fn room(table: &Table) -> Vec<&'static str> {
    let longest = |at: usize| table.rows.iter().filter_map(|r| r.cells.get(at)).flat_map(|c| &c.facts).map(|f| f.line().width()).max();
    let column = |at: usize| match longest(at).unwrap_or(0) {
        0..=BRIEF => "brief",
        LONG.. => "long",
        _ => "",
    };
    (0..table.columns.len()).map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::view::{Cell, Row};

    #[test]
    fn a_long_report_is_cut_between_rows() {
        let rows = |n: usize| (0..n).map(|i| Row::new(vec![Cell::text(i.to_string()), Cell::default()])).collect();
        let tables =
            vec![Table { key: "a", rows: rows(3_000), ..Table::default() }, Table { key: "b", rows: rows(10), ..Table::default() }];
        let report = Report { tables, ..Report::default() };
        let parts = parts(&report);
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[0].tables[0].rows.len() + parts[1].tables[0].rows.len(), 3_000);
        assert_eq!(parts[1].tables[1].rows.len(), 10);
    }

    #[test]
    fn a_short_report_stays_whole() {
        let report = Report { tables: vec![Table::default()], ..Report::default() };
        assert_eq!(parts(&report), [report]);
    }
}
