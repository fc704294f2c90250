//! Forms out and back through the program: filled in as staff do, taken in, seen in the audit.
//!
//! With `SHIRUBE_OFFICE` set to an office suite, every filled workbook is opened and saved by it first (`.ci/second-set`).

use std::path::PathBuf;

use serde_json::Value as Json;

use crate::spreadsheet::{Spreadsheet, cells_with};
use crate::workplace::{Ended, Workplace};

/// 15 June 2025.
const JUNE: &str = "1750000000";

struct Office {
    place: Workplace,
}

impl Office {
    /// A store with one edition of a plan, and the form of fiscal 2024 made from it.
    fn new() -> Self {
        let place = Workplace::empty();
        let plan = format!("{}/seeds/minamo_dx_r6.pdf", env!("CARGO_MANIFEST_DIR"));
        place.run(&["ingest", "-q", &plan], 0);
        let office = Self { place };
        let said = office.run(&["progress", "template", "--plan", "minamo_dx_r6", "--year", "R6", "--out", "form.xlsx"], 0).stdout();
        assert!(said.contains("form.xlsx: 16 measures"), "{said}");
        office
    }

    #[track_caller]
    fn run(&self, args: &[&str], exit: i32) -> Ended {
        self.place.run_with(args, exit, &[("SOURCE_DATE_EPOCH", JUNE), ("USER", "suido")])
    }

    fn form(&self) -> Spreadsheet {
        Spreadsheet::open(&self.path("form.xlsx"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.path(name)
    }

    /// Number of the row with this code.
    fn row(&self, code: &str) -> usize {
        let cells = cells_with(&self.path("form.xlsx"), code);
        cells.iter().find_map(|cell| cell.strip_prefix('B')).unwrap().parse().unwrap()
    }

    /// Fills in three measures: on time, done, late.
    fn filled(&self) -> Spreadsheet {
        let (on_time, done, late) = (self.row("D1-1"), self.row("D2-4"), self.row("D2-1"));
        self.form()
            .text(&format!("H{on_time}"), "4月からウェブ受付のサービスを実施した。")
            .text(&format!("I{on_time}"), "順調")
            .number(&format!("K{on_time}"), 1200.0)
            .text(&format!("M{on_time}"), "受付の範囲を広げる。")
            .text(&format!("H{done}"), "管路台帳システムを更新した。")
            .text(&format!("I{done}"), "完了")
            .number(&format!("J{done}"), 45_677.0)
            .text(&format!("N{done}"), "検査調書（令和7年1月20日）")
            .text(&format!("O{done}"), "田中")
            .text(&format!("H{late}"), "8月に設置の設計を見直した。")
            .text(&format!("I{late}"), "遅れ")
            .text(&format!("L{late}"), "入札不調")
            .text(&format!("M{late}"), "再入札する。")
    }

    fn audit(&self) -> Vec<Json> {
        let rows = self.run(&["audit", "--format", "jsonl", "-q"], 0).json_lines();
        rows.into_iter().filter(|r| r["type"] == "audit").collect()
    }

    fn ledger(&self) -> String {
        self.place.read("shirube-data/ledger.jsonl")
    }
}

fn state<'a>(rows: &'a [Json], code: &str) -> &'a str {
    let row = rows.iter().find(|r| r["code"] == code && r["year"] == 2024).unwrap();
    row["state"].as_str().unwrap()
}

