//! The years that the plan covers, or that a report reports on.

use std::collections::BTreeMap;

use super::cover::Cover;
use crate::language::{YearKind, YearSpan, find_years, normalise, parse_year_header, squash};
use crate::model::{Block, BlockKind, Cell, Evidence, PlanKind, Table};
use crate::rules::{Rules, fold};

/// A plan covers at least two and at most this many years.
const LONGEST: i32 = 60;
/// So many blocks below a heading 計画期間 may state it.
const HEADING_REACH: usize = 5;
/// Year columns that a table must have to tell the plan's years.
const COLUMNS: usize = 3;

/// First and last fiscal year with where they are stated.
#[derive(Debug, Clone)]
pub(super) struct Period {
    pub(super) from: i32,
    pub(super) to: i32,
    pub(super) evidence: Vec<Evidence>,
    /// Code of the rule that found it.
    pub(super) reason: &'static str,
}

/// The period: a report's year, else what cover, headings and sentences state, else the years over the schedule columns.
pub(super) fn period(title: Option<&str>, kind: Option<PlanKind>, cover: &Cover, blocks: &[Block], rules: &Rules) -> Option<Period> {
    if kind == Some(PlanKind::ProgressReport)
        && let Some(found) = reported(title, cover, blocks, rules)
    {
        return Some(found);
    }
    of_title(title, kind, cover)
        .or_else(|| on_cover(cover))
        .or_else(|| stated(title, blocks, rules))
        .or_else(|| if kind == Some(PlanKind::Proposal) || kind == Some(PlanKind::ProgressReport) { None } else { from_columns(blocks) })
}

/// 令和8年度経営計画: the one fiscal year that the title gives to the plan itself.
fn of_title(title: Option<&str>, kind: Option<PlanKind>, cover: &Cover) -> Option<Period> {
    let planned = matches!(kind, Some(PlanKind::ActionPlan | PlanKind::Strategy));
    let title = title.filter(|_| planned)?;
    let [(range, span)] = find_years(title).try_into().ok()?;
    let year = span.single().filter(|_| span.kind == YearKind::Fiscal && title[range.clone()].ends_with("年度"))?;
    let behind = title[range.end..].trim_start_matches([')', '）', ' ', '版']);
    if ["改", "策定", "公表", "見直", "修正", "案"].iter().any(|word| behind.starts_with(word)) {
        return None;
    }
    let place = cover.lines.iter().find(|l| find_years(&l.text).iter().any(|(_, s)| s.single() == Some(year)));
    Some(Period { from: year, to: year, evidence: place.map(|l| vec![l.evidence()]).unwrap_or_default(), reason: "period_title" })
}

/// Years of a span of several years.
fn range(span: &YearSpan) -> Option<(i32, i32)> {
    let (from, to) = (span.from?, span.to?);
    let years = matches!(span.kind, YearKind::Fiscal | YearKind::Calendar);
    (years && from < to && to - from <= LONGEST).then_some((from, to))
}

fn first_range(text: &str) -> Option<(i32, i32)> {
    find_years(text).iter().find_map(|(_, span)| range(span)).or_else(|| first_and_last(text))
}

/// 令和8年度を初年度とし、令和12年度を最終年度とする5年間.
fn first_and_last(text: &str) -> Option<(i32, i32)> {
    let years = find_years(text);
    let [(a, first), (b, last)] = years.as_slice() else { return None };
    let begins = text[a.end..b.start].starts_with("を初年度");
    let ends = ["を最終年度", "を目標年度", "を終年度", "を最終年"].iter().any(|word| text[b.end..].starts_with(word));
    let (from, to) = (first.single()?, last.single()?);
    (begins && ends && from < to && to - from <= LONGEST).then_some((from, to))
}

/// The year in the title of a report; else in a line of the cover or a running head that says so (令和5年度実績).
fn reported(title: Option<&str>, cover: &Cover, blocks: &[Block], rules: &Rules) -> Option<Period> {
    let year_of = |text: &str| {
        let times: Vec<_> =
            find_years(text).into_iter().filter(|(_, s)| s.kind == YearKind::Fiscal).filter_map(|(_, s)| Some((s.from?, s.to?))).collect();
        // 令和5年度・令和6年度: a report on both. Beside the span of the plan it is the single year that is reported on.
        let single: Vec<i32> = times.iter().filter(|(from, to)| from == to).map(|(from, _)| *from).collect();
        let follow = single.windows(2).all(|w| w[1] == w[0] + 1);
        match (single.first(), single.last()) {
            (Some(first), Some(last)) if follow => Some((*first, *last)),
            (Some(first), _) => Some((*first, *first)),
            _ => times.first().copied(),
        }
    };
    let only_years = |text: &str| parse_year_header(text, None).is_some_and(|span| span.kind == YearKind::Fiscal);
    let says = |text: &str| {
        let folded = fold(text);
        rules.documents.report_words.iter().any(|w| folded.contains(w.as_str())) || rules.plan_kind(text) == Some(PlanKind::ProgressReport)
    };
    if let Some((from, to)) = title.and_then(year_of) {
        let place = cover.lines.iter().find(|l| year_of(&l.text) == Some((from, to)));
        let evidence = place.map(|l| vec![l.evidence()]).unwrap_or_default();
        return Some(Period { from, to, evidence, reason: "period_title" });
    }
    let line =
        cover.lines.iter().filter(|l| says(&l.text) || only_years(&l.text)).find_map(|l| year_of(&l.text).map(|y| (y, l.evidence())));
    let heads =
        blocks.iter().filter(|b| matches!(b.kind, BlockKind::Furniture { .. } | BlockKind::Heading { .. } | BlockKind::Paragraph { .. }));
    let found = line.or_else(|| {
        heads.filter(|b| says(b.text())).find_map(|b| year_of(&normalise(b.text())).map(|y| (y, Evidence::new(b.place, b.text()))))
    });
    found.map(|((from, to), evidence)| Period { from, to, evidence: vec![evidence], reason: "period_reported" })
}

