//! A reading position in a text; nothing is consumed unless it matches.

/// A position in a text.
#[derive(Clone, Copy)]
pub(in crate::language) struct Cursor<'a> {
    pub(in crate::language) text: &'a str,
    pub(in crate::language) at: usize,
}

impl<'a> Cursor<'a> {
    pub(in crate::language) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    pub(in crate::language) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(in crate::language) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(in crate::language) fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    pub(in crate::language) fn eat(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    pub(in crate::language) fn eat_any<'w>(&mut self, words: &[&'w str]) -> Option<&'w str> {
        words.iter().find(|word| self.eat(word)).copied()
    }

    pub(in crate::language) fn spaces(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += self.peek().map_or(0, char::len_utf8);
        }
    }

    /// A run of at most `most` digits that no further digit follows.
    pub(in crate::language) fn digits(&mut self, most: usize) -> Option<i32> {
        let n = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        if n == 0 || n > most {
            return None;
        }
        let value = self.rest()[..n].parse().ok()?;
        self.at += n;
        Some(value)
    }
}
