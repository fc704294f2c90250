//! Tables whose rows stand apart by blank lines, their cells set with spaces: what converters that keep the look of a page make of tall rows.
//!
//! A cell that the page broke stands on several lines of its row, and where it is set in the middle of the row its lines do not begin with
//! those of its neighbours. So a row is all that stands between two blank lines, and what stands over each other in it is one cell. The
//! first such group, the head, gives the columns.

use std::collections::BTreeMap;

use super::aligned::{Measure, Segment, segments};
use super::figures::FIGURE;
use super::found::{Found, Row, Tables};
use super::lines::opens;
use super::{is_blank, special};

/// Fewest columns of a table.
const COLUMNS: usize = 3;
/// A table of a single row has at least so many.
const COLUMNS_OF_ONE_ROW: usize = 4;
/// More words than this on a line are no cells.
const MOST_CELLS: usize = 40;
/// A head takes at most so many lines.
const HEAD_LINES: usize = 4;
/// A row takes at most so many lines.
const ROW_LINES: usize = 12;
/// Words farther than this from every column do not stand in the table.
const FARTHEST: usize = 14;
/// A row of one word (収益的収入) is at most so long.
const TITLE_CHARS: usize = 20;
/// Fewest words that are explained beside each other, how long their explanations are on the average, and how wide the gap before them is.
const EXPLAINED: usize = 3;
const EXPLANATION: usize = 15;
const EXPLAINED_GAP: usize = 2;
/// How sure it is that these are the cells.
const CONFIDENCE: f32 = 0.8;

/// Lines without a blank one between them.
struct Group {
    start: usize,
    end: usize,
    lines: Vec<Vec<Segment>>,
    /// One blank line parts it from the group before.
    near: bool,
    /// The end of a page does.
    page_ended: bool,
    /// Its first line opens with the number of a part of the plan (施策3).
    numbered: bool,
}

/// From where to where the words of a column stand.
type Span = (usize, usize);

/// The tables of this kind among the lines that `free` leaves.
pub(super) fn find(lines: &[String], free: &dyn Fn(usize) -> bool) -> Tables {
    let by_width = [Measure::Characters, Measure::Widths].map(|measure| groups(lines, free, measure));
    let mut tables = Tables::new();
    let mut at = 0;
    while at < by_width[0].len() {
        // The text tells by nothing else how its columns were counted: the count by which more rows stand in them, and more closely.
        let read = by_width.iter().filter_map(|groups| table(groups, at).or_else(|| explained(groups, at)));
        match read.min_by_key(|read| (std::cmp::Reverse(read.groups), read.away)) {
            Some(read) => {
                at += read.groups;
                tables.insert(read.start, read.found);
            }
            None => at += 1,
        }
    }
    tables
}

fn groups(lines: &[String], free: &dyn Fn(usize) -> bool, measure: Measure) -> Vec<Group> {
    let mut found: Vec<Group> = Vec::new();
    let (mut blank, mut page_ended) = (0, false);
    let mut open = false;
    for (n, line) in lines.iter().enumerate() {
        if !free(n) {
            (open, page_ended) = (false, true);
        } else if is_blank(line) {
            blank += 1;
            open = false;
        } else {
            let cells = segments(line, measure);
            match found.last_mut().filter(|_| open) {
                Some(group) => {
                    group.lines.push(cells);
                    group.end = n + 1;
                }
                None => {
                    let numbered = opens(line.trim());
                    found.push(Group { start: n, end: n + 1, lines: vec![cells], near: blank == 1, page_ended, numbered });
                }
            }
            (open, blank, page_ended) = (true, 0, false);
        }
    }
    found
}

/// A table, and how well its words stand in its columns.
struct Read {
    start: usize,
    /// How many groups are its head and rows.
    groups: usize,
    /// How far its words stand from their columns, together.
    away: usize,
    found: Found,
}

