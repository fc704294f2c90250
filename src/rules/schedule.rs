//! Words and signs of schedule cells.

use serde::Deserialize;
use toml::Spanned;

use super::error::Mistake;
use super::fold::fold;
use super::pattern::Pattern;
use super::source::{Reader, Words};
use super::starts::Starts;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    phase: Vec<PhaseWords>,
    status: StatusWords,
    relative: RelativeWords,
    marks: MarkWords,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PhaseWords {
    rank: Spanned<u32>,
    name: String,
    words: Words,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusWords {
    dropped: Words,
    done: Words,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RelativeWords {
    words: Words,
    patterns: Words,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkWords {
    priority: Words,
    continued: Words,
    signs: Words,
    empty: Words,
    open_end: Words,
    conditional: Words,
}

/// A kind of step: study before decision before building before use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phase {
    /// Order of the kinds; a later step has a higher rank.
    pub rank: u32,
    /// study, decide, prepare, build, use, extend, review, finish.
    pub name: String,
}

/// The compiled words of schedules, all folded.
#[derive(Debug, Default)]
pub struct ScheduleWords {
    phases: Vec<(String, Phase)>,
    starts: Starts,
    dropped: Vec<String>,
    done: Vec<String>,
    relative: Vec<String>,
    relative_patterns: Vec<Pattern>,
    priority: Vec<String>,
    continued: Vec<String>,
    signs: Vec<String>,
    empty: Vec<String>,
    open_end: Vec<String>,
    conditional: Vec<String>,
}

impl ScheduleWords {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        let file: File = reader.parse();
        let mut phases = Vec::new();
        let mut seen = std::collections::BTreeMap::new();
        for group in &file.phase {
            if *group.rank.get_ref() == 0 {
                reader.note(&group.rank.span(), "phase.rank", Mistake::Value("a rank is 1 or more".to_owned()));
            }
            for word in reader.words_once(&format!("phase.{}", group.name), &group.words, &mut seen) {
                phases.push((word, Phase { rank: *group.rank.get_ref(), name: group.name.clone() }));
            }
        }
        phases.sort_by_key(|(word, _)| (usize::MAX - word.chars().count(), word.clone()));
        Self {
            starts: Starts::of(phases.iter().map(|(word, _)| word)),
            phases,
            dropped: reader.words("status.dropped", &file.status.dropped),
            done: reader.words("status.done", &file.status.done),
            relative: reader.words("relative.words", &file.relative.words),
            relative_patterns: anchored(reader, &file.relative.patterns),
            priority: reader.words("marks.priority", &file.marks.priority),
            continued: reader.words("marks.continued", &file.marks.continued),
            signs: reader.words("marks.signs", &file.marks.signs),
            empty: reader.words("marks.empty", &file.marks.empty),
            open_end: reader.words("marks.open_end", &file.marks.open_end),
            conditional: reader.words("marks.conditional", &file.marks.conditional),
        }
    }

    /// The kind of step that a cell names: the longest known word in it, the last of equally long ones.
    #[must_use]
    pub fn phase(&self, label: &str) -> Option<&Phase> {
        let label = fold(label);
        let starts = self.starts.found_in(&label);
        let may_stand = |word: &str| word.starts_with(starts.as_slice());
        let length = self.phases.iter().find(|(word, _)| may_stand(word) && label.contains(word.as_str()))?.0.chars().count();
        self.phases
            .iter()
            .filter(|(word, _)| word.chars().count() == length)
            .filter_map(|(word, phase)| label.rfind(word.as_str()).map(|at| (at, phase)))
            .max_by_key(|(at, _)| *at)
            .map(|(_, phase)| phase)
    }

    /// `dropped` or `done` where the cell says so: it is such a word, or a short remark that ends in one (※R6で廃止).
    #[must_use]
    pub fn status(&self, cell: &str) -> Option<&'static str> {
        let cell = fold(cell);
        let bare = cell.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | '※' | '。'));
        let says = |words: &[String]| {
            words.iter().any(|w| bare == w)
                || (bare.chars().count() <= 12 && words.iter().any(|w| w.chars().count() > 1 && bare.ends_with(w.as_str())))
        };
        if says(&self.dropped) {
            Some("dropped")
        } else if says(&self.done) {
            Some("done")
        } else {
            None
        }
    }

    /// Whether the header is a stretch of time without its year (前期, 5年後, 第2期, 将来); bracketed years are passed over.
    #[must_use]
    pub fn is_relative(&self, header: &str) -> bool {
        let folded = fold(header);
        let bare = folded.split(['(', ':', '[']).next().unwrap_or_default();
        self.relative.iter().any(|w| w == bare) || self.relative_patterns.iter().any(|p| p.is_match(bare))
    }

    /// Whether a text is nothing but 重点.
    #[must_use]
    pub fn is_priority(&self, text: &str) -> bool {
        let folded = fold(text);
        let inner = folded.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
        self.priority.contains(&folded) || inner.is_some_and(|inner| self.priority.iter().any(|word| word == inner))
    }

    /// Whether the cell holds arrow glyphs only: what stands left of it goes on.
    #[must_use]
    pub fn is_continued(&self, cell: &str) -> bool {
        let folded = fold(cell);
        let mut rest = folded.as_str();
        while !rest.is_empty() {
            let Some(glyph) = self.continued.iter().filter(|g| rest.starts_with(g.as_str())).max_by_key(|g| g.len()) else {
                return false;
            };
            rest = &rest[glyph.len()..];
        }
        !folded.is_empty() && folded != "-"
    }

    /// Whether the cell holds one sign (● ○ ...) that means "in this column".
    #[must_use]
    pub fn is_sign(&self, cell: &str) -> bool {
        self.signs.contains(&fold(cell))
    }

    /// Whether the cell says that there is nothing: blank, dashes, 該当なし.
    #[must_use]
    pub fn is_empty(&self, cell: &str) -> bool {
        let folded = fold(cell);
        folded.is_empty() || self.empty.contains(&folded)
    }

    /// Whether the words leave the end open (以降, 随時).
    #[must_use]
    pub fn is_open_ended(&self, cell: &str) -> bool {
        let folded = fold(cell);
        self.open_end.iter().any(|w| folded.contains(w.as_str()))
    }

    /// Whether the step depends on a condition.
    #[must_use]
    pub fn is_conditional(&self, cell: &str) -> bool {
        let folded = fold(cell);
        self.conditional.iter().any(|w| folded.contains(w.as_str()))
    }
}

