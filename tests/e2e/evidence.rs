//! Every place that the program names bears out the words that it quotes: reading the page again inside the rectangle gives them.

use std::path::{Path, PathBuf};

use shirube::extract::{Sectioned, extract};
use shirube::language::{Tokenizer, squash};
use shirube::layout;
use shirube::layout::pages::words_in;
use shirube::model::{BlockKind, Content, Page, Rect};
use shirube::read::{Options, read_file};
use shirube::rules::Rules;

/// What was quoted and what stands there.
struct Quote {
    of: String,
    page: usize,
    bbox: Rect,
    words: String,
}

/// The PDFs in the repository, and the shared ones where they are present.
#[allow(clippy::print_stdout)] // a test that skips says so
fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("SHIRUBE_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let mut files = Vec::new();
    for folder in [root.join("seeds"), root.join("tests/blind"), shared.join("corpus")] {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            println!("skipped: {} is not present", folder.display());
            continue;
        };
        files.extend(entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "pdf")));
    }
    files.sort();
    files
}

/// Everything that one file is quoted with.
fn quotes(pages: &[Page], source: &shirube::model::SourceFile, tokenizer: &Tokenizer) -> Vec<Quote> {
    let blocks = layout::blocks(source);
    let mut quotes = Vec::new();
    let mut add = |of: String, page: Option<usize>, bbox: Option<Rect>, words: &str| match (page, bbox) {
        (Some(page), Some(bbox)) => quotes.push(Quote { of, page, bbox, words: words.to_owned() }),
        _ if words.is_empty() => {}
        _ => panic!("{of}: {words:?} has no place"),
    };
    for (_, table) in layout::tables(&blocks) {
        for cell in table.cells.iter().filter(|cell| !table.split.iter().any(|split| split.parts[0].0 == cell.place)) {
            add(format!("cell {} {}", cell.row, cell.col), cell.place.page, cell.place.bbox, &cell.text);
        }
        for (place, words) in table.split.iter().flat_map(|cell| &cell.parts) {
            add("part of a cell".to_owned(), place.page, place.bbox, words);
        }
        for bar in &table.bars {
            add(format!("bar {:?}", bar.rows), bar.whole().page, bar.whole().bbox, &bar.label);
        }
    }
    // Lines of contents lists are given without their leaders.
    for block in blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Contents { .. })) {
        add("block".to_owned(), block.place.page, block.place.bbox, block.text());
    }
    for record in extract(source, &Sectioned::new(&blocks, Rules::embedded()), Rules::embedded(), tokenizer).records {
        for evidence in &record.evidence {
            add(record.id.clone(), evidence.page, evidence.bbox, &evidence.quote);
        }
    }
    assert!(quotes.iter().all(|quote| (1..=pages.len()).contains(&quote.page)));
    quotes
}

#[test]
fn reading_the_page_again_inside_the_place_gives_the_quoted_words() {
    let tokenizer = Tokenizer::new(None).unwrap();
    let (mut all, mut failed) = (0, Vec::new());
    for file in files() {
        let source = read_file(&file, &Options::default()).unwrap();
        let Content::Pages(pages) = &source.content else { panic!("a PDF has pages") };
        for quote in quotes(pages, &source, &tokenizer) {
            all += 1;
            let there = words_in(&pages[quote.page - 1], &quote.bbox);
            if !squash(&there).contains(&squash(&quote.words)) {
                failed.push(format!("{} page {} {} {:?}: {:?} is {:?}", source.name, quote.page, quote.of, quote.bbox, quote.words, there));
            }
        }
    }
    assert!(failed.is_empty(), "{} of {all} quotes do not stand where they are said to:\n{}", failed.len(), failed.join("\n"));
}
