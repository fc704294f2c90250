//! Help, wrong options and completions, in both languages.

use crate::workplace::Workplace;

const COMMANDS: [&[&str]; 28] = [
    &["plans"],
    &["assign"],
    &["link"],
    &["utilities", "import"],
    &["utilities", "list"],
    &["aliases", "import"],
    &["aliases", "list"],
    &["run"],
    &["ingest"],
    &["extract"],
    &["tables"],
    &["list"],
    &["show"],
    &["export"],
    &["report"],
    &["diff"],
    &["audit"],
    &["refresh"],
    &["store", "verify"],
    &["store", "rebuild"],
    &["store", "backup"],
    &["check"],
    &["review"],
    &["rules", "check"],
    &["rules", "list"],
    &["rules", "suggest"],
    &["completions"],
    &[],
];

#[test]
fn help_in_both_languages() {
    let place = Workplace::empty();
    insta::assert_snapshot!("help_en", place.run(&["--lang", "en", "--help"], 0).stdout());
    insta::assert_snapshot!("help_ja", place.run(&["--lang", "ja", "--help"], 0).stdout());
    insta::assert_snapshot!("help_run_en", place.run(&["run", "--help", "--lang=en"], 0).stdout());
    insta::assert_snapshot!("help_run_ja", place.run(&["run", "--help", "--lang=ja"], 0).stdout());
}

#[test]
fn every_command_has_examples() {
    let place = Workplace::empty();
    for command in COMMANDS {
        for (lang, head) in [("en", "Examples:\n  shirube"), ("ja", "例:\n  shirube")] {
            let help = place.run(&[command, &["--help", "--lang", lang]].concat(), 0).stdout();
            assert!(help.contains(head), "{command:?} {lang}: {help}");
        }
    }
}

#[test]
fn language_follows_the_locale() {
    let place = Workplace::empty();
    let help = place.command(&["--help"]).env("LC_ALL", "ja_JP.UTF-8").assert().success();
    assert!(String::from_utf8_lossy(&help.get_output().stdout).contains("使い方"));
    assert!(place.run(&["--help"], 0).stdout().contains("Usage"));
}

#[test]
fn wrong_options_are_one_line_and_status_3() {
    let place = Workplace::empty();
    place.run(&["run", "--colour"], 3).one_line_with(&["--colour", "shirube --help"]);
    place.run(&["rnu", "--lang", "ja"], 3).one_line_with(&["エラー", "rnu"]);
    place.run(&["export", "--format", "xml"], 3).one_line_with(&["xml", "jsonl", "csv"]);
    place.run(&["extract"], 3).one_line_with(&["FILE"]);
    place.run(&["list", "--lang", "fr"], 3).one_line_with(&["fr", "ja", "en"]);
}

#[test]
fn nothing_asked_shows_help_and_status_3() {
    let shown = Workplace::empty().run(&[], 3);
    assert!(shown.stderr().contains("ingest"));
    assert!(shown.stdout().is_empty());
}

#[test]
fn completions_for_every_shell() {
    let place = Workplace::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(place.run(&["completions", shell], 0).stdout().contains("ingest"), "{shell}");
    }
}
