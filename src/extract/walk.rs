//! The walk through a document from top to bottom: headings and list items build the tree, tables and sentences are read where they stand.

use crate::language::{normalise, squash};
use crate::model::{Block, BlockKind, Body, Evidence, Place, Record, Table, TableRecord};
use crate::rules::{ColumnRole, Rules, TierMatch, TierPrior};

use super::around::Around;
use super::deadlines;
use super::grid::Grid;
use super::headers::{Section, sections};
use super::items::{bare, label_and_title, spaced_label, unnumbered, unquoted};
use super::measures::{MeasureTables, measure_column, row_basis, schedule_record};
use super::outline::{Node, NodeId, NodeKind, Outline};
use super::phases::Phases;
use super::schedule::{is_empty_cell, stretches};
use super::{amounts, deliverables, values};

/// A title in running text is at most this long.
const TITLE_CHARS: usize = 60;
/// A tier node with at least this much text of its own is an undertaking described, not only a heading.
const DESCRIBED_CHARS: usize = 50;
/// Blocks after a bare tier word that may be its goals.
const LISTED_GOALS: usize = 12;

/// What the walk has found.
#[derive(Debug, Default)]
pub struct Walked {
    /// Records in the order of the document; goals and measures at their first mention.
    pub records: Vec<Record>,
    /// Tables that gave records.
    pub understood: usize,
    /// Tables kept as they are.
    pub kept: usize,
}

/// A heading or list item that may turn out to be a measure.
#[derive(Debug, Clone)]
struct Candidate {
    title: String,
    place: Place,
    quote: String,
}

/// A tier word alone on its line: what follows are its goals.
#[derive(Debug, Clone)]
struct Listing {
    level: String,
    left: usize,
    /// How the goals look; the first one sets it, another shape ends the list.
    shape: Option<Shape>,
    /// A first single line: what the list is called where groups of lines follow, a goal where more single lines follow.
    first: Option<(Place, String)>,
}

/// The look of a goal in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Marked,
    Numbered,
    Lines,
    Sentence,
    Line,
}

impl Shape {
    fn of(text: &str, raw: &str, mark: &str) -> Self {
        if text.starts_with('(') || mark.starts_with(['(', '（', '①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨']) {
            Self::Numbered
        } else if !mark.is_empty() {
            Self::Marked
        } else if raw.trim().lines().count() > 1 {
            Self::Lines
        } else if text.ends_with('。') {
            Self::Sentence
        } else {
            Self::Line
        }
    }
}

/// A tier heading whose title follows on the next line.
#[derive(Debug, Clone)]
struct Untitled {
    level: String,
    code: Option<String>,
    label: String,
    heading: Option<usize>,
}

/// Walks through the blocks of one document.
pub struct Walker<'a> {
    rules: &'a Rules,
    phases: &'a Phases,
    around: Around,
    outline: Outline,
    records: Vec<Record>,
    candidate: Option<Candidate>,
    listing: Option<Listing>,
    untitled: Option<Untitled>,
    /// Measures with titles of their own since the last schedule.
    unscheduled: Vec<NodeId>,
    lead: Vec<String>,
    headings: Vec<(usize, String)>,
    /// Heading level at which the open goals began; a heading at or above it closes them.
    goal_level: Option<usize>,
    /// Tier nodes that a heading opened, for the decision whether they are measures.
    headed: Vec<NodeId>,
    understood: usize,
    kept: usize,
}

impl<'a> Walker<'a> {
    /// A walker for one document.
    #[must_use]
    pub fn new(rules: &'a Rules, phases: &'a Phases, around: Around) -> Self {
        Self {
            rules,
            phases,
            around,
            outline: Outline::default(),
            records: Vec::new(),
            candidate: None,
            listing: None,
            untitled: None,
            unscheduled: Vec::new(),
            lead: Vec::new(),
            headings: Vec::new(),
            goal_level: None,
            headed: Vec::new(),
            understood: 0,
            kept: 0,
        }
    }

