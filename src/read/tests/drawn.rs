//! What a page paints: glyph boxes, paths, clips, images, rotation.

use lopdf::{Object, dictionary};

use super::build::{Made, form, image};
use super::*;
use crate::model::{Direction, Point, Rect};

#[track_caller]
fn assert_rect(rect: Rect, [x0, y0, x1, y1]: [f32; 4]) {
    let near = |a: f32, b: f32| (a - b).abs() < 0.05;
    assert!(near(rect.x0, x0) && near(rect.y0, y0) && near(rect.x1, x1) && near(rect.y1, y1), "{rect:?} is not {:?}", [x0, y0, x1, y1]);
}

#[test]
fn a_glyph_has_its_advance_box_size_and_colour() {
    let page = only_page(&Made::new("BT 1 0 0 rg /F 10 Tf 50 Tz 100 700 Td (Am) Tj ET").bytes());
    assert_eq!((page.number, page.width, page.height), (1, 595.0, 842.0));
    assert_eq!(text(&page), "Am");
    // Helvetica: A 667, m 833; the scaling halves them; the box reaches 0.88 above and 0.12 below the baseline at 842 - 700.
    assert_rect(page.glyphs[0].rect, [100.0, 133.2, 103.33, 143.2]);
    assert_rect(page.glyphs[1].rect, [103.33, 133.2, 107.5, 143.2]);
    assert_eq!((page.glyphs[0].size, page.glyphs[0].color, page.glyphs[0].direction), (10.0, 0xff_0000, Direction::Right));
}

#[test]
fn a_turned_page_is_read_as_displayed() {
    let area = |numbers: [i64; 4]| Object::Array(numbers.into_iter().map(Object::Integer).collect());
    let made = Made::new("BT /F 10 Tf 120 700 Td (A) Tj ET").page_key("Rotate", 90).page_key("CropBox", area([100, 100, 500, 800]));
    let page = only_page(&made.bytes());
    assert_eq!((page.width, page.height), (700.0, 400.0));
    // Turned clockwise: up becomes right. The baseline is 600 above the crop box's bottom and 20 right of its left edge.
    assert_rect(page.glyphs[0].rect, [598.8, 20.0, 608.8, 26.67]);
    assert_eq!(page.glyphs[0].direction, Direction::Down);
}

#[test]
fn turned_text_runs_up_down_and_left() {
    let turned = |matrix: &str| {
        let page = only_page(&Made::new(&format!("BT /F 12 Tf {matrix} 300 400 Tm (A) Tj ET")).bytes());
        (page.glyphs[0].direction, page.glyphs[0].size)
    };
    assert_eq!(turned("0 1 -1 0"), (Direction::Up, 12.0));
    assert_eq!(turned("0 -1 1 0"), (Direction::Down, 12.0));
    assert_eq!(turned("-1 0 0 -1"), (Direction::Left, 12.0));
}

#[test]
fn fill_and_stroke_of_one_operator_are_one_path() {
    let page = only_page(&Made::new("2 0 0 2 0 0 cm 0 0 1 RG 0.5 g 3 w [4 2] 0 d 10 20 30 40 re B").bytes());
    assert_eq!(page.paths.len(), 1);
    let path = &page.paths[0];
    assert_rect(path.rect, [20.0, 722.0, 80.0, 802.0]);
    assert_eq!((path.fill, path.stroke, path.width, path.dashed), (Some(0x80_8080), Some(0x00_00ff), 6.0, true));
    assert_eq!(path.lines.len(), 1);
    assert_eq!(path.lines[0].first(), path.lines[0].last());
}

#[test]
fn only_what_the_clip_shows_is_kept() {
    let clip = "100 100 100 100 re W n";
    let paint = |what: &str| only_page(&Made::new(&format!("q {clip} {what} Q")).bytes()).paths;
    assert!(paint("300 300 50 50 re f").is_empty());
    assert_rect(paint("150 150 500 500 re f")[0].rect, [150.0, 642.0, 200.0, 692.0]);
    let line = &paint("0 150 m 400 150 l S")[0];
    assert_eq!(line.lines, [vec![Point { x: 100.0, y: 692.0 }, Point { x: 200.0, y: 692.0 }]]);
    let outside = only_page(&Made::new("BT /F 10 Tf -500 10 Td (hidden) Tj ET 700 10 20 20 re f").bytes());
    assert!(outside.glyphs.is_empty() && outside.paths.is_empty());
}

