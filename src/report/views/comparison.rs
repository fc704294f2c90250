//! 事業体比較: indicators × utilities in one fiscal year, one edition of the standard and one scope, with mean, median and rank; what
//! was left out is listed with its reason.

use super::Material;
use crate::report::format::compared;
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Report, Row, Table, Tone};
use crate::track::{Cite, ComparisonCell, ComparisonRow, Stated, Trend, squash};

/// More utilities than this are not columns of one table; the facts have them all.
const MOST_UTILITIES: usize = 40;

/// The report; `None` where no two utilities state the same indicator.
pub(super) fn report(material: &Material<'_>) -> Option<Report> {
    let comparison = &material.overview.comparison;
    if comparison.rows.is_empty() {
        return None;
    }
    let speech = material.speech;
    let mut draft = Draft::new("comparison_table", "comparison_table".to_owned(), speech);
    let wanted = material.choice.utility.as_deref().map(squash);
    let shown: Vec<usize> = (0..comparison.utilities.len())
        .filter(|i| wanted.as_ref().is_none_or(|w| squash(&comparison.utilities[*i]).contains(w.as_str())) || wanted.is_some())
        .take(MOST_UTILITIES)
        .collect();
    let mut columns = vec![
        Column::subject("code", speech.col("code"), 5),
        Column::subject("indicator", speech.col("indicator"), 14),
        Column::subject("year", speech.col("year"), 8),
        Column::text("unit", speech.col("unit"), 4),
        Column::text("direction", speech.col("direction"), 5),
        Column::text("edition", speech.col("standard"), 5),
    ];
    columns.extend(shown.iter().map(|i| Column::of(ColumnKind::Number, &format!("u{i}"), comparison.utilities[*i].clone(), 8)));
    columns.push(Column::of(ColumnKind::Number, "mean", speech.col("mean"), 6));
    columns.push(Column::of(ColumnKind::Number, "median", speech.col("median"), 6));
    columns.push(Column::of(ColumnKind::Number, "n", "n".to_owned(), 3));
    let (mut rows, mut excluded) = (Vec::new(), Vec::new());
    for row in &comparison.rows {
        rows.push(line(&mut draft, material, row, &shown));
        excluded.extend(left_out(&mut draft, material, row, &shown));
    }
    draft.report.tables.push(Table { key: "comparison", title: draft.report.title.clone(), columns, rows });
    let columns = vec![
        Column::subject("code", speech.col("code"), 5),
        Column::subject("indicator", speech.col("indicator"), 14),
        Column::subject("utility", speech.col("utility"), 10),
        Column::of(ColumnKind::Number, "value", speech.col("value"), 10),
        Column::text("why", speech.col("why"), 24),
    ];
    draft.report.tables.push(Table { key: "excluded", title: speech.say("view.excluded"), columns, rows: excluded });
    draft.note(speech.say("view.caution"));
    draft.note(speech.say("view.mean_note"));
    draft.note(speech.say("view.rank_note"));
    draft.legend("－", speech.say("view.silent"));
    draft.legend(speech.col("mean"), speech.say("view.mean_means"));
    draft.legend(speech.col("median"), speech.say("view.median_means"));
    Some(draft.report)
}

fn cite(draft: &mut Draft, material: &Material<'_>, cite: Cite) -> Vec<usize> {
    draft.cite_record(material.documents[cite.document], cite.record)
}

/// Whether a cell's figure goes into mean, median and rank: exact, and of the row's year.
fn exact(cell: &ComparisonCell) -> Option<&Stated> {
    cell.stated.as_ref().filter(|s| s.comparator.as_deref().is_none_or(|c| c == "="))
}

