//! Cards of one design: frames of one size that print the same labels, each with other words and figures below or behind them.
//!
//! ```text
//! ┌ 有収率 ───────────┐ ┌ 耐震適合率 ───────┐          │ 現状(R6) │ 目標(R16)
//! │ 現状(R6) 目標(R16)│ │ 現状(R6) 目標(R16)│  ──►  ───┼──────────┼──────────
//! │  88.1 %   90.0 %  │ │  34.7 %   57.0 %  │    有収率 │  88.1 %  │  90.0 %
//! └───────────────────┘ └───────────────────┘    ...
//! ```
//!
//! Such cards are a table that is printed in pieces: a row a card, a column a label. What all of them print is a label, whatever it says;
//! what stands above the labels names the row. Where the years of a label differ from card to card, the head comes again.

use super::cardfields::{Taken, apart, card, holds_figures};
use super::cells;
use super::grid::{Grid, Span};
use super::runs::Run;
use super::tables::Drawn;
use crate::model::{Cell, Place, Rect, Table};

/// A card is at least this wide and high, in points.
pub(super) const SMALLEST: (f32, f32) = (60.0, 36.0);
/// Sizes of the frames of one design differ by no more than this, in points.
const ALIKE: f32 = 3.0;
/// More frames than this are a drawing.
const MAX_FRAMES: usize = 400;
/// More cards than this on a page are a drawing too.
const MAX_CARDS: usize = 60;
/// Takes the cards of each design as a table. Their words are taken out of `runs`.
pub(super) fn take(frames: &[Rect], known: &[Rect], runs: &mut Vec<Run<'_>>, page: usize) -> Vec<Drawn> {
    let mut tables = Vec::new();
    for group in designs(frames, known) {
        let cards: Vec<_> = group.iter().filter_map(|frame| card(frame, frames, runs)).collect();
        if cards.len() < group.len() {
            continue;
        }
        let taken = apart(&cards, frames);
        if !holds_figures(&taken) {
            continue;
        }
        tables.extend(stretches(taken, runs).iter().map(|part| table(part, page)));
        runs.retain(|run| !group.iter().any(|frame| frame.contains(run.rect.center())));
    }
    tables
}

/// The frames of one size that stand apart from each other, in reading order.
fn designs(frames: &[Rect], known: &[Rect]) -> Vec<Vec<Rect>> {
    let free =
        |f: &&Rect| f.width() >= SMALLEST.0 && f.height() >= SMALLEST.1 && !known.iter().any(|table| f.intersection(table).is_some());
    let mut groups: Vec<Vec<Rect>> = Vec::new();
    if frames.len() > MAX_FRAMES {
        return groups;
    }
    for frame in frames.iter().filter(free) {
        let alike =
            |group: &&mut Vec<Rect>| (group[0].width() - frame.width()).abs() < ALIKE && (group[0].height() - frame.height()).abs() < ALIKE;
        match groups.iter_mut().find(alike) {
            // The fill and the border of one box.
            Some(group) if group.iter().any(|f| f.contains(frame.center())) => {}
            Some(group) => group.push(*frame),
            None => groups.push(vec![*frame]),
        }
    }
    groups.retain(|group| {
        let apart = |a: &Rect, b: &Rect| a.intersection(b).is_none_or(|shared| shared.width() < 1.5 || shared.height() < 1.5);
        (2..=MAX_CARDS).contains(&group.len()) && group.iter().enumerate().all(|(n, a)| group[n + 1..].iter().all(|b| apart(a, b)))
    });
    for group in &mut groups {
        group.sort_by(|a, b| a.y0.total_cmp(&b.y0));
        let mut band = 0;
        let mut top = f32::MIN;
        let mut placed: Vec<(usize, Rect)> = Vec::new();
        for frame in group.iter() {
            if frame.y0 > top + 0.5 * frame.height() {
                (band, top) = (band + 1, frame.y0);
            }
            placed.push((band, *frame));
        }
        placed.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.x0.total_cmp(&b.1.x0)));
        *group = placed.into_iter().map(|(_, frame)| frame).collect();
    }
    groups
}

/// Cards between which nothing else is printed.
fn stretches<'a>(cards: Vec<Taken<'a>>, runs: &[Run]) -> Vec<Vec<Taken<'a>>> {
    let frames: Vec<Rect> = cards.iter().map(|card| card.frame).collect();
    let others: Vec<&Run> = runs.iter().filter(|run| !frames.iter().any(|frame| frame.contains(run.rect.center()))).collect();
    let mut out: Vec<Vec<Taken>> = Vec::new();
    for card in cards {
        let parts = |above: &Taken| {
            others.iter().any(|run| above.frame.y1 - 1.0 < run.rect.center().y && run.rect.center().y < card.frame.y0 + 1.0)
        };
        match out.last_mut() {
            Some(part) if !part.last().is_some_and(parts) => part.push(card),
            _ => out.push(vec![card]),
        }
    }
    out
}

