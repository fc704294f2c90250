//! Tables of names that staff keep as CSV: utilities with the people they serve, and old and new names of sections and indicators.
//!
//! UTF-8 (with or without a mark) or Shift_JIS, a header row in Japanese or English, columns in any order. A table is taken whole or
//! not at all.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::titles::squash;
use crate::language::{YearContext, parse_year_header};
use crate::model::{Alias, AliasKind, Utility};

/// Rows of one table; more are a mistake.
const MOST_ROWS: usize = 100_000;

/// Why a table was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {code} {detail}")]
pub struct NameTableError {
    /// Line in the file, from 1.
    pub line: usize,
    /// `damaged`, `no_column`, `no_name`, `twice`, `not_a_number`, `unknown_kind`, `too_many`.
    pub code: &'static str,
    /// The column, name or cell in question.
    pub detail: String,
}

fn error(line: usize, code: &'static str, detail: impl Into<String>) -> NameTableError {
    NameTableError { line, code, detail: detail.into() }
}

/// Reads a table of utilities: 名称 (name), コード (code), 都道府県 (prefecture), 別名 (aliases, separated by ; or 、), and one column
/// of people served for each fiscal year (給水人口R5, R5, 2023, 令和5年度).
///
/// # Errors
/// With the line and the cell, where the name column is missing, a name is missing or stands twice, or a number cannot be read.
pub fn read_utilities(bytes: &[u8]) -> Result<Vec<Utility>, NameTableError> {
    let table = Table::read(bytes)?;
    let name = table.column(&["名称", "事業体", "事業体名", "団体名", "name", "utility"])?;
    let code = table.optional(&["コード", "団体コード", "code"]);
    let prefecture = table.optional(&["都道府県", "都道府県名", "県", "prefecture"]);
    let aliases = table.optional(&["別名", "aliases", "alias"]);
    let taken = [Some(name), code, prefecture, aliases];
    let years = table.heads.iter().enumerate().filter(|(i, _)| !taken.contains(&Some(*i)));
    let years: Vec<(usize, i32)> = years.filter_map(|(i, head)| Some((i, year_of(head)?))).collect();
    let (mut all, mut seen) = (Vec::new(), BTreeSet::new());
    for (line, row) in &table.rows {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).cloned().unwrap_or_default();
        let mut own = Utility { name: cell(Some(name)), code: cell(code), prefecture: cell(prefecture), ..Utility::default() };
        if own.name.is_empty() {
            return Err(error(*line, "no_name", ""));
        }
        let split = cell(aliases);
        own.aliases = split.split([';', '；', '、', ',']).map(|a| a.trim().to_owned()).filter(|a| !a.is_empty()).collect();
        for known in std::iter::once(&own.name).chain(&own.aliases) {
            if !seen.insert(squash(known)) {
                return Err(error(*line, "twice", known));
            }
        }
        for (at, year) in &years {
            if let Some(people) = number(&cell(Some(*at))).map_err(|cell| error(*line, "not_a_number", cell))? {
                own.population.insert(*year, people);
            }
        }
        all.push(own);
    }
    Ok(all)
}

/// Reads a table of other names: 種類 (kind: 組織 or 指標), 旧 (old), 新 (new).
///
/// # Errors
/// With the line, where a column is missing, a kind is not known or a name is missing.
pub fn read_aliases(bytes: &[u8]) -> Result<Vec<Alias>, NameTableError> {
    let table = Table::read(bytes)?;
    let kind = table.column(&["種類", "区分", "kind"])?;
    let old = table.column(&["旧", "旧名称", "old"])?;
    let new = table.column(&["新", "新名称", "new"])?;
    let mut all = Vec::new();
    for (line, row) in &table.rows {
        let cell = |at: usize| row.get(at).cloned().unwrap_or_default();
        let kind = match cell(kind).to_lowercase().as_str() {
            "組織" | "課" | "所管" | "section" => AliasKind::Section,
            "指標" | "indicator" => AliasKind::Indicator,
            other => return Err(error(*line, "unknown_kind", other)),
        };
        let alias = Alias { kind, old: cell(old), new: cell(new) };
        if alias.old.is_empty() || alias.new.is_empty() {
            return Err(error(*line, "no_name", ""));
        }
        all.push(alias);
    }
    Ok(all)
}

