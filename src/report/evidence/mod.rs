//! Evidence: a page for every part of a document that records name, with the cited places marked and their words beside them.
//!
//! A PDF is shown as a picture with rectangles laid over it, a text by its lines, a workbook by its cells. The pages work without a script
//! and from a file share; where a source is not at hand or cannot be drawn they say so and show the words alone.

mod address;
mod highlight;
mod marks;
mod pictures;
mod text;

use std::collections::BTreeMap;

use minijinja::{Environment, Value, context};

use self::address::{FOLDER, Part, page_of, stem};
use self::marks::Mark;
use self::pictures::Drawn;
use super::files::OutputFolder;
use super::pages::serde;
use super::words::Words;
use super::{ReportError, ReportOptions};
use crate::model::Content;
use crate::read::{Kind, has_japanese_font};
use crate::track::SourceDocument;

pub(super) use address::link;
pub(super) use marks::percent;

/// How much of the sources is shown beside their words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EvidenceMode {
    /// Words alone.
    None,
    /// The band of each page that holds the cited places.
    Crops,
    /// Each cited page.
    #[default]
    Pages,
    /// Each cited page, and a copy of the PDF with the cited places highlighted.
    Pdf,
}

/// Everything that evidence pages are made with.
pub(super) struct EvidenceWriter<'a> {
    pub(super) environment: &'a Environment<'static>,
    pub(super) words: &'a Words,
    pub(super) options: &'a ReportOptions,
}

/// The number of evidence pages of a document.
pub(super) fn count(document: &SourceDocument) -> usize {
    marks::parts(document).len()
}

/// A source as it is shown.
enum Shown {
    /// Pictures by page.
    Pictures(BTreeMap<usize, Drawn>),
    /// Lines or cells.
    Text(Content),
    /// Not at hand.
    Nothing,
}

