//! Words by which a document speaks of its own figures.

use serde::Deserialize;

use super::fold::fold;
use super::source::{Reader, Words};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    evaluation: Evaluation,
    change: Change,
    years: Years,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Evaluation {
    peers: Words,
    higher: Words,
    lower: Words,
    not: Words,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Change {
    none: Words,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Years {
    acknowledged: Words,
}

/// Which side of another figure a sentence says that a figure is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// 高い値, 上回る.
    Higher,
    /// 低い値, 下回る.
    Lower,
}

/// The compiled words.
#[derive(Debug, Default)]
pub struct CheckWords {
    peers: Vec<String>,
    higher: Vec<String>,
    lower: Vec<String>,
    not: Vec<String>,
    unchanged: Vec<String>,
    acknowledged: Vec<String>,
}

impl CheckWords {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        let file: File = reader.parse();
        Self {
            peers: reader.words("evaluation.peers", &file.evaluation.peers),
            higher: reader.words("evaluation.higher", &file.evaluation.higher),
            lower: reader.words("evaluation.lower", &file.evaluation.lower),
            not: reader.words("evaluation.not", &file.evaluation.not),
            unchanged: reader.words("change.none", &file.change.none),
            acknowledged: reader.words("years.acknowledged", &file.years.acknowledged),
        }
    }

    /// The side of its peers on which a sentence says that the figure is; `None` where it speaks of no peers, of both sides, or takes
    /// the word back.
    #[must_use]
    pub fn side_of_peers(&self, sentence: &str) -> Option<Side> {
        let folded = fold(sentence).replace('、', "");
        let says = |words: &[String]| words.iter().any(|w| folded.contains(w.as_str()));
        if !says(&self.peers) || says(&self.not) {
            return None;
        }
        match (says(&self.higher), says(&self.lower)) {
            (true, false) => Some(Side::Higher),
            (false, true) => Some(Side::Lower),
            _ => None,
        }
    }

    /// Whether words say that a year is outside of the plan's period, or stands there for reference.
    #[must_use]
    pub fn sets_years_apart(&self, words: &str) -> bool {
        let folded = fold(words);
        self.acknowledged.iter().any(|w| folded.contains(w.as_str()))
    }

    /// Whether a cell says that two figures do not differ.
    #[must_use]
    pub fn is_unchanged(&self, cell: &str) -> bool {
        let folded = fold(cell);
        self.unchanged.contains(&folded)
    }
}

#[cfg(test)]
mod tests {
    use super::Side;
    use crate::rules::Rules;

    #[test]
    fn sentences_that_compare_with_peers() {
        let words = &Rules::embedded().checks;
        assert_eq!(words.side_of_peers("比較事業体平均値と比べて、高い数値となっている"), Some(Side::Higher));
        assert_eq!(words.side_of_peers("類似団体平均を下回っている"), Some(Side::Lower));
        assert_eq!(words.side_of_peers("収益性は高い"), None);
        assert_eq!(words.side_of_peers("比較事業体平均値と比べて、収益性は高い"), None);
        assert_eq!(words.side_of_peers("平均値より高い値ではない"), None);
        assert!(words.is_unchanged("変化なし") && !words.is_unchanged("増加"));
    }
}
