//! The message catalogue (`locales/*.toml`): every word the program says, in Japanese and English.

// The catalogue is read by a macro at build time; these lines make the build notice when it changes.
const _: [&str; 3] =
    [include_str!("../../locales/help.toml"), include_str!("../../locales/messages.toml"), include_str!("../../locales/problems.toml")];

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
