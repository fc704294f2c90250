//! Signs of legends as typed: which characters they are, and which words say what they mean.

/// Signs that people type in legends and cells.
pub(super) const SIGNS: &str = "●○◎〇◯▲△▼▽■□◆◇★☆→⇒➡⟶⇨━▬▨▧▩▦◉×";
/// Longest meaning in characters.
const LONGEST: usize = 24;

/// Whether a text is one sign.
pub(super) fn is_sign(text: &str) -> bool {
    text.chars().count() == 1 && SIGNS.contains(text)
}

/// What stands between a sign and its meaning.
pub(super) fn is_separator(c: char) -> bool {
    matches!(c, ':' | '：' | '=' | '＝' | '…' | '‥' | '・' | 'は' | ' ' | '\u{3000}')
}

/// What stands between two entries on a line.
pub(super) fn ends_meaning(c: char) -> bool {
    matches!(c, '、' | '，' | ',' | '／' | '/' | '；' | ';' | '）' | ')' | '］' | ']' | '】' | '。')
}

/// The sign of which a cell's words consist, if they are nothing else.
pub(super) fn sign_of(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| is_sign(text))
}

/// Whether words may say what a sign means.
pub(super) fn is_meaning(words: &str) -> bool {
    // ●で示します, ○は実施済み in a sentence: a particle right behind the sign goes on with the sentence.
    let in_sentence = words.starts_with(['で', 'を', 'が', 'は', 'に', 'の', 'と', 'も']) || words.ends_with('。');
    !in_sentence && words.chars().any(char::is_alphabetic) && (2..=LONGEST).contains(&words.chars().count())
}
