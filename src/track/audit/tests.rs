//! Editions and reports together: order, years in force, lines through renamed measures.

use proptest::prelude::*;

use super::*;
use crate::track::states::AuditState;
use crate::track::testing::{Paper, plan, report};

fn first() -> Paper {
    plan("first", 2023, 3)
        .measure("1", "漏水監視センサーの設置")
        .owners(&["配水課"])
        .bar("設計", 2023, 2023)
        .bar("設置", 2024, 2024)
        .target("監視できる箇所", 2026, 60.0)
        .measure("2", "業務アプリの作成")
        .owners(&["総務課"])
        .bar("講習", 2023, 2023)
        .bar("作成", 2024, 2026)
}

fn second() -> Paper {
    plan("second", 2024, 5)
        .measure("1", "漏水監視センサーの設置")
        .owners(&["配水課"])
        .bar("設計", 2023, 2024)
        .bar("設置", 2025, 2025)
        .target("監視できる箇所", 2026, 40.0)
        .measure("2", "職員による業務アプリの作成")
        .owners(&["総務課"])
        .bar("講習", 2023, 2023)
        .bar("作成", 2024, 2026)
        .measure("3", "断水情報の配信")
        .bar("検討", 2025, 2026)
}

fn of_2023() -> Paper {
    report("r5", 2023)
        .measure("1", "漏水監視センサーの設置")
        .owners(&["配水課"])
        .result("順調", "6月に設計に入った。")
        .next("設計を終える。")
        .actual("監視できる箇所", 2022, 4.0)
        .actual("監視できる箇所", 2023, 12.0)
}

fn of_2024() -> Paper {
    report("r6", 2024)
        .measure("1", "漏水監視センサーの設置")
        .owners(&["水道管路課"])
        .result("やや遅れ", "設計の見直しを8月まで行った。")
        .actual("監視できる箇所", 2023, 10.0)
        .actual("監視できる箇所", 2024, 20.0)
        .rate("60.0%")
        .measure("9", "公式アプリの公開")
        .result("順調", "4月に公開した。")
}

fn found(papers: Vec<Paper>) -> Audit {
    let documents: Vec<SourceDocument> = papers.into_iter().map(Paper::done).collect();
    audit_of(&documents.iter().collect::<Vec<_>>())
}

fn audit_of(documents: &[&SourceDocument]) -> Audit {
    let plans = tracked(documents);
    assert_eq!(plans.len(), 1);
    audit(&plans[0], None, Words::new(None), Rules::embedded())
}

fn row<'a>(audit: &'a Audit, year: i32, code: &str) -> &'a AuditRow {
    let mut rows = audit.rows.iter().filter(|r| r.year == year && r.code.as_deref() == Some(code));
    let row = rows.next().unwrap();
    assert!(rows.next().is_none(), "one row a measure, year and report");
    row
}

#[test]
fn each_year_is_judged_by_the_edition_in_force() {
    let audit = found(vec![first(), second(), of_2023(), of_2024()]);
    assert_eq!(row(&audit, 2023, "1").plan.as_deref(), Some("first"));
    let later = row(&audit, 2024, "1");
    assert_eq!((later.plan.as_deref(), &later.planned[..]), (Some("second"), &["設計".to_owned()][..]));
    assert!(later.judgement.findings.contains(&"postponed_by_revision".to_owned()));
    assert_eq!(later.judgement.state_original, Some(AuditState::Behind));
}

#[test]
fn rows_that_only_one_side_has() {
    let audit = found(vec![first(), second(), of_2023(), of_2024()]);
    assert_eq!(row(&audit, 2024, "2").judgement.state, AuditState::NotReported);
    assert_eq!(row(&audit, 2024, "3").judgement.state, AuditState::NotDue);
    assert_eq!(row(&audit, 2024, "9").judgement.state, AuditState::NotInPlan);
    assert_eq!(audit.rows.iter().filter(|r| r.year == 2023).count(), 2);
}

