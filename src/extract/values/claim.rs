//! What a sentence claims about numbers: targets with their start values.

use super::phrase::{Freedom, name_before};
use crate::language::{Quantity, YearSpan, find_quantities, find_years};
use crate::model::Role;
use crate::rules::Rules;

/// One number that a sentence states.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Claim {
    /// What is measured, "" where the sentence does not name it.
    pub(super) indicator: String,
    /// The number.
    pub(super) quantity: Quantity,
    /// Target, or the actual value that it starts from.
    pub(super) role: Role,
    /// The time printed with it.
    pub(super) year: Option<YearSpan>,
    /// The words that state a start value (令和4年度末78.9%), "" for the target itself.
    pub(super) words: String,
}

/// Claims of one normalised sentence of a target cell: the target and what it starts from.
pub(super) fn in_cell(text: &str) -> Vec<Claim> {
    let (main, remarks) = parted(text);
    let quantities: Vec<Quantity> = find_quantities(&main).into_iter().filter(|q| q.unit.is_some() || q.change.is_some()).collect();
    let Some(target) = quantities.last() else { return Vec::new() };
    let start = start_value(&main, &quantities);
    let before = start.as_ref().map_or(target.range.start, |s| s.from);
    let indicator = name_before(&main[..before], Freedom::Cell);
    if indicator.is_empty() {
        return Vec::new();
    }
    let mut claims = vec![Claim {
        indicator: indicator.clone(),
        quantity: target.clone(),
        role: Role::Target,
        year: target_year(&main, target),
        words: String::new(),
    }];
    if let Some(start) = start {
        claims.push(Claim {
            indicator: indicator.clone(),
            role: Role::Actual,
            year: start.year,
            words: start.words,
            quantity: start.quantity,
        });
    }
    claims.extend(remarks.iter().filter_map(|remark| remark_value(remark, &indicator)));
    claims
}

/// Claims of one normalised sentence of running text: only numbers that a verb of intent follows.
///
/// A target that names nothing (令和10年度までに80%以上に引き上げます。) is of what the sentence before states (`known`) in the same unit.
pub(super) fn in_prose(text: &str, known: Option<&Claim>, rules: &Rules) -> Vec<Claim> {
    let quantities = find_quantities(text);
    let mut claims = Vec::new();
    for (index, target) in quantities.iter().enumerate() {
        if target.unit.is_none() || !stated(text, target, rules) {
            continue;
        }
        let reported = reported_start(text, &quantities[..index], target);
        let start = start_value(text, &quantities[..=index]).or(reported);
        let before = start.as_ref().filter(|s| s.from > 0).map_or(target.range.start, |s| s.from);
        let mut indicator = name_before(&text[..before], Freedom::Prose);
        if !is_measure_of_something(&indicator) {
            let same = known.filter(|k| k.quantity.unit == target.unit && is_pronoun(&indicator));
            let Some(known) = same else { continue };
            indicator.clone_from(&known.indicator);
        }
        let year = target_year(text, target);
        claims.push(Claim { indicator: indicator.clone(), quantity: target.clone(), role: Role::Target, year, words: String::new() });
        if let Some(start) = start {
            let role = start_role(&start);
            claims.push(Claim { indicator, role, year: start.year, words: start.words, quantity: start.quantity });
        }
    }
    claims
}

/// A dated start value is where the target starts from, unless the words call it a result; 現状約4割 is only what is.
fn start_role(start: &Start) -> Role {
    if start.year.is_some() && !start.words.contains("実績") { Role::Baseline } else { Role::Actual }
}

