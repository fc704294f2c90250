//! Tables ruled by horizontal lines only: each stretch between two lines is a row, columns are what is free in the rows. A line that does not
//! run over all columns leaves out cells that are merged.

use super::columns::{self, Piece};
use super::grid::{Grid, Span};
use super::lineends;
use super::mark::Mark;
use super::runs::Run;
use super::shapes::{Fill, Ruling};
use super::tablerows::is_figure;
use crate::model::Rect;

/// How far the ends of lines of one table may lie apart, in points.
const EDGE: f32 = 4.0;
/// Fewer lines than this (two rows and a head) are decoration.
const LINES: usize = 4;
/// So many of them must have the whole extent; the others end at merged cells.
const WHOLE: usize = 3;
/// So many of them must there be where not all have the whole extent.
const MIXED: usize = 6;
/// Distances of neighbouring lines in points.
const HEIGHTS: std::ops::RangeInclusive<f32> = 7.0..=240.0;
/// More lines than this are a drawing.
const MAX_LINES: usize = 2_000;
/// More rows than this are no table of one page.
const MAX_ROWS: usize = 400;

/// The grids that stacks of equal lines make with the words between them. `marks` are the arrows of the page, `fills` its painted areas.
pub(super) fn grids(runs: &[Run], rules: &[Ruling], marks: &[Mark], fills: &[Fill]) -> Vec<Grid> {
    if rules.len() > MAX_LINES {
        return Vec::new();
    }
    // The shaft of an arrow parts no rows.
    let shaft =
        |r: &Ruling| marks.iter().take(MAX_LINES).any(|m| m.rect.x0 - 1.0 <= r.from && r.to <= m.rect.x1 + 1.0 && lies_on(r, &m.rect));
    let rules: Vec<Ruling> = rules.iter().filter(|r| !shaft(r)).copied().collect();
    let rules = rules.as_slice();
    let mut grids: Vec<Grid> = Vec::new();
    // Lines beside merged cells make stacks of their own inside that of the whole lines.
    let mut stacks = stacks(rules);
    stacks.sort_by(|a, b| width(b).total_cmp(&width(a)));
    for stack in stacks {
        let Some(whole) = extent(&stack) else { continue };
        let around = whole.grown(EDGE);
        if !grids.iter().any(|g| g.rect().grown(EDGE).contains(whole.center()) || around.contains(g.rect().center())) {
            grids.extend(tables(&whole, rules, runs, marks, fills));
        }
    }
    grids
}

fn lies_on(rule: &Ruling, rect: &Rect) -> bool {
    rect.y0 - 1.0 <= rule.at && rule.at <= rect.y1 + 1.0
}

fn width(stack: &[Ruling]) -> f32 {
    stack.first().map_or(0.0, Ruling::length)
}

fn extent(stack: &[Ruling]) -> Option<Rect> {
    let (first, last) = (stack.first()?, stack.last()?);
    Some(Rect::new(first.from, first.at, first.to, last.at))
}

/// Lines of the same extent below one another. Where cells are merged at the left, lines between them begin further right.
fn stacks(rules: &[Ruling]) -> Vec<Vec<Ruling>> {
    let mut sorted: Vec<Ruling> = rules.iter().filter(|r| r.length() > 80.0).copied().collect();
    sorted.sort_by(|a, b| a.at.total_cmp(&b.at));
    let same_end = |a: &Ruling, b: &Ruling| (a.to - b.to).abs() <= EDGE;
    let same = |a: &Ruling, b: &Ruling| same_end(a, b) && (a.from - b.from).abs() <= EDGE;
    let mut all: Vec<Vec<Ruling>> = gathered(&sorted, same_end).into_iter().map(whole_lines).collect();
    // With lines of several lengths few are the head of figures below.
    all.retain(|stack| stack.len() >= MIXED);
    all.extend(gathered(&sorted, same).into_iter().filter(|stack| stack.len() >= WHOLE));
    all
}

fn gathered(sorted: &[Ruling], belong: impl Fn(&Ruling, &Ruling) -> bool) -> Vec<Vec<Ruling>> {
    let mut stacks: Vec<Vec<Ruling>> = Vec::new();
    for rule in sorted {
        let fits = |stack: &&mut Vec<Ruling>| {
            let last = stack[stack.len() - 1];
            belong(&last, rule) && HEIGHTS.contains(&(rule.at - last.at))
        };
        match stacks.iter_mut().rev().take(50).find(fits) {
            Some(stack) => stack.push(*rule),
            None => stacks.push(vec![*rule]),
        }
    }
    stacks
}