    /// Walks through the blocks that no other reader has taken.
    #[must_use]
    pub fn walk(mut self, blocks: &[Block], taken: &dyn Fn(usize) -> bool) -> Walked {
        for (index, block) in blocks.iter().enumerate() {
            if taken(index) {
                continue;
            }
            match &block.kind {
                BlockKind::Heading { level, text } => self.text(block.place, text, "", Some(*level)),
                BlockKind::ListItem { mark, text } => self.text(block.place, text, mark, None),
                BlockKind::Paragraph { text } => self.text(block.place, text, "", None),
                BlockKind::Note { text } => self.sentence(block.place, text),
                BlockKind::Table(table) => self.table(block.place, table),
                BlockKind::Caption { .. } | BlockKind::Contents { .. } | BlockKind::Furniture { .. } | BlockKind::PageBreak => {}
            }
        }
        self.finish()
    }

    /// Words outside tables. `level` is given for headings.
    fn text(&mut self, place: Place, raw: &str, mark: &str, level: Option<usize>) {
        let text = normalise(raw);
        if text.is_empty() {
            return;
        }
        if self.bracketed_deadlines(place, raw) || self.owners(place, &text, raw) || self.tier(place, &text, raw, mark, level) {
            return;
        }
        if self.listed(place, &text, raw, mark, level) || self.known_goal(&text, level) {
            return;
        }
        if let Some(level) = level.filter(|l| *l > 0) {
            self.section(level, &text);
        }
        if self.priority(&text) {
            return;
        }
        self.explained_label(&text, mark);
        let title_like = text.chars().count() <= TITLE_CHARS && !text.ends_with(['。', '、']);
        if title_like && (level.is_some() || !mark.is_empty() && mark != "-" && mark != "・") {
            self.candidate = Some(Candidate { title: bare(&text), place, quote: raw.to_owned() });
        } else {
            self.describe(&text);
        }
        self.sentence(place, raw);
    }

    /// A heading with a number: remembers where we are and closes goals that began deeper.
    fn section(&mut self, level: usize, text: &str) {
        self.headings.retain(|(l, _)| *l < level);
        self.headings.push((level, text.to_owned()));
        self.listing = None;
        if self.goal_level.is_none_or(|g| level <= g) {
            self.outline.close();
            self.goal_level = None;
        }
        self.lead.clear();
    }

    /// 【令和9年度中：初版作成 令和10年度以降：見直し】 under a title: the title is a measure, the bracket its schedule.
    fn bracketed_deadlines(&mut self, place: Place, raw: &str) -> bool {
        let found = deadlines::in_brackets(&normalise(raw), &Evidence::new(place, raw));
        if found.is_empty() {
            return false;
        }
        if let Some(candidate) = self.candidate.take() {
            let mut node =
                Node::new(NodeKind::Measure, &candidate.title, Evidence::new(candidate.place, candidate.quote), 0.9, "bracketed_deadline");
            node.parent = self.outline.current().or_else(|| self.section_node(&candidate.title));
            self.outline.measure = Some(self.outline.add_measure(node));
        }
        let Some(measure) = self.outline.measure else { return false };
        let title = self.outline.nodes[measure].title.clone();
        for stretch in found {
            self.records.push(schedule_record(&stretch, &title, crate::model::Basis::Plan, &self.around.document, false));
        }
        true
    }

    /// The nearest section heading as a parent for measures that stand under no tier.
    fn section_node(&mut self, title: &str) -> Option<NodeId> {
        let heading = self.headings.iter().rev().map(|(_, t)| t).find(|t| *t != title)?.clone();
        let same = self.outline.nodes.iter().position(|n| n.kind == NodeKind::Section && n.title == heading);
        Some(same.unwrap_or_else(|| {
            self.outline.nodes.push(Node::new(NodeKind::Section, &heading, Evidence::default(), 0.0, "section"));
            self.outline.nodes.len() - 1
        }))
    }