/// States that a sentence reports (耐震化率は18.3%となっており), for starting values of targets stated beside it.
pub(super) fn states(text: &str) -> Vec<Claim> {
    let year = find_years(text).into_iter().next().map(|(_, year)| year);
    let stated = find_quantities(text).into_iter().filter(|quantity| {
        let mut rest = text[quantity.range.end..].trim_start();
        rest = rest.strip_prefix(')').unwrap_or(rest);
        while let Some(close) = rest.strip_prefix('(').and_then(|inner| inner.find(')')) {
            rest = &rest[close + 2..];
        }
        quantity.unit.is_some() && ["となって", "となり", "です", "でした", "であ", "と低", "と高"].iter().any(|w| rest.starts_with(w))
    });
    let claim = |quantity: Quantity| {
        let indicator = name_before(&text[..quantity.range.start], Freedom::Prose);
        let words = text[quantity.range.clone()].to_owned();
        Claim { indicator, quantity, role: Role::Actual, year: year.clone(), words }
    };
    stated.map(claim).filter(|c| is_measure_of_something(&c.indicator)).collect()
}

/// Words that point at what was named before.
fn is_pronoun(indicator: &str) -> bool {
    matches!(indicator, "" | "これ" | "それ" | "同率" | "この割合" | "この値" | "この率" | "この数値")
}

/// A name that can be measured: not empty, not a pronoun or a bare time.
fn is_measure_of_something(indicator: &str) -> bool {
    let length = indicator.chars().count();
    (3..=40).contains(&length) && !indicator.chars().all(|c| c.is_ascii_digit()) && !["これら", "それぞれ", "このうち"].contains(&indicator)
}

/// Whether a verb of intent follows the number, brackets between them left out.
fn stated(text: &str, quantity: &Quantity, rules: &Rules) -> bool {
    let mut rest = text[quantity.range.end..].trim_start();
    // The number inside a bracket shares the verb behind it: 60.9%(... は18.5%)とします.
    rest = rest.strip_prefix(')').unwrap_or(rest);
    while let Some(inner) = rest.strip_prefix('(') {
        let Some(close) = inner.find(')') else { break };
        rest = &inner[close + 1..];
    }
    let rest = ["の達成", "の維持", "の確保", "まで", "程度"].iter().find_map(|w| rest.strip_prefix(w)).unwrap_or(rest);
    let folded = crate::rules::fold(rest);
    let bare = ["に", "へ", "まで", "を"].iter().find_map(|particle| folded.strip_prefix(particle)).unwrap_or(&folded);
    let verb = rules.targets.verbs.iter().any(|verb| says(&folded, verb) || says(bare, verb));
    let passed = ["としていた", "としました", "にしました", "とした", "となって", "に達し"].iter().any(|w| folded.starts_with(w));
    verb && !passed && !general_rule(&folded)
}

/// Whether the text begins with the verb, in any of its forms: 引き上げる also as 引き上げます, 抑制する as 抑制し.
fn says(text: &str, verb: &str) -> bool {
    if let Some(rest) = text.strip_prefix(verb) {
        return moves(rest, verb);
    }
    if let Some(noun) = verb.strip_suffix("する").filter(|noun| noun.chars().count() >= 2) {
        return text.strip_prefix(noun).is_some_and(|rest| rest.is_empty() || rest.starts_with(['し', 'す', 'さ', '、', '。']));
    }
    let stem = verb.strip_suffix(['る', 'す']).filter(|stem| stem.chars().count() >= 2);
    stem.is_some_and(|stem| text.starts_with(stem))
}

/// A bare へ moves the number only with a verb of change behind it: 6割以上へ高める, but not 27か所への管路.
fn moves(behind: &str, verb: &str) -> bool {
    verb != "へ" || ["高", "引", "向上", "増", "減", "上げ", "下げ", "改善", "拡大", "縮", "と"].iter().any(|w| behind.starts_with(w))
}

/// 100%とすると, 10とする場合: an arithmetic assumption, not an aim.
fn general_rule(rest: &str) -> bool {
    ["とすると", "とする場合", "とするとき", "とした場合", "とされ"].iter().any(|w| rest.starts_with(w))
}

/// A start value: 令和4年度末78.9%から, 現状約4割から.
struct Start {
    from: usize,
    quantity: Quantity,
    year: Option<YearSpan>,
    words: String,
}

