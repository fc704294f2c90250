//! A workbook edited as its XML, so that everything else in it stays as it is; and saved anew by an office suite where one is named.

use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::Command;

use calamine::{Reader, Xlsx};
use regex::Regex;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// The parts of a workbook by name; the first sheet is the one that is edited.
pub(crate) struct Spreadsheet {
    parts: Vec<(String, Vec<u8>)>,
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

impl Spreadsheet {
    pub(crate) fn open(path: &Path) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(std::fs::read(path).unwrap())).unwrap();
        let parts = (0..archive.len())
            .map(|n| {
                let mut part = archive.by_index(n).unwrap();
                let mut bytes = Vec::new();
                part.read_to_end(&mut bytes).unwrap();
                (part.name().unwrap().into_owned(), bytes)
            })
            .collect();
        Self { parts }
    }

    /// Whether any picture is in it.
    pub(crate) fn has_pictures(&self) -> bool {
        self.parts.iter().any(|(name, _)| name.starts_with("xl/media/"))
    }

    fn edit(mut self, name: &str, edit: impl FnOnce(String) -> String) -> Self {
        let part = self.parts.iter_mut().find(|(n, _)| n == name).unwrap();
        part.1 = edit(String::from_utf8(part.1.clone()).unwrap()).into_bytes();
        self
    }

    fn cell(self, cell: &str, kind: &str, inner: &str) -> Self {
        let pattern = Regex::new(&format!(r#"<c r="{cell}"( s="\d+")?[^>]*?(/>|>.*?</c>)"#)).unwrap();
        self.edit(SHEET, |xml| {
            assert!(pattern.is_match(&xml), "no cell {cell}");
            pattern.replace(&xml, format!(r#"<c r="{cell}"$1{kind}>{inner}</c>"#)).into_owned()
        })
    }

    /// Writes words into a cell, which keeps its format.
    pub(crate) fn text(self, cell: &str, words: &str) -> Self {
        self.cell(cell, r#" t="inlineStr""#, &format!("<is><t xml:space=\"preserve\">{words}</t></is>"))
    }

    /// Writes a number (or the serial number of a day) into a cell.
    pub(crate) fn number(self, cell: &str, number: f64) -> Self {
        self.cell(cell, "", &format!("<v>{number}</v>"))
    }

    /// Takes a row out.
    pub(crate) fn without_row(self, row: usize) -> Self {
        let pattern = Regex::new(&format!(r#"(?s)<row r="{row}".*?</row>"#)).unwrap();
        self.edit(SHEET, |xml| pattern.replace(&xml, "").into_owned())
    }

    /// Lets two rows change places.
    pub(crate) fn swapped(self, a: usize, b: usize) -> Self {
        let pattern = |n: usize| Regex::new(&format!(r#"(?s)<row r="{n}".*?</row>"#)).unwrap();
        let moved = |row: &str, from: usize, to: usize| {
            let row = row.replacen(&format!("<row r=\"{from}\""), &format!("<row r=\"{to}\""), 1);
            Regex::new(&format!(r#"(<c r="[A-Z]+){from}""#)).unwrap().replace_all(&row, format!("${{1}}{to}\"")).into_owned()
        };
        self.edit(SHEET, |xml| {
            let (one, other) = (pattern(a).find(&xml).unwrap().as_str().to_owned(), pattern(b).find(&xml).unwrap().as_str().to_owned());
            xml.replace(&one, "\u{1}").replace(&other, &moved(&one, a, b)).replace('\u{1}', &moved(&other, b, a))
        })
    }

    /// Merges cells.
    pub(crate) fn merged(self, range: &str) -> Self {
        let merge = format!("</sheetData><mergeCells count=\"1\"><mergeCell ref=\"{range}\"/></mergeCells>");
        let without_protection = Regex::new("<sheetProtection[^>]*/>|<autoFilter.*?(/>|</autoFilter>)").unwrap();
        self.edit(SHEET, |xml| without_protection.replace_all(&xml, "").replace("</sheetData>", &merge))
    }

    /// Gives the sheets another name.
    pub(crate) fn renamed(self, from: &str, to: &str) -> Self {
        self.edit("xl/workbook.xml", |xml| xml.replace(from, to))
    }

    /// Writes the workbook; where `SHIRUBE_OFFICE` names an office suite, as that one saves it.
    pub(crate) fn save(self, path: &Path) {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in self.parts {
            archive.start_file(name, SimpleFileOptions::default()).unwrap();
            archive.write_all(&bytes).unwrap();
        }
        std::fs::write(path, archive.finish().unwrap().into_inner()).unwrap();
        if let Ok(office) = std::env::var("SHIRUBE_OFFICE") {
            save_anew(&office, path);
        }
    }
}

/// Opens and saves a workbook without a window.
fn save_anew(office: &str, path: &Path) {
    let folder = tempfile::TempDir::new().unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let mut command = Command::new(office);
    command.args(["--headless", &profile, "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]).arg(folder.path()).arg(path);
    let out = command.output().unwrap();
    let saved = folder.path().join(path.file_name().unwrap());
    assert!(saved.is_file(), "{}", String::from_utf8_lossy(&out.stderr));
    std::fs::copy(saved, path).unwrap();
}

/// The cells of the first sheet in which these words stand: name, whole words.
pub(crate) fn cells_with(path: &Path, words: &str) -> Vec<String> {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let (top, left) = range.start().unwrap();
    let name = |row: usize, column: usize| {
        let column = u8::try_from(column + left as usize).unwrap();
        format!("{}{}", char::from(b'A' + column), row + top as usize + 1)
    };
    range.used_cells().filter(|(.., cell)| cell.to_string().contains(words)).map(|(row, column, _)| name(row, column)).collect()
}