/// A range of years that the cover prints.
fn on_cover(cover: &Cover) -> Option<Period> {
    cover.lines.iter().find_map(|line| {
        let (from, to) = first_range(&line.text)?;
        Some(Period { from, to, evidence: vec![line.evidence()], reason: "period_cover" })
    })
}

/// What the text states, the surest statement: under a heading of its own, in a sentence about this plan, beside the title, any.
fn stated(title: Option<&str>, blocks: &[Block], rules: &Rules) -> Option<Period> {
    let mut best: Option<(u32, Period)> = None;
    let mut heading_left = 0_usize;
    let own_title = title.map(squash).unwrap_or_default();
    for block in blocks {
        let text = normalise(block.text());
        let headed = says_period(&text, rules);
        if headed && text.chars().count() <= 20 && first_range(&text).is_none() {
            heading_left = HEADING_REACH;
            continue;
        }
        let under_heading = heading_left > 0;
        heading_left = heading_left.saturating_sub(1);
        if matches!(&block.kind, BlockKind::Heading { level, .. } if *level > 0) {
            heading_left = 0;
        }
        for sentence in text.split_inclusive('。') {
            let Some((from, to)) = first_range(sentence) else { continue };
            let own = is_own(sentence, &own_title);
            let weight = match (under_heading, says_period(sentence, rules), own) {
                (true, _, _) => 4,
                (_, true, true) => 5,
                (_, false, true) if !own_title.is_empty() && squash(sentence).contains(&own_title) => 3,
                (_, true, false) => 1,
                _ => continue,
            };
            if best.as_ref().is_none_or(|(known, _)| weight > *known) {
                let evidence = vec![Evidence::new(block.place, block.text())];
                best = Some((weight, Period { from, to, evidence, reason: "period_stated" }));
            }
        }
    }
    // A label in a table says more than a sentence of which nobody knows whose plan it speaks of.
    let table = labelled(blocks, rules).filter(|_| best.as_ref().is_none_or(|(weight, _)| *weight <= 1));
    table.or(best.map(|(_, period)| period))
}

/// 事業期間 | 令和9年4月1日～令和19年3月31日: a label in a table and the span beside it.
fn labelled(blocks: &[Block], rules: &Rules) -> Option<Period> {
    let tables = blocks.iter().filter_map(|b| if let BlockKind::Table(table) = &b.kind { Some(table) } else { None });
    let labels = tables.flat_map(|table| table.cells.iter().filter(|cell| cell.col == 0).map(move |cell| (table, cell)));
    let own = |label: &str| label.chars().count() <= 8 && says_period(label, rules);
    labels.filter(|(_, cell)| own(&normalise(&cell.text))).find_map(|(table, cell)| {
        let beside = table.at(cell.row, cell.col + cell.col_span)?;
        let years = find_years(&normalise(&beside.text));
        let span =
            years.iter().map(|(_, span)| span).find(|span| span.from.zip(span.to).is_some_and(|(a, b)| a < b && b - a <= LONGEST))?;
        Some(Period {
            from: span.from?,
            to: span.to?,
            evidence: vec![Evidence::new(beside.place, beside.text.as_str())],
            reason: "period_stated",
        })
    })
}

fn says_period(text: &str, rules: &Rules) -> bool {
    let folded = fold(text);
    rules.documents.period_heads.iter().any(|h| h.chars().count() > 2 && folded.contains(h.as_str()))
}

/// Whether a sentence speaks of this plan, not of another (the city's, the previous one's).
fn is_own(sentence: &str, own_title: &str) -> bool {
    let folded = fold(sentence);
    let other = ["前計画", "前ビジョン", "前期計画", "旧計画", "上位計画", "総合計画"].iter().any(|w| folded.contains(w));
    let this = ["本計画", "本ビジョン", "本戦略", "この計画", "本プラン", "今回の計画", "本経営戦略"].iter().any(|w| folded.contains(w));
    this || (!other && !own_title.is_empty() && squash(sentence).contains(own_title))
}

