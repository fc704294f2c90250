//! Small plans as text, read from end to end: what a careful officer would write down.

use crate::language::Tokenizer;
use crate::layout;
use crate::model::{Body, Measure, Schedule, SourceFile};
use crate::rules::Rules;

use super::{Extraction, Sectioned, extract};

fn read(text: &str) -> Extraction {
    let source = SourceFile::of_lines("plan", text);
    let tokenizer = Tokenizer::new(None).expect("the dictionary is inside the program");
    let blocks = layout::blocks(&source);
    extract(&source, &Sectioned::new(&blocks, Rules::embedded()), Rules::embedded(), &tokenizer)
}

fn measures(found: &Extraction) -> Vec<&Measure> {
    found.records.iter().filter_map(|r| if let Body::Measure(m) = &r.body { Some(m) } else { None }).collect()
}

fn goals(found: &Extraction) -> Vec<(String, Vec<String>)> {
    found.records.iter().filter_map(|r| if let Body::Goal(g) = &r.body { Some((g.title.clone(), g.path.clone())) } else { None }).collect()
}

/// (measure, label, from, to) of every schedule record.
fn bars(found: &Extraction) -> Vec<(String, String, Option<i32>, Option<i32>)> {
    let bar = |s: &Schedule| (s.measure.clone(), s.label.clone(), s.from, s.to);
    found.records.iter().filter_map(|r| if let Body::Schedule(s) = &r.body { Some(bar(s)) } else { None }).collect()
}

fn bar(measure: &str, label: &str, from: i32, to: i32) -> (String, String, Option<i32>, Option<i32>) {
    (measure.to_owned(), label.to_owned(), Some(from), Some(to))
}

#[test]
fn blocks_with_owner_brackets_are_measures_below_their_tiers() {
    let found = read(
        "方向性1：確かな水質\n\n(取りまとめ：水質課)\n\n施策 1-1 検査の充実\n\n◆検査計画の見直し（担当：水質課、浄水課）\n\n- 項目を見直します。\n\n\
         R7年度\tR8年度\tR9年度\n検証\t新計画の検討\t\n",
    );
    let [measure] = measures(&found)[..] else { panic!("{:?}", measures(&found)) };
    assert_eq!(measure.title, "検査計画の見直し");
    assert_eq!(measure.owners, ["水質課", "浄水課"]);
    assert_eq!(measure.path, ["確かな水質", "検査の充実"]);
    assert_eq!(measure.description.as_deref(), Some("項目を見直します。"));
    assert_eq!(bars(&found), [bar("検査計画の見直し", "検証", 2025, 2025), bar("検査計画の見直し", "新計画の検討", 2026, 2027)]);
    let leads: Vec<_> =
        found.records.iter().filter_map(|r| if let Body::Goal(g) = &r.body { Some((g.title.as_str(), &g.lead)) } else { None }).collect();
    assert_eq!(leads[0], ("確かな水質", &vec!["水質課".to_owned()]));
}

#[test]
fn numbers_and_words_before_a_title_are_no_part_of_it() {
    let found = read(
        "方向性1：確かな水質\n\n(1) 検査計画の見直し\n\n（担当：水質課）\n\n実施時期　令和7年度に検証\n\n\
         ■施策：台帳の整備（担当：浄水課）\n\n実施時期　令和8年度に公開\n",
    );
    let titles: Vec<&str> = measures(&found).iter().map(|m| m.title.as_str()).collect();
    assert_eq!(titles, ["検査計画の見直し", "台帳の整備"]);
    assert_eq!(bars(&found), [bar("検査計画の見直し", "検証", 2025, 2025), bar("台帳の整備", "公開", 2026, 2026)]);
}

#[test]
fn sections_below_a_tier_whose_rows_have_their_own_lead_it() {
    let mut text = String::new();
    for (n, title) in [(1, "安全な水"), (2, "強い水道")] {
        text += &format!(
            "旗印{n}-1　{title}\n\n（束ね役：営業課）\n\n打ち手\t担当課\tR7年度\n検査{n}の充実\t浄水課\t●\n台帳{n}の整備\t給水課\t●\n\n"
        );
    }
    let found = read(&text);
    let titles: Vec<&str> = measures(&found).iter().map(|m| m.title.as_str()).collect();
    assert_eq!(titles, ["検査1の充実", "台帳1の整備", "検査2の充実", "台帳2の整備"]);
    let leads: Vec<_> =
        found.records.iter().filter_map(|r| if let Body::Goal(g) = &r.body { Some((g.title.as_str(), &g.lead)) } else { None }).collect();
    assert_eq!(leads, [("安全な水", &vec!["営業課".to_owned()]), ("強い水道", &vec!["営業課".to_owned()])]);
}

