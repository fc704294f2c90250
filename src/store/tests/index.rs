//! The index is never trusted over the truth.

use super::*;

/// All look-ups of a store.
fn look_ups(store: &Store) -> String {
    let types: Vec<_> = ["measure", "term", "value"].iter().map(|t| store.by_type(t).unwrap()).collect();
    let ids: Vec<_> = ["M-000001", "M-000003", "term-"].iter().map(|id| format!("{:?}", store.find(id))).collect();
    format!("{types:?} {ids:?} {:?}", store.all_records().unwrap())
}

fn filled(dir: &Path) -> String {
    let mut store = store(dir);
    put(&mut store, "一", "い.txt", "r1", &records());
    put(&mut store, "二", "あ.txt", "r1", &records()[..2]);
    put(&mut store, "一", "い.txt", "r2", &records()[1..]);
    let found = look_ups(&store);
    drop(store);
    assert_eq!(opened(dir), (found.clone(), Vec::new()));
    found
}

/// Look-ups of a store opened for reading, and the codes of its warnings.
fn opened(dir: &Path) -> (String, Vec<String>) {
    let store = Store::open(dir, Access::Read).unwrap();
    let report = store.verify().unwrap();
    assert!(report.is_clean() && report.index_compared, "{report:?}");
    (look_ups(&store), store.warnings().iter().map(|w| w.code.clone()).collect())
}

#[test]
fn a_deleted_index_is_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let found = filled(dir.path());
    fs::remove_dir_all(dir.path().join("index")).unwrap();
    assert_eq!(opened(dir.path()), (found.clone(), vec!["index_rebuilt".to_owned()]));
    assert_eq!(opened(dir.path()), (found, Vec::new()));
}

#[test]
fn an_index_of_another_release_is_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let found = filled(dir.path());
    let state = dir.path().join("index/state.json");
    let text = fs::read_to_string(&state).unwrap();
    for other in [text.replace("\"format\":1", "\"format\":2"), "{\"version\":\"2\"}".to_owned(), String::new()] {
        assert_ne!(other, text);
        fs::write(&state, other).unwrap();
        let store = Store::open(dir.path(), Access::Read).unwrap();
        assert_eq!(store.warnings()[0].detail, "written by another release");
        drop(store);
        assert_eq!(opened(dir.path()), (found.clone(), Vec::new()));
    }
}

#[test]
fn an_unclean_index_is_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let found = filled(dir.path());
    fs::remove_file(dir.path().join("index/state.json")).unwrap();
    assert_eq!(opened(dir.path()), (found, vec!["index_rebuilt".to_owned()]));
}

#[test]
fn an_index_behind_the_ledger_is_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let copy = tempfile::tempdir().unwrap();
    filled(dir.path());
    copy_folder(&dir.path().join("index"), &copy.path().join("index"));
    put(&mut store(dir.path()), "三", "う.txt", "r1", &records());
    let (found, _) = opened(dir.path());
    fs::remove_dir_all(dir.path().join("index")).unwrap();
    copy_folder(&copy.path().join("index"), &dir.path().join("index"));
    assert_eq!(opened(dir.path()), (found, vec!["index_rebuilt".to_owned()]));
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn every_damaged_byte_of_the_database_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let found = filled(dir.path());
    for (file, at) in [("db", 0), ("db", 100), ("db", 1500), ("conf", 3)] {
        let path = dir.path().join("index/db").join(file);
        let mut bytes = fs::read(&path).unwrap();
        bytes[at] ^= 0x55;
        fs::write(&path, bytes).unwrap();
        assert_eq!(opened(dir.path()), (found.clone(), vec!["index_rebuilt".to_owned()]), "{file} {at}");
    }
}

#[test]
fn a_folder_that_cannot_be_an_index_costs_only_speed() {
    let dir = tempfile::tempdir().unwrap();
    let found = filled(dir.path());
    fs::remove_dir_all(dir.path().join("index")).unwrap();
    fs::write(dir.path().join("index"), b"a file").unwrap();
    let store = Store::open(dir.path(), Access::Read).unwrap();
    assert_eq!(look_ups(&store), found);
    assert_eq!(store.warnings().last().unwrap().code, "index_unavailable");
}

#[test]
fn rebuilding_gives_the_same_look_ups() {
    let dir = tempfile::tempdir().unwrap();
    let found = filled(dir.path());
    let mut store = store(dir.path());
    assert_eq!(store.rebuild().unwrap(), 4);
    assert_eq!(look_ups(&store), found);
    drop(store);
    assert_eq!(opened(dir.path()), (found, Vec::new()));
}

#[test]
fn an_index_that_lies_is_seen_by_verify_and_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let found = filled(dir.path());
    let mut lying = store(dir.path());
    let hash = lying.documents()[0].hash.clone();
    let key = lying.documents()[0].extraction().extraction.clone();
    lying.index.as_mut().unwrap().put(&hash, &key, &records()[..1]).unwrap();
    assert_eq!(look_ups(&lying), found, "a count that does not fit is not believed");
    let codes: Vec<_> = lying.verify().unwrap().problems.iter().map(|p| p.code).collect();
    assert_eq!(codes, ["index_differs", "index_differs"]);
    drop(lying);
    assert_eq!(opened(dir.path()), (found, vec!["index_rebuilt".to_owned()]));
}

#[test]
fn a_report_noted_leaves_the_index_good() {
    let dir = tempfile::tempdir().unwrap();
    let found = filled(dir.path());
    store(dir.path()).note_report("output", 3, "").unwrap();
    assert_eq!(opened(dir.path()), (found, Vec::new()));
}
