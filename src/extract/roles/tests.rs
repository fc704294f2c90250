//! Roles of whole tables.

use crate::extract::grid::Grid;
use crate::extract::headers::sections;
use crate::extract::testing::drawn;
use crate::model::Table;
use crate::rules::{ColumnRole, Rules};

/// The same with a coloured first row: a header whose words nobody knows.
fn headed(rows: &[&str]) -> Table {
    let mut table = drawn(rows);
    table.cells.iter_mut().filter(|cell| cell.row == 0).for_each(|cell| cell.fill = Some(0x00dd_eeff));
    table
}

fn roles(table: &Table) -> Vec<Option<ColumnRole>> {
    let read = sections(&Grid::new(table), Rules::embedded(), None);
    read.last().map(|s| s.columns.iter().map(|c| c.role).collect()).unwrap_or_default()
}

#[test]
fn units_under_the_head_of_the_names() {
    let table =
        drawn(&["業務指標名|<|H18|H25", "給水車保有度|台/1000人|0.015|0.030", "電力消費量|kWh/m3|0.36|0.33", "有収率|％|86.1|88.0"]);
    assert_eq!(roles(&table)[..2], [Some(ColumnRole::Indicator), Some(ColumnRole::Unit)]);
    let names = drawn(&["業務指標名|<|H18|H25", "安定|有収率|86.1|88.0", "持続|職員資格取得度|0.36|0.33", "環境|再生率|10|20"]);
    assert_ne!(roles(&names)[1], Some(ColumnRole::Unit));
}

#[test]
fn sentences_that_tell_of_the_titles_beside_them() {
    let rows = [
        "実現方策|方策の概要|方策の成果",
        "水源の保全|◆検査を見直す。|検査の回数を増やした。",
        "^|◆広報に努める。|見学会を開いた。",
        "管路の耐震化|◆耐震管に替える。|布設替えをした。",
    ];
    let mut table = drawn(&rows);
    assert_eq!(roles(&table), [Some(ColumnRole::Measure), Some(ColumnRole::Description), Some(ColumnRole::Result)]);
    table.spans_lost = true;
    assert_eq!(roles(&table)[1], Some(ColumnRole::Measure), "no merged cell says to which title a sentence belongs");
    let steps = drawn(&[
        "施策|具体的な取組|実施状況",
        "水源の保全|検査を見直す。|検査の回数を増やした。",
        "管路の耐震化|耐震管に替える。|布設替えをした。",
    ]);
    assert_ne!(roles(&steps)[1], Some(ColumnRole::Description));
}

#[test]
fn sentences_beside_what_came_of_them_are_what_was_to_be_done() {
    let rows = [
        "推進方策|取組の内容|これまでの成果",
        "水源の保全|◆検査を見直す。|検査の回数を増やした。",
        "|◆広報に努める。|見学会を開いた。",
        "|◆森を手入れする。|下草を刈った。",
        "管路の耐震化|◆耐震管に替える。|布設替えをした。",
    ];
    let mut table = drawn(&rows);
    table.spans_lost = true;
    assert_eq!(roles(&table)[..2], [Some(ColumnRole::Goal), Some(ColumnRole::Measure)]);
}

#[test]
fn tiers_to_the_left_of_what_owners_do() {
    let table = headed(&[
        "ねがい|やること|受け持ち",
        "水の安全を守る|検査体制の充実|浄水課",
        "^|水源林の保全|総務課",
        "災害に強い水道|基幹管路の耐震化|水道整備課",
    ]);
    assert_eq!(roles(&table), [Some(ColumnRole::Goal), Some(ColumnRole::Measure), Some(ColumnRole::Owner)]);
    // Without owners, time or results nothing says that the rows are measures.
    let bare = headed(&["ねがい|やること|注", "水の安全|検査の充実|い", "水の保全|森の保全|ろ", "強い水道|管路の更新|は"]);
    assert!(!roles(&bare).contains(&Some(ColumnRole::Measure)));
}

#[test]
fn figures_that_neighbours_explain() {
    use ColumnRole::{Actual, Average, Current, Indicator, Target, Year};
    let peers = headed(&["指標|城山市|県内平均", "有収率(%)|90.1|89.0", "経常収支比率(%)|103.2|108.4"]);
    assert_eq!(roles(&peers), [Some(Indicator), Some(Actual), Some(Average)]);
    let aims = headed(&["指標|現状値|約束する水準", "有収率|90.1%|92%以上", "管路の更新率|0.6%|1.0%"]);
    assert_eq!(roles(&aims), [Some(Indicator), Some(Current), Some(Target)]);
    // Of two columns that nobody names none is picked.
    let two = headed(&["指標|現状値|い|ろ", "有収率|90.1%|92%|95%", "管路の更新率|0.6%|1.0%|1.2%"]);
    assert_eq!(roles(&two), [Some(Indicator), Some(Current), None, None]);
    let rows = headed(&["年度|めがける数|出た数", "令和4年度|88|87", "令和5年度|89|90", "令和6年度|90|"]);
    assert_eq!(roles(&rows), [Some(Year), Some(Target), Some(Actual)]);
}

#[test]
fn start_and_target_in_one_cell_belong_to_an_indicator() {
    let turns = headed(&["見る数|行き着く値", "有収率|令和4年度:88.0% → 令和9年度:92.0%", "漏水件数|令和4年度:240件 → 令和9年度:180件"]);
    assert_eq!(roles(&turns), [Some(ColumnRole::Indicator), Some(ColumnRole::Target)]);
}

