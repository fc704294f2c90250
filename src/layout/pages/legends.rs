//! Legends: a small drawn or typed sign with its meaning behind it, tied to the bars and signs of the tables.
//!
//! Nothing but agreement makes a legend: a sign counts where its colour or form comes again in a table, and means one thing only.

use super::mark::Mark;
use super::shapes::{Fill, Ruling};
use super::symbols;
use super::tables::Drawn;
use crate::layout::signs::{ends_meaning, is_meaning, is_separator, is_sign, sign_of};
use crate::model::{Bar, BarShape, Cell, Glyph, Hatch, LegendEntry, Page, Place, Rect, Table};

/// Words end this close before an arrow that goes on with them, in sizes of its glyph: a space is narrower.
const CLOSE: f32 = 0.8;
/// More candidates than this on a page are a drawing.
const MAX_CANDIDATES: usize = 400;
const WHITE: u32 = 0xff_ffff;

/// A page's possible legend, and its signs again in its tables.
pub(super) fn find(page: &Page, tables: &[Drawn], fills: &[Fill], marks: &[Mark], lines: &[Ruling]) -> Vec<LegendEntry> {
    let bars = || tables.iter().flat_map(|t| &t.table.bars);
    let has_signs = || tables.iter().flat_map(|t| &t.table.cells).any(|c| sign_of(&c.text).is_some());
    if tables.is_empty() || (bars().next().is_none() && !has_signs()) {
        return Vec::new();
    }
    let is_bar =
        |r: &Rect| bars().any(|bar| bar.place.bbox.is_some_and(|b| b.intersection(r).is_some_and(|part| part.area() > 0.5 * r.area())));
    let small = |r: &Rect| (4.0..=80.0).contains(&r.width()) && r.height() <= 24.0;
    let swatches =
        fills.iter().filter(|f| f.color != WHITE && f.rect.height() >= 2.5).map(|f| (f.rect, BarShape::Rectangle, (f.color, f.hatch)));
    let drawn = marks.iter().map(|m| (m.rect, m.shape, (m.color, m.hatch)));
    let strokes =
        lines.iter().filter(|l| l.length() >= 8.0).map(|l| (Rect::new(l.from, l.at, l.to, l.at), BarShape::Line, (l.color, Hatch::Plain)));
    let mut all: Vec<LegendEntry> = swatches
        .chain(drawn)
        .chain(strokes)
        .filter(|(rect, _, _)| small(rect) && !is_bar(rect))
        .take(MAX_CANDIDATES)
        .filter_map(|(rect, shape, paint)| entry(page, &rect, String::new(), Some(shape), paint))
        .collect();
    // A sign that fills a cell is what a legend explains: → | 給水課 in a row are a bar and a section.
    let fills_cell = |g: &&Glyph| {
        let middle = g.rect.center();
        let holds = |r: Rect| r.x0 <= middle.x && middle.x <= r.x1 && r.y0 <= middle.y && middle.y <= r.y1;
        let own = |c: &Cell| sign_of(&c.text) == Some(g.text.as_str()) && c.place.page == Some(page.number);
        tables.iter().flat_map(|t| &t.table.cells).any(|c| own(c) && c.place.bbox.is_some_and(holds))
    };
    let typed = page.glyphs.iter().filter(|g| is_sign(&g.text)).take(MAX_CANDIDATES).filter(|g| !fills_cell(g) && !turns(page, g));
    all.extend(typed.filter_map(|g| entry(page, &g.rect, g.text.clone(), None, (g.color, Hatch::Plain))));
    all.retain(|e| tables.iter().any(|t| is_used(e, &t.table)));
    let contradicted = |e: &LegendEntry| all.iter().any(|o| same_sign(e, o) && o.meaning != e.meaning);
    let mut kept: Vec<LegendEntry> = all.iter().filter(|e| !contradicted(e)).cloned().collect();
    kept.dedup_by(|a, b| same_sign(a, b));
    kept
}

