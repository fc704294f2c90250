//! No rule for one document: words of `rules/` that stand in a single one of all known documents must be plain words of the field.
//!
//! `tests/words.toml` defends each such word with a reason. A new word that only one document prints and nobody defends fails here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use shirube::layout::blocks;
use shirube::model::BlockKind;
use shirube::read::{Options, read_file};
use shirube::rules::fold;

/// The dictionary of indicators is no list of words about documents.
const NOT_ASKED: [&str; 1] = ["indicators.toml"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files of a folder with one of the endings.
fn files(dir: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten().map(|e| e.path());
    let mut all: Vec<PathBuf> = entries.filter(|p| p.extension().and_then(|e| e.to_str()).is_some_and(|e| endings.contains(&e))).collect();
    all.sort();
    all
}

/// All words of a document, folded.
fn text(path: &Path) -> Option<String> {
    let source = read_file(path, &Options::default()).ok()?;
    let mut text = String::new();
    for block in blocks(&source) {
        match &block.kind {
            BlockKind::Table(table) => {
                for words in [&table.caption, &table.unit].into_iter().chain(table.cells.iter().map(|c| &c.text)) {
                    text.push_str(&fold(words));
                    text.push('\n');
                }
                table.bars.iter().for_each(|bar| text.push_str(&fold(&bar.label)));
            }
            _ => text.push_str(&fold(block.text())),
        }
        text.push('\n');
    }
    Some(text)
}

/// The words of a rule file, without regular expressions.
fn words(value: &toml::Value, all: &mut BTreeSet<String>) {
    match value {
        toml::Value::String(word) if !word.contains(['\\', '[', ']', '*', '+', '?', '^', '|']) => _ = all.insert(fold(word)),
        toml::Value::Array(list) => list.iter().for_each(|v| words(v, all)),
        toml::Value::Table(table) => table.values().for_each(|v| words(v, all)),
        _ => {}
    }
}

#[allow(clippy::print_stdout)] // a test that is skipped says so
#[test]
fn words_of_one_document_are_plain_words_of_the_field() {
    let shared = std::env::var_os("SHIRUBE_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    if !shared.join("seeds").is_dir() {
        println!("skipped: the shared documents are not beside the repository");
        return;
    }
    let mut documents = files(&shared.join("seeds"), &["txt"]);
    documents.extend(files(&shared.join("corpus"), &["pdf"]));
    documents.extend(files(&root().join("seeds"), &["pdf", "txt"]));
    let texts: Vec<String> = documents.iter().filter_map(|path| text(path)).collect();
    assert!(texts.len() >= 10, "{} documents", texts.len());

    let defended: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(&std::fs::read_to_string(root().join("tests/words.toml")).unwrap()).unwrap();
    assert!(defended.values().flat_map(BTreeMap::values).all(|reason| reason.chars().count() >= 8), "each word has a reason");
    let defended: BTreeSet<String> = defended.values().flat_map(BTreeMap::keys).map(|w| fold(w)).collect();

    let mut single = Vec::new();
    for file in files(&root().join("rules"), &["toml"]) {
        let name = file.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        if NOT_ASKED.contains(&name.as_str()) {
            continue;
        }
        let mut own = BTreeSet::new();
        words(&toml::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap(), &mut own);
        for word in own.into_iter().filter(|w| w.chars().count() >= 2 && !defended.contains(w)) {
            if texts.iter().filter(|text| text.contains(word.as_str())).count() == 1 {
                single.push(format!("{name}: {word}"));
            }
        }
    }
    assert!(single.is_empty(), "words of one document only, without a defence in tests/words.toml:\n{}", single.join("\n"));
}
