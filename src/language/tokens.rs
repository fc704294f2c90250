//! Words of Japanese text, by lindera with the IPADIC inside the binary.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use lindera::mode::Mode;
use lindera::segmenter::Segmenter;
use lindera_dictionary::builder::DictionaryBuilder;
use thiserror::Error;

use super::normalise::squash;

/// Why a tokenizer could not be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TokenizerError {
    /// The compiled dictionary in the binary does not fit; a rebuild cures it.
    #[error("the word dictionary inside the program cannot be loaded: {0}")]
    Dictionary(String),
    /// A row of the user dictionary does not have its 13 fields (rows of three fields would swallow their neighbours).
    #[error("line {line} of the dictionary of field words has {fields} fields instead of 13")]
    Fields {
        /// Line from 1.
        line: usize,
        /// Number of fields found there.
        fields: usize,
    },
    /// A row of the user dictionary is wrong in another way.
    #[error("the dictionary of field words cannot be read: {0}")]
    UserDictionary(String),
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As it stands.
    pub surface: String,
    /// Dictionary form; the surface for unknown words.
    pub base: String,
    /// Part of speech, first and second level: 名詞 and サ変接続.
    pub part: (String, String),
    /// Byte range in the text.
    pub range: Range<usize>,
}

impl Word {
    /// Nouns, verbs and adjectives with a meaning of their own.
    #[must_use]
    pub fn is_content(&self) -> bool {
        match self.part.0.as_str() {
            "名詞" => {
                !matches!(self.part.1.as_str(), "非自立" | "代名詞" | "接尾" | "数") && self.surface.chars().any(char::is_alphanumeric)
            }
            "動詞" | "形容詞" => {
                self.part.1 == "自立" && !matches!(self.base.as_str(), "する" | "ある" | "なる" | "いる" | "行う" | "できる")
            }
            _ => false,
        }
    }

    /// Nouns that become deeds with する: 検討, 調査, 実施.
    #[must_use]
    pub fn is_action(&self) -> bool {
        self.part.0 == "名詞"
            && self.part.1 == "サ変接続"
            && self.surface.chars().all(|c| matches!(c, '\u{3400}'..='\u{9FFF}' | 'ァ'..='ー'))
    }
}

/// Cuts text into words. Cheap to share between threads; make one and pass it around.
///
/// Unpacking the dictionary costs more than reading a whole plan, so it waits for the first word that is asked for.
pub struct Tokenizer {
    segmenter: OnceLock<Option<Segmenter>>,
    user_dictionary: Option<String>,
}

impl Tokenizer {
    /// A tokenizer; `user_dictionary` is CSV with 13 fields a row (surface, left id, right id, cost, six levels of part of speech
    /// and form, base, reading, pronunciation), lines beginning with `#` are comments.
    ///
    /// # Errors
    /// If the embedded dictionary or a row of the user dictionary cannot be read.
    pub fn new(user_dictionary: Option<&str>) -> Result<Self, TokenizerError> {
        let segmenter = segmenter(user_dictionary)?;
        Ok(Self { segmenter: OnceLock::from(Some(segmenter)), user_dictionary: None })
    }

    /// The same for a user dictionary that is known to be right (the one inside the program): nothing is loaded before it is needed.
    /// Were it wrong after all, every text would be one word.
    #[must_use]
    pub fn lazy(user_dictionary: &str) -> Self {
        Self { segmenter: OnceLock::new(), user_dictionary: Some(user_dictionary.to_owned()) }
    }

    /// The words of a normalised text. Text that lindera refuses comes back as one unknown word.
    #[must_use]
    pub fn words(&self, text: &str) -> Vec<Word> {
        self.segment(text).unwrap_or_else(|| {
            vec![Word {
                surface: text.to_owned(),
                base: text.to_owned(),
                part: ("名詞".to_owned(), "一般".to_owned()),
                range: 0..text.len(),
            }]
        })
    }

