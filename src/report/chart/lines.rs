//! Values over fiscal years. Roles differ by marker, stroke and word, never by colour alone.

use std::fmt::Write as _;

use super::escape;
use crate::model::Role;
use crate::report::Lang;
use crate::report::format::{era_year, number};
use crate::report::view::{Line, LineChart};

const WIDTH: f64 = 340.0;
const HEIGHT: f64 = 190.0;
const LEFT: f64 = 52.0;
const RIGHT: f64 = 18.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 40.0;

/// Scales of the chart.
struct Axes {
    years: (i32, i32),
    values: (f64, f64),
}

impl Axes {
    fn x(&self, year: i32) -> f64 {
        let span = f64::from(self.years.1) - f64::from(self.years.0);
        LEFT + (WIDTH - LEFT - RIGHT) * (f64::from(year) - f64::from(self.years.0)) / span
    }

    fn y(&self, value: f64) -> f64 {
        TOP + (HEIGHT - TOP - BOTTOM) * (self.values.1 - value) / (self.values.1 - self.values.0)
    }
}

/// The drawing; `None` where there are no two different years with numbers.
pub(super) fn draw(chart: &LineChart, lang: Lang, alt: &str) -> Option<String> {
    let all = || chart.lines.iter().flat_map(|l| &l.points).filter(|p| p.value.is_finite());
    let (first, last) = (all().map(|p| p.year).min()?, all().map(|p| p.year).max()?);
    if first == last || last.checked_sub(first)? > 200 {
        return None;
    }
    let (low, high) = (all().map(|p| p.value).fold(f64::INFINITY, f64::min), all().map(|p| p.value).fold(f64::NEG_INFINITY, f64::max));
    let axes = Axes { years: (first, last), values: scale(low, high) };
    let title = format!("{} {alt}", chart.title);
    let mut svg = format!(
        r#"<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{}" xmlns="http://www.w3.org/2000/svg">"#,
        escape(&title)
    );
    frame(&mut svg, &axes, &chart.unit, lang);
    let last_actual = chart.lines.iter().find(|l| l.role == Role::Actual).and_then(|l| l.points.last()).map(|p| (p.year, p.value));
    // Where the way to the target is drawn, the target needs no line of its own to the last actual value.
    let start = last_actual.filter(|_| !chart.lines.iter().any(|l| l.interim));
    for line in &chart.lines {
        stroke(&mut svg, line, &axes, start);
    }
    labels(&mut svg, &chart.lines, &axes);
    legend(&mut svg, &chart.lines);
    svg.push_str("</svg>");
    Some(svg)
}

/// Round limits around the values; zero is kept as the limit where the values are near it.
fn scale(low: f64, high: f64) -> (f64, f64) {
    let span = if high > low { high - low } else { high.abs().max(1.0) };
    let step = 10_f64.powf((span / 2.0).log10().floor());
    let step = if span / step > 10.0 {
        step * 5.0
    } else if span / step > 4.0 {
        step * 2.0
    } else {
        step
    };
    let mut bottom = (low / step).floor() * step;
    let mut top = (high / step).ceil() * step;
    if low >= 0.0 && low < span {
        bottom = 0.0;
    }
    if top - bottom < step {
        bottom -= step;
        top += step;
    }
    (bottom, top)
}

