//! Pages printed sideways: most of their text runs up or down, so they are turned, read, and their places turned back.

use std::borrow::Cow;

use super::furniture::Edges;
use super::runs::{self, Run};
use crate::model::{Block, BlockKind, Direction, Glyph, Page, Path, Point, Rect};

/// From this share of its glyphs on, a direction is that of the page.
const MOST: f32 = 0.6;
/// Share of the page's height at its top and bottom where a turned page keeps its upright furniture.
const ZONE: f32 = 0.1;

/// A page as it is read.
pub(super) struct Upright<'a> {
    /// The page, turned so that its text runs to the right.
    pub(super) page: Cow<'a, Page>,
    /// How the text runs on the page as displayed.
    pub(super) turn: Turn,
    /// Page number and the like that stand upright on a turned page, placed as displayed.
    pub(super) edges: Edges,
}

/// A quarter turn of a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Turn {
    direction: Direction,
    width: f32,
    height: f32,
}

/// The page turned so that most of its text runs to the right.
pub(super) fn upright(page: &Page) -> Upright<'_> {
    let turn = Turn { direction: direction(page), width: page.width, height: page.height };
    if turn.direction == Direction::Right {
        return Upright { page: Cow::Borrowed(page), turn, edges: Edges::default() };
    }
    let edge =
        |g: &Glyph| g.direction == Direction::Right && !(ZONE * page.height..=(1.0 - ZONE) * page.height).contains(&g.rect.center().y);
    let (furniture, words): (Vec<Glyph>, Vec<Glyph>) = page.glyphs.iter().cloned().partition(edge);
    let (width, height) = if turn.direction == Direction::Left { (page.width, page.height) } else { (page.height, page.width) };
    let glyph = |g: Glyph| Glyph { rect: turn.rect(&g.rect), direction: turn.turned(g.direction), ..g };
    let turned = Page {
        number: page.number,
        width,
        height,
        glyphs: words.into_iter().map(glyph).collect(),
        paths: page.paths.iter().map(|p| turn.path(p)).collect(),
        images: page.images.iter().map(|r| turn.rect(r)).collect(),
    };
    Upright { page: Cow::Owned(turned), turn, edges: edges(&furniture, page.height) }
}

/// The direction in which most of the text runs.
fn direction(page: &Page) -> Direction {
    let printed = page.glyphs.iter().filter(|g| !runs::is_blank(g)).count() as f32;
    let most = |d: &Direction| page.glyphs.iter().filter(|g| g.direction == *d && !runs::is_blank(g)).count() as f32 > MOST * printed;
    [Direction::Up, Direction::Down, Direction::Left].into_iter().find(most).unwrap_or(Direction::Right)
}

/// The furniture of a turned page.
fn edges(glyphs: &[Glyph], height: f32) -> Edges {
    let mut edges = Edges::default();
    let mut all: Vec<Run> = runs::runs(glyphs);
    all.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0).then(a.rect.x0.total_cmp(&b.rect.x0)));
    for run in all {
        let side = if run.rect.center().y < height / 2.0 { &mut edges.head } else { &mut edges.foot };
        side.push((run.rect, run.text()));
    }
    edges
}

impl Turn {
    /// A point of the page as displayed, on the page as read.
    fn point(&self, p: Point) -> Point {
        match self.direction {
            Direction::Right => p,
            Direction::Down => Point { x: p.y, y: self.width - p.x },
            Direction::Up => Point { x: self.height - p.y, y: p.x },
            Direction::Left => Point { x: self.width - p.x, y: self.height - p.y },
        }
    }

    /// A point of the page as read, on the page as displayed.
    fn point_back(&self, p: Point) -> Point {
        match self.direction {
            Direction::Right => p,
            Direction::Down => Point { x: self.width - p.y, y: p.x },
            Direction::Up => Point { x: p.y, y: self.height - p.x },
            Direction::Left => Point { x: self.width - p.x, y: self.height - p.y },
        }
    }

    fn rect(&self, r: &Rect) -> Rect {
        let (a, b) = (self.point(Point { x: r.x0, y: r.y0 }), self.point(Point { x: r.x1, y: r.y1 }));
        Rect::new(a.x, a.y, b.x, b.y)
    }

    fn rect_back(&self, r: &Rect) -> Rect {
        let (a, b) = (self.point_back(Point { x: r.x0, y: r.y0 }), self.point_back(Point { x: r.x1, y: r.y1 }));
        Rect::new(a.x, a.y, b.x, b.y)
    }

    fn path(&self, path: &Path) -> Path {
        let lines = path.lines.iter().map(|line| line.iter().map(|p| self.point(*p)).collect()).collect();
        let across = matches!(self.direction, Direction::Up | Direction::Down);
        let hatch = if across { path.hatch.turned() } else { path.hatch };
        Path { lines, rect: self.rect(&path.rect), hatch, ..path.clone() }
    }

