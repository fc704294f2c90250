//! Records of several documents become views: families of editions and reports, plans, states, comparisons.
//!
//! Pure functions from records to plain structs; a view holds [`Cite`]s, so that whoever shows a figure can show its source.

pub mod audit;
mod compare;
pub mod diff;
mod edition;
mod families;
mod gantt;
mod goals;
pub mod identity;
mod indicators;
pub mod kpi;
mod money;
mod name_tables;
pub mod nothing;
mod peers;
mod plan;
mod progress;
mod series;
mod source;
mod standing;
pub mod states;
#[cfg(test)]
mod testing;
mod titles;
mod value_tables;

use serde::Serialize;

use crate::rules::Rules;

pub use audit::Day;
pub use compare::{Apart, Comparison, ComparisonCell, ComparisonRow, Kin, Stated, Why, comparison};
pub use edition::{Edition, TrackedMeasure};
pub use families::{Family, Placed, families, plan_families, utility_of};
pub use gantt::{Bar, Gantt, GanttCell, GanttColumn, GanttRow, gantt};
pub use goals::{GoalNode, goal_tree, tree_order};
pub use indicators::{TrackedIndicator, indicators};
pub use money::{MoneyColumn, MoneyRow, MoneyTable, MoneyValue, money_tables};
pub use name_tables::{AliasTable, NameTableError, read_aliases, read_peers, read_utilities};
pub use peers::{PeerBasis, PeerGroup, PeerGroups, Peers, PeersBy, Served, peer_group, peer_groups, served};
pub use plan::{DeliverableView, MeasureView, PlanView, counts, plan_view};
pub use progress::{Answer, ResultView, join_results};
pub use series::{Point, Series, Trend, role_order, series};
pub use source::{Cite, SourceDocument, utility_named};
pub use standing::{Part, PlanStanding, Standing, standings};
pub use titles::{similarity, squash, squash_unit};
pub use value_tables::{ValueColumn, ValueRow, ValueTable, value_tables};

/// Everything that the reports show.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overview {
    /// Plan families by utility and title.
    pub families: Vec<Family>,
    /// A view for each document, in the documents' order.
    pub plans: Vec<PlanView>,
    /// The same indicators side by side.
    pub comparison: Comparison,
}

/// Builds all views. Records with a confidence below `doubt_below` (0..1) are listed as doubts.
#[must_use]
pub fn overview(documents: &[&SourceDocument], doubt_below: f32, rules: &Rules) -> Overview {
    let families = families(documents);
    let mut plans: Vec<PlanView> = families
        .iter()
        .enumerate()
        .flat_map(|(f, family)| family.members().map(move |d| (f, d)).collect::<Vec<_>>())
        .map(|(f, d)| plan_view(documents, &families, f, d, doubt_below))
        .collect();
    plans.sort_by_key(|p| p.document);
    let comparison = comparison(documents, &families, rules);
    Overview { families, plans, comparison }
}
