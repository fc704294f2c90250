//! Tables and their pages: row heights by the words, ruling styles, bars over the grid, page breaks with the header again.

use super::layout::Breaks;
use super::pdf::{Coding, Pdf, ems};

/// How a table's grid is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ruling {
    /// Stroked lines around every cell.
    Strokes,
    /// Thin filled rectangles, as office programs export them.
    ThinFills,
    /// Filled cells with white gaps between them.
    FillsOnly,
    /// Lines between rows only.
    RowLines,
    /// Tables of figures have no lines at all, tables of words have all.
    Nothing,
}

/// Shapes of bars over the year columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Bar,
    BlockArrow,
    LineArrow,
}

/// A cell of a table to be drawn.
#[derive(Debug, Clone)]
pub(crate) struct Drawn {
    pub(crate) row: usize,
    pub(crate) col: usize,
    pub(crate) rows: usize,
    pub(crate) cols: usize,
    pub(crate) text: String,
    pub(crate) centred: bool,
    /// One character below the other.
    pub(crate) vertical: bool,
}

/// A bar in one row over several columns.
#[derive(Debug, Clone)]
pub(crate) struct Bar {
    pub(crate) row: usize,
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) shape: Shape,
    pub(crate) label: String,
}

/// A table to be drawn.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    /// Relative widths of the columns.
    pub(crate) widths: Vec<f32>,
    pub(crate) rows: usize,
    /// Rows at the top that come again after a page break.
    pub(crate) header: usize,
    pub(crate) cells: Vec<Drawn>,
    pub(crate) bars: Vec<Bar>,
}

impl Drawn {
    /// Its lines at a width in ems.
    fn lines(&self, width: f32) -> Vec<String> {
        if self.vertical { self.text.chars().map(String::from).collect() } else { wrap(&self.text, width) }
    }
}

impl Table {
    pub(crate) fn cell(&mut self, row: usize, col: usize, text: impl Into<String>) -> &mut Drawn {
        self.span(row, col, 1, 1, text)
    }

    pub(crate) fn span(&mut self, row: usize, col: usize, rows: usize, cols: usize, text: impl Into<String>) -> &mut Drawn {
        self.rows = self.rows.max(row + rows);
        self.cells.push(Drawn { row, col, rows, cols, text: text.into(), centred: false, vertical: false });
        self.cells.last_mut().unwrap()
    }

    /// Gives every place without a cell an empty one.
    fn fill_up(&mut self) {
        for row in 0..self.rows {
            for col in 0..self.widths.len() {
                let taken = self.cells.iter().any(|c| (c.row..c.row + c.rows).contains(&row) && (c.col..c.col + c.cols).contains(&col));
                if !taken {
                    self.cell(row, col, "");
                }
            }
        }
    }
}

/// Pages that are filled from top to bottom.
pub(crate) struct Flow {
    pub(crate) pdf: Pdf,
    pub(crate) size: f32,
    pub(crate) ruling: Ruling,
    breaks: Breaks,
    margin: f32,
    y: f32,
    foot: String,
}

const PAD: f32 = 3.0;
const LEADING: f32 = 1.3;

impl Flow {
    pub(crate) fn new(width: f32, height: f32, size: f32, coding: Coding, ruling: Ruling, breaks: Breaks, foot: &str) -> Self {
        Self { pdf: Pdf::new(width, height, coding), size, ruling, breaks, margin: 50.0, y: 60.0, foot: foot.to_owned() }
    }

    fn bottom(&self) -> f32 {
        self.pdf.height - 60.0
    }

    fn inner(&self) -> f32 {
        self.pdf.width - 2.0 * self.margin
    }

    pub(crate) fn new_page(&mut self) {
        self.page_number();
        self.pdf.new_page();
        self.y = 60.0;
    }

    fn page_number(&mut self) {
        let text = format!("{}{}", self.foot, self.pdf.page_number());
        let (x, y) = ((self.pdf.width - ems(&text) * 9.0) / 2.0, self.pdf.height - 36.0);
        self.pdf.text(x, y, 9.0, &text);
    }

    pub(crate) fn bytes(mut self) -> Vec<u8> {
        self.page_number();
        self.pdf.bytes()
    }

    pub(crate) fn space(&mut self, points: f32) {
        self.y += points;
    }

    /// Lines of a heading or paragraph; `keep` points below it must still fit on the page.
    pub(crate) fn words(&mut self, text: &str, size: f32, indent: f32, keep: f32) {
        let lines = wrap(text, (self.inner() - indent) / size);
        if self.y + lines.len() as f32 * size * 1.5 + keep > self.bottom() {
            self.new_page();
        }
        for line in lines {
            self.pdf.text(self.margin + indent, self.y, size, &line);
            self.y += size * 1.5;
        }
    }

    pub(crate) fn centred(&mut self, text: &str, size: f32) {
        let x = (self.pdf.width - ems(text) * size) / 2.0;
        self.pdf.text(x, self.y, size, text);
        self.y += size * 1.8;
    }

