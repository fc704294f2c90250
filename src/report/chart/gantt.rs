//! Plan and actual as bars over fiscal years: planned bars are plain, actual ones hatched, bars of a former edition dashed with a mark.
//!
//! A slice for each measure below a head of years, so that print breaks between measures and repeats the years.

use std::fmt::Write as _;

use super::{WIDTH, escape, fitted, sliced, wrapped};
use crate::report::Lang;
use crate::report::format::era_year;
use crate::report::view::{GanttBar, GanttChart, GanttLine, Speech};

/// Room for the names.
const NAMES: f64 = 270.0;
const HEAD: f64 = 34.0;
const BAR: f64 = 17.0;
/// Letters on a bar.
const WORD: f64 = 10.0;
const GAP: f64 = 5.0;
/// Height of a line of a name, and its letters.
const LINE: (f64, f64) = (15.0, 12.5);
/// More years are not drawn.
const MOST_YEARS: i32 = 40;
/// More measures are left to the table.
const MOST_LINES: usize = 300;
/// More bars of a measure are left to the table.
const MOST_BARS: usize = 12;

/// The drawing; `None` without bars or years.
pub(super) fn draw(chart: &GanttChart, lang: Lang) -> Option<String> {
    let (first, last) = chart.years;
    if last < first || last - first > MOST_YEARS || chart.lines.iter().all(|l| l.bars.is_empty()) {
        return None;
    }
    let lines = &chart.lines[..chart.lines.len().min(MOST_LINES)];
    let left = chart.lines.len() - lines.len();
    let slices: Vec<(String, f64)> = lines.iter().map(|line| slice(line, chart.years)).collect();
    let rest = (left > 0).then(|| Speech(lang).fill("view.more_in_table", &[("n", &left.to_string())]));
    Some(sliced("gantt-chart", &chart.title, &(head(chart.years, lang), HEAD), &slices, rest))
}

/// Width of a year.
fn step((first, last): (i32, i32)) -> f64 {
    (WIDTH - NAMES) / f64::from(last - first + 1)
}

fn head(years: (i32, i32), lang: Lang) -> String {
    let hatch = r##"<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff4e4"/><rect width="3" height="6" fill="#e9bf85"/></pattern></defs>"##;
    let (mut svg, step) = (hatch.to_owned(), step(years));
    for year in years.0..=years.1 {
        let x = NAMES + step * f64::from(year - years.0) + step / 2.0;
        let era = era_year(year, Lang::En);
        let head = if lang == Lang::Ja && !era.is_empty() { era } else { year.to_string() };
        let _ = write!(
            svg,
            r#"<text class="tick" x="{x:.1}" y="14" text-anchor="middle">{head}</text><text class="tick small" x="{x:.1}" y="27" text-anchor="middle">{year}</text>"#
        );
    }
    svg
}

/// One measure with its height.
fn slice(line: &GanttLine, (first, last): (i32, i32)) -> (String, f64) {
    let names = wrapped(&line.name, NAMES - 12.0, LINE.1, 3);
    let bars = &line.bars[..line.bars.len().min(MOST_BARS)];
    #[allow(clippy::cast_precision_loss)] // a few lines and bars
    let high = (bars.len().max(1) as f64 * BAR).max(names.len() as f64 * LINE.0) + GAP;
    let step = step((first, last));
    let mut svg = format!(r#"<path class="grid" d="M0 0H{WIDTH}"#);
    for year in first..=last {
        let _ = write!(svg, "M{:.1} 0V{high}", NAMES + step * f64::from(year - first));
    }
    let _ = write!(svg, r#""/><text class="name"><title>{}</title>"#, escape(&line.name));
    for (n, name) in (0_u8..).zip(&names) {
        let _ = write!(svg, r#"<tspan x="4" y="{:.1}">{}</tspan>"#, 14.0 + f64::from(n) * LINE.0, escape(name));
    }
    svg.push_str("</text>");
    for (n, bar) in (0_u8..).zip(bars) {
        let (from, to) = (bar.from.unwrap_or(first).clamp(first, last), bar.to.unwrap_or(last).clamp(first, last));
        let x = NAMES + step * f64::from(from - first);
        draw_bar(&mut svg, bar, (x, GAP / 2.0 + f64::from(n) * BAR), step * f64::from((to - from).max(0) + 1));
    }
    (svg, high)
}

fn draw_bar(svg: &mut String, bar: &GanttBar, (x, y): (f64, f64), width: f64) {
    let class = match (bar.actual, bar.revised) {
        (true, _) => "bar-actual",
        (false, true) => "bar-revised",
        (false, false) => "bar-plan",
    };
    let mark = if bar.revised { "◇ " } else { "" };
    let open = if bar.to.is_none() { "→" } else { "" };
    let words = format!("{mark}{}{open}", bar.label);
    let _ = write!(
        svg,
        r#"<rect class="{class}" x="{:.1}" y="{y:.1}" width="{:.1}" height="{:.1}"><title>{}</title></rect><text class="word" x="{:.1}" y="{:.1}">{}</text>"#,
        x + 1.0,
        (width - 2.0).max(2.0),
        BAR - 2.0,
        escape(&words),
        x + 4.0,
        y + 11.0,
        escape(&fitted(&words, width - 6.0, WORD))
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::view::Tone;

    fn line(bars: Vec<GanttBar>) -> GanttLine {
        GanttLine { name: "管路の更新".into(), bars }
    }

    #[test]
    fn bars_differ_without_colour() {
        let bar = |actual, revised| GanttBar { label: "<設計>".into(), from: Some(2024), to: None, actual, revised, tone: Tone::Plain };
        let lines = vec![line(vec![bar(false, false), bar(true, false), bar(false, true)])];
        let svg = draw(&GanttChart { title: "予定".into(), years: (2023, 2026), lines }, Lang::Ja).unwrap();
        assert!(svg.contains("bar-plan") && svg.contains("bar-actual") && svg.contains("bar-revised") && svg.contains("◇"));
        assert!(svg.contains("&lt;設計&gt;→") && svg.contains("R5"));
    }

    #[test]
    fn nothing_is_drawn_without_years() {
        assert!(draw(&GanttChart { title: String::new(), years: (2023, 2026), lines: vec![line(Vec::new())] }, Lang::Ja).is_none());
        assert!(draw(&GanttChart { title: String::new(), years: (2023, 1), lines: vec![line(Vec::new())] }, Lang::Ja).is_none());
    }

    #[test]
    fn what_is_not_drawn_is_said() {
        let bar = GanttBar { label: "工事".into(), from: Some(2024), to: Some(2025), actual: false, revised: false, tone: Tone::Plain };
        let lines = vec![line(vec![bar]); MOST_LINES + 7];
        let svg = draw(&GanttChart { title: "予定".into(), years: (2023, 2026), lines }, Lang::Ja).unwrap();
        assert_eq!(svg.matches("<tr>").count(), MOST_LINES + 2);
        assert!(svg.contains("7 件"), "{}", &svg[svg.len() - 200..]);
    }
}
