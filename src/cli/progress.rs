//! A bar while files are read: how many, how fast, which one is in hand. Hidden when standard error is no terminal.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rust_i18n::t;

/// The bar of one batch of files; shared by the threads that read them.
pub(crate) struct Progress {
    bar: ProgressBar,
    pages: AtomicUsize,
}

impl Progress {
    /// A bar for `files` files.
    pub(crate) fn start(files: usize, quiet: bool) -> Self {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(files as u64), target);
        if !bar.is_hidden() {
            bar.set_style(style());
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Self { bar, pages: AtomicUsize::new(0) }
    }

    /// This file is in hand.
    pub(crate) fn reading(&self, path: &Path) {
        log::info!("reading {}", path.display());
        self.bar.set_message(path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned());
    }

    /// A file with so many pages is through.
    pub(crate) fn read(&self, pages: usize) {
        let pages = self.pages.fetch_add(pages, Ordering::Relaxed) + pages;
        let seconds = self.bar.elapsed().as_secs_f64().max(0.001);
        #[allow(clippy::cast_precision_loss)] // shown to one decimal
        let rate = format!("{:.1}", pages as f64 / seconds);
        self.bar.set_prefix(t!("progress.pages", pages = pages, rate = rate).into_owned());
        self.bar.inc(1);
    }

    /// So many of all are done, and this one is in hand.
    pub(crate) fn at(&self, done: usize, all: usize, name: &str) {
        self.bar.set_length(all as u64);
        self.bar.set_position(done as u64);
        self.bar.set_message(name.to_owned());
    }
}

/// The bar goes away with its batch, also when this ends early.
impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:24} {pos}/{len}  {prefix}  {wide_msg}").unwrap_or_else(|_| ProgressStyle::default_bar())
}
