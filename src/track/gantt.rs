//! The schedule of a plan as rows of bars over fiscal years (and over relative phases where the plan gives no years).

use serde::Serialize;

use super::{Cite, MeasureView};
use crate::model::{Basis, Schedule};

use super::titles::squash;

/// More year columns than this are not drawn; years beyond are open ends.
const MOST_YEARS: i32 = 40;
/// Years that a plan can speak of; others are slips of reading and make no columns.
const SANE: std::ops::RangeInclusive<i32> = 1868..=2200;

/// First column, last column, bar.
type Placed = (usize, usize, Bar);

/// One column of the chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum GanttColumn {
    /// A fiscal year.
    Year {
        /// April of this year to March of the next.
        year: i32,
    },
    /// A relative column (前期, 5年後) for bars without years.
    Phase {
        /// The column's name as printed.
        name: String,
    },
    /// For bars of which neither year nor phase is known.
    Undated,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    /// Words on the bar, "" for a bare one.
    pub label: String,
    /// First fiscal year, `None` where open or not said.
    pub from: Option<i32>,
    /// Last fiscal year, `None` where open or not said.
    pub to: Option<i32>,
    /// Relative column as printed.
    pub phase: Option<String>,
    /// Plan or actual.
    pub basis: Basis,
    /// True where the source does not tell the span.
    pub uncertain: bool,
    /// The schedule record.
    pub cite: Cite,
}

/// A stretch of columns in a lane: empty, or one bar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GanttCell {
    /// Number of columns.
    pub span: usize,
    /// The bar, `None` for an empty column.
    pub bar: Option<Bar>,
}

/// One measure with its bars; bars that overlap stand in lanes below each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GanttRow {
    /// Index of the measure in the plan, `None` where the title belongs to no measure.
    pub measure: Option<usize>,
    /// Title as the schedule names it.
    pub title: String,
    /// Lanes; each fills all columns.
    pub lanes: Vec<Vec<GanttCell>>,
}

/// The chart.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Gantt {
    /// Years from the first to the last, then phases in printed order, then undated.
    pub columns: Vec<GanttColumn>,
    /// Rows in the order of the measures.
    pub rows: Vec<GanttRow>,
}

/// Lays the bars out. `order` gives the rows' order as indices into `measures`; `period` is the plan's.
#[must_use]
pub fn gantt(schedules: &[(Cite, Schedule)], measures: &[MeasureView], order: &[usize], period: (Option<i32>, Option<i32>)) -> Gantt {
    if schedules.is_empty() {
        return Gantt::default();
    }
    let columns = columns(schedules, period);
    let mut rows: Vec<(GanttRow, Vec<Bar>)> = Vec::new();
    for &m in order {
        rows.push((GanttRow { measure: Some(m), title: measures[m].title.clone(), lanes: Vec::new() }, Vec::new()));
    }
    for (cite, s) in schedules {
        let bar = Bar {
            label: s.label.clone(),
            from: s.from,
            to: s.to,
            phase: s.phase.clone(),
            basis: s.basis,
            uncertain: s.uncertain,
            cite: *cite,
        };
        let key = squash(&s.measure);
        match rows.iter_mut().find(|(row, _)| squash(&row.title) == key) {
            Some((_, bars)) => bars.push(bar),
            None => rows.push((GanttRow { measure: None, title: s.measure.clone(), lanes: Vec::new() }, vec![bar])),
        }
    }
    let rows = rows
        .into_iter()
        .filter(|(_, bars)| !bars.is_empty())
        .map(|(mut row, bars)| {
            row.lanes = lanes(bars, &columns);
            row
        })
        .collect();
    Gantt { columns, rows }
}

fn columns(schedules: &[(Cite, Schedule)], period: (Option<i32>, Option<i32>)) -> Vec<GanttColumn> {
    let years: Vec<i32> = schedules.iter().flat_map(|(_, s)| [s.from, s.to]).flatten().filter(|y| SANE.contains(y)).collect();
    let mut columns = Vec::new();
    if let (Some(mut first), Some(mut last)) = (years.iter().min().copied(), years.iter().max().copied()) {
        let period = (period.0.filter(|y| SANE.contains(y)), period.1.filter(|y| SANE.contains(y)));
        first = first.min(period.0.unwrap_or(first));
        last = last.max(period.1.unwrap_or(last));
        if last - first >= MOST_YEARS {
            first = period.0.unwrap_or(first);
            last = last.min(first.saturating_add(MOST_YEARS - 1));
        }
        columns.extend((first..=last).map(|year| GanttColumn::Year { year }));
    }
    let mut undated = false;
    let mut phases: Vec<&str> = Vec::new();
    for (_, s) in schedules.iter().filter(|(_, s)| s.from.is_none() && s.to.is_none()) {
        match &s.phase {
            Some(phase) => {
                for name in phase.split('~') {
                    if !phases.contains(&name) {
                        phases.push(name);
                    }
                }
            }
            None => undated = true,
        }
    }
    phases.sort_by_key(|name| phase_order(name));
    columns.extend(phases.into_iter().map(|name| GanttColumn::Phase { name: name.to_owned() }));
    if undated {
        columns.push(GanttColumn::Undated);
    }
    columns
}

/// Order of relative columns: by their number (5年後, 10年後), else early, middle, late; what says none of these stays in printed order.
fn phase_order(name: &str) -> (u32, u8) {
    let digits: String = name.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let number = digits.parse().unwrap_or(if name.contains("将来") { u32::MAX } else { 0 });
    let part = match name {
        n if n.contains(['前', '短', '初']) => 0,
        n if n.contains('中') => 1,
        n if n.contains(['後', '長']) => 2,
        _ => 3,
    };
    (number, part)
}

