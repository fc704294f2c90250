//! What became of an earlier plan: a goal, what was wanted (◆) and what came of it (◇), in two columns of bullets.

use shirube::model::{Body, Measure, ResultRecord};

use super::compose::Composer;
use super::table::Table;
use super::words::{DEED, OUTCOME};

pub(crate) fn chapter(c: &mut Composer) {
    c.chapter(&["前計画の評価", "これまでの取組の評価", "前ビジョンの達成状況"]);
    c.flow.paragraph("これまでの計画の取組と、その成果は次のとおりです。");
    let half = c.layout.half;
    let (deed_mark, outcome_mark) = c.random.pick(&[("◆", "◇"), ("・", "・"), ("■", "□")]);
    let mut table = Table { widths: vec![2.6, 5.0, 6.0], header: 1, ..Table::default() };
    table.cell(0, 0, "施策目標").centred = true;
    table.cell(0, 1, DEED.pick(&mut c.random, half)).centred = true;
    table.cell(0, 2, OUTCOME.pick(&mut c.random, half)).centred = true;
    let pairs = c.plan.earlier.clone();
    for (n, part) in pairs.chunks(2).enumerate() {
        let goal = ["安心", "安定", "持続"][n % 3];
        let list = |mark: &str, items: Vec<&String>| items.iter().map(|t| format!("{mark}{t}")).collect::<Vec<_>>().join("\n");
        table.cell(n + 1, 0, goal);
        table.cell(n + 1, 1, list(deed_mark, part.iter().map(|(deed, _)| deed).collect()));
        table.cell(n + 1, 2, list(outcome_mark, part.iter().map(|(_, outcome)| outcome).collect()));
        for (deed, outcome) in part {
            c.add_optional(Body::Measure(Measure { title: deed.clone(), path: vec![goal.to_owned()], ..Measure::default() }));
            c.add(Body::Result(ResultRecord { measure: deed.clone(), text: outcome.clone(), ..ResultRecord::default() }));
        }
        c.add_optional(Body::Goal(shirube::model::Goal { level: "施策目標".to_owned(), title: goal.to_owned(), ..Default::default() }));
    }
    c.flow.table(table);
}
