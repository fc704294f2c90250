//! What a printed rating says.

use std::collections::BTreeMap;

use super::AuditState;
use crate::model::Body;
use crate::rules::{Rules, fold};
use crate::track::edition::Edition;

/// Ratings that a document explains, with their meaning in its own words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Legend {
    meanings: BTreeMap<String, String>,
}

impl Legend {
    /// Reads the tables of a document whose rows are a rating and its meaning (評価 | 考え方).
    #[must_use]
    pub fn of(edition: &Edition<'_>, rules: &Rules) -> Self {
        let mut meanings = BTreeMap::new();
        for record in &edition.document.records {
            let Body::Table(table) = &record.body else { continue };
            let rows: Vec<(&String, &String)> = table.cells.iter().filter_map(|row| filled_pair(row)).collect();
            let rated = rows.iter().filter(|(mark, _)| rules.ratings.is_rating(mark)).count();
            // A legend explains; a table of counts by rating (順調 14件) does not.
            let told = rows.iter().filter(|(_, meaning)| !meaning.chars().next().is_some_and(|c| c.is_ascii_digit())).count();
            if rated >= 2 && rated + 1 >= rows.len() && told == rows.len() {
                for (mark, meaning) in rows.into_iter().filter(|(mark, _)| rules.ratings.is_rating(mark)) {
                    meanings.entry(fold(mark)).or_insert_with(|| meaning.clone());
                }
            }
        }
        Self { meanings }
    }

    /// The state that a rating says and the findings that its word brings; nothing for a letter or sign without a legend.
    ///
    /// Source: the scales that utilities publish (完了・順調・遅れ気味, ◎○△×, A to D); the legend of the document decides.
    #[must_use]
    pub fn state(&self, mark: &str, rules: &Rules) -> Option<(AuditState, Vec<&'static str>)> {
        if !rules.ratings.needs_legend(mark)
            && let Some(word) = rules.ratings.state(mark)
        {
            return state_of_word(word);
        }
        let meaning = self.meanings.get(&fold(mark))?;
        // A meaning is a sentence: its negatives (着手できなかったもの) must be seen before the words in it (着手).
        let told = rules.status.state(meaning).and_then(|(word, _)| state_of_word(word));
        told.or_else(|| rules.ratings.state(meaning).and_then(state_of_word))
    }
}

fn filled_pair(row: &[String]) -> Option<(&String, &String)> {
    let mut filled = row.iter().filter(|cell| !cell.trim().is_empty());
    match (filled.next(), filled.next(), filled.next()) {
        (Some(mark), Some(meaning), None) => Some((mark, meaning)),
        _ => None,
    }
}

/// The state behind a word of the rule files (`ratings.toml`, `status.toml`), with the findings that it brings.
#[must_use]
pub fn state_of_word(word: &str) -> Option<(AuditState, Vec<&'static str>)> {
    let plain = |state| Some((state, Vec::new()));
    match word {
        "done" => plain(AuditState::Done),
        "early" => plain(AuditState::Ahead),
        "on_track" => plain(AuditState::AsPlanned),
        "partial" => Some((AuditState::AsPlanned, vec!["partly"])),
        "ongoing" => Some((AuditState::AsPlanned, vec!["continuing"])),
        "slightly_behind" => Some((AuditState::Behind, vec!["slightly"])),
        "delayed" | "not_achieved" => plain(AuditState::Behind),
        "not_started" => plain(AuditState::NotStarted),
        "suspended" => plain(AuditState::Suspended),
        "cancelled" | "dropped" => plain(AuditState::Cancelled),
        "transferred" => plain(AuditState::Transferred),
        "pending" => plain(AuditState::Unknown),
        _ => None,
    }
}