/// The table of cards that follow one another: badge and name, a column a label, and what is left.
fn table(cards: &[Taken], page: usize) -> Drawn {
    let [badged, more] = [|card: &Taken| !card.badge.is_empty(), |card: &Taken| !card.rest.is_empty()].map(|some| cards.iter().any(some));
    let mut rows: Vec<Vec<(Rect, String)>> = Vec::new();
    let mut printed: Option<Vec<String>> = None;
    for card in cards {
        let corner = Rect::new(card.frame.x0, card.frame.y0, card.frame.x0, card.frame.y0);
        let cell = |runs: &Vec<Run>| {
            let rect = Rect::bounding(runs.iter().map(|run| &run.rect)).unwrap_or(corner);
            (rect, cells::text(runs.clone()))
        };
        let blank = |some: bool| some.then(|| (corner, String::new()));
        let labels: Vec<(Rect, String)> = card.fields.iter().map(|field| cell(&field.label)).collect();
        let own: Vec<String> = labels.iter().map(|(_, text)| text.clone()).collect();
        let same = |head: &Vec<String>| head.iter().zip(&own).all(|(a, b)| a == b || b.is_empty());
        if !printed.as_ref().is_some_and(same) {
            rows.push(blank(badged).into_iter().chain(blank(true)).chain(labels).chain(blank(more)).collect());
            printed = Some(own);
        }
        let names = badged.then(|| cell(&card.badge)).into_iter().chain([cell(&card.name)]);
        let held = card.fields.iter().map(|field| cell(&field.held));
        rows.push(names.chain(held).chain(more.then(|| cell(&card.rest))).collect());
    }
    drawn(&rows, cards, page)
}

/// The rows with a grid in place of the cards: its columns are of one width.
fn drawn(rows: &[Vec<(Rect, String)>], cards: &[Taken], page: usize) -> Drawn {
    let whole = Rect::bounding(cards.iter().map(|card| &card.frame)).unwrap_or_default();
    let cols = rows.first().map_or(0, Vec::len);
    let edges = |from: f32, to: f32, n: usize| (0..=n).map(|i| from + (to - from) * i as f32 / n.max(1) as f32).collect::<Vec<f32>>();
    let place = |row: usize, col: usize| Span { row, col, rows: 1, cols: 1, open_top: false, open_bottom: false };
    let spans = (0..rows.len()).flat_map(|row| (0..cols).map(move |col| place(row, col))).collect();
    let grid = Grid::new(edges(whole.x0, whole.x1, cols), edges(whole.y0, whole.y1, rows.len()), spans);
    let cell = |(row, col, rect, text): (usize, usize, &Rect, &String)| Cell {
        row,
        col,
        row_span: 1,
        col_span: 1,
        text: text.clone(),
        place: Place::on_page(page, *rect),
        fill: None,
    };
    let all = rows.iter().enumerate().flat_map(|(n, row)| row.iter().enumerate().map(move |(c, (rect, text))| (n, c, rect, text)));
    let table = Table { rows: rows.len(), cols, cells: all.map(cell).collect(), confidence: 0.8, ..Table::default() };
    Drawn { grid, table }
}

#[cfg(test)]
mod tests {
    use super::super::runs::runs;
    use super::super::testing::glyphs;
    use super::*;

    const WIDE: f32 = 140.0;
    const HIGH: f32 = 70.0;

    /// Cards side by side; the words of each by their place in it.
    fn read(cards: &[&[(f32, f32, f32, &str)]], badges: &[Rect]) -> Vec<Vec<String>> {
        let at = |n: usize| (50.0 + 150.0 * n as f32, 100.0);
        let mut page = Vec::new();
        let mut frames: Vec<Rect> = badges.to_vec();
        for (n, words) in cards.iter().enumerate() {
            let (x, y) = at(n);
            frames.push(Rect::new(x, y, x + WIDE, y + HIGH));
            page.extend(words.iter().flat_map(|(dx, dy, size, text)| glyphs(text, x + dx, y + dy, *size)));
        }
        page.extend(glyphs("次のとおりです。", 50.0, 300.0, 10.0));
        let mut all = runs(&page);
        let tables = take(&frames, &[], &mut all, 1);
        assert!(!all.is_empty(), "what stands beside the cards stays");
        let rows = |t: &Table| (0..t.rows).map(|r| (0..t.cols).map(|c| t.text(r, c)).collect::<Vec<_>>().join(" | ")).collect();
        tables.iter().map(|drawn| rows(&drawn.table)).collect()
    }

