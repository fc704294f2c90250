//! `shirube rules suggest FILES`: header words that no rule knows, as TOML for `columns.toml`.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use rust_i18n::t;

use crate::cli::args::{Global, Suggest};
use crate::cli::exit::Exit;
use crate::cli::output::{Failure, Output};
use crate::cli::pipeline::{self, Tools};
use crate::extract::RoleGuess;
use crate::rules::ColumnRole;

/// Most places that a word is shown with.
const PLACES: usize = 3;

/// A word over all files.
#[derive(Default)]
struct Word {
    /// In how many documents it stands.
    documents: usize,
    /// How far its role is ahead at best.
    margin: f32,
    places: Vec<String>,
}

/// Words by the role that their cells told.
type Words = BTreeMap<Option<ColumnRole>, BTreeMap<String, Word>>;

pub(crate) fn run(args: &Suggest, global: &Global, output: Output) -> Result<Exit, Failure> {
    let tools = Tools::load(global, output)?;
    let (mut words, mut failed) = (Words::new(), Vec::new());
    let understand = |path: &Path| pipeline::understand(path, &tools);
    pipeline::each_file(&args.files, output, understand, |path, outcome| {
        match outcome {
            Ok(understood) => add(&mut words, path, &understood.extraction.guesses),
            Err(message) => failed.push(message),
        }
        Ok(())
    })?;
    output.results(|out| write_toml(out, &words))?;
    Ok(super::tell_problems(&[], &failed, args.files.len() - failed.len(), output))
}

fn add(words: &mut Words, path: &Path, guesses: &[RoleGuess]) {
    let file = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    for guess in guesses {
        let word = words.entry(guess.role).or_default().entry(guess.word.clone()).or_default();
        word.documents += 1;
        word.margin = word.margin.max(guess.margin);
        let number = guess.evidence.page.or(guess.evidence.line).unwrap_or(0);
        word.places.push(format!("{file}:{number}"));
    }
}

/// Lists to be pasted into those of the same head in `columns.toml`, the most frequent words first.
fn write_toml(out: &mut impl Write, words: &Words) -> io::Result<()> {
    if words.is_empty() {
        return writeln!(out, "# {}", t!("suggest.none"));
    }
    writeln!(out, "# {}", t!("suggest.head"))?;
    for (role, words) in words.iter().rev() {
        let Some(role) = role else {
            writeln!(out, "\n# {}", t!("suggest.unknown"))?;
            for (word, seen) in sorted(words) {
                writeln!(out, "#   {} # {}", quoted(word), places(seen))?;
            }
            continue;
        };
        let head = toml::Value::try_from(role).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
        writeln!(out, "\n[{head}]\nweak = [")?;
        for (word, seen) in sorted(words) {
            writeln!(out, "  {}, # {} {:.2}; {}", quoted(word), t!("suggest.ahead"), seen.margin, places(seen))?;
        }
        writeln!(out, "]")?;
    }
    Ok(())
}

fn sorted(words: &BTreeMap<String, Word>) -> Vec<(&String, &Word)> {
    let mut all: Vec<(&String, &Word)> = words.iter().collect();
    all.sort_by_key(|(word, seen)| (usize::MAX - seen.documents, word.as_str()));
    all
}

fn places(seen: &Word) -> String {
    let shown = seen.places.iter().take(PLACES).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if seen.places.len() > PLACES { " ..." } else { "" };
    format!("{}: {shown}{more}", t!("suggest.documents", count = seen.documents))
}

/// A TOML string.
fn quoted(word: &str) -> String {
    toml::Value::String(word.replace('\n', " ")).to_string()
}