    /// A direction as displayed, on the page as read.
    fn turned(&self, d: Direction) -> Direction {
        const CLOCKWISE: [Direction; 4] = [Direction::Right, Direction::Down, Direction::Left, Direction::Up];
        let index = |d: Direction| CLOCKWISE.iter().position(|c| *c == d).unwrap_or(0);
        CLOCKWISE[(4 + index(d) - index(self.direction)) % 4]
    }
}

/// Puts the places of blocks back on the pages as displayed. `turns` are by page number from 1.
pub(super) fn back(blocks: &mut [Block], turns: &[(usize, Turn)]) {
    let turn_of =
        |page: Option<usize>| turns.iter().find(|(number, t)| Some(*number) == page && t.direction != Direction::Right).map(|(_, t)| *t);
    if turns.iter().all(|(_, t)| t.direction == Direction::Right) {
        return;
    }
    let fix = |place: &mut crate::model::Place| {
        if let (Some(turn), Some(bbox)) = (turn_of(place.page), place.bbox.as_mut()) {
            *bbox = turn.rect_back(bbox);
        }
    };
    for block in blocks {
        fix(&mut block.place);
        if let BlockKind::Table(table) = &mut block.kind {
            table.cells.iter_mut().for_each(|cell| fix(&mut cell.place));
            table.split.iter_mut().flat_map(|cell| &mut cell.parts).for_each(|(place, _)| fix(place));
            table.legend.iter_mut().for_each(|entry| fix(&mut entry.place));
            for bar in &mut table.bars {
                let page = bar.place.page;
                fix(&mut bar.place);
                if let (Some(turn), Some(bbox)) = (turn_of(page), bar.label_bbox.as_mut()) {
                    *bbox = turn.rect_back(bbox);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{glyphs, glyphs_with, grid, page};
    use super::*;

    /// A table printed sideways, as a person turns the book to read it.
    fn sideways(direction: Direction) -> Page {
        let upright = {
            let mut words = glyphs("指標", 60.0, 55.0, 10.0);
            words.extend(glyphs("値", 160.0, 55.0, 10.0));
            words.extend(glyphs("有収率", 60.0, 75.0, 10.0));
            words.extend(glyphs("89", 160.0, 75.0, 10.0));
            page(1, words, grid(&[50.0, 150.0, 250.0], &[50.0, 70.0, 90.0]))
        };
        let (width, height) = (842.0, 595.0);
        let turn = Turn { direction, width, height };
        let back = |p: &Path| Path {
            lines: p.lines.iter().map(|l| l.iter().map(|q| turn.point_back(*q)).collect()).collect(),
            rect: turn.rect_back(&p.rect),
            ..p.clone()
        };
        let mut words: Vec<Glyph> =
            upright.glyphs.iter().map(|g| Glyph { rect: turn.rect_back(&g.rect), direction, ..g.clone() }).collect();
        words.extend(glyphs("- 7 -", 400.0, 570.0, 8.0));
        Page { number: 1, width, height, glyphs: words, paths: upright.paths.iter().map(back).collect(), images: Vec::new() }
    }

    #[test]
    fn a_table_printed_sideways_is_read_and_its_places_are_those_displayed() {
        for direction in [Direction::Up, Direction::Down] {
            let page = sideways(direction);
            let blocks = super::super::blocks(std::slice::from_ref(&page), &[]);
            let table = blocks.iter().find_map(|b| if let BlockKind::Table(t) = &b.kind { Some((b.place, t)) } else { None }).unwrap();
            assert_eq!((table.1.text(0, 0), table.1.text(1, 0), table.1.text(1, 1)), ("指標", "有収率", "89"));
            let cell = table.1.at(1, 0).and_then(|c| c.place.bbox).unwrap();
            let word = page.glyphs.iter().find(|g| g.text == "有").unwrap();
            assert!(cell.contains(word.rect.center()), "{cell:?} {:?}", word.rect);
            assert!(blocks.iter().any(|b| matches!(&b.kind, BlockKind::Furniture { text } if text == "- 7 -")));
        }
    }

    #[test]
    fn vertical_writing_is_read_from_the_right() {
        let mut words = glyphs_with("春の水。", 300.0, 50.0, 10.0, Direction::Down);
        words.extend(glyphs_with("夏の川と、秋の雨。", 280.0, 50.0, 10.0, Direction::Down));
        let texts: Vec<String> = super::super::blocks(&[page(1, words, Vec::new())], &[]).iter().map(|b| b.text().to_owned()).collect();
        assert_eq!(texts, ["春の水。", "夏の川と、秋の雨。"]);
    }
}
