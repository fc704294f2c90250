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

fn page(operations: Vec<Operation>) -> Document {
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let font = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let picture = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => 2, "Height" => 2, "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8
    };
    let picture = document.add_object(Stream::new(picture, vec![0, 200, 200, 0]));
    let content = document.add_object(Stream::new(dictionary! {}, Content { operations }.encode().unwrap()));
    let page = document.add_object(dictionary! {
        "Type" => "Page",
        "Parent" => pages,
        "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font }, "XObject" => dictionary! { "Im1" => picture } },
    });
    document.objects.insert(pages, Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    document
}

fn bytes_of(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}
