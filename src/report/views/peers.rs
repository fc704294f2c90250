//! 業務指標の比較表: own values of two fiscal years, their change, the mean of the peers that the plan prints or that follows from the
//! peers' own plans, and a closing sentence by rule; remarks of the plan that say the opposite of its figures are listed.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::comparison::{PeerMean, direction, mean_of_others};
use super::{Material, Plan};
use crate::model::Role;
use crate::report::format::{compared, number, printed_decimals};
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Report, Row, Speech, Table, Tone};
use crate::track::{Point, Series, Trend, squash};

/// So many figures are listed under the mean that they make.
const FEW: usize = 6;

/// The report; `None` for a plan that prints no mean of peers and has none by other plans.
pub(super) fn report(material: &Material<'_>, plan: &Plan<'_>) -> Option<Report> {
    let view = material.view(plan)?;
    let speech = material.speech;
    let mut draft = material.draft("peers", plan);
    let own = view.series.iter().filter(|s| s.scope.is_none() && s.has_numbers());
    let printed = |own: &Series| view.series.iter().find(|p| p.scope.is_some() && is_same(own, p) && average(p).is_some());
    let sides: Vec<Sides<'_>> = own.filter_map(|own| Sides::new(material, &plan.utility, own, printed(own))).collect();
    if sides.is_empty() {
        return None;
    }
    let common = common_year(&sides);
    let lines: Vec<Line<'_>> = sides.iter().map(|sides| Line::new(sides, common)).collect();
    let rows: Vec<Row> = lines.iter().map(|line| line.row(&mut draft, material)).collect();
    let contradictions: Vec<Row> = lines.iter().filter_map(|line| line.contradiction(&mut draft, material)).collect();
    let counts = [("n", rows.len().to_string()), ("contradictions", contradictions.len().to_string())];
    draft.report.summary.push(speech.fill("view.peers_count", &counts.each_ref().map(|(k, v)| (*k, v.as_str()))));
    let computed = sides.iter().find_map(|s| s.computed.as_ref());
    if let Some(mean) = computed {
        draft.note(speech.fill("view.peers_computed", &[("group", &mean.group)]));
    }
    let title = draft.report.title.clone();
    draft.report.tables.push(Table { key: "peers", title, columns: columns(speech), rows });
    let columns = vec![
        Column::subject("code", speech.col("code"), 5),
        Column::subject("indicator", speech.col("indicator"), 14),
        Column::text("printed", speech.col("printed"), 30),
        Column::text("by_rule", speech.col("by_rule"), 20),
    ];
    draft.report.tables.push(Table { key: "contradictions", title: speech.say("view.contradictions"), columns, rows: contradictions });
    for note in ["caution", "peers_rule", "mean_note", "direction_note", "points_note"] {
        draft.note(speech.say(&format!("view.{note}")));
    }
    Some(draft.report)
}

fn columns(speech: Speech) -> Vec<Column> {
    let number = |key: &str| Column::of(ColumnKind::Number, key, speech.col(key), 8);
    vec![
        Column::subject("code", speech.col("code"), 5),
        Column::subject("indicator", speech.col("indicator"), 16),
        Column::text("unit", speech.col("unit"), 5),
        Column::text("direction", speech.col("direction"), 5),
        number("earlier"),
        number("later"),
        number("change"),
        number("peer_mean"),
        number("computed_mean"),
        Column::text("closing", speech.col("closing"), 16),
        Column::text("evaluation", speech.col("evaluation"), 30),
    ]
}

fn is_same(own: &Series, peer: &Series) -> bool {
    match (&own.code, &peer.code) {
        (Some(a), Some(b)) => a == b,
        _ => squash(&own.name) == squash(&peer.name),
    }
}

fn average(peer: &Series) -> Option<&Point> {
    peer.points.iter().filter(|p| p.role == Role::Average && p.value.is_some()).max_by_key(|p| p.year)
}

fn is_actual(p: &&Point) -> bool {
    matches!(p.role, Role::Actual | Role::Baseline) && p.value.is_some() && p.year.is_some()
}

/// An indicator of the utility's own beside its peers: by the plan's own words, by the peers' plans, or both.
struct Sides<'a> {
    own: &'a Series,
    later: &'a Point,
    printed: Option<&'a Point>,
    computed: Option<PeerMean>,
    unit: Option<&'a str>,
}

