//! 事業体比較: for each group of peers indicators × utilities in one fiscal year, one edition of the standard and one scope, with mean,
//! median and rank; what was left out is listed with its reason. A group that is wider than a page is cut into blocks of utilities.

mod excluded;
mod group;

use super::Material;
use crate::report::format::{compared, printed_decimals};
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Report, Row, Speech, Table, Tone};
use crate::track::{Cite, Comparison, ComparisonCell, ComparisonRow, Peers, Stated, Trend};

/// Utilities beside each other on one sheet; more are set in further tables with the same rows.
const BLOCK: usize = 12;

/// The report; `None` where there is nothing to compare.
pub(super) fn report(material: &Material<'_>) -> Option<Report> {
    let speech = material.speech;
    let mut draft = Draft::new("comparison_table", "comparison_table".to_owned(), speech);
    let (mut tables, mut excluded) = (Vec::new(), Vec::new());
    for peers in &material.peers.groups {
        let comparison = material.overview.comparison.among(&peers.members, material.choice.year);
        let name = group::name(peers, speech);
        // A mean that plans print of their peers is no utility's figure; a year that one utility alone states compares nothing.
        let rows: Vec<&ComparisonRow> = comparison.rows.iter().filter(|r| !r.is_average() && r.count > 1).collect();
        excluded.extend(excluded::rows(&mut draft, material, &comparison, &name));
        if rows.is_empty() {
            draft.report.summary.push(speech.fill("view.nothing_in_common", &[("group", &name)]));
            continue;
        }
        let values = [("group", name.clone()), ("n", rows.len().to_string()), ("single", comparison.single.len().to_string())];
        draft.report.summary.push(speech.fill("view.group_count", &values.each_ref().map(|(k, v)| (*k, v.as_str()))));
        let blocks: Vec<Vec<usize>> = (0..peers.members.len()).collect::<Vec<_>>().chunks(BLOCK).map(<[usize]>::to_vec).collect();
        for (number, block) in blocks.iter().enumerate() {
            let title = title(&draft, &name, (number, blocks.len()));
            let rows = rows.iter().map(|row| line(&mut draft, material, row, block)).collect();
            tables.push(Table { key: "comparison", title, columns: columns(speech, &comparison, block), rows });
        }
    }
    let asked = material.choice.peers != crate::track::PeersBy::default();
    if tables.is_empty() && !(asked && material.overview.comparison.utilities.len() > 1) {
        return None;
    }
    let groups = group::table(&mut draft, material);
    draft.report.tables.push(groups);
    draft.report.tables.extend(tables);
    draft.report.tables.push(excluded::table(speech, excluded));
    for name in &material.peers.unknown {
        draft.note(speech.fill("view.unknown_peer", &[("name", name)]));
    }
    for note in ["caution", "mean_note", "rank_note", "direction_note", "same_only_note"] {
        draft.note(speech.say(&format!("view.{note}")));
    }
    super::nothing::legend(&mut draft);
    draft.legend(speech.col("mean"), speech.say("view.mean_means"));
    draft.legend(speech.col("median"), speech.say("view.median_means"));
    Some(draft.report)
}

/// The group, and the number of the block where there are several.
fn title(draft: &Draft, group: &str, (number, blocks): (usize, usize)) -> String {
    let of = if blocks > 1 { format!(" {}/{blocks}", number + 1) } else { String::new() };
    format!("{}: {group}{of}", draft.report.title)
}

fn columns(speech: Speech, comparison: &Comparison, block: &[usize]) -> Vec<Column> {
    let mut columns = vec![
        Column::subject("code", speech.col("code"), 5),
        Column::subject("indicator", speech.col("indicator"), 14),
        Column::subject("year", speech.col("year"), 8),
        Column::text("unit", speech.col("unit"), 4),
        Column::text("direction", speech.col("direction"), 5),
        Column::text("edition", speech.col("standard"), 5),
    ];
    columns.extend(block.iter().map(|i| Column::of(ColumnKind::Number, &format!("u{i}"), comparison.utilities[*i].clone(), 8)));
    columns.push(Column::of(ColumnKind::Number, "mean", speech.col("mean"), 6));
    columns.push(Column::of(ColumnKind::Number, "median", speech.col("median"), 6));
    columns.push(Column::of(ColumnKind::Number, "n", "n".to_owned(), 3));
    columns
}

fn cite(draft: &mut Draft, material: &Material<'_>, cite: Cite) -> Vec<usize> {
    draft.cite_record(material.documents[cite.document], cite.record)
}

/// Whether a cell's figure goes into mean, median and rank: exact, and of the row's year.
fn exact(cell: &ComparisonCell) -> Option<&Stated> {
    cell.stated.as_ref().filter(|s| s.comparator.as_deref().is_none_or(|c| c == "="))
}