#[test]
fn out_filled_in_and_back_into_the_audit() {
    let office = Office::new();
    assert!(office.audit().iter().all(|r| r["reported"] == false), "nothing is reported yet; a measure that the plan gives up has its row");
    office.filled().save(&office.path("back.xlsx"));
    let said = office.run(&["progress", "import", "back.xlsx", "--by", "佐藤"], 0).stdout();
    assert!(said.contains("3 new or changed rows, 0 unchanged, 13 left empty"), "{said}");

    let rows = office.audit();
    assert_eq!(rows.iter().filter(|r| r["year"] == 2024).count(), 17, "every measure of the plan has its row");
    assert_eq!(state(&rows, "D1-1"), "as_planned");
    assert_eq!(state(&rows, "D2-1"), "behind");
    assert!(state(&rows, "D2-4").starts_with("done"), "{}", state(&rows, "D2-4"));
    assert_eq!(state(&rows, "D2-2"), "not_reported");
    let done = rows.iter().find(|r| r["code"] == "D2-4" && r["year"] == 2024).unwrap();
    assert!(!done["findings"].as_array().unwrap().contains(&"no_dated_act".into()), "{done}");
    let told: Vec<&Json> = done["evidence"]["report"].as_array().unwrap().iter().collect();
    let cited = told.iter().find(|e| e["quote"] == "管路台帳システムを更新した。").unwrap();
    assert_eq!(
        (&cited["sheet"], &cited["entered"]["file"], &cited["entered"]["by"]),
        (&"記入票".into(), &"back.xlsx".into(), &"田中".into())
    );
    assert_eq!(cited["entered"]["when"], "2025-06-15T15:06:40Z");
    assert!(told.iter().any(|e| e["quote"] == "検査調書（令和7年1月20日）"));
    let late = rows.iter().find(|r| r["code"] == "D2-1" && r["year"] == 2024).unwrap();
    assert_eq!(late["evidence"]["report"][0]["entered"]["by"], "佐藤");
    office.run(&["store", "verify"], 0);
}

#[test]
fn a_second_import_changes_nothing_and_a_changed_row_keeps_the_old_one() {
    let office = Office::new();
    office.filled().save(&office.path("back.xlsx"));
    office.run(&["progress", "import", "back.xlsx"], 0);
    let (ledger, audit) = (office.ledger(), office.audit());
    let said = office.run(&["progress", "import", "back.xlsx"], 0).stdout();
    assert!(said.contains("0 new or changed rows, 3 unchanged"), "{said}");
    assert_eq!((office.ledger(), office.audit()), (ledger.clone(), audit));

    // Sorted, on renamed sheets, and one row says something else.
    let (a, b) = (office.row("D1-1"), office.row("D2-1"));
    office.filled().text(&format!("I{b}"), "順調").swapped(a, b).renamed("記入票", "回答").save(&office.path("again.xlsx"));
    let said = office.run(&["progress", "import", "again.xlsx"], 0).stdout();
    assert!(said.contains("1 new or changed rows, 2 unchanged"), "{said}");
    assert_eq!(state(&office.audit(), "D2-1"), "as_planned");
    let now = office.ledger();
    assert!(now.starts_with(&ledger) && now.contains("\"rating\":\"遅れ\""), "the old entry stays");

    // A new form has in it what is known.
    office.run(&["progress", "template", "--plan", "minamo_dx_r6", "--year", "2024", "--out", "known.xlsx", "-q"], 0);
    assert_eq!(cells_with(&office.path("known.xlsx"), "入札不調").len(), 1);
    let said = office.run(&["progress", "import", "known.xlsx"], 0).stdout();
    assert!(said.contains("0 new or changed rows, 3 unchanged"), "{said}");
}

#[test]
fn a_file_with_a_mistake_is_not_taken_at_all() {
    let office = Office::new();
    office.filled().save(&office.path("good.xlsx"));
    office.run(&["progress", "import", "good.xlsx"], 0);
    let ledger = office.ledger();
    let row = office.row("D1-3");
    let (h, i, j, k, a) = (format!("H{row}"), format!("I{row}"), format!("J{row}"), format!("K{row}"), format!("A{row}"));
    let changed = || office.filled().text(&h, "構築した。");
    for (name, form, words) in [
        ("id", changed().text(&a, "M-000002-2024-XXXX"), vec![a.as_str(), "M-000002-2024-XXXX", "元の記入票"]),
        ("number", changed().text(&k, "約300"), vec![k.as_str(), "約300", "数字だけ"]),
        ("future", changed().number(&j, 45_900.0), vec![j.as_str(), "2025-08-31", "先の日付"]),
        ("rating", changed().text(&i, "ぼちぼち"), vec![i.as_str(), "ぼちぼち", "一覧"]),
        ("merged", changed().merged(&format!("H{row}:H{}", row + 1)), vec!["結合"]),
    ] {
        let file = format!("{name}.xlsx");
        form.save(&office.path(&file));
        let said = office.run(&["progress", "import", &file, "--lang", "ja"], 1).stderr();
        for word in words.iter().chain(&["記入票", "一行も取り込んでいません"]) {
            assert!(said.contains(word), "{name}: `{word}` is not in: {said}");
        }
        assert_eq!(office.ledger(), ledger, "{name}");
    }
    // The good file of a batch is taken, the bad one is not, and it is said which.
    changed().save(&office.path("better.xlsx"));
    let ended = office.run(&["progress", "import", "number.xlsx", "better.xlsx", "nowhere.xlsx"], 2);
    assert!(ended.stdout().contains("better.xlsx: taken in: 1 new"), "{}", ended.stdout());
    assert!(ended.stderr().contains("number.xlsx: nothing of this file") && ended.stderr().contains("nowhere.xlsx"), "{}", ended.stderr());
}

