//! Sheets of labels and values (one measure a sheet): turned by a quarter they are tables with one row.
//!
//! A sheet is known by its labels: most are header words, or the same labels stand beside other values in another table of the document. Its
//! measure is what a label names, or what stands over it: in a row over the whole width, or as a heading. Where that is a goal, the sheet is
//! a table of the goal's measures under the goal's own figures.

mod read;
mod restored;
mod side;
mod title;
mod turn;

use std::collections::{BTreeMap, BTreeSet};

use crate::language::{YearContext, normalise};
use crate::model::{Block, BlockKind, Cell, Table};
use crate::rules::{ColumnRole, Rules, TierPrior};

use super::cellforms::is_code;
use super::grid::Grid;
use super::headers::{Column, sections};
use super::items::number_and_title;
use restored::restored;
use title::Named;
use turn::{HEADER_WORD, Turned, cards, turn};

pub(super) use turn::{known, pairs_of};

/// Fewest labels of a sheet whose measure a label names.
const LABELS: usize = 3;
/// Share of labels that must be header words where the sheet stands alone.
const KNOWN: f32 = 0.6;
/// The title of a tier beside its label is at most this long.
const TIER_CHARS: usize = 40;
/// Label of a column that says that steps stand below the labels.
const STEPS_BELOW: &str = "工程";

/// A sheet turned into a table of one row.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    /// Labels as header, values as the only body row; empty where the sheet is that of a goal.
    pub table: Table,
    /// Its columns, read over all sheets with these labels.
    pub columns: Vec<Column>,
    /// Words of a row over the whole width above the labels, with their cell.
    pub title: Option<(Cell, String)>,
    /// A heading above the table names the measure.
    pub headed: bool,
    /// Indicators with their figures, each a table of two rows.
    pub figures: Vec<Table>,
    /// Grids among and below the labels: a schedule, indicators.
    pub rest: Vec<Table>,
    /// Its place among the cards of one table.
    pub nth: usize,
}

/// Whether a table is a sheet whose merged cells were lost and can be told.
#[must_use]
pub fn is_broken_sheet(table: &Table) -> bool {
    table.spans_lost && restored(table, YearContext::default()).is_some()
}

/// The sheets of a document by the index of their block; none for a table that was read as a part of one.
pub(super) fn sheets(blocks: &[Block], rules: &Rules, years: YearContext) -> BTreeMap<usize, Vec<Sheet>> {
    let mut found: BTreeMap<String, Vec<(usize, Turned)>> = BTreeMap::new();
    let mut parts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut inside: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, block) in blocks.iter().enumerate() {
        let BlockKind::Table(table) = &block.kind else { continue };
        let whole = table.spans_lost.then(|| restored(table, years)).flatten();
        let table = whole.as_ref().unwrap_or(table);
        let cards: Option<Vec<Turned>> = cards(table, rules).iter().map(|card| turn(card, rules)).collect();
        let mut cards = cards.unwrap_or_default();
        if let [turned] = &mut cards[..]
            && !turned.pairs.is_empty()
            && let Some((at, pairs)) = side::table_inside(blocks, index, rules)
        {
            turned.pairs.extend(pairs);
            inside.insert(index, at);
        }
        for (n, turned) in cards.into_iter().enumerate() {
            *parts.entry(index).or_default() += 1;
            found.entry(turned.labels().join("|")).or_default().push((index, Turned { nth: n, ..turned }));
        }
    }
    let mut sheets: BTreeMap<usize, Vec<Sheet>> = BTreeMap::new();
    for alike in found.into_values() {
        for (index, sheet) in read_alike(alike, blocks, rules, years) {
            sheets.entry(index).or_default().push(sheet);
        }
    }
    // A table is read as sheets as a whole or not at all.
    sheets.retain(|index, own| parts.get(index) == Some(&own.len()));
    sheets.values_mut().for_each(|own| own.sort_by_key(|sheet| sheet.nth));
    // What a table inside a sheet says was read with the sheet.
    let read: Vec<usize> = inside.into_iter().filter(|(index, _)| sheets.contains_key(index)).map(|(_, at)| at).collect();
    sheets.extend(read.into_iter().map(|at| (at, Vec::new())));
    sheets
}

