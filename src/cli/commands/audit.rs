//! `shirube audit`: was it done, measure by measure and year by year, with the places of plan and report.

use std::io::Write;

use rust_i18n::t;
use serde::Serialize;

use crate::cli::args::{Audit as Arguments, Global, TrackFormat};
use crate::cli::columns::lay_out;
use crate::cli::documents;
use crate::cli::exit::Exit;
use crate::cli::messages::{fill, find, text};
use crate::cli::output::{Failure, Output};
use crate::cli::pipeline::Tools;
use crate::rules::Rules;
use crate::track::SourceDocument;
use crate::track::audit::{Audit, AuditFinding, Day, Level, Subject, Tracked, YearRollUp, audit, level_of, roll_up, tracked};
use crate::track::identity::Words;

pub(crate) fn run(args: &Arguments, global: &Global, output: Output) -> Result<Exit, Failure> {
    let as_of = args.as_of.as_deref().map(day).transpose()?;
    let tools = Tools::load(global, output)?;
    let chosen = documents::named_or_tracked(&args.documents, &tools, global, output)?;
    let all: Vec<&SourceDocument> = chosen.documents.iter().collect();
    let mut plans = tracked(&all);
    if let Some(wanted) = &args.plan {
        plans.retain(|p| documents::is_named(p, wanted));
    }
    if plans.is_empty() {
        return Err(Failure::failed(t!("error.no_plan_to_audit")));
    }
    let mut exit = Exit::AllWell;
    for plan in &plans {
        let found = audit(plan, as_of, Words::new(Some(&tools.tokenizer)).knowing(&chosen.decided), &tools.rules);
        match args.format {
            TrackFormat::Jsonl => {
                super::json_lines(&[Head::of(plan, &found, &tools.rules)], output)?;
                super::json_lines(&found.rows, output)?;
                super::json_lines(&found.indicators, output)?;
                super::json_lines(&found.amounts, output)?;
                super::json_lines(&found.promises, output)?;
                super::json_lines(&found.findings, output)?;
            }
            TrackFormat::Table => output.results(|out| writeln!(out, "{}\n", page(plan, &found, &tools.rules)))?,
        }
        if args.fail_on.is_some_and(|level| !found.at_least(level.level()).is_empty()) {
            exit = Exit::Findings;
        }
    }
    Ok(exit)
}

/// A fiscal year (R6, 2024, 令和6年度) means its end; a month (2025-07) means that month.
pub(crate) fn day(text: &str) -> Result<Day, Failure> {
    let parts: Vec<&str> = text.split('-').collect();
    if let [year, month, ..] = parts[..]
        && let (Ok(year), Ok(month @ 1..=12)) = (year.parse(), month.parse())
    {
        return Ok(Day { year, month });
    }
    super::fiscal_year(text).map(Day::end_of).ok_or_else(|| Failure::wrong_use(t!("error.as_of", value = text)))
}

/// What was audited and as of when: the first line of each plan.
#[derive(Serialize)]
#[serde(tag = "type", rename = "audit_of")]
struct Head<'a> {
    utility: &'a str,
    plan: &'a str,
    editions: Vec<&'a str>,
    reports: Vec<&'a str>,
    as_of: Option<Day>,
    as_of_rule: &'static str,
    years: Vec<YearRollUp>,
}

impl<'a> Head<'a> {
    fn of(plan: &'a Tracked<'_>, found: &Audit, rules: &Rules) -> Self {
        let names = |all: &'a [crate::track::Edition<'_>]| all.iter().map(|e| e.name.as_str()).collect();
        Self {
            utility: &plan.utility,
            plan: &plan.title,
            editions: names(&plan.editions),
            reports: names(&plan.reports),
            as_of: found.as_of,
            as_of_rule: found.as_of_rule.word(),
            years: roll_up(&found.rows, rules),
        }
    }
}

