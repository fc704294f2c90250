//! What `read` gives: a file as pages of placed glyphs and paths, or as lines of text.

use serde::{Deserialize, Serialize};

use super::{Block, Hatch, Point, Rect, Sheet};

/// One source file, read but not yet understood.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The file's stem: a label for people and for the scorers.
    pub name: String,
    /// SHA-256 of the bytes in lower-case hex: what the program knows the document by.
    pub hash: String,
    /// Pages of a PDF or lines of a text.
    pub content: Content,
    /// Title in the PDF's information dictionary, if any.
    pub title: Option<String>,
    /// The PDF's outline (bookmarks), in order.
    pub outline: Vec<OutlineItem>,
    /// What went wrong while reading, without stopping it.
    pub warnings: Vec<Warning>,
}

impl SourceFile {
    /// A source that has been read: without a hash (who knows the bytes sets it), a title or an outline.
    #[must_use]
    pub fn new(name: &str, content: Content, warnings: Vec<Warning>) -> Self {
        Self { name: name.to_owned(), hash: String::new(), content, title: None, outline: Vec::new(), warnings }
    }

    /// A text source of these lines.
    #[must_use]
    pub fn of_lines(name: &str, text: &str) -> Self {
        Self::new(name, Content::Lines(text.lines().map(str::to_owned).collect()), Vec::new())
    }
}

/// The shapes of a source.
#[derive(Debug, Clone)]
pub enum Content {
    /// A paged source (PDF).
    Pages(Vec<Page>),
    /// A text source, its lines without line ends; line 1 is the first.
    Lines(Vec<String>),
    /// The sheets of a workbook, or a CSV file as one sheet.
    Sheets(Vec<Sheet>),
    /// A word processor's document, which says itself what is a heading, a list and a table. Places are lines: paragraphs and tables from 1.
    Blocks(Vec<Block>),
}

/// An entry of a PDF outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineItem {
    /// The title as stored.
    pub title: String,
    /// Depth from 1.
    pub level: usize,
    /// Page from 1 that it leads to, where known.
    pub page: Option<usize>,
}

/// Something that a reader or a later stage wants people to know; it is counted, shown and never printed by the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// A stable code, also the key of the message catalogue (`warning.<code>`): `scanned_page`, `undecodable_font` ...
    pub code: String,
    /// Page from 1 (paged sources) or line from 1 (text), where it concerns one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub page: Option<usize>,
    /// What was found there: a font's name, an encoding's name ...
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub detail: String,
}

impl Warning {
    /// Whether it says that a page was too much for the reader: such a page is not drawn either.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        matches!(self.code.as_str(), "page_content_limit" | "page_time_limit")
    }
}

/// One page of a PDF as displayed: rotation and crop box are applied, the origin is the top left corner.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Page {
    /// Page number from 1.
    pub number: usize,
    /// Width in points as displayed.
    pub width: f32,
    /// Height in points as displayed.
    pub height: f32,
    /// Glyphs in paint order.
    pub glyphs: Vec<Glyph>,
    /// Painted paths in paint order.
    pub paths: Vec<Path>,
    /// Rectangles of raster images.
    pub images: Vec<Rect>,
}

/// One painted glyph.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Glyph {
    /// Its Unicode text (usually one character, several for ligatures; ActualText applied); U+FFFD where it cannot be decoded.
    pub text: String,
    /// Its advance box: width is the advance, height the font size.
    pub rect: Rect,
    /// Size in points on the page.
    pub size: f32,
    /// How the line of text runs.
    pub direction: Direction,
    /// Whether the font is bold by name, flags or stroke.
    pub bold: bool,
    /// Fill colour as 0xRRGGBB.
    pub color: u32,
}

/// How a line of text runs on the page as displayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Direction {
    /// Left to right.
    #[default]
    Right,
    /// Top to bottom, upright glyphs (vertical writing) or turned by 90 degrees clockwise.
    Down,
    /// Bottom to top (turned by 90 degrees counter-clockwise).
    Up,
    /// Right to left (turned upside down).
    Left,
}

/// One painted path (a paint operator's subpaths), clipped to the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Path {
    /// The subpaths as polylines; curves are flattened.
    pub lines: Vec<Vec<Point>>,
    /// Bounding box of the points, without the stroke's width.
    pub rect: Rect,
    /// Fill colour 0xRRGGBB, the mean colour of a pattern; `None` if not filled.
    pub fill: Option<u32>,
    /// The strokes of the pattern that it is filled with.
    #[serde(skip_serializing_if = "Hatch::is_plain", default)]
    pub hatch: Hatch,
    /// Stroke colour 0xRRGGBB, `None` if not stroked.
    pub stroke: Option<u32>,
    /// Stroke width in points on the page.
    pub width: f32,
    /// Whether the stroke is dashed.
    pub dashed: bool,
}