/// The years over the schedule columns: the range that most tables share. Money and figures run further than the plan.
fn from_columns(blocks: &[Block]) -> Option<Period> {
    let mut counts: BTreeMap<(i32, i32), (usize, Vec<Evidence>)> = BTreeMap::new();
    for block in blocks {
        let BlockKind::Table(table) = &block.kind else { continue };
        let is_number = |text: &str| text.trim().starts_with(|d: char| d.is_ascii_digit() || d == '△');
        let numbers = table.cells.iter().filter(|c| c.row > 0 && is_number(&c.text)).count();
        if numbers * 3 > table.cells.len() {
            continue;
        }
        if let Some((years, evidence)) = (0..table.rows.min(3)).find_map(|row| header_years(table, row)) {
            counts.entry(years).or_insert((0, evidence)).0 += 1;
        }
    }
    let ((from, to), (_, evidence)) = counts.into_iter().max_by_key(|(_, (count, _))| *count)?;
    Some(Period { from, to, evidence, reason: "period_columns" })
}

/// First and last year of a header row whose years follow each other without a gap; the last column may cover several.
fn header_years(table: &Table, row: usize) -> Option<((i32, i32), Vec<Evidence>)> {
    let mut years: Vec<(i32, i32, &Cell)> = Vec::new();
    for cell in (0..table.cols).filter_map(|col| table.at(row, col)) {
        let span = parse_year_header(&cell.text, None).filter(YearSpan::is_year);
        if let Some((from, to)) = span.and_then(|s| Some((s.from?, s.to?)))
            && years.last().is_none_or(|(first, ..)| *first != from)
        {
            years.push((from, to, cell));
        }
    }
    let consecutive = years.windows(2).all(|w| w[1].0 == w[0].1 + 1);
    let (first, last) = (years.first()?, years.last()?);
    let evidence = || [first, last].map(|(_, _, cell)| Evidence::new(cell.place, cell.text.as_str())).to_vec();
    (consecutive && years.len() >= COLUMNS).then(|| ((first.0, last.1), evidence()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;

    fn paragraph(line: usize, text: &str) -> Block {
        Block { place: Place::on_line(line), kind: BlockKind::Paragraph { text: text.to_owned() } }
    }

    fn heading(line: usize, text: &str) -> Block {
        Block { place: Place::on_line(line), kind: BlockKind::Heading { level: 2, text: text.to_owned() } }
    }

    fn years(title: Option<&str>, kind: Option<PlanKind>, blocks: &[Block]) -> Option<(i32, i32)> {
        period(title, kind, &Cover { lines: Vec::new() }, blocks, Rules::embedded()).map(|p| (p.from, p.to))
    }

    #[test]
    fn the_plans_own_statement_wins_over_that_of_another_plan() {
        let blocks = [
            paragraph(1, "計画期間： 令和3年度から令和7年度まで"),
            heading(3, "3 計画期間"),
            paragraph(5, "計画期間は、次のとおりとします。"),
            paragraph(7, "令和5年度から令和7年度まで"),
        ];
        assert_eq!(years(None, None, &blocks), Some((2023, 2025)));
        let blocks = [paragraph(1, "本計画は、令和3年度から令和12年度までの10年間を計画期間とします。")];
        assert_eq!(years(None, None, &blocks), Some((2021, 2030)));
    }

    #[test]
    fn a_report_covers_the_year_of_its_title() {
        assert_eq!(years(Some("実行計画 令和5年度進捗状況報告書"), Some(PlanKind::ProgressReport), &[]), Some((2023, 2023)));
    }

    #[test]
    fn a_label_of_a_table_says_the_period() {
        let lines: Vec<String> = ["項目\t内容", "事業期間\t令和9年4月1日～令和19年3月31日（10年間）"].map(String::from).to_vec();
        let blocks = crate::layout::text::blocks(&lines);
        assert_eq!(years(None, Some(PlanKind::Proposal), &blocks), Some((2027, 2036)));
    }

    #[test]
    fn columns_of_schedules_are_the_last_resort() {
        let texts = ["R2年度", "R3年度", "R4年度", "検討", "", "実施"];
        let cells = texts.iter().enumerate().map(|(n, text)| Cell {
            row: n / 3,
            col: n % 3,
            row_span: 1,
            col_span: 1,
            text: (*text).to_owned(),
            place: Place::on_line(1 + n / 3),
            fill: None,
        });
        let table = Table { rows: 2, cols: 3, cells: cells.collect(), ..Table::default() };
        let blocks = [Block { place: Place::on_line(1), kind: BlockKind::Table(table) }];
        assert_eq!(years(None, None, &blocks), Some((2020, 2022)));
        assert_eq!(years(None, Some(PlanKind::Proposal), &blocks), None);
    }
}
