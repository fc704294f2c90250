//! What people said: taken whole, replayed, laid over whatever is read.

use proptest::strategy::Strategy;
use serde_json::json;

use super::*;
use crate::model::{CellRange, Rect, Role, Value};

fn value(number: f64, year: i32, y: f32) -> Record {
    let body = Body::Value(Value {
        indicator: "有収率".into(),
        code: None,
        unit: Some("%".into()),
        year: Some(year),
        phase: None,
        role: Role::Target,
        value: Some(number),
        comparator: None,
        text: number.to_string(),
        scope: None,
        measure: None,
        standard_edition: None,
        path: Vec::new(),
        printed_rate: None,
        standard: None,
    });
    let mut record = Record::new("計画", body, 0.7, Evidence::new(Place::on_page(2, Rect::new(10.0, y, 40.0, y + 9.0)), "x"));
    record.id = format!("value-{}", &sha256(format!("{number}{year}{y}").as_bytes())[..8]);
    record
}

fn read() -> Vec<Record> {
    vec![measure("配水管の更新", None), value(91.0, 2024, 100.0), value(92.0, 2025, 120.0)]
}

/// A store in which a person corrected the first value and confirmed the second.
fn corrected(dir: &Path) -> (Store, String) {
    let mut store = store(dir);
    let document = put(&mut store, "本文", "計画.pdf", "r1", &read()).document().to_owned();
    store.set_author("佐藤");
    let about = |index| Correction::about(&document, "e", &read(), index, "value").unwrap();
    let all = [Correction { new: Some(json!(97.0)), remark: "誤読".into(), ..about(1) }, about(2)];
    assert_eq!(store.correct(b"PK form", "確認票.xlsx", &all, "").unwrap(), 2);
    (store, document)
}

fn number(record: &Record) -> Option<f64> {
    match &record.body {
        Body::Value(value) => value.value,
        _ => None,
    }
}

fn standings(store: &Store, document: &str) -> Vec<&'static str> {
    store.corrections(document).unwrap().into_iter().map(|(_, standing)| standing.code()).collect()
}

#[test]
fn a_corrected_value_is_given_and_marked() {
    let dir = tempfile::tempdir().unwrap();
    let (store, document) = corrected(dir.path());
    let records = store.records(&document).unwrap();
    assert_eq!(number(&records[1]), Some(97.0));
    let mark = records[1].corrected("value").unwrap();
    assert_eq!((mark.by.as_str(), &mark.read, mark.remark.as_str()), ("佐藤", &json!(91.0), "誤読"));
    assert!(records[1].is_corrected() && !records[2].is_corrected());
    assert_eq!(records[2].corrections[0].standing, "confirmed");
    // What was read stays as it was read.
    assert_eq!(store.extraction_by_key(&document, &store.documents()[0].extraction().extraction).unwrap().records[1], read()[1]);
    assert_eq!(store.by_type("value").unwrap().iter().map(|r| number(&r.record)).collect::<Vec<_>>(), [Some(97.0), Some(92.0)]);
    assert!(store.verify().unwrap().is_clean(), "{:?}", store.verify().unwrap().problems);
    drop(store);
    let store = Store::open(dir.path(), Access::Read).unwrap();
    assert_eq!(store.records(&document).unwrap(), records);
    assert!(store.warnings().is_empty() && store.verify().unwrap().is_clean());
    assert_eq!(store.verify().unwrap().leftovers, Vec::<std::path::PathBuf>::new());
}

#[test]
fn corrections_meet_every_new_reading() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, document) = corrected(dir.path());
    assert_eq!(standings(&store, &document), ["applied", "confirmed"]);

    // The same values a hair's breadth away, and in another order.
    put(&mut store, "本文", "計画.pdf", "r2", &[value(92.0, 2025, 120.9), value(91.0, 2024, 99.4)]);
    assert_eq!(standings(&store, &document), ["applied", "confirmed"]);
    assert_eq!(number(&store.records(&document).unwrap()[1]), Some(97.0));

    // The right value is read by now, the other one wrongly.
    put(&mut store, "本文", "計画.pdf", "r3", &[value(97.0, 2024, 100.0), value(52.0, 2025, 120.0)]);
    assert_eq!(standings(&store, &document), ["agrees", "value_changed"]);
    let records = store.records(&document).unwrap();
    assert_eq!(records[1].corrections[0].standing, "value_changed");
    assert_eq!(number(&records[1]), Some(52.0), "never applied blindly");

    // Nothing is read there.
    put(&mut store, "本文", "計画.pdf", "r4", &[value(91.0, 2024, 300.0)]);
    assert_eq!(standings(&store, &document), ["place_gone", "place_gone"]);

    // The first reading again: nothing was lost.
    put(&mut store, "本文", "計画.pdf", "r1", &read());
    assert_eq!(standings(&store, &document), ["applied", "confirmed"]);
    assert!(store.verify().unwrap().is_clean());
}

