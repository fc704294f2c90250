//! The pages of the site: which there are, what each is given, and how templates write figures, years and links.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde};
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value, context};
use serde::Serialize;

use super::chart::line_chart;
use super::files::hash;
use super::format::{calendar_year, compared, era_year, fiscal_year, number, shorten};
use super::words::Words;
use super::{Failure, Lang, ReportError, ReportOptions};
use crate::model::{Evidence, Record};
use crate::track::{Cite, Overview, PlanView, SourceDocument};

/// Longest quote shown; the CSV files have it whole.
const QUOTE: usize = 240;

/// More sources than this are not repeated on the comparison page.
const MOST_SOURCES: usize = 1500;

/// The embedded templates.
pub(super) const TEMPLATES: [(&str, &str); 6] = [
    ("style.css", include_str!("../../templates/style.css")),
    ("base.html", include_str!("../../templates/base.html")),
    ("macros.html", include_str!("../../templates/macros.html")),
    ("index.html", include_str!("../../templates/index.html")),
    ("plan.html", include_str!("../../templates/plan.html")),
    ("comparison.html", include_str!("../../templates/comparison.html")),
];

/// All pages of a run.
pub(super) struct Site<'a> {
    documents: &'a [&'a SourceDocument],
    failures: &'a [Failure],
    overview: &'a Overview,
    environment: Environment<'static>,
    words: Words,
    options: &'a ReportOptions,
    /// File name of each document's page.
    pages: Vec<String>,
}

/// One entry of a page's list of sources.
#[derive(Serialize)]
struct Source {
    anchor: String,
    kind: &'static str,
    id: String,
    places: Vec<(String, String)>,
    confidence: String,
    reasons: Vec<String>,
}

/// The sources of one file.
#[derive(Serialize)]
struct SourceList {
    file: String,
    entries: Vec<Source>,
}

