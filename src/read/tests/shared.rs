//! The shared collection of PDFs that break readers, with what its README says is right. Skipped where the collection is not present.

use std::path::PathBuf;

use super::*;
use crate::model::Direction;

/// Words of the page that most files of the collection show.
const BODY: &str = "本計画は、令和2年度から令和6年度までの5年間を計画期間とし、青木浄水場の更新、老朽管の耐震化及び有収率の向上を図るものである。給水人口は12,345人、料金収入は1,234,567千円を見込む。";

/// The collection: beside the repository, or where `SHIRUBE_SHARED` says.
#[allow(clippy::print_stdout)] // a test that skips says so
fn shared(part: &str) -> Option<PathBuf> {
    let root = std::env::var_os("SHIRUBE_SHARED").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = root.join(part);
    if !path.exists() {
        println!("skipped: {} is not present", path.display());
        return None;
    }
    Some(path)
}

fn read_with(path: &Path, password: Option<&str>) -> Result<SourceFile, ReadError> {
    read_file(path, &Options { password: password.map(str::to_owned), ..Options::default() })
}

fn without_spaces(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The text of all pages in paint order, without blanks.
fn all_text(source: &SourceFile) -> String {
    without_spaces(&pages(source).iter().map(text).collect::<String>())
}

#[test]
fn text_is_right_in_every_readable_quirk() {
    let Some(folder) = shared("quirks") else { return };
    let same_page = [
        "rl_unijis",
        "rl_90ms",
        "chromium",
        "radicals",
        "rl_ipa",
        "lo",
        "typst",
        "chromium_ipa",
        "formx",
        "rotate90",
        "enc_aes256",
        "enc_aes128",
        "enc_rc4_128",
        "broken_xref",
        "broken_zeros",
        "rl_vertical",
    ];
    for name in same_page {
        let source = read_with(&folder.join(format!("{name}.pdf")), None).unwrap();
        assert!(all_text(&source).contains(BODY), "{name}: {}", all_text(&source));
        let expected: &[&str] = if name.starts_with("broken") { &["damaged"] } else { &[] };
        assert_eq!(codes(&source), expected, "{name}");
        let sane = pages(&source)[0]
            .glyphs
            .iter()
            .all(|glyph| glyph.rect.x1 <= pages(&source)[0].width && glyph.rect.y1 <= pages(&source)[0].height);
        assert!(sane, "{name}: glyphs on the page");
    }
    let calc = all_text(&read_with(&folder.join("lo_calc.pdf"), None).unwrap());
    assert!(calc.contains("━━━━▶") && calc.contains("青木浄水場更新工事"), "{calc}");
}

#[test]
fn every_predefined_encoding_is_decoded() {
    let Some(folder) = shared("quirks") else { return };
    for name in ["cmap_matrix", "emb_cmap_notou"] {
        let source = read_with(&folder.join(format!("{name}.pdf")), None).unwrap();
        assert_eq!(pages(&source).len(), 11, "{name}");
        assert!(codes(&source).is_empty(), "{name}: {:?}", source.warnings);
        for page in pages(&source) {
            let text = text(page);
            let old = "青木浄水場の更新工事（令和２年度）水道料金";
            let full = text.starts_with("青木浄水場の更新工事（令和2年度〜R6年度）①㎡髙﨑");
            assert!(full || text == old, "{name} {}: {text}", page.number);
        }
        let beyond = pages(&source).iter().filter(|page| text(page).ends_with("辻𠮷野家")).count();
        assert_eq!(beyond, 1, "{name}: surrogate pairs");
    }
    for name in ["identity_aj1", "emb_identity_aj1_notou"] {
        let source = read_with(&folder.join(format!("{name}.pdf")), None).unwrap();
        assert_eq!(all_text(&source), "青木浄水場の更新工事（令和2年度〜R6年度）①㎡髙﨑", "{name}");
    }
}

#[test]
fn what_nobody_can_decode_is_no_text() {
    let Some(folder) = shared("quirks") else { return };
    for name in ["typst_notou", "chromium_ipa_notou", "rl_ipa_notou"] {
        let source = read_with(&folder.join(format!("{name}.pdf")), None).unwrap();
        assert_eq!(codes(&source), ["undecodable_font"], "{name}");
        assert!(all_text(&source).chars().all(|c| c == '\u{fffd}'), "{name}: {}", all_text(&source));
    }
    let source = read_with(&folder.join("scanned.pdf"), None).unwrap();
    assert_eq!((codes(&source), all_text(&source)), (vec!["scanned_page"], String::new()));
}

#[test]
fn passwords_and_damage_are_said() {
    let Some(folder) = shared("quirks") else { return };
    let error = |name: &str, password| read_with(&folder.join(name), password).unwrap_err().code();
    assert_eq!(error("enc_userpw.pdf", None), "password_needed");
    assert_eq!(error("enc_userpw.pdf", Some("no")), "wrong_password");
    assert_eq!(error("broken_empty.pdf", None), "empty");
    assert_eq!(error("broken_notpdf.pdf", None), "not_pdf");
    assert_eq!(error("broken_trunc.pdf", None), "damaged");
    let recursive = read_with(&folder.join("broken_recursive.pdf"), None).unwrap();
    assert_eq!(codes(&recursive), ["damaged"]);
}

#[test]
fn geometry_is_that_of_the_page_as_displayed() {
    let Some(folder) = shared("quirks") else { return };
    let vertical = read_with(&folder.join("rl_vertical.pdf"), None).unwrap();
    assert!(pages(&vertical)[0].glyphs.iter().all(|glyph| glyph.direction == Direction::Down));
    let turned = read_with(&folder.join("rotate90.pdf"), None).unwrap();
    assert_eq!((pages(&turned)[0].width, pages(&turned)[0].height), (782.0, 555.0));
    // The plain page and the same page as a form with a matrix have the same shapes.
    let plain = read_with(&folder.join("rl_ipa.pdf"), None).unwrap();
    let formed = read_with(&folder.join("formx.pdf"), None).unwrap();
    assert_eq!(pages(&plain)[0].glyphs.len(), pages(&formed)[0].glyphs.len());
    assert_eq!(pages(&plain)[0].paths.len(), pages(&formed)[0].paths.len());
}

#[test]
fn outcomes_of_the_japanese_cmaps_benchmark() {
    let Some(folder) = shared("benchmarks/japanese-cmaps") else { return };
    let expected = [
        ("90ms_rksj_h_sample", "HelloASCII日本語テスト"),
        ("noembed-sjis", "あいうえお"),
        ("noembed-eucjp", "あいうえお"),
        ("noembed-identity", "ABCあいうえお123"),
        ("noembed-jis7", "ABCあいうえお123"),
        ("noembed-identity-2", "あAbstract012"),
        ("vertical", "あいうえお日本語"),
        ("cidfont_cmap_overflow", "㐂㐄㐆㐈㐊㐌㐎㐐㐒㐔㐖㐘"),
    ];
    for (name, words) in expected {
        let source = read_with(&folder.join(format!("{name}.pdf")), None).unwrap();
        // Some of the pages have a page number below the words.
        assert!(all_text(&source).starts_with(words), "{name}: {}", all_text(&source));
    }
    let undecodable = read_with(&folder.join("arial_unicode_ab_cidfont.pdf"), None).unwrap();
    assert_eq!(codes(&undecodable), ["undecodable_font"]);
}

#[test]
fn corpus_and_seeds_are_read_without_a_word() {
    for part in ["corpus", "seeds"] {
        let Some(folder) = shared(part) else { return };
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if is_supported(&path) && path.file_stem().is_some_and(|stem| !stem.to_string_lossy().chars().all(|c| c.is_ascii_uppercase())) {
                let source = read_with(&path, None).unwrap();
                assert!(source.warnings.is_empty(), "{}: {:?}", path.display(), source.warnings);
            }
        }
    }
}
