//! The walk through a document from top to bottom: headings and list items build the tree, tables and sentences are read where they stand.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::{YearSpan, parse_year_header, squash};
use crate::model::{Basis, Block, BlockKind, Evidence, Place, Record, Table};
use crate::rules::{ColumnRole, Rules};

use super::around::Around;
use super::deadlines;
use super::follow_up::FollowUp;
use super::goals::{Listing, Untitled};
use super::guesses::{Guesses, RoleGuess};
use super::items::{bare, without_item_number};
use super::line::Line;
use super::measures::schedule_record;
use super::outline::{Node, NodeId, NodeKind, Outline};
use super::phases::Phases;
use super::sectioned::Sectioned;
use super::sheets::Sheet;
use super::{amounts, deliverables, values};

/// Names of indicators are at most this long.
const NAME_CHARS: usize = 30;
/// A title in running text is at most this long.
pub(super) const TITLE_CHARS: usize = 60;
/// What the walk has found.
#[derive(Debug, Default)]
pub struct Walked {
    /// Records in the order of the document; goals and measures at their first mention.
    pub records: Vec<Record>,
    /// Tables that gave records.
    pub understood: usize,
    /// Tables kept as they are.
    pub kept: usize,
    /// Header words that the cells placed.
    pub guesses: Vec<RoleGuess>,
}

/// A heading or list item that may turn out to be a measure.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// Its words without marks.
    pub title: String,
    /// Where it stands.
    pub evidence: Evidence,
    /// 重点 stands beside it.
    pub priority: bool,
    /// What describes the node that was open before it, and how many lines did then: those behind them are about this title.
    pub before: Option<(NodeId, usize)>,
}

/// Walks through the blocks of one document.
pub struct Walker<'a> {
    pub(super) rules: &'a Rules,
    pub(super) phases: &'a Phases,
    pub(super) around: Around,
    pub(super) outline: Outline,
    pub(super) records: Vec<Record>,
    pub(super) candidate: Option<Candidate>,
    /// A short list item just before: a title where a signed sentence follows.
    dotted: Option<Candidate>,
    /// An indicator that a labelled line names, whose figures stand on the next one.
    pub(super) indicator: Option<values::Named>,
    /// The goal that the line before this one opened.
    pub(super) opened: Option<NodeId>,
    /// Nothing but titles since the candidate.
    pub(super) titles_only: bool,
    /// The last title that a title followed.
    group: Option<String>,
    /// The measure and tier under which 効果 heads what follows: what they are to bring, not what they are.
    effect: Option<(Option<NodeId>, Option<NodeId>)>,
    /// What the line above said is measured by the figures of this one.
    measured: Option<String>,
    /// The line above, as printed.
    above: String,
    /// Words on badges before names.
    badges: BTreeSet<String>,
    /// Headings that come again on every sheet (年次計画, 数値目標): parts of it, no titles.
    part_labels: BTreeSet<String>,
    /// Short lines since the last heading or table: names of what the figures below them measure.
    pub(super) names: Vec<String>,
    pub(super) listing: Option<Listing>,
    pub(super) untitled: Option<Untitled>,
    /// Measures with titles of their own since the last schedule.
    pub(super) unscheduled: Vec<NodeId>,
    pub(super) lead: Vec<String>,
    pub(super) headings: Vec<(usize, String)>,
    /// Heading level at which the open goals began; a heading at or above it closes them.
    pub(super) goal_level: Option<usize>,
    /// Tier nodes that a heading opened, for the decision whether they are measures.
    pub(super) headed: Vec<NodeId>,
    /// Tiers of headings that have owners or a schedule of their own: these are to be done.
    pub(super) acting: BTreeSet<NodeId>,
    /// Columns of the last money table, for sums that the layout cut off from it.
    pub(super) money: Option<super::amounts::MoneyTable>,
    /// What the open sheet says of its measure.
    pub(super) follow_up: Option<FollowUp>,
    /// Labels that come again under the measures of a report.
    pub(super) form_labels: super::form_lines::Labels,
    /// Sheets of one measure by the index of their block.
    pub(super) sheets: BTreeMap<usize, Vec<Sheet>>,
    pub(super) understood: usize,
    pub(super) kept: usize,
    pub(super) guesses: Guesses,
}