#[test]
fn a_fill_over_a_clip_has_the_shape_of_the_clip() {
    // An arrow painted as office programs paint gradients: clip to the arrow, fill its box.
    let arrow = "100 100 m 180 100 l 200 120 l 180 140 l 100 140 l h W n";
    let page = only_page(&Made::new(&format!("q {arrow} 0 1 0 rg 90 90 120 60 re f Q")).bytes());
    assert_eq!(page.paths[0].lines[0].len(), 6);
    assert_rect(page.paths[0].rect, [100.0, 702.0, 200.0, 742.0]);
}

#[test]
fn transparent_paint_is_mixed_with_paper_or_left_out() {
    let state = |alpha: f32| dictionary! { "G" => dictionary! { "ca" => alpha } };
    let fill = |alpha: f32| {
        let mut document = Made::new("/G gs 0 g 10 10 20 20 re f").finish();
        let page = *document.get_pages().get(&1).unwrap();
        let resources = document.get_dictionary_mut(page).unwrap().get_mut(b"Resources").unwrap().as_dict_mut().unwrap();
        resources.set("ExtGState", state(alpha));
        only_page(&build::bytes(document)).paths.first().map(|path| path.fill)
    };
    assert_eq!(fill(0.5), Some(Some(0x7f_7f7f)));
    assert_eq!(fill(0.0), None);
}

#[test]
fn text_filled_and_stroked_is_bold_and_not_doubled() {
    let page = only_page(&Made::new("BT /F 10 Tf 2 Tr 100 700 Td (Plan) Tj ET").bytes());
    assert_eq!(text(&page), "Plan");
    assert!(page.glyphs.iter().all(|glyph| glyph.bold));
}

#[test]
fn forms_are_placed_by_their_matrix() {
    let inner = form("0 0 10 10 re f", None);
    let page = only_page(&Made::new("q 2 0 0 2 50 100 cm /X Do Q").object("X", inner).bytes());
    assert_rect(page.paths[0].rect, [50.0, 722.0, 70.0, 742.0]);
}

#[test]
fn a_page_of_one_image_is_a_scan_and_hidden_words_over_it_are_said() {
    let scan = Made::new("q 595 0 0 842 0 0 cm /X Do Q").object("X", image()).bytes();
    let source = read_pdf(&scan).unwrap();
    assert_rect(pages(&source)[0].images[0], [0.0, 0.0, 595.0, 842.0]);
    assert_eq!(codes(&source), ["scanned_page"]);

    let words = "q 595 0 0 842 0 0 cm /X Do Q BT 3 Tr /F 10 Tf 100 700 Td (Plan) Tj ET";
    let source = read_pdf(&Made::new(words).object("X", image()).bytes()).unwrap();
    assert_eq!(text(&pages(&source)[0]), "Plan");
    assert_eq!(codes(&source), ["ocr_layer"]);

    let logo = Made::new("q 60 0 0 60 9 9 cm /X Do Q").object("X", image()).bytes();
    assert!(codes(&read_pdf(&logo).unwrap()).is_empty());
}

#[test]
fn titles_and_outline_lead_to_pages() {
    let mut made = Made::new("");
    let (page, catalog) = (made.page, made.catalog);
    let title = |text: &str| lopdf::text_string(text);
    let ids: Vec<_> = (0..4).map(|_| made.document.new_object_id()).collect();
    let to_page = || vec![page.into(), "Fit".into()];
    let items = [
        dictionary! { "Title" => title("第1章"), "Dest" => to_page(), "First" => ids[1], "Next" => ids[2] },
        dictionary! { "Title" => title("1.1 趣旨"), "A" => dictionary! { "S" => "GoTo", "D" => Object::string_literal("here") } },
        dictionary! { "Title" => title("第2章"), "Dest" => "there", "Next" => ids[3] },
        // A loop, and a destination that is nowhere.
        dictionary! { "Title" => title("資料"), "Dest" => "nowhere", "Next" => ids[0] },
    ];
    for (id, item) in ids.iter().zip(items) {
        made.document.objects.insert(*id, item.into());
    }
    let names = dictionary! { "Names" => vec![Object::string_literal("here"), dictionary! { "D" => to_page() }.into()] };
    let root = made.document.get_dictionary_mut(catalog).unwrap();
    root.set("Outlines", dictionary! { "First" => ids[0] });
    root.set("Names", dictionary! { "Dests" => names });
    root.set("Dests", dictionary! { "there" => to_page() });
    made.document.trailer.set("Info", dictionary! { "Title" => title("水道ビジョン") });

    let source = read_pdf(&made.bytes()).unwrap();
    assert_eq!(source.title.as_deref(), Some("水道ビジョン"));
    let outline: Vec<_> = source.outline.iter().map(|item| (item.title.as_str(), item.level, item.page)).collect();
    assert_eq!(outline, [("第1章", 1, Some(1)), ("1.1 趣旨", 2, Some(1)), ("第2章", 1, Some(1)), ("資料", 1, None)]);
}
