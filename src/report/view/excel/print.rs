//! Print sheets: title, scope and 現在 above the table, header rows on each page, pages numbered, A4 landscape or A3 for wide tables.

use rust_xlsxwriter::{Color, Format, FormatAlign, Worksheet, XlsxError};

use super::{boxed, cut, head, lines, words};
use crate::report::format::number;
use crate::report::view::{Cell, Column, ColumnKind, Fact, Report, Speech, Table, Tone};

/// Tables wider than this many full-width characters are printed on A3.
const A4_WIDTH: u16 = 92;
/// Rows above the table's head.
const ABOVE: u32 = 3;
/// Latin letters and figures take less than half of a full-width character.
const SPARE: f64 = 1.08;
/// Height of a line in points.
const LINE: f64 = 13.5;
/// Highest row that Excel takes, in points.
const HIGHEST: f64 = 409.0;

/// Writes one table for printing.
pub(super) fn table(sheet: &mut Worksheet, report: &Report, at: usize, speech: Speech) -> Result<(), XlsxError> {
    let table = &report.tables[at];
    set_up(sheet, report, table, speech)?;
    let title = if table.title == report.title { report.title.clone() } else { format!("{}　{}", report.title, table.title) };
    sheet.set_row_height(0, 22)?.set_row_height(1, 16)?;
    sheet.write_string_with_format(0, 0, title, &words().set_bold().set_font_size(14.0))?;
    sheet.write_string_with_format(1, 0, scope(report, speech), &words())?;
    for (i, column) in table.columns.iter().enumerate() {
        let label = column.unit.as_ref().map_or_else(|| column.label.clone(), |u| format!("{}\n({u})", column.label));
        sheet.write_string_with_format(ABOVE, col(i), label, &head())?;
        sheet.set_column_width(col(i), f64::from(column.width) * 1.9 + 1.0)?;
    }
    let tallest = table.columns.iter().map(|c| lines(&c.label, f64::from(c.width)) + usize::from(c.unit.is_some())).max();
    #[allow(clippy::cast_precision_loss)] // lines of a heading
    sheet.set_row_height(ABOVE, tallest.unwrap_or(1) as f64 * LINE + 4.0)?;
    let mut row = ABOVE + 1;
    let mut group = "";
    for line in &table.rows {
        if !line.group.is_empty() && line.group != group {
            band(sheet, row, &line.group, table.columns.len())?;
            row += 1;
        }
        group = &line.group;
        let mut height = 1;
        for (i, (column, cell)) in table.columns.iter().zip(&line.cells).enumerate() {
            write(sheet, (row, col(i)), column, cell, line.total)?;
            height = height.max(lines(&cell.lines(), f64::from(column.width) * SPARE));
        }
        #[allow(clippy::cast_precision_loss)] // lines of a cell
        sheet.set_row_height(row, (height as f64 * LINE + 3.0).min(HIGHEST))?;
        row += 1;
    }
    if table.rows.is_empty() {
        sheet.write_string_with_format(row, 0, speech.say("view.no_rows"), &words())?;
        row += 1;
    }
    row += 1;
    for note in &report.notes {
        sheet.write_string_with_format(row, 0, format!("※ {note}"), &words())?;
        row += 1;
    }
    Ok(())
}

/// Paper, margins, repeated rows, page numbers.
fn set_up(sheet: &mut Worksheet, report: &Report, table: &Table, speech: Speech) -> Result<(), XlsxError> {
    let wide = table.columns.iter().map(|c| c.width + 1).sum::<u16>() > A4_WIDTH;
    sheet.set_landscape();
    sheet.set_paper_size(if wide { 8 } else { 9 });
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.5, 0.5, 0.75, 0.7, 0.3, 0.3);
    sheet.set_repeat_rows(ABOVE, ABOVE)?;
    // `&` begins a code in headers; two of them print one.
    let plain = |text: &str, most: usize| crate::report::format::shorten(text, most).replace('&', "&&");
    let about = format!("{}　{} {}", report.title, report.scope.utility, report.scope.plan);
    sheet.set_header(format!("&L&9{}&R&9{}", plain(about.trim(), 46), plain(&report.judged(speech), 34)));
    sheet.set_footer(format!("&L&9{}&C&9&P / &N", plain(&report.scope.edition, 70)));
    let subjects = table.columns.iter().take_while(|c| c.subject).count();
    sheet.set_freeze_panes(ABOVE + 1, col(subjects.min(2)))?;
    Ok(())
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
        [fact] if fact.number.is_some() && column.kind == ColumnKind::Number => {
            sheet.write_string_with_format(row, at, cut(&fact.line()), &format.set_align(FormatAlign::Right))?
        }
        _ => sheet.write_string_with_format(row, at, cut(&cell.lines()), &format)?,
    };
    Ok(())
}

/// The decimals of a fact that shows its number and nothing else.
fn plain_decimals(fact: &Fact) -> Option<usize> {
    let value = fact.number.filter(|_| fact.item.is_empty())?;
    (0..9).find(|d| number(value, Some(*d)) == fact.shown)
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