/// What lies between the first and the last of the longest lines.
fn whole_lines(stack: Vec<Ruling>) -> Vec<Ruling> {
    let most = stack.iter().map(Ruling::length).fold(0.0, f32::max);
    let is_whole = |r: &Ruling| r.length() > most - EDGE;
    let (first, last) = (stack.iter().position(is_whole), stack.iter().rposition(is_whole));
    match (first, last) {
        (Some(first), Some(last)) => stack[first..=last].to_vec(),
        _ => Vec::new(),
    }
}

/// The words between two neighbouring lines.
struct Row<'a, 'b> {
    runs: Vec<&'a Run<'b>>,
    /// Its words without the labels of bars.
    pieces: Vec<Piece>,
    /// Where the marks in it begin.
    bars: Vec<f32>,
}

/// The tables that a stack of lines makes: what stands between two of them is no row.
fn tables(whole: &Rect, rules: &[Ruling], runs: &[Run], marks: &[Mark], fills: &[Fill]) -> Vec<Grid> {
    let lines = lines_in(whole, rules);
    let ys = edges(&lines);
    if ys.len() < 2 || ys.len() > MAX_ROWS {
        return Vec::new();
    }
    let parted = parted(&ys, &lines);
    let rows = rows(whole, &ys, &parted, runs, marks, fills);
    let is_whole = |edge: usize| parted[edge].iter().map(|(a, b)| b - a).sum::<f32>() > 0.95 * whole.width();
    // Words of cells keep a distance from the end of their line; running text begins right there.
    let inset = rows.iter().filter(|row| left(row).is_some_and(|x| !at_margin(x, row, whole))).count() * 2 > rows.len();
    let is_outside = |i: usize| is_whole(i) && is_whole(i + 1) && is_between_tables(&rows[i], whole, (ys[i], ys[i + 1]), inset);
    let outside: Vec<bool> = (0..rows.len()).map(is_outside).collect();
    let parts: Vec<std::ops::Range<usize>> =
        (0..rows.len()).collect::<Vec<_>>().chunk_by(|a, b| !outside[*a] && !outside[*b]).map(|c| c[0]..c[0] + c.len()).collect();
    let made = |part: &std::ops::Range<usize>| grid(whole, &lines, &ys[part.start..=part.end], &rows[part.clone()]);
    let (long, short): (Vec<_>, Vec<_>) = parts.into_iter().filter(|part| !outside[part.start]).partition(|part| part.len() + 1 >= LINES);
    let mut out: Vec<Grid> = long.iter().filter_map(made).collect();
    // A part of two rows is a table where it stands beside longer ones.
    if !out.is_empty() {
        out.extend(short.iter().filter(|part| part.len() > 1).filter_map(made));
    }
    out
}

/// For each edge between rows, the stretches in which a line is drawn there.
fn parted(ys: &[f32], lines: &[Ruling]) -> Vec<Vec<(f32, f32)>> {
    let mut parted = vec![Vec::new(); ys.len()];
    for line in lines {
        let below = ys.partition_point(|y| *y < line.at - 3.0);
        if let Some(stretches) = parted.get_mut(below) {
            stretches.push((line.from, line.to));
        }
    }
    parted
}

