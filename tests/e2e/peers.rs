//! 業務指標の比較表 and 事業体比較 through the built program: a real table of two years and a mean of four neighbours, and means that the
//! program computes itself.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value as Json;

use crate::workplace::{Workplace, contents};

/// The reports of a kind in the output folder.
fn reports(place: &Workplace, key: &str) -> Vec<Json> {
    let root = place.path("output");
    let mine = |path: &PathBuf| {
        path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(key)) && path.extension().is_some_and(|e| e == "json")
    };
    contents(&root).into_iter().filter(|(path, _)| mine(path)).map(|(_, bytes)| serde_json::from_slice(&bytes).unwrap()).collect()
}

fn number(cell: &str) -> Option<f64> {
    let digits: String = cell.trim().chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).filter(|c| *c != ',').collect();
    digits.parse().ok()
}

/// Code to both years, the printed change without sign (0 for 変化なし) and the mean of the neighbours, as the text prints them.
fn printed(text: &str) -> BTreeMap<String, [f64; 4]> {
    let code = regex::Regex::new("^[A-C][0-9]{3}$").unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let figure = |i: usize| cells.get(i).and_then(|c| number(c));
        let change = || if cells.get(6)?.contains("なし") { Some(0.0) } else { figure(6) };
        let code = cells.first().filter(|c| code.is_match(c))?;
        Some(((*code).to_owned(), [figure(4)?, figure(5)?, change()?, figure(7)?]))
    };
    // A code that stands twice is repeated with the same figures.
    let mut rows = BTreeMap::new();
    for (code, figures) in text.lines().filter_map(row) {
        rows.entry(code).or_insert(figures);
    }
    rows
}

#[test]
#[allow(clippy::print_stdout)] // a test that is skipped says so
fn a_real_table_of_indicators_comes_out_as_printed() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("SHIRUBE_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let Ok(seed) = std::fs::read_to_string(shared.join("seeds/003_8516b6285d28edee.txt")) else {
        println!("skipped: the shared seeds are not here");
        return;
    };
    let place = Workplace::empty().file("plans/vision.txt", &seed);
    place.run(&["run", "plans", "--quiet", "--lang", "ja", "--evidence", "none"], 0);
    let [report] = &reports(&place, "peers-")[..] else { panic!("no table of indicators") };
    let rows = report["tables"][0]["rows"].as_array().unwrap();
    let made: BTreeMap<&str, &Json> =
        rows.iter().filter_map(|r| Some((r["cells"][0]["facts"][0]["shown"].as_str()?, &r["cells"]))).collect();
    let printed = printed(&seed);
    assert!(printed.len() > 30, "{}", printed.len());
    for (code, expected) in &printed {
        let cells = made.get(code.as_str()).unwrap_or_else(|| panic!("{code} is missing"));
        let figure = |i: usize| cells[i]["facts"][0]["number"].as_f64().unwrap_or(f64::NAN);
        let found = [figure(4), figure(5), figure(6).abs(), figure(7)];
        assert!(expected.iter().zip(&found).all(|(a, b)| (a - b).abs() < 1e-9), "{code}: printed {expected:?}, in the report {found:?}");
        // The closing sentence follows from the figures.
        let side = if expected[1] > expected[3] {
            "higher"
        } else if expected[1] < expected[3] {
            "lower"
        } else {
            "equal"
        };
        assert_eq!(cells[9]["facts"][0]["code"], side, "{code}");
    }
    // 29.7 % beside a mean of 107.3 % is called higher by the plan.
    let contradictions = report["tables"][1]["rows"].to_string();
    assert!(contradictions.contains("C112") && contradictions.contains("高い"), "{contradictions}");
}

#[test]
fn peers_are_named_on_the_command_line_or_in_a_file() {
    let plan = |town: &str, rate: &str| {
        format!(
            "{town}水道ビジョン\n\n令和6年3月　{town}\n\n業務指標\n\n指標No.\t指標\t単位\t令和2年度\t令和4年度\nB112\t有収率\t%\t88.0\t{rate}\nC102\t経常収支比率\t%\t101.0\t110.0\n"
        )
    };
    let towns = [("甲野市", "90.0"), ("乙山市", "80.0"), ("丙川市", "85.0"), ("丁浦市", "70.0")];
    let place = towns.iter().fold(Workplace::empty(), |place, (town, rate)| place.file(&format!("plans/{town}.txt"), plan(town, rate)));
    let place = place.file("peers.csv", "区分,事業体\n近隣,乙山市\n近隣,丙川市\n").file("bad.csv", "区分,事業体\n近隣,\n");
    place.run(&["run", "plans", "--quiet", "--evidence", "none"], 0);
    for peers in ["乙山市,丙川市", "peers.csv"] {
        place.run(
            &[
                "report",
                "--only",
                "comparison_table,peers",
                "--utility",
                "甲野市",
                "--peers",
                peers,
                "--evidence",
                "none",
                "-q",
                "--lang",
                "ja",
            ],
            0,
        );
        let [comparison] = &reports(&place, "comparison_table")[..] else { panic!("no comparison") };
        let table = comparison["tables"].as_array().unwrap().iter().find(|t| t["key"] == "comparison").unwrap();
        let title = table["title"].as_str().unwrap();
        assert!(title.contains("3事業体") && !table["columns"].to_string().contains("丁浦市"), "{title}");
        let [peers] = &reports(&place, "peers-")[..] else { panic!("no table of indicators") };
        let rate = peers["tables"][0]["rows"].as_array().unwrap().iter().find(|r| r["cells"].to_string().contains("有収率")).unwrap();
        // (80.0 + 85.0) / 2
        assert_eq!(rate["cells"][8]["facts"][0]["number"], 82.5, "{rate}");
        assert_eq!(rate["cells"][9]["facts"][0]["code"], "higher");
    }
    place.run(&["report", "--peers", "missing.csv"], 1).one_line_with(&["missing.csv"]);
    place.run(&["report", "--peers", "bad.csv"], 1).one_line_with(&["bad.csv", "2"]);
    place.run(&["report", "--peers", "乙山市,戊島市"], 3).one_line_with(&["戊島市", "丁浦市"]);
    place.run(&["report", "--utility", "戊島市"], 3).one_line_with(&["戊島市", "丁浦市"]);
    place.run(&["report", "--theme", "nothing", "--lang", "ja"], 3).one_line_with(&["nothing", "強靭、持続"]);
}
