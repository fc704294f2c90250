//! What a document says that its ratings mean: 判定 | 内容 over 完 | 計画期間内に終えた, － | 取りやめ.

use std::collections::BTreeMap;

use crate::language::normalise;
use crate::rules::{ColumnRole, Rules};

use super::sectioned::Sectioned;

/// A rating is a sign, a letter or a short word.
const RATING_CHARS: usize = 4;
/// Fewer ratings than this are no scale.
const RATINGS: usize = 2;

/// Ratings with their meaning.
pub(super) type RatingLegend = BTreeMap<String, String>;

/// The scale of a document: a table of ratings and what each of them means, and nothing else.
pub(super) fn of_document(sectioned: &Sectioned<'_>, rules: &Rules) -> RatingLegend {
    let mut legend = RatingLegend::new();
    for (_, table) in sectioned.tables() {
        let [section] = table.sections.as_slice() else { continue };
        let [rating, _] = section.columns.as_slice() else { continue };
        let heads = rating.words.iter().any(|word| rules.column_roles(word).iter().any(|(role, _)| *role == ColumnRole::Mark));
        let rows: Vec<(&str, &str)> = section.body.iter().map(|&row| (table.grid.text(row, 0), table.grid.text(row, 1))).collect();
        let short = |(rating, meaning): &(&str, &str)| (1..=RATING_CHARS).contains(&rating.chars().count()) && !meaning.is_empty();
        if heads && rows.len() >= RATINGS && rows.iter().all(short) {
            legend.extend(rows.iter().map(|(rating, meaning)| ((*rating).to_owned(), (*meaning).to_owned())));
        }
    }
    legend
}

/// The mark of a cell: a dash is one where the document says what it means.
pub(super) fn mark(cell: &str, legend: &RatingLegend) -> Option<String> {
    let mark = normalise(cell);
    let said = !mark.is_empty() && !super::schedule::is_empty_cell(&mark);
    (said || legend.contains_key(&mark)).then_some(mark)
}

/// What became of a measure with this mark, by its words, or where they say nothing by what the document says that they mean.
pub(super) fn status(mark: &str, legend: &RatingLegend, rules: &Rules) -> Option<&'static str> {
    let says = |words: &str| rules.schedule.status(words).is_some() || rules.ratings.state(words).is_some();
    let words = legend.get(mark).filter(|_| !says(mark)).map_or(mark, String::as_str);
    if rules.schedule.status(words) == Some("dropped") {
        Some("dropped")
    } else if rules.ratings.state(words) == Some("done") {
        Some("done")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::table;
    use super::*;
    use crate::model::{Block, BlockKind, Place};

    fn legend(rows: &[&[&str]]) -> RatingLegend {
        let blocks = [Block { place: Place::default(), kind: BlockKind::Table(table(rows)) }];
        of_document(&Sectioned::new(&blocks, Rules::embedded()), Rules::embedded())
    }

    #[test]
    fn a_scale_says_what_a_dash_means() {
        let found = legend(&[&["判定", "内容"], &["◎", "早く進んでいる"], &["○", "予定どおり"], &["－", "取りやめ"]]);
        assert_eq!(mark("－", &found).as_deref(), Some("-"));
        assert_eq!(status("-", &found, Rules::embedded()), Some("dropped"));
        assert_eq!(status("○", &found, Rules::embedded()), None);
        let late = legend(&[&["進捗区分", "考え方"], &["遅れ", "遅れはあるが達成できる"], &["完了", "全て終えた"]]);
        assert_eq!((status("遅れ", &late, Rules::embedded()), status("完了", &late, Rules::embedded())), (None, Some("done")));
        let none = RatingLegend::new();
        assert_eq!((mark("－", &none), status("-", &none, Rules::embedded())), (None, None));
        assert_eq!(status("完了", &none, Rules::embedded()), Some("done"));
    }

    #[test]
    fn other_tables_of_two_columns_are_no_scale() {
        assert!(legend(&[&["用語", "説明"], &["管", "水を送る"], &["井戸", "水をくむ"]]).is_empty());
        assert!(legend(&[&["判定", "内容"], &["おおむね順調に進む", "よい"], &["遅れている取組", "わるい"]]).is_empty());
    }
}
