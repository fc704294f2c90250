//! Lines that lead from one dated figure to another: 耐震適合率 46.3%(令和6年度実績) → 52.0%(令和10年度末).

use super::new_value;
use crate::extract::around::Around;
use crate::extract::items::{bare, split_turn};
use crate::language::{Quantity, YearSpan, find_quantities, find_years, normalise};
use crate::model::{Body, Evidence, Record, Role, Value};
use crate::rules::{ColumnRole, Rules};

/// A name is at most this long.
const NAME: usize = 40;
/// What may stand between a name and its figures.
const EDGES: [char; 7] = [' ', ':', '：', 'は', ',', '、', '|'];

/// The start and the aim that a line states; `before` is the name that the line above gave, for a line of figures only.
#[must_use]
pub fn in_line(raw: &str, before: Option<&str>, evidence: &Evidence, rules: &Rules, around: &Around) -> Vec<Record> {
    let text = normalise(without_label(raw, rules).1);
    // What stands behind a note sign explains the figures.
    let text = text.split('※').next().unwrap_or_default().trim_end();
    let Some((from, to)) = split_turn(text).filter(|_| !text.ends_with('。')) else { return Vec::new() };
    let (Some(start), Some(aim)) = (dated(from, rules), dated(to, rules)) else { return Vec::new() };
    let own = bare(start.before.trim_matches(EDGES));
    let name = if own.is_empty() { before.unwrap_or_default() } else { &own };
    let sided = start.year.is_some() || aim.year.is_some();
    if !sided || !aim.before.is_empty() || !(2..=NAME).contains(&name.chars().count()) {
        return Vec::new();
    }
    from_to(start, aim, name, 0.9, evidence, around)
}

/// The start and the aim of a line that holds nothing but two dated figures, below a line that names what they measure:
/// 有収率 over 令和6年度 88.1% ▶ 令和16年度 90.0%.
#[must_use]
pub fn below_name(raw: &str, above: &str, evidence: &Evidence, rules: &Rules, around: &Around) -> Vec<Record> {
    let (text, name) = (normalise(raw), bare(&normalise(above)));
    let Some((start, aim)) = split_turn(&text).and_then(|(from, to)| Some((dated(from, rules)?, dated(to, rules)?))) else {
        return Vec::new();
    };
    let year = |figure: &Dated| figure.year.as_ref().and_then(YearSpan::single);
    let alone = start.before.is_empty() && aim.before.is_empty();
    let rising = year(&start).zip(year(&aim)).is_some_and(|(from, to)| from < to);
    let plain =
        (2..=NAME).contains(&name.chars().count()) && !name.ends_with(['。', '、', 'す', 'る', 'た']) && find_years(&name).is_empty();
    if alone && rising && plain { from_to(start, aim, &name, 0.85, evidence, around) } else { Vec::new() }
}

fn from_to(start: Dated, aim: Dated, name: &str, sure: f32, evidence: &Evidence, around: &Around) -> Vec<Record> {
    let role = if start.behind.contains("実績") { Role::Actual } else { Role::Baseline };
    let record = |value: Value| Record::new(&around.document, Body::Value(value), sure, evidence.clone()).because("target_line");
    [(start, role), (aim, Role::Target)].into_iter().map(|(figure, role)| record(figure.value(name, role, around))).collect()
}

/// The name that a line states for the figures below it: 指標　取替え台数(累計).
#[must_use]
pub fn name_alone(raw: &str, rules: &Rules) -> Option<String> {
    let (labelled, rest) = without_label(raw, rules);
    let name = bare(normalise(rest).trim_matches(EDGES));
    let plain = !name.ends_with('。') && (2..=NAME).contains(&name.chars().count());
    (labelled && plain && find_years(&name).is_empty() && split_turn(&name).is_none()).then_some(name)
}

/// The words behind a label of figures (【成果目標】, 指標 , 目標:), and whether there was one.
fn without_label<'t>(raw: &'t str, rules: &Rules) -> (bool, &'t str) {
    let text = raw.trim();
    let aim = |(role, score): &(ColumnRole, f32)| *score >= 1.0 && matches!(role, ColumnRole::Indicator | ColumnRole::Target);
    let label = |word: &str| rules.column_roles(&normalise(word)).first().is_some_and(aim);
    let parted = match text.strip_prefix(['【', '[', '〔', '<', '［']) {
        Some(inner) => inner.split_once(['】', ']', '〕', '>', '］']),
        None => text.split_once([' ', '\u{3000}', ':', '：', '|', '｜']),
    };
    parted.filter(|(word, _)| label(word)).map_or((false, text), |(_, rest)| (true, rest.trim()))
}

/// One figure with the words around it and its year.
struct Dated<'t> {
    before: &'t str,
    words: &'t str,
    behind: &'t str,
    quantity: Quantity,
    year: Option<YearSpan>,
}