#[test]
fn the_last_word_counts_and_the_same_word_twice_is_one() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, document) = corrected(dir.path());
    let entries = store.history().len();
    let about = Correction::about(&document, "e", &read(), 1, "value").unwrap();
    let again = Correction { new: Some(json!(97.0)), ..about.clone() };
    assert_eq!(store.correct(b"PK form", "確認票.xlsx", &[again], "").unwrap(), 0);
    assert_eq!(store.history().len(), entries);
    assert_eq!(store.correct(b"PK other", "確認票2.xlsx", &[Correction { new: Some(json!(98.0)), ..about.clone() }], "").unwrap(), 1);
    assert_eq!(number(&store.records(&document).unwrap()[1]), Some(98.0));
    // Back to what was printed after all.
    assert_eq!(store.correct(b"PK third", "確認票3.xlsx", &[about], "").unwrap(), 1);
    assert_eq!(number(&store.records(&document).unwrap()[1]), Some(91.0));
    assert_eq!(store.all_corrections(&document).len(), 4, "every word is kept");
}

#[test]
fn a_value_that_cannot_stand_there_changes_nothing() {
    let record = value(91.0, 2024, 100.0);
    assert_eq!(with_field(&record, "value", &json!("多い")), None);
    assert_eq!(with_field(&record, "role", &json!("dream")), None);
    assert_eq!(with_field(&record, "colour", &json!("red")), None);
    assert_eq!(with_field(&record, "year", &json!(2030)).map(|r| field(&r, "year")), Some(json!(2030)));
    assert_eq!(with_field(&record, "unit", &serde_json::Value::Null).map(|r| field(&r, "unit")), Some(serde_json::Value::Null));
}

fn row(measure: usize, rating: &str) -> ProgressRow {
    ProgressRow {
        key: RowKey { plan: "p".into(), measure: format!("M-{measure:06}"), year: 2024, section: String::new() },
        title: format!("施策{measure}"),
        code: None,
        filled: Filled { rating: Some(rating.into()), amount: Some(0.1 + 0.2), ..Filled::default() },
        sheet: "記入票".into(),
        range: CellRange::cell(3, 7),
    }
}

#[test]
fn a_form_is_taken_once_and_a_changed_row_keeps_the_old_one() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(dir.path());
    assert_eq!(store.take_progress(b"PK one", "一.xlsx", &[row(1, "順調"), row(2, "遅れ")], "").unwrap(), 2);
    let entries = store.history().len();
    assert_eq!(store.take_progress(b"PK one", "一.xlsx", &[row(1, "順調"), row(2, "遅れ")], "").unwrap(), 0);
    assert_eq!(store.history().len(), entries);
    assert_eq!(store.take_progress(b"PK two", "二.xlsx", &[row(1, "順調"), row(2, "完了")], "").unwrap(), 1);
    let versions = &store.progress()[&row(2, "").key];
    let told: Vec<_> = versions.iter().map(|k| (k.file_name.as_str(), k.row.filled.rating.as_deref())).collect();
    assert_eq!(told, [("一.xlsx", Some("遅れ")), ("二.xlsx", Some("完了"))]);
    assert!(store.verify().unwrap().is_clean() && store.verify().unwrap().leftovers.is_empty());
    let backup = dir.path().join("backup.tar.gz");
    assert_eq!(store.backup(&backup, false).unwrap().files, 3, "the ledger and both workbooks");
    std::fs::write(store.path_of_form(&versions[0].source), "something else").unwrap();
    assert!(!store.verify().unwrap().is_clean());
}

#[test]
fn nothing_is_taken_by_readers() {
    let dir = tempfile::tempdir().unwrap();
    drop(store(dir.path()));
    let mut reader = Store::open(dir.path(), Access::Read).unwrap();
    assert!(reader.take_progress(b"PK", "x.xlsx", &[row(1, "順調")], "").is_err());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(16))]

    #[test]
    fn forms_of_different_rows_may_come_in_any_order(order in proptest::prelude::Just((0..5usize).collect::<Vec<_>>()).prop_shuffle()) {
        let (straight, shuffled) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let taken = |dir: &Path, order: &[usize]| {
            let mut store = store(dir);
            for n in order {
                let rows = [row(2 * n, "順調"), row(2 * n + 1, "遅れ")];
                store.take_progress(format!("PK {n}").as_bytes(), &format!("{n}.xlsx"), &rows, "").unwrap();
            }
            store
        };
        let said = |store: &Store| -> Vec<(RowKey, Filled, String)> {
            let last = |(key, versions): (&RowKey, &Vec<KeptRow>)| {
                versions.last().map(|kept| (key.clone(), kept.row.filled.clone(), kept.source.clone()))
            };
            store.progress().iter().filter_map(last).collect()
        };
        let (a, b) = (taken(straight.path(), &[0, 1, 2, 3, 4]), taken(shuffled.path(), &order));
        proptest::prop_assert_eq!(said(&a), said(&b));
        // Replayed from nothing, the ledger gives the same store.
        proptest::prop_assert_eq!(&catalog::Catalog::replay(b.history()), &b.catalog);
        let before = said(&b);
        drop(b);
        proptest::prop_assert_eq!(said(&Store::open(shuffled.path(), Access::Read).unwrap()), before);
    }
}