/// The sheets among tables with the same labels.
fn read_alike(alike: Vec<(usize, Turned)>, blocks: &[Block], rules: &Rules, years: YearContext) -> Vec<(usize, Sheet)> {
    let repeated = alike.len() >= 2 && alike.windows(2).any(|w| w[0].1.values() != w[1].1.values());
    let of_goals = || alike.iter().filter_map(|(index, turned)| Some((*index, of_goal(turned, rules, years)?))).collect();
    if alike[0].1.pairs.is_empty() {
        return of_goals();
    }
    let mut columns = columns_of(&alike, blocks, rules, years);
    if repeated {
        let together = stacked(&alike, blocks);
        number_column(&mut columns, &together);
        tier_columns(&mut columns, &together, rules);
    }
    let said = |role: ColumnRole| columns.iter().any(|c| !c.by_cells && c.score >= 0.9 && c.role == Some(role));
    if repeated && !said(ColumnRole::Measure) && !alike.iter().any(|(_, turned)| holds_measures(turned, rules, years)) {
        // A label that names a tier names the measure where no number over the sheet does, or where each sheet has a tier of its own.
        let free = |named: &Vec<Named>| {
            !said(ColumnRole::Goal) || named.iter().all(|named| named.code.is_some()) && shares_tiers(&alike, &columns)
        };
        let named = title::over(&alike, blocks, rules).filter(free);
        if let Some(sheets) = named.and_then(|named| under_titles(&alike, named, blocks, rules, years)) {
            return sheets;
        }
    }
    let labels = alike[0].1.labels();
    let guessed = columns.iter().any(|c| c.role == Some(ColumnRole::Measure) && c.by_cells);
    let enough = labels.len() >= LABELS && (repeated || known_labels(&labels, rules) >= KNOWN);
    if !enough || !names_measure(&mut columns) || guessed && !repeated {
        return of_goals();
    }
    let order = tiers_first(&columns);
    let columns: Vec<Column> = order.iter().map(|&col| columns[col].clone()).collect();
    let sheet = |(index, turned): (usize, Turned)| {
        let turned = in_order(turned, &order);
        let table = turned.table(table_of(blocks, index));
        (
            index,
            Sheet {
                table,
                columns: columns.clone(),
                title: turned.title,
                headed: false,
                figures: turned.figures,
                rest: turned.rest,
                nth: turned.nth,
            },
        )
    };
    alike.into_iter().map(sheet).collect()
}

/// Sheets whose measures stand over them, if the labels or a grid of years say something of measures.
fn under_titles(
    alike: &[(usize, Turned)],
    named: Vec<Named>,
    blocks: &[Block],
    rules: &Rules,
    years: YearContext,
) -> Option<Vec<(usize, Sheet)>> {
    let stepped = alike.iter().any(|(_, turned)| turned.rest.iter().any(|rest| has_years(rest, rules, years)));
    let mut titled = alike.to_vec();
    let numbered = named.iter().all(|named| named.code.is_some());
    for ((_, turned), named) in titled.iter_mut().zip(named) {
        let label = |text: &str| Cell { text: text.to_owned(), ..named.title.clone() };
        if stepped {
            turned.pairs.push((label(STEPS_BELOW), label("")));
        }
        turned.pairs.insert(0, (label("取組名"), named.title.clone()));
        if let Some(code) = named.code.clone().filter(|_| numbered) {
            turned.pairs.insert(0, (label("番号"), code));
        }
    }
    let mut columns = columns_of(&titled, blocks, rules, years);
    tier_columns(&mut columns, &stacked(&titled, blocks), rules);
    let says = |c: &Column| {
        use ColumnRole::{Due, Mark, Owner, Period, Result, Schedule};
        matches!(c.role, Some(Due | Mark | Owner | Period | Result | Schedule))
    };
    if !columns.iter().any(says) {
        return None;
    }
    let order = tiers_first(&columns);
    let columns: Vec<Column> = order.iter().map(|&col| columns[col].clone()).collect();
    let sheet = |(index, turned): (usize, Turned)| {
        let turned = in_order(turned, &order);
        let table = turned.table(table_of(blocks, index));
        let headed = turned.title.is_none();
        (index, Sheet { table, columns: columns.clone(), title: None, headed, figures: turned.figures, rest: turned.rest, nth: turned.nth })
    };
    Some(titled.into_iter().map(sheet).collect())
}

