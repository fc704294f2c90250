//! `--log FILE`: what the library reports through the `log` crate, one line each with its time.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

use log::{Level, LevelFilter, Log, Metadata, Record};

struct FileLog {
    file: Mutex<File>,
}

/// Sends log messages to the end of `path`.
///
/// # Errors
/// When the file cannot be opened for writing.
pub(crate) fn start(path: &Path) -> std::io::Result<()> {
    let file = Mutex::new(OpenOptions::new().create(true).append(true).open(path)?);
    // Only fails when a logger is already set, which happens at most in a test that calls twice.
    if log::set_boxed_logger(Box::new(FileLog { file })).is_ok() {
        log::set_max_level(LevelFilter::Debug);
    }
    Ok(())
}

impl Log for FileLog {
    /// Our own messages in full, of the libraries only what may matter.
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("shirube") || metadata.level() <= Level::Warn
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let time = jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%.3f%:z");
        let line = format!("{time} {:5} {}: {}\n", record.level(), record.target(), record.args());
        if let Ok(mut file) = self.file.lock() {
            let _ = file.write_all(line.as_bytes());
        }
    }

    fn flush(&self) {}
}
