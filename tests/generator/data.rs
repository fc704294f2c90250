//! The facts of a random plan, before anybody thinks of its layout.

use super::random::Random;
use super::words::{
    ACTIONS, AIMS, CATEGORIES, GOALS, INDICATORS, MARKS, MONEY, NEXTS, OBJECTS, OUTCOMES, PLACES, RESULTS, SECTIONS, SENTENCES, STEPS,
    WORD_TARGETS,
};

/// A goal on one of the tiers.
#[derive(Debug, Clone)]
pub(crate) struct Goal {
    pub(crate) tier: usize,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) parent: Option<usize>,
    /// Who brings the measures below together.
    pub(crate) lead: String,
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
    /// A target in words.
    pub(crate) aim: String,
    /// Ratings of the years before the one reported on, and of this.
    pub(crate) marks: Vec<String>,
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
    /// Start and target of an indicator that has no figures.
    pub(crate) words: Option<(&'static str, &'static str)>,
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
    /// The sum of the years behind the plan's.
    pub(crate) later: i64,
    /// What was spent in the year that a report tells of.
    pub(crate) spent: i64,
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
    /// What the plan before wanted, and what became of it.
    pub(crate) earlier: Vec<(String, String)>,
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
    let mut measures = measures(random, &goals, tiers, from, to);
    if !report && random.chance(20) {
        again(&mut measures);
    }
    let n = random.between(4, 7) as usize;
    let mut indicators: Vec<Indicator> = random.some(INDICATORS, n).into_iter().map(|i| numbers(random, i)).collect();
    if random.chance(30) {
        let n = random.between(1, 2) as usize;
        indicators.extend(random.some(WORD_TARGETS, n).into_iter().map(in_words));
        random.shuffle(&mut indicators);
    }
    let money = money(random, (to - from + 1) as usize);
    let earlier = earlier(random);
    Plan { title: format!("{place}{name}"), place, kind, report, from, to, goals, tiers, measures, indicators, money, earlier }
}

/// An indicator with figures.
fn numbers(random: &mut Random, (name, unit, start, step, decimals): (&str, &str, f64, f64, usize)) -> Indicator {
    Indicator {
        name: name.to_owned(),
        unit: unit.to_owned(),
        rising: step > 0.0,
        decimals,
        start,
        step,
        bound: if random.chance(35) { if step > 0.0 { "以上" } else { "以下" } } else { "" },
        words: None,
    }
}

/// An indicator without figures.
fn in_words((name, start, target): (&str, &'static str, &'static str)) -> Indicator {
    Indicator {
        name: name.to_owned(),
        unit: String::new(),
        rising: true,
        decimals: 0,
        start: 0.0,
        step: 0.0,
        bound: "",
        words: Some((start, target)),
    }
}

/// The first measure once more under the last goal (再掲), where that is another one.
fn again(measures: &mut Vec<Measure>) {
    let (Some(first), Some(last)) = (measures.first().cloned(), measures.last().cloned()) else { return };
    if first.goal != last.goal {
        measures.push(Measure { title: format!("{}（再掲）", first.title), goal: last.goal, number: first.number.clone(), ..first });
    }
}

/// Deeds of an earlier plan and what came of them.
fn earlier(random: &mut Random) -> Vec<(String, String)> {
    let n = random.between(3, 6) as usize;
    let objects = random.some(OBJECTS, n);
    let pair = |object: &&str| (format!("{object}{}", random.pick(ACTIONS)), random.pick(OUTCOMES).replace("{}", object));
    objects.iter().map(pair).collect()
}

fn goals(random: &mut Random, tiers: usize) -> Vec<Goal> {
    let mut titles = random.some(GOALS, GOALS.len()).into_iter();
    let mut goals: Vec<Goal> = Vec::new();
    let tops = random.between(2, 3) as usize;
    for top in 1..=tops {
        let Some(title) = titles.next() else { break };
        let id = goals.len();
        goals.push(Goal {
            tier: 0,
            number: top.to_string(),
            title: title.to_owned(),
            parent: None,
            lead: random.pick(SECTIONS).to_owned(),
        });
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
        goals.push(Goal { tier, number, title: title.to_owned(), parent: Some(parent), lead: random.pick(SECTIONS).to_owned() });
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
                aim: random.pick(AIMS).replace("{}", object),
                marks: (0..2).map(|_| random.pick(marks).to_owned()).collect(),
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
            let later = 3 * size + i64::from(random.between(-900, 990));
            let spent = size * i64::from(random.between(82, 104)) / 100;
            rows.push(MoneyRow { group: (*group).to_owned(), item: item.to_owned(), amounts, later, spent });
        }
    }
    rows
}