#[test]
fn a_new_section_is_a_finding_even_when_it_is_explained() {
    let plain = found(vec![second(), of_2024()]);
    assert!(row(&plain, 2024, "1").judgement.findings.contains(&"owner_changed".to_owned()));
    assert!(!row(&plain, 2024, "1").judgement.findings.contains(&"reorganised".to_owned()));
    let noted = found(vec![second(), of_2024().reorganised("配水課", "水道管路課")]);
    let findings = &row(&noted, 2024, "1").judgement.findings;
    assert!(findings.contains(&"owner_changed".to_owned()) && findings.contains(&"reorganised".to_owned()));
}

#[test]
fn plan_do_check_act() {
    use crate::track::Answer;
    let audit = found(vec![first(), of_2023()]);
    let told = &row(&audit, 2023, "1").pdca;
    assert!(told.is_complete() && !told.plan.evidence.is_empty() && !told.does.evidence.is_empty());
    let silent = &row(&audit, 2023, "2").pdca;
    assert_eq!([silent.plan.answer, silent.does.answer, silent.act.answer], [Answer::Yes, Answer::No, Answer::No]);
}

#[test]
fn figures_restated_and_rates_misprinted() {
    let audit = found(vec![first(), second(), of_2023(), of_2024()]);
    let of = |year| audit.indicators.iter().filter(move |r| r.year == Some(year)).collect::<Vec<_>>();
    let restated = of(2023).into_iter().find(|r| r.report.as_deref() == Some("r6")).unwrap();
    assert_eq!((restated.first_printed, restated.figures.actual), (Some(12.0), Some(10.0)));
    assert!(restated.findings.contains(&"restated".to_owned()));
    // 20 of 40 is 50 %, and 20 - 4 of 40 - 4 is 44.4 %.
    assert!(of(2024)[0].findings.contains(&"rate_misprinted".to_owned()));
    assert_eq!(of(2024)[0].figures.attainment_rate, Some(50.0));
}

#[test]
fn what_was_published_later_is_left_out() {
    let documents = [first().done(), of_2023().done(), of_2024().done()];
    let plans = tracked(&documents.iter().collect::<Vec<_>>());
    let early = audit(&plans[0], Some(Day { year: 2024, month: 12 }), Words::new(None), Rules::embedded());
    assert!(early.rows.iter().all(|r| r.year == 2023));
    let all = audit(&plans[0], None, Words::new(None), Rules::embedded());
    assert_eq!(all.as_of, Some(Day { year: 2025, month: 6 }));
}

#[test]
fn a_later_edition_changes_no_earlier_year() {
    let of_year = |audit: &Audit| {
        let rows: Vec<_> = audit.rows.iter().filter(|r| r.year == 2023).cloned().collect();
        serde_json::to_string(&rows).unwrap()
    };
    assert_eq!(of_year(&found(vec![first(), of_2023()])), of_year(&found(vec![first(), second(), of_2023(), of_2024()])));
}

#[test]
fn years_are_counted_with_their_coverage() {
    let audit = found(vec![first(), second(), of_2023(), of_2024()]);
    let years = roll_up(&audit.rows, Rules::embedded());
    // 2024: behind, not reported, not due, not in the plan.
    assert_eq!((years[1].due, years[1].judged, years[1].good), (2, 1, 0));
    assert_eq!((years[1].coverage, years[1].headline), (Some(0.5), false));
    assert_eq!((years[0].planned, years[0].complete), (2, 1));
}

#[test]
fn levels_for_the_exit_status() {
    let audit = found(vec![second(), of_2024()]);
    assert!(audit.at_least(Level::Serious).contains("not_in_plan"));
    assert!(!audit.at_least(Level::Serious).contains("owner_changed"));
    assert!(audit.at_least(Level::Check).contains("owner_changed"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_order_of_documents_does_not_matter(order in Just(vec![0_usize, 1, 2, 3]).prop_shuffle()) {
        let documents = [first().done(), second().done(), of_2023().done(), of_2024().done()];
        let shuffled: Vec<&SourceDocument> = order.iter().map(|i| &documents[*i]).collect();
        let straight: Vec<&SourceDocument> = documents.iter().collect();
        prop_assert_eq!(audit_of(&shuffled), audit_of(&straight));
    }
}
