//! The cover: short lines before the contents or the first chapter, with title and dates.

use crate::language::{YearKind, find_years, normalise, parse_year_header, squash};
use crate::model::{Block, BlockKind, Evidence, Place, PlanKind, Rect, Revision};
use crate::rules::{Rules, Section, fold};

/// At most this many lines belong to a cover.
const COVER_LINES: usize = 40;
/// A longer line is a sentence and ends the cover of a text.
const LINE_CHARS: usize = 70;
/// A title is set in at most this many lines.
const TITLE_LINES: usize = 4;
/// Longest title in characters.
const TITLE_CHARS: usize = 90;
/// What the label of a date ends with behind the event.
const DATE_WORDS: [&str; 3] = ["年月日", "年月", "日"];

/// A title with where it stands.
pub(super) struct Title {
    pub(super) text: String,
    pub(super) evidence: Evidence,
    pub(super) confidence: f32,
    /// Code of the rule that found it.
    pub(super) reason: &'static str,
}

/// One printed line.
pub(super) struct Line {
    /// Normalised words.
    pub(super) text: String,
    /// What stands at the place: the line itself, or all lines of its block where only the block's rectangle is known.
    quote: String,
    place: Place,
}

impl Line {
    pub(super) fn evidence(&self) -> Evidence {
        Evidence::new(self.place, self.quote.as_str())
    }
}

/// The lines of the cover in reading order.
pub(super) struct Cover {
    pub(super) lines: Vec<Line>,
}

impl Cover {
    /// Of a paged source the first page, of a text what stands before the first chapter, list of contents or sentence.
    pub(super) fn of(blocks: &[Block]) -> Self {
        let first_page = blocks.iter().find_map(|b| b.place.page);
        let mut lines: Vec<Line> = Vec::new();
        for block in blocks {
            let here = first_page.is_none_or(|p| block.place.page == Some(p));
            if !here || lines.len() >= COVER_LINES || (first_page.is_none() && ends_cover(block)) {
                break;
            }
            if matches!(block.kind, BlockKind::Furniture { .. }) {
                continue;
            }
            if let BlockKind::Table(table) = &block.kind {
                // A title block set as a table; a real table has many rows and is none.
                if table.rows <= 4 {
                    let cells = table.cells.iter().filter(|c| !c.text.trim().is_empty());
                    lines.extend(cells.flat_map(|c| lines_of(&c.text, c.place)));
                }
            } else {
                lines.extend(lines_of(block.text(), block.place));
            }
        }
        lines.truncate(COVER_LINES);
        Self { lines }
    }

    /// The first run of lines that ends like a title, with the lines above that belong to it.
    pub(super) fn title(&self, rules: &Rules) -> Option<Title> {
        for last in 0..self.lines.len() {
            let Some(first) = self.title_start(last, rules) else { continue };
            let end = self.title_end(last, rules);
            let mut text = String::new();
            let between = |line: &&Line| end == last || !is_aside(&line.text, rules);
            for line in self.lines[first..=end].iter().filter(between) {
                text.push_str(&line.text);
                text.push(' ');
            }
            let text = normalise(&text);
            let cut = ends_like_title(&text, rules).unwrap_or(text.len());
            let text = text[..cut].trim().to_owned();
            if rules.plan_kind(&text).is_some() && text.chars().count() <= TITLE_CHARS {
                let evidence = joined(&self.lines[first..=end]);
                return Some(Title { text, evidence, confidence: super::FROM_COVER, reason: "title_cover" });
            }
        }
        None
    }

    /// Where a title that ends on a line begins: up to three lines above that are neither dates nor remarks nor titles.
    fn title_start(&self, last: usize, rules: &Rules) -> Option<usize> {
        if is_aside(&self.lines[last].text, rules) {
            return None;
        }
        ends_like_title(&self.lines[last].text, rules)?;
        let belongs = |n: &usize| {
            let text = self.lines[*n].text.as_str();
            !names_itself(text, &self.lines[last].text, rules)
                && !is_aside(text, rules)
                && ends_like_title(text, rules).is_none()
                && !text.ends_with(['。', '、'])
        };
        let above = (0..last).rev().take(TITLE_LINES - 1).take_while(belongs).last();
        Some(above.unwrap_or(last))
    }

    /// A title may go on: 実行計画 / 令和5年度進捗報告書, also below the plan's period in brackets.
    fn title_end(&self, last: usize, rules: &Rules) -> usize {
        let goes_on = |n: usize| self.lines.get(n).is_some_and(|l| ends_like_title(&l.text, rules).is_some() && !is_aside(&l.text, rules));
        // Only a report's name is set below a plan's; a second plan is another document's.
        let reports =
            |n: usize| self.lines.get(n).is_some_and(|l| rules.plan_kind(&l.text) == Some(PlanKind::ProgressReport) || is_stage(&l.text));
        let aside = self.lines.get(last + 1).is_some_and(|l| is_aside(&l.text, rules));
        let next = last + if aside { 2 } else { 1 };
        if goes_on(next) && reports(next) { next } else { last }
    }