/// The table with a group as its head.
fn table(groups: &[Group], head: usize) -> Option<Read> {
    let mut spans = columns(&groups[head])?;
    let rows: Vec<&Group> = groups[head + 1..].iter().take_while(|group| is_row(group, &spans)).collect();
    let few = if spans.len() >= COLUMNS_OF_ONE_ROW { 1 } else { 2 };
    // The last row has more words than its name.
    let last = rows.iter().rposition(|group| group.lines.iter().any(|cells| cells.len() > 1))?;
    let rows = &rows[..=last];
    if rows.len() < few {
        return None;
    }
    // Rows without a gap show where the cells of a column really stand.
    let cols = spans.len();
    for cells in rows.iter().flat_map(|group| &group.lines).filter(|cells| cells.len() == cols) {
        for (span, cell) in spans.iter_mut().zip(cells) {
            *span = (span.0.min(cell.from), span.1.max(cell.to));
        }
    }
    let mut away = 0;
    let mut all: Vec<Row> = Vec::with_capacity(rows.len() + 1);
    for group in std::iter::once(&&groups[head]).chain(rows) {
        let mut cells = vec![String::new(); spans.len()];
        for line in &group.lines {
            let (cost, places) = placed(line, &spans)?;
            away += cost;
            for (cell, col) in line.iter().zip(places) {
                if !cells[col].is_empty() {
                    cells[col].push('\n');
                }
                cells[col].push_str(&cell.text);
            }
        }
        all.push(Row { line: group.start, cells });
    }
    let end = rows.last().map_or(groups[head].end, |group| group.end);
    let found = Found { end, rows: all, confidence: CONFIDENCE };
    Some(Read { start: groups[head].start, groups: rows.len() + 1, away, found })
}

/// Words and beside them what they mean: the explanations begin in one column.
fn explained(groups: &[Group], first: usize) -> Option<Read> {
    let start = groups[first..].iter().take(EXPLAINED).flat_map(|group| &group.lines).find(|cells| cells.len() == 2)?[1].from;
    let of_group = |group: &Group| -> Option<[String; 2]> {
        let mut cells = [String::new(), String::new()];
        for cell in group.lines.iter().flatten() {
            let at = usize::from(cell.from == start);
            if at == 0 && cell.to + EXPLAINED_GAP > start {
                return None;
            }
            if !cells[at].is_empty() {
                cells[at].push('\n');
            }
            cells[at].push_str(&cell.text);
        }
        let word = !cells[0].contains('\n') || cells[0].lines().all(|line| line.chars().count() > 1);
        (word && cells[0].chars().count() > 1 && !cells[1].is_empty() && !group.numbered).then_some(cells)
    };
    let near = |(n, group): &(usize, &Group)| *n == 0 || group.near || group.page_ended;
    let rows = groups[first..].iter().enumerate().take_while(near).map_while(|(_, group)| of_group(group).map(|cells| (group, cells)));
    let rows: Vec<(&Group, [String; 2])> = rows.collect();
    let letters: usize = rows.iter().map(|(_, cells)| cells[1].chars().count()).sum();
    if rows.len() < EXPLAINED || letters < EXPLANATION * rows.len() {
        return None;
    }
    let end = rows.last()?.0.end;
    let (start, groups) = (groups[first].start, rows.len());
    let rows = rows.into_iter().map(|(group, cells)| Row { line: group.start, cells: cells.to_vec() }).collect();
    Some(Read { start, groups, away: 0, found: Found { end, rows, confidence: CONFIDENCE } })
}

