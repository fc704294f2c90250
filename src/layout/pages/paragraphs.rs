//! Lines become paragraphs, list items, notes, captions, contents lines and headings.

use super::lines::Line;
use super::listmarks::{Opening, opening};
use super::piece::Text;
use super::words::{is_letter_of_japanese, join_line};
use super::{contents, headings};
use crate::model::{BlockKind, Rect};

/// What is known of the place where lines stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    /// Left edge of the text area.
    pub(super) left: f32,
    /// Right edge: a line that ends here was broken because it was full.
    pub(super) right: f32,
    /// Size of running text in the document.
    pub(super) body: f32,
    /// Number of pages of the document.
    pub(super) pages: usize,
}

/// Lines under way to a paragraph.
struct Open<'a> {
    lines: Vec<&'a Line>,
    opening: Opening,
}

/// The pieces of text of one region; lines come from top to bottom.
pub(super) fn texts(lines: &[Line], setting: &Setting) -> Vec<Text> {
    let listed = contents::by_position(lines, setting.pages);
    let mut out: Vec<Text> = Vec::new();
    let mut open: Option<Open> = None;
    let mut i = 0;
    while i < lines.len() {
        let line = &lines[i];
        let entry = if listed[i] && i + 1 < lines.len() {
            Some((format!("{} {}", contents_title(&line.text), lines[i + 1].text), line.rect.union(&lines[i + 1].rect), 2))
        } else {
            contents::with_leaders(&line.text).map(|text| (text, line.rect, 1))
        };
        if let Some((text, rect, taken)) = entry {
            out.extend(open.take().map(|o| closed(o, setting)));
            out.push(Text { rect, kind: BlockKind::Contents { text }, size: line.size, bold: false });
            i += taken;
            continue;
        }
        match &mut open {
            Some(o) if goes_on(o, line, lines, setting) => o.lines.push(line),
            _ => {
                out.extend(open.take().map(|o| closed(o, setting)));
                open = Some(Open { lines: vec![line], opening: opening(&line.text) });
            }
        }
        i += 1;
    }
    out.extend(open.take().map(|o| closed(o, setting)));
    out
}

fn contents_title(text: &str) -> &str {
    text.trim_end_matches(|c: char| matches!(c, '.' | '．' | '・' | '…' | '_' | '＿' | '-') || c.is_whitespace())
}

/// Whether the line continues the paragraph.
fn goes_on(open: &Open, line: &Line, all: &[Line], setting: &Setting) -> bool {
    let (Some(first), Some(last)) = (open.lines.first(), open.lines.last()) else { return false };
    let em = last.size;
    let same_size = (last.size - line.size).abs() <= 0.06 * em + 0.2;
    let same_weight = (last.bold - line.bold).abs() < 0.75;
    if last.turned || line.turned {
        return last.turned && line.turned && same_size;
    }
    if !same_size || !same_weight || line.aside || last.aside || opening(&line.text) != Opening::Plain || labelled(&line.text) {
        return false;
    }
    // A title in a colour of its own over the text.
    let recoloured = matches!((last.color, line.color), (Some(above), Some(own)) if above != own);
    if recoloured && open.lines.len() == 1 && !last.text.ends_with(['、', '・', '（', '(']) {
        return false;
    }
    if last.text.ends_with(['。', '】', '」']) && opens_anew(&line.text) || first.text.starts_with('【') && line.text.starts_with('【')
    {
        return false;
    }
    let leading = line.rect.center().y - last.rect.center().y;
    if leading <= 0.3 * em || leading > 2.3 * em || line.rect.x0 > last.rect.x1 || line.rect.x1 < last.rect.x0 {
        return false;
    }
    if let [.., before, _] = open.lines[..] {
        let usual = last.rect.center().y - before.rect.center().y;
        if leading > 1.25 * usual + 1.0 {
            return false;
        }
    }
    let title = last.size >= 1.5 * setting.body;
    if title && is_centred(first, line, setting) {
        return leading <= 1.9 * em;
    }
    let hanging = !matches!(open.opening, Opening::Plain);
    if open.lines.len() > 1 || !hanging {
        // A new first-line indent, except under the first line of an item.
        let base = if open.lines.len() > 1 { last.rect.x0 } else { first.rect.x0 };
        if line.rect.x0 > base + 0.7 * em {
            return false;
        }
    }
    let need = line.first + 0.4 * em;
    // A sentence under way does not end with a line that is broken a little early.
    let wide = last.rect.width() >= 0.7 * (setting.right - setting.left);
    let under_way =
        open.lines.len() > 1 && wide && last.text.ends_with(is_letter_of_japanese) && (line.rect.x0 - last.rect.x0).abs() < 0.5 * em;
    // The first line of a paragraph is indented; the second begins further left.
    let indent = first.rect.x0 - line.rect.x0;
    let indented = open.lines.len() == 1
        && wide
        && (0.6 * em..=2.5 * em).contains(&indent)
        && last.text.contains(['、', '。'])
        && last.text.ends_with(is_letter_of_japanese);
    setting.right - last.rect.x1 < need || under_way || indented || (wide && own_right(all, last, setting) - last.rect.x1 < need)
}