/// The legend entry of a sign: the words right behind it, up to a wide gap or the next sign.
fn entry(page: &Page, sign: &Rect, typed: String, shape: Option<BarShape>, (color, hatch): (u32, Hatch)) -> Option<LegendEntry> {
    let middle = sign.center().y;
    let mut line: Vec<&Glyph> = page
        .glyphs
        .iter()
        .filter(|g| (g.rect.y0..=g.rect.y1).contains(&middle) && g.rect.x0 >= sign.x1 - 1.0 && g.rect.x0 < sign.x1 + 400.0)
        .collect();
    line.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
    let (mut end, mut place, mut meaning) = (sign.x1, None::<Rect>, String::new());
    for glyph in line {
        let near = if place.is_none() { 2.0 } else { 0.9 };
        let opening = place.is_none() && one(&glyph.text).is_some_and(is_separator);
        if glyph.rect.x0 - end > near * glyph.size || is_sign(&glyph.text) || one(&glyph.text).is_some_and(ends_meaning) {
            break;
        }
        end = glyph.rect.x1;
        if opening || glyph.text.trim().is_empty() {
            continue;
        }
        place = Some(place.map_or(glyph.rect, |all| all.union(&glyph.rect)));
        meaning.push_str(&glyph.text);
    }
    let place = Place::on_page(page.number, place?);
    is_meaning(&meaning).then_some(LegendEntry { sign: typed, shape, color, hatch, meaning, place })
}

