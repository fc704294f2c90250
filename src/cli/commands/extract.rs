//! `shirube extract FILE...`: the records of files on standard output, no store.

use std::io::Write;
use std::path::Path;

use super::coverage;
use crate::cli::args::{Extract, Global, RecordFormat};
use crate::cli::exit::Exit;
use crate::cli::output::{Failure, Output};
use crate::cli::pipeline::{self, Tools, Understood};
use crate::cli::problems;

pub(crate) fn run(args: &Extract, global: &Global, output: Output) -> Result<Exit, Failure> {
    let RecordFormat::Jsonl = args.format;
    let tools = Tools::load(global, output)?;
    if let Some(format) = args.coverage {
        return coverage::run(args, format, &tools, output);
    }
    let (mut warnings, mut failed) = (Vec::new(), Vec::new());
    let understand = |path: &Path| pipeline::understand(path, &tools);
    pipeline::each_file(&args.files, output, understand, |path, outcome| {
        match outcome {
            Ok(understood) => {
                warnings.extend(problems::of_warnings(
                    &path.display().to_string(),
                    understood.outline.numbering(),
                    &understood.extraction.warnings,
                ));
                print_records(&understood, output)?;
            }
            Err(message) => failed.push(message),
        }
        Ok(())
    })?;
    Ok(super::tell_problems(&warnings, &failed, args.files.len() - failed.len(), output))
}

fn print_records(understood: &Understood, output: Output) -> Result<(), Failure> {
    output.results(|out| {
        for record in &understood.extraction.records {
            serde_json::to_writer(&mut *out, record)?;
            writeln!(out)?;
        }
        Ok(())
    })
}
