//! The edge cases of following plans, one test each (the tool's own list of cases; numbers of rules stand with the rules).

use super::*;
use crate::track::kpi::KpiState;
use crate::track::states::AuditState;
use crate::track::testing::{Paper, plan, report};

fn found(papers: Vec<Paper>) -> Audit {
    found_on(papers, None)
}

fn found_on(papers: Vec<Paper>, day: Option<Day>) -> Audit {
    let documents: Vec<SourceDocument> = papers.into_iter().map(Paper::done).collect();
    let plans = tracked(&documents.iter().collect::<Vec<_>>());
    audit(&plans[0], day, Words::new(None), Rules::embedded())
}

fn state(audit: &Audit, year: i32, title: &str) -> AuditState {
    let mut rows = audit.rows.iter().filter(|r| r.year == year && r.measure == title);
    rows.next_back().unwrap().judgement.state
}

fn has(audit: &Audit, finding: &str, name: &str) -> bool {
    audit.findings.iter().any(|f| f.finding == finding && f.name == name)
}

fn works() -> Paper {
    plan("p", 2023, 3).measure("1", "配水管の更新").owners(&["工務課"]).bar("設計", 2023, 2023).bar("工事", 2024, 2025)
}

#[test]
fn left_out_of_the_newer_edition_is_not_dropped() {
    let second = plan("p2", 2024, 5).measure("2", "水質検査の充実").owners(&["水質課"]).bar("実施", 2023, 2026);
    let first = works().measure("2", "水質検査の充実").owners(&["水質課"]).bar("実施", 2023, 2026);
    let audit = found(vec![first, second]);
    assert!(has(&audit, "vanished", "配水管の更新") && !has(&audit, "dropped_in_plan", "配水管の更新"));
    let finding = audit.findings.iter().find(|f| f.finding == "vanished").unwrap();
    assert_eq!((finding.level, finding.plan.as_deref(), finding.report.as_deref()), (Level::Serious, Some("p"), Some("p2")));
    assert!(!finding.evidence.plan.is_empty() && !finding.evidence.report.is_empty());
}

#[test]
fn deleted_at_a_revision_keeps_its_earlier_years() {
    let second = plan("p2", 2025, 3).measure("1", "配水管の更新").owners(&["工務課"]).status("dropped");
    let told = report("r5", 2023).measure("1", "配水管の更新").result("順調", "6月に設計を終えた。");
    let audit = found(vec![works(), second, told, report("r7", 2025)]);
    assert_eq!(state(&audit, 2023, "配水管の更新"), AuditState::AsPlanned);
    assert_eq!(state(&audit, 2025, "配水管の更新"), AuditState::DroppedInPlan);
    assert!(has(&audit, "date_inferred", "配水管の更新") && has(&audit, "no_reason", "配水管の更新"));
}

#[test]
fn deletions_of_a_plan_without_reports_and_without_an_older_edition() {
    let only = plan("p", 2025, 3).measure("1", "帳簿の電子化").status("dropped").measure("2", "研修").bar("実施", 2023, 2025);
    let audit = found(vec![only]);
    assert_eq!(audit.rows.len(), 1);
    assert_eq!((audit.rows[0].year, audit.rows[0].judgement.state), (2025, AuditState::DroppedInPlan));
    assert_eq!((audit.as_of, audit.as_of_rule), (Some(Day { year: 2025, month: 3 }), AsOf::LatestEdition));
}

#[test]
fn taken_in_by_another_measure_or_handed_over() {
    let both =
        plan("p", 2023, 3).measure("1", "台帳の整備").bar("1-2に統合", 2024, 2024).measure("2", "水質の監視").bar("県へ移管", 2024, 2024);
    let audit = found(vec![both, report("r", 2024)]);
    assert_eq!(state(&audit, 2024, "台帳の整備"), AuditState::Merged);
    assert_eq!(state(&audit, 2024, "水質の監視"), AuditState::Transferred);
    assert!(!audit.findings.iter().any(|f| f.name == "台帳の整備" && f.level == Level::Serious));
}