fn start_value(text: &str, quantities: &[Quantity]) -> Option<Start> {
    let [.., start, _] = quantities else { return None };
    let rest = text[start.range.end..].trim_start();
    if !["から", "より", "→", "を"].iter().any(|w| rest.starts_with(w)) || (rest.starts_with('を') && !rest.contains("から")) {
        return None;
    }
    let before = &text[..start.range.start];
    let dated = find_years(before).into_iter().rev().find(|(range, _)| {
        let between = before[range.end..].trim();
        between.chars().count() <= 4 && between.chars().all(|c| "のにで:、(末時点実績 ".contains(c))
    });
    let mut from = start.range.start;
    let mut year = None;
    if let Some((range, span)) = dated {
        from = range.start;
        year = Some(span);
    } else if let Some(word) = ["現状の", "現状", "現在の", "現在", "実績の", "基準値の"].iter().find(|w| before.ends_with(**w))
    {
        from -= word.len();
    }
    Some(Start { from, quantity: start.clone(), year, words: text[from..start.range.end].trim().to_owned() })
}

/// 令和4年度末に18%である耐震化率を …, 令和4年度は3回でしたが …: a sentence opens with the state that it wants to change. The name follows.
fn reported_start(text: &str, quantities: &[Quantity], target: &Quantity) -> Option<Start> {
    let [start] = quantities else { return None };
    let rest = text[start.range.end..].trim_start();
    let (range, year) = find_years(text).into_iter().next()?;
    let opens = range.start == 0 && range.end <= start.range.start && text[range.end..start.range.start].chars().count() <= 4;
    let told = ["である", "でした", "だった", "ですが"].iter().any(|w| rest.starts_with(w));
    let between = &text[start.range.end..target.range.start];
    (opens && told && !between.contains('。')).then(|| Start {
        from: 0,
        quantity: start.clone(),
        year: Some(year),
        words: text[..start.range.end].to_owned(),
    })
}

/// The year that the target is for: the last one in the sentence that is not part of a start value or of the name's own past.
fn target_year(text: &str, target: &Quantity) -> Option<YearSpan> {
    let years = find_years(text);
    let after = years.iter().find(|(range, _)| range.start >= target.range.end && text[target.range.end..range.start].trim() == "/");
    if let Some((_, year)) = after {
        return Some(year.clone());
    }
    let before = years.into_iter().rev().filter(|(range, _)| range.end <= target.range.start);
    before
        .map(|(range, year)| (&text[range.end..], year))
        .find(|(rest, year)| {
            let start =
                rest.starts_with("の実績") || rest.starts_with("実績") || year.role == Some(Role::Actual) || starts_with_number(rest);
            // The number right behind the year may be the target itself: 令和7年度までに12箇所.
            let own = text.len() - rest.len() + (rest.len() - rest.trim_start_matches(['の', ':', ' ', '約']).len()) == target.range.start;
            !start || own && year.role != Some(Role::Actual)
        })
        .map(|(_, year)| year)
}

fn starts_with_number(rest: &str) -> bool {
    rest.trim_start_matches(['の', ':', ' ', '約']).starts_with(|c: char| c.is_ascii_digit())
}

/// The sentence without brackets that tell a dated number, and these brackets: (令和4年度実績:3,954件).
fn parted(text: &str) -> (String, Vec<String>) {
    let (mut main, mut remarks) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(open) = rest.find('(') {
        let Some(close) = rest[open..].find(')').map(|c| open + c) else { break };
        let inner = &rest[open + 1..close];
        if !find_years(inner).is_empty() && !find_quantities(inner).is_empty() || breakdown(inner) {
            main.push_str(&rest[..open]);
            remarks.push(inner.to_owned());
        } else {
            main.push_str(&rest[..=close]);
        }
        rest = &rest[close + 1..];
    }
    main.push_str(rest);
    (main, remarks)
}

/// 水道113台、下水道39台: parts of the number before the bracket.
fn breakdown(inner: &str) -> bool {
    find_quantities(inner).iter().filter(|q| q.unit.is_some()).count() >= 2
}

