//! Which files are plans.

use std::path::{Path, PathBuf};

use rust_i18n::t;
use walkdir::{DirEntry, WalkDir};

/// What was found where the user pointed.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Plans in a fixed order: as named, folders by file name.
    pub(crate) files: Vec<PathBuf>,
    /// Lines on places that could not be looked into.
    pub(crate) problems: Vec<String>,
}

/// Files as they are named, and the plans in each folder and its subfolders. Folders in `except` (where the store is and where
/// reports go) are passed over.
pub(crate) fn find(paths: &[PathBuf], except: &[&Path]) -> Found {
    let except: Vec<PathBuf> = except.iter().filter_map(|p| p.canonicalize().ok()).collect();
    let mut found = Found::default();
    for path in paths {
        if path.is_dir() {
            walk(path, &except, &mut found);
        } else {
            found.files.push(path.clone());
        }
    }
    found
}

fn walk(dir: &Path, except: &[PathBuf], found: &mut Found) {
    let wanted = |entry: &DirEntry| entry.depth() == 0 || !is_passed_over(entry, except);
    for entry in WalkDir::new(dir).follow_links(true).sort_by_file_name().into_iter().filter_entry(wanted) {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_plan(entry.path()) => found.files.push(entry.into_path()),
            Ok(_) => {}
            // A link that leads back to a folder above: what lies there is read anyway.
            Err(error) if error.loop_ancestor().is_some() => log::info!("{error}"),
            Err(error) => {
                let path = error.path().unwrap_or(dir).display();
                found.problems.push(t!("error.folder", file = path, detail = error).into_owned());
            }
        }
    }
}

fn is_passed_over(entry: &DirEntry, except: &[PathBuf]) -> bool {
    let name = entry.file_name().to_string_lossy();
    let hidden = name.starts_with('.') || name.starts_with('~');
    hidden || (entry.file_type().is_dir() && entry.path().canonicalize().is_ok_and(|p| except.contains(&p)))
}

fn is_plan(path: &Path) -> bool {
    let lower = |part: Option<&std::ffi::OsStr>| part.map(|p| p.to_string_lossy().to_lowercase()).unwrap_or_default();
    let known = crate::read::is_supported(path);
    known && !lower(path.file_stem()).starts_with("readme")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touch(dir: &Path, names: &[&str]) {
        for name in names {
            let path = dir.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
    }

    fn names(found: &Found, dir: &Path) -> Vec<String> {
        found.files.iter().map(|f| f.strip_prefix(dir).unwrap().to_string_lossy().replace('\\', "/")).collect()
    }

    #[test]
    fn plans_of_a_folder_in_order() {
        let dir = tempfile::tempdir().unwrap();
        let given = ["b.txt", "a.PDF", "sub/c.md", "README.md", "readme.ja.txt", ".hidden.txt", "x.doc", ".git/d.txt", "kept/e.txt"];
        touch(dir.path(), &given);
        let found = find(&[dir.path().to_owned()], &[&dir.path().join("kept")]);
        assert_eq!(names(&found, dir.path()), ["a.PDF", "b.txt", "sub/c.md"]);
        assert!(found.problems.is_empty());
    }

    #[test]
    fn named_files_are_taken_as_they_are() {
        let found = find(&[PathBuf::from("no/such.pdf")], &[]);
        assert_eq!(found.files, [PathBuf::from("no/such.pdf")]);
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_back_end_the_walk() {
        let dir = tempfile::tempdir().unwrap();
        touch(dir.path(), &["a.txt"]);
        std::os::unix::fs::symlink(dir.path(), dir.path().join("again")).unwrap();
        let found = find(&[dir.path().to_owned()], &[]);
        assert_eq!(names(&found, dir.path()), ["a.txt"]);
        assert!(found.problems.is_empty());
    }
}