#[test]
fn stopped_by_a_report_suspended_and_finished_early() {
    let told = |text: &str| report("r", 2024).measure("1", "配水管の更新").result("", text);
    let of = |text: &str| state(&found(vec![works(), told(text)]), 2024, "配水管の更新");
    assert_eq!(of("費用に見合わないため中止した。"), AuditState::Cancelled);
    assert_eq!(of("入札不調のため休止した。"), AuditState::Suspended);
    let rated = report("r", 2024).measure("1", "配水管の更新").result("完了", "12月に完了した。");
    assert_eq!(state(&found(vec![works().bar("供用", 2026, 2026), rated]), 2024, "配水管の更新"), AuditState::DoneEarly);
}

#[test]
fn done_once_stays_done_in_years_of_silence() {
    let done = report("r6", 2024).measure("1", "配水管の更新").result("完了", "12月に完了した。");
    let audit = found(vec![works(), done, report("r7", 2025)]);
    assert_eq!(state(&audit, 2025, "配水管の更新"), AuditState::Done);
}

#[test]
fn an_open_end_is_never_late_by_itself() {
    let mut open = plan("p", 2023, 3).measure("1", "広報の充実").bar("実施", 2023, 2023).done();
    for record in &mut open.records {
        if let crate::model::Body::Schedule(s) = &mut record.body {
            s.to = None;
        }
    }
    let told = report("r", 2026).measure("1", "広報の充実").result("", "4月から広報紙で実施した。").done();
    let plans = tracked(&[&open, &told]);
    let audit = audit(&plans[0], None, Words::new(None), Rules::embedded());
    assert_eq!(audit.rows[0].judgement.state, AuditState::AsPlanned);
}

#[test]
fn silence_is_pending_until_the_report_is_due() {
    let early = report("r", 2024).published(2025, 2);
    assert_eq!(state(&found(vec![works(), early]), 2024, "配水管の更新"), AuditState::Pending);
    assert_eq!(state(&found(vec![works(), report("r", 2024)]), 2024, "配水管の更新"), AuditState::NotReported);
}

#[test]
fn outside_of_the_period_nothing_is_owed() {
    let audit = found(vec![works(), report("r", 2029)]);
    assert_eq!(state(&audit, 2029, "配水管の更新"), AuditState::OutOfPeriod);
}

#[test]
fn a_year_without_any_report_is_told_once() {
    let told = report("r7", 2025).measure("1", "配水管の更新").result("順調", "9月に工事を終えた。");
    let audit = found(vec![works(), told]);
    let years: Vec<Option<i32>> = audit.findings.iter().filter(|f| f.finding == "no_report_of_year").map(|f| f.year).collect();
    assert_eq!(years, [Some(2023), Some(2024)]);
}

#[test]
fn a_measure_without_a_section_among_others_that_have_one() {
    let audit = found(vec![works().measure("2", "研修").bar("実施", 2023, 2026)]);
    assert!(has(&audit, "owner_unknown", "研修") && !has(&audit, "owner_unknown", "配水管の更新"));
}

#[test]
fn a_target_that_moves_is_told_and_both_are_judged() {
    let aim = |name: &str, year, month, target| {
        plan(name, year, month).measure("1", "配水管の更新").bar("工事", 2023, 2026).target("耐震化率", 2024, target)
    };
    let told = report("r", 2024).measure("1", "配水管の更新").result("順調", "9月に工事を終えた。").actual("耐震化率", 2024, 30.0);
    let audit = found(vec![aim("p", 2023, 3, 40.0), aim("p2", 2024, 4, 30.0), told]);
    assert!(has(&audit, "target_moved", "耐震化率"));
    let moved = audit.findings.iter().find(|f| f.finding == "target_moved").unwrap();
    assert_eq!(moved.facts["moved"], serde_json::json!("lowered"));
    let row = &audit.indicators[0];
    assert_eq!((row.state, row.state_original, row.original_target), (KpiState::TargetMet, Some(KpiState::Missed), Some(40.0)));
}

