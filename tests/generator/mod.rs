//! Random plans: facts first, then a random layout, printed as a real PDF with its own gold.
//!
//! Plans that were written by hand or collected teach the program their own words; these are different with every seed. `seed % 4` sets
//! the header words: 0 and 1 those of the rules, 2 mixed, 3 only words that the rules do not hold.
//!
//! `SHIRUBE_PLANS=<folder> cargo test --test e2e generator::write -- --ignored` writes plans and gold for the scorer.

mod compose;
mod data;
mod dimensions;
mod followup;
mod indicators;
mod layout;
mod measures;
mod money;
pub(crate) mod pdf;
mod random;
mod score;
mod table;
mod words;

use std::collections::BTreeMap;

use compose::Gold;
use shirube::language::Tokenizer;
use shirube::model::Record;
use shirube::rules::Rules;
use shirube::{extract, layout as pages, read};

use words::Half;

/// A printed plan with what is to be read from it.
pub(crate) struct Printed {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) gold: Vec<Gold>,
    pub(crate) layout: layout::Layout,
    pub(crate) report: bool,
    pub(crate) tiers: usize,
    pub(crate) word_targets: bool,
    pub(crate) again: bool,
    pub(crate) given_up: bool,
}

/// The plan of a seed.
pub(crate) fn printed(seed: u64) -> Printed {
    let half = match seed % 4 {
        2 => Half::Mixed,
        3 => Half::Fresh,
        _ => Half::Known,
    };
    let name = format!("plan{seed:04}_{}", format!("{half:?}").to_lowercase());
    compose::compose(seed, half, name)
}

fn records(plan: &Printed, rules: &Rules, tokenizer: &Tokenizer) -> Vec<Record> {
    let source = read::read_bytes(&plan.name, &plan.bytes, read::Kind::Pdf, &read::Options::default()).unwrap();
    extract::extract(&source, &extract::Sectioned::new(&pages::blocks(&source), rules), rules, tokenizer).records
}

/// Strict counts by the half of the header words, and by dimension.
fn scores(seeds: impl Iterator<Item = u64>, rules: &Rules) -> (BTreeMap<String, score::Counts>, dimensions::Table) {
    let tokenizer = Tokenizer::new(None).unwrap();
    let mut counts: BTreeMap<String, score::Counts> = BTreeMap::new();
    let mut table = dimensions::Table::default();
    for seed in seeds {
        let plan = printed(seed);
        let found = score::score(&plan.gold, &records(&plan, rules, &tokenizer));
        let half = format!("{:?}", plan.layout.half).to_lowercase();
        counts.entry(half).or_default().add(found.all());
        counts.entry("all".to_owned()).or_default().add(found.all());
        table.add(&plan, &found);
    }
    (counts, table)
}

/// The seeds of an on-demand run: `SHIRUBE_SEEDS` (first..last), otherwise some that rules may be written with.
fn asked_seeds() -> std::ops::Range<u64> {
    let asked = std::env::var("SHIRUBE_SEEDS").unwrap_or_else(|_| "30000..30200".to_owned());
    let (first, last) = asked.split_once("..").unwrap();
    first.parse().unwrap()..last.parse().unwrap()
}

/// Prints past the test harness, which keeps what passing tests print: the score is to be seen in CI.
fn say(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// What a small sample must reach; raised when the program gets better, lowered only when the plans become harder.
const FLOOR: f64 = 0.97;

/// The same without any header word in the rules.
const CELLS_FLOOR: f64 = 0.88;

#[test]
fn a_sample_of_random_plans_is_understood() {
    let (scores, _) = scores(0..12, Rules::embedded());
    let all = scores["all"].f1();
    say(&format!("random plans, seeds 0..12: F1 {all:.3}"));
    assert!(all >= FLOOR, "F1 {all:.3} is below {FLOOR}: {scores:?}");
}

#[test]
fn fresh_header_words_are_in_no_rule() {
    let best = |word: &str| Rules::embedded().column_roles(word).first().map_or(0.0, |(_, score)| *score);
    let all = |words: fn(&words::Heads) -> &'static [&'static str]| {
        words::ALL.iter().flat_map(move |(role, heads)| words(heads).iter().map(move |word| (*role, *word)))
    };
    let known: Vec<_> = all(|h| h.fresh).filter(|(_, word)| best(word) >= 0.7).collect();
    let unknown: Vec<_> = all(|h| h.known).filter(|(_, word)| best(word) < 0.7).collect();
    assert!(known.is_empty(), "in the rules, and so not fresh: {known:?}");
    assert!(unknown.is_empty(), "in no rule, and so fresh: {unknown:?}");
}

#[test]
fn one_seed_is_one_plan() {
    assert_eq!(printed(7).bytes, printed(7).bytes);
    assert_ne!(printed(7).bytes, printed(11).bytes);
}

/// The figures over many seeds, with and without the rules' header words, and by dimension:
/// `SHIRUBE_SEEDS=30000..30200 cargo test --test e2e generator::figures -- --ignored --nocapture`.
#[test]
#[ignore = "takes a minute; printed on demand"]
#[allow(clippy::print_stdout)]
fn figures_of_many_seeds() {
    for (name, rules) in [("rules", Rules::embedded()), ("no header words", &Rules::without_header_words())] {
        let (counts, table) = scores(asked_seeds(), rules);
        for (half, counts) in counts {
            println!("{name:>16} {half:<6} F1 {:.3}  {counts:?}", counts.f1());
        }
        println!("{}", table.print());
    }
}

#[test]
fn a_sample_is_understood_by_its_cells_alone() {
    let (scores, _) = scores(0..8, &Rules::without_header_words());
    let all = scores["all"].f1();
    say(&format!("random plans without header words, seeds 0..8: F1 {all:.3}"));
    assert!(all >= CELLS_FLOOR, "F1 {all:.3} is below {CELLS_FLOOR}: {scores:?}");
}

/// Writes plans and gold into a folder; the number of seeds is in `SHIRUBE_SEEDS` (first..last).
#[test]
#[ignore = "writes files for the scorer on demand"]
fn write() {
    let folder = std::path::PathBuf::from(std::env::var("SHIRUBE_PLANS").unwrap());
    for seed in asked_seeds() {
        let plan = printed(seed);
        std::fs::write(folder.join(format!("{}.pdf", plan.name)), &plan.bytes).unwrap();
        let lines: String = plan.gold.iter().map(Gold::line).collect();
        std::fs::write(folder.join(format!("{}.jsonl", plan.name)), lines).unwrap();
        std::fs::write(folder.join(format!("{}.layout.txt", plan.name)), format!("{:#?}\n", plan.layout)).unwrap();
    }
}