/// Patterns that must fit the whole text.
fn anchored(reader: &mut Reader<'_>, list: &Words) -> Vec<Pattern> {
    reader.patterns("relative.patterns", list).iter().map(Pattern::anchored).collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::Rules;

    #[test]
    fn the_longest_word_names_the_step() {
        let words = &Rules::embedded().schedule;
        let name = |label| words.phase(label).map(|p| p.name.as_str());
        assert_eq!(name("導入検討"), Some("study"));
        assert_eq!(name("導入・利用"), Some("use"));
        assert_eq!(name("仕様決定"), Some("decide"));
        assert_eq!(name("実施設計"), Some("prepare"));
        assert_eq!(name("実施拡大"), Some("extend"));
        assert_eq!(name("第三水源地"), None);
    }

    #[test]
    fn status_relative_columns_and_arrows() {
        let words = &Rules::embedded().schedule;
        assert_eq!(words.status("実施取りやめ"), Some("dropped"));
        assert_eq!(words.status("削除"), Some("dropped"));
        assert_eq!(words.status("実施"), None);
        for relative in ["前期", "5年後 (H25)", "第Ⅱ期", "将来", "1年目", "前期：2019(H31)～2021(H33)"] {
            assert!(words.is_relative(relative), "{relative}");
        }
        assert!(!words.is_relative("令和5年度") && !words.is_relative("目標値"));
        assert!(
            words.is_continued("→")
                && words.is_continued("━━▶")
                && !words.is_continued("実施→")
                && !words.is_continued("")
                && !words.is_continued("-")
        );
        assert!(words.is_empty("―") && words.is_empty("") && !words.is_empty("0"));
        assert!(words.is_priority("【重点】") && words.is_priority("（重点）") && !words.is_priority("（重点的に）"));
    }
}
