//! Answers about short texts, kept for the next time. A document says its words again and again (年度, 実施, 水道課), and one rule after the other
//! asks the same of each; to look an answer up is cheaper than to find it.

use std::sync::{Mutex, OnceLock};

/// Places for answers. A text has one place, so a new text may push another out: what is kept stays small however long the document is.
const SLOTS: usize = 2_048;
/// Bytes of the longest text that is kept; longer ones are sentences, which seldom come again.
const LONGEST: usize = 96;

type Slot<T> = Mutex<Option<(Box<str>, T)>>;

/// Answers of one question, which must depend on nothing but the text.
#[derive(Debug)]
pub struct Memo<T>(OnceLock<Box<[Slot<T>]>>);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Memo<T> {
    /// Nothing is known yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }
}

impl<T: Clone> Memo<T> {
    /// The answer for a text: the known one, or that of `find`.
    pub fn get_or(&self, text: &str, find: impl FnOnce(&str) -> T) -> T {
        if text.len() > LONGEST {
            return find(text);
        }
        let slots = self.0.get_or_init(|| (0..SLOTS).map(|_| Mutex::new(None)).collect());
        let slot = &slots[place_of(text.as_bytes())];
        // The lock is not held while the answer is found: it may take long, and ask again.
        if let Some((known, answer)) = slot.lock().ok().as_deref().and_then(Option::as_ref)
            && **known == *text
        {
            return answer.clone();
        }
        let answer = find(text);
        if let Ok(mut slot) = slot.lock() {
            *slot = Some((text.into(), answer.clone()));
        }
        answer
    }
}

/// The place of a text: its bytes, eight at a time, multiplied into one number. Two texts in one place cost a search, nothing else.
#[allow(clippy::cast_possible_truncation)] // the upper bits are the mixed ones
fn place_of(text: &[u8]) -> usize {
    let (eights, rest) = text.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let mix = |number: u64, eight: &[u8; 8]| (number.rotate_left(5) ^ u64::from_le_bytes(*eight)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mix(eights.iter().fold(text.len() as u64, mix), &last) >> 32) as usize % SLOTS
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_text_is_asked_about_once() {
        let (memo, asked) = (Memo::new(), Cell::new(0));
        let length = |text: &str| {
            asked.set(asked.get() + 1);
            text.chars().count()
        };
        assert_eq!([memo.get_or("水道課", length), memo.get_or("水道課", length), memo.get_or("", length)], [3, 3, 0]);
        assert_eq!(asked.get(), 2);
    }

    #[test]
    fn long_texts_are_asked_about_again() {
        let (memo, long) = (Memo::new(), "水".repeat(LONGEST));
        for round in 0..2 {
            assert_eq!(memo.get_or(&long, |_| round), round);
        }
    }

    #[test]
    fn answers_stay_true_when_others_push_them_out() {
        let memo = Memo::new();
        for text in (0..3 * SLOTS).map(|n| (n % (2 * SLOTS)).to_string()) {
            assert_eq!(memo.get_or(&text, str::to_owned), text);
        }
    }

    #[test]
    fn an_answer_may_ask_again() {
        let memo = Memo::new();
        assert_eq!(memo.get_or("a", |text| memo.get_or(text, |_| 1) + 1), 2);
        assert_eq!(memo.get_or("a", |_| 0), 2);
    }
}
