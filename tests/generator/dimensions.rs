//! The dimensions in which random plans differ, and how well each of their values is read.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};

use super::Printed;
use super::layout::{BlockTime, Layout, MeasureForm, ReportForm, TierPlace};
use super::score::{Counts, Scores};

/// Types of records that a dimension bears on; nothing for all.
type Types = &'static [&'static str];

const TREE: Types = &["goal", "measure", "schedule", "result"];
const TIME: Types = &["schedule"];
const VALUES: Types = &["value"];
const MONEY: Types = &["amount"];

/// Name, value and the types it bears on, of all dimensions that a plan shows.
pub(crate) fn dimensions(plan: &Printed) -> Vec<(&'static str, String, Types)> {
    let l = &plan.layout;
    let mut all: Vec<(&'static str, String, Types)> = vec![
        ("words", said(l.half), &[]),
        ("kind", (if plan.report { "report" } else { "plan" }).to_owned(), &[]),
        ("coding", said(l.coding), &[]),
        ("ruling", said(l.ruling), &[]),
        ("breaks", said(l.breaks), &[]),
        ("landscape", said(l.landscape), &[]),
        ("tiers", plan.tiers.to_string(), TREE),
        ("tier numbers", said(l.tier_number), &["goal"]),
        ("indicators", said(l.indicators), VALUES),
        ("targets in words", said(plan.word_targets), VALUES),
        ("money unit", said(l.money_unit), MONEY),
        ("money groups", said(l.group_column), MONEY),
        ("money sum row", said(l.money_sum), MONEY),
        ("years", said(l.years), &["schedule", "value", "amount", "result"]),
    ];
    if !plan.report {
        all.push(("measures", said(l.measures), TREE));
        all.push(("money several years", said(l.money_later), MONEY));
        all.push(("followup", said(l.followup), &["result", "measure", "goal"]));
        all.push(("phases", said(l.phases), TIME));
        all.push(("再掲", said(plan.again), TREE));
        all.push(("given up", said(plan.given_up), TREE));
    } else {
        all.push(("report form", said(l.report), TREE));
    }
    match l.measures {
        MeasureForm::Table => tables(l, plan.report, &mut all),
        MeasureForm::Blocks => {
            all.push(("block title", said(l.block_title), TREE));
            all.push(("block time", said(l.block_time), TIME));
            all.push(("block owners", said(l.owners), TREE));
            all.push(("coordinator", said(l.coordinator), TREE));
        }
        MeasureForm::Turned | MeasureForm::Sheets | MeasureForm::Slides => {}
    }
    let drawn = match l.measures {
        MeasureForm::Table => !plan.report || matches!(l.report, ReportForm::DoubleRows | ReportForm::Revised),
        MeasureForm::Blocks => l.block_time == BlockTime::Table,
        MeasureForm::Sheets | MeasureForm::Slides => true,
        MeasureForm::Turned => false,
    };
    if drawn {
        all.push(("schedule", said(l.schedule), TIME));
    }
    all
}

/// What only tables of measures show.
fn tables(l: &Layout, report: bool, all: &mut Vec<(&'static str, String, Types)>) {
    all.push(("tier place", said(l.tiers), TREE));
    all.push(("code column", said(l.code), TREE));
    all.push(("one table", said(l.one_table), TREE));
    all.push(("owner last", said(l.owner_last), TREE));
    all.push(("category column", said(l.category), TREE));
    all.push(("aims in words", said(l.aims), VALUES));
    if !report {
        all.push(("schedule head", said(l.schedule_head), TIME));
        all.push(("description column", said(l.description), TREE));
    }
    match l.tiers {
        TierPlace::Columns => all.push(("vertical goals", said(l.vertical), TREE)),
        TierPlace::Headings => all.push(("coordinator", said(l.coordinator), TREE)),
        TierPlace::TitleRows => {}
    }
}

fn said(value: impl Debug) -> String {
    format!("{value:?}")
}

/// Scores by dimension and value.
#[derive(Default)]
pub(crate) struct Table {
    rows: BTreeMap<(&'static str, String), (usize, Counts, Counts)>,
    types: Scores,
}

impl Table {
    pub(crate) fn add(&mut self, plan: &Printed, scores: &Scores) {
        for (name, value, types) in dimensions(plan) {
            let row = self.rows.entry((name, value)).or_default();
            row.0 += 1;
            row.1.add(scores.all());
            row.2.add(if types.is_empty() { scores.all() } else { scores.of(types) });
        }
        self.types.add(scores);
    }

    /// A line for each type and each value of each dimension: plans, F1 of all records, F1 of those the dimension bears on.
    pub(crate) fn print(&self) -> String {
        let mut out = String::new();
        for (name, counts) in self.types.by_type() {
            let Counts { right, gold, found } = *counts;
            writeln!(out, "{name:<12} F1 {:.3}  right {right} of {gold}, found {found}", counts.f1()).unwrap();
        }
        writeln!(out, "{:<20} {:<22} {:>5} {:>6} {:>6}", "dimension", "value", "plans", "all", "bears").unwrap();
        for ((name, value), (plans, all, bears)) in &self.rows {
            writeln!(out, "{name:<20} {value:<22} {plans:>5} {:>6.3} {:>6.3}", all.f1(), bears.f1()).unwrap();
        }
        out
    }
}
