//! Small documents that do not agree with themselves, and some that do.

use crate::extract::{Sectioned, extract};
use crate::language::Tokenizer;
use crate::layout;
use crate::model::SourceFile;
use crate::rules::Rules;

use super::{Finding, Rule, check, judge};

fn findings(text: &str) -> Vec<Finding> {
    let source = SourceFile::of_lines("plan", text);
    let blocks = layout::blocks(&source);
    let tokenizer = Tokenizer::lazy(include_str!("../../rules/dictionary.csv"));
    let sectioned = Sectioned::new(&blocks, Rules::embedded());
    let found = extract(&source, &sectioned, Rules::embedded(), &tokenizer);
    check(&sectioned, &found.records, Rules::embedded())
}

/// (rule, printed, other) of every finding.
fn told(text: &str) -> Vec<(Rule, String, String)> {
    findings(text).into_iter().map(|f| (f.rule, f.printed, f.other)).collect()
}

fn said(rule: Rule, printed: &str, other: &str) -> (Rule, String, String) {
    (rule, printed.to_owned(), other.to_owned())
}

#[test]
fn steps_under_a_head_with_several_years_are_doubted() {
    let doubted = |head: &str| {
        let found = judged(&format!("件名\t担当課\t{head}\t令和8年度\t令和9年度\n台帳の整備\t管路課\t検討\t試行\t公開\n"));
        let steps = found.iter().filter(|r| r.body.type_name() == "schedule");
        steps.filter(|r| r.reasons.iter().any(|reason| reason == "years_together")).count()
    };
    assert_eq!((doubted("令和6年度 令和7年度"), doubted("令和6～7年度"), doubted("令和7年度")), (3, 0, 0));
}

const BUDGET: &str = "表1 事業費\n\n（単位：千円）\n\n事業名\t令和7年度\t令和8年度\t令和9年度\t合計\n管路更新\t1,000\t2,000\t3,000\t6,000\n\
                      施設更新\t4,000\t5,000\t6,000\t15,000\n耐震診断\t100\t200\t300\t600\n水質検査機器\t20\t30\t50\t100\n合計\t5,120\t7,230\t9,350\t21,700\n";

#[test]
fn sums_that_agree_are_no_findings() {
    assert_eq!(told(BUDGET), []);
}

#[test]
fn a_total_of_a_row_and_of_a_column() {
    let row = BUDGET.replace("15,000", "15,100").replace("21,700", "21,800");
    assert_eq!(told(&row), [said(Rule::RowSum, "15,100", "15,000"), said(Rule::RowSum, "21,800", "21,700")]);
    let column = BUDGET.replace("7,230\t9,350", "7,320\t9,260");
    assert_eq!(told(&column), [said(Rule::ColumnSum, "7,320", "7,230"), said(Rule::ColumnSum, "9,260", "9,350")]);
    let [first, ..] = &findings(&column)[..] else { panic!("two findings") };
    assert_eq!((first.unit.as_deref(), first.difference, first.proposal.is_none()), (Some("千円"), Some(90.0), true));
    assert_eq!((first.evidence[0].quote.as_str(), first.against.len()), ("7,320", 4));
}

#[test]
fn the_only_shift_that_makes_all_sums_right_is_proposed() {
    let text = "表1 事業費\n\n（単位：千円）\n\n事業名\t令和7年度\t令和8年度\t令和9年度\t合計\n管路更新\t11,000\t22,000\t33,000\t66,000\n\
                施設更新\t4,000\t\t\t4,000\n耐震診断\t\t700\t\t700\n水質検査機器\t20\t30\t50\t100\n合計\t11,020\t26,030\t33,750\t70,800\n";
    let found = findings(text);
    assert_eq!(found.len(), 3);
    for finding in &found {
        let proposal = finding.proposal.as_ref().expect("a shift");
        let moves: Vec<(&str, i32)> = proposal.moves.iter().map(|m| (m.row.as_str(), m.by)).collect();
        assert_eq!(moves, [("施設更新", 1), ("耐震診断", 1)]);
    }
    // Two rows alike: either could have moved, so nothing is proposed.
    let two = text
        .replace("耐震診断\t\t700\t\t700", "耐震診断\t4,000\t\t\t4,000")
        .replace("11,020\t26,030\t33,750\t70,800", "15,020\t26,030\t33,050\t74,100");
    assert!(findings(&two).iter().all(|f| f.rule == Rule::ColumnSum && f.proposal.is_none()), "{two}");
    assert!(!findings(&two).is_empty());
}

