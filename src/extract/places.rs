//! Words that a page break cuts are quoted page by page.

use crate::model::{Block, BlockKind, Evidence, Place, Record, SplitCell};

/// Puts in place of evidence that quotes a cell on two pages one piece of evidence for each page.
pub(super) fn part(records: &mut [Record], blocks: &[Block]) {
    let tables = blocks.iter().filter_map(|block| if let BlockKind::Table(table) = &block.kind { Some(table) } else { None });
    let split: Vec<&SplitCell> = tables.flat_map(|table| &table.split).collect();
    if split.is_empty() {
        return;
    }
    for record in records {
        record.evidence = std::mem::take(&mut record.evidence).into_iter().flat_map(|evidence| parted(evidence, &split)).collect();
    }
}

fn parted(evidence: Evidence, split: &[&SplitCell]) -> Vec<Evidence> {
    let place = Place { page: evidence.page, line: evidence.line, bbox: evidence.bbox, range: evidence.range };
    let own = split.iter().find(|cell| cell.parts.first().is_some_and(|first| first.0 == place));
    let Some(cell) = own else { return vec![evidence] };
    // Words that stand on one page are quoted from there, others from all pages.
    match cell.parts.iter().find(|(_, text)| text.contains(&evidence.quote)) {
        Some((place, _)) => vec![Evidence::new(*place, evidence.quote)],
        None => cell.parts.iter().map(|(place, text)| Evidence::new(*place, text.as_str())).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Body, Rect, Table, Term};

    #[test]
    fn a_cell_over_two_pages_is_quoted_from_both() {
        let (first, second) = (Place::on_page(1, Rect::new(0.0, 700.0, 90.0, 780.0)), Place::on_page(2, Rect::new(0.0, 60.0, 90.0, 80.0)));
        let cell = SplitCell { parts: vec![(first, "管路の\n更新を".to_owned()), (second, "進める".to_owned())] };
        let table = Table { split: vec![cell], ..Table::default() };
        let blocks = [Block { place: first, kind: BlockKind::Table(table) }];
        let quoted = |quote: &str| {
            let mut records = [Record::new("d", Body::Term(Term::default()), 1.0, Evidence::new(first, quote))];
            part(&mut records, &blocks);
            let [record] = records;
            record.evidence.into_iter().map(|e| (e.page, e.quote)).collect::<Vec<_>>()
        };
        assert_eq!(quoted("管路の\n更新を\n進める"), [(Some(1), "管路の\n更新を".to_owned()), (Some(2), "進める".to_owned())]);
        assert_eq!(quoted("更新を"), [(Some(1), "更新を".to_owned())]);
        assert_eq!(quoted("進める"), [(Some(2), "進める".to_owned())]);
    }
}
