//! Words of cells: several items in one cell, marks before titles, brackets after them.

use std::sync::LazyLock;

use regex::Regex;

use crate::language::normalise;

static MARK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)(?:^|\s)[■◆◇●○□▶▷►➢✓✔◎]\s*"));
static LINE_MARK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^\s*(?:・|[①-⑳]|[(（][0-9０-９]{1,2}[)）])\s*"));
static LEADING: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:[■◆◇●○□▶▷►➢✓✔◎・※\-*]\s*)+"));
/// The marks that [`LEADING`] takes away.
const LEADING_MARKS: [char; 17] = ['■', '◆', '◇', '●', '○', '□', '▶', '▷', '►', '➢', '✓', '✔', '◎', '・', '※', '-', '*'];
static QUOTES: LazyLock<Regex> = LazyLock::new(|| pattern(r#"^[「『“”"‟〝](.+)[」』”“"〟]$"#));
static LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[【\[〔「]([^】\]〕」]{1,8})[】\]〕」]\s*(.+)$"));
static SPACE_LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\p{Han}{2,4})\s+(.{5,})$"));
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^([A-Z](?:-[0-9]{1,2})*|[IVX]{1,4}(?:-[0-9]{1,2})*|[A-Z]?[0-9]{1,2}(?:-[0-9]{1,2})*)[.:]?\s+([^\s0-9].{2,})$")
});
static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[0-9]{1,2}(?:[.\-][0-9]{1,2})*[.]?\s+"));
static COLON_LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^([^:：\s]{1,6})[:：]\s*(.{4,})$"));

static TILDE_LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\p{Han}{2,4})\s*[~～〜](.{4,})[~～〜]$"));

#[allow(clippy::expect_used)] // constant patterns
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

/// The items of a cell: one a mark (■ ◆ ... anywhere, ・ ① (1) only at line starts), the whole cell where there is none. Normalised, without marks.
#[must_use]
pub fn items(raw: &str) -> Vec<String> {
    let by = |mark: &Regex| -> Option<Vec<String>> {
        let first = mark.find(raw)?;
        // Words before the first mark belong to no item: then the marks are no list.
        if !raw[..first.start()].trim().is_empty() {
            return None;
        }
        Some(mark.split(raw).map(normalise).filter(|t| !t.is_empty()).collect())
    };
    by(&MARK).or_else(|| by(&LINE_MARK)).unwrap_or_else(|| vec![bare(&normalise(raw))]).into_iter().filter(|t| !t.is_empty()).collect()
}

/// A title without the number of a list item before it: (1) 施設の耐震化, No.1 施設の耐震化.
#[must_use]
pub fn without_item_number(title: &str) -> &str {
    let bracketed = title.strip_prefix('(').and_then(|t| t.split_once(')'));
    let sign = ["No.", "No", "NO.", "№"].iter().find_map(|sign| title.strip_prefix(sign)?.trim_start().split_once([' ', '.', ':']));
    let rest = bracketed.or(sign);
    rest.filter(|(number, rest)| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()) && !rest.trim().is_empty())
        .map_or(title, |(_, rest)| rest.trim())
}

/// What stands before and behind an arrow: 令和5年度:41.7% → 令和11年度:75%.
#[must_use]
pub fn split_turn(text: &str) -> Option<(&str, &str)> {
    let at = text.find(['→', '⇒', '➡', '➔', '⇨', '▶'])?;
    let (from, to) = text.split_at(at);
    let to = to.trim_start_matches(['→', '⇒', '➡', '➔', '⇨', '▶']);
    (!from.trim().is_empty() && !to.trim().is_empty()).then(|| (from.trim(), to.trim()))
}

/// A text without the marks of a list item before it.
#[must_use]
pub fn bare(text: &str) -> String {
    let text = text.trim();
    // Few texts have a mark, and every text comes here.
    if text.starts_with(LEADING_MARKS) { LEADING.replace(text, "").trim().to_owned() } else { text.to_owned() }
}

/// A title without quotes or brackets around the whole of it.
#[must_use]
pub fn unquoted(text: &str) -> String {
    let text = text.trim();
    QUOTES.captures(text).map_or_else(|| text.to_owned(), |found| found[1].trim().to_owned())
}

/// Parts 安全 安全でおいしい水の供給 (after a Roman number) into label and title.
#[must_use]
pub fn spaced_label(text: &str) -> Option<(String, String)> {
    SPACE_LABEL.captures(text).map(|found| (found[1].to_owned(), found[2].to_owned()))
}

/// Parts A 浄水場の強靱化 or 1-2 管路の更新 into number and title.
#[must_use]
pub fn number_and_title(text: &str) -> Option<(String, String)> {
    NUMBERED.captures(text).map(|found| (found[1].to_owned(), found[2].to_owned()))
}

/// A heading without its section number (6.1.1, 4-3).
#[must_use]
pub fn unnumbered(text: &str) -> String {
    NUMBER.replace(text.trim(), "").into_owned()
}

/// Parts 【安全】“安全でおいしい水” and 安心：おいしい水 into label and title; the label is "" where there is none.
#[must_use]
pub fn label_and_title(text: &str) -> (String, String) {
    let text = bare(text);
    if let Some(found) = LABEL.captures(&text) {
        return (found[1].to_owned(), unquoted(&found[2]));
    }
    if let Some(found) = COLON_LABEL.captures(&text) {
        return (found[1].to_owned(), unquoted(&found[2]));
    }
    if let Some(found) = TILDE_LABEL.captures(&text) {
        return (found[1].to_owned(), found[2].trim().to_owned());
    }
    (String::new(), unquoted(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_leading_mark_is_taken_away() {
        for mark in LEADING_MARKS {
            assert_eq!(bare(&format!("{mark} 訓練")), "訓練");
        }
        assert_eq!(bare(" 訓練■ "), "訓練■");
    }

    #[test]
    fn cells_with_marks_hold_several_items() {
        assert_eq!(items("■訓練の実施 ■計画の策定"), ["訓練の実施", "計画の策定"]);
        assert_eq!(items("・ＡＢ\n・業務・料金係"), ["AB", "業務・料金係"]);
        assert_eq!(items("土木・建築、電気計装"), ["土木・建築、電気計装"]);
        assert_eq!(items(""), Vec::<String>::new());
    }

    #[test]
    fn labels_are_parted_from_titles() {
        assert_eq!(label_and_title("【安全】 “安全でおいしい水の供給”"), ("安全".into(), "安全でおいしい水の供給".into()));
        assert_eq!(label_and_title("強靱 ～途切れさせない水～"), ("強靱".into(), "途切れさせない水".into()));
        assert_eq!(label_and_title("安心：おいしい水の供給"), ("安心".into(), "おいしい水の供給".into()));
        assert_eq!(label_and_title("戦略的な広報"), (String::new(), "戦略的な広報".into()));
        assert_eq!(without_item_number("No.1 水質情報の公開"), "水質情報の公開");
        assert_eq!(without_item_number("No.1号井戸"), "No.1号井戸");
        assert_eq!(number_and_title("III-2 台帳の整備"), Some(("III-2".into(), "台帳の整備".into())));
    }
}
