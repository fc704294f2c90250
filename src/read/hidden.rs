//! Hidden rows and columns of a workbook's sheets, of which the cell reader says nothing (ECMA-376 part 1, 18.3.1.13 and 18.3.1.73).

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::docx::attribute;
use crate::model::CellRange;

/// More hidden stretches of a sheet than this are counted, not named.
const NAMED: usize = 8;
/// Largest part looked at, in bytes; [`super::unzip`] has bounded the whole before.
const MAX_PART: u64 = 256 * 1024 * 1024;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The hidden rows and columns by the name of the sheet, as a person names them (`3-5, D-F`). What is damaged is as good as absent.
pub(super) fn stretches(bytes: &[u8]) -> BTreeMap<String, String> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return BTreeMap::new() };
    let archive = &mut archive;
    let targets = targets(&part(archive, "xl/_rels/workbook.xml.rels"));
    let sheets = elements(&part(archive, "xl/workbook.xml"), |e| {
        (e.local_name().as_ref() == "sheet").then(|| Some((attribute(e, "name")?, targets.get(&attribute(e, "id")?)?.clone())))?
    });
    let mut hidden = BTreeMap::new();
    for (name, target) in sheets {
        let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        let found = described(&part(archive, &path));
        if !found.is_empty() {
            hidden.insert(name, found);
        }
    }
    hidden
}

/// Paths of the parts by the identifier under which the workbook names them.
fn targets(xml: &str) -> BTreeMap<String, String> {
    elements(xml, |e| Some((attribute(e, "Id")?, attribute(e, "Target")?))).into_iter().collect()
}

fn described(xml: &str) -> String {
    let mut columns = Vec::new();
    let mut rows: Vec<(u32, u32)> = Vec::new();
    let mut next_row = 1_u32;
    elements(xml, |e| {
        let number = |key| attribute(e, key).and_then(|v| v.parse::<u32>().ok()).filter(|n| (1..=1_048_576).contains(n));
        let is_hidden = matches!(attribute(e, "hidden").as_deref(), Some("1" | "true"));
        match e.local_name().as_ref() {
            "col" if is_hidden => columns.extend(number("min").zip(number("max"))),
            "row" => {
                let row = number("r").unwrap_or(next_row);
                next_row = row.saturating_add(1);
                match rows.last_mut() {
                    Some((_, last)) if is_hidden && *last + 1 == row => *last = row,
                    _ if is_hidden => rows.push((row, row)),
                    _ => {}
                }
            }
            _ => {}
        }
        None::<()>
    });
    let column = |n: u32| CellRange::cell(0, n - 1).to_string().trim_end_matches('1').to_owned();
    let stretch = |from: String, to: String| if from == to { from } else { format!("{from}-{to}") };
    let rows = rows.iter().map(|(a, b)| stretch(a.to_string(), b.to_string()));
    let mut all: Vec<String> = rows.chain(columns.iter().map(|(a, b)| stretch(column(*a), column(*b)))).collect();
    let more = all.len().saturating_sub(NAMED);
    all.truncate(NAMED);
    all.extend((more > 0).then(|| format!("+{more}")));
    all.join(", ")
}

/// What `take` makes of the elements of a part, as far as it can be read.
fn elements<T>(xml: &str, mut take: impl FnMut(&BytesStart<'_>) -> Option<T>) -> Vec<T> {
    let mut reader = Reader::from_str(xml);
    let mut out = Vec::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) | Event::Empty(element) => out.extend(take(&element)),
            Event::Eof => break,
            _ => {}
        }
    }
    out
}

fn part(archive: &mut Archive<'_>, path: &str) -> String {
    let mut text = Vec::new();
    if let Ok(part) = archive.by_name(path)
        && part.take(MAX_PART).read_to_end(&mut text).is_err()
    {
        text.clear();
    }
    String::from_utf8_lossy(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_named_as_people_do() {
        let xml = r#"<worksheet><cols><col min="4" max="6" hidden="1"/><col min="9" max="9" width="3"/></cols>
            <sheetData><row r="3" hidden="1"/><row r="4" hidden="true"><c r="A4"/></row><row r="7" hidden="1"/><row r="8"/></sheetData></worksheet>"#;
        assert_eq!(described(xml), "3-4, 7, D-F");
        assert_eq!(described("<worksheet><row r='0' hidden='1'"), "");
        assert_eq!(described("no xml <<<"), "");
    }
}
