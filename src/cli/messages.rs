//! The message catalogue (`locales/*.toml`): every word the program says, in Japanese and English.

// The catalogue is read by a macro at build time; these lines make the build notice when it changes.
const _: [&str; 5] = [
    include_str!("../../locales/fields.toml"),
    include_str!("../../locales/help.toml"),
    include_str!("../../locales/messages.toml"),
    include_str!("../../locales/problems.toml"),
    include_str!("../../locales/reports.toml"),
];

/// The words of a key in the current language, English where the language has none.
pub(crate) fn find(key: &str) -> Option<String> {
    crate::_rust_i18n_try_translate(&rust_i18n::locale(), key).map(std::borrow::Cow::into_owned)
}

/// The words of a key that must be there; the key itself where it is not, so that nothing is ever lost.
pub(crate) fn text(key: &str) -> String {
    find(key).unwrap_or_else(|| key.to_owned())
}

/// Puts values into the places `%{name}` of a text.
pub(crate) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let (names, values): (Vec<&str>, Vec<String>) = values.iter().map(|(name, value)| (*name, (*value).to_owned())).unzip();
    rust_i18n::replace_patterns(text, &names, &values)
}

/// The words of one language without falling back.
#[cfg(test)]
pub(crate) fn translation(language: &str, key: &str) -> Option<String> {
    crate::_rust_i18n_backend().translate(language, key).map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use regex::Regex;
    use toml::Value;

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR"))
    }

    /// All messages of the catalogue: key to language to words.
    fn catalogue() -> BTreeMap<String, BTreeMap<String, String>> {
        fn collect(path: &str, value: &Value, all: &mut BTreeMap<String, BTreeMap<String, String>>) {
            for (name, below) in value.as_table().into_iter().flatten() {
                match below.as_str() {
                    Some(words) => _ = all.entry(path.to_owned()).or_default().insert(name.clone(), words.to_owned()),
                    None => collect(&if path.is_empty() { name.clone() } else { format!("{path}.{name}") }, below, all),
                }
            }
        }
        let mut all = BTreeMap::new();
        for file in std::fs::read_dir(root().join("locales")).unwrap() {
            let words = std::fs::read_to_string(file.unwrap().path()).unwrap();
            collect("", &toml::from_str(&words).unwrap(), &mut all);
        }
        all
    }

    /// What the pattern's first group catches in the sources of a room.
    fn in_sources(room: &str, pattern: &str) -> BTreeSet<String> {
        let pattern = Regex::new(pattern).unwrap();
        let files = walkdir::WalkDir::new(root().join("src").join(room)).into_iter().map(Result::unwrap);
        let sources = files.filter(|f| f.path().extension().is_some_and(|e| e == "rs") && !f.path().ends_with("messages.rs"));
        sources
            .flat_map(|f| {
                let source = std::fs::read_to_string(f.path()).unwrap();
                pattern.captures_iter(&source).map(|c| c[1].to_owned()).collect::<Vec<_>>()
            })
            .collect()
    }

    #[track_caller]
    fn assert_in_catalogue(keys: impl IntoIterator<Item = String>) {
        let catalogue = catalogue();
        let missing: Vec<String> = keys.into_iter().filter(|key| !catalogue.contains_key(key)).collect();
        assert!(missing.is_empty(), "not in locales/: {missing:?}");
    }

    #[test]
    fn every_message_is_in_both_languages_with_the_same_values() {
        let places = Regex::new(r"%\{(\w+)\}").unwrap();
        // What a field means is said in English by the doc comment of its type.
        for (key, words) in catalogue().into_iter().filter(|(key, _)| !key.starts_with("field_means.")) {
            assert_eq!(words.keys().collect::<Vec<_>>(), ["en", "ja"], "{key}");
            let values = |language| places.captures_iter(&words[language]).map(|c| c[1].to_owned()).collect::<BTreeSet<_>>();
            assert_eq!(values("en"), values("ja"), "{key}");
        }
    }

    #[test]
    fn every_rule_and_doubt_of_check_has_words() {
        let codes = |room: &str| in_sources(room, r#"=> "([a-z_]+)","#);
        assert_in_catalogue(codes("check/confidence").into_iter().map(|code| format!("doubt.{code}")));
        let rules = in_sources("check", r#"Self::[A-Z]\w+ => "([a-z_]+)","#);
        let rules = rules.into_iter().filter(|code| !codes("check/confidence").contains(code));
        assert_in_catalogue(rules.flat_map(|code| [format!("check_rule.{code}"), format!("check_says.{code}")]));
        let themes = crate::model::Theme::ALL.map(|theme| format!("theme.{}", theme.word()));
        assert_in_catalogue(themes);
    }

    #[test]
    fn every_way_of_reading_has_words() {
        let catalogue = catalogue();
        let ways = in_sources("extract", r#"because\("([a-z_]+)"\)"#);
        let nodes = in_sources("extract", r#"(?:SURE|LOST|LIST|TABLE|FOOTNOTE),\s*"([a-z_]+)""#);
        assert!(ways.len() > 15 && nodes.len() > 3, "the sources are written otherwise now: {ways:?} {nodes:?}");
        let known = |code: &String| catalogue.contains_key(&format!("reason.{code}")) || catalogue.contains_key(&format!("doubt.{code}"));
        let missing: Vec<String> = ways.into_iter().chain(nodes).filter(|code| !known(code)).collect();
        assert!(missing.is_empty(), "neither reason.* nor doubt.*: {missing:?}");
    }

    #[test]
    fn every_key_that_is_used_is_there() {
        assert_in_catalogue(in_sources("cli", r#"\bt!\(\s*"([a-z_.]+)""#));
        assert_in_catalogue(in_sources("cli", r#"\btext(?:_of)?\("([a-z_.]+)""#));
    }

    #[test]
    fn every_error_of_the_rooms_has_a_message() {
        let codes = r#"\{ \.\. \} => "([a-z_]+)""#;
        assert_in_catalogue(in_sources("read", codes).into_iter().map(|code| format!("read.{code}")));
        assert_in_catalogue(in_sources("store", r#"=> "(store_[a-z_]+)""#).into_iter().map(|code| format!("store.{code}")));
        assert_in_catalogue(in_sources("store", r#"Problem \{ code: "([a-z_]+)""#).into_iter().map(|code| format!("problem.{code}")));
        assert_in_catalogue(
            in_sources("cli/problems.rs", r#"\b(?:with|detail)\("([a-z_]+)""#).into_iter().map(|code| format!("rules.{code}")),
        );
        assert_in_catalogue(in_sources("cli/problems.rs", r#"=> \("([a-z_]+)","#).into_iter().map(|code| format!("report.{code}")));
    }

    #[test]
    fn every_problem_of_a_form_has_a_message() {
        let codes = in_sources("forms", r#"(?:refusal|remark|refuse)\(\s*"([a-z_]+)""#);
        assert!(codes.len() > 8, "the sources are written otherwise now: {codes:?}");
        assert_in_catalogue(codes.into_iter().map(|code| format!("form.{code}")));
    }

    #[test]
    fn every_warning_of_the_rooms_has_a_message() {
        let mut codes = BTreeSet::new();
        for room in ["read", "layout", "extract", "store"] {
            codes.extend(in_sources(room, r#"\b(?:page_)?warn(?:ing)?\(\s*"([a-z_]+)""#));
            codes.extend(in_sources(room, r#"Warning \{\s*code: "([a-z_]+)""#));
        }
        assert!(codes.len() > 8, "the sources are written otherwise now: {codes:?}");
        assert_in_catalogue(codes.into_iter().map(|code| format!("warning.{code}")));
    }

    #[test]
    fn every_type_of_record_has_a_name_and_the_reports_use_the_same() {
        let types = in_sources("model", r#"Self::\w+\(_\) => "([a-z]+)""#);
        assert_eq!(types.len(), 12, "{types:?}");
        assert_in_catalogue(types.into_iter().map(|name| format!("type.{name}")));
        let reports: Value = toml::from_str(include_str!("../../templates/words.toml")).unwrap();
        // Reasons and doubts the reports take from this catalogue themselves.
        for (key, words) in catalogue().iter().filter(|(key, _)| ["type.", "kind."].iter().any(|p| key.starts_with(p))) {
            for (language, word) in words {
                assert_eq!(reports[language][key].as_str(), Some(word.as_str()), "{language} {key}");
            }
        }
    }
}
