//! Lines of a contents list: words, leaders, a page number.

use super::lines::Line;

/// Whether the character is used for leaders.
fn is_leader(c: char) -> bool {
    matches!(c, '.' | '．' | '・' | '･' | '…' | '‥' | '·' | '_' | '＿' | '-' | '─' | '―' | '\u{2024}') || c.is_whitespace()
}

/// The line without its leaders (title and page number parted by one space), if it is a line of a contents list by itself.
pub(super) fn with_leaders(text: &str) -> Option<String> {
    let text = text.trim();
    let head = text.trim_end_matches(|c: char| c.is_numeric() || matches!(c, '-' | '－'));
    let number = &text[head.len()..];
    let title = head.trim_end_matches(is_leader);
    let leaders =
        head[title.len()..].chars().filter(|c| !c.is_whitespace()).map(|c| if matches!(c, '…' | '‥') { 3 } else { 1 }).sum::<usize>();
    (leaders >= 4 && !number.is_empty() && number.chars().count() <= 5 && !title.is_empty()).then(|| format!("{title} {number}"))
}

/// Lines whose leaders are drawn or left out: a title at the left, a page number at the right edge of all of them.
/// Returns for each line whether it is part of such a list.
pub(super) fn by_position(lines: &[Line], pages: usize) -> Vec<bool> {
    let mut hits = vec![false; lines.len()];
    let is_number = |line: &Line| {
        let n: String = line.text.chars().filter_map(|c| c.to_digit(10).or_else(|| full_digit(c))).map(|d| d.to_string()).collect();
        n.len() == line.text.chars().count() && n.parse::<usize>().is_ok_and(|n| n > 0 && n <= pages.max(1) + 2)
    };
    let pairs: Vec<usize> = (1..lines.len())
        .filter(|&i| lines[i].aside && is_number(&lines[i]) && !lines[i - 1].aside && lines[i - 1].rect.overlap_y(&lines[i].rect) > 0.0)
        .collect();
    for &i in &pairs {
        let aligned = pairs.iter().filter(|&&k| (lines[k].rect.x1 - lines[i].rect.x1).abs() < 3.0).count();
        if aligned >= 3 {
            hits[i] = true;
            hits[i - 1] = true;
        }
    }
    hits
}

fn full_digit(c: char) -> Option<u32> {
    ('０'..='９').contains(&c).then(|| u32::from(c) - u32::from('０'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaders_and_a_page_number_make_a_contents_line() {
        assert_eq!(with_leaders("第１章　趣旨・・・・・・・・3").as_deref(), Some("第１章　趣旨 3"));
        assert_eq!(with_leaders("1.2 目的 ...... 12").as_deref(), Some("1.2 目的 12"));
        assert_eq!(with_leaders("用語集 …………２５").as_deref(), Some("用語集 ２５"));
        assert_eq!(with_leaders("給水人口は約 3"), None);
        assert_eq!(with_leaders("・・・・・・3"), None);
    }
}
