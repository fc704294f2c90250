//! The chapter of measures: tables, blocks, sheets or slides.

mod blocks;
mod sheets;
mod slides;
mod tables;
mod time;
mod turned;

use shirube::model::{Basis, Body, Measure, Schedule};

use super::compose::Composer;
use super::layout::{MeasureForm, PhaseForm};

pub(crate) use time::phases;

pub(crate) fn chapter(c: &mut Composer) {
    if c.plan.report {
        c.chapter(&["取組の進捗状況", "今年度に行ったこと", "施策ごとの実績"]);
    } else {
        c.chapter(&["具体的な取組", "施策の展開", "これから取り組むこと", "実行計画", "アクションプラン"]);
    }
    match c.layout.measures {
        MeasureForm::Table => tables::tables(c),
        MeasureForm::Turned => turned::turned(c),
        MeasureForm::Blocks => blocks::blocks(c),
        MeasureForm::Sheets => sheets::sheets(c),
        MeasureForm::Slides => slides::slides(c),
    }
}

/// Whether time is told in phases: in tables of plans only, for there it is said which years they are.
fn phased(c: &Composer) -> bool {
    c.layout.phases != PhaseForm::Years && !c.plan.report && matches!(c.layout.measures, MeasureForm::Table | MeasureForm::Slides)
}

/// The gold of a measure itself.
fn add_measure(c: &mut Composer, id: usize, category: bool, description: bool, code: bool) {
    let m = c.plan.measures[id].clone();
    for goal in c.chain(m.goal) {
        c.add_goal(goal);
    }
    c.add(Body::Measure(Measure {
        code: code.then(|| m.number.clone()),
        title: m.title,
        path: c.path(m.goal),
        category: category.then_some(m.category),
        owners: m.owners,
        description: description.then_some(m.description),
        ..Measure::default()
    }));
}

/// The gold of a step said in full years.
fn add_step(c: &mut Composer, measure: &str, label: String, from: i32, to: i32) {
    c.add(Body::Schedule(Schedule {
        measure: measure.to_owned(),
        label,
        from: Some(from),
        to: Some(to),
        phase: None,
        basis: Basis::Plan,
        uncertain: false,
    }));
}