/// Three tiers by headings; the lowest has its own text.
fn three_tiers(last: &str) -> String {
    let mut text = String::new();
    for (goal, title) in [(1, "安心な水"), (2, "強い水道")] {
        text += &format!("基本目標{goal} {title}\n\n基本施策{goal}-1 {title}を支える管理\n\n");
        for number in [2 * goal - 1, 2 * goal] {
            text += &format!("方策{number} 設備その{number}の見直し\n\n{last}\n\n");
        }
    }
    text
}

#[test]
fn the_lowest_of_three_tiers_is_what_is_done_where_nothing_else_is() {
    let found = read(&three_tiers("井戸に計器を設け、水質が変わる兆しを早くとらえます。"));
    let titles: Vec<&str> = measures(&found).iter().map(|m| m.title.as_str()).collect();
    assert_eq!(titles, ["設備その1の見直し", "設備その2の見直し", "設備その3の見直し", "設備その4の見直し"]);
    assert_eq!(measures(&found)[3].path, ["強い水道", "強い水道を支える管理"]);
    assert_eq!(goals(&found).len(), 4);
    // With titles of their own below them they are goals.
    let above = read(&three_tiers("◆検査計画の改定（担当：水質課）\n\n井戸に計器を設け、水質が変わる兆しを早くとらえます。"));
    assert_eq!(goals(&above).len(), 8);
}

#[test]
fn a_described_title_that_a_table_lists_is_one_measure() {
    let text = "水源はすべて地表水に依存しており、関係する機関と協力してその環境を守ってきました。";
    let mut plan = String::new();
    for (tier, titles) in [("施策目標1 原水の管理", ["水源の保護", "検査の強化"]), ("施策目標2 浄水の管理", ["薬品の節約", "監視の強化"])]
    {
        plan += &format!("{tier}\n\n");
        titles.iter().for_each(|title| plan += &format!("■{title}\n\n{text}\n\n"));
    }
    let alone = read(&plan);
    assert_eq!(measures(&alone).len(), 4);
    plan += "第5章 事業の予定\n\n取組名\t担当課\tR7\tR8\n水源の保護\t総務課\t調査\t実施\n監視の強化\t浄水課\t設計\t工事\n";
    let listed = read(&plan);
    let owned: Vec<_> = measures(&listed).iter().filter(|m| m.title == "水源の保護").map(|m| (m.owners.clone(), m.path.clone())).collect();
    assert_eq!(measures(&listed).len(), 4);
    assert_eq!(owned, [(vec!["総務課".to_owned()], vec!["原水の管理".to_owned()])]);
}

#[test]
fn numbers_alone_in_boxes_are_no_goals() {
    let found = read("基本施策\n\nⅠ-1\n\n水質管理の充実\n\nⅠ-2\n\n水源の監視の強化\n");
    assert!(goals(&found).iter().all(|(title, _)| !title.starts_with('I')), "{:?}", goals(&found));
}

#[test]
fn rows_of_figures_with_their_unit_are_no_header() {
    let found =
        read("指標\t基準値(R6)\tR7\tR8\n有収率\t88.0%\t89.0%\t90.0%\n給水拠点の数\t14箇所\t16箇所\t18箇所\n漏水件数\t20件\t18件\t15件\n");
    let values = found.records.iter().filter(|r| matches!(&r.body, Body::Value(_))).count();
    assert_eq!(values, 9);
}

#[test]
fn a_table_with_two_header_rows_gives_code_owner_category_and_years() {
    let found = read(
        "重点目標1 便利な窓口\t\t\t\t\t\n区分\tNo.\t件名\t担当課\t工程\t\n\t\t\t\t令和5年度\t令和6年度\n\
         実施\tA-1\t電子申請の導入\t料金課\t構築\t運用\n\tA-2\t公開台帳の整備\t管路課 施設 管理課\t検討\t\n",
    );
    let found_measures = measures(&found);
    assert_eq!(found_measures.len(), 2);
    assert_eq!(found_measures[0].code.as_deref(), Some("A-1"));
    assert_eq!(found_measures[1].owners, ["管路課", "施設管理課"]);
    assert_eq!(found_measures[1].category.as_deref(), Some("実施"), "an empty place below a merged cell has its words");
    assert_eq!(found_measures[0].path, ["便利な窓口"]);
    assert!(bars(&found).contains(&bar("公開台帳の整備", "検討", 2023, 2024)), "{:?}", bars(&found));
}

