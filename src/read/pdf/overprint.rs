//! Glyphs painted more than once: the poor man's bold, outlines over fills, shadows.

use std::collections::HashMap;

use crate::model::Glyph;

/// Two glyphs of one text are one glyph when they are closer than this part of their size.
const NEAR: f32 = 0.2;

/// Merges glyphs that say the same at the same place: the first stays where it is in order and takes the colour of the last, which lies on top.
/// The same colour twice is meant as bold, two colours as a shadow.
pub(super) fn merge(glyphs: &mut Vec<Glyph>) {
    let mut keep = vec![true; glyphs.len()];
    let mut changes: Vec<(usize, u32, bool)> = Vec::new();
    {
        let mut places: HashMap<u64, usize> = HashMap::with_capacity(glyphs.len());
        let mut sieve = Sieve::new();
        for (i, glyph) in glyphs.iter().enumerate() {
            let cell = (glyph.size * NEAR).max(0.2);
            let (column, row) = ((glyph.rect.x0 / cell).round() as i32, (glyph.rect.y0 / cell).round() as i32);
            let near = |other: &Glyph| {
                let d = glyph.size * NEAR;
                (other.rect.x0 - glyph.rect.x0).abs() < d
                    && (other.rect.y0 - glyph.rect.y0).abs() < d
                    && (other.size - glyph.size).abs() < d
            };
            let Some(letter) = glyph.text.chars().next() else { continue };
            if letter.is_whitespace() || !sieve.may_have_around(letter, row, column) {
                sieve.add(place(letter, row, column));
                places.insert(place(letter, row, column), i);
                continue;
            }
            let same = |first: &usize| glyphs[*first].text == glyph.text && near(&glyphs[*first]);
            let cells = around(row).into_iter().flat_map(|row| around(column).map(|column| place(letter, row, column)));
            match cells.filter_map(|cell| places.get(&cell).copied()).find(same) {
                Some(first) => {
                    keep[i] = false;
                    changes.push((first, glyph.color, glyph.bold || glyph.color == glyphs[first].color));
                }
                None => {
                    sieve.add(place(letter, row, column));
                    places.insert(place(letter, row, column), i);
                }
            }
        }
    }
    for (first, color, bold) in changes {
        glyphs[first].color = color;
        glyphs[first].bold |= bold;
    }
    let mut keep = keep.into_iter();
    glyphs.retain(|_| keep.next().unwrap_or(true));
}

/// Tells of most glyphs that none of their letter is near, before the places are searched: a bit for each place by its hash.
struct Sieve(Vec<u64>);

impl Sieve {
    const BITS: u32 = 18;

    fn new() -> Self {
        Self(vec![0; (1 << Self::BITS) / 64])
    }

    /// The high bits of a product hold something of all bits (Knuth's multiplicative hashing, with 2^64 over the golden ratio).
    fn slot(place: u64) -> usize {
        (place.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - Self::BITS)) as usize
    }

    fn add(&mut self, place: u64) {
        let slot = Self::slot(place);
        self.0[slot / 64] |= 1 << (slot % 64);
    }

    /// Whether the letter may have been added in this cell or one beside it.
    fn may_have_around(&self, letter: char, row: i32, column: i32) -> bool {
        let added = |slot: usize| self.0[slot / 64] >> (slot % 64) & 1 == 1;
        around(row).into_iter().any(|row| around(column).into_iter().any(|column| added(Self::slot(place(letter, row, column)))))
    }
}

/// A row or column with those beside it.
fn around(n: i32) -> [i32; 3] {
    [n.saturating_sub(1), n, n.saturating_add(1)]
}

/// A letter and its cell as one number, which compares fast: every glyph of every page comes here. Cells beyond a million each way, where no
/// glyph is, fall together.
fn place(letter: char, row: i32, column: i32) -> u64 {
    const HALF: i32 = 1 << 20;
    let cell = |n: i32| u64::from((n.clamp(-HALF, HALF - 1) + HALF).unsigned_abs());
    u64::from(u32::from(letter)) << 42 | cell(row) << 21 | cell(column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Direction, Rect};

    fn glyph(text: &str, x: f32, color: u32) -> Glyph {
        Glyph {
            text: text.to_owned(),
            rect: Rect::new(x, 100.0, x + 10.0, 110.0),
            size: 10.0,
            direction: Direction::Right,
            bold: false,
            color,
        }
    }

    #[test]
    fn painted_twice_is_bold_and_shadows_go() {
        let mut glyphs =
            vec![glyph("水", 0.0, 0), glyph("道", 10.0, 0x80_8080), glyph("水", 0.4, 0), glyph("道", 11.0, 0), glyph("水", 20.0, 0)];
        merge(&mut glyphs);
        let seen: Vec<_> = glyphs.iter().map(|g| (g.text.as_str(), g.bold, g.color)).collect();
        assert_eq!(seen, [("水", true, 0), ("道", false, 0), ("水", false, 0)]);
    }

    #[test]
    fn neighbours_stay() {
        let mut glyphs: Vec<Glyph> = (0..5_u8).map(|n| glyph("1", f32::from(n) * 5.0, 0)).collect();
        merge(&mut glyphs);
        assert_eq!(glyphs.len(), 5);
    }
}
