//! The pages of the site: which there are and what each is given.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::value::Serde;
use minijinja::{Environment, Value, context};
use serde::Serialize;

use super::browse::{Browse, BrowsePage};
use super::chart;
use super::evidence::{EvidenceWriter, percent};
use super::files::hash;
use super::format::{calendar_year, compared, shorten};
use super::search;
use super::templates::environment;
use super::view::{self, ChartPoint, Line, LineChart, Report, Scope};
use super::words::Words;
use super::{Failure, Lang, ReportError, ReportOptions};
use crate::language::Tokenizer;
use crate::model::{Record, Role};
use crate::track::{Cite, Overview, PlanView, Series, SourceDocument, role_order};

/// Longest quote shown; the CSV files have it whole.
const QUOTE: usize = 240;

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
    browse: Browse,
    browsed: Vec<(String, BrowsePage)>,
    /// Files of the search index with their bytes.
    search: Vec<(String, Vec<u8>)>,
    reports: Vec<ReportLink>,
}

/// A report as other pages name it.
#[derive(Serialize)]
pub(super) struct ReportLink {
    key: &'static str,
    /// Stem of its files' names.
    pub(super) file: String,
    title: String,
    scope: Scope,
    /// Hashes of the documents of its plan; empty for a report over all plans.
    #[serde(skip)]
    documents: Vec<String>,
}

impl From<&Report> for ReportLink {
    fn from(report: &Report) -> Self {
        let of_plan = !report.scope.plan.is_empty();
        let own = report.sources.iter().filter(|s| of_plan && s.utility == report.scope.utility);
        Self {
            key: report.key,
            file: report.file.clone(),
            title: report.title.clone(),
            scope: report.scope.clone(),
            // What it draws from plans of others, to compare, does not make it a report on those.
            documents: own.map(|s| s.hash.clone()).collect(),
        }
    }
}