#[test]
fn a_deleted_row_is_told_and_loses_nothing() {
    let office = Office::new();
    office.filled().save(&office.path("back.xlsx"));
    office.run(&["progress", "import", "back.xlsx"], 0);
    let row = office.row("D2-1");
    office.filled().without_row(row).save(&office.path("shorter.xlsx"));
    let ended = office.run(&["progress", "import", "shorter.xlsx"], 0);
    assert!(ended.stderr().contains("漏水監視センサーの設置") && ended.stderr().contains("is gone"), "{}", ended.stderr());
    assert_eq!(state(&office.audit(), "D2-1"), "behind");
}

#[test]
fn sections_are_asked_one_by_one() {
    let office = Office::new();
    let said = office.run(&["progress", "template", "--plan", "minamo_dx_r6", "--year", "R6", "--by-owner", "--out", "forms"], 0).stdout();
    assert!(said.contains("R6_進捗記入票_給水課.xlsx"), "{said}");
    // A joint measure is asked of both sections, and both answers are kept.
    for (section, rating) in [("給水課", "順調"), ("料金サービス課", "遅れ")] {
        let path = office.path(&format!("forms/R6_進捗記入票_{section}.xlsx"));
        let row = cells_with(&path, "D2-2").iter().find_map(|c| c.strip_prefix('B').map(str::to_owned)).unwrap();
        Spreadsheet::open(&path).text(&format!("H{row}"), section).text(&format!("I{row}"), rating).save(&path);
        office.run(&["progress", "import", &path.display().to_string(), "-q"], 0);
    }
    let rows = office.audit();
    let joint = rows.iter().find(|r| r["code"] == "D2-2" && r["year"] == 2024).unwrap();
    assert!(joint["text"].as_str().unwrap().contains("給水課") && joint["text"].as_str().unwrap().contains("料金サービス課"), "{joint}");
    let other = [&["progress", "import", "forms/R6_進捗記入票_給水課.xlsx", "form.xlsx"][..]].concat();
    office.run(&other, 0);
}

#[test]
fn wrong_words_are_told() {
    let office = Office::new();
    office.run(&["progress", "template", "--plan", "no such plan", "--year", "R6"], 1).one_line_with(&["no such plan", "shirube list"]);
    office.run(&["progress", "template", "--plan", "minamo_dx_r6", "--year", "someday"], 3).one_line_with(&["someday"]);
    office.run(&["progress", "template", "--plan", "minamo_dx_r6", "--year", "R30"], 1).one_line_with(&["2048"]);
    office.run(&["progress"], 3);
}

/// A store with one plan, and its doubtful records in a workbook.
fn review(plan: &str, limit: &str) -> Office {
    let place = Workplace::empty();
    let plan = format!("{}/seeds/{plan}", env!("CARGO_MANIFEST_DIR"));
    place.run(&["ingest", "-q", &plan], 0);
    let office = Office { place };
    office.run(&["review", "--xlsx", "form.xlsx", "--below", "1", "--limit", limit, "-q"], 0);
    office
}

impl Office {
    /// Numbers of the rows of a field.
    fn rows_of(&self, field: &str) -> Vec<usize> {
        let cells = cells_with(&self.path("form.xlsx"), field);
        cells.iter().filter_map(|cell| cell.strip_prefix('F')?.parse().ok()).collect()
    }

    fn values(&self) -> Vec<Json> {
        self.run(&["export"], 0).json_lines().into_iter().filter(|r| r["type"] == "value").collect()
    }
}

