//! Forms of single cells: figures, figures that lead to others, codes.

use crate::language::{find_quantities, find_years, parse_cell};

use super::items::split_turn;

/// 84.6%(令和6年度), 令和12年度に90%以上, 2,450人: a figure and little else.
pub(super) fn states_figure(text: &str) -> bool {
    text.chars().count() <= 44 && (parse_cell(text).is_some() || !find_quantities(text).is_empty() && !text.ends_with('。'))
}

/// 令和5年度:41.7% → 令和11年度:75%以上: from a dated figure or word to another.
pub(super) fn turns(text: &str) -> bool {
    let Some((from, to)) = split_turn(text) else { return false };
    let said = |part: &str| !find_quantities(part).is_empty() || !find_years(part).is_empty();
    said(from) && said(to) && text.chars().count() <= 60
}

/// 1-1, R4-2, A-1-3, ①, 12.
pub(super) fn is_code(text: &str) -> bool {
    let text = text.trim_matches(|c: char| matches!(c, '(' | ')' | '（' | '）' | '[' | ']' | '.'));
    let short = text.chars().count() <= 9 && !text.is_empty();
    let shape = text.chars().all(|c| {
        c.is_ascii_alphanumeric()
            || matches!(
                c,
                '-' | '.'
                    | '－'
                    | '―'
                    | '①'
                    | '②'
                    | '③'
                    | '④'
                    | '⑤'
                    | '⑥'
                    | '⑦'
                    | '⑧'
                    | '⑨'
                    | '⑩'
                    | 'Ⅰ'
                    | 'Ⅱ'
                    | 'Ⅲ'
                    | 'Ⅳ'
                    | 'Ⅴ'
            )
    });
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    let digits = text.chars().any(|c| c.is_ascii_digit() || matches!(c, '①' | '②' | '③' | '④' | '⑤' | '⑥' | '⑦' | '⑧' | '⑨' | '⑩'));
    short && shape && digits && letters <= 2 && !text.contains("年")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_short_and_hold_a_number() {
        for code in ["1-1", "R4-2", "A-1-3", "①", "12", "（3）", "Ⅰ-2"] {
            assert!(is_code(code), "{code}");
        }
        for other in ["", "R7年度", "有収率", "KPI", "Ⅱ", "PFI-1", "1,234,567,890", "A101・A102"] {
            assert!(!is_code(other), "{other}");
        }
    }

    #[test]
    fn a_turn_leads_from_something_dated_or_counted_to_another() {
        assert!(turns("84.6%（R6） → 90%以上（R11）"));
        assert!(turns("令和5年度：未策定 → 令和9年度：運用"));
        assert!(!turns("検討 → 実施"), "steps, no figures");
        assert!(!turns("90%以上"));
        assert!(!turns("→ 90%"));
    }

    #[test]
    fn a_figure_may_stand_beside_its_year_but_not_in_a_sentence() {
        assert!(states_figure("84.6%（令和6年度）") && states_figure("令和12年度に90%以上") && states_figure("2,450人"));
        assert!(!states_figure("令和12年度までに90%以上とします。") && !states_figure("検討"));
    }
}
