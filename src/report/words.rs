//! The words of the pages in both languages: one table, embedded from `templates/words.toml`.

use std::collections::BTreeMap;

use super::{Lang, ReportError};

const SOURCE: &str = include_str!("../../templates/words.toml");

/// The words of one language by key.
#[derive(Debug, Clone)]
pub(super) struct Words(BTreeMap<String, String>, Lang);

impl Words {
    /// Reads the embedded table.
    pub(super) fn load(lang: Lang) -> Result<Self, ReportError> {
        let mut tables: BTreeMap<String, BTreeMap<String, String>> =
            toml::from_str(SOURCE).map_err(|e| ReportError::Words { reason: e.to_string() })?;
        let name = lang.code();
        tables.remove(name).map(|words| Self(words, lang)).ok_or_else(|| ReportError::Words { reason: format!("no table [{name}]") })
    }

    /// The word for a key, if there is one.
    pub(super) fn find(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// What a warning says, in the words of the program's messages; its code and detail where the catalogue has none.
    pub(super) fn warning(lang: Lang, code: &str, detail: &str) -> String {
        let found = crate::_rust_i18n_try_translate(lang.code(), format!("warning.{code}"));
        let text = found.map_or_else(|| "%{code} %{detail}".to_owned(), |t| t.into_owned());
        text.replace("%{code}", code).replace("%{detail}", detail).trim().to_owned()
    }

    /// How a record was read or why it is doubted, from the program's messages.
    pub(super) fn reason(&self, code: &str) -> String {
        super::view::Speech(self.1).reason(code)
    }

    /// The word for a key; the key itself where a word is missing.
    pub(super) fn get(&self, key: &str) -> String {
        self.find(key).unwrap_or(key).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_keys() {
        let (ja, en) = (Words::load(Lang::Ja).unwrap(), Words::load(Lang::En).unwrap());
        assert_eq!(ja.0.keys().collect::<Vec<_>>(), en.0.keys().collect::<Vec<_>>());
        assert!(ja.find("no such key").is_none());
    }

    #[test]
    fn every_word_that_a_template_asks_for_exists() {
        let words = Words::load(Lang::Ja).unwrap();
        let asks = regex::Regex::new(r#"\bt\('([a-z_0-9.]+)'[,)]"#).unwrap();
        let mut asked = 0;
        for (name, source) in crate::report::templates::TEMPLATES {
            for found in asks.captures_iter(source) {
                asked += 1;
                assert!(words.find(&found[1]).is_some(), "{name} asks for {}", &found[1]);
            }
        }
        assert!(asked > 50, "the pattern no longer finds the templates' words");
    }
}