/// Whether two sheets or more stand in one lowest tier.
fn shares_tiers(alike: &[(usize, Turned)], columns: &[Column]) -> bool {
    let Some(lowest) = columns.iter().rposition(|c| c.role == Some(ColumnRole::Goal)) else { return false };
    let tiers: BTreeSet<&str> = alike.iter().filter_map(|(_, turned)| turned.values().get(lowest).copied()).collect();
    tiers.len() < alike.len()
}

/// The order in which columns are read: the tiers above a measure stand before it in a table; on a sheet they may stand below its name.
fn tiers_first(columns: &[Column]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|&col| columns[col].role != Some(ColumnRole::Goal));
    order
}

/// A sheet with its labels in another order.
fn in_order(mut turned: Turned, order: &[usize]) -> Turned {
    turned.pairs = order.iter().filter_map(|&col| turned.pairs.get(col).cloned()).collect();
    turned
}

/// A title, the figures of a goal, and a table of its measures.
fn of_goal(turned: &Turned, rules: &Rules, years: YearContext) -> Option<Sheet> {
    let whole = turned.title.is_some() && !turned.figures.is_empty() && holds_measures(turned, rules, years);
    whole.then(|| Sheet {
        table: Table::default(),
        columns: Vec::new(),
        title: turned.title.clone(),
        headed: false,
        figures: turned.figures.clone(),
        rest: turned.rest.clone(),
        nth: turned.nth,
    })
}

/// Whether a grid below the labels has a column of measures, or of their sections or numbers.
fn holds_measures(turned: &Turned, rules: &Rules, years: YearContext) -> bool {
    let named = |c: &Column| !c.by_cells && matches!(c.role, Some(ColumnRole::Measure | ColumnRole::Owner | ColumnRole::Code));
    turned
        .rest
        .iter()
        .any(|rest| sections(&Grid::new(rest), rules, Some(years)).iter().any(|s| s.columns.iter().filter(|c| named(c)).count() >= 2))
}

/// Whether a grid has columns of years, or rows of them.
fn has_years(grid: &Table, rules: &Rules, years: YearContext) -> bool {
    sections(&Grid::new(grid), rules, Some(years)).iter().any(|s| s.year_columns().len() >= 2)
}

/// The columns of sheets with the same labels, read over all of them.
fn columns_of(alike: &[(usize, Turned)], blocks: &[Block], rules: &Rules, years: YearContext) -> Vec<Column> {
    let together = stacked(alike, blocks);
    sections(&Grid::new(&together), rules, Some(years)).into_iter().next().map(|section| section.columns).unwrap_or_default()
}

/// The table of a block.
fn table_of(blocks: &[Block], index: usize) -> &Table {
    static NONE: std::sync::LazyLock<Table> = std::sync::LazyLock::new(Table::default);
    match blocks.get(index).map(|block| &block.kind) {
        Some(BlockKind::Table(table)) => table,
        _ => &NONE,
    }
}

/// A label that no rule knows, beside numbers of measures on all sheets (記号 | 1-1-2), is that of the number where only one can be.
fn number_column(columns: &mut [Column], together: &Table) {
    if columns.iter().any(|c| c.role == Some(ColumnRole::Code)) {
        return;
    }
    let numbers = |col: usize| {
        let mut cells = together.cells.iter().filter(|c| c.col == col && c.row > 0).map(|c| normalise(&c.text)).peekable();
        cells.peek().is_some() && cells.all(|text| is_code(&text) && text.contains(['-', '－', '.']) && text.parse::<f64>().is_err())
    };
    let mut found = (0..columns.len()).filter(|&col| columns[col].role.is_none() && numbers(col));
    if let (Some(col), None) = (found.next(), found.next()) {
        columns[col].role = Some(ColumnRole::Code);
        columns[col].by_cells = true;
    }
}

/// 取組方針 | 1 水質の管理: a word for tiers and for what is done is that of a tier where numbers and titles stand beside it, some of them on
/// several sheets.
fn tier_columns(columns: &mut [Column], together: &Table, rules: &Rules) {
    let open = |column: &Column| column.role.is_none_or(|role| role == ColumnRole::Description);
    for (col, column) in columns.iter_mut().enumerate().filter(|(_, column)| open(column)) {
        let mut cells = together.cells.iter().filter(|c| c.col == col);
        let goal = cells.next().is_some_and(|label| rules.tiers.prior(&normalise(&label.text)) == Some(TierPrior::Goal));
        let values: Vec<String> = cells.map(|c| normalise(&c.text)).collect();
        let different: BTreeSet<&String> = values.iter().collect();
        let numbered = |text: &String| number_and_title(text).is_some() && !text.ends_with('。') && text.chars().count() <= TIER_CHARS;
        if goal && different.len() < values.len() && values.iter().all(numbered) {
            column.role = Some(ColumnRole::Goal);
        }
    }
}