impl Dated<'_> {
    fn value(&self, name: &str, role: Role, around: &Around) -> Value {
        let mut value = new_value(name, role, self.words);
        value.unit = self.quantity.printed_unit();
        value.value = Some(self.quantity.value);
        value.comparator = Some(self.quantity.comparator.sign().to_owned());
        value.year = self.year.as_ref().and_then(YearSpan::single);
        value.measure.clone_from(&around.measure);
        value.path.clone_from(&around.path);
        value
    }
}

/// NAME 46.3%(令和6年度実績) or 令和6年度:46.3%: the last figure, nothing but its date behind it, or its unit (105以上 %).
fn dated<'t>(text: &'t str, rules: &Rules) -> Option<Dated<'t>> {
    let years = find_years(text);
    let mut quantity = find_quantities(text)
        .into_iter()
        .rfind(|q| !years.iter().any(|(range, _)| range.start < q.range.end && q.range.start < range.end))?;
    let behind = text[quantity.range.end..].trim();
    let bracket = behind.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    let mut before = text[..quantity.range.start].trim_end_matches([' ', ':', '：', '(']);
    let inside = bracket.and_then(|inner| find_years(inner).into_iter().next()).map(|(_, year)| year);
    let year = match (inside, years.last()) {
        (Some(year), _) => Some(year),
        (None, Some((range, year)))
            if range.end <= quantity.range.start && text[range.end..quantity.range.start].trim().chars().count() <= 2 =>
        {
            before = text[..range.start].trim_end_matches([' ', ':', '：', '(']);
            Some(year.clone())
        }
        _ => None,
    };
    let unit = (quantity.unit.is_none() && rules.units.canonical(behind).is_some()).then(|| behind.to_owned());
    quantity.unit = quantity.unit.or_else(|| unit.clone());
    // 年7回, 月2回: how often is part of the figure.
    let beside = before.len() == quantity.range.start;
    let counts = beside && quantity.printed_unit().is_some_and(|unit| matches!(unit.as_str(), "回" | "件"));
    let named = |name: &str| !name.ends_with(|c: char| c.is_ascii_digit());
    let often = ["年間", "年", "月", "週"].iter().find(|often| counts && before.strip_suffix(**often).is_some_and(named));
    let mut from = quantity.range.start;
    if let Some(often) = often {
        before = before[..before.len() - often.len()].trim_end_matches([' ', ':']);
        from -= often.len();
    }
    let bare = behind.is_empty() || bracket.is_some() || unit.is_some();
    (bare && (quantity.unit.is_some() || year.is_some())).then(|| Dated {
        before,
        words: text[from..quantity.range.end].trim(),
        behind,
        year,
        quantity,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str, before: Option<&str>) -> Vec<(String, f64, Option<i32>, Role)> {
        let found = in_line(raw, before, &Evidence::default(), Rules::embedded(), &Around::default());
        let told = |record: Record| match record.body {
            Body::Value(v) => Some((v.indicator, v.value.unwrap_or_default(), v.year, v.role)),
            _ => None,
        };
        found.into_iter().filter_map(told).collect()
    }

    #[test]
    fn figures_lead_to_figures() {
        assert_eq!(
            read("【成果目標】 管路の耐震適合率　46.3％（令和６年度実績）　→　52.0％（令和10年度末）", None),
            [("管路の耐震適合率".into(), 46.3, Some(2024), Role::Actual), ("管路の耐震適合率".into(), 52.0, Some(2028), Role::Target)]
        );
        assert_eq!(name_alone("指標　取替え台数（累計）", Rules::embedded()), Some("取替え台数(累計)".into()));
        assert_eq!(
            read("２台（R6） ▶ 10台（R12）", Some("取替え台数")),
            [("取替え台数".into(), 2.0, Some(2024), Role::Baseline), ("取替え台数".into(), 10.0, Some(2030), Role::Target)]
        );
        assert_eq!(read("２台（R6） ▶ 10台（R12）", None), []);
        let below = |raw: &str, above: &str| {
            let found = below_name(raw, above, &Evidence::default(), Rules::embedded(), &Around::default());
            found
                .into_iter()
                .filter_map(|r| if let Body::Value(v) = r.body { Some((v.indicator, v.value, v.year, v.unit)) } else { None })
                .collect::<Vec<_>>()
        };
        let percent = || Some("%".to_owned());
        assert_eq!(
            below("令和６年度　101.4％ ▶ 令和16年度　100以上 ％", "料金回収率"),
            [("料金回収率".into(), Some(101.4), Some(2024), percent()), ("料金回収率".into(), Some(100.0), Some(2034), percent())]
        );
        assert_eq!(below("101.4％ ▶ 100％", "料金回収率"), [], "without years it may be anything");
        assert_eq!(below("令和６年度 2台 ▶ 令和９年度 5台", "順次入れ替えます"), []);
        assert_eq!(
            read("断水を伴う事故　　年4回（令和6年度）→ 年2回以下（令和12年度）", None),
            [("断水を伴う事故".into(), 4.0, Some(2024), Role::Baseline), ("断水を伴う事故".into(), 2.0, Some(2030), Role::Target)]
        );
        assert_eq!(read("受付 → 審査 → 工事", None), []);
        assert_eq!(read("配水池2池（更新） → 3池（新設）", None), []);
    }
}