#[test]
fn an_overall_schedule_names_measures_again() {
    let found = read(
        "施策 1-1 検査の充実\n\n◆台帳の整備（担当：水質課）\n\n施策 1-2 管路の更新\n\n◆漏水の調査（担当：管路課）\n\n\
         件名\tR7年度\tR8年度\n台帳の整備\t検討\t公開\n漏水の調査\t準備\t実施\n",
    );
    let paths: Vec<_> = measures(&found).iter().map(|m| (m.title.as_str(), m.path.clone())).collect();
    assert_eq!(paths, [("台帳の整備", vec!["検査の充実".to_owned()]), ("漏水の調査", vec!["管路の更新".to_owned()])]);
    assert!(bars(&found).contains(&bar("台帳の整備", "公開", 2026, 2026)), "{:?}", bars(&found));
}

#[test]
fn years_without_an_era_do_not_cut_the_definition_of_a_phase() {
    let found = read(
        "計画期間を次のとおり分けます。1年目：令和7年度、2年目：令和8年度\n\n件名\t担当課\t1年目\t2年目\n台帳の整備\t管路課\t検討\t公開\n\n\
         科目\t7年度\t8年度\n更新工事\t1,200\t1,300\n",
    );
    assert_eq!(bars(&found), [bar("台帳の整備", "検討", 2025, 2025), bar("台帳の整備", "公開", 2026, 2026)]);
}

#[test]
fn words_alone_in_a_middle_column_are_uncertain_where_spans_were_lost() {
    let found = read("件名\t担当課\t令和5年度\t令和6年度\t令和7年度\n台帳の整備\t管路課\t\t公開\t\n");
    let uncertain: Vec<bool> =
        found.records.iter().filter_map(|r| if let Body::Schedule(s) = &r.body { Some(s.uncertain) } else { None }).collect();
    assert_eq!(uncertain, [true]);
    assert!(found.records.iter().any(|r| r.reasons.iter().any(|x| x == "span_lost") && r.confidence < 0.7));
}

#[test]
fn four_cells_under_three_years_move_what_follows() {
    let found = read(
        "件名\t担当課\t令和5年度\t令和6年度\t令和7年度\t成果指標\t\n導入\t総務課\t契約\t検証\t拡大\t取りやめ\t件数を年間20件とする。\n更新\t総務課\t設計\t工事\t\t更新を終える。\t\n",
    );
    assert_eq!(measures(&found)[0].status.as_deref(), Some("dropped"));
    assert!(
        found.records.iter().any(|r| matches!(&r.body, Body::Value(v) if v.value == Some(20.0) && v.measure.as_deref() == Some("導入")))
    );
}

#[test]
fn several_items_in_a_cell_are_several_measures_with_their_bars() {
    let found = read(
        "前期：2019年度～2021年度\n\n後期：2022年度～2028年度\n\n施策目標\t具体施策\t前期\t後期\n安全な水\t■計画の策定 ■訓練の実施\t→\t→\n",
    );
    let titles: Vec<&str> = measures(&found).iter().map(|m| m.title.as_str()).collect();
    assert_eq!(titles, ["計画の策定", "訓練の実施"]);
    assert_eq!(bars(&found), [bar("計画の策定", "", 2019, 2021), bar("訓練の実施", "", 2022, 2028)]);
}

#[test]
fn a_row_that_prints_something_under_each_phase_has_lost_no_span() {
    let found = read(
        "第1期：令和7年度～令和8年度\n\n第2期：令和9年度～令和10年度\n\n第3期：令和11年度～令和13年度\n\n| 取組 | 第1期 | 第2期 | 第3期 |\n| 台帳の公開 | 設計 | 公開 | → |\n| 井戸の廃止 | 協議 | 撤去 | ― |\n",
    );
    let expected = [bar("台帳の公開", "設計", 2025, 2026), bar("台帳の公開", "公開", 2027, 2031), bar("井戸の廃止", "協議", 2025, 2026)];
    assert_eq!(bars(&found)[..3], expected);
    assert_eq!(bars(&found)[3..], [bar("井戸の廃止", "撤去", 2027, 2028)]);
    let marked = read("△…設計　　★…運用\n\n取組\tR7\tR8\tR9\tR10\n台帳の公開\t－\t△\t★\t★\n");
    assert_eq!(bars(&marked), [bar("台帳の公開", "設計", 2026, 2026), bar("台帳の公開", "運用", 2027, 2028)]);
}