impl<'a> Walker<'a> {
    /// A walker for one document.
    #[must_use]
    pub(super) fn new(rules: &'a Rules, phases: &'a Phases, around: Around, sheets: BTreeMap<usize, Vec<Sheet>>) -> Self {
        Self {
            rules,
            phases,
            around,
            outline: Outline::default(),
            records: Vec::new(),
            candidate: None,
            dotted: None,
            indicator: None,
            opened: None,
            titles_only: false,
            group: None,
            effect: None,
            measured: None,
            above: String::new(),
            badges: BTreeSet::new(),
            part_labels: BTreeSet::new(),
            names: Vec::new(),
            listing: None,
            untitled: None,
            unscheduled: Vec::new(),
            lead: Vec::new(),
            headings: Vec::new(),
            goal_level: None,
            headed: Vec::new(),
            acting: BTreeSet::new(),
            money: None,
            follow_up: None,
            form_labels: super::form_lines::Labels::new(),
            sheets,
            understood: 0,
            kept: 0,
            guesses: Guesses::default(),
        }
    }

    /// Walks through the blocks that no other reader has taken.
    #[must_use]
    pub fn walk(mut self, sectioned: &Sectioned<'_>, taken: &dyn Fn(usize) -> bool) -> Walked {
        let blocks = sectioned.blocks;
        self.part_labels = super::sheet_parts::labels(blocks, self.rules);
        self.badges = super::badges::words(blocks);
        if self.around.report {
            self.form_labels = super::form_lines::labels(blocks, self.rules);
        }
        for (index, block) in blocks.iter().enumerate() {
            if taken(index) || undecodable(block) {
                continue;
            }
            let line = |text, mark, level| Line::new(block.place, text, mark, level, self.rules);
            match &block.kind {
                BlockKind::Heading { level, text } => self.words(&line(text, "", Some(*level))),
                BlockKind::ListItem { mark, text } => self.words(&line(text, mark, None)),
                BlockKind::Paragraph { text } => self.words(&line(text, "", None)),
                BlockKind::Note { text } => self.sentence(block.place, text),
                BlockKind::Table(table) => {
                    let named = self
                        .with_words_before(table, &blocks[..index])
                        .or_else(|| self.with_unit_beside(table, blocks.get(index.wrapping_sub(1)), blocks.get(index + 1)));
                    let table = named.as_ref().unwrap_or(table);
                    let cut = sectioned.table(index).filter(|_| named.is_none());
                    self.around.notes = values::notes_under(&blocks[index + 1..]);
                    match self.sheets.remove(&index) {
                        Some(sheets) => sheets.iter().for_each(|sheet| self.sheet(block.place, sheet, table, cut)),
                        None => self.table(block.place, table, cut),
                    }
                }
                BlockKind::PageBreak => self.listing = None,
                BlockKind::Caption { .. } | BlockKind::Contents { .. } | BlockKind::Furniture { .. } => {}
            }
        }
        self.finish()
    }

    /// The table with the unit line and caption that a page break parted from it.
    fn with_words_before(&self, table: &Table, before: &[Block]) -> Option<Table> {
        let apart = before.iter().rev().take_while(|b| matches!(b.kind, BlockKind::PageBreak | BlockKind::Furniture { .. })).count();
        if apart == 0 || !table.unit.is_empty() || !table.caption.is_empty() {
            return None;
        }
        let last = before.get(before.len().checked_sub(apart + 1)?)?;
        let words = last.text().trim();
        let unit = words.starts_with(['(', '（']) && self.rules.units.of_line(words).is_some();
        match &last.kind {
            BlockKind::Caption { text } => Some(Table { caption: text.clone(), ..table.clone() }),
            BlockKind::Paragraph { text } | BlockKind::Heading { text, .. } | BlockKind::Note { text } if unit => {
                Some(Table { unit: text.clone(), ..table.clone() })
            }
            _ => None,
        }
    }