    /// Dates with 策定, 改定, 素案 ... on the cover, and the date below the plan's own title elsewhere; with their places.
    pub(super) fn revisions(&self, title: Option<&str>, blocks: &[Block], rules: &Rules) -> (Vec<Revision>, Vec<Evidence>) {
        let mut found: Vec<Revision> = Vec::new();
        let mut places = Vec::new();
        let mut keep = |revision: Revision, evidence: Evidence| {
            if !found.contains(&revision) {
                found.push(revision);
                places.push(evidence);
            }
        };
        for line in &self.lines {
            // 平成30年3月 策定 ／ 令和7年3月 改定
            for part in line.text.split(['／', '/']) {
                if let Some(revision) = revision(part, rules) {
                    keep(revision, line.evidence());
                }
            }
        }
        if let Some(title) = title {
            for (revision, evidence) in below_title(title, blocks, rules) {
                keep(revision, evidence);
            }
        }
        (found, places)
    }
}

/// 第2期実施計画, 後期計画 below the name of a plan: a stage has no name of its own.
fn is_stage(text: &str) -> bool {
    let counted =
        text.strip_prefix('第').map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c)));
    let numbered = counted.is_some_and(|rest| rest.len() + '第'.len_utf8() < text.len() && rest.starts_with(['期', '次']));
    numbered || ["前期", "中期", "後期"].iter().any(|stage| text.starts_with(stage))
}

/// 戸張市上下水道局 over 戸張市水道事業アクションプラン: a title that begins with the utility does not begin with who wrote it.
fn names_itself(above: &str, title: &str, rules: &Rules) -> bool {
    let organisation = rules.documents.organisations.iter().filter_map(|o| fold(above).strip_suffix(o.as_str()).map(str::to_owned));
    organisation.into_iter().any(|utility| utility.chars().count() >= 2 && fold(title).starts_with(&utility))
}

fn lines_of(text: &str, place: Place) -> Vec<Line> {
    let lines = text.lines().enumerate().flat_map(|(n, raw)| {
        let (quote, place) = match place.line {
            // In a text each line has its own number.
            Some(line) => (raw, Place { line: Some(line + n), ..place }),
            None => (text, place),
        };
        parts(raw).into_iter().map(move |part| Line { text: normalise(part), quote: quote.to_owned(), place })
    });
    lines.filter(|line| !line.text.is_empty()).collect()
}

/// 令和8年3月　青崎市: a date and what stands apart from it on one line are read one by one.
fn parts(raw: &str) -> Vec<&str> {
    let dated = |part: &str| {
        let part = normalise(part);
        matches!(find_years(&part).as_slice(), [(range, span)] if *range == (0..part.len()) && matches!(span.kind, YearKind::Month | YearKind::Date))
    };
    let parts: Vec<&str> = raw.split('\u{3000}').filter(|part| !part.trim().is_empty()).collect();
    if parts.len() > 1 && parts.iter().any(|part| dated(part)) { parts } else { vec![raw] }
}

fn ends_cover(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Heading { level, text } => (*level > 0 && *level <= 2 && normalise(text).starts_with('第')) || normalise(text) == "目次",
        BlockKind::Contents { .. } => true,
        BlockKind::Table(table) => table.rows > 4,
        BlockKind::Paragraph { text } => text.lines().any(|l| l.chars().count() > LINE_CHARS),
        _ => false,
    }
}

/// Where a title in the line ends (byte), remarks in brackets and words like 概要版 left out; `None` where it does not end like one.
pub(super) fn ends_like_title(text: &str, rules: &Rules) -> Option<usize> {
    let mut end = text.len();
    loop {
        let bare = text[..end].trim_end();
        end = bare.len();
        let words = &rules.documents;
        if let Some(open) = bracket_at_end(bare) {
            end = open;
        } else if let Some(noise) = words.title_noise.iter().find(|w| bare.len() > w.len() && bare.ends_with(w.as_str())) {
            end -= noise.len();
        } else {
            let key = fold(bare);
            // すいどうプラン2035: the year of a plan may end its name.
            let key =
                key.strip_suffix(|c: char| c.is_ascii_digit()).map_or(key.as_str(), |k| k.trim_end_matches(|c: char| c.is_ascii_digit()));
            return words.title_ends.iter().any(|w| key.ends_with(w.as_str()) && key.len() > w.len()).then_some(end);
        }
        if end == 0 {
            return None;
        }
    }
}

