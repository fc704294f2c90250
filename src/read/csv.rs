//! CSV files: their encoding, then one sheet of cells. Nothing is merged in a CSV file, so what was merged before is lost.

use csv::ReaderBuilder;

use super::{Options, ReadError, text};
use crate::model::{CellRange, Content, Sheet, SheetCell, SourceFile, Warning};

/// Characters that may part the fields; the first that the first lines hold most of is taken.
const SEPARATORS: [u8; 3] = [b',', b'\t', b';'];

/// Reads a CSV file: UTF-8, Shift_JIS and what else [`text`] knows.
pub(super) fn read(name: &str, bytes: &[u8], options: &Options) -> Result<SourceFile, ReadError> {
    let (text, mut warnings) = text::decode(name, bytes)?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let mut cells = Vec::new();
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator(&text)).from_reader(text.as_bytes());
    for (row, record) in (0_u32..).zip(rows_with_blanks(&mut reader, &text)) {
        for (col, field) in (0_u32..).zip(&record) {
            let text = field.trim().to_owned();
            if !text.is_empty() {
                cells.push(SheetCell { range: CellRange::cell(row, col), text, fill: None });
            }
        }
        if cells.len() > options.max_cells {
            cells.truncate(options.max_cells);
            warnings.push(Warning { code: "cell_limit".to_owned(), page: None, detail: options.max_cells.to_string() });
            break;
        }
    }
    if cells.is_empty() {
        return Err(ReadError::Empty { file: name.to_owned() });
    }
    let sheet = Sheet { number: 1, name: String::new(), cells, spans_lost: true };
    Ok(SourceFile::new(name, Content::Sheets(vec![sheet]), warnings))
}

/// The records with blank lines as empty ones: the reader passes over them, and their numbers would be lost.
fn rows_with_blanks<'a>(reader: &'a mut csv::Reader<&[u8]>, text: &'a str) -> impl Iterator<Item = Vec<String>> + 'a {
    reader.records().filter_map(Result::ok).flat_map(|record| {
        let start = record.position().and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(0);
        let blanks = text.as_bytes().get(start..).unwrap_or_default().iter().take_while(|byte| **byte == b'\n').count();
        let fields: Vec<String> = record.iter().map(str::to_owned).collect();
        std::iter::repeat_n(Vec::new(), blanks).chain([fields])
    })
}

fn separator(text: &str) -> u8 {
    let head: Vec<u8> = text.lines().take(20).flat_map(str::bytes).collect();
    let count = |separator: &u8| head.iter().filter(|b| *b == separator).count();
    SEPARATORS.into_iter().rev().max_by_key(count).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<(String, String)> {
        let Content::Sheets(sheets) = read("made", bytes, &Options::default()).unwrap().content else { panic!("a CSV file has one sheet") };
        sheets[0].cells.iter().map(|c| (c.range.to_string(), c.text.clone())).collect()
    }

    fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
        all.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    const TEXT: &str = "収支計画\r\n\r\n区分,令和6年度,\"令和7\n年度\"\r\n収益,\"1,113\",\r\n";

    #[test]
    fn quotes_blank_rows_and_ragged_rows() {
        let expected =
            pairs(&[("A1", "収支計画"), ("A3", "区分"), ("B3", "令和6年度"), ("C3", "令和7\n年度"), ("A4", "収益"), ("B4", "1,113")]);
        assert_eq!(cells(TEXT.as_bytes()), expected);
        assert_eq!(cells(&encoding_rs::SHIFT_JIS.encode(TEXT).0), expected);
        assert_eq!(cells(format!("\u{feff}{TEXT}").as_bytes()), expected);
    }

    #[test]
    fn tabs_and_semicolons_part_too() {
        assert_eq!(cells(b"a\tb\nc\td,e\n"), pairs(&[("A1", "a"), ("B1", "b"), ("A2", "c"), ("B2", "d,e")]));
        assert_eq!(cells(b"a;b;c\n"), pairs(&[("A1", "a"), ("B1", "b"), ("C1", "c")]));
    }

    #[test]
    fn nothing_binary_data_and_too_much() {
        let code = |bytes: &[u8]| read("made", bytes, &Options::default()).unwrap_err().code();
        assert_eq!(code(b",,,\n,\n"), "empty");
        assert_eq!(code(&(0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect::<Vec<_>>()), "not_text");
        let few = Options { max_cells: 3, ..Options::default() };
        let source = read("made", b"1,2\n3,4\n5,6\n", &few).unwrap();
        assert_eq!(source.warnings[0].code, "cell_limit");
    }
}