    /// ◆name（担当：…） is a measure; （取りまとめ：…） names who leads the goal; （担当：…） alone belongs to the title before it.
    fn owners(&mut self, place: Place, text: &str, raw: &str) -> bool {
        let (text, priority) = self.without_priority(text);
        let Some(line) = self.rules.owners.line(&text) else { return false };
        let title = bare(&line.before);
        if line.coordinator {
            self.lead = line.names;
            return title.is_empty();
        }
        if title.is_empty() {
            return self.owners_of_title(line.names);
        }
        if title.chars().count() > TITLE_CHARS * 2 || self.rules.tier(&title).is_some_and(|t| t.code.is_some()) {
            return false;
        }
        let mut node = Node::new(NodeKind::Measure, &unquoted(&title), Evidence::new(place, raw), 0.95, "owner_bracket");
        node.owners = line.names;
        node.priority = priority || self.outline.current().is_some_and(|g| self.outline.nodes[g].priority);
        node.parent = self.outline.current();
        let id = self.outline.add_measure(node);
        self.unscheduled.push(id);
        self.outline.measure = Some(id);
        self.candidate = None;
        self.listing = None;
        true
    }

    fn owners_of_title(&mut self, names: Vec<String>) -> bool {
        if let Some(candidate) = self.candidate.take() {
            let mut node =
                Node::new(NodeKind::Measure, &candidate.title, Evidence::new(candidate.place, candidate.quote), 0.85, "owner_line");
            node.owners = names;
            node.parent = self.outline.current();
            self.outline.measure = Some(self.outline.add_measure(node));
            return true;
        }
        let Some(measure) = self.outline.measure else { return false };
        self.outline.nodes[measure].owners.extend(names);
        true
    }

    /// 重点 alone marks what stands before it.
    fn priority(&mut self, text: &str) -> bool {
        if !self.rules.schedule.is_priority(text) {
            return false;
        }
        if let Some(id) = self.outline.measure.or_else(|| self.outline.current()) {
            self.outline.nodes[id].priority = true;
        }
        true
    }

    /// A text without a priority mark at its end.
    fn without_priority(&self, text: &str) -> (String, bool) {
        let trimmed = text.trim();
        if let Some((_, tail)) = trimmed.rsplit_once([' ', '　', ')', '）'])
            && self.rules.schedule.is_priority(tail)
        {
            return (trimmed[..trimmed.len() - tail.len()].trim().to_owned(), true);
        }
        (trimmed.to_owned(), false)
    }

    /// A heading that names a tier: 施策 9-1 …, 方向性9：…, 重点目標1 …
    fn tier(&mut self, place: Place, text: &str, raw: &str, mark: &str, level: Option<usize>) -> bool {
        let (text, priority) = self.without_priority(text);
        let bared = bare(&text);
        if self.title_of_untitled(place, &bared, raw, priority) || self.open_untitled(&bared, level) {
            return true;
        }
        let quoted = quoted_tier(&bared, self.rules);
        let Some(tier) = self.rules.tier(&bared).or(quoted) else {
            return self.open_listing(&bared);
        };
        if bared.chars().count() > TITLE_CHARS * 2 || bared.ends_with('。') && tier.code.is_none() && tier.prior != TierPrior::Goal {
            return false;
        }
        let marked = !mark.is_empty() && mark != "-" || level.is_some();
        let colon = bared.find(&tier.word).is_some_and(|at| bared[at + tier.word.len()..].trim_start().starts_with([':', '：']));
        if tier.code.is_none() && !colon && !(marked && is_apart(&bared, &tier.word)) {
            return false;
        }
        // 「あるべき姿」と「現状」から…: a word in a sentence.
        if tier.title.trim_start_matches(['」', '】', ')', ' ']).starts_with(['と', 'の', 'を', 'は', 'が', 'に', 'や', 'へ']) {
            return false;
        }
        // 目標：本市水道のあるべき姿 heads a list of goals, it is none itself.
        if tier.code.is_none() && self.open_listing_for(&tier.word, &tier.title) {
            return true;
        }
        // II 強靭 強靭な水道: the space that parts the label is lost by normalising.
        let printed = self.rules.tier(raw).filter(|_| tier.word.is_empty()).map(|t| t.title);
        let (label, title) = match printed.as_deref().and_then(spaced_label) {
            Some((label, title)) => (label, normalise(&title)),
            None => label_and_title(&tier.title),
        };
        let mut goal = Node::new(NodeKind::Goal, &title, Evidence::new(place, raw), 0.95, "tier_heading");
        goal.level.clone_from(if tier.word.is_empty() { self.listing.as_ref().map_or(&tier.word, |l| &l.level) } else { &tier.word });
        goal.code = tier.code;
        goal.label = label;
        goal.priority = priority;
        if !tier.word.is_empty() {
            self.listing = None;
        }
        self.open(goal, level, &text);
        true
    }

