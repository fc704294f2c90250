//! The embedded templates and how they write words, figures, years and links to sources.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Kwargs;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value};

use super::evidence;
use super::format::{calendar_year, compared, era_year, fiscal_year, number, shorten, with_unit};
use super::view::Speech;
use super::words::Words;
use super::{Lang, ReportError, ReportOptions};
use crate::model::{Evidence, Record};
use crate::track::{Cite, SourceDocument};

/// The embedded templates.
pub(super) const TEMPLATES: [(&str, &str); 18] = [
    ("style.css", include_str!("../../templates/style.css")),
    ("alone.html", include_str!("../../templates/alone.html")),
    ("base.html", include_str!("../../templates/base.html")),
    ("macros.html", include_str!("../../templates/macros.html")),
    ("index.html", include_str!("../../templates/index.html")),
    ("plan.html", include_str!("../../templates/plan.html")),
    ("report_page.html", include_str!("../../templates/report_page.html")),
    ("reports.html", include_str!("../../templates/reports.html")),
    ("report.html", include_str!("../../templates/report.html")),
    ("utility.html", include_str!("../../templates/utility.html")),
    ("theme.html", include_str!("../../templates/theme.html")),
    ("year.html", include_str!("../../templates/year.html")),
    ("sections.html", include_str!("../../templates/sections.html")),
    ("search.html", include_str!("../../templates/search.html")),
    ("search.js", include_str!("../../templates/search.js")),
    ("tables.js", include_str!("../../templates/tables.js")),
    ("evidence.html", include_str!("../../templates/evidence.html")),
    ("evidence.css", include_str!("../../templates/evidence.css")),
];

/// An environment with the templates, their functions and filters; `documents` give the places of records.
pub(super) fn environment(
    documents: &[&SourceDocument],
    words: &Words,
    options: &ReportOptions,
) -> Result<Environment<'static>, ReportError> {
    let lang = options.lang;
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    let fault = |source| ReportError::Template { name: "syntax".to_owned(), source };
    env.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(fault)?);
    env.set_auto_escape_callback(|name| if name.ends_with(".css") || name.ends_with(".js") { AutoEscape::None } else { AutoEscape::Html });
    for (name, source) in TEMPLATES {
        let source = match &options.templates {
            Some(folder) => own(&folder.join(name))?.map_or(Cow::Borrowed(source), Cow::Owned),
            None => Cow::Borrowed(source),
        };
        env.add_template_owned(name, source).map_err(|source| ReportError::Template { name: name.to_owned(), source })?;
    }
    let table = words.clone();
    env.add_function("t", move |key: &str, given: Kwargs| word(&table, key, &given));
    env.add_function("say", move |key: &str, given: Kwargs| said(Speech(lang), key, &given));
    // Lines of a cell; everything else in it is escaped.
    env.add_filter("lines", |text: &str| Value::from_safe_string(escape(text).replace('\n', "<br>")));
    // A limit takes its unit in (40%以上); any other figure has it beside itself.
    env.add_filter("measured", |shown: &str, unit: Option<String>| {
        let whole = with_unit(shown, &unit.unwrap_or_default());
        if whole.ends_with(|c: char| "上下超満".contains(c)) { whole } else { shown.to_owned() }
    });
    env.add_filter("fy", move |year: i32| fiscal_year(year, lang));
    env.add_filter("era", move |year: i32| era_year(year, lang));
    env.add_filter("calendar", move |year: i32| calendar_year(year, lang));
    env.add_filter("num", |n: f64| number(n, None));
    env.add_filter("figure", move |point: Value| figure(&point, lang));
    env.add_filter("short", |text: &str, limit: usize| shorten(text, limit));
    let key = |v: &Value| -> Option<Cite> {
        let at = |name: &str| v.get_attr(name).ok().and_then(|n| usize::try_from(n).ok());
        Some(Cite { document: at("document")?, record: at("record")? })
    };
    let hrefs: Arc<Vec<Vec<String>>> = Arc::new(
        documents
            .iter()
            .map(|d| {
                d.records.iter().map(|r| r.evidence.first().and_then(|e| evidence::link(&d.hash, &d.file, e)).unwrap_or_default()).collect()
            })
            .collect(),
    );
    // An address is made of letters, digits and signs that mean nothing in HTML.
    env.add_filter("href", move |v: Value| {
        Value::from_safe_string(key(&v).and_then(|c| hrefs.get(c.document)?.get(c.record).cloned()).unwrap_or_default())
    });
    env.add_global("lang", lang.code());
    env.add_filter("css", css);
    env.add_filter("theme", move |word: &str| {
        crate::_rust_i18n_try_translate(lang.code(), format!("theme.{word}")).map_or_else(|| word.to_owned(), |t| t.into_owned())
    });
    let places: Arc<Vec<Vec<String>>> = Arc::new(
        documents
            .iter()
            .map(|d| {
                let first = |r: &Record| r.evidence.first().map_or_else(|| words.get("at_unknown"), |e| place(e, words));
                d.records.iter().map(|r| format!("{} {}", d.file, first(r))).collect()
            })
            .collect(),
    );
    env.add_filter("place", move |v: Value| key(&v).and_then(|c| places.get(c.document)?.get(c.record).cloned()).unwrap_or_default());
    Ok(env)
}

