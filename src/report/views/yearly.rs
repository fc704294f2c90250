//! 前年度比較: how states moved from one reported year to the next, and by how much indicators did.

use super::{Material, Plan, state};
use crate::report::format::number;
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Report, Row, Speech, Table, Tone};
use crate::track::audit::AuditRow;
use crate::track::kpi::KpiRow;
use crate::track::squash;
use crate::track::states::AuditState;

/// The report; `None` where fewer than two years were reported.
pub(super) fn report(material: &Material<'_>, plan: &Plan<'_>) -> Option<Report> {
    let mut years: Vec<i32> = plan.audit.rows.iter().map(|r| r.year).filter(|y| material.choice.year.is_none_or(|c| *y <= c)).collect();
    years.sort_unstable();
    years.dedup();
    let [.., before, after] = years[..] else { return None };
    let speech = material.speech;
    let mut draft = material.draft("yearly", plan);
    let moves = moves(&mut draft, plan, before, after);
    let changed = moves.rows.len();
    let figures = figures(&mut draft, plan, before, after);
    let values = [("before", speech.year(before)), ("after", speech.year(after)), ("n", changed.to_string())];
    draft.report.summary.push(speech.fill("view.yearly_count", &values.each_ref().map(|(k, v)| (*k, v.as_str()))));
    draft.report.tables.extend([moves, figures]);
    draft.note(speech.say("view.points_note"));
    state::legend(&mut draft);
    Some(draft.report)
}

fn moves(draft: &mut Draft, plan: &Plan<'_>, before: i32, after: i32) -> Table {
    let speech = draft.speech;
    let columns = vec![
        Column::subject("code", speech.col("code"), 5),
        Column::subject("measure", speech.col("measure"), 18),
        Column::of(ColumnKind::State, "before", speech.year(before), 10).in_year(before),
        Column::of(ColumnKind::State, "after", speech.year(after), 10).in_year(after),
        Column::text("move", speech.col("move"), 8),
        Column::text("findings", speech.col("findings"), 14),
        Column::of(ColumnKind::Evidence, "pages", speech.col("pages"), 10),
    ];
    let latest = plan.latest_rows();
    let in_year = |year: i32| latest.iter().copied().filter(move |r| r.year == year);
    let same =
        |a: &AuditRow, b: &AuditRow| squash(&a.measure) == squash(&b.measure) && (a.code == b.code || a.code.is_none() || b.code.is_none());
    let mut rows = Vec::new();
    for new in in_year(after) {
        let old = in_year(before).find(|o| same(o, new));
        if old.is_some_and(|o| o.judgement.state == new.judgement.state) {
            continue;
        }
        rows.push(moved(draft, plan, old, Some(new)));
    }
    for old in in_year(before).filter(|o| !in_year(after).any(|n| same(o, n))) {
        rows.push(moved(draft, plan, Some(old), None));
    }
    Table { key: "moves", title: speech.say("view.moves"), columns, rows }
}

fn moved(draft: &mut Draft, plan: &Plan<'_>, old: Option<&AuditRow>, new: Option<&AuditRow>) -> Row {
    let speech = draft.speech;
    let of = new.or(old);
    let mut places = Vec::new();
    for row in [old, new].into_iter().flatten() {
        let (planned, told) = plan.cite(draft, row);
        places.extend(planned.into_iter().chain(told));
    }
    let weight = |r: &AuditRow| match state::tone(r.judgement.state) {
        Tone::Good => 2,
        Tone::Watch => 1,
        Tone::Bad => 0,
        Tone::Plain | Tone::Quiet => -1,
    };
    let finished = |r: Option<&AuditRow>| {
        r.is_some_and(|r| matches!(r.judgement.state, AuditState::Done | AuditState::DoneEarly | AuditState::DoneLate))
    };
    let word = match (old.map(weight), new.map(weight)) {
        (None, _) => "new",
        (_, None) => "gone",
        (Some(_), Some(_)) if finished(new) && !finished(old) => "done",
        (Some(a), Some(b)) if a >= 0 && b > a => "better",
        (Some(a), Some(b)) if b >= 0 && b < a => "worse",
        _ => "other",
    };
    let tone = match word {
        "better" | "done" => Tone::Good,
        "worse" => Tone::Bad,
        _ => Tone::Plain,
    };
    let findings = new.map(|r| state::findings(&r.judgement.findings, speech)).unwrap_or_default();
    let pages = draft.pages(&places);
    Row::new(vec![
        Cell::text(of.and_then(|r| r.code.clone()).unwrap_or_default()),
        Fact::text(of.map(|r| r.measure.clone()).unwrap_or_default()).at(places).into(),
        old.map(|r| state::fact(r.judgement.state, speech)).into(),
        new.map(|r| state::fact(r.judgement.state, speech)).into(),
        Fact::text(speech.word("move", word)).code(word).tone(tone).into(),
        findings,
        pages,
    ])
}

fn figures(draft: &mut Draft, plan: &Plan<'_>, before: i32, after: i32) -> Table {
    let speech = draft.speech;
    let columns = vec![
        Column::subject("indicator", speech.col("indicator"), 18),
        Column::text("unit", speech.col("unit"), 5),
        Column::of(ColumnKind::Number, "before", speech.year(before), 10).in_year(before),
        Column::of(ColumnKind::Number, "after", speech.year(after), 10).in_year(after),
        Column::of(ColumnKind::Number, "change", speech.col("change"), 10),
        Column::of(ColumnKind::State, "state", speech.col("state"), 10),
    ];
    let row_of = |r: &&KpiRow, year: i32| r.year == Some(year) && r.figures.actual.is_some();
    let mut rows = Vec::new();
    for new in plan.audit.indicators.iter().filter(|r| row_of(r, after)) {
        let same = |o: &&KpiRow| squash(&o.indicator) == squash(&new.indicator) && o.code == new.code;
        let Some(old) = plan.audit.indicators.iter().filter(|r| row_of(r, before)).rfind(same) else { continue };
        let mut figure = |r: &KpiRow| {
            let report = r.report.as_deref().and_then(|l| plan.edition(l));
            let at = report.map(|e| draft.cite(e.document, &r.evidence.report)).unwrap_or_default();
            r.figures.actual.map(|v| Fact::number(v, None).unit(r.unit.as_deref()).at(at))
        };
        let (a, b) = (figure(old), figure(new));
        rows.push(Row::new(vec![
            Cell::text(new.indicator.clone()),
            Cell::text(new.unit.clone().unwrap_or_default()),
            a.into(),
            b.into(),
            change(old.figures.actual, new.figures.actual, new.unit.as_deref(), speech).into(),
            state::kpi(new.state, speech).year(Some(after)).into(),
        ]));
    }
    Table { key: "figures", title: speech.say("view.figure_moves"), columns, rows }
}

/// A signed difference; of percentages in ポイント.
fn change(before: Option<f64>, after: Option<f64>, unit: Option<&str>, speech: Speech) -> Option<Fact> {
    let gap = ((after? - before?) * 1e6).round() / 1e6;
    let percent = unit.is_some_and(|u| matches!(u.trim(), "%" | "％"));
    let shown = if gap > 0.0 { format!("+{}", number(gap, None)) } else { number(gap, None) };
    let points = speech.say("view.points");
    Some(Fact { number: Some(gap), ..Fact::text(shown) }.unit(if percent { Some(&points) } else { unit }))
}
