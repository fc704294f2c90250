//! The blocks of a document with every table cut into its sections, once for all who look at them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::grid::Grid;
use super::headers::{Section, sections};
use crate::model::{Block, BlockKind, Table};
use crate::rules::Rules;

/// Blocks, and what the columns of their tables mean. To find that out costs more than anything else that is done to a table.
#[derive(Debug)]
pub struct Sectioned<'a> {
    /// The blocks in reading order.
    pub blocks: &'a [Block],
    tables: BTreeMap<usize, CutTable<'a>>,
}

/// A table with its sections.
#[derive(Debug)]
pub struct CutTable<'a> {
    /// The table, its words normalised.
    pub grid: Grid<'a>,
    /// Its sections from top to bottom.
    pub sections: Vec<Section>,
}

impl<'a> CutTable<'a> {
    /// Cuts a table.
    #[must_use]
    pub fn new(table: &'a Table, rules: &Rules) -> Self {
        let grid = Grid::new(table);
        let sections = sections(&grid, rules, None);
        Self { grid, sections }
    }
}

impl<'a> Sectioned<'a> {
    /// Cuts the tables among the blocks.
    #[must_use]
    pub fn new(blocks: &'a [Block], rules: &Rules) -> Self {
        let cut = |(index, block): (usize, &'a Block)| {
            let BlockKind::Table(table) = &block.kind else { return None };
            Some((index, CutTable::new(table, rules)))
        };
        let tables: Vec<(usize, CutTable<'a>)> = blocks.par_iter().enumerate().filter_map(cut).collect();
        Self { blocks, tables: tables.into_iter().collect() }
    }

    /// The table that is the block of this index.
    #[must_use]
    pub fn table(&self, index: usize) -> Option<&CutTable<'a>> {
        self.tables.get(&index)
    }

    /// All tables with the index of their block, in reading order.
    pub fn tables(&self) -> impl Iterator<Item = (usize, &CutTable<'a>)> {
        self.tables.iter().map(|(index, table)| (*index, table))
    }
}
