//! A copy of a source PDF with its cited places highlighted, for readers who want the original in their own viewer.
//!
//! Highlights are annotations as of ISO 32000-1, 12.5.6.10: any viewer can list, hide or remove them, and the pages' content stays untouched.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream, StringFormat, dictionary};

use super::marks::Mark;
use crate::model::Rect;

/// Depth of the page tree that inherited entries are looked up through.
const DEPTH: usize = 32;

/// The copy; `None` for a file that lopdf cannot open or that is encrypted.
pub(super) fn highlighted(bytes: &[u8], password: Option<&str>, pages: &BTreeMap<usize, &[Mark]>) -> Option<Vec<u8>> {
    let load = LoadOptions { password: password.map(ToOwned::to_owned), ..LoadOptions::default() };
    let mut document = Document::load_mem_with_options(bytes, load).ok()?;
    if document.is_encrypted() || document.encryption_state.is_some() {
        return None;
    }
    for (number, id) in document.get_pages() {
        let Some(marks) = pages.get(&usize::try_from(number).ok()?) else { continue };
        let Some(frame) = Frame::of(&document, id) else { continue };
        let made: Vec<Object> = marks
            .iter()
            .filter_map(|mark| {
                let rect = frame.in_page(mark.rect.as_ref()?);
                let look = document.add_object(appearance(&rect));
                Some(Object::Reference(document.add_object(annotation(&rect, &mark.quote, id, look))))
            })
            .collect();
        add(&mut document, id, made)?;
    }
    let mut copy = Vec::new();
    document.save_to(&mut copy).ok()?;
    Some(copy)
}

/// The shown part of a page and how it is turned.
struct Frame {
    /// Lower left and upper right corner in the page's own space.
    corners: [f32; 4],
    /// Quarter turns clockwise.
    turns: i64,
}

impl Frame {
    fn of(document: &Document, page: ObjectId) -> Option<Self> {
        let media = numbers(document, &inherited(document, page, b"MediaBox")?)?;
        let crop = inherited(document, page, b"CropBox").and_then(|o| numbers(document, &o)).unwrap_or(media);
        let turned = inherited(document, page, b"Rotate").and_then(|o| o.as_i64().ok()).unwrap_or(0);
        let box_of = |b: [f32; 4]| [b[0].min(b[2]), b[1].min(b[3]), b[0].max(b[2]), b[1].max(b[3])];
        let (m, c) = (box_of(media), box_of(crop));
        let corners = [c[0].max(m[0]), c[1].max(m[1]), c[2].min(m[2]), c[3].min(m[3])];
        (corners[0] < corners[2] && corners[1] < corners[3]).then_some(Self { corners, turns: turned.rem_euclid(360) / 90 })
    }

    /// A rectangle as displayed, from the top left, in the page's own space: `[x0, y0, x1, y1]` from the bottom left.
    fn in_page(&self, rect: &Rect) -> [f32; 4] {
        let [left, bottom, right, top] = self.corners;
        let place = |x: f32, y: f32| match self.turns {
            1 => (left + y, bottom + x),
            2 => (right - x, bottom + y),
            3 => (right - y, top - x),
            _ => (left + x, top - y),
        };
        let (a, b) = (place(rect.x0, rect.y0), place(rect.x1, rect.y1));
        [a.0.min(b.0), a.1.min(b.1), a.0.max(b.0), a.1.max(b.1)]
    }
}

/// An entry of a page or of the nodes above it, resolved.
fn inherited(document: &Document, page: ObjectId, key: &[u8]) -> Option<Object> {
    let mut node = document.get_dictionary(page).ok()?;
    for _ in 0..DEPTH {
        if let Ok(found) = node.get(key) {
            return document.dereference(found).ok().map(|(_, object)| object.clone());
        }
        node = document.get_dictionary(node.get(b"Parent").ok()?.as_reference().ok()?).ok()?;
    }
    None
}

fn numbers(document: &Document, object: &Object) -> Option<[f32; 4]> {
    let all: Vec<f32> = object.as_array().ok()?.iter().filter_map(|n| document.dereference(n).ok()?.1.as_float().ok()).collect();
    all.try_into().ok()
}

/// How a highlight is drawn. Viewers that are left to draw it themselves round its ends by its height, which swells over half a page
/// beside a tall cell.
fn appearance(rect: &[f32; 4]) -> Stream {
    let [x0, y0, x1, y1] = *rect;
    let (wide, high) = (x1 - x0, y1 - y0);
    let content = format!("/G gs 1 0.88 0.3 rg 0.7 0.28 0 RG 0.5 w {x0:.1} {y0:.1} {wide:.1} {high:.1} re B");
    let dictionary = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => list(&[x0 - 0.5, y0 - 0.5, x1 + 0.5, y1 + 0.5]),
        "Resources" => dictionary! { "ExtGState" => dictionary! { "G" => dictionary! { "BM" => "Multiply", "ca" => 0.4, "CA" => 0.8 } } },
    };
    Stream::new(dictionary, content.into_bytes())
}

fn list(all: &[f32]) -> Object {
    Object::Array(all.iter().map(|n| Object::Real(*n)).collect())
}

fn annotation(rect: &[f32; 4], words: &str, page: ObjectId, look: ObjectId) -> Dictionary {
    let [x0, y0, x1, y1] = *rect;
    // Text strings beyond Latin are UTF-16 with a byte order mark.
    let utf16 = [0xfe, 0xff].into_iter().chain(words.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    dictionary! {
        "Type" => "Annot",
        "Subtype" => "Highlight",
        // As large as the appearance, so that it is drawn where it is.
        "Rect" => list(&[x0 - 0.5, y0 - 0.5, x1 + 0.5, y1 + 0.5]),
        "QuadPoints" => list(&[x0, y1, x1, y1, x0, y0, x1, y0]),
        "C" => list(&[1.0, 0.88, 0.3]),
        "F" => 4,
        "P" => page,
        "AP" => dictionary! { "N" => look },
        "Contents" => Object::String(utf16, StringFormat::Hexadecimal),
    }
}

/// Puts annotations behind those that the page has.
fn add(document: &mut Document, page: ObjectId, made: Vec<Object>) -> Option<()> {
    let own = document.get_dictionary(page).ok()?.get(b"Annots").ok().and_then(|o| document.dereference(o).ok());
    let mut all = own.and_then(|(_, o)| o.as_array().ok().cloned()).unwrap_or_default();
    all.extend(made);
    document.get_object_mut(page).ok()?.as_dict_mut().ok()?.set("Annots", all);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_go_back_into_the_page() {
        let rect = Rect::new(10.0, 20.0, 30.0, 25.0);
        let frame = |turns| Frame { corners: [0.0, 0.0, 200.0, 100.0], turns };
        assert_eq!(frame(0).in_page(&rect), [10.0, 75.0, 30.0, 80.0]);
        // A page turned clockwise is shown 100 wide and 200 high; what is near its top left is near the lower left corner of the page.
        assert_eq!(frame(1).in_page(&rect), [20.0, 10.0, 25.0, 30.0]);
        assert_eq!(frame(2).in_page(&rect), [170.0, 20.0, 190.0, 25.0]);
        assert_eq!(frame(3).in_page(&rect), [175.0, 70.0, 180.0, 90.0]);
    }

    #[test]
    fn what_is_no_pdf_has_no_copy() {
        assert_eq!(highlighted(b"%PDF-1.4 broken", None, &BTreeMap::new()), None);
    }
}
