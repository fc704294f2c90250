//! Units of measurement and counters as printed after a number.

use std::sync::LazyLock;

use regex::Regex;

/// One unit without a divisor: money, ratios, the metric system, counters. Longer words stand before their beginnings.
const ATOM: &str = concat!(
    "(?:",
    "(?:千|百万|十億|億|万|兆)?円(?:・銭)?|銭|",
    "%|‰|ポイント|pt|割合|割|倍|",
    "t-CO2|kg-CO2|kWh|MWh|GWh|kW|MW|GJ|MJ|MPa|mg|μg|ng|kg|kL|km2|km|cm2|cm|mm|m2|m3|m|ha|dB|℃|°C|L|l|t|g|W|V|",
    "立方メートル|平方メートル|キロメートル|メートル|トン|リットル|",
    "(?:千|百|万)?(?:",
    "時間|分|秒|日間|日|か月|ヶ月|カ月|ヵ月|月|週|年間|年|歳|",
    "件|人|名|者|戸|世帯|社|団体|校|園|班|",
    "台|基|池|箇所|か所|カ所|ヵ所|ヶ所|個所|ケ所|個|本|棟|面|機|門|栓|橋|室|隻|",
    "種類|種|項目|事業|施設|路線|系統|地区|地点|工区|区間|区域|ルート|",
    "回|度|位|点|枚|部|冊|箱|袋|組|式|講座|単位|例|割",
    "))"
);

#[allow(clippy::expect_used)] // no input gets here
static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(r"^{ATOM}(?:\s?/\s?(?:\(\s?[0-9,]*{ATOM}\s?/\s?{ATOM}\s?\)|[0-9,]*{ATOM}))*");
    Regex::new(&pattern).expect("constant pattern, compiled by the tests")
});

#[allow(clippy::expect_used)] // no input gets here
static PER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"^\s?/\s?[0-9,]*{ATOM}")).expect("constant pattern, compiled by the tests"));

/// The unit that the text begins with, `None` if it begins with something else.
#[must_use]
pub fn find_unit(text: &str) -> Option<&str> {
    let unit = UNIT.find(text)?.as_str();
    let next = text[unit.len()..].chars().next();
    // "m" of "max", "L" of "LINE": a Latin unit must end where the word ends.
    let runs_on = unit.ends_with(|c: char| c.is_ascii_alphanumeric()) && next.is_some_and(|c| c.is_ascii_alphanumeric());
    // 3人目, 2年生, 5日程: the counter belongs to another word.
    let other = next.is_some_and(|c| matches!(c, '目' | '生' | '般'));
    (!runs_on && !other).then_some(unit)
}

/// A divisor that stands apart from its unit: "/年" of 2回(春・秋)/年.
pub(super) fn find_divisor(text: &str) -> Option<&str> {
    PER.find(text).map(|m| m.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_with_divisors() {
        for unit in [
            "%",
            "円/m3",
            "m3/日",
            "L/人/日",
            "件/100km",
            "箇所/100km2",
            "台/(1000m3/日)",
            "台/1000人",
            "kWh/m3",
            "百万円",
            "円・銭",
            "年/人",
            "mg/L",
            "ng/L",
            "か所",
            "千円/人",
        ] {
            assert_eq!(find_unit(unit), Some(unit));
        }
        assert_eq!(find_unit("件以上"), Some("件"));
        assert_eq!(find_unit("%/R11等"), Some("%"));
        assert_eq!(find_unit("LINE"), None);
        assert_eq!(find_unit("人目"), None);
        assert_eq!(find_divisor("/年"), Some("/年"));
    }
}
