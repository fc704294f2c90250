//! Tags of HTML in a text, as converters write them: unclosed, badly quoted, among words that have `<` and `&` of their own.
//!
//! Only known names are tags; everything else is text. The names are those of the HTML standard (<https://html.spec.whatwg.org/>, chapter 4).

use std::sync::LazyLock;

use quick_xml::escape::resolve_html5_entity;
use regex::Regex;

use super::super::pattern;

/// A tag has at most so many bytes.
const TAG_BYTES: usize = 2_000;
/// So many rows or columns a cell takes at most, after the standard (chapter 4.9.11).
const ROW_SPAN: usize = 65_534;
const COLUMN_SPAN: usize = 1_000;

/// What a tag is to a reader of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Table,
    /// thead, tbody, tfoot: no span reaches out of them.
    Section,
    Row,
    /// td, and th with `head`.
    Cell {
        head: bool,
    },
    Caption,
    Break,
    /// p, div and the like: its words stand on lines of their own.
    Block,
    Item,
    Heading(usize),
    /// b, span and the like: within a line.
    Inline,
    /// Its content is no text.
    Hidden,
}

/// A stretch of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token<'a> {
    Text(&'a str),
    Open(Kind, &'a str),
    Close(Kind),
    /// A comment, a declaration, or what no reader sees.
    Unseen,
}

/// A text from tag to tag.
pub(super) struct Tokens<'a> {
    rest: &'a str,
    /// Ends that are known not to come again, so that nothing is searched twice.
    missing: Vec<&'static str>,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text, missing: Vec::new() }
    }

    /// The length of the rest up to and with `end`.
    fn until(&mut self, end: &'static str) -> Option<usize> {
        if self.missing.contains(&end) {
            return None;
        }
        let found = self.rest.find(end).map(|at| at + end.len());
        if found.is_none() {
            self.missing.push(end);
        }
        found
    }

    /// What is at the beginning of the rest, which is a `<`, and its length; `None` where it is text.
    fn tag(&mut self) -> Option<(Token<'a>, usize)> {
        let rest = self.rest;
        if rest.starts_with("<!--") {
            return self.until("-->").map(|length| (Token::Unseen, length));
        }
        if rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
            return self.until(">").map(|length| (Token::Unseen, length));
        }
        let inside = &rest[1..];
        let closes = inside.starts_with('/');
        let inside = inside.strip_prefix('/').unwrap_or(inside);
        let name_end = inside.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(inside.len());
        let (name, behind) = inside.split_at(name_end);
        if name.is_empty() || name.len() > 12 || !behind.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/')) {
            return None;
        }
        let kind = kind(&name.to_ascii_lowercase())?;
        let end = tag_end(behind)?;
        let attributes = &behind[..end];
        let length = rest.len() - behind.len() + end + 1;
        let hidden = if attributes.ends_with('/') { None } else { content_end(name) };
        if let Some(length) = hidden.filter(|_| !closes).and_then(|end| self.until(end)) {
            return Some((Token::Unseen, length));
        }
        Some((if closes { Token::Close(kind) } else { Token::Open(kind, attributes) }, length))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let mut from = 0;
        if self.rest.starts_with('<') {
            if let Some((token, length)) = self.tag() {
                self.rest = &self.rest[length..];
                return Some(token);
            }
            from = 1;
        }
        let end = self.rest[from..].find('<').map_or(self.rest.len(), |at| from + at);
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(Token::Text(text))
    }
}

/// Where the tag ends whose name is read: the first > outside quotes, or the first at all where quotes do not close.
fn tag_end(behind: &str) -> Option<usize> {
    let mut quote = None;
    let mut first = None;
    for (at, c) in behind.char_indices().take_while(|(at, _)| *at < TAG_BYTES) {
        match (c, quote) {
            ('>', None) => return Some(at),
            ('>', Some(_)) => first = first.or(Some(at)),
            ('<', _) => break,
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            _ => {}
        }
    }
    first
}

fn content_end(name: &str) -> Option<&'static str> {
    if name.eq_ignore_ascii_case("style") { Some("</style>") } else { name.eq_ignore_ascii_case("script").then_some("</script>") }
}

fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "table" => Kind::Table,
        "thead" | "tbody" | "tfoot" => Kind::Section,
        "tr" => Kind::Row,
        "td" => Kind::Cell { head: false },
        "th" => Kind::Cell { head: true },
        "caption" => Kind::Caption,
        "br" | "hr" => Kind::Break,
        "p" | "div" | "section" | "article" | "header" | "footer" | "center" | "figure" | "figcaption" | "ul" | "ol" | "dl" | "dt"
        | "dd" | "blockquote" | "html" | "body" | "head" | "main" | "page" => Kind::Block,
        "li" => Kind::Item,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading(name[1..].parse().ok()?),
        "b" | "i" | "u" | "s" | "a" | "em" | "strong" | "span" | "font" | "sub" | "sup" | "small" | "big" | "mark" | "code" | "img"
        | "colgroup" | "col" | "ruby" | "rb" | "rp" | "rt" | "nobr" | "wbr" | "meta" | "link" => Kind::Inline,
        "style" | "script" => Kind::Hidden,
        _ => return None,
    })
}

/// Rows and columns that the attributes of a cell say; no rows (0) means all that follow.
pub(super) fn spans(attributes: &str) -> (usize, usize) {
    /// rowspan="2", rowspan=2, rowspan=\"2\"
    static SPAN: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?i)\b(row|col)span\s*=\s*[\\"'“”]{0,3}\s*([0-9]{1,9})"#));
    let (mut rows, mut columns) = (1, 1);
    for found in SPAN.captures_iter(attributes) {
        let number = found[2].parse().unwrap_or(1);
        if found[1].eq_ignore_ascii_case("row") {
            rows = if number == 0 { ROW_SPAN } else { number.min(ROW_SPAN) };
        } else {
            columns = number.clamp(1, COLUMN_SPAN);
        }
    }
    (rows, columns)
}

/// Text with its named and numbered characters: &nbsp; &amp; &#13217; &#x33A1;
pub(super) fn decoded(text: &str) -> String {
    static ENTITY: LazyLock<Regex> = LazyLock::new(|| pattern(r"&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z][a-zA-Z0-9]{1,31}));"));
    if !text.contains('&') {
        return text.to_owned();
    }
    let decode = |found: &regex::Captures| {
        let number = |group: usize, radix: u32| found.get(group).and_then(|digits| u32::from_str_radix(digits.as_str(), radix).ok());
        let by_number = number(1, 10).or_else(|| number(2, 16)).and_then(char::from_u32).filter(|c| !c.is_control()).map(String::from);
        let by_name = || found.get(3).and_then(|name| resolve_html5_entity(name.as_str())).map(str::to_owned);
        by_number.or_else(by_name).unwrap_or_else(|| found[0].to_owned())
    };
    ENTITY.replace_all(text, decode).replace('\u{a0}', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_are_tags_and_all_else_is_text() {
        let tokens: Vec<Token> = Tokens::new("<TD rowspan=\"2\">a<b</td ><参考> 1 < 2 <x> <!-- 頁 --><br/>").collect();
        assert_eq!(
            tokens,
            [
                Token::Open(Kind::Cell { head: false }, " rowspan=\"2\""),
                Token::Text("a"),
                Token::Text("<b"),
                Token::Close(Kind::Cell { head: false }),
                Token::Text("<参考> 1 "),
                Token::Text("< 2 "),
                Token::Text("<x> "),
                Token::Unseen,
                Token::Open(Kind::Break, "/"),
            ]
        );
    }

    #[test]
    fn what_no_reader_sees_is_passed_over() {
        let tokens: Vec<Token> = Tokens::new("<style>td { color: red }</style>水<script>x<!-- 終").collect();
        assert_eq!(tokens, [Token::Unseen, Token::Text("水"), Token::Open(Kind::Hidden, ""), Token::Text("x"), Token::Text("<!-- 終")]);
    }

    #[test]
    fn spans_in_all_quotes() {
        assert_eq!(spans(" rowspan=2 colspan='3'"), (2, 3));
        assert_eq!(spans(r#" colspan=\"4\""#), (1, 4));
        assert_eq!(spans(" rowspan=0 colspan=0"), (ROW_SPAN, 1));
        assert_eq!(spans(" colspan=999999999"), (1, COLUMN_SPAN));
    }

    #[test]
    fn characters_by_name_and_number() {
        assert_eq!(decoded("&lt;A&amp;B&gt;&nbsp;&#9650;1&#x33A1;"), "<A&B> ▲1㎡");
        assert_eq!(decoded("R&D; &#0; &; A&B"), "R&D; &#0; &; A&B");
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_or_read_twice(text in "[<>/a-z\"' 水&;!-]{0,80}") {
            let length: usize = Tokens::new(&text).map(|t| if let Token::Text(words) = t { words.len() } else { 0 }).sum();
            proptest::prop_assert!(length <= text.len());
        }
    }
}
