//! A folder of its own for each test, with the program run inside it.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

/// A small plan of a fictitious utility: a heading, a table of measures by year, a table of targets.
pub(crate) const PLAN: &str = include_str!("../fixtures/misaki.txt");

/// A folder to work in, removed at the end.
pub(crate) struct Workplace {
    dir: TempDir,
}

impl Workplace {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self { dir: TempDir::new().unwrap() }
    }

    /// A folder `plans` with the small plan in it.
    pub(crate) fn with_plan() -> Self {
        Self::empty().file("plans/misaki.txt", PLAN)
    }

    /// Adds a file.
    pub(crate) fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    /// A path inside.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The text of a file inside.
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program in an English surrounding, to be started.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(cargo_bin("shirube"));
        command.current_dir(self.dir.path()).args(args).env_remove("LANGUAGE").env("LC_ALL", "C").env("SOURCE_DATE_EPOCH", "1700000000");
        command
    }

    /// Runs the program and checks its exit status.
    #[track_caller]
    pub(crate) fn run(&self, args: &[&str], exit: i32) -> Ended {
        Ended(self.command(args).assert().code(exit))
    }

    /// Runs the program with more of an environment and checks its exit status.
    #[track_caller]
    pub(crate) fn run_with(&self, args: &[&str], exit: i32, environment: &[(&str, &str)]) -> Ended {
        Ended(self.command(args).envs(environment.iter().copied()).assert().code(exit))
    }
}

/// A program that has ended.
pub(crate) struct Ended(Assert);

impl Ended {
    /// Standard output.
    pub(crate) fn stdout(&self) -> String {
        String::from_utf8(self.0.get_output().stdout.clone()).unwrap()
    }

    /// Standard error.
    pub(crate) fn stderr(&self) -> String {
        String::from_utf8(self.0.get_output().stderr.clone()).unwrap()
    }

    /// Standard output as JSON Lines; fails where anything else stands there.
    #[track_caller]
    pub(crate) fn json_lines(&self) -> Vec<serde_json::Value> {
        self.stdout().lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
    }

    /// Checks that standard error is one line with all of these words in it.
    #[track_caller]
    pub(crate) fn one_line_with(&self, words: &[&str]) {
        let stderr = self.stderr();
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
        for word in words {
            assert!(stderr.contains(word), "`{word}` is not in: {stderr}");
        }
    }
}

/// All files of a folder with their bytes, by path.
pub(crate) fn contents(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(contents(&path));
        } else {
            all.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
    all.sort();
    all
}
