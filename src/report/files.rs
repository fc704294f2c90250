//! Files of the output folder: written beside and renamed, left alone when unchanged, removed when they are ours and no longer made.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::ReportError;

/// The list of what a run wrote: lines of SHA-256, two spaces, path with `/` (the form that `sha256sum -c` reads).
const MANIFEST: &str = "manifest.txt";

/// The output folder while a run writes into it.
pub(super) struct OutputFolder {
    root: PathBuf,
    former: BTreeMap<String, String>,
    made: BTreeMap<String, String>,
    written: usize,
}

impl OutputFolder {
    /// Makes the folder where needed and reads the list of a former run.
    pub(super) fn open(root: &Path) -> Result<Self, ReportError> {
        let folder = |source| ReportError::Folder { path: root.to_owned(), source };
        fs::create_dir_all(root).map_err(folder)?;
        let former = fs::read_to_string(root.join(MANIFEST)).unwrap_or_default();
        let former = former.lines().filter_map(|l| l.split_once("  ")).map(|(hash, name)| (name.to_owned(), hash.to_owned())).collect();
        Ok(Self { root: root.to_owned(), former, made: BTreeMap::new(), written: 0 })
    }

    /// Writes one file; `name` is relative with `/`. An unchanged file is left as it is.
    pub(super) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), ReportError> {
        let path = self.root.join(name);
        if !fs::read(&path).is_ok_and(|old| old == bytes) {
            // A folder that cannot be made shows in the writing.
            let _ = path.parent().map(fs::create_dir_all);
            if let Err(source) = replace(&path, bytes) {
                // What stands there is still the file of the former run.
                self.made.extend(self.former.get(name).map(|old| (name.to_owned(), old.clone())));
                return Err(ReportError::of_write(path, source));
            }
            self.written += 1;
        }
        self.made.insert(name.to_owned(), hash(bytes));
        Ok(())
    }

    /// Takes over a file of a former run that is as it was written; false where there is none, so that it has to be made.
    pub(super) fn keep(&mut self, name: &str) -> bool {
        let Some(old) = self.former.get(name).cloned() else { return false };
        let unchanged = fs::read(self.root.join(name)).is_ok_and(|bytes| hash(&bytes) == old);
        if unchanged {
            self.made.insert(name.to_owned(), old);
        }
        unchanged
    }

    /// Removes what a former run wrote, this run did not make and nobody changed since; then writes the list.
    /// Returns the names of the made files, the number written anew, the names removed, and what failed.
    pub(super) fn finish(mut self) -> (Vec<String>, usize, Vec<String>, Vec<ReportError>) {
        let (mut removed, mut failed) = (Vec::new(), Vec::new());
        for (name, old) in &self.former {
            let path = self.root.join(name);
            if self.made.contains_key(name) || !is_plain(name) || !fs::read(&path).is_ok_and(|bytes| hash(&bytes) == *old) {
                continue;
            }
            match fs::remove_file(&path) {
                Ok(()) => removed.push(name.clone()),
                Err(source) => failed.push(ReportError::Remove { file: path, source }),
            }
        }
        let files: Vec<String> = self.made.keys().cloned().collect();
        let mut list = String::new();
        for (name, hash) in &self.made {
            let _ = writeln!(list, "{hash}  {name}");
        }
        let written = self.written;
        if let Err(e) = self.write(MANIFEST, list.as_bytes()) {
            failed.push(e);
        }
        (files, written, removed, failed)
    }
}

/// Whether a name of the list stays inside the folder: the list is a file that anyone can edit.
fn is_plain(name: &str) -> bool {
    let mut parts = name.split('/');
    parts.all(|p| !p.is_empty() && p != "." && p != ".." && !p.contains(['\\', ':']))
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let done = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if done.is_err() {
        // The first error tells what is wrong; a rest that cannot be removed either is no news.
        let _ = fs::remove_file(&beside);
    }
    done
}

/// SHA-256 in lower-case hex.
pub(super) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, b| {
        let _ = write!(hex, "{b:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(root: &Path, files: &[(&str, &str)]) -> (Vec<String>, usize, Vec<String>, Vec<ReportError>) {
        let mut folder = OutputFolder::open(root).unwrap();
        for (name, text) in files {
            folder.write(name, text.as_bytes()).unwrap();
        }
        folder.finish()
    }

    #[test]
    fn only_our_unchanged_files_are_removed() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("README.md"), "theirs").unwrap();
        run(root.path(), &[("a.html", "a"), ("b.html", "b"), ("c.html", "c")]);
        fs::write(root.path().join("c.html"), "edited by hand").unwrap();
        let (_, written, removed, failed) = run(root.path(), &[("a.html", "a")]);
        assert_eq!(written, 0);
        assert_eq!(removed, ["b.html"]);
        assert!(failed.is_empty());
        assert!(root.path().join("c.html").exists() && root.path().join("README.md").exists());
    }

    #[test]
    fn a_forged_list_reaches_nothing_outside() {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("out");
        fs::create_dir_all(&out).unwrap();
        fs::write(root.path().join("precious"), "x").unwrap();
        fs::write(out.join(MANIFEST), format!("{}  ../precious\n", hash(b"x"))).unwrap();
        run(&out, &[]);
        assert!(root.path().join("precious").exists());
    }

    #[test]
    fn a_file_that_cannot_be_written_is_named() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("index.html/in-the-way")).unwrap();
        let mut folder = OutputFolder::open(root.path()).unwrap();
        let error = folder.write("index.html", b"x").unwrap_err();
        assert!(error.to_string().contains("index.html"), "{error}");
        assert!(!root.path().join("index.html.new").exists());
    }

    #[test]
    fn the_list_keeps_what_stands_there_when_a_file_cannot_be_replaced() {
        let root = tempfile::tempdir().unwrap();
        run(root.path(), &[("a.xlsx", "old"), ("b.xlsx", "old")]);
        let before = fs::read_to_string(root.path().join(MANIFEST)).unwrap();
        let mut folder = OutputFolder::open(root.path()).unwrap();
        // A folder where the new file goes first stands in the way as a lock does.
        fs::create_dir(root.path().join("a.xlsx.new")).unwrap();
        fs::write(root.path().join("~$a.xlsx"), "").unwrap();
        let error = folder.write("a.xlsx", b"new").unwrap_err();
        assert!(matches!(error, ReportError::Locked { .. }), "{error}");
        folder.write("b.xlsx", b"old").unwrap();
        let (files, _, removed, failed) = folder.finish();
        assert_eq!((files.len(), removed.len(), failed.len()), (2, 0, 0));
        assert_eq!(fs::read_to_string(root.path().join(MANIFEST)).unwrap(), before);
    }
}
