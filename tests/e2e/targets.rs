//! What is done with hostile input: one function a door. The endless tests in `fuzz/` and the mutated files of the ordinary tests share them.

use shirube::extract::{Sectioned, extract};
use shirube::language::Tokenizer;
use shirube::layout::{self, pages};
use shirube::model::{Direction, Glyph, Hatch, Page, Path, Point, Rect};
use shirube::read::{Kind, Options, read_bytes};
use shirube::rules::Rules;

/// Limits under which anything must come to an end within a moment.
fn options() -> Options {
    Options { max_steps: 100_000, max_stream_size: 1 << 22, max_pages: 20, max_cells: 20_000, ..Options::default() }
}

/// Any bytes as a source of the kind: read, laid out. True if there was anything to read.
pub fn read(bytes: &[u8], kind: Kind) -> bool {
    read_bytes("fuzz", bytes, kind, &options()).is_ok_and(|source| {
        let _ = layout::lay_out(&source, None);
        true
    })
}

/// The same through to the records.
pub fn understand(bytes: &[u8], kind: Kind) -> bool {
    read_bytes("fuzz", bytes, kind, &options()).is_ok_and(|source| {
        let blocks = layout::blocks(&source);
        let _ = extract(&source, &Sectioned::new(&blocks, Rules::embedded()), Rules::embedded(), &Tokenizer::lazy(""));
        true
    })
}

/// Bytes as orders to draw on a page: seven bytes a mark, what and where in quarters of a point, so that marks meet.
pub fn lay_out(bytes: &[u8]) {
    let mut page = Page { number: 1, width: 595.0, height: 842.0, ..Page::default() };
    for order in bytes.chunks_exact(7) {
        let quarter = |i: usize| f32::from(u16::from_be_bytes([order[i] & 0x0f, order[i + 1]])) / 4.0;
        let (from, to) = (Point { x: quarter(1), y: quarter(3) }, Point { x: f32::from(order[5]) * 3.0, y: f32::from(order[6]) * 4.0 });
        match order[0] % 8 {
            0..=3 => page.glyphs.push(glyph(order[0], from, f32::from(order[5] % 32) / 2.0)),
            4 => page.paths.push(path(vec![from, Point { x: to.x, y: from.y }], None)),
            5 => page.paths.push(path(vec![from, Point { x: from.x, y: to.y }], None)),
            6 => {
                let corners = vec![from, Point { x: to.x, y: from.y }, to, Point { x: from.x, y: to.y }, from];
                page.paths.push(path(corners, Some(0x00ff_ffff - u32::from(order[0]))));
            }
            _ => page.paths.push(path(vec![from, to, Point { x: from.x, y: to.y }, from], Some(0))),
        }
    }
    let _ = pages::blocks(&[page], &[]);
}

fn glyph(order: u8, at: Point, size: f32) -> Glyph {
    let words = ["水", "道", "1", ",", "→", "令", " ", "管"];
    let direction = [Direction::Right, Direction::Right, Direction::Down, Direction::Up][usize::from(order / 64)];
    let rect = Rect::new(at.x, at.y, at.x + size, at.y + size);
    Glyph { text: words[usize::from(order / 8) % 8].to_owned(), rect, size, direction, bold: order > 200, color: 0 }
}

fn path(points: Vec<Point>, fill: Option<u32>) -> Path {
    let rects: Vec<Rect> = points.iter().map(|p| Rect::new(p.x, p.y, p.x, p.y)).collect();
    let rect = Rect::bounding(&rects).unwrap_or_default();
    Path { lines: vec![points], rect, fill, hatch: Hatch::Plain, stroke: fill.is_none().then_some(0), width: 0.5, dashed: false }
}
