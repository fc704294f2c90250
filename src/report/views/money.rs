//! 投資・財政計画と実績: planned beside actual with difference and rate as tracking judges them; then every printed amount by item and
//! year, in the printed unit (千円 as a rule).

use super::{Material, Plan, nothing, state};
use crate::model::Role;
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Report, Row, Table};
use crate::track::audit::AmountRow;
use crate::track::{MoneyColumn, MoneyRow, MoneyTable, MoneyValue};

/// The report; `None` for a plan without amounts.
pub(super) fn report(material: &Material<'_>, plan: &Plan<'_>) -> Option<Report> {
    let speech = material.speech;
    let mut draft = material.draft("money", plan);
    let judged = judged(&mut draft, material, plan);
    let compared = judged.rows.len();
    if compared > 0 {
        draft.report.summary.push(speech.fill("view.money_count", &[("n", &compared.to_string())]));
        draft.report.tables.push(judged);
    }
    for money in material.view(plan).map(|v| v.money.as_slice()).unwrap_or_default() {
        let table = table(&mut draft, material, money);
        if !table.rows.is_empty() {
            draft.report.tables.push(table);
        }
    }
    if draft.report.tables.is_empty() {
        return None;
    }
    if compared == 0 {
        draft.report.summary.push(speech.say("view.money_none"));
    }
    draft.note(speech.say("view.money_note"));
    draft.legend("△", speech.say("view.minus"));
    nothing::legend(&mut draft);
    draft.legend(speech.say("view.empty_cell"), speech.say("view.empty_cell_means"));
    if compared > 0 {
        draft.legend(speech.say("view.difference"), speech.say("view.difference_means"));
        draft.legend(speech.say("view.money_rate"), speech.say("view.money_rate_means"));
    }
    Some(draft.report)
}

/// What was planned and what was spent, item by item and year by year.
fn judged(draft: &mut Draft, material: &Material<'_>, plan: &Plan<'_>) -> Table {
    let speech = material.speech;
    let number = |key: &str, label: String| Column::of(ColumnKind::Number, key, label, 9);
    let columns = vec![
        Column::subject("part", speech.col("part_of"), 10),
        Column::subject("item", speech.col("item"), 12),
        Column::subject("year", speech.col("year"), 8),
        Column::text("unit", speech.col("unit"), 4),
        number("planned", speech.say("view.plan")),
        number("actual", speech.say("view.actual")),
        number("difference", speech.say("view.difference")),
        number("rate", speech.say("view.money_rate")).with_unit(Some("%")),
        Column::text("findings", speech.col("findings"), 12),
        Column::of(ColumnKind::Evidence, "pages", speech.col("pages"), 10),
    ];
    let rows = plan.audit.amounts.iter().filter(|r| material.wants_year(r.year)).map(|r| judged_row(draft, plan, r)).collect();
    Table { key: "judged", title: speech.say("view.money_judged"), columns, rows }
}

fn judged_row(draft: &mut Draft, plan: &Plan<'_>, r: &AmountRow) -> Row {
    let speech = draft.speech;
    let mut cite = |label: Option<&str>, evidence: &[crate::model::Evidence]| {
        label.and_then(|l| plan.edition(l)).map(|e| draft.cite(e.document, evidence)).unwrap_or_default()
    };
    let planned = cite(r.plan.as_deref(), &r.evidence.plan);
    let told = cite(r.report.as_deref(), &r.evidence.report);
    // A planned amount that the report alone prints is borne out there.
    let of_plan = if planned.is_empty() { told.clone() } else { planned.clone() };
    let unit = r.unit.as_deref();
    let figure = |value: Option<f64>, at: &[usize]| -> Cell {
        let fact = value.map(|v| nothing::marked(Fact::number(v, None).unit(unit).at(at.to_vec()), ""));
        fact.unwrap_or_else(|| nothing::silent(speech)).year(Some(r.year)).into()
    };
    let above = r.measure.clone().unwrap_or_else(|| r.path.join(" ＞ "));
    let pages = draft.pages(&[planned, told.clone()].concat());
    Row::new(vec![
        Cell::text(above),
        Cell::text(r.item.clone()),
        Fact { number: Some(f64::from(r.year)), ..Fact::text(speech.years(Some(r.year), r.year_to.or(Some(r.year)))) }.into(),
        Cell::text(r.unit.clone().unwrap_or_default()),
        figure(r.planned, &of_plan),
        figure(r.actual, &told),
        r.difference.map(|d| Fact::number(d, None).unit(unit).year(Some(r.year))).into(),
        r.execution_rate.map(|x| Fact::number(x, Some(1)).year(Some(r.year))).into(),
        state::findings(&r.findings, speech),
        pages,
    ])
}

/// A year, or several as one column.
type Span = (Option<i32>, Option<i32>);

/// Every printed amount by item and year.
fn table(draft: &mut Draft, material: &Material<'_>, money: &MoneyTable) -> Table {
    let speech = material.speech;
    let wanted = |c: &&MoneyColumn| c.year.is_none_or(|y| material.wants_year(y));
    let mut spans: Vec<Span> = Vec::new();
    for c in money.columns.iter().filter(wanted) {
        if !spans.contains(&(c.year, c.year_to)) {
            spans.push((c.year, c.year_to));
        }
    }
    let mut columns = vec![Column::subject("part", speech.col("part_of"), 8), Column::subject("item", speech.col("item"), 12)];
    for (i, (from, to)) in spans.iter().enumerate() {
        let label = match (from, to) {
            (None, None) => speech.col("undated"),
            _ => speech.years(*from, to.or(*from)),
        };
        let column = Column::of(ColumnKind::Number, &format!("y{i}"), label, 10).with_unit(money.unit.as_deref());
        columns.push(Column { year: from.filter(|_| to.is_none()), ..column });
    }
    let rows = money.rows.iter().map(|r| row(draft, material, money, r, &spans)).collect();
    let title = if money.heading.is_empty() { speech.say("view.money_printed") } else { money.heading.clone() };
    Table { key: "money", title, columns, rows }
}

fn row(draft: &mut Draft, material: &Material<'_>, money: &MoneyTable, row: &MoneyRow, spans: &[Span]) -> Row {
    let above = row.measure.iter().filter(|m| !row.path.contains(m)).chain(&row.path).cloned().collect::<Vec<_>>().join(" ＞ ");
    let mut cells = vec![Cell::text(above), Cell::text(row.item.clone())];
    for span in spans {
        let of = |role: Role| -> &[MoneyValue] {
            let at = money.columns.iter().position(|c| (c.year, c.year_to) == *span && c.role == role);
            at.and_then(|at| row.cells.get(at)).map(Vec::as_slice).unwrap_or_default()
        };
        let mut facts = Vec::new();
        for role in [Role::Plan, Role::Forecast, Role::Target, Role::Baseline, Role::Average, Role::Actual] {
            for value in of(role) {
                facts.push(figure(draft, material, role, value));
            }
        }
        cells.push(facts.into());
    }
    Row::new(cells)
}

fn figure(draft: &mut Draft, material: &Material<'_>, role: Role, value: &MoneyValue) -> Fact {
    let at = draft.cite_record(material.documents[value.cite.document], value.cite.record);
    let word = draft.speech.word("role", super::indicators::role_key(role));
    nothing::marked(Fact::number(value.value, None).named(word).at(at), "")
}