/// A number of two parts before a gap (2-2　鉛管の解消) or a short word before a wide one (担当　給水課): behind a whole sentence these begin
/// something new, however full the line above is.
fn opens_anew(text: &str) -> bool {
    let Some((head, rest)) = text.split_once(['　', ' ']) else { return false };
    let digit = |c: char| c.is_numeric();
    let number = head.contains(['-', '－', '−', '‐', '―']) && head.starts_with(digit) && head.ends_with(digit) && head.chars().count() <= 7;
    let numbered_word =
        head.ends_with(digit) && head.contains(['-', '－', '−']) && head.chars().count() <= 10 && !head.contains(['。', '、']);
    let label =
        text.starts_with(&format!("{head}　")) && (1..=4).contains(&head.chars().count()) && head.chars().all(is_letter_of_japanese);
    !rest.trim().is_empty() && (number || numbered_word || label)
}

/// 【成果目標】 …: a short label in thick brackets and words behind it begin a paragraph of their own.
fn labelled(text: &str) -> bool {
    let parted = text.strip_prefix('【').and_then(|inner| inner.split_once('】'));
    parted.is_some_and(|(label, rest)| (1..=8).contains(&label.chars().count()) && !rest.trim().is_empty())
}

/// Type may be set narrower than the text area: where the longest line of the same kind ends. A heading shows that only with another as long.
fn own_right(all: &[Line], line: &Line, setting: &Setting) -> f32 {
    let alike = |l: &&Line| {
        (l.size - line.size).abs() < 0.5 && (l.bold - line.bold).abs() < 0.5 && l.rect.x0 < line.rect.x1 && l.rect.x1 > line.rect.x0
    };
    let right = all.iter().filter(alike).map(|l| l.rect.x1).fold(f32::MIN, f32::max);
    let title = line.bold > 0.9 || headings::is_large(line.size, setting.body);
    let long = all.iter().filter(alike).filter(|l| right - l.rect.x1 < line.size).count();
    if title && long < 2 { f32::MAX } else { right }
}

/// Lines of a title set around one middle line.
fn is_centred(a: &Line, b: &Line, setting: &Setting) -> bool {
    let middle = (a.rect.center().x - b.rect.center().x).abs() < 0.01 * (setting.right - setting.left) + 1.0;
    let ragged = (a.rect.x0 - b.rect.x0).abs() > 0.5 * a.size;
    middle && (ragged || a.rect.x0 - setting.left > 3.0 * a.size)
}

/// Makes a paragraph of the lines.
fn closed(open: Open, setting: &Setting) -> Text {
    let mut text = String::new();
    for line in &open.lines {
        join_line(&mut text, line.text.trim());
    }
    let rect = Rect::bounding(open.lines.iter().map(|l| &l.rect)).unwrap_or_default();
    let size = open.lines.first().map_or(setting.body, |l| l.size);
    let bold = open.lines.iter().all(|l| l.bold > 0.9);
    let starts_bold = open.lines.first().is_some_and(|l| l.bold > 0.4);
    let kind = match open.opening {
        Opening::Note => BlockKind::Note { text },
        Opening::Item(mark, rest) if rest.ends_with(&mark) && open.lines.len() == 1 => BlockKind::Heading { level: 0, text },
        _ if is_caption(&text) => BlockKind::Caption { text },
        Opening::Item(mark, _) => BlockKind::ListItem { text: without(&text, &mark), mark },
        Opening::Numbered(mark, _) if !headings::looks(&text, size, bold || starts_bold, open.lines.len(), setting.body) => {
            BlockKind::ListItem { text: without(&text, &mark), mark }
        }
        _ if headings::looks(&text, size, bold, open.lines.len(), setting.body) => BlockKind::Heading { level: 0, text },
        _ => BlockKind::Paragraph { text },
    };
    Text { rect, kind, size, bold }
}

/// The text of an item without its mark.
fn without(text: &str, mark: &str) -> String {
    text.strip_prefix(mark).unwrap_or(text).trim_start().to_owned()
}