    /// The table with the money unit that stands alone in brackets beside it: （百万円・税込）.
    fn with_unit_beside(&self, table: &Table, before: Option<&Block>, after: Option<&Block>) -> Option<Table> {
        if !table.unit.is_empty() || amounts::names_money(table, table.cells.iter().map(|c| c.text.as_str()), self.rules) {
            return None;
        }
        let words = |block: &Block| match &block.kind {
            BlockKind::Paragraph { text } | BlockKind::Note { text } => Some(text.trim().to_owned()),
            _ => None,
        };
        let alone = |text: &String| text.starts_with(['(', '（']) && text.ends_with([')', '）']) && text.chars().count() <= 16;
        let unit = [before, after]
            .into_iter()
            .flatten()
            .filter_map(words)
            .find(|text| alone(text) && amounts::money_in_words(text, self.rules).is_some());
        unit.map(|unit| Table { unit, ..table.clone() })
    }

    /// Words outside tables: the first reader that knows them takes them.
    fn words(&mut self, line: &Line) {
        if line.text.is_empty() {
            return;
        }
        let above = std::mem::replace(&mut self.above, line.raw.to_owned());
        if self.told_by_section(line) || self.followed_up(line) {
            return;
        }
        if self.products(line) {
            return;
        }
        let dotted = self.dotted.take();
        let opened = self.opened.take();
        if self.rules.column_roles(&line.text).first().is_some_and(|(role, score)| *role == ColumnRole::Effect && *score >= 1.0) {
            self.effect = Some((self.outline.measure, self.outline.current()));
            return;
        }
        if self.signed(line, dotted)
            || self.deadlines(line)
            || self.owners_and_time(line, opened)
            || self.timed_step(line)
            || self.bracketed_title(line)
            || self.tier(line)
            || self.described_title(line)
            || self.listed(line)
            || self.known_goal(line)
        {
            return;
        }
        if line.level.is_some() && self.part_labels.contains(&squash(&line.text)) {
            self.part_label(line);
            return;
        }
        if let Some(level) = line.level.filter(|l| *l > 0) {
            self.section(level, &line.text);
        }
        if self.priority(&line.text) || self.figures_in_turn(line, &above) {
            return;
        }
        if line.level.is_some() {
            self.names.clear();
        } else if line.text.chars().count() <= NAME_CHARS && !line.text.ends_with(['。', '、']) {
            self.names.push(line.text.clone());
        }
        self.explained_label(line);
        let title_like = line.text.chars().count() <= TITLE_CHARS && !line.text.ends_with(['。', '、']);
        if title_like && line.is_apart() {
            // A title right after a title: the first one heads a group.
            if let Some(before) = self.candidate.take().filter(|_| self.titles_only) {
                self.group = Some(before.title);
            }
            self.candidate = Some(self.titled(line));
            self.titles_only = true;
        } else {
            self.describe(&line.text);
            self.titles_only = false;
            if title_like && !line.mark.is_empty() {
                self.dotted = Some(self.titled(line));
            }
        }
        self.sentence(line.place, line.raw);
    }

    /// 成果品：『運用要領』（令和9年3月） below a measure.
    fn products(&mut self, line: &Line) -> bool {
        let Some(measure) = self.outline.measure.or_else(|| self.acting_tier()) else { return false };
        let title = self.outline.nodes[measure].title.clone();
        let found = deliverables::in_labelled_line(line.raw, &line.evidence(), &title, self.rules, &self.around.document);
        let any = found.is_some();
        self.records.extend(found.unwrap_or_default());
        any
    }

    /// The words of a line as what may turn out to be a measure.
    fn titled(&self, line: &Line) -> Candidate {
        let open = self.outline.measure.or_else(|| self.outline.current());
        let before = open.map(|id| (id, self.outline.nodes[id].description.len()));
        Candidate { title: title_of(&line.text), evidence: line.evidence(), priority: line.priority, before }
    }

