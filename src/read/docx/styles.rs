//! Paragraph styles: which of them are headings, lists or lines of a table of contents.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::attribute;

/// What a paragraph style says of its paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Style {
    /// Level of a heading from 1.
    pub(super) level: Option<usize>,
    /// Whether it numbers or marks its paragraphs.
    pub(super) list: bool,
    /// Whether it sets the lines of a table of contents.
    pub(super) contents: bool,
}

/// Styles by their identifier.
pub(super) type Styles = BTreeMap<String, Style>;

/// Styles refer to the one they are based on; longer chains than this are circles.
const MAX_CHAIN: usize = 16;

/// Reads `word/styles.xml`; what is damaged in it is as good as absent.
pub(super) fn read(xml: &str) -> Styles {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut styles = Styles::new();
    let mut based_on: BTreeMap<String, String> = BTreeMap::new();
    let mut id = String::new();
    while let Ok(event) = reader.read_event() {
        let element = match event {
            Event::Start(element) => element,
            Event::Eof => break,
            _ => continue,
        };
        let value = || attribute(&element, "val").unwrap_or_default();
        match element.local_name().as_ref() {
            "style" => {
                id = attribute(&element, "styleId").unwrap_or_default();
                styles.insert(id.clone(), Style::default());
            }
            "name" => _ = styles.entry(id.clone()).and_modify(|style| *style = of_name(&value(), *style)),
            "outlineLvl" => {
                let level = outline_level(&value());
                styles.entry(id.clone()).and_modify(|style| style.level = style.level.or(level));
            }
            "numPr" => _ = styles.entry(id.clone()).and_modify(|style| style.list = true),
            "basedOn" => _ = based_on.insert(id.clone(), value()),
            _ => {}
        }
    }
    inherited(&styles, &based_on)
}

/// Names of the built-in styles are English whatever the language of the program.
fn of_name(name: &str, style: Style) -> Style {
    let name = name.to_lowercase();
    let number =
        |prefix: &str| name.strip_prefix(prefix).and_then(|rest| rest.trim().parse::<usize>().ok()).filter(|n| (1..=9).contains(n));
    let level = if name == "title" { Some(1) } else { number("heading").or_else(|| number("見出し")) };
    Style { level: level.or(style.level), contents: number("toc").or_else(|| number("目次")).is_some(), list: style.list }
}

/// Outline levels count from 0; 9 is running text.
pub(super) fn outline_level(value: &str) -> Option<usize> {
    value.parse::<usize>().ok().filter(|level| *level < 9).map(|level| level + 1)
}

fn inherited(styles: &Styles, based_on: &BTreeMap<String, String>) -> Styles {
    let whole = |id: &String| {
        let mut style = styles.get(id).copied().unwrap_or_default();
        let mut above = based_on.get(id);
        for _ in 0..MAX_CHAIN {
            let Some(base) = above.and_then(|id| styles.get(id)) else { break };
            style.level = style.level.or(base.level);
            style.list |= base.list;
            above = above.and_then(|id| based_on.get(id));
        }
        style
    };
    styles.keys().map(|id| (id.clone(), whole(id))).collect()
}