impl<'a> Sides<'a> {
    /// The own value of the year of the printed mean; without one, of the newest year for which the peers' plans give a mean.
    fn new(material: &Material<'_>, utility: &str, own: &'a Series, peer: Option<&'a Series>) -> Option<Self> {
        let unit = own.unit.as_deref().or(peer.and_then(|p| p.unit.as_deref()));
        let of_others = |p: &Point| mean_of_others(material, utility, p.cite, p.year?);
        let mut actual = own.points.iter().filter(is_actual).rev();
        let Some(mean) = peer.and_then(average) else {
            // A mere statistic, without code and direction, is compared only where the plan itself does.
            let coded = |p: &Point| material.overview.comparison.rows.get(*material.row_of.get(&p.cite)?)?.code.as_ref();
            let known = own.code.is_some() || matches!(own.trend, Trend::Up | Trend::Down) || own.points.iter().any(|p| coded(p).is_some());
            let (later, mean) = actual.find_map(|p| Some((p, of_others(p)?))).filter(|_| known)?;
            return Some(Self { own, later, printed: None, computed: Some(mean), unit });
        };
        let later = actual.find(|p| mean.year.is_none_or(|y| p.year == Some(y)))?;
        Some(Self { own, later, printed: Some(mean), computed: of_others(later), unit })
    }
}

/// The earlier year for which most of the indicators have a value.
fn common_year(sides: &[Sides<'_>]) -> Option<i32> {
    let mut years: BTreeMap<i32, usize> = BTreeMap::new();
    for side in sides {
        let own: BTreeSet<i32> =
            side.own.points.iter().filter(is_actual).filter_map(|p| p.year).filter(|y| Some(*y) < side.later.year).collect();
        for year in own {
            *years.entry(year).or_default() += 1;
        }
    }
    years.into_iter().max_by_key(|(year, n)| (*n, *year)).map(|(year, _)| year)
}

/// One indicator with the figures of both sides.
struct Line<'a> {
    sides: &'a Sides<'a>,
    own: &'a Series,
    earlier: Option<&'a Point>,
    later: &'a Point,
    unit: Option<&'a str>,
}

impl<'a> Line<'a> {
    /// The earlier year is the one that the table is about; else the last one before.
    fn new(sides: &'a Sides<'a>, common: Option<i32>) -> Self {
        let Sides { own, later, unit, .. } = sides;
        let before = || own.points.iter().filter(is_actual).filter(|p| p.year < later.year);
        let earlier = before().find(|p| p.year == common).or_else(|| before().next_back());
        Self { sides, own, earlier, later, unit: *unit }
    }

    /// Digits after the point that both figures print.
    fn decimals(&self, points: [&Point; 2]) -> usize {
        points.iter().filter_map(|p| printed_decimals(&p.text, p.value?)).max().unwrap_or(0)
    }

    /// The change from year to year, in ポイント for percentages.
    fn change(&self, speech: Speech) -> Option<Fact> {
        let earlier = self.earlier?;
        let decimals = self.decimals([earlier, self.later]);
        let change = rounded(self.later.value? - earlier.value?, decimals);
        let unit = if self.unit.is_some_and(is_percent) { Some(speech.say("view.points")) } else { self.unit.map(ToOwned::to_owned) };
        let shown = match change {
            c if c > 0.0 => format!("+{}", number(c, Some(decimals))),
            c if c < 0.0 => number(c, Some(decimals)),
            _ => speech.say("view.no_change"),
        };
        let unit = unit.filter(|_| change.abs() > 0.0);
        Some(Fact { shown, ..Fact::number(change, Some(decimals)) }.unit(unit.as_deref()).year(self.later.year))
    }

    /// The printed mean, else the computed one, with the digits that count when the own value is compared with it.
    fn peer(&self) -> Option<(f64, usize)> {
        if let Some(printed) = self.sides.printed {
            return Some((printed.value?, self.decimals([self.later, printed])));
        }
        self.sides.computed.as_ref().map(|m| (m.mean, m.decimals.max(self.decimals([self.later, self.later]))))
    }

    /// Higher, lower or equal to the peers at the printed digits.
    fn side(&self) -> Option<Ordering> {
        let (mean, decimals) = self.peer()?;
        Some(rounded(self.later.value? - mean, decimals).total_cmp(&0.0))
    }

    /// The closing sentence.
    fn closing(&self, speech: Speech) -> Fact {
        let code = match self.side() {
            Some(Ordering::Greater) => "higher",
            Some(Ordering::Less) => "lower",
            _ => "equal",
        };
        let key = if self.sides.printed.is_some() { format!("view.{code}") } else { format!("view.computed_{code}") };
        Fact::text(speech.say(&key)).code(code)
    }

