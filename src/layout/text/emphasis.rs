//! Words that an editor or converter set in bold (`**…**`, `__…__`): a title where they stand alone, and where text stands behind them on their
//! line.
//!
//! ```text
//! - **管の更新**（令和7年度～令和9年度）　古い管を順に取り替えます。
//! ```
//!
//! A bracket right behind the bold words belongs to them. Short words behind the title (担当課：工務課) stay on its line.

use std::sync::LazyLock;

use regex::Regex;

use super::{kind_of, pattern};
use crate::model::BlockKind;

/// Longer bold words are no title.
const TITLE_CHARS: usize = 60;
/// What the mark of a list item ends with where its title is bold.
const SIGN: &str = "**";

static BOLD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^((?:[-*+]\s+|[・•●○■□◆◇]\s*|[0-9０-９]{1,2}[.)）．]\s*|[(（][0-9０-９]{1,2}[)）]\s*|[①-⑳]\s*)?)(?:\*\*([^*]+)\*\*|__([^_]+)__)(.*)$",
    )
});
/// Brackets right behind the title, and what parts it from the words that follow.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^((?:\s?(?:（[^（）]*）|\([^()]*\)|【[^【】]*】|\[[^\[\]]*\]|〔[^〔〕]*〕))*)(?:(?:[\s\u{3000}]*[:：]|[\s\u{3000}]|[\s\u{3000}]*[-－—–―]\s)\s*(.*))?$",
    )
});

/// A line that begins with bold words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bold {
    /// The title, with its mark where it is a list item.
    pub(super) title: BlockKind,
    /// The text behind it, "" where there is none.
    pub(super) text: String,
}

/// The bold title of a line, `None` where it begins with other words or goes on in the middle of a phrase.
pub(super) fn bold(line: &str) -> Option<Bold> {
    if !line.contains("**") && !line.contains("__") {
        return None;
    }
    let found = BOLD.captures(line.trim())?;
    let words = found.get(2).or_else(|| found.get(3))?.as_str().trim();
    let behind = BEHIND.captures(&found[4])?;
    let colon = words.ends_with([':', '：']);
    let words = words.trim_end_matches([':', '：']).trim_end();
    let text = behind.get(2).map_or("", |text| text.as_str().trim());
    let short = (1..=TITLE_CHARS).contains(&words.chars().count()) && !words.ends_with(['。', '、']);
    if !short || colon && text.is_empty() {
        return None;
    }
    let mark = found[1].trim();
    let title = format!("{words}{}", behind[1].trim_start());
    // Words that are no sentence stand on the line with the label before them.
    let sentence = text.contains('。');
    if !text.is_empty() && !sentence {
        let whole = format!("{title}：{text}");
        let title = if mark.is_empty() { kind_of(&whole) } else { BlockKind::ListItem { mark: mark.to_owned(), text: whole } };
        return Some(Bold { title, text: String::new() });
    }
    let title = if mark.is_empty() { kind_of(&title) } else { BlockKind::ListItem { mark: format!("{mark} {SIGN}"), text: title } };
    Some(Bold { title, text: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(mark: &str, text: &str) -> BlockKind {
        BlockKind::ListItem { mark: mark.to_owned(), text: text.to_owned() }
    }

    fn heading(text: &str) -> BlockKind {
        BlockKind::Heading { level: 0, text: text.to_owned() }
    }

    #[test]
    fn bold_words_before_the_text_of_an_item_are_its_title() {
        let title = "管の更新（令和7年度～令和9年度）";
        let parts = |line: &str| bold(line).map(|found| (found.title, found.text));
        for (line, mark) in [
            ("- **管の更新**（令和7年度～令和9年度）　古い管を替えます。", "- **"),
            ("* __管の更新__（令和7年度～令和9年度）：古い管を替えます。", "* **"),
            ("1. **管の更新：**（令和7年度～令和9年度） 古い管を替えます。", "1. **"),
        ] {
            assert_eq!(parts(line), Some((item(mark, title), "古い管を替えます。".to_owned())), "{line}");
        }
        assert_eq!(parts("**貯水槽**　水を貯める槽です。"), Some((heading("貯水槽"), "水を貯める槽です。".to_owned())));
        assert_eq!(parts("**貯水槽**"), Some((heading("貯水槽"), String::new())));
        assert_eq!(parts("- **担当課**：工務課"), Some((item("-", "担当課：工務課"), String::new())));
    }

    #[test]
    fn bold_words_of_a_sentence_are_no_title() {
        for line in ["**古い管**は令和9年度までに替えます。", "この**管**を替えます。", "**管を替えます。**", "- 管の更新", "** **"]
        {
            assert_eq!(bold(line), None, "{line}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_read(line in "[-*_更新（）：　。 a]{0,40}") {
            let _ = bold(&line);
        }
    }
}