impl EvidenceWriter<'_> {
    /// Writes the evidence of one document whose own page is `home`. `source` gives its bytes. `step` is called with the number of pages done.
    /// Returns what could not be written.
    ///
    /// # Errors
    /// Where the template is at fault.
    pub(super) fn write(
        &self,
        document: &SourceDocument,
        home: &str,
        source: Option<(Kind, Vec<u8>)>,
        folder: &mut OutputFolder,
        step: &mut dyn FnMut(usize),
    ) -> Result<Vec<ReportError>, ReportError> {
        let marks = marks::marks(document, self.words);
        let mut failed = Vec::new();
        let mut copy = false;
        let shown = match source {
            Some((Kind::Pdf, bytes)) if self.options.evidence != EvidenceMode::None => {
                copy = self.options.evidence == EvidenceMode::Pdf && self.copy(document, &bytes, &marks, folder, &mut failed);
                Shown::Pictures(self.pictures(document, &bytes, &marks, folder, &mut failed, step))
            }
            Some((kind, bytes)) if kind != Kind::Pdf && self.options.evidence != EvidenceMode::None => {
                let read = crate::read::read_bytes(&document.file, &bytes, kind, &crate::read::Options::default());
                read.map_or(Shown::Nothing, |source| Shown::Text(source.content))
            }
            _ => Shown::Nothing,
        };
        let parts: Vec<Part> = marks.keys().copied().collect();
        for (i, (part, marks)) in marks.iter().enumerate() {
            let near = |i: Option<usize>| i.and_then(|i| parts.get(i)).map(|p| self.neighbour(document, *p));
            let given = context! {
                title => document.title(),
                file => document.file.clone(),
                place => self.name_of(*part),
                home,
                before => near(i.checked_sub(1)),
                after => near(Some(i + 1)),
                marks => marks.iter().map(|m| self.mark(m, &shown, *part)).collect::<Vec<_>>(),
                copy => copy.then(|| self.copy_link(document, *part)),
                ..self.view(&shown, *part, marks)
            };
            let name = page_of(document, *part);
            let fault = |source| ReportError::Template { name: name.clone(), source };
            let html = self.environment.get_template("evidence.html").and_then(|t| t.render(given)).map_err(fault)?;
            failed.extend(folder.write(&name, html.as_bytes()).err());
            if !matches!(shown, Shown::Pictures(_)) {
                step(1);
            }
        }
        Ok(failed)
    }

    /// What stands beside the list of marks.
    fn view(&self, shown: &Shown, part: Part, marks: &[Mark]) -> Value {
        match (shown, part) {
            (Shown::Pictures(drawn), Part::Page(page)) => match drawn.get(&page) {
                Some(d) => context! {
                    picture => d.file.clone(),
                    width => d.width,
                    top => d.rows.0,
                    height => d.rows.1 - d.rows.0,
                    no_font => !has_japanese_font(),
                },
                None => context! { undrawable => true },
            },
            (Shown::Text(content), part) => {
                let rows = text::rows(content, part, marks);
                context! { rows => serde(&rows), grid => matches!(part, Part::Rows(..)), undrawable => rows.is_empty() }
            }
            _ => context! { not_shown => true },
        }
    }

    /// A mark as the template takes it; a place on a picture has its box in points from the picture's top left.
    fn mark(&self, mark: &Mark, shown: &Shown, part: Part) -> Value {
        let drawn = match (shown, part) {
            (Shown::Pictures(drawn), Part::Page(page)) => drawn.get(&page),
            _ => None,
        };
        let frame = drawn.zip(mark.rect).map(|(d, r)| [r.x0, r.y0 - d.rows.0, r.width().max(2.0), r.height().max(2.0)].map(tenths));
        // Lines and cells carry their ids themselves.
        let has_id = matches!(shown, Shown::Text(_));
        context! { frame, has_id, ..serde(mark) }
    }

    fn neighbour(&self, document: &SourceDocument, part: Part) -> Value {
        let page = page_of(document, part);
        context! { page => page[FOLDER.len() + 1..].to_owned(), name => self.name_of(part) }
    }

    fn name_of(&self, part: Part) -> String {
        let fill = |key: &str, n: usize| self.words.get(key).replace("{n}", &n.to_string());
        match part {
            Part::Page(n) => fill("at_page", n),
            Part::Lines(n) => fill("from_line", n * address::CHUNK + 1),
            Part::Rows(sheet, n) => fill("from_row", n * address::CHUNK + 1).replace("{s}", &sheet.to_string()),
        }
    }

    fn pictures(
        &self,
        document: &SourceDocument,
        bytes: &[u8],
        marks: &BTreeMap<Part, Vec<Mark>>,
        folder: &mut OutputFolder,
        failed: &mut Vec<ReportError>,
        step: &mut dyn FnMut(usize),
    ) -> BTreeMap<usize, Drawn> {
        let pages = pages(marks);
        let list: Vec<(usize, &[Mark])> = pages.iter().map(|(page, marks)| (*page, *marks)).collect();
        let (drawn, more) = pictures::draw(document, bytes, &list, self.options, folder, step);
        failed.extend(more);
        pages.into_keys().zip(drawn).filter_map(|(page, d)| Some((page, d?))).collect()
    }

    /// Writes the highlighted copy; false where there is none.
    fn copy(
        &self,
        document: &SourceDocument,
        bytes: &[u8],
        marks: &BTreeMap<Part, Vec<Mark>>,
        folder: &mut OutputFolder,
        failed: &mut Vec<ReportError>,
    ) -> bool {
        let Some(copy) = highlight::highlighted(bytes, self.options.password.as_deref(), &pages(marks)) else { return false };
        failed.extend(folder.write(&format!("{FOLDER}/{}.pdf", stem(&document.hash, &document.file)), &copy).err());
        true
    }

    fn copy_link(&self, document: &SourceDocument, part: Part) -> String {
        let page = if let Part::Page(n) = part { n } else { 1 };
        format!("{}.pdf#page={page}", stem(&document.hash, &document.file))
    }
}

/// Tenths of a point, as records are kept.
fn tenths(points: f32) -> f64 {
    (f64::from(points) * 10.0).round() / 10.0
}

fn pages(marks: &BTreeMap<Part, Vec<Mark>>) -> BTreeMap<usize, &[Mark]> {
    marks.iter().filter_map(|(part, marks)| if let Part::Page(n) = part { Some((*n, marks.as_slice())) } else { None }).collect()
}