    /// So many points must still fit on the page.
    pub(crate) fn keep(&mut self, points: f32) {
        if self.y + points > self.bottom() {
            self.new_page();
        }
    }

    pub(crate) fn right(&mut self, text: &str) {
        let x = self.pdf.width - self.margin - ems(text) * self.size;
        self.pdf.text(x, self.y, self.size, text);
        self.y += self.size * 1.4;
    }

    pub(crate) fn heading(&mut self, text: &str, size: f32) {
        self.space(size * 0.8);
        self.words(text, size, 0.0, 90.0);
        self.space(size * 0.4);
    }

    pub(crate) fn paragraph(&mut self, text: &str) {
        self.words(text, self.size, 0.0, 0.0);
        self.space(4.0);
    }

    pub(crate) fn table(&mut self, mut table: Table) {
        table.fill_up();
        let total: f32 = table.widths.iter().sum();
        let widths: Vec<f32> = table.widths.iter().map(|w| w / total * self.inner()).collect();
        let heights = heights(&table, &widths, self.size);
        let mut head = 0..table.header;
        let mut row = table.header;
        let mut open = false;
        let mut start = row;
        while row < table.rows {
            let end = if self.breaks == Breaks::Groups { group_end(&table, row) } else { measure_end(&table, row) };
            let height: f32 = heights[row..end].iter().sum();
            let above: f32 = heights[head.clone()].iter().sum();
            let used: f32 = heights[start..row].iter().sum::<f32>() + if open { above } else { 0.0 };
            if open && self.y + used + height > self.bottom() {
                self.part(&table, &widths, &heights, head.clone(), start..row);
                self.new_page();
                (start, open) = (row, false);
                if self.breaks == Breaks::NoHead {
                    head = 0..0;
                }
            }
            if !open {
                if self.y + above + height > self.bottom() && self.y > 100.0 {
                    self.new_page();
                }
                (start, open) = (row, true);
            }
            row = end;
        }
        self.part(&table, &widths, &heights, head, start..table.rows);
        self.space(10.0);
    }

    /// Header and some rows at the current place; a merged cell that is cut shows its words in its first part.
    fn part(&mut self, table: &Table, widths: &[f32], heights: &[f32], head: std::ops::Range<usize>, rows: std::ops::Range<usize>) {
        let order: Vec<usize> = head.chain(rows.clone()).collect();
        let mut tops = vec![None; table.rows + 1];
        let mut y = self.y;
        for &row in &order {
            tops[row] = Some(y);
            y += heights[row];
        }
        let left = |col: usize| self.margin + widths[..col].iter().sum::<f32>();
        let mut boxes = Vec::new();
        for cell in &table.cells {
            let shown: Vec<usize> = (cell.row..cell.row + cell.rows).filter(|row| tops[*row].is_some()).collect();
            let Some(top) = shown.first().and_then(|row| tops[*row]) else { continue };
            let (x, w) = (left(cell.col), widths[cell.col..cell.col + cell.cols].iter().sum::<f32>());
            boxes.push((cell, shown[0] == cell.row, (x, top, w, shown.iter().map(|row| heights[*row]).sum::<f32>())));
        }
        let bars: Vec<(Bar, (f32, f32, f32, f32))> = table
            .bars
            .iter()
            .filter_map(|bar| {
                let top = tops[bar.row]?;
                Some((bar.clone(), (left(bar.from), top, left(bar.to + 1) - left(bar.from), heights[bar.row])))
            })
            .collect();
        for (cell, _, rect) in &boxes {
            self.frame(*rect, cell.row < table.header);
        }
        for (cell, _, rect) in boxes.iter().filter(|(_, first, _)| *first) {
            self.cell_words(cell, *rect);
        }
        for (bar, rect) in &bars {
            self.bar(bar, *rect);
        }
        self.y = y;
    }

    fn frame(&mut self, (x, y, w, h): (f32, f32, f32, f32), header: bool) {
        match self.ruling {
            Ruling::FillsOnly => {
                let grey = if header { (0.75, 0.82, 0.92) } else { (0.95, 0.95, 0.93) };
                self.pdf.fill((x + 0.7, y + 0.7, w - 1.4, h - 1.4), grey);
            }
            Ruling::Nothing => {}
            Ruling::RowLines => {
                for level in [y, y + h] {
                    self.pdf.line((x, level), (x + w, level), 0.5);
                }
            }
            Ruling::Strokes | Ruling::ThinFills => {
                if header {
                    self.pdf.fill((x, y, w, h), (0.88, 0.9, 0.95));
                }
                let corners = [((x, y), (x + w, y)), ((x, y + h), (x + w, y + h)), ((x, y), (x, y + h)), ((x + w, y), (x + w, y + h))];
                for (a, b) in corners {
                    if self.ruling == Ruling::Strokes {
                        self.pdf.line(a, b, 0.5);
                    } else {
                        self.pdf.fill((a.0 - 0.24, a.1 - 0.24, b.0 - a.0 + 0.48, b.1 - a.1 + 0.48), (0.0, 0.0, 0.0));
                    }
                }
            }
        }
    }

