//! Where the evidence of a place is shown: file and anchor, from the place alone.
//!
//! Whoever holds an [`Evidence`] can link it, also where the record that it came from is no longer at hand: the anchor is made of the
//! rectangle, the line or the cells, so it stays the same when records are added or taken away.

use crate::model::Evidence;
use crate::report::files::hash;
use crate::track::SourceDocument;

/// The folder of all evidence inside the output folder.
pub(super) const FOLDER: &str = "evidence";
/// Lines of a text, or rows of a sheet, on one evidence page.
pub(super) const CHUNK: usize = 100;

/// What one evidence page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// A page of a PDF, from 1.
    Page(usize),
    /// The lines of a text from `n * CHUNK + 1`.
    Lines(usize),
    /// Sheet from 1, rows from `n * CHUNK` (from 0).
    Rows(usize, usize),
}

impl Part {
    /// The part that shows a place; `None` where no place was recorded.
    pub(super) fn of(e: &Evidence) -> Option<Self> {
        match (e.range, e.page, e.line) {
            (Some(range), sheet, _) => Some(Self::Rows(sheet.unwrap_or(1), range.first.0 as usize / CHUNK)),
            (None, Some(page), _) => Some(Self::Page(page)),
            (None, None, Some(line)) => Some(Self::Lines(line.saturating_sub(1) / CHUNK)),
            (None, None, None) => None,
        }
    }

    /// Its part of a file name: `p12`, `t3`, `s2-1`.
    fn name(self) -> String {
        match self {
            Self::Page(n) => format!("p{n}"),
            Self::Lines(n) => format!("t{}", n + 1),
            Self::Rows(sheet, n) => format!("s{sheet}-{}", n + 1),
        }
    }
}

/// The id of a place on its evidence page.
pub(super) fn anchor(e: &Evidence) -> String {
    if let Some(range) = e.range {
        return format!("c{}", range.to_string().replace(':', "-"));
    }
    match (e.bbox, e.line) {
        (Some(rect), _) => {
            // Tenths of a point, as records are kept.
            let [x0, y0, x1, y1] = [rect.x0, rect.y0, rect.x1, rect.y1].map(|v| format!("{:.0}", (f64::from(v) * 10.0).round()));
            format!("r{x0}_{y0}_{x1}_{y1}")
        }
        (None, Some(line)) => format!("l{line}"),
        (None, None) => "page".to_owned(),
    }
}

/// The beginning of the names of a document's evidence files.
pub(super) fn stem(document_hash: &str, file: &str) -> String {
    let known: String = document_hash.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    if known.len() == 12 { known } else { hash(file.as_bytes())[..12].to_owned() }
}

/// File name of a part's page, relative to the output folder with `/`.
pub(super) fn page_of(document: &SourceDocument, part: Part) -> String {
    page(&document.hash, &document.file, part)
}

fn page(document_hash: &str, file: &str, part: Part) -> String {
    format!("{FOLDER}/{}-{}.html", stem(document_hash, file), part.name())
}

/// Where a place of a document, known by its hash and file name, is shown, relative to the output folder; `None` where no place was recorded.
pub(in crate::report) fn link(document_hash: &str, file: &str, e: &Evidence) -> Option<String> {
    Part::of(e).map(|part| format!("{}#{}", page(document_hash, file, part), anchor(e)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rect;

    #[test]
    fn a_place_tells_its_own_address() {
        let address = |e: &Evidence| link("0123456789abcdef", "plan.pdf", e).unwrap_or_default();
        let on_page = Evidence { page: Some(3), bbox: Some(Rect::new(10.04, 20.0, 30.5, 40.26)), ..Evidence::default() };
        assert_eq!(address(&on_page), "evidence/0123456789ab-p3.html#r100_200_305_403");
        assert_eq!(address(&Evidence { line: Some(100), ..Evidence::default() }), "evidence/0123456789ab-t1.html#l100");
        assert_eq!(address(&Evidence { line: Some(101), ..Evidence::default() }), "evidence/0123456789ab-t2.html#l101");
        let cells = Evidence { page: Some(2), range: "B103:D103".parse().ok(), ..Evidence::default() };
        assert_eq!(address(&cells), "evidence/0123456789ab-s2-2.html#cB103-D103");
        assert_eq!(link("0123456789abcdef", "plan.pdf", &Evidence::default()), None);
    }

    #[test]
    fn kept_rectangles_have_the_same_anchor() {
        let e = Evidence { page: Some(1), bbox: Some(Rect::new(72.449, 1.25, 99.951, 7.35)), ..Evidence::default() };
        let kept: Evidence = serde_json::from_str(&serde_json::to_string(&e).unwrap()).unwrap();
        assert_eq!(anchor(&e), anchor(&kept));
    }
}
