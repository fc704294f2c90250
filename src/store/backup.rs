//! The truth in one file: `tar.gz` of the ledger, the sources and the extractions, without the index.

use std::fs::File;
use std::path::Path;

use flate2::{Compression, GzBuilder};
use tar::{Builder, Header};

use super::ledger::LEDGER;
use super::{Store, StoreError, files};

/// What a backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backup {
    /// Number of files in it.
    pub files: usize,
    /// Its size in bytes.
    pub bytes: u64,
}

impl Store {
    /// Packs the truth into a file, which is written beside and renamed. Unpacked into an empty folder, it is a store.
    ///
    /// The same store gives the same bytes: files in the order of their names, without times and owners.
    ///
    /// # Errors
    /// Where the file exists and `overwrite` is false, a file of the truth is missing or damaged, or the backup cannot be written.
    pub fn backup(&self, to: &Path, overwrite: bool) -> Result<Backup, StoreError> {
        if to.exists() && !overwrite {
            return Err(StoreError::BackupExists(to.to_owned()));
        }
        let mut files = 0;
        files::write_durably_with(to, |file| {
            files = self.pack(file, to)?;
            Ok(())
        })?;
        let bytes = std::fs::metadata(to).map_err(StoreError::io("read", to))?.len();
        Ok(Backup { files, bytes })
    }

    fn pack(&self, into: &mut File, to: &Path) -> Result<usize, StoreError> {
        if let Some(line) = self.ledger.damaged {
            return Err(StoreError::DamagedLedger { path: self.dir.join(LEDGER), line });
        }
        let failed = || StoreError::io("write", to);
        let mut tar = Builder::new(GzBuilder::new().write(into, Compression::fast()));
        let mut count = 0;
        let mut add = |path: &Path, bytes: &[u8]| {
            count += 1;
            let mut header = Header::new_gnu();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            // Names in an archive have forward slashes on every system; `path` is below the store's folder.
            let name = path.strip_prefix(&self.dir).unwrap_or(path);
            tar.append_data(&mut header, name, bytes).map_err(failed())
        };
        add(&self.dir.join(LEDGER), &self.ledger.good_bytes()?)?;
        for document in self.catalog.documents.values() {
            add(&self.path_of_source(&document.hash)?, &self.source(&document.hash)?)?;
            for extraction in &document.extractions {
                let path = self.extraction_path(&document.hash, &extraction.ingested.extraction);
                add(&path, &self.extraction_bytes(&extraction.ingested)?)?;
            }
        }
        for form in self.forms() {
            add(&self.path_of_form(form), &self.form(form)?)?;
        }
        tar.into_inner().and_then(flate2::write::GzEncoder::finish).map_err(failed())?;
        Ok(count)
    }
}
