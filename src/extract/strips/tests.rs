//! Roles of the rows of whole grids.

use super::*;
use crate::extract::testing::drawn;

/// The roles of the body rows, from the top; empty where one reader takes them all.
fn roles(rows: &[&str], alone: bool) -> Vec<Option<RowRole>> {
    let table = drawn(rows);
    let grid = Grid::new(&table);
    let section = sections(&grid, Rules::embedded(), None).pop().expect("a header and a body");
    let Some(strips) = Strips::of(&grid, &section, alone, false, Rules::embedded()) else { return Vec::new() };
    section.body.iter().map(|row| strips.roles.get(row).copied()).collect()
}

const STEPS: Option<RowRole> = Some(RowRole::Steps);
const MONEY: Option<RowRole> = Some(RowRole::Money);
const FIGURES: Option<RowRole> = Some(RowRole::Figures);

#[test]
fn rows_of_a_measure_say_what_they_hold() {
    let rows = [
        "No.|取組名|担当課||R7|R8|R9",
        "1|水源林の整備|水源課|工程|調査|間伐|間伐",
        "^|^|^|金額（千円）|620|610|640",
        "2|管路の耐震化|工務課|工程|設計|工事|工事",
        "^|^|^|金額（千円）|1,200|4,800|5,150",
        "合計|<|<|<|1,820|5,410|5,790",
    ];
    assert_eq!(roles(&rows, false), [STEPS, MONEY, STEPS, MONEY, None]);
}

#[test]
fn cells_tell_rows_whose_words_nobody_knows() {
    let rows = [
        "取組名||R7|R8|R9",
        "水源林の整備|すること|調査|間伐|間伐",
        "^|かかる額|6,200|6,100|6,400",
        "^|たどる値|86.9|87.5|88.0",
        "管路の耐震化|すること|設計|工事|工事",
        "^|かかる額|12,000|48,000|51,500",
        "^|たどる値|41.2|45.0|50.3",
    ];
    assert_eq!(roles(&rows, false), [STEPS, MONEY, FIGURES, STEPS, MONEY, FIGURES]);
}

#[test]
fn a_grid_of_one_measure_has_its_heads_before_the_years() {
    let rows = [
        "区分|<|R7|R8",
        "年次計画|<|設計|工事",
        "事業費（千円）|<|620|4,800",
        "財源|国庫補助金|310|2,400",
        "^|企業債|310|2,400",
        "成果指標|有収率(%)|88.1|89.0",
    ];
    assert_eq!(roles(&rows, true), [STEPS, MONEY, MONEY, MONEY, FIGURES]);
    assert_eq!(roles(&rows, false), [], "no measure to which the rows belong");
}

#[test]
fn rows_of_one_kind_go_to_one_reader() {
    let both = ["取組名||R7|R8", "水源林の整備|計画|調査|間伐", "^|実績|調査|", "管路の耐震化|計画|設計|工事", "^|実績|設計|"];
    assert_eq!(roles(&both, false), []);
    let money = ["区分|R7|R8", "収入|1,200|1,300", "支出|1,100|1,250"];
    assert_eq!(roles(&money, true), []);
    let indicators = ["指標|単位|R7|R8", "有収率|%|88.1|89.0", "計算式|有収水量/配水量|<|<", "管路の更新率|%|0.6|1.0"];
    assert_eq!(roles(&indicators, true), []);
}

#[test]
fn parts_of_a_measure_are_no_heads() {
    let rows = ["対策|箇所|R7|R8", "配水池の耐震化|北配水池|設計|工事", "^|南配水池||設計", "管路の更新|東幹線|工事|工事", "^|西幹線||2km"];
    assert_eq!(roles(&rows, false), []);
}

#[test]
fn a_unit_may_stand_where_other_rows_have_a_head() {
    let rows = ["実施スケジュール|区分|R7|R8", "^|取組内容|調査|間伐", "事業費|千円|6,200|6,100"];
    assert_eq!(roles(&rows, true), [STEPS, MONEY]);
}
