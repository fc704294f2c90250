//! The words that `tesseract` found (its TSV output: level, page, block, paragraph, line, word, left, top, width, height, confidence, text).

use crate::model::{Direction, Glyph, Rect};

/// Less sure words than this, without a letter or figure, are marks of rulings and dirt.
const LEAST_CONFIDENCE: f32 = 10.0;
/// Black, for want of a colour.
const BLACK: u32 = 0;

/// A word with its place in pixels.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    left: f32,
    top: f32,
    width: f32,
    height: f32,
    /// In percent.
    pub(super) confidence: f32,
    text: String,
}

impl Word {
    /// Number of characters.
    pub(super) fn weight(&self) -> f32 {
        self.text.chars().count() as f32
    }

    /// Its characters side by side, or below each other in a word much higher than wide; `scale` is in pixels a point.
    pub(super) fn glyphs(&self, scale: f32) -> Vec<Glyph> {
        let count = self.weight();
        let down = count > 1.0 && self.height > 1.5 * self.width;
        let (step_x, step_y) = if down { (0.0, self.height / count) } else { (self.width / count, 0.0) };
        let (width, height) = if down { (self.width, step_y) } else { (step_x, self.height) };
        let glyph = |(n, c): (usize, char)| {
            let (x, y) = (self.left + step_x * n as f32, self.top + step_y * n as f32);
            Glyph {
                text: c.to_string(),
                rect: Rect::new(x / scale, y / scale, (x + width) / scale, (y + height) / scale),
                size: (if down { self.width } else { self.height }) / scale,
                direction: if down { Direction::Down } else { Direction::Right },
                bold: false,
                color: BLACK,
            }
        };
        self.text.chars().enumerate().map(glyph).collect()
    }
}

/// The words of the output; the height of each is that of its line, as characters such as 一 and ー are flat.
pub(super) fn parse(tsv: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for line in tsv.lines() {
        let fields: Vec<&str> = line.splitn(12, '\t').collect();
        let number = |n: usize| fields.get(n).and_then(|field| field.parse::<f32>().ok()).filter(|v| v.is_finite());
        let (Some(level), Some(left), Some(top), Some(width), Some(height), Some(confidence), Some(text)) =
            (number(0), number(6), number(7), number(8), number(9), number(10), fields.get(11))
        else {
            continue;
        };
        let text = text.trim();
        let is_word = confidence >= LEAST_CONFIDENCE || (confidence >= 0.0 && text.chars().any(char::is_alphanumeric));
        if level >= 5.0 && is_word && !text.is_empty() && width > 0.0 && height > 0.0 {
            words.push(Word { left, top, width, height, confidence, text: text.to_owned() });
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const TSV: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
        4\t1\t1\t1\t1\t0\t100\t200\t400\t50\t-1\t\n\
        5\t1\t1\t1\t1\t1\t100\t200\t90\t30\t91.5\t水道\n\
        5\t1\t1\t1\t1\t2\t100\t200\t90\t30\t3\t|\n\
        5\t1\t1\t1\t1\t3\tx\t200\t90\t30\t91.5\t水道\n";

    #[test]
    fn words_become_glyphs_in_points() {
        let words = parse(TSV);
        assert_eq!(words.len(), 1);
        let glyphs = words[0].glyphs(3.0);
        assert_eq!(glyphs.iter().map(|g| g.text.as_str()).collect::<Vec<_>>(), ["水", "道"]);
        assert_eq!(glyphs[1].rect, Rect::new(145.0 / 3.0, 200.0 / 3.0, 190.0 / 3.0, 230.0 / 3.0));
        assert_eq!((words[0].confidence, glyphs[0].direction), (91.5, Direction::Right));
    }

    #[test]
    fn high_words_run_down() {
        let word = Word { left: 0.0, top: 0.0, width: 10.0, height: 30.0, confidence: 90.0, text: "維持費".into() };
        let glyphs = word.glyphs(1.0);
        assert_eq!((glyphs[2].direction, glyphs[2].rect), (Direction::Down, Rect::new(0.0, 20.0, 10.0, 30.0)));
    }

    #[test]
    fn anything_else_is_no_word() {
        assert!(parse("").is_empty() && parse("\t\t\t").is_empty() && parse("5\t1\t1\t1\t1\t1\tNaN\t0\t9\t9\t90\tx").is_empty());
    }
}
