//! Runs: pieces of one line of text, from glyphs that stand side by side without a wide gap.
//!
//! Text may run in four directions. Each glyph is seen in a frame whose `x` grows along the line and whose `y` grows from line to
//! line, so that one piece of code reads them all.

use std::collections::BTreeMap;

use super::words::is_wide;
use crate::model::{Direction, Glyph, Rect};

/// A page with more glyphs than this is cut off: no printed page comes near.
pub(super) const MAX_GLYPHS: usize = 100_000;
/// As many open chains of a band are looked at, the latest first.
const MAX_OPEN: usize = 64;
/// From so many on, those that ended far to the left are dropped.
const MANY_OPEN: usize = 12;
/// Size of letters, in points, that hardly any stand on a line with smaller ones.
const LARGE: f32 = 24.0;

/// A piece of a line.
#[derive(Debug, Clone)]
pub(super) struct Run<'a> {
    /// The glyphs along the line; the first and the last are not white space.
    pub(super) glyphs: Vec<&'a Glyph>,
    /// Where it stands on the page.
    pub(super) rect: Rect,
    /// The size of most of its glyphs, in points.
    pub(super) size: f32,
    /// Its direction.
    pub(super) direction: Direction,
}

impl<'a> Run<'a> {
    /// A run of the glyphs, without white space at its ends; `None` if nothing printed is left.
    pub(super) fn new(mut glyphs: Vec<&'a Glyph>) -> Option<Self> {
        while glyphs.last().is_some_and(|g| is_blank(g)) {
            glyphs.pop();
        }
        let first = glyphs.iter().position(|g| !is_blank(g))?;
        glyphs.drain(..first);
        let printed: Vec<&Glyph> = glyphs.iter().copied().filter(|g| !is_blank(g)).collect();
        let rect = Rect::bounding(printed.iter().map(|g| &g.rect))?;
        let mut sizes: Vec<f32> = printed.iter().map(|g| g.size).collect();
        sizes.sort_by(f32::total_cmp);
        let direction = printed.first().map_or(Direction::Right, |g| g.direction);
        Some(Self { rect, size: sizes[sizes.len() / 2].max(1.0), direction, glyphs })
    }

    /// The words, with a space where the gap is wide enough for one.
    pub(super) fn text(&self) -> String {
        text_of(&self.glyphs)
    }

    /// The rectangle in the frame of its direction.
    pub(super) fn frame(&self) -> Rect {
        frame(&self.rect, self.direction)
    }

    /// Number of printed glyphs.
    pub(super) fn len(&self) -> usize {
        self.glyphs.iter().filter(|g| !is_blank(g)).count()
    }
}

/// Whether a glyph prints nothing.
pub(super) fn is_blank(glyph: &Glyph) -> bool {
    // Every glyph is asked several times: letters of ASCII, kana and kanji are told by their first bytes. U+3000 is a space.
    match *glyph.text.as_bytes() {
        [b'!'..=b'~' | 0xE4..=0xE9, ..] => false,
        [0xE3, second, ..] if second != 0x80 => false,
        _ => glyph.text.chars().all(|c| c.is_whitespace() || c.is_control() || c == '\u{200b}'),
    }
}

/// The rectangle as seen by someone who turns the page so that the text runs from left to right.
pub(super) fn frame(r: &Rect, direction: Direction) -> Rect {
    match direction {
        Direction::Right => *r,
        Direction::Down => Rect::new(r.y0, -r.x1, r.y1, -r.x0),
        Direction::Up => Rect::new(-r.y1, r.x0, -r.y0, r.x1),
        Direction::Left => Rect::new(-r.x1, -r.y1, -r.x0, -r.y0),
    }
}

/// All runs of a page, in no useful order.
pub(super) fn runs(glyphs: &[Glyph]) -> Vec<Run<'_>> {
    let mut all = Vec::new();
    for direction in [Direction::Right, Direction::Down, Direction::Up, Direction::Left] {
        let mut framed: Vec<(Rect, &Glyph)> = glyphs
            .iter()
            .take(MAX_GLYPHS)
            .filter(|g| {
                g.direction == direction && g.rect.x0.is_finite() && g.rect.y0.is_finite() && g.rect.x1.is_finite() && g.rect.y1.is_finite()
            })
            .map(|g| (frame(&g.rect, direction), g))
            .collect();
        // A blank sorts before the glyph that starts at its place.
        framed.sort_by(|a, b| a.0.x0.total_cmp(&b.0.x0));
        all.extend(chains(&framed).into_iter().flat_map(|chain| split_at_gaps(chain)).filter_map(Run::new));
    }
    all
}