impl<'a> Site<'a> {
    pub(super) fn new(
        documents: &'a [&'a SourceDocument],
        failures: &'a [Failure],
        overview: &'a Overview,
        options: &'a ReportOptions,
        tokenizer: Option<&Tokenizer>,
    ) -> Result<Self, ReportError> {
        let words = Words::load(options.lang)?;
        let environment = environment(documents, &words, options)?;
        let pages = page_names(documents, overview);
        let mut environment = environment;
        environment.add_global("latest", latest(documents, &words, options.lang));
        let browse = Browse::new(overview);
        let browsed = browse.pages();
        let search = search::index(&browse, overview, tokenizer);
        Ok(Self { documents, failures, overview, environment, words, options, pages, browse, browsed, search, reports: Vec::new() })
    }

    /// The names of all pages in the order of writing.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names = vec!["index.html".to_owned()];
        names.extend(self.pages.iter().cloned());
        names.extend(["reports.html".to_owned(), "search.html".to_owned()]);
        names.extend(self.browsed.iter().map(|(name, _)| name.clone()));
        names
    }

    /// The page of each document.
    pub(super) fn homes(&self) -> &[String] {
        &self.pages
    }

    /// What writes the evidence pages.
    pub(super) fn evidence(&self) -> EvidenceWriter<'_> {
        EvidenceWriter { environment: &self.environment, words: &self.words, options: self.options }
    }

    /// Renders one of [`Self::names`].
    pub(super) fn render(&self, name: &str) -> Result<String, ReportError> {
        let (template, given) = match self.pages.iter().position(|p| p == name) {
            Some(i) => ("plan.html", self.plan(&self.overview.plans[i])),
            None if name == "reports.html" => (name, context! { reports => serde(&self.reports) }),
            None if name == "search.html" => (name, self.search_page()),
            None => match self.browsed.iter().find(|(own, _)| own == name) {
                Some((_, page)) => {
                    let (template, given) = self.browse.given(*page);
                    let own = if let BrowsePage::Utility(i) = page { self.browse.utilities[*i].name.as_str() } else { "" };
                    let reports: Vec<&ReportLink> = self.reports.iter().filter(|r| !own.is_empty() && r.scope.utility == own).collect();
                    (template, context! { documents_all => self.titles(), reports => serde(reports), ..given })
                }
                None => ("index.html", self.index()),
            },
        };
        let error = |source| ReportError::Template { name: name.to_owned(), source };
        let template = self.environment.get_template(template).map_err(error)?;
        template.render(given).map_err(error)
    }

    /// The files of the search index.
    pub(super) fn search_files(&self) -> &[(String, Vec<u8>)] {
        &self.search
    }

    fn search_page(&self) -> Value {
        let files: Vec<String> = self.search.iter().map(|(name, _)| name.clone()).collect();
        context! { files, measures => self.browse.utilities.iter().map(|u| u.measures.len()).sum::<usize>() }
    }

    /// Title and page of every document.
    fn titles(&self) -> Vec<Value> {
        let title = |p: &PlanView| {
            context! { page => self.pages[p.document].clone(), title => p.title.clone(), file => self.documents[p.document].file.clone(),
            facts => context! { kind => serde(p.facts.kind) } }
        };
        self.overview.plans.iter().map(title).collect()
    }

    /// A report in all its forms: file names with their bytes.
    pub(super) fn forms(&self, report: &Report) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
        let file = &report.file;
        let json = view::json(report).map_err(|e| ReportError::Words { reason: e.to_string() })?;
        let mut files = self.report_pages(report)?;
        files.extend([
            (format!("excel/{file}.xlsx"), view::workbook(report)?),
            (format!("csv/{file}.csv"), view::csv(report)?),
            (format!("json/{file}.json"), json),
        ]);
        Ok(files)
    }

    /// Headings of CSV columns that hold numbers.
    pub(super) fn numeric_columns(&self) -> Vec<String> {
        let own =
            ["year", "year_to", "from", "to", "due_from", "due_to", "period_from", "period_to", "value", "confidence", "interval_years"];
        let of_facts = ["year", "number"].map(|key| view::Speech(self.options.lang).word("report_fact", key));
        own.iter().map(|key| self.words.get(&format!("col.{key}"))).chain(of_facts).collect()
    }

    /// Remembers what reports there are, so that pages can lead to them.
    pub(super) fn set_reports(&mut self, reports: Vec<ReportLink>) {
        self.reports = reports;
        self.reports
            .sort_by(|a, b| (&a.scope.utility, &a.scope.plan, &a.scope.edition).cmp(&(&b.scope.utility, &b.scope.plan, &b.scope.edition)));
    }

    /// The reports on a plan that a document belongs to.
    fn reports_on(&self, document: usize) -> Vec<&ReportLink> {
        self.reports.iter().filter(|r| r.documents.contains(&self.documents[document].hash)).collect()
    }

    /// A report as pages.
    fn report_pages(&self, report: &Report) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
        let error = |source| ReportError::Template { name: report.file.clone(), source };
        let parts = view::parts(report);
        let name = |n: usize| if n == 1 { format!("{}.html", report.file) } else { format!("{}-{n}.html", report.file) };
        let names: Vec<String> = (1..=parts.len()).map(name).collect();
        let template = self.environment.get_template("report_page.html").map_err(error)?;
        let mut files = Vec::new();
        for (number, part) in (1..).zip(&parts) {
            let body = view::fragment(&self.environment, part, &names, number)?;
            let title = format!("{} {}", report.title, report.scope.plan);
            let html = template.render(context! { title, as_of => report.judged(view::Speech(self.options.lang)), body }).map_err(error)?;
            files.push((names[number - 1].clone(), html.into_bytes()));
        }
        Ok(files)
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
            families => serde(&self.overview.families),
            reports => serde(self.reports.iter().filter(|r| r.scope.plan.is_empty()).collect::<Vec<_>>()),
            links => self.browse.links(),
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
            if let Some(svg) = chart::draw(&view::Chart::Lines(self.line_chart(series)), self.options.lang, &self.words.get("chart_alt")) {
                charts.push(Value::from_safe_string(svg));
                charts_at.push(i);
            }
        }
        let described: Vec<usize> = (0..plan.series.len())
            .filter(|&i| plan.series[i].formula.is_some() || plan.series[i].definition.is_some() || plan.series[i].evaluation.is_some())
            .collect();
        let records = |cites: &[Cite]| cites.iter().map(|c| self.record(*c)).collect::<Vec<Value>>();
        context! {
            plan => serde(plan),
            document => self.document(plan),
            members,
            chart_total => charts.len(),
            charts,
            charts_at,
            reports => serde(self.reports_on(plan.document)),
            described,
            word_targets => serde(plan.word_targets().collect::<Vec<_>>()),
            reviews => records(&plan.reviews),
            terms => records(&plan.terms),
            tables => records(&plan.tables),
            doubts => records(&plan.doubts),
            unscheduled => unscheduled(plan),
        }
    }

    /// An indicator's values as a chart, a line for each role.
    fn line_chart(&self, series: &Series) -> LineChart {
        let mut lines: BTreeMap<u8, Line> = BTreeMap::new();
        for p in &series.points {
            let (Some(year), Some(value)) = (p.year, p.value) else { continue };
            let role = if p.role == Role::Baseline { Role::Actual } else { p.role };
            let name = || self.words.get(&format!("role.{}", key_of(role)));
            let line = lines.entry(role_order(role)).or_insert_with(|| Line { name: name(), role, interim: false, points: Vec::new() });
            let shown = compared(value, p.comparator.as_deref(), &p.text, self.options.lang);
            line.points.push(ChartPoint { year, value, shown });
        }
        LineChart {
            title: series.name.clone(),
            unit: series.unit.clone().unwrap_or_default(),
            lines: lines.into_values().collect(),
            sources: Vec::new(),
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
        record.reasons.iter().map(|r| self.words.reason(r)).collect()
    }
}

/// A serialisable view as a value of the templates.
pub(super) fn serde<T: Serialize>(view: T) -> Value {
    Value::from(Serde(view))
}

/// What the newest date printed on the documents says of their age; "" where none prints one.
fn latest(documents: &[&SourceDocument], words: &Words, lang: Lang) -> String {
    let dates = documents.iter().flat_map(|d| d.facts().revisions).filter_map(|r| Some((r.year?, r.month)));
    let shown = |(year, month): (i32, Option<u8>)| {
        let month = month.map(|m| words.get("month_n").replace("{n}", &m.to_string())).unwrap_or_default();
        words.get("latest").replace("{y}", &(calendar_year(year, lang) + &month))
    };
    dates.max().map(shown).unwrap_or_default()
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

/// The word by which a unit-like enum is serialised.
pub(super) fn key_of<T: Serialize>(value: T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(ToOwned::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_a_key() {
        assert_eq!(key_of(crate::model::Role::Baseline), "baseline");
        assert_eq!(key_of(crate::track::Answer::NotApplicable), "not_applicable");
    }
}
