//! Fonts that the page interpreter would misread are put right in the objects before it sees them.
//!
//! - A composite font with a known character collection (Adobe-Japan1 ...) but no usable ToUnicode map: its codes lead to characters through the
//!   collection, which the interpreter does for fonts that are not embedded. So the embedded program is taken away; positions come from the
//!   width arrays either way.
//! - A ToUnicode map that a strict parser refuses: what can be read of it is written anew.

use std::collections::BTreeMap;

use hayro_cmap::{CMap, CMapName, CidFamily};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::fonts::cmap;
use super::to_unicode;

/// Largest ToUnicode map looked at, in bytes after inflation; a map of all of Unicode has about 2 MB.
const MAX_TO_UNICODE: usize = 16 * 1024 * 1024;
/// All ToUnicode maps looked at, likewise; a document with more is refused later (`font_limits`).
const MAX_ALL_MAPS: usize = 64 * 1024 * 1024;
/// Nested objects are searched for fonts down to here.
const MAX_DEPTH: usize = 16;

/// Repairs all fonts of the document and says whether there was any need to.
pub(super) fn repair_fonts(document: &mut Document) -> bool {
    let ids: Vec<ObjectId> = document.objects.iter().filter(|(_, object)| holds_font(object, 0)).map(|(id, _)| *id).collect();
    let mut repairs = Repairs {
        streams: Vec::new(),
        maps: BTreeMap::new(),
        left: MAX_ALL_MAPS,
        next_id: document.max_id.saturating_add(1),
        changed: false,
    };
    for id in ids {
        // Taken out while the rest of the document is looked up.
        let Some(mut object) = document.objects.remove(&id) else { continue };
        repairs.visit(document, &mut object, 0);
        document.objects.insert(id, object);
    }
    for (id, stream) in repairs.streams {
        document.max_id = document.max_id.max(id.0);
        document.objects.insert(id, Object::Stream(stream));
    }
    repairs.changed
}

struct Repairs {
    streams: Vec<(ObjectId, Stream)>,
    /// What is known of the maps that are objects of their own: any number of fonts may name one.
    maps: BTreeMap<ObjectId, ToUnicode>,
    /// Bytes of maps that may still be looked at.
    left: usize,
    next_id: u32,
    changed: bool,
}

impl Repairs {
    fn visit(&mut self, document: &Document, object: &mut Object, depth: usize) {
        match object {
            Object::Dictionary(dictionary) => {
                if is_font(dictionary) {
                    self.repair_font(document, dictionary);
                } else if depth < MAX_DEPTH {
                    dictionary.iter_mut().for_each(|(_, value)| self.visit(document, value, depth + 1));
                }
            }
            Object::Stream(stream) if depth < MAX_DEPTH => {
                stream.dict.iter_mut().for_each(|(_, value)| self.visit(document, value, depth + 1))
            }
            Object::Array(values) if depth < MAX_DEPTH => values.iter_mut().for_each(|value| self.visit(document, value, depth + 1)),
            _ => {}
        }
    }

    fn repair_font(&mut self, document: &Document, font: &mut Dictionary) {
        match self.map_of(document, font) {
            ToUnicode::Good => {}
            ToUnicode::Rewritten(id) => {
                font.set("ToUnicode", Object::Reference(id));
                self.changed = true;
            }
            ToUnicode::None => self.decode_by_collection(document, font),
        }
    }

    fn map_of(&mut self, document: &Document, font: &Dictionary) -> ToUnicode {
        let id = font.get(b"ToUnicode").and_then(Object::as_reference).ok();
        if let Some(known) = id.and_then(|id| self.maps.get(&id)) {
            return *known;
        }
        let state = self.look_at(document, font);
        if let Some(id) = id {
            self.maps.insert(id, state);
        }
        state
    }