/// A chain under construction.
struct Chain<'a> {
    glyphs: Vec<(Rect, &'a Glyph)>,
    end: f32,
    middle: f32,
    em: f32,
}

/// Height of the bands in which open chains are looked up, in points.
const BAND: f32 = 6.0;

#[allow(clippy::cast_possible_truncation)]
fn band(y: f32) -> i32 {
    (y / BAND).floor() as i32
}

/// Strings glyphs together, left to right: each goes to the chain whose end is nearest on its own line.
fn chains<'a>(framed: &[(Rect, &'a Glyph)]) -> Vec<Vec<(Rect, &'a Glyph)>> {
    let mut chains: Vec<Chain<'a>> = Vec::new();
    let mut open: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for &(rect, glyph) in framed {
        let (em, middle) = (glyph.size.clamp(1.0, 200.0), rect.center().y);
        let mut best: Option<(f32, usize)> = None;
        for (_, list) in open.range_mut(band(middle - em * 0.6)..=band(middle + em * 0.6)) {
            if list.len() > MANY_OPEN {
                list.retain(|&i| rect.x0 - chains[i].end < 2.5 * chains[i].em.max(em).max(LARGE));
            }
            for &i in list.iter().rev().take(MAX_OPEN) {
                if let Some(cost) = fit(&chains[i], &rect, em)
                    && best.is_none_or(|(least, _)| cost < least)
                {
                    best = Some((cost, i));
                }
            }
        }
        if let Some((_, i)) = best {
            let chain = &mut chains[i];
            if is_overprint(chain, &rect, glyph) {
                continue;
            }
            if glyph.size >= chain.em * 0.8 {
                chain.middle = middle;
                chain.em = em;
            }
            chain.end = chain.end.max(rect.x1);
            chain.glyphs.push((rect, glyph));
        } else if !is_blank(glyph) {
            open.entry(band(middle)).or_default().push(chains.len());
            chains.push(Chain { glyphs: vec![(rect, glyph)], end: rect.x1, middle, em });
        }
    }
    chains.into_iter().map(|c| c.glyphs).collect()
}

/// How badly a glyph fits the end of a chain; `None` if it is not on the same line or too far away.
fn fit(chain: &Chain, rect: &Rect, em: f32) -> Option<f32> {
    let (small, large) = (em.min(chain.em), em.max(chain.em));
    let off = (rect.center().y - chain.middle).abs();
    let gap = rect.x0 - chain.end;
    let raised = small < large * 0.8 && off < 0.6 * large && gap < 0.4 * large;
    if (off > 0.3 * small && !raised) || gap < -1.1 * large || gap > 2.2 * large {
        return None;
    }
    Some(off * 3.0 + gap.abs())
}

/// Bold faked by printing twice: the same glyph a hair's breadth away.
fn is_overprint(chain: &Chain, rect: &Rect, glyph: &Glyph) -> bool {
    chain.glyphs.iter().rev().take(3).any(|(r, g)| {
        g.text == glyph.text && (r.x0 - rect.x0).abs() < 0.15 * glyph.size && (r.center().y - rect.center().y).abs() < 0.15 * glyph.size
    })
}

/// Cuts a chain where the gap between two printed glyphs is wider than a word space may be.
fn split_at_gaps<'a>(chain: Vec<(Rect, &'a Glyph)>) -> Vec<Vec<&'a Glyph>> {
    let mut pieces: Vec<Vec<&'a Glyph>> = vec![Vec::with_capacity(chain.len())];
    let mut last: Option<(Rect, &'a Glyph)> = None;
    let mut full_spaces = 0;
    for (rect, glyph) in chain {
        if is_blank(glyph) {
            full_spaces += glyph.text.matches('\u{3000}').count();
        } else {
            if let Some((before, previous)) = last
                && rect.x0 - before.x1 > widest_gap(previous, glyph, full_spaces)
            {
                pieces.push(Vec::new());
            }
            last = Some((rect, glyph));
            full_spaces = 0;
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(glyph);
        }
    }
    pieces
}

/// The widest gap, in points, that may stand inside a run between the two glyphs.
fn widest_gap(a: &Glyph, b: &Glyph, full_spaces: usize) -> f32 {
    let em = a.size.min(b.size);
    let wide = |g: &Glyph| g.text.chars().next().is_some_and(is_wide);
    match full_spaces {
        0 if wide(a) && wide(b) => 1.6 * em,
        0 => 0.9 * em,
        1 => 1.7 * em,
        _ => 2.5 * em,
    }
}