#[test]
fn targets_of_phases_hold_at_their_end_and_a_sentence_dates_what_is() {
    let found = read(
        "前期：令和7年度～令和9年度\n\n後期：令和10年度～令和13年度\n\n現状値は令和5年度末の実績です。\n\n指標\t単位\t現状値\t前期目標\t後期目標\n有収率\t％\t88.1\t90\t92.5\n",
    );
    let years: Vec<_> = found
        .records
        .iter()
        .filter_map(|r| if let Body::Value(v) = &r.body { Some((v.value, v.year, v.phase.as_deref())) } else { None })
        .collect();
    let expected = [(Some(88.1), Some(2023), None), (Some(90.0), Some(2027), Some("前期")), (Some(92.5), Some(2031), Some("後期"))];
    assert_eq!(years, expected);
}

#[test]
fn steps_with_their_years_in_brackets_below_a_title_with_its_owner() {
    let found = read(
        "計画期間：令和8年度～令和12年度\n\n◆ 方策1　水を守る\n\n○ 井戸の更新（重点）【施設係】\n・新しい井戸を掘ります（R8～R9）\n・古い井戸の埋戻し（R11から）\n・点検を続けます（毎年度）\n・耐震化率 62.5%（R6）\n・昔の井戸の調査（平成20年度）\n\n○ 見学会の開催【総務係】（R9～R12）\n・親子を招きます\n",
    );
    let titles: Vec<(&str, bool)> = measures(&found).iter().map(|m| (m.title.as_str(), m.priority)).collect();
    assert_eq!(titles, [("井戸の更新", true), ("見学会の開催", false)]);
    let expected = [
        bar("井戸の更新", "新しい井戸を掘ります", 2026, 2027),
        ("井戸の更新".into(), "古い井戸の埋戻し".into(), Some(2029), None),
        bar("見学会の開催", "", 2027, 2030),
    ];
    assert_eq!(bars(&found), expected);
}

#[test]
fn a_table_below_the_last_of_the_headings_that_it_lists_holds_them_all() {
    let found = read(
        "柱1　安全な水\n\n作戦1　井戸の更新\n古い井戸を掘り直し、非常用の電源を備えます。\n\n作戦2　台帳の公開\n管の位置をホームページで誰でも見られるようにします。\n\nNo.\t作戦\t担当課\tR8\tR9\n1\t井戸の更新\t施設課\t設計\t工事\n2\t台帳の公開\t総務課\t準備\t公開\n",
    );
    let read: Vec<(&str, &[String], bool)> =
        measures(&found).iter().map(|m| (m.title.as_str(), m.path.as_slice(), m.description.is_some())).collect();
    let path = ["安全な水".to_owned()];
    assert_eq!(read, [("井戸の更新", path.as_slice(), true), ("台帳の公開", path.as_slice(), true)]);
}

#[test]
fn money_of_several_years_beside_measures_names_them_in_its_head() {
    let found = read("No.\t事業\tR8～R10の概算額（千円）\t財源\n1\t井戸の更新\t52,000\t企業債\n2\t台帳の公開\t4,100\t自己資金\n");
    let money: Vec<_> = found
        .records
        .iter()
        .filter_map(|r| if let Body::Amount(a) = &r.body { Some((a.item.as_str(), a.value, a.year, a.year_to)) } else { None })
        .collect();
    assert_eq!(money, [("井戸の更新", 52_000.0, Some(2026), Some(2028)), ("台帳の公開", 4_100.0, Some(2026), Some(2028))]);
}

#[test]
fn deadlines_in_brackets_make_their_title_a_measure_with_products() {
    let found = read(
        "点検の記録を残す\n\n【令和9年度中:様式の作成 令和10年度以降:運用】\n\n「点検様式」を作成し、「台帳」に結び付けることを提案します。\n",
    );
    assert_eq!(measures(&found)[0].title, "点検の記録を残す");
    assert_eq!(bars(&found)[1], ("点検の記録を残す".into(), "運用".into(), Some(2028), None));
    let products: Vec<_> = found
        .records
        .iter()
        .filter_map(|r| if let Body::Deliverable(d) = &r.body { Some((d.title.as_str(), d.due_to)) } else { None })
        .collect();
    assert_eq!(products, [("点検様式", Some(2027)), ("台帳", Some(2027))]);
}

