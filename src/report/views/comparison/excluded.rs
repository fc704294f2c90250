//! Figures that the comparison leaves out, each with its reason. A utility that states nothing at all is no exclusion: its cell says so.

use super::{cite, exact};
use crate::report::format::compared;
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Row, Speech, Table};
use crate::report::views::Material;
use crate::track::{Cite, Comparison, ComparisonRow, Kin, Stated};

/// The table of what was left out.
pub(super) fn table(speech: Speech, rows: Vec<Row>) -> Table {
    let columns = vec![
        Column::subject("code", speech.col("code"), 5),
        Column::subject("indicator", speech.col("indicator"), 14),
        Column::subject("utility", speech.col("utility"), 10),
        Column::of(ColumnKind::Number, "value", speech.col("value"), 10),
        Column::text("printed_as", speech.col("printed_as"), 14),
        Column::text("why", speech.col("why"), 24),
    ];
    Table { key: "excluded", title: speech.say("view.excluded"), columns, rows }
}

/// All that a group's comparison leaves out.
pub(super) fn rows(draft: &mut Draft, material: &Material<'_>, comparison: &Comparison, group: &str) -> Vec<Row> {
    let kin = Kin::new(comparison, material.rules);
    let mut rows = Vec::new();
    for row in comparison.rows.iter().filter(|r| !r.is_average()) {
        for (i, cell) in row.cells.iter().enumerate() {
            let mut found: Vec<(Option<&Stated>, &str)> = cell.conflicts.iter().map(|s| (Some(s), "conflict")).collect();
            match (&cell.stated, &cell.other_year) {
                (Some(s), _) if row.count < 2 => found.push((Some(s), "alone")),
                (Some(s), _) if exact(cell).is_none() => found.push((Some(s), "limit")),
                (None, Some(s)) => found.push((Some(s), "year")),
                (None, None) if cell.nothing.is_none() && cell.points.iter().any(|p| p.value.is_some()) => found.push((None, "no_actual")),
                _ => {}
            }
            let why = |code: &str| material.speech.say(&format!("view.why_{code}"));
            for (stated, code) in found {
                let name = row.name.clone();
                let one = One { group, utility: &comparison.utilities[i], stated, unit: row.unit.as_deref(), name, code, why: why(code) };
                rows.push(one.row(draft, material, row));
            }
        }
        for apart in kin.apart(row) {
            let code = apart.why.word();
            let why = material.speech.say(&format!("view.why_{code}"));
            let detail = material.speech.find(&format!("relation.{}", apart.detail)).unwrap_or(apart.detail);
            let why = if detail.is_empty() { why } else { material.speech.fill("view.why_with", &[("why", &why), ("detail", &detail)]) };
            let (stated, unit) = (Some(&apart.stated), apart.unit.as_deref());
            let one = One { group, utility: &comparison.utilities[apart.utility], stated, unit, name: apart.other, code, why };
            rows.push(one.row(draft, material, row));
        }
    }
    rows
}

/// One figure left out.
struct One<'a> {
    group: &'a str,
    utility: &'a str,
    stated: Option<&'a Stated>,
    unit: Option<&'a str>,
    /// Under which code and name it is printed.
    name: String,
    code: &'a str,
    why: String,
}

impl One<'_> {
    fn row(self, draft: &mut Draft, material: &Material<'_>, row: &ComparisonRow) -> Row {
        let speech = material.speech;
        let of = |place: Cite, draft: &mut Draft| cite(draft, material, place);
        let fact = self.stated.map(|s| {
            let shown = compared(s.value, s.comparator.as_deref(), &s.text, speech.0);
            let at = of(s.cite, draft);
            let fact = Fact { number: Some(s.value), ..Fact::text(shown) };
            fact.named(speech.year(s.year)).unit(self.unit).year(Some(s.year)).at(at)
        });
        Row::new(vec![
            Cell::text(row.code.clone().unwrap_or_default()),
            Cell::text(row.name.clone()),
            Cell::text(self.utility),
            fact.into(),
            Cell::text(self.name),
            Fact::text(self.why).code(self.code).into(),
        ])
        .under(self.group)
    }
}
