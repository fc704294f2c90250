//! Charts as data; how they are drawn is each form's own matter.

use serde::Serialize;

use super::Tone;
use crate::model::Role;

/// A chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Chart {
    /// Values over years.
    Lines(LineChart),
    /// Plan and actual as bars over years.
    Gantt(GanttChart),
    /// The plan as a tree.
    Tree(TreeChart),
}

/// Values over fiscal years.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct LineChart {
    /// What is drawn.
    pub title: String,
    /// Unit of the value axis, "" for none.
    pub unit: String,
    /// Lines; one for each role.
    pub lines: Vec<Line>,
    /// Numbers of the report's sources.
    pub sources: Vec<usize>,
}

/// One line of a chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// What it is, in words.
    pub name: String,
    /// What it is; settles marker and stroke.
    pub role: Role,
    /// True for the straight way from baseline to target: a help for the eye, drawn thin, without figures.
    pub interim: bool,
    /// Points in the order of years.
    pub points: Vec<ChartPoint>,
}

/// One point.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChartPoint {
    /// Fiscal year.
    pub year: i32,
    /// In the chart's unit.
    pub value: f64,
    /// As it is shown.
    pub shown: String,
}

/// Bars over fiscal years.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct GanttChart {
    /// What is drawn.
    pub title: String,
    /// First and last fiscal year.
    pub years: (i32, i32),
    /// Measures.
    pub lines: Vec<GanttLine>,
}

/// One measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GanttLine {
    /// Number and title.
    pub name: String,
    /// Planned and actual bars.
    pub bars: Vec<GanttBar>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GanttBar {
    /// Words on it.
    pub label: String,
    /// First fiscal year, `None` where the beginning is open.
    pub from: Option<i32>,
    /// Last fiscal year, `None` where the end is open.
    pub to: Option<i32>,
    /// False for planned, true for what was done.
    pub actual: bool,
    /// True for a bar of an earlier edition that the newest one changed.
    pub revised: bool,
    /// Weight of an actual bar's state.
    pub tone: Tone,
}

/// The plan as a tree.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TreeChart {
    /// What is drawn.
    pub title: String,
    /// The top.
    pub root: Tree,
}

/// A node with what stands under it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Tree {
    /// The plan's word for the tier (基本目標, 施策), "" where it has none.
    pub level: String,
    /// Number and title.
    pub name: String,
    /// Sections.
    pub owners: Vec<String>,
    /// Nodes below.
    pub below: Vec<Tree>,
}