    fn segment(&self, text: &str) -> Option<Vec<Word>> {
        let segmenter = self.segmenter.get_or_init(|| segmenter(self.user_dictionary.as_deref()).ok()).as_ref()?;
        let tokens = segmenter.segment(Cow::Borrowed(text)).ok()?;
        let word = |mut token: lindera::token::Token<'_>| {
            let range = token.byte_start..token.byte_end;
            let surface = token.surface.to_string();
            let details = token.details();
            let detail = |i: usize| details.get(i).copied().filter(|d| *d != "*" && *d != "UNK").unwrap_or_default().to_owned();
            let base = Some(detail(6)).filter(|b| !b.is_empty()).unwrap_or_else(|| surface.clone());
            Word { base, part: (detail(0), detail(1)), range, surface }
        };
        Some(tokens.into_iter().map(word).collect())
    }

    /// The words that carry the meaning of a title, in base form, folded for comparing.
    #[must_use]
    pub fn content_words(&self, text: &str) -> Vec<String> {
        self.words(text).iter().filter(|w| w.is_content()).map(|w| squash(&w.base)).filter(|w| !w.is_empty()).collect()
    }

    /// Nouns of action (検討, 調査, 実施) in order, for telling the phases of a schedule.
    #[must_use]
    pub fn actions(&self, text: &str) -> Vec<String> {
        self.words(text).into_iter().filter(Word::is_action).map(|w| w.surface).collect()
    }

    /// How alike two titles are, 0..1: the mean of shared content words (Dice) and of edit distance over the folded text; 1 only where
    /// both fold to the same.
    #[must_use]
    pub fn similarity(&self, a: &str, b: &str) -> f64 {
        let (key_a, key_b) = (squash(a), squash(b));
        if key_a == key_b {
            return 1.0;
        }
        if key_a.is_empty() || key_b.is_empty() {
            return 0.0;
        }
        let edit = strsim::normalized_levenshtein(&key_a, &key_b);
        let shared = dice(&self.content_words(a), &self.content_words(b));
        f64::midpoint(edit, shared).min(0.999)
    }
}

/// Unpacks the dictionary and adds the words of the user.
fn segmenter(user_dictionary: Option<&str>) -> Result<Segmenter, TokenizerError> {
    let dictionary = shirube_dictionary::load().map_err(|e| TokenizerError::Dictionary(e.to_string()))?;
    let user = match user_dictionary {
        Some(csv) => {
            let rows = checked_rows(csv)?;
            let builder = DictionaryBuilder::new(dictionary.metadata.as_ref().clone());
            let built = builder.build_user_dict_from_reader(rows.as_bytes());
            Some(built.map_err(|e| TokenizerError::UserDictionary(e.to_string()))?)
        }
        None => None,
    };
    Ok(Segmenter::new(Mode::Normal, dictionary, user))
}

/// The rows of a user dictionary without comments.
fn checked_rows(csv: &str) -> Result<String, TokenizerError> {
    let mut rows = String::new();
    for (number, line) in csv.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let fields = line.split(',').count();
        if fields != 13 {
            return Err(TokenizerError::Fields { line: number + 1, fields });
        }
        rows.push_str(line);
        rows.push('\n');
    }
    Ok(rows)
}

/// Twice the shared words over all words, counting repeats.
fn dice(a: &[String], b: &[String]) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in a {
        *counts.entry(word).or_default() += 1;
    }
    let mut shared = 0_u32;
    for word in b {
        if let Some(left) = counts.get_mut(word.as_str()).filter(|left| **left > 0) {
            *left -= 1;
            shared += 1;
        }
    }
    let total = u32::try_from(a.len() + b.len()).unwrap_or(u32::MAX);
    2.0 * f64::from(shared) / f64::from(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = include_str!("../../rules/dictionary.csv");

    fn shared_between_threads<T: Send + Sync>(_: &T) {}

    #[test]
    fn words_with_parts_of_speech() {
        let tokenizer = Tokenizer::new(None).unwrap();
        shared_between_threads(&tokenizer);
        let text = "水道料金の徴収を検討する";
        let words = tokenizer.words(text);
        assert!(words.iter().all(|w| text[w.range.clone()] == w.surface));
        assert_eq!(tokenizer.actions("検討・調査を経て実施"), ["検討", "調査", "実施"]);
        assert!(tokenizer.words("").is_empty());
    }

    #[test]
    fn field_words_stay_whole() {
        let plain = Tokenizer::new(None).unwrap();
        let own = Tokenizer::lazy(WORDS);
        for word in ["会議録", "耐震化率", "有収率", "官民連携"] {
            let text = format!("{word}の作成");
            assert_eq!(own.words(&text)[0].surface, word);
        }
        assert_ne!(plain.words("会議録の作成")[0].surface, "会議録");
        // A field word must not swallow its neighbours.
        assert_eq!(own.words("経営戦略の改定")[0].surface, "経営戦略");
    }

    #[test]
    fn titles_alike_and_unlike() {
        let t = Tokenizer::new(Some(WORDS)).unwrap();
        assert!((t.similarity("お客さま意識調査", "お客さま意識調査 ") - 1.0).abs() < f64::EPSILON);
        let near = t.similarity("給水装置工事申請等のオンライン化", "給水装置工事申請のオンライン化");
        let far = t.similarity("給水装置工事申請等のオンライン化", "水質自動測定装置の導入");
        assert!(near > 0.85 && far < 0.4, "{near} {far}");
        assert_eq!(t.similarity("", "水道"), 0.0);
    }

    #[test]
    fn a_wrong_row_is_an_error() {
        assert!(matches!(Tokenizer::new(Some("# words\n会議録,1,2")), Err(TokenizerError::Fields { line: 2, fields: 3 })));
        assert!(matches!(Tokenizer::new(Some("会議録,x,1285,-2000,名詞,一般,*,*,*,*,会議録,a,b")), Err(TokenizerError::UserDictionary(_))));
    }
}