#[test]
fn a_target_without_a_year_is_not_late() {
    let mut aim = works().target("有収率", 2026, 95.0).done();
    for record in &mut aim.records {
        if let crate::model::Body::Value(v) = &mut record.body {
            v.year = None;
        }
    }
    let told = report("r", 2024).measure("1", "配水管の更新").result("順調", "9月に工事に入った。").actual("有収率", 2024, 90.0).done();
    let plans = tracked(&[&aim, &told]);
    let audit = audit(&plans[0], None, Words::new(None), Rules::embedded());
    assert_eq!(audit.indicators[0].state, KpiState::Undated);
}

#[test]
fn an_indicator_that_a_later_report_leaves_out() {
    let aim = works().target("耐震化率", 2026, 40.0);
    let told = |name: &str, year| report(name, year).measure("1", "配水管の更新").result("順調", "9月に進めた。");
    let audit = found(vec![aim, told("r5", 2023).actual("耐震化率", 2023, 20.0), told("r6", 2024)]);
    let states: Vec<(Option<i32>, KpiState)> = audit.indicators.iter().map(|r| (r.year, r.state)).collect();
    assert!(states.contains(&(Some(2024), KpiState::NotReported)), "{states:?}");
    let missing = audit.indicators.iter().find(|r| r.state == KpiState::NotReported).unwrap();
    assert_eq!(missing.figures.actual, None, "last year's value is never carried on");
}

#[test]
fn follow_ups_in_prose_are_states_to_be_confirmed() {
    let vision = plan("v", 2023, 3)
        .measure("", "監視計画を作る。")
        .result("", "監視計画を策定した。")
        .measure("", "警報装置を検討する。")
        .result("", "効果が乏しいため導入しないこととした。")
        .measure("", "クリーンエネルギーの導入")
        .result("", "更なる検討が必要。")
        .measure("", "窓口の事務")
        .result("", "市民課へ事務委譲した。")
        .measure("", "流量計の設置")
        .result("", "約6割を達成した。");
    let audit = found(vec![vision]);
    let of = |title: &str| audit.rows.iter().find(|r| r.measure == title && r.plan.is_none()).unwrap();
    let states: Vec<AuditState> = ["監視計画を作る。", "警報装置を検討する。", "クリーンエネルギーの導入", "窓口の事務", "流量計の設置"]
        .iter()
        .map(|t| of(t).judgement.state)
        .collect();
    assert_eq!(states, [AuditState::Done, AuditState::Cancelled, AuditState::Behind, AuditState::Transferred, AuditState::Behind]);
    assert!(audit.rows.iter().all(|r| r.judgement.findings.contains(&"for_confirmation".to_owned()) && !r.evidence.report.is_empty()));
}

#[test]
fn a_promised_review_that_nobody_shows() {
    let audit = found_on(vec![works().review(5)], Some(Day { year: 2029, month: 12 }));
    assert!(audit.findings.iter().any(|f| f.finding == "review_overdue" && f.year == Some(2028)));
    assert_eq!(audit.as_of_rule, AsOf::Asked);
}

#[test]
fn a_report_without_a_date_is_judged_at_the_end_of_its_year() {
    let audit = found(vec![works(), report("r", 2024).undated()]);
    assert_eq!((audit.as_of, audit.as_of_rule), (Some(Day { year: 2025, month: 3 }), AsOf::LastReportedYear));
}

#[test]
fn a_measure_that_comes_back_after_one_edition_is_the_same() {
    let middle = plan("p2", 2024, 4).measure("2", "研修").bar("実施", 2023, 2026);
    let last = plan("p3", 2025, 4).measure("1", "配水管の更新").owners(&["工務課"]).bar("設計", 2025, 2025).bar("工事", 2026, 2026);
    let told = report("r7", 2025).measure("1", "配水管の更新").result("順調", "6月に設計に入った。");
    let audit = found(vec![works().measure("2", "研修").bar("実施", 2023, 2026), middle, last, told]);
    let row = audit.rows.iter().find(|r| r.measure == "配水管の更新" && r.year == 2025).unwrap();
    assert!(row.judgement.findings.contains(&"postponed_by_revision".to_owned()), "{:?}", row.judgement);
}