    /// Opens a goal that a heading names.
    fn open(&mut self, goal: Node, level: Option<usize>, text: &str) {
        if let Some(level) = level.filter(|l| *l > 0) {
            self.section(level, text);
            self.goal_level = Some(self.goal_level.map_or(level, |g| g.min(level)));
        }
        let lead = std::mem::take(&mut self.lead);
        self.unscheduled.clear();
        let id = self.outline.open_goal(goal);
        self.give_lead(id, lead);
        self.headed.push(id);
        self.candidate = None;
    }

    /// 施策 10-1 or 施策目標Ⅰ【安全】 without a title: it stands on the next line.
    fn open_untitled(&mut self, text: &str, level: Option<usize>) -> bool {
        const TITLE: &str = "〇〇〇";
        let found = match self.rules.tier(text) {
            Some(tier) if tier.code.is_some() && tier.title.chars().count() <= 4 && text.ends_with(['】', ']', '〕', '」']) => {
                Untitled { level: tier.word, code: tier.code, label: tier.title, heading: level }
            }
            Some(_) => return false,
            None => match self.rules.tier(&format!("{text} {TITLE}")) {
                Some(tier) if tier.code.is_some() && tier.title == TITLE => {
                    Untitled { level: tier.word, code: tier.code, label: String::new(), heading: level }
                }
                _ => return false,
            },
        };
        self.untitled = Some(found);
        true
    }

    /// The line after an untitled tier heading is its title.
    fn title_of_untitled(&mut self, place: Place, text: &str, raw: &str, priority: bool) -> bool {
        let Some(untitled) = self.untitled.take() else { return false };
        if text.chars().count() > TITLE_CHARS || text.ends_with('。') || self.rules.tier(text).is_some_and(|t| t.code.is_some()) {
            return false;
        }
        let mut goal = Node::new(NodeKind::Goal, &unquoted(text), Evidence::new(place, raw), 0.85, "tier_heading_over_title");
        goal.level = untitled.level;
        goal.code = untitled.code;
        goal.label = untitled.label;
        goal.priority = priority;
        self.open(goal, untitled.heading, text);
        true
    }

    /// A heading that names a known goal by its label or title (6.1.2 【強靭】“強靭な水道の構築”) returns to it.
    fn known_goal(&mut self, text: &str, level: Option<usize>) -> bool {
        let Some(level) = level else { return false };
        let (label, title) = label_and_title(&unnumbered(text));
        if label.is_empty() {
            return false;
        }
        let (label, title) = (squash(&label), squash(&title));
        let goals = |fits: &dyn Fn(&Node) -> bool| self.outline.nodes.iter().rposition(|n| n.kind == NodeKind::Goal && fits(n));
        let known = goals(&|n| squash(&n.title) == title)
            .or_else(|| goals(&|n| !n.label.is_empty() && squash(&n.label) == label && n.parent.is_none()));
        let Some(known) = known else { return false };
        if level > 0 {
            self.section(level, text);
            self.goal_level = Some(self.goal_level.map_or(level, |g| g.min(level)));
        }
        self.outline.reopen(known);
        true
    }

