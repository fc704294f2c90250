//! Running heads, feet and page numbers: lines at the edge of the page that come again at the same place.

use std::collections::{BTreeMap, BTreeSet};

use super::cells;
use super::runs::Run;
use crate::model::{Direction, Rect};

/// Share of the page's height at its top and bottom in which furniture stands.
const ZONE: f32 = 0.14;
/// Rows from the edge that are looked at.
const ROWS: usize = 3;

/// The words at the edges of one page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Edges {
    /// Above the text.
    pub(super) head: Vec<(Rect, String)>,
    /// Below the text.
    pub(super) foot: Vec<(Rect, String)>,
}

/// A row of runs at the edge of a page.
#[derive(Debug, Clone)]
struct Row {
    /// Indices into the page's runs.
    runs: Vec<usize>,
    /// Distance of its middle from the edge, in points.
    distance: f32,
    /// Its words with digits levelled, one entry a run.
    keys: Vec<String>,
    /// The words of each run as printed.
    texts: Vec<String>,
    text: String,
    size: f32,
    rect: Rect,
}

/// Takes the furniture out of the runs of each page (`height` in points). `body` is the size of running text.
pub(super) fn take(pages: &mut [(f32, Vec<Run<'_>>)], body: f32) -> Vec<Edges> {
    let mut edges = vec![Edges::default(); pages.len()];
    for bottom in [false, true] {
        let rows: Vec<Vec<Row>> = pages.iter().map(|(height, runs)| edge_rows(runs, *height, bottom)).collect();
        let found = repeated(&rows, body, bottom);
        for (page, (rows, depth)) in rows.iter().zip(found).enumerate() {
            let mut gone: Vec<usize> = Vec::new();
            for row in &rows[..depth] {
                gone.extend(&row.runs);
                let side = if bottom { &mut edges[page].foot } else { &mut edges[page].head };
                side.push((row.rect, row.text.clone()));
            }
            let mut index = 0;
            pages[page].1.retain(|_| {
                index += 1;
                !gone.contains(&(index - 1))
            });
        }
    }
    edges
}

/// The rows nearest to the edge, from the edge inwards.
fn edge_rows(runs: &[Run], height: f32, bottom: bool) -> Vec<Row> {
    let from_edge = |y: f32| if bottom { height - y } else { y };
    let mut near: Vec<usize> =
        (0..runs.len()).filter(|&i| runs[i].direction == Direction::Right && from_edge(runs[i].rect.center().y) < ZONE * height).collect();
    near.sort_by(|&a, &b| from_edge(runs[a].rect.center().y).total_cmp(&from_edge(runs[b].rect.center().y)));
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for i in near {
        match rows.last_mut() {
            Some(row) if runs[row[0]].rect.overlap_y(&runs[i].rect) > 0.5 * runs[i].rect.height().min(runs[row[0]].rect.height()) => {
                row.push(i)
            }
            _ => rows.push(vec![i]),
        }
    }
    rows.into_iter()
        .take(ROWS)
        .map(|mut row| {
            row.sort_by(|&a, &b| runs[a].rect.x0.total_cmp(&runs[b].rect.x0));
            let members: Vec<Run> = row.iter().map(|&i| runs[i].clone()).collect();
            let rect = Rect::bounding(members.iter().map(|r| &r.rect)).unwrap_or_default();
            Row {
                distance: from_edge(rect.center().y),
                keys: members.iter().map(|r| levelled(&r.text())).collect(),
                texts: members.iter().map(|r| r.text().to_string()).collect(),
                text: cells::joined(&members),
                size: members.iter().map(|r| r.size).fold(0.0, f32::max),
                runs: row,
                rect,
            }
        })
        .collect()
}

/// The words with every number replaced, so that page numbers are alike.
fn levelled(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_numeric() {
            if !out.ends_with('#') {
                out.push('#');
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// For each page, how many of its rows are furniture.
fn repeated(pages: &[Vec<Row>], body: f32, bottom: bool) -> Vec<usize> {
    let mut depth = vec![0; pages.len()];
    for level in 0..ROWS {
        // How many pages have the words at this distance from the edge (in steps of 4 points).
        let mut count: BTreeMap<(&str, i32), usize> = BTreeMap::new();
        let reached: Vec<usize> = (0..pages.len()).filter(|&p| depth[p] == level && pages[p].len() > level).collect();
        for &p in &reached {
            // Two like pieces beside each other are one page's.
            let own: BTreeSet<(&str, i32)> = slots(&pages[p][level]).into_iter().collect();
            for slot in own {
                *count.entry(slot).or_default() += 1;
            }
        }
        for &p in &reached {
            let row = &pages[p][level];
            let most = slots(row).iter().map(|s| count.get(s).copied().unwrap_or(0)).max().unwrap_or(0);
            let enough = if level == 0 { 2 } else { 2.max(reached.len() * 2 / 3) };
            // A table that goes on over pages has its unit above it on each.
            let small = row.size <= 1.15 * body && !row.text.contains("単位");
            // Behind the outermost row a piece that comes once (the head of a column of text) says that the row is text.
            let again = |run: usize| run_slots(row, run).iter().any(|s| count.get(s).copied().unwrap_or(0) >= 2);
            let whole = level == 0 || (0..row.keys.len()).all(again) && counts_pages(row, p, &reached, pages, level);
            if (small && whole && most >= enough) || (bottom || level == 0) && is_page_number(&row.text) && row.size <= 1.6 * body {
                depth[p] = level + 1;
            }
        }
    }
    depth
}

/// Whether the numbers of a row are the same on another page or count the pages: 削減見込量 380 t beside 45 t is text of cards.
fn counts_pages(row: &Row, page: usize, reached: &[usize], pages: &[Vec<Row>], level: usize) -> bool {
    let others = || reached.iter().filter(|&&other| other != page).map(|&other| (other, &pages[other][level].texts));
    let number = |text: &str| text.trim().parse::<i64>().ok();
    #[allow(clippy::cast_possible_wrap)] // pages
    let offset = |text: &str, page: usize| number(text).map(|n| n - page as i64);
    row.texts.iter().filter(|text| text.contains(char::is_numeric)).all(|text| {
        let same = |other: &String| other == text;
        let next = |at: usize, other: &String| offset(text, page).is_some_and(|own| offset(other, at) == Some(own));
        others().any(|(at, texts)| texts.iter().any(|other| same(other) || next(at, other)))
    })
}

/// The slots that a row falls into: its own and its neighbour's, so that a hair's breadth does not part pages.
fn slots(row: &Row) -> Vec<(&str, i32)> {
    (0..row.keys.len()).flat_map(|run| run_slots(row, run)).collect()
}

/// The slots of one piece of a row.
#[allow(clippy::cast_possible_truncation)]
fn run_slots(row: &Row, run: usize) -> [(&str, i32); 2] {
    let slot = (row.distance / 4.0).round() as i32;
    [(row.keys[run].as_str(), slot), (row.keys[run].as_str(), slot + 1)]
}

/// A number alone, with dashes, brackets or the number of pages: 5, - 5 -, 2 / 14, P.3, page 3 of 9.
fn is_page_number(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let bare = bare.trim_start_matches("page").trim_start_matches("p.").trim_start_matches('p');
    let digits = bare.chars().filter(|c| c.is_numeric()).count();
    let rest: String = bare.chars().filter(|c| !c.is_numeric()).collect();
    let frame = rest
        .chars()
        .all(|c| matches!(c, '-' | '－' | '−' | '–' | '—' | '―' | 'ー' | '/' | '／' | '(' | ')' | '（' | '）' | '~' | '～' | '〜' | '|'));
    (1..=8).contains(&digits) && (frame && rest.chars().count() <= 4 || rest == "of")
}

#[cfg(test)]
mod tests {
    use super::super::runs::runs;
    use super::super::testing::glyphs;
    use super::*;
    use crate::model::Glyph;

    fn document() -> Vec<Vec<Glyph>> {
        (0..4)
            .map(|n| {
                let mut page = glyphs("水道ビジョン", 400.0, 30.0, 8.0);
                page.extend(glyphs(&format!("第{}章", n / 2 + 1), 50.0, 30.0, 8.0));
                page.extend(glyphs(["春の水", "夏の川", "秋の雨", "冬の雪"][n], 50.0, 60.0, 10.0));
                page.extend(glyphs(&format!("- {n} -"), 290.0, 810.0, 8.0));
                page
            })
            .collect()
    }

    #[test]
    fn heads_and_page_numbers_are_set_aside() {
        let document = document();
        let mut pages: Vec<(f32, Vec<Run>)> = document.iter().map(|g| (842.0, runs(g))).collect();
        let edges = take(&mut pages, 10.0);
        assert_eq!(edges[1].head[0].1, "第1章 水道ビジョン");
        assert_eq!(edges[1].foot[0].1, "- 1 -");
        assert_eq!(pages[1].1.iter().map(Run::text).collect::<Vec<_>>(), ["夏の川"]);
    }

    #[test]
    fn a_large_title_at_the_top_of_two_pages_stays() {
        let slides: Vec<Vec<Glyph>> = (0..2).map(|_| glyphs("当社の取組", 30.0, 20.0, 24.0)).collect();
        let mut pages: Vec<(f32, Vec<Run>)> = slides.iter().map(|g| (540.0, runs(g))).collect();
        take(&mut pages, 12.0);
        assert_eq!(pages[0].1.len(), 1);
    }

    #[test]
    fn page_numbers_have_a_form() {
        for text in ["5", "- 5 -", "－４－", "2 / 14", "P.3", "Page 3 of 9"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["令和5年", "5年", "1,234,567円", ""] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