/// The character of which a text consists.
fn one(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// 60.2%（R5） → 75%（R11）: an arrow close behind other words leads from them to the next ones and explains nothing.
fn turns(page: &Page, sign: &Glyph) -> bool {
    let middle = sign.rect.center().y;
    let before = |g: &&Glyph| {
        let near = (-0.5..CLOSE * sign.size).contains(&(sign.rect.x0 - g.rect.x1));
        near && (g.rect.y0..=g.rect.y1).contains(&middle) && !g.text.trim().is_empty() && !one(&g.text).is_some_and(is_separator)
    };
    let opens = |g: &Glyph| matches!(g.text.as_str(), "(" | "（" | "[" | "［" | "【" | "「" | "、" | "，" | "／" | "/");
    "→⇒➡⟶⇨".contains(sign.text.as_str()) && page.glyphs.iter().filter(before).any(|g| !opens(g))
}

fn same_sign(a: &LegendEntry, b: &LegendEntry) -> bool {
    a.sign == b.sign && a.shape == b.shape && a.color == b.color && a.hatch == b.hatch
}

/// Whether the table has the sign.
fn is_used(entry: &LegendEntry, table: &Table) -> bool {
    let typed = !entry.sign.is_empty() && table.cells.iter().any(|c| sign_of(&c.text) == Some(&entry.sign));
    typed || table.bars.iter().any(|bar| likeness(entry, bar) > 0)
}

/// How well an entry fits a bar: 3 colour and form, 2 the form of a symbol, 1 the colour alone, 0 not at all.
fn likeness(entry: &LegendEntry, bar: &Bar) -> u8 {
    let shape = entry.shape.or_else(|| drawn_like(&entry.sign));
    let color = near_color(entry.color, bar.color) && entry.hatch == bar.hatch;
    let form = shape.is_some_and(|shape| kin(shape) == kin(bar.shape));
    let grey = is_grey(bar.color) && bar.hatch.is_plain();
    match (color, form) {
        (true, true) => 3,
        (false, true) if symbols::is_symbol(bar.shape) && entry.shape.is_none() => 2,
        // Black lines are everywhere; a colour or a pattern is chosen.
        (true, false) if !grey && !symbols::is_symbol(bar.shape) => 1,
        _ => 0,
    }
}

/// Forms that a legend does not tell apart: a bar is shown as a square, a long arrow as a short one.
fn kin(shape: BarShape) -> u8 {
    match shape {
        BarShape::Rectangle | BarShape::Square => 0,
        BarShape::Arrow => 1,
        BarShape::LineArrow | BarShape::DoubleArrow | BarShape::Glyphs => 2,
        BarShape::Line => 3,
        BarShape::Dot => 4,
        BarShape::Circle => 5,
        BarShape::DoubleCircle => 6,
        BarShape::Triangle => 7,
        BarShape::Diamond => 8,
        BarShape::Star => 9,
    }
}

/// The drawn form of a typed sign.
fn drawn_like(sign: &str) -> Option<BarShape> {
    Some(match sign {
        "●" => BarShape::Dot,
        "○" | "〇" | "◯" => BarShape::Circle,
        "◎" | "◉" => BarShape::DoubleCircle,
        "△" | "▲" => BarShape::Triangle,
        "◆" | "◇" => BarShape::Diamond,
        "★" | "☆" => BarShape::Star,
        "■" | "□" | "▬" | "▨" | "▧" | "▩" | "▦" => BarShape::Rectangle,
        "→" | "➡" | "⟶" => BarShape::LineArrow,
        "⇒" | "⇨" => BarShape::Arrow,
        "━" => BarShape::Line,
        _ => return None,
    })
}

/// Colours that a person takes for the same.
fn near_color(a: u32, b: u32) -> bool {
    distance(a, b) <= 8
}

/// How far two colours are apart in the channel in which they differ most.
fn distance(a: u32, b: u32) -> u32 {
    (0..3).map(|i| ((a >> (8 * i)) & 0xff).abs_diff((b >> (8 * i)) & 0xff)).max().unwrap_or(0)
}

fn is_grey(color: u32) -> bool {
    let channel = |i: u32| (color >> (8 * i)) & 0xff;
    let (low, high) = ((0..3).map(channel).min().unwrap_or(0), (0..3).map(channel).max().unwrap_or(0));
    high - low <= 12
}

/// Gives bars and tables their meanings: from the legend on their page, else from the last one before that fits.
pub(super) fn tie<'t>(tables: impl Iterator<Item = &'t mut Table>, legends: &[(usize, Vec<LegendEntry>)]) {
    for table in tables {
        let mut used: Vec<LegendEntry> = Vec::new();
        for bar in &mut table.bars {
            if let Some(entry) = bar.place.page.and_then(|page| best(bar, page, legends)) {
                bar.meaning.clone_from(&entry.meaning);
                used.push(entry.clone());
            }
        }
        for cell in &table.cells {
            let typed = sign_of(&cell.text).zip(cell.place.page);
            used.extend(typed.and_then(|(sign, page)| before(page, legends).find(|e| e.sign == sign)).cloned());
        }
        used.sort_by(|a, b| (&a.sign, a.color, a.hatch, &a.meaning).cmp(&(&b.sign, b.color, b.hatch, &b.meaning)));
        used.dedup_by(|a, b| same_sign(a, b));
        table.legend = used;
    }
}

/// The entries of the page itself, then those of the pages before it, nearest first.
fn before(page: usize, legends: &[(usize, Vec<LegendEntry>)]) -> impl Iterator<Item = &LegendEntry> {
    legends.iter().rev().filter(move |(number, _)| *number <= page).flat_map(|(_, entries)| entries)
}

