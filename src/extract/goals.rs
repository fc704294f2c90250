//! Goals outside tables: tier headings, titles on the line after them, lists under a bare tier word, returns to a known goal.

use crate::language::{normalise, squash};
use crate::model::{Evidence, Place};
use crate::rules::{Rules, Section, TierMatch, TierPrior};

use super::items::{bare, label_and_title, number_and_title, spaced_label, unnumbered, unquoted};
use super::line::Line;
use super::outline::{Node, NodeId, NodeKind};
use super::walk::{TITLE_CHARS, Walker};

/// Blocks after a bare tier word that may be its goals.
const LISTED_GOALS: usize = 12;

/// A single line of a list is at most this long; a longer one is running text.
const LONGEST_LINE: usize = 36;

/// Stands for a title where it is asked whether only the title is missing.
const TITLE: &str = "〇〇〇";

/// A tier word alone on its line: what follows are its goals.
#[derive(Debug, Clone)]
pub(super) struct Listing {
    level: String,
    left: usize,
    /// How the goals look; the first one sets it, another shape ends the list.
    shape: Option<Shape>,
    /// A first single line: what the list is called where groups of lines follow, a goal where more single lines follow.
    first: Option<(Place, String)>,
    /// That line was a heading.
    headed: bool,
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
    fn of(line: &Line) -> Self {
        let (text, raw, mark) = (line.text.as_str(), line.raw, line.mark);
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
pub(super) struct Untitled {
    level: String,
    code: Option<String>,
    label: String,
    heading: Option<usize>,
}

impl Walker<'_> {
    /// A heading that names a tier: 施策 9-1 …, 方向性9：…, 重点目標1 …
    pub(super) fn tier(&mut self, line: &Line) -> bool {
        let bared = bare(&line.printed);
        if self.title_of_untitled(line) || self.open_untitled(&bared, line.level) {
            return true;
        }
        let quoted = quoted_tier(&bared, self.rules);
        if self.around.roman_chapters && self.rules.tier(&bared).is_some_and(|t| t.word.is_empty()) {
            return false;
        }
        let learnt = super::tierwords::tier(&bared, &self.around.tier_words);
        let Some(tier) = self.rules.tier(&bared).or(quoted).or(learnt).or_else(|| self.behind_section(line)) else {
            return self.open_listing(&bare(&line.text));
        };
        if bared.chars().count() > TITLE_CHARS * 2 || bared.ends_with('。') && tier.code.is_none() && tier.prior != TierPrior::Goal {
            return false;
        }
        let marked = !line.mark.is_empty() && line.mark != "-" || line.level.is_some();
        let colon = bared.find(&tier.word).is_some_and(|at| bared[at + tier.word.len()..].trim_start().starts_with([':', '：']));
        if tier.code.is_none() && !colon && !(marked && is_apart(&bared, &tier.word)) {
            return false;
        }
        // 目標：本市水道のあるべき姿 heads a list of goals, it is none itself.
        if tier.code.is_none() && self.open_listing_for(&tier.word, &tier.title) {
            return true;
        }
        if self.part_of_known_tier(&tier, line) {
            return true;
        }
        // II 強靭 強靭な水道: a short word parted by a space is the label.
        let spaced = if tier.word.is_empty() { spaced_label(&tier.title) } else { None };
        let (label, title) = spaced.unwrap_or_else(|| label_and_title(&tier.title));
        let mut goal = Node::new(NodeKind::Goal, &normalise(&title), line.evidence(), 0.95, "tier_heading");
        goal.level.clone_from(if tier.word.is_empty() { self.listing.as_ref().map_or(&tier.word, |l| &l.level) } else { &tier.word });
        goal.code = tier.code;
        goal.label = label;
        goal.priority = line.priority;
        if !tier.word.is_empty() {
            self.listing = None;
        }
        self.open(goal, line.level, &line.text);
        true
    }

    /// 6 取組の工程　　政策目標1 安全な水: a numbered tier that stands apart behind the title of a section. One space is enough behind a number and
    /// the name of such a section, or where the tier is known.
    fn behind_section(&self, line: &Line) -> Option<TierMatch> {
        line.level?;
        let space = |c: char| matches!(c, ' ' | '\u{3000}' | '\t');
        line.raw.match_indices(space).find_map(|(at, _)| {
            let (section, rest) = (line.raw[..at].trim(), &line.raw[at..]);
            let plain = section.chars().any(char::is_alphanumeric) && self.rules.tier(section).is_none();
            let tier = self.rules.tier(rest.trim()).filter(|tier| plain && tier.code.is_some() && !tier.word.is_empty())?;
            let known = |n: &Node| n.kind == NodeKind::Goal && n.code == tier.code && n.key() == squash(&tier.title);
            let bared = unnumbered(section);
            let named = bared != section && self.rules.section(&bared).is_some();
            let wide = rest.chars().take_while(|c| c.is_whitespace()).count() >= 2;
            let apart = wide || named || self.outline.nodes.iter().any(known);
            (apart && tier.prior == TierPrior::Goal).then_some(tier)
        })
    }

    /// 経営の柱Ⅰ ロードマップ: what a part of a document is called, under a tier already known by its number, returns to that tier.
    fn part_of_known_tier(&mut self, tier: &TierMatch, line: &Line) -> bool {
        let (Some(code), Some(section)) = (&tier.code, self.rules.section(&tier.title)) else { return false };
        let short = tier.title.chars().count() <= 10 && matches!(section, Section::Schedule | Section::Targets | Section::Finance);
        let same = |n: &Node| {
            n.kind == NodeKind::Goal && n.code.as_ref() == Some(code) && (n.level.ends_with(&tier.word) || tier.word.ends_with(&n.level))
        };
        let Some(known) = self.outline.nodes.iter().rposition(same).filter(|_| short && !tier.word.is_empty()) else { return false };
        if let Some(level) = line.level.filter(|l| *l > 0) {
            self.section(level, &line.text);
            self.goal_level = Some(self.goal_level.map_or(level, |g| g.min(level)));
        }
        self.outline.reopen(known);
        true
    }

    /// Opens a goal that a heading names.
    pub(super) fn open(&mut self, goal: Node, level: Option<usize>, text: &str) {
        if let Some(level) = level.filter(|l| *l > 0) {
            self.section(level, text);
            self.goal_level = Some(self.goal_level.map_or(level, |g| g.min(level)));
        }
        let lead = std::mem::take(&mut self.lead);
        self.unscheduled.clear();
        let id = self.outline.open_goal(goal);
        self.give_lead(id, lead);
        self.headed.push(id);
        self.opened = Some(id);
        // 経営目標 A … as a line below the title of a sheet says where the measure belongs.
        if level.is_some() || !self.titles_only {
            self.candidate = None;
        }
    }

    /// 施策 10-1 or 施策目標Ⅰ【安全】 without a title: it stands on the next line.
    fn open_untitled(&mut self, text: &str, level: Option<usize>) -> bool {
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
    fn title_of_untitled(&mut self, line: &Line) -> bool {
        let Some(untitled) = self.untitled.take() else { return false };
        let text = bare(&line.text);
        // 柱1 and 柱2 side by side, their titles in the line below: which is whose, the order does not tell.
        let another = self.rules.tier(&format!("{text} {TITLE}")).is_some_and(|t| t.code.is_some() && t.title == TITLE);
        if another {
            return true;
        }
        if text.chars().count() > TITLE_CHARS || text.ends_with('。') || self.rules.tier(&text).is_some_and(|t| t.code.is_some()) {
            return false;
        }
        let mut goal = Node::new(NodeKind::Goal, &unquoted(&text), line.evidence(), 0.85, "tier_heading_over_title");
        goal.level = untitled.level;
        goal.code = untitled.code;
        goal.label = untitled.label;
        goal.priority = line.priority;
        self.open(goal, untitled.heading, &text);
        true
    }

    /// A heading that names a known goal by its label or title (6.1.2 【強靭】“強靭な水道の構築”) returns to it.
    pub(super) fn known_goal(&mut self, line: &Line) -> bool {
        let Some(level) = line.level else { return false };
        let (label, title) = label_and_title(&unnumbered(&line.text));
        if label.is_empty() {
            return false;
        }
        let (label, title) = (squash(&label), squash(&title));
        let goals = |fits: &dyn Fn(&Node) -> bool| self.outline.nodes.iter().rposition(|n| n.kind == NodeKind::Goal && fits(n));
        let known =
            goals(&|n| n.key() == title).or_else(|| goals(&|n| !n.label.is_empty() && squash(&n.label) == label && n.parent.is_none()));
        let Some(known) = known else { return false };
        if level > 0 {
            self.section(level, &line.text);
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
            self.listing = Some(Listing { level: word.to_owned(), left: LISTED_GOALS, shape: None, first: None, headed: false });
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
        self.listing = Some(Listing { level: level.to_owned(), left: LISTED_GOALS, shape: None, first: None, headed: false });
        self.candidate = None;
        true
    }

    /// A goal of the open list.
    pub(super) fn listed(&mut self, line: &Line) -> bool {
        let Some(listing) = &mut self.listing else { return false };
        let (text, level) = (line.text.as_str(), line.level);
        let shape = Shape::of(line);
        let longest = if shape == Shape::Line { LONGEST_LINE } else { 100 };
        let long = text.chars().count() > longest || text.matches('。').count() > 1;
        // 推進項目 beside 政策目標: the heads of a chart of tiers.
        let head = self.rules.tiers.prior(text).is_some();
        if listing.shape == Some(Shape::Numbered) && shape != Shape::Numbered && level.is_none() {
            return false; // text under a numbered goal
        }
        let section = level.is_some_and(|l| l > 0) && shape != Shape::Numbered && unnumbered(text) != text;
        if section || long || head || listing.left == 0 || listing.shape.is_some_and(|s| s != shape) {
            self.listing = None;
            return false;
        }
        if squash(text).ends_with(&squash(&listing.level)) {
            return false;
        }
        // Ⅰ-1 alone in its box of a chart: the title stands in the next line.
        if text.chars().all(|c| c.is_ascii() || matches!(c, '-' | '第' | 'Ⅰ'..='Ⅻ')) {
            return true;
        }
        listing.left -= 1;
        let level_word = listing.level.clone();
        let mut found = Vec::new();
        if shape == Shape::Line && listing.shape.is_none() {
            match listing.first.take() {
                None => {
                    listing.first = Some((line.place, line.raw.to_owned()));
                    listing.headed = level.is_some();
                    return true;
                }
                // めざす姿, its words set as a heading, then text: the one goal there is.
                Some((place, raw)) if listing.headed && level.is_none() => {
                    self.listing = None;
                    let goal = listed_goal(&level_word, place, &raw, "");
                    self.outline.add_goal(goal);
                    return false;
                }
                Some(first) => found.push(first),
            }
        }
        listing.shape = Some(shape);
        found.push((line.place, line.raw.to_owned()));
        for (place, raw) in found {
            self.outline.add_goal(listed_goal(&level_word, place, &raw, line.mark));
        }
        true
    }

    /// (1) 安心：おいしい水の供給 explains the word 安心.
    pub(super) fn explained_label(&mut self, line: &Line) {
        let (number, words) = numbered_item(&bare(&line.text), line.mark);
        let (label, title) = label_and_title(&words);
        if number.is_some() && !label.is_empty() && title.chars().count() <= TITLE_CHARS {
            self.outline.labels.entry(squash(&label)).or_insert(title);
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
    let (code, words) = match (code, number_and_title(&words)) {
        (None, Some((code, title))) => (Some(code), title),
        (code, _) => (code, words),
    };
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
