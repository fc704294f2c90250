//! The second line of a head: what stands under its years, (決算) or 計画, is of the year over it.

use unicode_width::UnicodeWidthStr;

use super::aligned::Measure;
use super::is_blank;
use super::spaced::{is_letter, opens};

/// Words of a head are short.
const CHARS: usize = 12;
/// A word stands at most so far from the middle of its year.
const FARTHEST: usize = 6;

/// The words under the cells of the head on line `at`, and the line behind them (and one blank line); `None` where the next line is no
/// part of the head.
pub(super) fn below(lines: &[String], at: usize, years: &[String], free: &dyn Fn(usize) -> bool) -> Option<(usize, Vec<String>)> {
    let line = lines.get(at + 1).filter(|line| free(at + 1) && !is_blank(line) && !line.contains('。'))?;
    let best = [Measure::Widths, Measure::Characters].into_iter().filter_map(|measure| placed(line, &lines[at], years, measure)).min()?;
    let blank = lines.get(at + 2).is_some_and(|line| is_blank(line));
    Some((at + 2 + usize::from(blank), best.1))
}

/// The words of a line under the years, with how far they stand from them together.
fn placed(line: &str, head: &str, years: &[String], measure: Measure) -> Option<(usize, Vec<String>)> {
    let middles = middles(head, years, measure)?;
    let mut below = vec![String::new(); years.len()];
    let mut away = 0;
    for (from, to) in words(line) {
        let text: String = line[from..to].split_whitespace().collect();
        let figure = text.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
        if text.chars().count() > CHARS || figure {
            return None;
        }
        let middle = length(&line[..from], measure) + length(&line[..to], measure);
        let (n, distance) = middles.iter().map(|year| year.abs_diff(middle)).enumerate().min_by_key(|(_, distance)| *distance)?;
        if distance <= 2 * FARTHEST && (below[n].is_empty() || is_letter(&text)) {
            away += distance;
            below[n].push_str(&text);
        } else if middle >= middles[0] {
            return None;
        }
        // Left of the years stands a name.
    }
    below.iter().any(|words| !words.is_empty()).then_some((away, below))
}

/// Where the words of a line begin and end, in bytes; a bracket is one word.
fn words(line: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for word in line.split_whitespace() {
        let from = found.last().map_or(0, |(_, to)| *to);
        let from = from + line[from..].find(word).unwrap_or(0);
        match found.last_mut().filter(|last| opens(&line[last.0..last.1])) {
            Some(last) => last.1 = from + word.len(),
            None => found.push((from, from + word.len())),
        }
    }
    found
}

fn length(text: &str, measure: Measure) -> usize {
    match measure {
        Measure::Widths => text.width_cjk(),
        Measure::Characters => text.chars().count(),
    }
}

/// Where the middle of each cell of a head stands, in half columns.
fn middles(head: &str, cells: &[String], measure: Measure) -> Option<Vec<usize>> {
    let mut at = 0;
    let mut found = Vec::with_capacity(cells.len());
    for cell in cells {
        let from = at + head[at..].find(cell.as_str())?;
        at = from + cell.len();
        found.push(length(&head[..from], measure) + length(&head[..at], measure));
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: [&str; 2], years: &[&str]) -> Option<Vec<String>> {
        let lines: Vec<String> = lines.into_iter().map(str::to_owned).collect();
        let years: Vec<String> = years.iter().map(|year| (*year).to_owned()).collect();
        below(&lines, 0, &years, &|_| true).map(|found| found.1)
    }

    #[test]
    fn words_are_of_the_year_over_them() {
        let years = ["令和5年度", "令和6年度", "令和7年度"];
        let head = "区分      令和5年度 令和6年度 令和7年度";
        assert_eq!(read([head, "          (決  算) 〔見込〕"], &years).unwrap(), ["(決算)", "〔見込〕", ""]);
        assert_eq!(read([head, "項目       決 算     見 込     計 画"], &years).unwrap(), ["決算", "見込", "計画"]);
    }

    #[test]
    fn rows_and_sentences_are_no_heads() {
        let head = "区分      令和5年度 令和6年度";
        assert_eq!(read([head, "料金         1,200     1,100"], &["令和5年度", "令和6年度"]), None);
        assert_eq!(read([head, "次の表のとおり見込みます。"], &["令和5年度", "令和6年度"]), None);
        assert_eq!(read([head, "料金収入"], &["令和5年度", "令和6年度"]), None);
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_read(line in "[ a（算)　]{0,40}") {
            let _ = read(["区分  令和5年度 令和6年度", &line], &["令和5年度", "令和6年度"]);
        }
    }
}
