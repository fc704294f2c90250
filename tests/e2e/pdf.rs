//! Tiny PDF files, made when they are needed.

use lopdf::content::{Content, Operation};
use lopdf::encryption::{EncryptionState, EncryptionVersion, Permissions};
use lopdf::{Document, Object, Stream, dictionary};

/// One page that says `words` in Helvetica.
pub(crate) fn with_text(words: &str) -> Vec<u8> {
    bytes_of(page(vec![
        Operation::new("BT", vec![]),
        Operation::new("Tf", vec!["F1".into(), 12.into()]),
        Operation::new("Td", vec![72.into(), 700.into()]),
        Operation::new("Tj", vec![Object::string_literal(words)]),
        Operation::new("ET", vec![]),
    ]))
}

/// The same, opening only with a password.
pub(crate) fn with_password(words: &str, password: &str) -> Vec<u8> {
    let mut document = Document::load_mem(&with_text(words)).unwrap();
    let id = Object::string_literal("0123456789abcdef");
    document.trailer.set("ID", Object::Array(vec![id.clone(), id]));
    let state = EncryptionState::try_from(EncryptionVersion::V2 {
        document: &document,
        owner_password: "the owner's",
        user_password: password,
        key_length: 128,
        permissions: Permissions::all(),
    });
    document.encrypt(&state.unwrap()).unwrap();
    bytes_of(document)
}

/// One page that is nothing but a picture.
pub(crate) fn scan() -> Vec<u8> {
    bytes_of(page(vec![
        Operation::new("q", vec![]),
        Operation::new("cm", vec![595.into(), 0.into(), 0.into(), 842.into(), 0.into(), 0.into()]),
        Operation::new("Do", vec!["Im1".into()]),
        Operation::new("Q", vec![]),
    ]))
}

/// One page with this content stream, whatever it is.
pub(crate) fn with_content(content: &str) -> Vec<u8> {
    bytes_of(page_of(content.as_bytes().to_vec(), 1))
}

/// So many pages that say `words`.
pub(crate) fn with_pages(words: &str, count: usize) -> Vec<u8> {
    bytes_of(page_of(format!("BT /F1 12 Tf 72 700 Td ({words}) Tj ET").into_bytes(), count))
}

fn page(operations: Vec<Operation>) -> Document {
    page_of(Content { operations }.encode().unwrap(), 1)
}

fn page_of(content: Vec<u8>, count: usize) -> Document {
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let font = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let picture = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => 2, "Height" => 2, "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8
    };
    let picture = document.add_object(Stream::new(picture, vec![0, 200, 200, 0]));
    let content = document.add_object(Stream::new(dictionary! {}, content));
    let page = dictionary! {
        "Type" => "Page",
        "Parent" => pages,
        "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font }, "XObject" => dictionary! { "Im1" => picture } },
    };
    let kids: Vec<Object> = (0..count).map(|_| document.add_object(page.clone()).into()).collect();
    let count = i64::try_from(count).unwrap();
    document.objects.insert(pages, Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    document
}

fn bytes_of(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}