#[test]
fn margins_are_narrow_where_columns_might_change_places() {
    let columns = |table: &Table| sections(&Grid::new(table), Rules::embedded(), None).pop().map(|s| s.columns).unwrap_or_default();
    let owners =
        columns(&headed(&["取組名|受け持ち|期間", "検査体制の充実|浄水課|R5~R7", "水源林の保全|総務課|R6", "管路の耐震化|整備課|R5"]));
    assert_eq!(owners[1].role, Some(ColumnRole::Owner));
    assert!(owners[1].by_cells && owners[1].margin > 0.5, "{}", owners[1].margin);
    let titles = columns(&headed(&["行うこと|打ち手|受け持ち", "水の安全|検査の充実|浄水課", "森の保全|植樹の推進|総務課"]));
    assert_eq!(titles[1].role, Some(ColumnRole::Measure));
    assert!(titles[1].margin < 0.4, "{}", titles[1].margin);
}

#[test]
fn cells_rule_out_what_likely_words_say() {
    use ColumnRole::{Goal, Measure, Owner, Result};
    // 今年度の動き resembles 年度, and 計画に書いたこと 計画.
    let rows = [
        "取組名|担当課|今年度の動き",
        "検査体制の充実|浄水課|検査の回数を増やし、結果を公表した。",
        "水源林の保全|総務課|住民とともに植樹を行った。",
    ];
    assert_eq!(roles(&drawn(&rows)), [Some(Measure), Some(Owner), Some(Result)]);
    let mut lists = headed(&["施策目標|計画に書いたこと|どうなったか", "安心|い|ろ", "安定|は|に"]);
    let cells = [
        "■検査の充実\n■森の保全",
        "□検査の回数を増やした。\n□植樹は次の年に延ばす。",
        "■管路の更新\n■訓練の実施",
        "□更新を終えた。\n□訓練を続ける。",
    ];
    for (cell, text) in lists.cells.iter_mut().filter(|c| c.row > 0 && c.col > 0).zip(cells) {
        cell.text = text.to_owned();
    }
    assert_eq!(roles(&lists), [Some(Goal), Some(Measure), Some(Result)]);
    // 現状 is said of figures and of sentences, 目標 of figures and of tiers.
    let said = drawn(&["指標|現状|目標", "有収率|90.1%|92%", "管路の更新率|0.6%|1.0%"]);
    assert_eq!(roles(&said)[1..], [Some(ColumnRole::Current), Some(ColumnRole::Target)]);
}

#[test]
fn first_rows_over_other_forms_are_heads() {
    let unknown = drawn(&["やること|受け持ち|出来ばえ", "検査体制の充実|浄水課|◎", "水源林の保全|総務課|△", "管路の耐震化|整備課|○"]);
    assert_eq!(roles(&unknown), [Some(ColumnRole::Measure), Some(ColumnRole::Owner), Some(ColumnRole::Mark)]);
    // A row that goes on from the page before is like those below it, and a glossary has no head.
    let goes_on = drawn(&["検査体制の充実|浄水課|◎", "水源林の保全|総務課|△", "管路の耐震化|整備課|○"]);
    assert_eq!(roles(&goes_on), [None, None, None]);
    let glossary = drawn(&["有収水|蛇口まで届いた水", "企業債|事業のために借りるお金をいう。", "配水池|水をためておく池をいう。"]);
    assert_eq!(roles(&glossary), [None, None]);
}

#[test]
fn what_is_aimed_at_in_a_year_is_no_step_of_that_year() {
    let table = |head: &str| {
        drawn(&[
            &format!("件名|担当課|令和5年度|令和6年度|令和7年度|{head}"),
            "口座振替の電子化|営業課|検討|構築|開始|申請者を年間2,300件とする。",
            "漏水調査の効率化|維持課|調査|検証|導入|有収率を85%以上とする。",
        ])
    };
    for head in ["数値目標(令和7年度末目標値)", "到達目標(令和7年度末目標値)", "到達の姿(令和7年度末目標値)"]
    {
        let table = table(head);
        let read = sections(&Grid::new(&table), Rules::embedded(), None).remove(0);
        assert_eq!(read.year_columns(), [2, 3, 4], "{head}");
        assert!(matches!(read.columns[5].role, Some(ColumnRole::Target | ColumnRole::Indicator)), "{head}");
    }
}

#[test]
fn a_word_of_tiers_and_of_descriptions_stands_where_its_place_says() {
    let left = drawn(&["取組方針|事業名|R7|R8", "水質の管理|検査の充実|設計|実施", "^|監視の強化|調査|実施"]);
    assert_eq!(roles(&left)[..2], [Some(ColumnRole::Goal), Some(ColumnRole::Measure)]);
    let right = drawn(&["事業名|取組方針|R7|R8", "検査の充実|検査の項目を見直す。|設計|実施", "監視の強化|監視を増やす。|調査|実施"]);
    assert_eq!(roles(&right)[..2], [Some(ColumnRole::Measure), Some(ColumnRole::Description)]);
}

#[test]
fn a_numbered_tier_over_the_whole_head_says_nothing_of_a_column() {
    let table =
        headed(&["重点目標1 窓口を変える|<|<|<", "番号|い号|担当課|R7", "1-1|申請の電子化|営業課|検討", "1-2|検査の見直し|給水課|実施"]);
    assert_eq!(roles(&table)[1..3], [Some(ColumnRole::Measure), Some(ColumnRole::Owner)]);
}