    fn row(&self, draft: &mut Draft, material: &Material<'_>) -> Row {
        let speech = material.speech;
        let figure = |draft: &mut Draft, p: &Point| {
            let value = p.value.unwrap_or_default();
            let shown = compared(value, p.comparator.as_deref(), &p.text, speech.0);
            let at = draft.cite_record(material.documents[p.cite.document], p.cite.record);
            let item = p.year.map(|y| speech.year(y)).unwrap_or_default();
            Fact { number: p.value, ..Fact::text(shown) }.named(item).unit(self.unit).year(p.year).at(at)
        };
        let earlier = self.earlier.map(|p| figure(draft, p));
        let (later, peer) = (figure(draft, self.later), self.sides.printed.map(|p| figure(draft, p)));
        let computed = self.sides.computed.as_ref().map(|m| self.computed(draft, material, m)).unwrap_or_default();
        let remark = self.own.evaluation.clone().map(|e| Fact::text(e).at(self.cite_own(draft, material)));
        Row::new(vec![
            Cell::text(self.code(material).unwrap_or_default()),
            Fact::text(self.own.name.clone()).into(),
            Cell::text(self.own.unit.clone().unwrap_or_default()),
            Cell::text(self.direction(material)),
            earlier.into(),
            later.into(),
            self.change(speech).into(),
            peer.into(),
            computed,
            self.closing(speech).into(),
            remark.into(),
        ])
    }

    /// The mean of the others, and the figures it is made of where they are few; more of them stand in 事業体比較.
    fn computed(&self, draft: &mut Draft, material: &Material<'_>, mean: &PeerMean) -> Cell {
        let speech = material.speech;
        let item = speech.fill("view.mean_of", &[("n", &mean.of.len().to_string())]);
        let mut facts = vec![Fact::number(mean.mean, Some(mean.decimals)).named(item).unit(self.unit).year(self.later.year)];
        for (utility, stated) in mean.of.iter().filter(|_| mean.of.len() <= FEW) {
            let at = draft.cite_record(material.documents[stated.cite.document], stated.cite.record);
            let shown = compared(stated.value, None, &stated.text, speech.0);
            let fact = Fact { number: Some(stated.value), ..Fact::text(shown) };
            facts.push(fact.named(utility.clone()).unit(self.unit).year(self.later.year).at(at));
        }
        facts.into()
    }

    /// The code that the plan prints, else the one under which the comparison has the indicator.
    fn code<'m>(&'m self, material: &'m Material<'_>) -> Option<&'m str> {
        let compared = || material.overview.comparison.rows.get(*material.row_of.get(&self.later.cite)?)?.code.as_deref();
        self.own.code.as_deref().or_else(compared)
    }

    /// Which way is better: as the plan says, else as the dictionary does.
    fn direction(&self, material: &Material<'_>) -> String {
        let code = self.code(material).filter(|_| self.own.trend == Trend::Unknown);
        let entry = code.and_then(|c| Some(Trend::from_word(material.rules.indicators.by_code(c)?.direction_of(c))));
        match entry.filter(|t| *t != Trend::Unknown) {
            Some(trend) => direction(trend, true, material.speech),
            None => direction(self.own.trend, false, material.speech),
        }
    }

    fn cite_own(&self, draft: &mut Draft, material: &Material<'_>) -> Vec<usize> {
        self.own.cite.map(|c| draft.cite_record(material.documents[c.document], c.record)).unwrap_or_default()
    }

    /// A remark that says higher where the figures say lower, or the other way round.
    fn contradiction(&self, draft: &mut Draft, material: &Material<'_>) -> Option<Row> {
        let speech = material.speech;
        let remark = self.own.evaluation.as_deref()?;
        let sides = remark.split('。').filter_map(|s| material.side_of_peers(s).map(|side| (s.trim(), side)));
        let (sentence, said) = sides.into_iter().next()?;
        let found = self.side()?;
        if said == found {
            return None;
        }
        let mean = self.sides.printed.map_or_else(|| number(self.peer().map_or(0.0, |(m, _)| m), None), |p| p.text.trim().to_owned());
        let figures = format!("{} / {mean}", self.later.text.trim());
        let closing = self.closing(speech);
        let at = self.cite_own(draft, material);
        Some(Row::new(vec![
            Cell::text(self.code(material).unwrap_or_default()),
            Cell::text(self.own.name.clone()),
            Fact::text(sentence).at(at).tone(Tone::Watch).into(),
            Fact { shown: format!("{} ({figures})", closing.shown), ..closing }.into(),
        ]))
    }
}

fn is_percent(unit: &str) -> bool {
    matches!(unit.trim(), "%" | "％")
}

/// A difference at the digits that its figures print: 40.1 - 40.0 is 0.1.
fn rounded(value: f64, decimals: usize) -> f64 {
    let factor = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    (value * factor).round() / factor
}