impl<'a> Site<'a> {
    pub(super) fn new(
        documents: &'a [&'a SourceDocument],
        failures: &'a [Failure],
        overview: &'a Overview,
        options: &'a ReportOptions,
    ) -> Result<Self, ReportError> {
        let words = Words::load(options.lang)?;
        let environment = environment(documents, &words, options.lang)?;
        let pages = page_names(documents, overview);
        Ok(Self { documents, failures, overview, environment, words, options, pages })
    }

    /// The names of all pages in the order of writing.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names = vec!["index.html".to_owned()];
        names.extend(self.pages.iter().cloned());
        names.push("comparison.html".to_owned());
        names
    }

    /// Renders one of [`Self::names`].
    pub(super) fn render(&self, name: &str) -> Result<String, ReportError> {
        let (template, given) = match self.pages.iter().position(|p| p == name) {
            Some(i) => ("plan.html", self.plan(&self.overview.plans[i])),
            None if name == "comparison.html" => (name, self.comparison()),
            None => ("index.html", self.index()),
        };
        let shared = context! { lang => self.options.lang.code(), pages => self.pages.clone(), families => serde(&self.overview.families) };
        let error = |source| ReportError::Template { name: name.to_owned(), source };
        let template = self.environment.get_template(template).map_err(error)?;
        template.render(context! { ..given, ..shared }).map_err(error)
    }

    fn index(&self) -> Value {
        let mut totals: BTreeMap<&str, usize> = BTreeMap::new();
        for plan in &self.overview.plans {
            for (kind, n) in &plan.counts {
                *totals.entry(kind).or_default() += n;
            }
        }
        let documents: Vec<Value> = self.overview.plans.iter().map(|p| self.document(p)).collect();
        let sum = |f: fn(&SourceDocument) -> usize| self.documents.iter().map(|d| f(d)).sum::<usize>();
        context! {
            documents,
            failures => serde(self.failures),
            totals => serde(&totals),
            page_total => sum(|d| d.pages),
            line_total => sum(|d| d.lines),
            table_total => sum(|d| d.tables),
            warning_total => sum(|d| d.warnings.len()),
            doubt_total => self.overview.plans.iter().map(|p| p.doubts.len()).sum::<usize>(),
            compared => self.overview.comparison.rows.len(),
            utilities => self.overview.comparison.utilities.clone(),
        }
    }

    /// What the index and the page's own head say of a document.
    fn document(&self, plan: &PlanView) -> Value {
        let d = self.documents[plan.document];
        let mut warnings: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        for w in &d.warnings {
            warnings.entry((&w.code, &w.detail)).or_default().extend(w.page);
        }
        let warnings: Vec<Value> = warnings
            .into_iter()
            .map(|((code, detail), mut at)| {
                at.sort_unstable();
                at.dedup();
                let words = Words::warning(self.options.lang, code, &shorten(detail, QUOTE));
                context! { words, more => at.len() > 12, at => at.into_iter().take(12).collect::<Vec<_>>() }
            })
            .collect();
        context! {
            page => self.pages[plan.document].clone(),
            file => d.file.clone(),
            hash => shorten(&d.hash, 12),
            paged => d.pages > 0,
            pages => d.pages,
            lines => d.lines,
            tables => d.tables,
            title => plan.title.clone(),
            utility => plan.utility.clone(),
            facts => serde(&plan.facts),
            is_report => plan.is_report,
            is_current => plan.is_current,
            counts => serde(&plan.counts),
            record_total => d.records.len(),
            unread => plan.tables.len(),
            doubts => plan.doubts.len(),
            warnings,
            index => plan.document,
        }
    }

    fn plan(&self, plan: &PlanView) -> Value {
        let family = &self.overview.families[plan.family];
        let members: Vec<Value> = family.members().map(|d| self.document(&self.overview.plans[d])).collect();
        let (mut charts, mut charts_at) = (Vec::new(), Vec::new());
        for (i, series) in plan.series.iter().enumerate() {
            if let Some(svg) = line_chart(series, self.options.lang, &self.words) {
                charts.push(Value::from_safe_string(svg));
                charts_at.push(i);
            }
        }
        let described: Vec<usize> = (0..plan.series.len())
            .filter(|&i| plan.series[i].formula.is_some() || plan.series[i].definition.is_some() || plan.series[i].evaluation.is_some())
            .collect();
        let records = |cites: &[Cite]| cites.iter().map(|c| self.record(*c)).collect::<Vec<Value>>();
        let mut cited: BTreeSet<Cite> =
            (0..self.documents[plan.document].records.len()).map(|record| Cite { document: plan.document, record }).collect();
        collect_cites(&serde_json::to_value(plan).unwrap_or_default(), &mut cited);
        context! {
            plan => serde(plan),
            document => self.document(plan),
            members,
            chart_total => charts.len(),
            charts,
            charts_at,
            described,
            word_targets => serde(plan.word_targets().collect::<Vec<_>>()),
            reviews => records(&plan.reviews),
            terms => records(&plan.terms),
            tables => records(&plan.tables),
            doubts => records(&plan.doubts),
            unscheduled => unscheduled(plan),
            sources => serde(self.sources(&cited)),
        }
    }

    fn comparison(&self) -> Value {
        let all = &self.overview.comparison;
        // What the main tables show is borne out on the page itself, as long as that keeps it light; all else on the plans' pages.
        let figures = all.rows.iter().flat_map(|r| &r.cells).flat_map(|c| [&c.stated, &c.other_year]).flatten();
        let mut cited: BTreeSet<Cite> = figures.map(|s| s.cite).collect();
        if cited.len() > MOST_SOURCES {
            cited.clear();
        }
        let states = |i: &usize| all.rows.iter().any(|r| !r.cells[*i].points.is_empty());
        let (shown, silent): (Vec<usize>, Vec<usize>) = (0..all.utilities.len()).partition(states);
        context! {
            comparison => serde(all),
            shown,
            silent => silent.into_iter().map(|i| all.utilities[i].clone()).collect::<Vec<_>>(),
            sources => serde(self.sources(&cited)),
        }
    }

    fn record(&self, cite: Cite) -> Value {
        let record = &self.documents[cite.document].records[cite.record];
        context! {
            cite => serde(cite),
            body => serde(&record.body),
            confidence => percent(record.confidence),
            reasons => self.reasons(record),
            quote => record.evidence.first().map(|e| shorten(&e.quote, QUOTE)),
        }
    }

    fn reasons(&self, record: &Record) -> Vec<String> {
        record.reasons.iter().map(|r| self.words.find(&format!("reason.{r}")).unwrap_or(r).to_owned()).collect()
    }

    fn sources(&self, cited: &BTreeSet<Cite>) -> Vec<SourceList> {
        let mut lists: Vec<SourceList> = Vec::new();
        let mut last = None;
        for cite in cited {
            let document = self.documents[cite.document];
            let record = &document.records[cite.record];
            if last != Some(cite.document) {
                lists.push(SourceList { file: document.file.clone(), entries: Vec::new() });
                last = Some(cite.document);
            }
            let entry = Source {
                anchor: anchor(*cite),
                kind: record.body.type_name(),
                id: record.id.clone(),
                places: record.evidence.iter().map(|e| (place(e, &self.words), shorten(&e.quote, QUOTE))).collect(),
                confidence: percent(record.confidence),
                reasons: self.reasons(record),
            };
            if let Some(list) = lists.last_mut() {
                list.entries.push(entry);
            }
        }
        lists
    }
}