#[test]
fn printed_differences_and_rates() {
    let changes = "指標\t単位\t2010年度\t2015年度\t増減\n有収率\t%\t88.0\t90.5\t2.5 増\n漏水率\t%\t8.0\t6.0\t2.0 減\n給水収益\t千円\t5,000\t5,300\t200 増\n\
                   給水原価\t円/m3\t150.0\t150.0\t変化なし\n";
    assert_eq!(told(changes), [said(Rule::ChangeColumn, "200 増", "5,300 - 5,000 = 300")]);
    let rates = "指標\t単位\t実績値\t目標値\t達成率\n申込件数\t件\t1,215\t1,800\t72.5%\n利用率\t%\t4.2\t30\t14.0%\n種類\t種類\t6\t8\t75.0%\n台数\t台\t22\t25\t88.0%\n";
    assert_eq!(told(rates), [said(Rule::Rate, "72.5%", "1,215 / 1,800 = 67.5%")]);
}

#[test]
fn rows_that_say_how_they_are_made() {
    let text = "表2 収支\n\n（単位：千円）\n\n区分\t2013年度\t2014年度\t2015年度\n収入（A）\t900\t950\t990\n支出（B）\t800\t820\t840\n収支（A-B）\t100\t130\t140\n";
    assert_eq!(told(text), [said(Rule::Formula, "140", "150")]);
}

#[test]
fn words_and_units_against_figures() {
    let text = "業務指標\n\n指標No.\tPI\t単位\t改善方向\t2010年度\t2015年度\t2015年度 比較事業体平均値\n\
                C112\t給水収益に対する企業債残高の割合\t%\t低い方がよい\t47.9%\t29.7%\t107.3%\n計算式\t(企業債残高/給水収益)×100\t\t\t\t\t\n\
                評価\t減少している。比較事業体平均値と比べて、高い数値となっている。\t\t\t\t\t\n\
                B611\t応急給水施設密度\t箇所/100km2\t高い方がよい\t1.0箇所/km2\t3.1箇所/km2\t10.0箇所/km2\n計算式\t応急給水施設数/(給水区域面積/100)\t\t\t\t\t\n\
                評価\t比較事業体平均値に比べて低い値となっている。\t\t\t\t\t\n";
    let found = told(text);
    assert_eq!(found.iter().map(|f| f.0).collect::<Vec<_>>(), [Rule::Evaluation, Rule::Unit]);
    assert_eq!(found[0].1, "比較事業体平均値と比べて、高い数値となっている");
}

/// Lines enough to be another page of a text.
const APART: &str = "\n本文が続きます。";

#[test]
fn one_figure_with_two_values() {
    let table = |value: &str| {
        format!("表 業務指標\n\n業務指標名\t単位\t令和4年度実績\t令和5年度実績\n有収率\t%\t88.0\t{value}\n普及率\t%\t99.1\t99.2\n")
    };
    let two = |value: &str| format!("{}{}\n\n{}", table("88.5"), APART.repeat(60), table(value));
    assert_eq!(told(&two("88.5")), []);
    assert_eq!(told(&two("89.5")), [said(Rule::SameFigure, "88.5", "89.5")]);
    // Printed with fewer digits elsewhere: the same figure.
    assert_eq!(told(&two("88")), []);
}

#[test]
fn a_code_beside_the_name_of_another_indicator() {
    let table =
        |code: &str| format!("表 業務指標\n\n番号\t業務指標名\t単位\t令和4年度実績\t令和5年度実績\n{code}\t有収率\t%\t88.0\t88.5\n");
    assert_eq!(told(&table("B112")), []);
    let found = findings(&table("B602"));
    assert_eq!(found.iter().map(|f| (f.rule, f.printed.as_str())).collect::<Vec<_>>(), [(Rule::CodeName, "B602 有収率")]);
    assert!(found[0].other.contains("B112"), "{}", found[0].other);
    // A name that the dictionary does not know says nothing.
    assert_eq!(told(&table("B112").replace("有収率", "独自の指標")), []);
}

#[test]
fn a_target_on_the_wrong_side() {
    let table = |aim: &str| {
        format!(
            "表 成果指標\n\n業務指標名\t単位\t望ましい方向\t令和5年度実績\t令和10年度目標\n有収率\t%\t↑\t88.0\t{aim}\n漏水率\t%\t↓\t8.0\t6.0\n"
        )
    };
    assert_eq!(told(&table("90.0")), []);
    let found = told(&table("85.0"));
    assert_eq!(found.iter().map(|f| (f.0, f.1.as_str())).collect::<Vec<_>>(), [(Rule::Direction, "85.0")]);
    // 85以上 is kept, not missed.
    assert_eq!(told(&table("85.0以上")), []);
}