fn frame(svg: &mut String, axes: &Axes, unit: &str, lang: Lang) {
    let (right, base) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
    for i in 0..=2 {
        let value = axes.values.0 + (axes.values.1 - axes.values.0) * f64::from(i) / 2.0;
        let y = axes.y(value);
        let _ = write!(
            svg,
            r#"<line class="grid" x1="{LEFT}" y1="{y:.1}" x2="{right}" y2="{y:.1}"/><text class="tick" x="{:.1}" y="{:.1}" text-anchor="end">{}</text>"#,
            LEFT - 5.0,
            y + 4.0,
            number((value * 1e6).round() / 1e6, None)
        );
    }
    let span = axes.years.1 - axes.years.0;
    let every = (span + 6) / 7;
    for year in (axes.years.0..=axes.years.1).rev().step_by(usize::try_from(every).unwrap_or(1)) {
        let x = axes.x(year);
        let _ = write!(
            svg,
            r#"<line class="grid" x1="{x:.1}" y1="{base}" x2="{x:.1}" y2="{:.1}"/><text class="tick" x="{x:.1}" y="{:.1}" text-anchor="middle">{}</text>"#,
            base + 4.0,
            base + 16.0,
            if lang == Lang::Ja { short_era(year) } else { year.to_string() }
        );
    }
    if !unit.is_empty() {
        let _ = write!(svg, r#"<text class="tick" x="4" y="14">({})</text>"#, escape(unit));
    }
}

/// R5, H30: the form with room for many years on an axis.
fn short_era(year: i32) -> String {
    let short = era_year(year, Lang::En);
    if short.is_empty() { year.to_string() } else { short }
}

fn stroke(svg: &mut String, line: &Line, axes: &Axes, last_actual: Option<(i32, f64)>) {
    let class = if line.interim { "interim" } else { class(line.role) };
    let mut path: Vec<(i32, f64)> = line.points.iter().filter(|p| p.value.is_finite()).map(|p| (p.year, p.value)).collect();
    // A target that stands alone is tied to the last actual value, so that the way to it can be seen.
    if let (Role::Target | Role::Forecast, Some(start), Some(first)) = (line.role, last_actual, path.first())
        && start.0 < first.0
    {
        path.insert(0, start);
    }
    if path.len() > 1 {
        let points: Vec<String> = path.iter().map(|(year, v)| format!("{:.1},{:.1}", axes.x(*year), axes.y(*v))).collect();
        let _ = write!(svg, r#"<polyline class="{class}" points="{}"/>"#, points.join(" "));
    }
    for p in line.points.iter().filter(|p| !line.interim && p.value.is_finite()) {
        svg.push_str(&marker(line.role, axes.x(p.year), axes.y(p.value)));
    }
}

/// Writes the values beside their points, the last of each line first; one that would cover another is left to the table.
fn labels(svg: &mut String, lines: &[Line], axes: &Axes) {
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    for line in lines.iter().rev().filter(|l| l.role != Role::Average && !l.interim) {
        for point in line.points.iter().rev().filter(|p| p.value.is_finite()) {
            let half = point.shown.chars().map(|c| if c.is_ascii() { 3.4 } else { 6.0 }).sum::<f64>();
            let x = axes.x(point.year).clamp(LEFT + half - 9.0, (WIDTH - half - 2.0).max(LEFT + half - 9.0));
            let y = axes.y(point.value);
            let (above, below) = (y - 7.0, y + 16.0);
            let first = if line.role == Role::Target && y < HEIGHT - BOTTOM - 20.0 { below } else { above };
            let free = |at: f64| {
                (TOP - 10.0..HEIGHT - BOTTOM).contains(&at)
                    && taken.iter().all(|(tx, ty, th)| (tx - x).abs() > th + half + 2.0 || (ty - at).abs() > 12.0)
            };
            let Some(at) = [first, above, below].into_iter().find(|at| free(*at)) else { continue };
            taken.push((x, at, half));
            let _ = write!(svg, r#"<text class="value" x="{x:.1}" y="{at:.1}" text-anchor="middle">{}</text>"#, escape(&point.shown));
        }
    }
}

fn class(role: Role) -> &'static str {
    match role {
        Role::Actual | Role::Baseline => "actual",
        Role::Target => "target",
        Role::Forecast | Role::Plan => "forecast",
        Role::Average => "average",
    }
}

fn marker(role: Role, x: f64, y: f64) -> String {
    let class = class(role);
    match role {
        Role::Actual | Role::Baseline => format!(r#"<circle class="{class}" cx="{x:.1}" cy="{y:.1}" r="3.6"/>"#),
        Role::Target => format!(r#"<path class="{class}" d="M{x:.1} {:.1}l5 5l-5 5l-5 -5z"/>"#, y - 5.0),
        Role::Forecast | Role::Plan => {
            format!(r#"<rect class="{class}" x="{:.1}" y="{:.1}" width="7" height="7"/>"#, x - 3.5, y - 3.5)
        }
        Role::Average => format!(r#"<path class="{class}" d="M{x:.1} {:.1}l4.5 8h-9z"/>"#, y - 5.0),
    }
}

fn legend(svg: &mut String, lines: &[Line]) {
    let mut x = LEFT;
    let y = HEIGHT - 7.0;
    for line in lines {
        if line.interim {
            let _ = write!(svg, r#"<polyline class="interim" points="{:.1},{:.1} {:.1},{:.1}"/>"#, x, y - 4.0, x + 11.0, y - 4.0);
        } else {
            svg.push_str(&marker(line.role, x + 5.0, y - 4.0));
        }
        let _ = write!(svg, r#"<text class="tick" x="{:.1}" y="{y:.1}">{}</text>"#, x + 14.0, escape(&line.name));
        x += 26.0 + line.name.chars().map(|c| if c.is_ascii() { 7.0 } else { 12.0 }).sum::<f64>();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::view::ChartPoint;

    fn chart(points: &[(i32, f64, Role)]) -> LineChart {
        let line = |role: Role| {
            let own = points.iter().filter(|p| p.2 == role);
            let points = own.map(|p| ChartPoint { year: p.0, value: p.1, shown: p.1.to_string() }).collect();
            Line { name: "目標".into(), role, interim: false, points }
        };
        LineChart { title: "<管路>".into(), unit: "%".into(), lines: vec![line(Role::Actual), line(Role::Target)], sources: Vec::new() }
    }

    #[test]
    fn a_chart_needs_two_years() {
        assert!(draw(&chart(&[(2020, 1.0, Role::Actual), (2020, 2.0, Role::Target)]), Lang::Ja, "").is_none());
        let svg = draw(&chart(&[(2020, 1.0, Role::Actual), (2025, 2.0, Role::Target)]), Lang::Ja, "").unwrap();
        assert!(svg.contains("&lt;管路&gt;") && svg.contains("R7") && svg.contains("目標"));
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }

    #[test]
    fn scales_hold_their_values() {
        for (low, high) in [(0.0, 0.0), (5.0, 5.0), (-3.0, 8.0), (99.1, 99.4), (1.0e9, 1.1e9), (0.001, 0.002)] {
            let (bottom, top) = scale(low, high);
            assert!(bottom <= low && high <= top && bottom < top, "{low}..{high} gives {bottom}..{top}");
        }
    }
}
