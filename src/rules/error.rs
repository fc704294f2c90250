//! What can be wrong with a rule file, said so that the person who wrote it can mend it.

use std::fmt;

/// A mistake in a rule file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {key}: {mistake}")]
pub struct RulesError {
    /// File name inside the rules folder.
    pub file: String,
    /// Line from 1; 0 where the whole file is meant.
    pub line: usize,
    /// Key under which the mistake stands (`measure.words`), "" if there is none.
    pub key: String,
    /// What is wrong.
    pub mistake: Mistake,
}

/// The kinds of mistakes; a front end may put them in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// Not TOML, or a value of the wrong type; the parser's words.
    Syntax(String),
    /// A key (or file) that nothing reads.
    Unknown {
        /// What is written.
        name: String,
        /// What was perhaps meant.
        suggestion: Option<String>,
    },
    /// A word without letters.
    Empty,
    /// A word stands twice where it may stand once.
    Duplicate {
        /// The word.
        word: String,
        /// Line of the first.
        first_line: usize,
        /// Key of the first.
        first_key: String,
    },
    /// A pattern that is no regular expression.
    Pattern(String),
    /// A value outside of what is possible.
    Value(String),
    /// The file or folder cannot be read.
    Unreadable(String),
    /// The folder holds no rule file at all.
    NoFiles,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(why) => write!(f, "not readable: {why}"),
            Self::Unknown { name, suggestion: Some(other) } => write!(f, "`{name}` is not known; did you mean `{other}`?"),
            Self::Unknown { name, suggestion: None } => write!(f, "`{name}` is not known"),
            Self::Empty => write!(f, "an empty word"),
            Self::Duplicate { word, first_line, first_key } => {
                write!(f, "`{word}` stands already on line {first_line} under {first_key}")
            }
            Self::Pattern(why) => write!(f, "not a regular expression: {why}"),
            Self::Value(why) => write!(f, "{why}"),
            Self::Unreadable(why) => write!(f, "cannot be read: {why}"),
            Self::NoFiles => write!(f, "no rule file (*.toml) in this folder"),
        }
    }
}

/// The nearest of the known names, if one is near enough to be meant.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    known
        .map(|k| (strsim::damerau_levenshtein(name, k), k))
        .min()
        .filter(|(distance, k)| *distance <= 1 + k.chars().count() / 3)
        .map(|(_, k)| k.to_owned())
}