fn line(draft: &mut Draft, material: &Material<'_>, row: &ComparisonRow, shown: &[usize]) -> Row {
    let speech = material.speech;
    let mut cells = heads(row, material);
    for i in shown {
        let cell = &row.cells[*i];
        cells.push(match &cell.stated {
            None => Fact::text("－").code("silent").tone(Tone::Quiet).year(row.year).into(),
            Some(s) => {
                let shown = compared(s.value, s.comparator.as_deref(), &s.text, speech.0);
                let at = cite(draft, material, s.cite);
                let mut facts = vec![Fact { number: Some(s.value), ..Fact::text(shown) }.unit(row.unit.as_deref()).year(row.year).at(at)];
                if let Some(rank) = cell.rank {
                    let shown = speech.fill("view.rank", &[("n", &rank.to_string())]);
                    let rank = f64::from(u32::try_from(rank).unwrap_or(u32::MAX));
                    let fact = Fact { number: Some(rank), ..Fact::text(shown) };
                    facts.push(fact.named(speech.col("rank")).year(row.year));
                }
                facts.into()
            }
        });
    }
    let values: Vec<f64> = row.cells.iter().filter_map(exact).map(|s| s.value).collect();
    let decimals = row.cells.iter().filter_map(exact).filter_map(|s| crate::report::format::printed_decimals(&s.text, s.value)).max();
    let of = |value: Option<f64>| -> Cell {
        let decimals = decimals.unwrap_or(1).max(1);
        value.map(|v| Fact::number(v, Some(decimals)).unit(row.unit.as_deref()).year(row.year)).into()
    };
    let enough = values.len() > 1;
    cells.push(of(mean(&values).filter(|_| enough)));
    cells.push(of(median(&values).filter(|_| enough)));
    #[allow(clippy::cast_precision_loss)] // utilities
    cells.push(Fact::number(values.len() as f64, Some(0)).year(row.year).into());
    Row::new(cells)
}

fn heads(row: &ComparisonRow, material: &Material<'_>) -> Vec<Cell> {
    let speech = material.speech;
    let name = row.scope.as_ref().map_or_else(|| row.name.clone(), |s| format!("{} ({s})", row.name));
    let direction = match row.trend {
        Trend::Up => "view.up",
        Trend::Down => "view.down",
        Trend::Neutral => "view.neutral",
        Trend::Unknown => "view.no_direction",
        Trend::Conflict => "view.conflict",
    };
    vec![
        Cell::text(row.code.clone().unwrap_or_default()),
        Cell::text(name),
        row.year.map(|y| Fact { number: Some(f64::from(y)), ..Fact::text(speech.year(y)) }).into(),
        Cell::text(row.unit.clone().unwrap_or_default()),
        Cell::text(speech.say(direction)),
        Cell::text(row.edition.map(|e| e.to_string()).unwrap_or_default()),
    ]
}

/// Cells that are not compared, each with its reason.
fn left_out(draft: &mut Draft, material: &Material<'_>, row: &ComparisonRow, shown: &[usize]) -> Vec<Row> {
    let speech = material.speech;
    let mut rows = Vec::new();
    for i in shown {
        let cell = &row.cells[*i];
        let (value, why) = match (&cell.stated, &cell.other_year) {
            (Some(s), _) if exact(cell).is_none() => (Some(s), "view.why_limit"),
            (Some(_), _) => continue,
            (None, Some(s)) => (Some(s), "view.why_year"),
            (None, None) if cell.points.is_empty() => (None, "view.why_silent"),
            (None, None) => (None, "view.why_no_actual"),
        };
        let fact = value.map(|s| {
            let shown = compared(s.value, s.comparator.as_deref(), &s.text, speech.0);
            let at = cite(draft, material, s.cite);
            let fact = Fact { number: Some(s.value), ..Fact::text(shown) };
            fact.named(speech.year(s.year)).unit(row.unit.as_deref()).year(Some(s.year)).at(at)
        });
        rows.push(Row::new(vec![
            Cell::text(row.code.clone().unwrap_or_default()),
            Cell::text(row.name.clone()),
            Cell::text(material.overview.comparison.utilities[*i].clone()),
            fact.into(),
            Fact::text(speech.say(why)).code(why.trim_start_matches("view.why_")).into(),
        ]));
    }
    rows
}

/// The arithmetic mean of the utilities' figures, each counting once.
pub(super) fn mean(values: &[f64]) -> Option<f64> {
    #[allow(clippy::cast_precision_loss)] // utilities
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The figure in the middle; of an even number the mean of the two in the middle.
pub(super) fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        n if n % 2 == 1 => Some(sorted[middle]),
        _ => Some(f64::midpoint(sorted[middle - 1], sorted[middle])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_and_median_are_told_apart() {
        assert_eq!((mean(&[1.0, 2.0, 9.0]), median(&[9.0, 1.0, 2.0])), (Some(4.0), Some(2.0)));
        assert_eq!(median(&[1.0, 2.0, 3.0, 10.0]), Some(2.5));
        assert_eq!((mean(&[]), median(&[])), (None, None));
    }
}