    /// 取りまとめ stands before a group: it leads the tier above the group where there is one.
    fn give_lead(&mut self, id: NodeId, lead: Vec<String>) {
        let target =
            self.outline.nodes[id].parent.filter(|_| self.outline.nodes[id].code.as_deref().is_some_and(|c| c.contains('-'))).unwrap_or(id);
        for name in lead {
            if !self.outline.nodes[target].lead.contains(&name) {
                self.outline.nodes[target].lead.push(name);
            }
        }
    }

    /// A tier word alone (基本方針): the short texts after it are its goals.
    fn open_listing(&mut self, text: &str) -> bool {
        // 事業の運営方針 opens the list of 運営方針 too: the words after the last の or space.
        let word = text.trim_end_matches([':', '：']).rsplit(['の', ' ']).next().unwrap_or(text).trim();
        let chapter = text.starts_with('第') && text.contains('章');
        let short = !chapter && (text.chars().count() <= word.chars().count() + 8 || text.contains(' '));
        let opens = short && self.rules.tiers.prior(word) == Some(TierPrior::Goal);
        if opens {
            self.listing = Some(Listing { level: word.to_owned(), left: LISTED_GOALS, shape: None, first: None });
            self.candidate = None;
        }
        opens
    }

    /// The same for a tier word with a title that ends in a tier word itself.
    fn open_listing_for(&mut self, level: &str, title: &str) -> bool {
        let last = title.rsplit('の').next().unwrap_or(title);
        if last == title || self.rules.tiers.prior(last) != Some(TierPrior::Goal) {
            return false;
        }
        self.listing = Some(Listing { level: level.to_owned(), left: LISTED_GOALS, shape: None, first: None });
        self.candidate = None;
        true
    }

    /// A goal of the open list.
    fn listed(&mut self, place: Place, text: &str, raw: &str, mark: &str, level: Option<usize>) -> bool {
        let Some(listing) = &mut self.listing else { return false };
        let shape = Shape::of(text, raw, mark);
        let long = text.chars().count() > 100 || text.matches('。').count() > 1;
        if listing.shape == Some(Shape::Numbered) && shape != Shape::Numbered && level.is_none() {
            return false; // text under a numbered goal
        }
        let section = level.is_some_and(|l| l > 0) && shape != Shape::Numbered && unnumbered(text) != text;
        if section || long || listing.left == 0 || listing.shape.is_some_and(|s| s != shape) {
            self.listing = None;
            return false;
        }
        if squash(text).ends_with(&squash(&listing.level)) {
            return false;
        }
        listing.left -= 1;
        let level_word = listing.level.clone();
        let mut found = Vec::new();
        if shape == Shape::Line && listing.shape.is_none() {
            match listing.first.take() {
                None => {
                    listing.first = Some((place, raw.to_owned()));
                    return true;
                }
                Some(first) => found.push(first),
            }
        }
        listing.shape = Some(shape);
        found.push((place, raw.to_owned()));
        for (place, raw) in found {
            self.outline.add_goal(listed_goal(&level_word, place, &raw, mark));
        }
        true
    }

    /// (1) 安心：おいしい水の供給 explains the word 安心.
    fn explained_label(&mut self, text: &str, mark: &str) {
        let (number, words) = numbered_item(&bare(text), mark);
        let (label, title) = label_and_title(&words);
        if number.is_some() && !label.is_empty() && title.chars().count() <= TITLE_CHARS {
            self.outline.labels.entry(squash(&label)).or_insert(title);
        }
    }

    /// Running text under the current measure or goal.
    fn describe(&mut self, text: &str) {
        if let Some(id) = self.outline.measure.or_else(|| self.outline.current()) {
            self.outline.nodes[id].description.push(bare(text));
        }
    }

    /// Targets and products named in a sentence.
    fn sentence(&mut self, place: Place, raw: &str) {
        let around = self.surroundings();
        let evidence = Evidence::new(place, raw);
        self.records.extend(values::in_prose(raw, &evidence, self.rules, &around));
        if let Some(measure) = self.outline.measure {
            let title = self.outline.nodes[measure].title.clone();
            let due = deliverables::due_of(&title, &self.records);
            self.records.extend(deliverables::in_sentence(raw, &evidence, &title, &due, &self.around.document));
        }
    }

