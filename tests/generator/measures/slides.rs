//! Slides: one for each goal with its measures in boxes, one behind them with the years of all.

use shirube::model::Basis;

use super::add_measure;
use super::time::{draw, head, head_rows, units};
use crate::generator::compose::Composer;
use crate::generator::table::Table;
use crate::generator::words::{MEASURE, OWNER_MARKER};

pub(super) fn slides(c: &mut Composer) {
    let half = c.layout.half;
    let marker = OWNER_MARKER.pick(&mut c.random, half);
    let sign = c.random.pick(&["：", " → ", "　"]);
    let ids: Vec<usize> = (0..c.plan.measures.len()).collect();
    let mut open: Vec<usize> = Vec::new();
    let goals: Vec<usize> = c.plan.measures.iter().map(|m| m.goal).collect();
    for part in ids.chunk_by(|a, b| goals[*a] == goals[*b]) {
        c.flow.new_page();
        let chain = c.chain(c.plan.measures[part[0]].goal);
        for goal in chain.iter().filter(|g| !open.contains(g)) {
            let line = c.tier_line(*goal);
            c.flow.heading(&line, [24.0, 20.0, 17.0][c.plan.goals[*goal].tier]);
        }
        open = chain;
        for &id in part {
            let m = c.plan.measures[id].clone();
            add_measure(c, id, false, true, false);
            c.flow.space(10.0);
            c.flow.words(&format!("■ {}", m.title), 15.0, 10.0, 70.0);
            c.flow.words(&m.description, 12.0, 24.0, 0.0);
            c.flow.words(&format!("{marker}{sign}{}", m.owners.join("、")), 11.0, 24.0, 0.0);
        }
    }
    c.flow.new_page();
    c.flow.heading("全体の工程", 20.0);
    let (units, header) = (units(c), head_rows(c));
    let mut table = Table { header, widths: vec![5.0], ..Table::default() };
    table.widths.extend(vec![2.6; units.len()]);
    table.span(0, 0, header, 1, MEASURE.pick(&mut c.random, half)).centred = true;
    head(c, &mut table, 0, header, 1, &units);
    for (n, &id) in ids.iter().enumerate() {
        table.cell(header + n, 0, c.plan.measures[id].title.clone());
        draw(c, &mut table, header + n, 1, id, &units, Basis::Plan);
    }
    c.flow.table(table);
}