/// 令和4年度末:5種類, 令和5年度の設営時間:1時間10分.
fn remark_value(remark: &str, indicator: &str) -> Option<Claim> {
    let (range, year) = find_years(remark).into_iter().next()?;
    let quantity = find_quantities(&remark[range.end..]).into_iter().next()?;
    Some(Claim { indicator: indicator.to_owned(), quantity, role: Role::Actual, year: Some(year), words: remark.to_owned() })
}

/// Numbers of a cell beside an indicator's name, each with its year: R8:84.0%→R12:88.0%以上, 100%/R18, 令和14年度で100%.
pub(super) fn dated_numbers(text: &str) -> Vec<(Quantity, Option<YearSpan>)> {
    let (years, quantities) = (find_years(text), find_quantities(text));
    let quantities: Vec<Quantity> = if quantities.iter().any(|q| q.unit.is_some()) {
        quantities.into_iter().filter(|q| q.unit.is_some()).collect()
    } else {
        quantities
    };
    match (years.as_slice(), quantities.len()) {
        ([(_, year)], _) => quantities.into_iter().map(|q| (q, Some(year.clone()))).collect(),
        (many, n) if many.len() == n => quantities.into_iter().zip(many).map(|(q, (_, y))| (q, Some(y.clone()))).collect(),
        _ => quantities.into_iter().map(|q| (q, None)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Indicator, value, printed unit, sign, role, year.
    type Read = (String, f64, String, &'static str, Role, Option<i32>);

    fn read(text: &str) -> Vec<Read> {
        in_cell(text).into_iter().map(tuple).collect()
    }

    fn tuple(c: Claim) -> Read {
        let unit = c.quantity.printed_unit().unwrap_or_default();
        let year = c.year.and_then(|y| y.single());
        (c.indicator, c.quantity.value, unit, c.quantity.comparator.sign(), c.role, year)
    }

    #[test]
    fn targets_with_start_values() {
        assert_eq!(
            read("玉山地域の有収率を令和4年度末78.9%から85%以上とする。"),
            [
                ("玉山地域の有収率".into(), 85.0, "%".into(), ">=", Role::Target, None),
                ("玉山地域の有収率".into(), 78.9, "%".into(), "=", Role::Actual, Some(2022))
            ]
        );
        assert_eq!(
            read("水道使用・中止件数を年間5,700件とする。(令和4年度実績:3,954件)"),
            [
                ("水道使用・中止件数".into(), 5700.0, "件".into(), "=", Role::Target, None),
                ("水道使用・中止件数".into(), 3954.0, "件".into(), "=", Role::Actual, Some(2022))
            ]
        );
        let time = read("災害対策本部の設営時間を30分短縮させる。(令和5年度の設営時間:1時間10分)");
        assert_eq!(time[0].2, "分短縮");
        assert_eq!((time[1].1, time[1].5), (70.0, Some(2023)));
    }

    #[test]
    fn other_target_cells() {
        assert_eq!(read("水質自動測定装置を4基設置する。")[0].1, 4.0);
        assert_eq!(read("令和7年度に301・302会議室で開催される会議のペーパーレス化率を30%とする。")[0].1, 30.0);
        let tablets = read("令和7年度導入のタブレット型PC152台(水道113台、下水道39台)について配備を完了する。");
        assert_eq!((tablets.len(), tablets[0].1, tablets[0].0.as_str()), (1, 152.0, "令和7年度導入のタブレット型PC"));
        assert_eq!(read("本格導入について今後の方針を決定する。"), []);
        assert_eq!(read("課の半数の職員が、システム修正等ができるようにする。"), []);
    }

    #[test]
    fn prose_states_few_targets() {
        let rules = Rules::embedded();
        let read = |text: &str| in_prose(text, None, rules).into_iter().map(tuple).collect::<Vec<_>>();
        assert_eq!(
            read("2028(平成40)年度には、自己水源42%と県営水道(浄水)58%となっている取水割合を50%前後とする水運用体制を推進します。"),
            [("取水割合".into(), 50.0, "%".into(), "~", Role::Target, Some(2028))]
        );
        let two = read("本ビジョン最終年度で目標とする基幹管路耐震化率は60.9%(管路総延長に対する耐震化率は18.5%)とします。");
        assert_eq!(
            two.iter().map(|c| (c.0.as_str(), c.1)).collect::<Vec<_>>(),
            [("基幹管路耐震化率", 60.9), ("管路総延長に対する耐震化率", 18.5)]
        );
        let staff = read("台帳を作成して、プロパー社員割合を現状約4割から6割以上へ高めることを目標とします。");
        assert_eq!(staff.iter().map(|c| (c.1, c.3, c.4)).collect::<Vec<_>>(), [(6.0, ">=", Role::Target), (4.0, "~", Role::Actual)]);
        for (text, name, value) in [
            ("令和10年度までに、基幹管路の耐震化率を60%以上に引き上げます。", "基幹管路の耐震化率", 60.0),
            ("有収率90%の維持を目標とします。", "有収率", 90.0),
            ("漏水率は5.0%以下を目指します。", "漏水率", 5.0),
            ("企業債残高を令和12年度までに50億円以下に抑制する。", "企業債残高", 50.0),
            ("令和12年度までに断水の件数を0件とします。", "断水の件数", 0.0),
            ("令和5年度末に21%である管路の耐震化率を、令和12年度末までに40%とします。", "管路の耐震化率", 40.0),
        ] {
            let found = read(text);
            assert_eq!(found.first().map(|c| (c.0.as_str(), c.1)), Some((name, value)), "{text}");
        }
        for text in [
            "配水池27か所への管路を耐震管に替えます。",
            "年1回以上の訓練で見直すことを提案します。",
            "連絡配水管の整備は、現時点で約80%まで完了しています。",
            "2017(平成29)年度末の基幹管路耐震化率は18.3%となっています。",
            "5年ごとに見直します。",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn targets_are_for_the_year_before_them_and_may_name_nothing() {
        let rules = Rules::embedded();
        let found = in_prose("訓練の回数は、令和9年度までに6回とします。", None, rules);
        assert_eq!(found.into_iter().map(tuple).map(|c| (c.0, c.5)).collect::<Vec<_>>(), [("訓練の回数".into(), Some(2027))]);
        let state = states("令和5年度の普及率は88.2%でした。");
        let found = in_prose("令和11年度までに95%以上に引き上げます。", state.first(), rules);
        let read: Vec<_> = found.into_iter().map(tuple).map(|c| (c.0, c.1, c.5)).collect();
        assert_eq!(read, [("普及率".into(), 95.0, Some(2029))]);
        assert_eq!(in_prose("令和11年度までに95人以上に引き上げます。", state.first(), rules), []);
    }

    #[test]
    fn states_of_today() {
        let found =
            states("2017(平成29)年度末の基幹管路耐震化率は18.3%(管路総延長に対する耐震化率は12.2%)となっており、耐震化を進めます。");
        let read: Vec<_> = found.into_iter().map(tuple).map(|c| (c.0, c.1, c.5)).collect();
        assert_eq!(read, [("基幹管路耐震化率".into(), 18.3, Some(2017)), ("管路総延長に対する耐震化率".into(), 12.2, Some(2017))]);
    }

    #[test]
    fn numbers_with_years_in_cells() {
        let read = |text: &str| -> Vec<(f64, Option<i32>)> {
            dated_numbers(text).into_iter().map(|(q, y)| (q.value, y.and_then(|y| y.single()))).collect()
        };
        assert_eq!(read("R8:84.0%→R12:88.0%以上"), [(84.0, Some(2026)), (88.0, Some(2030))]);
        assert_eq!(read("100%/R18"), [(100.0, Some(2036))]);
        assert_eq!(read("令和14年度で100%"), [(100.0, Some(2032))]);
        assert_eq!(read("処理場~最終合流の管渠: 25%/R11等"), [(25.0, Some(2029))]);
        assert_eq!(read("2回(春・秋)/年"), [(2.0, None)]);
        assert_eq!(read("70以上"), [(70.0, None)]);
    }
}