/// Reads groups of utilities: 事業体 (name) and, where there are several, 区分 (group); a file without such a header is a plain list of
/// names, one a line. Groups stand in the order of their first rows.
///
/// # Errors
/// With the line, where a name is missing or the file cannot be read.
pub fn read_peers(bytes: &[u8]) -> Result<Vec<(String, Vec<String>)>, NameTableError> {
    let mut table = Table::read(bytes)?;
    let name = table.optional(&["名称", "事業体", "事業体名", "団体名", "name", "utility"]);
    let group = table.optional(&["区分", "グループ", "類似団体区分", "比較区分", "group"]);
    if name.is_none() {
        table.rows.insert(0, (1, table.heads.clone()));
    }
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for (line, row) in &table.rows {
        let cell = |at: usize| row.get(at).cloned().unwrap_or_default();
        let (utility, group) = (cell(name.unwrap_or(0)), name.and(group).map(cell).unwrap_or_default());
        if utility.is_empty() {
            return Err(error(*line, "no_name", ""));
        }
        match groups.iter_mut().find(|(g, _)| *g == group) {
            Some((_, members)) => members.push(utility),
            None => groups.push((group, vec![utility])),
        }
    }
    Ok(groups)
}

/// Rows of cells with their line numbers, under a header row; blank rows are left out, cells are NFKC and trimmed.
struct Table {
    heads: Vec<String>,
    rows: Vec<(usize, Vec<String>)>,
}

impl Table {
    fn read(bytes: &[u8]) -> Result<Self, NameTableError> {
        let text = decode(bytes);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|e| error(e.position().map_or(1, line), "damaged", e.to_string()))?;
            let cells: Vec<String> = record.iter().map(|c| c.nfkc().collect::<String>().trim().to_owned()).collect();
            if cells.iter().any(|c| !c.is_empty()) {
                rows.push((record.position().map_or(1, line), cells));
            }
            if rows.len() > MOST_ROWS {
                return Err(error(MOST_ROWS, "too_many", MOST_ROWS.to_string()));
            }
        }
        if rows.is_empty() {
            return Err(error(1, "no_column", ""));
        }
        let (_, heads) = rows.remove(0);
        Ok(Self { heads, rows })
    }

    fn optional(&self, names: &[&str]) -> Option<usize> {
        self.heads.iter().position(|head| names.contains(&head.to_lowercase().as_str()))
    }

    fn column(&self, names: &[&str]) -> Result<usize, NameTableError> {
        self.optional(names).ok_or_else(|| error(1, "no_column", names.first().copied().unwrap_or_default()))
    }
}

#[allow(clippy::cast_possible_truncation)] // lines of a table
fn line(position: &csv::Position) -> usize {
    position.line() as usize
}

/// UTF-8 where it is valid, else Shift_JIS, as Excel saves it in Japan.
fn decode(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::SHIFT_JIS.decode(bytes).0.into_owned(),
    }
}

/// The fiscal year of a column of people served.
fn year_of(head: &str) -> Option<i32> {
    let bare: String = ["給水人口", "(人)", "人口", "人", "_", " "].iter().fold(head.to_owned(), |head, word| head.replace(word, ""));
    let western = bare.trim_end_matches("年度").parse().ok().filter(|y| (1950..=2100).contains(y));
    western.or_else(|| parse_year_header(&bare, Some(YearContext::default())).and_then(|span| span.single()))
}

/// A whole number with or without separators; nothing for an empty cell or a sign for nothing.
fn number(cell: &str) -> Result<Option<u64>, String> {
    if cell.is_empty() || crate::language::is_no_value(cell) {
        return Ok(None);
    }
    let digits: String = cell.trim_end_matches('人').chars().filter(|c| *c != ',' && !c.is_whitespace()).collect();
    digits.parse().map(Some).map_err(|_| cell.to_owned())
}

/// Old and new names, ready to be looked up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AliasTable {
    /// Kind and squashed older name to the squashed newer ones.
    newer: BTreeMap<(AliasKind, String), BTreeSet<String>>,
}

impl AliasTable {
    /// Makes the aliases ready.
    #[must_use]
    pub fn new(aliases: &[Alias]) -> Self {
        let mut newer: BTreeMap<(AliasKind, String), BTreeSet<String>> = BTreeMap::new();
        for alias in aliases {
            newer.entry((alias.kind, squash(&alias.old))).or_default().insert(squash(&alias.new));
        }
        Self { newer }
    }

