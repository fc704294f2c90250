//! The store as its users see it.

use std::fs;
use std::path::Path;

mod damage;
mod decisions;
mod forms;
mod index;
mod keys;
mod proptests;

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
fn an_empty_extraction_is_kept_too() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(dir.path());
    let warning = Warning { code: "scanned_page".to_owned(), page: Some(2), detail: String::new() };
    let added = store.put(&NewDocument::new(b"", "空.txt", "r1", &[], std::slice::from_ref(&warning))).unwrap();
    let back = store.extraction(added.document()).unwrap();
    assert_eq!((back.records.len(), back.header.warnings), (0, vec![warning]));
    assert!(store.verify().unwrap().is_clean());
    assert_eq!(store.source(added.document()).unwrap(), b"");
}

#[test]
fn documents_stand_in_order_whatever_the_order_of_taking_in() {
    let in_order = |names: &[&str]| {
        let dir = tempfile::tempdir().unwrap();
        let mut store = store(dir.path());
        for name in names {
            put(&mut store, name, name, "r1", &records());
        }
        let records: Vec<String> = store.all_records().unwrap().iter().map(|r| format!("{} {}", r.document, r.position)).collect();
        let measures: Vec<String> = store.by_type("measure").unwrap().iter().map(|r| format!("{} {}", r.document, r.position)).collect();
        let names: Vec<String> = store.documents().iter().map(|d| d.name.clone()).collect();
        (names, records, measures)
    };
    let forward = in_order(&["い.pdf", "ろ.txt", "a.pdf"]);
    assert_eq!(forward.0, ["a", "い", "ろ"]);
    assert_eq!(forward, in_order(&["a.pdf", "ろ.txt", "い.pdf"]));
}

#[test]
fn ids_and_names_find_what_they_name() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(dir.path());
    let first = put(&mut store, "一", "仙台市.pdf", "r1", &records());
    put(&mut store, "二", "盛岡市.pdf", "r1", &records());
    drop(store);
    let store = Store::open(dir.path(), Access::Read).unwrap();
    let document = |id: &str| match store.find(id) {
        Ok(Found::Document(d)) => d.hash,
        other => panic!("{other:?}"),
    };
    assert_eq!(document(&first.document()[..8]), first.document());
    assert_eq!(document("仙台市"), first.document());
    assert_eq!(document("仙台市.pdf"), first.document());

    let records_of = |id: &str| match store.find(id) {
        Ok(Found::Records(r)) => r.iter().map(|r| (r.document.clone(), r.position)).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(records_of("M-000002"), [(first.document().to_owned(), 1)]);
    // One id in two documents, found by its beginning too.
    assert_eq!(records_of(&records()[2].id).len(), 2);
    assert_eq!(records_of("term-").len(), 2);

    assert!(matches!(store.find("M-00000"), Err(StoreError::Ambiguous { candidates, .. }) if candidates.len() == 4));
    assert!(matches!(store.find("M-000009"), Err(StoreError::UnknownId(_))));
    assert!(matches!(store.find(""), Err(StoreError::UnknownId(_))));
}

#[test]
fn one_writer_or_several_readers() {
    let dir = tempfile::tempdir().unwrap();
    let writer = store(dir.path());
    assert!(matches!(Store::open(dir.path(), Access::Write), Err(StoreError::Busy(_))));
    assert!(matches!(Store::open(dir.path(), Access::Read), Err(StoreError::Busy(_))));
    drop(writer);
    let mut readers = [Store::open(dir.path(), Access::Read).unwrap(), Store::open(dir.path(), Access::Read).unwrap()];
    assert!(matches!(Store::open(dir.path(), Access::Write), Err(StoreError::Busy(_))));
    let error = readers[0].put(&NewDocument::new(b"x", "x.txt", "r1", &[], &[])).unwrap_err();
    assert_eq!(error.code(), "store_read_only");
}

#[test]
fn a_second_reader_sees_the_same_without_the_index() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = store(dir.path());
    put(&mut writer, "一", "仙台市.pdf", "r1", &records());
    drop(writer);
    let first = Store::open(dir.path(), Access::Read).unwrap();
    let second = Store::open(dir.path(), Access::Read).unwrap();
    assert!(first.verify().unwrap().index_compared);
    assert!(!second.verify().unwrap().index_compared);
    assert_eq!(first.by_type("measure").unwrap(), second.by_type("measure").unwrap());
    assert_eq!(first.find("M-000001").unwrap(), second.find("M-000001").unwrap());
}

#[test]
fn only_an_empty_folder_becomes_a_store() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(Store::open(dir.path(), Access::Read), Err(StoreError::Missing(_))));
    assert!(fs::read_dir(dir.path()).unwrap().next().is_none(), "reading leaves nothing behind");
    fs::write(dir.path().join("計画.pdf"), b"%PDF").unwrap();
    assert!(matches!(Store::open(dir.path(), Access::Write), Err(StoreError::NotAStore(_))));
    assert!(Store::open(&dir.path().join("new/deep"), Access::Write).is_ok());
}

#[test]
fn the_ledger_says_who_and_why() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(dir.path());
    store.set_author("水道 花子");
    store.put(&NewDocument { why: "年次更新", ..NewDocument::new(b"x", "x.txt", "r1", &[], &[]) }).unwrap();
    store.note_report("output", 12, "").unwrap();
    drop(store);
    let store = Store::open(dir.path(), Access::Read).unwrap();
    let entries: Vec<_> = store.history().iter().map(|e| (e.seq, e.who.as_str(), e.why.as_str())).collect();
    assert_eq!(entries[1..], [(2, "水道 花子", "年次更新"), (3, "水道 花子", "")]);
    assert_eq!(store.history()[2].event, Event::Reported { folder: "output".to_owned(), files: 12 });
}

#[test]
fn a_backup_is_a_store_and_always_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let mut original = store(&dir.path().join("a"));
    put(&mut original, "一", "仙台市.pdf", "r1", &records());
    put(&mut original, "一", "仙台市.pdf", "r2", &records()[1..]);
    let file = dir.path().join("backup.tar.gz");
    let backup = original.backup(&file, false).unwrap();
    assert_eq!(backup.files, 4);
    assert!(matches!(original.backup(&file, false), Err(StoreError::BackupExists(_))));
    let before = fs::read(&file).unwrap();
    original.backup(&file, true).unwrap();
    assert_eq!(fs::read(&file).unwrap(), before);

    let unpacked = dir.path().join("b");
    tar::Archive::new(flate2::read::GzDecoder::new(&before[..])).unpack(&unpacked).unwrap();
    let copy = Store::open(&unpacked, Access::Read).unwrap();
    assert!(copy.verify().unwrap().is_clean());
    assert_eq!(copy.all_records().unwrap(), original.all_records().unwrap());
    assert_eq!(copy.history(), original.history());
}