/// The columns of a head: what stands over each other is one, and no word stands over two others of a line.
fn columns(head: &Group) -> Option<Vec<Span>> {
    if head.lines.len() > HEAD_LINES || head.lines.iter().any(|cells| cells.len() > MOST_CELLS || is_sentence(cells)) {
        return None;
    }
    // A name with its figures is a row.
    let figures = |cells: &Vec<Segment>| cells.len() >= COLUMNS && cells[1..].iter().all(|cell| FIGURE.is_match(&cell.text));
    if head.lines.iter().any(figures) {
        return None;
    }
    let mut spans: BTreeMap<usize, usize> = BTreeMap::new();
    let widest = head.lines.iter().map(Vec::len).max()?;
    for cell in head.lines.iter().flatten() {
        let (mut from, mut to) = (cell.from, cell.to);
        let over: Vec<usize> = spans.range(..to).filter(|(_, end)| **end > from).map(|(start, _)| *start).collect();
        for start in over {
            let end = spans.remove(&start)?;
            (from, to) = (from.min(start), to.max(end));
        }
        spans.insert(from, to);
    }
    let spans: Vec<Span> = spans.into_iter().collect();
    (spans.len() >= COLUMNS.max(widest)).then_some(spans)
}

/// Whether a group stands in the columns: a row, or the name of the rows below it.
fn is_row(group: &Group, spans: &[Span]) -> bool {
    let widest = group.lines.iter().map(Vec::len).max().unwrap_or(0);
    // Headings come behind the end of a page, and a row that goes on there has most of its cells.
    let full = widest >= COLUMNS && widest * 2 >= spans.len();
    if group.lines.len() > ROW_LINES || !(group.near || group.page_ended) || (group.page_ended || group.numbered) && !full {
        return false;
    }
    if let [line] = group.lines.as_slice()
        && let [cell] = line.as_slice()
    {
        let title =
            cell.text.chars().count() <= TITLE_CHARS && !cell.text.starts_with(['【', '[', '(', '（']) && special(&cell.text).is_none();
        return title && cell.from <= spans[0].1;
    }
    group.lines.iter().all(|cells| !across(cells, spans) && placed(cells, spans).is_some())
}

/// Whether a word of a line reaches over the middles of two columns.
fn across(cells: &[Segment], spans: &[Span]) -> bool {
    let over = |cell: &Segment, span: &Span| cell.from <= usize::midpoint(span.0, span.1) && usize::midpoint(span.0, span.1) < cell.to;
    is_sentence(cells) && cells[0].from < spans[1].0 && cells[0].to > spans[1].1
        || cells.iter().any(|cell| spans.iter().filter(|span| over(cell, span)).count() > 1)
}

fn is_sentence(cells: &[Segment]) -> bool {
    matches!(cells, [cell] if cell.text.ends_with('。'))
}

/// The columns of the words of a line, each behind that of the word before, with how far the words stand from them together; `None` where
/// one stands too far from all.
fn placed(cells: &[Segment], spans: &[Span]) -> Option<(usize, Vec<usize>)> {
    if cells.len() > spans.len() || cells.len() > MOST_CELLS {
        return None;
    }
    // best[col]: the least distance with the last word in a column up to this one, and the columns of the words.
    let mut best: Vec<Option<(usize, Vec<usize>)>> = vec![Some((0, Vec::new())); spans.len() + 1];
    for cell in cells {
        let mut next: Vec<Option<(usize, Vec<usize>)>> = vec![None; spans.len() + 1];
        for (col, span) in spans.iter().enumerate() {
            let here = best[col].as_ref().zip(distance(cell, span)).map(|((cost, places), own)| {
                let mut places = places.clone();
                places.push(col);
                (cost + own, places)
            });
            let before = next[col].clone();
            next[col + 1] = match (before, here) {
                (Some(before), Some(here)) => Some(if here.0 < before.0 { here } else { before }),
                (before, here) => before.or(here),
            };
        }
        best = next;
    }
    best.pop().flatten()
}

/// How far a word stands from a column, in tenths of a character: the gap between them, and a little for its middle.
fn distance(cell: &Segment, span: &Span) -> Option<usize> {
    let gap = cell.from.saturating_sub(span.1).max(span.0.saturating_sub(cell.to));
    let middles = (cell.from + cell.to).abs_diff(span.0 + span.1) / 2;
    (gap <= FARTHEST).then_some(gap * 10 + middles)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Vec<Vec<String>>> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        find(&lines, &|n| !lines[n].contains("- ")).into_values().map(|f| f.rows.into_iter().map(|r| r.cells).collect()).collect()
    }

    const STEPS: &str = "\
事業名          事業の概要              担当           R8       R9       R10

             古いポンプを省エネ型に
