//! Any order of ingestion, any later edition.

use proptest::prelude::*;

use super::*;
use crate::store::{Access, NewDocument, Store};
use crate::track::testing::{Paper, plan, report};

fn papers() -> Vec<Paper> {
    let aim = |name: &str, year, month, until| {
        plan(name, year, month).measure("1", "配水管の更新").owners(&["工務課"]).bar("設計", 2023, 2023).bar("工事", 2024, until).target(
            "耐震化率",
            2026,
            40.0,
        )
    };
    vec![
        aim("p1", 2023, 3, 2025),
        aim("p2", 2024, 5, 2026),
        report("r5", 2023).measure("1", "配水管の更新").result("順調", "6月に設計を終えた。").actual("耐震化率", 2023, 20.0),
        report("r6", 2024).measure("1", "配水管の更新").result("やや遅れ", "工事を延期した。").actual("耐震化率", 2024, 22.0),
    ]
}

/// Rows and findings as text.
fn told(documents: &[SourceDocument], day: Option<Day>) -> String {
    let plans = tracked(&documents.iter().collect::<Vec<_>>());
    let audits: Vec<Audit> = plans.iter().map(|p| audit(p, day, Words::new(None), Rules::embedded())).collect();
    serde_json::to_string(&audits).unwrap()
}

/// Takes the papers in, in this order, and gives back what the store has.
fn through_the_store(order: &[usize]) -> Vec<SourceDocument> {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    let papers: Vec<SourceDocument> = papers().into_iter().map(Paper::done).collect();
    for &i in order {
        let own = &papers[i];
        store.put(&NewDocument::new(own.file.as_bytes(), &own.file, "rules", &own.records, &[])).unwrap();
    }
    let kept = store.documents().into_iter().map(|d| {
        let records = store.records(&d.hash).unwrap();
        SourceDocument { file: d.file_names[0].clone(), hash: d.hash.clone(), records, ..SourceDocument::default() }
            .decided(store.decisions())
    });
    kept.collect()
}

fn of_years_before(documents: &[SourceDocument], year: i32) -> String {
    let plans = tracked(&documents.iter().collect::<Vec<_>>());
    let audit = audit(&plans[0], None, Words::new(None), Rules::embedded());
    let rows: Vec<&AuditRow> = audit.rows.iter().filter(|r| r.year < year).collect();
    let indicators: Vec<&KpiRow> = audit.indicators.iter().filter(|r| r.year.is_some_and(|y| y < year)).collect();
    serde_json::to_string(&(rows, indicators)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_order_of_ingestion_does_not_matter(order in Just(vec![0_usize, 1, 2, 3]).prop_shuffle()) {
        prop_assert_eq!(told(&through_the_store(&order), None), told(&through_the_store(&[0, 1, 2, 3]), None));
    }

    #[test]
    fn a_later_edition_never_changes_what_was_true_of_an_earlier_year(
        year in 2025..2028_i32,
        month in 4..=12_u8,
        from in 2023..2027_i32,
        length in 0..3_i32,
        target in 1..90_u8,
        title in prop::sample::select(vec!["配水管の更新", "老朽管の更新", "人材の育成"]),
        dropped in any::<bool>(),
    ) {
        let mut later = plan("p9", year, month).measure("1", title).bar("工事", from, from + length).target("耐震化率", 2026, f64::from(target));
        if dropped {
            later = later.status("dropped");
        }
        let before: Vec<SourceDocument> = papers().into_iter().map(Paper::done).collect();
        let after: Vec<SourceDocument> = papers().into_iter().chain([later]).map(Paper::done).collect();
        prop_assert_eq!(of_years_before(&before, year), of_years_before(&after, year));
    }

    #[test]
    fn what_was_published_after_the_day_is_not_known_on_it(year in 2025..2028_i32, month in 4..=12_u8) {
        let day = Some(Day { year: 2024, month: 12 });
        let later = || plan("p9", year, month).measure("1", "別の取組").bar("工事", 2023, 2026);
        let before: Vec<SourceDocument> = papers().into_iter().map(Paper::done).collect();
        let after: Vec<SourceDocument> = papers().into_iter().chain([later()]).map(Paper::done).collect();
        prop_assert_eq!(told(&before, day), told(&after, day));
    }
}
