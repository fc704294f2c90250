//! Print sheets: title, scope and 現在 above the table, header rows on each page, pages numbered, A4 landscape or A3 for wide tables.

use rust_xlsxwriter::{Color, Format, FormatAlign, Worksheet, XlsxError};

use super::{boxed, cut, head, lines, words};
use crate::report::format::number;
use crate::report::view::{Cell, Column, ColumnKind, Fact, Report, Speech, Table, Tone};

/// Widths in full-width characters of 10 points that paper takes at 70 %, the smallest that is read with ease: A4 and A3 landscape.
const A4_WIDTH: u16 = 108;
const A3_WIDTH: u16 = 156;
/// Rows above the summary or the table's head: title, scope, one left free.
const ABOVE: u32 = 3;
/// How much more than its width in full-width characters a column takes; a font in place of ours may be wider.
const SPARE: f64 = 1.0;
/// Height of a line in points.
const LINE: f64 = 13.8;
/// Highest row that Excel takes, in points.
const HIGHEST: f64 = 409.0;
/// Longest number format that Excel takes, in bytes to be on the safe side.
const LONGEST: usize = 255;
/// Width of the notes where no table gives one.
const NOTES: u16 = 70;

/// Writes one table for printing; the first one has the summary above it.
pub(super) fn table(sheet: &mut Worksheet, report: &Report, at: usize, speech: Speech) -> Result<(), XlsxError> {
    let table = &report.tables[at].without_empty_heads();
    let title = if table.title == report.title { report.title.clone() } else { format!("{}　{}", report.title, table.title) };
    let top = beginning(sheet, report, &title, if at == 0 { &report.summary } else { &[] }, speech)?;
    set_up(sheet, report, table, top, speech)?;
    for (i, column) in table.columns.iter().enumerate() {
        let label = column.unit.as_ref().map_or_else(|| column.label.clone(), |u| format!("{}\n({u})", column.label));
        sheet.write_string_with_format(top, col(i), label, &head())?;
        sheet.set_column_width(col(i), f64::from(column.width) * 1.9 + 1.0)?;
    }
    let tallest = table.columns.iter().map(|c| lines(&c.label, f64::from(c.width)) + usize::from(c.unit.is_some())).max();
    sheet.set_row_height(top, height(tallest.unwrap_or(1)) + 1.0)?;
    let mut row = top + 1;
    let mut group = "";
    for line in &table.rows {
        if !line.group.is_empty() && line.group != group {
            band(sheet, row, &line.group, table.columns.len())?;
            row += 1;
        }
        group = &line.group;
        let mut tall = 1;
        for (i, (column, cell)) in table.columns.iter().zip(&line.cells).enumerate() {
            write(sheet, (row, col(i)), column, cell, line.total)?;
            tall = tall.max(lines(&cell.lines(), f64::from(column.width) * SPARE));
        }
        sheet.set_row_height(row, height(tall))?;
        row += 1;
    }
    if table.rows.is_empty() {
        sheet.write_string_with_format(row, 0, speech.say("view.no_rows"), &words())?;
        row += 1;
    }
    notes(sheet, report, row + 1, &table.columns.iter().map(|c| c.width).collect::<Vec<_>>())
}

/// A report without tables: its summary and notes.
pub(super) fn without_tables(sheet: &mut Worksheet, report: &Report, speech: Speech) -> Result<(), XlsxError> {
    let row = beginning(sheet, report, &report.title, &report.summary, speech)?;
    paper(sheet, report, speech);
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0).set_column_width(0, f64::from(NOTES) * 1.9)?;
    notes(sheet, report, row, &[NOTES])
}