/// A numbered caption: 表4-1 ..., 図2 ..., Table 3 ...
pub(super) fn is_caption(text: &str) -> bool {
    if text.ends_with('。') || text.chars().count() > 80 {
        return false;
    }
    let words = ["図表", "表", "図", "写真", "グラフ", "Table ", "Figure ", "Fig. ", "Chart "];
    words.iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| {
            let mut number =
                rest.trim_start().chars().take_while(|c| c.is_numeric() || matches!(c, '-' | '－' | '−' | '.' | '．' | '‐' | 'ー' | '―'));
            number.next().is_some_and(char::is_numeric) && !rest.contains("参照")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::super::runs::runs;
    use super::super::testing::glyphs;
    use super::*;
    use crate::model::Glyph;

    fn read(page: &[Glyph]) -> Vec<BlockKind> {
        let setting = Setting { left: 50.0, right: 250.0, body: 10.0, pages: 10 };
        texts(&lines(runs(page)), &setting).into_iter().map(|t| t.kind).collect()
    }

    fn paragraph(text: &str) -> BlockKind {
        BlockKind::Paragraph { text: text.to_owned() }
    }

    #[test]
    fn a_full_line_goes_on_and_a_short_line_ends_the_paragraph() {
        let mut page = glyphs("本市の水道は昭和三十四年に給水を開始しそ", 50.0, 0.0, 10.0);
        page.extend(glyphs("の後の拡張を経た。", 50.0, 15.0, 10.0));
        page.extend(glyphs("次の段落。", 50.0, 30.0, 10.0));
        assert_eq!(read(&page), [paragraph("本市の水道は昭和三十四年に給水を開始しその後の拡張を経た。"), paragraph("次の段落。")]);
    }

    #[test]
    fn a_line_behind_an_indented_one_goes_on_with_it() {
        let mut page = glyphs("本計画は、毎年点検します。", 65.0, 0.0, 12.0);
        page.extend(glyphs("結果は公表します。", 53.0, 18.0, 12.0));
        page.extend(glyphs("水道は、町が給水を続け", 65.0, 60.0, 13.0));
        page.extend(glyphs("ます。", 52.0, 78.0, 13.0));
        let texts = ["本計画は、毎年点検します。", "結果は公表します。", "水道は、町が給水を続けます。"];
        assert_eq!(read(&page), texts.map(paragraph));
    }

    #[test]
    fn a_label_in_brackets_begins_a_paragraph() {
        let mut page = glyphs("【内容】第二期計画に基づき管路を改築します。", 50.0, 0.0, 10.0);
        page.extend(glyphs("【目標】改善率85％", 50.0, 15.0, 10.0));
        let kinds = read(&page);
        assert_eq!(kinds[1], paragraph("【目標】改善率85％"), "{kinds:?}");
    }

    #[test]
    fn items_hang_and_notes_keep_their_mark() {
        let mut page = glyphs("・水源の状況に合わせて検査の項目を見直し", 50.0, 0.0, 10.0);
        page.extend(glyphs("ます。", 60.0, 15.0, 10.0));
        page.extend(glyphs("※北山を除く", 50.0, 30.0, 10.0));
        assert_eq!(
            read(&page),
            [
                BlockKind::ListItem {
                    mark: "・".into(), text: "水源の状況に合わせて検査の項目を見直します。".into()
                },
                BlockKind::Note { text: "※北山を除く".into() }
            ]
        );
    }

    #[test]
    fn large_and_bold_lines_are_headings() {
        let mut page = glyphs("第１章　趣旨", 50.0, 0.0, 16.0);
        let mut bold = glyphs("１　目的", 50.0, 30.0, 10.0);
        bold.iter_mut().for_each(|g| g.bold = true);
        page.extend(bold);
        page.extend(glyphs("本文である。", 50.0, 45.0, 10.0));
        let kinds = read(&page);
        assert!(matches!(&kinds[0], BlockKind::Heading { text, .. } if text == "第１章　趣旨"));
        assert!(matches!(&kinds[1], BlockKind::Heading { text, .. } if text == "１　目的"));
        assert_eq!(kinds[2], paragraph("本文である。"));
    }

    #[test]
    fn captions_and_contents_lines_are_known_by_their_form() {
        assert!(is_caption("表4-1　取組の実施計画"));
        assert!(is_caption("図２　推移"));
        assert!(!is_caption("図2-1のとおり、減少が見込まれます。"));
        assert!(!is_caption("表中の帯"));
        let mut page = Vec::new();
        for (n, title) in ["趣旨", "現状", "目標"].iter().enumerate() {
            let y = 15.0 * n as f32;
            page.extend(glyphs(title, 50.0, y, 10.0));
            page.extend(glyphs(&(n + 3).to_string(), 240.0, y, 10.0));
        }
        assert_eq!(read(&page)[1], BlockKind::Contents { text: "現状 4".into() });
    }

    #[test]
    fn a_title_around_the_middle_is_one_heading() {
        let mut page = glyphs("水道事業", 110.0, 0.0, 20.0);
        page.extend(glyphs("経営戦略計画", 90.0, 30.0, 20.0));
        assert!(matches!(&read(&page)[..], [BlockKind::Heading { text, .. }] if text == "水道事業経営戦略計画"));
    }
}