/// Where a bracket that ends the text opens.
fn bracket_at_end(text: &str) -> Option<usize> {
    let closed = text.ends_with([')', '】', '］', '〉', '》', '」', '』']);
    let mut depth = 0_usize;
    if !closed {
        return None;
    }
    for (at, c) in text.char_indices().rev() {
        match c {
            ')' | '】' | '］' | '〉' | '》' | '」' | '』' => depth += 1,
            '(' | '【' | '［' | '〈' | '《' | '「' | '『' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// Lines of a cover that are no part of a title: dates, brackets, 資料1, the contents' head, sentences, page numbers.
fn is_aside(text: &str, rules: &Rules) -> bool {
    let bare = text.trim();
    let whole_bracket = bracket_at_end(bare) == Some(0);
    let numbers = bare.chars().all(|c| c.is_ascii_digit() || c.is_ascii_punctuation() || c.is_whitespace());
    let other = rules.section(bare) == Some(Section::Contents) || fold(bare).starts_with("資料") || bare.chars().count() > LINE_CHARS;
    let key = fold(bare);
    let noise = rules.documents.title_noise.contains(&key) || rules.documents.title_asides.iter().any(|w| key.ends_with(w.as_str()));
    whole_bracket || numbers || other || noise || bare.ends_with('。') || revision(text, rules).is_some() || is_period_line(bare, rules)
}

fn is_period_line(text: &str, rules: &Rules) -> bool {
    let folded = fold(text);
    // 2026年度~2035年度, alone on its line.
    if parse_year_header(text, None).is_some_and(|span| span.is_year() && span.from != span.to) {
        return true;
    }
    rules.documents.period_heads.iter().any(|h| folded.starts_with(h.as_str())) && !find_years(text).is_empty()
}

/// A date with what happened then: 令和5年10月策定, (素案), 2026年2月 提出. A date alone is one too; an event alone only in brackets.
fn revision(text: &str, rules: &Rules) -> Option<Revision> {
    let bare = text.trim();
    let event = |folded: &str| {
        let known = rules.documents.events.iter().any(|e| e == counted(folded));
        known.then(|| folded.to_owned()).or_else(|| event_before_name(folded, rules))
    };
    if bracket_at_end(bare) == Some(0) {
        let inside = fold(bare).trim_matches(|c: char| "()[]".contains(c)).to_owned();
        if let Some(event) = event(&inside) {
            return Some(Revision { year: None, month: None, event });
        }
    }
    let bare = bare.trim_matches(|c: char| "()【】[]<>".contains(c));
    let times = find_years(bare);
    let [(range, span)] = times.as_slice() else { return None };
    let dated = matches!(span.kind, YearKind::Month | YearKind::Date);
    let (before, after) = (fold(&bare[..range.start]), fold(&bare[range.end..]));
    let strip = |s: &str| s.trim_matches(|c: char| "()[]:・,、-~に".contains(c)).to_owned();
    let (before, after) = (strip(&before), strip(&after));
    // 策定日：, 改定年月：
    let before = DATE_WORDS.iter().find_map(|word| before.strip_suffix(word)).unwrap_or(&before).to_owned();
    let named = event(&after).or_else(|| event(&before));
    let alone = before.is_empty() && after.is_empty();
    let other_side_empty = before.is_empty() || after.is_empty();
    if dated && ((named.is_some() && other_side_empty) || alone) {
        return Some(Revision { year: span.calendar, month: span.month, event: named.unwrap_or_default() });
    }
    None
}

/// 公表 of 公表茜木市上下水道部: who published it stands on the same line.
fn event_before_name(folded: &str, rules: &Rules) -> Option<String> {
    let events = rules.documents.events.iter().filter(|event| folded.starts_with(event.as_str()));
    let event = events.max_by_key(|event| event.len())?;
    let name = &folded[event.len()..];
    let organisation = rules.documents.organisations.iter().any(|o| name.ends_with(o.as_str()) && name.len() > o.len());
    organisation.then(|| event.clone())
}

/// 改訂 of 第2回改訂, 改定 of 第1次改定: which time it was stays with the event.
fn counted(event: &str) -> &str {
    let Some(rest) = event.strip_prefix('第') else { return event };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    rest.strip_prefix(['回', '次', '版', '期']).unwrap_or(event)
}

/// Boxes elsewhere that print the plan's own title with its date below it.
fn below_title(title: &str, blocks: &[Block], rules: &Rules) -> Vec<(Revision, Evidence)> {
    let key = squash(title);
    let mut found = Vec::new();
    for block in blocks.iter().filter(|b| matches!(b.kind, BlockKind::Paragraph { .. } | BlockKind::Heading { .. })) {
        let lines: Vec<&str> = block.text().lines().collect();
        for pair in lines.windows(2) {
            let own = squash(pair[0]).strip_prefix(&key).is_some_and(|rest| rest.is_empty() || !find_years(rest).is_empty());
            if let Some(revision) = revision(&normalise(pair[1]), rules).filter(|r| own && r.year.is_some() && !r.event.is_empty()) {
                found.push((revision, Evidence::new(block.place, block.text())));
            }
        }
    }
    found
}

/// One evidence for several lines: the rectangle around them and their words, lines of one block once.
fn joined(lines: &[Line]) -> Evidence {
    let mut quotes: Vec<&str> = Vec::new();
    for line in lines {
        if line.place.line.is_some() || quotes.last() != Some(&line.quote.as_str()) {
            quotes.push(&line.quote);
        }
    }
    let around = |a: Rect, b: Rect| Rect { x0: a.x0.min(b.x0), y0: a.y0.min(b.y0), x1: a.x1.max(b.x1), y1: a.y1.max(b.y1) };
    let place = lines.first().map(|l| l.place).unwrap_or_default();
    let bbox = lines.iter().filter_map(|l| l.place.bbox).reduce(around);
    Evidence::new(Place { bbox, ..place }, quotes.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover(text: &str) -> Cover {
        Cover { lines: lines_of(text, Place::on_line(1)) }
    }

    fn title(text: &str) -> Option<String> {
        cover(text).title(Rules::embedded()).map(|t| t.text)
    }

    #[test]
    fn titles_over_several_lines() {
        assert_eq!(
            title("盛岡市上下水道局\nデジタル・トランスフォーメーション\n推進実行計画\n\n令和 5 年 10 月 策定\n盛岡市上下水道局")
                .as_deref(),
            Some("盛岡市上下水道局デジタル・トランスフォーメーション推進実行計画")
        );
        assert_eq!(
            title("海松市水道事業\nビジョン・経営戦略\n計画期間 令和3年度～令和12年度").as_deref(),
            Some("海松市水道事業ビジョン・経営戦略")
        );
        assert_eq!(
            title("加東市水道ビジョン\n【2019(平成 31)年度～2028(平成 40)年度】\n(素案)\n加 東 市").as_deref(),
            Some("加東市水道ビジョン")
        );
        assert_eq!(title("風待市 御中\n水道事業の運営に関する提案書").as_deref(), Some("水道事業の運営に関する提案書"));
        assert_eq!(title("経営審議会　第3回　説明資料\n風待市水道耐震化計画（案）\nについて").as_deref(), Some("風待市水道耐震化計画"));
        assert_eq!(title("水道事業基本計画（概要版）").as_deref(), Some("水道事業基本計画"));
        assert_eq!(title("青葉市\n水道経営プログラム\n（第2回改定版）").as_deref(), Some("青葉市水道経営プログラム"));
        assert_eq!(
            title("ある市水道事業中期経営計画\n（令和4年度～令和8年度）\n令和6年度 進捗状況報告書\n令和7年9月").as_deref(),
            Some("ある市水道事業中期経営計画令和6年度進捗状況報告書")
        );
        assert_eq!(title("里見町水道ビジョン\n第3次実行計画\n令和8年度").as_deref(), Some("里見町水道ビジョン第3次実行計画"));
        assert_eq!(title("ある市\n令和5年3月"), None);
    }

    #[test]
    fn dates_of_the_plans_own_history() {
        let read = |text: &str| {
            let (revisions, _) = cover(text).revisions(None, &[], Rules::embedded());
            revisions.into_iter().map(|r| (r.year, r.month, r.event)).collect::<Vec<_>>()
        };
        assert_eq!(
            read("令和 5 年 10 月 策定\n令和6年3月改定"),
            [(Some(2023), Some(10), "策定".to_owned()), (Some(2024), Some(3), "改定".to_owned())]
        );
        assert_eq!(
            read("2023年4月 策定\n令和6年10月第1次改定\n令和七年三月 第二回見直し"),
            [
                (Some(2023), Some(4), "策定".to_owned()),
                (Some(2024), Some(10), "第1次改定".to_owned()),
                (Some(2025), Some(3), "第二回見直し".to_owned())
            ]
        );
        assert_eq!(read("計画期間　令和8年度～令和17年度　令和8年3月　里見町水道課"), [(Some(2026), Some(3), String::new())]);
        assert_eq!(read("（素案）"), [(None, None, "素案".to_owned())]);
        assert_eq!(read("2026年2月"), [(Some(2026), Some(2), String::new())]);
        assert_eq!(read("平成21年3月に前の計画を作りました"), []);
        assert_eq!(read("計画期間 令和3年度~令和12年度"), []);
    }
}
