//! Boards: cards of one form side by side, each a name over a few figures. They are the rows of one table.
//!
//! What all cards print in the same column (現状, 2024) heads it; what differs from card to card are the figures.

use super::cells;
use super::grid::{Grid, Span};
use super::runs::Run;
use super::tablerows::is_figure;
use super::tables::Drawn;
use crate::model::{Cell, Place, Rect, Table};

/// More frames than this are a drawing.
const MAX_FRAMES: usize = 600;
/// Cards of one form differ in their sides by at most this many points.
const SAME: f32 = 3.0;
/// A name and fewer words below it are no card.
const WORDS: usize = 3;
/// Words nearer than this, in sizes of their glyphs, stand in one column.
const NEAR: f32 = 0.7;
/// Longest words of a head, in characters.
const HEAD_CHARS: usize = 24;

/// A card taken apart.
struct Card<'a> {
    rect: Rect,
    name: Vec<Run<'a>>,
    /// The lines of its columns from top to bottom.
    columns: Vec<Vec<Words>>,
}

/// A line of a column.
#[derive(Clone)]
struct Words {
    text: String,
    rect: Rect,
    size: f32,
}

/// Takes the boards of a page. Their words are taken out of `runs`.
pub(super) fn take(frames: &[Rect], runs: &mut Vec<Run<'_>>, tables: &[Rect], page: usize, whole: &Rect) -> Vec<Drawn> {
    let mut out: Vec<Drawn> = Vec::new();
    for alike in alike(frames, tables, whole) {
        let known = |r: &Rect| out.iter().any(|t| t.grid.rect().contains(r.center()));
        let part = |r: &Rect| is_part(r, &alike, frames, runs, whole);
        let free: Vec<Rect> = alike.iter().filter(|r| !known(r) && !part(r)).copied().collect();
        let cards: Vec<Card> = free.iter().filter_map(|rect| card(rect, runs)).collect();
        if cards.len() < 2 {
            continue;
        }
        let Some(heads) = heads(&cards) else { continue };
        for board in boards(&cards, runs) {
            out.push(table(&board, &heads, page));
        }
        runs.retain(|run| !cards.iter().any(|card| card.rect.contains(run.rect.center())));
    }
    out
}

/// Whether a frame stands, without others of its size, in one that says more: then it is a part of what is told there.
fn is_part(frame: &Rect, alike: &[Rect], frames: &[Rect], runs: &[Run], whole: &Rect) -> bool {
    let around = |outer: &&Rect| outer.area() > 1.3 * frame.area() && outer.area() < 0.5 * whole.area() && outer.contains(frame.center());
    let says_more = |outer: &Rect| runs.iter().any(|r| outer.contains(r.rect.center()) && !frame.contains(r.rect.center()));
    let alone = |outer: &&Rect| alike.iter().filter(|other| outer.contains(other.center())).count() < 2;
    frames.iter().filter(around).filter(alone).any(says_more)
}

/// Frames of one size, of which none holds another.
fn alike(frames: &[Rect], tables: &[Rect], whole: &Rect) -> Vec<Vec<Rect>> {
    let free = |r: &&Rect| {
        r.width() > 60.0 && r.height() > 30.0 && r.area() < 0.3 * whole.area() && !tables.iter().any(|t| t.contains(r.center()))
    };
    let free: Vec<&Rect> = frames.iter().filter(free).collect();
    let mut groups: Vec<Vec<Rect>> = Vec::new();
    if free.len() > MAX_FRAMES {
        return groups;
    }
    for rect in free {
        let same = |g: &&mut Vec<Rect>| (g[0].width() - rect.width()).abs() < SAME && (g[0].height() - rect.height()).abs() < SAME;
        match groups.iter_mut().find(same) {
            Some(group) if group.iter().any(|known| known.intersection(rect).is_some_and(|part| part.area() > 1.0)) => {}
            Some(group) => group.push(*rect),
            None => groups.push(vec![*rect]),
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
        .iter_mut()
        .for_each(|g| g.sort_by(|a, b| if (a.y0 - b.y0).abs() < SAME { a.x0.total_cmp(&b.x0) } else { a.y0.total_cmp(&b.y0) }));
    groups
}

/// The name on top of a frame and the columns below it.
fn card<'a>(rect: &Rect, runs: &[Run<'a>]) -> Option<Card<'a>> {
    let own: Vec<Run<'a>> = runs.iter().filter(|r| rect.contains(r.rect.center()) && !is_arrow(r)).cloned().collect();
    if own.len() < WORDS {
        return None;
    }
    let mut printed = lines(own).into_iter();
    let name = printed.next()?;
    if name.windows(2).any(|w| w[1].rect.x0 - w[0].rect.x1 > NEAR * w[0].size) {
        return None;
    }
    let mut body: Vec<Run> = printed.flatten().collect();
    body.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
    let mut columns: Vec<(f32, Vec<Run>)> = Vec::new();
    for run in body {
        match columns.last_mut() {
            Some((end, column)) if run.rect.x0 < *end + NEAR * run.size.min(column[0].size) => {
                *end = end.max(run.rect.x1);
                column.push(run);
            }
            _ => columns.push((run.rect.x1, vec![run])),
        }
    }
    let words = |line: Vec<Run>| Words {
        rect: Rect::bounding(line.iter().map(|r| &r.rect)).unwrap_or_default(),
        size: line.iter().map(|r| r.size).fold(0.0, f32::max),
        text: cells::text(line),
    };
    let columns: Vec<Vec<Words>> = columns.into_iter().map(|(_, column)| lines(column).into_iter().map(words).collect()).collect();
    (columns.len() > 1).then_some(Card { rect: *rect, name, columns })
}