#[test]
fn doubtful_records_out_and_corrections_back() {
    let office = review("minamo_strategy.txt", "3000");
    let before = office.values();
    let rows = office.rows_of("数値");
    let (wrong, right) = (rows[0], rows[1]);
    let filled = || {
        let form = office.form().text(&format!("H{wrong}"), "誤り").text(&format!("I{wrong}"), "７６．５");
        form.text(&format!("J{wrong}"), "印刷は 76.5").text(&format!("H{right}"), "正しい")
    };
    filled().save(&office.path("back.xlsx"));
    let said = office.run(&["review", "import", "back.xlsx", "--by", "佐藤"], 0).stdout();
    assert!(said.contains("2 new, 0 known already"), "{said}");
    let after = office.values();
    let corrected: Vec<&Json> = after.iter().filter(|r| r["corrections"][0]["standing"] == "applied").collect();
    let [corrected] = corrected[..] else { panic!("{after:?}") };
    assert_eq!((&corrected["value"], &corrected["corrections"][0]["by"]), (&76.5.into(), &"佐藤".into()));
    let as_read = before.iter().find(|r| r["id"] == corrected["id"]).unwrap();
    assert_eq!(corrected["corrections"][0]["read"], as_read["value"]);
    assert_eq!(before.iter().zip(&after).filter(|(a, b)| a["value"] != b["value"]).count(), 1);

    let ledger = office.ledger();
    let again = office.run(&["review", "import", "back.xlsx", "--by", "佐藤"], 0).stdout();
    assert!(again.contains("0 new, 2 known already"), "{again}");
    assert_eq!(office.ledger(), ledger);
    let life = office.run(&["history", corrected["id"].as_str().unwrap()], 0).stdout();
    for word in ["佐藤", "76.5", "印刷は 76.5", "back.xlsx", "read ("] {
        assert!(life.contains(word), "`{word}` is not in: {life}");
    }

    // Read anew with other rules, the corrections are laid over the new reading.
    let place = office.place.file("rules/reviews.toml", format!("{}\n# taught\n", include_str!("../../rules/reviews.toml")));
    let office = Office { place };
    let said = office.run(&["refresh", "--rules", "rules"], 0);
    assert!(said.stdout().contains("1 read anew") && said.stderr().is_empty(), "{} {}", said.stdout(), said.stderr());
    assert_eq!(office.values(), after);
    office.run(&["store", "verify"], 0);
    // What was looked at is not asked again.
    office.run(&["review", "--xlsx", "next.xlsx", "--below", "1", "--limit", "3000", "-q"], 0);
    assert_eq!(cells_with(&office.path("next.xlsx"), "数値").len(), rows.len() - 2);
}

#[test]
fn corrections_with_mistakes_are_refused_whole() {
    let office = review("tokasumi_vision.pdf", "12");
    assert!(Spreadsheet::open(&office.path("form.xlsx")).has_pictures());
    let ledger = office.ledger();
    let rows = office.rows_of("数値");
    let (a, b) = (rows[0], rows[1]);
    let cell = |column: &str, row: usize| format!("{column}{row}");
    for (name, form, words) in [
        ("empty", office.form().text(&cell("H", a), "誤り"), vec![cell("I", a), "なし".to_owned()]),
        ("words", office.form().text(&cell("H", a), "誤り").text(&cell("I", a), "約5"), vec![cell("I", a), "約5".to_owned()]),
        ("both", office.form().text(&cell("H", a), "正しい").text(&cell("I", a), "5"), vec![cell("I", a)]),
        ("none", office.form().text(&cell("I", b), "5"), vec![cell("H", b), "判定".to_owned()]),
        ("id", office.form().text(&cell("A", b), "K-0000-0000").text(&cell("H", b), "正しい"), vec![cell("A", b)]),
    ] {
        let file = format!("{name}.xlsx");
        form.text(&cell("H", office.rows_of("単位")[0]), "正しい").save(&office.path(&file));
        let said = office.run(&["review", "import", &file, "--by", "佐藤", "--lang", "ja"], 1).stderr();
        for word in words.iter().map(String::as_str).chain(["確認票", "一行も取り込んでいません"]) {
            assert!(said.contains(word), "{name}: `{word}` is not in: {said}");
        }
        assert_eq!(office.ledger(), ledger, "{name}");
    }
    office.run(&["history", "tokasumi_vision"], 1).one_line_with(&["tokasumi_vision", "document"]);
}
