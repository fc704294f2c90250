//! One normalisation for all text that rules look at; callers keep the raw text beside it.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::memo::Memo;
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
    NORMALISED.get_or(raw, normalised)
}

static NORMALISED: Memo<String> = Memo::new();

fn normalised(raw: &str) -> String {
    match composed_plainly(raw) {
        Some(Plain { text, spaced }) => {
            if spaced {
                joined(&text)
            } else {
                text
            }
        }
        None => joined(&composed_fully(raw)),
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
    squashed_plainly(text).unwrap_or_else(|| {
        // No need to join words by spaces that go anyway.
        let text = compose(text);
        let mut key = String::with_capacity(text.len());
        push_squashed(&text, &mut key);
        key
    })
}

/// The short way of [`squash`], as [`composed_plainly`] is that of composing: in one pass.
fn squashed_plainly(text: &str) -> Option<String> {
    let mut key = String::with_capacity(text.len());
    let (mut digit, mut at) = (false, 0);
    while at < text.len() {
        let kept = kept_letters(&text.as_bytes()[at..]);
        if kept > 0 {
            push_squashed(&text[at..at + kept], &mut key);
            at += kept;
            digit = false;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        let plain = simply(c).filter(|_| !(c.is_ascii() && MARKUP.contains(&c)))?;
        // Behind a digit it may be a dash.
        if digit && plain == 'ー' {
            return None;
        }
        digit = plain.is_ascii_digit();
        if !plain.is_whitespace() {
            key.push(folded(plain.to_ascii_lowercase()));
        }
        at += c.len_utf8();
    }
    Some(key)
}

/// Appends composed text without spaces and case, folded.
fn push_squashed(text: &str, key: &mut String) {
    for c in text.chars() {
        if is_caseless(c) {
            key.push(folded(c));
        } else if c.is_ascii() {
            key.extend((!c.is_whitespace()).then(|| folded(c.to_ascii_lowercase())));
        } else if !c.is_whitespace() {
            key.extend(c.to_lowercase().map(folded));
        }
    }
}

/// Whether a character is written without spaces around it: kana, kanji and Japanese punctuation.
#[must_use]
pub fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The character-level half: remnants of conversion, composition, dashes.
fn compose(raw: &str) -> String {
    composed_plainly(raw).map_or_else(|| composed_fully(raw), |plain| plain.text)
}

fn composed_fully(raw: &str) -> String {
    let text = without_markup(raw);
    let text = if text.contains(is_script) { LOOSE_SCRIPT.replace_all(&text, "$1$2$3") } else { text };
    plain_dashes(composed_by(push_composed, &text))
}

/// NFKC, in one step for each plain character.
#[must_use]
pub fn nfkc(text: &str) -> String {
    composed_by(|stretch, out| out.extend(stretch.nfkc()), text)
}

/// Composes a text: plain characters (see [`simply`]) one by one, and by `push` each stretch of others with the plain character before it. No
/// plain character joins with what stands before it, so NFKC of the text is that of the stretches; nearly all characters are plain.
fn composed_by(push: impl Fn(&str, &mut String), text: &str) -> String {
    let mut composed = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let mut last = 0;
        let other = rest.char_indices().find(|&(at, c)| {
            let found = simply(c).is_none();
            last = if found { last } else { at };
            found
        });
        let Some((at, _)) = other else {
            push_plainly(rest, &mut composed);
            break;
        };
        push_plainly(&rest[..last], &mut composed);
        let end = rest[at..].find(|c| simply(c).is_some()).map_or(rest.len(), |length| at + length);
        push(&rest[last..end], &mut composed);
        rest = &rest[end..];
    }
    composed
}

/// Appends plain characters; what stays as it is, is copied in one piece.
fn push_plainly(text: &str, out: &mut String) {
    let mut copied = 0;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        if let Some(plain) = simply(c).filter(|plain| *plain != c) {
            out.push_str(&text[copied..at]);
            out.push(plain);
            copied = chars.offset();
        }
    }
    out.push_str(&text[copied..]);
}

