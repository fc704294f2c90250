//! Sections and parties that are to do something: splitting cells and brackets of owners.

use std::borrow::Cow;
use std::ops::Range;

use super::normalise::{normalise, normalise_lines};

/// The words that tell where the name of a section ends; the rules hand over their own lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerWords {
    /// Endings of names: 課, 室, 公社 ...
    pub suffixes: Vec<String>,
    /// Words that end like a name and are none: 関係, 課題, 室内 ...
    pub stop_words: Vec<String>,
    /// Words before the names in a bracket: 担当, 取りまとめ ...
    pub markers: Vec<String>,
    /// Endings of units within a section: 係, 班 ...
    pub units: Vec<String>,
}

const SUFFIXES: [&str; 31] = [
    "課",
    "室",
    "係",
    "班",
    "局",
    "部",
    "署",
    "担当",
    "グループ",
    "チーム",
    "センター",
    "事務所",
    "営業所",
    "支所",
    "浄水場",
    "公社",
    "企業団",
    "組合",
    "本部",
    "協会",
    "協議会",
    "委員会",
    "事務局",
    "会社",
    "者",
    "業者",
    "各所属",
    "全庁",
    "市町村",
    "団体",
    "機関",
];
const STOP_WORDS: [&str; 13] =
    ["関係", "係る", "課題", "課す", "担当する", "室内", "部分", "局所", "全部", "一部", "内部", "外部", "電気室"];
const MARKERS: [&str; 12] =
    ["担当課", "担当部署", "担当", "取りまとめ", "とりまとめ", "取組主体", "実施主体", "所管課", "所管", "主管課", "主管", "関係課"];

const UNITS: [&str; 4] = ["係", "班", "グループ", "チーム"];

impl Default for OwnerWords {
    fn default() -> Self {
        let own = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
        Self { suffixes: own(&SUFFIXES), stop_words: own(&STOP_WORDS), markers: own(&MARKERS), units: own(&UNITS) }
    }
}

impl OwnerWords {
    /// Whether a piece can stand as the name of a section or party.
    #[must_use]
    pub fn is_name(&self, piece: &str) -> bool {
        let bare = piece.trim_end_matches([')', '等']).trim_end_matches("ほか");
        let bare = bare.split('(').next().filter(|head| !head.is_empty()).unwrap_or(bare);
        ends_in(bare, &self.suffixes) && !self.stop_words.iter().any(|s| bare == s)
    }
}

/// Whether the text ends in one of the words. Many texts are asked for many words: the last byte tells of nearly all that they do not end it.
#[must_use]
pub fn ends_in(text: &str, words: &[String]) -> bool {
    let last = text.as_bytes().last();
    words.iter().any(|word| word.as_bytes().last() == last && text.ends_with(word.as_str()))
}

/// An owners' bracket in running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BracketOwners {
    /// Byte range of the bracket with its marks.
    pub range: Range<usize>,
    /// The word before the names (担当, 取りまとめ).
    pub marker: String,
    /// The names.
    pub owners: Vec<String>,
}

/// Splits a cell of owners into names: at 、 , / ; and line starts always, at ・, spaces and line breaks where the piece before is a
/// whole name; names that the layout broke are joined. `text` is raw, with its line breaks.
#[must_use]
pub fn split_owners(text: &str, words: &OwnerWords) -> Vec<String> {
    let text = keep_gaps(&with_units(text, words));
    let mut names: Vec<String> = Vec::new();
    for listed in text.split(['、', ',', '/', ';', '，', '\t']) {
        let pieces = pieces_of(listed);
        names.extend(joined(&pieces, words));
    }
    let mut seen: Vec<String> = Vec::new();
    for name in names {
        let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '・' | '-' | '◎' | '○' | '●' | '※')).to_owned();
        if !name.is_empty() && !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen
}

