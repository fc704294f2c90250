//! 業務指標の比較表: own values of two fiscal years, their change, the mean of the peers that the plan prints, and a closing sentence by
//! rule; remarks of the plan that say the opposite of its figures are listed.

use std::collections::{BTreeMap, BTreeSet};

use super::{Material, Plan};
use crate::model::Role;
use crate::report::format::{compared, number, printed_decimals};
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Report, Row, Speech, Table, Tone};
use crate::track::{Point, Series, squash};

/// The report; `None` for a plan that prints no mean of peers.
pub(super) fn report(material: &Material<'_>, plan: &Plan<'_>) -> Option<Report> {
    let view = material.view(plan)?;
    let speech = material.speech;
    let mut draft = material.draft("peers", plan);
    let pairs: Vec<(&Series, &Series)> = view
        .series
        .iter()
        .filter(|s| s.scope.is_none() && s.has_numbers())
        .filter_map(|own| Some((own, view.series.iter().find(|p| p.scope.is_some() && is_same(own, p) && average(p).is_some())?)))
        .collect();
    if pairs.is_empty() {
        return None;
    }
    let common = common_year(&pairs);
    let mut rows = Vec::new();
    let mut contradictions = Vec::new();
    for (own, peer) in &pairs {
        let Some(line) = Line::new(own, peer, common) else { continue };
        rows.push(line.row(&mut draft, material));
        contradictions.extend(line.contradiction(&mut draft, material));
    }
    draft
        .report
        .summary
        .push(speech.fill("view.peers_count", &[("n", &rows.len().to_string()), ("contradictions", &contradictions.len().to_string())]));
    let title = draft.report.title.clone();
    draft.report.tables.push(Table { key: "peers", title, columns: columns(speech), rows });
    let columns = vec![
        Column::subject("code", speech.col("code"), 5),
        Column::subject("indicator", speech.col("indicator"), 14),
        Column::text("printed", speech.col("printed"), 30),
        Column::text("by_rule", speech.col("by_rule"), 20),
    ];
    draft.report.tables.push(Table { key: "contradictions", title: speech.say("view.contradictions"), columns, rows: contradictions });
    draft.note(speech.say("view.caution"));
    draft.note(speech.say("view.peers_rule"));
    draft.note(speech.say("view.points_note"));
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

/// The earlier year for which most of the indicators have a value.
fn common_year(pairs: &[(&Series, &Series)]) -> Option<i32> {
    let mut years: BTreeMap<i32, usize> = BTreeMap::new();
    for (own, peer) in pairs {
        let until = average(peer).and_then(|p| p.year).unwrap_or(i32::MAX);
        let earlier = own.points.iter().filter(|p| matches!(p.role, Role::Actual | Role::Baseline) && p.value.is_some());
        let own: BTreeSet<i32> = earlier.filter_map(|p| p.year).filter(|y| *y < until).collect();
        for year in own {
            *years.entry(year).or_default() += 1;
        }
    }
    years.into_iter().max_by_key(|(year, n)| (*n, *year)).map(|(year, _)| year)
}

/// One indicator with the figures of both sides.
struct Line<'a> {
    own: &'a Series,
    earlier: Option<&'a Point>,
    later: &'a Point,
    peer: &'a Point,
    unit: Option<&'a str>,
}

impl<'a> Line<'a> {
    /// The own value of the peers' year, and of the earlier year that the table is about; else of the last year before.
    fn new(own: &'a Series, peer: &'a Series, common: Option<i32>) -> Option<Self> {
        let mean = average(peer)?;
        let actual = |p: &&Point| matches!(p.role, Role::Actual | Role::Baseline) && p.value.is_some() && p.year.is_some();
        let later = own.points.iter().filter(actual).rfind(|p| mean.year.is_none_or(|y| p.year == Some(y)))?;
        let before = || own.points.iter().filter(actual).filter(|p| p.year < later.year);
        let earlier = before().find(|p| p.year == common).or_else(|| before().next_back());
        Some(Self { own, earlier, later, peer: mean, unit: own.unit.as_deref().or(peer.unit.as_deref()) })
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

    /// Higher, lower or equal to the peers at the printed digits.
    fn side(&self) -> Option<std::cmp::Ordering> {
        let decimals = self.decimals([self.later, self.peer]);
        Some(rounded(self.later.value? - self.peer.value?, decimals).total_cmp(&0.0))
    }

    /// The closing sentence.
    fn closing(&self, speech: Speech) -> Fact {
        let (key, code) = match self.side() {
            Some(std::cmp::Ordering::Greater) => ("view.higher", "higher"),
            Some(std::cmp::Ordering::Less) => ("view.lower", "lower"),
            _ => ("view.equal", "equal"),
        };
        Fact::text(speech.say(key)).code(code)
    }

    fn row(&self, draft: &mut Draft, material: &Material<'_>) -> Row {
        let speech = material.speech;
        let direction = match self.own.trend {
            crate::track::Trend::Up => "view.up",
            crate::track::Trend::Down => "view.down",
            crate::track::Trend::Neutral => "view.neutral",
            crate::track::Trend::Conflict => "view.conflict",
            crate::track::Trend::Unknown => "view.no_direction",
        };
        let figure = |draft: &mut Draft, p: &Point| {
            let value = p.value.unwrap_or_default();
            let shown = compared(value, p.comparator.as_deref(), &p.text, speech.0);
            let at = draft.cite_record(material.documents[p.cite.document], p.cite.record);
            let item = p.year.map(|y| speech.year(y)).unwrap_or_default();
            Fact { number: p.value, ..Fact::text(shown) }.named(item).unit(self.unit).year(p.year).at(at)
        };
        let earlier = self.earlier.map(|p| figure(draft, p));
        let (later, peer) = (figure(draft, self.later), figure(draft, self.peer));
        let remark = self.own.evaluation.clone().map(|e| Fact::text(e).at(self.cite_own(draft, material)));
        Row::new(vec![
            Cell::text(self.own.code.clone().unwrap_or_default()),
            Fact::text(self.own.name.clone()).into(),
            Cell::text(self.own.unit.clone().unwrap_or_default()),
            Cell::text(speech.say(direction)),
            earlier.into(),
            later.into(),
            self.change(speech).into(),
            peer.into(),
            self.closing(speech).into(),
            remark.into(),
        ])
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
        let figures = format!("{} / {}", self.later.text.trim(), self.peer.text.trim());
        let closing = self.closing(speech);
        let at = self.cite_own(draft, material);
        Some(Row::new(vec![
            Cell::text(self.own.code.clone().unwrap_or_default()),
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
