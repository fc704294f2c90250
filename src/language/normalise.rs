//! One normalisation for all text that rules look at; callers keep the raw text beside it.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::variants::{folded, unified};

/// A constant pattern; the tests of this module compile every one of them.
#[allow(clippy::expect_used)] // no input gets here
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("constant pattern, compiled by the tests")
}

static BREAK_TAG: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)<br\s*/?>"));
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)</?(?:p|u|b|i|s|ul|ol|li|br|em|strong|span|div|sup|sub|table|thead|tbody|tr|td|th|font|center)(?:\s[^<>]{0,200})?/?>")
});
static LATEX_TEXT: LazyLock<Regex> = LazyLock::new(|| pattern(r"\\(?:text|mathrm|mathbf|rm)\s*\{([^{}]*)\}"));
static LATEX_POWER: LazyLock<Regex> = LazyLock::new(|| pattern(r"[\^_]\s*(?:\{([^{}]*)\}|(\d))"));
static LATEX_PAIR: LazyLock<Regex> = LazyLock::new(|| pattern(r"\$([^$\n]*)\$"));
/// m ³, CO ₂: a raised or lowered digit that the layout parted from its letter.
static LOOSE_SCRIPT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"([A-Za-z])[ \u{A0}]+([\u{B9}\u{B2}\u{B3}\u{2070}-\u{2079}\u{2080}-\u{2089}])(?:[ \u{A0}]*([^A-Za-z0-9\s])|)")
});
/// The same after the digit has become a plain one, where nothing but a unit can be meant.
static LOOSE_POWER: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b([ck]?m) ([23])([/)\]・、。]|$)"));
static ERA_NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"(明治|大正|昭和|平成|令和|西暦|第) ([0-9元])"));
static NUMBER_YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"([0-9元]) ([年月日度%])"));
static YEAR_MONTH: LazyLock<Regex> = LazyLock::new(|| pattern(r"([年月]) ([0-9]{1,2}[月日])"));
static NUMERIC_DASH: LazyLock<Regex> = LazyLock::new(|| pattern(r"[‐‑‒–—―−]([0-9])"));
static LONG_VOWEL_DASH: LazyLock<Regex> = LazyLock::new(|| pattern(r"([0-9])ー([0-9])"));

/// One line of clean text: NFKC, one form for each kind of dash and wave, no remnants of conversion, no spaces or line breaks that only
/// the layout put between Japanese characters.
#[must_use]
pub fn normalise(raw: &str) -> String {
    match composed_plainly(raw) {
        Some(Plain { text, spaced }) => {
            if spaced {
                joined(&text)
            } else {
                text
            }
        }
        None => joined(&compose(raw)),
    }
}

/// Like [`normalise`], line by line: line breaks are kept, empty lines are dropped.
#[must_use]
pub fn normalise_lines(raw: &str) -> String {
    let text = compose(raw);
    let lines = text.lines().map(joined);
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A key for comparing names: normalised, lower case, without spaces, with brackets, dashes and kanji variants folded.
#[must_use]
pub fn squash(text: &str) -> String {
    // No need to join words by spaces that go anyway.
    let text = compose(text);
    let mut key = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if is_caseless(c) { key.push(folded(c)) } else { key.extend(c.to_lowercase().map(folded)) }
    }
    key
}

/// Whether a character is written without spaces around it: kana, kanji and Japanese punctuation.
#[must_use]
pub fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The character-level half: remnants of conversion, composition, dashes.
fn compose(raw: &str) -> String {
    if let Some(plain) = composed_plainly(raw) {
        return plain.text;
    }
    let text = without_markup(raw);
    let text = if text.contains(is_script) { LOOSE_SCRIPT.replace_all(&text, "$1$2$3") } else { text };
    let text = composed_simply(&text).unwrap_or_else(|| {
        let kept = text.chars().filter(|&c| !is_invisible(c)).map(unified);
        kept.nfkc().map(|c| if matches!(c, '〜' | '∼' | '∿') { '~' } else { c }).collect()
    });
    plain_dashes(text)
}

/// One form for the dashes before and between digits.
fn plain_dashes(text: String) -> String {
    // The patterns need a digit beside a dash; most texts have none, and every text comes here many times.
    if !text.contains(is_dash) || !text.contains(|c: char| c.is_ascii_digit()) {
        return text;
    }
    let text = NUMERIC_DASH.replace_all(&text, "-$1");
    LONG_VOWEL_DASH.replace_all(&text, "$1-$2").into_owned()
}