/// Words inside a string of a style sheet, where a tag's end or a quotation mark would end it.
fn css(text: &str) -> Value {
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'").replace("&amp;", "&");
    let escape = |c: char| match c {
        '"' | '\\' | '<' | '>' | '&' | '\n' | '\r' => format!("\\{:x} ", u32::from(c)),
        c => c.to_string(),
    };
    Value::from_safe_string(plain.chars().map(escape).collect())
}

/// A template of the user, `None` where the folder has none of this name.
fn own(file: &Path) -> Result<Option<String>, ReportError> {
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(ReportError::TemplateFile { file: file.to_owned(), source }),
    }
}

/// A word with its `{placeholders}` filled in; an unknown key is a fault of the template.
fn word(words: &Words, key: &str, given: &Kwargs) -> Result<String, minijinja::Error> {
    let found = words.find(key).ok_or_else(|| minijinja::Error::new(ErrorKind::UndefinedError, format!("no word {key}")))?;
    let mut text = found.to_owned();
    for name in given.args() {
        let value: Value = given.get(name)?;
        let shown = if value.is_number() { f64::try_from(value).map(|n| number(n, None)).unwrap_or_default() } else { value.to_string() };
        text = text.replace(&format!("{{{name}}}"), &shown);
    }
    Ok(text)
}

/// A word of the message catalogue with its `%{places}` filled in; an unknown key is a fault of the template.
fn said(speech: Speech, key: &str, given: &Kwargs) -> Result<String, minijinja::Error> {
    let mut text = speech.find(key).ok_or_else(|| minijinja::Error::new(ErrorKind::UndefinedError, format!("no word {key}")))?;
    for name in given.args() {
        let value: Value = given.get(name)?;
        text = text.replace(&format!("%{{{name}}}"), &value.to_string());
    }
    Ok(text)
}

/// Text for HTML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A point or a stated value as it is to be read: the number with its comparator, else its words.
fn figure(point: &Value, lang: Lang) -> String {
    let text = point.get_attr("text").ok().and_then(|t| t.as_str().map(ToOwned::to_owned)).unwrap_or_default();
    let comparator = point.get_attr("comparator").ok().and_then(|c| c.as_str().map(ToOwned::to_owned));
    match point.get_attr("value").ok().and_then(|v| f64::try_from(v).ok()) {
        Some(value) => compared(value, comparator.as_deref(), &text, lang),
        None => text,
    }
}

/// Page or line in words.
pub(super) fn place(e: &Evidence, words: &Words) -> String {
    if let Some(range) = e.range {
        return e.sheet.as_ref().map_or_else(|| range.to_string(), |sheet| format!("{sheet} {range}"));
    }
    match (e.page, e.line) {
        (Some(page), _) => words.get("at_page").replace("{n}", &page.to_string()),
        (None, Some(line)) => words.get("at_line").replace("{n}", &line.to_string()),
        (None, None) => words.get("at_unknown"),
    }
}
