//! Loading rules: folders, mistakes, and text that nobody expects.

use std::fs;

use proptest::prelude::*;

use super::*;

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

fn mistakes(file: &str, text: &str) -> Vec<RulesError> {
    check(folder(&[(file, text)]).path())
}

#[test]
fn the_embedded_rules_hold_no_mistake() {
    let lines: Vec<String> = compile(&RuleFiles::embedded().checked()).1.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn a_word_is_taught_without_compiling() {
    let text = include_str!("../../rules/columns.toml").replacen("[owner]\nwords = [", "[owner]\nwords = [\n  \"担当セクション\",", 1);
    let rules = Rules::load(folder(&[("columns.toml", &text)]).path()).unwrap();
    assert_eq!(rules.column_roles("担当セクション").first(), Some(&(ColumnRole::Owner, 1.0)));
    assert_ne!(Rules::embedded().column_roles("担当セクション").first(), Some(&(ColumnRole::Owner, 1.0)));
    assert_ne!(rules.hash(), Rules::embedded().hash());
    assert!(rules.tier("施策1 水質の保全").is_some(), "files that the folder does not hold stay the embedded ones");
}

#[test]
fn the_hash_depends_on_every_byte_and_on_nothing_else() {
    let same = Rules::load(folder(&[("units.toml", include_str!("../../rules/units.toml"))]).path()).unwrap();
    assert_eq!(same.hash(), Rules::embedded().hash());
    assert_eq!(same.hash().len(), 64);
}

#[test]
fn mistakes_are_named_with_file_line_and_key() {
    let found = mistakes("columns.toml", "[owner]\nwords = [\"担当\",\n  \"\", \"担当\"]\n[measure]\nwords = [\"担当\"]\n");
    let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
    // Every mistake of a file is told, from top to bottom.
    assert_eq!(
        lines,
        [
            "columns.toml:3: owner.words: an empty word",
            "columns.toml:3: owner.words: `担当` stands already on line 2 under owner.words",
            "columns.toml:5: measure.words: `担当` stands already on line 2 under owner.words",
        ]
    );
}

#[test]
fn unknown_keys_are_refused_with_a_suggestion() {
    let found = mistakes("columns.toml", "[ownr]\nwords = []\n");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].line, found[0].key.as_str()), (1, "ownr"));
    assert_eq!(found[0].mistake, Mistake::Unknown { name: "ownr".to_owned(), suggestion: Some("owner".to_owned()) });
    let found = mistakes("column.toml", "");
    assert_eq!(found[0].mistake, Mistake::Unknown { name: "column.toml".to_owned(), suggestion: Some("columns.toml".to_owned()) });
}

#[test]
fn broken_patterns_values_and_files() {
    let found = mistakes("reviews.toml", "interval = [\"([0-9]\"]\nyearly = []\nacts = []\nobjects = []\nothers = []\n");
    assert!(matches!(&found[..], [RulesError { line: 1, mistake: Mistake::Pattern(_), .. }]), "{found:?}");
    let found = mistakes("targets.toml", &include_str!("../../rules/targets.toml").replacen("\">=\" =", "\"=>\" =", 1));
    assert!(matches!(&found[..], [RulesError { mistake: Mistake::Value(_), .. }]), "{found:?}");
    let found = mistakes("rows.toml", "plan = [\"計画\"\n");
    assert!(matches!(&found[..], [RulesError { mistake: Mistake::Syntax(_), .. }]), "{found:?}");
    let found = mistakes("rows.toml", "plan = \"計画\"\n");
    assert!(matches!(&found[..], [RulesError { line: 1, mistake: Mistake::Syntax(_), .. }]), "{found:?}");
    let dir = folder(&[]);
    fs::write(dir.path().join("rows.toml"), b"plan = [\"\xff\"]").unwrap();
    assert!(matches!(&check(dir.path())[..], [RulesError { mistake: Mistake::Unreadable(_), .. }]));
}

#[test]
fn a_folder_without_rules_is_refused() {
    assert!(matches!(check(folder(&[]).path())[..], [RulesError { mistake: Mistake::NoFiles, .. }]));
    let gone = folder(&[]).path().join("gone");
    assert!(matches!(Rules::load(&gone), Err(RulesError { mistake: Mistake::Unreadable(_), .. })));
}

#[test]
fn the_list_counts_words_by_file_and_key() {
    let list = Rules::embedded().list();
    let owners = list.iter().find(|c| c.file == "columns.toml" && c.key == "owner.words").unwrap();
    assert!(owners.words > 20);
    assert!(list.iter().any(|c| c.file == "indicators.toml" && c.words > 100));
}

proptest! {
    #[test]
    fn any_text_is_answered(text in "\\PC{0,80}") {
        let rules = Rules::embedded();
        for (_, score) in rules.column_roles(&text) {
            prop_assert!(score > 0.0 && score <= 1.0);
        }
        let _ = (rules.tier(&text), rules.row_head(&text), rules.section(&text), rules.plan_kind(&text));
        let _ = (rules.owners.line(&text), rules.owners.split(&text), rules.units.of_line(&text), rules.units.trailing(&text));
        let _ = (rules.schedule.phase(&text), rules.schedule.status(&text), rules.schedule.is_continued(&text));
        let _ = (rules.status.state(&text), rules.ratings.state(&text), rules.indicators_named(&text), standard_edition(&text));
    }

    #[test]
    fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn plan_like_text_is_answered(text in "[施策目標基本方針取組年度令和0-9（）()【】：: 　・-]{0,40}") {
        let rules = Rules::embedded();
        if let Some(tier) = rules.tier(&text) {
            prop_assert!(!tier.title.is_empty());
        }
        let _ = rules.column_roles(&text);
    }
}
