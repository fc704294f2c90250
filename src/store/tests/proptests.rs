//! Any records, any interruption.

use proptest::prelude::*;

use super::*;
use crate::model::{Amount, Rect, Role, Schedule, Value};

fn words() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{0,12}", "[ぁ-んァ-ン一-龠（）％\n\t\"\\\\]{0,12}", any::<String>()]
}

fn year() -> impl Strategy<Value = Option<i32>> {
    prop::option::of(1990..2060)
}

/// Numbers as plans print them: a few digits and decimals.
fn number() -> impl Strategy<Value = f64> {
    (-9_999_999_999i64..9_999_999_999, 0..4u32).prop_map(|(n, d)| n as f64 / f64::from(10u32.pow(d)))
}

fn body() -> impl Strategy<Value = Body> {
    let measure = (words(), prop::option::of(words()), prop::collection::vec(words(), 0..3))
        .prop_map(|(title, code, path)| Body::Measure(Measure { title, code, path, ..Measure::default() }));
    let schedule = (words(), words(), year(), year())
        .prop_map(|(measure, label, from, to)| Body::Schedule(Schedule { measure, label, from, to, ..Schedule::default() }));
    let value = (words(), year(), prop::option::of(number()), words()).prop_map(|(indicator, year, value, text)| {
        Body::Value(Value {
            indicator,
            code: None,
            unit: None,
            year,
            phase: None,
            role: Role::Target,
            value,
            comparator: None,
            text,
            scope: None,
            measure: None,
            standard_edition: None,
            path: Vec::new(),
            printed_rate: None,
            standard: None,
        })
    });
    let amount = (words(), number()).prop_map(|(item, value)| {
        Body::Amount(Amount { item, path: Vec::new(), measure: None, year: None, year_to: None, value, unit: None, role: Role::Plan })
    });
    prop_oneof![measure, schedule, value, amount]
}

fn record() -> impl Strategy<Value = Record> {
    (body(), words(), 0..=100u8, words(), 1..900usize).prop_map(|(body, id, confidence, quote, page)| {
        let place = Place::on_page(page, Rect::new(1.5, 2.0, 300.2, 14.9));
        let mut record = Record::new("計画", body, f32::from(confidence) / 100.0, Evidence::new(place, quote));
        record.id = id;
        record
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn records_come_back_as_they_were(records in prop::collection::vec(record(), 0..12)) {
        let dir = tempfile::tempdir().unwrap();
        let mut store = store(dir.path());
        let added = put(&mut store, "本文", "a.pdf", "r1", &records);
        let mut back = store.records(added.document()).unwrap();
        for (back, put) in back.iter_mut().zip(&records) {
            if matches!(put.body, Body::Measure(_)) {
                prop_assert!(back.id.starts_with("M-"));
                back.id.clone_from(&put.id);
            }
        }
        prop_assert_eq!(&back, &records);
        let ids: std::collections::BTreeSet<String> =
            store.by_type("measure").unwrap().into_iter().map(|r| r.record.id).collect();
        prop_assert_eq!(ids.len(), records.iter().filter(|r| matches!(r.body, Body::Measure(_))).count());
        let report = store.verify().unwrap();
        prop_assert!(report.is_clean() && report.index_compared, "{:?}", report);
    }

    #[test]
    fn a_ledger_cut_anywhere_keeps_the_lines_before(cut in 0.0..1.0f64) {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = store(dir.path());
        for n in 0..4 {
            put(&mut writer, &n.to_string(), &format!("{n}.txt"), "r1", &records());
        }
        let before = writer.history().to_vec();
        drop(writer);
        let path = dir.path().join("ledger.jsonl");
        let bytes = fs::read(&path).unwrap();
        let cut = (bytes.len() as f64 * cut) as usize;
        fs::write(&path, &bytes[..cut]).unwrap();
        let lines = bytes[..cut].iter().filter(|b| **b == b'\n').count();
        let store = match Store::open(dir.path(), Access::Write) {
            Err(StoreError::DamagedLedger { line: 1, .. }) if lines == 0 => return Ok(()),
            other => other.unwrap(),
        };
        prop_assert_eq!(store.history(), &before[..lines]);
        prop_assert!(store.verify().unwrap().is_clean());
    }

    #[test]
    fn a_changed_byte_of_the_ledger_never_passes(at in 0.0..1.0f64, by in 1..=255u8) {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = store(dir.path());
        put(&mut writer, "一", "一.txt", "r1", &records());
        put(&mut writer, "二", "二.txt", "r1", &records());
        let before = writer.history().to_vec();
        drop(writer);
        let path = dir.path().join("ledger.jsonl");
        let mut bytes = fs::read(&path).unwrap();
        let at = (bytes.len() as f64 * at) as usize;
        bytes[at] ^= by;
        fs::write(&path, bytes).unwrap();
        if let Ok(store) = Store::open(dir.path(), Access::Read) {
            prop_assert!(!store.warnings().is_empty());
            prop_assert!(store.history().iter().all(|e| before.contains(e)));
            prop_assert!(store.history().len() < before.len());
        }
    }

    #[test]
    fn replaying_the_ledger_from_nothing_gives_the_same_store(
        steps in prop::collection::vec((0..6_u8, 0..3_u8, words(), prop::option::of(2000..2040_i32)), 0..12)
    ) {
        use crate::model::{Alias, AliasKind, Assignment, Tie, Utility};
        let dir = tempfile::tempdir().unwrap();
        let mut writer = store(&dir.path().join("a"));
        let mut known = Vec::new();
        for (kind, which, word, year) in steps {
            match (kind, known.get(usize::from(which))) {
                (0, _) => known.push(put(&mut writer, &which.to_string(), &format!("{which}.txt"), "r1", &records()).document().to_owned()),
                (1, Some(document)) => {
                    let own = Assignment { plan: Some(word), effective: year, ..Assignment::default() };
                    writer.assign(&document.clone(), Some(&own), "").unwrap();
                }
                (2, Some(document)) => _ = writer.assign(&document.clone(), None, "").unwrap(),
                (3, _) => _ = writer.link("M-000001", &format!("M-00000{which}"), year.map(|_| Tie::Same), &word).unwrap(),
                (4, _) => {
                    let alias = Alias { kind: AliasKind::Section, old: word.clone(), new: word };
                    writer.set_aliases(vec![alias], "").unwrap();
                }
                _ => {
                    let population = year.map(|y| (y, 1000)).into_iter().collect();
                    writer.set_utilities(vec![Utility { name: word, population, ..Utility::default() }], "").unwrap();
                }
            }
        }
        prop_assert_eq!(&Catalog::replay(writer.history()), &writer.catalog);
        let (decisions, all) = (writer.decisions().clone(), writer.all_records().unwrap());
        drop(writer);
        // The plain files alone, without the index, are the whole store.
        fs::remove_dir_all(dir.path().join("a/index")).unwrap();
        let again = Store::open(&dir.path().join("a"), Access::Read).unwrap();
        prop_assert_eq!(again.decisions(), &decisions);
        prop_assert_eq!(again.all_records().unwrap(), all);
    }
}