    fn cell_words(&mut self, cell: &Drawn, (x, y, w, h): (f32, f32, f32, f32)) {
        let lines = cell.lines((w - 2.0 * PAD) / self.size);
        let height = lines.len() as f32 * self.size * LEADING;
        let mut top = y + (h - height) / 2.0 + self.size * (LEADING - 1.0) / 2.0;
        for line in lines {
            let indent = if cell.centred || cell.vertical { (w - ems(&line) * self.size) / 2.0 } else { PAD };
            self.pdf.text(x + indent, top, self.size, &line);
            top += self.size * LEADING;
        }
    }

    fn bar(&mut self, bar: &Bar, (x, y, w, h): (f32, f32, f32, f32)) {
        let (x, w) = (x + 2.0, w - 4.0);
        let size = self.size * 0.9;
        let colour = (0.72, 0.85, 0.72);
        let lines = wrap(&bar.label, (w - 10.0) / size);
        let words = lines.len() as f32 * size * 1.15;
        // A bar is as high as its words need, not as the sentences beside it.
        let high = (h - 5.0).min(words + 14.0);
        let (top, bottom) = (y + (h - high) / 2.0, y + (h + high) / 2.0);
        match bar.shape {
            Shape::Bar => self.pdf.fill((x, top, w, bottom - top), colour),
            Shape::BlockArrow => {
                let (tip, neck) = (x + w, x + w - 7.0);
                let middle = f32::midpoint(top, bottom);
                self.pdf.polygon(&[(x, top), (neck, top), (tip, middle), (neck, bottom), (x, bottom)], colour, true);
            }
            Shape::LineArrow => {
                let level = bottom - 3.0;
                self.pdf.line((x, level), (x + w - 4.0, level), 1.2);
                self.pdf.polygon(&[(x + w - 5.0, level - 2.6), (x + w, level), (x + w - 5.0, level + 2.6)], (0.0, 0.0, 0.0), true);
            }
        }
        let mut line_y = if bar.shape == Shape::LineArrow { (bottom - 6.0 - words).max(top) } else { y + (h - words) / 2.0 };
        for line in lines {
            self.pdf.text(x + (w - 6.0 - ems(&line) * size).max(0.0) / 2.0, line_y, size, &line);
            line_y += size * 1.15;
        }
    }
}

/// The row after those that belong to one measure: only cells of more than three rows are cut.
fn measure_end(table: &Table, row: usize) -> usize {
    let tied = table.cells.iter().filter(|c| c.row == row && c.row >= table.header && c.rows <= 3).map(|c| c.row + c.rows);
    tied.max().unwrap_or(row + 1).max(row + 1)
}

/// The row after those that merged cells tie together.
fn group_end(table: &Table, row: usize) -> usize {
    let mut end = row + 1;
    while let Some(further) =
        table.cells.iter().filter(|c| c.row >= table.header && c.row < end).map(|c| c.row + c.rows).max().filter(|m| *m > end)
    {
        end = further;
    }
    end
}

fn heights(table: &Table, widths: &[f32], size: f32) -> Vec<f32> {
    let mut heights = vec![size * LEADING + 2.0 * PAD; table.rows];
    let need = |cell: &Drawn| {
        let width: f32 = widths[cell.col..cell.col + cell.cols].iter().sum();
        cell.lines((width - 2.0 * PAD) / size).len() as f32 * size * LEADING + 2.0 * PAD
    };
    for cell in table.cells.iter().filter(|c| c.rows == 1) {
        heights[cell.row] = heights[cell.row].max(need(cell));
    }
    for bar in &table.bars {
        let width: f32 = widths[bar.from..=bar.to].iter().sum();
        let lines = wrap(&bar.label, (width - 14.0) / (size * 0.9)).len() as f32;
        heights[bar.row] = heights[bar.row].max(lines * size * 1.05 + 14.0);
    }
    for cell in table.cells.iter().filter(|c| c.rows > 1) {
        let have: f32 = heights[cell.row..cell.row + cell.rows].iter().sum();
        heights[cell.row + cell.rows - 1] += (need(cell) - have).max(0.0);
    }
    heights
}

/// Breaks words into lines of at most `width` ems; Japanese breaks anywhere but before closing signs and inside numbers.
pub(crate) fn wrap(text: &str, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for part in text.lines() {
        let mut line = String::new();
        let chars: Vec<char> = part.chars().collect();
        let mut at = 0;
        while at < chars.len() {
            let mut end = at + 1;
            while end < chars.len()
                && (chars[end - 1].is_ascii_alphanumeric() && (chars[end].is_ascii_alphanumeric() || ".,-%/".contains(chars[end]))
                    || chars[end - 1].is_ascii_punctuation() && chars[end].is_ascii_digit()
                    || "、。）)」％".contains(chars[end]))
            {
                end += 1;
            }
            let token: String = chars[at..end].iter().collect();
            if !line.is_empty() && ems(&line) + ems(&token) > width {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(&token);
            at = end;
        }
        lines.push(line);
    }
    lines
}
