//! The store as its users see it.

use std::fs;
use std::path::Path;

use super::*;
use crate::model::{Body, Evidence, Measure, Place, Record, Term};

fn measure(title: &str, code: Option<&str>) -> Record {
    let body = Body::Measure(Measure { title: title.to_owned(), code: code.map(str::to_owned), ..Measure::default() });
    let mut record = Record::new("計画", body, 0.9, Evidence::new(Place::on_line(3), title));
    record.id = format!("measure-{}", &sha256(title.as_bytes())[..8]);
    record
}

fn term(word: &str) -> Record {
    let body = Body::Term(Term { term: word.to_owned(), definition: "…".to_owned() });
    let mut record = Record::new("計画", body, 1.0, Evidence::new(Place::on_line(9), word));
    record.id = format!("term-{}", &sha256(word.as_bytes())[..8]);
    record
}

fn records() -> Vec<Record> {
    vec![measure("配水管の更新", Some("1-1")), measure("水源の保全", Some("1-2")), term("有収率")]
}

fn store(dir: &Path) -> Store {
    Store::open(dir, Access::Write).unwrap()
}

fn put(store: &mut Store, source: &str, file_name: &str, rules: &str, records: &[Record]) -> Put {
    store.put(&NewDocument::new(source.as_bytes(), file_name, rules, records, &[])).unwrap()
}

#[test]
fn what_is_put_in_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(dir.path());
    let added = put(&mut store, "本文", "経営戦略（令和6年度改定）.pdf", "r1", &records());
    assert!(matches!(added, Put::Added { .. }));
    drop(store);

    let store = Store::open(dir.path(), Access::Read).unwrap();
    let hash = added.document();
    let back = store.records(hash).unwrap();
    let ids: Vec<&str> = back.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ids, ["M-000001", "M-000002", &records()[2].id]);
    assert_eq!(back[2], records()[2]);
    assert_eq!(back[0].body, records()[0].body);
    assert_eq!(store.source(hash).unwrap(), "本文".as_bytes());
    assert_eq!(store.documents()[0].name, "経営戦略（令和6年度改定）");
    assert!(store.warnings().is_empty(), "{:?}", store.warnings());
    assert!(store.verify().unwrap().is_clean());
    assert!(dir.path().join("sources").join(format!("{hash}.pdf")).is_file());
}

#[test]
fn the_same_key_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(dir.path());
    let added = put(&mut store, "本文", "a.txt", "r1", &records());
    let before = fs::read(dir.path().join("ledger.jsonl")).unwrap();
    assert!(store.is_current(added.document(), "r1"));
    let again = put(&mut store, "本文", "a.txt", "r1", &records());
    assert_eq!(again, Put::Unchanged { document: added.document().to_owned(), new_name: false });
    assert_eq!(fs::read(dir.path().join("ledger.jsonl")).unwrap(), before);
}
