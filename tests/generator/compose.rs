//! From facts and layout to pages and gold.

use shirube::model::{Body, DocumentRecord, Evidence, Goal, PlanKind, Record};

use super::Printed;
use super::data::{self, Plan};
use super::layout::{Layout, MeasureForm, PhaseForm, TierNumber, TierPlace, long_year};
use super::random::Random;
use super::table::{Flow, Ruling, Table};
use super::words::{COORDINATOR, Half, TIER};
use super::{followup, indicators, measures, money};

/// A record that is to be found, or may be.
#[derive(Debug, Clone)]
pub(crate) struct Gold {
    pub(crate) record: Record,
    pub(crate) optional: bool,
}

impl Gold {
    /// The record as a line of the gold file.
    pub(crate) fn line(&self) -> String {
        let mut json = serde_json::to_value(&self.record).unwrap();
        if self.optional {
            json["optional"] = true.into();
        }
        format!("{json}\n")
    }
}

/// Everything that the chapters need.
pub(crate) struct Composer {
    pub(crate) random: Random,
    pub(crate) plan: Plan,
    pub(crate) layout: Layout,
    pub(crate) flow: Flow,
    pub(crate) name: String,
    pub(crate) tier_words: Vec<String>,
    pub(crate) gold: Vec<Gold>,
    chapters: usize,
}

pub(crate) fn compose(seed: u64, half: Half, name: String) -> Printed {
    let mut random = Random::new(seed);
    let plan = data::plan(&mut random);
    let layout = Layout::new(&mut random, half, plan.report);
    let (width, height) = match (layout.measures == MeasureForm::Slides, layout.landscape) {
        (true, _) => (960.0, 540.0),
        (_, true) => (842.0, 595.0),
        _ => (595.0, 842.0),
    };
    let foot = random.pick(&["", "- ", "P."]);
    // Tables of words are never without any line; tables of figures may be.
    let of_words = if layout.ruling == Ruling::Nothing { Ruling::Strokes } else { layout.ruling };
    let flow = Flow::new(width, height, layout.size, layout.coding, of_words, layout.breaks, foot);
    let mut tier_words = Vec::new();
    while tier_words.len() < plan.tiers {
        let word = TIER.pick(&mut random, half);
        if !tier_words.contains(&word) {
            tier_words.push(word);
        }
    }
    let mut composer = Composer { random, plan, layout, flow, name: name.clone(), tier_words, gold: Vec::new(), chapters: 0 };
    composer.cover();
    composer.introduction();
    if composer.layout.followup {
        followup::chapter(&mut composer);
    }
    measures::chapter(&mut composer);
    composer.flow.ruling = composer.layout.ruling;
    indicators::chapter(&mut composer);
    money::chapter(&mut composer);
    let Composer { plan, layout, flow, gold, .. } = composer;
    let given_up = gold.iter().any(|g| matches!(&g.record.body, Body::Measure(m) if m.status.is_some()));
    Printed {
        name,
        bytes: flow.bytes(),
        gold,
        layout,
        report: plan.report,
        tiers: plan.tiers,
        word_targets: plan.indicators.iter().any(|i| i.words.is_some()),
        again: plan.measures.last().is_some_and(|m| m.title.contains("再掲")),
        given_up,
    }
}

impl Composer {
    pub(crate) fn add(&mut self, body: Body) {
        self.gold.push(Gold { record: Record::new(&self.name, body, 1.0, Evidence::default()), optional: false });
    }

    pub(crate) fn add_optional(&mut self, body: Body) {
        self.add(body);
        self.gold.last_mut().unwrap().optional = true;
    }

    /// The last year of which a report knows.
    pub(crate) fn reported(&self) -> i32 {
        (self.plan.from + 1).min(self.plan.to)
    }

    fn cover(&mut self) {
        let (from, to) = (self.plan.from, self.plan.to);
        let reported = self.reported();
        self.flow.space(120.0);
        let title = if self.plan.report {
            format!("{} {}進捗状況報告書", self.plan.title, long_year(reported))
        } else {
            self.plan.title.clone()
        };
        let (first, second) = title.split_once(' ').map_or((title.as_str(), None), |(a, b)| (a, Some(b)));
        self.flow.centred(first, 22.0);
        if let Some(second) = second {
            self.flow.centred(second, 22.0);
        }
        if !self.plan.report {
            self.flow.space(20.0);
            self.flow.centred(&format!("計画期間：{}～{}", long_year(from), long_year(to)), 12.0);
        }
        self.flow.space(180.0);
        let place = self.plan.place.clone();
        self.flow.centred(&place, 14.0);
        let kind = match self.plan.kind {
            _ if self.plan.report => PlanKind::ProgressReport,
            "vision" => PlanKind::Vision,
            "action_plan" => PlanKind::ActionPlan,
            _ => PlanKind::Strategy,
        };
        let (period_from, period_to) = if self.plan.report { (reported, reported) } else { (from, to) };
        self.add(Body::Document(DocumentRecord {
            title: Some(title),
            utility: Some(place),
            kind: Some(kind),
            period_from: Some(period_from),
            period_to: Some(period_to),
            ..DocumentRecord::default()
        }));
        self.flow.new_page();
    }

