//! Native line charts over a sheet of their figures.

use std::collections::BTreeSet;

use rust_xlsxwriter::{
    Chart as ExcelChart, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker, ChartMarkerType,
    ChartType, Worksheet, XlsxError,
};

use super::{head, print, words};
use crate::model::Role;
use crate::report::era_year;
use crate::report::view::{Chart, Line, LineChart, Report, Speech};

/// More charts than this are left to the pages: a workbook is to open at once.
const MOST: usize = 60;
/// Rows of two charts on a page.
const PAIRS_A_PAGE: u32 = 2;
/// Rows and columns of the sheet that one chart covers.
const COVERS: (u32, u16) = (16, 8);

/// The line charts of a report.
fn line_charts(report: &Report) -> impl Iterator<Item = &LineChart> {
    report.charts.iter().filter_map(|c| if let Chart::Lines(lines) = c { Some(lines) } else { None }).take(MOST)
}

/// Whether there are line charts.
pub(super) fn any(report: &Report) -> bool {
    line_charts(report).next().is_some()
}

/// The sheet of charts and the sheet of their figures.
pub(super) fn sheets(report: &Report, shown: &str, figures: &str, speech: Speech) -> Result<[Worksheet; 2], XlsxError> {
    let (mut sheet, mut data) = (Worksheet::new(), Worksheet::new());
    sheet.set_name(shown)?;
    data.set_name(figures)?;
    print::paper(&mut sheet, report, speech);
    print::paper(&mut data, report, speech);
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    data.set_paper_size(9).set_print_fit_to_pages(1, 0);
    // No chart is cut by the end of a page.
    let pairs = u32::try_from(line_charts(report).count().div_ceil(2)).unwrap_or(0);
    let breaks: Vec<u32> = (1..=pairs / PAIRS_A_PAGE).map(|n| n * PAIRS_A_PAGE * COVERS.0).collect();
    sheet.set_page_breaks(&breaks)?;
    let mut row = 0;
    for (n, chart) in (0_u32..).zip(line_charts(report)) {
        let drawn = one(&mut data, &mut row, chart, figures, speech)?;
        // A little inside of its rows, so that no edge of it lies on the next page.
        sheet.insert_chart_with_offset(n / 2 * COVERS.0, u16::from(n % 2 == 1) * COVERS.1, &drawn, 4, 8)?;
    }
    Ok([sheet, data])
}

/// Writes the figures of one chart from `row` on and gives the chart over them.
fn one(data: &mut Worksheet, row: &mut u32, chart: &LineChart, figures: &str, speech: Speech) -> Result<ExcelChart, XlsxError> {
    let years: BTreeSet<i32> = chart.lines.iter().flat_map(|l| &l.points).map(|p| p.year).collect();
    data.write_string_with_format(*row, 0, &chart.title, &words().set_bold())?;
    let top = *row + 1;
    data.write_string_with_format(top, 0, speech.col("year"), &head())?;
    for (at, year) in (1..).zip(&years) {
        let era = era_year(*year, speech.0);
        data.write_string_with_format(top, at, if era.is_empty() { year.to_string() } else { era }, &head())?;
    }
    let last = u16::try_from(years.len()).unwrap_or(1);
    let mut drawn = ExcelChart::new(ChartType::Line);
    for (below, line) in (1..).zip(&chart.lines) {
        data.write_string_with_format(top + below, 0, &line.name, &words())?;
        for (at, year) in (1..).zip(&years) {
            if let Some(point) = line.points.iter().find(|p| p.year == *year) {
                data.write_number_with_format(top + below, at, point.value, &words())?;
            }
        }
        let series = drawn.add_series();
        series.set_name((figures, top + below, 0)).set_categories((figures, top, 1, top, last));
        series.set_values((figures, top + below, 1, top + below, last));
        series.set_format(&mut stroke(line)).set_marker(&marker(line));
    }
    *row = top + u32::try_from(chart.lines.len()).unwrap_or(0) + 2;
    drawn.show_empty_cells_as(rust_xlsxwriter::ChartEmptyCells::Connected);
    drawn.title().set_name(&chart.title).set_font(ChartFont::new().set_size(11));
    drawn.y_axis().set_name(if chart.unit.is_empty() { " " } else { &chart.unit });
    drawn.legend().set_position(ChartLegendPosition::Bottom);
    drawn.set_width(500).set_height(300);
    Ok(drawn)
}

/// Lines differ by dash and marker, never by colour alone.
fn stroke(line: &Line) -> ChartFormat {
    let (color, dash) = match line.role {
        _ if line.interim => (0x0080_8080, ChartLineDashType::RoundDot),
        Role::Actual | Role::Baseline => (0x001F_4E79, ChartLineDashType::Solid),
        Role::Target => (0x00C5_5A11, ChartLineDashType::Dash),
        Role::Plan | Role::Forecast => (0x0054_8235, ChartLineDashType::DashDot),
        Role::Average => (0x0059_5959, ChartLineDashType::SquareDot),
    };
    let mut format = ChartFormat::new();
    format.set_line(ChartLine::new().set_color(color).set_dash_type(dash).set_width(if line.interim { 1.0 } else { 2.0 }));
    format
}

fn marker(line: &Line) -> ChartMarker {
    let mut marker = ChartMarker::new();
    match line.role {
        _ if line.interim => marker.set_none(),
        Role::Actual | Role::Baseline => marker.set_type(ChartMarkerType::Circle),
        Role::Target => marker.set_type(ChartMarkerType::Diamond),
        Role::Plan | Role::Forecast => marker.set_type(ChartMarkerType::Square),
        Role::Average => marker.set_type(ChartMarkerType::Triangle),
    };
    marker
}
