//! Glossaries: tables, lists, headings with a paragraph, and footnotes that explain a word.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::language::{normalise, squash};
use crate::model::{Block, BlockKind, Body, Cell, Evidence, Record, SourceFile, Table, Term};
use crate::rules::{ColumnRole, Rules, Section};

use super::described::BOLD;
use super::term_lines::{explains, follows, is_figures, is_index, is_memo_head, is_section_mark, split_listed};

/// Confidence by form.
const TABLE: f32 = 0.95;
const LIST: f32 = 0.85;
const FOOTNOTE: f32 = 0.75;
/// Longest head word in characters.
pub(super) const TERM_CHARS: usize = 40;
/// Shortest definition that a footnote or list gives.
pub(super) const DEFINITION_CHARS: usize = 6;
/// A header word counts from this score on.
const HEADER_SCORE: f32 = 0.6;

/// *1 【共同導水路】 …, ※ICS:…, ※アセットマネジメント…中長期的な
static FOOTNOTE_TERM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:[*※]\s*[0-9]{0,2}|注\s*[0-9]{0,2}\)?)\s*(?:[【「\[]([^】」\]]{1,40})[】」\]]\s*[:：]?|([^:：…。、()\s]{1,24}(?:\([^()]{1,20}\))?)\s*(?:[:：]|…|\.\.\.))\s*(.+)$").ok()
});

/// What glossaries gave.
#[derive(Debug, Default)]
pub struct Glossary {
    /// The term records in the order of the document, each head word once.
    pub records: Vec<Record>,
    /// Indexes of the blocks that were a glossary's: no other reader needs them.
    pub consumed: BTreeSet<usize>,
}

/// Reads all glossaries and explaining footnotes of a document.
#[must_use]
pub fn terms(source: &SourceFile, blocks: &[Block], rules: &Rules) -> Glossary {
    let mut reader = Reader { document: &source.name, rules, entries: Vec::new(), consumed: BTreeSet::new() };
    let mut open: Option<usize> = None;
    // Below a line of its own (用語メモ, 【用語の説明】) the glossary goes as far as its words do.
    let mut memo = false;
    for (n, block) in blocks.iter().enumerate() {
        if memo {
            memo = reader.memo(n, block);
            if memo {
                continue;
            }
        }
        match &block.kind {
            BlockKind::Paragraph { text } if open.is_none() && is_memo_head(text, rules) => memo = true,
            BlockKind::ListItem { mark, .. } if open.is_none() && matches!(mark.as_str(), "*" | "＊" | "※") => {
                reader.footnote(n, &blocks[n..]);
            }
            BlockKind::Heading { level, text } => open = reader.heading(n, *level, text, open, blocks),
            // The glossary ends where a table of figures begins.
            BlockKind::Table(table) if open.is_some() && is_figures(table) => {
                reader.take_back_title(n);
                open = None;
            }
            BlockKind::Table(table) => reader.table(n, table, open.is_some()),
            // ◇ 用語集 ◇ looks like a list item.
            BlockKind::ListItem { text, .. } if is_section_mark(text, rules) => open = reader.heading(n, 0, text, open, blocks),
            // A bold word before its explanation.
            BlockKind::ListItem { mark, text } if open.is_some() && mark.ends_with(BOLD) => open = reader.heading(n, 0, text, open, blocks),
            BlockKind::Paragraph { text } if open.is_some() && names_next(text, blocks.get(n + 1)) => reader.named(n, block, text),
            BlockKind::Paragraph { text } if open.is_some() => reader.paragraph(n, block, text),
            BlockKind::ListItem { text, .. } if open.is_some() => reader.listed(n, block, text),
            BlockKind::Note { .. } => reader.footnote(n, &blocks[n..]),
            _ => {}
        }
    }
    reader.finish()
}

/// An entry while it may still grow.
struct Entry {
    term: String,
    definition: Vec<String>,
    evidence: Vec<Evidence>,
    confidence: f32,
    reason: &'static str,
}

struct Reader<'a> {
    document: &'a str,
    rules: &'a Rules,
    entries: Vec<Entry>,
    consumed: BTreeSet<usize>,
}

/// Columns of one list of words inside a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Columns {
    term: usize,
    definition: usize,
}

/// A short line right above a sentence: the word that the sentence explains.
fn names_next(text: &str, next: Option<&Block>) -> bool {
    let explained = next.is_some_and(|b| matches!(&b.kind, BlockKind::Paragraph { text } if text.trim_end().ends_with('。')));
    let line = normalise(text);
    explained && text.trim().lines().count() == 1 && line.chars().count() <= 24 && !line.contains(['。', '、', ':', '…'])
}