    /// A measure from a candidate, with the text that stands behind its title.
    pub(super) fn measure_of(&mut self, candidate: Candidate, confidence: f32, reason: &str) -> Node {
        // 1 基幹管路耐震化事業 over a card, number 1 of the list before: the same measure.
        let listed = super::items::number_and_title(&candidate.title).filter(|(number, title)| {
            let key = squash(title);
            self.outline.nodes.iter().any(|n| n.kind == NodeKind::Measure && n.key() == key && n.code.as_ref() == Some(number))
        });
        // A-1 取水施設の機能維持 over a sheet: a number of two parts counts measures, whatever else the title says.
        let listed = listed.or_else(|| super::items::number_and_title(&candidate.title));
        let (code, title) = listed.map_or((None, candidate.title), |(number, title)| (Some(number), title));
        let mut node = Node::new(NodeKind::Measure, &title, candidate.evidence, confidence, reason);
        node.code = code;
        node.priority = candidate.priority;
        if let Some((id, lines)) = candidate.before
            && let Some(other) = self.outline.nodes.get_mut(id).filter(|other| other.description.len() > lines)
        {
            node.description = other.description.split_off(lines);
        }
        node
    }

    /// A heading with a number: remembers where we are and closes goals that began deeper.
    pub(super) fn section(&mut self, level: usize, text: &str) {
        self.headings.retain(|(l, _)| *l < level);
        self.headings.push((level, text.to_owned()));
        self.listing = None;
        if self.goal_level.is_none_or(|g| level <= g) {
            self.outline.close();
            self.goal_level = None;
        }
        self.lead.clear();
    }

    /// 【令和9年度中：初版作成 令和10年度以降：見直し】 or 実施時期 … under a title: the title is a measure, the line its schedule.
    fn deadlines(&mut self, line: &Line) -> bool {
        let mut found = deadlines::in_brackets(&line.text, &line.evidence());
        let mut of_plan = false;
        if found.is_empty() {
            let Some((label, steps)) = deadlines::labelled(&line.printed, &line.evidence(), self.rules) else { return false };
            // 計画期間 below a heading is the plan's, below a title inside a tier the title's.
            of_plan = self.outline.current().is_none() && self.rules.documents.period_heads.contains(&crate::rules::fold(&label));
            found = steps;
        }
        if let Some(candidate) = self.candidate.take_if(|_| !of_plan) {
            let mut node = self.measure_of(candidate, 0.9, "deadline_line");
            node.parent = self.outline.current().or_else(|| self.section_node(&node.title));
            self.outline.measure = Some(self.outline.add_measure(node));
        }
        let Some(measure) = self.outline.measure else { return false };
        let title = self.outline.nodes[measure].title.clone();
        for stretch in found {
            self.records.push(schedule_record(&stretch, &title, Basis::Plan, &self.around.document, false));
        }
        true
    }

    /// The nearest section heading as a parent for measures that stand under no tier.
    pub(super) fn section_node(&mut self, title: &str) -> Option<NodeId> {
        let heading = self.headings.iter().rev().map(|(_, t)| t).find(|t| title_of(t) != title).or(self.group.as_ref())?.clone();
        let same = self.outline.nodes.iter().position(|n| n.kind == NodeKind::Section && n.title == heading);
        Some(same.unwrap_or_else(|| {
            self.outline.nodes.push(Node::new(NodeKind::Section, &heading, Evidence::default(), 0.0, "section"));
            self.outline.nodes.len() - 1
        }))
    }

    /// 耐震適合率 46.3%(R6) → 52.0%(R10), or 指標 耐震適合率 over the figures, or the name alone over dated figures.
    fn figures_in_turn(&mut self, line: &Line, above: &str) -> bool {
        let before = self.measured.take();
        let mut found = values::in_line(line.raw, before.as_deref(), &line.evidence(), self.rules, &self.surroundings());
        if found.is_empty() {
            let name = super::badges::without(above, &self.badges);
            found = values::below_name(line.raw, name, &line.evidence(), self.rules, &self.surroundings());
        }
        if found.is_empty() {
            self.measured = values::name_alone(line.raw, self.rules);
        }
        let any = !found.is_empty();
        self.records.extend(found);
        any
    }

    /// 重点 alone marks what stands before it.
    fn priority(&mut self, text: &str) -> bool {
        if !self.rules.schedule.is_priority(text) {
            return false;
        }
        if let Some(candidate) = self.candidate.as_mut().filter(|_| self.titles_only) {
            candidate.priority = true;
        } else if let Some(id) = self.outline.measure.or_else(|| self.outline.current()) {
            self.outline.nodes[id].priority = true;
        }
        true
    }

