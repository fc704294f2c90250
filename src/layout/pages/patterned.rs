//! A schedule whose bars are told apart by nothing but the patterns that they are painted with, from the bytes of a PDF.

use std::fmt::Write;

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::tests::jotted;
use crate::read::{Kind, Options, read_bytes};

/// A cell of 8 by 8 points with what is painted in it; `paint_type` 1 has colours of its own, 2 those of whoever uses it.
fn pattern(content: &str, paint_type: i64, matrix: [f32; 6], images: Dictionary) -> Stream {
    let dictionary = dictionary! {
        "Type" => "Pattern", "PatternType" => 1, "PaintType" => paint_type, "TilingType" => 1, "XStep" => 8, "YStep" => 8,
        "BBox" => vec![0.into(), 0.into(), 8.into(), 8.into()],
        "Matrix" => matrix.map(Object::Real).to_vec(),
        "Resources" => dictionary! { "XObject" => images },
    };
    Stream::new(dictionary, content.as_bytes().to_vec())
}

/// One page with this content, Helvetica as `/F` and the patterns `/P0`, `/P1` and so on.
fn page(content: String, patterns: Vec<Stream>, document: &mut Document) -> Vec<u8> {
    let tree = document.new_object_id();
    let font = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let mut named = Dictionary::new();
    for (n, pattern) in patterns.into_iter().enumerate() {
        named.set(format!("P{n}"), document.add_object(pattern));
    }
    let content = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
    let resources = dictionary! {
        "Font" => dictionary! { "F" => font }, "Pattern" => named,
        "ColorSpace" => dictionary! { "Ink" => vec!["Pattern".into(), "DeviceRGB".into()] },
    };
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => tree, "Contents" => content, "Resources" => resources,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    });
    document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// The ways to paint, each with its name in the legend: content operators that choose the paint.
const PAINTS: [(&str, &str); 8] = [
    ("/Pattern cs /P0 scn", "Study"),
    ("/Pattern cs /P1 scn", "Design"),
    ("/Pattern cs /P2 scn", "Build"),
    ("/Pattern cs /P3 scn", "Review"),
    ("/Ink cs 1 0 0 /P4 scn", "Plan"),
    ("/Ink cs 0 0 1 /P4 scn", "Result"),
    ("/Pattern cs /P5 scn", "Talks"),
    ("/Pattern cs /P6 scn", "Survey"),
];

#[test]
fn bars_are_told_apart_by_their_patterns() {
    const UPRIGHT: [f32; 6] = [1.0, 0.0, 0.0, 1.0, 3.0, 5.0];
    let turn = std::f32::consts::FRAC_1_SQRT_2 / 2.0;
    let turned = [turn, turn, -turn, turn, 0.0, 0.0];
    let mut document = Document::with_version("1.7");
    let mask = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => 8, "Height" => 8, "ImageMask" => true, "BitsPerComponent" => 1,
    };
    // Strokes that fall, as office programs keep their hatches: a mask whose zeros are painted.
    let rows = (0..8).map(|row| !(0b1100_0000_u8.rotate_right(row))).collect();
    let mask = document.add_object(Stream::new(mask, rows));
    let patterns = vec![
        pattern("0.4 G 1 w 0 0 m 8 8 l S -1 7 m 1 9 l S 7 -1 m 9 1 l S", 1, UPRIGHT, Dictionary::new()),
        pattern("0.4 G 1 w 0 8 m 8 0 l S -1 1 m 1 -1 l S 7 9 m 9 7 l S", 1, UPRIGHT, Dictionary::new()),
        pattern("0.4 g 0 3 8 2 re f", 1, UPRIGHT, Dictionary::new()),
        // The same strokes, which the matrix turns.
        pattern("0.4 g 0 1 8 1 re f 0 5 8 1 re f", 1, turned, Dictionary::new()),
        pattern("0 3 8 2 re f 3 0 2 8 re f", 2, UPRIGHT, Dictionary::new()),
        pattern("0 g 8 0 0 8 0 0 cm /M Do", 1, UPRIGHT, dictionary! { "M" => mask }),
        pattern("0.4 g 3 3 2 2 re f", 1, UPRIGHT, Dictionary::new()),
    ];

    let mut content = String::from("0.5 w ");
    let rows = PAINTS.len() + 1;
    let y = |row: usize| 700.0 - 30.0 * row as f32;
    for row in 0..=rows {
        let _ = write!(content, "50 {0} m 550 {0} l S ", y(row));
    }
    for column in 0..6 {
        let _ = write!(content, "{0} 700 m {0} {1} l S ", 50 + 100 * column, y(rows));
    }
    for (column, head) in ["Work", "R7", "R8", "R9", "R10"].iter().enumerate() {
        let _ = write!(content, "BT /F 9 Tf {} 681 Td ({head}) Tj ET ", 60 + 100 * column);
    }
    for (n, (paint, meaning)) in PAINTS.iter().enumerate() {
        let bottom = y(n + 2);
        let _ = write!(content, "BT /F 9 Tf 55 {} Td (Work {}) Tj ET ", bottom + 11.0, n + 1);
        let (from, to) = (155 + 100 * (n % 3), 345 + 100 * (n % 3));
        let _ = write!(content, "q {paint} {from} {} {} 10 re f Q ", bottom + 10.0, to - from);
        let (x, line) = (60 + 120 * (n % 4), 780 - 20 * (n / 4));
        let _ = write!(content, "q {paint} {x} {line} 24 10 re f Q BT /F 9 Tf {} {} Td ({meaning}) Tj ET ", x + 28, line + 1);
    }
    let bytes = page(content, patterns, &mut document);
    let source = read_bytes("patterned", &bytes, Kind::Pdf, &Options::default()).unwrap();
    insta::assert_snapshot!("patterned", jotted(&crate::layout::blocks(&source)));
}
