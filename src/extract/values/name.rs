//! Names of indicators as cells print them: with code before and unit behind.

use std::sync::LazyLock;

use regex::Regex;

use crate::language::{find_unit, normalise};
use crate::rules::Rules;

/// A code of the guideline (A101, C127, 2210) before a name.
#[allow(clippy::expect_used)] // constant patterns
static CODE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^([A-D]-?[0-9]{3}(?:-[0-9])?|[1-6][0-9]{3})\s*[.:]?\s*(\D.*)$").expect("a constant pattern"));
/// The same in a bracket behind the name, before or behind that of a unit: 有収率（B112）. Four digits alone would be a year.
#[allow(clippy::expect_used)] // constant patterns
static CODE_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?s)^(.*\S)\s*[(（\[［]\s*(?:(?:PI|ＰＩ)[\s:：]*)?([A-DＡ-Ｄ][-－]?[0-9０-９]{3}(?:[-－][0-9０-９])?)\s*[)）\]］]\s*([(（\[［][^()（）\[\]［］]*[)）\]］])?$",
    )
    .expect("a constant pattern")
});
/// A unit in brackets at the end: 給水人口(人).
#[allow(clippy::expect_used)] // constant patterns
static BRACKET: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(.+?)\s*[(\[]([^()\[\]]{1,12}(?:\([^()]*\))?)[)\]]$").expect("a constant pattern"));
/// A mark of a note behind a name: 有収率※1.
#[allow(clippy::expect_used)] // constant patterns
static NOTE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\s*(?:※[0-9]{0,2}|\*[0-9]{1,2}|注[0-9]{1,2})$").expect("a constant pattern"));

/// Bytes of the longest unit with the spaces that the layout put into it.
const LONGEST_UNIT: usize = 60;

/// The parts of a name cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Name {
    pub(super) code: Option<String>,
    pub(super) name: String,
    pub(super) unit: Option<String>,
}

/// Splits a raw cell: 水質検査箇所密度 箇所/100km ² has the unit 箇所/100km2.
pub(super) fn split(raw: &str, rules: &Rules) -> Name {
    let behind = CODE_BEHIND.captures(raw.trim());
    let bare = behind.as_ref().map(|found| format!("{}{}", &found[1], found.get(3).map_or("", |unit| unit.as_str())));
    let (name, unit) = without_unit(bare.as_deref().unwrap_or(raw.trim()), rules);
    let name = name.trim_start_matches(|c: char| c.is_whitespace() || "・◆◇■□●○※".contains(c));
    let name = NOTE.replace(name, "").into_owned();
    if let Some(found) = CODE.captures(&name) {
        return Name { code: Some(code(&found[1])), name: found[2].trim().to_owned(), unit };
    }
    Name { code: behind.map(|found| code(&normalise(&found[2]))), name, unit }
}

/// B-606-2 is B606-2: the guideline prints no sign between letter and number.
fn code(printed: &str) -> String {
    let mut letters = printed.chars();
    letters.next().map(|first| format!("{first}{}", letters.as_str().trim_start_matches('-'))).unwrap_or_default()
}

fn without_unit(raw: &str, rules: &Rules) -> (String, Option<String>) {
    for (at, gap) in raw.char_indices().filter(|(_, c)| c.is_whitespace()) {
        let tail = &raw[at + gap.len_utf8()..];
        if tail.len() > LONGEST_UNIT {
            continue;
        }
        let name = normalise(&raw[..at]);
        // 企業債残高の | 割合: a name that ends in の goes on.
        if let Some(unit) = whole_unit(tail, rules).filter(|_| !name.ends_with('の')) {
            return (name, Some(unit));
        }
    }
    let text = normalise(raw);
    if let Some(found) = BRACKET.captures(&text)
        && let Some(unit) = whole_unit(&found[2], rules)
    {
        return (found[1].to_owned(), Some(unit));
    }
    match text.strip_suffix('%') {
        Some(name) if !name.is_empty() => (name.trim().to_owned(), Some("%".to_owned())),
        _ => (text, None),
    }
}