/// Whether a label names the measure; of tiers alone (政策, 施策) the lowest does, if the sheet says more of it.
fn names_measure(columns: &mut [Column]) -> bool {
    if columns.iter().any(|c| c.role == Some(ColumnRole::Measure)) {
        return true;
    }
    let says = |c: &Column| matches!(c.role, Some(ColumnRole::Owner | ColumnRole::Code | ColumnRole::Period | ColumnRole::Description));
    let last = columns.iter().rposition(|c| c.role == Some(ColumnRole::Goal));
    match last.filter(|_| columns.iter().any(says)) {
        Some(last) => {
            columns[last].role = Some(ColumnRole::Measure);
            true
        }
        None => false,
    }
}

/// All sheets with the same labels as the rows of one table.
fn stacked(alike: &[(usize, Turned)], blocks: &[Block]) -> Table {
    let mut table = alike[0].1.table(table_of(blocks, alike[0].0));
    for (row, (index, turned)) in alike.iter().enumerate().skip(1) {
        table.rows += 1;
        let own = turned.table(table_of(blocks, *index));
        table.cells.extend(own.cells.into_iter().filter(|c| c.row == 1).map(|c| Cell { row: row + 1, ..c }));
    }
    // Labels are a header, whatever their words are.
    for cell in &mut table.cells {
        cell.fill = (cell.row == 0).then_some(0);
    }
    table
}

