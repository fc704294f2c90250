//! A small PDF writer: text in a Japanese font that is not embedded, lines and filled shapes.

use std::fmt::Write as _;

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

/// How the font's strings are coded, as office programs in Japan do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// UniJIS-UTF16-H.
    Utf16,
    /// 90ms-RKSJ-H (Shift_JIS).
    ShiftJis,
}

impl Coding {
    fn name(self) -> &'static str {
        match self {
            Self::Utf16 => "UniJIS-UTF16-H",
            Self::ShiftJis => "90ms-RKSJ-H",
        }
    }
}

/// Pages under construction; the origin is the top left corner.
pub(crate) struct Pdf {
    pub(crate) width: f32,
    pub(crate) height: f32,
    coding: Coding,
    pages: Vec<String>,
}

/// Width of a text in ems: narrow characters are half as wide.
pub(crate) fn ems(text: &str) -> f32 {
    text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum()
}

impl Pdf {
    pub(crate) fn new(width: f32, height: f32, coding: Coding) -> Self {
        Self { width, height, coding, pages: vec![String::new()] }
    }

    pub(crate) fn new_page(&mut self) {
        self.pages.push(String::new());
    }

    pub(crate) fn page_number(&self) -> usize {
        self.pages.len()
    }

    fn out(&mut self) -> &mut String {
        self.pages.last_mut().unwrap()
    }

    fn hex(&self, text: &str) -> String {
        match self.coding {
            Coding::Utf16 => text.encode_utf16().map(|unit| format!("{unit:04X}")).collect::<String>(),
            Coding::ShiftJis => {
                let (bytes, _, unknown) = encoding_rs::SHIFT_JIS.encode(text);
                assert!(!unknown, "{text} has characters outside Shift_JIS");
                bytes.iter().map(|b| format!("{b:02X}")).collect()
            }
        }
    }

    /// One line of text, its top left corner at (x, y).
    pub(crate) fn text(&mut self, x: f32, y: f32, size: f32, text: &str) {
        let hex = self.hex(text);
        let y = self.height - y - size * 0.88;
        writeln!(self.out(), "BT /F {size} Tf {x:.2} {y:.2} Td <{hex}> Tj ET").unwrap();
    }

    /// One line of text that runs from bottom to top, its lower left corner at (x, y).
    pub(crate) fn text_up(&mut self, x: f32, y: f32, size: f32, text: &str) {
        let hex = self.hex(text);
        let (x, y) = (x + size * 0.88, self.height - y);
        writeln!(self.out(), "BT /F {size} Tf 0 1 -1 0 {x:.2} {y:.2} Tm <{hex}> Tj ET").unwrap();
    }

    /// One line of vertical writing, its upper left corner at (x, y); the font and the file must be of [`Coding::Utf16`].
    #[allow(dead_code)] // only the cases of the layout have vertical writing
    pub(crate) fn text_down(&mut self, x: f32, y: f32, size: f32, text: &str) {
        let hex = self.hex(text);
        let (x, y) = (x + size / 2.0, self.height - y);
        writeln!(self.out(), "BT /V {size} Tf {x:.2} {y:.2} Td <{hex}> Tj ET").unwrap();
    }

    /// Lines of short dashes.
    pub(crate) fn dashed(&mut self, from: (f32, f32), to: (f32, f32)) {
        writeln!(self.out(), "q [2 2] 0 d").unwrap();
        self.line(from, to, 0.5);
        writeln!(self.out(), "Q").unwrap();
    }

    pub(crate) fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32) {
        let h = self.height;
        writeln!(self.out(), "{width} w {:.2} {:.2} m {:.2} {:.2} l S", from.0, h - from.1, to.0, h - to.1).unwrap();
    }

    /// A rectangle filled with a grey or colour.
    pub(crate) fn fill(&mut self, (x, y, w, h): (f32, f32, f32, f32), rgb: (f32, f32, f32)) {
        let bottom = self.height - y - h;
        writeln!(self.out(), "q {} {} {} rg {x:.2} {bottom:.2} {w:.2} {h:.2} re f Q", rgb.0, rgb.1, rgb.2).unwrap();
    }

    /// A polygon, filled or only stroked.
    pub(crate) fn polygon(&mut self, points: &[(f32, f32)], rgb: (f32, f32, f32), filled: bool) {
        let h = self.height;
        let mut path = String::new();
        for (n, (x, y)) in points.iter().enumerate() {
            write!(path, "{x:.2} {:.2} {} ", h - y, if n == 0 { "m" } else { "l" }).unwrap();
        }
        let (r, g, b) = rgb;
        let paint = if filled { format!("{r} {g} {b} rg {path} h f") } else { format!("0.6 w {path} h S") };
        writeln!(self.out(), "q {paint} Q").unwrap();
    }

    pub(crate) fn bytes(self) -> Vec<u8> {
        let mut document = Document::with_version("1.5");
        let tree = document.new_object_id();
        let [font, vertical] = [self.coding.name(), "UniJIS-UTF16-V"].map(|encoding| document.add_object(font(encoding)));
        let mut kids: Vec<Object> = Vec::new();
        for content in self.pages {
            let content = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
            let page = document.add_object(dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content,
                "MediaBox" => vec![0.into(), 0.into(), self.width.into(), self.height.into()],
                "Resources" => dictionary! { "Font" => dictionary! { "F" => font, "V" => vertical } },
            });
            kids.push(page.into());
        }
        let count = kids.len() as i64;
        document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        document.trailer.set("Root", catalog);
        document.compress();
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }
}

fn font(encoding: &str) -> Dictionary {
    let info =
        dictionary! { "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal("Japan1"), "Supplement" => 6 };
    let descriptor = dictionary! {
        "Type" => "FontDescriptor", "FontName" => "MS-Gothic", "Flags" => 4, "Ascent" => 859, "Descent" => -140, "CapHeight" => 700,
        "FontBBox" => vec![0.into(), (-140).into(), 1000.into(), 859.into()], "ItalicAngle" => 0, "StemV" => 80,
    };
    // Half-width forms: proportional Latin (1 to 94) and half-width Latin and kana (231 to 632).
    let widths: Vec<Object> = vec![1.into(), 94.into(), 500.into(), 231.into(), 632.into(), 500.into()];
    let descendant = dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "MS-Gothic", "CIDSystemInfo" => info, "DW" => 1000, "W" => widths,
        "FontDescriptor" => descriptor,
    };
    dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "MS-Gothic", "Encoding" => encoding,
        "DescendantFonts" => vec![descendant.into()],
    }
}
