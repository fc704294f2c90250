//! The facts of a random plan, before anybody thinks of its layout.

use super::random::Random;
use super::words::{ACTIONS, CATEGORIES, GOALS, INDICATORS, MARKS, MONEY, NEXTS, OBJECTS, PLACES, RESULTS, SECTIONS, SENTENCES, STEPS};

/// A goal on one of the tiers.
#[derive(Debug, Clone)]
pub(crate) struct Goal {
    pub(crate) tier: usize,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) parent: Option<usize>,
}

/// A measure with everything a plan may print of it.
#[derive(Debug, Clone)]
pub(crate) struct Measure {
    pub(crate) title: String,
    pub(crate) number: String,
    pub(crate) goal: usize,
    pub(crate) category: String,
    pub(crate) owners: Vec<String>,
    pub(crate) description: String,
    /// Label, first and last year; one after the other.
    pub(crate) steps: Vec<(String, i32, i32)>,
    pub(crate) result: String,
    pub(crate) mark: String,
    pub(crate) next: String,
}

/// An indicator with a start, results and targets.
#[derive(Debug, Clone)]
pub(crate) struct Indicator {
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) rising: bool,
    pub(crate) decimals: usize,
    start: f64,
    step: f64,
    /// 以上, 以下 or nothing behind targets.
    pub(crate) bound: &'static str,
}

impl Indicator {
    /// The figure of a year, as printed without thousands.
    pub(crate) fn figure(&self, since: i32, year: i32) -> f64 {
        let raw = self.start + self.step * f64::from(year - since) + self.step * 0.13 * f64::from((year * 7 + since) % 3);
        let scale = 10_f64.powi(self.decimals as i32);
        (raw.max(0.0) * scale).round() / scale
    }

    pub(crate) fn print(&self, value: f64) -> String {
        let plain = format!("{value:.*}", self.decimals);
        if self.decimals == 0 && value >= 1000.0 { grouped(value as i64) } else { plain }
    }
}

/// A row of money by year.
#[derive(Debug, Clone)]
pub(crate) struct MoneyRow {
    pub(crate) group: String,
    pub(crate) item: String,
    pub(crate) amounts: Vec<Option<i64>>,
}

/// One plan or report.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) place: String,
    pub(crate) title: String,
    pub(crate) kind: &'static str,
    pub(crate) report: bool,
    pub(crate) from: i32,
    pub(crate) to: i32,
    pub(crate) goals: Vec<Goal>,
    pub(crate) tiers: usize,
    pub(crate) measures: Vec<Measure>,
    pub(crate) indicators: Vec<Indicator>,
    pub(crate) money: Vec<MoneyRow>,
}

pub(crate) fn grouped(value: i64) -> String {
    let digits = value.abs().to_string();
    let mut out = String::new();
    for (n, c) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    if value < 0 { format!("△{out}") } else { out }
}

pub(crate) fn plan(random: &mut Random) -> Plan {
    let place = random.pick(PLACES).to_owned();
    let report = random.chance(20);
    let (name, kind) = random.pick(&[
        ("水道事業経営戦略", "strategy"),
        ("水道ビジョン", "vision"),
        ("上下水道DX推進実行計画", "action_plan"),
        ("水道事業中期経営計画", "strategy"),
    ]);
    let name = if place.ends_with("企業団") {
        name.replace("上下水道", "").replace("水道事業", "").replace("水道ビジョン", "ビジョン")
    } else {
        name.to_owned()
    };
    let from = random.between(2020, 2026);
    let to = from + random.between(2, 5);
    let tiers = random.between(1, 3) as usize;
    let goals = goals(random, tiers);
    let measures = measures(random, &goals, tiers, from, to);
    let n = random.between(4, 7) as usize;
    let indicators = random.some(INDICATORS, n).into_iter().map(|(name, unit, start, step, decimals)| Indicator {
        name: name.to_owned(),
        unit: unit.to_owned(),
        rising: step > 0.0,
        decimals,
        start,
        step,
        bound: if random.chance(35) { if step > 0.0 { "以上" } else { "以下" } } else { "" },
    });
    let indicators = indicators.collect();
    let money = money(random, (to - from + 1) as usize);
    Plan { title: format!("{place}{name}"), place, kind, report, from, to, goals, tiers, measures, indicators, money }
}

