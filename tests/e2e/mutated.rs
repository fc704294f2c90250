//! Damaged copies of good files: whatever happens to the bytes, reading ends, soon and without a fault. The damage is always the same.

use std::io::{Cursor, Read, Write};

use rayon::prelude::*;
use shirube::read::Kind;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::targets;
use crate::workplace::PLAN;

/// Numbers that look random and are always the same (Knuth's constants for a linear congruential generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

/// A way to damage a file.
type Damage = fn(&[u8], &mut Dice) -> Vec<u8>;

/// The kinds of damage.
const DAMAGES: [Damage; 6] = [truncated, with_a_hole, flipped, with_other_numbers, with_swapped_objects, with_repeats];

fn truncated(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    bytes[..dice.below(bytes.len())].to_vec()
}

fn with_a_hole(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let (from, length) = (dice.below(bytes.len()), dice.below(4_000));
    let mut out = bytes.to_vec();
    out.drain(from..(from + length).min(bytes.len()));
    out
}

fn flipped(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..1 + dice.below(40) {
        let at = dice.below(out.len());
        out[at] ^= 1 << dice.below(8);
    }
    out
}

/// Lengths, references, widths and positions that are wrong: digits outside of packed streams are changed.
fn with_other_numbers(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let digits: Vec<usize> = (0..out.len()).filter(|&i| out[i].is_ascii_digit() && i > 0 && b" [/".contains(&out[i - 1])).collect();
    for _ in 0..if digits.is_empty() { 0 } else { 1 + dice.below(20) } {
        out[digits[dice.below(digits.len())]] = b"0123456789-"[dice.below(11)];
    }
    out
}

/// Objects in each other's places, so that fonts are pages and pages are fonts.
fn with_swapped_objects(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let starts: Vec<usize> = bytes.windows(6).enumerate().filter(|(_, w)| *w == b" 0 obj").map(|(i, _)| i).collect();
    let mut out = bytes.to_vec();
    if starts.len() > 1 {
        for _ in 0..1 + dice.below(3) {
            let (a, b) = (starts[dice.below(starts.len())], starts[dice.below(starts.len())]);
            // Only the last digit of each object's number, which is enough to mix them up.
            out.swap(a - 1, b - 1);
        }
    }
    out
}

fn with_repeats(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let (from, length) = (dice.below(bytes.len()), dice.below(2_000));
    let piece = bytes[from..(from + length).min(bytes.len())].repeat(1 + dice.below(8));
    [&bytes[..from], &piece, &bytes[from..]].concat()
}

/// Damages the file `rounds` times in each way and hands every copy to `door`.
fn each_damage(bytes: &[u8], rounds: u64, door: impl Fn(&[u8]) -> bool + Sync) -> usize {
    let all: Vec<(usize, u64)> = (0..DAMAGES.len()).flat_map(|kind| (0..rounds).map(move |round| (kind, round))).collect();
    let read = all.par_iter().filter(|(kind, round)| door(&DAMAGES[*kind](bytes, &mut Dice(*round * 31 + *kind as u64))));
    read.count()
}

fn seed(name: &str) -> Vec<u8> {
    std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(name)).unwrap()
}

#[test]
fn damaged_pdfs() {
    let read = |bytes: &[u8]| targets::read(bytes, Kind::Pdf);
    for name in ["kazemachi_wppp.pdf", "minamo_progress_r6.pdf", "tokasumi_chukei.pdf"] {
        // Most damage is local, and the rest can be read.
        assert!(each_damage(&seed(name), 4, read) > 8, "{name}");
    }
    each_damage(&crate::pdf::with_text("Plan 2024"), 40, read);
}

#[test]
fn damaged_texts() {
    for text in [PLAN.as_bytes(), &seed("minamo_strategy.txt")] {
        each_damage(text, 4, |bytes| targets::understand(bytes, Kind::Text));
        each_damage(text, 4, |bytes| targets::understand(bytes, Kind::Csv));
    }
}

/// The parts of a Word document or workbook as they are, so that damage reaches the XML inside instead of the packing.
fn with_damaged_parts(archive: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut parts = ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..parts.len() {
        let mut part = parts.by_index(i).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let name = part.name().unwrap().into_owned();
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        let damaged = if dice.below(3) == 0 { DAMAGES[dice.below(DAMAGES.len())](&bytes, dice) } else { bytes };
        out.write_all(&damaged).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A small Word document.
fn document() -> Vec<u8> {
    let row = |words: [&str; 2]| {
        let cells: String = words.iter().map(|w| format!("<w:tc><w:p><w:r><w:t>{w}</w:t></w:r></w:p></w:tc>")).collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let table = row(["事業名", "担当課"]) + &row(["配水管の更新", "工務課"]);
    let body = format!("<w:p><w:r><w:t>第1章 目標</w:t></w:r></w:p><w:tbl>{table}</w:tbl>");
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    out.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    write!(out, r#"<?xml version="1.0"?><w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>"#).unwrap();
    out.finish().unwrap().into_inner()
}

#[test]
fn damaged_office_files() {
    for (bytes, kind) in [(crate::sources::workbook(), Kind::Workbook), (document(), Kind::Word)] {
        assert!(targets::read(&bytes, kind), "{kind:?}");
        each_damage(&bytes, 5, |bytes| targets::read(bytes, kind));
        (0..60).into_par_iter().for_each(|round| {
            targets::read(&with_damaged_parts(&bytes, &mut Dice(round)), kind);
        });
    }
}

#[test]
fn any_marks_on_a_page() {
    (0..60_u64).into_par_iter().for_each(|round| {
        let mut dice = Dice(round);
        let coarse = 1 + dice.below(40);
        // Coarse positions make lines meet, as those of tables do.
        let bytes: Vec<u8> = (0..7 * 1_500).map(|_| u8::try_from(dice.below(256) / coarse * coarse).unwrap()).collect();
        targets::lay_out(&bytes);
    });
}

#[test]
fn nothing_but_tabs() {
    let understand = |text: String| targets::understand(text.as_bytes(), Kind::Text);
    understand(format!("計画{}", "\t".repeat(5_000_000)));
    understand(format!("計画{}", "\t\n".repeat(100_000)));
    understand(format!("事業名\t担当課\n{}{}", "配水管の更新\t工務課\n".repeat(3_000), "年度\t".repeat(20_000)));
}
