//! Ruled tables of one page: grid, words, backgrounds and bars put together.

use std::borrow::Cow;

use super::grid::{self, Grid};
use super::mark::Mark;
use super::marks;
use super::order::{self, Piece};
use super::roadmaps::{self, Drawing, Roadmap};
use super::rulings::Component;
use super::runs::Run;
use super::shapes::{Fill, Ruling, Shapes};
use super::{
    Limit, bars, captions, cards, cells, columns, dashes, horizontals, openheads, outlines, painted, rivals, rulings, symbols, textcols,
    textrows, trees, whitespace,
};
use crate::model::{Cell, Glyph, Hatch, Place, Rect, Table};

/// A table on its page, still with its geometry.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    /// The grid; its spans stand in the order of the table's cells.
    pub(super) grid: Grid,
    /// The table.
    pub(super) table: Table,
}

/// Finds the ruled tables. Their words are taken out of `runs`. Gives back the arrows that lie over none of them.
pub(super) fn ruled(shapes: &mut Shapes, runs: &mut Vec<Run<'_>>, page: usize, whole: &Rect) -> (Vec<Drawn>, Vec<Mark>) {
    outlines::take(shapes);
    let mut marks = marks::take_arrows(shapes);
    let horizontal = dashes::rulings(rulings::joined(std::mem::take(&mut shapes.horizontal)));
    let vertical = dashes::rulings(rulings::joined(std::mem::take(&mut shapes.vertical)));
    if rulings::too_many(&horizontal, &vertical) {
        shapes.limits.push(Limit::Rulings);
    }
    let drawing = Drawing { runs, marks: &marks, fills: &shapes.fills, horizontal: &horizontal, vertical: &vertical };
    let mut drawn = roadmaps::find(&drawing);
    if !drawn.is_empty()
        && let Some(tree) = trees::grid(&shapes.frames, runs, &[], whole)
    {
        // Boxes beside boxes are no bars.
        drawn.retain(|roadmap| roadmap.grid.rect().intersection(&tree.rect()).is_none());
    }
    let mut components = Vec::new();
    for component in rulings::components(&horizontal, &vertical) {
        match cards::opened(&component) {
            Some((frame, inside)) => {
                shapes.frames.push(frame);
                components.extend(inside);
            }
            None => components.push(component),
        }
    }
    let mut grids: Vec<(Grid, Vec<Ruling>)> = Vec::new();
    let titles = titles(&shapes.fills, runs);
    for mut component in components {
        rule_titles(&mut component, &titles);
        openheads::rule(&mut component, runs);
        let floating = rulings::take_floating(&mut component);
        if grid::too_large(&component) {
            shapes.limits.push(Limit::Cells);
        }
        let found = if shapes.clock.is_over() { None } else { grid::grid(&component) };
        match found {
            Some(grid) if grid.cols() > 1 && holds_table(&grid, runs) => {
                let grid = textcols::split(textrows::split(grid, runs), runs, &marks);
                grids.push((grid, floating));
            }
            _ => {
                shapes.horizontal.extend(component.horizontal);
                shapes.horizontal.extend(floating);
                shapes.vertical.extend(component.vertical);
            }
        }
    }
    // A table inside a cell of another comes first and keeps its words.
    grids.sort_by(|a, b| a.0.rect().area().total_cmp(&b.0.rect().area()));
    let rects: Vec<Rect> = grids.iter().map(|(grid, _)| grid.rect()).collect();
    grids.retain(|(grid, _)| {
        let card = cards::is_card(grid, &rects);
        if card {
            shapes.frames.push(grid.rect());
        }
        !card
    });
    drawn.retain(|roadmap| !grids.iter().any(|(grid, _)| is_ruled(grid, roadmap)));
    if !drawn.is_empty() {
        let rects: Vec<Rect> = grids.iter().map(|(grid, _)| grid.rect()).collect();
        let painted = painted::grids(&shapes.fills, &rects, whole);
        drawn.retain(|roadmap| {
            let cells: Vec<&Grid> = painted.iter().filter(|grid| is_ruled(grid, roadmap)).collect();
            let held = roadmap.bars.iter().filter(|bar| cells.iter().any(|grid| grid.rect().contains(bar.rect.center()))).count();
            held * 2 <= roadmap.bars.len()
        });
        without_rivals(&mut drawn, runs, &shapes.horizontal, &marks, &shapes.fills);
    }
    grids.retain(|(grid, _)| !drawn.iter().any(|roadmap| roadmap.grid.rect().contains(grid.rect().center())));
    let mut tables = Vec::new();
    for roadmap in drawn {
        let whole = roadmap.grid.rect();
        let mut over = roadmap.bars;
        marks.retain(|mark| {
            let inside = whole.contains(mark.rect.center());
            if inside && !over.contains(mark) {
                over.push(*mark);
            }
            !inside
        });
        shapes.horizontal.retain(|line| !whole.contains(Rect::new(line.from, line.at, line.to, line.at).center()));
        // Which areas are bars is known here.
        let mut table = taken(roadmap.grid, runs, over, &[], page, 0.85);
        for cell in &mut table.table.cells {
            cell.fill = cell.place.bbox.and_then(|rect| background(&rect, &roadmap.backgrounds)).map(|fill| fill.color);
        }
        table.table.bars.retain(|bar| bar.place.bbox.is_none_or(|rect| rect.x1 > roadmap.time.x0));
        tables.push(table);
    }
    let mut tabled: Vec<Rect> = Vec::new();
    let mut grids = grids.into_iter();
    while let Some((grid, floating)) = grids.next() {
        if shapes.clock.is_over() {
            break;
        }
        let whole = grid.rect().grown(1.0);
        let held = grids.as_slice().iter().find_map(|(outer, _)| cell_around(outer, &grid.rect()));
        let unit = held.and_then(|cell| captions::unit_in_cell(runs, &grid.rect(), &cell));
        let (inside, beside) = std::mem::take(runs).into_iter().partition(|run: &Run| whole.contains(run.rect.center()));
        *runs = beside;
        let (over, others) = bars::over(marks, &grid);
        marks = others;
        let fills = outside(&shapes.fills, &tabled, &whole);
        tabled.push(grid.rect());
        let (mut drawn, outside) = filled(grid, inside, over, &floating, &fills, page);
        drawn.table.unit = unit.unwrap_or_default();
        runs.extend(outside);
        tables.push(drawn);
    }
    (tables, marks)
}

