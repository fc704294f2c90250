//! Forms that draw themselves or are nested too deeply: the interpreter leaves them out without a word.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

/// The interpreter follows this many forms within forms.
const MAX_NESTED_FORMS: usize = 50;

/// Whether a form draws itself, directly or through others.
pub(super) fn draw_themselves(document: &Document) -> bool {
    let mut drawn_by: BTreeMap<ObjectId, BTreeSet<ObjectId>> = BTreeMap::new();
    for (id, object) in &document.objects {
        if let Object::Stream(stream) = object
            && stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|subtype| subtype == b"Form")
        {
            drawn_by.insert(*id, drawn(document, &stream.dict));
        }
    }
    // Forms that draw no other form are done; then those that draw only such, and so on. What is left runs in circles, or is nested deeper than
    // the interpreter follows.
    for _ in 0..MAX_NESTED_FORMS {
        let forms: BTreeSet<ObjectId> = drawn_by.keys().copied().collect();
        drawn_by.retain(|_, drawn| !drawn.is_disjoint(&forms));
        if drawn_by.is_empty() {
            return false;
        }
    }
    true
}

/// The objects that the resources of a form name.
fn drawn(document: &Document, form: &Dictionary) -> BTreeSet<ObjectId> {
    let below = |parent, key: &[u8]| document.get_dict_in_dict(parent, key).ok();
    let objects = below(form, b"Resources").and_then(|resources| below(resources, b"XObject"));
    objects.into_iter().flat_map(|objects| objects.iter()).filter_map(|(_, object)| object.as_reference().ok()).collect()
}
