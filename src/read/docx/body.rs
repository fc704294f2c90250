//! The body of a Word document, from its first paragraph to its last.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::attribute;
use super::styles::{Style, Styles, outline_level};
use super::table::Draft;
use crate::model::{Block, BlockKind, Place};

/// Deepest nesting of tables and text boxes.
const MAX_DEPTH: usize = 64;
/// The mark of list items: which one is drawn is said far from the paragraph, and a number would have to be counted.
const MARK: &str = "・";

/// What is open around the place where the reader stands.
enum Open {
    Paragraph(Paragraph),
    Table(Draft),
}

#[derive(Default)]
struct Paragraph {
    text: String,
    style: Style,
    level: Option<usize>,
    list: bool,
}

struct Body<'a> {
    styles: &'a Styles,
    open: Vec<Open>,
    blocks: Vec<Block>,
    /// Paragraphs and tables so far.
    number: usize,
    in_text: bool,
}

/// Reads `word/document.xml`.
///
/// # Errors
/// What is wrong with the XML.
pub(super) fn read(xml: &str, styles: &Styles) -> Result<Vec<Block>, String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut body = Body { styles, open: Vec::new(), blocks: Vec::new(), number: 0, in_text: false };
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            // Readings above characters, deleted words, and what stands twice for old programs.
            Event::Start(element) if matches!(element.local_name().as_ref(), "rt" | "del" | "moveFrom" | "Fallback" | "instrText") => {
                reader.read_to_end(element.name()).map_err(|error| error.to_string())?;
            }
            Event::Start(element) => body.start(&element)?,
            Event::End(element) => body.end(element.local_name().as_ref()),
            Event::Text(text) if body.in_text => body.add(&text.xml10_content()),
            Event::CData(text) if body.in_text => body.add(&text.xml10_content()),
            Event::GeneralRef(reference) if body.in_text => body.add(&resolved(&reference)),
            Event::Eof if body.open.is_empty() => return Ok(body.blocks),
            Event::Eof => return Err("the document breaks off".to_owned()),
            _ => {}
        }
    }
}

fn resolved(reference: &BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => c.to_string(),
        _ => resolve_predefined_entity(&reference.xml10_content()).unwrap_or_default().to_owned(),
    }
}

impl Body<'_> {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), String> {
        let value = || attribute(element, "val").unwrap_or_default();
        let name = element.local_name();
        match name.as_ref() {
            "p" => self.push(Open::Paragraph(Paragraph::default()))?,
            "tbl" => self.push(Open::Table(Draft::default()))?,
            "t" => self.in_text = true,
            "tab" => self.add("\u{3000}"),
            "br" | "cr" => self.add("\n"),
            "noBreakHyphen" => self.add("-"),
            _ => match self.open.last_mut() {
                Some(Open::Paragraph(paragraph)) => match name.as_ref() {
                    "pStyle" => paragraph.style = self.styles.get(&value()).copied().unwrap_or_default(),
                    "outlineLvl" => paragraph.level = outline_level(&value()),
                    // Number 0 takes the style's list away.
                    "numId" => paragraph.list = value() != "0",
                    _ => {}
                },
                Some(Open::Table(table)) => in_table(table, element, name.as_ref()),
                None => {}
            },
        }
        Ok(())
    }

    fn push(&mut self, open: Open) -> Result<(), String> {
        if self.open.len() >= MAX_DEPTH {
            return Err("nested too deeply".to_owned());
        }
        self.open.push(open);
        Ok(())
    }

    fn add(&mut self, text: &str) {
        if let Some(Open::Paragraph(paragraph)) = self.open.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str) {
        match (name, self.open.last_mut()) {
            ("t", _) => self.in_text = false,
            ("tc", Some(Open::Table(table))) => table.end_cell(),
            ("p", Some(Open::Paragraph(_))) | ("tbl", Some(Open::Table(_))) => {
                if let Some(closed) = self.open.pop() {
                    self.close(closed);
                }
            }
            _ => {}
        }
    }

    /// What stands in a table is its cell's text; text boxes come before the paragraph that they hang on.
    fn close(&mut self, closed: Open) {
        let table = self.open.iter_mut().rev().find_map(|open| if let Open::Table(table) = open { Some(table) } else { None });
        match (closed, table) {
            (Open::Paragraph(paragraph), Some(table)) => table.add(paragraph.text.trim()),
            (Open::Table(inner), Some(table)) => table.add(&inner.words()),
            (Open::Paragraph(paragraph), None) => {
                self.number += 1;
                if let Some(kind) = kind_of(paragraph) {
                    self.blocks.push(Block { place: Place::on_line(self.number), kind });
                }
            }
            (Open::Table(table), None) => {
                self.number += 1;
                let place = Place::on_line(self.number);
                self.blocks.push(Block { place, kind: BlockKind::Table(table.finish(place)) });
            }
        }
    }
}

fn in_table(table: &mut Draft, element: &BytesStart<'_>, name: &str) {
    let value = || attribute(element, "val").unwrap_or_default();
    match name {
        "tr" => table.start_row(),
        "tc" => table.start_cell(),
        "gridBefore" => table.skip(value().parse().unwrap_or(0)),
        "gridSpan" => table.span(value().parse().unwrap_or(1)),
        "vMerge" if value() != "restart" => table.goes_on(),
        "shd" => {
            let color = attribute(element, "fill").and_then(|fill| u32::from_str_radix(&fill, 16).ok());
            table.fill(color.filter(|color| *color < 0x00ff_ffff));
        }
        _ => {}
    }
}

/// `None` for a blank paragraph.
fn kind_of(paragraph: Paragraph) -> Option<BlockKind> {
    let text = paragraph.text.trim().to_owned();
    if text.is_empty() {
        return None;
    }
    Some(match paragraph {
        _ if paragraph.style.contents => BlockKind::Contents { text },
        Paragraph { level: Some(level), .. } | Paragraph { style: Style { level: Some(level), .. }, .. } => {
            BlockKind::Heading { level, text: text.replace('\n', "") }
        }
        _ if paragraph.list || paragraph.style.list => BlockKind::ListItem { mark: MARK.to_owned(), text },
        _ => BlockKind::Paragraph { text },
    })
}
