//! Years as rows, measures as columns.

use shirube::model::{Body, Measure};

use super::add_step;
use crate::generator::compose::Composer;
use crate::generator::layout::{YearForm, long_year};
use crate::generator::table::Table;

/// Years as rows, measures as columns; nothing else is said of them.
pub(super) fn turned(c: &mut Composer) {
    let ids: Vec<usize> = (0..c.plan.measures.len()).collect();
    let groups = ids.len().div_ceil(5);
    let years: Vec<i32> = (c.plan.from..=c.plan.to).collect();
    for part in ids.chunks(ids.len().div_ceil(groups)) {
        let mut table = Table { header: 1, widths: vec![2.4], ..Table::default() };
        table.cell(0, 0, "年度").centred = true;
        for (n, year) in years.iter().enumerate() {
            let text = if c.layout.years == YearForm::TwoRows { long_year(*year) } else { c.layout.year(*year) };
            table.cell(n + 1, 0, text).centred = true;
        }
        for (col, &id) in part.iter().enumerate() {
            let m = c.plan.measures[id].clone();
            table.widths.push(3.2);
            table.cell(0, col + 1, m.title.clone()).centred = true;
            c.add(Body::Measure(Measure { title: m.title.clone(), ..Measure::default() }));
            for (label, from, to) in m.steps {
                let row = (from - c.plan.from) as usize + 1;
                table.span(row, col + 1, (to - from + 1) as usize, 1, label.clone()).centred = true;
                add_step(c, &m.title, label, from, to);
            }
        }
        c.flow.space(8.0);
        c.flow.table(table);
    }
}