/// First and last column of a bar; an open end reaches the edge of the years.
fn place(bar: &Bar, columns: &[GanttColumn]) -> (usize, usize) {
    let years: Vec<i32> = columns.iter().map_while(|c| if let GanttColumn::Year { year } = c { Some(*year) } else { None }).collect();
    let end = columns.len().saturating_sub(1);
    if bar.from.is_none() && bar.to.is_none() {
        let Some(phase) = &bar.phase else { return (end, end) };
        let at = |name: &str| columns.iter().position(|c| matches!(c, GanttColumn::Phase { name: n } if n == name)).unwrap_or(end);
        let (a, b) = phase.split_once('~').unwrap_or((phase, phase));
        let b = b.rsplit('~').next().unwrap_or(b);
        let (a, b) = (at(a), at(b));
        return (a.min(b), a.max(b));
    }
    let (Some(&first), Some(&last)) = (years.first(), years.last()) else { return (end, end) };
    let from = bar.from.unwrap_or(first).clamp(first, last);
    let to = bar.to.unwrap_or(last).clamp(first, last);
    let at = |year: i32| usize::try_from(year - first).unwrap_or(0);
    (at(from.min(to)), at(from.max(to)))
}

/// Puts each bar into the first lane that is free there; plan bars first, then actual ones, which start a lane of their own.
fn lanes(mut bars: Vec<Bar>, columns: &[GanttColumn]) -> Vec<Vec<GanttCell>> {
    bars.sort_by_key(|b| (b.basis == Basis::Actual, place(b, columns), b.cite));
    let mut lanes: Vec<(Basis, Vec<Placed>)> = Vec::new();
    for bar in bars {
        let (from, to) = place(&bar, columns);
        let free = lanes.iter_mut().find(|(basis, lane)| *basis == bar.basis && lane.iter().all(|(a, b, _)| to < *a || *b < from));
        match free {
            Some((_, lane)) => lane.push((from, to, bar)),
            None => lanes.push((bar.basis, vec![(from, to, bar)])),
        }
    }
    lanes.into_iter().map(|(_, lane)| fill(lane, columns.len())).collect()
}

/// A lane's bars with the empty columns between them.
fn fill(mut lane: Vec<Placed>, width: usize) -> Vec<GanttCell> {
    lane.sort_by_key(|(from, _, _)| *from);
    let mut cells = Vec::new();
    let mut next = 0;
    for (from, to, bar) in lane {
        cells.extend((next..from).map(|_| GanttCell { span: 1, bar: None }));
        cells.push(GanttCell { span: to + 1 - from, bar: Some(bar) });
        next = to + 1;
    }
    cells.extend((next..width).map(|_| GanttCell { span: 1, bar: None }));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(from: Option<i32>, to: Option<i32>, phase: Option<&str>, record: usize) -> (Cite, Schedule) {
        let s =
            Schedule {
                measure: "管路の更新".into(), label: "実施".into(), from, to, phase: phase.map(Into::into), ..Schedule::default()
            };
        (Cite { document: 0, record }, s)
    }

    fn spans(gantt: &Gantt) -> Vec<Vec<(usize, bool)>> {
        gantt.rows[0].lanes.iter().map(|lane| lane.iter().map(|c| (c.span, c.bar.is_some())).collect()).collect()
    }

    #[test]
    fn every_lane_fills_all_columns() {
        let bars = [bar(Some(2023), Some(2023), None, 0), bar(Some(2023), Some(2025), None, 1), bar(Some(2024), None, None, 2)];
        let g = gantt(&bars, &[], &[], (Some(2022), Some(2026)));
        assert_eq!(g.columns.len(), 5);
        assert_eq!(spans(&g), [vec![(1, false), (1, true), (3, true)], vec![(1, false), (3, true), (1, false)]]);
    }

    #[test]
    fn phases_without_years_are_columns() {
        let bars = [bar(None, None, Some("前期~中期"), 0), bar(None, None, Some("後期"), 1), bar(None, None, None, 2)];
        let g = gantt(&bars, &[], &[], (None, None));
        assert_eq!(g.columns.len(), 4);
        assert_eq!(spans(&g), [vec![(2, true), (1, true), (1, true)]]);
    }

    #[test]
    fn relative_columns_stand_in_the_order_of_time() {
        let bars = [bar(None, None, Some("将来"), 0), bar(None, None, Some("10年後"), 1), bar(None, None, Some("5年後"), 2)];
        let names: Vec<GanttColumn> = gantt(&bars, &[], &[], (None, None)).columns;
        assert_eq!(names, ["5年後", "10年後", "将来"].map(|n| GanttColumn::Phase { name: n.into() }));
        let bars = [bar(None, None, Some("後期"), 0), bar(None, None, Some("前期"), 1)];
        assert_eq!(gantt(&bars, &[], &[], (None, None)).columns[0], GanttColumn::Phase { name: "前期".into() });
    }

    #[test]
    fn absurd_years_stay_bounded() {
        let bars = [bar(Some(i32::MIN), Some(i32::MAX), None, 0), bar(Some(2030), Some(2020), None, 1)];
        let g = gantt(&bars, &[], &[], (None, None));
        assert!(g.columns.len() <= 60);
        for lane in &g.rows[0].lanes {
            assert_eq!(lane.iter().map(|c| c.span).sum::<usize>(), g.columns.len());
        }
    }
}