/// Composes one stretch of a text.
fn push_composed(stretch: &str, out: &mut String) {
    let kept = stretch.chars().filter(|&c| !is_invisible(c)).map(unified);
    out.extend(kept.nfkc().map(|c| if matches!(c, '〜' | '∼' | '∿') { '~' } else { c }));
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

/// Text after composing.
struct Plain {
    text: String,
    /// Whether there is white space in it.
    spaced: bool,
}

/// The short way of [`compose`] in one pass over what is copied and what changes, for text without markup and scripts; `None` for any other.
/// Nearly every text is such, and every text comes here many times.
fn composed_plainly(raw: &str) -> Option<Plain> {
    let mut text = String::with_capacity(raw.len());
    let (mut spaced, mut dashed, mut digit) = (false, false, false);
    // What stays as it is, is copied in one piece.
    let (mut copied, mut at) = (0, 0);
    while at < raw.len() {
        let kept = kept_letters(&raw.as_bytes()[at..]);
        if kept > 0 {
            at += kept;
            digit = false;
            continue;
        }
        let Some(c) = raw[at..].chars().next() else { break };
        if c.is_ascii() && MARKUP.contains(&c) {
            return None;
        }
        let plain = simply(c)?;
        if plain != c {
            text.push_str(&raw[copied..at]);
            text.push(plain);
            copied = at + c.len_utf8();
        }
        spaced |= matches!(plain, '\t' | '\n' | '\r' | ' ');
        // Of the dashes only the long-vowel mark is plain.
        dashed |= digit && plain == 'ー';
        digit = plain.is_ascii_digit();
        at += c.len_utf8();
    }
    text.push_str(&raw[copied..]);
    Some(Plain { text: if dashed { plain_dashes(text) } else { text }, spaced })
}

/// How many bytes at the beginning of a text are kana, kanji and letters of ASCII that no form of a text changes (see [`simply`]); the long-vowel
/// mark, which may be a dash, is none of them. Nearly all text is such, and bytes are told faster than characters.
#[must_use]
pub fn kept_letters(text: &[u8]) -> usize {
    let kept = |letter: &[u8]| match *letter {
        // U+5000..U+9FFF, and U+4E00 on.
        [0xE5..=0xE9, ..] | [0xE4, 0xB8..=0xBF, ..] => true,
        // ぁ to ゖ, ァ to ・.
        [0xE3, 0x81, third, ..] => third >= 0x81,
        [0xE3, 0x82, third, ..] => third <= 0x96 || third >= 0xA1,
        [0xE3, 0x83, third, ..] => third <= 0xBB,
        _ => false,
    };
    let mut end = 0;
    while let Some(rest) = text.get(end..) {
        match rest {
            [b'a'..=b'z' | b'A'..=b'Z', ..] => end += 1,
            [0xE3..=0xE9, _, _, ..] if kept(rest) => end += 3,
            _ => break,
        }
    }
    end
}

/// What NFKC makes of a character of plain Japanese or ASCII, whatever stands beside it; `None` for all others.
#[must_use]
pub fn simply(c: char) -> Option<char> {
    match c {
        '\t'
        | '\n'
        | '\r'
        | ' '..='~'
        | '、'
        | '。'
        | '々'
        | '〇'
        | '「'..='】'
        | '※'
        | '\u{2190}'..='\u{21FF}'
        | '\u{25A0}'..='\u{25FF}'
        | 'ぁ'..='ゖ'
        | 'ァ'..='ー'
        | '\u{4E00}'..='\u{9FFF}' => Some(c),
        '\u{3000}' => Some(' '),
        // Full-width forms of ASCII.
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0),
        _ => None,
    }
}

/// Letters and digits without upper and lower case, told fast.
fn is_caseless(c: char) -> bool {
    matches!(c, '0'..='9' | 'a'..='z' | '\u{3001}'..='\u{9FFF}')
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
    if !text.contains(['$', '\\', '^']) {
        return Cow::Owned(text);
    }
    if text.contains('\\') {
        text = without_commands(text);
    }
    if text.contains(['^', '_']) {
        text = LATEX_POWER.replace_all(&text, "$1$2").into_owned();
    }
    if text.contains('$') {
        text = LATEX_PAIR.replace_all(&text, "$1").into_owned();
    }
    Cow::Owned(text)
}

/// Drops the commands of LaTeX, or puts the sign that they stand for.
fn without_commands(mut text: String) -> String {
    for _ in 0..3 {
        let Cow::Owned(unwrapped) = LATEX_TEXT.replace_all(&text, "$1") else { break };
        text = unwrapped;
    }
    for (command, sign) in [("\\Sigma", "Σ"), ("\\times", "×"), ("\\div", "÷"), ("\\cdot", "・"), ("\\{", "{"), ("\\}", "}"), ("\\%", "%")]
    {
        if text.contains(command) {
            text = text.replace(command, sign);
        }
    }
    text
}

