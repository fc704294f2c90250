//! Names of the groups of peers, and who stands in which by what.

use crate::report::format::number;
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Row, Speech, Table};
use crate::report::views::Material;
use crate::track::{PeerBasis, Peers};

/// What a group is in words, with the number of its utilities.
pub(in crate::report::views) fn name(peers: &Peers, speech: Speech) -> String {
    let people = |n: u64| number(f64::from(u32::try_from(n).unwrap_or(u32::MAX)), Some(0));
    let basis = match &peers.basis {
        PeerBasis::Population(group) => match group.below {
            Some(below) => speech.fill("view.peers_between", &[("from", &people(group.from)), ("below", &people(below))]),
            None => speech.fill("view.peers_from", &[("from", &people(group.from))]),
        },
        PeerBasis::Named(name) if name.is_empty() => speech.say("view.peers_named"),
        PeerBasis::Named(name) => name.clone(),
        PeerBasis::All => speech.say("view.peers_all"),
    };
    speech.fill("view.peers_with_count", &[("group", &basis), ("n", &peers.members.len().to_string())])
}

/// Groups with their utilities, the people each serves and what says so; utilities in no group stand last.
pub(super) fn table(draft: &mut Draft, material: &Material<'_>) -> Table {
    let speech = material.speech;
    let columns = vec![
        Column::subject("utility", speech.col("utility"), 12),
        Column::of(ColumnKind::Number, "people", speech.col("people"), 10).with_unit(Some(&speech.say("view.people_unit"))),
        Column::text("of", speech.col("people_source"), 20),
    ];
    let mut rows = Vec::new();
    for peers in &material.peers.groups {
        let name = name(peers, speech);
        rows.extend(peers.members.iter().map(|i| row(draft, material, &name, *i)));
    }
    let nowhere = speech.say("view.peers_alone");
    rows.extend(material.peers.alone.iter().map(|i| row(draft, material, &nowhere, *i)));
    Table { key: "groups", title: speech.say("view.peer_groups"), columns, rows }
}

fn row(draft: &mut Draft, material: &Material<'_>, group: &str, utility: usize) -> Row {
    let speech = material.speech;
    let served = material.peers.served.get(utility).copied().flatten();
    let people = served.map(|s| {
        let at = s.cite.map(|c| draft.cite_record(material.documents[c.document], c.record)).unwrap_or_default();
        let people = f64::from(u32::try_from(s.people).unwrap_or(u32::MAX));
        Fact::number(people, Some(0)).year(Some(s.year)).at(at)
    });
    let source = served.map_or_else(
        || speech.say("view.people_unknown"),
        |s| {
            let of = if s.cite.is_some() { "view.people_of_plan" } else { "view.people_of_table" };
            format!("{} {}", speech.year(s.year), speech.say(of))
        },
    );
    Row::new(vec![Cell::text(material.overview.comparison.utilities[utility].clone()), people.into(), Cell::text(source)]).under(group)
}
