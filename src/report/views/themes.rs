//! テーマ別比較: who plans what on a theme, who is silent, when it starts, who owns it. Silent, zero, 該当なし and － are four things.

use super::{Material, Plan, nothing, target};
use crate::model::{Role, Theme};
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Report, Row, Table};
use crate::track::TrackedMeasure;
use crate::track::states::Planned;

/// The report; `None` where no measure has a theme.
pub(super) fn report(material: &Material<'_>) -> Option<Report> {
    let speech = material.speech;
    let asked = material.choice.theme.as_ref().map(|w| w.to_lowercase());
    let wanted = |t: &Theme| asked.as_deref().is_none_or(|w| w == t.word() || speech.word("theme", t.word()).to_lowercase().contains(w));
    let themes: Vec<Theme> = Theme::ALL.into_iter().filter(wanted).collect();
    let any = material.plans.iter().any(|p| themes.iter().any(|t| of_theme(p, *t).next().is_some()));
    if !any {
        return None;
    }
    let mut draft = Draft::new("themes", "themes".to_owned(), speech);
    draft.report.scope.theme = material.choice.theme.clone();
    let overview = overview(&mut draft, material, &themes);
    let detail = detail(&mut draft, material, &themes);
    draft.report.tables.extend([overview, detail]);
    nothing::legend(&mut draft);
    draft.note(speech.say("view.themes_note"));
    Some(draft.report)
}

/// Measures of a plan's newest edition whose primary theme, or one beside it, is the theme.
fn of_theme<'a>(plan: &'a Plan<'_>, theme: Theme) -> impl Iterator<Item = &'a TrackedMeasure> {
    plan.newest().into_iter().flat_map(|e| &e.measures).filter(move |m| m.measure.themes.contains(&theme))
}

/// Plans × themes: how many measures, from when.
fn overview(draft: &mut Draft, material: &Material<'_>, themes: &[Theme]) -> Table {
    let speech = draft.speech;
    let mut columns = vec![Column::subject("utility", speech.col("utility"), 10), Column::subject("title", speech.col("plan_title"), 20)];
    columns.extend(themes.iter().map(|t| Column::of(ColumnKind::Number, t.word(), speech.word("theme", t.word()), 8)));
    let mut rows = Vec::new();
    for plan in &material.plans {
        let Some(newest) = plan.newest() else { continue };
        draft.source(newest.document);
        let mut cells = vec![Cell::text(plan.utility.clone()), Cell::text(plan.title.clone())];
        for theme in themes {
            let all: Vec<&TrackedMeasure> = of_theme(plan, *theme).collect();
            let live: Vec<&&TrackedMeasure> = all.iter().filter(|m| m.measure.status.as_deref() != Some("dropped")).collect();
            cells.push(if all.is_empty() {
                nothing::silent(speech).into()
            } else {
                let n = f64::from(u32::try_from(live.len()).unwrap_or(u32::MAX));
                let mut facts =
                    vec![Fact::number(n, Some(0)).named(speech.col("count")).code(if live.is_empty() { "zero" } else { "planned" })];
                let start = live.iter().filter_map(|m| Planned::new(newest, m, material.rules).start()).min();
                let start =
                    start.map_or_else(|| nothing::silent(speech), |y| Fact { number: Some(f64::from(y)), ..Fact::text(speech.year(y)) });
                facts.push(start.named(speech.col("start")));
                facts.into()
            });
        }
        rows.push(Row::new(cells));
    }
    Table { key: "themes", title: draft.report.title.clone(), columns, rows }
}

/// Every measure of every theme.
fn detail(draft: &mut Draft, material: &Material<'_>, themes: &[Theme]) -> Table {
    let speech = draft.speech;
    let columns = vec![
        Column::subject("utility", speech.col("utility"), 9),
        Column::subject("code", speech.col("code"), 5),
        Column::subject("measure", speech.col("measure"), 18),
        Column::text("primary", speech.col("primary"), 6),
        Column::text("owners", speech.col("owners"), 10),
        Column::of(ColumnKind::FiscalYear, "start", speech.col("start"), 8),
        Column::of(ColumnKind::FiscalYear, "end", speech.col("end"), 8),
        Column::text("target", speech.col("target"), 16),
        Column::of(ColumnKind::Evidence, "pages", speech.col("pages"), 10),
    ];
    let mut rows = Vec::new();
    for theme in themes {
        for plan in &material.plans {
            let Some(newest) = plan.newest() else { continue };
            for measure in of_theme(plan, *theme) {
                let at = measure.record.map(|r| draft.cite_record(newest.document, r)).unwrap_or_default();
                let planned = Planned::new(newest, measure, material.rules);
                let year = |y: Option<i32>| -> Cell {
                    y.map_or_else(|| nothing::silent(speech), |y| Fact { number: Some(f64::from(y)), ..Fact::text(speech.year(y)) }).into()
                };
                let owners = &measure.measure.owners;
                let owners = if owners.is_empty() { nothing::silent(speech).into() } else { Cell::text(owners.join(speech.comma())) };
                let primary = measure.measure.themes.first() == Some(theme);
                let mut targets = Vec::new();
                for (record, v) in measure.values.iter().filter(|(_, v)| v.role == Role::Target) {
                    let places = draft.cite_record(newest.document, *record);
                    targets.push(target::fact(v, speech).at(places));
                }
                if targets.is_empty() {
                    targets.push(nothing::silent(speech));
                }
                let pages = draft.pages(&at);
                rows.push(
                    Row::new(vec![
                        Cell::text(plan.utility.clone()),
                        Cell::text(measure.measure.code.clone().unwrap_or_default()),
                        Fact::text(measure.measure.title.clone()).at(at).into(),
                        Cell::text(if primary { speech.say("view.primary") } else { speech.say("view.secondary") }),
                        owners,
                        year(planned.start()),
                        year(planned.end()),
                        targets.into(),
                        pages,
                    ])
                    .under(speech.word("theme", theme.word())),
                );
            }
        }
    }
    Table { key: "measures", title: speech.say("view.theme_measures"), columns, rows }
}
