//! Rows of figures under a line of years, their cells parted by single spaces as converters of pages and sites leave them:
//! 平成15年度 平成16年度 over 給水件数(千件) 6,311 6,433.

use std::sync::LazyLock;

use regex::Regex;

use super::found::{Found, Row, Tables};
use super::{is_blank, pattern, spaced, subhead};
use crate::language::parse_year_header;

/// Fewest years of a head.
const YEARS: usize = 2;
/// Most cells of a line.
const CELLS: usize = 40;
/// The name of a row has at most this many characters.
const NAME_CHARS: usize = 40;
/// The name of a head that is set wide has at most this many letters.
const NAME_LETTERS: usize = 8;
/// So many dashes behind a name are a row.
const DASHES: usize = 3;
/// How sure it is that these are the cells: the numbers of words agree.
const CONFIDENCE: f32 = 0.85;

/// 6,311 / △100 / 97.7% / 0.2以上 / ―: a figure and little else.
pub(super) static FIGURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[△▲▼+＋\-－−]?[0-9０-９][0-9０-９,，.．]*(?:[%％‰]|[\p{Han}a-zA-Zａ-ｚ㎥㎞㎡/／・0-9³]{1,6})?(?:以上|以下|未満|程度)?|[-－―—–‐…]|なし)$",
    )
});

/// 1．営業収益: a numbered name.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[0-9０-９]{1,2}[．.、]\p{Han}{2}"));

/// The tables of this kind among the lines that `free` leaves.
pub(super) fn find(lines: &[String], free: &dyn Fn(usize) -> bool) -> Tables {
    let mut tables = Tables::new();
    let mut at = 0;
    while at < lines.len() {
        match head(&lines[at]).filter(|_| free(at)).and_then(|head| table(lines, at, &head, free)) {
            Some((start, found)) => {
                at = found.end;
                tables.insert(start, found);
            }
            None => at += 1,
        }
    }
    tables
}

/// A line of years: the words before them, and the cells from the first year on.
struct Head {
    names: Vec<String>,
    cells: Vec<String>,
}

fn head(line: &str) -> Option<Head> {
    // Most lines have no two digits.
    if line.chars().count() > 400 || line.chars().filter(char::is_ascii_digit).count() < 2 && !line.contains('元') {
        return None;
    }
    let words = with_whole_name(words(line));
    let is_year = |word: &String| parse_year_header(word, None).is_some_and(|year| year.is_year());
    let first = words.iter().position(is_year)?;
    let cells = words[first..].to_vec();
    let years = cells.iter().take_while(|word| is_year(word)).count();
    let ok = years >= YEARS && words.len() <= CELLS && first <= 2 && cells.len() - years <= 3;
    (ok && !line.contains('。') && !cells[years..].iter().any(|word| FIGURE.is_match(word)))
        .then(|| Head { names: words[..first].to_vec(), cells })
}

/// Words of a head whose name was set wide: 区 分.
fn with_whole_name(words: Vec<String>) -> Vec<String> {
    let letters = words.iter().take_while(|word| spaced::is_letter(word)).count();
    if !(2..=NAME_LETTERS).contains(&letters) || letters == words.len() {
        return words;
    }
    std::iter::once(words[..letters].concat()).chain(words[letters..].iter().cloned()).collect()
}

/// Words between spaces; 平成 15 年度 and △ 100 are one each.
fn words(line: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in line.split_whitespace() {
        let digits = word.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
        let joins = found.last().is_some_and(|last: &String| {
            let era = ["平成", "令和", "昭和", "△", "▲", "H", "R"].contains(&last.as_str());
            let number = last.ends_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
            era && digits || number && word.starts_with('年') || word.starts_with(['(', '（']) && last.ends_with("年度")
        });
        match found.last_mut().filter(|_| joins) {
            Some(last) => last.push_str(word),
            None => found.push(word.to_owned()),
        }
    }
    found
}

/// The rows below a head, and the line on which the table begins: that of a name above the head where the rows have none.
fn table(lines: &[String], at: usize, head: &Head, free: &dyn Fn(usize) -> bool) -> Option<(usize, Found)> {
    let count = head.cells.len();
    let mut rows: Vec<Row> = Vec::new();
    let (mut next, below) = match subhead::below(lines, at, &head.cells, free) {
        Some((end, words)) => (end, words),
        None => (at + 1, vec![String::new(); count]),
    };
    let of_line = |n: usize| lines.get(n).filter(|line| free(n) && !is_blank(line) && line.chars().count() <= 400).map(|line| words(line));
    loop {
        let Some(words) = of_line(next) else {
            // A blank line may part the rows.
            let parts = lines.get(next).is_some_and(|line| is_blank(line)) && !rows.is_empty();
            let behind = of_line(next + 1).filter(|_| parts).and_then(|words| row(&words, head));
            if behind.is_some_and(|cells| !cells[0].is_empty()) {
                next += 1;
                continue;
            }
            break;
        };
        match row(&words, head) {
            // Several rows without names are the figures of a chart.
            Some(cells) if cells[0].is_empty() && !rows.is_empty() => return None,
            Some(cells) => rows.push(Row { line: next, cells }),
            // A word of the head that went on to a second line, or a unit.
            None if rows.is_empty() && next == at + 1 && lines[next].trim().chars().count() <= 12 => {}
            None => break,
        }
        next += 1;
    }
    let named = rows.iter().all(|row| !row.cells[0].is_empty());
    let single = rows.len() == 1 && !rows[0].cells[0].is_empty() || named;
    // Figures alone: the line above the head names what is counted.
    let above = at.checked_sub(1).filter(|&n| free(n) && !is_blank(&lines[n]) && lines[n].trim().chars().count() <= NAME_CHARS);
    if rows.is_empty() || (!single && (rows.len() != 1 || above.is_none() || !head.names.is_empty())) {
        return None;
    }
    let mut start = at;
    if !named && let Some(n) = above {
        rows[0].cells[0] = lines[n].trim().to_owned();
        start = n;
    }
    let wide = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0) - count;
    let mut names = head.names.clone();
    names.resize(wide, String::new());
    let mut first = names;
    first
        .extend(head.cells.iter().zip(below).map(|(year, below)| if below.is_empty() { year.clone() } else { format!("{year}\n{below}") }));
    rows.insert(0, Row { line: at, cells: first });
    Some((start, Found { end: next, rows, confidence: CONFIDENCE }))
}

