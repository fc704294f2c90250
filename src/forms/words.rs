//! The words of the workbooks, embedded from `templates/forms.toml`.

use std::sync::LazyLock;

use toml::Value;

use super::FormError;

static WORDS: LazyLock<Result<Value, String>> =
    LazyLock::new(|| toml::from_str(include_str!("../../templates/forms.toml")).map_err(|e| e.to_string()));

/// The text under a dotted key, with the places `%{name}` filled.
///
/// # Errors
/// Where the embedded table has no such text: a fault in the program.
pub(super) fn text(key: &str, values: &[(&str, &str)]) -> Result<String, FormError> {
    let found = find(key)?.as_str().map(|text| fill(text, values));
    found.ok_or_else(|| FormError::Words(key.to_owned()))
}

/// The list of texts under a dotted key.
///
/// # Errors
/// As [`text`].
pub(super) fn lines(key: &str, values: &[(&str, &str)]) -> Result<Vec<String>, FormError> {
    let found = find(key)?.as_array().map(|all| all.iter().filter_map(Value::as_str).map(|text| fill(text, values)).collect());
    found.ok_or_else(|| FormError::Words(key.to_owned()))
}

/// The text under a dotted key, where there is one.
pub(super) fn find_text(key: &str) -> Option<String> {
    find(key).ok()?.as_str().map(str::to_owned)
}

fn find(key: &str) -> Result<&'static Value, FormError> {
    let missing = || FormError::Words(key.to_owned());
    let mut value = WORDS.as_ref().map_err(|_| missing())?;
    for part in key.split('.') {
        value = value.get(part).ok_or_else(missing)?;
    }
    Ok(value)
}

fn fill(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("%{{{name}}}"), value))
}
