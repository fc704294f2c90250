//! What `layout` gives: the page as a person sees it.

use serde::{Deserialize, Serialize};

use super::{CellRange, Hatch, Rect};

/// Where something stands in its source: page and rectangle (PDF), sheet and cells (workbook), or line (text).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Place {
    /// Page from 1; `None` in text sources.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub page: Option<usize>,
    /// Line from 1; `None` in paged sources.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub line: Option<usize>,
    /// Rectangle on the page; `None` in text sources.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub bbox: Option<Rect>,
    /// Cells of a sheet, whose number then stands in `page`; `None` elsewhere.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub range: Option<CellRange>,
}

impl Place {
    /// A rectangle on a page.
    #[must_use]
    pub fn on_page(page: usize, bbox: Rect) -> Self {
        Self { page: Some(page), bbox: Some(bbox), ..Self::default() }
    }

    /// A line of a text.
    #[must_use]
    pub fn on_line(line: usize) -> Self {
        Self { line: Some(line), ..Self::default() }
    }

    /// Cells of the sheet with this number.
    #[must_use]
    pub fn on_sheet(number: usize, range: CellRange) -> Self {
        Self { page: Some(number), range: Some(range), ..Self::default() }
    }

    /// The page or line number, for messages and sorting; 0 where neither is known.
    #[must_use]
    pub fn number(&self) -> usize {
        self.page.or(self.line).unwrap_or(0)
    }
}

/// A piece of a document in reading order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// Where it stands; a table over several pages has the place of its first part.
    pub place: Place,
    /// What it is.
    #[serde(flatten)]
    pub kind: BlockKind,
}

/// The kinds of blocks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BlockKind {
    /// A heading. `level` from 1 (largest); 0 where only the look says heading (bold, alone on its line).
    Heading {
        /// Level from 1, 0 if unknown.
        level: usize,
        /// Its text, one line.
        text: String,
    },
    /// Running text: one paragraph, line ends already joined as Japanese demands (no space between Japanese characters).
    Paragraph {
        /// Its text; a `\n` stands only where the break means something (a text box of short lines).
        text: String,
    },
    /// A list item.
    ListItem {
        /// The mark as printed (・ ◆ ① (1) - ...), without it in `text`.
        mark: String,
        /// Its text.
        text: String,
    },
    /// A table.
    Table(Table),
    /// A caption of a picture or table (図4-1 ..., 表3-8 ...).
    Caption {
        /// Its text.
        text: String,
    },
    /// A note: ※..., *1 ..., 注1 ...
    Note {
        /// Its text with the mark.
        text: String,
    },
    /// A line of a contents list; never a source of records.
    Contents {
        /// Its text.
        text: String,
    },
    /// A running head, foot or page number; never a source of records, but it may name the plan.
    Furniture {
        /// Its text.
        text: String,
    },
    /// A page break; lets later stages see sheets of one measure a page and slides.
    PageBreak,
}

/// A table as a grid of cells. Row and column numbers are from 0.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Table {
    /// Number of grid rows.
    pub rows: usize,
    /// Number of grid columns.
    pub cols: usize,
    /// Cells ordered by (row, col). Each grid place belongs to at most one cell; empty cells are kept.
    pub cells: Vec<Cell>,
    /// Caption or heading line directly tied to the table, "" if none.
    pub caption: String,
    /// Unit line above the table as printed ((単位：千円 税抜き)), "" if none.
    pub unit: String,
    /// Bars and arrows drawn over the grid, in order of page, y, x.
    pub bars: Vec<Bar>,
    /// What signs and colours in the table mean, after the legend on its page.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub legend: Vec<LegendEntry>,
    /// Cells whose words stand on several pages.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub split: Vec<SplitCell>,
    /// True for text sources: merged cells and arrows are lost, so an empty cell may mean "goes on", "same as above" or "empty".
    pub spans_lost: bool,
    /// How sure the layout is that this is a table with these cells, 0..1.
    pub confidence: f32,
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// First grid row, from 0.
    pub row: usize,
    /// First grid column, from 0.
    pub col: usize,
    /// Number of grid rows, at least 1.
    pub row_span: usize,
    /// Number of grid columns, at least 1.
    pub col_span: usize,
    /// The words, lines parted by `\n` as set in the cell; text that belongs to a bar's label is not repeated here.
    pub text: String,
    /// Where the cell stands: its rectangle (the cell's, not the text's), on its own page.
    pub place: Place,
    /// Background colour 0xRRGGBB, `None` for white or none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fill: Option<u32>,
}