/// The cell of a grid in which a table stands as a whole.
fn cell_around(outer: &Grid, table: &Rect) -> Option<Rect> {
    let span = outer.find(table.center().x, table.center().y)?;
    Some(outer.cell(&outer.spans[span])).filter(|cell| cards::within(table, cell))
}

/// The fills without those in tables inside the cells of this one: what is painted there is those tables' own.
fn outside<'f>(fills: &'f [Fill], tables: &[Rect], whole: &Rect) -> Cow<'f, [Fill]> {
    let held: Vec<&Rect> = tables.iter().filter(|table| whole.contains(table.center())).collect();
    if held.is_empty() {
        return Cow::Borrowed(fills);
    }
    fills.iter().filter(|fill| !held.iter().any(|table| cards::within(&fill.rect, table))).copied().collect()
}

/// Whether a ruled table stands where the roadmap does and parts it as well: only one whose time is not parted so finely, or that leaves the
/// names of the rows outside, gives way.
fn is_ruled(grid: &Grid, roadmap: &Roadmap) -> bool {
    let (own, time) = (roadmap.grid.rect(), &roadmap.time);
    let Some(shared) = grid.rect().intersection(&own) else { return false };
    let within = |xs: &[f32]| xs.iter().filter(|x| time.x0 + 4.0 < **x && **x < time.x1 - 4.0).count();
    let coarser = within(&grid.xs) < within(&roadmap.grid.xs);
    let holds_all = shared.area() > 0.9 * own.area();
    let beside_names = grid.rect().x0 > time.x0 - 6.0 && grid.rect().y0 > time.y0 + 6.0;
    shared.area() > 0.1 * own.area().min(grid.rect().area()) && !(coarser && holds_all || beside_names)
}

