//! Charts of reports as SVG with axes, unit and words; what is drawn stands in a table, too.
//!
//! No chart library: those that write SVG without a browser (plotters, charts-rs, poloto) have no hatched fills, no strokes and markers by
//! role with a word beside each, or bring fonts and colours of their own; colour-blind readers and black-and-white copies need just these.
//! What is needed here is three simple drawings.

mod gantt;
mod lines;
mod tree;

use super::Lang;
use super::view::Chart;

/// The drawing; `None` where there is nothing to draw. `alt` goes behind the title in the words for screen readers.
pub(super) fn draw(chart: &Chart, lang: Lang, alt: &str) -> Option<String> {
    match chart {
        Chart::Lines(chart) => lines::draw(chart, lang, alt),
        Chart::Gantt(chart) => gantt::draw(chart, lang),
        Chart::Tree(chart) => tree::draw(chart, lang),
    }
}

/// Text for XML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Begins a drawing in slices: the rows of a table, so that print breaks between them and repeats the head. `head` and the slices are
/// drawings as wide as [`WIDTH`] with their heights.
fn sliced(kind: &str, title: &str, head: &(String, f64), slices: &[(String, f64)], rest: Option<String>) -> String {
    let svg = |(drawn, high): &(String, f64)| {
        format!(
            r#"<tr><td><svg class="chart {kind}" viewBox="0 0 {WIDTH} {high:.1}" xmlns="http://www.w3.org/2000/svg">{drawn}</svg></td></tr>"#
        )
    };
    let rows: String = slices.iter().map(svg).collect();
    let rest = rest.map(|words| format!(r#"<tr><td class="small">{}</td></tr>"#, escape(&words))).unwrap_or_default();
    let alt = escape(title);
    let head = svg(head);
    format!(
        r#"<div role="img" aria-label="{alt}"><table class="slices" role="presentation"><thead>{head}</thead><tbody>{rows}{rest}</tbody></table></div>"#
    )
}

/// Width of drawings in slices.
const WIDTH: f64 = 1000.0;

/// Room that a letter takes: half-width ones take half.
fn wide(c: char, size: f64) -> f64 {
    if c.is_ascii() { size * 0.55 } else { size }
}

/// A text in lines of a width, at most so many; the last is cut where it does not fit.
fn wrapped(text: &str, width: f64, size: f64, most: usize) -> Vec<String> {
    let (mut lines, mut rest) = (Vec::new(), text);
    while lines.len() + 1 < most && rest.chars().map(|c| wide(c, size)).sum::<f64>() > width {
        let mut used = 0.0;
        let fits = rest.char_indices().find(|(_, c)| {
            used += wide(*c, size);
            used > width
        });
        let (line, below) = rest.split_at(fits.map_or(rest.len(), |(at, c)| at.max(if at == 0 { c.len_utf8() } else { 0 })));
        lines.push(line.to_owned());
        rest = below.trim_start();
    }
    lines.push(fitted(rest, width, size));
    lines
}

/// As much of a text as fits a width; cut ones end in `…`.
fn fitted(text: &str, width: f64, size: f64) -> String {
    if text.chars().map(|c| wide(c, size)).sum::<f64>() <= width {
        return text.to_owned();
    }
    let mut used = size;
    let mut fits: String = text
        .chars()
        .take_while(|c| {
            used += wide(*c, size);
            used <= width
        })
        .collect();
    fits.push('…');
    fits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_to_their_room() {
        assert_eq!(fitted("管路の更新", 60.0, 10.0), "管路の更新");
        assert_eq!(fitted("管路の更新", 40.0, 10.0), "管路の…");
        assert_eq!(fitted("", 0.0, 10.0), "");
        assert_eq!(wrapped("管路の更新と耐震化", 50.0, 10.0, 3), ["管路の更新", "と耐震化"]);
        assert_eq!(wrapped("管路の更新と耐震化", 40.0, 10.0, 2), ["管路の更", "新と耐…"]);
        assert_eq!(wrapped("あ", 1.0, 10.0, 2), ["あ", ""]);
    }
}
