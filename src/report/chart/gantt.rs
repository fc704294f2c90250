//! Plan and actual as bars over fiscal years: planned bars are plain, actual ones hatched, bars of a former edition dashed with a mark.

use std::fmt::Write as _;

use super::{escape, fitted};
use crate::report::Lang;
use crate::report::format::era_year;
use crate::report::view::{GanttBar, GanttChart, GanttLine};

const WIDTH: f64 = 1000.0;
/// Room for the names.
const NAMES: f64 = 300.0;
const HEAD: f64 = 34.0;
const BAR: f64 = 17.0;
const GAP: f64 = 5.0;
/// More years are not drawn.
const MOST_YEARS: i32 = 40;
/// More measures are left to the table.
const MOST_LINES: usize = 150;

/// The drawing; `None` without bars or years.
pub(super) fn draw(chart: &GanttChart, lang: Lang) -> Option<String> {
    let (first, last) = chart.years;
    if last < first || last - first > MOST_YEARS || chart.lines.iter().all(|l| l.bars.is_empty()) {
        return None;
    }
    let lines = &chart.lines[..chart.lines.len().min(MOST_LINES)];
    let height = HEAD + lines.iter().map(|l| high(l) + GAP).sum::<f64>();
    let mut svg = format!(
        r##"<svg class="chart gantt-chart" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{}" xmlns="http://www.w3.org/2000/svg"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff4e4"/><rect width="3" height="6" fill="#e9bf85"/></pattern></defs>"##,
        escape(&chart.title)
    );
    let step = (WIDTH - NAMES) / f64::from(last - first + 1);
    for year in first..=last {
        let x = NAMES + step * f64::from(year - first);
        let era = era_year(year, Lang::En);
        let head = if lang == Lang::Ja && !era.is_empty() { era } else { year.to_string() };
        let _ = write!(
            svg,
            r#"<line class="grid" x1="{x:.1}" y1="{HEAD}" x2="{x:.1}" y2="{height}"/><text class="tick" x="{:.1}" y="14" text-anchor="middle">{head}</text><text class="tick small" x="{:.1}" y="27" text-anchor="middle">{year}</text>"#,
            x + step / 2.0,
            x + step / 2.0
        );
    }
    let mut y = HEAD;
    for line in lines {
        let _ = write!(
            svg,
            r#"<line class="grid" x1="0" y1="{y:.1}" x2="{WIDTH}" y2="{y:.1}"/><text class="name" x="4" y="{:.1}"><title>{}</title>{}</text>"#,
            y + 14.0,
            escape(&line.name),
            escape(&fitted(&line.name, NAMES - 10.0, 12.5))
        );
        for (n, bar) in (0_u16..).zip(&line.bars) {
            let (from, to) = (bar.from.unwrap_or(first).clamp(first, last), bar.to.unwrap_or(last).clamp(first, last));
            let x = NAMES + step * f64::from(from - first);
            draw_bar(&mut svg, bar, (x, y + GAP / 2.0 + f64::from(n) * BAR), step * f64::from((to - from).max(0) + 1));
        }
        y += high(line) + GAP;
    }
    svg.push_str("</svg>");
    Some(svg)
}

/// Bars of a measure stand below each other.
fn high(line: &GanttLine) -> f64 {
    (1..line.bars.len().clamp(1, 12)).fold(BAR, |high, _| high + BAR)
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
        x + 5.0,
        y + 11.5,
        escape(&fitted(&words, width - 8.0, 11.0))
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::view::Tone;

    #[test]
    fn bars_differ_without_colour() {
        let bar = |actual, revised| GanttBar { label: "<設計>".into(), from: Some(2024), to: None, actual, revised, tone: Tone::Plain };
        let line = GanttLine { name: "管路の更新".into(), bars: vec![bar(false, false), bar(true, false), bar(false, true)] };
        let svg = draw(&GanttChart { title: "予定".into(), years: (2023, 2026), lines: vec![line] }, Lang::Ja).unwrap();
        assert!(svg.contains("bar-plan") && svg.contains("bar-actual") && svg.contains("bar-revised") && svg.contains("◇"));
        assert!(svg.contains("&lt;設計&gt;→") && svg.contains("R5"));
    }

    #[test]
    fn nothing_is_drawn_without_years() {
        let line = GanttLine { name: String::new(), bars: Vec::new() };
        assert!(draw(&GanttChart { title: String::new(), years: (2023, 2026), lines: vec![line.clone()] }, Lang::Ja).is_none());
        assert!(draw(&GanttChart { title: String::new(), years: (2023, 1), lines: vec![line] }, Lang::Ja).is_none());
    }
}