/// Leaves out the roadmaps of which the lines between rows alone tell more: both readers see tables with few lines.
fn without_rivals(drawn: &mut Vec<Roadmap>, runs: &[Run], rules: &[Ruling], marks: &[Mark], fills: &[Fill]) {
    if drawn.is_empty() {
        return;
    }
    let lines = columns::lines(runs);
    for rival in horizontals::grids(runs, rules, marks, fills) {
        let over = |roadmap: &Roadmap| rival.rect().intersection(&roadmap.grid.rect()).is_some();
        let own = drawn.iter().filter(|roadmap| over(roadmap));
        let bars: Vec<Rect> = own.clone().flat_map(|roadmap| &roadmap.bars).map(|bar| bar.rect).collect();
        let told = rivals::explained(own.map(|roadmap| &roadmap.grid), &lines, &bars);
        if rivals::explained(std::iter::once(&rival), &lines, &bars) > told {
            drawn.retain(|roadmap| !over(roadmap));
        }
    }
}

/// Painted stretches that may be titles over a whole table: low, wide, with words.
fn titles(fills: &[Fill], runs: &[Run]) -> Vec<Rect> {
    let flat = |r: &Rect| (6.0..32.0).contains(&r.height()) && r.width() > 120.0;
    let wide: Vec<Rect> = fills.iter().filter(|f| f.color != 0xff_ffff && flat(&f.rect)).map(|f| f.rect).take(500).collect();
    wide.into_iter().filter(|r| runs.iter().any(|run| r.contains(run.rect.center()))).collect()
}

/// Draws the line that a title painted over all columns does without: one of its edges lies on a line of the table, the other on none.
fn rule_titles(component: &mut Component, titles: &[Rect]) {
    let Some(whole) = rulings::extent(component) else { return };
    for title in titles.iter().filter(|t| whole.contains(t.center())) {
        let full = (title.x0 - whole.x0).abs() < 3.0 && (title.x1 - whole.x1).abs() < 3.0;
        let gap = |y: f32| component.horizontal.iter().map(|h| (h.at - y).abs()).fold(f32::MAX, f32::min);
        let open = match (gap(title.y0), gap(title.y1)) {
            (above, below) if above <= 1.5 && below > 5.0 => title.y1,
            (above, below) if below <= 1.5 && above > 5.0 => title.y0,
            _ => continue,
        };
        // No column goes through it; its own parts (a number, a name) end where it ends.
        let cut = component.vertical.iter().any(|v| {
            let through = v.from < title.y0 + 2.0 && v.to > title.y1 - 2.0;
            let ends = if open == title.y1 { v.to < open + 2.0 } else { v.from > open - 2.0 };
            v.at > whole.x0 + 3.0 && v.at < whole.x1 - 3.0 && through && !ends
        });
        if full && !cut {
            component.horizontal.push(Ruling { at: open, from: whole.x0, to: whole.x1, width: 0.0, dashed: false, color: 0 });
        }
    }
}

/// Finds tables without rulings between all their cells: painted ones, and figures in columns. Their words are taken out of `runs`.
pub(super) fn unruled(
    shapes: &Shapes,
    mut arrows: Vec<Mark>,
    runs: &mut Vec<Run<'_>>,
    known: &[Rect],
    page: usize,
    whole: &Rect,
) -> (Vec<Drawn>, Vec<Mark>) {
    let mut tables: Vec<Drawn> = Vec::new();
    if shapes.clock.is_over() {
        return (tables, arrows);
    }
    if let Some(grid) = trees::grid(&shapes.frames, runs, known, whole) {
        // What is painted are the boxes themselves, no bars.
        tables.push(taken(grid, runs, Vec::new(), &[], page, 0.8));
    }
    let known: Vec<Rect> = known.iter().copied().chain(tables.iter().map(|t| t.grid.rect())).collect();
    for grid in painted::grids(&shapes.fills, &known, whole) {
        if words_in(&grid, runs) >= 4 {
            let (over, others) = bars::over(arrows, &grid);
            arrows = others;
            tables.push(taken(grid, runs, over, &shapes.fills, page, 0.8));
        }
    }
    let rules: Vec<Ruling> = shapes.horizontal.clone();
    for grid in horizontals::grids(runs, &rules, &arrows, &shapes.fills) {
        let (over, others) = bars::over(arrows, &grid);
        arrows = others;
        tables.push(taken(grid, runs, over, &shapes.fills, page, 0.7));
    }
    let pieces: Vec<Piece> = runs.iter().map(|r| Piece { rect: r.rect, size: r.size, solid: false }).collect();
    let mut grids = Vec::new();
    for region in order::regions(&pieces) {
        if shapes.clock.is_over() {
            break;
        }
        let own: Vec<Run> = region.pieces.iter().map(|&i| runs[i].clone()).collect();
        grids.extend(whitespace::grids(&own, &rules));
    }
    for grid in grids {
        tables.push(taken(grid, runs, Vec::new(), &shapes.fills, page, 0.6));
    }
    (tables, arrows)
}

