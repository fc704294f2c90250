//! Is everything there that the ledger speaks of, and does the index say the same?

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::extraction::Extraction;
use super::ledger::LEDGER;
use super::{Store, StoreError, correction, files, lock};

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerifyReport {
    /// Entries of the ledger.
    pub entries: usize,
    /// Documents.
    pub documents: usize,
    /// Extractions, current and older.
    pub extractions: usize,
    /// Records of the current extractions.
    pub records: usize,
    /// Whether the index was compared; it is not while another process reads with it.
    pub index_compared: bool,
    /// What is not as it should be, in a fixed order.
    pub problems: Vec<Problem>,
    /// Files that the ledger does not speak of, left by interrupted runs; harmless. Paths within the store, sorted.
    pub leftovers: Vec<PathBuf>,
}

impl VerifyReport {
    /// True where nothing is wrong; leftovers do not count.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// A stable code, also a key of the message catalogue (`problem.<code>`): `ledger_damaged`, `source_damaged`,
    /// `extraction_damaged`, `index_differs`.
    pub code: &'static str,
    /// The file.
    pub path: PathBuf,
    /// The particulars.
    pub detail: String,
}

impl Store {
    /// Reads everything: each file's checksum against the ledger, the counts, and the index against the truth.
    ///
    /// # Errors
    /// Where a folder cannot be listed. A file that cannot be read is a problem in the report.
    pub fn verify(&self) -> Result<VerifyReport, StoreError> {
        let mut report = VerifyReport { entries: self.history().len(), ..VerifyReport::default() };
        if let Some(line) = self.ledger.damaged {
            let detail = format!("line {line}");
            report.problems.push(Problem { code: "ledger_damaged", path: self.dir.join(LEDGER), detail });
        }
        // Those that can be read: the index cannot have the others.
        let (mut documents, mut ids) = (0, 0);
        for document in self.documents() {
            report.documents += 1;
            note(&mut report, "source_damaged", self.source(&document.hash));
            for (place, one) in document.extractions.iter().enumerate() {
                report.extractions += 1;
                let Some(mut extraction) = note(&mut report, "extraction_damaged", self.read_extraction(&one.ingested)) else { continue };
                if !fits(&extraction, &one.ingested) {
                    let path = self.extraction_path(&document.hash, &one.ingested.extraction);
                    report.problems.push(Problem { code: "extraction_damaged", path, detail: "header or counts".to_owned() });
                }
                if place == document.current {
                    correction::lay_over(&mut extraction.records, self.all_corrections(&document.hash));
                    report.records += extraction.records.len();
                    ids += extraction.records.iter().filter(|r| !r.id.is_empty()).count();
                    documents += 1;
                    self.verify_indexed(&document.hash, &one.ingested.extraction, &extraction.records, &mut report);
                }
            }
        }
        for form in self.forms() {
            note(&mut report, "source_damaged", self.form(form));
        }
        self.verify_index_sizes(documents, report.records, ids, &mut report);
        report.leftovers = self.leftovers()?;
        Ok(report)
    }

    fn leftovers(&self) -> Result<Vec<PathBuf>, StoreError> {
        let mut known: BTreeSet<PathBuf> = [LEDGER, lock::LOCK, lock::INDEX_LOCK].iter().map(PathBuf::from).collect();
        let within = |path: &Path| path.strip_prefix(&self.dir).unwrap_or(path).to_owned();
        for document in self.catalog.documents.values() {
            known.insert(within(&self.source_path(&document.hash, &document.extension)));
            for one in &document.extractions {
                known.insert(within(&self.extraction_path(&document.hash, &one.ingested.extraction)));
            }
        }
        known.extend(self.forms().into_iter().map(|form| within(&self.path_of_form(form))));
        let mut found = Vec::new();
        list(&self.dir, Path::new(""), &mut found)?;
        list(&self.dir, Path::new("sources"), &mut found)?;
        for document in files::names(&self.dir.join("documents"))? {
            list(&self.dir, &Path::new("documents").join(document), &mut found)?;
        }
        found.retain(|path| !known.contains(path));
        found.sort();
        Ok(found)
    }
}

/// The files of a folder of the store, without those of folders in it.
fn list(dir: &Path, folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), StoreError> {
    for name in files::names(&dir.join(folder))? {
        let path = folder.join(name);
        if dir.join(&path).is_file() {
            found.push(path);
        }
    }
    Ok(())
}

fn fits(extraction: &Extraction, ingested: &super::Ingested) -> bool {
    let header = &extraction.header;
    header.document == ingested.document
        && header.key == ingested.extraction
        && header.counts == ingested.counts
        && header.counts.get("measure").copied().unwrap_or(0) == ingested.measures.len()
}

fn note<T>(report: &mut VerifyReport, code: &'static str, result: Result<T, StoreError>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(error) => {
            report.problems.push(Problem { code, path: PathBuf::from(error.subject()), detail: error.detail() });
            None
        }
    }
}
