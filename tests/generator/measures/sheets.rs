//! A sheet of labels and values for each measure, the schedule below.

use shirube::model::Basis;

use super::add_measure;
use super::time::{draw, units};
use crate::generator::compose::Composer;
use crate::generator::table::Table;
use crate::generator::words::{CATEGORY, CODE, DESCRIPTION, MEASURE, OWNER, SCHEDULE};

pub(super) fn sheets(c: &mut Composer) {
    let (half, random) = (c.layout.half, &mut c.random);
    let heads = [&MEASURE, &CODE, &CATEGORY, &OWNER, &DESCRIPTION, &SCHEDULE].map(|h| h.pick(random, half));
    let one_a_page = random.chance(50);
    for id in 0..c.plan.measures.len() {
        if one_a_page && id > 0 {
            c.flow.new_page();
        }
        let m = c.plan.measures[id].clone();
        add_measure(c, id, true, true, true);
        let mut table = Table { widths: vec![1.4, 3.0, 1.4, 3.0], ..Table::default() };
        let mut row = 0;
        for goal in c.chain(m.goal) {
            table.cell(row, 0, c.tier_words[c.plan.goals[goal].tier].clone());
            table.span(row, 1, 1, 3, c.plan.goals[goal].title.clone());
            row += 1;
        }
        for (n, text) in [(0, &m.title), (3, &m.owners.join(c.layout.owner_mark)), (4, &m.description)] {
            table.cell(row, 0, heads[n].clone());
            table.span(row, 1, 1, 3, text.clone());
            row += 1;
            if n == 0 {
                table.cell(row, 0, heads[1].clone());
                table.cell(row, 1, m.number.clone());
                table.cell(row, 2, heads[2].clone());
                table.cell(row, 3, m.category.clone());
                row += 1;
            }
        }
        c.flow.space(8.0);
        c.flow.table(table);
        let units = units(c);
        let header = c.layout.year_rows();
        let mut widths = vec![1.4];
        widths.extend(vec![7.0 / units.len() as f32; units.len()]);
        let mut table = Table { widths, header, ..Table::default() };
        let years: Vec<i32> = units.iter().map(|u| u.from).collect();
        table.span(0, 0, header + 1, 1, heads[5].clone());
        c.year_head(&mut table, 0, 1, &years);
        table.rows = header + 1;
        draw(c, &mut table, header, 1, id, &units, Basis::Plan);
        c.flow.table(table);
    }
}