/// One line with single spaces, and none of them where only the layout put them: between Japanese characters and inside dates, raised digits
/// and numbers with 年, 月, 度, %.
fn joined(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut may_join = false;
    for word in text.split_whitespace() {
        if let (Some(before), Some(after)) = (line.chars().next_back(), word.chars().next())
            && !(is_japanese(before) && is_japanese(after))
        {
            may_join |= may_belong_together(before, after);
            line.push(' ');
        }
        line.push_str(word);
    }
    if !may_join {
        return line;
    }
    [&LOOSE_POWER, &ERA_NUMBER, &NUMBER_YEAR, &YEAR_MONTH].into_iter().fold(line, |line, loose| match loose.replace_all(&line, "$1$2$3") {
        Cow::Owned(joined) => joined,
        Cow::Borrowed(_) => line,
    })
}

/// Whether one of the patterns that close up a space has these characters around it; next to no space has.
fn may_belong_together(before: char, after: char) -> bool {
    let number = |c: char| c.is_ascii_digit() || c == '元';
    match before {
        'm' => matches!(after, '2' | '3'),
        '治' | '正' | '和' | '成' | '暦' | '第' | '年' | '月' => number(after),
        _ => number(before) && matches!(after, '年' | '月' | '日' | '度' | '%'),
    }
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
        fn the_short_way_is_the_long_way(raw in "[ -~ぁ-ゖァ-ー一-鿿！-～、。々〇※←-⇿■-◿「-】\u{3000}]{0,30}") {
            let long: String = raw.nfkc().map(|c| if matches!(c, '〜' | '∼' | '∿') { '~' } else { c }).collect();
            let short: Option<String> = raw.chars().map(simply).collect();
            prop_assert_eq!(short, Some(long));
        }

        #[test]
        fn kept_letters_are_plain_ones(c: char) {
            let kept = kept_letters(c.encode_utf8(&mut [0; 4]).as_bytes());
            prop_assert_eq!(kept == c.len_utf8(), simply(c) == Some(c) && (!c.is_ascii() || c.is_ascii_alphabetic()) && !matches!(c, 'ー' | '、' | '。' | '「'..='】'));
        }

        #[test]
        fn one_pass_is_all_of_them(raw in "[ -~ぁ-ゖァ-ー一-鿿！-～、。々〇※←-⇿■-◿「-】\u{3000}0-9ー\t\n]{0,30}") {
            let long = plain_dashes(raw.chars().map(|c| simply(c).unwrap()).collect());
            match composed_plainly(&raw) {
                Some(plain) => {
                    prop_assert_eq!(plain.spaced, plain.text.contains(char::is_whitespace));
                    prop_assert_eq!(plain.text, long);
                }
                None => prop_assert!(raw.contains(MARKUP)),
            }
        }

        #[test]
        fn keys_in_one_pass_are_those_of_all(raw in "[ -~ぁ-ゖァ-ー一-鿿！-～、。々〇※←-⇿■-◿「-】\u{3000}0-9ー\t\n]{0,30}") {
            if let Some(key) = squashed_plainly(&raw) {
                let mut long = String::new();
                push_squashed(&compose(&raw), &mut long);
                prop_assert_eq!(key, long);
            }
        }

        #[test]
        fn stretches_compose_as_the_whole(raw in "([か-ごハ-ポA-e水1（ ]|[\\u{3099}\\u{309A}\\u{300}-\\u{32F}\\u{1100}-\\u{11FF}①㈱½ｶﾞ㍻がé⽔〜\\u{200B}]|.){0,20}") {
            let long: String = raw.chars().filter(|&c| !is_invisible(c)).map(unified).nfkc().collect::<String>().replace(['〜', '∼', '∿'], "~");
            prop_assert_eq!(composed_by(push_composed, &raw), long);
            prop_assert_eq!(nfkc(&raw), raw.nfkc().collect::<String>());
        }

        #[test]
        fn spaces_close_up_as_by_the_patterns_alone(text in "[第平成令和元0-9 年月日度%mckAあ、]{0,24}") {
            let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let mut closed = String::new();
            for (at, c) in spaced.char_indices() {
                let between = c == ' ' && spaced[..at].ends_with(is_japanese) && spaced[at + 1..].starts_with(is_japanese);
                if !between {
                    closed.push(c);
                }
            }
            for loose in [&LOOSE_POWER, &ERA_NUMBER, &NUMBER_YEAR, &YEAR_MONTH] {
                closed = loose.replace_all(&closed, "$1$2$3").into_owned();
            }
            prop_assert_eq!(joined(&text), closed);
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