/// The parts of a cell that a page break cuts, in order; the first part has the place of the cell. Their texts joined by `\n` are the cell's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SplitCell {
    /// Place and words of each part.
    pub parts: Vec<(Place, String)>,
}

/// A line of a legend: a drawn or typed sign and its meaning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LegendEntry {
    /// The typed sign (●, ◎, →), "" for a drawn one.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub sign: String,
    /// The shape of a drawn sign, `None` for a typed one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub shape: Option<BarShape>,
    /// Its colour 0xRRGGBB.
    pub color: u32,
    /// The strokes that it is painted with.
    #[serde(skip_serializing_if = "Hatch::is_plain", default)]
    pub hatch: Hatch,
    /// What it means, as printed.
    pub meaning: String,
    /// Where the words stand.
    pub place: Place,
}

/// A mark in a grid that says "from here to there".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    /// Page and rectangle.
    pub place: Place,
    /// Its shape.
    pub shape: BarShape,
    /// Label inside, above, beside or across, "" for a bare bar; `\n` between lines.
    pub label: String,
    /// Where the label stands, `None` for a bare bar.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub label_bbox: Option<Rect>,
    /// Fill or stroke colour 0xRRGGBB, the mean colour of a pattern.
    pub color: u32,
    /// The strokes that it is painted with.
    #[serde(skip_serializing_if = "Hatch::is_plain", default)]
    pub hatch: Hatch,
    /// What a legend says that its colour and shape mean (計画, 実績), "" where no legend does.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub meaning: String,
    /// Grid rows it lies in: first and last.
    pub rows: (usize, usize),
    /// Grid columns it covers: first and last (a column counts when at least a good part of it is covered).
    pub cols: (usize, usize),
}

/// Shapes of bars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BarShape {
    /// Filled or outlined rectangle inside the grid.
    Rectangle,
    /// Block arrow, chevron or pentagon.
    Arrow,
    /// Line with a head at one end.
    LineArrow,
    /// Line with heads at both ends.
    DoubleArrow,
    /// Line without heads.
    Line,
    /// Glyphs that form an arrow (→, ⇒, ━▶).
    Glyphs,
    /// Drawn filled circle (●).
    Dot,
    /// Drawn ring (○).
    Circle,
    /// Drawn double ring (◎).
    DoubleCircle,
    /// Drawn triangle that stands on its base or its tip (△, ▼).
    Triangle,
    /// Drawn square standing on its tip (◇, ◆).
    Diamond,
    /// Drawn square the size of a character (■, □).
    Square,
    /// Drawn star (☆, ★).
    Star,
}

impl Bar {
    /// The bar's place with its label's.
    #[must_use]
    pub fn whole(&self) -> Place {
        let bbox = Rect::bounding([self.place.bbox, self.label_bbox].iter().flatten());
        Place { bbox, ..self.place }
    }
}

impl Table {
    /// The cell that covers the grid place, if any.
    #[must_use]
    pub fn at(&self, row: usize, col: usize) -> Option<&Cell> {
        // Cells are in order, and the one looked for is rarely far above: tables may have hundreds of thousands.
        let end = self.cells.partition_point(|c| c.row <= row);
        self.cells[..end].iter().rev().find(|c| (c.row..c.row + c.row_span).contains(&row) && (c.col..c.col + c.col_span).contains(&col))
    }

    /// The words at the grid place (of the covering cell), "" if none.
    #[must_use]
    pub fn text(&self, row: usize, col: usize) -> &str {
        self.at(row, col).map_or("", |c| c.text.as_str())
    }
}

impl Block {
    /// The words of a block that is not a table, "" for tables and page breaks.
    #[must_use]
    pub fn text(&self) -> &str {
        self.kind.text()
    }
}

impl BlockKind {
    /// The words of a block that is not a table, "" for tables and page breaks.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Heading { text, .. }
            | Self::Paragraph { text }
            | Self::ListItem { text, .. }
            | Self::Caption { text }
            | Self::Note { text }
            | Self::Contents { text }
            | Self::Furniture { text } => text,
            Self::Table(_) | Self::PageBreak => "",
        }
    }
}
