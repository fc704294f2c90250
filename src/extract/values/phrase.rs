//! The words that name what a number measures, cut out of a sentence.

use std::sync::LazyLock;

use regex::Regex;

use crate::language::find_years;

#[allow(clippy::expect_used)] // constant patterns, compiled by the tests
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a constant pattern")
}

/// Particles and words of counting between a name and its number.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:[\s、,:：=]|について|に対し|においては|に関し|として|ついて|年間で|年間|毎年度|毎年|累計で|累計|延べ|のべ|計|合計|目標値|現状の|現状|現在|目標|を|は|が|も|の|に|で|へ|と)+$",
    )
});
/// Where a clause ends and the name may begin: a comma, a conjunctive form.
static CLAUSE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:[、。;；]|して|により、|することで|るため)"));
/// A relative clause before the name: 58%となっている取水割合, 目標とする耐震化率.
static RELATIVE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:ている|ておく|てきた|された|とする|とした|となる|である|目指す)"));

/// How freely the words before the name are cut away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Freedom {
    /// A target cell: the whole clause is about the indicator.
    Cell,
    /// Running text: relative clauses go too.
    Prose,
}

/// The name at the end of the text before a number, "" where there is none.
pub(super) fn name_before(text: &str, freedom: Freedom) -> String {
    let mut text = without_tail(before_time(without_span(text)));
    if let Some(cut) = last_outside_brackets(text, &CLAUSE) {
        text = &text[cut..];
    }
    if freedom == Freedom::Prose
        && let Some(cut) = last_outside_brackets(text, &RELATIVE)
    {
        text = &text[cut..];
    }
    without_tail(without_time(text)).trim_matches(|c: char| c.is_whitespace() || "・■◆◇●○※-「」".contains(c)).to_owned()
}

/// 料金回収率を、計画期間を通じて: for how long the number holds is no part of the name.
fn without_span(text: &str) -> &str {
    let bare = text.trim_end_matches(['、', ' ']);
    let Some(before) = ["を通じて", "を通して", "にわたり", "にわたって"].iter().find_map(|word| bare.strip_suffix(word))
    else {
        return text;
    };
    before.rfind(['、', 'は']).map_or(text, |at| &text[..at])
}

/// The text without particles at its end; brackets that are left open go with what follows them.
fn without_tail(text: &str) -> &str {
    let text = match TAIL.find(text) {
        Some(tail) => &text[..tail.start()],
        None => text,
    };
    match text.rfind('(') {
        Some(open) if !text[open..].contains(')') => &text[open + 1..],
        _ => text,
    }
}

/// The text before a time that stands between a name and its number: 企業債残高を令和12年度までに.
fn before_time(text: &str) -> &str {
    let Some((range, _)) = find_years(text).into_iter().next_back() else { return text };
    let between = text[range.end..].trim();
    let dated = ["", "に", "には", "は", "で", "の", "において"].contains(&between);
    if dated { &text[..range.start] } else { text }
}

/// The text after a time that only dates it: 令和7年度の, 令和6年度中に, 2028(平成40)年度には.
fn without_time(text: &str) -> &str {
    let Some((range, _)) = find_years(text).into_iter().next() else { return text };
    if range.start > 0 {
        return text;
    }
    let rest = &text[range.end..];
    if ["までに", "まで"].iter().any(|until| text[range.clone()].ends_with(until)) {
        return rest.trim_start_matches(['に', '、', 'は', 'の']);
    }
    ["には", "までに", "は、", "の", "に", "までの"].iter().find_map(|p| rest.strip_prefix(p)).map_or(text, |rest| {
        // 令和7年度に導入する端末: the year belongs to the thing.
        if text[range.end..].starts_with('に') && !text[range.end..].starts_with("には") { text } else { rest }
    })
}

/// End of the last match that stands outside brackets and before the end of the text.
fn last_outside_brackets(text: &str, what: &Regex) -> Option<usize> {
    let depth = |at: usize| text[..at].matches('(').count() > text[..at].matches(')').count();
    what.find_iter(text).filter(|m| !depth(m.start()) && m.end() < text.len()).map(|m| m.end()).last()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_target_cells() {
        for (text, name) in [
            ("ホームページからの開閉栓申込件数を年間", "ホームページからの開閉栓申込件数"),
            ("AI会議録システム利用により削減した業務時間を累計", "AI会議録システム利用により削減した業務時間"),
            ("請負工事における情報共有システム(ASP)の利用について年間", "請負工事における情報共有システム(ASP)の利用"),
            ("ドローン活用計画に基づき、点検箇所におけるドローン稼働率を", "点検箇所におけるドローン稼働率"),
            ("ASP利用によるものを含め、遠隔臨場の導入率", "遠隔臨場の導入率"),
            ("令和6年度中に電子申請受付開始し、令和7年度の電子申請率を", "電子申請率"),
            ("令和7年度に導入するタブレット型端末", "令和7年度に導入するタブレット型端末"),
            ("玉山地域の有収率を", "玉山地域の有収率"),
            ("", ""),
        ] {
            assert_eq!(name_before(text, Freedom::Cell), name, "{text}");
        }
    }

    #[test]
    fn names_in_prose() {
        for (text, name) in [
            ("2028(平成40)年度には、自己水源42%と県営水道(浄水)58%となっている取水割合を", "取水割合"),
            ("本ビジョン最終年度で目標とする基幹管路耐震化率は", "基幹管路耐震化率"),
            ("料金回収率は、計画期間を通じて", "料金回収率"),
            ("料金回収率を、計画の期間を通じて", "料金回収率"),
            ("基幹管路耐震化率は60.9%(管路総延長に対する耐震化率は", "管路総延長に対する耐震化率"),
            ("育成体系を下水道領域まで拡大し、「計画」を作成して、プロパー社員割合を現状", "プロパー社員割合"),
        ] {
            assert_eq!(name_before(text, Freedom::Prose), name, "{text}");
        }
    }
}
