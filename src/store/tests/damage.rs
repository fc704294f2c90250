//! Power cuts, torn lines, lost and damaged files.

use std::path::PathBuf;

use super::*;

fn ledger(dir: &Path) -> PathBuf {
    dir.join("ledger.jsonl")
}

fn with_two(dir: &Path) -> [String; 2] {
    let mut store = store(dir);
    ["一", "二"].map(|source| put(&mut store, source, &format!("{source}.txt"), "r1", &records()).document().to_owned())
}

fn extraction_file(dir: &Path, hash: &str) -> PathBuf {
    fs::read_dir(dir.join("documents").join(hash)).unwrap().next().unwrap().unwrap().path()
}

#[test]
fn a_torn_last_line_is_set_aside() {
    let whole = tempfile::tempdir().unwrap();
    with_two(whole.path());
    let bytes = fs::read(ledger(whole.path())).unwrap();
    let last = bytes[..bytes.len() - 1].iter().rposition(|b| *b == b'\n').unwrap() + 1;
    for cut in [last + 1, last + 40, bytes.len() - 1] {
        fs::write(ledger(whole.path()), &bytes[..cut]).unwrap();
        let reader = Store::open(whole.path(), Access::Read).unwrap();
        assert_eq!(reader.warnings()[0].code, "ledger_torn");
        assert_eq!(reader.documents().len(), 1);
        assert!(reader.verify().unwrap().is_clean());
        drop(reader);
        assert_eq!(fs::read(ledger(whole.path())).unwrap().len(), cut, "reading changes nothing");

        let mut writer = store(whole.path());
        assert_eq!(writer.warnings()[0].code, "ledger_torn");
        assert_eq!(fs::read(ledger(whole.path())).unwrap(), &bytes[..last]);
        let leftovers = writer.verify().unwrap().leftovers;
        assert!(leftovers.iter().any(|p| p.to_string_lossy().starts_with("ledger.torn-3-")), "{leftovers:?}");
        // What was not acknowledged can be taken in again and gets the same ids.
        assert!(matches!(put(&mut writer, "二", "二.txt", "r1", &records()), Put::Added { .. }));
        assert!(matches!(writer.find("M-000004"), Ok(Found::Records(_))));
        drop(writer);
        assert!(store(whole.path()).warnings().is_empty());
        for aside in fs::read_dir(whole.path()).unwrap().map(|e| e.unwrap().path()) {
            if aside.to_string_lossy().contains("torn") {
                fs::remove_file(aside).unwrap();
            }
        }
    }
}

#[test]
fn a_tail_of_zeros_is_a_torn_line() {
    let dir = tempfile::tempdir().unwrap();
    with_two(dir.path());
    let mut bytes = fs::read(ledger(dir.path())).unwrap();
    bytes.extend([0; 4096]);
    fs::write(ledger(dir.path()), &bytes).unwrap();
    let store = store(dir.path());
    assert_eq!(store.warnings()[0].code, "ledger_torn");
    assert_eq!(store.documents().len(), 2);
}

#[test]
fn damage_within_the_ledger_stops_writing_but_not_reading() {
    let dir = tempfile::tempdir().unwrap();
    with_two(dir.path());
    let text = fs::read_to_string(ledger(dir.path())).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let changed = format!("{}\n{}\n{}\n", lines[0], lines[1].replace("r1", "r9"), lines[2]);
    let without = format!("{}\n{}\n", lines[0], lines[2]);
    let twice = format!("{text}{}\n", lines[2]);
    let rubbish = format!("{text}\nrubbish\nmore\n");
    for (broken, line) in [(changed, 2), (without, 2), (twice, 4), (rubbish, 4)] {
        fs::write(ledger(dir.path()), broken).unwrap();
        let error = Store::open(dir.path(), Access::Write).unwrap_err();
        assert!(matches!(error, StoreError::DamagedLedger { line: l, .. } if l == line), "{error}");
        let reader = Store::open(dir.path(), Access::Read).unwrap();
        assert_eq!(reader.warnings()[0].code, "ledger_damaged");
        assert_eq!(reader.verify().unwrap().problems[0].code, "ledger_damaged");
        assert!(!reader.documents().is_empty());
        assert!(reader.backup(&dir.path().join("b.tar.gz"), false).is_err());
    }
}

#[test]
fn a_lost_ledger_is_not_a_new_store() {
    let dir = tempfile::tempdir().unwrap();
    with_two(dir.path());
    fs::remove_file(ledger(dir.path())).unwrap();
    for access in [Access::Write, Access::Read] {
        assert!(matches!(Store::open(dir.path(), access), Err(StoreError::DamagedLedger { line: 1, .. })));
    }
    fs::write(ledger(dir.path()), b"").unwrap();
    assert!(matches!(Store::open(dir.path(), Access::Write), Err(StoreError::DamagedLedger { line: 1, .. })));
}

