//! Lines below a measure that a label opens: 目標　浄水場の数を…に減らします。 and 指標　更新延長 4.2km [R6] ▸ 18.6km [R12].

use super::claim::dated_numbers;
use super::name::split;
use super::new_value;
use crate::extract::around::Around;
use crate::language::{Quantity, YearSpan, find_quantities, find_years, normalise, parse_cell};
use crate::model::{Body, Evidence, Record, Role};
use crate::rules::{ColumnRole, Rules};

/// Least score of a label; 目標 alone may stand for a tier, too.
const NAMED: f32 = 0.5;
/// Longest label.
const LABEL_CHARS: usize = 8;
/// Longest name of an indicator.
const NAME_CHARS: usize = 40;
/// Signs between a start and what is aimed at.
const TURNS: [char; 8] = ['→', '⇒', '➡', '➔', '⇨', '▶', '▸', '►'];

/// What stands behind the label of a line, where the rules know it as one of targets or indicators.
pub(in crate::extract) fn behind_label<'t>(raw: &'t str, rules: &Rules) -> Option<&'t str> {
    let text = raw.trim_start().trim_start_matches(['・', '■', '◆', '●', '○', '【', '[', '〔', '<', '＜']);
    let at = text.find(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '】' | ']' | '〕' | '>' | '＞'))?;
    let label = &text[..at];
    let named = |(role, score): &(ColumnRole, f32)| matches!(role, ColumnRole::Target | ColumnRole::Indicator) && *score >= NAMED;
    // めざそう値: what ends like a word for figures is one.
    let like = label.ends_with(['値', '標']) && label.chars().count() >= 3;
    let known = label.chars().count() <= LABEL_CHARS && (like || rules.column_roles(&normalise(label)).iter().any(named));
    let rest = text[at..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '】' | ']' | '〕' | '>' | '＞'));
    (known && !rest.is_empty()).then_some(rest)
}

/// Whether the text names an indicator and no figure.
pub(in crate::extract) fn is_bare_name(text: &str) -> bool {
    let text = normalise(text);
    (3..=NAME_CHARS).contains(&text.chars().count())
        && find_quantities(&text).is_empty()
        && find_years(&text).is_empty()
        && !text.contains('。')
}

/// Start and target of a line, each with its year in brackets or beside it; empty where it says anything else.
pub(in crate::extract) fn turned(raw: &str, name: Option<&str>, evidence: &Evidence, rules: &Rules, around: &Around) -> Vec<Record> {
    let text = normalise(raw);
    let Some(turn) = text.find(TURNS) else { return Vec::new() };
    let (before, after) = text.split_at(turn);
    let after = after.trim_start_matches(TURNS).trim();
    let one = |part: &str| -> Option<(Quantity, YearSpan)> {
        match dated_numbers(&without_brackets(part)).as_slice() {
            [(quantity, Some(year))] => Some((quantity.clone(), year.clone())),
            _ => None,
        }
    };
    let Some(first) = begin(before, name) else { return Vec::new() };
    let printed = name.map_or_else(|| before[..first].trim().to_owned(), normalise);
    let (Some(start), Some(aim)) = (one(&before[first..]), one(after)) else { return Vec::new() };
    let ordered = start.1.single() < aim.1.single();
    if printed.is_empty() || printed.chars().count() > NAME_CHARS || !ordered {
        return Vec::new();
    }
    let indicator = split(&printed, rules);
    let record = |(quantity, year): (Quantity, YearSpan), role: Role, part: &str| {
        let mut value = new_value(&indicator.name, role, without_year(part).trim());
        value.unit = indicator.unit.clone().or_else(|| quantity.printed_unit());
        value.value = Some(quantity.value);
        value.comparator = Some(quantity.comparator.sign().to_owned());
        value.year = year.single();
        value.measure.clone_from(&around.measure);
        value.path.clone_from(&around.path);
        Record::new(&around.document, Body::Value(value), 0.85, evidence.clone()).because("labelled_indicator")
    };
    vec![record(start, Role::Baseline, &before[first..]), record(aim, Role::Target, after)]
}

/// An indicator that a line names, and the years that stand between it and its figures.
#[derive(Debug, Clone, Default)]
pub(in crate::extract) struct Named {
    /// Its name as printed.
    pub(in crate::extract) name: String,
    /// R6, R12, R17, each on a line of its own.
    pub(in crate::extract) years: Vec<YearSpan>,
}