#[test]
fn tables_without_a_total_row_or_column_give_no_finding() {
    let bare = BUDGET.lines().filter(|l| !l.starts_with("合計")).collect::<Vec<_>>().join("\n");
    assert_eq!(told(&bare), []);
    // The last row is no sum, the last column no total: nothing is compared, whatever the figures are.
    let no_total = "表1 事業費\n\n（単位：千円）\n\n事業名\t令和7年度\t令和8年度\t令和9年度\n管路更新\t1,000\t2,000\t9,000\n施設更新\t4,000\t5,000\t6,000\n耐震診断\t5,100\t7,100\t9,200\n";
    assert_eq!(told(no_total), []);
    let indicators =
        "業務指標\n\n業務指標名\t単位\t令和4年度\t令和5年度\n有収率\t%\t88.0\t88.5\n普及率\t%\t99.1\t99.2\n合計特殊\t%\t1.0\t2.0\n";
    assert_eq!(told(indicators), []);
}

#[test]
fn tables_read_in_part_make_their_records_less_sure() {
    use crate::model::Body;
    let measures = |text: &str| -> Vec<(f32, Vec<String>)> {
        judged(text).into_iter().filter(|r| matches!(r.body, Body::Measure(_))).map(|r| (r.confidence, r.reasons)).collect()
    };
    let plan = "No.\t件名\t担当課\t令和7年度\t令和8年度\n1-1\t老朽管の更新\t工務課\t設計\t工事\n1-2\t機器の更新\t浄水課\t調査\t購入\n";
    let odd =
        plan.replace("担当課\t", "担当課\tみちすじ\t").replace("課\t設計", "課\t東から\t設計").replace("課\t調査", "課\t西から\t調査");
    let (whole, part) = (measures(plan), measures(&odd));
    assert!(whole.len() == 2 && part.len() == 2);
    assert!(part.iter().all(|(c, reasons)| *c < whole[0].0 && reasons.iter().any(|r| r == "column_unread")), "{whole:?} {part:?}");
}

/// The records of a text with their final confidence: (type, confidence, reasons).
fn judged(text: &str) -> Vec<crate::model::Record> {
    let source = SourceFile::of_lines("plan", text);
    let blocks = layout::blocks(&source);
    let tokenizer = Tokenizer::lazy(include_str!("../../rules/dictionary.csv"));
    let sectioned = Sectioned::new(&blocks, Rules::embedded());
    let mut records = extract(&source, &sectioned, Rules::embedded(), &tokenizer).records;
    judge(&sectioned, &mut records, Rules::embedded());
    records
}

#[test]
fn sums_that_are_right_make_their_figures_surer_and_broken_ones_less_sure() {
    use crate::model::Body;
    let amounts =
        |text: &str| -> Vec<f32> { judged(text).iter().filter(|r| matches!(r.body, Body::Amount(_))).map(|r| r.confidence).collect() };
    let good = amounts(BUDGET);
    assert!(good.len() >= 16 && good.iter().all(|c| *c >= 0.9), "{good:?}");
    let records = judged(&BUDGET.replace("7,230\t9,350", "7,320\t9,260"));
    let doubted: Vec<&str> =
        records.iter().filter(|r| r.confidence < 0.9).filter_map(|r| r.evidence.first()).map(|e| e.quote.as_str()).collect();
    assert!(doubted.contains(&"7,320") && doubted.contains(&"9,260"), "{doubted:?}");
}

#[test]
fn fields_that_do_not_go_together_lower_the_confidence() {
    let text = "基本計画（令和7年度～令和11年度）\n\n指標\t単位\t令和7年度目標\t令和11年度目標\n有収率\t%\t90.0\t92.0\n件数\t件\t12\t14\n職員数\t人\t22\t24\n満足度\t%\t70\t75\n普及率\t%\t98.0\t99.0\n企業債\t\t123,456\t234,567\n";
    let records = judged(text);
    let doubted = |quote: &str| records.iter().filter(|r| r.evidence.iter().any(|e| e.quote == quote)).any(|r| r.confidence < 0.9);
    assert!(doubted("123,456") && doubted("234,567") && !doubted("92.0"), "{records:#?}");
}

#[test]
fn hostile_tables_are_no_trouble() {
    let wide = format!("a\t{}\n合計\t{}\n", "1\t".repeat(300), "9\t".repeat(300));
    assert!(findings(&wide).len() <= 60);
    assert_eq!(told(""), []);
    assert_eq!(told("合計\t合計\n合計\t合計\n"), []);
}
