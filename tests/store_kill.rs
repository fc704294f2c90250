//! Kill -9 while documents are taken in: nothing acknowledged is lost, the store opens, `verify` is clean.
//!
//! The test starts itself again as a child that takes in synthetic documents without end and prints the hash of each after it was
//! acknowledged. The parent reads some of these lines, waits a moment of random length and kills the child. Three rounds by default,
//! `SHIRUBE_KILL_ROUNDS=50` for the full run; five rounds work on one store.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests, too

mod kill;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use kill::{ROUNDS_A_STORE, Random, rounds};
use shirube::model::{Body, Evidence, Measure, Place, Record, Term};
use shirube::store::{Access, NewDocument, Store};

const STORE: &str = "SHIRUBE_KILL_STORE";
const ROUND: &str = "SHIRUBE_KILL_ROUND";
const ACKNOWLEDGED: &str = "acknowledged ";

/// A document of its own, of a few to some hundred records.
fn records(round: u64, number: u64) -> Vec<Record> {
    let count = 5 + (number * 7919) % 300;
    (0..count)
        .map(|n| {
            let title = format!("第{round}回の{number}番目の計画の取組{n}：老朽化した配水管の更新と耐震化");
            let evidence = Evidence::new(Place::on_line(n as usize + 1), title.as_str());
            let body = if n % 3 == 0 {
                Body::Term(Term { term: title, definition: "水道施設の用語".repeat(20) })
            } else {
                Body::Measure(Measure { title, path: vec!["安全".to_owned(), "強靱".to_owned()], ..Measure::default() })
            };
            let mut record = Record::new("計画", body, 0.9, evidence);
            record.id = format!("record-{round}-{number}-{n}");
            record
        })
        .collect()
}

/// The child: takes in documents until it is killed; every third one twice, under other rules.
#[test]
#[ignore = "started by the test below"]
fn child() {
    let Ok(dir) = std::env::var(STORE) else { return };
    let round: u64 = std::env::var(ROUND).unwrap().parse().unwrap();
    let mut store = Store::open(Path::new(&dir), Access::Write).unwrap();
    let mut out = std::io::stdout();
    for number in 0.. {
        let source = format!("round {round} document {number}\n").repeat(1 + number as usize % 50);
        let rules: &[&str] = if number % 3 == 0 { &["r1", "r2"] } else { &["r1"] };
        for rules in rules {
            let records = records(round, number);
            let name = format!("経営戦略{number}.txt");
            let put = store.put(&NewDocument::new(source.as_bytes(), &name, rules, &records, &[])).unwrap();
            writeln!(out, "{ACKNOWLEDGED}{} {rules} {}", put.document(), records.len()).unwrap();
            out.flush().unwrap();
        }
    }
}

fn start(dir: &Path, round: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "child", "--nocapture"])
        .env(STORE, dir)
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The test harness may have begun the line with words of its own.
fn acknowledgement(line: &str) -> Option<String> {
    line.split_once(ACKNOWLEDGED).map(|(_, rest)| rest.to_owned())
}

/// Lets the child acknowledge some documents, kills it at a random moment after, and gives all that it acknowledged.
fn kill_at_random(mut child: Child, random: &mut Random) -> Vec<String> {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Vec::new();
    let enough = random.below(12) as usize;
    while acknowledged.len() < enough {
        let Some(Ok(line)) = lines.next() else { break };
        acknowledged.extend(acknowledgement(&line));
    }
    // The moment within the work on the next document is the point of the test.
    random.wait(40_000);
    child.kill().unwrap(); // SIGKILL
    // What it still had printed was acknowledged too; a line cut short was not read by anybody.
    acknowledged.extend(lines.map_while(Result::ok).filter_map(|line| acknowledgement(&line)));
    acknowledged.retain(|line| line.split(' ').count() == 3);
    let status = child.wait().unwrap();
    if status.code().is_some() {
        let mut why = String::new();
        child.stderr.take().unwrap().read_to_string(&mut why).unwrap();
        panic!("the child ended by itself: {status}\n{why}");
    }
    acknowledged
}

/// Opens the store as the next user does and looks for everything that was acknowledged.
fn check(dir: &Path, acknowledged: &BTreeSet<String>, round: u64) {
    if acknowledged.is_empty() && !dir.join("ledger.jsonl").exists() {
        return;
    }
    // Once as a reader, once as a writer: both put the index right.
    let access = if round.is_multiple_of(2) { Access::Read } else { Access::Write };
    let store = Store::open(dir, access).unwrap();
    let report = store.verify().unwrap();
    assert!(report.is_clean() && report.index_compared, "round {round}: {report:?}");
    for line in acknowledged {
        let [document, rules, count] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let entry = store.document(document).unwrap_or_else(|| panic!("round {round}: {document} is lost"));
        assert!(!store.source(document).unwrap().is_empty());
        let one = entry.extractions.iter().find(|e| e.ingested.rules == rules);
        let key = &one.unwrap_or_else(|| panic!("round {round}: {document} {rules} is lost")).ingested.extraction;
        let records = store.extraction_by_key(document, key).unwrap().records;
        assert_eq!(records.len().to_string(), count, "round {round}: {document}");
    }
    let measures = store.by_type("measure").unwrap();
    let ids: BTreeSet<&str> = measures.iter().map(|m| m.record.id.as_str()).collect();
    assert_eq!(ids.len(), measures.len(), "round {round}: no id is given twice");
}

#[test]
#[allow(clippy::print_stdout)] // how much was tried belongs to the result
fn kill_9_loses_nothing_acknowledged() {
    let rounds = rounds();
    let folder = tempfile::tempdir().unwrap();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut acknowledged = BTreeSet::new();
    let mut total = 0;
    for round in 0..rounds {
        // A store sees several kills; a new one now and then keeps the checks quick and tests the beginning.
        let dir = folder.path().join(format!("data{}", round / ROUNDS_A_STORE));
        if round % ROUNDS_A_STORE == 0 {
            acknowledged.clear();
        }
        let before = acknowledged.len();
        acknowledged.extend(kill_at_random(start(&dir, round), &mut random));
        total += acknowledged.len() - before;
        check(&dir, &acknowledged, round);
    }
    assert!(total > 0, "the child was never given the time to do anything");
    println!("{rounds} rounds, {total} extractions acknowledged, none lost");
}
