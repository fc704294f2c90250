//! What the interpreter gets for fonts and CMaps that a file does not bring along.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use hayro_cmap::{CMapName, load_embedded};
use hayro_interpret::font::{FontData, OutlineGlyph};

/// Predefined CMaps: those that hayro embeds, and the JIS X 0213:2004 spellings of UniJIS through their older sisters. The sisters differ only in
/// which glyph shape 168 characters get, never in which character a code is.
pub(super) fn cmap(name: CMapName<'_>) -> Option<&'static [u8]> {
    match name {
        CMapName::Custom(b"UniJIS2004-UTF16-H") => load_embedded(CMapName::UniJisUtf16H),
        CMapName::Custom(b"UniJIS2004-UTF16-V") => load_embedded(CMapName::UniJisUtf16V),
        other => load_embedded(other),
    }
}

/// The stand-in for every font that is not embedded: nothing is drawn, and a font without widths of its own keeps the interpreter from
/// stretching glyphs to fit, so that advances are those of the file.
pub(super) fn stand_in() -> (FontData, u32) {
    static FONT: LazyLock<Arc<Vec<u8>>> = LazyLock::new(|| Arc::new(blank_font()));
    let font: FontData = FONT.clone();
    (font, 0)
}

/// The smallest TrueType font that loads: one empty glyph without width (OpenType 1.9, tables `head`, `hhea`, `hmtx`, `maxp`).
pub(in crate::read) fn blank_font() -> Vec<u8> {
    let version = 0x0001_0000_u32.to_be_bytes();
    let mut head = vec![0; 54];
    head[0..4].copy_from_slice(&version);
    head[12..16].copy_from_slice(&0x5f0f_3cf5_u32.to_be_bytes());
    head[18..20].copy_from_slice(&1000_u16.to_be_bytes());
    let mut hhea = vec![0; 36];
    hhea[0..4].copy_from_slice(&version);
    hhea[34..36].copy_from_slice(&1_u16.to_be_bytes());
    let maxp = [0x0000_5000_u32.to_be_bytes().as_slice(), &1_u16.to_be_bytes()].concat();
    let tables = [(b"head", head), (b"hhea", hhea), (b"hmtx", vec![0; 4]), (b"maxp", maxp)];

    let mut font = version.to_vec();
    // Number of tables, then three fields for a binary search over four tables.
    for field in [4_u16, 64, 2, 0] {
        font.extend(field.to_be_bytes());
    }
    let mut offset = 12 + 16 * tables.len() as u32;
    for (tag, table) in &tables {
        font.extend(*tag);
        font.extend(0_u32.to_be_bytes());
        font.extend(offset.to_be_bytes());
        font.extend((table.len() as u32).to_be_bytes());
        offset += table.len().next_multiple_of(4) as u32;
    }
    for (_, table) in tables {
        font.extend(&table);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    font
}

/// What is known of the font of a glyph.
#[derive(Clone, Copy, Default)]
pub(super) struct FontFacts {
    /// Tells fonts apart; 0 where the interpreter does not say (Type 1 and Type 3 fonts).
    pub(super) key: u128,
    pub(super) bold: bool,
}

/// What the names of the fonts of a page say; each font comes again with every word.
#[derive(Default)]
pub(super) struct FontNames {
    known: BTreeMap<String, (u32, bool)>,
}

impl FontNames {
    /// The facts of a glyph's font: bold by weight or by the words and weights that names of fonts carry.
    pub(super) fn facts(&mut self, glyph: &OutlineGlyph) -> FontFacts {
        let Some(font) = glyph.font_data() else { return FontFacts::default() };
        let name = font.postscript_name.unwrap_or_default();
        let (hash, bold_name) = match self.known.get(name.as_str()) {
            Some(known) => *known,
            None => {
                let said = (crc32fast::hash(name.as_bytes()), is_bold_name(&name));
                self.known.insert(name, said);
                said
            }
        };
        FontFacts { key: font.cache_key ^ u128::from(hash), bold: bold_name || font.weight.is_some_and(|weight| weight >= 600) }
    }
}

fn is_bold_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["bold", "heavy", "black", "ultra", "-w6", "-w7", "-w8", "-w9", "-eb"].iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_in_names() {
        for bold in ["MS-Gothic,Bold", "HiraKakuPro-W6", "NotoSansCJKjp-Black", "GothicMB101Pro-Heavy"] {
            assert!(is_bold_name(bold), "{bold}");
        }
        for plain in ["MS-Mincho", "HiraMinPro-W3", "Ryumin-Light", "GothicBBB-Medium"] {
            assert!(!is_bold_name(plain), "{plain}");
        }
    }
}
