//! A small line chart of one indicator as SVG. Roles differ by marker, line and word, never by colour alone.

use std::fmt::Write as _;

use super::format::{compared, era_year, number};
use super::{Lang, words::Words};
use crate::model::Role;
use crate::track::{Point, Series};

const WIDTH: f64 = 340.0;
const HEIGHT: f64 = 190.0;
const LEFT: f64 = 52.0;
const RIGHT: f64 = 18.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 40.0;

/// Points of a role in the order of years.
struct Line<'a> {
    role: Role,
    points: Vec<(i32, f64, &'a Point)>,
}

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

/// The chart, `None` where the series has no two different years with numbers.
pub(super) fn line_chart(series: &Series, lang: Lang, words: &Words) -> Option<String> {
    let lines = lines(series);
    let all = || lines.iter().flat_map(|l| &l.points);
    let (first, last) = (all().map(|p| p.0).min()?, all().map(|p| p.0).max()?);
    if first == last || last.checked_sub(first)? > 200 {
        return None;
    }
    let (low, high) = (all().map(|p| p.1).fold(f64::INFINITY, f64::min), all().map(|p| p.1).fold(f64::NEG_INFINITY, f64::max));
    let axes = Axes { years: (first, last), values: scale(low, high) };
    let unit = series.unit.as_deref().unwrap_or("");
    let title = format!("{} {}", series.name, words.get("chart_alt"));
    let mut svg = format!(
        r#"<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{}" xmlns="http://www.w3.org/2000/svg">"#,
        escape(&title)
    );
    frame(&mut svg, &axes, unit, lang);
    let last_actual = lines.iter().find(|l| l.role == Role::Actual).and_then(|l| l.points.last()).map(|p| (p.0, p.1));
    for line in &lines {
        draw(&mut svg, line, &axes, last_actual);
    }
    labels(&mut svg, &lines, &axes, lang);
    legend(&mut svg, &lines, words);
    svg.push_str("</svg>");
    Some(svg)
}

fn lines(series: &Series) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for p in &series.points {
        let (Some(year), Some(value)) = (p.year, p.value) else { continue };
        let role = if p.role == Role::Baseline { Role::Actual } else { p.role };
        let line = match lines.iter().position(|l| l.role == role) {
            Some(i) => &mut lines[i],
            None => {
                lines.push(Line { role, points: Vec::new() });
                let end = lines.len() - 1;
                &mut lines[end]
            }
        };
        line.points.push((year, value, p));
    }
    lines.sort_by_key(|l| crate::track::role_order(l.role));
    lines
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

fn draw(svg: &mut String, line: &Line<'_>, axes: &Axes, last_actual: Option<(i32, f64)>) {
    let class = class(line.role);
    let mut path: Vec<(i32, f64)> = line.points.iter().map(|p| (p.0, p.1)).collect();
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
    for (year, value, _) in &line.points {
        svg.push_str(&marker(line.role, axes.x(*year), axes.y(*value)));
    }
}

/// Writes the values beside their points, the last of each line first; one that would cover another is left to the table.
fn labels(svg: &mut String, lines: &[Line<'_>], axes: &Axes, lang: Lang) {
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    for line in lines.iter().rev().filter(|l| l.role != Role::Average) {
        for (year, value, point) in line.points.iter().rev() {
            let text = compared(*value, point.comparator.as_deref(), &point.text, lang);
            let half = text.chars().map(|c| if c.is_ascii() { 3.4 } else { 6.0 }).sum::<f64>();
            let x = axes.x(*year).clamp(LEFT + half - 9.0, WIDTH - half - 2.0);
            let y = axes.y(*value);
            let (above, below) = (y - 7.0, y + 16.0);
            let first = if line.role == Role::Target && y < HEIGHT - BOTTOM - 20.0 { below } else { above };
            let free = |at: f64| {
                (TOP - 10.0..HEIGHT - BOTTOM).contains(&at)
                    && taken.iter().all(|(tx, ty, th)| (tx - x).abs() > th + half + 2.0 || (ty - at).abs() > 12.0)
            };
            let Some(at) = [first, above, below].into_iter().find(|at| free(*at)) else { continue };
            taken.push((x, at, half));
            let _ = write!(svg, r#"<text class="value" x="{x:.1}" y="{at:.1}" text-anchor="middle">{}</text>"#, escape(&text));
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

fn legend(svg: &mut String, lines: &[Line<'_>], words: &Words) {
    let mut x = LEFT;
    let y = HEIGHT - 7.0;
    for line in lines {
        let word = words.get(&format!("role.{}", role_key(line.role)));
        let width = if word.is_ascii() { 7.0 } else { 12.0 };
        svg.push_str(&marker(line.role, x + 5.0, y - 4.0));
        let _ = write!(svg, r#"<text class="tick" x="{:.1}" y="{y:.1}">{}</text>"#, x + 14.0, escape(&word));
        #[allow(clippy::cast_precision_loss)] // a word of the table
        let length = word.chars().count() as f64;
        x += 26.0 + width * length;
    }
}

/// The role's key in the word table.
pub(super) fn role_key(role: Role) -> &'static str {
    match role {
        Role::Actual => "actual",
        Role::Target => "target",
        Role::Forecast => "forecast",
        Role::Baseline => "baseline",
        Role::Average => "average",
        Role::Plan => "plan",
    }
}

/// Text for XML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::track::Cite;

    fn series(points: &[(i32, f64, Role)]) -> Series {
        let point = |&(year, value, role): &(i32, f64, Role)| Point {
            year: Some(year),
            phase: None,
            role,
            value: Some(value),
            comparator: None,
            text: format!("{value}"),
            cite: Cite { document: 0, record: 0 },
        };
        Series { name: "<管路>".into(), unit: Some("%".into()), points: points.iter().map(point).collect(), ..Series::default() }
    }

    #[test]
    fn a_chart_needs_two_years() {
        let words = Words::load(Lang::Ja).unwrap();
        assert!(line_chart(&series(&[(2020, 1.0, Role::Actual), (2020, 2.0, Role::Target)]), Lang::Ja, &words).is_none());
        let svg = line_chart(&series(&[(2020, 1.0, Role::Actual), (2025, 2.0, Role::Target)]), Lang::Ja, &words).unwrap();
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
