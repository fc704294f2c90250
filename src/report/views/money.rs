//! 投資・財政計画と実績: plan and actual of each item by year with difference and rate, in the printed unit (千円 as a rule).

use super::{Material, Plan};
use crate::model::Role;
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Report, Row, Table};
use crate::track::{MoneyColumn, MoneyRow, MoneyTable, MoneyValue};

/// The report; `None` for a plan without amounts.
pub(super) fn report(material: &Material<'_>, plan: &Plan<'_>) -> Option<Report> {
    let view = material.view(plan).filter(|v| !v.money.is_empty())?;
    let speech = material.speech;
    let mut draft = material.draft("money", plan);
    for money in &view.money {
        let table = table(&mut draft, material, money);
        if !table.rows.is_empty() {
            draft.report.tables.push(table);
        }
    }
    if draft.report.tables.is_empty() {
        return None;
    }
    draft.note(speech.say("view.money_note"));
    draft.legend("△", speech.say("view.minus"));
    draft.legend(speech.say("view.difference"), speech.say("view.difference_means"));
    draft.legend(speech.say("view.money_rate"), speech.say("view.money_rate_means"));
    Some(draft.report)
}

/// A year, or several as one column.
type Span = (Option<i32>, Option<i32>);

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
    let title = if money.heading.is_empty() { draft.report.title.clone() } else { money.heading.clone() };
    Table { key: "money", title, columns, rows }
}

fn row(draft: &mut Draft, material: &Material<'_>, money: &MoneyTable, row: &MoneyRow, spans: &[Span]) -> Row {
    let mut cells = vec![Cell::text(row.path.join(" ＞ ")), Cell::text(row.item.clone())];
    for span in spans {
        let of = |role: Role| -> Option<(&MoneyColumn, &[MoneyValue])> {
            let at = money.columns.iter().position(|c| (c.year, c.year_to) == *span && c.role == role)?;
            Some((&money.columns[at], row.cells[at].as_slice())).filter(|(_, v)| !v.is_empty())
        };
        let mut facts = Vec::new();
        for role in [Role::Plan, Role::Forecast, Role::Target, Role::Baseline, Role::Average, Role::Actual] {
            for value in of(role).map(|(_, v)| v).unwrap_or_default() {
                facts.push(figure(draft, material, role, value));
            }
        }
        facts.extend(difference(draft, of(Role::Plan).or_else(|| of(Role::Forecast)), of(Role::Actual)));
        cells.push(facts.into());
    }
    Row::new(cells)
}

fn figure(draft: &mut Draft, material: &Material<'_>, role: Role, value: &MoneyValue) -> Fact {
    let at = draft.cite_record(material.documents[value.cite.document], value.cite.record);
    let word = draft.speech.word("role", super::indicators::role_key(role));
    Fact::number(value.value, None).named(word).at(at)
}

/// Actual less planned, and actual by planned in percent; only where each side has one figure.
fn difference(draft: &Draft, plan: Option<(&MoneyColumn, &[MoneyValue])>, actual: Option<(&MoneyColumn, &[MoneyValue])>) -> Vec<Fact> {
    let (Some((_, [planned])), Some((_, [done]))) = (plan, actual) else { return Vec::new() };
    let speech = draft.speech;
    let gap = ((done.value - planned.value) * 1000.0).round() / 1000.0;
    let mut facts = vec![Fact::number(gap, None).named(speech.say("view.difference"))];
    if planned.value > 0.0 {
        let rate = Fact::number(done.value / planned.value * 100.0, Some(1));
        facts.push(rate.named(speech.say("view.money_rate")).unit(Some("%")));
    }
    facts
}