ポンプ更新                        施設課            調査       →        工事
             取り替えます。

緊急連絡管の整備と隣接市   合意した区間から工事を進   工務課
                                           協議                協定
との協定           めます。               総務課

台帳の更新        図面を電子化します。       工務課            実施       →        →
";

    #[test]
    fn rows_are_what_stands_between_blank_lines() {
        assert_eq!(
            read(STEPS),
            [[
                ["事業名", "事業の概要", "担当", "R8", "R9", "R10"],
                ["ポンプ更新", "古いポンプを省エネ型に\n取り替えます。", "施設課", "調査", "→", "工事"],
                ["緊急連絡管の整備と隣接市\nとの協定", "合意した区間から工事を進\nめます。", "工務課\n総務課", "協議", "", "協定"],
                ["台帳の更新", "図面を電子化します。", "工務課", "実施", "→", "→"]
            ]]
        );
    }

    #[test]
    fn heads_of_several_lines_and_rows_behind_the_end_of_a_page() {
        let text = "            実績               目標\n指標   単位\n            (R5)              (R12)\n\n有収率  ％      88.1              92.0\n\n\n- 4 -\n\n\n更新率  ％       0.7              1.2以上\n\n本文が続きます。ここからは表ではありません。\n";
        assert_eq!(
            read(text),
            [[["指標", "単位", "実績\n(R5)", "目標\n(R12)"], ["有収率", "％", "88.1", "92.0"], ["更新率", "％", "0.7", "1.2以上"]]]
        );
    }

    #[test]
    fn columns_may_be_counted_by_the_width_of_letters() {
        let text = "取組名            担当課      R6        R7\n\n管路の更新        工務課      設計      工事\n\n台帳の整備        総務課                作成\n\n水質の監視        浄水課      実施      実施\n";
        assert_eq!(read(text)[0][2], ["台帳の整備", "総務課", "", "作成"]);
    }

    #[test]
    fn words_and_their_explanations() {
        assert!(
            read("目次\n\nⅠ    計画の考え方と前の計画の振り返り\nⅡ    施設のいまと将来の見通し\n\nⅢ    財政の見通しと料金の水準\n\n")
                .is_empty()
        );
        let text = "          水道メーターを通った水量のうち、料金の対象と\n有収水量\n          なった水量\n\n起債        施設を造るための長期の借入れを起こすこと\n\n耐震管       地震のときも継手が抜けない管路の総称です。\n";
        let found = read(text);
        assert_eq!(found[0][0], ["有収水量", "水道メーターを通った水量のうち、料金の対象と\nなった水量"]);
        assert_eq!(found[0].len(), 3);
        assert!(read("評価    順調\n\n担当    総務課\n\n代表    株式会社\n").is_empty(), "labels and short words");
    }

    #[test]
    fn names_with_their_figures_are_no_heads() {
        assert!(read("企業債残高    9,000     8,000    10,000\n\n資金残高      1,000     1,100     1,200\n\n回収率        101       102       103\n").is_empty());
    }

    #[test]
    fn paragraphs_headings_and_covers_are_no_tables() {
        assert!(read("ある市水道局     経営計画     2025\n\n１   計画の考え方\n\n市では、計画を定めました。\n").is_empty());
        assert!(
            read("基本方針     施策     取組\n\n計画期間は、令和７年度から令和10年度までの４年間とし、毎年度見直します。\n").is_empty()
        );
    }

    proptest::proptest! {
        #[test]
        fn any_lines_are_read(lines in proptest::collection::vec("[a更　 。]{0,30}", 0..20)) {
            for (start, found) in find(&lines, &|n| n % 5 != 4) {
                proptest::prop_assert!(start < found.end && found.end <= lines.len());
            }
        }
    }
}