    fn look_at(&mut self, document: &Document, font: &Dictionary) -> ToUnicode {
        let Some(Object::Stream(stream)) = resolved(document, font, b"ToUnicode") else { return ToUnicode::None };
        if self.left == 0 {
            return ToUnicode::Good;
        }
        let Ok(data) = inflated(stream) else { return ToUnicode::None };
        self.left = self.left.saturating_sub(data.len());
        if CMap::parse(&data, cmap).is_some() {
            return ToUnicode::Good;
        }
        let Some(map) = to_unicode::rewritten(&data) else { return ToUnicode::None };
        let id = (self.next_id, 0);
        self.next_id = self.next_id.saturating_add(1);
        self.streams.push((id, Stream::new(Dictionary::new(), map)));
        ToUnicode::Rewritten(id)
    }

    /// Makes the interpreter decode the font through its character collection.
    fn decode_by_collection(&mut self, document: &Document, font: &mut Dictionary) {
        let Some(mut descendant) = descendant(document, font) else { return };
        if !has_known_collection(document, font, &descendant) {
            return;
        }
        let Some(mut descriptor) = dictionary(document, &descendant, b"FontDescriptor").cloned() else { return };
        let embedded =
            [&b"FontFile"[..], b"FontFile2", b"FontFile3"].into_iter().filter(|key| descriptor.remove(key).is_some()).count() > 0;
        let mapped = font.remove(b"ToUnicode").is_some();
        if embedded {
            descendant.set("FontDescriptor", Object::Dictionary(descriptor));
            font.set("DescendantFonts", Object::Array(vec![Object::Dictionary(descendant)]));
        }
        self.changed |= embedded || mapped;
    }
}

fn holds_font(object: &Object, depth: usize) -> bool {
    if depth > MAX_DEPTH {
        return false;
    }
    match object {
        Object::Dictionary(dictionary) => is_font(dictionary) || dictionary.iter().any(|(_, value)| holds_font(value, depth + 1)),
        Object::Stream(stream) => stream.dict.iter().any(|(_, value)| holds_font(value, depth + 1)),
        Object::Array(values) => values.iter().any(|value| holds_font(value, depth + 1)),
        _ => false,
    }
}

fn is_font(dictionary: &Dictionary) -> bool {
    let subtype = dictionary.get(b"Subtype").and_then(Object::as_name);
    matches!(subtype, Ok(b"Type0" | b"Type1" | b"MMType1" | b"TrueType" | b"OpenType" | b"Type3"))
}

/// What a font's ToUnicode map is worth.
#[derive(Clone, Copy)]
enum ToUnicode {
    Good,
    /// Put right as this object.
    Rewritten(ObjectId),
    None,
}

fn inflated(stream: &Stream) -> lopdf::Result<Vec<u8>> {
    if stream.dict.has(b"Filter") { stream.decompressed_content_with_limit(MAX_TO_UNICODE) } else { Ok(stream.content.clone()) }
}

/// Whether the codes lead to CIDs of a collection that has a map to Unicode.
fn has_known_collection(document: &Document, font: &Dictionary, descendant: &Dictionary) -> bool {
    let known = |family: &CidFamily| family.ucs2_cmap().is_some();
    match resolved(document, font, b"Encoding") {
        Some(Object::Name(name)) if !name.starts_with(b"Identity") => {
            let parsed = cmap(CMapName::from_bytes(name)).and_then(|data| CMap::parse(data, cmap));
            parsed.and_then(|map| map.metadata().character_collection.clone()).is_some_and(|collection| known(&collection.family))
        }
        _ => {
            let Some(info) = dictionary(document, descendant, b"CIDSystemInfo") else { return false };
            let text = |key| resolved(document, info, key).and_then(|value| value.as_str().ok()).unwrap_or_default();
            known(&CidFamily::from_registry_ordering(text(b"Registry"), text(b"Ordering")))
        }
    }
}

/// The CID font of a composite font.
fn descendant(document: &Document, font: &Dictionary) -> Option<Dictionary> {
    let Object::Array(fonts) = resolved(document, font, b"DescendantFonts")? else { return None };
    document.dereference(fonts.first()?).ok()?.1.as_dict().ok().cloned()
}

fn dictionary<'a>(document: &'a Document, parent: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
    resolved(document, parent, key)?.as_dict().ok()
}

fn resolved<'a>(document: &'a Document, parent: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    document.dereference(parent.get(key).ok()?).ok().map(|(_, object)| object)
}
