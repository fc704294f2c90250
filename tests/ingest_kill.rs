//! Kill -9 during `shirube ingest`: what the ledger had acknowledged is there, the store opens, `store verify` is clean, and the same
//! command again finishes the work. Three rounds by default, `SHIRUBE_KILL_ROUNDS=50` for the full run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests, too

mod kill;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use kill::{ROUNDS_A_STORE, Random, rounds};
use shirube::store::{Access, Store};

const SHIRUBE: &str = env!("CARGO_BIN_EXE_shirube");
const PLANS: usize = 24;

/// Texts of a fictitious utility, none like the other.
fn write_plans(folder: &Path, round: u64) {
    fs::create_dir_all(folder).unwrap();
    for number in 0..PLANS {
        let mut text = format!("架空市水道事業経営戦略（第{round}次 その{number}）\n令和6年3月 架空市水道局\n\n第1章 施策の展開\n");
        for n in 1..=10 {
            text.push_str(&format!("\n1-{n} 配水管の更新その{n}\n担当課 工務課\n取組\tR6\tR7\tR8\n管路の更新{n}\t設計\t工事\t工事\n"));
        }
        fs::write(folder.join(format!("経営戦略{round}-{number:02}.txt")), text).unwrap();
    }
}

fn ingest(plans: &Path, store: &Path) -> Child {
    let mut command = Command::new(SHIRUBE);
    command.arg("ingest").arg(plans).arg("--store").arg(store).arg("--quiet");
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// The documents of the ledger's whole lines: these were acknowledged.
fn acknowledged(store: &Path) -> BTreeSet<String> {
    let text = fs::read(store.join("ledger.jsonl")).unwrap_or_default();
    let whole = text.split_inclusive(|b| *b == b'\n').filter(|line| line.ends_with(b"\n"));
    let entries = whole.map(|line| serde_json::from_slice::<serde_json::Value>(line).unwrap());
    entries.filter(|e| e["event"] == "ingested").map(|e| e["document"].as_str().unwrap().to_owned()).collect()
}

/// Kills the child at a random moment after some documents; says whether it was still at work.
fn kill_at_random(mut child: Child, store: &Path, random: &mut Random) -> (bool, BTreeSet<String>) {
    let enough = acknowledged(store).len() + random.below(PLANS as u64 - 4) as usize;
    while acknowledged(store).len() < enough && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    random.wait(30_000);
    let seen = acknowledged(store);
    let at_work = child.try_wait().unwrap().is_none();
    child.kill().unwrap(); // SIGKILL
    child.wait().unwrap();
    (at_work, seen)
}

#[test]
#[allow(clippy::print_stdout)] // how much was tried belongs to the result
fn kill_9_during_ingest_loses_nothing_acknowledged() {
    let rounds = rounds();
    let folder = tempfile::tempdir().unwrap();
    let mut random = Random(0x1234_5678_9abc_def1);
    let (mut killed, mut total) = (0, 0);
    for round in 0..rounds {
        let store_dir = folder.path().join(format!("data{}", round / ROUNDS_A_STORE));
        let plans = folder.path().join(format!("plans{round}"));
        write_plans(&plans, round);
        let (at_work, seen) = kill_at_random(ingest(&plans, &store_dir), &store_dir, &mut random);
        killed += u64::from(at_work);
        total += seen.len();
        if store_dir.join("ledger.jsonl").exists() {
            let verified = Command::new(SHIRUBE).args(["store", "verify", "--store"]).arg(&store_dir).output().unwrap();
            assert!(verified.status.success(), "round {round}: {verified:?}");
            let store = Store::open(&store_dir, Access::Read).unwrap();
            for document in &seen {
                assert!(!store.records(document).unwrap().is_empty(), "round {round}: {document} is lost");
                assert!(!store.source(document).unwrap().is_empty());
            }
        }
        // Every other time the user runs the command again, and it ends as if nothing had been.
        if round % 2 == 0 {
            assert!(ingest(&plans, &store_dir).wait().unwrap().success(), "round {round}");
            let store = Store::open(&store_dir, Access::Read).unwrap();
            let names: BTreeSet<&str> = store.documents().iter().map(|d| d.name.as_str()).collect();
            assert!((0..PLANS).all(|n| names.contains(format!("経営戦略{round}-{n:02}").as_str())), "round {round}: {names:?}");
            assert!(store.verify().unwrap().is_clean());
        }
    }
    assert!(killed > 0, "every child had ended before it was killed");
    println!("{rounds} rounds, {killed} killed at work, {total} acknowledged documents looked up, none lost");
}