/// What one plan's audit shows on a terminal: what was asked about, not every row.
fn page(plan: &Tracked<'_>, found: &Audit, rules: &Rules) -> String {
    let title = plan.editions.last().map(|e| e.document.title()).unwrap_or_default();
    let as_of = found.as_of.map_or_else(|| "―".to_owned(), |d| format!("{}-{:02}", d.year, d.month));
    let names = |all: &[crate::track::Edition<'_>]| {
        let names: Vec<&str> = all.iter().map(|e| e.name.as_str()).collect();
        if names.is_empty() { "―".to_owned() } else { names.join(", ") }
    };
    let mut parts = vec![
        t!(
            "audit.head",
            title = title,
            editions = names(&plan.editions),
            reports = names(&plan.reports),
            as_of = as_of,
            rule = text(&format!("as_of.{}", found.as_of_rule.word()))
        )
        .into_owned(),
        counts(found, rules),
    ];
    let mut rows =
        vec![["audit.year", "audit.code", "audit.what", "audit.mark", "audit.state", "audit.findings", "audit.pages"].map(text).to_vec()];
    for r in &found.rows {
        let j = &r.judgement;
        if level_of(j.state.word()).is_some() || j.findings.iter().any(|f| level_of(f) >= Some(Level::Check)) {
            let pages = pages(&r.evidence.plan, &r.evidence.report);
            let code = r.code.clone().unwrap_or_default();
            rows.push(vec![
                r.year.to_string(),
                code,
                r.measure.clone(),
                r.mark.clone().unwrap_or_default(),
                word("state", j.state.word()),
                words(&j.findings),
                pages,
            ]);
        }
    }
    for r in &found.indicators {
        if level_of(r.state.word()).is_some() || r.findings.iter().any(|f| level_of(f) >= Some(Level::Check)) {
            let pages = pages(&r.evidence.plan, &r.evidence.report);
            let (year, code) = (r.year.map(|y| y.to_string()).unwrap_or_default(), r.code.clone().unwrap_or_default());
            rows.push(vec![
                year,
                code,
                r.indicator.clone(),
                r.printed_rate.clone().unwrap_or_default(),
                word("kpi_state", r.state.word()),
                words(&r.findings),
                pages,
            ]);
        }
    }
    if rows.len() > 1 {
        parts.push(lay_out(&rows));
    }
    parts.extend(other_findings(found));
    parts.extend(disagreements(found));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// What is about neither a measure's nor an indicator's row: editions, money, reviews, products.
fn other_findings(found: &Audit) -> Option<String> {
    let heads = ["audit.year", "audit.about", "audit.code", "audit.name", "audit.findings", "audit.facts", "audit.pages"];
    let mut rows = vec![heads.map(text).to_vec()];
    let of_rows = |f: &AuditFinding| {
        matches!(f.subject, Subject::Measure | Subject::Indicator)
            && !matches!(f.finding.as_str(), "vanished" | "target_moved" | "owner_unknown")
    };
    for f in found.findings.iter().filter(|f| f.level >= Level::Check && !of_rows(f)) {
        let facts: Vec<String> = f.facts.iter().map(|(name, value)| format!("{} {}", word("fact", name), plain(value))).collect();
        rows.push(vec![
            f.year.map(|y| y.to_string()).unwrap_or_default(),
            text(&format!("subject.{}", f.subject.word())),
            f.code.clone().unwrap_or_default(),
            short(&f.name),
            word("finding", &f.finding),
            facts.join(" "),
            pages(&f.evidence.plan, &f.evidence.report),
        ]);
    }
    (rows.len() > 1).then(|| lay_out(&rows))
}

/// The utility's own ratings beside the computed states, where they do not agree.
fn disagreements(found: &Audit) -> Option<String> {
    let heads = ["audit.year", "audit.code", "audit.name", "audit.mark", "audit.computed", "audit.pages"];
    let mut rows = vec![heads.map(text).to_vec()];
    for r in found.disagreements() {
        let (code, mark) = (r.code.clone().unwrap_or_default(), r.mark.clone().unwrap_or_default());
        let computed = word("state", r.judgement.state_computed.word());
        rows.push(vec![r.year.to_string(), code, r.measure.clone(), mark, computed, pages(&r.evidence.plan, &r.evidence.report)]);
    }
    (rows.len() > 1).then(|| format!("{}\n{}", text("audit.disagree"), lay_out(&rows)))
}

/// A long sentence cut for a line of the terminal.
fn short(name: &str) -> String {
    if name.chars().count() <= 40 { name.to_owned() } else { name.chars().take(39).chain(['…']).collect() }
}

fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(words) => find(&format!("fact.{words}")).unwrap_or_else(|| words.clone()),
        other => other.to_string(),
    }
}

/// How many rows have each state, how far the year could be judged, and how often plan, do, check and act are all on record.
fn counts(found: &Audit, rules: &Rules) -> String {
    let line = |year: YearRollUp| {
        let states: Vec<String> = year.states.iter().map(|(state, count)| format!("{} {count}", word("state", state.word()))).collect();
        let key = if year.headline { "audit.counts" } else { "audit.counts_only" };
        let (states, pdca) = (states.join(&t!("summary.comma")), format!("{}/{}", year.complete, year.planned));
        let values = [
            ("year", crate::report::fiscal_year(year.year, super::report_language())),
            ("states", states),
            ("good", year.good.to_string()),
        ];
        let more = [("judged", year.judged.to_string()), ("due", year.due.to_string()), ("pdca", pdca)];
        let values: Vec<(&str, &str)> = values.iter().chain(&more).map(|(name, value)| (*name, value.as_str())).collect();
        fill(&text(key), &values)
    };
    roll_up(&found.rows, rules).into_iter().map(line).collect::<Vec<_>>().join("\n")
}

fn word(group: &str, code: &str) -> String {
    find(&format!("{group}.{code}")).unwrap_or_else(|| code.to_owned())
}

fn words(findings: &[String]) -> String {
    findings.iter().map(|f| word("finding", f)).collect::<Vec<_>>().join(&t!("summary.comma"))
}

fn pages(plan: &[crate::model::Evidence], report: &[crate::model::Evidence]) -> String {
    let first = |all: &[crate::model::Evidence]| all.first().and_then(place).unwrap_or_else(|| "―".to_owned());
    format!("{} / {}", first(plan), first(report))
}

/// Page or line of a document, or sheet and cells of a form.
fn place(evidence: &crate::model::Evidence) -> Option<String> {
    let number = evidence.page.or(evidence.line).map(|n| n.to_string());
    number.or_else(|| Some(format!("{}!{}", evidence.sheet.as_deref()?, evidence.range?)))
}
