//! Columns that hold several things in one cell: 取組名・内容, 主要事業／所管, 番号・取組名.
//!
//! The head names the things; the cell parts them by lines, brackets or a leading number.

use crate::language::normalise;
use crate::rules::{ColumnRole, Rules};

use super::items::{bare, number_and_title};

/// Least score of a word that names a part.
const PART: f32 = 0.65;
/// A line that is at most this many characters shorter than the longest one of its cell goes on in the next line.
const RAGGED: usize = 2;

/// What a cell of such a column says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Parts {
    /// Number before the title.
    pub code: Option<String>,
    /// The title of the measure.
    pub title: String,
    /// Sections below it or in brackets behind it.
    pub owners: Vec<String>,
    /// What is to be done, in sentences below the title.
    pub description: Option<String>,
}

/// The roles that the parts of a head name, if one is a measure and another is something said of it; empty otherwise.
pub(super) fn roles(head: &str, rules: &Rules) -> Vec<ColumnRole> {
    use ColumnRole::{Category, Code, Description, Effect, Measure, Owner};
    let parts: Vec<&str> =
        head.split(['・', '/', '／', '＼', '、', '(', ')', '（', '）', '\n', ' ']).filter(|part| !part.trim().is_empty()).collect();
    // A known word as it stands names one thing; brackets are set aside when words are looked up, so they say nothing here.
    let known = || !head.contains(['(', '（']) && rules.column_roles(head).first().is_some_and(|(_, score)| *score >= 1.0);
    if parts.len() < 2 || known() {
        return Vec::new();
    }
    let of = |part: &&str| -> Option<ColumnRole> {
        let found = rules.column_roles(part);
        let sure: Vec<ColumnRole> = found.iter().filter(|(_, score)| *score >= PART).map(|(role, _)| *role).collect();
        let wanted = if found.first().is_some_and(|(_, score)| *score >= 1.0) {
            vec![Measure, Owner, Code, Category, Description, Effect]
        } else {
            vec![Description, Owner, Code, Category, Effect, Measure]
        };
        wanted.into_iter().find(|role| sure.contains(role))
    };
    let found: Option<Vec<ColumnRole>> = parts.iter().map(of).collect();
    let found = found.unwrap_or_default();
    let measures = found.iter().filter(|role| **role == Measure).count();
    if measures == 1 { found } else { Vec::new() }
}

/// Parts a cell by what its head says; a head of one role parts only what looks parted: sections in brackets, sentences below a title.
pub(super) fn split(printed: &str, roles: &[ColumnRole], rules: &Rules) -> Parts {
    let mut lines: Vec<String> = printed.lines().map(normalise).filter(|line| !line.is_empty()).collect();
    let mut parts = Parts { owners: owners_below(&mut lines, roles.contains(&ColumnRole::Owner), rules), ..Parts::default() };
    let mut paragraphs = paragraphs(&lines);
    let told = roles.contains(&ColumnRole::Description) || roles.contains(&ColumnRole::Effect);
    if told && paragraphs.len() == 1 && lines.len() > 1 {
        paragraphs = vec![lines[0].clone(), lines[1..].concat()];
    }
    let sentences = paragraphs.len() > 1 && !paragraphs[0].ends_with('。') && paragraphs.last().is_some_and(|last| last.ends_with('。'));
    if told || sentences {
        let mut rest = paragraphs.split_off(1.min(paragraphs.len()));
        rest.iter_mut().for_each(|text| *text = bare(text));
        parts.description = Some(rest.concat()).filter(|text| !text.is_empty());
    }
    parts.title = paragraphs.concat();
    if roles.contains(&ColumnRole::Code)
        && let Some((number, title)) = number_and_title(&parts.title)
    {
        (parts.code, parts.title) = (Some(number), title);
    }
    parts
}

/// Takes the sections that stand in brackets at the end of the cell, or where the head says so on the last lines.
fn owners_below(lines: &mut Vec<String>, named: bool, rules: &Rules) -> Vec<String> {
    if lines.len() < 2 {
        return Vec::new();
    }
    let office = |name: &String| {
        rules.owners.is_name(name) && (named || name.chars().count() > 2 && name.ends_with(['課', '係', '室', '班', '局', '所']))
    };
    // A long list runs over lines: the longest tail that is a list of sections counts.
    for from in 1..lines.len() {
        let tail = lines[from..].concat();
        let inside = tail.strip_prefix(['(', '[', '【', '〔', '<']).and_then(|t| t.strip_suffix([')', ']', '】', '〕', '>']));
        let list = match (inside, named) {
            (Some(inside), _) => inside,
            (None, true) => tail.as_str(),
            (None, false) => continue,
        };
        let list = list.split_once(':').map_or(list, |(_, names)| names);
        let names = rules.owners.split(list);
        if !names.is_empty() && names.iter().all(office) {
            lines.truncate(from);
            return names;
        }
    }
    Vec::new()
}

/// Lines joined where one runs full; a line that ends early ends its paragraph.
fn paragraphs(lines: &[String]) -> Vec<String> {
    let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines {
        match found.last_mut().filter(|_| open) {
            Some(last) => last.push_str(line),
            None => found.push(line.clone()),
        }
        open = line.chars().count() + RAGGED >= longest && !line.ends_with('。');
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_that_name_several_things() {
        use ColumnRole::{Code, Description, Measure, Owner};
        let rules = Rules::embedded();
        assert_eq!(roles("取組名・内容", rules), [Measure, Description]);
        assert_eq!(roles("主要事業／所管", rules), [Measure, Owner]);
        assert_eq!(roles("事業名（担当課）", rules), [Measure, Owner]);
        assert_eq!(roles("番号・取組名", rules), [Code, Measure]);
        for one in ["取組名", "施策・事業名", "担当課・担当係", "実績・成果", "指標・目標"] {
            assert_eq!(roles(one, rules), [], "{one}");
        }
    }

    #[test]
    fn cells_are_parted_by_lines() {
        let rules = Rules::embedded();
        let both = [ColumnRole::Measure, ColumnRole::Description];
        let parts = split("水安全計画の改訂\n平成26年度に定めた計画を、水源の統合に合わせて改め\nる。", &both, rules);
        assert_eq!(parts.title, "水安全計画の改訂");
        assert_eq!(parts.description.as_deref(), Some("平成26年度に定めた計画を、水源の統合に合わせて改める。"));
        let parts = split("北部送水管の二重化\n〔水道整備課、北部事務所〕", &[ColumnRole::Measure, ColumnRole::Owner], rules);
        assert_eq!((parts.title.as_str(), parts.owners.len()), ("北部送水管の二重化", 2));
        let parts = split("老朽管の更新\n（工務課）", &[], rules);
        assert_eq!((parts.title.as_str(), parts.owners), ("老朽管の更新", vec!["工務課".to_owned()]));
    }

    #[test]
    fn a_title_over_two_lines_stays_one() {
        let rules = Rules::embedded();
        assert_eq!(
            split("中央浄水場電気計装設\n備の更新", &[], rules),
            Parts { title: "中央浄水場電気計装設備の更新".into(), ..Parts::default() }
        );
        assert_eq!(split("配水池の耐震化\n（北部地区）", &[], rules).title, "配水池の耐震化(北部地区)");
    }
}