/// The entry that fits a bar best; among equals, the nearest on the pages.
fn best<'l>(bar: &Bar, page: usize, legends: &'l [(usize, Vec<LegendEntry>)]) -> Option<&'l LegendEntry> {
    // Colours that are nearly the same may be two densities of one hatch: the nearer one is meant.
    let fit = |e: &LegendEntry| (likeness(e, bar), std::cmp::Reverse(distance(e.color, bar.color)));
    let fitting = before(page, legends).map(|e| (fit(e), e)).filter(|((likeness, _), _)| *likeness > 0);
    fitting.reduce(|a, b| if b.0 > a.0 { b } else { a }).map(|(_, entry)| entry)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{fill, glyphs, grid, page};
    use crate::model::{BlockKind, Glyph, Path, Table};

    /// A schedule with one bar in each of two colours, and what else is drawn on the page.
    fn table(words: Vec<Glyph>, paths: Vec<Path>) -> Table {
        let mut all = glyphs("取組", 60.0, 105.0, 10.0);
        for (text, x, y) in [("R6", 160.0, 105.0), ("R7", 260.0, 105.0), ("更新", 60.0, 135.0), ("点検", 60.0, 165.0)] {
            all.extend(glyphs(text, x, y, 10.0));
        }
        all.extend(words);
        let mut drawn = grid(&[50.0, 150.0, 250.0, 350.0], &[100.0, 120.0, 150.0, 180.0]);
        drawn.push(fill(155.0, 130.0, 345.0, 140.0, 0x33_66cc));
        drawn.push(fill(155.0, 160.0, 245.0, 170.0, 0xff_9900));
        drawn.extend(paths);
        let blocks = super::super::blocks(&[page(1, all, drawn)], &[]);
        blocks.into_iter().find_map(|b| if let BlockKind::Table(t) = b.kind { Some(t) } else { None }).unwrap()
    }

    fn meanings(table: &Table) -> Vec<&str> {
        table.bars.iter().map(|b| b.meaning.as_str()).collect()
    }

    #[test]
    fn drawn_swatches_with_words_behind_them_give_bars_their_meaning() {
        let mut words = glyphs("計画", 80.0, 60.0, 9.0);
        words.extend(glyphs("実績", 140.0, 60.0, 9.0));
        let swatches = vec![fill(60.0, 61.0, 76.0, 69.0, 0x33_66cc), fill(120.0, 61.0, 136.0, 69.0, 0xff_9900)];
        let found = table(words, swatches);
        assert_eq!(meanings(&found), ["計画", "実績"]);
        assert_eq!(found.legend.len(), 2);
    }

    #[test]
    fn typed_signs_in_colour_do_too() {
        let mut words = glyphs("凡例：■計画　■実績", 60.0, 60.0, 9.0);
        words[3].color = 0x33_66cc;
        words[7].color = 0xff_9900;
        assert_eq!(meanings(&table(words, Vec::new())), ["計画", "実績"]);
    }

    #[test]
    fn signs_that_mean_several_things_are_list_marks() {
        let mut words = glyphs("■更新する", 60.0, 40.0, 9.0);
        words.extend(glyphs("■点検する", 60.0, 60.0, 9.0));
        words.iter_mut().filter(|g| g.text == "■").for_each(|g| g.color = 0x33_66cc);
        assert_eq!(meanings(&table(words, Vec::new())), ["", ""]);
    }

    #[test]
    fn an_arrow_between_words_explains_nothing() {
        let with = |words: &str| {
            let mut all = glyphs(words, 60.0, 200.0, 9.0);
            all.extend(glyphs("→", 300.0, 160.0, 9.0));
            table(all, Vec::new()).legend.len()
        };
        assert_eq!(with("現状→目標"), 0);
        assert_eq!(with("（→継続）"), 1);
    }

    #[test]
    fn a_typed_sign_in_cells_is_tied_to_the_table() {
        let mut words = glyphs("◎：実施　○：検討", 60.0, 200.0, 9.0);
        words.extend(glyphs("◎", 300.0, 160.0, 9.0));
        let found = table(words, Vec::new());
        assert_eq!(found.legend.iter().map(|e| (e.sign.as_str(), e.meaning.as_str())).collect::<Vec<_>>(), [("◎", "実施")]);
    }

    #[test]
    fn a_sign_in_a_cell_is_not_explained_by_the_next_cell() {
        let mut words = glyphs("→", 242.0, 160.0, 9.0);
        words.extend(glyphs("給水課", 252.0, 160.0, 9.0));
        assert_eq!(table(words, Vec::new()).legend, []);
    }
}