fn line(draft: &mut Draft, material: &Material<'_>, row: &ComparisonRow, block: &[usize]) -> Row {
    let mut cells = heads(row, material);
    cells.extend(block.iter().map(|i| stated(draft, material, row, &row.cells[*i])));
    let values: Vec<f64> = row.cells.iter().filter_map(exact).map(|s| s.value).collect();
    let decimals = decimals(row);
    let of =
        |value: Option<f64>| -> Cell { value.map(|v| Fact::number(v, Some(decimals)).unit(row.unit.as_deref()).year(row.year)).into() };
    let enough = values.len() > 1;
    cells.push(of(mean(&values).filter(|_| enough)));
    cells.push(of(median(&values).filter(|_| enough)));
    cells.push(Fact::number(count(values.len()), Some(0)).year(row.year).into());
    Row::new(cells)
}

/// Decimals of mean and median: as many as the figures print, at least one.
fn decimals(row: &ComparisonRow) -> usize {
    row.cells.iter().filter_map(exact).filter_map(|s| printed_decimals(&s.text, s.value)).max().unwrap_or(1).max(1)
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// What a utility states: a figure with its rank, a printed nothing, or silence.
fn stated(draft: &mut Draft, material: &Material<'_>, row: &ComparisonRow, cell: &ComparisonCell) -> Cell {
    let speech = material.speech;
    let Some(s) = &cell.stated else {
        return match cell.nothing {
            Some((nothing, place)) => super::nothing::fact(nothing, speech).year(row.year).at(cite(draft, material, place)).into(),
            None => super::nothing::silent(speech).year(row.year).into(),
        };
    };
    let shown = compared(s.value, s.comparator.as_deref(), &s.text, speech.0);
    let at = cite(draft, material, s.cite);
    let figure = Fact { number: Some(s.value), ..Fact::text(shown) }.unit(row.unit.as_deref()).year(row.year).at(at);
    let mut facts = vec![super::nothing::marked(figure, &s.text)];
    if let Some(rank) = cell.rank {
        let shown = speech.fill("view.rank", &[("n", &rank.to_string())]);
        facts.push(Fact { number: Some(count(rank)), ..Fact::text(shown) }.named(speech.col("rank")).year(row.year));
    }
    if !cell.conflicts.is_empty() {
        facts.push(Fact::text(speech.say("view.conflicting")).code("conflicting").tone(Tone::Watch).year(row.year));
    }
    facts.into()
}

fn heads(row: &ComparisonRow, material: &Material<'_>) -> Vec<Cell> {
    let speech = material.speech;
    let name = row.scope.as_ref().map_or_else(|| row.name.clone(), |s| format!("{} ({s})", row.name));
    let direction = direction(row.trend, row.trend_of_dictionary, speech);
    vec![
        Cell::text(row.code.clone().unwrap_or_default()),
        Cell::text(name),
        row.year.map(|y| Fact { number: Some(f64::from(y)), ..Fact::text(speech.year(y)) }).into(),
        Cell::text(row.unit.clone().unwrap_or_default()),
        Cell::text(direction),
        Cell::text(row.edition.map(|e| e.to_string()).unwrap_or_default()),
    ]
}

/// Which way is better, in words; with * where the dictionary says it.
pub(super) fn direction(trend: Trend, of_dictionary: bool, speech: Speech) -> String {
    let said = speech.say(match trend {
        Trend::Up => "view.up",
        Trend::Down => "view.down",
        Trend::Neutral => "view.neutral",
        Trend::Unknown => "view.no_direction",
        Trend::Conflict => "view.conflict",
    });
    if of_dictionary { format!("{said}*") } else { said }
}

/// The mean of a utility's peers, itself left out.
pub(super) struct PeerMean {
    /// The group.
    pub(super) group: String,
    /// Mean of the others.
    pub(super) mean: f64,
    /// Decimals that their figures print.
    pub(super) decimals: usize,
    /// The utilities and their figures.
    pub(super) of: Vec<(String, Stated)>,
}

/// The mean of the others of a utility's first group for the indicator that a record is compared under, in a fiscal year; `None` where
/// fewer than two of them state it exactly.
pub(super) fn mean_of_others(material: &Material<'_>, utility: &str, record: Cite, year: i32) -> Option<PeerMean> {
    let all = &material.overview.comparison;
    let own = all.utilities.iter().position(|u| u == utility)?;
    let row = all.rows.get(*material.row_of.get(&record)?).filter(|r| r.scope.is_none())?;
    let peers: &Peers = material.peers.groups.iter().find(|g| g.members.contains(&own))?;
    let others: Vec<usize> = peers.members.iter().copied().filter(|i| *i != own).collect();
    let only = Comparison { utilities: all.utilities.clone(), rows: vec![row.clone()], single: Vec::new() }.among(&others, Some(year));
    let row = only.rows.first()?;
    let named = only.utilities.iter().zip(&row.cells);
    let of: Vec<(String, Stated)> = named.filter_map(|(utility, cell)| Some((utility.clone(), exact(cell)?.clone()))).collect();
    let values: Vec<f64> = of.iter().map(|(_, s)| s.value).collect();
    let mean = mean(&values).filter(|_| values.len() > 1)?;
    Some(PeerMean { group: group::name(peers, material.speech), mean, decimals: decimals(row), of })
}

/// The arithmetic mean of the utilities' figures, each counting once.
fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / count(values.len()))
}

/// The figure in the middle; of an even number the mean of the two in the middle.
fn median(values: &[f64]) -> Option<f64> {
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
