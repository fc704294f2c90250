//! What may stand on the command line. Help texts are not here but in `locales/help.toml`, in both languages (see `help`).

use std::path::PathBuf;

use clap::{ArgAction, Args as ClapArgs, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::language::Language;
use crate::model::Level;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "shirube", version, arg_required_else_help = true, max_term_width = 100)]
#[command(disable_help_flag = true, disable_help_subcommand = true, disable_version_flag = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) global: Global,
}

/// Options that every command takes.
#[derive(Debug, ClapArgs)]
pub(crate) struct Global {
    #[arg(long, global = true, value_name = "DIR", default_value = "./shirube-data")]
    pub(crate) store: PathBuf,
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) rules: Option<PathBuf>,
    #[arg(long, global = true, value_name = "ja|en", ignore_case = true)]
    pub(crate) lang: Option<Language>,
    #[arg(long, global = true, value_name = "WORD")]
    pub(crate) password: Option<String>,
    #[arg(long, global = true)]
    pub(crate) ocr: bool,
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max_pages: Option<u32>,
    #[arg(long, global = true, value_name = "N")]
    pub(crate) page_seconds: Option<u32>,
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) log: Option<PathBuf>,
    #[arg(long, short, global = true, action = ArgAction::Help)]
    pub(crate) help: Option<bool>,
    #[arg(long, short = 'V', action = ArgAction::Version)]
    pub(crate) version: Option<bool>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Run(Run),
    Ingest(Ingest),
    Extract(Extract),
    Tables(Tables),
    Inspect(Inspect),
    List,
    Show(Show),
    Export(Export),
    Report(Report),
    Diff(Diff),
    Audit(Audit),
    Check(Check),
    Review(Review),
    History(History),
    Progress(Progress),
    Plans(Plans),
    Assign(Assign),
    Link(Link),
    Utilities(Names),
    Aliases(Names),
    Refresh,
    Store(Store),
    Rules(Rules),
    Completions(Completions),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Run {
    #[arg(value_name = "DIR", default_value = "seeds")]
    pub(crate) dir: PathBuf,
    #[arg(long, value_name = "DIR", default_value = "output")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) look: Look,
}

/// How the site is made; the same for `run` and `report`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Look {
    #[arg(long, value_name = "MODE", default_value = "pages")]
    pub(crate) evidence: EvidenceChoice,
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
}

