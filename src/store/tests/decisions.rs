//! What people decide is kept, replayed and outlives a new extraction.

use super::*;
use crate::model::{Alias, AliasKind, Assignment, Tie, Utility};

#[test]
fn decisions_come_back_when_the_store_is_opened_anew() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(dir.path());
    let document = put(&mut store, "一", "計画.pdf", "r1", &records()).document().to_owned();
    let first = Assignment { plan: Some("水道ビジョン".into()), effective: Some(2024), ..Assignment::default() };
    assert!(store.assign(&document, Some(&first), "表紙に題名がない").unwrap());
    assert!(!store.assign(&document, Some(&first), "").unwrap(), "nothing new, nothing written");
    let later = Assignment { edition: Some("改定版".into()), ..Assignment::default() };
    assert!(store.assign(&document, Some(&later), "").unwrap());
    assert!(store.link("M-000001", "M-000002", Some(Tie::Same), "").unwrap());
    let alias = Alias { kind: AliasKind::Section, old: "料金課".into(), new: "お客さま窓口課".into() };
    assert!(store.set_aliases(vec![alias.clone(), alias], "").unwrap());
    assert!(
        store
            .set_utilities(vec![Utility { name: "見本市".into(), population: [(2023, 29_500)].into(), ..Utility::default() }], "")
            .unwrap()
    );
    put(&mut store, "一", "計画.pdf", "r2", &records()[1..]);
    let before = store.decisions().clone();
    drop(store);

    let store = Store::open(dir.path(), Access::Read).unwrap();
    assert_eq!(*store.decisions(), before);
    let kept = &store.decisions().assignments[&document];
    assert_eq!((kept.plan.as_deref(), kept.edition.as_deref(), kept.effective), (Some("水道ビジョン"), Some("改定版"), Some(2024)));
    assert_eq!(store.decisions().aliases.len(), 1);
    assert_eq!(store.decisions().tie("M-000002", "M-000001"), Some(Tie::Same));
    assert!(store.verify().unwrap().is_clean());
}

#[test]
fn decisions_can_be_taken_back_and_need_a_document() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(dir.path());
    let document = put(&mut store, "一", "計画.pdf", "r1", &records()).document().to_owned();
    let one = Assignment { plan: Some("計画".into()), ..Assignment::default() };
    store.assign(&document, Some(&one), "").unwrap();
    assert!(store.assign(&document, None, "").unwrap());
    assert!(store.decisions().assignments.is_empty());
    assert!(matches!(store.assign("0000", Some(&one), ""), Err(StoreError::UnknownId(_))));
    store.link("a", "b", Some(Tie::Different), "").unwrap();
    assert!(store.link("b", "a", None, "").unwrap());
    assert!(store.decisions().ties.is_empty());
}
