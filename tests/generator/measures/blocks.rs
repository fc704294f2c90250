//! Goals as headings, each measure a title with its owners, bullets and a schedule of its own.

use shirube::model::Basis;

use super::time::{draw, units};
use super::{add_measure, add_step};
use crate::generator::compose::Composer;
use crate::generator::layout::{BlockTime, BlockTitle, OwnerPlace, long_year};
use crate::generator::table::Table;
use crate::generator::words::OWNER_MARKER;

/// The time of a measure in a line of words or in a bracket.
fn time_in_words(c: &mut Composer, id: usize) {
    let m = c.plan.measures[id].clone();
    let bracket = c.layout.block_time == BlockTime::Brackets;
    let steps: Vec<String> = m
        .steps
        .iter()
        .map(|(label, from, to)| match (bracket, from == to) {
            (true, true) => format!("{}：{label}", long_year(*from)),
            (true, false) => format!("{}～{}：{label}", long_year(*from), long_year(*to)),
            (false, true) => format!("{}に{label}", long_year(*from)),
            (false, false) => format!("{}から{}まで{label}", long_year(*from), long_year(*to)),
        })
        .collect();
    let text = if bracket { format!("【{}】", steps.join("　")) } else { format!("・実施時期　{}", steps.join("、")) };
    c.flow.words(&text, 9.0, 12.0, 0.0);
    for (label, from, to) in m.steps {
        add_step(c, &m.title, label, from, to);
    }
}

/// Goals as headings, each measure a title with bullets and a schedule of its own.
pub(super) fn blocks(c: &mut Composer) {
    let half = c.layout.half;
    let mark = c.random.pick(&["◆", "■", "●"]);
    let label = c.random.pick(&["施策", "取組", "事業"]);
    let marker = OWNER_MARKER.pick(&mut c.random, half);
    let mut number = 0;
    let mut open: Vec<usize> = Vec::new();
    for id in 0..c.plan.measures.len() {
        let m = c.plan.measures[id].clone();
        let chain = c.chain(m.goal);
        for goal in chain.iter().filter(|g| !open.contains(g)) {
            c.goal_heading(*goal);
            number = 0;
        }
        open = chain;
        add_measure(c, id, false, true, false);
        let owners = m.owners.join("、");
        number += 1;
        let title = match c.layout.block_title {
            BlockTitle::Mark => format!("{mark}{}", m.title),
            BlockTitle::Number => format!("（{number}）{}", m.title),
            BlockTitle::Label => format!("■{label}：{}", m.title),
        };
        c.flow.space(6.0);
        if c.layout.owners == OwnerPlace::Bracket {
            c.flow.words(&format!("{title}（{marker}：{owners}）"), 10.5, 0.0, 110.0);
        } else {
            c.flow.words(&title, 10.5, 0.0, 130.0);
            c.flow.words(&format!("（{marker}：{owners}）"), 9.0, 12.0, 100.0);
        }
        for sentence in m.description.split_inclusive('。') {
            c.flow.words(&format!("・{sentence}"), 9.0, 12.0, 0.0);
        }
        c.flow.space(4.0);
        if c.layout.block_time != BlockTime::Table {
            time_in_words(c, id);
            continue;
        }
        let units = units(c);
        let header = c.layout.year_rows();
        let mut table = Table { widths: vec![1.0; units.len()], header, ..Table::default() };
        let years: Vec<i32> = units.iter().map(|u| u.from).collect();
        c.year_head(&mut table, 0, 0, &years);
        table.rows = header + 1;
        draw(c, &mut table, header, 0, id, &units, Basis::Plan);
        c.flow.table(table);
    }
}