/// The figures of a named indicator, one under each of its years: the first is where it starts, the others are aimed at. Empty where the
/// cells are not as many figures as there are years, or the years do not rise.
pub(in crate::extract) fn under_years(named: &Named, cells: &[&str], evidence: &Evidence, rules: &Rules, around: &Around) -> Vec<Record> {
    let years: Vec<i32> = named.years.iter().filter_map(YearSpan::single).collect();
    let figures: Option<Vec<Quantity>> = cells.iter().map(|cell| parse_cell(cell)).collect();
    let rising = years.windows(2).all(|w| w[0] < w[1]);
    let Some(figures) = figures.filter(|f| f.len() >= 2 && f.len() == years.len() && rising) else { return Vec::new() };
    let indicator = split(&named.name, rules);
    let record = |(n, (quantity, year)): (usize, (Quantity, i32))| {
        let role = if n == 0 { Role::Baseline } else { Role::Target };
        let mut value = new_value(&indicator.name, role, cells[n]);
        value.unit = indicator.unit.clone().or_else(|| quantity.printed_unit());
        value.value = Some(quantity.value);
        value.comparator = Some(quantity.comparator.sign().to_owned());
        value.year = Some(year);
        value.measure.clone_from(&around.measure);
        value.path.clone_from(&around.path);
        Record::new(&around.document, Body::Value(value), 0.85, evidence.clone()).because("labelled_indicator")
    };
    figures.into_iter().zip(years).enumerate().map(record).collect()
}

/// The figures of a line between arrows: 46.8% ▶ 55.0% ▶ 65.0%.
pub(in crate::extract) fn between_turns(raw: &str) -> Vec<String> {
    raw.split(TURNS).map(normalise).filter(|part| !part.is_empty()).collect()
}

/// Whether a cell holds nothing but an arrow.
pub(in crate::extract) fn is_turn(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| TURNS.contains(&c) || c.is_whitespace())
}

/// Where the figures of a line begin: behind the name of the indicator.
fn begin(before: &str, name: Option<&str>) -> Option<usize> {
    if name.is_some() {
        return Some(0);
    }
    let number = find_quantities(before).first().map(|q| q.range.start)?;
    let year = find_years(before).first().map(|(range, _)| range.start).unwrap_or(number);
    let at = number.min(year);
    // 年1回: the word that counts belongs to the figure.
    let counted = before[..at].trim_end_matches(' ');
    Some(counted.strip_suffix('年').map_or(at, str::len))
}

/// [R6] and (R6) beside a figure are its year.
fn without_brackets(part: &str) -> String {
    part.replace(['[', ']', '【', '】', '〔', '〕', '(', ')'], " ")
}

/// A figure without the year in brackets behind it.
fn without_year(part: &str) -> &str {
    let end = part.rfind(['[', '【', '〔', '(']).filter(|at| !find_years(&part[*at..]).is_empty()).unwrap_or(part.len());
    &part[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str, name: Option<&str>) -> Vec<(String, Option<f64>, Option<i32>, String)> {
        let found = turned(raw, name, &Evidence::default(), Rules::embedded(), &Around::default());
        let fact = |r: Record| match r.body {
            Body::Value(v) => Some((v.indicator, v.value, v.year, v.text)),
            _ => None,
        };
        found.into_iter().filter_map(fact).collect()
    }

    #[test]
    fn start_and_target_beside_a_name() {
        let row = |name: &str, value, year, text: &str| (name.to_owned(), Some(value), Some(year), text.to_owned());
        assert_eq!(
            read("更新延長（累計） 4.2km [R6] ▸ 18.6km [R12]", None),
            [row("更新延長(累計)", 4.2, 2024, "4.2km"), row("更新延長(累計)", 18.6, 2030, "18.6km")]
        );
        assert_eq!(
            read("年１回 [R6] ▸ 年２回以上 [R12]", Some("訓練の回数")),
            [row("訓練の回数", 1.0, 2024, "年1回"), row("訓練の回数", 2.0, 2030, "年2回以上")]
        );
        assert!(read("基本設計 → 実施設計", None).is_empty() && read("", Some("訓練")).is_empty());
    }

    #[test]
    fn labels_of_lines() {
        let rules = Rules::embedded();
        assert_eq!(behind_label("目標　浄水場の数を4か所に減らします。", rules), Some("浄水場の数を4か所に減らします。"));
        assert_eq!(behind_label("指標：更新延長", rules), Some("更新延長"));
        assert_eq!(behind_label("浄水場の数を、4か所に減らします。", rules), None);
    }
}
