//! Character classes and the joining of lines: Japanese wants no space at a line end, Latin words want one.

/// Whether the character belongs to Japanese (or other ideographic) writing, its punctuation and full-width forms included.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{303f}' | '\u{3040}'..='\u{31ff}' | '\u{3200}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}' | '●' | '○' | '◎' | '△' | '▲' | '■' | '□' | '◆' | '◇'
        | '→' | '←' | '↑' | '↓' | '※' | '…' | '‥' | '“' | '”' | '‘' | '’' | '×' | '①'..='⑳')
}

/// Whether the character is an ideograph or kana: what a column of stacked characters is made of.
pub(super) fn is_letter_of_japanese(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | 'ー' | '々' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Characters that may not begin a line, so that the character before them moves too.
pub(super) fn may_not_begin_line(c: char) -> bool {
    matches!(
        c,
        '、' | '。'
            | '，'
            | '．'
            | '・'
            | '：'
            | '；'
            | '？'
            | '！'
            | '）'
            | '」'
            | '』'
            | '】'
            | '〕'
            | '］'
            | '｝'
            | '〉'
            | '》'
            | 'ー'
            | '々'
            | 'ぁ'
            ..='ぁ'
                | 'っ'
                | 'ゃ'
                | 'ゅ'
                | 'ょ'
                | 'ァ'
                | 'ィ'
                | 'ゥ'
                | 'ェ'
                | 'ォ'
                | 'ッ'
                | 'ャ'
                | 'ュ'
                | 'ョ'
                | ','
                | '.'
                | ')'
                | ']'
                | '%'
                | '％'
    )
}

/// Whether two pieces of text set on two lines are joined with a space.
pub(super) fn space_between(left: &str, right: &str) -> bool {
    match (left.chars().next_back(), right.chars().next()) {
        (Some(a), Some(b)) => !a.is_whitespace() && !b.is_whitespace() && !is_wide(a) && !is_wide(b),
        _ => false,
    }
}

/// Appends a line of a paragraph: a Latin word that was hyphenated at the line end is put together again.
pub(super) fn join_line(text: &mut String, line: &str) {
    let next_lower = line.chars().next().is_some_and(|c| c.is_ascii_lowercase());
    let hyphenated = text.ends_with('-') && next_lower && text.chars().rev().nth(1).is_some_and(|c| c.is_ascii_lowercase());
    // A figure that runs on over the line end of Japanese text.
    let figure = text.ends_with(|c: char| c.is_ascii_digit())
        && line.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().any(is_letter_of_japanese);
    if hyphenated {
        text.pop();
    } else if space_between(text, line) && !figure {
        text.push(' ');
    }
    text.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_lines_join_without_space_and_latin_words_with_one() {
        let mut text = "水道の".to_owned();
        join_line(&mut text, "将来");
        assert_eq!(text, "水道の将来");
        let mut text = "water".to_owned();
        join_line(&mut text, "supply");
        assert_eq!(text, "water supply");
        let mut text = "AI".to_owned();
        join_line(&mut text, "による");
        assert_eq!(text, "AIによる");
        let mut text = "収入は1,23".to_owned();
        join_line(&mut text, "4円");
        assert_eq!(text, "収入は1,234円");
    }

    #[test]
    fn a_hyphenated_word_is_put_together() {
        let mut text = "infra-".to_owned();
        join_line(&mut text, "structure");
        assert_eq!(text, "infrastructure");
        let mut text = "R4-".to_owned();
        join_line(&mut text, "1");
        assert_eq!(text, "R4- 1");
    }
}
