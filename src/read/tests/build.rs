//! Builds small PDFs for tests.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

/// A document of one A4 page to add to.
pub(in crate::read) struct Made {
    pub(in crate::read) document: Document,
    pub(in crate::read) page: ObjectId,
    pub(in crate::read) catalog: ObjectId,
    fonts: Dictionary,
    objects: Dictionary,
    content: Vec<u8>,
}

impl Made {
    /// One page with this content stream and Helvetica as `/F`.
    pub(in crate::read) fn new(content: &str) -> Self {
        let mut document = Document::with_version("1.7");
        let tree = document.new_object_id();
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => tree, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        });
        document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        document.trailer.set("Root", catalog);
        let fonts = dictionary! { "F" => dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" } };
        Self { document, page, catalog, fonts, objects: Dictionary::new(), content: content.as_bytes().to_vec() }
    }

    /// Adds a font under a name.
    pub(in crate::read) fn font(mut self, name: &str, font: Dictionary) -> Self {
        let id = self.document.add_object(font);
        self.fonts.set(name, id);
        self
    }

    /// Adds a form or image under a name.
    pub(in crate::read) fn object(mut self, name: &str, object: Stream) -> Self {
        let id = self.document.add_object(object);
        self.objects.set(name, id);
        self
    }

    /// Sets a key of the page.
    pub(in crate::read) fn page_key(mut self, key: &str, value: impl Into<Object>) -> Self {
        self.document.get_dictionary_mut(self.page).unwrap().set(key, value.into());
        self
    }

    /// The finished document.
    pub(in crate::read) fn finish(mut self) -> Document {
        let content = self.document.add_object(Stream::new(Dictionary::new(), self.content));
        let resources = dictionary! { "Font" => self.fonts, "XObject" => self.objects };
        let page = self.document.get_dictionary_mut(self.page).unwrap();
        page.set("Contents", content);
        page.set("Resources", resources);
        self.document
    }

    /// The bytes of the finished document.
    pub(in crate::read) fn bytes(self) -> Vec<u8> {
        bytes(self.finish())
    }
}

/// The bytes of a document.
pub(in crate::read) fn bytes(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// A composite font with an encoding and the ordering of its CIDs, as found in municipal PDFs.
pub(in crate::read) fn composite(encoding: &str, ordering: &str) -> Dictionary {
    let info =
        dictionary! { "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal(ordering), "Supplement" => 6 };
    let descriptor = dictionary! { "Type" => "FontDescriptor", "FontName" => "MS-Mincho", "Flags" => 6 };
    let descendant = dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "MS-Mincho", "CIDSystemInfo" => info, "DW" => 1000,
        "FontDescriptor" => descriptor,
    };
    dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "MS-Mincho", "Encoding" => encoding,
        "DescendantFonts" => vec![descendant.into()],
    }
}

/// An image of 2 by 2 grey pixels.
pub(in crate::read) fn image() -> Stream {
    let image = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => 2, "Height" => 2, "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
    };
    Stream::new(image, vec![0, 80, 160, 240])
}

/// A form that draws `content` and may draw `inner` as `/X`.
pub(in crate::read) fn form(content: &str, inner: Option<ObjectId>) -> Stream {
    let objects = inner.map_or_else(Dictionary::new, |id| dictionary! { "X" => id });
    let form = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "XObject" => objects },
    };
    Stream::new(form, content.as_bytes().to_vec())
}

/// `<...>` of the UTF-16 text, as content streams with Unicode encodings show it.
pub(in crate::read) fn utf16(text: &str) -> String {
    format!("<{}>", text.encode_utf16().map(|unit| format!("{unit:04X}")).collect::<String>())
}