/// The dashes that [`NUMERIC_DASH`] and [`LONG_VOWEL_DASH`] look for.
fn is_dash(c: char) -> bool {
    matches!(c, '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | 'ー')
}

/// Text of plain Japanese and ASCII after composing.
struct Plain {
    text: String,
    /// Whether there is white space in it.
    spaced: bool,
}

/// The short way of [`compose`] in one pass, for text of plain Japanese and ASCII without markup; `None` for any other.
fn composed_plainly(raw: &str) -> Option<Plain> {
    let mut text = String::with_capacity(raw.len());
    let (mut spaced, mut dashed, mut digit) = (false, false, false);
    for c in raw.chars() {
        if MARKUP.contains(&c) {
            return None;
        }
        let c = simply(c)?;
        spaced |= matches!(c, '\t' | '\n' | '\r' | ' ');
        // Of the dashes only the long-vowel mark is plain.
        dashed |= digit && c == 'ー';
        digit = c.is_ascii_digit();
        text.push(c);
    }
    Some(Plain { text: if dashed { plain_dashes(text) } else { text }, spaced })
}

/// What NFKC makes of text in plain Japanese and ASCII, character by character; `None` where another character stands in it.
/// Nearly every text is such, and every text comes here many times.
fn composed_simply(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        out.push(simply(c)?);
    }
    Some(out)
}

/// What NFKC makes of a character of plain Japanese or ASCII, whatever stands beside it; `None` for all others.
#[must_use]
pub fn simply(c: char) -> Option<char> {
    match c {
        '\t' | '\n' | '\r' | ' '..='~' | '、' | '。' | '「'..='】' | 'ぁ'..='ゖ' | 'ァ'..='ー' | '\u{4E00}'..='\u{9FFF}' => Some(c),
        '\u{3000}' => Some(' '),
        // Full-width forms of ASCII.
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0),
        _ => None,
    }
}

/// Characters without upper and lower case, told fast.
fn is_caseless(c: char) -> bool {
    matches!(c, '0'..='9' | 'a'..='z' | '\u{3000}'..='\u{9FFF}')
}

/// A raised or lowered digit.
fn is_script(c: char) -> bool {
    matches!(c, '\u{B9}' | '\u{B2}' | '\u{B3}' | '\u{2070}'..='\u{2079}' | '\u{2080}'..='\u{2089}')
}

/// Zero-width characters, variation selectors, soft hyphens, direction marks and other controls.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
        || (c.is_control() && !c.is_whitespace())
}

/// Characters without which there is no markup.
const MARKUP: [char; 5] = ['*', '<', '$', '\\', '^'];

/// Drops what converters left of HTML, Markdown and LaTeX.
fn without_markup(raw: &str) -> Cow<'_, str> {
    if !raw.contains(MARKUP) {
        return Cow::Borrowed(raw);
    }
    let mut text = raw.replace("**", "");
    if text.contains('<') {
        text = TAG.replace_all(&BREAK_TAG.replace_all(&text, "\n"), "").into_owned();
    }
    if text.contains(['$', '\\', '^']) {
        for _ in 0..3 {
            text = LATEX_TEXT.replace_all(&text, "$1").into_owned();
        }
        for (command, sign) in
            [("\\Sigma", "Σ"), ("\\times", "×"), ("\\div", "÷"), ("\\cdot", "・"), ("\\{", "{"), ("\\}", "}"), ("\\%", "%")]
        {
            text = text.replace(command, sign);
        }
        text = LATEX_POWER.replace_all(&text, "$1$2").into_owned();
        text = LATEX_PAIR.replace_all(&text, "$1").into_owned();
    }
    Cow::Owned(text)
}

/// One line with single spaces, and none of them where only the layout put them.
fn joined(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if line.contains(' ') { join_spaces(&line) } else { line }
}