/// The words by row.
fn rows<'a, 'b>(
    whole: &Rect,
    ys: &[f32],
    parted: &[Vec<(f32, f32)>],
    runs: &'a [Run<'b>],
    marks: &[Mark],
    fills: &[Fill],
) -> Vec<Row<'a, 'b>> {
    let mut rows: Vec<Row> = ys.windows(2).map(|_| Row { runs: Vec::new(), pieces: Vec::new(), bars: Vec::new() }).collect();
    let row_of = |y: f32| ys.partition_point(|edge| *edge <= y).checked_sub(1).map(|row| row.min(ys.len() - 2));
    let mut bars: Vec<Vec<Rect>> = vec![Vec::new(); rows.len()];
    let low = |r: &Rect, row: usize| r.height() < ys[row + 1] - ys[row] - 2.0 && r.width() < 0.9 * whole.width();
    for rect in marks.iter().map(|m| m.rect).chain(fills.iter().filter(|f| f.color != 0xff_ffff).map(|f| f.rect)) {
        if whole.contains(rect.center())
            && let Some(row) = row_of(rect.center().y).filter(|row| low(&rect, *row))
        {
            bars[row].push(rect);
            rows[row].bars.push(rect.x0);
        }
    }
    let inside = |r: &&Run| whole.contains(r.rect.center()) && r.rect.x1 <= whole.x1 + EDGE;
    for run in runs.iter().filter(inside) {
        if let Some(row) = row_of(run.rect.center().y) {
            rows[row].runs.push(run);
        }
    }
    let mut words: Vec<Vec<&Run>> = vec![Vec::new(); rows.len()];
    for (i, row) in rows.iter().enumerate() {
        let label = |run: &Run| bars[i].iter().take(200).any(|bar| bar.grown(1.0).contains(run.rect.center()));
        for &run in row.runs.iter().filter(|run| !label(run)) {
            // Words of a merged cell stand in the middle of its rows and hold for all of them.
            let open = |edge: usize| !parted[edge].iter().any(|(a, b)| (*a..=*b).contains(&run.rect.center().x));
            let first = (1..=i).rev().find(|&edge| !open(edge)).unwrap_or(0);
            let last = (i + 1..rows.len()).find(|&edge| !open(edge)).unwrap_or(rows.len());
            (first..last).for_each(|k| words[k].push(run));
        }
    }
    for (row, words) in rows.iter_mut().zip(words) {
        row.pieces = columns::pieces(&words);
    }
    rows
}

/// Whether a stretch between two lines parts two tables: it is empty, or holds headings and paragraphs with more room than a row gives.
fn is_between_tables(row: &Row, whole: &Rect, (top, bottom): (f32, f32), inset: bool) -> bool {
    let Some(words) = Rect::bounding(row.runs.iter().map(|r| &r.rect)) else { return row.bars.is_empty() };
    let free = ((words.y0 - top) + (bottom - words.y1)) / size(row);
    let at_margin = at_margin(words.x0, row, whole);
    free > 2.2 && (inset && at_margin && row.pieces.len() < 4 || row.pieces.len() == 1 && (at_margin || free > 4.0))
}

/// The smallest size of its words.
fn size(row: &Row) -> f32 {
    row.runs.iter().map(|r| r.size).fold(f32::MAX, f32::min)
}

fn left(row: &Row) -> Option<f32> {
    row.runs.iter().map(|r| r.rect.x0).min_by(f32::total_cmp)
}

fn at_margin(x: f32, row: &Row, whole: &Rect) -> bool {
    x - whole.x0 < 0.15 * size(row)
}

fn grid(whole: &Rect, lines: &[Ruling], ys: &[f32], rows: &[Row]) -> Option<Grid> {
    let all = || rows.iter().flat_map(|row| &row.runs);
    // Figures line up by themselves, and better where several lines of them stand between two rulings: see `whitespace`.
    let figures = all().filter(|r| is_figure(&r.text())).count();
    if figures * 5 > all().count() && rows.iter().filter(|row| lines_of_figures(&row.runs) > 1).count() * 10 > rows.len() {
        return None;
    }
    let pieces: Vec<Vec<Piece>> = rows.iter().map(|row| row.pieces.clone()).collect();
    let mut xs = vec![whole.x0];
    let bars: Vec<Vec<f32>> = rows.iter().map(|row| row.bars.clone()).collect();
    let lines: Vec<Ruling> = lines.iter().filter(|l| ys[0] - 1.0 <= l.at && l.at <= ys[ys.len() - 1] + 1.0).copied().collect();
    let mut gutters = columns::gutters(&pieces, &bars);
    gutters.retain(|x| whole.x0 < *x && *x < whole.x1);
    xs.extend(lineends::joined(&gutters, &lines, &pieces, (whole.x0, whole.x1)));
    xs.push(whole.x1);
    let (height, width) = (rows.len(), xs.len() - 1);
    let filled: Vec<usize> = rows.iter().map(|row| columns_with_words(row, &xs)).collect();
    let held: usize = filled.iter().sum();
    let in_several = filled.iter().filter(|n| **n > 1).count();
    let partial = lines.iter().any(|line| line.length() < whole.width() - 2.0 * EDGE);
    // Without merged cells nearly every row has words in several columns.
    let is_table = if partial {
        width >= 3 && in_several * 3 >= height * 2 && held * 3 >= height * width
    } else {
        width >= 2 && filled.iter().all(|n| *n > 0) && in_several * 4 >= height * 3 && held * 2 >= height * width
    };
    // Titles over all columns stand between the rows of a table with a head.
    let titles = rows.iter().filter(|row| row.pieces.len() == 1 && column(&xs, row.pieces[0].from) == 0).count();
    let is_table = is_table || width >= 4 && filled[0] >= 3 && (in_several + titles) * 4 >= height * 3 && in_several * 3 >= height;
    is_table.then(|| {
        let spans = spans(rows, &xs, ys, &lines);
        Grid::new(xs, ys.to_vec(), spans)
    })
}