/// Title, scope and summary; gives the row below them.
fn beginning(sheet: &mut Worksheet, report: &Report, title: &str, summary: &[String], speech: Speech) -> Result<u32, XlsxError> {
    sheet.set_row_height(0, 22)?.set_row_height(1, 16)?;
    sheet.write_string_with_format(0, 0, title, &words().set_bold().set_font_size(14.0))?;
    sheet.write_string_with_format(1, 0, scope(report, speech), &words())?;
    let mut row = ABOVE - 1;
    for line in summary {
        sheet.write_string_with_format(row, 0, cut(line), &words())?;
        row += 1;
    }
    Ok(row + 1)
}

/// ※ notes in lines as wide as the table; `widths` are those of its columns.
fn notes(sheet: &mut Worksheet, report: &Report, mut row: u32, widths: &[u16]) -> Result<(), XlsxError> {
    let format = words().set_text_wrap();
    let width: u16 = widths.iter().sum();
    for note in &report.notes {
        let text = cut(&format!("※ {note}"));
        sheet.set_row_height(row, height(lines(&text, f64::from(width))))?;
        if widths.len() > 1 {
            sheet.merge_range(row, 0, row, col(widths.len() - 1), &text, &format)?;
        } else {
            sheet.write_string_with_format(row, 0, text, &format)?;
        }
        row += 1;
    }
    Ok(())
}

/// The height of so many lines in points.
fn height(lines: usize) -> f64 {
    #[allow(clippy::cast_precision_loss)] // lines of a cell
    let points = lines as f64 * LINE + 3.0;
    points.min(HIGHEST)
}

/// Paper, repeated rows and columns, fixed panes for the table whose head is in row `top`.
fn set_up(sheet: &mut Worksheet, report: &Report, table: &Table, top: u32, speech: Speech) -> Result<(), XlsxError> {
    let width: u16 = table.columns.iter().map(|c| c.width + 1).sum();
    let subjects = table.columns.iter().take_while(|c| c.subject).count();
    paper(sheet, report, speech);
    sheet.set_paper_size(if width > A4_WIDTH { 8 } else { 9 });
    // What no paper holds goes on to the right, with the columns that name the rows.
    sheet.set_print_fit_to_pages(width.div_ceil(A3_WIDTH).max(1), 0);
    sheet.set_repeat_rows(top, top)?;
    if width > A3_WIDTH && subjects > 0 {
        sheet.set_repeat_columns(0, col(subjects - 1))?;
    }
    sheet.set_freeze_panes(top + 1, col(subjects.min(2)))?;
    Ok(())
}

/// Landscape with margins, and with report, day of judgement, edition and page number at the edges.
pub(super) fn paper(sheet: &mut Worksheet, report: &Report, speech: Speech) {
    // `&` begins a code in headers; two of them print one.
    let plain = |text: &str, most: usize| crate::report::format::shorten(text, most).replace('&', "&&");
    let about = format!("{}　{} {}", report.title, report.scope.utility, report.scope.plan);
    sheet.set_landscape();
    sheet.set_margins(0.5, 0.5, 0.75, 0.7, 0.3, 0.3);
    sheet.set_header(format!("&L&9{}&R&9{}", plain(about.trim(), 46), plain(&report.judged(speech), 34)));
    sheet.set_footer(format!("&L&9{}&C&9&P / &N", plain(&edition(report, speech), 60)));
}

/// The edition in words: its date as printed, and the file.
fn edition(report: &Report, speech: Speech) -> String {
    let name = &report.scope.edition;
    let source = report.sources.iter().find(|s| s.file == *name || s.file.rsplit_once('.').is_some_and(|(stem, _)| stem == name));
    match source.filter(|s| !s.dated.is_empty()) {
        Some(source) => speech.fill("view.edition_of", &[("dated", &source.dated), ("file", &source.file)]),
        None => name.clone(),
    }
}

/// Utility, plan and date in one line.
fn scope(report: &Report, speech: Speech) -> String {
    let parts =
        [Some(report.scope.utility.clone()), Some(report.scope.plan.clone()), report.scope.theme.clone(), Some(report.judged(speech))];
    parts.into_iter().flatten().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("　")
}