#[allow(clippy::cast_precision_loss)] // a few labels
fn known_labels(labels: &[String], rules: &Rules) -> f32 {
    let known = labels.iter().filter(|l| rules.column_roles(l).first().is_some_and(|(_, score)| *score >= HEADER_WORD)).count();
    known as f32 / labels.len().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::{drawn, table};
    use crate::model::Place;

    /// The columns of sheets with these labels; a number and a name differ from sheet to sheet.
    fn columns(number: &str) -> Vec<Option<ColumnRole>> {
        let sheet = |n: usize, name: &str| {
            let rows: &[&[&str]] = &[
                &["施策名", name],
                &["記号", &number.replace('N', &n.to_string())],
                &["担当課", "水質課"],
                &["内容", "項目を見直します。"],
            ];
            Block { place: Place::default(), kind: BlockKind::Table(table(rows)) }
        };
        let blocks = [sheet(1, "検査の充実"), sheet(2, "台帳の整備")];
        let found = sheets(&blocks, Rules::embedded(), YearContext::default());
        found[&0][0].columns.iter().map(|c| c.role).collect()
    }

    #[test]
    fn a_label_beside_numbers_is_that_of_the_number() {
        assert_eq!(columns("1-1-N")[1], Some(ColumnRole::Code));
        assert_ne!(columns("N,200")[1], Some(ColumnRole::Code), "a figure is no number of a measure");
    }

    #[test]
    fn numbers_over_sheets_that_share_tiers_name_measures() {
        let sheet = |n: usize, name: &str, tier: &str| {
            let rows = [
                format!("対策№{n}　{name}|<"),
                format!("取組方針|{tier}"),
                "担当課|水質課".to_owned(),
                "成果物|・手引（第2版）【R8】".to_owned(),
                "指標|点検率".to_owned(),
                "現状値（R5）|10％".to_owned(),
                "目標値（R9）|90％".to_owned(),
            ];
            Block { place: Place::default(), kind: BlockKind::Table(drawn(&rows.iter().map(String::as_str).collect::<Vec<_>>())) }
        };
        let blocks = [sheet(1, "検査の充実", "1 水質の管理"), sheet(2, "台帳の整備", "1 水質の管理"), sheet(3, "弁の点検", "2 管の更新")];
        assert_eq!(titles(&blocks), [pair("1", "検査の充実"), pair("2", "台帳の整備"), pair("3", "弁の点検")]);
        let found = sheets(&blocks, Rules::embedded(), YearContext::default());
        assert_eq!(found[&0][0].columns[0].role, Some(ColumnRole::Goal));
        assert_eq!(found[&0][0].figures.len(), 1);
    }

    /// Blocks of tables drawn as in [`drawn`], each below a heading where one is given.
    fn blocks(of: &[(&str, &[&str])]) -> Vec<Block> {
        let mut blocks = Vec::new();
        for (heading, rows) in of {
            if !heading.is_empty() {
                blocks.push(Block { place: Place::default(), kind: BlockKind::Heading { level: 3, text: (*heading).to_owned() } });
            }
            blocks.push(Block { place: Place::default(), kind: BlockKind::Table(drawn(rows)) });
        }
        blocks
    }

    /// Number and title of each sheet's measure.
    fn titles(blocks: &[Block]) -> Vec<(String, String)> {
        let found = sheets(blocks, Rules::embedded(), YearContext::default());
        let of = |sheet: &Sheet, role: ColumnRole| {
            let col = sheet.columns.iter().position(|c| c.role == Some(role))?;
            sheet.table.cells.iter().find(|c| c.row == 1 && c.col == col).map(|c| c.text.clone())
        };
        let told = |sheet: &Sheet| (of(sheet, ColumnRole::Code).unwrap_or_default(), of(sheet, ColumnRole::Measure).unwrap_or_default());
        found.values().flatten().map(told).collect()
    }

    fn pair(number: &str, title: &str) -> (String, String) {
        (number.to_owned(), title.to_owned())
    }

    #[test]
    fn a_row_over_the_labels_names_the_measure() {
        let sheets = blocks(&[
            ("", &["実施項目1　検査の充実|<|<|<", "現状|毎月調べています。|<|<", "取組内容|項目を増やします。|主な担当|浄水係"]),
            ("", &["実施項目2　鉛管の取替え|<|<|<", "現状|420件残っています。|<|<", "取組内容|調査して替えます。|主な担当|給水係"]),
        ]);
        assert_eq!(titles(&sheets), [pair("1", "検査の充実"), pair("2", "鉛管の取替え")]);
    }

    #[test]
    fn a_heading_above_names_the_measure_unless_it_is_a_goal() {
        let grid = |name: &'static str| -> Vec<&'static str> {
            vec!["ねらい|水を守る。|<", name, "項目|R7|R8", "進め方|調査|工事"]
        };
        let (one, two) = (grid("受け持ち|水源課|<"), grid("受け持ち|工務課|<"));
        let measures = blocks(&[("3　水源林の整備", one.as_slice()), ("4　管路の耐震化", two.as_slice())]);
        assert_eq!(titles(&measures), [pair("3", "水源林の整備"), pair("4", "管路の耐震化")]);
        let goals = blocks(&[("基本方針1　安全な水", one.as_slice()), ("基本方針2　強い水道", two.as_slice())]);
        assert_eq!(titles(&goals), []);
    }

    #[test]
    fn figures_of_a_goal_stand_above_the_table_of_its_measures() {
        let rows = [
            "施策1-1　水源を守る|<|<|<|<|<",
            "成果指標|取水停止の回数（回）|現状値（R5）|7|目標値（R10）|3",
            "番号|事業名|所管||令和7年度|8年度",
            "1|水源林の整備|水源課|内容|調査|間伐",
            "^|^|^|事業費|620|610",
        ];
        let found = sheets(&blocks(&[("", &rows)]), Rules::embedded(), YearContext::default());
        let sheet = &found[&0][0];
        assert!(sheet.columns.is_empty() && sheet.title.is_some());
        assert_eq!((sheet.figures.len(), sheet.rest.len(), sheet.rest[0].rows), (1, 1, 3));
    }

    #[test]
    fn cards_of_one_frame_are_sheets_of_their_own() {
        let rows = [
            "対策A-1|配水池の耐震補強|区分：構造物|所管：工務課",
            "大きい池から順に補強する。|<|<|<",
            "方針B　水を運ぶ管を強くする\n管路の4割が弱い。|<|<|<",
            "対策B-1|導水管の耐震化|区分：管路|所管：計画課",
            "口径500mmの管を布設替えする。|<|<|<",
        ];
        let one = ["対策A-2|深井戸の集約|区分：設備|所管：浄水課", "古い井戸を廃止する。|<|<|<"];
        let all = blocks(&[("", &rows), ("", &one)]);
        assert_eq!(titles(&all), [pair("A-1", "配水池の耐震補強"), pair("B-1", "導水管の耐震化"), pair("A-2", "深井戸の集約")]);
        let found = sheets(&all, Rules::embedded(), YearContext::default());
        assert!(found[&0][0].title.is_none() && found[&0][1].title.is_some());
    }

    #[test]
    fn the_tiers_of_a_sheet_may_stand_below_its_name() {
        let one = ["番号|1-1|取組名|本管の更新", "基本方針|1　強い水道|施策|(1)　管路", "担当課|工務課|関係課|総務課"];
        let two = ["番号|1-2|取組名|井戸の改修", "基本方針|1　強い水道|施策|(2)　水源", "担当課|水源課|関係課|総務課"];
        let all = blocks(&[("", &one), ("", &two)]);
        let roles =
            |n: usize| sheets(&all, Rules::embedded(), YearContext::default())[&n][0].columns.iter().map(|c| c.role).collect::<Vec<_>>();
        use ColumnRole::{Code, Goal, Measure, Owner};
        assert_eq!(roles(0), [Goal, Goal, Code, Measure, Owner, Owner].map(Some));
        assert_eq!(titles(&all), [pair("1-1", "本管の更新"), pair("1-2", "井戸の改修")]);
    }

    #[test]
    fn a_rating_beside_all_rows_and_words_behind_the_name_are_pairs_of_their_own() {
        let rows = [
            "事業3-2|ろ過池の改良　所管：工務課、浄水課|<|<",
            "今年度の計画|<|ろ材の入替え|評　価\nＡ",
            "今年度の実績|<|2池の入替えを終えた。|^",
            "評価の理由|<|予定どおり終えたため|^",
        ];
        let other = [
            "事業3-3|井戸の改修　所管：水源課|<|<",
            "今年度の計画|<|揚水管の取替え|評　価\nＣ",
            "今年度の実績|<|部品が届かず、着手できなかった。|^",
            "評価の理由|<|年度内に終えられなかったため|^",
        ];
        let all = blocks(&[("", &rows), ("", &other)]);
        assert_eq!(titles(&all), [pair("3-2", "ろ過池の改良"), pair("3-3", "井戸の改修")]);
        let found = sheets(&all, Rules::embedded(), YearContext::default());
        let said = |role: ColumnRole| {
            let sheet = &found[&1][0];
            let col = sheet.columns.iter().position(|c| c.role == Some(role)).unwrap();
            sheet.table.cells.iter().find(|c| c.row == 1 && c.col == col).unwrap().text.clone()
        };
        assert_eq!((said(ColumnRole::Owner), said(ColumnRole::Mark)), ("水源課".to_owned(), "Ｃ".to_owned()));
    }

    #[test]
    fn a_table_drawn_inside_a_sheet_is_read_with_it() {
        use crate::model::Rect;
        let sheet = |number: &str, owner: &str, done: &str| {
            let head = format!("事業{number}|ろ過池の改良{number}|所管：{owner}|<");
            let rows =
                [head.as_str(), "今年度の計画|<|ろ材の入替え|評価\nＡ", &format!("今年度の実績|<|{done}|^"), "評価の理由|<|予定どおり|^"];
            let mut inner = drawn(&["予算額|1,200", "決算額|1,150"]);
            inner.unit = "（千円）".to_owned();
            let at = |x0: f32, y0: f32| Place::on_page(1, Rect::new(x0, y0, 500.0, 190.0));
            [
                Block { place: at(50.0, 100.0), kind: BlockKind::Table(drawn(&rows)) },
                Block { place: at(400.0, 150.0), kind: BlockKind::Table(inner) },
            ]
        };
        let all = [sheet("3-2", "工務課", "2池を終えた。"), sheet("3-3", "浄水課", "1池を終えた。")].concat();
        let found = sheets(&all, Rules::embedded(), YearContext::default());
        assert!(found[&1].is_empty() && found[&3].is_empty(), "read as a part of the sheet before");
        let heads: Vec<&str> = found[&0][0].table.cells.iter().filter(|c| c.row == 0).map(|c| c.text.as_str()).collect();
        assert!(heads.contains(&"予算額（千円）"), "{heads:?}");
    }

    #[test]
    fn cards_of_other_things_are_no_measures() {
        let card = |name: &'static str| -> Vec<&'static str> { vec![name, "所在地|北町|<", "能力|1,200m3|<"] };
        let (one, two) = (card("北浄水場|<|<"), card("南浄水場|<|<"));
        assert_eq!(titles(&blocks(&[("", one.as_slice()), ("", two.as_slice())])), []);
    }
}