    fn surroundings(&self) -> Around {
        let mut around = self.around.clone();
        around.path = self.outline.path_to(self.outline.current());
        around.measure = self.outline.measure.map(|m| self.outline.nodes[m].title.clone());
        around.headings = self.headings.iter().map(|(_, t)| t.clone()).collect();
        around
    }

    /// A table, read section by section by the reader that its columns call for.
    fn table(&mut self, place: Place, table: &Table) {
        self.listing = None;
        let grid = Grid::new(table);
        let around = self.surroundings();
        let sections = sections(&grid, self.rules, Some(around.years));
        let before = (self.records.len(), self.outline.nodes.len());
        let mut read = false;
        for section in &sections {
            read |= self.table_section(&grid, section, &around);
        }
        if read || before != (self.records.len(), self.outline.nodes.len()) {
            self.understood += 1;
        } else {
            self.kept += 1;
            self.records.push(kept_table(place, table, &self.around.document));
        }
    }

    fn table_section(&mut self, grid: &Grid, section: &Section, around: &Around) -> bool {
        let numeric = is_numeric(grid, section);
        let money = numeric && amounts::is_money(grid, section, self.rules, around);
        if money {
            let found = amounts::in_table(grid, section, self.rules, around);
            let any = !found.is_empty();
            self.records.extend(found);
            return any;
        }
        let indicators = section.column(ColumnRole::Indicator).is_some() && measure_column(section).is_none();
        if numeric || indicators {
            let found = values::in_table(grid, section, self.rules, around);
            let any = !found.is_empty();
            self.records.extend(found);
            if any {
                return true;
            }
        }
        if numeric {
            return false;
        }
        if measure_column(section).is_some() {
            let mut reader =
                MeasureTables { rules: self.rules, phases: self.phases, outline: &mut self.outline, records: &mut self.records };
            if reader.read(grid, section, around) {
                return true;
            }
        }
        if self.schedule_of_measure(grid, section) {
            return true;
        }
        let found = values::in_table(grid, section, self.rules, around);
        let any = !found.is_empty();
        self.records.extend(found);
        any
    }

    /// A table of year columns without a column of measures: the schedule of the measure above it.
    fn schedule_of_measure(&mut self, grid: &Grid, section: &Section) -> bool {
        let rows: Vec<_> = section.body.iter().map(|&row| stretches(grid, section, &[row], self.phases, self.rules)).collect();
        if section.year_columns().len() < 2 || rows.iter().all(Vec::is_empty) {
            return false;
        }
        if self.outline.measure.is_none()
            && let Some(candidate) = self.candidate.take()
        {
            let mut node = Node::new(
                NodeKind::Measure,
                &candidate.title,
                Evidence::new(candidate.place, candidate.quote),
                0.75,
                "title_over_schedule",
            );
            node.parent = self.outline.current();
            self.outline.measure = Some(self.outline.add_measure(node));
        }
        let Some(measure) = self.outline.measure else { return false };
        // Several measures since the last table and as many rows: one row each.
        let waiting = std::mem::take(&mut self.unscheduled);
        let by_order = waiting.len() > 1 && waiting.len() == section.body.len();
        for (n, (&row, found)) in section.body.iter().zip(&rows).enumerate() {
            let id = if by_order { waiting[n] } else { measure };
            let title = self.outline.nodes[id].title.clone();
            let basis = row_basis(grid, section, row, self.rules);
            for stretch in found {
                let mut record = schedule_record(stretch, &title, basis, &self.around.document, grid.table.spans_lost);
                if by_order {
                    record.confidence = record.confidence.min(0.7);
                    record = record.because("rows_by_order");
                }
                self.records.push(record);
            }
        }
        true
    }