/// The lines between the first and the last of a stack that lie within its width.
fn lines_in(whole: &Rect, rules: &[Ruling]) -> Vec<Ruling> {
    let within = |r: &&Ruling| {
        (whole.y0 - 1.0..=whole.y1 + 1.0).contains(&r.at) && r.from >= whole.x0 - EDGE && r.to <= whole.x1 + EDGE && r.length() > 20.0
    };
    rules.iter().filter(within).copied().collect()
}

/// The heights of lines, each once.
fn edges(lines: &[Ruling]) -> Vec<f32> {
    let mut ys: Vec<f32> = lines.iter().map(|r| r.at).collect();
    ys.sort_by(f32::total_cmp);
    ys.dedup_by(|b, a| *b - *a < 3.0);
    ys
}

/// How many lines of several figures stand in a row.
fn lines_of_figures(row: &[&Run]) -> usize {
    let mut ys: Vec<f32> = row.iter().filter(|r| is_figure(&r.text())).map(|r| r.rect.center().y).collect();
    ys.sort_by(f32::total_cmp);
    ys.chunk_by(|a, b| *b - *a < 3.0).filter(|line| line.len() > 1).count()
}

/// In how many columns a row has words.
fn columns_with_words(row: &Row, xs: &[f32]) -> usize {
    let mut held: Vec<usize> = row.pieces.iter().map(|p| column(xs, f32::midpoint(p.from, p.to))).collect();
    held.dedup();
    held.len()
}

/// The column of a place.
fn column(xs: &[f32], x: f32) -> usize {
    xs.partition_point(|edge| *edge <= x).saturating_sub(1).min(xs.len() - 2)
}

/// The last column of a head that stands alone over a line that begins with its column: it names all columns above the line.
fn over_line_below(row: &Row, col: usize, xs: &[f32], at: f32, lines: &[Ruling]) -> Option<usize> {
    let whole = xs[xs.len() - 1] - xs[0];
    let part = |l: &&Ruling| (l.at - at).abs() < 3.0 && l.length() < whole - 2.0 * EDGE && column(xs, l.from + 2.0) == col;
    let line = lines.iter().find(part)?;
    let above = row.pieces.iter().filter(|p| line.from <= p.middle() && p.middle() <= line.to).count();
    (above == 1).then(|| column(xs, line.to - 2.0))
}

/// The first of the columns at the right that no head names and that few rows fill: a form, in which a value takes all the room when no
/// second label stands behind it.
fn tail(rows: &[Row], xs: &[f32]) -> usize {
    let mut held = vec![0; xs.len() - 1];
    for row in rows {
        let mut columns: Vec<usize> = row.pieces.iter().map(|p| column(xs, p.from + 2.0)).collect();
        columns.dedup();
        columns.into_iter().for_each(|col| held[col] += 1);
    }
    let first = rows[0].pieces.last().map_or(0, |p| column(xs, p.from + 2.0));
    let filled = held.iter().rposition(|n| n * 2 > rows.len()).unwrap_or(0);
    first.max(filled) + 1
}