#[test]
fn goals_are_one_node_in_overview_heading_and_table() {
    let found = read(
        "(1) 安心：おいしい水の供給\n\n目標\t基本施策\t実施事業\t5年後\n安心\t水源の保全\t協議会への参加\t実施\n\t検査体制の充実\t計器の設置\t調査\n",
    );
    let named = goals(&found);
    assert_eq!(named.iter().filter(|(title, _)| title == "おいしい水の供給").count(), 1, "{named:?}");
    assert!(named.contains(&("検査体制の充実".into(), vec!["おいしい水の供給".into()])));
    assert_eq!(measures(&found)[1].path, ["おいしい水の供給", "検査体制の充実"]);
}

#[test]
fn a_tier_heading_finds_its_title_on_the_next_line() {
    let found = read("施策 10-1\n\n災害への備え\n\n重点\n\n◆訓練の実施（担当：総務課）\n");
    assert_eq!(measures(&found)[0].path, ["災害への備え"]);
    assert!(measures(&found)[0].priority, "the measures of a priority goal are priorities");
}

#[test]
fn lists_under_a_bare_tier_word_are_goals() {
    let found = read("基本方針\n\n変わらない軸\n\n一体の運営による\n効率化\n\n計画的な\n更新\n\n第2章 体制\n\n担当部長を置く。\n");
    let titles: Vec<String> = goals(&found).into_iter().map(|g| g.0).collect();
    assert_eq!(titles, ["一体の運営による効率化", "計画的な更新"]);
}

#[test]
fn a_list_of_names_is_no_plan() {
    let found = read("業務名\t業務概要\n施設点検業務\t点検\n漏水調査業務\t調査\n");
    assert!(measures(&found).is_empty());
    assert_eq!((found.tables_understood, found.tables_kept), (0, 1));
    assert!(found.records.iter().any(|r| matches!(&r.body, Body::Table(t) if t.cells.len() == 3)), "a table not understood is kept");
}

#[test]
fn what_cannot_be_decoded_gives_no_records() {
    let lost = "\u{FFFD}\u{FFFD}\u{FFFD}";
    let found = read(&format!("件名\t担当課\t令和5年度\t令和6年度\n{lost}{lost}{lost}\t{lost}{lost}課\t{lost}\t{lost}{lost}\n"));
    assert!(measures(&found).is_empty());
    assert!(!found.records.iter().any(|r| matches!(r.body, Body::Table(_))));
}

#[test]
fn what_a_measure_is_to_bring_is_no_part_of_it() {
    let found = read(
        "方向性1：確かな水質\n\n施策 1-1 検査の充実\n\n◆検査計画の見直し（担当：水質課）\n\n- 項目を見直します。\n\n効果\n\n▶水質への信頼が高まります。\n\n\
         ◆検査機器の更新（担当：浄水課）\n\n- 機器を更新します。\n",
    );
    let said: Vec<_> = measures(&found).iter().map(|m| m.description.clone().unwrap_or_default()).collect();
    assert_eq!(said, ["項目を見直します。", "機器を更新します。"]);
}

#[test]
fn a_follow_up_table_gives_results() {
    let found = read(
        "実現方策\t方策の概要\t方策の成果・課題等\n水源の保全\t◆検査を見直す。\t◇検査の回数を増やした。\n\t◆広報に努める。\t◇見学会を開いた。\n",
    );
    let results: Vec<_> = found
        .records
        .iter()
        .filter_map(|r| if let Body::Result(x) = &r.body { Some((x.measure.as_str(), x.text.as_str())) } else { None })
        .collect();
    assert_eq!(results, [("検査を見直す。", "検査の回数を増やした。"), ("広報に努める。", "見学会を開いた。")]);
}