impl Reader<'_> {
    /// The word of a short line; the next paragraph goes on with it.
    fn named(&mut self, n: usize, block: &Block, text: &str) {
        let term = normalise(text);
        self.push(&term, "", vec![Evidence::new(block.place, text)], LIST, "glossary_heading");
        self.consumed.insert(n);
    }

    /// The open glossary after a heading: its level. Index letters and head words with a paragraph stay inside.
    fn heading(&mut self, n: usize, level: usize, text: &str, open: Option<usize>, blocks: &[Block]) -> Option<usize> {
        if let Some(section) = self.rules.section(text) {
            return (section == Section::Glossary).then_some(level);
        }
        let opened = open?;
        let bare = normalise(text);
        if is_index(&bare) {
            self.consumed.insert(n);
            return open;
        }
        let numbered = bare.starts_with(|c: char| c.is_ascii_digit()) || bare.starts_with('第');
        let explained = matches!(blocks.get(n + 1).map(|b| &b.kind), Some(BlockKind::Paragraph { text }) if explains(text));
        let inside = level == 0 || (opened > 0 && level > opened);
        if !inside || numbered || !explained || bare.chars().count() > TERM_CHARS {
            return None;
        }
        self.push(&bare, "", vec![Evidence::new(blocks[n].place, text)], LIST, "glossary_heading");
        self.consumed.insert(n);
        open
    }

    fn table(&mut self, n: usize, table: &Table, inside: bool) {
        let header = self.header(table);
        let columns = match &header {
            Some((_, columns)) => columns.clone(),
            None if inside => by_length(table).into_iter().collect(),
            None => return,
        };
        if columns.is_empty() || (!inside && header.as_ref().is_some_and(|(row, _)| !self.looks_like_glossary(table, *row))) {
            return;
        }
        let first = header.map_or(0, |(row, _)| row + 1);
        for pair in columns {
            for row in first..table.rows {
                self.row(table, row, pair);
            }
        }
        self.consumed.insert(n);
    }

    /// The header row and its pairs of head word and definition.
    fn header(&self, table: &Table) -> Option<(usize, Vec<Columns>)> {
        (0..table.rows.min(3)).find_map(|row| {
            let says = |col: usize, role: ColumnRole| {
                let text = table.text(row, col);
                let glossary = role == ColumnRole::Term && self.rules.section(text) == Some(Section::Glossary);
                let score = |(found, score): &(ColumnRole, f32)| *found == role && *score >= HEADER_SCORE;
                glossary || self.rules.column_roles(text).iter().any(score)
            };
            let starts: Vec<usize> = (0..table.cols).filter(|c| is_start(table, row, *c)).collect();
            let mut pairs: Vec<Columns> = Vec::new();
            for (n, &col) in starts.iter().enumerate().filter(|(_, c)| says(**c, ColumnRole::Term)) {
                let next = starts[n + 1..].iter().copied().find(|c| says(*c, ColumnRole::Definition));
                if let Some(definition) = next {
                    // A head over index and head word: the head word stands in the last column before the definition.
                    let last = (col..definition).rev().find(|c| has_words(table, row + 1, *c)).unwrap_or(col);
                    pairs.push(Columns { term: last, definition });
                }
            }
            (!pairs.is_empty()).then_some((row, pairs))
        })
    }

    /// Outside of a glossary's section a table with 用語 and 説明 must hold explanations, not options or numbers.
    fn looks_like_glossary(&self, table: &Table, header: usize) -> bool {
        let says_term = (0..table.cols).any(|c| {
            self.rules.column_roles(table.text(header, c)).first().is_some_and(|(role, score)| *role == ColumnRole::Term && *score > 0.9)
        });
        says_term || (0..table.cols).any(|c| self.rules.section(table.text(header, c)) == Some(Section::Glossary))
    }

    fn row(&mut self, table: &Table, row: usize, columns: Columns) {
        let (Some(term), Some(definition)) = (table.at(row, columns.term), table.at(row, columns.definition)) else { return };
        if definition.row != row || term.col == definition.col {
            return;
        }
        let (word, explained) = (normalise(&term.text), normalise(&definition.text));
        if explained.is_empty() || (self.is_header_word(&word) && self.is_header_word(&explained)) {
            return;
        }
        if word.is_empty() || term.row != row {
            self.continue_last(&explained, cell_evidence(definition));
            return;
        }
        if word.chars().count() <= TERM_CHARS {
            let evidence = row_evidence(term, definition);
            self.push(&word, &explained, evidence, TABLE, "glossary_table");
        }
    }

    fn is_header_word(&self, text: &str) -> bool {
        let roles = self.rules.column_roles(text);
        roles.iter().any(|(role, score)| matches!(role, ColumnRole::Term | ColumnRole::Definition) && *score >= HEADER_SCORE)
            || self.rules.section(text) == Some(Section::Glossary)
    }

    /// A line right above a table of figures, parted by a gap (様式第2号  収支計画), was the table's title and no word explained.
    fn take_back_title(&mut self, table: usize) {
        let title = |e: &Entry| e.reason == "glossary_line" && e.definition.iter().all(|d| !explains(d));
        if table.checked_sub(1).is_some_and(|above| self.consumed.contains(&above)) && self.entries.last().is_some_and(title) {
            self.entries.pop();
        }
    }

    /// An entry that a page end broke goes on.
    fn continue_last(&mut self, text: &str, evidence: Evidence) {
        if let Some(entry) = self.entries.last_mut() {
            entry.definition.push(text.to_owned());
            entry.evidence.push(evidence);
        }
    }

    fn paragraph(&mut self, n: usize, block: &Block, text: &str) {
        let under_heading = self.entries.last().is_some_and(|e| e.reason == "glossary_heading");
        let lines: Vec<&str> = text.lines().collect();
        for line in &lines {
            let clean = normalise(line);
            if is_index(&clean) || clean.is_empty() {
                continue;
            }
            if let Some((term, definition)) = split_listed(&clean, line) {
                self.push(&term, &definition, vec![Evidence::new(block.place, *line)], LIST, "glossary_line");
            } else if under_heading || lines.len() > 1 {
                self.continue_last(&clean, Evidence::new(block.place, *line));
            }
        }
        self.consumed.insert(n);
    }

    /// A word with its explanation below a line that heads such words; `false` where they end.
    fn memo(&mut self, n: usize, block: &Block) -> bool {
        if let BlockKind::Table(table) = &block.kind {
            let words = explains_words(table);
            if words {
                self.table(n, table, true);
            }
            return words;
        }
        let (BlockKind::Paragraph { text } | BlockKind::ListItem { text, .. }) = &block.kind else {
            return matches!(block.kind, BlockKind::PageBreak | BlockKind::Furniture { .. });
        };
        let mut any = false;
        for line in text.lines() {
            match split_listed(&normalise(line), line) {
                Some((term, definition)) => {
                    self.push(&term, &definition, vec![Evidence::new(block.place, line)], LIST, "glossary_line");
                    any = true;
                }
                None if any => self.continue_last(&normalise(line), Evidence::new(block.place, line)),
                None => return false,
            }
        }
        self.consumed.insert(n);
        true
    }

    fn listed(&mut self, n: usize, block: &Block, text: &str) {
        if let Some((term, definition)) = split_listed(&normalise(text), text) {
            self.push(&term, &definition, vec![Evidence::new(block.place, text)], LIST, "glossary_line");
            self.consumed.insert(n);
        }
    }

    /// *1 【共同導水路】 …: a footnote that explains a word. What only names it in full goes on in the line below.
    fn footnote(&mut self, n: usize, rest: &[Block]) {
        let [block, ..] = rest else { return };
        let mark = if let BlockKind::ListItem { mark, .. } = &block.kind { mark.as_str() } else { "" };
        let clean = normalise(&format!("{mark}{}", block.text().replace('\n', " ")));
        let Some(found) = FOOTNOTE_TERM.as_ref().and_then(|p| p.captures(&clean)) else { return };
        let bracketed = found.get(1).is_some();
        let Some(term) = found.get(1).or_else(|| found.get(2)) else { return };
        let (term, mut definition) = (term.as_str(), found[3].trim().to_owned());
        let mut evidence = vec![Evidence::new(block.place, block.text())];
        let full_name = !definition.contains(['。', '、']) && definition.chars().count() <= TERM_CHARS;
        if let Some(next) = rest.get(1).filter(|next| {
            full_name && follows(block, next) && matches!(next.kind, BlockKind::Paragraph { .. } | BlockKind::Heading { level: 0, .. })
        }) {
            definition = format!("{definition}。{}", normalise(next.text()));
            evidence.push(Evidence::new(next.place, next.text()));
        }
        // 「約」は端数を含む: how the table is written, no word explained.
        let usage = bracketed
            && definition.starts_with('は')
            && !["いう。", "います。", "こと。", "ことです。"].iter().any(|w| definition.ends_with(w));
        let bracketed = bracketed && !usage;
        let explains = bracketed
            || !mark.is_empty()
            || !usage && definition.ends_with(['。', 'と', '法', '式', 'の', 'ム'])
            || definition.contains("のこと");
        if definition.chars().count() >= DEFINITION_CHARS && explains && !term.chars().all(|c| c.is_ascii_digit()) && !self.is_remark(term)
        {
            self.push(term, &definition, evidence, FOOTNOTE, "footnote");
            self.consumed.insert(n);
        }
    }

    /// Words before a colon in a note that are the head of a remark (出典, 単位, 参考), not a word explained; rating words likewise.
    fn is_remark(&self, term: &str) -> bool {
        let roles = self.rules.column_roles(term);
        self.rules.ratings.is_rating(term)
            || self.rules.owners.line(&format!("{term}:総務課")).is_some()
            || roles.iter().any(|(role, score)| {
                *score >= 0.9 && !matches!(role, ColumnRole::Term | ColumnRole::Indicator | ColumnRole::Measure | ColumnRole::Goal)
            })
    }

    fn push(&mut self, term: &str, definition: &str, evidence: Vec<Evidence>, confidence: f32, reason: &'static str) {
        let definition = if definition.is_empty() { Vec::new() } else { vec![definition.to_owned()] };
        self.entries.push(Entry { term: term.trim().to_owned(), definition, evidence, confidence, reason });
    }

    /// Records: each head word once, the surest form first.
    fn finish(self) -> Glossary {
        let mut best: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
        for (n, entry) in self.entries.iter().enumerate() {
            let known = best.entry(squash(&entry.term)).or_insert(n);
            if entry.confidence > self.entries[*known].confidence {
                *known = n;
            }
        }
        let keep: BTreeSet<usize> = best.into_values().collect();
        let records = self
            .entries
            .into_iter()
            .enumerate()
            .filter(|(n, entry)| keep.contains(n) && !entry.definition.is_empty())
            .map(|(_, entry)| {
                let body = Body::Term(Term { term: entry.term, definition: normalise(&entry.definition.join(" ")) });
                Record {
                    body,
                    document: self.document.to_owned(),
                    id: String::new(),
                    confidence: entry.confidence,
                    reasons: vec![entry.reason.to_owned()],
                    evidence: entry.evidence,
                    corrections: Vec::new(),
                }
            })
            .collect();
        Glossary { records, consumed: self.consumed }
    }
}