/// Fills a grid with the words that stand in it.
fn taken(grid: Grid, runs: &mut Vec<Run<'_>>, over: Vec<Mark>, fills: &[Fill], page: usize, confidence: f32) -> Drawn {
    let whole = grid.rect().grown(1.0);
    let (inside, outside) = std::mem::take(runs).into_iter().partition(|run: &Run| whole.contains(run.rect.center()));
    *runs = outside;
    let (mut drawn, outside) = filled(grid, inside, over, &[], fills, page);
    runs.extend(outside);
    drawn.table.confidence = confidence;
    drawn
}

/// Number of cells that hold words.
fn words_in(grid: &Grid, runs: &[Run]) -> usize {
    let mut held: Vec<usize> = runs.iter().filter_map(|run| grid.find(run.rect.center().x, run.rect.center().y)).collect();
    held.sort_unstable();
    held.dedup();
    held.len()
}

/// Whether the grid holds words enough to be a table rather than a chart or a decoration.
fn holds_table(grid: &Grid, runs: &[Run]) -> bool {
    let words = words_in(grid, runs);
    words >= 2 && words * 40 >= grid.spans.len()
}

/// Puts words, backgrounds and bars into a grid; pieces of words that stand outside it are given back.
fn filled<'a>(
    grid: Grid,
    mut runs: Vec<Run<'a>>,
    mut over: Vec<Mark>,
    floating: &[Ruling],
    fills: &[Fill],
    page: usize,
) -> (Drawn, Vec<Run<'a>>) {
    over.retain(|mark| !symbols::is_symbol(mark.shape) || symbols::stands_alone(&mark.rect, &grid, &runs));
    let painted = marks::painted(fills, &grid, &runs);
    over.extend(painted.bars);
    over.extend(painted.squares);
    let lines = marks::floating(floating, &grid, &runs, &over);
    over.extend(lines);
    let (typed, words): (Vec<Run>, Vec<Run>) = runs.drain(..).partition(bars::is_typed_arrow);
    over.extend(typed.iter().map(bars::typed));
    runs = words;
    let mut tied = bars::tied(over, &grid, &mut runs, page);
    let (held, outside) = cells::assign(&grid, runs);
    let cells: Vec<Cell> = grid
        .spans
        .iter()
        .zip(held)
        .map(|(span, runs)| {
            let rect = grid.cell(span);
            let fill = background(&rect, &painted.backgrounds).map(|fill| fill.color);
            let place = Place::on_page(page, with_overhang(rect, &runs));
            Cell { row: span.row, col: span.col, row_span: span.rows, col_span: span.cols, text: cells::text(runs), place, fill }
        })
        .collect();
    let hatch =
        |cell: &Cell| cell.place.bbox.and_then(|rect| background(&rect, &painted.backgrounds)).map_or(Hatch::Plain, |fill| fill.hatch);
    tied.extend(bars::shaded(&cells, hatch, &grid, page));
    let table = Table { rows: grid.rows(), cols: grid.cols(), cells, bars: tied, confidence: 0.95, ..Table::default() };
    (Drawn { grid, table }, outside)
}

/// The cell with those of its characters that hang over its edge by more than half: its place bears out all its words.
fn with_overhang(cell: Rect, runs: &[Run]) -> Rect {
    let outside = |g: &&&Glyph| !g.text.trim().is_empty() && !cell.contains(g.rect.center());
    runs.iter().flat_map(|run| &run.glyphs).filter(outside).fold(cell, |all, glyph| all.union(&glyph.rect))
}

/// What is painted last over most of the cell, `None` for white.
fn background<'f>(cell: &Rect, fills: &'f [Fill]) -> Option<&'f Fill> {
    let covers = |fill: &&Fill| cell.intersection(&fill.rect).map_or(0.0, |part| part.area()) > marks::PAINTED * cell.area();
    fills.iter().rev().find(covers).filter(|fill| fill.color != 0xff_ffff)
}

