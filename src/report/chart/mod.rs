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
        Chart::Tree(chart) => tree::draw(chart),
    }
}

/// Text for XML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// As much of a text as fits a width, counting half-width letters as half; cut ones end in `…`.
fn fitted(text: &str, width: f64, size: f64) -> String {
    let wide = |c: char| if c.is_ascii() { size * 0.55 } else { size };
    if text.chars().map(wide).sum::<f64>() <= width {
        return text.to_owned();
    }
    let mut used = size;
    let mut fits: String = text
        .chars()
        .take_while(|c| {
            used += wide(*c);
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
    }
}
