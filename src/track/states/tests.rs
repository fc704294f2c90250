//! One test a rule.

use super::planned::Step;
use super::*;

fn planned() -> Planned {
    let step = |label: &str, from, to| Step { label: label.into(), from, to: Some(to), record: 0 };
    Planned {
        steps: vec![step("設計", 2023, 2023), step("機器の設置", 2024, 2025), step("監視の運用", 2026, 2026)],
        period: Some((2023, 2027)),
        ..Planned::default()
    }
}

fn said(text: &str) -> Reported {
    Reported { text: text.into(), ..Reported::default() }
}

fn rated(state: AuditState, text: &str) -> Reported {
    Reported { mark: Some("評価".into()), rated: Some(state), ..said(text) }
}

fn judged(year: i32, planned: &Planned, reported: Option<&Reported>) -> Judgement {
    judge(&Case { year, planned, reported, done_in: None, due: true, rules: Rules::embedded() })
}

fn state(year: i32, reported: Option<&Reported>) -> AuditState {
    judged(year, &planned(), reported).state
}

#[test]
fn outside_the_period() {
    assert_eq!(state(2028, None), AuditState::OutOfPeriod);
}

#[test]
fn given_up_by_the_plan_from_its_year_on() {
    let plan = Planned { dropped_from: Some(2025), ..planned() };
    assert_eq!(judged(2024, &plan, None).state, AuditState::NotReported);
    let dropped = judged(2025, &plan, None);
    assert_eq!((dropped.state, dropped.findings), (AuditState::DroppedInPlan, vec!["no_reason"]));
    assert_eq!(judged(2025, &plan, Some(&rated(AuditState::AsPlanned, "続けた。"))).state, AuditState::DroppedInPlan);
}

#[test]
fn merged_and_transferred_by_the_schedule() {
    let with = |label: &str| {
        let mut plan = planned();
        plan.steps[1].label = label.into();
        judged(2024, &plan, None).state
    };
    assert_eq!(with("1-3に統合"), AuditState::Merged);
    assert_eq!(with("県へ移管"), AuditState::Transferred);
}

#[test]
fn nothing_planned_nothing_told() {
    assert_eq!(state(2027, None), AuditState::NotDue);
    let told = rated(AuditState::AsPlanned, "10月に始めた。");
    let found = judged(2027, &planned(), Some(&told));
    assert_eq!(found.state, AuditState::AsPlanned, "reported all the same: its rating says the state");
    assert!(found.findings.contains(&"not_planned_in_year"));
}

#[test]
fn silence_is_neither_late_nor_on_time() {
    assert_eq!(state(2024, None), AuditState::NotReported);
    let early = Case { year: 2024, planned: &planned(), reported: None, done_in: None, due: false, rules: Rules::embedded() };
    assert_eq!(judge(&early).state, AuditState::Pending);
}

#[test]
fn no_schedule_cannot_be_told() {
    let plan = Planned { unknown: true, period: Some((2023, 2027)), ..Planned::default() };
    assert_eq!(judged(2024, &plan, None).state, AuditState::Unknown);
}

#[test]
fn finished_in_an_earlier_year() {
    let case = Case { year: 2025, planned: &planned(), reported: None, done_in: Some(2024), due: true, rules: Rules::embedded() };
    assert_eq!(judge(&case).state, AuditState::Done);
}

#[test]
fn when_it_was_finished() {
    let done = rated(AuditState::Done, "8月に完了した。");
    assert_eq!(state(2026, Some(&done)), AuditState::Done);
    assert_eq!(state(2025, Some(&done)), AuditState::DoneEarly);
    assert_eq!(state(2027, Some(&done)), AuditState::DoneLate);
    assert!(judged(2026, &planned(), Some(&done)).findings.is_empty());
    let undated = rated(AuditState::Done, "設置を終えた。");
    assert!(judged(2026, &planned(), Some(&undated)).findings.contains(&"no_dated_act"));
}

#[test]
fn words_of_an_earlier_step_against_a_good_rating() {
    let found = judged(2024, &planned(), Some(&rated(AuditState::AsPlanned, "設計を続けている。5月に協議した。")));
    assert_eq!((found.state, found.computed, found.slip_years), (AuditState::AsPlanned, AuditState::Behind, Some(1)));
    assert!(found.findings.contains(&"rating_and_schedule_disagree"));
}

#[test]
fn words_alone() {
    assert_eq!(state(2024, Some(&said("機器の設置を始めた。"))), AuditState::AsPlanned);
    assert_eq!(state(2024, Some(&said("監視の運用に入った。"))), AuditState::Ahead);
    assert_eq!(state(2024, Some(&said("着手できなかった。"))), AuditState::NotStarted);
    assert_eq!(state(2024, Some(&said("中断し、再開を待つ。"))), AuditState::Suspended);
    assert_eq!(state(2024, Some(&said("導入しないこととした。"))), AuditState::Cancelled);
    assert_eq!(state(2024, Some(&said("会議で話題とした"))), AuditState::Unknown);
}

#[test]
fn past_the_planned_end() {
    let found = judged(2027, &planned(), Some(&said("調整に日数を要した。")));
    assert_eq!((found.state, found.slip_years), (AuditState::Behind, Some(1)));
}

#[test]
fn a_conditional_step() {
    let mut plan = planned();
    plan.steps[1].label = "設置（財源が確保できた場合）".into();
    assert!(judged(2024, &plan, None).findings.contains(&"conditional"));
}

#[test]
fn letters_need_the_legend_of_their_document() {
    use crate::track::testing::report;
    let rules = Rules::embedded();
    let with =
        report("r", 2023).legend(&[("◎", "計画より早く進んだもの"), ("○", "計画どおり進んだもの"), ("×", "着手できなかったもの")]).done();
    let legend = Legend::of(&crate::track::Edition::new(&with), rules);
    let state = |mark: &str| legend.state(mark, rules).map(|(state, _)| state);
    assert_eq!(state("◎"), Some(AuditState::Ahead));
    assert_eq!(state("○"), Some(AuditState::AsPlanned));
    assert_eq!(state("×"), Some(AuditState::NotStarted));
    assert_eq!(state("順調"), Some(AuditState::AsPlanned));
    assert_eq!(Legend::default().state("○", rules), None);
}
