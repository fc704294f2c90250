//! How far the words of a result say that a measure has come, on the measure's own steps.

use super::planned::{Planned, Step};
use crate::rules::{Rules, fold};

/// Where the words of a result stand on the schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// At a step before that of the year; the last fiscal year for which that step was planned.
    Before(i32),
    /// At the year's step.
    Now,
    /// At a later step.
    After,
}

/// Compares the words of a result with the steps of the schedule: the printed sequence of this very measure comes before any general
/// order of steps. `None` where no step's words are found.
#[must_use]
pub fn reached(planned: &Planned, year: i32, text: &str, rules: &Rules) -> Option<Reached> {
    let text = fold(text);
    let named: Vec<&Step> = planned.steps.iter().filter(|s| names_step(&text, &s.label, rules)).collect();
    let now = |s: &&Step| s.from <= year && s.to.is_none_or(|to| year <= to);
    if named.iter().any(now) {
        return Some(Reached::Now);
    }
    // One sentence often looks back as well: the furthest step that is named counts.
    if named.iter().any(|s| s.from > year) {
        return Some(Reached::After);
    }
    let last = named.iter().filter_map(|s| s.to).filter(|to| *to < year).max()?;
    Some(Reached::Before(last))
}

/// Whether the text names the step: its words as printed, or all of its parts (仕様検討: 仕様 and 検討).
fn names_step(text: &str, label: &str, rules: &Rules) -> bool {
    let label = fold(label.split(['(', '（']).next().unwrap_or_default());
    if label.chars().count() < 2 {
        return false;
    }
    if text.contains(&label) {
        return true;
    }
    // 導入・利用: one of the parts is enough, where it is itself a known step.
    let listed: Vec<&str> = label.split(['・', '、']).filter(|p| p.chars().count() > 1).collect();
    if listed.len() > 1 {
        return listed.iter().any(|part| text.contains(part) && rules.schedule.phase(part).is_some());
    }
    let parts = halves(&label);
    parts.len() > 1 && parts.iter().all(|part| text.contains(part.as_str()))
}

/// 機種の選定: 機種, 選定. 仕様検討: 仕様, 検討. Words of Chinese characters of two by two, katakana runs as they are.
fn halves(label: &str) -> Vec<String> {
    let kanji = |c: char| matches!(c, '\u{3400}'..='\u{9FFF}' | '々');
    let katakana = |c: char| matches!(c, 'ァ'..='ヶ' | 'ー');
    let mut runs: Vec<(bool, String)> = Vec::new();
    for c in label.chars() {
        let kind = if kanji(c) {
            Some(true)
        } else if katakana(c) {
            Some(false)
        } else {
            None
        };
        match (kind, runs.last_mut()) {
            (Some(k), Some((last, run))) if *last == k && !run.is_empty() => run.push(c),
            (Some(k), _) => runs.push((k, c.to_string())),
            (None, _) => runs.push((true, String::new())),
        }
    }
    let mut parts = Vec::new();
    for (is_kanji, run) in runs.into_iter().filter(|(_, run)| run.chars().count() > 1) {
        let letters: Vec<char> = run.chars().collect();
        if is_kanji && letters.len() == 4 {
            parts.extend(letters.chunks(2).map(|pair| pair.iter().collect::<String>()));
        } else {
            parts.push(run);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule() -> Planned {
        let step = |label: &str, from, to| Step { label: label.into(), from, to: Some(to), record: 0 };
        Planned {
            steps: vec![step("機種の選定", 2023, 2023), step("設置", 2024, 2025), step("監視の実施", 2026, 2026)],
            ..Planned::default()
        }
    }

    #[test]
    fn words_find_their_step() {
        let at = |text| reached(&schedule(), 2024, text, Rules::embedded());
        assert_eq!(at("2機種に絞り、選定を続けている。"), Some(Reached::Before(2023)));
        assert_eq!(at("選定した機種を10箇所に設置した。"), Some(Reached::Now));
        assert_eq!(at("監視の実施に入った。"), Some(Reached::After));
        assert_eq!(at("会議を開いた。"), None);
    }

    #[test]
    fn parts_of_a_label() {
        assert_eq!(halves("仕様検討"), ["仕様", "検討"]);
        assert_eq!(halves("システム構築"), ["システム", "構築"]);
        assert_eq!(halves("設計"), ["設計"]);
    }
}