/// A serialisable view as a value of the templates.
fn serde<T: Serialize>(view: T) -> Value {
    Value::from(Serde(view))
}

/// Page names by document: ASCII, the same as long as utility, title and file name are.
fn page_names(documents: &[&SourceDocument], overview: &Overview) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let name = |(d, p): (&&SourceDocument, &PlanView)| {
        let mut n = 0;
        loop {
            let key = format!("{}\0{}\0{}\0{n}", p.utility, p.title, d.file);
            let name = format!("plan-{}.html", &hash(key.as_bytes())[..10]);
            if taken.insert(name.clone()) {
                return name;
            }
            n += 1;
        }
    };
    documents.iter().zip(&overview.plans).map(name).collect()
}

/// Measures that no bar is drawn for.
fn unscheduled(plan: &PlanView) -> Vec<usize> {
    let drawn: BTreeSet<usize> = plan.gantt.rows.iter().filter_map(|r| r.measure).collect();
    (0..plan.measures.len()).filter(|i| !drawn.contains(i)).collect()
}

/// Every `{document, record}` pair in a serialised view.
fn collect_cites(json: &serde_json::Value, cited: &mut BTreeSet<Cite>) {
    match json {
        serde_json::Value::Object(map) => {
            let number = |key: &str| map.get(key).and_then(serde_json::Value::as_u64).and_then(|n| usize::try_from(n).ok());
            if map.len() == 2
                && let (Some(document), Some(record)) = (number("document"), number("record"))
            {
                cited.insert(Cite { document, record });
            }
            map.values().for_each(|v| collect_cites(v, cited));
        }
        serde_json::Value::Array(all) => all.iter().for_each(|v| collect_cites(v, cited)),
        _ => {}
    }
}

fn anchor(cite: Cite) -> String {
    format!("s{}-{}", cite.document + 1, cite.record + 1)
}

fn place(e: &Evidence, words: &Words) -> String {
    match (e.page, e.line) {
        (Some(page), _) => words.get("at_page").replace("{n}", &page.to_string()),
        (None, Some(line)) => words.get("at_line").replace("{n}", &line.to_string()),
        (None, None) => words.get("at_unknown"),
    }
}

fn percent(confidence: f32) -> String {
    format!("{:.0}%", confidence.clamp(0.0, 1.0) * 100.0)
}

/// The word by which a unit-like enum is serialised.
pub(super) fn key_of<T: Serialize>(value: T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(ToOwned::to_owned)).unwrap_or_default()
}

fn environment(documents: &[&SourceDocument], words: &Words, lang: Lang) -> Result<Environment<'static>, ReportError> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    let fault = |source| ReportError::Template { name: "syntax".to_owned(), source };
    env.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(fault)?);
    env.set_auto_escape_callback(|name| if name.ends_with(".css") { AutoEscape::None } else { AutoEscape::Html });
    for (name, source) in TEMPLATES {
        env.add_template(name, source).map_err(|source| ReportError::Template { name: name.to_owned(), source })?;
    }
    let table = words.clone();
    env.add_function("t", move |key: &str, given: Kwargs| word(&table, key, &given));
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
    env.add_filter("anchor", move |v: Value| key(&v).map(anchor).unwrap_or_default());
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

/// A point or a stated value as it is to be read: the number with its comparator, else its words.
fn figure(point: &Value, lang: Lang) -> String {
    let text = point.get_attr("text").ok().and_then(|t| t.as_str().map(ToOwned::to_owned)).unwrap_or_default();
    let comparator = point.get_attr("comparator").ok().and_then(|c| c.as_str().map(ToOwned::to_owned));
    match point.get_attr("value").ok().and_then(|v| f64::try_from(v).ok()) {
        Some(value) => compared(value, comparator.as_deref(), &text, lang),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cites_are_found_in_views() {
        let json = serde_json::json!({"a": [{"cite": {"document": 0, "record": 3}}], "b": {"document": 1, "record": 2, "more": 1}});
        let mut cited = BTreeSet::new();
        collect_cites(&json, &mut cited);
        assert_eq!(cited.into_iter().collect::<Vec<_>>(), [Cite { document: 0, record: 3 }]);
    }

    #[test]
    fn every_role_has_a_key() {
        assert_eq!(crate::report::chart::role_key(crate::model::Role::Baseline), key_of(crate::model::Role::Baseline));
        assert_eq!(key_of(crate::track::State::NotReported), "not_reported");
    }
}