    #[test]
    fn a_row_a_card_and_a_column_a_label() {
        let card = |name: &'static str, from: &'static str, to: &'static str, unit: &'static str| {
            [
                (10.0, 6.0, 10.0, name),
                (10.0, 24.0, 8.0, "現況（R5）"),
                (80.0, 24.0, 8.0, "到達点（R15）"),
                (20.0, 38.0, 14.0, from),
                (64.0, 38.0, 14.0, "▶"),
                (84.0, 38.0, 14.0, to),
                (26.0, 56.0, 7.0, unit),
                (90.0, 56.0, 7.0, unit),
            ]
        };
        let cards = [card("井戸の点検", "2", "4以上", "回"), card("断水の件数", "11", "5以下", "件")];
        assert_eq!(
            read(&[&cards[0], &cards[1]], &[]),
            [[" | 現況（R5） | 到達点（R15）", "井戸の点検 | 2\n回 | 4以上\n回", "断水の件数 | 11\n件 | 5以下\n件"]]
        );
    }

    #[test]
    fn fields_below_one_another_with_numbers_of_their_own_before_the_name() {
        let card = |number: &'static str, name: &'static str, year: &'static str, from: &'static str, to: &'static str| {
            [
                (4.0, 6.0, 9.0, number),
                (44.0, 6.0, 9.0, name),
                (30.0, 20.0, 7.0, year),
                (30.0, 29.0, 9.0, from),
                (60.0, 40.0, 8.0, "▼"),
                (30.0, 50.0, 7.0, "令和16年度目標"),
                (30.0, 59.0, 9.0, to),
            ]
        };
        let badge = |n: f32| Rect::new(52.0 + 150.0 * n, 104.0, 90.0 + 150.0 * n, 116.0);
        let cards = [card("方針1", "有収率", "令和5年度", "88.1%", "90.0%"), card("方針2", "点検率", "令和6年度", "12.0%", "100%")];
        assert_eq!(
            read(&[&cards[0], &cards[1]], &[badge(0.0), badge(1.0)]),
            [[
                " |  | 令和5年度 | 令和16年度目標",
                "方針1 | 有収率 | 88.1% | 90.0%",
                " |  | 令和6年度 | 令和16年度目標",
                "方針2 | 点検率 | 12.0% | 100%"
            ]],
            "the head comes again where its year is another"
        );
    }

    #[test]
    fn labels_on_two_lines_and_figures_behind_a_colon() {
        let two = |name: &'static str, from: &'static str, to: &'static str| {
            [
                (10.0, 6.0, 10.0, name),
                (10.0, 22.0, 8.0, "策定時"),
                (10.0, 31.0, 8.0, "（令和5年度）"),
                (80.0, 22.0, 8.0, "目標"),
                (80.0, 31.0, 8.0, "（令和9年度）"),
                (16.0, 46.0, 12.0, from),
                (86.0, 46.0, 12.0, to),
            ]
        };
        let behind = |name: &'static str, from: &'static str, to: &'static str| {
            [(10.0, 6.0, 10.0, name), (10.0, 24.0, 9.0, from), (10.0, 40.0, 9.0, to)]
        };
        let cards = [two("有収率", "88%", "90%"), two("点検率", "12%", "100%")];
        assert_eq!(
            read(&[&cards[0], &cards[1]], &[]),
            [[" | 策定時\n（令和5年度） | 目標\n（令和9年度）", "有収率 | 88% | 90%", "点検率 | 12% | 100%"]]
        );
        let cards = [behind("有収率", "現状：88%", "目標：90%"), behind("点検率", "現状：12%", "目標：100%")];
        assert_eq!(read(&[&cards[0], &cards[1]], &[]), [[" | 現状 | 目標", "有収率 | 88% | 90%", "点検率 | 12% | 100%"]]);
    }

    #[test]
    fn boxes_of_words_and_boxes_that_share_no_labels_are_none() {
        let words = |name: &'static str, owner: &'static str| {
            [
                (10.0, 6.0, 10.0, name),
                (10.0, 24.0, 9.0, "担当"),
                (60.0, 24.0, 9.0, owner),
                (10.0, 40.0, 9.0, "時期"),
                (60.0, 40.0, 9.0, "早期"),
            ]
        };
        let (one, other) = (words("漏水の調査", "工務係"), words("検針の委託", "料金係"));
        assert!(read(&[&one, &other], &[]).is_empty());
        let lines = [(10.0, 6.0, 10.0, "有収率"), (10.0, 24.0, 9.0, "現状"), (60.0, 24.0, 9.0, "88%")];
        assert!(read(&[&lines, &one], &[]).is_empty());
        assert!(read(&[&lines], &[]).is_empty());
    }
}