fn is_start(table: &Table, row: usize, col: usize) -> bool {
    table.at(row, col).is_some_and(|c| c.col == col && c.row <= row)
}

/// Whether a column holds more than index letters below a row.
fn has_words(table: &Table, from: usize, col: usize) -> bool {
    (from..table.rows).any(|row| {
        let text = table.text(row, col);
        !text.trim().is_empty() && !is_index(text)
    })
}

/// Two columns, short words beside sentences.
fn explains_words(table: &Table) -> bool {
    let row = |row: usize| {
        let (term, told) = (table.text(row, 0).trim(), table.text(row, 1).trim());
        (1..=TERM_CHARS).contains(&term.chars().count()) && !term.ends_with('。') && told.ends_with('。')
    };
    table.cols == 2 && table.rows > 0 && (0..table.rows).all(row)
}

/// Without a header: the definition is the column with the most text, the head word the last column with words before it.
fn by_length(table: &Table) -> Option<Columns> {
    let length = |col: usize| (0..table.rows).map(|r| table.text(r, col).chars().count()).sum::<usize>();
    let definition = (1..table.cols).max_by_key(|c| (length(*c), table.cols - c))?;
    let term = (0..definition).rev().find(|c| has_words(table, 0, *c))?;
    let numeric =
        |col: usize| (0..table.rows).filter(|r| table.text(*r, col).starts_with(|c: char| c.is_ascii_digit())).count() * 2 > table.rows;
    (length(definition) > length(term) && !numeric(definition) && !numeric(term)).then_some(Columns { term, definition })
}

