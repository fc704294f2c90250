//! Files made to break a reader: each gives an error or a page with a warning, soon.

use std::time::Duration;

use lopdf::{Dictionary, Object, Stream, dictionary};
use proptest::prelude::*;

use super::build::{Made, bytes, composite, form};
use super::*;

#[test]
fn forms_within_forms_end() {
    // Ten levels of forms, each drawing the next ten times: ten thousand million drawings in two kilobytes.
    let mut made = Made::new("/X Do");
    let mut inner = made.document.add_object(form("0 0 1 1 re f", None));
    for _ in 0..10 {
        inner = made.document.add_object(form(&"/X Do ".repeat(10), Some(inner)));
    }
    let outer = form("/X Do", Some(inner));
    let options = Options { max_steps: 20_000, ..Options::default() };
    let source = read_bytes("made", &made.object("X", outer).bytes(), Kind::Pdf, &options).unwrap();
    assert_eq!(codes(&source), ["page_content_limit"]);
    assert!(!pages(&source)[0].paths.is_empty());
}

#[test]
fn a_form_that_draws_itself_ends() {
    let mut made = Made::new("/X Do");
    let id = made.document.new_object_id();
    made.document.objects.insert(id, form("/X Do", Some(id)).into());
    let source = read_pdf(&made.object("X", form("/X Do", Some(id))).bytes()).unwrap();
    assert_eq!(codes(&source), ["damaged"]);
}

#[test]
fn limits_cut_pages_and_say_so() {
    let content = "BT /F 10 Tf 100 700 Td (0123456789) Tj ET 0 0 9 9 re f 20 0 9 9 re f 40 0 9 9 re f";
    let read = |options: &Options| read_bytes("made", &Made::new(content).bytes(), Kind::Pdf, options).unwrap();
    let few_glyphs = read(&Options { max_glyphs: 4, ..Options::default() });
    assert_eq!((text(&pages(&few_glyphs)[0]).as_str(), codes(&few_glyphs)), ("0123", vec!["page_content_limit"]));
    let few_points = read(&Options { max_points: 10, ..Options::default() });
    assert_eq!((pages(&few_points)[0].paths.len(), codes(&few_points)), (2, vec!["page_content_limit"]));
    let no_time = read(&Options { max_page_time: Some(Duration::ZERO), ..Options::default() });
    assert_eq!((text(&pages(&no_time)[0]).as_str(), codes(&no_time)), ("", vec!["page_time_limit"]));
    assert_eq!(codes(&read(&Options { max_page_time: None, ..Options::default() })), Vec::<&str>::new());
    let no_pages = read(&Options { max_pages: 0, ..Options::default() });
    assert_eq!((pages(&no_pages).len(), codes(&no_pages)), (0, vec!["page_limit"]));
}

#[test]
fn bombs_are_refused() {
    let options = Options { max_stream_size: 1_000_000, ..Options::default() };
    let code = |document| read_bytes("made", &bytes(document), Kind::Pdf, &options).map_or_else(|error| error.code(), |_| "read");
    let packed = |size| {
        let mut stream = Stream::new(Dictionary::new(), vec![b' '; size]);
        stream.compress().unwrap();
        stream
    };
    // Page contents that are harmless one by one and not together.
    let with_contents = |uses| {
        let mut made = Made::new("");
        let content = made.document.add_object(packed(400_000));
        let page = made.page;
        let mut document = made.finish();
        document.get_dictionary_mut(page).unwrap().set("Contents", vec![Object::from(content); uses]);
        document
    };
    assert_eq!(code(with_contents(1)), "read");
    assert_eq!(code(with_contents(400)), "unpacks_too_large");
    // A form that is one.
    let mut noise: Vec<u8> = (0..70_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    noise.resize(2_000_000, b' ');
    let mut bomb = form("", None);
    bomb.content = noise;
    bomb.compress().unwrap();
    assert_eq!(code(Made::new("/X Do").object("X", bomb).finish()), "unpacks_too_large");
}

#[test]
fn fonts_that_claim_billions_of_codes_are_refused() {
    let refused = |font: Dictionary| read_pdf(&Made::new("BT /J 9 Tf (a) Tj ET").font("J", font).bytes()).unwrap_err().code();
    let simple = dictionary! {
        "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "X", "FirstChar" => 4_000_000_000_i64, "LastChar" => 4_000_000_001_i64,
        "Widths" => vec![1.into(), 2.into()],
    };
    assert_eq!(refused(simple), "damaged");
    let mut composite = composite("Identity-H", "Japan1");
    let descendant = composite.get_mut(b"DescendantFonts").and_then(Object::as_array_mut).unwrap()[0].as_dict_mut().unwrap();
    descendant.set("W", vec![0.into(), 4_000_000_000_i64.into(), 500.into()]);
    assert_eq!(refused(composite), "damaged");
}

/// What becomes of a document whose streams may take a megabyte each.
fn outcome(document: lopdf::Document) -> &'static str {
    let options = Options { max_stream_size: 1_000_000, ..Options::default() };
    read_bytes("made", &bytes(document), Kind::Pdf, &options).map_or_else(|error| error.code(), |_| "read")
}

