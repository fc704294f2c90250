//! 計画体系図: the plan's tiers and measures as a tree, as a picture and as a table.

use super::{Material, Plan};
use crate::report::view::{Cell, Chart, Column, Draft, Fact, Report, Row, Table, Tree, TreeChart};
use crate::track::{GoalNode, MeasureView};

/// The report; `None` for a plan without tiers above its measures.
pub(super) fn report(material: &Material<'_>, plan: &Plan<'_>) -> Option<Report> {
    let view = material.view(plan).filter(|v| !v.goals.goals.is_empty())?;
    let speech = material.speech;
    let mut draft = material.draft("tree", plan);
    let depth = depth(&view.goals);
    let mut columns: Vec<Column> =
        (1..=depth).map(|n| Column::subject(&format!("tier{n}"), speech.fill("view.tier", &[("n", &n.to_string())]), 16)).collect();
    columns.push(Column::subject("code", speech.col("code"), 6));
    columns.push(Column::text("measure", speech.col("measure"), 20));
    columns.push(Column::text("owners", speech.col("owners"), 12));
    let mut rows = Vec::new();
    walk(&mut draft, material, &view.goals, &view.measures, &mut Vec::new(), depth, &mut rows);
    let title = draft.report.title.clone();
    draft.report.tables.push(Table { key: "tree", title: title.clone(), columns, rows });
    let root = Tree { name: plan.title.clone(), ..node(&view.goals, &view.measures) };
    draft.report.charts.push(Chart::Tree(TreeChart { title, root }));
    Some(draft.report)
}

/// Tiers below a node.
fn depth(node: &GoalNode) -> usize {
    node.goals.iter().map(|g| 1 + depth(g)).max().unwrap_or(0)
}

fn named(code: Option<&str>, title: &str) -> String {
    format!("{} {title}", code.unwrap_or_default()).trim().to_owned()
}

fn node(goal: &GoalNode, measures: &[MeasureView]) -> Tree {
    let leaf = |i: &usize| {
        let m = &measures[*i];
        Tree { name: named(m.code.as_deref(), &m.title), owners: m.owners.clone(), ..Tree::default() }
    };
    let below = goal.goals.iter().map(|g| node(g, measures)).chain(goal.measures.iter().map(leaf)).collect();
    Tree { level: goal.level.clone(), name: named(goal.code.as_deref(), &goal.title), owners: goal.lead.clone(), below }
}

/// A row for each measure, and for each tier that has nothing below it.
fn walk<'a>(
    draft: &mut Draft,
    material: &Material<'_>,
    goal: &'a GoalNode,
    measures: &[MeasureView],
    above: &mut Vec<&'a GoalNode>,
    depth: usize,
    rows: &mut Vec<Row>,
) {
    let tiers = |draft: &mut Draft, above: &[&GoalNode]| -> Vec<Cell> {
        let tier = |n: usize| -> Cell {
            let Some(goal) = above.get(n) else { return Cell::default() };
            let at = goal.cite.map(|c| draft.cite_record(material.documents[c.document], c.record)).unwrap_or_default();
            Fact::text(named(goal.code.as_deref(), &goal.title)).at(at).into()
        };
        (0..depth).map(tier).collect()
    };
    for i in &goal.measures {
        let m = &measures[*i];
        let mut cells = tiers(draft, above);
        let at = m.cite.map(|c| draft.cite_record(material.documents[c.document], c.record)).unwrap_or_default();
        cells.push(Cell::text(m.code.clone().unwrap_or_default()));
        cells.push(Fact::text(m.title.clone()).at(at).into());
        cells.push(Cell::text(m.owners.join(draft.speech.comma())));
        rows.push(Row::new(cells));
    }
    if goal.measures.is_empty() && goal.goals.is_empty() && !above.is_empty() {
        let mut cells = tiers(draft, above);
        cells.extend([Cell::default(), Cell::default(), Cell::text(goal.lead.join(draft.speech.comma()))]);
        rows.push(Row::new(cells));
    }
    for child in &goal.goals {
        above.push(child);
        walk(draft, material, child, measures, above, depth, rows);
        above.pop();
    }
}