    /// The heading of a chapter, one of several titles.
    pub(crate) fn chapter(&mut self, titles: &[&str]) {
        let title = self.random.pick(titles);
        self.chapters += 1;
        let n = self.chapters;
        let text = match self.layout.chapter {
            0 => format!("第{n}章　{title}"),
            1 => format!("{n}　{title}"),
            _ => format!("{}　{title}", ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ"][n - 1]),
        };
        self.flow.heading(&text, 16.0);
    }

    fn introduction(&mut self) {
        let plan = ["計画の策定にあたって", "はじめに", "計画の基本的な考え方", "なぜ今、計画をつくるのか"];
        let report = ["報告の目的", "はじめに", "この報告書について"];
        self.chapter(if self.plan.report { &report } else { &plan });
        let text = "水道を取り巻く環境は、人口の減少や施設の老朽化により厳しさを増しています。将来にわたり安心して使える水道を次の世代へ引き継ぐため、\
                    取り組むべきことをまとめました。";
        self.flow.paragraph(text);
        if self.layout.phases != PhaseForm::Years && !self.plan.report {
            let units = measures::phases(&self.plan, self.layout.phases);
            let said = |(name, from, to): &(String, i32, i32)| {
                if from == to {
                    format!("{name}：{}", long_year(*from))
                } else {
                    format!("{name}：{}～{}", long_year(*from), long_year(*to))
                }
            };
            let said: Vec<String> = units.iter().map(said).collect();
            self.flow.paragraph(&format!("計画期間を次のとおり分けます。{}", said.join("、")));
        }
    }

    /// Titles of the goals above and including one, from the top.
    pub(crate) fn path(&self, goal: usize) -> Vec<String> {
        let mut path = vec![self.plan.goals[goal].title.clone()];
        let mut at = goal;
        while let Some(parent) = self.plan.goals[at].parent {
            path.insert(0, self.plan.goals[parent].title.clone());
            at = parent;
        }
        path
    }

    /// Goals from the top down to this one.
    pub(crate) fn chain(&self, goal: usize) -> Vec<usize> {
        let mut chain = vec![goal];
        while let Some(parent) = self.plan.goals[chain[0]].parent {
            chain.insert(0, parent);
        }
        chain
    }

    /// The gold of a goal, once.
    pub(crate) fn add_goal(&mut self, id: usize) {
        let goal = self.plan.goals[id].clone();
        let known = self.gold.iter().any(|g| matches!(&g.record.body, Body::Goal(known) if known.title == goal.title));
        if known {
            return;
        }
        let path = goal.parent.map(|p| self.path(p)).unwrap_or_default();
        let lead = if self.led(id) { vec![goal.lead] } else { Vec::new() };
        self.add(Body::Goal(Goal { level: self.tier_words[goal.tier].clone(), title: goal.title, path, lead, ..Goal::default() }));
    }

    /// Whether a coordinator stands under the heading of a goal: only where goals are headings, and on the lowest tier.
    fn led(&self, id: usize) -> bool {
        let headings = match self.layout.measures {
            MeasureForm::Table => self.layout.tiers == TierPlace::Headings,
            MeasureForm::Blocks => true,
            _ => false,
        };
        self.layout.coordinator && headings && self.plan.goals[id].tier + 1 == self.plan.tiers
    }

    /// The heading of a goal, with its coordinator.
    pub(crate) fn goal_heading(&mut self, id: usize) {
        let line = self.tier_line(id);
        self.flow.heading(&line, [14.0, 12.5, 11.5][self.plan.goals[id].tier]);
        if self.led(id) {
            let half = self.layout.half;
            let word = COORDINATOR.pick(&mut self.random, half);
            let text = format!("（{word}：{}）", self.plan.goals[id].lead);
            self.flow.words(&text, 9.0, 0.0, 100.0);
            self.flow.space(3.0);
        }
    }

    /// 基本方針1　安全な水
    pub(crate) fn tier_line(&self, id: usize) -> String {
        let goal = &self.plan.goals[id];
        let top = || goal.number.parse::<usize>().unwrap() - 1;
        let number = match self.layout.tier_number {
            TierNumber::Letter if self.plan.tiers == 1 => ["A", "B", "C"][top()].to_owned(),
            TierNumber::Kanji if self.plan.tiers == 1 => ["一", "二", "三"][top()].to_owned(),
            _ => goal.number.clone(),
        };
        format!("{}{number}　{}", self.tier_words[goal.tier], goal.title)
    }

    /// Writes year cells from a row and column on; gives the header rows used.
    pub(crate) fn year_head(&self, table: &mut Table, row: usize, col: usize, years: &[i32]) {
        if self.layout.year_rows() == 1 {
            for (n, year) in years.iter().enumerate() {
                table.cell(row, col + n, self.layout.year(*year)).centred = true;
            }
            return;
        }
        let mut n = 0;
        while n < years.len() {
            let era = super::layout::era(years[n]).0;
            let same = years[n..].iter().take_while(|y| super::layout::era(**y).0 == era).count();
            table.span(row, col + n, 1, same, era).centred = true;
            n += same;
        }
        for (n, year) in years.iter().enumerate() {
            table.cell(row + 1, col + n, Layout::bare_year(*year)).centred = true;
        }
    }
}