/// Runs line by line from the top.
fn lines(mut runs: Vec<Run<'_>>) -> Vec<Vec<Run<'_>>> {
    runs.sort_by(|a, b| a.rect.center().y.total_cmp(&b.rect.center().y).then(a.rect.x0.total_cmp(&b.rect.x0)));
    cells::lines(runs)
}

/// An arrow between two figures.
fn is_arrow(run: &Run) -> bool {
    run.text().chars().all(|c| c.is_whitespace() || "▶▷►▸→⇒➡⇨➔➜›»".contains(c))
}

/// For each column the texts that head it on all cards; `None` where the cards are not of one form or hold no figures.
fn heads(cards: &[Card]) -> Option<Vec<Vec<String>>> {
    let count = cards[0].columns.len();
    if cards.iter().any(|card| card.columns.len() != count) {
        return None;
    }
    let shared = |col: usize| -> Vec<String> {
        let on_all = |text: &String| cards.iter().all(|card| card.columns[col].iter().any(|w| w.text == *text));
        let lines = &cards[0].columns[col];
        let mut heads: Vec<String> = lines.iter().map(|w| w.text.clone()).filter(on_all).collect();
        // Where even the figures are the same on all cards, the largest one is no head.
        if heads.len() == lines.len() {
            let figure = lines.iter().filter(|w| is_figure(&w.text)).max_by(|a, b| a.size.total_cmp(&b.size)).map(|w| w.text.clone());
            heads.retain(|head| Some(head) != figure.as_ref());
        }
        heads
    };
    let heads: Vec<Vec<String>> = (0..count).map(shared).collect();
    let headed = heads.iter().all(|head| !head.is_empty() && head.iter().all(|h| h.chars().count() <= HEAD_CHARS));
    let figures: Vec<String> = cards.iter().flat_map(|card| (0..count).map(|col| value(card, col, &heads[col]).0)).collect();
    let read = figures.iter().filter(|text| text.starts_with(|c: char| c.is_numeric()) || is_figure(text)).count();
    (headed && read * 3 >= figures.len() * 2).then_some(heads)
}

/// What a card prints in a column below or above its head.
fn value(card: &Card, col: usize, heads: &[String]) -> (String, Rect) {
    let own: Vec<&Words> = card.columns[col].iter().filter(|w| !heads.contains(&w.text)).collect();
    let text: Vec<&str> = own.iter().map(|w| w.text.as_str()).collect();
    (text.join("\n"), Rect::bounding(own.iter().map(|w| &w.rect)).unwrap_or(card.rect))
}

/// All cards together, or row by row where other words stand between them.
fn boards<'c, 'a>(cards: &'c [Card<'a>], runs: &[Run]) -> Vec<Vec<&'c Card<'a>>> {
    let whole = Rect::bounding(cards.iter().map(|c| &c.rect)).unwrap_or_default();
    let between = |r: &&Run| whole.contains(r.rect.center()) && !cards.iter().any(|c| c.rect.contains(r.rect.center()));
    if runs.iter().find(between).is_none() {
        return vec![cards.iter().collect()];
    }
    let all: Vec<&Card> = cards.iter().collect();
    all.chunk_by(|a, b| (a.rect.y0 - b.rect.y0).abs() < SAME).map(<[&Card]>::to_vec).collect()
}

