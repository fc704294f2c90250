//! Rates, expected values and states of single indicators.

use super::figures::decimals;
use super::*;
use crate::track::audit::{audit, tracked};
use crate::track::testing::{Paper, plan, report};

fn rows(papers: Vec<Paper>) -> Vec<KpiRow> {
    let documents: Vec<_> = papers.into_iter().map(Paper::done).collect();
    let plans = tracked(&documents.iter().collect::<Vec<_>>());
    audit(&plans[0], None, Words::new(None), Rules::embedded()).indicators
}

fn state(plan: Paper, report: Paper) -> (KpiState, Vec<String>) {
    let row = rows(vec![plan, report]).into_iter().next().unwrap();
    (row.state, row.findings)
}

fn aiming(target: f64) -> Paper {
    plan("p", 2023, 3).measure("1", "耐震化").bar("工事", 2023, 2026).target("耐震化率", 2026, target)
}

fn told(actual: f64) -> Paper {
    report("r", 2024).measure("1", "耐震化").result("順調", "9月に工事を終えた。").actual("耐震化率", 2024, actual)
}

#[test]
fn formulas() {
    assert_eq!(attainment(Heading::Up, 40.0, 10.0), Some((25.0, "actual / target")));
    assert_eq!(attainment(Heading::Down, 600.0, 1200.0), Some((50.0, "target / actual")));
    assert_eq!(attainment(Heading::Down, 5.0, 0.0), None);
    assert_eq!(progress(7.6, 10.6, 8.5).map(|p| p.round() as i64), Some(30));
    assert_eq!(progress(5.0, 5.0, 5.0), None);
    assert_eq!(expected((2022, 10.0), (2026, 30.0), 2024), Some(20.0));
    assert_eq!((decimals("72.5%"), decimals("1,215"), decimals("")), (1, 0, 0));
}

#[test]
fn without_a_baseline_the_level_is_judged() {
    let (state_, findings) = state(aiming(40.0), told(10.0));
    assert_eq!(state_, KpiState::TargetNotMetYet);
    assert!(findings.contains(&"no_baseline".to_owned()));
    assert_eq!(state(aiming(40.0), told(40.0)).0, KpiState::TargetMet);
    assert_eq!(state(aiming(40.0).limit("<="), told(30.0)).0, KpiState::TargetMet);
}

#[test]
fn with_a_baseline_the_pace_is_judged() {
    let from = |base| aiming(40.0).actual("耐震化率", 2022, base);
    assert_eq!(state(from(20.0), told(30.0)).0, KpiState::OnTrack);
    assert_eq!(state(from(20.0), told(28.5)).0, KpiState::SlightlyBehind);
    assert_eq!(state(from(20.0), told(22.0)).0, KpiState::Behind);
    let (fallen, findings) = state(from(20.0), told(15.0));
    assert_eq!(fallen, KpiState::TargetNotMetYet);
    assert!(findings.contains(&"worse_than_baseline".to_owned()));
}

#[test]
fn the_targets_year_decides() {
    let due = plan("p", 2023, 3).measure("1", "耐震化").target("耐震化率", 2024, 40.0);
    assert_eq!(state(due, told(30.0)).0, KpiState::Missed);
}

#[test]
fn values_that_go_away_from_the_target() {
    let figures = Figures { target: Some(84.0), actual: Some(77.6), direction: Heading::Up, ..Figures::default() };
    assert!(moves_away(&figures, &[(2022, 78.4), (2023, 78.1), (2024, 77.6)], 3));
    assert!(!moves_away(&figures, &[(2022, 78.4), (2023, 78.6), (2024, 77.6)], 3));
    assert!(!moves_away(&figures, &[(2023, 78.1), (2024, 77.6)], 3));
}

#[test]
fn a_rate_is_misprinted_only_where_no_formula_gives_it() {
    let figures = Figures { target: Some(50.0), actual: Some(23.8), direction: Heading::Up, ..Figures::default() };
    assert!(misprinted(&figures, "57.6%"));
    assert!(!misprinted(&figures, "47.6%"));
    let less = Figures { target: Some(600.0), actual: Some(980.0), direction: Heading::Down, ..Figures::default() };
    assert!(!misprinted(&less, "61.2%") && !misprinted(&less, "36.6%"));
    assert!(!misprinted(&less, "―"), "a sign for nothing is no rate");
}

#[test]
fn another_unit_cannot_be_compared() {
    let mut other = told(10.0).done();
    for record in &mut other.records {
        if let crate::model::Body::Value(v) = &mut record.body {
            v.unit = Some("km".into());
        }
    }
    let own = aiming(40.0).done();
    let plans = tracked(&[&own, &other]);
    let row = audit(&plans[0], None, Words::new(None), Rules::embedded()).indicators.remove(0);
    assert_eq!(row.state, KpiState::NotComparable);
    assert!(row.findings.contains(&"unit_mismatch".to_owned()));
}

#[test]
fn never_reported_but_not_of_what_was_given_up() {
    let silent = || report("r", 2024).measure("1", "耐震化").result("順調", "9月に工事を終えた。");
    let found = rows(vec![aiming(40.0), silent()]);
    assert_eq!((found.len(), found[0].state, found[0].year), (1, KpiState::NeverReported, None));
    let given_up = plan("p", 2023, 3).measure("1", "耐震化").target("耐震化率", 2026, 40.0).status("dropped");
    assert!(rows(vec![given_up, silent()]).is_empty());
}

#[test]
fn the_printed_direction_counts_where_the_target_is_a_bare_number() {
    let less = aiming(40.0).direction("耐震化率", "down");
    assert_eq!(state(less, told(30.0)).0, KpiState::TargetMet);
    assert!(state(aiming(40.0), told(30.0)).1.contains(&"direction_assumed".to_owned()));
}
