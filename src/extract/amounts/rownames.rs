//! Names of the rows of an account: marks of their level (1. (1) ①), parts of the row above (うち …), rows without a mark below a marked one.
//!
//! The ministry's form of the investment and financial plan (投資・財政計画 様式第2号), which every 経営戦略 carries, nests its rows this way.

use std::sync::LazyLock;

use regex::Regex;

use crate::rules::Rows;

/// 1. / Ⅰ / (1) / ア, as NFKC leaves them, with the level they stand for.
static MARKS: LazyLock<Vec<(u8, Regex)>> = LazyLock::new(|| {
    let marks = [
        (1, r"^(?:[0-9]{1,2}[.、]|[0-9]\s|第[0-9]{1,2}\s|[IVX]{1,4}[.、\s])\s*"),
        (2, r"^\([0-9]{1,2}\)\s*"),
        (3, r"^(?:[①-⑳]|[ア-ン][.、)\s]|\([ア-ン]\))\s*"),
    ];
    marks.iter().filter_map(|(level, pattern)| Regex::new(pattern).ok().map(|p| (*level, p))).collect()
});

/// A row without a mark stands one below the last marked row.
const UNMARKED: u8 = 4;
/// うち … is a part of the row above, whatever that is.
const PART: u8 = 5;

/// The rows above that the next one may belong to.
#[derive(Debug)]
pub(super) struct RowNames<'a> {
    rows: &'a Rows,
    open: Vec<(u8, String)>,
    group: Vec<String>,
}

impl<'a> RowNames<'a> {
    pub(super) fn new(rows: &'a Rows) -> Self {
        Self { rows, open: Vec::new(), group: Vec::new() }
    }

    /// The name without its mark, and the names of the rows that it is a part of. `group` are the words of the columns to the left: where
    /// they change, nothing above goes on. A sum closes what it sums.
    pub(super) fn place(&mut self, printed: &str, group: &[String], sum: bool) -> (String, Vec<String>) {
        if self.group != group {
            self.group = group.to_vec();
            self.open.clear();
        }
        let marked = MARKS.iter().find_map(|(level, mark)| Some((*level, mark.find(printed)?.end())));
        let (level, name) = match marked {
            // A mark alone is no name, and 5.5 is no mark.
            Some((level, end)) if !printed[end..].is_empty() && !printed[end..].starts_with(|c: char| c.is_ascii_digit()) => {
                (level, &printed[end..])
            }
            _ if self.rows.is_part(printed) => (PART, printed),
            _ => (UNMARKED, printed),
        };
        if sum {
            self.open.clear();
            return (name.to_owned(), Vec::new());
        }
        self.open.retain(|(above, _)| *above < level);
        let under = self.open.iter().map(|(_, name)| without_letter(name).to_owned()).collect();
        // A row without a mark holds nothing unless parts of it follow.
        self.open.push((level, name.to_owned()));
        (name.to_owned(), under)
    }
}

/// A name without the letter by which formulas of other rows call it: 営業収益 (A).
pub(super) fn without_letter(name: &str) -> &str {
    let bare = name.trim_end();
    match bare.rfind('(') {
        Some(at) if at > 0 && bare.ends_with(')') && bare[at + 1..bare.len() - 1].chars().all(|c| c.is_ascii_alphabetic()) => {
            bare[..at].trim_end()
        }
        _ => bare,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    fn read(rows: &[(&str, &str)]) -> Vec<String> {
        let mut names = RowNames::new(&Rules::embedded().rows);
        let line = |(group, name): &(&str, &str)| {
            let group: Vec<String> = Some((*group).to_owned()).filter(|g| !g.is_empty()).into_iter().collect();
            let (name, under) = names.place(name, &group, name.starts_with("収入計"));
            [group, under, vec![name]].concat().join("/")
        };
        rows.iter().map(line).collect()
    }

    #[test]
    fn rows_nest_by_their_marks() {
        let rows = [
            ("収入", "1.営業収益 (A)"),
            ("収入", "(1)料金収入"),
            ("収入", "(2)その他"),
            ("収入", "2.営業外収益"),
            ("収入", "(1)補助金"),
            ("収入", "他会計補助金"),
            ("収入", "(2)長期前受金戻入"),
            ("収入", "収入計 (C)"),
            ("支出", "1.建設改良費"),
            ("支出", "うち職員給与費"),
            ("支出", "2.企業債償還金"),
            ("", "経常損益 (C)-(D)"),
            ("", "収益的収支分"),
            ("", "うち基準内繰入金"),
            ("", "うち基準外繰入金"),
        ];
        let told = read(&rows);
        assert_eq!(told[1], "収入/営業収益/料金収入");
        assert_eq!(told[5], "収入/営業外収益/補助金/他会計補助金");
        assert_eq!(told[6..9], ["収入/営業外収益/長期前受金戻入", "収入/収入計 (C)", "支出/建設改良費"]);
        assert_eq!(told[9..12], ["支出/建設改良費/うち職員給与費", "支出/企業債償還金", "経常損益 (C)-(D)"]);
        assert_eq!(told[13..], ["収益的収支分/うち基準内繰入金", "収益的収支分/うち基準外繰入金"]);
    }

    #[test]
    fn numbers_that_are_no_marks() {
        assert_eq!(read(&[("", "5.5km 更新"), ("", "2.")]), ["5.5km 更新", "2."]);
        assert_eq!(read(&[("", "1 営業収益"), ("", "(1) その他"), ("", "2 営業外収益")])[2], "営業外収益");
    }
}