/// A row with as many figures as the head has cells: its name, a unit where the head has a word for it, its figures.
fn row(words: &[String], head: &Head) -> Option<Vec<String>> {
    let count = head.cells.len();
    let at = words.len().checked_sub(count)?;
    let (names, figures) = words.split_at(at);
    let digits = figures.iter().any(|word| word.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)));
    // A named row of dashes alone says that there is nothing in any year.
    let nothing = figures.len() >= DASHES && !names.is_empty();
    if !(digits || nothing)
        || !figures.iter().all(|word| FIGURE.is_match(word))
        || names.iter().any(|word| FIGURE.is_match(word) && !NUMBERED.is_match(word))
    {
        return None;
    }
    let own = head.names.len().max(1);
    let mut cells = if own == 2 && names.len() >= 2 {
        vec![names[..names.len() - 1].concat(), names[names.len() - 1].clone()]
    } else {
        let mut cells = vec![names.concat()];
        cells.resize(own, String::new());
        cells
    };
    if cells[0].chars().count() > NAME_CHARS || cells[0].ends_with('。') {
        return None;
    }
    cells.extend(figures.iter().cloned());
    Some(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Vec<Vec<String>>> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        find(&lines, &|_| true).into_values().map(|f| f.rows.into_iter().map(|r| r.cells).collect()).collect()
    }

    #[test]
    fn figures_under_years() {
        let text = "  平成15年度 平成 16 年度 平成17年度 対前年度\n増△減\n給水件数(千件) 6,311 6,433 6,551 127\n職員定数(人) 5,175 5,025 4,825 △ 100\n\n本文です。";
        assert_eq!(
            read(text),
            [[
                ["", "平成15年度", "平成16年度", "平成17年度", "対前年度"],
                ["給水件数(千件)", "6,311", "6,433", "6,551", "127"],
                ["職員定数(人)", "5,175", "5,025", "4,825", "△100"]
            ]]
        );
        assert_eq!(read("指標 単位 R6 R7\n有収率 % 88.9 87.8")[0][1], ["有収率", "%", "88.9", "87.8"]);
    }

    #[test]
    fn figures_alone_are_those_of_the_line_above() {
        let text = "水質検査適合率\n現状値(令和元年度) 目標値(令和7年度) 将来値(令和12年度)\n100% 100% 100%";
        assert_eq!(read(text)[0][1], ["水質検査適合率", "100%", "100%", "100%"]);
    }

    #[test]
    fn heads_of_two_lines_and_rows_in_parts() {
        let text = "            年      度   令和5年度 令和6年度 令和7年度\n 区      分              (決  算) 〔決算見込〕\n\n\
                    １．営業収益   （Ａ）   1,200     1,100     1,000\n（１）受託工事収益         －        －        －\n\n企 業 債 残 高             9,000     8,000    10,000\n\n※ 注意\n";
        assert_eq!(
            read(text),
            [[
                ["年度", "令和5年度\n(決算)", "令和6年度\n〔決算見込〕", "令和7年度"],
                ["１．営業収益（Ａ）", "1,200", "1,100", "1,000"],
                ["（１）受託工事収益", "－", "－", "－"],
                ["企業債残高", "9,000", "8,000", "10,000"]
            ]]
        );
        assert_eq!(read("事 業 名   R7   R8   計\n更新   －   10   10")[0][0], ["事業名", "R7", "R8", "計"]);
    }

    #[test]
    fn axes_legends_and_prose_are_no_tables() {
        assert!(read("21年度 22年度 23年度\n95.0\n93.2\n0.85").is_empty());
        assert!(read("令和6年度 令和7年度 の実績は 12 13 14 です。").is_empty());
        assert!(read("H29 H30 H31\n水安全計画の運用\n水源の保全").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_lines_are_read(lines in proptest::collection::vec("(R[67] |[0-9]{1,3} |有収率 |% |。){0,8}", 0..12)) {
            for (start, found) in find(&lines, &|n| n % 5 != 4) {
                proptest::prop_assert!(start < found.end && found.end <= lines.len());
            }
        }
    }
}
