//! How the site grows with the plans: pages stay small enough to be opened, and twice the plans make twice the bytes.

use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::model::Record;

/// No page may be larger, so that an office PC opens it at once.
const LARGEST: usize = 1_500_000;

/// A made-up utility with a plan and a report: measures with bars, indicators of which a part is common to all, results.
fn utility(n: usize, measures: usize, pages: usize) -> [SourceDocument; 2] {
    let name = format!("第{n}市");
    let mut plan = vec![json!({"type": "document", "title": format!("{name}水道事業実行計画"), "utility": name, "kind": "action_plan",
        "period_from": 2023, "period_to": 2027, "revisions": [{"year": 2023, "month": 3, "event": "策定"}]})];
    let mut report = vec![json!({"type": "document", "title": format!("令和5年度{name}水道事業実行計画進捗報告"), "utility": name,
        "kind": "progress_report", "period_from": 2023, "period_to": 2023, "revisions": [{"year": 2024, "month": 6, "event": "公表"}]})];
    for m in 0..measures {
        let (title, owner) = (format!("{}番目の配水管の更新と耐震化{n}", m + 1), format!("{}課", ["配水", "計画", "総務", "浄水"][m % 4]));
        plan.push(json!({"type": "measure", "code": format!("{}-{}", m / 10 + 1, m % 10 + 1), "title": title, "path": [format!("目標{}", m / 10 + 1)],
            "owners": [owner], "themes": ["resilience"], "description": "古い管から順に耐震管に替えます。"}));
        plan.push(json!({"type": "schedule", "measure": title, "label": "更新", "from": 2023, "to": 2025 + i32::try_from(m % 3).unwrap(), "basis": "plan"}));
        report.push(json!({"type": "result", "measure": title, "text": "予定どおり更新した。", "mark": "順調", "year": 2023}));
    }
    for i in 0..measures {
        let indicator = format!("指標{}", if i % 2 == 0 { i.to_string() } else { format!("{i}の{n}") });
        for year in 2018..=2022 {
            let value = f64::from(year) / 100.0 + f64::from(u32::try_from(i).unwrap());
            plan.push(json!({"type": "value", "indicator": indicator, "unit": "%", "year": year, "role": "actual", "value": value, "text": format!("{value:.1}")}));
        }
        plan.push(
            json!({"type": "value", "indicator": indicator, "unit": "%", "year": 2027, "role": "target", "value": 95.0, "text": "95.0"}),
        );
    }
    let document = |records: Vec<serde_json::Value>, kind: &str| {
        let records = records.into_iter().enumerate().map(|(i, mut r)| {
            r["document"] = json!(format!("{kind}{n}"));
            r["id"] = json!(format!("r{i}"));
            r["confidence"] = json!(0.9);
            let y = (i * 11 % 700) as f64;
            r["evidence"] =
                json!({"page": i * pages / (measures * 10) + 1, "bbox": [72.0, y, 300.0, y + 10.0], "quote": "令和5年度に更新する。"});
            serde_json::from_value::<Record>(r).unwrap()
        });
        SourceDocument {
            file: format!("{kind}{n}.pdf"),
            hash: files::hash(format!("{kind}{n}").as_bytes()),
            pages,
            records: records.collect(),
            ..SourceDocument::default()
        }
    };
    [document(plan, "plan"), document(report, "report")]
}

/// Bytes of each file of a site over so many utilities.
fn site(utilities: usize, measures: usize, pages: usize) -> BTreeMap<String, usize> {
    let out = tempfile::tempdir().unwrap();
    let documents = (0..utilities).flat_map(|n| utility(n, measures, pages)).collect();
    let input = ReportInput { documents, ..ReportInput::default() };
    let summary = write_site(&input, out.path(), &ReportOptions::default(), &Means::default(), &|_, _, _| {}).unwrap();
    assert!(summary.failed.is_empty(), "{:?}", summary.failed);
    summary
        .files
        .into_iter()
        .map(|name| (name.clone(), std::fs::metadata(out.path().join(&name)).unwrap().len().try_into().unwrap()))
        .collect()
}

fn check(small: usize, factor: usize, measures: usize, pages: usize) -> String {
    let (few, many) = (site(small, measures, pages), site(small * factor, measures, pages));
    let shown = |files: &BTreeMap<String, usize>| {
        files.iter().filter(|(n, _)| n.ends_with(".html") || n.ends_with(".js")).map(|(_, b)| b).sum::<usize>()
    };
    let (largest, size) = many.iter().filter(|(n, _)| n.ends_with(".html") || n.ends_with(".js")).max_by_key(|(_, b)| **b).unwrap();
    assert!(*size < LARGEST, "{largest} has {size} bytes");
    let ratio = shown(&many) * 100 / shown(&few) / factor;
    assert!(ratio < 115, "{factor} times the plans make {ratio} % of the bytes for each plan");
    format!("{} files, {} bytes of pages, largest {largest} with {size}, {ratio} % a plan", many.len(), shown(&many))
}

#[test]
fn twice_the_plans_make_twice_the_pages() {
    check(2, 3, 10, 4);
}

/// 200 plans and their reports, 60 pages each: `cargo test --release growth -- --ignored --nocapture`.
#[test]
#[ignore = "takes minutes; figures are printed on demand"]
#[allow(clippy::print_stdout)]
fn two_hundred_plans() {
    println!("{}", check(100, 2, 60, 60));
}