    /// Whether two squashed names are two names of one thing: one became the other, over any number of steps.
    #[must_use]
    pub fn links(&self, kind: AliasKind, a: &str, b: &str) -> bool {
        self.became(kind, a).contains(b) || self.became(kind, b).contains(a)
    }

    /// All squashed names that a squashed name became, step by step.
    #[must_use]
    pub fn became(&self, kind: AliasKind, name: &str) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        let mut open = vec![name.to_owned()];
        while let Some(next) = open.pop() {
            for newer in self.newer.get(&(kind, next)).into_iter().flatten() {
                if newer != name && all.insert(newer.clone()) {
                    open.push(newer.clone());
                }
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn peers_as_a_table_or_as_a_plain_list() {
        let pair = |g: &str, m: &[&str]| (g.to_owned(), m.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>());
        let table = read_peers("区分,事業体\n近隣,甲市\n県内,乙町\n近隣,丙市\n".as_bytes()).unwrap();
        assert_eq!(table, [pair("近隣", &["甲市", "丙市"]), pair("県内", &["乙町"])]);
        assert_eq!(read_peers("甲市\n乙町\n".as_bytes()).unwrap(), [pair("", &["甲市", "乙町"])]);
        assert_eq!(read_peers("区分,事業体\n近隣,\n".as_bytes()).map_err(|e| (e.line, e.code)), Err((2, "no_name")));
        assert!(read_peers(b"").is_err());
    }

    #[test]
    fn utilities_with_people_served_by_year() {
        let csv = "\u{feff}コード,都道府県,名称,別名,給水人口R4,令和5年度,備考\n032018,岩手県,見本市,見本市上下水道局;見本水道,\"12,300\",12100人,\n,,架空町,,―,,\n";
        let all = read_utilities(csv.as_bytes()).unwrap();
        assert_eq!(
            (all.len(), all[0].code.as_str(), &all[0].aliases[..]),
            (2, "032018", &["見本市上下水道局".to_owned(), "見本水道".into()][..])
        );
        assert_eq!(all[0].population, BTreeMap::from([(2022, 12_300), (2023, 12_100)]));
        assert!(all[1].population.is_empty());
        let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode("名称,2023\n見本市,500\n");
        assert_eq!(read_utilities(&sjis).unwrap()[0].population, BTreeMap::from([(2023, 500)]));
    }

    #[test]
    fn a_bad_row_is_named_and_nothing_is_taken() {
        let code = |csv: &str| read_utilities(csv.as_bytes()).map_err(|e| (e.line, e.code)).unwrap_err();
        assert_eq!(code(""), (1, "no_column"));
        assert_eq!(code("市,R5\n見本市,1\n"), (1, "no_column"));
        assert_eq!(code("名称,R5\n見本市,1\n,2\n"), (3, "no_name"));
        assert_eq!(code("名称,R5\n見本市,約3万\n"), (2, "not_a_number"));
        assert_eq!(code("名称,別名\n見本市,\n架空町,見本市\n"), (3, "twice"));
    }

    #[test]
    fn aliases_link_over_several_steps() {
        let csv = "種類,旧,新\n組織,料金課,お客さま窓口課\n組織,お客さま窓口課,営業課\n指標,管路耐震適合率,基幹管路の耐震適合率\n";
        let table = AliasTable::new(&read_aliases(csv.as_bytes()).unwrap());
        assert!(table.links(AliasKind::Section, "料金課", "営業課") && table.links(AliasKind::Section, "営業課", "料金課"));
        assert!(!table.links(AliasKind::Indicator, "料金課", "営業課") && !table.links(AliasKind::Section, "料金課", "料金課"));
        assert_eq!(read_aliases("種類,旧,新\n人,a,b\n".as_bytes()).map_err(|e| e.code), Err("unknown_kind"));
        let circle = AliasTable::new(&[("a", "b"), ("b", "a")].map(|(old, new)| Alias {
            kind: AliasKind::Section,
            old: old.into(),
            new: new.into(),
        }));
        assert!(circle.links(AliasKind::Section, "a", "b"), "a circle ends");
    }

    proptest! {
        #[test]
        fn any_bytes_end_in_a_table_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_utilities(&bytes);
            let _ = read_aliases(&bytes);
        }
    }
}