/// The cells: places between which no line runs are merged, and places of one row that one piece of words covers.
fn spans(rows: &[Row], xs: &[f32], ys: &[f32], lines: &[Ruling]) -> Vec<Span> {
    let (height, width) = (rows.len(), xs.len() - 1);
    let mut parted = vec![vec![false; width]; height + 1];
    for line in lines {
        let Some(row) = (0..height).find(|&row| (line.at - ys[row]).abs() < 3.0) else { continue };
        for (col, edge) in xs.windows(2).enumerate() {
            parted[row][col] |= line.to.min(edge[1]) - line.from.max(edge[0]) > 0.6 * (edge[1] - edge[0]);
        }
    }
    let ends = |row: usize, col: usize| (row + 1..height).find(|&below| parted[below][col]).unwrap_or(height);
    let tail = tail(rows, xs);
    // The head ends at the first line below its top that runs over all columns.
    let head = (1..height).find(|&row| parted[row].iter().all(|p| *p)).unwrap_or(0);
    let mut taken = vec![vec![false; width]; height];
    let mut out = Vec::new();
    for row in 0..height {
        for col in 0..width {
            if taken[row][col] {
                continue;
            }
            let bottom = ends(row, col);
            let begins = |p: &&Piece| column(xs, p.from + 2.0) == col;
            let reach = rows[row..bottom].iter().flat_map(|r| &r.pieces).filter(begins).map(|p| column(xs, p.to - 2.0));
            let lone = &rows[row];
            let alone = bottom == row + 1 && lone.pieces.len() == 1 && lone.bars.is_empty() && col == 0 && height > 2;
            let ends_row = lone.pieces.last().is_some_and(|p| column(xs, p.from + 2.0) == col);
            let value = bottom == row + 1 && ends_row && lone.bars.is_empty() && col + 1 >= tail;
            let headed = if row < head { over_line_below(lone, col, xs, ys[bottom], lines) } else { None };
            let wanted = if alone || value { width - 1 } else { headed.max(reach.max()).unwrap_or(col).max(col) };
            let last = (col..=wanted).take_while(|&c| !taken[row][c] && ends(row, c) == bottom).last().unwrap_or(col);
            (row..bottom).for_each(|r| taken[r][col..=last].fill(true));
            out.push(Span { row, col, rows: bottom - row, cols: last - col + 1, open_top: false, open_bottom: false });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::testing::{glyphs, line, page};
    use crate::model::{BlockKind, Glyph, Page, Table};

    fn tables(words: &[(&str, f32, f32)], ys: &[f32]) -> Vec<Table> {
        let words: Vec<Glyph> = words.iter().flat_map(|(text, x, y)| glyphs(text, *x, *y, 10.0)).collect();
        read(&page(1, words, ys.iter().map(|y| line(50.0, *y, 550.0, *y)).collect()))
    }

    fn read(page: &Page) -> Vec<Table> {
        let blocks = super::super::blocks(std::slice::from_ref(page), &[]);
        blocks.into_iter().filter_map(|b| if let BlockKind::Table(t) = b.kind { Some(t) } else { None }).collect()
    }

    #[test]
    fn words_between_equal_lines_are_a_table() {
        let words = [
            ("取組", 60.0, 104.0),
            ("内容", 200.0, 104.0),
            ("担当", 460.0, 104.0),
            ("水源の保全", 60.0, 124.0),
            ("水源林の手入れを続け、", 200.0, 124.0),
            ("土砂の流入を防ぐ", 200.0, 138.0),
            ("水質課", 460.0, 124.0),
            ("広報の充実", 60.0, 158.0),
            ("広報紙を配る", 200.0, 158.0),
            ("総務課", 460.0, 158.0),
        ];
        let all = tables(&words, &[100.0, 120.0, 154.0, 174.0]);
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].rows, all[0].cols), (3, 3));
        assert_eq!(all[0].text(1, 1), "水源林の手入れを続け、\n土砂の流入を防ぐ");
        assert!(tables(&words, &[100.0, 174.0]).is_empty());
    }

    #[test]
    fn lines_between_paragraphs_are_decoration() {
        let words = [("安全な水を届ける。", 60.0, 104.0), ("施設を更新する。", 60.0, 124.0), ("職員を育てる。", 60.0, 158.0)];
        assert!(tables(&words, &[100.0, 120.0, 154.0, 174.0]).is_empty());
    }

    #[test]
    fn narrow_gutters_merged_cells_and_empty_columns() {
        let mut words = vec![("目標", 60.0, 104.0), ("取組", 130.0, 104.0), ("担当", 300.0, 104.0), ("備考", 450.0, 104.0)];
        // The name fills its column to six points before the next one; the goal is merged over both rows.
        words.extend([("安全な水", 54.0, 134.0), ("水源林の手入れを続けること", 104.0, 124.0), ("総務課", 240.0, 124.0)]);
        words.extend([("検査の項目を毎年見直します", 104.0, 144.0), ("水質課", 240.0, 144.0)]);
        let words: Vec<Glyph> = words.iter().flat_map(|(text, x, y)| glyphs(text, *x, *y, 10.0)).collect();
        let mut paths: Vec<_> = [100.0, 120.0, 160.0].iter().map(|y| line(50.0, *y, 550.0, *y)).collect();
        paths.push(line(100.0, 140.0, 550.0, 140.0));
        let mut more = page(1, words, paths);
        // A second group below it.
        for (y, texts) in [(164.0, ["広報紙を配り学校を訪ねます", "広報課"]), (184.0, ["料金の見直しを審議会に諮る", "料金課"])]
        {
            more.glyphs.extend(glyphs(texts[0], 104.0, y, 10.0));
            more.glyphs.extend(glyphs(texts[1], 240.0, y, 10.0));
        }
        more.glyphs.extend(glyphs("信頼", 54.0, 174.0, 10.0));
        more.paths.extend([line(100.0, 180.0, 550.0, 180.0), line(50.0, 200.0, 550.0, 200.0)]);
        let all = read(&more);
        assert_eq!((all[0].rows, all[0].cols), (5, 4));
        let texts: Vec<&str> = (0..4).map(|col| all[0].text(2, col)).collect();
        assert_eq!(texts, ["安全な水", "検査の項目を毎年見直します", "水質課", ""]);
        let goals: Vec<_> = all[0].cells.iter().filter(|c| c.row_span == 2).map(|c| c.text.as_str()).collect();
        assert_eq!(goals, ["安全な水", "信頼"]);
    }

    #[test]
    fn words_of_cells_over_several_years_are_spans() {
        let mut words = vec![("取組", 60.0, 104.0), ("北山の工事", 56.0, 124.0), ("南川の工事", 56.0, 144.0), ("東池の工事", 56.0, 164.0)];
        words.extend([("2025", 215.0, 104.0), ("2026", 315.0, 104.0), ("2027", 415.0, 104.0), ("2028", 515.0, 104.0)]);
        words.extend([
            ("設計", 265.0, 124.0),
            ("更新工事", 456.0, 124.0),
            ("調査", 215.0, 144.0),
            ("整備工事", 356.0, 144.0),
            ("検討", 515.0, 164.0),
        ]);
        let all = tables(&words, &[100.0, 120.0, 140.0, 160.0, 180.0]);
        let spans = all[0].cells.iter().filter(|c| c.row > 0 && c.col > 0 && !c.text.is_empty());
        let spans: Vec<_> = spans.map(|c| (c.text.as_str(), c.col, c.col_span)).collect();
        assert_eq!(spans, [("設計", 1, 2), ("更新工事", 3, 2), ("調査", 1, 1), ("整備工事", 2, 2), ("検討", 4, 1)]);
    }

    #[test]
    fn a_form_and_the_heading_between_two_tables() {
        let mut words = vec![("番号", 54.0, 124.0), ("1-1", 154.0, 124.0), ("区分", 354.0, 124.0), ("継続", 454.0, 124.0)];
        words.extend([("取組", 54.0, 104.0), ("水源の保全", 154.0, 104.0), ("概要", 54.0, 144.0)]);
        words.extend([("水源林の手入れを続け、土砂の流入を防ぎ、水質を保ちます", 154.0, 144.0), ("次の表です。", 50.0, 175.0)]);
        words.extend([
            ("工程", 54.0, 204.0),
            ("2025", 215.0, 204.0),
            ("2026", 315.0, 204.0),
            ("2027", 415.0, 204.0),
            ("調査", 215.0, 224.0),
        ]);
        words.extend([("工事", 315.0, 224.0), ("工事", 415.0, 224.0), ("予算", 54.0, 224.0)]);
        let all = tables(&words, &[100.0, 120.0, 140.0, 160.0, 200.0, 220.0, 240.0]);
        assert_eq!(all.iter().map(|t| (t.rows, t.cols)).collect::<Vec<_>>(), [(3, 4), (2, 4)]);
        assert_eq!(all[0].text(1, 2), "区分");
        assert!(all[0].cells.iter().any(|c| c.text == "水源の保全" && c.col_span == 3));
    }
}