/// How much of the sources is shown beside their words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EvidenceChoice {
    None,
    Crops,
    Pages,
    Pdf,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Ingest {
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Extract {
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    pub(crate) format: RecordFormat,
    #[arg(long, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "table")]
    pub(crate) coverage: Option<CheckFormat>,
}

/// The form of records on standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RecordFormat {
    Jsonl,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Tables {
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    pub(crate) format: TableFormat,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Inspect {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) page: usize,
    #[arg(long, value_name = "FILE", default_value = "page.png")]
    pub(crate) out: PathBuf,
    #[arg(long, value_name = "DPI", default_value = "150", value_parser = resolution)]
    pub(crate) dpi: f32,
}

/// Dots an inch, within what can be drawn and seen.
fn resolution(text: &str) -> Result<f32, String> {
    text.parse::<f32>().ok().filter(|dpi| (36.0..=600.0).contains(dpi)).ok_or_else(|| "36-600".to_owned())
}

/// The form of tables on standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    Jsonl,
    Csv,
    Md,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Show {
    #[arg(value_name = "ID")]
    pub(crate) id: String,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Export {
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    pub(crate) format: ExportFormat,
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// The form of exported records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    Jsonl,
    Csv,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Report {
    #[arg(long, value_name = "DIR", default_value = "output")]
    pub(crate) out: PathBuf,
    #[arg(long)]
    pub(crate) list: bool,
    #[arg(long, value_name = "REPORT", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) utility: Option<String>,
    #[arg(long, value_name = "YEAR")]
    pub(crate) year: Option<String>,
    #[arg(long, value_name = "THEME")]
    pub(crate) theme: Option<String>,
    #[arg(long, value_name = "YEAR")]
    pub(crate) as_of: Option<String>,
    #[arg(long, value_name = "PEERS")]
    pub(crate) peers: Option<String>,
    #[command(flatten)]
    pub(crate) look: Look,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Diff {
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: DiffFormat,
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Audit {
    #[arg(value_name = "PLAN REPORT")]
    pub(crate) documents: Vec<PathBuf>,
    #[arg(long, value_name = "YEAR")]
    pub(crate) as_of: Option<String>,
    #[arg(long, value_name = "PLAN")]
    pub(crate) plan: Option<String>,
    #[arg(long, value_name = "LEVEL")]
    pub(crate) fail_on: Option<FailOn>,
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: TrackFormat,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Check {
    #[arg(value_name = "FILE")]
    pub(crate) documents: Vec<PathBuf>,
    #[arg(long, value_name = "LEVEL")]
    pub(crate) fail_on: Option<FailOn>,
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: CheckFormat,
}

/// The form of lists that also go into a spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    Table,
    Jsonl,
    Csv,
}

#[derive(Debug, ClapArgs)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Review {
    #[command(subcommand)]
    pub(crate) action: Option<ReviewAction>,
    #[arg(long, value_name = "FILE")]
    pub(crate) xlsx: Option<PathBuf>,
    #[arg(value_name = "FILE")]
    pub(crate) documents: Vec<PathBuf>,
    #[arg(long, value_name = "CONFIDENCE", default_value = "0.9", value_parser = share)]
    pub(crate) below: f32,
    #[arg(long, value_name = "N", default_value = "50")]
    pub(crate) limit: usize,
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: CheckFormat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReviewAction {
    Import(ReviewImport),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ReviewImport {
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[arg(long, value_name = "NAME")]
    pub(crate) by: String,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct History {
    #[arg(value_name = "ID")]
    pub(crate) id: String,
}

/// A confidence, 0 to 1.
fn share(text: &str) -> Result<f32, String> {
    text.parse::<f32>().ok().filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| "0-1".to_owned())
}

#[derive(Debug, ClapArgs)]
#[command(arg_required_else_help = true)]
pub(crate) struct Progress {
    #[command(subcommand)]
    pub(crate) action: ProgressAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProgressAction {
    Template(ProgressTemplate),
    Import(ProgressImport),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ProgressTemplate {
    #[arg(long, value_name = "PLAN")]
    pub(crate) plan: String,
    #[arg(long, value_name = "YEAR")]
    pub(crate) year: String,
    #[arg(long)]
    pub(crate) by_owner: bool,
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ProgressImport {
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Plans {
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: TrackFormat,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Assign {
    #[arg(value_name = "DOCUMENT")]
    pub(crate) document: String,
    #[arg(long, value_name = "NAME")]
    pub(crate) utility: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) plan: Option<String>,
    #[arg(long, value_name = "LABEL")]
    pub(crate) edition: Option<String>,
    #[arg(long, value_name = "YEAR")]
    pub(crate) effective: Option<String>,
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<KindWord>,
    #[arg(long)]
    pub(crate) undo: bool,
    #[arg(long, value_name = "TEXT")]
    pub(crate) why: Option<String>,
}

/// The kinds of documents, as words of the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum KindWord {
    Vision,
    Strategy,
    ActionPlan,
    ProgressReport,
    Proposal,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Link {
    #[arg(value_name = "OLD")]
    pub(crate) old: String,
    #[arg(value_name = "NEW")]
    pub(crate) new: String,
    #[arg(long, conflicts_with = "undo")]
    pub(crate) apart: bool,
    #[arg(long)]
    pub(crate) undo: bool,
    #[arg(long, value_name = "TEXT")]
    pub(crate) why: Option<String>,
}

#[derive(Debug, ClapArgs)]
#[command(arg_required_else_help = true)]
pub(crate) struct Names {
    #[command(subcommand)]
    pub(crate) action: NamesAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum NamesAction {
    Import(NamesImport),
    List,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct NamesImport {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

/// From which level on findings make the exit status 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Note,
    Check,
    Serious,
}

impl FailOn {
    /// The level itself.
    pub(crate) fn level(self) -> Level {
        match self {
            Self::Note => Level::Note,
            Self::Check => Level::Check,
            Self::Serious => Level::Serious,
        }
    }
}

/// The form of changes between two editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    Table,
    Jsonl,
    Html,
    Xlsx,
}

/// The form of what tracking found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TrackFormat {
    Table,
    Jsonl,
}

#[derive(Debug, ClapArgs)]
#[command(arg_required_else_help = true)]
pub(crate) struct Store {
    #[command(subcommand)]
    pub(crate) action: StoreAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum StoreAction {
    Verify,
    Rebuild,
    Backup(Backup),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Backup {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, ClapArgs)]
#[command(arg_required_else_help = true)]
pub(crate) struct Rules {
    #[command(subcommand)]
    pub(crate) action: RulesAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesAction {
    Check,
    List,
    Suggest(Suggest),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Suggest {
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Completions {
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}