#[test]
fn a_store_of_a_later_release_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let entry = Entry {
        seq: 1,
        when: "2030-01-01T00:00:00Z".to_owned(),
        who: "x".to_owned(),
        why: String::new(),
        event: Event::Created { format: ledger::FORMAT + 1 },
    };
    fs::write(ledger(dir.path()), ledger::encode(&entry, 0).unwrap().0).unwrap();
    let error = Store::open(dir.path(), Access::Read).unwrap_err();
    assert_eq!(error.code(), "store_newer_format");
}

#[test]
fn a_truncated_extraction_is_named_and_mended_by_taking_in_again() {
    let dir = tempfile::tempdir().unwrap();
    let [one, two] = with_two(dir.path());
    let file = extraction_file(dir.path(), &one);
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    let mut store = store(dir.path());
    assert!(matches!(store.records(&one), Err(StoreError::Damaged { path, .. }) if path == file));
    assert_eq!(store.records(&two).unwrap().len(), 3);
    let problems = store.verify().unwrap().problems;
    assert_eq!(problems.iter().map(|p| p.code).collect::<Vec<_>>(), ["extraction_damaged"]);
    assert_eq!(put(&mut store, "一", "一.txt", "r1", &records()), Put::Mended { document: one.clone() });
    assert!(store.verify().unwrap().is_clean());
    assert_eq!(store.records(&one).unwrap()[0].id, "M-000001");
    assert_eq!(store.documents()[0].extractions.len(), 1);
}

#[test]
fn refreshing_mends_a_lost_extraction() {
    let dir = tempfile::tempdir().unwrap();
    let [one, _] = with_two(dir.path());
    fs::remove_file(extraction_file(dir.path(), &one)).unwrap();
    let mut store = store(dir.path());
    let extracted = |_: &Source| Ok(Extracted { records: records(), ..Extracted::default() });
    store.refresh("r1", "", extracted).unwrap();
    assert!(store.verify().unwrap().is_clean());
    assert_eq!(store.records(&one).unwrap()[0].id, "M-000001");
}

#[test]
fn an_event_of_a_later_release_is_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    with_two(dir.path());
    let text = fs::read_to_string(ledger(dir.path())).unwrap();
    let previous = &text[text.len() - 11..text.len() - 3];
    let body = format!(r#"{{"seq":4,"when":"2030-01-01T00:00:00Z","who":"x","event":"assigned","plan":"P","previous":"{previous}""#);
    let line = format!("{body},\"crc\":\"{:08x}\"}}\n", crc32fast::hash(body.as_bytes()));
    fs::write(ledger(dir.path()), text + &line).unwrap();
    let mut store = store(dir.path());
    assert_eq!(store.history()[3].event, Event::Other("assigned".to_owned()));
    put(&mut store, "三", "三.txt", "r1", &records());
    assert_eq!(store.history()[4].seq, 5);
    assert!(fs::read_to_string(ledger(dir.path())).unwrap().contains(r#""plan":"P""#), "kept as it was");
}

#[test]
fn rebuilding_beside_a_damaged_document_keeps_the_others() {
    let dir = tempfile::tempdir().unwrap();
    let [one, two] = with_two(dir.path());
    fs::remove_file(extraction_file(dir.path(), &one)).unwrap();
    fs::remove_dir_all(dir.path().join("index")).unwrap();
    let store = Store::open(dir.path(), Access::Read).unwrap();
    assert!(store.by_type("measure").is_err(), "what is missing is said");
    assert_eq!(store.records(&two).unwrap().len(), 3);
    assert_eq!(store.verify().unwrap().problems.len(), 1);
}

#[test]
fn a_changed_source_is_named_and_mended() {
    let dir = tempfile::tempdir().unwrap();
    let [one, _] = with_two(dir.path());
    let mut store = store(dir.path());
    let path = store.path_of_source(&one).unwrap();
    fs::write(&path, "壱").unwrap();
    assert!(matches!(store.source(&one), Err(StoreError::Damaged { .. })));
    assert_eq!(store.verify().unwrap().problems[0].code, "source_damaged");
    put(&mut store, "一", "一.txt", "r1", &records());
    assert!(store.verify().unwrap().is_clean());
}

#[test]
fn files_without_a_line_are_leftovers() {
    let dir = tempfile::tempdir().unwrap();
    let [one, _] = with_two(dir.path());
    fs::write(dir.path().join("sources").join("0000.pdf"), b"x").unwrap();
    fs::write(dir.path().join("documents").join(&one).join(".beside-abc"), b"x").unwrap();
    let report = store(dir.path()).verify().unwrap();
    assert!(report.is_clean());
    assert_eq!(report.leftovers.len(), 2, "{:?}", report.leftovers);
}

#[test]
fn a_file_that_is_not_an_extraction_is_said_so() {
    let path = Path::new("x.jsonl.gz");
    for text in ["", "{}\n", "not json\n"] {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut gz, text.as_bytes()).unwrap();
        assert!(matches!(Extraction::decode(path, &gz.finish().unwrap()), Err(StoreError::Damaged { .. })));
    }
    assert!(Extraction::decode(path, b"").is_err());
    assert!(Extraction::decode(path, b"\x1f\x8b rubbish").is_err());
}