    /// A heading that names a part of a sheet: what stands below it is of the measure of the sheet.
    fn part_label(&mut self, line: &Line) {
        if let Some(level) = line.level.filter(|l| *l > 0) {
            self.headings.retain(|(l, _)| *l < level);
            self.headings.push((level, line.text.clone()));
        }
        self.names.clear();
        self.listing = None;
        self.titles_only = false;
        self.effect = None;
    }

    /// Running text under the current measure or goal, up to what it is to bring.
    pub(super) fn describe(&mut self, text: &str) {
        if self.effect == Some((self.outline.measure, self.outline.current())) {
            return;
        }
        if let Some(id) = self.outline.measure.or_else(|| self.outline.current()) {
            self.outline.nodes[id].description.push(bare(text));
        }
    }

    /// Targets and products named in a sentence.
    pub(super) fn sentence(&mut self, place: Place, raw: &str) {
        let around = self.surroundings();
        let evidence = Evidence::new(place, raw);
        let labelled = values::behind_label(raw, self.rules);
        if let Some(year) = parse_year_header(raw, Some(self.around.years)).filter(YearSpan::is_year)
            && let Some(open) = &mut self.indicator
        {
            open.years.push(year);
            return;
        }
        let turned = match (labelled, self.indicator.take()) {
            (Some(rest), _) => values::turned(rest, None, &evidence, self.rules, &around),
            (None, Some(open)) if open.years.is_empty() => values::turned(raw, Some(&open.name), &evidence, self.rules, &around),
            (None, Some(open)) => {
                let parts = values::between_turns(raw);
                values::under_years(&open, &parts.iter().map(String::as_str).collect::<Vec<_>>(), &evidence, self.rules, &around)
            }
            (None, None) => Vec::new(),
        };
        if !turned.is_empty() {
            self.records.extend(turned);
            return;
        }
        if let Some(rest) = labelled.filter(|rest| values::is_bare_name(rest)) {
            self.indicator = Some(values::Named { name: rest.to_owned(), years: Vec::new() });
            return;
        }
        self.records.extend(values::in_prose(labelled.unwrap_or(raw), &evidence, self.rules, &around));
        if let Some(measure) = self.outline.measure {
            let title = self.outline.nodes[measure].title.clone();
            let due = deliverables::due_of(&title, &self.records);
            self.records.extend(deliverables::in_sentence(raw, &evidence, &title, &due, &self.around.document));
        }
    }

    pub(super) fn surroundings(&self) -> Around {
        let mut around = self.around.clone();
        around.path = self.outline.path_to(self.outline.current());
        around.measure = self.outline.measure.map(|m| self.outline.nodes[m].title.clone());
        around.headings = self.headings.iter().map(|(_, t)| t.clone()).collect();
        around
    }

    /// Turns the tree into records and puts everything in the order of the document.
    fn finish(mut self) -> Walked {
        self.close_sheet();
        self.described_in_tables();
        self.goals_that_are_measures();
        self.described_tiers();
        self.lowest_tiers();
        let mut records: Vec<Record> =
            (0..self.outline.nodes.len()).filter_map(|id| self.outline.record(&self.around.document, id)).collect();
        records.append(&mut self.records);
        records.sort_by_key(|r| r.evidence.first().map_or(0, |e| e.page.or(e.line).unwrap_or(0)));
        Walked { records, understood: self.understood, kept: self.kept, guesses: self.guesses.finish() }
    }
}

/// Whether more than a quarter of a block's characters could not be decoded: nobody can vouch for the rest, so it gives no records. The
/// reader has warned of the page.
fn undecodable(block: &Block) -> bool {
    let mut all = 0_usize;
    let mut lost = 0_usize;
    let mut count = |text: &str| {
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            all += 1;
            lost += usize::from(c == char::REPLACEMENT_CHARACTER);
        }
    };
    match &block.kind {
        BlockKind::Table(table) => table.cells.iter().for_each(|cell| count(&cell.text)),
        _ => count(block.text()),
    }
    lost * 4 > all
}

/// A title without the marks or the number of a list item before it.
pub(super) fn title_of(text: &str) -> String {
    without_item_number(&bare(text)).to_owned()
}