/// In a text source both cells stand on one line: one evidence with the line's words.
fn row_evidence(term: &Cell, definition: &Cell) -> Vec<Evidence> {
    if term.place.line.is_some() && term.place.line == definition.place.line {
        vec![Evidence::new(term.place, format!("{}\t{}", term.text, definition.text))]
    } else {
        vec![cell_evidence(term), cell_evidence(definition)]
    }
}

fn cell_evidence(cell: &Cell) -> Evidence {
    Evidence::new(cell.place, cell.text.as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Content;

    fn read(text: &str) -> Glossary {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let blocks = crate::layout::text::blocks(&lines);
        let source = SourceFile::new("plan", Content::Lines(lines), Vec::new());
        terms(&source, &blocks, Rules::embedded())
    }

    fn words(text: &str) -> Vec<(String, String)> {
        let entry = |r: Record| match r.body {
            Body::Term(term) => (term.term, term.definition),
            other => panic!("not a term: {other:?}"),
        };
        read(text).records.into_iter().map(entry).collect()
    }

    fn pair(term: &str, definition: &str) -> (String, String) {
        (term.to_owned(), definition.to_owned())
    }

    #[test]
    fn index_letters_are_passed_over_and_broken_entries_joined() {
        let text = "附属資料【用語集】\n\n用語解説\t\t意味\nあ\t赤水\t鉄の錆で赤くなった水。\nか\t企業債\t建設改良の資金に充てるために\n\n\
                    用語解説\t\t意味\nか\t\t起こす地方債。\n\t管網\t網の目のようにつないだ配水管。";
        let expected = [
            pair("赤水", "鉄の錆で赤くなった水。"),
            pair("企業債", "建設改良の資金に充てるために起こす地方債。"),
            pair("管網", "網の目のようにつないだ配水管。"),
        ];
        assert_eq!(words(text), expected);
        assert_eq!(read(text).consumed.len(), 1, "one table with its head again");
    }

    #[test]
    fn a_glossary_without_a_header_ends_at_the_next_section() {
        let text = "◇ 用語集 ◇\n\nあ行\t\n有収率\t有収水量を給水量で除したもの。\n\n◇ 業務指標(PI値)の解説 ◇\n\n安心\t\n水源余裕率 %\t水源のゆとりを表す。";
        assert_eq!(words(text), [pair("有収率", "有収水量を給水量で除したもの。")]);
    }

    #[test]
    fn footnotes_explain_words_and_remarks_do_not() {
        assert_eq!(
            words("*1 【共同導水路】 二つの市が共同で管理する導水路のこと。"),
            [pair("共同導水路", "二つの市が共同で管理する導水路のこと。")]
        );
        assert_eq!(words("※「約」は端数を丸めたことを表す。"), []);
        assert_eq!(words("※単位:千円で表している。\n\n※令和8年度は計画対象期間外である。\n\n※1 出典:決算統計の各年度の値。"), []);
    }

    #[test]
    fn head_words_stand_over_their_explanations_or_beside_them() {
        let text = "ことばの説明\n\n普及率\n\n区域内の人口のうち、水道を使う人の割合。\n\n導水管\n\n水源から浄水場まで水を運ぶ管。";
        assert_eq!(
            words(text),
            [pair("普及率", "区域内の人口のうち、水道を使う人の割合。"), pair("導水管", "水源から浄水場まで水を運ぶ管。")]
        );
        let block = |kind: BlockKind| Block { place: crate::model::Place::default(), kind };
        let table = crate::extract::testing::table(&[&["伏流水", "川底の砂の中を流れる地下の水。"], &["導水管", "水を運ぶ管。"]]);
        let blocks = [block(BlockKind::Paragraph { text: "言葉の意味".to_owned() }), block(BlockKind::Table(table))];
        let source = SourceFile::new("plan", Content::Lines(Vec::new()), Vec::new());
        assert_eq!(terms(&source, &blocks, Rules::embedded()).records.len(), 2, "a table right below the line");
        assert_eq!(words("言葉の意味\n\n伏流水　川底の砂の中を流れる地下の水。"), [pair("伏流水", "川底の砂の中を流れる地下の水。")]);
    }

    #[test]
    fn tables_of_measures_are_no_glossary() {
        assert!(read("件名\t内容\n管路の更新\t古い管を新しくするもの").consumed.is_empty());
    }

    #[test]
    fn evidence_is_the_printed_row() {
        let glossary = read("用語集\n\n用語\t解説\n管網\t網の目のようにつないだ配水管。");
        let evidence = &glossary.records[0].evidence;
        assert_eq!((evidence[0].line, evidence[0].quote.as_str()), (Some(4), "管網\t網の目のようにつないだ配水管。"));
    }

    #[test]
    fn a_table_of_figures_ends_the_glossary() {
        let text = "用語の説明\n\n企業債\t建設に要する資金として借り入れる地方債をいう。\n\n様式第2号（収益的収支）　　収支計画\n\n区分\t令和6年度\t令和7年度\n料金収入\t1,000\t1,100\n支払利息\t200\t210\n\n以上\tこの表のとおりである。\n";
        assert_eq!(words(text).into_iter().map(|(term, _)| term).collect::<Vec<_>>(), ["企業債"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(用語集\n\n)?([あ-んA-Z※*1-9【】:：\t。 \n]{0,60})") {
            for record in read(&text).records {
                prop_assert!(!record.evidence.is_empty());
            }
        }
    }
}