fn goals(random: &mut Random, tiers: usize) -> Vec<Goal> {
    let mut titles = random.some(GOALS, GOALS.len()).into_iter();
    let mut goals: Vec<Goal> = Vec::new();
    let tops = random.between(2, 3) as usize;
    for top in 1..=tops {
        let Some(title) = titles.next() else { break };
        let id = goals.len();
        goals.push(Goal { tier: 0, number: top.to_string(), title: title.to_owned(), parent: None });
        below(random, &mut goals, id, tiers, &mut titles);
    }
    goals
}

fn below(random: &mut Random, goals: &mut Vec<Goal>, parent: usize, tiers: usize, titles: &mut impl Iterator<Item = &'static str>) {
    let tier = goals[parent].tier + 1;
    if tier >= tiers {
        return;
    }
    for n in 1..=random.between(1, 2) {
        let Some(title) = titles.next() else { return };
        let id = goals.len();
        let number = format!("{}-{n}", goals[parent].number);
        goals.push(Goal { tier, number, title: title.to_owned(), parent: Some(parent) });
        below(random, goals, id, tiers, titles);
    }
}

fn measures(random: &mut Random, goals: &[Goal], tiers: usize, from: i32, to: i32) -> Vec<Measure> {
    let mut objects = random.some(OBJECTS, OBJECTS.len()).into_iter();
    let marks = random.pick(MARKS);
    let mut measures = Vec::new();
    for (id, goal) in goals.iter().enumerate() {
        let lowest = goal.tier + 1 == tiers || !goals.iter().any(|g| g.parent == Some(id));
        if !lowest {
            continue;
        }
        for n in 1..=random.between(1, 4) {
            let Some(object) = objects.next() else { return measures };
            let owners = random.between(1, 2) as usize;
            let mut description = String::new();
            for sentence in {
                let n = random.between(1, 2) as usize;
                random.some(SENTENCES, n)
            } {
                description.push_str(&sentence.replace("{}", object));
            }
            measures.push(Measure {
                title: format!("{object}{}", random.pick(ACTIONS)),
                number: format!("{}-{n}", goal.number),
                goal: id,
                category: random.pick(CATEGORIES).to_owned(),
                owners: random.some(SECTIONS, owners).into_iter().map(str::to_owned).collect(),
                description,
                steps: steps(random, from, to),
                result: random.pick(RESULTS).replace("{}", object),
                mark: random.pick(marks).to_owned(),
                next: random.pick(NEXTS).to_owned(),
            });
        }
    }
    measures
}

/// Steps that follow one another; a plan may begin late and end early.
fn steps(random: &mut Random, from: i32, to: i32) -> Vec<(String, i32, i32)> {
    let labels = random.pick(STEPS);
    let mut year = from + if random.chance(20) { 1 } else { 0 };
    let mut steps = Vec::new();
    for (n, label) in labels.iter().enumerate() {
        if year > to {
            break;
        }
        let last = n + 1 == labels.len();
        let end = if last && random.chance(70) { to } else { (year + random.between(0, 1)).min(to) };
        steps.push(((*label).to_owned(), year, end));
        year = end + 1;
    }
    steps
}

fn money(random: &mut Random, years: usize) -> Vec<MoneyRow> {
    let mut rows = Vec::new();
    for (group, items) in MONEY {
        for item in {
            let n = random.between(1, 3) as usize;
            random.some(items, n)
        } {
            let size = random.between(3, 900) as i64 * 1_000;
            let amounts = (0..years).map(|_| (!random.chance(18)).then(|| size + i64::from(random.between(-900, 990)))).collect();
            rows.push(MoneyRow { group: (*group).to_owned(), item: item.to_owned(), amounts });
        }
    }
    rows
}
