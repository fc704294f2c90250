//! What a plan thinks over or has begun and does not reckon with yet, as the form of the ministry for 経営戦略 has it: under its heading the
//! name of each undertaking, beside it what is thought of it.
//!
//! ```text
//! 広　域　化      隣の町との共同発注を検討しています。
//! 民間の活用      包括委託の事例を調べます。
//! ```

use crate::model::Table;
use crate::rules::Section;

use super::grid::Grid;
use super::outline::{Node, NodeKind};
use super::walk::{TITLE_CHARS, Walker};

/// Fewest rows of such a table.
const ROWS: usize = 2;
/// How sure it is that a row is a measure: its name alone says little.
const CONFIDENCE: f32 = 0.75;

impl Walker<'_> {
    /// Names beside sentences under a heading of what is thought over, in a table that gave nothing else: each row is a measure.
    pub(super) fn considered(&mut self, table: &Table) -> bool {
        let under = self.headings.iter().any(|(_, heading)| self.rules.section(heading) == Some(Section::Considered));
        if !under || table.cols != 2 || table.rows < ROWS {
            return false;
        }
        let grid = Grid::new(table);
        let named = |row: usize| {
            let (name, text) = (grid.text(row, 0), grid.text(row, 1));
            !name.is_empty() && name.chars().count() <= TITLE_CHARS && !name.ends_with('。') && text.ends_with('。')
        };
        if !(0..grid.rows()).all(named) {
            return false;
        }
        for row in 0..grid.rows() {
            let mut node = Node::new(NodeKind::Measure, grid.text(row, 0), grid.evidence(row, 0), CONFIDENCE, "considered");
            node.description.push(grid.text(row, 1).to_owned());
            node.parent = self.outline.current().or_else(|| self.section_node(grid.text(row, 0)));
            self.outline.add_measure(node);
        }
        self.outline.measure = None;
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::{Sectioned, extract};
    use crate::language::Tokenizer;
    use crate::layout;
    use crate::model::{Body, SourceFile};
    use crate::rules::Rules;

    fn measures(text: &str) -> Vec<String> {
        let source = SourceFile::of_lines("plan", text);
        let blocks = layout::blocks(&source);
        let tokenizer = Tokenizer::lazy(include_str!("../../rules/dictionary.csv"));
        let records = extract(&source, &Sectioned::new(&blocks, Rules::embedded()), Rules::embedded(), &tokenizer).records;
        records.into_iter().filter_map(|r| if let Body::Measure(m) = r.body { Some(m.title) } else { None }).collect()
    }

    #[test]
    fn names_beside_sentences_are_measures_under_such_a_heading_only() {
        let rows = "井戸の統合\t水源の見直しとあわせて調べています。\n漏水の監視\t他の町の例を集めています。\n";
        assert_eq!(measures(&format!("# 今後検討予定の取組\n\n{rows}")), ["井戸の統合", "漏水の監視"]);
        assert!(measures(&format!("# 町の沿革\n\n{rows}")).is_empty());
        assert!(measures("# 今後検討予定の取組\n\n水源の水質\t良い\n井戸の数\t三つ\n").is_empty());
    }
}