/// The table: a row for each card, below the heads of the first.
fn table(cards: &[&Card], heads: &[Vec<String>], page: usize) -> Drawn {
    let cell = |row: usize, col: usize, text: String, rect: Rect| Cell {
        row,
        col,
        row_span: 1,
        col_span: 1,
        text,
        place: Place::on_page(page, rect),
        fill: None,
    };
    let first = cards[0];
    let mut cells = vec![cell(0, 0, String::new(), Rect { y1: first.rect.y0 + 1.0, x1: first.rect.x0 + 1.0, ..first.rect })];
    for (col, head) in heads.iter().enumerate() {
        let place = Rect::bounding(first.columns[col].iter().filter(|w| head.contains(&w.text)).map(|w| &w.rect)).unwrap_or(first.rect);
        cells.push(cell(0, col + 1, head.join("\n"), place));
    }
    for (n, card) in cards.iter().enumerate() {
        let name = Rect::bounding(card.name.iter().map(|r| &r.rect)).unwrap_or(card.rect);
        cells.push(cell(n + 1, 0, cells::text(card.name.clone()), name));
        for (col, head) in heads.iter().enumerate() {
            let (text, rect) = value(card, col, head);
            cells.push(cell(n + 1, col + 1, text, rect));
        }
    }
    let (rows, cols) = (cards.len() + 1, heads.len() + 1);
    let whole = Rect::bounding(cards.iter().map(|c| &c.rect)).unwrap_or_default();
    let edge = |from: f32, to: f32, n: usize, of: usize| from + (to - from) * n as f32 / of as f32;
    let xs = (0..=cols).map(|n| edge(whole.x0, whole.x1, n, cols)).collect();
    let ys = (0..=rows).map(|n| edge(whole.y0, whole.y1, n, rows)).collect();
    let span = |c: &Cell| Span { row: c.row, col: c.col, rows: 1, cols: 1, open_top: false, open_bottom: false };
    let spans = cells.iter().map(span).collect();
    // The cards stand anywhere on the board: only the cells know where their words are.
    Drawn { grid: Grid::new(xs, ys, spans), table: Table { rows, cols, cells, confidence: 0.8, ..Table::default() } }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{frame, glyphs, page};
    use crate::model::{BlockKind, Glyph, Path, Table};

    fn tables(cards: &[(f32, f32, &str, [&str; 2])], heads: [&str; 2]) -> Vec<Table> {
        let mut words: Vec<Glyph> = Vec::new();
        let mut paths: Vec<Path> = Vec::new();
        for (x, y, name, figures) in cards {
            paths.push(frame(*x, *y, x + 150.0, y + 70.0));
            words.extend(glyphs(name, x + 8.0, y + 6.0, 10.0));
            for (n, figure) in figures.iter().enumerate() {
                words.extend(glyphs(heads[n], x + 20.0 + 70.0 * n as f32, y + 26.0, 7.0));
                words.extend(glyphs(figure, x + 22.0 + 70.0 * n as f32, y + 44.0, 14.0));
            }
            words.extend(glyphs("▶", x + 68.0, y + 44.0, 9.0));
        }
        let blocks = super::super::blocks(&[page(1, words, paths)], &[]);
        blocks.into_iter().filter_map(|b| if let BlockKind::Table(t) = b.kind { Some(t) } else { None }).collect()
    }

    fn texts(table: &Table) -> Vec<Vec<&str>> {
        (0..table.rows).map(|r| (0..table.cols).map(|c| table.text(r, c)).collect()).collect()
    }

    #[test]
    fn cards_of_one_form_are_the_rows_of_a_table() {
        let cards = [
            (40.0, 100.0, "漏水の件数(件)", ["120", "80"]),
            (220.0, 100.0, "井戸の数(本)", ["14", "14"]),
            (400.0, 100.0, "広報の回数(回)", ["3", "6"]),
        ];
        let found = tables(&cards, ["R6", "R12"]);
        assert_eq!(found.len(), 1);
        let expected = [
            vec!["", "R6", "R12"],
            vec!["漏水の件数(件)", "120", "80"],
            vec!["井戸の数(本)", "14", "14"],
            vec!["広報の回数(回)", "3", "6"],
        ];
        assert_eq!(texts(&found[0]), expected);
    }

    #[test]
    fn boxes_of_one_size_with_other_forms_are_no_board() {
        let cards = [(40.0, 100.0, "漏水", ["調べる", "直す"]), (220.0, 100.0, "井戸", ["見回る", "洗う"])];
        assert!(tables(&cards, ["はじめに", "つぎに"]).is_empty());
    }
}
