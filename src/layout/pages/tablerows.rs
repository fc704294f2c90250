//! Rows of words and figures as they stand on the page, before it is known which of them are rows of a table.

use super::cells;
use super::runs::{Run, is_blank};
use super::words::is_wide;
use crate::model::{Direction, Glyph, Rect};

/// Words of neighbouring cells may stand this close, in sizes of their glyphs.
const WORDS_APART: f32 = 0.6;

/// A row of runs.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Where it stands.
    pub(super) rect: Rect,
    /// Each run's extent and whether it reads like a figure.
    pub(super) parts: Vec<(Rect, bool)>,
    /// Stretches without words inside runs, wider than a space.
    gaps: Vec<(f32, f32)>,
    /// Its words.
    pub(super) text: String,
    /// Size of its largest glyphs in points.
    pub(super) size: f32,
}

impl Row {
    /// Whether the row reads like one of a table: several parts, mostly figures behind the first.
    pub(super) fn is_tabular(&self) -> bool {
        let figures = self.parts.iter().skip(1).filter(|(_, figure)| *figure).count();
        self.parts.len() >= 2 && figures * 2 >= self.parts.len() - 1 && figures > 0
    }
}

impl Row {
    /// Whether it is running text: as wide as the extent, in few pieces.
    pub(super) fn reaches_over(&self, extent: &Rect) -> bool {
        let long = || self.parts.iter().any(|(r, _)| r.width() > 0.45 * extent.width());
        self.rect.width() > 0.8 * extent.width() && (self.parts.len() < 3 || long())
    }

    /// Whether at least two of its words, none of them bare figures, stand in the other row too, and most of those that do there. A row of
    /// more figures than words is no head: names come again, too (男, 女 under each group).
    pub(super) fn begins_like(&self, other: &Self) -> bool {
        let words = |row: &Self| -> Vec<String> {
            let named = |word: &&str| word.chars().any(char::is_alphabetic) && word.chars().count() > 1;
            row.text.split_whitespace().filter(named).map(str::to_owned).collect()
        };
        let (own, theirs) = (words(self), words(other));
        let figures = self.text.split_whitespace().filter(|word| !word.chars().any(char::is_alphabetic)).count();
        if figures > own.len() {
            return false;
        }
        let same = theirs.iter().filter(|word| own.contains(word)).count();
        same >= 2 && same * 2 > theirs.len()
    }

    /// Parts pieces at gaps in which a gutter runs.
    pub(super) fn part_at(&mut self, gutters: &[f32]) {
        let cuts: Vec<(f32, f32)> =
            self.gaps.iter().copied().filter(|(a, b)| gutters.iter().any(|g| a - 1.0 < *g && *g < b + 1.0)).collect();
        for (a, b) in cuts {
            let Some(i) = self.parts.iter().position(|(r, _)| r.x0 < a && b < r.x1) else { continue };
            let (rect, figure) = self.parts[i];
            self.parts[i].0 = Rect { x1: a, ..rect };
            self.parts.insert(i + 1, (Rect { x0: b, ..rect }, figure));
        }
    }

    /// In how many columns it has words; `None` where a piece reaches over several, or the row lies beside the table.
    pub(super) fn columns(&self, gutters: &[f32], extent: &Rect) -> Option<usize> {
        let column = |x: f32| gutters.partition_point(|&g| g < x);
        let fits = |r: &Rect| column(r.x0 + 0.5) == column(r.x1 - 0.5) && r.width() < 0.45 * extent.width();
        let mut held: Vec<usize> = self.parts.iter().map(|(r, _)| column(r.center().x)).collect();
        held.dedup();
        let within = self.rect.overlap_x(extent) > 0.3 * self.rect.width() && self.parts.iter().all(|(r, _)| fits(r));
        within.then_some(held.len())
    }

    /// Whether it goes on with a table: several pieces, each in one of its columns.
    pub(super) fn goes_on(&self, gutters: &[f32], extent: &Rect) -> bool {
        self.columns(gutters, extent).is_some_and(|columns| columns > 1)
    }
}

/// The rows of the runs from top to bottom.
pub(super) fn rows(runs: &[Run]) -> Vec<Row> {
    let mut sorted: Vec<Run> = runs.iter().filter(|r| r.direction == Direction::Right).cloned().collect();
    sorted.sort_by(|a, b| a.rect.center().y.total_cmp(&b.rect.center().y).then(a.rect.x0.total_cmp(&b.rect.x0)));
    let row = |line: Vec<Run>| Row {
        rect: Rect::bounding(line.iter().map(|r| &r.rect)).unwrap_or_default(),
        parts: line.iter().flat_map(parts).collect(),
        gaps: line.iter().flat_map(gaps).collect(),
        text: cells::joined(&line),
        size: line.iter().map(|r| r.size).fold(1.0, f32::max),
    };
    cells::lines(sorted).into_iter().map(row).collect()
}

/// The parts of a run: figures parted by no more than a space stand in columns of their own.
fn parts(run: &Run) -> Vec<(Rect, bool)> {
    let mut tokens: Vec<Vec<&Glyph>> = vec![Vec::new()];
    let mut end: Option<f32> = None;
    for &glyph in run.glyphs.iter().filter(|g| !is_blank(g)) {
        if end.is_some_and(|end| glyph.rect.x0 - end > 0.22 * glyph.size) {
            tokens.push(Vec::new());
        }
        end = Some(glyph.rect.x1);
        if let Some(token) = tokens.last_mut() {
            token.push(glyph);
        }
    }
    let tokens: Vec<Run> = tokens.into_iter().filter_map(Run::new).collect();
    if tokens.len() > 1 && tokens.iter().all(|t| t.text().chars().any(char::is_numeric) && is_figure(&t.text())) {
        return tokens.iter().map(|t| (t.rect, true)).collect();
    }
    vec![(run.rect, is_figure(&run.text()))]
}

/// Gaps in a run that are wider than the space between two words, and end words of several letters.
fn gaps(run: &Run) -> Vec<(f32, f32)> {
    let glyphs: Vec<&Glyph> = run.glyphs.iter().copied().filter(|g| !is_blank(g)).collect();
    let wide = |n: usize| glyphs[n + 1].rect.x0 - glyphs[n].rect.x1 > WORDS_APART * glyphs[n].size;
    let all: Vec<usize> = (0..glyphs.len().saturating_sub(1)).filter(|&n| wide(n)).collect();
    // Letters of one word that are set far apart are no cells.
    if all.len() * 2 >= glyphs.len().saturating_sub(1) {
        return Vec::new();
    }
    all.iter().map(|&n| (glyphs[n].rect.x1, glyphs[n + 1].rect.x0)).collect()
}

/// Figures, dashes and marks: what stands in the columns of a table of numbers.
pub(super) fn is_figure(text: &str) -> bool {
    let all = text.chars().filter(|c| !c.is_whitespace()).count();
    let figures = text.chars().filter(|c| c.is_numeric()).count();
    let signs = text.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).count();
    // （%） under a name is its unit.
    let mark = all <= 3 && signs == all && all > 0 && !text.trim_start().starts_with(['(', '（']);
    // 15以上, 40箇所
    let counted = text.trim_start().starts_with(|c: char| c.is_ascii_digit())
        && text.trim_start().chars().skip_while(|c| c.is_ascii_digit() || ",.".contains(*c)).all(is_wide)
        && all <= figures + signs + 4;
    (figures > 0 && (figures + signs) * 10 >= all * 6) || mark || counted
}
