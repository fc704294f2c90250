//! Lines of running text: runs that stand on one line, without wide gaps.

use super::cells;
use super::runs::{Run, is_blank};
use crate::model::Rect;

/// A line of running text.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Where it stands.
    pub(super) rect: Rect,
    /// Its words.
    pub(super) text: String,
    /// Size of most of its text in points.
    pub(super) size: f32,
    /// Share of bold glyphs, 0..1.
    pub(super) bold: f32,
    /// The colour of all its glyphs; `None` where there are several.
    pub(super) color: Option<u32>,
    /// Width of its first character or Latin word: what would have had to fit on the line before.
    pub(super) first: f32,
    /// Whether it runs in another direction than to the right.
    pub(super) turned: bool,
    /// The right part of a line that is broken by a wide gap.
    pub(super) aside: bool,
}

/// Gaps wider than this many em part a line.
const PARTING: f32 = 3.2;

/// The lines of the runs, from top to bottom; the parts of a broken line from left to right.
pub(super) fn lines(mut runs: Vec<Run>) -> Vec<Line> {
    runs.sort_by(|a, b| a.rect.center().y.total_cmp(&b.rect.center().y).then(a.rect.x0.total_cmp(&b.rect.x0)));
    let (upright, turned): (Vec<Run>, Vec<Run>) = runs.into_iter().partition(|r| r.direction == crate::model::Direction::Right);
    let mut out: Vec<Line> = Vec::new();
    for row in cells::lines(upright) {
        let mut parts: Vec<Vec<Run>> = Vec::new();
        for run in row {
            match parts.last_mut() {
                Some(part) if run.rect.x0 - end(part) <= PARTING * run.size.max(part[0].size) => part.push(run),
                _ => parts.push(vec![run]),
            }
        }
        out.extend(parts.iter().enumerate().map(|(n, part)| Line { aside: n > 0, ..line(part, false) }));
    }
    let mut columns = turned;
    columns.sort_by(|a, b| a.frame().center().y.total_cmp(&b.frame().center().y));
    for row in cells::lines(columns) {
        out.push(line(&row, true));
    }
    out
}

fn end(part: &[Run]) -> f32 {
    part.iter().map(|r| r.rect.x1).fold(f32::MIN, f32::max)
}

fn line(part: &[Run], turned: bool) -> Line {
    let rect = Rect::bounding(part.iter().map(|r| &r.rect)).unwrap_or_default();
    let longest = part.iter().max_by_key(|r| r.len());
    let (bold, all) = part.iter().flat_map(|r| &r.glyphs).fold((0.0, 0.0), |(b, n), g| (b + if g.bold { 1.0 } else { 0.0 }, n + 1.0));
    let mut colors = part.iter().flat_map(|r| &r.glyphs).filter(|g| !is_blank(g)).map(|g| g.color);
    let color = colors.next().filter(|first| colors.all(|color| color == *first));
    Line {
        rect,
        color,
        text: cells::joined(part),
        size: longest.map_or(10.0, |r| r.size),
        bold: if all > 0.0 { bold / all } else { 0.0 },
        first: part.first().map_or(0.0, first_width),
        turned,
        aside: false,
    }
}

/// Width of the first character, with what may not begin a line, or of the first Latin word.
fn first_width(run: &Run) -> f32 {
    let mut width = 0.0;
    for (i, glyph) in run.glyphs.iter().enumerate() {
        let Some(c) = glyph.text.chars().next() else { continue };
        let goes_on = i == 0
            || super::words::may_not_begin_line(c)
            || (c.is_ascii_alphanumeric() && run.glyphs[i - 1].text.chars().next_back().is_some_and(|b| b.is_ascii_alphanumeric()));
        if !goes_on || c.is_whitespace() {
            break;
        }
        width += super::runs::frame(&glyph.rect, glyph.direction).width();
    }
    width
}

#[cfg(test)]
mod tests {
    use super::super::runs::runs;
    use super::super::testing::glyphs;
    use super::*;

    #[test]
    fn a_badge_joins_its_line_and_a_far_word_stands_aside() {
        let mut page = glyphs("◆計画の見直し", 50.0, 100.0, 10.0);
        page.extend(glyphs("重点", 145.0, 102.0, 7.0));
        page.extend(glyphs("単位", 500.0, 100.0, 10.0));
        let all = lines(runs(&page));
        let texts: Vec<(&str, bool)> = all.iter().map(|l| (l.text.as_str(), l.aside)).collect();
        assert_eq!(texts, [("◆計画の見直し 重点", false), ("単位", true)]);
    }

    #[test]
    fn the_first_word_of_a_line_is_measured() {
        assert!((lines(runs(&glyphs("水道", 0.0, 0.0, 10.0)))[0].first - 10.0).abs() < 0.1);
        assert!((lines(runs(&glyphs("plan B", 0.0, 0.0, 10.0)))[0].first - 20.0).abs() < 0.1);
        assert!((lines(runs(&glyphs("水、道", 0.0, 0.0, 10.0)))[0].first - 20.0).abs() < 0.1);
    }
}