#[test]
fn the_same_text_gives_the_same_records_and_ids_are_unique() {
    let text = "件名\t担当課\t令和5年度\t令和6年度\n更新\t工務課\t設計\t工事\n更新\t施設課\t設計\t工事\n";
    let (one, two) = (read(text), read(text));
    assert_eq!(one.records, two.records);
    let ids: std::collections::BTreeSet<&str> = one.records.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ids.len(), one.records.len());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_read_without_a_panic(text in "[件名担当課令和5年度施策目標◆■（）：:\\t\\n 0-9.%→【】「」。、・-]{0,200}") {
        let found = read(&text);
        proptest::prop_assert!(found.records.iter().all(|r| (0.0..=1.0).contains(&r.confidence)));
    }
}

#[test]
fn what_was_due_in_the_year_beside_an_undated_result_is_its_plan() {
    let text = "ある市水道事業中期経営計画\n令和6年度進捗状況報告書\n\n番号\t実施事業\t所管\t令和6年度の予定\t取組の実績\t評価\n\
                1-1\t鉛製給水管の解消\t給水課\t150件の取替え\t取替えは98件にとどまった。\t△\n\
                2-1\t基幹管路の耐震化\t工務課\t設計\t導水管の設計を終えた。\t○\n";
    let found = read(text);
    let step = |measure: &str, label: &str| (measure.to_owned(), label.to_owned(), Some(2024), Some(2024));
    assert_eq!(bars(&found), [step("鉛製給水管の解消", "150件の取替え"), step("基幹管路の耐震化", "設計")]);
    assert_eq!(found.records.iter().filter(|r| matches!(&r.body, Body::Result(x) if x.year == Some(2024))).count(), 2);
}

#[test]
fn plan_result_and_next_step_of_one_year_stand_in_columns() {
    let text = "ある市水道事業中期経営計画\n令和6年度進捗状況報告書\n\n基本方針\t番号\t実施事業\t所管\t令和6年度の計画\t令和6年度の実績\t達成度\t令和7年度の予定\n\
                安全\t1-1\t鉛製給水管の解消\t給水課\t取替え 150件\t取替えは98件にとどまった。\t△\t繰越分と合わせ200件の取替えを行う。\n\
                安定\t2-1\t基幹管路の耐震化\t工務課\t布設替え 1,850m\t導水管の布設替えを1,620m行った。\t△\t残る230mを上半期に完了させる。\n";
    let found = read(text);
    let results: Vec<_> = found
        .records
        .iter()
        .filter_map(|r| if let Body::Result(x) = &r.body { Some((x.measure.as_str(), x.year, x.next.as_deref())) } else { None })
        .collect();
    assert_eq!(results[0], ("鉛製給水管の解消", Some(2024), Some("繰越分と合わせ200件の取替えを行う。")));
    assert_eq!(results.len(), 2);
    assert_eq!(bars(&found)[0], ("鉛製給水管の解消".to_owned(), "取替え 150件".to_owned(), Some(2024), Some(2024)));
}

#[test]
fn merged_cells_of_html_tables_are_bars() {
    let found = read(
        "施策1 確かな水質\n\n<table>\n<tr><th rowspan=\"2\">取組</th><th rowspan=\"2\">担当課</th><th colspan=\"3\">年次計画</th></tr>\n\
         <tr><th>R7</th><th>R8</th><th>R9</th></tr>\n<tr><td>計器の更新</td><td>浄水課</td><td>設計</td><td colspan=\"2\">工事</td></tr>\n\
         <tr><td>台帳の公開</td><td>総務課</td><td></td><td>準備</td><td>公開</td></tr>\n</table>\n",
    );
    assert_eq!(
        bars(&found),
        [
            bar("計器の更新", "設計", 2025, 2025),
            bar("計器の更新", "工事", 2026, 2027),
            bar("台帳の公開", "準備", 2026, 2026),
            bar("台帳の公開", "公開", 2027, 2027)
        ]
    );
}

#[test]
fn the_title_of_a_section_may_stand_before_its_tier() {
    let page = |n: usize, title: &str, measure: &str| {
        format!("## 3 ロードマップ 柱{n} {title}\n\n|取組名|担当|R7年度|R8年度|\n|---|---|---|---|\n|{measure}|浄水課|設計|工事|\n\n")
    };
    let found = read(&format!("# 水の計画\n\n{}{}", page(1, "水質を守る", "検査の充実"), page(2, "水を絶やさない", "井戸の更新")));
    let paths: Vec<&Vec<String>> = measures(&found).iter().map(|m| &m.path).collect();
    assert_eq!(paths, [&vec!["水質を守る".to_owned()], &vec!["水を絶やさない".to_owned()]]);
    assert_eq!(goals(&found).len(), 2);
}