/// The brackets of a normalised text that name owners: (担当:総務課、営業課), （取りまとめ：営業課）.
#[must_use]
pub fn bracketed_owners(text: &str, words: &OwnerWords) -> Vec<BracketOwners> {
    let mut found = Vec::new();
    for (open, _) in text.char_indices().filter(|(_, c)| matches!(c, '(' | '（' | '【' | '[' | '〔')) {
        let inner_at = open + text[open..].chars().next().map_or(0, char::len_utf8);
        let Some(close) = closing(&text[inner_at..]) else { continue };
        let inner = &text[inner_at..inner_at + close];
        let Some(marker) = words.markers.iter().find(|m| inner.trim_start().starts_with(m.as_str())) else { continue };
        let names = inner.trim_start()[marker.len()..].trim_start();
        let Some(names) = names.strip_prefix([':', '：']) else { continue };
        let end = inner_at + close + text[inner_at + close..].chars().next().map_or(0, char::len_utf8);
        found.push(BracketOwners { range: open..end, marker: marker.clone(), owners: split_owners(names, words) });
    }
    found
}

/// Names of sections in running text (総務課, 水道危機管理室), with their byte ranges; titles of persons (総務課長) are none.
#[must_use]
pub fn find_sections(text: &str, words: &OwnerWords) -> Vec<Range<usize>> {
    let in_name = |c: char| matches!(c, '\u{3400}'..='\u{9FFF}' | '々' | 'ァ'..='ヶ' | 'ー');
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if !in_name(c) {
            at += c.len_utf8();
            continue;
        }
        let length = text[at..].find(|c: char| !in_name(c)).unwrap_or(text.len() - at);
        let run = &text[at..at + length];
        if words.is_name(run) && run.chars().count() > 2 && !is_general(run, words) {
            found.push(at..at + length);
        }
        at += length;
    }
    found
}

/// 関係者, 需要者, 大部分の一部: ends like a name, names nobody.
fn is_general(run: &str, words: &OwnerWords) -> bool {
    run.ends_with('者') || words.stop_words.iter().any(|stop| run.ends_with(stop.as_str()) || run.starts_with(stop.as_str()))
}

/// Characters of the longest bracket that names owners.
const LONGEST_BRACKET: usize = 300;

/// Position of the bracket that closes the one just opened.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices().take(LONGEST_BRACKET) {
        match c {
            '(' | '（' | '【' | '[' | '〔' => depth += 1,
            ')' | '）' | '】' | ']' | '〕' if depth == 0 => return Some(at),
            ')' | '）' | '】' | ']' | '〕' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Closes the gap between a section and the unit of it that stands behind it on one line: 水道課　工務係.
fn with_units<'a>(text: &'a str, words: &OwnerWords) -> Cow<'a, str> {
    let is_unit = |name: &str| ends_in(name, &words.units);
    let ends =
        |name: &str| name.split(['、', ',', '，', '/', ';', '・']).next_back().is_some_and(|last| words.is_name(last) && !is_unit(last));
    let begins =
        |name: &str| name.split(['、', ',', '，', '/', ';', '・']).next().is_some_and(|first| is_unit(first) && words.is_name(first));
    if !words.units.iter().any(|unit| text.contains(unit.as_str())) {
        return Cow::Borrowed(text);
    }
    let mut joined = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut before = "";
        for word in line.split_inclusive([' ', '\u{3000}']) {
            if ends(before.trim()) && begins(word.trim()) {
                joined.truncate(joined.trim_end().len());
            }
            joined.push_str(word);
            before = word;
        }
    }
    Cow::Owned(joined)
}

/// Normalised word by word, so that spaces survive as marks of a possible boundary.
fn keep_gaps(text: &str) -> String {
    let lines = normalise_lines(&text.replace([' ', '\u{3000}', '\u{A0}'], "\n"));
    lines.lines().map(normalise).collect::<Vec<_>>().join("\n")
}

/// A piece and whether ・ stood before it (otherwise a gap).
struct Piece {
    text: String,
    dot: bool,
}

fn pieces_of(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for chunk in text.split('\n') {
        for (i, part) in chunk.split('・').enumerate() {
            pieces.push(Piece { text: part.trim().to_owned(), dot: i > 0 });
        }
    }
    pieces.retain(|p| !p.text.is_empty());
    pieces
}

