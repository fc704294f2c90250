//! Keys of extractions, names of documents and lasting ids.

use super::*;

#[test]
fn the_same_key_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(dir.path());
    let added = put(&mut store, "本文", "a.txt", "r1", &records());
    let before = fs::read(dir.path().join("ledger.jsonl")).unwrap();
    assert!(store.is_current(added.document(), "r1"));
    assert!(!store.is_current(added.document(), "r2"));
    let again = put(&mut store, "本文", "a.txt", "r1", &records());
    assert_eq!(again, Put::Unchanged { document: added.document().to_owned(), new_name: false });
    assert_eq!(fs::read(dir.path().join("ledger.jsonl")).unwrap(), before);
}

#[test]
fn another_name_is_the_same_document() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(dir.path());
    let added = put(&mut store, "本文", "経営戦略.txt", "r1", &records());
    let hash = added.document().to_owned();
    let renamed = put(&mut store, "本文", "経営戦略 (1).TXT", "r1", &records());
    assert_eq!(renamed, Put::Unchanged { document: hash.clone(), new_name: true });
    assert_eq!(put(&mut store, "本文", "経営戦略 (1).TXT", "r1", &records()), Put::Unchanged { document: hash, new_name: false });
    drop(store);
    let store = Store::open(dir.path(), Access::Read).unwrap();
    assert_eq!(store.documents().len(), 1);
    assert_eq!(store.documents()[0].file_names, ["経営戦略.txt", "経営戦略 (1).TXT"]);
    assert_eq!(store.documents()[0].name, "経営戦略");
}

#[test]
fn other_rules_keep_both_and_going_back_is_seen() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(dir.path());
    let added = put(&mut store, "本文", "a.txt", "r1", &records());
    let hash = added.document();
    let first = store.documents()[0].extraction().extraction.clone();
    let fewer = &records()[..1];
    assert_eq!(put(&mut store, "本文", "a.txt", "r2", fewer), Put::NewExtraction { document: hash.to_owned(), before: first.clone() });
    assert_eq!(store.records(hash).unwrap().len(), 1);
    assert_eq!(store.extraction_by_key(hash, &first).unwrap().records.len(), 3);
    assert!(store.is_current(hash, "r2"));

    let second = store.documents()[0].extraction().extraction.clone();
    assert_eq!(put(&mut store, "本文", "a.txt", "r1", &records()), Put::Chosen { document: hash.to_owned(), before: second });
    drop(store);
    let store = Store::open(dir.path(), Access::Read).unwrap();
    assert!(store.is_current(hash, "r1"));
    assert_eq!(store.by_type("measure").unwrap().len(), 2);
    assert_eq!(store.documents()[0].extractions.len(), 2);
    assert!(store.verify().unwrap().is_clean());
}

#[test]
fn measures_keep_their_ids_when_extracted_anew() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(dir.path());
    let ids = |store: &Store, hash: &str| {
        let records = store.records(hash).unwrap();
        let measures = records.iter().filter_map(|r| match &r.body {
            Body::Measure(m) => Some((m.title.clone(), r.id.clone())),
            _ => None,
        });
        measures.map(|(title, id)| format!("{title} {id}")).collect::<Vec<_>>()
    };
    let one = put(&mut store, "一", "a.txt", "r1", &[measure("配水管の更新", Some("1-1")), measure("漏水調査", None)]);
    put(&mut store, "二", "b.txt", "r1", &[measure("配水管の更新", Some("1-1"))]);
    let hash = one.document();
    // Another order, full-width forms, a measure more; one is missing for a while.
    put(&mut store, "一", "a.txt", "r2", &[measure("水源の保全", None), measure("配水管 の更新", Some("１-１"))]);
    assert_eq!(ids(&store, hash), ["水源の保全 M-000004", "配水管 の更新 M-000001"]);
    put(
        &mut store,
        "一",
        "a.txt",
        "r3",
        &[measure("漏水調査", Some("1-2")), measure("水源の保全", None), measure("老朽管の更新", Some("1-1"))],
    );
    assert_eq!(ids(&store, hash), ["漏水調査 M-000002", "水源の保全 M-000004", "老朽管の更新 M-000001"]);
}

#[test]
fn ids_are_not_given_again_after_an_interrupted_run() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = store(dir.path());
    put(&mut first, "一", "a.txt", "r1", &records());
    drop(first);
    let mut again = store(dir.path());
    put(&mut again, "二", "b.txt", "r1", &records());
    assert!(matches!(again.find("M-000003").unwrap(), Found::Records(r) if r.len() == 1));
    assert_eq!(again.by_type("measure").unwrap().len(), 4);
}

#[test]
fn refreshing_extracts_what_other_rules_made() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(dir.path());
    put(&mut store, "一", "a.txt", "r1", &records());
    put(&mut store, "二", "b.txt", "r2", &records());
    put(&mut store, "三", "c.txt", "r1", &records());
    let extract = |source: &Source| {
        if source.file_name == "c.txt" {
            return Err("damaged".to_owned());
        }
        let mut changed = records();
        changed.remove(1);
        changed[0].confidence = 0.5;
        changed.push(term("無収水量"));
        Ok(Extracted { records: changed, ..Extracted::default() })
    };
    let report = store.refresh("r2", "new rules", extract).unwrap();
    let outcomes: Vec<_> = report.iter().map(|r| (r.name.as_str(), &r.outcome)).collect();
    let measure = Changes { added: 0, removed: 1, changed: 1 };
    let term = Changes { added: 1, removed: 0, changed: 0 };
    let changes = [("measure".to_owned(), measure), ("term".to_owned(), term)].into();
    assert_eq!(outcomes, [("a", &Outcome::Extracted(changes)), ("b", &Outcome::Current), ("c", &Outcome::Failed("damaged".to_owned()))]);
    assert!(store.verify().unwrap().is_clean());
    assert_eq!(store.refresh("r2", "", |_| Ok(Extracted::default())).unwrap()[0].outcome, Outcome::Current);
}