/// Drops the spaces between Japanese characters and inside dates, raised digits and numbers with 年, 月, 度, %.
fn join_spaces(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        let between = c == ' ' && out.chars().next_back().is_some_and(is_japanese) && rest.peek().copied().is_some_and(is_japanese);
        if !between {
            out.push(c);
        }
    }
    if out.contains(' ') {
        out = LOOSE_POWER.replace_all(&out, "$1$2$3").into_owned();
        out = ERA_NUMBER.replace_all(&out, "$1$2").into_owned();
        out = NUMBER_YEAR.replace_all(&out, "$1$2").into_owned();
        out = YEAR_MONTH.replace_all(&out, "$1$2").into_owned();
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn widths_waves_and_dashes() {
        assert_eq!(normalise("１，０００ｍ³"), "1,000m3");
        assert_eq!(normalise("平成26〜30年 度"), "平成26~30年度");
        assert_eq!(normalise("−1,750,407"), "-1,750,407");
        assert_eq!(normalise("図4―1"), "図4-1");
        assert_eq!(normalise("データー センター"), "データーセンター");
    }

    #[test]
    fn radicals_selectors_and_hidden_characters() {
        assert_eq!(normalise("⽔道局⻑"), "水道局長");
        assert_eq!(normalise("葛\u{E0100}城\u{200B}市"), "葛城市");
    }

    #[test]
    fn spaces_of_the_layout() {
        assert_eq!(normalise("原 水 水 質 管 理"), "原水水質管理");
        assert_eq!(normalise("平成 20 年 3 月実施"), "平成20年3月実施");
        assert_eq!(normalise("LINE 通報"), "LINE 通報");
        assert_eq!(normalise("水道使用\n中止"), "水道使用中止");
        assert_eq!(normalise("60 %"), "60%");
    }

    #[test]
    fn scripts_join_their_letters() {
        assert_eq!(normalise("円/m ³"), "円/m3");
        assert_eq!(normalise("CO ₂排出量"), "CO2排出量");
        assert_eq!(normalise("件/100km ² "), "件/100km2");
        assert_eq!(normalise("配水量1m ³ 当たり"), "配水量1m3当たり");
        assert_eq!(normalise("600m ³ 2池"), "600m3 2池");
        assert_eq!(normalise("(m 3/日)"), "(m3/日)");
    }

    #[test]
    fn remnants_of_conversion() {
        assert_eq!(normalise("<p>算出<u>式</u></p>"), "算出式");
        assert_eq!(normalise("**「設備台帳」**"), "「設備台帳」");
        assert_eq!(normalise("$m^3/\\text{日}$"), "m3/日");
        assert_eq!(normalise("共同導水路^{*1}の管理"), "共同導水路*1の管理");
        assert_eq!(normalise("$(\\text{営業収益} / \\text{費用}) \\times 100$"), "(営業収益 / 費用) × 100");
        assert_eq!(normalise("a < b > c"), "a < b > c");
    }

    #[test]
    fn lines_survive_where_asked() {
        assert_eq!(normalise_lines("水道 維持課\n\n 総務課 "), "水道維持課\n総務課");
        assert_eq!(normalise_lines("A<br>B"), "A\nB");
    }

    #[test]
    fn keys_for_comparing() {
        assert_eq!(squash("【強 靱】"), squash("(強靭)"));
        assert_eq!(squash("ＬＩＮＥ 通報"), squash("line通報"));
        assert_eq!(squash("3ヶ所"), squash("3か所"));
    }

    proptest! {
        #[test]
        fn the_short_way_is_the_long_way(raw in "[ -~ぁ-ゖァ-ー一-鿿！-～、。「-】\u{3000}]{0,30}") {
            let long: String = raw.nfkc().map(|c| if matches!(c, '〜' | '∼' | '∿') { '~' } else { c }).collect();
            prop_assert_eq!(composed_simply(&raw), Some(long));
        }

        #[test]
        fn one_pass_is_all_of_them(raw in "[ -~ぁ-ゖァ-ー一-鿿！-～、。「-】\u{3000}0-9ー\t\n]{0,30}") {
            let long = plain_dashes(composed_simply(&raw).unwrap());
            match composed_plainly(&raw) {
                Some(plain) => {
                    prop_assert_eq!(plain.spaced, plain.text.contains(char::is_whitespace));
                    prop_assert_eq!(plain.text, long);
                }
                None => prop_assert!(raw.contains(MARKUP)),
            }
        }

        #[test]
        fn never_panics(raw in ".*") {
            let _ = (normalise(&raw), normalise_lines(&raw), squash(&raw));
        }

        #[test]
        fn twice_is_once(raw in "[ぁ-ん水道 令和0-9年度%m～()（）−]{0,30}") {
            let once = normalise(&raw);
            prop_assert_eq!(normalise(&once), once);
        }
    }
}
