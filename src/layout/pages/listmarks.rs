//! Marks that open a list item, a note or a numbered heading.

use super::words::is_letter_of_japanese;

/// What a line begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Opening {
    /// A list mark: the mark as printed, and the rest.
    Item(String, String),
    /// A number as list items and headings have it: the mark as printed, and the rest.
    Numbered(String, String),
    /// ※ and the like: a note.
    Note,
    /// Nothing of the kind.
    Plain,
}

const SIGNS: &str = "・･•●○◎◆◇■□▪▫▶►▷➢✓◦⚫‣★☆";

/// Looks at the beginning of a line.
pub(super) fn opening(text: &str) -> Opening {
    let Some(first) = text.chars().next() else { return Opening::Plain };
    let rest = |n: usize| text.chars().skip(n).collect::<String>().trim_start().to_owned();
    if first == '※' || is_note(text) {
        return Opening::Note;
    }
    // ○○市: the sign stands for a name.
    let doubled = text.chars().nth(1) == Some(first);
    if SIGNS.contains(first) && !doubled && !rest(1).is_empty() {
        return Opening::Item(first.to_string(), rest(1));
    }
    let mut after = text.chars().skip(1);
    let apart = |c: char| c.is_whitespace() || is_letter_of_japanese(c);
    if matches!(first, '-' | '–' | '－' | '*' | '＊') && after.next().is_some_and(apart) && !rest(1).is_empty() {
        return Opening::Item(first.to_string(), rest(1));
    }
    match numbered(text) {
        Some(n) if !rest(n).is_empty() => Opening::Numbered(text.chars().take(n).collect(), rest(n)),
        _ => Opening::Plain,
    }
}

/// 注1 ..., 注）..., （注）..., *1 ...
fn is_note(text: &str) -> bool {
    let t = text.trim_start_matches(['（', '(']);
    let mut chars = t.chars();
    match chars.next() {
        Some('注') => chars.next().is_some_and(|c| c.is_numeric() || matches!(c, '）' | ')' | '：' | ':' | '.' | '．')),
        Some('*' | '＊') => chars.next().is_some_and(char::is_numeric),
        _ => false,
    }
}

/// Number of characters of a mark such as (1) （１） ① 1) 1. ア. a) at the beginning.
fn numbered(text: &str) -> Option<usize> {
    let chars: Vec<char> = text.chars().take(8).collect();
    let first = *chars.first()?;
    if matches!(first, '①'..='⑳' | '❶'..='❿' | '⑴'..='⒇') {
        return Some(1);
    }
    let is_number = |c: char| c.is_numeric() || matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十');
    let body = |from: usize| {
        let digits = chars[from..].iter().take_while(|&&c| is_number(c)).count();
        let letter = chars.get(from).is_some_and(|&c| c.is_ascii_alphabetic() || ('ア'..='ン').contains(&c) || ('ｱ'..='ﾝ').contains(&c));
        if digits > 0 && digits <= 3 { Some(from + digits) } else { letter.then_some(from + 1) }
    };
    if matches!(first, '(' | '（') {
        let end = body(1)?;
        return matches!(chars.get(end), Some(')' | '）')).then_some(end + 1);
    }
    let end = body(0)?;
    match chars.get(end) {
        Some(')' | '）') => Some(end + 1),
        // 1. and １． but not 1.5
        Some('.' | '．') if chars.get(end + 1).is_some_and(|c| !c.is_numeric()) => Some(end + 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_words() {
        assert_eq!(opening("・申込の電子化"), Opening::Item("・".into(), "申込の電子化".into()));
        assert_eq!(opening("- PDCA"), Opening::Item("-".into(), "PDCA".into()));
        assert_eq!(opening("- 5 -").clone(), Opening::Item("-".into(), "5 -".into()));
        assert_eq!(opening("-読み手の声"), Opening::Item("-".into(), "読み手の声".into()));
        assert_eq!(opening("（1）安心"), Opening::Numbered("（1）".into(), "安心".into()));
        assert_eq!(opening("①給水"), Opening::Numbered("①".into(), "給水".into()));
        assert_eq!(opening("1.5%"), Opening::Plain);
        assert_eq!(opening("１．趣旨"), Opening::Numbered("１．".into(), "趣旨".into()));
        assert_eq!(opening("※北山を除く"), Opening::Note);
        assert_eq!(opening("注）表中の帯は"), Opening::Note);
        assert_eq!(opening("注意すること"), Opening::Plain);
        assert_eq!(opening("ア市"), Opening::Plain);
        assert_eq!(opening("○○市水道ビジョン"), Opening::Plain);
        assert_eq!(opening(""), Opening::Plain);
        assert_eq!(opening("■"), Opening::Plain);
    }
}