#[cfg(test)]
mod tests {
    use super::super::runs::runs;
    use super::super::testing::{fill, frame, glyphs, grid, line, page};
    use super::*;
    use crate::model::Path;

    fn read(words: &[(&str, f32, f32)], paths: Vec<Path>) -> Vec<Table> {
        let glyphs: Vec<Glyph> = words.iter().flat_map(|(text, x, y)| glyphs(text, *x, *y, 10.0)).collect();
        let page = page(1, glyphs, paths);
        let mut shapes = super::super::shapes::shapes(&page.paths);
        ruled(&mut shapes, &mut runs(&page.glyphs), 1, &Rect::new(0.0, 0.0, page.width, page.height))
            .0
            .into_iter()
            .map(|d| d.table)
            .collect()
    }

    fn texts(table: &Table) -> Vec<Vec<&str>> {
        (0..table.rows).map(|r| (0..table.cols).map(|c| table.text(r, c)).collect()).collect()
    }

    const XS: [f32; 3] = [0.0, 100.0, 200.0];
    const YS: [f32; 3] = [0.0, 20.0, 40.0];
    const WORDS: [(&str, f32, f32); 4] = [("指標", 10.0, 5.0), ("値", 110.0, 5.0), ("有収率", 10.0, 25.0), ("89", 110.0, 25.0)];

    #[test]
    fn a_table_ruled_by_strokes() {
        let tables = read(&WORDS, grid(&XS, &YS));
        assert_eq!(tables.len(), 1);
        assert_eq!(texts(&tables[0]), [["指標", "値"], ["有収率", "89"]]);
    }

    #[test]
    fn a_table_ruled_by_thin_rectangles_with_a_shaded_head() {
        let mut paths = vec![fill(0.0, 0.0, 200.0, 20.0, 0xdd_eeff)];
        paths.extend(YS.iter().map(|y| fill(0.0, *y, 200.0, y + 0.7, 0)));
        paths.extend(XS.iter().map(|x| fill(*x, 0.0, x + 0.7, 40.0, 0)));
        let tables = read(&WORDS, paths);
        assert_eq!(texts(&tables[0])[1], ["有収率", "89"]);
        let fills: Vec<Option<u32>> = tables[0].cells.iter().map(|c| c.fill).collect();
        assert_eq!(fills, [Some(0xdd_eeff), Some(0xdd_eeff), None, None]);
        assert!(tables[0].bars.is_empty());
    }

    #[test]
    fn a_table_ruled_by_frames_around_each_cell() {
        let paths = vec![
            frame(0.0, 0.0, 100.0, 20.0),
            frame(100.0, 0.0, 200.0, 20.0),
            frame(0.0, 20.0, 100.0, 40.0),
            frame(100.0, 20.0, 200.0, 40.0),
        ];
        assert_eq!(texts(&read(&WORDS, paths)[0]), [["指標", "値"], ["有収率", "89"]]);
    }

    #[test]
    fn a_box_around_text_and_a_chart_are_no_tables() {
        assert!(read(&[("効果", 10.0, 5.0)], vec![frame(0.0, 0.0, 200.0, 40.0)]).is_empty());
        assert!(read(&[("5", 10.0, -30.0)], grid(&XS, &YS)).is_empty());
        assert!(read(&WORDS, vec![line(0.0, 40.0, 200.0, 40.0), line(0.0, 0.0, 0.0, 40.0)]).is_empty());
    }

    #[test]
    fn a_label_and_value_in_one_row_are_a_table() {
        assert_eq!(texts(&read(&WORDS[..2], grid(&XS, &[0.0, 20.0]))[0]), [["指標", "値"]]);
    }

    #[test]
    fn two_tables_side_by_side_are_two() {
        let mut paths = grid(&XS, &YS);
        paths.extend(grid(&[300.0, 400.0, 500.0], &YS));
        let mut words = WORDS.to_vec();
        words.extend(WORDS.map(|(t, x, y)| (t, x + 300.0, y)));
        assert_eq!(read(&words, paths).len(), 2);
    }
}