/// The name of a group over the whole width.
fn band(sheet: &mut Worksheet, row: u32, name: &str, columns: usize) -> Result<(), XlsxError> {
    let format = words().set_bold().set_background_color(0x00F2_F2F2);
    for i in 0..columns {
        sheet.write_blank(row, col(i), &format)?;
    }
    sheet.write_string_with_format(row, 0, cut(name), &format)?;
    Ok(())
}

fn write(sheet: &mut Worksheet, (row, at): (u32, u16), column: &Column, cell: &Cell, total: bool) -> Result<(), XlsxError> {
    let format = boxed(words().set_text_wrap());
    let format = if total { format.set_bold() } else { format };
    let format = toned(format, cell);
    match cell.facts.as_slice() {
        [] => sheet.write_blank(row, at, &format)?,
        [fact] if plain_decimals(fact).is_some() && column.kind != ColumnKind::FiscalYear => {
            let (value, decimals) = (fact.number.unwrap_or_default(), plain_decimals(fact).unwrap_or(0));
            let format = format.set_num_format(number_format(decimals)).set_align(FormatAlign::Right);
            sheet.write_number_with_format(row, at, value, &format)?
        }
        [fact] if column.kind == ColumnKind::Number && labelled(fact).is_some() => {
            let format = format.set_num_format(labelled(fact).unwrap_or_default()).set_align(FormatAlign::Right);
            sheet.write_number_with_format(row, at, fact.number.unwrap_or_default(), &format)?
        }
        [fact] if fact.number.is_some() && column.kind == ColumnKind::Number => {
            sheet.write_string_with_format(row, at, cut(&fact.line()), &format.set_align(FormatAlign::Right))?
        }
        _ => sheet.write_string_with_format(row, at, cut(&cell.lines()), &format)?,
    };
    Ok(())
}

/// The decimals of a fact that shows its number and nothing else.
fn plain_decimals(fact: &Fact) -> Option<usize> {
    decimals(fact).filter(|_| fact.item.is_empty())
}

fn decimals(fact: &Fact) -> Option<usize> {
    let value = fact.number?;
    (0..9).find(|d| number(value, Some(*d)) == fact.shown)
}

/// The number format of a figure that is shown with what it tells and its unit (計画: 1,200千円), so that the cell still holds a number.
fn labelled(fact: &Fact) -> Option<String> {
    let decimals = decimals(fact).filter(|_| !fact.item.is_empty())?;
    let quoted = |words: &str| format!("\"{}\"", words.replace('"', "”"));
    let (before, after) = (quoted(&format!("{}: ", fact.item)), quoted(fact.unit.as_deref().unwrap_or_default()));
    let sides = number_format(decimals);
    Some(sides.split(';').map(|side| format!("{before}{side}{after}")).collect::<Vec<_>>().join(";")).filter(|f| f.len() < LONGEST)
}

/// Thousands separators and △, as the page shows them.
fn number_format(decimals: usize) -> String {
    let digits = if decimals == 0 { "#,##0".to_owned() } else { format!("#,##0.{}", "0".repeat(decimals)) };
    format!("{digits};\"△\"{digits};{digits}")
}

/// The colour of the gravest fact; the words in the cell say the same.
fn toned(format: Format, cell: &Cell) -> Format {
    let has = |tone: Tone| cell.facts.iter().any(|f| f.tone == tone);
    let color: u32 = if has(Tone::Bad) {
        0x00F8_D7CD
    } else if has(Tone::Watch) {
        0x00FF_F2CC
    } else if has(Tone::Good) {
        0x00E2_EFDA
    } else if has(Tone::Quiet) {
        0x00F2_F2F2
    } else {
        return format;
    };
    format.set_background_color(Color::RGB(color))
}

/// The number of a column for the writer, which takes no more than Excel does.
fn col(i: usize) -> u16 {
    u16::try_from(i).unwrap_or(u16::MAX)
}