/// The words of glyphs that stand along one line.
pub(super) fn text_of(glyphs: &[&Glyph]) -> String {
    // A kanji takes three bytes.
    let mut text = String::with_capacity(3 * glyphs.len());
    let mut last: Option<&Glyph> = None;
    let mut space: Option<char> = None;
    for &glyph in glyphs {
        if is_blank(glyph) {
            let full = glyph.text.contains('\u{3000}') || space == Some('\u{3000}');
            space = Some(if full { '\u{3000}' } else { ' ' });
            continue;
        }
        if let Some(before) = last
            && let Some(c) = space_for(before, glyph, space)
        {
            text.push(c);
        }
        text.push_str(glyph.text.trim());
        last = Some(glyph);
        space = None;
    }
    text
}

/// The space between two printed glyphs: as printed, or where the gap is as wide as one.
fn space_for(a: &Glyph, b: &Glyph, printed: Option<char>) -> Option<char> {
    let em = a.size.min(b.size);
    let gap = frame(&b.rect, b.direction).x0 - frame(&a.rect, a.direction).x1;
    let wide = a.text.chars().next_back().is_some_and(is_wide) || b.text.chars().next().is_some_and(is_wide);
    match printed {
        Some(' ') if gap < 0.1 * em => None, // a blank that takes no room
        Some(c) => Some(c),
        None if gap > (if wide { 0.7 } else { 0.2 }) * em => Some(' '),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{glyphs, glyphs_with};
    use super::*;

    fn texts(glyphs: &[Glyph]) -> Vec<String> {
        let mut all: Vec<String> = runs(glyphs).iter().map(Run::text).collect();
        all.sort();
        all
    }

    #[test]
    fn glyphs_of_one_line_are_one_run() {
        assert_eq!(texts(&glyphs("水道ビジョン", 50.0, 100.0, 10.0)), ["水道ビジョン"]);
    }

    #[test]
    fn a_wide_gap_parts_runs() {
        let mut page = glyphs("人口", 50.0, 100.0, 10.0);
        page.extend(glyphs("50,120", 120.0, 100.0, 10.0));
        assert_eq!(texts(&page), ["50,120", "人口"]);
    }

    #[test]
    fn a_full_width_space_stays_and_a_stretched_line_gets_none() {
        assert_eq!(texts(&glyphs("第１章　趣旨", 50.0, 100.0, 10.0)), ["第１章　趣旨"]);
        let stretched: Vec<Glyph> =
            "水道事業".chars().enumerate().flat_map(|(i, c)| glyphs(&c.to_string(), 50.0 + 13.0 * i as f32, 100.0, 10.0)).collect();
        assert_eq!(texts(&stretched), ["水道事業"]);
    }

    #[test]
    fn latin_words_are_parted_by_their_gap() {
        let mut page = glyphs("water", 50.0, 100.0, 10.0);
        page.extend(glyphs("plan", 50.0 + 25.0 + 3.0, 100.0, 10.0));
        assert_eq!(texts(&page), ["water plan"]);
    }

    #[test]
    fn two_tight_lines_do_not_mix() {
        let mut page = glyphs("あいう", 50.0, 100.0, 10.0);
        page.extend(glyphs("かきく", 50.0, 108.0, 10.0));
        assert_eq!(texts(&page), ["あいう", "かきく"]);
    }

    #[test]
    fn overprinted_bold_is_read_once() {
        let mut page = glyphs("水道", 50.0, 100.0, 10.0);
        page.extend(glyphs("水道", 50.3, 100.0, 10.0));
        assert_eq!(texts(&page), ["水道"]);
    }

    #[test]
    fn text_that_runs_down_and_up_is_read_along_its_line() {
        let down = glyphs_with("安心", 50.0, 100.0, 10.0, Direction::Down);
        assert_eq!(texts(&down), ["安心"]);
        let up = glyphs_with("安心", 80.0, 100.0, 10.0, Direction::Up);
        assert_eq!(texts(&up), ["安心"]);
        let left = glyphs_with("安心", 180.0, 100.0, 10.0, Direction::Left);
        assert_eq!(texts(&left), ["安心"]);
    }

    #[test]
    fn broken_coordinates_are_left_out() {
        let mut page = glyphs("水", 50.0, 100.0, 10.0);
        page[0].rect.x0 = f32::NAN;
        assert!(runs(&page).is_empty());
    }
}