#[test]
fn fonts_that_fill_their_tables_again_and_again_are_refused() {
    let with_widths = |ranges: usize| {
        let mut font = composite("Identity-H", "Japan1");
        let widths: Vec<Object> = [0, 60_000, 500].repeat(ranges).into_iter().map(Object::Integer).collect();
        let descendant = font.get_mut(b"DescendantFonts").and_then(Object::as_array_mut).unwrap()[0].as_dict_mut().unwrap();
        descendant.set("W", widths);
        Made::new("BT /J 9 Tf (a) Tj ET").font("J", font).finish()
    };
    assert_eq!(outcome(with_widths(1)), "read");
    assert_eq!(outcome(with_widths(2_000)), "fonts_too_large");
}

#[test]
fn maps_that_many_fonts_share_count_for_each() {
    let map = "<0041> <0041>\n".repeat(5_000);
    let with_fonts = |fonts: usize| {
        let mut made = Made::new("BT /J0 9 Tf (a) Tj ET");
        let map = format!("begincmap 1 beginbfchar {map} endbfchar endcmap");
        let map = made.document.add_object(Stream::new(Dictionary::new(), map.into_bytes()));
        for n in 0..fonts {
            let mut font = composite("Identity-H", "Japan1");
            font.set("ToUnicode", map);
            made = made.font(&format!("J{n}"), font);
        }
        made.finish()
    };
    assert_eq!(outcome(with_fonts(2)), "read");
    assert_eq!(outcome(with_fonts(200)), "fonts_too_large");
}

#[test]
fn font_programs_are_counted_together() {
    let with_programs = |programs: usize| {
        let mut made = Made::new("BT /J0 9 Tf (a) Tj ET");
        for n in 0..programs {
            let mut program = Stream::new(Dictionary::new(), [super::super::pdf::blank_font(), vec![0; 900_000]].concat());
            program.compress().unwrap();
            let program = made.document.add_object(program);
            let descriptor = dictionary! { "Type" => "FontDescriptor", "FontName" => "X", "Flags" => 4, "FontFile2" => program };
            let font = dictionary! { "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "X", "FontDescriptor" => descriptor };
            made = made.font(&format!("J{n}"), font);
        }
        made.finish()
    };
    assert_eq!(outcome(with_programs(2)), "read");
    assert_eq!(outcome(with_programs(6)), "fonts_too_large");
}

#[test]
fn words_that_stand_for_glyphs_do_not_grow_without_bound() {
    let long = format!("<FEFF{}>", "6C34".repeat(10_000));
    let span = format!("/Span <</ActualText {long}>> BDC (a) Tj EMC ");
    let content = format!("BT /F 9 Tf 100 700 Td {} ET", span.repeat(20));
    let options = Options { max_glyphs: 10_000, ..Options::default() };
    let source = read_bytes("made", &Made::new(&content).bytes(), Kind::Pdf, &options).unwrap();
    let words: usize = pages(&source)[0].glyphs.iter().map(|glyph| glyph.text.len()).sum();
    assert!((30_000..=160_000).contains(&words), "{words}");
}

#[test]
fn curves_that_lead_far_away_end() {
    let curves = "0 0 m ".to_owned() + &"100 900000000 -900000000 80 7 7 c 3 90000 -90000 80 7 7 c ".repeat(20_000) + "S";
    let source = read_pdf(&Made::new(&curves).bytes()).unwrap();
    assert_eq!(codes(&source), ["page_content_limit"]);
}

#[test]
fn a_page_tree_that_bites_its_tail_ends() {
    let mut document = Made::new("").finish();
    let page = document.get_pages()[&1];
    let tree = document.get_dictionary(page).unwrap().get(b"Parent").unwrap().as_reference().unwrap();
    document.get_dictionary_mut(tree).unwrap().set("Kids", vec![tree.into(), page.into(), page.into()]);
    assert!(read_pdf(&bytes(document)).is_ok());
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    let deep = format!("%PDF-1.4\n1 0 obj\n{}{}\nendobj\ntrailer <</Root 1 0 R>>", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(read_pdf(deep.as_bytes()).unwrap_err().code(), "damaged");
    let mut made = Made::new(&format!("{} 0 0 9 9 re f {}", "q ".repeat(100_000), "[".repeat(100_000)));
    made.document.version = "1.4".to_owned();
    assert!(read_pdf(&made.bytes()).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Bytes changed anywhere: an error or a document, never a panic.
    #[test]
    fn damaged_bytes(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20), cut in any::<prop::sample::Index>()) {
        let made = Made::new("q 9 9 99 99 re W n BT /J 12 Tf 100 700 Td <6C34> Tj ET 0 0 9 9 re B Q");
        let mut bytes = made.font("J", composite("UniJIS-UCS2-H", "Japan1")).bytes();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        bytes.truncate(bytes.len() - cut.index(bytes.len()) / 8);
        let options = Options { max_steps: 10_000, max_stream_size: 1 << 20, ..Options::default() };
        let _ = read_bytes("made", &bytes, Kind::Pdf, &options);
    }
}