/// The unit, if the text is nothing else. Brackets around it do not matter.
pub(in crate::extract) fn whole_unit(text: &str, rules: &Rules) -> Option<String> {
    // Sentences are asked too, and what they hold is looked for at every letter.
    if text.len() > LONGEST_UNIT {
        return None;
    }
    let unit = normalise(text).replace(' ', "");
    // (m3/日) loses its brackets, 台/(1000m3/日) keeps them.
    let bracket = |c: char| matches!(c, '(' | ')' | '[' | ']' | '【' | '】');
    let around = unit.starts_with(bracket) && unit.ends_with(bracket) || !unit.contains('/');
    let bare = if around { unit.trim_matches(bracket) } else { unit.as_str() }.to_owned();
    let bare = bare.trim_start_matches("単位:").to_owned();
    if bare.is_empty() || bare.chars().all(|c| c.is_ascii_digit()) || bare == "-" {
        return None;
    }
    let known = rules.units.canonical(&bare).is_some() || rules.units.yen(&bare).is_some() || find_unit(&bare) == Some(bare.as_str());
    known.then_some(bare)
}

/// The unit of a unit cell, where the words before it are remarks: (値、項目名) %.
pub(super) fn unit_of_cell(text: &str, rules: &Rules) -> Option<String> {
    let text = normalise(text);
    if text.is_empty() || crate::language::is_no_value(&text) {
        return None;
    }
    whole_unit(&text, rules)
        .or_else(|| text.rsplit([' ', ')']).next().and_then(|tail| whole_unit(tail, rules)))
        .or_else(|| Some(text.replace(' ', "")).filter(|unit| unit.chars().count() <= 12))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> (String, String, String) {
        let name = split(raw, Rules::embedded());
        (name.code.unwrap_or_default(), name.name, name.unit.unwrap_or_default())
    }

    #[test]
    fn units_behind_names() {
        let plain = |name: &str, unit: &str| (String::new(), name.to_owned(), unit.to_owned());
        assert_eq!(read("水質検査箇所密度 箇所/100km ²"), plain("水質検査箇所密度", "箇所/100km2"));
        assert_eq!(read("車載用の給水タンク保有度 m ³ /1000人"), plain("車載用の給水タンク保有度", "m3/1000人"));
        assert_eq!(read("連続自動 水質監視度 台 / (1000m ³ / 日)"), plain("連続自動水質監視度", "台/(1000m3/日)"));
        assert_eq!(read("給水人口 1人当たり貯留飲料水量 L/人"), plain("給水人口 1人当たり貯留飲料水量", "L/人"));
        assert_eq!(read("管路の更新率\n％"), plain("管路の更新率", "%"));
        assert_eq!(read("有収水量(m ³ /日)"), plain("有収水量", "m3/日"));
        assert_eq!(read("有収水量 (m ³ /日)"), plain("有収水量", "m3/日"));
        assert_eq!(read("給水原価\n（円/㎥）"), plain("給水原価", "円/m3"));
        assert_eq!(read("給水収益に対する企業債残高の\n割合"), plain("給水収益に対する企業債残高の割合", ""));
        assert_eq!(read("行政区域内人口（人）"), plain("行政区域内人口", "人"));
        assert_eq!(read("最大カビ臭物質濃度水質基準比率"), plain("最大カビ臭物質濃度水質基準比率", ""));
        assert_eq!(read("給水装置(受水槽)"), plain("給水装置(受水槽)", ""));
    }

    #[test]
    fn codes_before_names() {
        assert_eq!(read("2210 管路の耐震化率 %"), ("2210".into(), "管路の耐震化率".into(), "%".into()));
        assert_eq!(read("A101 平均残留塩素濃度"), ("A101".into(), "平均残留塩素濃度".into(), String::new()));
        assert_eq!(read("B-606-2 基幹管路の耐震適合率"), ("B606-2".into(), "基幹管路の耐震適合率".into(), String::new()));
    }

    #[test]
    fn codes_in_brackets_behind_names() {
        let row = |code: &str, name: &str, unit: &str| (code.to_owned(), name.to_owned(), unit.to_owned());
        assert_eq!(read("有収率（B112）"), row("B112", "有収率", ""));
        assert_eq!(read("有収率[PI：Ｂ１１２]（％）"), row("B112", "有収率", "%"));
        assert_eq!(read("有収率（％）（B112）"), row("B112", "有収率", "%"));
        assert_eq!(read("基幹管路の耐震適合率 (B606-2)"), row("B606-2", "基幹管路の耐震適合率", ""));
        assert_eq!(read("配水池(2025)"), row("", "配水池(2025)", ""));
    }

    #[test]
    fn unit_cells() {
        let rules = Rules::embedded();
        assert_eq!(unit_of_cell("(値、項目名) %", rules), Some("%".into()));
        assert_eq!(unit_of_cell("箇所/100km ²", rules), Some("箇所/100km2".into()));
        assert_eq!(unit_of_cell("－", rules), None);
    }
}