/// Joins pieces until they make a whole name; what never becomes one stays as it was parted by the layout.
fn joined(pieces: &[Piece], words: &OwnerWords) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let mut name = pieces[at].text.clone();
        let mut next = at + 1;
        while !words.is_name(&name) || is_tail(pieces.get(next)) {
            let Some(piece) = pieces.get(next) else { break };
            if piece.dot {
                name.push('・');
            }
            name.push_str(&piece.text);
            next += 1;
        }
        if words.is_name(&name) || next == at + 1 {
            names.push(name);
            at = next;
        } else {
            names.push(pieces[at].text.clone());
            at += 1;
        }
    }
    names
}

/// A bracket that goes on from the name before it.
fn is_tail(piece: Option<&Piece>) -> bool {
    piece.is_some_and(|p| p.text.starts_with('('))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> Vec<String> {
        split_owners(text, &OwnerWords::default())
    }

    #[test]
    fn separators() {
        assert_eq!(split("総務課、営業課"), ["総務課", "営業課"]);
        assert_eq!(split("経営企画課 ・総務課"), ["経営企画課", "総務課"]);
        assert_eq!(split("総務課\n浄水課\n"), ["総務課", "浄水課"]);
        assert_eq!(split("・総務課\n・浄水課"), ["総務課", "浄水課"]);
        assert_eq!(split("給水課/施設課"), ["給水課", "施設課"]);
        assert_eq!(split("(公財)仙台市水道サービス公社、総務課"), ["(公財)仙台市水道サービス公社", "総務課"]);
    }

    #[test]
    fn names_broken_by_the_layout() {
        assert_eq!(split("水道維持課 下水道施設 管理課"), ["水道維持課", "下水道施設管理課"]);
        assert_eq!(split("経営企\n画課"), ["経営企画課"]);
        assert_eq!(split("水道維持\n課"), ["水道維持課"]);
    }

    #[test]
    fn units_behind_their_section() {
        assert_eq!(split("水道課　工務係"), ["水道課工務係"]);
        assert_eq!(split("水道課 工務係、総務課　財政班\n給水課"), ["水道課工務係", "総務課財政班", "給水課"]);
        assert_eq!(split("水道課　工務課"), ["水道課", "工務課"]);
        assert_eq!(split("工務係　料金係"), ["工務係", "料金係"], "neither is part of the other");
        assert_eq!(split("水道課\n工務係"), ["水道課", "工務係"], "lines may list names");
    }

    #[test]
    fn dots_inside_names() {
        assert_eq!(split("上水道業務・料金係"), ["上水道業務・料金係"]);
        assert_eq!(split("総務課・営業課"), ["総務課", "営業課"]);
    }

    #[test]
    fn parties_without_a_suffix_stay() {
        assert_eq!(split("地元"), ["地元"]);
        assert_eq!(split("民間事業者、地元"), ["民間事業者", "地元"]);
        assert_eq!(split(""), Vec::<String>::new());
    }

    #[test]
    fn sections_in_sentences() {
        let text = "総務課が中心となり、水道危機管理室と関係各課で課題の一部を総務課長が検討する";
        let names: Vec<_> = find_sections(text, &OwnerWords::default()).into_iter().map(|r| &text[r]).collect();
        assert_eq!(names, ["総務課", "水道危機管理室"]);
    }

    #[test]
    fn brackets() {
        let text = "◆広報の推進(担当:総務課、営業課)と（取りまとめ：営業課）(注)";
        let found = bracketed_owners(text, &OwnerWords::default());
        assert_eq!(found.len(), 2);
        assert_eq!(&text[found[0].range.clone()], "(担当:総務課、営業課)");
        assert_eq!(found[0].owners, ["総務課", "営業課"]);
        assert_eq!((found[1].marker.as_str(), found[1].owners.len()), ("取りまとめ", 1));
        let nested = bracketed_owners("(担当:(公財)水道サービス公社)", &OwnerWords::default());
        assert_eq!(nested[0].owners, ["(公財)水道サービス公社"]);
    }

    #[test]
    fn open_brackets_without_end() {
        assert!(bracketed_owners(&"(担当:".repeat(5_000), &OwnerWords::default()).is_empty());
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,60}", words in "[課室係・、 \n()（担当:水道総務)]{0,30}") {
            for t in [text.as_str(), words.as_str()] {
                let _ = (split(t), bracketed_owners(t, &OwnerWords::default()));
            }
        }
    }
}
