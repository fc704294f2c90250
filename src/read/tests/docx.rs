//! Word documents made in the test.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::layout;
use crate::model::{Block, BlockKind};
use crate::read::{Kind, Options, ReadError, read_bytes};

const STYLES: &str = r#"<w:styles xmlns:w="w">
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="章見出し"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="t1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="輪"/><w:basedOn w:val="loop"/></w:style>
</w:styles>"#;

fn packed(body: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in [
        ("word/document.xml", format!(r#"<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#)),
        ("word/styles.xml", STYLES.to_owned()),
    ] {
        zip.start_file(path, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn blocks(body: &str) -> Result<Vec<Block>, ReadError> {
    read_bytes("made", &packed(body), Kind::Word, &Options::default()).map(|source| layout::blocks(&source))
}

fn paragraph(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn styles_tell_headings_lists_and_contents() {
    let body = [
        paragraph(r#"<w:pStyle w:val="t1"/>"#, "はじめに　1"),
        paragraph(r#"<w:pStyle w:val="own"/>"#, "基本方針"),
        paragraph(r#"<w:outlineLvl w:val="1"/>"#, "安全"),
        paragraph(r#"<w:numPr><w:numId w:val="3"/></w:numPr>"#, "漏水&amp;&#x8ABF;査"),
        paragraph(r#"<w:pStyle w:val="loop"/>"#, "水道は、生活に欠かせません。"),
        paragraph("", ""),
        "<w:p><w:r><w:t>水</w:t></w:r><w:del><w:r><w:delText>x</w:delText><w:t>y</w:t></w:r></w:del><w:r><w:br/><w:t>道。</w:t></w:r></w:p>".to_owned(),
    ];
    let found = blocks(&body.concat()).unwrap();
    let lines: Vec<_> = found.iter().map(|b| b.place.line.unwrap()).collect();
    assert_eq!(lines, [1, 2, 3, 4, 5, 7]);
    let kinds: Vec<BlockKind> = found.into_iter().map(|b| b.kind).collect();
    assert_eq!(kinds[0], BlockKind::Contents { text: "はじめに　1".into() });
    assert_eq!(kinds[1], BlockKind::Heading { level: 1, text: "基本方針".into() });
    assert_eq!(kinds[2], BlockKind::Heading { level: 2, text: "安全".into() });
    assert_eq!(kinds[3], BlockKind::ListItem { mark: "・".into(), text: "漏水&調査".into() });
    assert_eq!(kinds[4], BlockKind::Paragraph { text: "水道は、生活に欠かせません。".into() });
    assert_eq!(kinds[5], BlockKind::Paragraph { text: "水\n道。".into() });
}

fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph("", text))
}

#[test]
fn tables_keep_spans_and_take_caption_and_unit() {
    let rows = [
        [cell("<w:vMerge w:val=\"restart\"/>", "区分"), cell("<w:gridSpan w:val=\"2\"/>", "令和6年度")].concat(),
        [cell("<w:vMerge/>", ""), cell("<w:shd w:fill=\"FFCC00\"/>", "計画"), cell("", "実績")].concat(),
        [cell("", "収益"), cell("", "1,113")].concat(),
    ];
    let rows: String = rows.iter().map(|row| format!("<w:tr>{row}</w:tr>")).collect();
    let body = format!("{}{}<w:tbl>{rows}</w:tbl>", paragraph("", "表1-2 収支"), paragraph("", "（単位：千円）"));
    let found = blocks(&body).unwrap();
    let BlockKind::Table(table) = &found[2].kind else { panic!("no table: {found:?}") };
    assert_eq!((table.rows, table.cols, table.spans_lost, table.cells.len()), (3, 3, false, 7));
    assert_eq!((table.caption.as_str(), table.unit.as_str()), ("表1-2 収支", "（単位：千円）"));
    assert_eq!((table.at(1, 0).unwrap().row_span, table.text(0, 2), table.at(1, 1).unwrap().fill), (2, "令和6年度", Some(0xFF_CC00)));
    assert_eq!((table.text(2, 1), table.text(2, 2), table.cells[0].place.line), ("1,113", "", Some(3)));
}

#[test]
fn bad_documents_are_errors() {
    let code = |bytes: &[u8]| read_bytes("made", bytes, Kind::Word, &Options::default()).map_or_else(|error| error.code(), |_| "read");
    let good = packed(&paragraph("", "水道"));
    assert_eq!(code(&good), "read");
    assert_eq!(code(b"PK but no more"), "damaged");
    assert_eq!(code(b"nothing"), "not_office");
    assert_eq!(code(&good[..good.len() / 2]), "damaged");
    assert_eq!(code(&packed("")), "empty");
    assert_eq!(code(&packed(&"<w:tbl><w:tr><w:tc>".repeat(100_000))), "damaged");
    assert_eq!(
        code(&packed(
            "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"99999999\"/></w:tcPr><w:p><w:r><w:t>水</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        )),
        "read"
    );
    let rows = "<w:tr><w:tc><w:p/></w:tc></w:tr>".repeat(50_000);
    assert_eq!(code(&packed(&format!("<w:tbl>{rows}</w:tbl>"))), "empty");
    for at in (0..good.len()).step_by(13) {
        let mut broken = good.clone();
        broken[at] ^= 0x55;
        let _ = code(&broken);
    }
}
