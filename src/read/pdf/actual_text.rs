//! ActualText: the words that marked content stands for, whatever its glyphs say (PDF 32000-1, 14.9.4).

use crate::model::Glyph;

/// The marked-content sequences that are open.
pub(super) struct MarkedContent {
    depth: usize,
    open: Option<Span>,
    /// How many bytes of words may still come: one long text can stand for any number of sequences.
    left: usize,
}

/// A sequence with ActualText.
struct Span {
    depth: usize,
    text: String,
    first_glyph: usize,
}

impl MarkedContent {
    /// None yet; `most` is how many bytes of words a page may have.
    pub(super) fn new(most: usize) -> Self {
        Self { depth: 0, open: None, left: most }
    }

    /// A sequence begins; `glyphs` is how many glyphs there are so far. Within a sequence with ActualText no other counts.
    pub(super) fn begin(&mut self, actual_text: Option<String>, glyphs: usize) {
        self.depth += 1;
        if self.open.is_none() {
            self.open = actual_text.map(|text| Span { depth: self.depth, text, first_glyph: glyphs });
        }
    }

    /// The innermost sequence ends: its words replace those of its glyphs. Gives the first glyph that may have changed, if any.
    pub(super) fn end(&mut self, glyphs: &mut Vec<Glyph>) -> Option<usize> {
        let span = self.open.take_if(|span| span.depth == self.depth);
        self.depth = self.depth.saturating_sub(1);
        let span = span?;
        self.left = self.left.checked_sub(span.text.len())?;
        let first = span.first_glyph.min(glyphs.len());
        let replaced = replace(glyphs.split_off(first), &span.text);
        glyphs.extend(replaced);
        Some(first)
    }
}

/// Spreads the words over the places of the glyphs. As many characters as glyphs is the rule (radicals set right); otherwise each character goes
/// to the glyph at the same fraction of the way, and a glyph that is left without one lends its room to the glyph before it.
fn replace(glyphs: Vec<Glyph>, text: &str) -> Vec<Glyph> {
    let words = |text: &str| text.split_whitespace().collect::<String>();
    if words(&glyphs.iter().map(|g| g.text.as_str()).collect::<String>()) == words(text) {
        return glyphs;
    }
    let characters: Vec<char> = text.chars().collect();
    let count = glyphs.len();
    if count == 0 || characters.is_empty() {
        return Vec::new();
    }
    let mut shares = vec![String::new(); count];
    for (i, &c) in characters.iter().enumerate() {
        shares[i * count / characters.len()].push(c);
    }
    let mut replaced: Vec<Glyph> = Vec::with_capacity(count);
    for (mut glyph, share) in glyphs.into_iter().zip(shares) {
        if share.is_empty() {
            if let Some(before) = replaced.last_mut().filter(|before| same_line(before, &glyph)) {
                before.rect = before.rect.union(&glyph.rect);
            }
            continue;
        }
        glyph.text = share;
        replaced.push(glyph);
    }
    replaced
}

fn same_line(a: &Glyph, b: &Glyph) -> bool {
    let size = a.size.max(b.size);
    a.direction == b.direction && a.rect.grown(size * 0.5).intersection(&b.rect).is_some()
}