    /// Turns the tree into records and puts everything in the order of the document.
    fn finish(mut self) -> Walked {
        self.described_tiers();
        let mut records: Vec<Record> =
            (0..self.outline.nodes.len()).filter_map(|id| self.outline.record(&self.around.document, id)).collect();
        records.append(&mut self.records);
        records.sort_by_key(|r| r.evidence.first().map_or(0, |e| e.page.or(e.line).unwrap_or(0)));
        Walked { records, understood: self.understood, kept: self.kept }
    }

    /// The lowest tier that headings name, with text of its own and no measures of text below it, is itself what is to be done.
    fn described_tiers(&mut self) {
        for &id in &self.headed.clone() {
            let node = &self.outline.nodes[id];
            let length: usize = node.description.iter().map(|d| d.chars().count()).sum();
            let has_children = self.headed.iter().any(|&c| self.outline.nodes[c].parent == Some(id));
            let has_measures = self
                .outline
                .nodes
                .iter()
                .any(|n| n.kind == NodeKind::Measure && n.parent == Some(id) && !n.reasons.iter().any(|r| r == "measure_column"));
            if length < DESCRIBED_CHARS
                || has_children
                || has_measures
                || self.rules.tiers.prior(&node.level) == Some(TierPrior::Goal)
                || node.code.is_some()
            {
                continue;
            }
            let mut measure = node.clone();
            measure.kind = NodeKind::Measure;
            measure.reasons = vec!["described_tier".to_owned()];
            measure.confidence = 0.8;
            self.outline.add_measure(measure);
        }
    }
}

/// A tier named inside brackets of a heading: 基本計画における「将来像3 …」の目指す姿.
fn quoted_tier(text: &str, rules: &Rules) -> Option<TierMatch> {
    let start = text.find('「')?;
    let inside = &text[start + '「'.len_utf8()..];
    let end = inside.find('」')?;
    rules.tier(&inside[..end]).filter(|t| t.code.is_some() && !t.title.is_empty())
}

/// A goal of a list.
fn listed_goal(level: &str, place: Place, raw: &str, mark: &str) -> Node {
    let (code, words) = numbered_item(&bare(&normalise(raw)), mark);
    let (label, title) = label_and_title(&words);
    let mut goal = Node::new(NodeKind::Goal, &title, Evidence::new(place, raw), 0.8, "listed_goal");
    goal.level = level.to_owned();
    goal.code = code;
    goal.label = label;
    goal
}

/// (1) 安心：おいしい水 is number 1; a mark (1) or ① before the words likewise.
fn numbered_item(words: &str, mark: &str) -> (Option<String>, String) {
    if let Some((number, rest)) = words.strip_prefix('(').and_then(|w| w.split_once(')'))
        && number.chars().all(|c| c.is_ascii_digit())
    {
        return (Some(number.to_owned()), rest.trim().to_owned());
    }
    let number: String = normalise(mark).chars().filter(char::is_ascii_digit).collect();
    ((!number.is_empty()).then_some(number), words.to_owned())
}

/// Whether the tier word stands apart from its title, as in 推進方針 水源の保全.
fn is_apart(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '　', '【', '「', '“', '"']))
}

/// Whether most cells under years or under the last columns are numbers.
fn is_numeric(grid: &Grid, section: &Section) -> bool {
    let years = section.year_columns();
    let mut numbers = 0;
    let mut words = 0;
    for &row in &section.body {
        for &col in &years {
            let text = grid.text(row, col);
            if !grid.begins(row, col) || text.is_empty() || is_empty_cell(text) {
                continue;
            }
            if crate::language::quantity::parse_cell(text).is_some() { numbers += 1 } else { words += 1 }
        }
    }
    numbers > words
}

fn kept_table(place: Place, table: &Table, document: &str) -> Record {
    let cells = (0..table.rows)
        .map(|row| {
            (0..table.cols)
                .map(|col| table.at(row, col).filter(|c| c.row == row && c.col == col).map_or_else(String::new, |c| normalise(&c.text)))
                .collect()
        })
        .collect();
    let body = TableRecord { page: place.number(), caption: normalise(&table.caption), cells };
    Record::new(document, Body::Table(body), table.confidence, Evidence::new(place, table.caption.clone())).because("not_understood")
}
